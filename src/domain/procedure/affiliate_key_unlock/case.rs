//! The case of an unlocking: what the person shows and says, and what the register of the insured answered.
//!
//! It is filled in field by field. `None` means that nobody recorded it yet; "no" always has a word of its own.

use crate::domain::register::{Answer, BlockedBecause, Contact, InsuredAnswer, InsuredRecord};
use crate::domain::visit::{DocumentShown, Person, TypedNumber, Visit};
use serde::{Deserialize, Serialize};

/// A visit for an unlocking: what the rules judge.
pub type Case = Visit<AffiliateKeyUnlock, Answers>;

/// Everything recorded of the case.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AffiliateKeyUnlock {
    /// Whose key it is.
    pub applicant: Option<Person>,
    /// Who stands at the window.
    pub at_window: Option<AtWindow>,
    /// Why the key is blocked, as the person tells it.
    pub reason: Option<BlockedBecause>,
    /// The identity document of whoever has a cédula.
    pub document: Option<DocumentShown>,
    /// Whether that document is in force.
    pub in_force: Option<InForce>,
    /// The foreigner code, of whoever has no cédula.
    pub foreigner_code: Option<CodeShown>,
    /// What the person said of bringing their data up to date.
    pub contact: Option<ContactUpdate>,
}

impl AffiliateKeyUnlock {
    /// Nothing but the person is told: what was answered, shown and given was so for somebody else.
    #[must_use]
    pub fn of(applicant: Option<Person>) -> Self {
        Self { applicant, ..Self::default() }
    }
}

/// Who stands at the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AtWindow {
    /// The person whose key it is.
    ThePerson,
    /// Somebody in their place.
    SomebodyElse,
}

/// Whether a document is in force on the day, as the clerk read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InForce {
    /// It is.
    Yes,
    /// It is not.
    No,
}

/// Whether the foreigner code was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeShown {
    /// It was, and it is the one that stands here.
    Shown,
    /// Another one was shown.
    Another,
    /// None was shown.
    NotShown,
}

/// What the person said of bringing their data up to date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContactUpdate {
    /// Not today.
    Declined,
    /// These are theirs.
    Given(Contact),
}

/// What the registers answered. `None` where nobody asked yet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answers {
    /// About the person's number.
    pub insured: Option<Answer<Option<TypedNumber>, InsuredAnswer>>,
}

impl Case {
    /// What the register of the insured answered about the person as they are written now.
    #[must_use]
    pub fn insured(&self) -> Option<&InsuredAnswer> {
        self.answers.insured.as_ref()?.to(&self.copy.papers.applicant.as_ref()?.number)
    }

    /// What the register knows of the person.
    #[must_use]
    pub fn record(&self) -> Option<&InsuredRecord> {
        match self.insured()? {
            InsuredAnswer::Found(record) => Some(record),
            InsuredAnswer::NotFound => None,
        }
    }
}
