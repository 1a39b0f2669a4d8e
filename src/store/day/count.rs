//! What a day came to, counted from its rows. The overrides and the answers are counted from the journal: a warning that
//! was overridden and then went away was overridden all the same.

use std::collections::BTreeMap;

use crate::store::link::{self, Fault, Row};
use chrono::NaiveDate;

use super::super::column::Day;
use super::super::error::{Error, WhileDoing as _};
use super::super::self_service;
use super::super::transaction::Reader;
use super::measure::measured;
use crate::domain::approval::used_in;
use crate::domain::calendar::Moment;
use crate::domain::day::{Attended, Figures, Measured, PARKED_AT_CLOSE, Slips, Spans};
use crate::domain::id::CentreId;
use crate::domain::journal::counted;
use crate::domain::ledger::{VoidCause, unknown_in};
use crate::domain::visit::VisitOutcome;

/// The figures of a day as its rows stand now. `begins` is the day's first moment in the centre's zone.
pub fn figures(reader: &Reader, centre: CentreId, day: NaiveDate, begins: Moment) -> Result<Figures, Error> {
    reader.at_one_moment(|reader| {
        let one = |sql| reader.one(sql, (centre, Day(day)), |row| count(row, 0)).while_doing("contar lo hecho en el día");
        let ended = measured(reader, centre, day, day)?;
        Ok(Figures {
            attended: attended(reader, centre, day)?,
            slips: slips(reader, centre, day)?,
            priority_turns: one(
                "SELECT count(DISTINCT visit.turn_id) FROM visit JOIN turn ON turn.id = visit.turn_id \
                 WHERE visit.centre_id = ?1 AND visit.accounting_day = ?2 AND visit.outcome IN ('served', 'not_served') \
                 AND turn.priority_group IS NOT NULL",
            )?,
            overrides: overrides(reader, centre, day)?,
            complaints: complaints(reader, centre, day)?,
            own_answers: reader
                .one(
                    "SELECT count(*) FROM journal JOIN approval ON approval.id = journal.subject_id \
                     WHERE journal.centre_id = ?1 AND journal.accounting_day = ?2 AND journal.operation = ?3 \
                     AND journal.outcome = 'done' AND approval.sole_supervisor = 1",
                    (centre, Day(day), counted::ANSWER),
                    |row| count(row, 0),
                )
                .while_doing("contar lo hecho en el día")?,
            own_confirmations: reader
                .one(
                    "SELECT count(*) FROM journal WHERE centre_id = ?1 AND accounting_day = ?2 AND outcome = 'done' AND code = ?3",
                    (centre, Day(day), counted::OWN_ACCOUNT),
                    |row| count(row, 0),
                )
                .while_doing("contar lo hecho en el día")?,
            parked_at_close: reader
                .one(
                    "SELECT count(*) FROM visit JOIN visit_reason ON visit_reason.visit_id = visit.id \
                     WHERE centre_id = ?1 AND accounting_day = ?2 AND visit_reason.reason = ?3",
                    (centre, Day(day), PARKED_AT_CLOSE),
                    |row| count(row, 0),
                )
                .while_doing("contar lo hecho en el día")?,
            after_earlier_close: reader
                .one(
                    "SELECT count(*) FROM visit WHERE centre_id = ?1 AND accounting_day = ?2 AND opened_at_ms < ?3",
                    (centre, Day(day), begins),
                    |row| count(row, 0),
                )
                .while_doing("contar lo hecho en el día")?,
            waiting: lengths(&ended, |visit| visit.waiting_secs),
            service: lengths(&ended, |visit| visit.service_secs),
            self_service: self_service::counts(reader, centre, day)?,
        })
    })
}

pub(super) fn count(row: &Row<'_>, at: usize) -> link::Result<u64> {
    row.get::<u32>(at).map(u64::from)
}

