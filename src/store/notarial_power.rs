//! The register of notarial powers: recorded once, found in later visits, revoked by name.

use chrono::NaiveDate;
use rusqlite::Row;

use super::column::{self, Day};
use super::error::{Error, WhileDoing as _};
use super::transaction::{Reader, Transaction};
use crate::domain::id::{NotarialPowerId, UserId, VisitId};
use crate::domain::name::folded;
use crate::domain::number::PersonNumber;
use crate::domain::procedure::employer_key::case::{LegalValidation, PowerScope};

/// Who revoked a paper of the registers, when, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// Who recorded it.
    pub by: UserId,
    /// When, in milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// Why.
    pub reason: String,
}

impl Revocation {
    /// Reads three columns: by, at, reason.
    pub(super) fn read(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Self>> {
        let by: Option<UserId> = row.get(at)?;
        let at_ms: Option<i64> = row.get(at.saturating_add(1))?;
        let reason: Option<String> = row.get(at.saturating_add(2))?;
        Ok(by.zip(at_ms).zip(reason).map(|((by, at_ms), reason)| Self { by, at_ms, reason }))
    }
}

/// A notarial power as recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct NotarialPower {
    /// The id.
    pub id: NotarialPowerId,
    /// The notarial code as typed, or nothing for a foreign one.
    pub code: String,
    /// Who granted it: number and name.
    pub grantor: (PersonNumber, String),
    /// To whom: number and name.
    pub holder: (PersonNumber, String),
    /// On its day.
    pub granted_on: NaiveDate,
    /// Its last day; indefinite without.
    pub valid_until: Option<NaiveDate>,
    /// Does it cover signing the request and receiving the key?
    pub scope: PowerScope,
    /// The legal area's validation.
    pub legal_validation: LegalValidation,
    /// Who recorded it.
    pub recorded_by: UserId,
    /// When, in milliseconds since the Unix epoch.
    pub recorded_at_ms: i64,
    /// Its revocation.
    pub revoked: Option<Revocation>,
}

const COLUMNS: &str = "id, code, grantor_kind, grantor_number, grantor_name, holder_kind, holder_number, holder_name, granted_on, \
                       valid_until, scope, legal_validation, legal_reference, legal_on, legal_by, recorded_by, recorded_at_ms, \
                       revoked_by, revoked_at_ms, revoked_reason";

fn scope_code(scope: PowerScope) -> &'static str {
    match scope {
        PowerScope::Sufficient => "sufficient",
        PowerScope::Unclear => "unclear",
        PowerScope::Insufficient => "insufficient",
    }
}

fn power(row: &Row<'_>) -> rusqlite::Result<NotarialPower> {
    let (scope, validation): (String, String) = (row.get(10)?, row.get(11)?);
    Ok(NotarialPower {
        id: row.get(0)?,
        code: row.get(1)?,
        grantor: (column::person_number(row, 2)?, row.get(4)?),
        holder: (column::person_number(row, 5)?, row.get(7)?),
        granted_on: row.get::<_, Day>(8)?.0,
        valid_until: row.get::<_, Option<Day>>(9)?.map(|day| day.0),
        scope: match scope.as_str() {
            "sufficient" => PowerScope::Sufficient,
            "unclear" => PowerScope::Unclear,
            _ => PowerScope::Insufficient,
        },
        legal_validation: match validation.as_str() {
            "validated" => LegalValidation::Validated {
                reference: row.get(12)?,
                on: row.get::<_, Option<Day>>(13)?.map(|day| day.0),
                by: row.get(14)?,
            },
            _ => LegalValidation::NotValidated,
        },
        recorded_by: row.get(15)?,
        recorded_at_ms: row.get(16)?,
        revoked: Revocation::read(row, 17)?,
    })
}

