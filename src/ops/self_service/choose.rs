//! A new key is chosen: its hash is kept, and whoever it belongs to hears of it by mail.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{hash_of_answer, mark, open_at};
use crate::domain::challenge::CHOOSE_WITHIN_MINUTES;
use crate::domain::chosen_key::{ChosenKey, ChosenKeyFault};
use crate::domain::id::SelfServiceId;
use crate::domain::mail::Intent;
use crate::domain::procedure::{PersonalAnswer, PersonalQuestion, normalised};
use crate::domain::self_service::{FlowOutcome, Step};
use crate::ops::error::{Error, known, refuse};
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::ops::mail;
use crate::ops::procedure::{chooses_own_key, take_over_own_key};
use crate::store::{self, Reader, chosen_key};

/// The hash of a chosen key (Argon2id, some tens of milliseconds).
///
/// # Errors
/// [`Error::Inconsistent`] where it cannot be made.
pub fn hashed_key(key: &ChosenKey) -> Result<String, Error> {
    hash_of_answer(key.reveal())
}

/// Refuses a key that contains the person's number, or the employer's, of the flow that it is chosen in.
///
/// # Errors
/// The refusal; the store's.
pub fn refuse_own_number(reader: &Reader, flow: SelfServiceId, key: &ChosenKey) -> Result<(), Error> {
    let flow = known(store::self_service::get(reader, flow)?, "este autoservicio")?;
    match key.contains_any(&[flow.person.as_str(), &flow.employer.0]) {
        false => Ok(()),
        true => refuse("own_number", ChosenKeyFault::OwnNumber.to_string()),
    }
}

/// The hash of the answer to a personal question, as it is compared; `None` where it is too short to be one.
///
/// # Errors
/// [`Error::Inconsistent`] where it cannot be made.
pub fn hashed_answer(answer: &str) -> Result<Option<String>, Error> {
    normalised(answer).map(|answer| hash_of_answer(&answer)).transpose()
}

/// The hashes of the answers to personal questions (Argon2id).
///
/// # Errors
/// A refusal where one is too short; [`Error::Inconsistent`] where a hash cannot be made.
pub fn hashed_answers(answers: &[PersonalAnswer]) -> Result<Vec<(PersonalQuestion, String)>, Error> {
    let hashed = |it: &PersonalAnswer| match hashed_answer(&it.answer)? {
        Some(hash) => Ok((it.question, hash)),
        None => refuse("personal", "Escriba respuestas de tres letras o más."),
    };
    answers.iter().map(hashed).collect()
}

/// Chooses a key.
#[derive(Debug, Clone)]
pub struct ChooseKey {
    /// For this flow.
    pub flow: SelfServiceId,
    /// Of the key ([`hashed_key`]).
    pub key_hash: String,
    /// They declared that what they say is true (affiliate-key sheet, step 11).
    pub declares: bool,
    /// The personal questions that they set, with the hashes of their answers ([`hashed_answer`]), where they have none yet.
    pub personal: Vec<(PersonalQuestion, String)>,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// A letter without the key is sent to whoever it belongs to.
    pub is_told: bool,
}

/// So many personal questions are set.
const PERSONAL: usize = 2;

impl Operation for ChooseKey {
    const NAME: &'static str = "self_service.choose_key";
    const FOR_SELF_SERVICE: bool = true;
    type Output = Chosen;

    fn subject(&self) -> Subject {
        self.flow.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<Chosen>, Error> {
        let (flow, working) = open_at(work, self.flow, Step::Choose)?;
        let within_ms = i64::from(CHOOSE_WITHIN_MINUTES).saturating_mul(60_000);
        let since_ms = working.opened().map(|at| work.now.0.saturating_sub(at.0));
        // Not by a clock that was set back either.
        if !since_ms.is_some_and(|since_ms| (0..within_ms).contains(&since_ms)) {
            return refuse(
                "late",
                format!("Pasaron los {CHOOSE_WITHIN_MINUTES} minutos para elegir la clave. Empiece de nuevo."),
            );
        }
        if !self.declares {
            return refuse("declaration", "Marque la declaración de información fidedigna para seguir.");
        }
        let two_different = matches!(self.personal.as_slice(), [(one, _), (other, _)] if one != other);
        if working.sets_personal && !two_different {
            return refuse("personal", format!("Elija {PERSONAL} preguntas distintas y escriba sus respuestas."));
        }
        let key = chosen_key::ChosenKey {
            flow: flow.id,
            hash: self.key_hash.clone(),
            made_at_ms: work.now.0,
            journal_number: work.entry_number()?,
        };
        store::chosen_key::add(work.tx, &key)?;
        let mut before = None;
        if chooses_own_key(&flow.procedure) {
            let personal = self.personal.iter().map(|(question, hash)| (question.code().to_owned(), hash.clone()));
            let personal: Vec<(String, String)> = personal.collect();
            let personal = working.sets_personal.then_some(personal.as_slice());
            before = take_over_own_key(work, &flow.person, &working.contact, personal)?;
        }
        store::self_service::end(work.tx, flow.id, FlowOutcome::Done, work.now.0)?;
        mail::queue(work, Intent::KeyChosen(flow.id))?;
        let detail = json!({
            "number": flow.person.as_str(),
            "employer": flow.employer.0,
            "branch": flow.employer.1,
            "after": before.as_ref().map(|_| &working.contact),
            "before": before,
        });
        let changed = &[Changed::Insured, Changed::Mail, Changed::SelfService];
        Ok(Done::new(Chosen { is_told: true }, flow.id, changed).code(mark(&self.key_hash)).detail(detail))
    }
}
