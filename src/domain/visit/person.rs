//! A person as written down during a visit, and whether two of them are the same one.

use crate::domain::name::{self, NameAgreement};
use crate::domain::number::{Cedula, Entered, Fault, ForeignerCode, PassportNumber, PersonNumber};

/// A person as named by a paper, a register or the clerk.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// The number, of the kind the clerk said it is.
    pub number: Option<TypedNumber>,
    /// The name as written; blank when nobody wrote it.
    pub name: String,
}

/// A person's number as typed, of the kind the clerk said it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypedNumber {
    /// A cédula.
    Cedula(Entered<Cedula>),
    /// The code the IESS gives foreigners without cédula.
    ForeignerCode(Entered<ForeignerCode>),
    /// A passport or visa number.
    Passport(Entered<PassportNumber>),
}

impl TypedNumber {
    /// The text as typed.
    pub fn text(&self) -> &str {
        match self {
            Self::Cedula(entered) => entered.text(),
            Self::ForeignerCode(entered) => entered.text(),
            Self::Passport(entered) => entered.text(),
        }
    }

    /// Why the text is no such number.
    pub fn fault(&self) -> Option<&Fault> {
        match self {
            Self::Cedula(entered) => entered.value().err(),
            Self::ForeignerCode(entered) => entered.value().err(),
            Self::Passport(entered) => entered.value().err(),
        }
    }

    /// The canonical text, or the text as typed when it is no such number.
    pub fn canonical(&self) -> &str {
        match self {
            Self::Cedula(entered) => entered.value().map_or(entered.text(), Cedula::as_str),
            Self::ForeignerCode(entered) => entered.value().map_or(entered.text(), ForeignerCode::as_str),
            Self::Passport(entered) => entered.value().map_or(entered.text(), PassportNumber::as_str),
        }
    }

    /// Is it this number?
    #[must_use]
    pub fn is(&self, number: &PersonNumber) -> bool {
        match (self, number) {
            (Self::Cedula(entered), PersonNumber::Cedula(number)) => entered.value() == Ok(number),
            (Self::ForeignerCode(entered), PersonNumber::ForeignerCode(number)) => entered.value() == Ok(number),
            (Self::Passport(entered), PersonNumber::Passport(number)) => entered.value() == Ok(number),
            _ => false,
        }
    }

    /// The kind in Spanish, with its article.
    pub fn kind_name(&self) -> &'static str {
        match self {
            Self::Cedula(_) => "la cédula",
            Self::ForeignerCode(_) => "el código de extranjero",
            Self::Passport(_) => "el pasaporte o visa",
        }
    }

    fn same_kind(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

/// Whether two notices of a person agree in one respect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// They do.
    Agrees,
    /// They do not.
    Differs,
    /// One of them says nothing, or something of another kind.
    NotComparable,
}

impl Agreement {
    fn of(equal: Option<bool>) -> Self {
        match equal {
            Some(true) => Self::Agrees,
            Some(false) => Self::Differs,
            None => Self::NotComparable,
        }
    }
}

/// How two notices of a person compare, by number and by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comparison {
    /// By number, where both have one of the same kind.
    pub number: Agreement,
    /// By name; order, accents and a second surname do not make it another one.
    pub name: Agreement,
}

impl Comparison {
    /// Whether they speak of the same person: the number decides, and where there is none to compare, the name.
    pub fn same_person(self) -> Agreement {
        match self.number {
            Agreement::NotComparable => self.name,
            decided => decided,
        }
    }
}

impl Person {
    /// Compares number and name.
    pub fn compare(&self, other: &Self) -> Comparison {
        let numbers = match (&self.number, &other.number) {
            (Some(mine), Some(theirs)) if mine.same_kind(theirs) => Some(mine.canonical() == theirs.canonical()),
            _ => None,
        };
        let named = !self.name.trim().is_empty() && !other.name.trim().is_empty();
        let agree = || self.name == other.name || name::compare(&self.name, &other.name) == NameAgreement::Agrees;
        let names = named.then(agree);
        Comparison { number: Agreement::of(numbers), name: Agreement::of(names) }
    }

    /// Whether anything is written of this person.
    pub fn is_recorded(&self) -> bool {
        self.number.is_some() || !self.name.trim().is_empty()
    }

    /// Name and number for a sentence: "ANA PÉREZ (1710034065)".
    pub fn label(&self) -> String {
        let name = self.name.trim();
        match &self.number {
            Some(number) if name.is_empty() => number.canonical().to_owned(),
            Some(number) => format!("{name} ({})", number.canonical()),
            None if name.is_empty() => "persona sin registrar".to_owned(),
            None => name.to_owned(),
        }
    }
}
