//! The RUC: the tax number of whoever has an economic activity, thirteen digits.

use super::check::{self, CheckDigit};
use super::fault::Fault;
use super::typed;

/// Digits of a RUC.
const LENGTH: usize = 13;

/// A RUC whose structure is right. Its third digit says which check applies, not what kind of employer it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ruc(String);

/// Whom a RUC was given to, as far as its digits tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RucKind {
    /// Third digit 0 to 5: a cédula and an establishment.
    NaturalPerson,
    /// Third digit 6, and the modulus 11 of public bodies agrees.
    PublicBody,
    /// Third digit 6 otherwise: a foreigner's cédula and an establishment.
    ForeignNaturalPerson,
    /// Third digit 9: a company, or a foreigner without cédula.
    CompanyOrForeigner,
}

impl std::fmt::Display for RucKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::NaturalPerson => "RUC de persona natural",
            Self::PublicBody => "RUC de entidad pública",
            Self::ForeignNaturalPerson => "RUC de persona natural extranjera",
            Self::CompanyOrForeigner => "RUC de sociedad o de extranjero sin cédula",
        })
    }
}

typed::canonical_text!(Ruc);

impl Ruc {
    /// Reads a RUC; spaces and hyphens do not count.
    ///
    /// # Errors
    /// The first [`Fault`] of its structure. A wrong check digit is none.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let digits = typed::digits(text)?;
        match digits.len() {
            LENGTH => {}
            10 => return Err(Fault::CedulaInsteadOfRuc),
            found => {
                return Err(Fault::Length { found, expected: LENGTH });
            }
        }
        if digits.bytes().all(|digit| digit == b'9') {
            return Err(Fault::FinalConsumer);
        }
        typed::check_province(&digits)?;
        if let Some(found @ (7 | 8)) = typed::digit_at(&digits, 2) {
            return Err(Fault::RucThirdDigit { found });
        }
        let ruc = Self(digits);
        match ruc.kind() {
            // A public body has one digit more for its establishment, looked at by `kind`.
            RucKind::PublicBody => Ok(ruc),
            _ if !ruc.0.ends_with("000") => Ok(ruc),
            RucKind::CompanyOrForeigner => Err(Fault::Establishment),
            RucKind::NaturalPerson | RucKind::ForeignNaturalPerson => Err(Fault::DomesticInsteadOfRuc),
        }
    }

    /// Whom it was given to, as far as the digits tell.
    pub fn kind(&self) -> RucKind {
        match typed::digit_at(&self.0, 2) {
            Some(6) if check::public_body(&self.0) == CheckDigit::Agrees && !self.0.ends_with("0000") => {
                RucKind::PublicBody
            }
            Some(6) => RucKind::ForeignNaturalPerson,
            Some(9) => RucKind::CompanyOrForeigner,
            _ => RucKind::NaturalPerson,
        }
    }

    /// Whether the check digit of its kind agrees.
    pub fn check_digit(&self) -> CheckDigit {
        match self.kind() {
            RucKind::NaturalPerson | RucKind::ForeignNaturalPerson => check::cedula(&self.0),
            RucKind::PublicBody => CheckDigit::Agrees,
            RucKind::CompanyOrForeigner => check::company(&self.0),
        }
    }

    /// Whether a wrong check digit says anything of a number that an institution gave out: the SRI no longer makes those
    /// of companies, public bodies and foreigners (third digit 6 or 9) by the algorithm.
    pub fn is_made_by_algorithm(&self) -> bool {
        self.kind() == RucKind::NaturalPerson
    }
}
