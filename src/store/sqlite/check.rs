//! Whether every page of a store's file is what was written (each carries a keyed hash of its own), and whether the pages
//! fit together. A server's pages are its own people's to check: nothing is found there.

use crate::store::error::{Error, WhileDoing as _};
use crate::store::link::Link;
use crate::store::transaction::Reader;

/// How many pages of the file fail their keyed hash. Reads the whole file; what stands in the log only is not in it.
///
/// # Errors
/// The engine's.
pub fn damaged_pages(reader: &Reader) -> Result<usize, Error> {
    if matches!(reader.link(), Link::Postgres(_)) {
        return Ok(0);
    }
    reader
        .all("PRAGMA cipher_integrity_check", [], |row| row.get::<String>(0))
        .while_doing("comprobar las páginas del almacén")
        .map(|findings| findings.len())
}

/// The first thing that does not fit in how the pages hang together, in the engine's words. Reads the whole file.
///
/// # Errors
/// The engine's.
pub fn structure_fault(reader: &Reader) -> Result<Option<String>, Error> {
    if matches!(reader.link(), Link::Postgres(_)) {
        return Ok(None);
    }
    let found: String =
        reader.one("PRAGMA quick_check(1)", [], |row| row.get(0)).while_doing("comprobar la estructura del almacén")?;
    Ok((found != "ok").then_some(found))
}
