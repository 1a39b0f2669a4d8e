//! Backups: the store, its vault and its scans, copied beside whoever works, enciphered as they are.
//!
//! A backup is a folder of its own with store and vault, beside the folder of the scans that all of them share
//! (`target`). It gets its name after it was verified: opened with the same secret, every page checked, the journal
//! walked, signatures and ledger compared. Only then those go that hold less of the same journal (`branch`), and with
//! them what only they named. A scan is
//! checked against its address while it is copied; the ones that were copied before are not read again.
//!
//! The window's process makes one as a run ([`MakeBackup`]), which the journal tells of. Beside it another process can
//! ([`back_up_beside`]), which cannot write and so leaves no entry. Either way this machine remembers the last success
//! ([`last_backup`]). The writer is never held.

mod branch;
mod due;
mod last;
mod making;
mod manifest;
mod scans;
mod target;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::json;

pub use due::{Routine, Standing, is_due, standing};
pub use last::{LastBackup, last_backup};
use making::{Making, Origin};
pub use manifest::Manifest;
pub(super) use scans::NamedCopy;
pub(super) use target::Unfinished;
pub use target::{Backup, backups_at, backups_in, check_target};

use super::error::Error;
use super::house::House;
use crate::ops::house::beside::open_beside;
use crate::ops::house::clock::{Clock as _, SystemClock};
use crate::ops::house::operation::{Changed, Subject, Work};
use crate::ops::house::place::Place;
use crate::ops::house::run::{Gathered, Noted, Progress, Run, Watch};
use crate::print::ipp::CancelFlag;
use crate::store::{self, Chunk};
use crate::vault::{Password, VaultError};

/// How many backups of a store are kept in a folder, unless somebody says otherwise (own).
pub const KEPT: usize = 7;

/// What is backed up, and where to.
#[derive(Debug, Clone)]
pub struct BackupPlan {
    /// Where the house stands.
    pub place: Place,
    /// The folder for backups.
    pub target: PathBuf,
    /// How many backups of this store stay there, the new one among them; at least that one.
    pub keep: usize,
    /// Stops it.
    pub cancel: CancelFlag,
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupReport {
    /// The backup's folder.
    pub folder: PathBuf,
    /// Where its journal ends: number and hash.
    pub journal: String,
    /// The size of the store in it.
    pub bytes: u64,
    /// Scans that no earlier backup had.
    pub new_scans: u64,
    /// Scans that papers name and whose bytes are missing or damaged in the store's own files.
    pub missing_scans: u64,
    /// What in the store, and so in its backup, does not fit with the journal.
    #[serde(default)]
    pub doubt: Option<String>,
    /// Older backups that went.
    pub removed: usize,
    /// Backups of this store that hold work which it does not: they neither count nor go.
    #[serde(default)]
    pub other_branch: usize,
}

/// What a backup under way is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The store is copied.
    Store,
    /// The scans are.
    Scans,
    /// The copy is read again, every page of it.
    Check,
}

impl Phase {
    /// What a backup that is so far is at.
    #[must_use]
    pub fn of(at: Progress) -> Self {
        let third = at.total.and_then(|total| total.checked_div(3)).unwrap_or(u64::MAX);
        match at.done {
            done if done < third => Self::Store,
            done if done < third.saturating_mul(2) => Self::Scans,
            _ => Self::Check,
        }
    }
}

/// A backup made by the process that owns the store. Anybody who works here may: what it leaves is enciphered.
pub struct MakeBackup {
    plan: BackupPlan,
    making: Option<Making>,
    /// How far it came.
    told: Progress,
}

impl MakeBackup {
    /// As planned.
    #[must_use]
    pub fn new(plan: BackupPlan) -> Self {
        Self { plan, making: None, told: Progress::default() }
    }
}

impl Run for MakeBackup {
    const NAME: &'static str = "backup.make";
    const WHILE_TURNED: bool = true;
    const CHANGED: &'static [Changed] = &[];
    type Report = BackupReport;

    fn subject(&self) -> Subject {
        Subject::HOUSE
    }

    fn start(&mut self, _work: &Work<'_>) -> Result<Noted, Error> {
        on_file(&self.plan)?;
        Ok(Noted { code: String::new(), detail: json!({ "target": self.plan.target, "keep": self.plan.keep }) })
    }

    fn gather(&mut self, house: &House, _units: usize) -> Result<Gathered, Error> {
        let making = match &mut self.making {
            Some(making) => making,
            None => self.making.insert(Making::begin(
                self.plan.clone(),
                Origin {
                    original: house.store().original()?,
                    secret: house.secret(),
                    zone: house.centre().zone,
                    now: house.clock().now(),
                },
            )?),
        };
        let stepped = making.step();
        self.told = making.progress();
        match stepped {
            Ok(more) => Ok(if more { Gathered::Nothing } else { Gathered::AtEnd }),
            Err(error) => {
                // What there is of it goes now.
                self.making = None;
                Err(error)
            }
        }
    }

    /// Nothing of a backup is the writer's business.
    fn write(&mut self, _work: &Work<'_>, _chunk: &mut Chunk) -> Result<Noted, Error> {
        Ok(Noted::default())
    }

    fn progress(&self) -> Progress {
        self.told
    }

    fn finish(&mut self, _house: &House) -> Result<(BackupReport, Noted), Error> {
        let making = self.making.take();
        let report = making.ok_or_else(|| Error::Inconsistent("un respaldo terminó sin empezar".into()))?.report()?;
        let detail = serde_json::to_value(&report).map_err(|fault| Error::Inconsistent(fault.to_string()))?;
        Ok((report.clone(), Noted { code: report.journal.clone(), detail }))
    }
}

/// A server's own people back it up.
fn on_file(plan: &BackupPlan) -> Result<(), Error> {
    match plan.place.server {
        None => Ok(()),
        Some(_) => Err(store::Error::OnServer { doing: "hacer un respaldo" }.into()),
    }
}

/// Makes a backup beside the process that owns the store, or without one; with the password of somebody who works there.
///
/// # Errors
/// As [`super::open_to_read`] and [`House::run`]; nothing is journalled.
pub fn back_up_beside(
    plan: BackupPlan,
    login: &str,
    password: &Password,
    watch: &mut Watch<'_>,
) -> Result<BackupReport, Error> {
    on_file(&plan)?;
    let beside = open_beside(&plan.place, login, password)?;
    if beside.rekey_unfinished {
        return Err(VaultError::RekeyUnfinished.into());
    }
    let centre = store::centre::centres(&beside.reader)?.into_iter().next();
    let centre = centre.ok_or_else(|| Error::Inconsistent("no tiene centro de atención".into()))?;
    let key = store::StoreKey::from_bytes(*beside.secret.store_key());
    let original = store::original_beside(&plan.place.folder, &key)?;
    drop(beside.reader);
    let origin = Origin { original, secret: &beside.secret, zone: centre.zone, now: SystemClock.now() };
    let mut making = Making::begin(plan, origin)?;
    while making.step()? {
        (watch.progress)(making.progress());
        if watch.cancel.is_cancelled() {
            return Err(Error::Cancelled);
        }
    }
    making.report()
}
