//! The register of the insured, by hand: recorded, corrected for a reason, confirmed by a second person.
//!
//! What a window does in a visit, the key unlocked and data brought up to date, is no correction: it leaves the row's
//! source as it is, and the visit's entry says it.

use serde_json::json;

use super::error::{Error, known, refuse};
use super::person::{confirmed, filled, unchanged};
use super::second_person::{Touch, over_trusted};
use crate::domain::id::InsuredId;
use crate::domain::journal::Entry;
use crate::domain::number::PersonNumber;
use crate::domain::register::{AffiliateKeyState, BirthDay, Contact, InsuredKind};
use crate::domain::turn::Reason;
use crate::ops::house::operation::{Changed, Done, Noun, Operation, Subject, Work};
use crate::store;
use crate::store::insured::Insured;
use crate::store::provenance::Provenance;

const CHANGED: &[Changed] = &[Changed::Insured];

/// What is known of an insured person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsuredFacts {
    /// Cédula or foreigner code.
    pub number: PersonNumber,
    /// The name, as on the document.
    pub name: String,
    /// In what quality they are insured.
    pub kind: InsuredKind,
    /// The state of their key.
    pub key: AffiliateKeyState,
    /// How they are reached; blank where it is not known.
    pub contact: Contact,
    /// Day and month of their birth; where nothing is said, what is known stays. It is what a person is asked by whom nobody
    /// may be told, so whoever corrects does not see it.
    pub birth: Option<BirthDay>,
}

impl InsuredFacts {
    /// The facts as a row written by this hand, or why they cannot be. The day of the last update is not a hand's to write.
    fn by_hand(&self, work: &Work<'_>, before: Option<&Insured>) -> Result<Insured, Error> {
        if matches!(self.number, PersonNumber::Passport(_)) {
            return refuse(
                "number",
                "El registro de asegurados lleva la cédula o el código de extranjero, no el pasaporte.",
            );
        }
        let contact = self.contact.tidy();
        if let Some(fault) = contact.fault() {
            return refuse("contact", fault);
        }
        Ok(Insured {
            id: before.map_or(InsuredId(0), |before| before.id),
            number: self.number.clone(),
            name: filled(&self.name, "Escriba el nombre de la persona, como está en su documento.")?,
            kind: self.kind,
            key: self.key,
            contact,
            up_to_date_on: before.and_then(|before| before.up_to_date_on),
            birth: self.birth.or(before.and_then(|before| before.birth)),
            provenance: Provenance::hand(work.actor.user, work.now.0),
        })
    }
}

/// Records an insured person who is not in the register.
#[derive(Debug, Clone)]
pub struct RecordInsured {
    /// What is known of them.
    pub facts: InsuredFacts,
}

impl Operation for RecordInsured {
    const NAME: &'static str = "insured.record";
    type Output = InsuredId;

    fn subject(&self) -> Subject {
        Subject::to_be(Noun::Insured)
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<InsuredId>, Error> {
        let insured = self.facts.by_hand(work, None)?;
        refuse_taken(work, &insured.number)?;
        let id = store::insured::add(work.tx, &insured)?;
        Ok(Done::new(id, id, CHANGED).detail(json!({ "after": told(&insured) })))
    }
}

/// Corrects what is known of an insured person. It is not confirmed any more.
#[derive(Debug, Clone)]
pub struct CorrectInsured {
    /// Whose.
    pub insured: InsuredId,
    /// All of it, from now on.
    pub facts: InsuredFacts,
    /// Why.
    pub reason: Reason,
}

impl Operation for CorrectInsured {
    const NAME: &'static str = "insured.correct";
    type Output = ();

    fn subject(&self) -> Subject {
        self.insured.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let before = known(store::insured::get(work.tx, self.insured)?, "esta persona asegurada")?;
        let after = self.facts.by_hand(work, Some(&before))?;
        if (Insured { provenance: after.provenance, ..before.clone() }) == after {
            return unchanged();
        }
        if before.number != after.number {
            refuse_taken(work, &after.number)?;
        }
        store::insured::update(work.tx, &after)?;
        Ok(Done::new((), self.insured, CHANGED)
            .detail(json!({ "before": told(&before), "after": told(&after), "reason": self.reason.as_str() })))
    }
}

/// A second person confirms what a hand wrote.
#[derive(Debug, Clone, Copy)]
pub struct ConfirmInsured {
    /// Whose.
    pub insured: InsuredId,
}

impl Operation for ConfirmInsured {
    const NAME: &'static str = "insured.confirm";
    type Output = ();

    fn subject(&self) -> Subject {
        self.insured.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let mut insured = known(store::insured::get(work.tx, self.insured)?, "esta persona asegurada")?;
        let recorded_by = insured.provenance.recorded_by;
        let touch = |entry: &Entry, detail: &serde_json::Value| match entry.operation.as_str() {
            RecordInsured::NAME | CorrectInsured::NAME => Touch::Wrote { over_trusted: over_trusted(detail) },
            Self::NAME => Touch::Confirmed,
            _ => Touch::Nothing,
        };
        let (provenance, confirmer) = confirmed(work, self.insured, &insured.provenance, touch)?;
        insured.provenance = provenance;
        store::insured::update(work.tx, &insured)?;
        Ok(Done::new((), self.insured, CHANGED).code(confirmer.code()).detail(json!({ "recorded_by": recorded_by })))
    }
}

fn refuse_taken(work: &Work<'_>, number: &PersonNumber) -> Result<(), Error> {
    match store::insured::by_number(work.tx, number)? {
        Some(there) => {
            refuse("number_taken", format!("El número {number} ya está en el registro, a nombre de {}.", there.name))
        }
        None => Ok(()),
    }
}

fn told(insured: &Insured) -> serde_json::Value {
    json!({
        "number": insured.number.as_str(),
        "name": insured.name,
        "kind": insured.kind,
        "key": insured.key,
        "contact": insured.contact,
        "birth": insured.birth.map(BirthDay::code),
        "trusted": insured.provenance.is_trusted(),
    })
}
