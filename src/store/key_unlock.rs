//! The unlockings of affiliate keys: one row each, never changed.

use chrono::NaiveDate;

use super::column::Day;
use super::error::{Error, WhileDoing as _};
use super::link::{self, Row};
use super::transaction::{Reader, Transaction};
use crate::domain::id::{CentreId, SelfServiceId, UserId, VisitId, WindowId};
use crate::domain::number::PersonNumber;
use crate::domain::register::UnlockedIn;

/// An unlocking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyUnlock {
    /// The centre.
    pub centre: CentreId,
    /// At which window.
    pub window: WindowId,
    /// On what occasion.
    pub occasion: UnlockedIn,
    /// The accounting day it counts in.
    pub accounting_day: NaiveDate,
    /// By whom.
    pub unlocked_by: UserId,
    /// When, in milliseconds since the Unix epoch.
    pub unlocked_at_ms: i64,
    /// The number of its entry.
    pub journal_number: i64,
}

impl KeyUnlock {
    /// The visit in which it was unlocked, where it was one.
    #[must_use]
    pub fn visit(&self) -> Option<VisitId> {
        match self.occasion {
            UnlockedIn::Visit { visit, .. } => Some(visit),
            UnlockedIn::SelfService(_) => None,
        }
    }

    /// Were the person's data brought up to date with it?
    #[must_use]
    pub fn brings_up_to_date(&self) -> bool {
        matches!(self.occasion, UnlockedIn::Visit { brings_up_to_date: true, .. })
    }
}

const COLUMNS: &str = "centre_id, window_id, visit_id, flow_id, accounting_day, unlocked_by, unlocked_at_ms, reason, \
                       brings_up_to_date, journal_n";

fn key_unlock(row: &Row<'_>) -> link::Result<KeyUnlock> {
    let flow: Option<SelfServiceId> = row.get(3)?;
    Ok(KeyUnlock {
        centre: row.get(0)?,
        window: row.get(1)?,
        occasion: match flow {
            Some(flow) => UnlockedIn::SelfService(flow),
            None => UnlockedIn::Visit { visit: row.get(2)?, reason: row.get(7)?, brings_up_to_date: row.get(8)? },
        },
        accounting_day: row.get::<Day>(4)?.0,
        unlocked_by: row.get(5)?,
        unlocked_at_ms: row.get(6)?,
        journal_number: row.get(9)?,
    })
}

/// Adds an unlocking.
pub fn add(tx: &Transaction<'_>, new: &KeyUnlock) -> Result<(), Error> {
    let (flow, reason) = match new.occasion {
        UnlockedIn::Visit { reason, .. } => (None, Some(reason)),
        UnlockedIn::SelfService(flow) => (Some(flow), None),
    };
    tx.execute(
        &format!("INSERT INTO key_unlock ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"),
        (
            new.centre,
            new.window,
            new.visit(),
            flow,
            Day(new.accounting_day),
            new.unlocked_by,
            new.unlocked_at_ms,
            reason,
            new.brings_up_to_date(),
            new.journal_number,
        ),
    )
    .while_doing("guardar un desbloqueo")
    .map(drop)
}

/// The unlocking of a visit.
pub fn of_visit(reader: &Reader, visit: VisitId) -> Result<Option<KeyUnlock>, Error> {
    reader
        .maybe(&format!("SELECT {COLUMNS} FROM key_unlock WHERE visit_id = ?1"), [visit], key_unlock)
        .while_doing("leer un desbloqueo")
}

/// The unlockings of a person's key, the newest first.
pub fn of_person(reader: &Reader, person: &PersonNumber) -> Result<Vec<KeyUnlock>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM key_unlock WHERE visit_id IN (SELECT id FROM visit WHERE applicant_number = ?1) \
         OR flow_id IN (SELECT id FROM self_service WHERE person_number = ?1) ORDER BY journal_n DESC"
    );
    reader.all(&sql, [person.as_str()], key_unlock).while_doing("leer los desbloqueos de una persona")
}

/// What the counter last did for a person's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LastDone {
    /// When it was last unlocked, in milliseconds since the Unix epoch.
    pub unlocked_at_ms: Option<i64>,
    /// When their data were last brought up to date with that.
    pub up_to_date_at_ms: Option<i64>,
}

/// What the counter last did for a person's key.
pub fn last_of(reader: &Reader, person: &PersonNumber) -> Result<LastDone, Error> {
    reader
        .one(
            "SELECT max(at_ms), max(CASE WHEN brings = 1 THEN at_ms END) FROM ( \
             SELECT u.unlocked_at_ms AS at_ms, u.brings_up_to_date AS brings \
             FROM visit v CROSS JOIN key_unlock u WHERE u.visit_id = v.id AND v.applicant_number = ?1 \
             UNION ALL SELECT u.unlocked_at_ms, 0 \
             FROM self_service s CROSS JOIN key_unlock u WHERE u.flow_id = s.id AND s.person_number = ?1) AS done",
            [person.as_str()],
            |row| Ok(LastDone { unlocked_at_ms: row.get(0)?, up_to_date_at_ms: row.get(1)? }),
        )
        .while_doing("leer el último desbloqueo de una persona")
}

/// Every unlocking, in the order of the entries.
pub fn walk<E: From<Error>>(reader: &Reader, mut visit: impl FnMut(KeyUnlock) -> Result<(), E>) -> Result<(), E> {
    let doing = "leer los desbloqueos";
    reader.each(doing, &format!("SELECT {COLUMNS} FROM key_unlock ORDER BY journal_n"), [], |row| {
        visit(key_unlock(row).while_doing(doing)?)
    })
}
