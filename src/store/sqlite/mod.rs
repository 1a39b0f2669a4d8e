//! The store's file: made, opened, shared out as one writer and any number of readers, and closed.
//!
//! Promises: what is committed is on the disk; one process owns a store for as long as it is open; a file that is refused
//! (missing, damaged, newer, foreign, under another key, in use, not writable) is not changed by the refusal. Checkpoints
//! are the caller's to time ([`FileStore::checkpoint_when_idle`]), with a bound of the store's own.
//! Does not know what is stored (the noun files do) or derive keys (the vault does); it copies a file that is at work
//! ([`FileStore::original`]), and leaves to others what a backup is.

mod check;
mod checkpoint;
mod chunk;
mod connect;
mod erased;
mod files;
mod key;
mod lock;
mod original;
mod probe;
mod rekey;
mod schema;
pub(super) mod search;

use std::fs::{self, File, OpenOptions};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use super::error::Error;
use super::link::Link;
use super::pacer::ChunkPacer;
use super::transaction::{Company, Reader, Transaction, transact};

pub use check::{damaged_pages, structure_fault};
pub(super) use connect::{Access, connect, settle_writer};
pub use erased::ForGood;
use files::Files;
pub(super) use files::beside;
pub use files::{LOCK_FILE, STORE_FILE};
pub use key::StoreKey;
pub(super) use lock::StoreLock;
pub use original::{Original, StoreCopy, open_copy, original_beside};
pub use rekey::rekey;
pub(super) use rekey::rekey_file;

/// How many rows the first piece of a bulk load's search index has.
const FIRST_INDEXED_ROWS: usize = 4_000;

/// How a bulk load is indexed.
#[derive(Debug)]
struct Indexing {
    pacer: ChunkPacer,
    /// Pieces that were written since some were last merged.
    pieces: usize,
}

/// What a new store is.
#[derive(Clone, Copy, Debug)]
pub struct CreateOptions {
    /// A demo store: for trying out, printing to files, every page marked. Cannot be changed later.
    pub demo: bool,
    /// The store's own id: random bytes, which the vault authenticates too.
    pub store_id: [u8; 16],
    /// Milliseconds since the Unix epoch, UTC.
    pub created_at_ms: i64,
}

/// A store open for reading and writing, owned by this process.
pub struct FileStore {
    files: Files,
    key: StoreKey,
    writer: Mutex<Reader>,
    /// Moves the log, and nothing else.
    keeper: Mutex<Connection>,
    /// How many rows are indexed for search at a time.
    indexing: Mutex<Indexing>,
    /// Read by whoever copies the store; after the connections, whose locks closing it would let go of.
    file: Arc<File>,
    // Last, so that it is released after the writer is closed.
    _lock: StoreLock,
}

