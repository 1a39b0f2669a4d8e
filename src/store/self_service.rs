//! What people do by themselves at a screen that was turned to them: one row from its beginning to its end. What is only of use
//! until then is wiped with the end.

use chrono::NaiveDate;

use super::column::{self, Day};
use super::error::{Error, WhileDoing as _};
use super::link::{self, Row};
use super::transaction::{Reader, Transaction};
use crate::domain::day::SelfServices;
use crate::domain::id::{CentreId, SelfServiceId, UserId, WindowId};
use crate::domain::number::PersonNumber;
use crate::domain::self_service::{FlowOutcome, Step};

/// Somebody at the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// The id.
    pub id: SelfServiceId,
    /// The centre.
    pub centre: CentreId,
    /// At which window's screen.
    pub window: WindowId,
    /// Who turned it to them.
    pub begun_by: UserId,
    /// By which procedure.
    pub procedure: String,
    /// The accounting day it counts in.
    pub accounting_day: NaiveDate,
    /// When it was begun, in milliseconds since the Unix epoch.
    pub begun_at_ms: i64,
    /// The number that they gave, whether anybody has it or not.
    pub person: PersonNumber,
    /// For which employer, by its number, and branch; blank where it is for none.
    pub employer: (String, String),
    /// What is waited for.
    pub step: Step,
    /// What is of use until the end, as JSON.
    pub working: String,
    /// How it ended.
    pub outcome: Option<FlowOutcome>,
    /// The number of the entry that began it.
    pub journal_number: i64,
}

const COLUMNS: &str = "id, centre_id, window_id, begun_by, procedure, accounting_day, begun_at_ms, person_kind, person_number, \
                       employer_number, employer_branch, step, working, outcome, journal_n";

fn flow(row: &Row<'_>) -> link::Result<Flow> {
    Ok(Flow {
        id: row.get(0)?,
        centre: row.get(1)?,
        window: row.get(2)?,
        begun_by: row.get(3)?,
        procedure: row.get(4)?,
        accounting_day: row.get::<Day>(5)?.0,
        begun_at_ms: row.get(6)?,
        person: column::person_number(row, 7)?,
        employer: (row.get(9)?, row.get(10)?),
        step: row.get(11)?,
        working: row.get(12)?,
        outcome: row.get(13)?,
        journal_number: row.get(14)?,
    })
}

/// Adds what somebody begins; `id` is ignored and answered. What has ended already ended then.
pub fn add(tx: &Transaction<'_>, new: &Flow) -> Result<SelfServiceId, Error> {
    tx.insert(
        "INSERT INTO self_service (centre_id, window_id, begun_by, procedure, accounting_day, begun_at_ms, person_kind, person_number, \
         employer_number, employer_branch, step, working, outcome, ended_at_ms, journal_n) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, CASE WHEN CAST(?13 AS TEXT) IS NOT NULL THEN ?6 END, ?14)",
        (
            new.centre,
            new.window,
            new.begun_by,
            &new.procedure,
            Day(new.accounting_day),
            new.begun_at_ms,
            column::person_kind(&new.person),
            new.person.as_str(),
            &new.employer.0,
            &new.employer.1,
            new.step,
            &new.working,
            new.outcome,
            new.journal_number,
        ),
    )
    .while_doing("guardar un autoservicio")
    .map(SelfServiceId)
}

/// One of them.
pub fn get(reader: &Reader, id: SelfServiceId) -> Result<Option<Flow>, Error> {
    reader
        .maybe(&format!("SELECT {COLUMNS} FROM self_service WHERE id = ?1"), [id], flow)
        .while_doing("leer un autoservicio")
}

/// It goes on: what is waited for now, and what is of use until the end. Nothing where it has ended.
pub fn go_on(tx: &Transaction<'_>, id: SelfServiceId, step: Step, working: &str) -> Result<(), Error> {
    tx.execute("UPDATE self_service SET step = ?2, working = ?3 WHERE id = ?1 AND outcome IS NULL", (id, step, working))
        .while_doing("seguir un autoservicio")
        .map(drop)
}

/// It ends; what was of use until then is wiped, and none of its codes and links serves any more.
pub fn end(tx: &Transaction<'_>, id: SelfServiceId, outcome: FlowOutcome, at_ms: i64) -> Result<(), Error> {
    tx.execute(
        "UPDATE self_service SET outcome = ?2, ended_at_ms = ?3, working = '' WHERE id = ?1 AND outcome IS NULL",
        (id, outcome, at_ms),
    )
    .while_doing("terminar un autoservicio")?;
    super::challenge::replace_all(tx, id, at_ms)
}

