//! Which of the papers that a scan can show belong to a case.

use super::case::{Case, Presenter};
use crate::domain::visit::{Asked, ScannedPaper};

impl ScannedPaper {
    /// Is it one of the papers of this case? One that was asked for and not shown is none; one that nobody asked for yet is.
    #[must_use]
    pub fn belongs_to(self, case: &Case) -> bool {
        let papers = &case.copy.papers;
        let presenter = papers.presenter.as_ref();
        match self {
            Self::Request => may_be_shown(papers.request.as_ref()),
            Self::ApplicantDocument => may_be_shown(papers.applicant_document.as_ref()),
            Self::PresenterDocument => presenter
                .and_then(Presenter::at_window)
                .is_some_and(|somebody| may_be_shown(somebody.document.as_ref())),
            Self::AttorneyDocument => match presenter {
                Some(Presenter::ThirdPartySentByAttorney { attorney, .. }) => may_be_shown(attorney.document.as_ref()),
                _ => false,
            },
            Self::NotarialPower => {
                presenter.and_then(Presenter::attorney).is_some_and(|(_, power)| may_be_shown(power))
            }
            Self::Appointment => match presenter {
                Some(Presenter::Curator { appointment, .. }) => may_be_shown(appointment.as_ref()),
                _ => false,
            },
            Self::ArtisanQualification => matches!(papers.artisan_paper, Some(Asked::Shown(_))),
            Self::Acknowledgement | Self::Other => false,
        }
    }
}

fn may_be_shown<T>(answer: Option<&Asked<T>>) -> bool {
    !matches!(answer, Some(Asked::NotShown))
}
