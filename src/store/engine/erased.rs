//! What makes an erasure final: nothing of what was erased stands on a page that nothing uses, nor in the log.

use super::Store;
use super::checkpoint::Manner;
use crate::store::{ChunkPacer, Error, Reader, Transaction, WhileDoing as _};

const DOING: &str = "borrar del disco lo eliminado";
/// Pages of the first chunk.
const FIRST_PAGES: usize = 100;
/// What a page of a long value holds, at most.
const PAGE_ROOM: usize = 4_012;

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

    /// The engine overwrites what is deleted, not what is free already: so what is free is taken into use, and deleted.
    fn overwrite_free_pages(&self) -> Result<(), Error> {
        let free_pages = |reader: &Reader| -> Result<i64, Error> {
            reader.one("PRAGMA main.freelist_count", [], |row| row.get(0)).while_doing(DOING)
        };
        let mut pacer = ChunkPacer::new(FIRST_PAGES);
        let write = |tx: &Transaction<'_>, sql: &str| tx.execute(sql, []).while_doing(DOING);
        self.write_paced(&mut pacer, |tx, _| {
            write(tx, "CREATE TABLE IF NOT EXISTS main.blank (id INTEGER PRIMARY KEY, zeros BLOB NOT NULL) STRICT")
        })?;
        while self.write_paced(&mut pacer, |tx, chunk| {
            let pages = chunk.take_all().min(usize::try_from(free_pages(tx)?).unwrap_or(usize::MAX));
            let bytes = i64::try_from(pages.saturating_mul(PAGE_ROOM)).unwrap_or(i64::MAX);
            if pages > 0 {
                tx.execute("INSERT INTO main.blank (zeros) VALUES (zeroblob(?1))", [bytes]).while_doing(DOING)?;
            }
            Ok::<_, Error>(pages > 0)
        })? {
            self.checkpoint_between_chunks()?;
        }
        while self.write_paced(&mut pacer, |tx, chunk| {
            chunk.take_all();
            write(tx, "DELETE FROM main.blank WHERE id = (SELECT min(id) FROM main.blank)")
        })? > 0
        {
            self.checkpoint_between_chunks()?;
        }
        self.write_paced(&mut pacer, |tx, _| write(tx, "DROP TABLE main.blank"))?;
        Ok(())
    }
}
