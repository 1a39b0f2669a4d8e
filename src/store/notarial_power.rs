//! The register of notarial powers: recorded once, found in later visits, revoked by name.

use chrono::NaiveDate;
use rusqlite::params;

use super::column::{self, Day};
use super::error::{Error, WhileDoing as _};
use super::link::{self, Row};
use super::transaction::{Reader, Transaction};
use crate::domain::id::{NotarialPowerId, UserId, VisitId};
use crate::domain::name::folded;
use crate::domain::number::PersonNumber;
use crate::domain::register::{LegalValidation, PowerScope};

/// A paper of the registers was revoked: the act, and who recorded it, when, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// The day of the act that revoked it; not known of those recorded before it was asked for.
    pub on: Option<NaiveDate>,
    /// Who recorded it.
    pub by: UserId,
    /// When, in milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// Why.
    pub reason: String,
}

impl Revocation {
    /// Reads four columns: by, at, reason, and the day of the act.
    pub(super) fn read(row: &Row<'_>, at: usize) -> link::Result<Option<Self>> {
        let on = row.get::<Option<Day>>(at.saturating_add(3))?.map(|day| day.0);
        Ok(SetAside::read(row, at)?.map(|SetAside { by, at_ms, reason }| Self { on, by, at_ms, reason }))
    }
}

/// An entry of the registers was copied wrongly and does not count: who said so, when, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Who.
    pub by: UserId,
    /// When, in milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// Why.
    pub reason: String,
}

impl SetAside {
    /// Reads three columns: by, at, reason.
    pub(super) fn read(row: &Row<'_>, at: usize) -> link::Result<Option<Self>> {
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
    /// The visit in which it was copied from the paper; none where it was recorded in the register.
    pub recorded_in: Option<VisitId>,
    /// Its revocation.
    pub revoked: Option<Revocation>,
    /// It was copied wrongly: it is offered no more, and says nothing of the paper.
    pub set_aside: Option<SetAside>,
}

impl NotarialPower {
    /// How the columns say its scope, and its validation.
    #[must_use]
    pub fn scope_and_validation(&self) -> (&'static str, &'static str) {
        (scope_code(self.scope), validation_columns(&self.legal_validation).0)
    }
}

const COLUMNS: &str = "id, code, grantor_kind, grantor_number, grantor_name, holder_kind, holder_number, holder_name, granted_on, \
                       valid_until, scope, legal_validation, legal_reference, legal_on, legal_by, recorded_by, recorded_at_ms, \
                       revoked_by, revoked_at_ms, revoked_reason, revoked_on, recorded_in_visit, legal_without_data, set_aside_by, \
                       set_aside_at_ms, set_aside_reason";

fn scope_code(scope: PowerScope) -> &'static str {
    match scope {
        PowerScope::Sufficient => "sufficient",
        PowerScope::Unclear => "unclear",
        PowerScope::Insufficient => "insufficient",
    }
}

fn power(row: &Row<'_>) -> link::Result<NotarialPower> {
    let (scope, validation, without_data): (String, String, bool) = (row.get(10)?, row.get(11)?, row.get(22)?);
    Ok(NotarialPower {
        id: row.get(0)?,
        code: row.get(1)?,
        grantor: (column::person_number(row, 2)?, row.get(4)?),
        holder: (column::person_number(row, 5)?, row.get(7)?),
        granted_on: row.get::<Day>(8)?.0,
        valid_until: row.get::<Option<Day>>(9)?.map(|day| day.0),
        scope: match scope.as_str() {
            "sufficient" => PowerScope::Sufficient,
            "unclear" => PowerScope::Unclear,
            _ => PowerScope::Insufficient,
        },
        legal_validation: match validation.as_str() {
            "validated" if without_data => LegalValidation::ValidatedWithoutData,
            "validated" => LegalValidation::Validated {
                reference: row.get(12)?,
                on: row.get::<Option<Day>>(13)?.map(|day| day.0),
                by: row.get(14)?,
            },
            _ => LegalValidation::NotValidated,
        },
        recorded_by: row.get(15)?,
        recorded_at_ms: row.get(16)?,
        revoked: Revocation::read(row, 17)?,
        recorded_in: row.get(21)?,
        set_aside: SetAside::read(row, 23)?,
    })
}

/// Adds a power; `id` is ignored and answered.
pub fn add(tx: &Transaction<'_>, new: &NotarialPower) -> Result<NotarialPowerId, Error> {
    let (validation, reference, on, by, without_data) = validation_columns(&new.legal_validation);
    let (grantor, holder) = (&new.grantor, &new.holder);
    tx.insert(
        "INSERT INTO notarial_power (code, grantor_kind, grantor_number, grantor_name, holder_kind, holder_number, holder_name, folded, \
         granted_on, valid_until, scope, legal_validation, legal_reference, legal_on, legal_by, recorded_by, recorded_at_ms, \
         recorded_in_visit, legal_without_data) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
        params![
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
            new.recorded_in,
            without_data,
        ],
    )
    .while_doing("guardar un poder notarial")
    .map(NotarialPowerId)
}

