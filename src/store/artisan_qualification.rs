//! The register of artisan qualifications: of the Junta Nacional de Defensa del Artesano, and ministerial agreements.

use chrono::NaiveDate;

use super::column::{self, Day};
use super::error::{Error, WhileDoing as _};
use super::link::{self, Row};
use super::notarial_power::{Revocation, SetAside};
use super::transaction::{Reader, Transaction};
use crate::domain::id::{ArtisanQualificationId, UserId, VisitId};
use crate::domain::name::folded;
use crate::domain::number::PersonNumber;
use crate::domain::register::ArtisanIssuer;

/// An artisan qualification as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArtisanQualification {
    /// The id.
    pub id: ArtisanQualificationId,
    /// Who issued it.
    pub issuer: ArtisanIssuer,
    /// Its number, as printed.
    pub number: String,
    /// Whose it is: number and name.
    pub holder: (PersonNumber, String),
    /// As printed.
    pub issued_on: NaiveDate,
    /// As printed; without: "Indefinida".
    pub expires_on: Option<NaiveDate>,
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

const COLUMNS: &str = "id, issuer, number, holder_kind, holder_number, holder_name, issued_on, expires_on, recorded_by, recorded_at_ms, \
                       revoked_by, revoked_at_ms, revoked_reason, revoked_on, recorded_in_visit, set_aside_by, set_aside_at_ms, \
                       set_aside_reason";

fn qualification(row: &Row<'_>) -> link::Result<ArtisanQualification> {
    let issuer: String = row.get(1)?;
    Ok(ArtisanQualification {
        id: row.get(0)?,
        issuer: if issuer == "ministry" { ArtisanIssuer::Ministry } else { ArtisanIssuer::JuntaNacional },
        number: row.get(2)?,
        holder: (column::person_number(row, 3)?, row.get(5)?),
        issued_on: row.get::<Day>(6)?.0,
        expires_on: row.get::<Option<Day>>(7)?.map(|day| day.0),
        recorded_by: row.get(8)?,
        recorded_at_ms: row.get(9)?,
        revoked: Revocation::read(row, 10)?,
        recorded_in: row.get(14)?,
        set_aside: SetAside::read(row, 15)?,
    })
}

/// The word for an issuer in the store.
#[must_use]
pub fn issuer_code(issuer: ArtisanIssuer) -> &'static str {
    match issuer {
        ArtisanIssuer::JuntaNacional => "junta_nacional",
        ArtisanIssuer::Ministry => "ministry",
    }
}

/// Adds a qualification; `id` is ignored and answered.
pub fn add(tx: &Transaction<'_>, new: &ArtisanQualification) -> Result<ArtisanQualificationId, Error> {
    let issuer = issuer_code(new.issuer);
    tx.insert(
        "INSERT INTO artisan_qualification (issuer, number, holder_kind, holder_number, holder_name, folded, issued_on, expires_on, \
         recorded_by, recorded_at_ms, recorded_in_visit) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        (
            issuer,
            &new.number,
            column::person_kind(&new.holder.0),
            new.holder.0.as_str(),
            &new.holder.1,
            folded(&new.holder.1),
            Day(new.issued_on),
            new.expires_on.map(Day),
            new.recorded_by,
            new.recorded_at_ms,
            new.recorded_in,
        ),
    )
    .while_doing("guardar una calificación artesanal")
    .map(ArtisanQualificationId)
}

/// Writes an entry anew that was copied wrongly and has served nobody, of the same issuer and holder.
pub fn correct(tx: &Transaction<'_>, id: ArtisanQualificationId, anew: &ArtisanQualification) -> Result<(), Error> {
    tx.execute(
        "UPDATE artisan_qualification SET number = ?2, holder_name = ?3, folded = ?4, issued_on = ?5, expires_on = ?6, \
         recorded_by = ?7, recorded_at_ms = ?8 WHERE id = ?1",
        (
            id,
            &anew.number,
            &anew.holder.1,
            folded(&anew.holder.1),
            Day(anew.issued_on),
            anew.expires_on.map(Day),
            anew.recorded_by,
            anew.recorded_at_ms,
        ),
    )
    .while_doing("corregir una calificación artesanal")
    .map(drop)
}

