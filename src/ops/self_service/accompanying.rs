//! What whoever turned the screen sees of it: where somebody stands, and what they find difficult. Never a secret, and nothing
//! that the registers answered: where a letter goes to nobody, that is not told here either.

use chrono::NaiveDate;

use super::shown::{LetterAtHand, letter};
use crate::domain::calendar::Moment;
use crate::domain::id::{SelfServiceId, UserId, WindowId};
use crate::domain::number::PersonNumber;
use crate::domain::self_service::{FlowOutcome, Step};
use crate::domain::user::{Actor, Role};
use crate::ops::error::Error;
use crate::ops::house::operation::{Operation as _, Subject};
use crate::ops::procedure::AnswerQuestions;
use crate::store::self_service::Flow;
use crate::store::{self, Reader};

/// Somebody at a turned screen, as the window shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accompanied {
    /// The id.
    pub id: SelfServiceId,
    /// Of which procedure, by its id.
    pub procedure: String,
    /// When it was begun.
    pub begun_at: Moment,
    /// At which window's screen.
    pub window: WindowId,
    /// Who turned it to them.
    pub turned_by: UserId,
    /// The number that they gave, whether anybody has it or not.
    pub person: PersonNumber,
    /// For which employer, by its number, and branch; none where it is for none.
    pub employer: Option<(String, String)>,
    /// What is waited for, or was when it ended.
    pub step: Step,
    /// How it ended, once it did.
    pub outcome: Option<FlowOutcome>,
    /// How often codes, or the answers to the questions, were wrong.
    pub wrong: usize,
    /// The letter that is waited for.
    pub letter: Option<LetterAtHand>,
}

/// What people did by themselves in an accounting day, the newest first: for a clerk, at the screens that they turned.
///
/// # Errors
/// The store's.
pub fn accompanied(reader: &Reader, viewer: Actor, day: NaiveDate) -> Result<Vec<Accompanied>, Error> {
    let by = match viewer.role {
        Role::Clerk => Some(viewer.user),
        Role::Supervisor => None,
    };
    reader.at_one_moment(|reader| {
        let flows = store::self_service::of_day(reader, viewer.centre, day, by)?;
        flows.into_iter().map(|flow| of(reader, flow)).collect()
    })
}

fn of(reader: &Reader, flow: Flow) -> Result<Accompanied, Error> {
    let wrong = match flow.step {
        Step::Questions => wrong_answers(reader, flow.id)?,
        _ => store::challenge::guesses_of(reader, flow.id)?,
    };
    let letter = match (flow.outcome, flow.step) {
        // Whoever went away may have waited in vain.
        (None | Some(FlowOutcome::Left), Step::Code | Step::Link) => letter(reader, flow.id, flow.outcome.is_some())?,
        _ => None,
    };
    let (number, branch) = flow.employer;
    Ok(Accompanied {
        id: flow.id,
        procedure: flow.procedure,
        begun_at: Moment(flow.begun_at_ms),
        window: flow.window,
        turned_by: flow.begun_by,
        person: flow.person,
        employer: (!number.is_empty()).then_some((number, branch)),
        step: flow.step,
        outcome: flow.outcome,
        wrong,
        letter,
    })
}

/// How often the questions of one were answered wrongly, as its entries say.
fn wrong_answers(reader: &Reader, flow: SelfServiceId) -> Result<usize, Error> {
    let subject = Subject::from(flow);
    let entries = store::journal::about(reader, subject.kind.code(), subject.id)?;
    let is_wrong = |code: &str| code != "right";
    Ok(entries.iter().filter(|it| it.entry.operation == AnswerQuestions::NAME && is_wrong(&it.entry.code)).count())
}
