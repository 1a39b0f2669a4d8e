//! What came of judging a visit.

use super::{OverrideStatus, RuleId, Source, Verdict};

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
    /// Where it comes from.
    pub source: Source,
    /// How a warning stands; None for what is no warning.
    pub override_status: Option<OverrideStatus>,
}

impl Finding {
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

    /// What stands in the way, in the clerk's order.
    pub fn blocking(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.blocks())
    }
}