/// The qualifications that were copied in a visit and have served in none, oldest first: neither revoked nor set aside.
pub fn copied_in(reader: &Reader, visit: VisitId) -> Result<Vec<ArtisanQualification>, Error> {
    reader
        .all(
            &format!(
                "SELECT {COLUMNS} FROM artisan_qualification WHERE recorded_in_visit = ?1 AND revoked_at_ms IS NULL \
                 AND set_aside_at_ms IS NULL AND id NOT IN (SELECT qualification_id FROM artisan_qualification_use) \
                 ORDER BY id"
            ),
            [visit],
            qualification,
        )
        .while_doing("leer las calificaciones copiadas en una atención")
}

/// Records a revocation, or takes it back.
pub fn set_revocation(
    tx: &Transaction<'_>,
    id: ArtisanQualificationId,
    revocation: Option<&Revocation>,
) -> Result<(), Error> {
    tx.execute(
        "UPDATE artisan_qualification SET revoked_by = ?2, revoked_at_ms = ?3, revoked_reason = ?4, revoked_on = ?5 WHERE id = ?1",
        (
            id,
            revocation.map(|it| it.by),
            revocation.map(|it| it.at_ms),
            revocation.map(|it| it.reason.as_str()),
            revocation.and_then(|it| it.on).map(Day),
        ),
    )
    .while_doing("anotar la revocatoria de una calificación")
    .map(drop)
}

/// Takes an entry that was copied wrongly out of what counts.
pub fn set_aside(tx: &Transaction<'_>, id: ArtisanQualificationId, set_aside: &SetAside) -> Result<(), Error> {
    tx.execute(
        "UPDATE artisan_qualification SET set_aside_by = ?2, set_aside_at_ms = ?3, set_aside_reason = ?4 WHERE id = ?1",
        (id, set_aside.by, set_aside.at_ms, &set_aside.reason),
    )
    .while_doing("apartar una calificación mal copiada")
    .map(drop)
}

/// One qualification.
pub fn get(reader: &Reader, id: ArtisanQualificationId) -> Result<Option<ArtisanQualification>, Error> {
    reader
        .maybe(&format!("SELECT {COLUMNS} FROM artisan_qualification WHERE id = ?1"), [id], qualification)
        .while_doing("leer una calificación artesanal")
}

/// The qualifications with this number, oldest first, those that were copied wrongly apart.
pub fn by_number(reader: &Reader, number: &str) -> Result<Vec<ArtisanQualification>, Error> {
    reader
        .all(
            &format!(
                "SELECT {COLUMNS} FROM artisan_qualification WHERE number = ?1 AND set_aside_at_ms IS NULL ORDER BY id"
            ),
            [number],
            qualification,
        )
        .while_doing("buscar una calificación por su número")
}

/// The qualifications of a person, newest first, those that were copied wrongly apart.
pub fn of_person(reader: &Reader, person: &PersonNumber) -> Result<Vec<ArtisanQualification>, Error> {
    reader
        .all(
            &format!(
                "SELECT {COLUMNS} FROM artisan_qualification WHERE holder_number = ?1 AND holder_kind = ?2 \
                 AND set_aside_at_ms IS NULL ORDER BY id DESC LIMIT 100"
            ),
            (person.as_str(), column::person_kind(person)),
            qualification,
        )
        .while_doing("leer las calificaciones de una persona")
}

/// The revoked qualifications of a person, newest first: all of them, because a missed one would serve.
pub fn revoked_of_person(reader: &Reader, person: &PersonNumber) -> Result<Vec<ArtisanQualification>, Error> {
    reader
        .all(
            &format!(
                "SELECT {COLUMNS} FROM artisan_qualification WHERE revoked_at_ms IS NOT NULL AND set_aside_at_ms IS NULL \
                 AND holder_number = ?1 AND holder_kind = ?2 \
                 ORDER BY id DESC"
            ),
            (person.as_str(), column::person_kind(person)),
            qualification,
        )
        .while_doing("leer las calificaciones revocadas de una persona")
}

/// Notes that a qualification served in a visit.
pub fn note_use(tx: &Transaction<'_>, id: ArtisanQualificationId, visit: VisitId, at_ms: i64) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO artisan_qualification_use (qualification_id, visit_id, at_ms) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        (id, visit, at_ms),
    )
    .while_doing("anotar el uso de una calificación")
    .map(drop)
}

/// The visits in which a qualification served, oldest first.
pub fn uses(reader: &Reader, id: ArtisanQualificationId) -> Result<Vec<VisitId>, Error> {
    reader
        .all(
            "SELECT visit_id FROM artisan_qualification_use WHERE qualification_id = ?1 ORDER BY visit_id",
            [id],
            |row| row.get(0),
        )
        .while_doing("leer los usos de una calificación")
}
