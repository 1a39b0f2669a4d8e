//! A code that was sent is given back.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::limits::refuse_guessing;
use super::proof::{is_answer, mark};
use super::{open_at, send, who};
use crate::domain::challenge::{ChallengeKind, ChallengeState, Form, GUESSES_PER_CODE, typed};
use crate::domain::id::SelfServiceId;
use crate::domain::self_service::Step;
use crate::ops::error::{Error, known, refuse};
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::ops::mail;
use crate::store;
use crate::store::challenge::Challenge;
use crate::store::self_service::Flow;

/// Gives a code back.
pub struct GiveCode {
    flow: SelfServiceId,
    code: Zeroizing<String>,
}

impl GiveCode {
    /// What was typed; `None` where it cannot be a code, which is no guess.
    #[must_use]
    pub fn of(flow: SelfServiceId, text: &str) -> Option<Self> {
        typed(Form::Code, text).map(|code| Self { flow, code })
    }
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeAnswer {
    /// It is the one that was sent: it goes on.
    Right,
    /// It is not; so many guesses are left.
    Wrong {
        /// How many.
        left: usize,
    },
    /// It was good for its minutes, and they are over.
    Late,
    /// It was guessed at too often, or another one took its place: a new one is to be asked for.
    Spent,
    /// Its letter was not sent yet.
    NotSent,
}

impl CodeAnswer {
    fn code(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong { .. } => "wrong",
            Self::Late => "late",
            Self::Spent => "spent",
            Self::NotSent => "not_sent",
        }
    }
}

impl Operation for GiveCode {
    const NAME: &'static str = "self_service.give_code";
    const FOR_SELF_SERVICE: bool = true;
    type Output = CodeAnswer;

    fn subject(&self) -> Subject {
        self.flow.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<CodeAnswer>, Error> {
        let (flow, working) = open_at(work, self.flow, Step::Code)?;
        let challenge = known(store::challenge::newest(work.tx, flow.id)?, "lo que se envió")?;
        if challenge.kind.form() != Form::Code {
            return refuse("step", "Aquí se espera un enlace, no un código.");
        }
        refuse_guessing(work, challenge.kind, who(&flow))?;
        let answer = self.judge(work, &challenge)?;
        if answer == CodeAnswer::Right {
            store::challenge::end(work.tx, challenge.id, ChallengeState::Used, work.now.0)?;
            let next = proved(work, &flow, challenge.kind)?;
            store::self_service::go_on(work.tx, flow.id, next, &working.to_text()?)?;
        }
        let named = challenge.made.as_ref().map(|(hash, _)| mark(hash)).unwrap_or_default();
        let code = format!("{} {} {named}", challenge.kind.code(), answer.code());
        Ok(Done::new(answer, flow.id, &[Changed::Mail, Changed::SelfService]).code(code.trim_end()))
    }
}

impl GiveCode {
    fn judge(&self, work: &Work<'_>, challenge: &Challenge) -> Result<CodeAnswer, Error> {
        if !challenge.state.is_open() {
            return Ok(CodeAnswer::Spent);
        }
        let Some((hash, made)) = &challenge.made else { return Ok(CodeAnswer::NotSent) };
        if !mail::is_noted_as_sent(work, challenge.id)? {
            return Ok(CodeAnswer::NotSent);
        }
        if !challenge.kind.is_good(*made, work.now) {
            return Ok(CodeAnswer::Late);
        }
        if is_answer(hash, &self.code) {
            return Ok(CodeAnswer::Right);
        }
        store::challenge::note_guess(work.tx, challenge.id, work.now.0)?;
        let left = GUESSES_PER_CODE.saturating_sub(store::challenge::guesses(work.tx, challenge.id)?);
        if left == 0 {
            store::challenge::end(work.tx, challenge.id, ChallengeState::Spent, work.now.0)?;
            return Ok(CodeAnswer::Spent);
        }
        Ok(CodeAnswer::Wrong { left })
    }
}

/// What is waited for once a code of this kind was given back.
fn proved(work: &Work<'_>, flow: &Flow, kind: ChallengeKind) -> Result<Step, Error> {
    match kind {
        ChallengeKind::RecoveryCode => {
            send(work, (flow.id, who(flow)), ChallengeKind::RecoveryLink, false)?;
            Ok(Step::Link)
        }
        ChallengeKind::BookingCode => Ok(Step::Slot),
        ChallengeKind::RecoveryLink | ChallengeKind::KeyLink | ChallengeKind::UnlockLink => {
            Err(Error::Inconsistent("un enlace se tomó por un código".into()))
        }
    }
}