/// Adds a power; `id` is ignored and answered.
pub fn add(tx: &Transaction<'_>, new: &NotarialPower) -> Result<NotarialPowerId, Error> {
    let (validation, reference, on, by) = match &new.legal_validation {
        LegalValidation::Validated { reference, on, by } => ("validated", reference.as_str(), *on, by.as_str()),
        LegalValidation::NotValidated => ("not_validated", "", None, ""),
    };
    let (grantor, holder) = (&new.grantor, &new.holder);
    tx.insert(
        "INSERT INTO notarial_power (code, grantor_kind, grantor_number, grantor_name, holder_kind, holder_number, holder_name, folded, \
         granted_on, valid_until, scope, legal_validation, legal_reference, legal_on, legal_by, recorded_by, recorded_at_ms) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        rusqlite::params![
            new.code,
            column::person_kind(&grantor.0),
            grantor.0.as_str(),
            grantor.1,
            column::person_kind(&holder.0),
            holder.0.as_str(),
            holder.1,
            folded(&format!("{} {}", grantor.1, holder.1)),
            Day(new.granted_on),
            new.valid_until.map(Day),
            scope_code(new.scope),
            validation,
            reference,
            on.map(Day),
            by,
            new.recorded_by,
            new.recorded_at_ms,
        ],
    )
    .while_doing("guardar un poder notarial")
    .map(NotarialPowerId)
}

/// Records a revocation.
pub fn revoke(tx: &Transaction<'_>, id: NotarialPowerId, revocation: &Revocation) -> Result<(), Error> {
    tx.execute(
        "UPDATE notarial_power SET revoked_by = ?2, revoked_at_ms = ?3, revoked_reason = ?4 WHERE id = ?1",
        (id, revocation.by, revocation.at_ms, &revocation.reason),
    )
    .while_doing("anotar la revocatoria de un poder")
    .map(drop)
}

/// One power.
pub fn get(reader: &Reader, id: NotarialPowerId) -> Result<Option<NotarialPower>, Error> {
    reader
        .maybe(&format!("SELECT {COLUMNS} FROM notarial_power WHERE id = ?1"), [id], power)
        .while_doing("leer un poder notarial")
}

/// The powers with this code: a revoked one among them counts, however often it was recorded.
pub fn by_code(reader: &Reader, code: &str) -> Result<Vec<NotarialPower>, Error> {
    reader
        .all(&format!("SELECT {COLUMNS} FROM notarial_power WHERE code = ?1 ORDER BY id"), [code], power)
        .while_doing("buscar un poder por su código")
}

/// The powers that a person granted or holds, newest first.
pub fn of_person(reader: &Reader, person: &PersonNumber) -> Result<Vec<NotarialPower>, Error> {
    reader
        .all(
            &format!(
                "SELECT {COLUMNS} FROM notarial_power WHERE (grantor_number = ?1 AND grantor_kind = ?2) \
                 OR (holder_number = ?1 AND holder_kind = ?2) ORDER BY id DESC LIMIT 100"
            ),
            (person.as_str(), column::person_kind(person)),
            power,
        )
        .while_doing("leer los poderes de una persona")
}

/// The revoked powers that a person granted or holds, newest first: all of them, because a missed one would serve.
pub fn revoked_of_person(reader: &Reader, person: &PersonNumber) -> Result<Vec<NotarialPower>, Error> {
    reader
        .all(
            &format!(
                "SELECT {COLUMNS} FROM notarial_power WHERE revoked_at_ms IS NOT NULL AND ((grantor_number = ?1 AND grantor_kind = ?2) \
                 OR (holder_number = ?1 AND holder_kind = ?2)) ORDER BY id DESC"
            ),
            (person.as_str(), column::person_kind(person)),
            power,
        )
        .while_doing("leer los poderes revocados de una persona")
}

/// Notes that a power served in a visit.
pub fn note_use(tx: &Transaction<'_>, id: NotarialPowerId, visit: VisitId, at_ms: i64) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO notarial_power_use (power_id, visit_id, at_ms) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        (id, visit, at_ms),
    )
    .while_doing("anotar el uso de un poder")
    .map(drop)
}

/// The visits in which a power served, oldest first.
pub fn uses(reader: &Reader, id: NotarialPowerId) -> Result<Vec<VisitId>, Error> {
    reader
        .all("SELECT visit_id FROM notarial_power_use WHERE power_id = ?1 ORDER BY visit_id", [id], |row| row.get(0))
        .while_doing("leer los usos de un poder")
}
