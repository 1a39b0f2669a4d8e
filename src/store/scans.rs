//! The scans' bytes: content-addressed blobs in files of their own by year (`scans-2026.db`), under a key of their own.
//!
//! A blob is written, and on the disk, before the row that names it; so a cut leaves at worst a blob that nothing names,
//! and [`Scans::sweep`] removes those. Of a store on a server they stand there, in a table. What is read is checked against its address. One blob is in memory at a time.
//! Does not look into the bytes, and does not know which paper they show.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, ErrorCode, OptionalExtension as _, Transaction, TransactionBehavior};

use super::error::Error;
use super::postgres::ScansOnServer;
use super::sqlite::{Access, StoreKey, connect, rekey_file};
use crate::domain::journal::Digest;

/// Marks a file as scans of this program ("vens").
const APPLICATION_ID: i64 = 0x7665_6e73;
/// The only layout so far.
const LAYOUT: i64 = 1;
/// The largest blob that is taken or read.
pub const LARGEST_BLOB_BYTES: usize = 32 << 20;
/// How many addresses a sweep holds at a time.
pub(super) const SWEEP_BATCH: usize = 500;

/// The scans of a store, wherever it stands.
pub enum Scans {
    /// In files beside it.
    Files(ScanFiles),
    /// On the server that it stands on.
    Server(ScansOnServer),
}

impl Scans {
    /// Keeps a blob of `year` and answers its address. It is on the disk when this returns; what is kept already is not
    /// written twice.
    ///
    /// # Errors
    /// [`Error::ScanTooLarge`], [`Error::DiskFull`], [`Error::KeyRefused`], [`Error::Damaged`], the system's or the server's.
    pub fn put(&self, year: i32, content: &[u8], at_ms: i64) -> Result<Digest, Error> {
        match self {
            Self::Files(scans) => scans.put(year, content, at_ms),
            Self::Server(scans) => scans.put(year, content, at_ms),
        }
    }

    /// Reads a blob; none where there is none.
    ///
    /// # Errors
    /// [`Error::ScanDamaged`] where the bytes are not those of the address; otherwise as [`Scans::put`].
    pub fn get(&self, year: i32, address: &Digest) -> Result<Option<Vec<u8>>, Error> {
        match self {
            Self::Files(scans) => scans.get(year, address),
            Self::Server(scans) => scans.get(year, address),
        }
    }

    /// Is a blob kept? Its bytes are not looked at.
    ///
    /// # Errors
    /// As [`Scans::put`].
    pub fn holds(&self, year: i32, address: &Digest) -> Result<bool, Error> {
        match self {
            Self::Files(scans) => scans.holds(year, address),
            Self::Server(scans) => scans.holds(year, address),
        }
    }

    /// Removes blobs of `year`, all at once; answers how many there were.
    ///
    /// # Errors
    /// As [`Scans::put`]; then none of them is removed.
    pub fn remove_all(&self, year: i32, addresses: &[Digest]) -> Result<u64, Error> {
        self.remove_old(year, i64::MAX, addresses)
    }

    /// Removes the blobs of `year` that were added before `before_ms` and that nothing names; answers how many. A blob
    /// that is younger may belong to a row about to be written.
    ///
    /// # Errors
    /// Those of `is_named`; otherwise as [`Scans::put`].
    pub fn sweep<E: From<Error>>(
        &self,
        year: i32,
        before_ms: i64,
        mut is_named: impl FnMut(&Digest) -> Result<bool, E>,
    ) -> Result<u64, E> {
        let (mut removed, mut after) = (0_u64, 0_i64);
        loop {
            let batch = self.batch_after(year, before_ms, after)?;
            let Some((last, _)) = batch.last() else { return Ok(removed) };
            after = *last;
            let mut orphans = Vec::new();
            for (_, address) in batch {
                if !is_named(&address)? {
                    orphans.push(address);
                }
            }
            removed = removed.saturating_add(self.remove_old(year, before_ms, &orphans)?);
        }
    }

