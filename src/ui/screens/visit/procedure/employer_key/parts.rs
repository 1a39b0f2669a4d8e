//! Parts of the case that several pages change, and what the register leaves no choice about.

use crate::domain::number::{Branch, Entered};
use crate::domain::procedure::employer_key::Step;
use crate::domain::procedure::employer_key::case::{
    Case, EmployerChoice, EmployerKey, NotarialPower, Presenter, Somebody, ThirdParty,
};
use crate::domain::register::{EmployerKind, Representative};
use crate::domain::visit::{Agreement, Asked, TurnAnswer, WorkingCopy};
use crate::ops::scan::ScannedPaper;

/// Where the register leaves no choice, none is asked for: the only branch, the only representative, or the one in
/// whose name the turn is. Only as the register answers about an employer: what is emptied later is meant to be empty.
pub(super) fn choose_what_is_certain(case: &mut Case) -> bool {
    let holder = match &case.around.turn {
        Some(TurnAnswer::Turn(turn)) => Some(turn.holder.clone()),
        _ => None,
    };
    let Some(record) = case.record().cloned() else { return false };
    let Some(EmployerChoice { branch, .. }) = &mut case.copy.papers.employer else { return false };
    let mut has_followed = false;
    if branch.is_none() {
        let domestic = record.kind == EmployerKind::DomesticService;
        let only = match record.branches.as_slice() {
            [one] => Some(one.number.clone()),
            [] if domestic => Some(Entered::new(Branch::domestic().as_str())),
            _ => None,
        };
        has_followed |= only.is_some();
        *branch = only;
    }
    if case.copy.papers.applicant.is_none() {
        let named = |it: &&Representative| {
            holder.as_ref().is_some_and(|holder| holder.compare(&it.person).number == Agreement::Agrees)
        };
        let certain = match record.representatives.as_slice() {
            [one] => Some(one),
            several => several.iter().find(named),
        };
        has_followed |= certain.is_some();
        case.copy.papers.applicant = certain.map(|it| it.person.clone());
    }
    has_followed
}

/// The third party at the window, to be changed.
pub(super) fn third_party_mut(presenter: &mut Presenter) -> Option<&mut ThirdParty> {
    match presenter {
        Presenter::ThirdParty(third_party) | Presenter::ThirdPartySentByAttorney { third_party, .. } => {
            Some(third_party)
        }
        _ => None,
    }
}

/// The attorney, to be changed.
pub(super) fn attorney_mut(presenter: &mut Presenter) -> Option<&mut Somebody> {
    match presenter {
        Presenter::Attorney { attorney, .. } | Presenter::ThirdPartySentByAttorney { attorney, .. } => Some(attorney),
        _ => None,
    }
}

/// Whoever stands at the window and shows a document in this step, to be changed.
pub(super) fn somebody_mut(step: Step, copy: &mut WorkingCopy<EmployerKey>) -> Option<&mut Somebody> {
    match (step, copy.papers.presenter.as_mut()?) {
        (Step::ThirdParty, presenter) => Some(&mut third_party_mut(presenter)?.somebody),
        (Step::Power, Presenter::Attorney { attorney, .. }) => Some(attorney),
        (Step::Curator, Presenter::Curator { curator, .. }) => Some(curator),
        _ => None,
    }
}

/// The answer about the power, to be changed.
pub(super) fn power_mut(presenter: &mut Presenter) -> Option<&mut Option<Asked<NotarialPower>>> {
    match presenter {
        Presenter::Attorney { power, .. } | Presenter::ThirdPartySentByAttorney { power, .. } => Some(power),
        _ => None,
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

/// The papers that are scanned beside a step.
pub(super) fn scanned_in(step: Step, case: &Case) -> &'static [ScannedPaper] {
    match step {
        Step::Request => &[ScannedPaper::Request],
        Step::Document => &[ScannedPaper::ApplicantDocument],
        Step::ThirdParty => &[ScannedPaper::PresenterDocument],
        Step::Power => match case.copy.papers.presenter {
            Some(Presenter::ThirdPartySentByAttorney { .. }) => {
                &[ScannedPaper::NotarialPower, ScannedPaper::AttorneyDocument]
            }
            _ => &[ScannedPaper::NotarialPower, ScannedPaper::PresenterDocument],
        },
        Step::Curator => &[ScannedPaper::Appointment, ScannedPaper::PresenterDocument],
        Step::Artisan => &[ScannedPaper::ArtisanQualification],
        Step::Turn | Step::Employer => &[],
    }
}
