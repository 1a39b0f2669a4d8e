//! Papers by which somebody acts for the applicant, and the artisan paper.

use crate::domain::number::{Entered, NotarialCode};
use crate::domain::register::{ArtisanIssuer, LegalValidation, PowerScope};
use crate::domain::visit::{Asked, Person, Validity};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The answer to a notarial power.
pub type PowerShown = Asked<NotarialPower>;

/// A notarial power.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NotarialPower {
    /// Original or copy: both serve.
    pub form: Option<PowerForm>,
    /// Where it was granted.
    pub origin: Option<PowerOrigin>,
    /// Who granted it.
    pub grantor: Person,
    /// Whom it names as attorney.
    pub attorney: Person,
    /// The day it was granted.
    pub granted_on: Option<NaiveDate>,
    /// Until when it is in force.
    pub validity: Option<Validity>,
    /// Whether it is for signing the request and receiving the key.
    pub scope: Option<PowerScope>,
    /// Whether the legal area of the provincial directorate validated it.
    pub legal_validation: Option<LegalValidation>,
}

/// In what form a power is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PowerForm {
    /// The original.
    Original,
    /// A copy.
    Copy,
}

/// Where a power was granted.
#[derive(Debug, Clone, PartialEq)]
pub enum PowerOrigin {
    /// Before a notary of Ecuador, with the notarial code.
    Ecuador(Entered<NotarialCode>),
    /// Abroad.
    Abroad(ForeignForm),
}

/// What a paper granted abroad needs to serve here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ForeignForm {
    /// How it was made good for use here.
    pub legalisation: Option<Legalisation>,
    /// Its translation.
    pub translation: Option<Translation>,
}

/// How a foreign paper was made good for use here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Legalisation {
    /// Apostille.
    Apostille,
    /// Legalised by a consulate.
    Consular,
    /// Neither.
    Lacking,
}

/// The translation of a foreign paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Translation {
    /// It is in Spanish.
    NotNeeded,
    /// It comes with one.
    Attached,
    /// It is in another language and comes without.
    Lacking,
}

/// The answer to a curator's appointment.
pub type AppointmentShown = Asked<Appointment>;

/// The appointment of a curator.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Appointment {
    /// For whom.
    pub ward: Person,
    /// Who was appointed.
    pub curator: Person,
}

/// What the clerk was told of an artisan qualification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArtisanClaim {
    /// The applicant is a qualified artisan.
    Artisan,
    /// The applicant is not.
    NoArtisan,
}

/// The answer to an artisan paper.
pub type ArtisanPaperShown = Asked<ArtisanPaper>;

/// An artisan qualification or ministerial agreement.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ArtisanPaper {
    /// Who issued it.
    pub issuer: Option<ArtisanIssuer>,
    /// Its number: free text.
    pub number: String,
    /// Its holder, by cédula or passport.
    pub holder: Person,
    /// The day it was issued, as printed.
    pub issued_on: Option<NaiveDate>,
    /// Until when it is in force, as printed.
    pub validity: Option<Validity>,
    /// Whether a simple copy stays here.
    pub copy: Option<CopyKept>,
}

/// Whether a copy stays with the institution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CopyKept {
    /// It does.
    Kept,
    /// It does not.
    NotKept,
}
