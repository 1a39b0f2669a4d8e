//! Keeping the index quick: each commit leaves its own segment, and a lookup visits every one. They are merged here, in
//! steps short enough to stand between two commits, and never inside one.

use super::pending;
use crate::store::error::{Error, WhileDoing as _};
use crate::store::pacer::ChunkPacer;
use crate::store::transaction::Transaction;
use crate::store::{Store, transaction::Reader};

/// The engine's own bounds: what it merges when nothing is said, and the most that it can be told.
const SOME_SEGMENTS: i64 = 4;
const MANY_SEGMENTS: i64 = 16;

/// How far a settling goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Thoroughness {
    /// Merges where several segments of one size stand side by side: little work, often.
    Everyday,
    /// Merges where many stand side by side, during a bulk load: each step of a merge costs a little for each of its
    /// segments, so that hundreds at once would cost more than merging twice.
    Loading,
    /// Down to one segment each: after a bulk load.
    Whole,
}

/// Merges segments step by step until nothing is left to do, each step a transaction of its own.
pub(in crate::store) fn settle(store: &Store, thoroughness: Thoroughness) -> Result<(), Error> {
    let mut pacer = ChunkPacer::new(100);
    for index in pending::tables().map(|table| format!("{table}_search")) {
        let mut is_first = true;
        loop {
            let gathers = is_first && thoroughness == Thoroughness::Whole;
            let goes_on = store.write_paced(&mut pacer, |tx, chunk| {
                let pages = i64::try_from(chunk.take_all()).unwrap_or(i64::MAX);
                // A negative number of pages gathers all segments for merging; positive ones go on with it.
                let pages = if gathers { pages.saturating_neg() } else { pages };
                match thoroughness {
                    Thoroughness::Loading => merge_many(tx, &index, pages),
                    Thoroughness::Everyday | Thoroughness::Whole => merge(tx, &index, pages),
                }
            })?;
            if !goes_on {
                break;
            }
            is_first = false;
            store.checkpoint_between_chunks()?;
        }
    }
    Ok(())
}

/// One step of merging; answers whether there was anything to merge. What it moves stays on the pages that it gives up,
/// as in the merged segments: overwriting them all would cost a third more. [`Store::erase_for_good`] does when it counts.
fn merge(tx: &Transaction<'_>, index: &str, pages: i64) -> Result<bool, Error> {
    const DOING: &str = "ordenar el índice de búsqueda";
    let before = changes(tx);
    overwrite_deleted(tx, "FAST").while_doing(DOING)?;
    let merged = tx.execute(&format!("INSERT INTO {index} ({index}, rank) VALUES ('merge', ?1)"), [pages]);
    overwrite_deleted(tx, "ON").while_doing(DOING)?;
    merged.while_doing(DOING)?;
    // The command itself counts as one change.
    Ok(changes(tx).saturating_sub(before) >= 2)
}

/// As [`merge`], but only where many segments stand side by side.
fn merge_many(tx: &Transaction<'_>, index: &str, pages: i64) -> Result<bool, Error> {
    at_least(tx, index, MANY_SEGMENTS)?;
    let goes_on = merge(tx, index, pages);
    at_least(tx, index, SOME_SEGMENTS)?;
    goes_on
}

/// How many segments of one size are worth merging.
fn at_least(tx: &Transaction<'_>, index: &str, segments: i64) -> Result<(), Error> {
    tx.execute(&format!("INSERT INTO {index} ({index}, rank) VALUES ('usermerge', ?1)"), [segments])
        .map(drop)
        .while_doing("ordenar el índice de búsqueda")
}

/// `ON`: always; `FAST`: where it costs no page more.
fn overwrite_deleted(tx: &Transaction<'_>, manner: &str) -> rusqlite::Result<()> {
    tx.connection().query_row(&format!("PRAGMA main.secure_delete = {manner}"), [], |_| Ok(()))
}

fn changes(reader: &Reader) -> u64 {
    reader.connection().total_changes()
}
