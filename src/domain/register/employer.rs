//! Employers and people as the registers know them.

use serde::{Deserialize, Serialize};

use crate::domain::number::{Branch, Entered};
use crate::domain::visit::Person;

use super::Provenance;

/// The register's answer.
#[derive(Debug, Clone, PartialEq)]
pub enum RegisterAnswer {
    /// It does not know the employer.
    NotFound,
    /// It does.
    Found(EmployerRecord),
}

/// An employer in the register.
#[derive(Debug, Clone, PartialEq)]
pub struct EmployerRecord {
    /// Of what kind.
    pub kind: EmployerKind,
    /// The registered name.
    pub name: String,
    /// Where this record comes from.
    pub provenance: Provenance,
    /// Its branches.
    pub branches: Vec<RegisteredBranch>,
    /// The persons it names.
    pub representatives: Vec<Representative>,
    /// Whether it is marked as an artisan's.
    pub artisan: ArtisanMark,
    /// Its state at the SRI: information, never counts against.
    pub sri_state: SriState,
}

/// A branch in the register.
#[derive(Debug, Clone, PartialEq)]
pub struct RegisteredBranch {
    /// Its number.
    pub number: Entered<Branch>,
    /// Where this fact comes from.
    pub provenance: Provenance,
}

/// A person whom the register names for an employer.
#[derive(Debug, Clone, PartialEq)]
pub struct Representative {
    /// Who.
    pub person: Person,
    /// Where this fact comes from.
    pub provenance: Provenance,
}

/// The kinds of employer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmployerKind {
    /// A private company.
    PrivateCompany,
    /// A public body.
    PublicBody,
    /// A natural person with a RUC.
    Independent,
    /// A natural person who employs at home.
    DomesticService,
}

/// Whether the register marks an employer as an artisan's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArtisanMark {
    /// It does.
    Artisan,
    /// It does not.
    NotMarked,
}

/// State of a RUC at the SRI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SriState {
    /// Not known.
    Unknown,
    /// Active.
    Active,
    /// Suspended.
    Suspended,
    /// Closed.
    Closed,
}

/// What the register of people answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeopleRegister {
    /// It knows the number.
    Found,
    /// It does not.
    NotFound,
}
