//! Copying the enciphered file while others read and write it: byte for byte, under the key it has.
//!
//! A reading connection holds one moment of the store meanwhile; nobody waits for it, and commits go on beside.
//!
//! * Where the moment needs the log, the log is not begun anew, and whatever is moved into the file meanwhile stands in
//!   the log up to that moment. So the file, and as much of the log as is copied after it, are the store at that moment
//!   or at a later commit.
//! * Where the moment needs nothing of the log, the file is not touched and is the store at that moment by itself. The
//!   log may then be begun anew; a copy of it would be half the old one, which its changed beginning tells, and is left
//!   out.
//!
//! The engine's locks on a file are the process's, and closing any handle of that file lets go of all of them. So the
//! handle that is read here is kept for as long as a connection is: by the store of this process, or until the reading
//! connection is closed.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::sync::Arc;

use super::{Access, FileStore, Files, StoreKey, connect, connection, probe, schema, settle_writer, sync_folder};
use crate::store::error::{Error, WhileDoing as _};
use crate::store::link::Link;
use crate::store::transaction::Reader;

const DOING: &str = "copiar el almacén";
/// Bytes copied in one step, and brought to the disk with it: what piles up until the end, every commit waits behind.
const STEP_BYTES: usize = 4 << 20;
/// A log's own beginning, changed before anything else where a log is begun anew.
const LOG_HEADER_BYTES: usize = 32;

/// A store of which one moment is held, to be copied.
pub struct Original {
    // Before the file: see above.
    reader: Reader,
    file: Arc<File>,
    files: Files,
    /// How the log began when the moment was held.
    log_header: Option<[u8; LOG_HEADER_BYTES]>,
}

impl FileStore {
    /// Holds this moment of the store, to copy it.
    ///
    /// # Errors
    /// As [`FileStore::reader`].
    pub fn original(&self) -> Result<Original, Error> {
        Original::hold(self.reader()?, Arc::clone(&self.file), self.files.clone())
    }
}

/// Holds this moment of the store in `folder`, beside the process that owns it or without one.
///
/// # Errors
/// As [`super::open_read_only`].
pub fn original_beside(folder: &Path, key: &StoreKey) -> Result<Original, Error> {
    let reader = super::open_read_only(folder, key)?;
    let files = Files::of(folder);
    let file = File::open(&files.store).map_err(|source| Error::from_file(DOING, &files.store, source))?;
    Original::hold(reader, Arc::new(file), files)
}

impl Original {
    fn hold(reader: Reader, file: Arc<File>, files: Files) -> Result<Self, Error> {
        let held = connection(&reader, DOING)?;
        let held = held.execute_batch("BEGIN").and_then(|()| schema::versions(held));
        held.while_doing(DOING)?;
        let log_header = log_header(&files)?;
        Ok(Self { reader, file, files, log_header })
    }

    /// The store at the moment that is held.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Begins a copy in `folder`, where no store is yet.
    ///
    /// # Errors
    /// [`Error::AlreadyExists`], [`Error::DiskFull`], [`Error::ReadOnly`], or the system's.
    pub fn copy_into(self, folder: &Path) -> Result<StoreCopy, Error> {
        let into = Files::of(folder);
        let out = create(&into.store)?;
        let bytes = self.file.metadata().map_err(|source| Error::from_file(DOING, &self.files.store, source))?.len();
        let log_bytes = fs::metadata(&self.files.log).map_or(0, |metadata| metadata.len());
        Ok(StoreCopy {
            original: self,
            into,
            out,
            log: None,
            buffer: vec![0; STEP_BYTES],
            at: 0,
            done: 0,
            total: bytes.saturating_add(log_bytes),
        })
    }
}

/// A copy under way.
pub struct StoreCopy {
    original: Original,
    into: Files,
    out: File,
    /// The log, once it is its turn: what is left of it, as long as it was then.
    log: Option<io::Take<File>>,
    buffer: Vec<u8>,
    /// How far into the file.
    at: u64,
    done: u64,
    total: u64,
}

impl StoreCopy {
    /// Bytes copied so far, and of how many; the store may grow meanwhile.
    pub fn bytes(&self) -> (u64, u64) {
        (self.done, self.total.max(self.done))
    }