    /// Visits the address of each blob of `year`, oldest first.
    ///
    /// # Errors
    /// Those of `visit`; otherwise as [`Scans::put`].
    pub fn each<E: From<Error>>(&self, year: i32, mut visit: impl FnMut(&Digest) -> Result<(), E>) -> Result<(), E> {
        let mut after = 0_i64;
        loop {
            let batch = self.batch_after(year, i64::MAX, after)?;
            let Some((last, _)) = batch.last() else { return Ok(()) };
            after = *last;
            batch.iter().try_for_each(|(_, address)| visit(address))?;
        }
    }

    /// The years of which there are any, in order.
    ///
    /// # Errors
    /// The system's or the server's.
    pub fn years(&self) -> Result<Vec<i32>, Error> {
        match self {
            Self::Files(scans) => scans.years(),
            Self::Server(scans) => scans.years(),
        }
    }

    fn batch_after(&self, year: i32, before_ms: i64, after: i64) -> Result<Vec<(i64, Digest)>, Error> {
        match self {
            Self::Files(scans) => scans.batch_after(year, before_ms, after),
            Self::Server(scans) => scans.batch_after(year, before_ms, after),
        }
    }

    fn remove_old(&self, year: i32, before_ms: i64, addresses: &[Digest]) -> Result<u64, Error> {
        match self {
            Self::Files(scans) => scans.remove_old(year, before_ms, addresses),
            Self::Server(scans) => scans.remove_old(year, before_ms, addresses),
        }
    }
}

/// The scan files of one store.
pub struct ScanFiles {
    folder: PathBuf,
    key: StoreKey,
    /// The file last used: a day at the window stays in one year.
    open: Mutex<Option<YearFile>>,
}

struct YearFile {
    year: i32,
    file: PathBuf,
    connection: Connection,
}

impl ScanFiles {
    /// The scans beside the store in `folder`. Nothing is opened yet.
    pub fn new(folder: &Path, key: StoreKey) -> Self {
        Self { folder: folder.to_path_buf(), key, open: Mutex::new(None) }
    }

    /// Keeps a blob in the file of `year` and answers its address. It is on the disk when this returns; what is kept
    /// already is not written twice.
    ///
    /// # Errors
    /// [`Error::ScanTooLarge`], [`Error::DiskFull`], [`Error::KeyRefused`], [`Error::Damaged`], or the system's.
    pub fn put(&self, year: i32, content: &[u8], at_ms: i64) -> Result<Digest, Error> {
        const DOING: &str = "guardar un documento digitalizado";
        if content.len() > LARGEST_BLOB_BYTES {
            return Err(Error::ScanTooLarge { bytes: content.len(), largest: LARGEST_BLOB_BYTES });
        }
        let address = Digest::of(content);
        let mut open = self.lock();
        let file = self.year_file(&mut open, year, true)?.ok_or_else(|| Error::NotFound { file: self.path(year) })?;
        file.connection
            .prepare_cached(
                // What is kept already is young again, so that a sweep does not take it before its row names it.
                "INSERT INTO blob (address, added_at_ms, content) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (address) DO UPDATE SET added_at_ms = excluded.added_at_ms",
            )
            .and_then(|mut insert| insert.execute((address, at_ms, content)))
            .map_err(|source| Error::from_engine(DOING, &file.file, source))?;
        Ok(address)
    }

