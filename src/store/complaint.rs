//! Complaints: against a visit or by themselves, with what came of them.

use chrono::NaiveDate;

use super::column::Day;
use super::error::{Error, WhileDoing as _};
use super::link::{self, Row};
use super::transaction::{Reader, Transaction};
use crate::domain::id::{CentreId, ComplaintId, UserId, VisitId, WindowId};

/// A complaint as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The id.
    pub id: ComplaintId,
    /// The centre.
    pub centre: CentreId,
    /// Where it was recorded.
    pub window: WindowId,
    /// By whom.
    pub recorded_by: UserId,
    /// When.
    pub recorded_at_ms: i64,
    /// The accounting day it counts in.
    pub accounting_day: NaiveDate,
    /// The procedure's id.
    pub procedure: String,
    /// The visit it is against, if against one.
    pub visit: Option<VisitId>,
    /// What it is about.
    pub matter: String,
    /// What came of it.
    pub resolution: String,
}

const COLUMNS: &str =
    "id, centre_id, window_id, recorded_by, recorded_at_ms, accounting_day, procedure, visit_id, matter, resolution";

fn complaint(row: &Row<'_>) -> link::Result<Complaint> {
    Ok(Complaint {
        id: row.get(0)?,
        centre: row.get(1)?,
        window: row.get(2)?,
        recorded_by: row.get(3)?,
        recorded_at_ms: row.get(4)?,
        accounting_day: row.get::<Day>(5)?.0,
        procedure: row.get(6)?,
        visit: row.get(7)?,
        matter: row.get(8)?,
        resolution: row.get(9)?,
    })
}

/// Adds a complaint; `id` is ignored and answered.
pub fn add(tx: &Transaction<'_>, new: &Complaint) -> Result<ComplaintId, Error> {
    tx.insert(
        "INSERT INTO complaint (centre_id, window_id, recorded_by, recorded_at_ms, accounting_day, procedure, visit_id, matter, \
         resolution) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        (
            new.centre,
            new.window,
            new.recorded_by,
            new.recorded_at_ms,
            Day(new.accounting_day),
            &new.procedure,
            new.visit,
            &new.matter,
            &new.resolution,
        ),
    )
    .while_doing("guardar una queja")
    .map(ComplaintId)
}

/// The complaints of a day, in the order in which they were recorded.
pub fn of_day(reader: &Reader, centre: CentreId, day: NaiveDate) -> Result<Vec<Complaint>, Error> {
    reader
        .all(
            &format!("SELECT {COLUMNS} FROM complaint WHERE centre_id = ?1 AND accounting_day = ?2 ORDER BY id"),
            (centre, Day(day)),
            complaint,
        )
        .while_doing("leer las quejas de un día")
}

/// The complaints against a visit, in the order in which they were recorded.
pub fn of_visit(reader: &Reader, visit: VisitId) -> Result<Vec<Complaint>, Error> {
    reader
        .all(&format!("SELECT {COLUMNS} FROM complaint WHERE visit_id = ?1 ORDER BY id"), [visit], complaint)
        .while_doing("leer las quejas contra una atención")
}
