//! The register of people: who is known to the institution, and from where.

use super::column;
use super::error::{Error, WhileDoing as _};
use super::link::{self, Row};
use super::provenance::Provenance;
use super::transaction::{Reader, Transaction};
use crate::domain::id::PersonId;
use crate::domain::name::folded;
use crate::domain::number::PersonNumber;

/// A person as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The id.
    pub id: PersonId,
    /// The number.
    pub number: PersonNumber,
    /// The name.
    pub name: String,
    /// Where it is known from.
    pub provenance: Provenance,
}

const COLUMNS: &str = "id, kind, number, name, source, recorded_by, recorded_at_ms, confirmed_by, confirmed_at_ms";

fn person(row: &Row<'_>) -> link::Result<Person> {
    Ok(Person {
        id: row.get(0)?,
        number: column::person_number(row, 1)?,
        name: row.get(3)?,
        provenance: Provenance::read(row, 4)?,
    })
}

/// Adds a person; `id` is ignored and answered.
pub fn add(tx: &Transaction<'_>, new: &Person) -> Result<PersonId, Error> {
    let (source, recorded_by, recorded_at_ms, confirmed_by, confirmed_at_ms) = new.provenance.columns();
    tx.insert(
        "INSERT INTO person (kind, number, name, folded, source, recorded_by, recorded_at_ms, confirmed_by, confirmed_at_ms) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        (
            column::person_kind(&new.number),
            new.number.as_str(),
            &new.name,
            folded(&new.name),
            source,
            recorded_by,
            recorded_at_ms,
            confirmed_by,
            confirmed_at_ms,
        ),
    )
    .while_doing("guardar una persona")
    .map(PersonId)
}

/// Writes a person's number, name and provenance back.
pub fn update(tx: &Transaction<'_>, changed: &Person) -> Result<(), Error> {
    let (source, recorded_by, recorded_at_ms, confirmed_by, confirmed_at_ms) = changed.provenance.columns();
    tx.execute(
        "UPDATE person SET kind = ?9, number = ?10, name = ?2, folded = ?3, source = ?4, recorded_by = ?5, recorded_at_ms = ?6, \
         confirmed_by = ?7, confirmed_at_ms = ?8 WHERE id = ?1",
        (
            changed.id,
            &changed.name,
            folded(&changed.name),
            source,
            recorded_by,
            recorded_at_ms,
            confirmed_by,
            confirmed_at_ms,
            column::person_kind(&changed.number),
            changed.number.as_str(),
        ),
    )
    .while_doing("corregir una persona")
    .map(drop)
}

/// One person.
pub fn get(reader: &Reader, id: PersonId) -> Result<Option<Person>, Error> {
    reader.maybe(&format!("SELECT {COLUMNS} FROM person WHERE id = ?1"), [id], person).while_doing("leer una persona")
}

/// The person of a number.
pub fn by_number(reader: &Reader, number: &PersonNumber) -> Result<Option<Person>, Error> {
    reader
        .maybe(
            &format!("SELECT {COLUMNS} FROM person WHERE number = ?1 AND kind = ?2"),
            (number.as_str(), column::person_kind(number)),
            person,
        )
        .while_doing("buscar una persona por su número")
}

/// Erases a person from the register.
pub fn remove(tx: &Transaction<'_>, id: PersonId) -> Result<(), Error> {
    tx.execute("DELETE FROM person WHERE id = ?1", [id]).while_doing("borrar una persona").map(drop)
}
