//! How often each clerk does what is not the rule, counted over some days.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::column::Day;
use super::error::{Error, WhileDoing as _};
use super::transaction::Reader;
use crate::domain::habit::Habits;
use crate::domain::id::{CentreId, UserId};
use crate::domain::journal::counted;

/// What each clerk did in the days from one to another, both included. The calls are counted from the journal: only it
/// knows which were out of order.
pub fn of_clerks(
    reader: &Reader,
    centre: CentreId,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<BTreeMap<UserId, Habits>, Error> {
    let counts = |sql| {
        reader
            .all(sql, (centre, Day(first), Day(last)), |row| {
                let count = |at| row.get::<u32>(at).map(u64::from);
                Ok((row.get(0)?, count(1)?, count(2)?, count(3)?))
            })
            .while_doing("contar lo que hizo cada persona")
    };
    let mut habits: BTreeMap<UserId, Habits> = BTreeMap::new();
    for (clerk, attentions, overrides, walk_ins) in counts(
        "SELECT visit.clerk_id, count(*), \
           count(CASE WHEN EXISTS (SELECT 1 FROM visit_override WHERE visit_override.visit_id = visit.id) THEN 1 END), \
           count(CASE WHEN turn.origin = 'walk_in' THEN 1 END) \
         FROM visit JOIN turn ON turn.id = visit.turn_id \
         WHERE visit.centre_id = ?1 AND visit.accounting_day BETWEEN ?2 AND ?3 AND visit.outcome IN ('served', 'not_served') \
         GROUP BY visit.clerk_id",
    )? {
        let of = habits.entry(clerk).or_default();
        (of.attentions, of.overrides, of.walk_ins) = (attentions, overrides, walk_ins);
    }
    for (clerk, slips, voids, _) in counts(
        "SELECT clerk_id, count(*), count(CASE WHEN state = 'void' THEN 1 END), 0 FROM issuance \
         WHERE centre_id = ?1 AND accounting_day BETWEEN ?2 AND ?3 AND state IN ('delivered', 'void') GROUP BY clerk_id",
    )? {
        let of = habits.entry(clerk).or_default();
        (of.slips, of.voids) = (slips, voids);
    }
    let called: Vec<(UserId, u64, u64)> = reader
        .all(
            "SELECT user_id, count(*), count(CASE WHEN code = 'out_of_order' THEN 1 END) FROM journal \
             WHERE centre_id = ?1 AND accounting_day BETWEEN ?2 AND ?3 AND operation = ?4 AND outcome = 'done' \
             GROUP BY user_id",
            (centre, Day(first), Day(last), counted::CALL),
            |row| {
                let count = |at| row.get::<u32>(at).map(u64::from);
                Ok((row.get(0)?, count(1)?, count(2)?))
            },
        )
        .while_doing("contar lo que hizo cada persona")?;
    for (clerk, calls, out_of_order) in called {
        let of = habits.entry(clerk).or_default();
        (of.calls, of.out_of_order) = (calls, out_of_order);
    }
    Ok(habits)
}
