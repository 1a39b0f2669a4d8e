//! When the log is moved into the file: by a connection of its own, beside the writer, so that nobody's commit waits for
//! it unless the log grew past its bound. A long run does it between two of its chunks.

use std::sync::PoisonError;

use super::FileStore;
use crate::store::Error;

/// One page of the log, in bytes.
const PAGE_BYTES: u64 = 4_096;
/// Past this size a commit moves the log itself: a desk that never gets idle must not fill the disk.
const LOG_BOUND_BYTES: u64 = 128 << 20;
/// Below this many pages, moving the log between two chunks of a long run is not worth its synchronisation.
const LOG_WORTH_MOVING_PAGES: u64 = 8_192;
/// Past this many pages, moved ones included, a long run has all of it moved: only then the log begins anew.
const LOG_TO_BEGIN_ANEW_PAGES: u64 = 3 * LOG_WORTH_MOVING_PAGES;

/// How a checkpoint goes about its work.
#[derive(Clone, Copy)]
pub(super) enum Manner {
    /// Asks how much there is, moves nothing.
    Count,
    /// Moves what no reader needs, waits for nobody.
    Passive,
    /// Waits for readers, moves everything, cuts the log to nothing.
    Truncate,
}

/// What a checkpoint left behind.
pub(super) struct Left {
    /// A reader held an old moment: not everything could be moved.
    pub(super) blocked: bool,
    /// Pages in the log that are not in the file.
    pub(super) pages: u64,
    /// Pages in the log.
    logged: u64,
}

impl FileStore {
    /// Moves the log into the file once it is worth it. The run waits for it, the commits of others do not. Where the log is
    /// long and all of it is moved, the next chunk writes over the moved log instead of lengthening it.
    ///
    /// # Errors
    /// As [`FileStore::checkpoint_when_idle`].
    pub fn checkpoint_between_chunks(&self) -> Result<(), Error> {
        let left = self.checkpoint(Manner::Count)?;
        let begins_anew = left.logged >= LOG_TO_BEGIN_ANEW_PAGES && left.pages > 0;
        if begins_anew || left.pages >= LOG_WORTH_MOVING_PAGES {
            self.checkpoint(Manner::Passive)?;
        }
        Ok(())
    }

    /// After a commit: keeps the log within its bound.
    pub(super) fn keep_log_bounded(&self) {
        if self.log_bytes() > LOG_BOUND_BYTES {
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

    fn log_bytes(&self) -> u64 {
        std::fs::metadata(&self.files.log).map_or(0, |metadata| metadata.len())
    }

    pub(super) fn checkpoint(&self, manner: Manner) -> Result<Left, Error> {
        let sql = match manner {
            Manner::Count => "PRAGMA wal_checkpoint(NOOP)",
            Manner::Passive => "PRAGMA wal_checkpoint(PASSIVE)",
            Manner::Truncate => "PRAGMA wal_checkpoint(TRUNCATE)",
        };
        let keeper = self.keeper.lock().unwrap_or_else(PoisonError::into_inner);
        let left = keeper.query_row(sql, [], |row| {
            let (blocked, logged, moved): (bool, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let count = |pages: i64| u64::try_from(pages).unwrap_or(0);
            Ok(Left { blocked, pages: count(logged.saturating_sub(moved)), logged: count(logged) })
        });
        left.map_err(|source| Error::from_engine("pasar el registro interno al almacén", &self.files.store, source))
    }
}
