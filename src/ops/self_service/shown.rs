//! What the turned screen shows of a flow: never a secret, and nothing of the registers before somebody is known.

use super::Working;
use crate::domain::calendar::Moment;
use crate::domain::challenge::{ChallengeKind, ChallengeState};
use crate::domain::id::SelfServiceId;
use crate::domain::mail::{Intent, MailFault, MailState};
use crate::domain::procedure::{PersonalQuestion, Question};
use crate::domain::register::Contact;
use crate::domain::self_service::{FlowOutcome, Step};
use crate::ops::error::{Error, known};
use crate::store::{self, Reader};

/// Somebody at the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowAtHand {
    /// The id.
    pub id: SelfServiceId,
    /// Of which procedure.
    pub procedure: String,
    /// What is waited for.
    pub step: Step,
    /// How it ended, once it did.
    pub outcome: Option<FlowOutcome>,
    /// The questions on the work history, while they are waited for.
    pub questions: Vec<Question>,
    /// The personal questions, while they are waited for.
    pub personal: Vec<PersonalQuestion>,
    /// The person sets personal questions with the key.
    pub sets_personal: bool,
    /// Name and number, while their data are to be confirmed: whoever answered everything is known.
    pub named: Option<(String, String)>,
    /// How they are reached, while that is to be confirmed.
    pub contact: Option<Contact>,
    /// The letter that is waited for.
    pub letter: Option<LetterAtHand>,
    /// Until when a key can be chosen.
    pub choose_until: Option<Moment>,
}

/// A letter that is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LetterAtHand {
    /// What it brings.
    pub kind: ChallengeKind,
    /// How it stands; of whom nothing must be known, nothing is said.
    pub standing: LetterStanding,
    /// When it was asked for.
    pub asked_at: Moment,
}

/// How such a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterStanding {
    /// It may have been sent or not.
    Untold,
    /// It is about to be sent.
    Waits,
    /// It could not be sent yet, and is tried again then.
    Delayed(MailFault, Moment),
    /// It was sent, and is good until then.
    Sent(Moment),
    /// It serves no more: another is to be asked for.
    Spent,
    /// It could not be sent.
    Failed(MailFault),
}

/// What the turned screen shows of a flow.
///
/// # Errors
/// A refusal when there is none of this id; the store's.
pub fn flow_at_hand(reader: &Reader, id: SelfServiceId) -> Result<FlowAtHand, Error> {
    let flow = known(store::self_service::get(reader, id)?, "este autoservicio")?;
    let working = match flow.outcome {
        None => Working::of_text(&flow.working)?,
        Some(_) => Working::default(),
    };
    let waits_for = |step| flow.outcome.is_none() && flow.step == step;
    let insured = match waits_for(Step::Data) {
        true => store::insured::by_number(reader, &flow.person)?,
        false => None,
    };
    let named = insured.as_ref().map(|it| (it.name.clone(), it.number.to_string()));
    let contact = insured.map(|insured| insured.contact);
    let letter = match waits_for(Step::Code) || waits_for(Step::Link) {
        true => letter(reader, id, false)?,
        false => None,
    };
    let within_ms = i64::from(crate::domain::challenge::CHOOSE_WITHIN_MINUTES).saturating_mul(60_000);
    Ok(FlowAtHand {
        id,
        step: flow.step,
        outcome: flow.outcome,
        questions: match waits_for(Step::Questions) {
            true => working.questions.iter().map(|asked| asked.question.clone()).collect(),
            false => Vec::new(),
        },
        personal: if waits_for(Step::Questions) { working.personal.clone() } else { Vec::new() },
        // Before, it would tell who is registered.
        sets_personal: waits_for(Step::Choose) && working.sets_personal,
        named,
        contact,
        letter,
        choose_until: working.opened().map(|at| Moment(at.0.saturating_add(within_ms))),
        procedure: flow.procedure,
    })
}

/// How the newest letter of a flow stands. Of one that has ended, what it brought serves no more, and it is told what became of it.
pub(super) fn letter(reader: &Reader, flow: SelfServiceId, has_ended: bool) -> Result<Option<LetterAtHand>, Error> {
    let Some(challenge) = store::challenge::newest(reader, flow)? else { return Ok(None) };
    let queued = store::outbox::about(reader, Intent::Challenge(challenge.id))?;
    let standing = match (challenge.kind, challenge.state, queued) {
        (ChallengeKind::UnlockLink, ..) => LetterStanding::Untold,
        (_, ChallengeState::Spent | ChallengeState::Used | ChallengeState::Replaced, _) if !has_ended => {
            LetterStanding::Spent
        }
        (_, _, None) => LetterStanding::Failed(MailFault::NoServer),
        (_, _, Some(queued)) => match (queued.state, queued.fault, &challenge.made) {
            (MailState::Failed, fault, _) => LetterStanding::Failed(fault.unwrap_or(MailFault::NoServer)),
            (MailState::Sent, _, Some((_, made))) => LetterStanding::Sent(challenge.kind.good_until(*made)),
            (_, Some(fault), _) => LetterStanding::Delayed(fault, Moment(queued.next_try_ms)),
            _ => LetterStanding::Waits,
        },
    };
    Ok(Some(LetterAtHand { kind: challenge.kind, standing, asked_at: Moment(challenge.asked_at_ms) }))
}
