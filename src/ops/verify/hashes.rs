//! The hashes of the chain, worked out beside the reading of it: who reads waits for the disk and the cipher, who hashes for
//! neither.

use std::mem;
use std::panic::resume_unwind;
use std::thread::{Scope, ScopedJoinHandle};

use crossbeam_channel::{Sender, bounded};

use crate::domain::journal::Head;
use crate::store::journal::Chained;

/// How many entries change hands at once.
const BATCH: usize = 256;
/// How many batches wait at most: reading never runs far ahead.
const WAITING: usize = 8;

/// An entry that does not hash to what stands beside it.
pub(super) struct Changed {
    /// Where the chain is whole to: the entry before it.
    pub(super) whole_to: Head,
    /// Its number.
    pub(super) number: i64,
}

/// The thread that hashes, and what it will get next.
pub(super) struct Hashes<'s> {
    batches: Sender<Vec<Chained>>,
    hasher: ScopedJoinHandle<'s, Option<Changed>>,
    next: Vec<Chained>,
}

impl<'s> Hashes<'s> {
    pub(super) fn begin<'e>(scope: &'s Scope<'s, 'e>) -> Self {
        let (batches, receiver) = bounded::<Vec<Chained>>(WAITING);
        let hasher = scope.spawn(move || {
            let mut room = Vec::new();
            receiver.iter().flatten().find_map(|chained| changed(&chained, &mut room))
        });
        Self { batches, hasher, next: Vec::with_capacity(BATCH) }
    }

    /// Takes the next entry in. `false` when an entry before it was changed: nothing more needs to be read.
    pub(super) fn take(&mut self, chained: Chained) -> bool {
        self.next.push(chained);
        self.next.len() < BATCH || self.hand_over()
    }

    fn hand_over(&mut self) -> bool {
        let batch = mem::replace(&mut self.next, Vec::with_capacity(BATCH));
        self.batches.send(batch).is_ok()
    }

    /// The first entry that was changed, of all that were taken in.
    pub(super) fn end(mut self) -> Option<Changed> {
        self.hand_over();
        let Self { batches, hasher, .. } = self;
        drop(batches);
        hasher.join().unwrap_or_else(|panic| resume_unwind(panic))
    }
}

fn changed(chained: &Chained, room: &mut Vec<u8>) -> Option<Changed> {
    let Chained { entry, previous, hash } = chained;
    let is_whole = entry.hash_in(previous, room) == *hash;
    let whole_to = Head { number: entry.number.saturating_sub(1), hash: *previous };
    (!is_whole).then_some(Changed { whole_to, number: entry.number })
}
