//! The number by which an employer is known: a RUC, or a domestic-service number.

use super::check::CheckDigit;
use super::domestic::DomesticNumber;
use super::fault::Fault;
use super::ruc::{Ruc, RucKind};

/// An employer's number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EmployerNumber {
    /// Companies, public bodies, independent employers.
    Ruc(Ruc),
    /// Domestic-service employers.
    Domestic(DomesticNumber),
}

impl EmployerNumber {
    /// Tells a RUC from a domestic-service number and reads it.
    ///
    /// A cédula followed by `000` is a domestic-service number, except where a public body's RUC (`…1000`) agrees
    /// with its check digit and the cédula does not. A foreigner code followed by `000` is one wherever the text
    /// cannot be a RUC for its length or its letters.
    ///
    /// # Errors
    /// The [`Fault`] of the RUC that was most likely meant.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let ruc = match Ruc::parse(text) {
            Ok(ruc) if !ruc.as_str().ends_with("000") => return Ok(Self::Ruc(ruc)),
            ruc => ruc,
        };
        match (ruc, DomesticNumber::parse(text)) {
            (Ok(_), Ok(domestic)) if domestic.check_digit() == CheckDigit::Agrees => Ok(Self::Domestic(domestic)),
            (Ok(ruc), _) => Ok(Self::Ruc(ruc)),
            (Err(Fault::DomesticInsteadOfRuc | Fault::Length { .. } | Fault::NotADigit { .. }), Ok(domestic)) => {
                Ok(Self::Domestic(domestic))
            }
            (Err(fault), _) => Err(fault),
        }
    }

    /// The canonical text: no separators.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Ruc(ruc) => ruc.as_str(),
            Self::Domestic(domestic) => domestic.as_str(),
        }
    }

    /// May it be a company's or a public body's, as far as its digits tell? A foreigner's may look so too, an Ecuadorian's never.
    pub fn may_be_a_company_s(&self) -> bool {
        matches!(self, Self::Ruc(ruc) if ruc.kind() != RucKind::NaturalPerson)
    }

    /// Whether a wrong check digit says anything of a number that an institution gave out.
    pub fn is_made_by_algorithm(&self) -> bool {
        match self {
            Self::Ruc(ruc) => ruc.is_made_by_algorithm(),
            Self::Domestic(_) => true,
        }
    }

    /// The check digit of the RUC, or of the cédula in the domestic-service number.
    pub fn check_digit(&self) -> CheckDigit {
        match self {
            Self::Ruc(ruc) => ruc.check_digit(),
            Self::Domestic(domestic) => domestic.check_digit(),
        }
    }
}

impl std::fmt::Display for EmployerNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for EmployerNumber {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        Self::parse(text)
    }
}
