//! When the log is moved into the file: by a connection of its own, beside the writer, so that nobody's commit waits for
//! it unless the log grew past its bound.

use std::sync::PoisonError;

use super::Store;
use crate::store::Error;

/// One page of the log, in bytes.
const PAGE_BYTES: u64 = 4_096;
/// Past this size a commit moves the log itself: a desk that never gets idle must not fill the disk.
const LOG_BOUND_BYTES: u64 = 128 << 20;
/// Below this many pages, moving the log between two chunks of a long run is not worth its synchronisation.
const LOG_WORTH_MOVING_PAGES: u64 = 8_192;

/// How a checkpoint goes about its work.
#[derive(Clone, Copy)]
enum Manner {
    /// Asks how much there is, moves nothing.
    Count,
    /// Moves what no reader needs, waits for nobody.
    Passive,
    /// Waits for readers, moves everything, cuts the log to nothing.
    Truncate,
}

/// What a checkpoint left behind.
struct Left {
    blocked: bool,
    pages: u64,
}

impl Store {
    /// Moves the log into the file once it is worth it: the next chunk of a run then writes over the moved log instead
    /// of lengthening it. Commits of others go on meanwhile.
    ///
    /// # Errors
    /// As [`Store::checkpoint_when_idle`].
    pub fn checkpoint_between_chunks(&self) -> Result<(), Error> {
        self.move_log_from(LOG_WORTH_MOVING_PAGES)
    }

    /// Moves the whole log and cuts it to nothing, so that what was erased stands in no old page of it. Waits for
    /// readers.
    ///
    /// # Errors
    /// [`Error::Busy`] where a reader held an old moment all the while: the erasure is not complete on the disk before
    /// this succeeds. Otherwise as [`Store::checkpoint_when_idle`].
    pub fn checkpoint_after_erasure(&self) -> Result<(), Error> {
        if self.checkpoint(Manner::Truncate)?.blocked {
            return Err(Error::Busy { doing: "borrar del disco lo eliminado" });
        }
        Ok(())
    }

    /// After a commit: keeps the log within its bound.
    pub(super) fn keep_log_bounded(&self) {
        let log_bytes = std::fs::metadata(&self.files.log).map_or(0, |metadata| metadata.len());
        if log_bytes > LOG_BOUND_BYTES {
            // The commit is safe already; a log that cannot be moved now is moved at the next occasion.
            let _ = self.move_log_from(LOG_BOUND_BYTES / PAGE_BYTES);
        }
    }

    pub(super) fn move_log_from(&self, least_pages: u64) -> Result<(), Error> {
        if self.checkpoint(Manner::Count)?.pages >= least_pages {
            self.checkpoint(Manner::Passive)?;
        }
        Ok(())
    }

    fn checkpoint(&self, manner: Manner) -> Result<Left, Error> {
        let sql = match manner {
            Manner::Count => "PRAGMA wal_checkpoint(NOOP)",
            Manner::Passive => "PRAGMA wal_checkpoint(PASSIVE)",
            Manner::Truncate => "PRAGMA wal_checkpoint(TRUNCATE)",
        };
        let keeper = self.keeper.lock().unwrap_or_else(PoisonError::into_inner);
        keeper
            .query_row(sql, [], |row| {
                let (blocked, logged, moved): (bool, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
                Ok(Left { blocked, pages: u64::try_from(logged.saturating_sub(moved)).unwrap_or(0) })
            })
            .map_err(|source| Error::from_engine("pasar el registro interno al almacén", &self.files.store, source))
    }
}
