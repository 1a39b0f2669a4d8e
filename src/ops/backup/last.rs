//! The last backup that succeeded, as this machine remembers it.
//!
//! It stands beside the anchor, not in the store: a backup made beside a window at work cannot write there, and a store
//! put back to an earlier state would forget it. The journal tells of those that the window's process made.
//!
//! It is remembered for as long as it is there. A drive that is not connected says nothing of it.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::manifest::Manifest;
use super::target::LOCK;
use crate::domain::system::ForLog as _;
use crate::ops::error::Error;
use crate::ops::house::make_folder;
use crate::ops::house::place::Place;

/// The last backup that succeeded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastBackup {
    /// When, in milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// Where it was put.
    pub folder: PathBuf,
    /// Where its journal ends: number and hash.
    pub journal: String,
    /// The size of the store in it; an earlier version of the program did not say.
    pub bytes: Option<u64>,
}

impl LastBackup {
    /// Is it still there, as far as one can see? On a drive that is away it is taken to be.
    #[must_use]
    pub fn still_stands(&self) -> bool {
        let is_away = !self.folder.parent().is_some_and(|target: &Path| target.join(LOCK).exists());
        is_away || Manifest::read(&self.folder).is_ok_and(|manifest| manifest.journal == self.journal)
    }
}

/// The last backup of this store that succeeded on this machine, if it remembers one that is still there. One that cannot
/// be read is none.
///
/// # Errors
/// The system's.
pub fn last_backup(place: &Place, store_id: &[u8; 16]) -> Result<Option<LastBackup>, Error> {
    let file = file_of(place, &crate::ops::hexadecimal(store_id));
    match fs::read_to_string(&file) {
        Ok(text) => Ok(serde_json::from_str(&text).ok().filter(LastBackup::still_stands)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(Error::File { doing: "leer cuándo fue el último respaldo", file, source }),
    }
}

/// Remembers one. What cannot be remembered is logged: the backup is there all the same.
pub(super) fn remember(place: &Place, store: &str, last: &LastBackup) {
    let file = file_of(place, store);
    let beside = file.with_extension("new");
    let written = make_folder(&place.anchor_folder).map_err(|error| error.for_log()).and_then(|()| {
        let text = serde_json::to_string(last).map_err(|fault| fault.to_string())?;
        fs::write(&beside, text).and_then(|()| fs::rename(&beside, &file)).map_err(|error| error.for_log())
    });
    if let Err(error) = written {
        tracing::warn!(error, "the last backup was not remembered");
    }
}

fn file_of(place: &Place, store: &str) -> PathBuf {
    place.anchor_folder.join(format!("backup-{store}"))
}
