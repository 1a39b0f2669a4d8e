//! The branch (*sucursal*) of an employer at the IESS: four digits. It is not the SRI's establishment.

use super::fault::Fault;
use super::typed;

/// Digits of a branch.
const LENGTH: usize = 4;

/// A branch of an employer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Branch(String);

typed::canonical_text!(Branch);

impl Branch {
    /// Reads a branch of exactly four digits.
    ///
    /// # Errors
    /// The [`Fault`] of its length or of the first character that is no digit.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let digits = typed::digits(text)?;
        match digits.len() {
            LENGTH => Ok(Self(digits)),
            found => Err(Fault::Length { found, expected: LENGTH }),
        }
    }

    /// `0001`, the only branch of a domestic-service employer (recovery sheet, step 4, note).
    pub fn domestic() -> Self {
        Self("0001".to_owned())
    }
}
