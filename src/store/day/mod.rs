//! Closed days: which they are, with what figures, and which days still have to be closed.

mod count;
mod measure;

use std::collections::BTreeSet;

use crate::store::link::{self, Fault, Row};
use chrono::NaiveDate;
use serde::de::DeserializeOwned;

pub use count::{attended, figures, slips};
pub use measure::{measured, reasons};

use super::column::Day;
use super::error::{Error, WhileDoing as _};
use super::transaction::{Reader, Transaction};
use crate::domain::day::{Figures, Volumes};
use crate::domain::id::{CentreId, UserId, WindowId};

/// A day that was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayClose {
    /// The centre.
    pub centre: CentreId,
    /// The day.
    pub day: NaiveDate,
    /// When it was closed.
    pub closed_at_ms: i64,
    /// By whom.
    pub closed_by: UserId,
    /// At which window.
    pub window: WindowId,
    /// The entry that closed it: what the act's head names.
    pub journal_number: i64,
    /// The figures of its act.
    pub figures: Figures,
}

const COLUMNS: &str = "centre_id, on_day, closed_at_ms, closed_by, window_id, journal_n, figures";

/// What stands as JSON in a column.
fn kept<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> link::Result<T> {
    serde_json::from_str(row.text(at)?).map_err(|fault| Fault::unreadable(at, fault))
}

fn close(row: &Row<'_>) -> link::Result<DayClose> {
    Ok(DayClose {
        centre: row.get(0)?,
        day: row.get::<Day>(1)?.0,
        closed_at_ms: row.get(2)?,
        closed_by: row.get(3)?,
        window: row.get(4)?,
        journal_number: row.get(5)?,
        figures: kept(row, 6)?,
    })
}

/// Closes a day. The schema refuses a second close of the same one.
pub fn add(tx: &Transaction<'_>, new: &DayClose) -> Result<(), Error> {
    let figures = serde_json::to_string(&new.figures)
        .map_err(|fault| rusqlite::Error::ToSqlConversionFailure(Box::new(fault)))
        .while_doing("guardar las cifras del día")?;
    tx.execute(
        "INSERT INTO day_close (centre_id, on_day, closed_at_ms, closed_by, window_id, journal_n, figures) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        (new.centre, Day(new.day), new.closed_at_ms, new.closed_by, new.window, new.journal_number, figures),
    )
    .while_doing("cerrar el día")
    .map(drop)
}

/// The close of one day, where it was closed.
pub fn get(reader: &Reader, centre: CentreId, day: NaiveDate) -> Result<Option<DayClose>, Error> {
    reader
        .maybe(
            &format!("SELECT {COLUMNS} FROM day_close WHERE centre_id = ?1 AND on_day = ?2"),
            (centre, Day(day)),
            close,
        )
        .while_doing("leer el cierre de un día")
}

/// Every close, in the order of the days.
pub fn all(reader: &Reader) -> Result<Vec<DayClose>, Error> {
    reader
        .all(&format!("SELECT {COLUMNS} FROM day_close ORDER BY centre_id, on_day"), [], close)
        .while_doing("leer los cierres de los días")
}