impl FileStore {
    /// Makes a store in `folder` (made too where missing) and opens it. A cut in the middle leaves no store.
    ///
    /// # Errors
    /// [`Error::AlreadyExists`], [`Error::InUse`], [`Error::ReadOnly`], [`Error::DiskFull`], or the system's.
    pub fn create(folder: &Path, key: StoreKey, options: CreateOptions) -> Result<Self, Error> {
        const DOING: &str = "crear el almacén";
        let files = Files::of(folder);
        let failed = |source| Error::from_engine(DOING, &files.store, source);
        fs::create_dir_all(folder).map_err(|source| Error::from_file(DOING, folder, source))?;
        if files.store.exists() {
            return Err(Error::AlreadyExists { file: files.store });
        }
        let lock = StoreLock::take(&files.lock, &files.store)?;
        if files.store.exists() {
            return Err(Error::AlreadyExists { file: files.store });
        }
        remove_unfinished(&files)?;
        let mut connection = connect(&files.new, &key, Access::Create).map_err(failed)?;
        settle_writer(&connection).map_err(failed)?;
        schema::migrate(&mut connection).map_err(failed)?;
        connection
            .execute(
                "INSERT INTO store_identity (id, store_id, demo, serial_epoch, created_at_ms) VALUES (1, ?1, ?2, 1, ?3)",
                (options.store_id, options.demo, options.created_at_ms),
            )
            .map_err(failed)?;
        // Closing would move the log into the file too, and say nothing where the disk is full.
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).map_err(failed)?;
        connection.close().map_err(|(_, source)| failed(source))?;
        fs::rename(&files.new, &files.store).map_err(|source| Error::from_file(DOING, &files.store, source))?;
        sync_folder(folder).map_err(|source| Error::from_file(DOING, folder, source))?;
        Self::open_locked(files, key, lock)
    }

    /// Opens the store in `folder` for this process alone, and brings its schema to the newest version.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::InUse`], [`Error::ReadOnly`], [`Error::KeyRefused`], [`Error::Damaged`],
    /// [`Error::Newer`], [`Error::DiskFull`], or the system's. The file is untouched by each of them.
    pub fn open(folder: &Path, key: StoreKey) -> Result<Self, Error> {
        let files = Files::of(folder);
        if !files.store.exists() {
            return Err(Error::NotFound { file: files.store });
        }
        require_writable(&files)?;
        let lock = StoreLock::take(&files.lock, &files.store)?;
        Self::open_locked(files, key, lock)
    }

    fn open_locked(files: Files, key: StoreKey, lock: StoreLock) -> Result<Self, Error> {
        probe::probe(&files, &key)?;
        let file =
            File::open(&files.store).map_err(|source| Error::from_file("abrir el almacén", &files.store, source))?;
        let opened = connect(&files.store, &key, Access::Write).and_then(|mut connection| {
            settle_writer(&connection)?;
            schema::migrate(&mut connection)?;
            search::watch(&connection)?;
            let keeper = connect(&files.store, &key, Access::Write)?;
            settle_writer(&keeper)?;
            Ok((connection, keeper))
        });
        let (connection, keeper) =
            opened.map_err(|source| Error::from_engine("abrir el almacén", &files.store, source))?;
        let store = Self {
            files,
            key,
            writer: Mutex::new(Reader::new(Link::Sqlite(connection))),
            keeper: Mutex::new(keeper),
            indexing: Mutex::new(Indexing { pacer: ChunkPacer::new(FIRST_INDEXED_ROWS), pieces: 0 }),
            file: Arc::new(file),
            _lock: lock,
        };
        store.catch_up(1)?;
        store.finish_erasing()?;
        Ok(store)
    }

    /// A read-only connection of its own, to be kept: making one takes some milliseconds. It can be sent to another
    /// thread. It should be dropped before the store is closed.
    ///
    /// # Errors
    /// [`Error::Damaged`], or the system's.
    pub fn reader(&self) -> Result<Reader, Error> {
        open_reader(&self.files, &self.key)
    }

    /// One transaction: commits what `work` did when it answers `Ok`, leaves no trace of it otherwise or on a panic.
    /// Waits while another thread writes.
    ///
    /// # Errors
    /// Those of `work`; [`Error::DiskFull`] and the engine's while beginning and committing.
    pub fn write<T, E: From<Error>>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, E>) -> Result<T, E> {
        let writer = self.lock_writer();
        let done = transact(&writer, Company::Alone, work)?;
        drop(writer);
        // The commit is safe already; rows that cannot be indexed now are indexed at the next occasion.
        let _ = self.catch_up(1);
        self.keep_log_bounded();
        Ok(done)
    }

    /// Closes the store: the log is moved into the file, and another process may open it.
    ///
    /// # Errors
    /// [`Error::DiskFull`] or the system's; what was committed is safe in the log even then.
    pub fn close(self) -> Result<(), Error> {
        drop(self.keeper);
        let writer = self.writer.into_inner().unwrap_or_else(PoisonError::into_inner);
        let Link::Sqlite(writer) = writer.into_link() else { return Ok(()) };
        writer.close().map_err(|(_, source)| Error::from_engine("cerrar el almacén", &self.files.store, source))
    }

    /// The folder the store stands in.
    pub fn folder(&self) -> &Path {
        &self.files.folder
    }

    fn lock_writer(&self) -> MutexGuard<'_, Reader> {
        // A panic inside a transaction has rolled it back by the time the lock is released.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A reader of the store in `folder`, beside the process that owns it or without one. It never writes, and it sees what
/// was committed when each of its queries begins.
///
/// # Errors
/// As [`FileStore::open`], [`Error::InUse`] and [`Error::ReadOnly`] apart. A file of an older schema is not brought forward:
/// it is reported as [`Error::Older`].
pub fn open_read_only(folder: &Path, key: &StoreKey) -> Result<Reader, Error> {
    let files = Files::of(folder);
    let found = probe::probe(&files, key)?;
    if found < schema::newest() {
        return Err(Error::Older { file: files.store, found, known: schema::newest() });
    }
    open_reader(&files, key)
}

/// The connection of whoever reads or writes a file.
fn connection<'r>(reader: &'r Reader, doing: &'static str) -> Result<&'r Connection, Error> {
    match reader.link() {
        Link::Sqlite(connection) => Ok(connection),
        Link::Postgres(_) => Err(Error::OnServer { doing }),
    }
}

fn open_reader(files: &Files, key: &StoreKey) -> Result<Reader, Error> {
    probe::connect_reader(files, key)
        .map(|connection| Reader::new(Link::Sqlite(connection)))
        .map_err(|source| Error::from_engine("abrir el almacén para lectura", &files.store, source))
}

/// Refuses a file that cannot be written, before the lock file would be made beside it.
fn require_writable(files: &Files) -> Result<(), Error> {
    const DOING: &str = "abrir el almacén";
    let file = &files.store;
    let metadata = fs::metadata(file).map_err(|source| Error::from_file(DOING, file, source))?;
    if !metadata.is_file() {
        return Err(Error::Damaged { file: file.clone(), finding: "no es un archivo".to_owned() });
    }
    if metadata.permissions().readonly() {
        return Err(Error::ReadOnly { file: file.clone() });
    }
    OpenOptions::new().write(true).open(file).map_err(|source| Error::from_file(DOING, file, source))?;
    Ok(())
}

/// What a creation that was cut left behind.
fn remove_unfinished(files: &Files) -> Result<(), Error> {
    for file in
        [files.new.clone(), beside(&files.new, "-wal"), beside(&files.new, "-shm"), beside(&files.new, "-journal")]
    {
        match fs::remove_file(&file) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::from_file("crear el almacén", &file, source));
            }
            _ => {}
        }
    }
    Ok(())
}

/// A rename is on the disk when its folder is. Only Unix lets a folder be synchronised.
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    if cfg!(unix) { fs::File::open(folder)?.sync_all() } else { Ok(()) }
}

impl std::fmt::Debug for FileStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FileStore").field("folder", &self.files.folder).finish_non_exhaustive()
    }
}