/// Those that count in an accounting day, the newest first: all, or those begun in one user's name.
pub fn of_day(reader: &Reader, centre: CentreId, day: NaiveDate, by: Option<UserId>) -> Result<Vec<Flow>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM self_service WHERE centre_id = ?1 AND accounting_day = ?2 AND (CAST(?3 AS BIGINT) IS NULL OR begun_by = ?3) \
         ORDER BY id DESC"
    );
    reader.all(&sql, (centre, Day(day), by), flow).while_doing("leer los autoservicios del día")
}

/// When the same procedure was begun for a person, or for an employer where one is named, later than a moment; all in
/// milliseconds since the Unix epoch.
pub fn begun_since(
    reader: &Reader,
    procedure: &str,
    (person, employer): (&PersonNumber, &str),
    since_ms: i64,
) -> Result<[Vec<i64>; 2], Error> {
    let of_person = reader.all(
        "SELECT begun_at_ms FROM self_service WHERE person_number = ?1 AND person_kind = ?2 AND procedure = ?3 AND begun_at_ms > ?4",
        (person.as_str(), column::person_kind(person), procedure, since_ms),
        |row| row.get(0),
    );
    let of_employer = match employer {
        "" => Ok(Vec::new()),
        employer => reader.all(
            "SELECT begun_at_ms FROM self_service WHERE employer_number = ?1 AND employer_number <> '' AND procedure = ?2 \
             AND begun_at_ms > ?3",
            (employer, procedure, since_ms),
            |row| row.get(0),
        ),
    };
    Ok([of_person.while_doing(COUNTING)?, of_employer.while_doing(COUNTING)?])
}

/// Those that were begun before a moment and have not ended.
pub fn left_before(reader: &Reader, before_ms: i64) -> Result<Vec<SelfServiceId>, Error> {
    reader
        .all("SELECT id FROM self_service WHERE outcome IS NULL AND begun_at_ms < ?1 ORDER BY id", [before_ms], |row| {
            row.get(0)
        })
        .while_doing("buscar los autoservicios sin terminar")
}

/// What counts in an accounting day, as it stands now.
pub fn counts(reader: &Reader, centre: CentreId, day: NaiveDate) -> Result<SelfServices, Error> {
    let rows = reader.all(
        "SELECT procedure, outcome, count(*) FROM self_service WHERE centre_id = ?1 AND accounting_day = ?2 \
         GROUP BY procedure, outcome",
        (centre, Day(day)),
        counted,
    );
    rows.while_doing(COUNTING).map(summed)
}

/// What counts in the days from one to another, both included, that are not closed, as it stands now.
pub fn open_counts(
    reader: &Reader,
    centre: CentreId,
    (first, last): (NaiveDate, NaiveDate),
) -> Result<SelfServices, Error> {
    let rows = reader.all(
        "SELECT procedure, outcome, count(*) FROM self_service \
         WHERE centre_id = ?1 AND accounting_day BETWEEN ?2 AND ?3 \
         AND accounting_day NOT IN (SELECT on_day FROM day_close WHERE centre_id = ?1 AND on_day BETWEEN ?2 AND ?3) \
         GROUP BY procedure, outcome",
        (centre, Day(first), Day(last)),
        counted,
    );
    rows.while_doing(COUNTING).map(summed)
}

const COUNTING: &str = "contar los autoservicios";

fn counted(row: &Row<'_>) -> link::Result<(String, Option<FlowOutcome>, u32)> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

fn summed(rows: Vec<(String, Option<FlowOutcome>, u32)>) -> SelfServices {
    let mut counts = SelfServices::new();
    for (procedure, outcome, many) in rows {
        counts.entry(procedure).or_default().count(outcome, many.into());
    }
    counts
}

/// All of them, in the order in which they were begun, without keeping them.
pub fn walk<E: From<Error>>(reader: &Reader, mut visit: impl FnMut(Flow) -> Result<(), E>) -> Result<(), E> {
    let doing = "recorrer los autoservicios";
    reader.each(doing, &format!("SELECT {COLUMNS} FROM self_service ORDER BY id"), [], |row| {
        visit(flow(row).while_doing(doing)?)
    })
}
