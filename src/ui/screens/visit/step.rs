//! The steps of a visit: which ones apply, and how each stands.

use crate::domain::procedure::employer_key::case::{ArtisanClaim, Case, Presenter};
use crate::domain::register::{ArtisanMark, EmployerKind, EmployerRecord, RegisterAnswer};
use crate::domain::rule::{Assessment, Finding, Verdict};
use crate::domain::visit::Asked;
use crate::ui::widgets::Sign;

/// One step of the task list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Step {
    Turn,
    Employer,
    ThirdParty,
    Power,
    Curator,
    Request,
    Document,
    Artisan,
}

impl Step {
    /// Its name in the list.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Turn => "Turno",
            Self::Employer => "Empleador",
            Self::ThirdParty => "Tercero autorizado",
            Self::Power => "Apoderado y poder",
            Self::Curator => "Curador",
            Self::Request => "Solicitud",
            Self::Document => "Documento de identidad",
            Self::Artisan => "Calificación artesanal",
        }
    }

    /// The words of the button that leads to it.
    pub(super) fn go_on(self) -> &'static str {
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

    /// The steps that apply to a case, in the clerk's order.
    pub(super) fn of(case: &Case) -> Vec<Self> {
        let presenter = case.papers.presenter.as_ref();
        let mut steps = vec![Self::Turn, Self::Employer];
        if presenter.is_some_and(|presenter| presenter.third_party().is_some()) {
            steps.push(Self::ThirdParty);
        }
        if presenter.is_some_and(|presenter| presenter.attorney().is_some()) {
            steps.push(Self::Power);
        }
        if matches!(presenter, Some(Presenter::Curator { .. })) {
            steps.push(Self::Curator);
        }
        steps.extend([Self::Request, Self::Document]);
        let is_marked = record(case).is_some_and(|record| record.artisan == ArtisanMark::Artisan);
        if is_marked || case.papers.artisan_claim == Some(ArtisanClaim::Artisan) {
            steps.push(Self::Artisan);
        }
        steps
    }

    /// The step of a rule.
    pub(super) fn of_rule(rule: &str, case: &Case) -> Self {
        // Who is named on the request is asked for in the step of the request.
        let request = case.papers.request.as_ref().and_then(Asked::paper);
        let lacks_name = request.is_some_and(|request| request.applicant.is_none());
        let wanted = match rule.get(3..4) {
            Some("T") => Self::Turn,
            Some("I") if rule == "EK-I3" && lacks_name => Self::Request,
            Some("R") => Self::Request,
            Some("I") => Self::Document,
            Some("A") => Self::ThirdParty,
            Some("P") => Self::Power,
            Some("C") => Self::Curator,
            Some("Q") => Self::Artisan,
            _ => Self::Employer,
        };
        if Self::of(case).contains(&wanted) { wanted } else { Self::Employer }
    }

    /// How it stands, by the worst of its findings.
    pub(super) fn standing(self, case: &Case, assessment: &Assessment) -> Standing {
        let mine = |finding: &&Finding| Self::of_rule(finding.rule.as_str(), case) == self;
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

/// What the register says of the case's employer.
pub(super) fn record(case: &Case) -> Option<&EmployerRecord> {
    match case.papers.employer.as_ref()?.register.as_ref()? {
        RegisterAnswer::Found(record) => Some(record),
        RegisterAnswer::NotFound => None,
    }
}

/// Is the employer a natural person, who may be an artisan?
pub(super) fn may_be_artisan(case: &Case) -> bool {
    record(case).is_some_and(|record| record.kind == EmployerKind::Independent)
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
        let steps = Step::of(case);
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
    assessment.blocking().any(|finding| {
        Standing::of(finding) == Standing::ToRecord && Step::of_rule(finding.rule.as_str(), case) == step
    })
}
