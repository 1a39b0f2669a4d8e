//! What makes an erasure final: nothing of what was erased stands in the search index, on a page that nothing uses, nor in
//! the log.
//!
//! The engine overwrites what is deleted, not what is free already: so what is free is taken into use, and deleted.

use std::time::{Duration, Instant};

use super::FileStore;
use super::checkpoint::Manner;
use crate::store::Store;
use crate::store::sqlite::search::{self, FairCopies};
use crate::store::{Chunk, ChunkPacer, Error, Reader, Transaction, WhileDoing as _};

const DOING: &str = "borrar del disco lo eliminado";
/// Rows of the first chunk.
const FIRST_ROWS: usize = 32;
/// Pages of the search index in the first chunk.
const FIRST_PAGES: usize = 32;
/// What a row takes: so many pages, filled to the end.
const ROW_PAGES: u64 = 8;
const ROW_BYTES: i64 = 8 * 4_012;

/// How long a run waits for a reader each time, and how often: two minutes in all.
const WAIT: Duration = Duration::from_millis(250);
const MOST_WAITS: u32 = 480;
/// For so long the opening goes on with what is owed.
const AT_OPENING: Duration = Duration::from_secs(10);

const MAKE: &str = "CREATE TABLE IF NOT EXISTS main.blank (id INTEGER PRIMARY KEY, zeros BLOB NOT NULL) STRICT";
const FILL: &str = "INSERT INTO main.blank (zeros) VALUES (zeroblob(?1))";
const EMPTY: &str = "DELETE FROM main.blank WHERE id = (SELECT min(id) FROM main.blank)";
const REMOVE: &str = "DROP TABLE main.blank";
const IS_THERE: &str = "SELECT EXISTS (SELECT 1 FROM main.sqlite_schema WHERE name = 'blank')";

/// The end of an erasure, piece by piece: merges out of the search index what was struck out of it, overwrites the pages
/// that nothing uses (merging leaves there what it moved), then moves the whole log and cuts it to nothing, so that what
/// was erased stands in no old page of it. Each piece holds the writer for a chunk's time; while somebody reads an old
/// moment of the store the last one cannot be.
#[derive(Debug, Default)]
pub struct ForGood {
    stage: Stage,
    pacer: Option<ChunkPacer>,
    copies: Option<FairCopies>,
    pages: u64,
    /// How often a reader was waited for.
    waited: u32,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Stage {
    #[default]
    Copying,
    Filling,
    GivingBack,
    Cutting,
    Over,
}

impl ForGood {
    /// How many pages it has written.
    #[must_use]
    pub fn pages(&self) -> u64 {
        self.pages
    }

    /// One piece; answers whether there is more. On a server nothing is owed: its own people see to what its disks keep.
    ///
    /// # Errors
    /// [`Error::Busy`] where a reader held an old moment all the while: the erasure is not complete on the disk before
    /// this succeeds. Calling it again goes on.
    pub fn go_on(&mut self, store: &Store) -> Result<bool, Error> {
        store.file().map_or(Ok(false), |file| self.step(file))
    }

    /// One piece in the file.
    pub(super) fn step(&mut self, store: &FileStore) -> Result<bool, Error> {
        let next = match self.stage {
            Stage::Copying => Stage::Filling,
            Stage::Filling => Stage::GivingBack,
            Stage::GivingBack => Stage::Cutting,
            Stage::Cutting => {
                self.cut(store)?;
                self.stage = Stage::Over;
                return Ok(false);
            }
            Stage::Over => return Ok(false),
        };
        let is_copying = self.stage == Stage::Copying;
        let copies = match &mut self.copies {
            None if is_copying => Some(self.copies.insert(FairCopies::owed(&store.lock_writer())?)),
            copies => copies.as_mut(),
        };
        let first = if is_copying { FIRST_PAGES } else { FIRST_ROWS };
        let mut units = 0;
        let goes_on = store.write_paced(self.pacer.get_or_insert_with(|| ChunkPacer::new(first)), |tx, chunk| {
            let goes_on = match (self.stage, copies) {
                (Stage::Copying, Some(copies)) => copies.step(tx, chunk)?,
                (Stage::Filling, _) => fill_some(tx, chunk)?,
                _ => is_taken(tx)? && give_back_some(tx, chunk)?,
            };
            units = u64::try_from(chunk.done()).unwrap_or(0);
            Ok::<_, Error>(goes_on)
        })?;
        self.pages = self.pages.saturating_add(if is_copying { units } else { units.saturating_mul(ROW_PAGES) });
        store.checkpoint_between_chunks()?;
        if !goes_on {
            (self.stage, self.pacer) = (next, None);
        }
        Ok(true)
    }

