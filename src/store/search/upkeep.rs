//! Keeping the index quick: each commit leaves its own segment, and a lookup visits every one. They are merged here, in
//! steps short enough to stand between two commits, and never inside one.

use super::pending;
use crate::store::error::{Error, WhileDoing as _};
use crate::store::pacer::ChunkPacer;
use crate::store::transaction::Transaction;
use crate::store::{Store, transaction::Reader};

/// How far a settling goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Thoroughness {
    /// Merges where several segments of one size stand side by side: little work, often.
    Everyday,
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
                merge(tx, &index, if gathers { pages.saturating_neg() } else { pages })
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

/// One step of merging; answers whether there was anything to merge.
fn merge(tx: &Transaction<'_>, index: &str, pages: i64) -> Result<bool, Error> {
    let before = changes(tx);
    tx.execute(&format!("INSERT INTO {index} ({index}, rank) VALUES ('merge', ?1)"), [pages])
        .while_doing("ordenar el índice de búsqueda")?;
    // The command itself counts as one change.
    Ok(changes(tx).saturating_sub(before) >= 2)
}

fn changes(reader: &Reader) -> u64 {
    reader.connection().total_changes()
}
