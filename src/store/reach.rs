//! The centres of one database whose months this machine's role may count: its own, and those whose owners let it. The rights
//! of the role say which they are, and nothing else does.

use std::cmp::Ordering;

use super::error::{Error, WhileDoing as _};
use super::link::Link;
use super::postgres;
use super::transaction::Reader;

/// A centre in reach, by its schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InReach(String);

impl InReach {
    /// The name of its schema.
    #[must_use]
    pub fn schema(&self) -> &str {
        &self.0
    }
}

/// The centres in reach, by the names of their schemas: all in which anything of the closes may be read, so that a right that
/// lacks a part is not taken for none. A file has none.
pub fn centres(reader: &Reader) -> Result<Vec<InReach>, Error> {
    if !reader.is_on_server() {
        return Ok(Vec::new());
    }
    reader
        .all(
            "SELECT CAST(nspname AS TEXT) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace \
             WHERE relname = 'day_close' AND relkind = 'r' AND relpersistence = 'p' AND has_any_column_privilege(pg_class.oid, 'SELECT') ORDER BY 1",
            [],
            |row| row.get(0).map(InReach),
        )
        .while_doing("buscar los centros de la base")
}

/// Looks at a centre in reach: the same queries, of its tables. Within a moment of the reader's alone.
///
/// # Errors
/// Those of `look`; the server's.
pub fn look<T, E: From<Error>>(
    reader: &Reader,
    centre: &InReach,
    look: impl FnOnce(&Reader) -> Result<T, E>,
) -> Result<T, E> {
    match reader.link() {
        Link::Sqlite(_) => look(reader),
        Link::Postgres(link) => {
            let _there = link.elsewhere(&centre.0).while_doing("leer las cifras de otro centro")?;
            look(reader)
        }
    }
}

/// How the version of the tables that are looked at stands to this program's.
pub fn version(reader: &Reader) -> Result<Ordering, Error> {
    let version: i64 = reader
        .one("SELECT version FROM schema_version", [], |row| row.get(0))
        .while_doing("leer la versión de las tablas")?;
    Ok(version.cmp(&postgres::newest()))
}
