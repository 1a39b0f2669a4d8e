//! The insured as the register knows them: affiliates, pensioners and their beneficiaries, with the state of their key and
//! how they are reached.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Provenance;
use crate::domain::email::Email;
use crate::domain::id::{SelfServiceId, VisitId};
use crate::domain::telephone::Telephone;
use crate::domain::visit::Person;

/// The register's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InsuredAnswer {
    /// It does not know the person.
    NotFound,
    /// It does.
    Found(InsuredRecord),
}

/// An insured person in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsuredRecord {
    /// Number and name, as registered.
    pub person: Person,
    /// In what quality they are insured.
    pub kind: InsuredKind,
    /// Where this record comes from.
    pub provenance: Provenance,
    /// The state of their key.
    pub key: AffiliateKeyState,
    /// How they are reached.
    pub contact: Contact,
    /// The day on which that was last brought up to date in person.
    pub up_to_date_on: Option<NaiveDate>,
}

/// In what quality somebody is insured (unlock sheet, "¿A quién está dirigido?").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InsuredKind {
    /// An affiliate.
    Affiliate,
    /// A pensioner.
    Pensioner,
    /// A beneficiary of either.
    Beneficiary,
}

impl InsuredKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Affiliate, Self::Pensioner, Self::Beneficiary];

    /// The stable code, for the store.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Affiliate => "affiliate",
            Self::Pensioner => "pensioner",
            Self::Beneficiary => "beneficiary",
        }
    }

    /// The one of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// In Spanish, for a person of whom nothing else is known.
    #[must_use]
    pub fn spanish(self) -> &'static str {
        match self {
            Self::Affiliate => "Afiliado",
            Self::Pensioner => "Jubilado",
            Self::Beneficiary => "Derechohabiente",
        }
    }
}

/// The state of an affiliate key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AffiliateKeyState {
    /// None was ever made.
    Never,
    /// It serves.
    Active,
    /// It is blocked.
    Blocked,
}

impl AffiliateKeyState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Never, Self::Active, Self::Blocked];

    /// The stable code, for the store.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Active => "active",
            Self::Blocked => "blocked",
        }
    }

    /// The one of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// In Spanish, of the key.
    #[must_use]
    pub fn spanish(self) -> &'static str {
        match self {
            Self::Never => "Sin clave",
            Self::Active => "Activa",
            Self::Blocked => "Bloqueada",
        }
    }
}

/// Why an affiliate key is blocked, as the person tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockedBecause {
    /// Their attempts to make or recover it failed (affiliate-key sheet, step 8).
    FailedAttempts,
    /// They had it blocked, because somebody else might know it.
    Precaution,
    /// They do not know.
    Unknown,
}

impl BlockedBecause {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::FailedAttempts, Self::Precaution, Self::Unknown];

    /// The stable code, for entries and tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::FailedAttempts => "failed_attempts",
            Self::Precaution => "precaution",
            Self::Unknown => "unknown",
        }
    }

    /// The one of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// In Spanish.
    #[must_use]
    pub fn spanish(self) -> &'static str {
        match self {
            Self::FailedAttempts => "Falló los intentos",
            Self::Precaution => "La bloqueó por precaución",
            Self::Unknown => "No sabe por qué",
        }
    }
}

/// On what occasion a key was unlocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnlockedIn {
    /// In a visit, which says whose key it was.
    Visit {
        /// Which.
        visit: VisitId,
        /// Why it was blocked, as the person told it.
        reason: BlockedBecause,
        /// The person's data were brought up to date with it.
        brings_up_to_date: bool,
    },
    /// By the person themselves.
    SelfService(SelfServiceId),
}

/// What is wrong with a mobile that is none.
pub const FIXED_LINE: &str = "es el número de un teléfono fijo";

/// How an insured person is reached; blank where it is not known.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// The e-mail address.
    #[serde(default)]
    pub email: String,
    /// The mobile telephone.
    #[serde(default)]
    pub mobile: String,
    /// Another telephone.
    #[serde(default)]
    pub telephone: String,
}

impl Contact {
    /// As it is kept: without blanks around, and telephones without what separates their digits.
    #[must_use]
    pub fn tidy(&self) -> Self {
        let telephone = |text: &str| match Telephone::parse(text) {
            Ok(telephone) => telephone.as_str().to_owned(),
            Err(_) => text.trim().to_owned(),
        };
        Self {
            email: self.email.trim().to_owned(),
            mobile: telephone(&self.mobile),
            telephone: telephone(&self.telephone),
        }
    }

    /// What is malformed of e-mail, mobile and telephone; a blank is none.
    #[must_use]
    pub fn faults(&self) -> [Option<String>; 3] {
        let said = |text: &str, fault: Option<String>| fault.filter(|_| !text.trim().is_empty());
        let telephone = |text: &str| said(text, Telephone::parse(text).err().map(|fault| fault.to_string()));
        let is_fixed = Telephone::parse(&self.mobile).is_ok_and(|number| !number.may_be_mobile());
        let mobile = if is_fixed { Some(FIXED_LINE.to_owned()) } else { telephone(&self.mobile) };
        let email = Email::parse(self.email.trim()).err().map(|fault| fault.to_string());
        [said(&self.email, email), mobile, telephone(&self.telephone)]
    }

    /// The first of them, as whoever typed it mends it.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        let named = ["el correo electrónico", "el celular", "el teléfono"].into_iter().zip(self.faults());
        named.filter_map(|(what, fault)| Some(format!("Revise {what}: {}.", fault?))).next()
    }

    /// The same, with what is known where nothing is said.
    #[must_use]
    pub fn or(self, known: &Self) -> Self {
        let or = |said: String, known: &String| if said.is_empty() { known.clone() } else { said };
        Self {
            email: or(self.email, &known.email),
            mobile: or(self.mobile, &known.mobile),
            telephone: or(self.telephone, &known.telephone),
        }
    }
}