    /// The same, for a run that has nothing else to do: while somebody reads an old moment of the store it waits, a little each
    /// time and some minutes in all.
    ///
    /// # Errors
    /// As [`ForGood::go_on`].
    pub fn go_on_patiently(&mut self, store: &Store) -> Result<bool, Error> {
        match self.go_on(store) {
            Err(Error::Busy { .. }) if self.waited < MOST_WAITS => {
                self.waited = self.waited.saturating_add(1);
                std::thread::sleep(WAIT);
                Ok(true)
            }
            other => other,
        }
    }

    /// Pieces of it for about this long; answers whether there are more.
    ///
    /// # Errors
    /// As [`ForGood::go_on`].
    pub fn go_on_for(&mut self, store: &Store, most: Duration) -> Result<bool, Error> {
        let began = Instant::now();
        while self.go_on(store)? {
            if began.elapsed() >= most {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn cut(&self, store: &FileStore) -> Result<(), Error> {
        // Whoever cuts holds the writer until every reader is gone: it is asked first, without holding anybody, whether one is.
        if store.checkpoint(Manner::Passive)?.pages > 0 || store.checkpoint(Manner::Truncate)?.blocked {
            return Err(Error::Busy { doing: DOING });
        }
        match self.copies.as_ref().filter(|copies| copies.is_any_made()) {
            Some(copies) => store.write(|tx| copies.forget(tx)),
            None => Ok(()),
        }
    }
}

impl FileStore {
    /// Makes an erasure final, all at once.
    ///
    /// # Errors
    /// As [`ForGood::go_on`].
    pub fn erase_for_good(&self) -> Result<(), Error> {
        let mut end = ForGood::default();
        while end.step(self)? {}
        Ok(())
    }

    /// Is the end of an erasure owed that was stopped or cut?
    ///
    /// # Errors
    /// The engine's.
    pub fn owes_an_erasure(&self) -> Result<bool, Error> {
        search::is_owed(&self.lock_writer())
    }

    /// At the opening: what a cut left to be done of an erasure, and of what overwriting had taken into use.
    pub(super) fn finish_erasing(&self) -> Result<(), Error> {
        let is_owed = self.owes_an_erasure()?;
        if !is_owed && !is_taken(&self.lock_writer())? {
            return Ok(());
        }
        let mut end = ForGood { stage: if is_owed { Stage::Copying } else { Stage::GivingBack }, ..ForGood::default() };
        let began = Instant::now();
        loop {
            match end.step(self) {
                // Somebody waits to log in. What is owed is paid in the moments in which nobody waits for the writer.
                Ok(true) if is_owed && began.elapsed() >= AT_OPENING => return Ok(()),
                Ok(true) => {}
                // Somebody reads beside this process: the store can be worked with, and what is owed stays so.
                Ok(false) | Err(Error::Busy { .. }) => return Ok(()),
                Err(fault) => return Err(fault),
            }
        }
    }
}

/// Takes free pages into use, overwritten; answers whether there are more.
fn fill_some(tx: &Transaction<'_>, chunk: &mut Chunk) -> Result<bool, Error> {
    if free_pages(tx)? == 0 {
        return Ok(false);
    }
    tx.execute(MAKE, []).while_doing(DOING)?;
    while chunk.takes_one_more() && free_pages(tx)? > 0 {
        tx.execute(FILL, [ROW_BYTES]).while_doing(DOING)?;
    }
    Ok(true)
}

/// Gives back what overwriting took into use, overwritten; answers whether there is more.
fn give_back_some(tx: &Transaction<'_>, chunk: &mut Chunk) -> Result<bool, Error> {
    while chunk.takes_one_more() {
        if tx.execute(EMPTY, []).while_doing(DOING)? == 0 {
            tx.execute(REMOVE, []).while_doing(DOING)?;
            return Ok(false);
        }
    }
    Ok(true)
}

fn is_taken(reader: &Reader) -> Result<bool, Error> {
    reader.one(IS_THERE, [], |row| row.get(0)).while_doing(DOING)
}

fn free_pages(reader: &Reader) -> Result<i64, Error> {
    reader.one("PRAGMA main.freelist_count", [], |row| row.get(0)).while_doing(DOING)
}
