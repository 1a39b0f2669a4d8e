//! The register of people, by hand: recorded, corrected, confirmed by a second person.

use serde_json::json;

use super::error::{Error, known, refuse};
use super::second_person::{Confirmer, Touch, over_trusted, refuse_own};
use crate::domain::id::PersonId;
use crate::domain::journal::Entry;
use crate::domain::number::PersonNumber;
use crate::ops::house::operation::{Changed, Done, Noun, Operation, Subject, Work};
use crate::store;
use crate::store::person::Person;
use crate::store::provenance::Provenance;

/// Records a person who is not in the register.
#[derive(Debug, Clone)]
pub struct RecordPerson {
    /// The number.
    pub number: PersonNumber,
    /// The name, as on the document.
    pub name: String,
}

impl Operation for RecordPerson {
    const NAME: &'static str = "person.record";
    type Output = PersonId;

    fn subject(&self) -> Subject {
        Subject::to_be(Noun::Person)
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<PersonId>, Error> {
        let name = filled(&self.name, "Escriba el nombre de la persona, como está en su documento.")?;
        refuse_taken(work, &self.number)?;
        let provenance = Provenance::hand(work.actor.user, work.now.0);
        let id = store::person::add(
            work.tx,
            &Person { id: PersonId(0), number: self.number.clone(), name: name.clone(), provenance },
        )?;
        Ok(Done::new(id, id, &[Changed::People]).detail(json!({ "number": self.number.as_str(), "name": name })))
    }
}

/// Corrects a person's number or name. What a hand wrote is not confirmed any more.
#[derive(Debug, Clone)]
pub struct CorrectPerson {
    /// Whose.
    pub person: PersonId,
    /// The number from now on.
    pub number: PersonNumber,
    /// The name from now on.
    pub name: String,
}

impl Operation for CorrectPerson {
    const NAME: &'static str = "person.correct";
    type Output = ();

    fn subject(&self) -> Subject {
        self.person.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let before = known(store::person::get(work.tx, self.person)?, "esta persona")?;
        let name = filled(&self.name, "Escriba el nombre de la persona, como está en su documento.")?;
        if before.number == self.number && before.name == name {
            return unchanged();
        }
        if before.number != self.number {
            refuse_taken(work, &self.number)?;
        }
        let provenance = Provenance::hand(work.actor.user, work.now.0);
        let after = Person { id: before.id, number: self.number.clone(), name, provenance };
        store::person::update(work.tx, &after)?;
        Ok(Done::new((), self.person, &[Changed::People])
            .detail(json!({ "before": told(&before), "after": told(&after) })))
    }
}

/// A second person confirms what a hand wrote.
#[derive(Debug, Clone, Copy)]
pub struct ConfirmPerson {
    /// Whose.
    pub person: PersonId,
}

impl Operation for ConfirmPerson {
    const NAME: &'static str = "person.confirm";
    type Output = ();

    fn subject(&self) -> Subject {
        self.person.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let mut person = known(store::person::get(work.tx, self.person)?, "esta persona")?;
        let recorded_by = person.provenance.recorded_by;
        let (provenance, confirmer) =
            confirmed(work, self.person, &person.provenance, |entry, detail| match entry.operation.as_str() {
                RecordPerson::NAME | CorrectPerson::NAME => Touch::Wrote { over_trusted: over_trusted(detail) },
                Self::NAME => Touch::Confirmed,
                _ => Touch::Nothing,
            })?;
        person.provenance = provenance;
        store::person::update(work.tx, &person)?;
        Ok(Done::new((), self.person, &[Changed::People])
            .code(confirmer.code())
            .detail(json!({ "recorded_by": recorded_by })))
    }
}

fn refuse_taken(work: &Work<'_>, number: &PersonNumber) -> Result<(), Error> {
    match store::person::by_number(work.tx, number)? {
        Some(there) => {
            refuse("number_taken", format!("El número {number} ya está en el registro, a nombre de {}.", there.name))
        }
        None => Ok(()),
    }
}

fn told(person: &Person) -> serde_json::Value {
    json!({ "number": person.number.as_str(), "name": person.name, "trusted": person.provenance.is_trusted() })
}

/// A text that says something, without the blanks around it.
pub(super) fn filled(text: &str, ask: &str) -> Result<String, Error> {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.iter().any(|word| word.chars().any(char::is_alphanumeric)) {
        true => Ok(words.join(" ")),
        false => refuse("name", ask),
    }
}

/// A correction that corrects nothing would only take the confirmation away.
pub(super) fn unchanged<T>() -> Result<T, Error> {
    refuse("unchanged", "No hay nada que guardar: los datos son los mismos.")
}

/// The provenance once this actor, who wrote none of it since it was last trusted, has confirmed it; and how they stand to
/// those who did.
pub(super) fn confirmed(
    work: &Work<'_>,
    subject: impl Into<Subject>,
    provenance: &Provenance,
    touch: impl Fn(&Entry, &serde_json::Value) -> Touch,
) -> Result<(Provenance, Confirmer), Error> {
    if provenance.is_trusted() {
        return refuse("confirmed", "Este dato ya está confirmado. Actualice la lista.");
    }
    let confirmer = refuse_own(work, subject, provenance, touch)?;
    Ok((Provenance { confirmed: Some((work.actor.user, work.now.0)), ..*provenance }, confirmer))
}
