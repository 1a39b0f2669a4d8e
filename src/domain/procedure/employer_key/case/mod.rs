//! The case of an employer key: what stands on the papers and before the window, and what the registers answered.
//!
//! It is filled in field by field. `None` means that nobody recorded it yet; "no" always has a word of its own.

mod answers;
mod employer;
mod papers;
mod presenter;
mod request;

pub use answers::Answers;
pub use employer::EmployerChoice;
pub use papers::{
    Appointment, AppointmentShown, ArtisanClaim, ArtisanPaper, ArtisanPaperShown, CopyKept, ForeignForm, Legalisation,
    NotarialPower, PowerForm, PowerOrigin, PowerShown, Translation,
};
pub use presenter::{Authorisation, AuthorisationBlock, Delivery, DeliverySignature, Parties, Presenter, ThirdParty};
pub use request::{
    Amendments, Completeness, Legibility, Pasting, Request, RequestOrigin, RequestShown, Signature, Signer,
};

pub use crate::domain::visit::Somebody;
use crate::domain::visit::{DocumentShown, Person, Visit};
use serde::{Deserialize, Serialize};

/// A visit for an employer key: what the rules judge.
pub type Case = Visit<EmployerKey, Answers>;

/// Everything recorded of the case.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EmployerKey {
    /// The employer chosen.
    pub employer: Option<EmployerChoice>,
    /// The legal representative, independent employer or domestic-service employer.
    pub applicant: Option<Person>,
    /// The applicant's identity document, whoever brings it.
    pub applicant_document: Option<DocumentShown>,
    /// Who stands at the window.
    pub presenter: Option<Presenter>,
    /// Why the key is asked for in person.
    pub reason_in_person: Option<ReasonInPerson>,
    /// The request.
    pub request: Option<RequestShown>,
    /// What the clerk was told of an artisan qualification; the register may say it too.
    pub artisan_claim: Option<ArtisanClaim>,
    /// The artisan paper.
    pub artisan_paper: Option<ArtisanPaperShown>,
    /// The handing over, once it happened.
    pub delivery: Option<Delivery>,
}

/// Why the key is asked for in person (recovery sheet, conditions 1 to 3, and own choice).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasonInPerson {
    /// The first key.
    FirstKey,
    /// The RUC is closed or suspended at the SRI.
    RucClosedOrSuspended,
    /// No valid e-mail is registered.
    NoValidEmail,
    /// The e-mail, or its password, is forgotten.
    EmailForgotten,
    /// The person prefers it.
    OwnChoice,
}
