//! Where a store's files stand in its folder.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The store itself.
pub const STORE_FILE: &str = "ventanilla.db";
/// The lock that the owning process holds.
pub const LOCK_FILE: &str = "ventanilla.lock";
/// A store being made; it takes its name when it is whole.
const NEW_FILE: &str = "ventanilla.db.new";

/// The names of one store's files.
#[derive(Clone, Debug)]
pub(super) struct Files {
    pub(super) folder: PathBuf,
    pub(super) store: PathBuf,
    pub(super) lock: PathBuf,
    pub(super) new: PathBuf,
    pub(super) log: PathBuf,
}

impl Files {
    pub(super) fn of(folder: &Path) -> Self {
        let store = folder.join(STORE_FILE);
        Self {
            folder: folder.to_path_buf(),
            lock: folder.join(LOCK_FILE),
            new: folder.join(NEW_FILE),
            log: beside(&store, "-wal"),
            store,
        }
    }
}

/// The file whose name is that of `file` with `suffix` appended.
pub(in crate::store) fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name: OsString = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
