//! The register of the insured: who they are, how their key stands, how they are reached.

use chrono::NaiveDate;
use rusqlite::Row;

use super::column::{self, Day};
use super::error::{Error, WhileDoing as _};
use super::provenance::Provenance;
use super::transaction::{Reader, Transaction};
use crate::domain::id::InsuredId;
use crate::domain::name::folded;
use crate::domain::number::PersonNumber;
use crate::domain::register::{AffiliateKeyState, Contact, InsuredKind};

/// An insured person as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insured {
    /// The id.
    pub id: InsuredId,
    /// Cédula or foreigner code.
    pub number: PersonNumber,
    /// The name.
    pub name: String,
    /// In what quality they are insured.
    pub kind: InsuredKind,
    /// The state of their key.
    pub key: AffiliateKeyState,
    /// How they are reached.
    pub contact: Contact,
    /// The day on which their data were last brought up to date in person.
    pub up_to_date_on: Option<NaiveDate>,
    /// Where it is known from.
    pub provenance: Provenance,
}

const COLUMNS: &str = "id, person_kind, person_number, person_name, kind, key_state, email, mobile, telephone, up_to_date_on, \
                       source, recorded_by, recorded_at_ms, confirmed_by, confirmed_at_ms";

fn insured(row: &Row<'_>) -> rusqlite::Result<Insured> {
    Ok(Insured {
        id: row.get(0)?,
        number: column::person_number(row, 1)?,
        name: row.get(3)?,
        kind: row.get(4)?,
        key: row.get(5)?,
        contact: Contact { email: row.get(6)?, mobile: row.get(7)?, telephone: row.get(8)? },
        up_to_date_on: row.get::<_, Option<Day>>(9)?.map(|day| day.0),
        provenance: Provenance::read(row, 10)?,
    })
}

/// Adds an insured person; `id` is ignored and answered.
pub fn add(tx: &Transaction<'_>, new: &Insured) -> Result<InsuredId, Error> {
    let provenance = &new.provenance;
    tx.insert(
        "INSERT INTO insured (person_kind, person_number, person_name, folded, kind, key_state, email, mobile, telephone, \
         up_to_date_on, source, recorded_by, recorded_at_ms, confirmed_by, confirmed_at_ms) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        (
            column::person_kind(&new.number),
            new.number.as_str(),
            &new.name,
            folded(&new.name),
            new.kind,
            new.key,
            &new.contact.email,
            &new.contact.mobile,
            &new.contact.telephone,
            new.up_to_date_on.map(Day),
            provenance.source(),
            provenance.recorded_by,
            provenance.recorded_at_ms,
            provenance.confirmed.map(|(by, _)| by),
            provenance.confirmed.map(|(_, at_ms)| at_ms),
        ),
    )
    .while_doing("guardar a una persona asegurada")
    .map(InsuredId)
}

/// Writes an insured person back, number and all.
pub fn update(tx: &Transaction<'_>, changed: &Insured) -> Result<(), Error> {
    let provenance = &changed.provenance;
    tx.execute(
        "UPDATE insured SET person_kind = ?15, person_number = ?16, person_name = ?2, folded = ?3, kind = ?4, key_state = ?5, email = ?6, mobile = ?7, telephone = ?8, \
         up_to_date_on = ?9, source = ?10, recorded_by = ?11, recorded_at_ms = ?12, confirmed_by = ?13, confirmed_at_ms = ?14 \
         WHERE id = ?1",
        (
            changed.id,
            &changed.name,
            folded(&changed.name),
            changed.kind,
            changed.key,
            &changed.contact.email,
            &changed.contact.mobile,
            &changed.contact.telephone,
            changed.up_to_date_on.map(Day),
            provenance.source(),
            provenance.recorded_by,
            provenance.recorded_at_ms,
            provenance.confirmed.map(|(by, _)| by),
            provenance.confirmed.map(|(_, at_ms)| at_ms),
            column::person_kind(&changed.number),
            changed.number.as_str(),
        ),
    )
    .while_doing("corregir a una persona asegurada")
    .map(drop)
}

/// The key of an insured person stands otherwise.
pub fn set_key(tx: &Transaction<'_>, id: InsuredId, key: AffiliateKeyState) -> Result<(), Error> {
    tx.execute("UPDATE insured SET key_state = ?2 WHERE id = ?1", (id, key))
        .while_doing("anotar el estado de una clave de afiliado")
        .map(drop)
}

/// How an insured person is reached, as they said it in person on this day.
pub fn set_contact(tx: &Transaction<'_>, id: InsuredId, contact: &Contact, on: NaiveDate) -> Result<(), Error> {
    tx.execute(
        "UPDATE insured SET email = ?2, mobile = ?3, telephone = ?4, up_to_date_on = ?5 WHERE id = ?1",
        (id, &contact.email, &contact.mobile, &contact.telephone, Day(on)),
    )
    .while_doing("actualizar los datos de una persona asegurada")
    .map(drop)
}

/// One insured person.
pub fn get(reader: &Reader, id: InsuredId) -> Result<Option<Insured>, Error> {
    reader
        .maybe(&format!("SELECT {COLUMNS} FROM insured WHERE id = ?1"), [id], insured)
        .while_doing("leer a una persona asegurada")
}

/// The insured person of a number.
pub fn by_number(reader: &Reader, number: &PersonNumber) -> Result<Option<Insured>, Error> {
    reader
        .maybe(
            &format!("SELECT {COLUMNS} FROM insured WHERE person_number = ?1 AND person_kind = ?2"),
            (number.as_str(), column::person_kind(number)),
            insured,
        )
        .while_doing("buscar a una persona asegurada por su número")
}

/// The person themselves said how they are reached: it is no bringing up to date in person.
pub fn correct_contact(tx: &Transaction<'_>, id: InsuredId, contact: &Contact) -> Result<(), Error> {
    tx.execute(
        "UPDATE insured SET email = ?2, mobile = ?3, telephone = ?4 WHERE id = ?1",
        (id, &contact.email, &contact.mobile, &contact.telephone),
    )
    .while_doing("corregir los datos de una persona asegurada")
    .map(drop)
}

/// Erases an insured person from the register.
pub fn remove(tx: &Transaction<'_>, id: InsuredId) -> Result<(), Error> {
    tx.execute("DELETE FROM insured WHERE id = ?1", [id]).while_doing("borrar a una persona asegurada").map(drop)
}
