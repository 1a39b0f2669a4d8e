//! The cédula: ten digits, given by the civil registry to Ecuadorians and to resident foreigners.

use super::check::{self, CheckDigit};
use super::fault::Fault;
use super::typed;

/// Digits of a cédula.
const LENGTH: usize = 10;

/// A cédula whose structure is right: ten digits, a province, a third digit of 0 to 6 (6: foreigners).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cedula(String);

typed::canonical_text!(Cedula);

impl Cedula {
    /// Reads a cédula; spaces and hyphens do not count.
    ///
    /// # Errors
    /// The first [`Fault`] of its structure. A wrong check digit is none.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let digits = typed::digits(text)?;
        match digits.len() {
            LENGTH => {}
            13 if digits.ends_with("000") => return Err(Fault::DomesticInsteadOfCedula),
            13 => return Err(Fault::RucInsteadOfCedula),
            found => {
                return Err(Fault::Length { found, expected: LENGTH });
            }
        }
        typed::check_province(&digits)?;
        match typed::digit_at(&digits, 2) {
            Some(found) if found > 6 => Err(Fault::CedulaThirdDigit { found }),
            _ => Ok(Self(digits)),
        }
    }

    /// Whether the tenth digit is the one the first nine call for.
    pub fn check_digit(&self) -> CheckDigit {
        check::cedula(&self.0)
    }
}
