//! Which paper a scan shows, and which papers of a visit are asked for: those that were shown, where the centre wants them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::procedure::employer_key::case::{Case, Presenter};
use crate::domain::visit::Asked;
use crate::store::scan::Scan;

/// Which paper a scan shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScannedPaper {
    /// The request for the key.
    Request,
    /// The applicant's identity document.
    ApplicantDocument,
    /// The identity document of who comes in the applicant's place.
    PresenterDocument,
    /// The identity document of an attorney who sends somebody else.
    AttorneyDocument,
    /// The notarial power.
    NotarialPower,
    /// The curator's appointment.
    Appointment,
    /// The artisan qualification or ministerial agreement.
    ArtisanQualification,
    /// The acknowledgement, signed.
    Acknowledgement,
    /// Something else.
    Other,
}

impl ScannedPaper {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Request,
        Self::ApplicantDocument,
        Self::PresenterDocument,
        Self::AttorneyDocument,
        Self::NotarialPower,
        Self::Appointment,
        Self::ArtisanQualification,
        Self::Acknowledgement,
        Self::Other,
    ];

    /// Those that a centre can ask for before a key is printed, in the order of the steps.
    pub const ASKABLE: [Self; 7] = [
        Self::Request,
        Self::ApplicantDocument,
        Self::PresenterDocument,
        Self::AttorneyDocument,
        Self::NotarialPower,
        Self::Appointment,
        Self::ArtisanQualification,
    ];

    /// What a scan of a visit that is open can be.
    pub const WHILE_OPEN: [Self; 8] = [
        Self::Request,
        Self::ApplicantDocument,
        Self::PresenterDocument,
        Self::AttorneyDocument,
        Self::NotarialPower,
        Self::Appointment,
        Self::ArtisanQualification,
        Self::Other,
    ];

    /// What is asked for until a centre says otherwise: the request, the applicant's document, and what whoever comes in
    /// the applicant's place brings.
    #[must_use]
    pub fn asked_at_first() -> BTreeSet<Self> {
        Self::ASKABLE.into_iter().filter(|paper| *paper != Self::ArtisanQualification).collect()
    }

    /// The word for it in the store.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::ApplicantDocument => "applicant_document",
            Self::PresenterDocument => "presenter_document",
            Self::AttorneyDocument => "attorney_document",
            Self::NotarialPower => "notarial_power",
            Self::Appointment => "appointment",
            Self::ArtisanQualification => "artisan_qualification",
            Self::Acknowledgement => "acknowledgement",
            Self::Other => "other",
        }
    }

    /// The words for it.
    #[must_use]
    pub fn spanish(self) -> &'static str {
        match self {
            Self::Request => "Solicitud de entrega de clave",
            Self::ApplicantDocument => "Documento de identidad de quien solicita",
            Self::PresenterDocument => "Documento de identidad de quien se presenta",
            Self::AttorneyDocument => "Documento de identidad de la persona apoderada que envía a otra",
            Self::NotarialPower => "Poder notarial",
            Self::Appointment => "Nombramiento de curador",
            Self::ArtisanQualification => "Calificación artesanal o acuerdo ministerial",
            Self::Acknowledgement => "Acuse de recibo firmado",
            Self::Other => "Otro documento",
        }
    }

    /// Is it one of the papers of this case? One that was asked for and not shown is none; one that nobody asked for yet is.
    #[must_use]
    pub fn belongs_to(self, case: &Case) -> bool {
        let papers = &case.papers;
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

    /// The papers of a case that are asked for and that no scan shows yet, in the order of the steps.
    #[must_use]
    pub fn missing(case: &Case, asked: &BTreeSet<Self>, scans: &[Scan]) -> Vec<Self> {
        let is_attached = |paper: &Self| scans.iter().any(|scan| scan.paper == paper.code());
        let wanted = Self::ASKABLE.into_iter().filter(|paper| asked.contains(paper) && paper.belongs_to(case));
        wanted.filter(|paper| !is_attached(paper)).collect()
    }
}

fn may_be_shown<T>(answer: Option<&Asked<T>>) -> bool {
    !matches!(answer, Some(Asked::NotShown))
}
