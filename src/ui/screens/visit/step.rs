//! The steps of a visit as the page shows them: how each stands, and what comes next.

use crate::domain::procedure::Papers as _;
pub(super) use crate::domain::procedure::employer_key::Step;
use crate::domain::procedure::employer_key::{Case, EmployerKey};
use crate::domain::register::EmployerKind;
use crate::domain::rule::{Assessment, Finding, Verdict};
use crate::ui::widgets::Sign;

/// A step as the page shows it.
pub(super) trait OnThePage {
    /// The words of the button that leads to it.
    fn go_on(self) -> &'static str;

    /// How it stands, by the worst of its findings.
    fn standing(self, case: &Case, assessment: &Assessment) -> Standing;
}

impl OnThePage for Step {
    fn go_on(self) -> &'static str {
        match self {
            Self::Turn => "Seguir con el turno",
            Self::Employer => "Seguir con el empleador",
            Self::ThirdParty => "Seguir con la autorización",
            Self::Power => "Seguir con el poder",
            Self::Curator => "Seguir con la curaduría",
            Self::Request => "Seguir con la solicitud",
            Self::Document => "Seguir con el documento de identidad",
            Self::Artisan => "Seguir con la calificación",
        }
    }

    fn standing(self, case: &Case, assessment: &Assessment) -> Standing {
        let mine = |finding: &&Finding| EmployerKey::step_of(finding.rule, case) == self;
        let mut standing = Standing::Done;
        for finding in assessment.findings().iter().filter(mine) {
            standing = standing.max(Standing::of(finding));
        }
        standing
    }
}

/// How a step or a finding stands, the worse the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// Nothing stands in the way.
    Done,
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
            Self::ToRecord => Sign::NotApplicable,
            Self::ToAnswer => Sign::Warning,
            Self::Lacking => Sign::Missing,
            Self::Refused => Sign::Refused,
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Done => "listo",
            Self::ToRecord => "por registrar",
            Self::ToAnswer => "con advertencia",
            Self::Lacking => "falta algo",
            Self::Refused => "no se acepta",
        }
    }
}

/// Is the employer a natural person, who may be an artisan?
pub(super) fn may_be_artisan(case: &Case) -> bool {
    case.record().is_some_and(|record| record.kind == EmployerKind::Independent)
}

/// The kind of employer, in words.
pub(super) fn kind_name(kind: EmployerKind) -> &'static str {
    match kind {
        EmployerKind::PrivateCompany => "Empresa privada",
        EmployerKind::PublicBody => "Entidad pública",
        EmployerKind::Independent => "Empleador independiente",
        EmployerKind::DomesticService => "Servicio doméstico",
    }
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comes {
    /// Something is to be recorded in this step.
    Step(Step),
    /// A warning is to be answered for.
    Answer,
    /// The request and the document are to be scanned.
    Scan,
    /// The key may be printed.
    Key,
    /// The person leaves with a paper that says what is missing.
    Constancia,
}

impl Comes {
    /// What comes next when the clerk is at `at`.
    pub(super) fn after(at: Step, case: &Case, assessment: &Assessment, lacks_scans: bool) -> Self {
        let worst = assessment.blocking().map(Standing::of).max();
        if worst == Some(Standing::Refused) {
            // What can never serve is not made good by the rest of the form.
            return Self::Constancia;
        }
        let steps = EmployerKey::steps(case);
        let open = |step: &Step| {
            step.standing(case, assessment) == Standing::ToRecord || has_unrecorded(*step, case, assessment)
        };
        let here = steps.iter().position(|step| *step == at).unwrap_or(0);
        let after = steps.iter().skip(here).chain(steps.iter().take(here));
        if let Some(step) = after.copied().find(open) {
            return Self::Step(step);
        }
        match worst {
            Some(Standing::Refused | Standing::Lacking) => Self::Constancia,
            Some(_) => Self::Answer,
            None if lacks_scans => Self::Scan,
            None => Self::Key,
        }
    }
}

fn has_unrecorded(step: Step, case: &Case, assessment: &Assessment) -> bool {
    assessment
        .blocking()
        .any(|finding| Standing::of(finding) == Standing::ToRecord && EmployerKey::step_of(finding.rule, case) == step)
}