    /// Reads a blob; none where the year's file does not hold it.
    ///
    /// # Errors
    /// [`Error::ScanDamaged`] where the bytes are not those of the address; otherwise as [`ScanFiles::put`].
    pub fn get(&self, year: i32, address: &Digest) -> Result<Option<Vec<u8>>, Error> {
        const DOING: &str = "leer un documento digitalizado";
        let mut open = self.lock();
        let Some(file) = self.year_file(&mut open, year, false)? else { return Ok(None) };
        let damaged = || Error::ScanDamaged { file: file.file.clone(), address: address.to_string() };
        let content: Option<Vec<u8>> = file
            .connection
            .prepare_cached("SELECT content FROM blob WHERE address = ?1")
            .and_then(|mut select| select.query_row([address], |row| row.get(0)).optional())
            .map_err(|source| match source.sqlite_error_code() {
                Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => damaged(),
                _ => Error::from_engine(DOING, &file.file, source),
            })?;
        match content {
            Some(content) if Digest::of(&content) != *address => Err(damaged()),
            other => Ok(other),
        }
    }

    /// Is a blob kept? Its bytes are not looked at.
    ///
    /// # Errors
    /// As [`ScanFiles::put`].
    pub fn holds(&self, year: i32, address: &Digest) -> Result<bool, Error> {
        let mut open = self.lock();
        let Some(file) = self.year_file(&mut open, year, false)? else { return Ok(false) };
        file.connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM blob WHERE address = ?1)")
            .and_then(|mut select| select.query_row([address], |row| row.get(0)))
            .map_err(|source| Error::from_engine("buscar un documento digitalizado", &file.file, source))
    }

    /// How many blobs the file of `year` holds.
    ///
    /// # Errors
    /// As [`ScanFiles::put`].
    pub fn count(&self, year: i32) -> Result<u64, Error> {
        let mut open = self.lock();
        let Some(file) = self.year_file(&mut open, year, false)? else { return Ok(0) };
        file.connection
            .query_row("SELECT count(*) FROM blob", [], |row| row.get::<_, i64>(0))
            .map(|count| u64::try_from(count).unwrap_or(0))
            .map_err(|source| Error::from_engine("contar los documentos digitalizados", &file.file, source))
    }

    /// Keeps blobs of `year` under their addresses, all at once: they are on the disk when this returns. For copies of
    /// blobs that [`ScanFiles::get`] gave, and so checked.
    ///
    /// # Errors
    /// As [`ScanFiles::put`]; then none of them is kept.
    pub fn take_in(&self, year: i32, blobs: &[(Digest, Vec<u8>)], at_ms: i64) -> Result<(), Error> {
        let mut open = self.lock();
        let file = self.year_file(&mut open, year, true)?.ok_or_else(|| Error::NotFound { file: self.path(year) })?;
        let all = || -> rusqlite::Result<()> {
            let transaction = Transaction::new_unchecked(&file.connection, TransactionBehavior::Immediate)?;
            for (address, content) in blobs {
                transaction
                    .prepare_cached(
                        "INSERT INTO blob (address, added_at_ms, content) VALUES (?1, ?2, ?3) ON CONFLICT (address) DO NOTHING",
                    )?
                    .execute((address, at_ms, content))?;
            }
            transaction.commit()
        };
        all().map_err(|source| Error::from_engine("copiar documentos digitalizados", &file.file, source))
    }

    /// The years that have a file, in order.
    ///
    /// # Errors
    /// The system's.
    pub fn years(&self) -> Result<Vec<i32>, Error> {
        let failed = |source| Error::from_file("leer la carpeta del almacén", &self.folder, source);
        let mut years = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            let year: Option<i32> =
                name.to_str().and_then(|name| name.strip_prefix("scans-")?.strip_suffix(".db")?.parse().ok());
            years.extend(year);
        }
        years.sort_unstable();
        Ok(years)
    }

    /// Removes those that were not put again meanwhile, and overwrites where they stood.
    fn remove_old(&self, year: i32, before_ms: i64, addresses: &[Digest]) -> Result<u64, Error> {
        const DOING: &str = "borrar documentos digitalizados";
        let mut open = self.lock();
        let Some(file) = self.year_file(&mut open, year, false)? else { return Ok(0) };
        let all = || -> rusqlite::Result<u64> {
            let transaction = Transaction::new_unchecked(&file.connection, TransactionBehavior::Immediate)?;
            let mut removed = 0_u64;
            for address in addresses {
                let rows = transaction
                    .prepare_cached("DELETE FROM blob WHERE address = ?1 AND added_at_ms < ?2")?
                    .execute((address, before_ms))?;
                removed = removed.saturating_add(u64::try_from(rows).unwrap_or(0));
            }
            transaction.commit()?;
            Ok(removed)
        };
        all().map_err(|source| Error::from_engine(DOING, &file.file, source))
    }

    fn batch_after(&self, year: i32, before_ms: i64, after: i64) -> Result<Vec<(i64, Digest)>, Error> {
        let mut open = self.lock();
        let Some(file) = self.year_file(&mut open, year, false)? else { return Ok(Vec::new()) };
        let sql =
            format!("SELECT id, address FROM blob WHERE id > ?1 AND added_at_ms < ?2 ORDER BY id LIMIT {SWEEP_BATCH}");
        file.connection
            .prepare_cached(&sql)
            .and_then(|mut select| {
                select.query_map((after, before_ms), |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
            })
            .map_err(|source| Error::from_engine("revisar los documentos digitalizados", &file.file, source))
    }

    fn lock(&self) -> MutexGuard<'_, Option<YearFile>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn path(&self, year: i32) -> PathBuf {
        self.folder.join(format!("scans-{year}.db"))
    }

    /// The year's file, open; made where it is missing and wanted.
    fn year_file<'o>(
        &self,
        open: &'o mut Option<YearFile>,
        year: i32,
        make: bool,
    ) -> Result<Option<&'o YearFile>, Error> {
        if open.as_ref().is_none_or(|file| file.year != year) {
            let file = self.path(year);
            let is_new = !file.exists();
            if is_new && !make {
                return Ok(None);
            }
            let connection = open_year(&file, &self.key, is_new)?;
            *open = Some(YearFile { year, file, connection });
        }
        Ok(open.as_ref())
    }
}

