//! Is this file a store that we may open? Answered before anything can be written.
//!
//! Where the last owner closed the store, its log is gone and the file is read without a lock, a log or shared memory:
//! a refused file and its folder stay as they were, byte for byte. Where a cut left a log behind, the log has to be read
//! too; then the engine's shared-memory file may appear beside it, and neither file nor log is changed.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use rusqlite::{Connection, ErrorCode};

use super::connect::{Access, connect};
use super::{Files, StoreKey, schema};
use crate::store::Error;

/// The engine's page, and with it the least size of a store.
const PAGE_BYTES: u64 = 4_096;
/// How a file of the engine that is not enciphered begins.
const CLEAR_HEADER: &[u8; 16] = b"SQLite format 3\0";

/// Refuses what is missing, damaged, foreign, newer or under another key; otherwise the schema version of the file.
pub(super) fn probe(files: &Files, key: &StoreKey) -> Result<i64, Error> {
    let finding = |finding: &str| Error::Damaged { file: files.store.clone(), finding: finding.to_owned() };
    let size = match fs::metadata(&files.store) {
        Ok(metadata) if metadata.is_file() => metadata.len(),
        Ok(_) => return Err(finding("no es un archivo")),
        Err(source) if source.kind() == io::ErrorKind::NotFound => {
            return Err(Error::NotFound { file: files.store.clone() });
        }
        Err(source) => return Err(Error::from_file("leer el almacén", &files.store, source)),
    };
    if size < PAGE_BYTES {
        return Err(finding("está vacío o cortado"));
    }
    if &first_bytes(&files.store)? == CLEAR_HEADER {
        return Err(finding("no está cifrado, no es un almacén de este programa"));
    }
    let access = if has_log(files) { Access::Read } else { Access::ReadUntouched };
    let versions = connect(&files.store, key, access).and_then(|connection| schema::versions(&connection));
    let (application_id, version) = versions.map_err(|source| refusal(&files.store, source))?;
    if application_id != schema::APPLICATION_ID {
        return Err(finding("es de otro programa"));
    }
    if version > schema::newest() {
        return Err(Error::Newer { file: files.store.clone(), found: version, known: schema::newest() });
    }
    if version < 1 {
        return Err(finding("no contiene ningún esquema"));
    }
    Ok(version)
}

/// Whether a log with content stands beside the file.
pub(super) fn has_log(files: &Files) -> bool {
    fs::metadata(&files.log).is_ok_and(|metadata| metadata.len() > 0)
}

/// The first read failed: by its key, or by something that has a better name.
fn refusal(file: &Path, source: rusqlite::Error) -> Error {
    match source.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => Error::KeyRefused { file: file.to_path_buf() },
        _ => Error::from_engine("abrir el almacén", file, source),
    }
}

fn first_bytes(file: &Path) -> Result<[u8; 16], Error> {
    let mut bytes = [0; 16];
    fs::File::open(file)
        .and_then(|mut open| open.read_exact(&mut bytes))
        .map_err(|source| Error::from_file("leer el almacén", file, source))?;
    Ok(bytes)
}

/// Opens a reader that never writes, whatever the folder allows.
pub(super) fn connect_reader(files: &Files, key: &StoreKey) -> rusqlite::Result<Connection> {
    let shared = connect(&files.store, key, Access::Read)
        .and_then(|connection| schema::versions(&connection).map(|_| connection));
    match shared {
        // Shared memory cannot be made in a folder that cannot be written; without a log nobody needs it.
        Err(error)
            if matches!(error.sqlite_error_code(), Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly))
                && !has_log(files) =>
        {
            connect(&files.store, key, Access::ReadUntouched)
        }
        other => other,
    }
}