    /// Copies some more; answers whether there is more to copy.
    ///
    /// # Errors
    /// [`Error::DiskFull`] of the copy's disk, or the system's.
    pub fn step(&mut self) -> Result<bool, Error> {
        let log = &self.original.files.log;
        let read = match &mut self.log {
            None => read_at(&self.original.file, &mut self.buffer, self.at)
                .map_err(|source| Error::from_file(DOING, &self.original.files.store, source))?,
            Some(left) => left.read(&mut self.buffer).map_err(|source| Error::from_file(DOING, log, source))?,
        };
        let copied = u64::try_from(read).unwrap_or(0);
        let into = if self.log.is_some() { &self.into.log } else { &self.into.store };
        let failed = |source| Error::from_file(DOING, into, source);
        self.out
            .write_all(self.buffer.get(..read).unwrap_or_default())
            .and_then(|()| self.out.sync_data())
            .map_err(failed)?;
        self.at = self.at.saturating_add(copied);
        self.done = self.done.saturating_add(copied);
        match (read, self.log.is_some()) {
            (0, true) => Ok(false),
            (0, false) => self.go_on_with_the_log(),
            _ => Ok(true),
        }
    }

    /// After the file, never before: what is moved from the log into the file meanwhile stands in the log still.
    fn go_on_with_the_log(&mut self) -> Result<bool, Error> {
        let failed = |source| Error::from_file(DOING, &self.original.files.log, source);
        let log = match File::open(&self.original.files.log) {
            Ok(log) => log,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(source) => return Err(failed(source)),
        };
        let bytes = log.metadata().map_err(failed)?.len();
        if bytes == 0 {
            return Ok(false);
        }
        self.out = create(&self.into.log)?;
        self.log = Some(log.take(bytes));
        Ok(true)
    }

    /// After the last step: lets go of the moment, and makes one whole file of the copy. `key` is the store's.
    ///
    /// # Errors
    /// [`Error::Damaged`] or [`Error::KeyRefused`] where the original is not what was written; [`Error::DiskFull`], or
    /// the system's.
    pub fn finish(self, key: &StoreKey) -> Result<(), Error> {
        let Self { original, into, out, log, .. } = self;
        let same_log = log_header(&original.files)? == original.log_header;
        drop((original, out));
        match (log.is_some(), same_log) {
            (true, true) => move_log(&into, key)?,
            (true, false) => fs::remove_file(&into.log).map_err(|source| Error::from_file(DOING, &into.log, source))?,
            (false, _) => {}
        }
        sync_folder(&into.folder).map_err(|source| Error::from_file(DOING, &into.folder, source))
    }
}

/// Moves the copied log into the copied file, and removes it.
fn move_log(files: &Files, key: &StoreKey) -> Result<(), Error> {
    probe::probe(files, key)?;
    let failed = |source| Error::from_engine(DOING, &files.store, source);
    let connection = connect(&files.store, key, Access::Write).map_err(failed)?;
    settle_writer(&connection).map_err(failed)?;
    let blocked: bool =
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)).map_err(failed)?;
    if blocked {
        return Err(Error::Busy { doing: DOING });
    }
    connection.close().map_err(|(_, source)| failed(source))
}

/// A reader of a store that nobody has open and that was left without a log, as a copy is. Leaves no trace beside it.
///
/// # Errors
/// As [`super::open_read_only`]; [`Error::Damaged`] where a log stands beside it.
pub fn open_copy(folder: &Path, key: &StoreKey) -> Result<Reader, Error> {
    let files = Files::of(folder);
    let found = probe::probe(&files, key)?;
    if found < schema::newest() {
        return Err(Error::Older { file: files.store, found, known: schema::newest() });
    }
    if probe::has_log(&files) {
        return Err(Error::Damaged { file: files.store, finding: "su registro interno quedó sin unir".to_owned() });
    }
    connect(&files.store, key, Access::ReadUntouched)
        .map(|connection| Reader::new(Link::Sqlite(connection)))
        .map_err(|source| Error::from_engine("abrir la copia del almacén", &files.store, source))
}

fn log_header(files: &Files) -> Result<Option<[u8; LOG_HEADER_BYTES]>, Error> {
    let mut header = [0; LOG_HEADER_BYTES];
    match File::open(&files.log).and_then(|mut log| log.read_exact(&mut header)) {
        Ok(()) => Ok(Some(header)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::UnexpectedEof) => Ok(None),
        Err(source) => Err(Error::from_file(DOING, &files.log, source)),
    }
}

fn create(file: &Path) -> Result<File, Error> {
    File::create_new(file).map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => Error::AlreadyExists { file: file.to_path_buf() },
        _ => Error::from_file(DOING, file, source),
    })
}

/// Reads at a place without a cursor: the handle is shared.
#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, at)
}

/// Reads at a place, wherever the cursor stands: the handle is shared.
#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, at)
}