/// What the closes of the days from one to another, both included, add to the table of a month.
pub fn closed_volumes(
    reader: &Reader,
    centre: CentreId,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<Volumes>, Error> {
    reader
        .all(
            "SELECT figures FROM day_close WHERE centre_id = ?1 AND on_day BETWEEN ?2 AND ?3 ORDER BY on_day",
            (centre, Day(first), Day(last)),
            |row| kept(row, 0),
        )
        .while_doing("leer los cierres de un mes")
}

/// What an open day adds to the table of a month, as its rows stand now; what people did by themselves is counted of all
/// open days at once ([`open_counts`](super::self_service::open_counts)), since a day with nothing else is never closed.
pub fn volumes(reader: &Reader, centre: CentreId, day: NaiveDate) -> Result<Volumes, Error> {
    let (attended, complaints) = (count::attended(reader, centre, day)?, count::complaints(reader, centre, day)?);
    Ok(Volumes { attended, complaints, ..Volumes::default() })
}

/// The days from one to another, both included, in which something counts and that are not closed.
pub fn open_between(
    reader: &Reader,
    centre: CentreId,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<NaiveDate>, Error> {
    reader
        .all(
            // From day to day along the index, not through each visit of each day.
            "WITH RECURSIVE visited (on_day) AS ( \
               SELECT min(accounting_day) FROM visit WHERE centre_id = ?1 AND accounting_day BETWEEN ?2 AND ?3 \
               UNION ALL SELECT (SELECT min(accounting_day) FROM visit \
                 WHERE centre_id = ?1 AND accounting_day > visited.on_day AND accounting_day <= ?3) \
               FROM visited WHERE visited.on_day IS NOT NULL) \
             SELECT on_day FROM visited WHERE on_day IS NOT NULL \
             UNION SELECT accounting_day FROM complaint WHERE centre_id = ?1 AND accounting_day BETWEEN ?2 AND ?3 \
             EXCEPT SELECT on_day FROM day_close WHERE centre_id = ?1 AND on_day BETWEEN ?2 AND ?3 ORDER BY 1",
            (centre, Day(first), Day(last)),
            |row| Ok(row.get::<Day>(0)?.0),
        )
        .while_doing("leer los días abiertos del mes")
}

/// The days closed from this one on.
pub fn closed_since(reader: &Reader, centre: CentreId, day: NaiveDate) -> Result<BTreeSet<NaiveDate>, Error> {
    let days = reader
        .all("SELECT on_day FROM day_close WHERE centre_id = ?1 AND on_day >= ?2", (centre, Day(day)), |row| {
            Ok(row.get::<Day>(0)?.0)
        })
        .while_doing("leer los días cerrados")?;
    Ok(days.into_iter().collect())
}

/// Under this name stands, among the settings of a store that is older than closes, the first day to be closed.
pub(super) const CLOSES_FROM: &str = "closes_from";

/// The first day to be closed: that of the first entry, or the last one of a store that is older than closes. `None` where
/// nothing was ever done.
pub fn closes_from(reader: &Reader, centre: CentreId) -> Result<Option<NaiveDate>, Error> {
    reader
        .one(
            "SELECT coalesce((SELECT value FROM setting WHERE centre_id = ?1 AND name = ?2), \
             (SELECT accounting_day FROM journal WHERE n = 1))",
            (centre, CLOSES_FROM),
            |row| Ok(row.get::<Option<Day>>(0)?.map(|day| day.0)),
        )
        .while_doing("leer desde cuándo se cierran los días")
}

/// The oldest day before `day` with a visit, a slip or a complaint in it that has to be closed and is not. Days are closed
/// in their order, so it is looked for after the last close.
pub fn oldest_unclosed(reader: &Reader, centre: CentreId, day: NaiveDate) -> Result<Option<NaiveDate>, Error> {
    let Some(from) = closes_from(reader, centre)? else { return Ok(None) };
    reader
        .one(
            "WITH owed (after_day) AS (SELECT \
               coalesce((SELECT max(on_day) FROM day_close WHERE centre_id = ?1 AND on_day < ?2), '')) \
             SELECT min(on_day) FROM ( \
               SELECT min(accounting_day) AS on_day FROM owed CROSS JOIN visit \
                 WHERE centre_id = ?1 AND accounting_day > after_day AND accounting_day >= ?3 AND accounting_day < ?2 \
               UNION ALL SELECT min(accounting_day) FROM owed CROSS JOIN issuance \
                 WHERE centre_id = ?1 AND accounting_day > after_day AND accounting_day >= ?3 AND accounting_day < ?2 \
               UNION ALL SELECT min(accounting_day) FROM owed CROSS JOIN complaint \
                 WHERE centre_id = ?1 AND accounting_day > after_day AND accounting_day >= ?3 AND accounting_day < ?2) AS first",
            (centre, Day(day), Day(from)),
            |row| Ok(row.get::<Option<Day>>(0)?.map(|day| day.0)),
        )
        .while_doing("buscar días por cerrar")
}