/// Writes an entry anew that was copied wrongly and has served nobody, of the same two people.
pub fn correct(tx: &Transaction<'_>, id: NotarialPowerId, anew: &NotarialPower) -> Result<(), Error> {
    let (grantor, holder) = (&anew.grantor, &anew.holder);
    tx.execute(
        "UPDATE notarial_power SET code = ?2, grantor_name = ?3, holder_name = ?4, folded = ?5, granted_on = ?6, valid_until = ?7, \
         scope = ?8, recorded_by = ?9, recorded_at_ms = ?10 WHERE id = ?1",
        (
            id,
            &anew.code,
            &grantor.1,
            &holder.1,
            folded(&format!("{} {}", grantor.1, holder.1)),
            Day(anew.granted_on),
            anew.valid_until.map(Day),
            scope_code(anew.scope),
            anew.recorded_by,
            anew.recorded_at_ms,
        ),
    )
    .while_doing("corregir un poder notarial")?;
    set_validation(tx, id, &anew.legal_validation)
}

/// The powers that were copied in a visit and have served in none, oldest first: neither revoked nor set aside.
pub fn copied_in(reader: &Reader, visit: VisitId) -> Result<Vec<NotarialPower>, Error> {
    reader
        .all(
            &format!(
                "SELECT {COLUMNS} FROM notarial_power WHERE recorded_in_visit = ?1 AND revoked_at_ms IS NULL \
                 AND set_aside_at_ms IS NULL AND id NOT IN (SELECT power_id FROM notarial_power_use) ORDER BY id"
            ),
            [visit],
            power,
        )
        .while_doing("leer los poderes copiados en una atención")
}

/// A validation as the columns hold it: which, reference, day, by whom, and whether the stamp shows nothing.
fn validation_columns(validation: &LegalValidation) -> (&'static str, &str, Option<NaiveDate>, &str, bool) {
    match validation {
        LegalValidation::Validated { reference, on, by } => ("validated", reference, *on, by, false),
        LegalValidation::ValidatedWithoutData => ("validated", "", None, "", true),
        LegalValidation::NotValidated => ("not_validated", "", None, "", false),
    }
}

/// Writes what was seen of the legal area's validation later.
pub fn set_validation(tx: &Transaction<'_>, id: NotarialPowerId, validation: &LegalValidation) -> Result<(), Error> {
    let (validation, reference, on, by, without_data) = validation_columns(validation);
    tx.execute(
        "UPDATE notarial_power SET legal_validation = ?2, legal_reference = ?3, legal_on = ?4, legal_by = ?5, legal_without_data = ?6 \
         WHERE id = ?1",
        (id, validation, reference, on.map(Day), by, without_data),
    )
    .while_doing("anotar la validación de un poder")
    .map(drop)
}

/// Records a revocation, or takes it back.
pub fn set_revocation(tx: &Transaction<'_>, id: NotarialPowerId, revocation: Option<&Revocation>) -> Result<(), Error> {
    tx.execute(
        "UPDATE notarial_power SET revoked_by = ?2, revoked_at_ms = ?3, revoked_reason = ?4, revoked_on = ?5 WHERE id = ?1",
        (
            id,
            revocation.map(|it| it.by),
            revocation.map(|it| it.at_ms),
            revocation.map(|it| it.reason.as_str()),
            revocation.and_then(|it| it.on).map(Day),
        ),
    )
    .while_doing("anotar la revocatoria de un poder")
    .map(drop)
}

/// Takes an entry that was copied wrongly out of what counts.
pub fn set_aside(tx: &Transaction<'_>, id: NotarialPowerId, set_aside: &SetAside) -> Result<(), Error> {
    tx.execute(
        "UPDATE notarial_power SET set_aside_by = ?2, set_aside_at_ms = ?3, set_aside_reason = ?4 WHERE id = ?1",
        (id, set_aside.by, set_aside.at_ms, &set_aside.reason),
    )
    .while_doing("apartar un poder mal copiado")
    .map(drop)
}

/// One power.
pub fn get(reader: &Reader, id: NotarialPowerId) -> Result<Option<NotarialPower>, Error> {
    reader
        .maybe(&format!("SELECT {COLUMNS} FROM notarial_power WHERE id = ?1"), [id], power)
        .while_doing("leer un poder notarial")
}

/// The powers with this code, those that were copied wrongly apart: a revoked one among them counts, however often it
/// was recorded.
pub fn by_code(reader: &Reader, code: &str) -> Result<Vec<NotarialPower>, Error> {
    reader
        .all(
            &format!("SELECT {COLUMNS} FROM notarial_power WHERE code = ?1 AND set_aside_at_ms IS NULL ORDER BY id"),
            [code],
            power,
        )
        .while_doing("buscar un poder por su código")
}

/// The powers that a person granted or holds, newest first, those that were copied wrongly apart.
pub fn of_person(reader: &Reader, person: &PersonNumber) -> Result<Vec<NotarialPower>, Error> {
    reader
        .all(
            &format!(
                "SELECT {COLUMNS} FROM notarial_power WHERE ((grantor_number = ?1 AND grantor_kind = ?2) \
                 OR (holder_number = ?1 AND holder_kind = ?2)) AND set_aside_at_ms IS NULL ORDER BY id DESC LIMIT 100"
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
                "SELECT {COLUMNS} FROM notarial_power WHERE revoked_at_ms IS NOT NULL AND set_aside_at_ms IS NULL \
                 AND ((grantor_number = ?1 AND grantor_kind = ?2) \
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
