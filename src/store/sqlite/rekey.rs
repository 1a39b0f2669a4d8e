//! Enciphering a file of the store anew, under another key: page by page in one transaction of the engine, so that a cut
//! leaves it wholly under the one key or the other.

use std::path::Path;

use super::connect::{Access, connect};
use super::files::Files;
use super::key::StoreKey;
use super::lock::StoreLock;
use super::probe;
use crate::store::Error;

/// What an error was about.
const DOING: &str = "cifrar de nuevo el almacén";

/// Gives the store in `folder` another key; nothing is done where it has it already. Nobody may have it open. Takes as
/// long as writing the whole file.
///
/// # Errors
/// [`Error::InUse`], [`Error::KeyRefused`] when neither key opens it, [`Error::DiskFull`], or the system's.
pub fn rekey(folder: &Path, from: &StoreKey, to: &StoreKey) -> Result<(), Error> {
    let files = Files::of(folder);
    let _lock = StoreLock::take(&files.lock, &files.store)?;
    match probe::probe(&files, to) {
        Err(Error::KeyRefused { .. }) => {}
        other => return other.map(drop),
    }
    probe::probe(&files, from)?;
    rekey_file(&files.store, from, to)
}

/// Gives one file another key; nobody may have it open, and it opens with `from`.
pub(in crate::store) fn rekey_file(file: &Path, from: &StoreKey, to: &StoreKey) -> Result<(), Error> {
    let failed = |source| Error::from_engine(DOING, file, source);
    let connection = connect(file, from, Access::Write).map_err(failed)?;
    // A write-ahead log would hold pages under both keys.
    connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get::<_, String>(0)).map_err(failed)?;
    connection.execute_batch(&to.rekey_pragma()).map_err(failed)?;
    connection.close().map_err(|(_, source)| failed(source))
}
