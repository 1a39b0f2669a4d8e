//! The questions that are asked of a number: the same ones each time, and of every number.

use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::domain::id::SelfServiceId;
use crate::domain::number::PersonNumber;
use crate::domain::procedure::affiliate_key::{PersonalQuestion, questions};
use crate::domain::procedure_id::ProcedureId;
use crate::domain::self_service::Step;
use crate::ops::error::{Error, refuse};
use crate::ops::house::operation::{Done, Operation, Subject, Work};
use crate::ops::self_service::{Begun, NEW, Who, Working, begin, refuse_without_mail};
use crate::store;

/// Begins the making of a key.
#[derive(Debug, Clone)]
pub struct BeginKey {
    /// Cédula or foreigner code.
    pub person: PersonNumber,
}

/// So many names are drawn for the wrong answers.
const OTHERS: usize = 8;

impl Operation for BeginKey {
    const NAME: &'static str = "affiliate_key.begin";
    const FOR_SELF_SERVICE: bool = true;
    type Output = SelfServiceId;

    fn subject(&self) -> Subject {
        NEW
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<SelfServiceId>, Error> {
        if matches!(self.person, PersonNumber::Passport(_)) {
            return refuse("number", "Escriba el número de cédula, o el código de extranjero del IESS.");
        }
        refuse_without_mail(work)?;
        let seed = seed(work, &self.person)?;
        let worked_for = worked_for(work, &self.person)?;
        let from = i64::from_be_bytes(std::array::from_fn(|at| seed.get(at).copied().unwrap_or_default()));
        let others = store::work_history::others(work.tx, &worked_for, from, OTHERS)?;
        let is_registered = store::insured::by_number(work.tx, &self.person)?.is_some();
        let set = store::chosen_key::personal_answers(work.tx, &self.person)?;
        let set: Vec<PersonalQuestion> =
            set.iter().filter_map(|(question, _)| PersonalQuestion::from_code(question)).collect();
        let working = Working {
            questions: questions(&worked_for, &others, seed),
            personal: match (is_registered, set.is_empty()) {
                (_, false) => set,
                (true, true) => Vec::new(),
                (false, true) => invented(seed),
            },
            sets_personal: is_registered,
            ..Working::default()
        };
        let working = Working { sets_personal: working.sets_personal && working.personal.is_empty(), ..working };
        let who = Who { person: &self.person, employer: ("", "") };
        let flow = begin(work, ProcedureId::AFFILIATE_KEY, &who, &Begun::Waits(Step::Questions, &working))?;
        Ok(Done::new(flow, flow, &[]).detail(json!({ "number": self.person.as_str() })))
    }
}

/// For whom they worked: each once, however it is spelled.
fn worked_for(work: &Work<'_>, person: &PersonNumber) -> Result<Vec<String>, Error> {
    let mut names: Vec<String> = Vec::new();
    for employment in store::work_history::of_person(work.tx, person)? {
        let key = store::work_history::name_key(&employment.employer);
        if names.iter().all(|name| store::work_history::name_key(name) != key) {
            names.push(employment.employer);
        }
    }
    Ok(names)
}

/// What everything is drawn from that is asked of a number: of this store, so that nobody draws it elsewhere.
fn seed(work: &Work<'_>, person: &PersonNumber) -> Result<[u8; 32], Error> {
    let store = store::centre::identity(work.tx)?.store_id;
    let digest = Sha256::new()
        .chain_update(b"ventanilla.questions.v1")
        .chain_update(store)
        .chain_update(person.as_str().as_bytes())
        .finalize();
    Ok(digest.into())
}

/// Whom nobody knows is asked as if they had set personal questions, every other time: neither way tells anything.
fn invented(seed: [u8; 32]) -> Vec<PersonalQuestion> {
    let [first, second, .., last] = seed;
    if last % 2 == 0 {
        return Vec::new();
    }
    let all = PersonalQuestion::ALL;
    let at = usize::from(first) % all.len();
    let step = 1_usize.saturating_add(usize::from(second) % all.len().saturating_sub(1).max(1));
    let other = at.saturating_add(step) % all.len();
    let mut drawn: Vec<PersonalQuestion> = [at, other].iter().filter_map(|at| all.get(*at).copied()).collect();
    // In the order in which those are kept that somebody set.
    drawn.sort_unstable_by_key(|question| question.code());
    drawn
}
