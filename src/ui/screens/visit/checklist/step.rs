//! The steps of a visit as the page shows them: how each stands, and what comes next.

use super::on_screen::OnScreen;
use crate::domain::procedure::Case;
use crate::domain::rule::{Assessment, Finding, Looked, Verdict};
use crate::ui::widgets::Sign;

/// How a step stands, by the worst of its findings.
pub(super) fn standing<P: OnScreen>(step: P::Step, case: &Case<P>, assessment: &Assessment) -> Standing {
    let mine = |finding: &&Finding| P::step_of(finding.rule, case) == step;
    let mut standing = Standing::Done;
    for finding in assessment.findings().iter().filter(mine) {
        standing = standing.max(Standing::of(finding));
    }
    standing
}

/// How a step or a finding stands, the worse the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// Nothing stands in the way.
    Done,
    /// It is looked at once something else is recorded.
    Waits,
    /// The clerk has something to record.
    ToRecord,
    /// A warning waits for an answer.
    ToAnswer,
    /// The person lacks something.
    Lacking,
    /// A paper can never serve.
    Refused,
}

impl Standing {
    pub(super) fn of(finding: &Finding) -> Self {
        match (finding.blocks(), finding.verdict) {
            (false, Verdict::NotApplicable) if finding.looked == Looked::NotYet => Self::Waits,
            (false, _) => Self::Done,
            (true, Verdict::Missing) if finding.bring.is_none() => Self::ToRecord,
            (true, Verdict::Missing) => Self::Lacking,
            (true, Verdict::Refused) => Self::Refused,
            (true, _) => Self::ToAnswer,
        }
    }

    pub(super) fn sign(self) -> Sign {
        match self {
            Self::Done => Sign::Met,
            Self::Waits | Self::ToRecord => Sign::NotApplicable,
            Self::ToAnswer => Sign::Warning,
            Self::Lacking => Sign::Missing,
            Self::Refused => Sign::Refused,
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Done => "listo",
            Self::Waits => "por revisar",
            Self::ToRecord => "por registrar",
            Self::ToAnswer => "con advertencia",
            Self::Lacking => "falta algo",
            Self::Refused => "no se acepta",
        }
    }
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comes<S> {
    /// Something is to be recorded in this step.
    Step(S),
    /// A warning is to be answered for.
    Answer,
    /// The papers that the centre asks for are to be scanned.
    Scan,
    /// What the person came for may be done.
    Service,
    /// The person leaves with a paper that says what is missing.
    Constancia,
}

/// What comes next when the clerk is at `at`.
pub(super) fn next<P: OnScreen>(
    at: P::Step,
    case: &Case<P>,
    assessment: &Assessment,
    lacks_scans: bool,
) -> Comes<P::Step> {
    let worst = assessment.blocking().map(Standing::of).max();
    if worst == Some(Standing::Refused) {
        // What can never serve is not made good by the rest of the form.
        return Comes::Constancia;
    }
    let steps = P::steps(case);
    let open = |step: &P::Step| {
        standing(*step, case, assessment) == Standing::ToRecord || has_unrecorded(*step, case, assessment)
    };
    let here = steps.iter().position(|step| *step == at).unwrap_or(0);
    let after = steps.iter().skip(here).chain(steps.iter().take(here));
    if let Some(step) = after.copied().find(open) {
        return Comes::Step(step);
    }
    match worst {
        Some(Standing::Refused | Standing::Lacking) => Comes::Constancia,
        Some(_) => Comes::Answer,
        None if lacks_scans => Comes::Scan,
        None => Comes::Service,
    }
}

fn has_unrecorded<P: OnScreen>(step: P::Step, case: &Case<P>, assessment: &Assessment) -> bool {
    assessment
        .blocking()
        .any(|finding| Standing::of(finding) == Standing::ToRecord && P::step_of(finding.rule, case) == step)
}
