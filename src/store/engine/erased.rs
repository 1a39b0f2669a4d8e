//! What makes an erasure final: nothing of what was erased stands on a page that nothing uses, nor in the log.
//!
//! The engine overwrites what is deleted, not what is free already: so what is free is taken into use, and deleted.

use super::Store;
use super::checkpoint::Manner;
use crate::store::{Chunk, ChunkPacer, Error, Reader, Transaction, WhileDoing as _};

const DOING: &str = "borrar del disco lo eliminado";
/// Rows of the first chunk.
const FIRST_ROWS: usize = 32;
/// What a row takes: eight pages, filled to the end.
const ROW_BYTES: i64 = 8 * 4_012;

const MAKE: &str = "CREATE TABLE IF NOT EXISTS main.blank (id INTEGER PRIMARY KEY, zeros BLOB NOT NULL) STRICT";
const FILL: &str = "INSERT INTO main.blank (zeros) VALUES (zeroblob(?1))";
const EMPTY: &str = "DELETE FROM main.blank WHERE id = (SELECT min(id) FROM main.blank)";
const REMOVE: &str = "DROP TABLE main.blank";
const IS_THERE: &str = "SELECT EXISTS (SELECT 1 FROM main.sqlite_schema WHERE name = 'blank')";

impl Store {
    /// Overwrites the pages that nothing uses (merging the search index leaves there what it moved), then moves the whole
    /// log and cuts it to nothing, so that what was erased stands in no old page of it. Paced; waits for readers.
    ///
    /// # Errors
    /// [`Error::Busy`] where a reader held an old moment all the while: the erasure is not complete on the disk before
    /// this succeeds. Otherwise as [`Store::checkpoint_when_idle`]; calling it again goes on.
    pub fn erase_for_good(&self) -> Result<(), Error> {
        self.overwrite_free_pages()?;
        if self.checkpoint(Manner::Truncate)?.blocked {
            return Err(Error::Busy { doing: DOING });
        }
        Ok(())
    }

    fn overwrite_free_pages(&self) -> Result<(), Error> {
        let mut pacer = ChunkPacer::new(FIRST_ROWS);
        let mut goes_on = true;
        while goes_on {
            goes_on = self.write_paced(&mut pacer, |tx, chunk| {
                if free_pages(tx)? == 0 {
                    return Ok::<_, Error>(false);
                }
                tx.execute(MAKE, []).while_doing(DOING)?;
                while chunk.takes_one_more() && free_pages(tx)? > 0 {
                    tx.execute(FILL, [ROW_BYTES]).while_doing(DOING)?;
                }
                Ok(true)
            })?;
            self.checkpoint_between_chunks()?;
        }
        self.give_back_taken_pages()
    }

    /// Gives back what overwriting took into use, overwritten; also what a cut left of it.
    pub(super) fn give_back_taken_pages(&self) -> Result<(), Error> {
        let is_there: bool = self.lock_writer().one(IS_THERE, [], |row| row.get(0)).while_doing(DOING)?;
        if !is_there {
            return Ok(());
        }
        let mut pacer = ChunkPacer::new(FIRST_ROWS);
        let mut goes_on = true;
        while goes_on {
            goes_on = self.write_paced(&mut pacer, give_back_some)?;
            self.checkpoint_between_chunks()?;
        }
        Ok(())
    }
}

/// Answers whether there is more.
fn give_back_some(tx: &Transaction<'_>, chunk: &mut Chunk) -> Result<bool, Error> {
    while chunk.takes_one_more() {
        if tx.execute(EMPTY, []).while_doing(DOING)? == 0 {
            tx.execute(REMOVE, []).while_doing(DOING)?;
            return Ok(false);
        }
    }
    Ok(true)
}

fn free_pages(reader: &Reader) -> Result<i64, Error> {
    reader.one("PRAGMA main.freelist_count", [], |row| row.get(0)).while_doing(DOING)
}
