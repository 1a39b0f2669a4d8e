//! The number by which a person is known to the institution.

use super::cedula::Cedula;
use super::fault::Fault;
use super::foreigner_code::ForeignerCode;
use super::passport::PassportNumber;

/// A person's number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PersonNumber {
    /// Ecuadorians and resident foreigners.
    Cedula(Cedula),
    /// Foreigners without cédula, known to the IESS.
    ForeignerCode(ForeignerCode),
    /// Foreigners by their passport or visa, where the document itself is meant.
    Passport(PassportNumber),
}

impl PersonNumber {
    /// Reads a cédula, or else a foreigner code. Ten digits that fail as a cédula are a cédula typed wrongly, never
    /// a foreigner code. A passport is never guessed: whoever means one says so.
    ///
    /// # Errors
    /// The cédula's [`Fault`] for ten digits, otherwise the foreigner code's.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let code = ForeignerCode::parse(text)?;
        let ten_digits = code.as_str().len() == 10 && code.as_str().bytes().all(|byte| byte.is_ascii_digit());
        if ten_digits { Cedula::parse(code.as_str()).map(Self::Cedula) } else { Ok(Self::ForeignerCode(code)) }
    }

    /// The word for its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Cedula(_) => "cedula",
            Self::ForeignerCode(_) => "foreigner_code",
            Self::Passport(_) => "passport",
        }
    }

    /// The canonical text: no separators.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Cedula(cedula) => cedula.as_str(),
            Self::ForeignerCode(code) => code.as_str(),
            Self::Passport(passport) => passport.as_str(),
        }
    }
}

impl std::fmt::Display for PersonNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for PersonNumber {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        Self::parse(text)
    }
}
