//! What came of judging a visit.

use super::{Looked, OverrideStatus, RuleId, Source, Verdict};

/// What one rule found.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule.
    pub rule: RuleId,
    /// What the rule asks for, in a few words.
    pub title: &'static str,
    /// Its verdict.
    pub verdict: Verdict,
    /// The sentence for the clerk.
    pub sentence: String,
    /// What the person must bring.
    pub bring: Option<String>,
    /// Whether it rests on something that was recorded.
    pub looked: Looked,
    /// Where it comes from.
    pub source: Source,
    /// How a warning stands; None for what is no warning.
    pub override_status: Option<OverrideStatus>,
}

/// What is said of a point to whom it concerns, at the end of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    /// Bring it, or correct it, and come back.
    Missing,
    /// This paper can never serve.
    Refused,
    /// A warning, or a number to be corrected, that was not settled.
    Unsettled,
    /// Nobody looked at it.
    Unseen,
    /// It is in order, or a warning that was answered for.
    InOrder,
}

/// What the countable reason of a rule begins with that nobody looked at: it is no lack of the person's.
const UNSEEN: &str = "unseen:";

/// The rule that nobody looked at, where a countable reason says that.
#[must_use]
pub fn unseen_rule(reason: &str) -> Option<&str> {
    reason.strip_prefix(UNSEEN)
}

/// What to bring, as it goes on after a colon: all of it begins with an article.
#[must_use]
pub fn after_colon(bring: &str) -> String {
    let mut letters = bring.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

impl Finding {
    /// What is said of it at the end of a visit; nothing of what does not concern the visit.
    #[must_use]
    pub fn said(&self) -> Option<Said> {
        match (self.looked, self.verdict) {
            (Looked::NotYet, _) => Some(Said::Unseen),
            (_, Verdict::NotApplicable) => None,
            _ if !self.blocks() => Some(Said::InOrder),
            (_, Verdict::Missing) if self.bring.is_some() => Some(Said::Missing),
            (_, Verdict::Refused) => Some(Said::Refused),
            _ => Some(Said::Unsettled),
        }
    }

    /// Why somebody left without, as it is counted: the rule, apart where nobody looked at it.
    #[must_use]
    pub fn reason(&self) -> String {
        match self.looked {
            Looked::AtIt => self.rule.as_str().to_owned(),
            Looked::NotYet => format!("{UNSEEN}{}", self.rule),
        }
    }

    /// Whether it stands in the way of issuing.
    pub fn blocks(&self) -> bool {
        match self.verdict {
            Verdict::Met | Verdict::NotApplicable => false,
            Verdict::Missing | Verdict::Refused => true,
            Verdict::Warning(_) => !self.override_status.as_ref().is_some_and(OverrideStatus::is_accepted),
        }
    }
}

/// The findings of a visit, in the clerk's order.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    findings: Vec<Finding>,
}

impl Assessment {
    pub(super) fn new(findings: Vec<Finding>) -> Self {
        Self { findings }
    }

    /// One finding a rule, in the clerk's order.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Whether what the person came for may be handed out. A table without rules hands out nothing.
    pub fn may_issue(&self) -> bool {
        !self.findings.is_empty() && self.blocking().next().is_none()
    }

    /// The points of which this is said, in the clerk's order: what the clerk has in sight and what the person takes home
    /// are counted alike.
    pub fn of_which_is_said(&self, said: Said) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.said() == Some(said))
    }

    /// What stands in the way, in the clerk's order.
    pub fn blocking(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.blocks())
    }
}
