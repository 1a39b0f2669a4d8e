//! The ledger of slips.

use chrono::NaiveDate;
use rusqlite::params;

use super::column::{self, Day};
use super::error::{Error, WhileDoing as _};
use super::link::{self, Row};
use super::transaction::{Reader, Transaction};
use crate::domain::calendar::Moment;
use crate::domain::id::{CentreId, IssuanceId, UserId, VisitId, WindowId};
use crate::domain::ledger::{Acknowledgement, IssuanceState, Serial, VoidCause};
use crate::domain::number::{Branch, EmployerNumber, PersonNumber};

/// One line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuance {
    /// The id.
    pub id: IssuanceId,
    /// What stands on the paper.
    pub serial: Serial,
    /// The centre.
    pub centre: CentreId,
    /// The window that issued it.
    pub window: WindowId,
    /// The visit it belongs to.
    pub visit: VisitId,
    /// Whose key it is.
    pub employer: EmployerNumber,
    /// Of which branch.
    pub branch: Branch,
    /// Who receives it.
    pub recipient: PersonNumber,
    /// Argon2id, in PHC form.
    pub key_hash: String,
    /// How it stands.
    pub state: IssuanceState,
    /// The accounting day it counts in.
    pub accounting_day: NaiveDate,
    /// Who issued it.
    pub clerk: UserId,
    /// Where it was sent, as a printer's URI.
    pub printer: String,
    /// The job's number at the printer.
    pub job_id: Option<i32>,
    /// The entry that reserved it: what the paper's mark names.
    pub journal_number: i64,
    /// When it was reserved.
    pub reserved_at_ms: i64,
    /// When it was settled.
    pub ended_at_ms: Option<i64>,
    /// Signed or not, once delivered.
    pub acknowledgement: Option<Acknowledgement>,
    /// Why it was voided.
    pub void_cause: Option<VoidCause>,
    /// In the clerk's words.
    pub void_reason: Option<String>,
    /// Cancelling was not confirmed: the paper may still come out.
    pub may_still_print: bool,
    /// The printer holds the job's document no longer.
    pub purged: bool,
}

const COLUMNS: &str = "id, serial, centre_id, window_id, visit_id, employer_number, employer_branch, recipient_kind, recipient_number, \
                       key_hash, state, accounting_day, clerk_id, printer, job_id, journal_n, reserved_at_ms, ended_at_ms, \
                       acknowledgement, void_cause, void_reason, may_still_print, purged";

fn issuance(row: &Row<'_>) -> link::Result<Issuance> {
    let acknowledgement: Option<String> = row.get(18)?;
    Ok(Issuance {
        id: row.get(0)?,
        serial: row.get(1)?,
        centre: row.get(2)?,
        window: row.get(3)?,
        visit: row.get(4)?,
        employer: row.get(5)?,
        branch: row.get(6)?,
        recipient: column::person_number(row, 7)?,
        key_hash: row.get(9)?,
        state: row.get(10)?,
        accounting_day: row.get::<Day>(11)?.0,
        clerk: row.get(12)?,
        printer: row.get(13)?,
        job_id: row.get(14)?,
        journal_number: row.get(15)?,
        reserved_at_ms: row.get(16)?,
        ended_at_ms: row.get(17)?,
        acknowledgement: acknowledgement.map(|code| match code.as_str() {
            "signed" => Acknowledgement::Signed,
            _ => Acknowledgement::Unsigned,
        }),
        void_cause: row.get(19)?,
        void_reason: row.get(20)?,
        may_still_print: row.get(21)?,
        purged: row.get(22)?,
    })
}

/// Adds a line as it stands; `id` is ignored and answered. A second open line of the same visit is refused by the schema.
pub fn add(tx: &Transaction<'_>, new: &Issuance) -> Result<IssuanceId, Error> {
    insert(tx, new, false)
}

/// Adds a line that is marked as sample: no paper bears its serial, and no entry of its own speaks of it.
pub fn add_sample(tx: &Transaction<'_>, new: &Issuance) -> Result<IssuanceId, Error> {
    insert(tx, new, true)
}

fn insert(tx: &Transaction<'_>, new: &Issuance, is_sample: bool) -> Result<IssuanceId, Error> {
    tx.insert(
        "INSERT INTO issuance (serial, centre_id, window_id, epoch, sequence, visit_id, employer_number, employer_branch, recipient_kind, \
         recipient_number, key_hash, state, accounting_day, clerk_id, printer, job_id, journal_n, reserved_at_ms, ended_at_ms, \
         acknowledgement, void_cause, void_reason, may_still_print, purged, sample) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25)",
        params![
            new.serial,
            new.centre,
            new.window,
            new.serial.epoch,
            new.serial.number,
            new.visit,
            new.employer,
            new.branch,
            column::person_kind(&new.recipient),
            new.recipient.as_str(),
            new.key_hash,
            new.state,
            Day(new.accounting_day),
            new.clerk,
            new.printer,
            new.job_id,
            new.journal_number,
            new.reserved_at_ms,
            new.ended_at_ms,
            new.acknowledgement.map(acknowledgement_code),
            new.void_cause,
            new.void_reason,
            new.may_still_print,
            new.purged,
            is_sample,
        ],
    )
    .while_doing("anotar una clave en el libro")
    .map(IssuanceId)
}

fn acknowledgement_code(acknowledgement: Acknowledgement) -> &'static str {
    match acknowledgement {
        Acknowledgement::Signed => "signed",
        Acknowledgement::Unsigned => "unsigned",
    }
}