/// Gives every scan file in `folder` another key; those that have it already are left as they are. Nobody may have them
/// open.
///
/// # Errors
/// [`Error::KeyRefused`] when neither key opens a file, [`Error::DiskFull`], or the system's.
pub fn rekey(folder: &Path, from: &StoreKey, to: &StoreKey) -> Result<(), Error> {
    let scans = ScanFiles::new(folder, to.clone());
    for year in scans.years()? {
        let file = scans.path(year);
        match open_year(&file, to, false) {
            Err(Error::KeyRefused { .. }) => rekey_file(&file, from, to)?,
            other => drop(other?),
        }
    }
    Ok(())
}

/// A rollback journal, not a write-ahead log: the file is whole by itself after each blob, as a backup wants it.
fn open_year(file: &Path, key: &StoreKey, is_new: bool) -> Result<Connection, Error> {
    let failed = |source: rusqlite::Error| match source.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => Error::KeyRefused { file: file.to_path_buf() },
        _ => Error::from_engine("abrir el archivo de documentos digitalizados", file, source),
    };
    let connection = connect(file, key, if is_new { Access::Create } else { Access::Write }).map_err(failed)?;
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(failed)?;
    connection.execute_batch("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;").map_err(failed)?;
    match found {
        0 => connection
            .execute_batch(&format!(
                "BEGIN IMMEDIATE;
                 PRAGMA application_id = {APPLICATION_ID};
                 PRAGMA user_version = {LAYOUT};
                 CREATE TABLE IF NOT EXISTS blob (
                     id          INTEGER PRIMARY KEY AUTOINCREMENT,
                     address     BLOB    NOT NULL UNIQUE CHECK (length(address) = 32),
                     added_at_ms INTEGER NOT NULL,
                     content     BLOB    NOT NULL
                 ) STRICT;
                 COMMIT;"
            ))
            .map_err(failed)?,
        LAYOUT => {}
        _ => return Err(Error::Newer { file: file.to_path_buf(), found, known: LAYOUT }),
    }
    Ok(connection)
}