/// The visits of a day that ended, by how they did.
pub fn attended(reader: &Reader, centre: CentreId, day: NaiveDate) -> Result<Vec<Attended>, Error> {
    let mut lines = reader
        .all(
            "SELECT procedure, outcome, clerk_id, window_id, count(*) FROM visit \
             WHERE centre_id = ?1 AND accounting_day = ?2 AND state = 'ended' GROUP BY procedure, outcome, clerk_id, window_id",
            (centre, Day(day)),
            |row| {
                let outcome: String = row.get(1)?;
                Ok(Attended {
                    procedure: row.get(0)?,
                    outcome: VisitOutcome::from_code(&outcome).ok_or_else(|| Fault::unreadable(0, "outcome"))?,
                    clerk: row.get(2)?,
                    window: row.get(3)?,
                    visits: count(row, 4)?,
                })
            },
        )
        .while_doing("contar las atenciones del día")?;
    lines.sort();
    Ok(lines)
}

/// How the slips of a day ended.
pub fn slips(reader: &Reader, centre: CentreId, day: NaiveDate) -> Result<Slips, Error> {
    let (delivered, unsigned) = reader
        .one(
            "SELECT count(*) FILTER (WHERE state = 'delivered'), count(*) FILTER (WHERE acknowledgement = 'unsigned') \
             FROM issuance WHERE centre_id = ?1 AND accounting_day = ?2",
            (centre, Day(day)),
            |row| Ok((count(row, 0)?, count(row, 1)?)),
        )
        .while_doing("contar las claves del día")?;
    let void: Vec<(VoidCause, u64)> = reader
        .all(
            "SELECT void_cause, count(*) FROM issuance WHERE centre_id = ?1 AND accounting_day = ?2 AND state = 'void' \
             GROUP BY void_cause",
            (centre, Day(day)),
            |row| Ok((row.get(0)?, count(row, 1)?)),
        )
        .while_doing("contar las claves anuladas del día")?;
    let restores: Vec<String> = reader
        .all(
            "SELECT code FROM journal WHERE centre_id = ?1 AND accounting_day = ?2 \
             AND operation = ?3 AND outcome = 'done'",
            (centre, Day(day), counted::RESTORE),
            |row| row.get(0),
        )
        .while_doing("contar las series desconocidas")?;
    let unknown = restores.iter().map(|code| unknown_in(code)).fold(0, u64::saturating_add);
    Ok(Slips { delivered, unsigned, void: void.into_iter().collect(), unknown })
}

/// The overrides of a day, by rule: an entry's code names the words that it used after its rule.
fn overrides(reader: &Reader, centre: CentreId, day: NaiveDate) -> Result<BTreeMap<String, u64>, Error> {
    let by_code: Vec<(String, u64)> = reader
        .all(
            "SELECT code, count(*) FROM journal WHERE centre_id = ?1 AND accounting_day = ?2 \
             AND operation = ?3 AND outcome = 'done' GROUP BY code",
            (centre, Day(day), counted::OVERRIDE),
            |row| Ok((row.get(0)?, count(row, 1)?)),
        )
        .while_doing("contar lo hecho en el día")?;
    let mut by_rule = BTreeMap::new();
    for (code, many) in by_code {
        let of_rule = by_rule.entry(used_in(&code).0.to_owned()).or_insert(0_u64);
        *of_rule = of_rule.saturating_add(many);
    }
    Ok(by_rule)
}

/// The complaints of a day, by procedure.
pub(super) fn complaints(reader: &Reader, centre: CentreId, day: NaiveDate) -> Result<BTreeMap<String, u64>, Error> {
    let counted: Vec<(String, u64)> = reader
        .all(
            "SELECT procedure, count(*) FROM complaint WHERE centre_id = ?1 AND accounting_day = ?2 GROUP BY procedure",
            (centre, Day(day)),
            |row| Ok((row.get(0)?, count(row, 1)?)),
        )
        .while_doing("contar lo hecho en el día")?;
    Ok(counted.into_iter().collect())
}

fn lengths(ended: &[Measured], of: fn(&Measured) -> Option<u32>) -> Spans {
    ended.iter().filter_map(of).collect::<Vec<_>>().into()
}
