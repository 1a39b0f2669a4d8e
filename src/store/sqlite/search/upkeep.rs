//! Keeping the index quick: each commit leaves its own segment, and a lookup visits every one. They are merged here, in
//! steps short enough to stand between two commits, and never inside one.

use std::collections::VecDeque;

use super::{pending, struck};
use crate::store::Store;
use crate::store::error::{Error, WhileDoing as _};
use crate::store::pacer::ChunkPacer;
use crate::store::sqlite::connection;
use crate::store::transaction::Transaction;
use crate::store::{FileStore, transaction::Reader};

const DOING: &str = "ordenar el índice de búsqueda";

/// The table of a million names that one import brings.
pub(super) const LARGEST: &str = "employer";

/// The engine's own bounds: the least that it can be told to merge, what it merges when nothing is said, and the most.
pub(super) const FEWEST_SEGMENTS: i64 = 2;
pub(super) const SOME_SEGMENTS: i64 = 4;
const MANY_SEGMENTS: i64 = 16;

/// How far a settling goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Thoroughness {
    /// Merges where several segments of one size stand side by side: little work, often. Not what is to be copied fair:
    /// whoever waits for nothing must not carry that out all at once.
    Everyday,
    /// Merges where many stand side by side, during a bulk load: each step of a merge costs a little for each of its
    /// segments, so that hundreds at once would cost more than merging twice.
    Loading,
    /// Down to one segment each.
    Whole,
}

/// Merges segments step by step until nothing is left to do, each step a transaction of its own.
#[derive(Debug)]
pub struct Settling {
    thoroughness: Thoroughness,
    tables: VecDeque<&'static str>,
    is_first: bool,
    pacer: ChunkPacer,
}

impl Settling {
    pub(in crate::store) fn new(thoroughness: Thoroughness) -> Self {
        Self { thoroughness, tables: pending::tables().collect(), is_first: true, pacer: ChunkPacer::new(100) }
    }

    /// What a long run leaves side by side in great number, as [`FileStore::settle_load`] merges it.
    #[must_use]
    pub fn of_a_run() -> Self {
        Self::new(Thoroughness::Loading)
    }

    /// One step; answers whether there may be more.
    ///
    /// # Errors
    /// As [`FileStore::checkpoint_when_idle`]; what was merged stays merged.
    pub fn go_on(&mut self, store: &Store) -> Result<bool, Error> {
        store.file().map_or(Ok(false), |file| self.step(file))
    }

    fn step(&mut self, store: &FileStore) -> Result<bool, Error> {
        let Some(&table) = self.tables.front() else { return Ok(false) };
        let (thoroughness, index) = (self.thoroughness, format!("{table}_search"));
        let gathers = self.is_first && thoroughness == Thoroughness::Whole;
        let goes_on = store.write_paced(&mut self.pacer, |tx, chunk| {
            if thoroughness == Thoroughness::Everyday && struck::is_struck(tx, &index)? {
                return Ok(false);
            }
            let pages = i64::try_from(chunk.take_all()).unwrap_or(i64::MAX);
            // A negative number of pages gathers all segments for merging; positive ones go on with it.
            let pages = if gathers { pages.saturating_neg() } else { pages };
            let merge = || match (thoroughness, table) {
                (Thoroughness::Loading | Thoroughness::Whole, LARGEST) => merge_leaving(tx, &index, pages),
                _ => merge(tx, &index, pages),
            };
            match thoroughness {
                Thoroughness::Loading => only_many(tx, &index, merge),
                Thoroughness::Everyday | Thoroughness::Whole => merge(),
            }
        })?;
        self.is_first = !goes_on;
        if goes_on {
            store.checkpoint_between_chunks()?;
        } else {
            self.tables.pop_front();
        }
        Ok(!self.tables.is_empty())
    }
}

/// All of a settling at once.
pub(in crate::store) fn settle(store: &FileStore, thoroughness: Thoroughness) -> Result<(), Error> {
    let mut settling = Settling::new(thoroughness);
    while settling.step(store)? {}
    Ok(())
}

/// One step of merging; answers whether there was anything to merge.
pub(super) fn merge(tx: &Transaction<'_>, index: &str, pages: i64) -> Result<bool, Error> {
    let before = changes(tx)?;
    tx.execute(&format!("INSERT INTO {index} ({index}, rank) VALUES ('merge', ?1)"), [pages]).while_doing(DOING)?;
    // The command itself counts as one change.
    Ok(changes(tx)?.saturating_sub(before) >= 2)
}

/// The same, and what it moves stays on the pages that it gives up: overwriting them all would cost a third more.
/// [`FileStore::erase_for_good`] overwrites those that are still free then. Of one that was used again meanwhile, the end may
/// keep some hundred bytes: so only for an index whose terms say nobody's name or number, pieces of three letters.
fn merge_leaving(tx: &Transaction<'_>, index: &str, pages: i64) -> Result<bool, Error> {
    overwrite_deleted(tx, "FAST")?;
    let merged = merge(tx, index, pages);
    overwrite_deleted(tx, "ON")?;
    merged
}

/// Merges only where many segments stand side by side.
fn only_many<T>(tx: &Transaction<'_>, index: &str, merge: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    at_least(tx, index, MANY_SEGMENTS)?;
    let merged = merge();
    at_least(tx, index, SOME_SEGMENTS)?;
    merged
}

/// How many segments of one size are worth merging.
pub(super) fn at_least(tx: &Transaction<'_>, index: &str, segments: i64) -> Result<(), Error> {
    tx.execute(&format!("INSERT INTO {index} ({index}, rank) VALUES ('usermerge', ?1)"), [segments])
        .map(drop)
        .while_doing(DOING)
}

/// `ON`: always; `FAST`: where it costs no page more.
fn overwrite_deleted(tx: &Transaction<'_>, manner: &str) -> Result<(), Error> {
    let sql = format!("PRAGMA main.secure_delete = {manner}");
    connection(tx, DOING)?.query_row(&sql, [], |_| Ok(())).while_doing(DOING)
}

fn changes(reader: &Reader) -> Result<u64, Error> {
    Ok(connection(reader, DOING)?.total_changes())
}
