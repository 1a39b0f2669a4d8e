//! Long runs beside short transactions, and what the store does for itself when nobody waits.

use std::sync::{MutexGuard, PoisonError};

use super::{FileStore, Indexing, connection, search};
use crate::store::transaction::{Company, transact};
use crate::store::{Chunk, ChunkPacer, Error, Reader, Transaction, WhileDoing as _};

/// After so many pieces some index has as many segments as [`search::Thoroughness::Loading`] merges at once.
const PIECES_TO_MERGE: usize = 24;

impl FileStore {
    /// One chunk of a run, paced: `work` adds units while `chunk.takes_one_more()`. Committed, the pacer learns what it
    /// took; what it added is indexed for search once there is enough of it; and the log is moved where it has grown,
    /// beside the writer. After the last chunk, [`FileStore::settle_load`].
    ///
    /// A chunk is on the disk with the next ordinary commit or the next checkpoint, not before: a power cut undoes the
    /// last chunks whole, with their entries, as if the run had been cut a little earlier. So nobody waits for the disk
    /// behind a run, and the end of a run is an ordinary commit.
    ///
    /// # Errors
    /// As [`FileStore::write`].
    pub fn write_chunk<T, E: From<Error>>(
        &self,
        pacer: &mut ChunkPacer,
        work: impl FnOnce(&Transaction<'_>, &mut Chunk) -> Result<T, E>,
    ) -> Result<T, E> {
        let done = self.write_paced(pacer, work)?;
        let enough = self.indexing().pacer.units();
        self.catch_up(enough)?;
        if self.indexing().pieces >= PIECES_TO_MERGE {
            search::settle(self, search::Thoroughness::Loading)?;
            self.indexing().pieces = 0;
        }
        self.checkpoint_between_chunks()?;
        Ok(done)
    }

    /// After a bulk load beside a window at work: indexes what is not yet, and merges what stands side by side in great
    /// number. A search looks into a few dozen segments then, until [`FileStore::checkpoint_when_idle`] has merged them.
    ///
    /// # Errors
    /// As [`FileStore::checkpoint_when_idle`]; calling it again goes on.
    pub fn settle_load(&self) -> Result<(), Error> {
        self.catch_up(1)?;
        search::settle(self, search::Thoroughness::Loading)
    }

    /// After a bulk load: indexes what is not yet, and merges the index down to one piece a noun, in steps that hold the
    /// writer for some milliseconds each, so that a search is as quick as it can be.
    ///
    /// # Errors
    /// As [`FileStore::checkpoint_when_idle`]; what was merged stays merged, and calling it again goes on.
    pub fn settle_search(&self) -> Result<(), Error> {
        self.catch_up(1)?;
        search::settle(self, search::Thoroughness::Whole)
    }

    /// What the store does for itself when nobody waits: merges what the day's commits left in the search index, and
    /// moves the log into the file as far as readers allow. Each step is short; nothing is done where nothing is to do.
    ///
    /// # Errors
    /// [`Error::DiskFull`] or the system's; the log stays then, and stays good.
    pub fn checkpoint_when_idle(&self) -> Result<(), Error> {
        self.catch_up(1)?;
        search::settle(self, search::Thoroughness::Everyday)?;
        self.move_log_from(1)
    }

    /// Indexes new rows in pieces, while there are at least so many that are not indexed.
    pub(super) fn catch_up(&self, least: usize) -> Result<(), Error> {
        const DOING: &str = "guardar el índice de búsqueda";
        loop {
            let lag = search::lag(connection(&self.lock_writer(), DOING)?).while_doing(DOING)?;
            if usize::try_from(lag).unwrap_or(0) < least.max(1) {
                return Ok(());
            }
            let mut indexing = self.indexing();
            self.write_paced(&mut indexing.pacer, |tx, chunk| {
                let most = i64::try_from(chunk.take_all()).unwrap_or(i64::MAX);
                search::write_new(connection(tx, DOING)?, most).while_doing(DOING)
            })?;
            indexing.pieces = indexing.pieces.saturating_add(1);
        }
    }

    fn indexing(&self) -> MutexGuard<'_, Indexing> {
        self.indexing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One paced transaction that does not wait for the disk.
    pub(in crate::store) fn write_paced<T, E: From<Error>>(
        &self,
        pacer: &mut ChunkPacer,
        work: impl FnOnce(&Transaction<'_>, &mut Chunk) -> Result<T, E>,
    ) -> Result<T, E> {
        let writer = self.lock_writer();
        let mut chunk = pacer.begin();
        self.synchronise(&writer, "NORMAL")?;
        let done = transact(&writer, Company::Alone, |tx| work(tx, &mut chunk));
        self.synchronise(&writer, "FULL")?;
        let done = done?;
        pacer.end(&chunk);
        let held_micros = u64::try_from(pacer.last_took().as_micros()).unwrap_or(u64::MAX);
        tracing::trace!(held_micros, "a chunk was committed");
        Ok(done)
    }

    fn synchronise(&self, writer: &Reader, manner: &str) -> Result<(), Error> {
        connection(writer, "guardar")?
            .execute_batch(&format!("PRAGMA synchronous = {manner}"))
            .map_err(|source| Error::from_engine("guardar", &self.files.store, source))
    }
}
