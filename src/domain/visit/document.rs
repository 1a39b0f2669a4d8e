//! An identity document as shown at the window.

use super::person::Person;
use crate::domain::code::coded;
use chrono::NaiveDate;

/// What was answered when the document was asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum DocumentShown {
    /// None was shown.
    NotShown,
    /// This one.
    Shown(Document),
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

coded! {
    /// The documents that the sheets name.
    pub enum DocumentKind {
        /// Cédula of identity or citizenship.
        Cedula = "cedula",
        /// Passport of the country of origin.
        Passport = "passport",
        /// Visa.
        Visa = "visa",
    }
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

coded! {
    /// In what form a document is shown.
    pub enum DocumentForm {
        /// The original.
        Original = "original",
        /// A copy of any kind.
        Copy = "copy",
        /// On a telephone's screen.
        OnTelephone = "on_telephone",
    }
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
