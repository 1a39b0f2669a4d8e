//! Which of the papers that a scan can show belong to a case.

use super::case::{Case, Presenter};
use crate::domain::visit::{Asked, ScannedPaper};

/// Is it one of the papers of this case? One that was asked for and not shown is none; one that nobody asked for yet is.
pub(super) fn belongs(paper: ScannedPaper, case: &Case) -> bool {
    let papers = &case.copy.papers;
    let presenter = papers.presenter.as_ref();
    match paper {
        ScannedPaper::Request => may_be_shown(papers.request.as_ref()),
        ScannedPaper::ApplicantDocument => may_be_shown(papers.applicant_document.as_ref()),
        ScannedPaper::PresenterDocument => {
            presenter.and_then(Presenter::at_window).is_some_and(|somebody| may_be_shown(somebody.document.as_ref()))
        }
        ScannedPaper::AttorneyDocument => match presenter {
            Some(Presenter::ThirdPartySentByAttorney { attorney, .. }) => may_be_shown(attorney.document.as_ref()),
            _ => false,
        },
        ScannedPaper::NotarialPower => {
            presenter.and_then(Presenter::attorney).is_some_and(|(_, power)| may_be_shown(power))
        }
        ScannedPaper::Appointment => match presenter {
            Some(Presenter::Curator { appointment, .. }) => may_be_shown(appointment.as_ref()),
            _ => false,
        },
        ScannedPaper::ArtisanQualification => matches!(papers.artisan_paper, Some(Asked::Shown(_))),
        ScannedPaper::Acknowledgement | ScannedPaper::Other => false,
    }
}

fn may_be_shown<T>(answer: Option<&Asked<T>>) -> bool {
    !matches!(answer, Some(Asked::NotShown))
}
