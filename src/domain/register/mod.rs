//! The registers: employers with their branches and representatives, people, the insured, notarial powers, artisan qualifications.
//! They depend on no procedure.

mod answer;
mod birth_day;
mod employer;
mod insured;
mod paper;

pub use answer::Answer;
pub use birth_day::BirthDay;
pub use employer::{
    ArtisanMark, EmployerKind, EmployerRecord, PeopleRegister, RegisterAnswer, RegisteredBranch, Representative,
    SriState,
};
pub use insured::{
    AffiliateKeyState, BlockedBecause, Contact, FIXED_LINE, InsuredAnswer, InsuredKind, InsuredRecord, UnlockedIn,
};
pub use paper::{ArtisanIssuer, LegalValidation, PowerScope, Revocation};
use serde::{Deserialize, Serialize};

/// Where a fact of the register comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provenance {
    /// The institution's file.
    Import,
    /// Written by hand and since confirmed by a second person.
    Confirmed,
    /// Written by hand, not confirmed.
    Hand,
}
