//! Which paper a scan shows.

use serde::{Deserialize, Serialize};

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
}
