//! Papers as shown at the window, and the identity document among them.

use super::person::Person;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What was answered when a paper was asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked<T> {
    /// None was shown.
    NotShown,
    /// This one.
    Shown(Box<T>),
}

impl<T> Asked<T> {
    /// The paper, if one was shown.
    pub fn paper(&self) -> Option<&T> {
        match self {
            Self::NotShown => None,
            Self::Shown(paper) => Some(paper),
        }
    }
}

/// The answer to an identity document.
pub type DocumentShown = Asked<Document>;

/// A person who acts for the applicant, with their identity document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Somebody {
    /// Who.
    pub person: Person,
    /// Their identity document.
    pub document: Option<DocumentShown>,
}

/// An identity document.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What it is.
    pub kind: DocumentKind,
    /// In what form it was shown.
    pub form: Option<DocumentForm>,
    /// The number and the name it bears.
    pub holder: Person,
    /// Until when it is in force.
    pub validity: Option<Validity>,
}

/// The documents that the sheets name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// Cédula of identity or citizenship.
    Cedula,
    /// Passport of the country of origin.
    Passport,
    /// Visa.
    Visa,
}

impl DocumentKind {
    /// In Spanish, without article.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cedula => "cédula",
            Self::Passport => "pasaporte",
            Self::Visa => "visa",
        }
    }
}

/// In what form a document is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentForm {
    /// The original.
    Original,
    /// A copy of any kind.
    Copy,
    /// On a telephone's screen.
    OnTelephone,
}

/// Until when a paper is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Validity {
    /// Its last day in force.
    Until(NaiveDate),
    /// It says that it does not expire.
    Indefinite,
}

impl Validity {
    /// Whether the paper is in force on `day`, its last day included.
    pub fn covers(self, day: NaiveDate) -> bool {
        match self {
            Self::Until(last) => day <= last,
            Self::Indefinite => true,
        }
    }
}
