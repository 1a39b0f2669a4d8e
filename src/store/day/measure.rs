//! The visits of some days as they are measured: the lengths of the acts, and what the charts are drawn from.

use chrono::NaiveDate;

use super::super::column::Day;
use super::super::error::{Error, WhileDoing as _};
use super::super::link::Fault;
use super::super::transaction::Reader;
use super::count::count;
use crate::domain::day::{Measured, PARKED_AT_CLOSE};
use crate::domain::id::CentreId;
use crate::domain::visit::{OwnReason, VisitOutcome};

/// The visits that ended, of the days from one to another, both included. A linked visit's person did not wait for it a
/// second time; who left was not attended; one that the close ended, or that was left open until
/// a supervisor ended it, has no length.
pub fn measured(reader: &Reader, centre: CentreId, first: NaiveDate, last: NaiveDate) -> Result<Vec<Measured>, Error> {
    let secs = |measured: Option<i64>| measured.map(|secs| u32::try_from(secs).unwrap_or(u32::MAX));
    reader
        .all(
            "SELECT visit.accounting_day, visit.opened_at_ms, visit.outcome, \
             CASE WHEN visit.outcome <> 'abandoned' AND visit.linked_to IS NULL \
               THEN CASE WHEN visit.opened_at_ms < turn.arrived_at_ms THEN 0 ELSE (visit.opened_at_ms - turn.arrived_at_ms) / 1000 END END, \
             CASE WHEN visit.outcome = 'served' OR visit.outcome = 'not_served' AND NOT EXISTS \
               (SELECT 1 FROM visit_reason WHERE visit_reason.visit_id = visit.id AND visit_reason.reason IN (?4, ?5)) \
               THEN CASE WHEN visit.ended_at_ms < visit.opened_at_ms THEN 0 ELSE (visit.ended_at_ms - visit.opened_at_ms) / 1000 END END \
             FROM visit JOIN turn ON turn.id = visit.turn_id \
             WHERE visit.centre_id = ?1 AND visit.accounting_day BETWEEN ?2 AND ?3 AND visit.outcome IS NOT NULL",
            (centre, Day(first), Day(last), PARKED_AT_CLOSE, OwnReason::LeftOpen.code()),
            |row| {
                let outcome: String = row.get(2)?;
                Ok(Measured {
                    day: row.get::<Day>(0)?.0,
                    began: row.get(1)?,
                    outcome: VisitOutcome::from_code(&outcome).ok_or_else(|| Fault::unreadable(0, "outcome"))?,
                    waiting_secs: secs(row.get(3)?),
                    service_secs: secs(row.get(4)?),
                })
            },
        )
        .while_doing("medir las atenciones")
}

/// Why visits of these days ended not served: each countable reason, and how often it was given.
pub fn reasons(
    reader: &Reader,
    centre: CentreId,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<(String, u64)>, Error> {
    reader
        .all(
            // From the days to their visits to the reasons of these, in the order of the indexes.
            "SELECT visit_reason.reason, count(*) FROM visit CROSS JOIN visit_reason \
             WHERE visit.centre_id = ?1 AND visit.accounting_day BETWEEN ?2 AND ?3 AND visit_reason.visit_id = visit.id \
             GROUP BY visit_reason.reason",
            (centre, Day(first), Day(last)),
            |row| Ok((row.get(0)?, count(row, 1)?)),
        )
        .while_doing("contar los motivos de no atender")
}