/// Writes state, job and end back.
pub fn update(tx: &Transaction<'_>, changed: &Issuance) -> Result<(), Error> {
    tx.tell(
        "UPDATE issuance SET state = ?2, job_id = ?3, ended_at_ms = ?4, acknowledgement = ?5, void_cause = ?6, void_reason = ?7, \
         may_still_print = ?8, purged = ?9 WHERE id = ?1",
        (
            changed.id,
            changed.state,
            changed.job_id,
            changed.ended_at_ms,
            changed.acknowledgement.map(acknowledgement_code),
            changed.void_cause,
            &changed.void_reason,
            changed.may_still_print,
            changed.purged,
        ),
    )
    .while_doing("cambiar el estado de una clave")
}

/// One line.
pub fn get(reader: &Reader, id: IssuanceId) -> Result<Option<Issuance>, Error> {
    reader
        .maybe(&format!("SELECT {COLUMNS} FROM issuance WHERE id = ?1"), [id], issuance)
        .while_doing("leer el libro de claves")
}

/// The same, held: nobody else changes it until the transaction ends.
pub fn get_held(tx: &Transaction<'_>, id: IssuanceId) -> Result<Option<Issuance>, Error> {
    tx.held(&format!("SELECT {COLUMNS} FROM issuance WHERE id = ?1"), [id], issuance)
        .while_doing("leer el libro de claves")
}

/// The last number given out at a window in an epoch, 0 where none was.
pub fn last_number(reader: &Reader, centre: CentreId, window: WindowId, epoch: u16) -> Result<u32, Error> {
    reader
        .one(
            "SELECT coalesce(max(sequence), 0) FROM issuance WHERE centre_id = ?1 AND window_id = ?2 AND epoch = ?3",
            (centre, window, epoch),
            |row| row.get(0),
        )
        .while_doing("leer la última serie")
}

/// The slips of a visit, oldest first.
pub fn of_visit(reader: &Reader, visit: VisitId) -> Result<Vec<Issuance>, Error> {
    reader
        .all(&format!("SELECT {COLUMNS} FROM issuance WHERE visit_id = ?1 ORDER BY id"), [visit], issuance)
        .while_doing("leer las claves de una atención")
}

/// The slips that are not settled, oldest first.
pub fn open(reader: &Reader) -> Result<Vec<Issuance>, Error> {
    reader
        .all(
            &format!("SELECT {COLUMNS} FROM issuance WHERE state NOT IN ('delivered', 'void', 'unknown') ORDER BY id"),
            [],
            issuance,
        )
        .while_doing("leer las claves pendientes")
}

/// The slips that were printed or settled and whose job may still be at the printer, oldest first.
pub fn unpurged(reader: &Reader) -> Result<Vec<Issuance>, Error> {
    reader
        .all(
            &format!(
                "SELECT {COLUMNS} FROM issuance WHERE purged = 0 AND sample = 0 AND job_id IS NOT NULL \
                 AND state IN ('printed', 'delivered', 'void') ORDER BY id"
            ),
            [],
            issuance,
        )
        .while_doing("leer las claves por borrar de la impresora")
}

/// Was a key delivered, or is one on its way, for this employer and branch since this moment, in another visit or this one?
pub fn delivered_since(
    reader: &Reader,
    employer: &EmployerNumber,
    branch: &Branch,
    since: Moment,
) -> Result<Option<Serial>, Error> {
    reader
        .maybe(
            "SELECT serial FROM issuance WHERE employer_number = ?1 AND employer_branch = ?2 AND reserved_at_ms >= ?3 \
             AND state <> 'void' ORDER BY id DESC LIMIT 1",
            (employer, branch, since),
            |row| row.get(0),
        )
        .while_doing("buscar claves de hoy del empleador")
}

/// Was a key ever delivered for this employer and branch?
pub fn was_delivered(reader: &Reader, employer: &EmployerNumber, branch: &Branch) -> Result<bool, Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM issuance WHERE employer_number = ?1 AND employer_branch = ?2 AND state = 'delivered')";
    reader.one(sql, (employer, branch), |row| row.get(0)).while_doing("buscar una clave entregada del empleador")
}

/// How many other slips that may be on paper were voided of the same accounting day as this one: of the same employer and
/// branch, and of those that the same clerk issued.
pub fn voids_beside(reader: &Reader, slip: &Issuance) -> Result<(u32, u32), Error> {
    reader
        .one(
            "SELECT count(*) FILTER (WHERE employer_number = ?4 AND employer_branch = ?5), count(*) FILTER (WHERE clerk_id = ?6) \
             FROM issuance WHERE centre_id = ?1 AND accounting_day = ?2 AND id <> ?3 AND state = 'void' AND job_id IS NOT NULL",
            (slip.centre, Day(slip.accounting_day), slip.id, &slip.employer, &slip.branch, slip.clerk),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .while_doing("contar las claves anuladas del día")
}

/// Every line, in the order of the ledger, without keeping them. What a demo store has marked as sample is left out: no
/// entry speaks of it. Elsewhere there is no such thing, and a line so marked is walked like the others.
pub fn walk<E: From<Error>>(reader: &Reader, mut visit: impl FnMut(Issuance) -> Result<(), E>) -> Result<(), E> {
    let sql = format!(
        "SELECT {COLUMNS} FROM issuance WHERE sample = 0 OR (SELECT demo FROM store_identity WHERE id = 1) = 0 ORDER BY id"
    );
    reader.each("recorrer el libro de claves", &sql, [], |row| {
        visit(issuance(row).while_doing("leer el libro de claves")?)
    })
}
