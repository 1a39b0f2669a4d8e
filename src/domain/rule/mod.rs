//! The mechanism of rules: a table of values judged in the clerk's order, overrides, and whether the visit may end in
//! what the person came for. It knows nothing of any procedure.
//!
//! It promises: the same visit gives the same findings; every rule of the table gives exactly one finding, in the
//! table's order; a visit may issue only with nothing missing, nothing refused and every warning answered for by
//! whoever the rule asks for.

mod finding;
mod judgement;
mod overriding;
mod source;

pub use finding::{Assessment, Finding, Said, after_colon, unseen_rule};
pub use judgement::{Judgement, Judging, Looked, OverrideBy, Verdict};
pub use overriding::{Approver, Covers, Override, OverrideFlaw, OverrideStatus, Supervision};
pub use source::{Section, Sheet, Source};

use crate::domain::visit::{FirstJudgement, KeptVerdict, Visit};

/// The id of a rule: stable, written in overrides, in the journal and in the countable reasons of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RuleId(&'static str);

impl RuleId {
    /// For the tables of procedures.
    pub const fn new(id: &'static str) -> Self {
        Self(id)
    }

    /// The id's text.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl std::fmt::Display for RuleId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.0)
    }
}

/// Whether a finding stands when the visit goes on later the same day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// Judged anew each time.
    JudgedAnew,
    /// Once met or overridden, it stands for the day.
    StandsForTheDay,
    /// Once met, it stands for the day; overridden, it is judged anew: the answer was given for people who may be others now.
    StandsIfMet,
}

/// One rule over a case `C`, whose matter is recorded in a step `S`.
pub struct Rule<C, S> {
    /// Its id.
    pub id: RuleId,
    /// What it asks for, in a few Spanish words: the name of the step.
    pub title: &'static str,
    /// In which step what it asks for is recorded.
    pub step: S,
    /// Where it comes from. A judgement that goes beyond its source says so itself.
    pub source: Source,
    /// Whether it stands for the day.
    pub keeping: Keeping,
    /// Every verdict it can give.
    pub verdicts: &'static [Verdict],
    /// The rule.
    pub judge: fn(&C) -> Judging,
}

/// What is known of a rule without a case: what stands in figures, acts and tables.
#[derive(Debug, Clone, Copy)]
pub struct RuleCard {
    /// Its id.
    pub id: RuleId,
    /// What it asks for, in a few Spanish words.
    pub title: &'static str,
    /// Every verdict it can give.
    pub verdicts: &'static [Verdict],
}

/// What is known of each rule of a table without a case.
#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "counted while it is compiled")]
pub const fn cards<C, S, const N: usize>(rules: &[Rule<C, S>; N]) -> [RuleCard; N] {
    let mut cards = [rules[0].card(); N];
    let mut at = 1;
    while at < N {
        cards[at] = rules[at].card();
        at += 1;
    }
    cards
}

impl<C, S> Rule<C, S> {
    const fn card(&self) -> RuleCard {
        RuleCard { id: self.id, title: self.title, verdicts: self.verdicts }
    }

    /// Whose answer the most serious warning of this rule needs; None for a rule that never warns.
    fn strictest_warning(&self) -> Option<OverrideBy> {
        self.verdicts.iter().filter_map(|verdict| verdict.needs()).max()
    }
}

/// Judges a visit by a table. `about` is the text that a first judgement must have been made about to stand.
pub fn assess<P, A, S>(rules: &[Rule<Visit<P, A>, S>], visit: &Visit<P, A>, about: &str) -> Assessment {
    let first = visit.copy.first_judgement.as_ref().filter(|first| stands(first, visit, about));
    let findings = rules.iter().map(|rule| find(rule, visit, first)).collect();
    Assessment::new(findings)
}

/// A first judgement stands on its own day only, for the same turn and the same person.
fn stands<P, A>(first: &FirstJudgement, visit: &Visit<P, A>, about: &str) -> bool {
    let same_day = visit.around.local(first.at).date_naive() == visit.around.today() && first.at <= visit.around.now;
    same_day && visit.around.turn_code() == Some(first.turn_code.as_str()) && !about.is_empty() && first.about == about
}

fn find<P, A, S>(rule: &Rule<Visit<P, A>, S>, visit: &Visit<P, A>, first: Option<&FirstJudgement>) -> Finding {
    let judgement = (rule.judge)(visit).unwrap_or_else(|early| early);
    kept(rule, visit, first, &judgement).unwrap_or_else(|| judged(rule, visit, judgement))
}

fn judged<P, A, S>(rule: &Rule<Visit<P, A>, S>, visit: &Visit<P, A>, judgement: Judgement) -> Finding {
    let override_status = match judgement.verdict {
        Verdict::Warning(needs) => {
            Some(overriding::status(&visit.around.overrides, rule.id, needs, &judgement.sentence, visit))
        }
        _ => None,
    };
    Finding {
        rule: rule.id,
        title: rule.title,
        verdict: judgement.verdict,
        sentence: judgement.sentence,
        bring: judgement.bring,
        looked: judgement.looked,
        source: judgement.source.unwrap_or(rule.source),
        override_status,
    }
}

/// The finding of the first judgement, where the rule lets it stand. A rule that no longer applies does not stand, and
/// an override is examined again: what was never good does not become so by being kept.
fn kept<P, A, S>(
    rule: &Rule<Visit<P, A>, S>,
    visit: &Visit<P, A>,
    first: Option<&FirstJudgement>,
    judgement: &Judgement,
) -> Option<Finding> {
    if rule.keeping == Keeping::JudgedAnew || judgement.verdict == Verdict::NotApplicable {
        return None;
    }
    let kept = first?.findings.iter().find(|kept| kept.rule == rule.id.as_str())?;
    let (verdict, override_status) = match &kept.verdict {
        KeptVerdict::Met => (Verdict::Met, None),
        KeptVerdict::Overridden(_) if rule.keeping == Keeping::StandsIfMet => return None,
        KeptVerdict::Overridden(given) => {
            let needs = rule.strictest_warning()?;
            let status = overriding::examine(given, needs, &kept.sentence, visit);
            if !status.is_accepted() {
                return None;
            }
            (Verdict::Warning(needs), Some(status))
        }
    };
    Some(Finding {
        rule: rule.id,
        title: rule.title,
        verdict,
        sentence: kept.sentence.clone(),
        bring: None,
        looked: Looked::AtIt,
        source: rule.source,
        override_status,
    })
}
