//! Overrides: a warning answered for, in writing, by a person, for the very sentence that was shown.

use super::{OverrideBy, RuleId};
use crate::domain::turn::has_a_word;
use crate::domain::user::Role;
use crate::domain::visit::Visit;
use serde::{Deserialize, Serialize};

/// A written answer to a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// The rule that warned.
    pub rule: String,
    /// The sentence it answers. When the paper changes the sentence changes, and the override falls.
    pub covers: Covers,
    /// Why.
    pub reason: String,
    /// Who answers, by login.
    pub by: String,
    /// The second person, where there is one.
    pub approver: Option<Approver>,
}

/// What an override answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Covers {
    /// This sentence and no other.
    Sentence(String),
    /// Whatever the rule warns of in this visit.
    AnyWarning,
}

/// The second person of an override.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approver {
    /// Who, by login.
    pub login: String,
    /// As what.
    pub role: Role,
}

/// How many supervisors a centre has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Supervision {
    /// Several: nobody approves their own request.
    Several,
    /// One: their own approvals count, and are flagged.
    Sole,
}

/// How a warning stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OverrideStatus {
    /// Nobody has answered for it.
    Open(OverrideBy),
    /// Answered for.
    Accepted {
        /// Why.
        reason: String,
        /// By whom, by login.
        by: String,
        /// Approved by whom, by login.
        approver: Option<String>,
        /// Approved by the one who asked, because the centre has one supervisor: for the day's act.
        own_approval: bool,
    },
    /// Answered, and the answer does not count.
    Ineffective(OverrideBy, OverrideFlaw),
}

impl OverrideStatus {
    /// Whether the warning no longer stands in the way.
    pub fn is_accepted(&self) -> bool {
        matches!(self, Self::Accepted { .. })
    }
}

/// Why an override does not count. `Display` is the clerk's sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OverrideFlaw {
    /// The sentence is another one now.
    #[error("la advertencia cambió desde que se justificó: léala y justifíquela de nuevo")]
    OtherSentence,
    /// No reason.
    #[error("falta escribir el motivo")]
    NoReason,
    /// Nobody's name stands under it.
    #[error("falta quién la justifica")]
    Nobody,
    /// A supervisor must approve.
    #[error("falta la aprobación de supervisión")]
    NoApprover,
    /// The approver is no supervisor.
    #[error("quien la aprobó no es de supervisión")]
    NotASupervisor,
    /// Nobody approves their own request.
    #[error("nadie aprueba su propio pedido: pida la aprobación de otra persona de supervisión")]
    OwnApproval,
}

/// How a warning with this sentence stands among the visit's overrides. The first that counts decides.
pub(super) fn status<P, A>(
    overrides: &[Override],
    rule: RuleId,
    needs: OverrideBy,
    sentence: &str,
    visit: &Visit<P, A>,
) -> OverrideStatus {
    let mut answer = OverrideStatus::Open(needs);
    for given in overrides.iter().filter(|given| given.rule == rule.as_str()) {
        answer = examine(given, needs, sentence, visit);
        if answer.is_accepted() {
            break;
        }
    }
    answer
}

/// Whether one override counts for a warning.
pub(super) fn examine<P, A>(
    given: &Override,
    needs: OverrideBy,
    sentence: &str,
    visit: &Visit<P, A>,
) -> OverrideStatus {
    match accept(given, needs, sentence, visit) {
        Ok(own_approval) => OverrideStatus::Accepted {
            reason: given.reason.trim().to_owned(),
            by: given.by.clone(),
            approver: given.approver.as_ref().map(|approver| approver.login.clone()),
            own_approval,
        },
        Err(flaw) => OverrideStatus::Ineffective(needs, flaw),
    }
}

/// Whether it was approved by the one who asked, or why it does not count.
fn accept<P, A>(
    given: &Override,
    needs: OverrideBy,
    sentence: &str,
    visit: &Visit<P, A>,
) -> Result<bool, OverrideFlaw> {
    if matches!(&given.covers, Covers::Sentence(covered) if covered != sentence) {
        return Err(OverrideFlaw::OtherSentence);
    }
    if !has_a_word(&given.reason) {
        return Err(OverrideFlaw::NoReason);
    }
    if given.by.trim().is_empty() {
        return Err(OverrideFlaw::Nobody);
    }
    if needs == OverrideBy::Clerk {
        return Ok(false);
    }
    let approver = given.approver.as_ref().ok_or(OverrideFlaw::NoApprover)?;
    if approver.role != Role::Supervisor {
        return Err(OverrideFlaw::NotASupervisor);
    }
    let own = same_login(&approver.login, &given.by) || same_login(&approver.login, &visit.around.clerk);
    if approver.login.trim().is_empty() || (own && visit.around.supervision == Supervision::Several) {
        return Err(if own { OverrideFlaw::OwnApproval } else { OverrideFlaw::NoApprover });
    }
    Ok(own)
}

/// A login is one however it is written.
fn same_login(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}
