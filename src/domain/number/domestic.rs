//! The number of a domestic-service employer: the cédula, or the foreigner code, followed by `000`.
//!
//! It stands where other employers have a RUC and is none: every validator of RUCs rejects it
//! (recovery sheet, step 4, note).

use super::cedula::Cedula;
use super::check::CheckDigit;
use super::fault::Fault;
use super::foreigner_code::ForeignerCode;
use super::person::PersonNumber;
use super::ruc::Ruc;
use super::typed;

const SUFFIX: &str = "000";
/// A foreigner code of 20 and the suffix.
const LONGEST: usize = 23;

/// Who employs: the person before the `000`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DomesticHolder {
    /// A person with a cédula, as the sheet says.
    Cedula(Cedula),
    /// A foreigner without cédula; the sheet is silent, which the rules turn into a warning.
    ForeignerCode(ForeignerCode),
}

/// A domestic-service employer's number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DomesticNumber {
    text: String,
    holder: DomesticHolder,
}

impl DomesticNumber {
    /// Reads a domestic-service number; spaces and hyphens do not count.
    ///
    /// # Errors
    /// The [`Fault`] of the number or of the cédula in it. A wrong check digit is none.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let code = typed::letters_and_digits(text, LONGEST)?;
        let Some(holder) = code.strip_suffix(SUFFIX).filter(|holder| !holder.is_empty()) else {
            return Err(match Ruc::parse(&code) {
                Ok(_) => Fault::RucInsteadOfDomestic,
                Err(fault @ Fault::FinalConsumer) => fault,
                Err(_) => Fault::NotADomesticNumber,
            });
        };
        Ok(match PersonNumber::parse(holder)? {
            PersonNumber::Cedula(cedula) => Self::of(DomesticHolder::Cedula(cedula)),
            PersonNumber::ForeignerCode(foreigner) => Self::of(DomesticHolder::ForeignerCode(foreigner)),
            PersonNumber::Passport(_) => return Err(Fault::NotADomesticNumber),
        })
    }

    /// The number that this person has as a domestic-service employer.
    pub fn of(holder: DomesticHolder) -> Self {
        let person = match &holder {
            DomesticHolder::Cedula(cedula) => cedula.as_str(),
            DomesticHolder::ForeignerCode(code) => code.as_str(),
        };
        Self { text: format!("{person}{SUFFIX}"), holder }
    }

    /// The canonical text: no separators.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Who employs.
    pub fn holder(&self) -> &DomesticHolder {
        &self.holder
    }

    /// The check of the holder's cédula; a foreigner code carries none and agrees.
    pub fn check_digit(&self) -> CheckDigit {
        match &self.holder {
            DomesticHolder::Cedula(cedula) => cedula.check_digit(),
            DomesticHolder::ForeignerCode(_) => CheckDigit::Agrees,
        }
    }
}

impl std::fmt::Display for DomesticNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for DomesticNumber {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        Self::parse(text)
    }
}
