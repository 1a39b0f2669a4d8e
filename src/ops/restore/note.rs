//! That a backup was restored: the epoch that begins, the serials that nobody knows, the entries that are missing.

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::domain::journal::HeadOnPaper;
use crate::domain::journal::counted;
use crate::domain::ledger::{MOST_UNKNOWN, Serial, UnknownSerials, restored_code};
use crate::ops::error::{Error, refuse};
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::store;

/// Restores between a backup and the paper: more are a slip of the finger.
const MOST_EPOCHS: u16 = 100;

/// What paper says that a backup may not know. Empty where there is no paper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OnPaper {
    /// The last serial that was printed, one a window.
    pub last_serials: Vec<Serial>,
    /// The last mark of the journal.
    pub head: Option<HeadOnPaper>,
}

/// What was found and noted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restored {
    /// The epoch of the serials from now on.
    pub epoch: u16,
    /// The first and last of each row of serials that stand on paper and in no ledger, and how many they are.
    pub unknown: Vec<(String, String, u32)>,
    /// Entries that the journal had after the backup, as far as the paper tells.
    pub missing_entries: i64,
    /// The journal's last entry in the backup.
    pub last_entry: i64,
}

/// Notes it; signed by whoever restores.
#[derive(Debug, Clone)]
pub(in crate::ops) struct NoteRestore {
    /// Where the backup's journal ends.
    pub(super) backup: String,
    /// When it was made.
    pub(super) taken_at_ms: i64,
    pub(super) paper: OnPaper,
}

impl Operation for NoteRestore {
    const NAME: &'static str = counted::RESTORE;
    const SIGNED: bool = true;
    const MENDS: bool = true;
    const WITH_TEMPORARY_PASSWORD: bool = false;
    type Output = Restored;

    fn subject(&self) -> Subject {
        Subject::HOUSE
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<Restored>, Error> {
        let mut unknown = Vec::new();
        let mut seen = work.serial_epoch;
        for (place, on_paper) in self.paper.last_serials.iter().enumerate() {
            if self.paper.last_serials.iter().take(place).any(|other| other.window == on_paper.window) {
                return refuse(
                    "paper",
                    format!("De la ventanilla {} hay dos últimas series: deje la mayor.", on_paper.window),
                );
            }
            unknown.extend(after_the_backup(work, on_paper)?);
            seen = seen.max(on_paper.epoch);
        }
        let epoch = store::centre::raise_serial_epoch(work.tx, seen)?;
        let last_entry = self.backup.split('-').next().and_then(|number| number.parse().ok()).unwrap_or(0_i64);
        let on_paper = self.paper.head.as_ref().map_or(last_entry, |head| head.number);
        let restored = Restored {
            epoch,
            unknown: unknown.iter().map(|it| (it.first.to_string(), it.last().to_string(), it.count)).collect(),
            missing_entries: on_paper.saturating_sub(last_entry).max(0),
            last_entry,
        };
        Ok(Done::new(restored, Subject::HOUSE, &[Changed::Settings, Changed::Issuances])
            .code(restored_code(epoch, &unknown))
            .detail(json!({
                "backup": self.backup,
                "taken_at_ms": self.taken_at_ms,
                "last_serials": self.paper.last_serials.iter().map(Serial::to_string).collect::<Vec<_>>(),
                "paper_head": self.paper.head.as_ref().map(|head| format!("{}-{}", head.number, head.hash_start)),
            })))
    }
}

/// The serials of one window between the ledger and the paper.
fn after_the_backup(work: &Work<'_>, on_paper: &Serial) -> Result<Option<UnknownSerials>, Error> {
    if on_paper.centre.as_str() != work.centre.code {
        return refuse(
            "paper",
            format!(
                "La serie {on_paper} es del centro {}, y este respaldo es del {}. Compárela con el papel, o use un respaldo de aquel centro.",
                on_paper.centre, work.centre.code
            ),
        );
    }
    let windows = store::centre::windows(work.tx)?;
    let Some(window) = windows.iter().find(|window| window.number == on_paper.window) else {
        return refuse(
            "paper",
            format!(
                "La serie {on_paper} es de la ventanilla {}, que este respaldo no conoce. Compárela con el papel, o use un respaldo más nuevo.",
                on_paper.window
            ),
        );
    };
    let ahead = on_paper.epoch.checked_sub(work.serial_epoch);
    if ahead.is_none_or(|ahead| ahead > MOST_EPOCHS) {
        return refuse(
            "paper",
            format!(
                "La serie {on_paper} lleva la época {}, y este respaldo va por la {}: compárela con el papel más reciente.",
                on_paper.epoch, work.serial_epoch
            ),
        );
    }
    let last = store::issuance::last_number(work.tx, work.centre.id, window.id, on_paper.epoch)?;
    match UnknownSerials::between(last, on_paper) {
        Some(unknown) if unknown.count > MOST_UNKNOWN => refuse(
            "paper",
            format!(
                "Entre el respaldo y la serie {on_paper} habría {} claves sin anotar. Compare la serie con el papel, cifra por cifra.",
                unknown.count
            ),
        ),
        unknown => Ok(unknown),
    }
}
