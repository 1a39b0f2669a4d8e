//! How a connection is made: the key first, then the same settings for every one.
//!
//! The cipher's settings are SQLCipher's defaults (AES-256, HMAC-SHA512 on each page). `secure_delete` overwrites
//! what is deleted, temporary tables stay in memory, and a schema is never trusted to call what it likes.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::StoreKey;

/// How long a connection waits for another one, in milliseconds.
const BUSY_TIMEOUT_MS: u32 = 5_000;

/// What a connection is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Access {
    /// Makes the file where it is missing.
    Create,
    /// Reads and writes a file that exists.
    Write,
    /// Reads; may share the write-ahead log with a writer.
    Read,
    /// Reads a file that nobody writes, and leaves no trace: no log, no shared memory, no lock.
    ReadUntouched,
}

/// Opens and keys a connection. Nothing is read yet: a wrong key shows at the first read.
pub(in crate::store) fn connect(file: &Path, key: &StoreKey, access: Access) -> rusqlite::Result<Connection> {
    let shared = OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = match access {
        Access::Create => {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | shared;
            Connection::open_with_flags(file, flags)?
        }
        Access::Write => Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE | shared)?,
        Access::Read => Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY | shared)?,
        Access::ReadUntouched => {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | shared;
            Connection::open_with_flags(untouched_uri(file), flags)?
        }
    };
    connection.set_prepared_statement_cache_capacity(256);
    // The cipher reports a wrong key on the standard error; the error it returns is enough.
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    connection.execute_batch(&key.pragma())?;
    connection.execute_batch(&format!(
        "PRAGMA busy_timeout = {BUSY_TIMEOUT_MS};
         PRAGMA temp_store = MEMORY;
         PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;
         PRAGMA cache_size = -32768;"
    ))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    if matches!(access, Access::Create | Access::Write) {
        // Until the file is accepted, closing it must not move its log either.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    }
    Ok(connection)
}

/// Makes an accepted connection the writer: write-ahead log, every commit on the disk, checkpoints only when asked.
pub(in crate::store) fn settle_writer(connection: &Connection) -> rusqlite::Result<()> {
    connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0))?;
    connection.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA wal_autocheckpoint = 0;
         PRAGMA journal_size_limit = 67108864;
         PRAGMA secure_delete = ON;",
    )?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok(())
}

/// The file as an immutable URI; every byte that could mean something in a URI is escaped.
fn untouched_uri(file: &Path) -> String {
    let mut uri = String::from("file:");
    let bytes = file.as_os_str().as_encoded_bytes();
    if cfg!(windows) && !bytes.starts_with(b"\\\\") {
        uri.push_str("///");
    }
    for &byte in bytes {
        match byte {
            b'\\' if cfg!(windows) => uri.push('/'),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b':' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri.push_str("?immutable=1");
    uri
}
