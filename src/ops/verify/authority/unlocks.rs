//! The unlockings of affiliate keys at the window: each row is what its entry says, and each entry has its row.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Said;
use crate::domain::id::{CentreId, UserId, WindowId};
use crate::domain::register::UnlockedIn;
use crate::ops::house::operation::Operation as _;
use crate::ops::procedure::UnlockKey;
use crate::ops::verify::{Stop, problem};
use crate::store::erasure::ERASED;
use crate::store::{self, Reader};

/// The unlockings as the journal knows them, by the number of their entry.
#[derive(Default)]
pub(super) struct RebuiltUnlocks(BTreeMap<i64, Unlocked>);

struct Unlocked {
    visit: i64,
    at: (CentreId, WindowId),
    /// Whose key it was, and whether data came with it; unless that was erased.
    number: Option<String>,
    brings_up_to_date: Option<bool>,
    by: UserId,
    at_ms: i64,
    day: NaiveDate,
    reason: String,
}

impl RebuiltUnlocks {
    /// An entry about a visit.
    pub(super) fn take(&mut self, said: &Said<'_>) {
        let entry = said.entry;
        if entry.operation == UnlockKey::NAME {
            let unlocked = Unlocked {
                visit: entry.subject_id,
                at: (entry.centre, entry.window),
                number: said.text("/number").map(str::to_owned),
                brings_up_to_date: said.told("/after").map(|after| !after.is_null()),
                by: entry.user,
                at_ms: entry.at_ms,
                day: entry.accounting_day,
                reason: entry.code.clone(),
            };
            self.0.insert(entry.number, unlocked);
        }
    }

    /// Compares with the table.
    pub(super) fn compare(mut self, reader: &Reader, erasure: bool) -> Result<(), Stop> {
        store::key_unlock::walk(reader, |row| -> Result<(), Stop> {
            // Those that people did by themselves are held against what they did.
            let UnlockedIn::Visit { visit: id, reason, brings_up_to_date } = row.occasion else { return Ok(()) };
            let said = self.0.remove(&row.journal_number);
            let visit = store::visit::get(reader, id)?;
            let is_said = said.is_some_and(|said| {
                let whose = visit.as_ref().map(|visit| visit.keys.applicant_number.as_str());
                let is_theirs = said.number.as_deref().is_none_or(|number| whose == Some(number))
                    || (erasure && whose.is_some_and(|whose| whose.contains(ERASED)));
                (said.visit, said.by, said.at_ms) == (id.0, row.unlocked_by, row.unlocked_at_ms)
                    && (said.day, said.reason.as_str()) == (row.accounting_day, reason.code())
                    && said.at == (row.centre, row.window)
                    && said.brings_up_to_date.is_none_or(|brings| brings == brings_up_to_date)
                    && is_theirs
            });
            match is_said {
                true => Ok(()),
                false => problem(format!(
                    "El desbloqueo de la atención {} no es el que dice la entrada {} de la bitácora.",
                    id, row.journal_number
                )),
            }
        })?;
        match self.0.first_key_value() {
            None => Ok(()),
            Some((entry, said)) => problem(format!(
                "La entrada {entry} desbloqueó una clave en la atención {}, y el almacén no tiene ese desbloqueo.",
                said.visit
            )),
        }
    }
}
