//! Whether every page of a store's file is what was written: each carries a keyed hash of its own.

use crate::store::error::{Error, WhileDoing as _};
use crate::store::transaction::Reader;

/// How many pages of the file fail their keyed hash. Reads the whole file; what stands in the log only is not in it.
///
/// # Errors
/// The engine's.
pub fn damaged_pages(reader: &Reader) -> Result<usize, Error> {
    reader
        .all("PRAGMA cipher_integrity_check", [], |row| row.get::<_, String>(0))
        .while_doing("comprobar las páginas del almacén")
        .map(|findings| findings.len())
}
