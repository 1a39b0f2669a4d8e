//! The steps of a visit for an employer key: which ones apply to a case, and where a rule's matter is recorded.

use super::case::{ArtisanClaim, Case, Presenter};
use super::table::{OF_THE_APPLICANT, RULES};
use crate::domain::register::ArtisanMark;
use crate::domain::rule::RuleId;
use crate::domain::visit::Asked;

/// One step of the clerk's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// The turn and the hours.
    Turn,
    /// The employer, who asks and who comes; what nobody can be sent elsewhere for.
    Employer,
    /// Whoever comes authorised.
    ThirdParty,
    /// The attorney and the power.
    Power,
    /// The curator and the appointment.
    Curator,
    /// The request.
    Request,
    /// The applicant's identity document.
    Document,
    /// The artisan paper.
    Artisan,
}

impl Step {
    /// Its name in the list.
    #[must_use]
    pub fn name(self) -> &'static str {
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
}

/// The steps that apply to a case, in the clerk's order.
pub(super) fn that_apply(case: &Case) -> Vec<Step> {
    let presenter = case.copy.papers.presenter.as_ref();
    let mut steps = vec![Step::Turn, Step::Employer];
    if presenter.is_some_and(|presenter| presenter.third_party().is_some()) {
        steps.push(Step::ThirdParty);
    }
    if presenter.is_some_and(|presenter| presenter.attorney().is_some()) {
        steps.push(Step::Power);
    }
    if matches!(presenter, Some(Presenter::Curator { .. })) {
        steps.push(Step::Curator);
    }
    steps.extend([Step::Request, Step::Document]);
    let is_marked = case.record().is_some_and(|record| record.artisan == ArtisanMark::Artisan);
    if is_marked || case.copy.papers.artisan_claim == Some(ArtisanClaim::Artisan) {
        steps.push(Step::Artisan);
    }
    steps
}

/// The step of a rule; of one whose step does not apply, the employer's.
pub(super) fn step_of(rule: RuleId, case: &Case) -> Step {
    // Who is named on the request is asked for in the step of the request.
    let request = case.copy.papers.request.as_ref().and_then(Asked::paper);
    let lacks_name = request.is_some_and(|request| request.applicant.is_none());
    let wanted = match RULES.iter().find(|it| it.id == rule) {
        Some(_) if rule.as_str() == OF_THE_APPLICANT && lacks_name => Step::Request,
        Some(rule) => rule.step,
        None => Step::Employer,
    };
    if that_apply(case).contains(&wanted) { wanted } else { Step::Employer }
}
