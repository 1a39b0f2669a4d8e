//! Keeping the index quick: each commit leaves its own segment, and a lookup visits every one. They are merged here, in
//! steps short enough to stand between two commits, and never inside one.

use std::time::Instant;

use crate::store::error::{Error, WhileDoing as _};
use crate::store::pacer::ChunkPacer;
use crate::store::transaction::Transaction;
use crate::store::{Store, transaction::Reader};

/// Every index, by its table.
const INDEXES: [&str; 7] = [
    "person_search",
    "employer_search",
    "employer_representative_search",
    "turn_search",
    "visit_search",
    "notarial_power_search",
    "artisan_qualification_search",
];

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
    for index in INDEXES {
        let mut is_first = true;
        loop {
            let began = Instant::now();
            let pages = i64::try_from(pacer.units()).unwrap_or(i64::MAX);
            // A negative number of pages gathers all segments for merging; positive ones go on with it.
            let asked = if is_first && thoroughness == Thoroughness::Whole { pages.saturating_neg() } else { pages };
            let changed = store.write(|tx| merge(tx, index, asked))?;
            if !changed {
                break;
            }
            is_first = false;
            pacer.took(pacer.units(), began.elapsed());
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
