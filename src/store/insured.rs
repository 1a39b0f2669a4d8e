//! The register of the insured: who they are, how their key stands, how they are reached, the day and month of their birth.

use chrono::NaiveDate;
use rusqlite::params;

use super::column::{self, Day};
use super::error::{Error, WhileDoing as _};
use super::link::{self, Row};
use super::provenance::Provenance;
use super::transaction::{Reader, Transaction};
use crate::domain::id::InsuredId;
use crate::domain::name::folded;
use crate::domain::number::PersonNumber;
use crate::domain::register::{AffiliateKeyState, BirthDay, Contact, InsuredKind};

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
    /// Day and month of their birth, where a file or a hand said it.
    pub birth: Option<BirthDay>,
    /// Where it is known from.
    pub provenance: Provenance,
}

const COLUMNS: &str = "id, person_kind, person_number, person_name, kind, key_state, email, mobile, telephone, up_to_date_on, \
                       birth, source, recorded_by, recorded_at_ms, confirmed_by, confirmed_at_ms";

fn insured(row: &Row<'_>) -> link::Result<Insured> {
    Ok(Insured {
        id: row.get(0)?,
        number: column::person_number(row, 1)?,
        name: row.get(3)?,
        kind: row.get(4)?,
        key: row.get(5)?,
        contact: Contact { email: row.get(6)?, mobile: row.get(7)?, telephone: row.get(8)? },
        up_to_date_on: row.get::<Option<Day>>(9)?.map(|day| day.0),
        birth: row.get(10)?,
        provenance: Provenance::read(row, 11)?,
    })
}

/// Adds an insured person; `id` is ignored and answered.
pub fn add(tx: &Transaction<'_>, new: &Insured) -> Result<InsuredId, Error> {
    let (source, recorded_by, recorded_at_ms, confirmed_by, confirmed_at_ms) = new.provenance.columns();
    tx.insert(
        "INSERT INTO insured (person_kind, person_number, person_name, folded, kind, key_state, email, mobile, telephone, \
         up_to_date_on, birth, source, recorded_by, recorded_at_ms, confirmed_by, confirmed_at_ms) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        params![
            column::person_kind(&new.number),
            new.number.as_str(),
            new.name,
            folded(&new.name),
            new.kind,
            new.key,
            new.contact.email,
            new.contact.mobile,
            new.contact.telephone,
            new.up_to_date_on.map(Day),
            new.birth,
            source,
            recorded_by,
            recorded_at_ms,
            confirmed_by,
            confirmed_at_ms,
        ],
    )
    .while_doing("guardar a una persona asegurada")
    .map(InsuredId)
}

/// Writes an insured person back, number and all.
pub fn update(tx: &Transaction<'_>, changed: &Insured) -> Result<(), Error> {
    let (source, recorded_by, recorded_at_ms, confirmed_by, confirmed_at_ms) = changed.provenance.columns();
    tx.execute(
        "UPDATE insured SET person_kind = ?2, person_number = ?3, person_name = ?4, folded = ?5, kind = ?6, key_state = ?7, \
         email = ?8, mobile = ?9, telephone = ?10, up_to_date_on = ?11, birth = ?12, source = ?13, recorded_by = ?14, \
         recorded_at_ms = ?15, confirmed_by = ?16, confirmed_at_ms = ?17 WHERE id = ?1",
        params![
            changed.id,
            column::person_kind(&changed.number),
            changed.number.as_str(),
            changed.name,
            folded(&changed.name),
            changed.kind,
            changed.key,
            changed.contact.email,
            changed.contact.mobile,
            changed.contact.telephone,
            changed.up_to_date_on.map(Day),
            changed.birth,
            source,
            recorded_by,
            recorded_at_ms,
            confirmed_by,
            confirmed_at_ms,
        ],
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

/// The person themselves said how they are reached: it is no bringing up to date in person, and another e-mail than the one
/// that was given in person ends that.
pub fn correct_contact(tx: &Transaction<'_>, id: InsuredId, contact: &Contact) -> Result<(), Error> {
    tx.execute(
        "UPDATE insured SET up_to_date_on = CASE WHEN email = ?2 THEN up_to_date_on END, email = ?2, mobile = ?3, telephone = ?4 \
         WHERE id = ?1",
        (id, &contact.email, &contact.mobile, &contact.telephone),
    )
    .while_doing("corregir los datos de una persona asegurada")
    .map(drop)
}

/// Erases an insured person from the register.
pub fn remove(tx: &Transaction<'_>, id: InsuredId) -> Result<(), Error> {
    tx.execute("DELETE FROM insured WHERE id = ?1", [id]).while_doing("borrar a una persona asegurada").map(drop)
}
