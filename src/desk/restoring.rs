//! A backup put back on a machine without a store.

use std::path::PathBuf;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::door::{chosen, typed};
use super::office::Office;
use super::{Desk, Error, RunJob, Station, Ticket};
use crate::ops::backup::{Backup, backups_at};
use crate::ops::house::run::Watch;
use crate::ops::restore::{OnPaper, Opener, RestorePlan, Restored, restore};
use crate::ops::{self, refuse};
use crate::store;
use crate::vault::{RecoveryCode, VaultError};

/// What is restored, by whom, and what the paper says.
#[derive(Debug, Clone)]
pub struct WantedRestore {
    /// The backup's folder.
    pub backup: PathBuf,
    /// The number over this window.
    pub window: u16,
    /// The supervisor's user, as typed.
    pub login: String,
    /// What opens it.
    pub by: RestoreBy,
    /// What the paper says.
    pub paper: OnPaper,
}

/// What opens a backup, as typed.
#[derive(Clone)]
pub enum RestoreBy {
    /// The supervisor's password, as it was then.
    Password(Zeroizing<String>),
    /// The recovery code from the safe, and the supervisor's password from then on.
    RecoveryCode {
        /// The code.
        code: Zeroizing<String>,
        /// The password.
        new: Zeroizing<String>,
    },
}

impl std::fmt::Debug for RestoreBy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Password(_) => "Password",
            Self::RecoveryCode { .. } => "RecoveryCode",
        })
    }
}

/// A house that was restored at this window's place, closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoredHere {
    /// What was found and noted.
    pub restored: Restored,
    /// Scans that papers name and the backup does not hold.
    pub missing_scans: u64,
    /// What in it does not fit with the journal.
    pub doubt: Option<String>,
}

/// What is to be mended so that a restore may succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RestoreLacks {
    /// Another backup, or one that is whole.
    Backup,
    /// User, password, code or window.
    Who,
    /// What the paper says.
    Paper,
    /// Anything else: room on the disk, a free place.
    Else,
}

impl Desk {
    /// The backups that a folder stands for, the newest first. A drive that hangs holds up nothing but backups.
    pub fn look_for_backups(&self, folder: PathBuf) -> Ticket<Vec<Backup>> {
        self.backups.hand_in(move |_| Ok(backups_at(&folder)?))
    }

    /// Restores a backup at this window's place. Whatever fails, nothing is put in place.
    pub fn restore(&self, wanted: WantedRestore) -> RunJob<RestoredHere> {
        self.watched(&self.backups, move |bench, watch| restore_here(&bench.office, wanted, watch))
    }
}

fn restore_here(office: &Office, wanted: WantedRestore, watch: &mut Watch<'_>) -> Result<RestoredHere, Error> {
    let station = office.station();
    let WantedRestore { backup, window, login, by, paper } = wanted;
    let login = login.trim().to_owned();
    let plan = RestorePlan { backup, place: station.place.clone(), login, window, paper };
    let clock = Arc::clone(&station.clock);
    let house = match &by {
        RestoreBy::Password(password) => restore(&plan, &Opener::Password(&typed(password)?), clock, watch)?,
        RestoreBy::RecoveryCode { code, new } => {
            let code = RecoveryCode::parse(code).or_else(|fault| refuse("recovery_code", fault.to_string()))?;
            let new = chosen(new, &plan.login)?;
            restore(&plan, &Opener::RecoveryCode { code: &code, new: &new }, clock, watch)?
        }
    };
    // A demonstration's house keeps its anchor beside itself.
    office.set_station(Station { place: station.place.clone().or_of_demo(), window, ..Station::clone(&station) });
    // The code that replaces a used one is wiped unseen: the next login asks for one to be printed.
    Ok(RestoredHere { restored: house.restored, missing_scans: house.missing_scans, doubt: house.doubt })
}

impl Error {
    /// What is to be mended, after a restore that came to nothing.
    #[must_use]
    pub fn restore_lacks(&self) -> RestoreLacks {
        match self {
            Self::Ops(ops::Error::Vault(
                VaultError::WrongLogin | VaultError::WrongRecoveryCode | VaultError::NotASupervisor,
            )) => RestoreLacks::Who,
            Self::Ops(ops::Error::Refused(refusal)) => match refusal.code.as_str() {
                "login" | "password" | "recovery_code" | "role" | "unknown" | "window" | "disabled" => {
                    RestoreLacks::Who
                }
                "paper" => RestoreLacks::Paper,
                "no_backup" | "damaged_backup" | "newer" => RestoreLacks::Backup,
                _ => RestoreLacks::Else,
            },
            _ => RestoreLacks::Else,
        }
    }

    /// Could a backup, restored at a free place, be the way out?
    #[must_use]
    pub fn is_mended_by_a_restore(&self) -> bool {
        let Self::Ops(fault) = self else { return false };
        match fault {
            ops::Error::Store(store::Error::Damaged { .. } | store::Error::KeyRefused { .. }) => true,
            ops::Error::Vault(fault) => matches!(
                fault,
                VaultError::NotAVault(_) | VaultError::Damaged(_) | VaultError::OtherStore | VaultError::Tampered
            ),
            ops::Error::Refused(refusal) => ["no_vault", "no_store"].contains(&refusal.code.as_str()),
            ops::Error::Inconsistent(_) => true,
            _ => false,
        }
    }
}
