//! A link that was sent is given back: read by a reader, or copied.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::proof::{digest_of_link, mark};
use super::{NEW, Working};
use crate::domain::challenge::{ChallengeKind, ChallengeState, Form, typed};
use crate::domain::id::SelfServiceId;
use crate::domain::self_service::Step;
use crate::ops::error::{Error, known, refuse};
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::ops::mail;
use crate::ops::procedure::unlock_by_themselves;
use crate::store;

/// Opens a link.
#[derive(Debug, Clone)]
pub struct OpenLink {
    digest: String,
}

impl OpenLink {
    /// What was read or typed; `None` where it cannot be a link.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        typed(Form::Link, text).map(|link| Self { digest: digest_of_link(&link) })
    }
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkAnswer {
    /// A new key is to be chosen.
    Choose(SelfServiceId),
    /// The affiliate key is unlocked.
    Unlocked(SelfServiceId),
    /// It was good for its minutes, and they are over.
    Late,
    /// It was used, or another one took its place, or whoever it was for went away.
    Gone,
}

impl LinkAnswer {
    fn code(self) -> &'static str {
        match self {
            Self::Choose(_) | Self::Unlocked(_) => "right",
            Self::Late => "late",
            Self::Gone => "gone",
        }
    }
}

impl Operation for OpenLink {
    const NAME: &'static str = "self_service.open_link";
    const FOR_SELF_SERVICE: bool = true;
    type Output = LinkAnswer;

    fn subject(&self) -> Subject {
        NEW
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<LinkAnswer>, Error> {
        let Some(challenge) = store::challenge::by_hash(work.tx, &self.digest)? else {
            return refuse(
                "link",
                "Revise las letras y los números: ese enlace no se envió desde aquí, o ya se pidió otro. Use el del último correo.",
            );
        };
        let flow = known(store::self_service::get(work.tx, challenge.flow)?, "este autoservicio")?;
        let made = challenge.made.as_ref().map(|(_, at)| *at);
        let is_good = made.is_some_and(|made| challenge.kind.is_good(made, work.now));
        let answer = if !challenge.state.is_open() || flow.outcome.is_some() || flow.step != Step::Link {
            LinkAnswer::Gone
        } else if !is_good {
            LinkAnswer::Late
        } else if !mail::is_noted_as_sent(work, challenge.id)? {
            return refuse(
                "not_sent",
                "El correo todavía se está enviando. Espere un momento y muestre el enlace de nuevo.",
            );
        } else {
            store::challenge::end(work.tx, challenge.id, ChallengeState::Used, work.now.0)?;
            match challenge.kind {
                ChallengeKind::RecoveryLink | ChallengeKind::KeyLink => {
                    let working = Working { opened_at: Some(work.now.0), ..Working::of_text(&flow.working)? };
                    store::self_service::go_on(work.tx, flow.id, Step::Choose, &working.to_text()?)?;
                    LinkAnswer::Choose(flow.id)
                }
                ChallengeKind::UnlockLink => {
                    unlock_by_themselves(work, &flow)?;
                    LinkAnswer::Unlocked(flow.id)
                }
                ChallengeKind::RecoveryCode | ChallengeKind::BookingCode => {
                    return Err(Error::Inconsistent("un código se tomó por un enlace".into()));
                }
            }
        };
        let code = format!("{} {} {}", challenge.kind.code(), answer.code(), mark(&self.digest));
        let detail = json!({ "number": flow.person.as_str() });
        Ok(Done::new(answer, flow.id, &[Changed::Mail, Changed::Insured, Changed::SelfService])
            .code(code)
            .detail(detail))
    }
}
