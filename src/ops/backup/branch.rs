//! Which backups hold a part of the journal that was just copied, and how much of it.
//!
//! A backup is newer than another when it holds more of the journal. Its own store says so, opened with the key; a clock, a
//! folder's name or what the manifest claims does not. One whose journal ends in an entry that this journal does not have
//! is of another branch: what was done after the backup that somebody restored, or on a copy elsewhere. It may be all that
//! is left of that work, so it neither counts nor goes.

use super::target::Backup;
use crate::domain::journal::HeadOnPaper;
use crate::domain::system::ForLog as _;
use crate::ops::error::Error;
use crate::store::{self, Reader, StoreKey};

/// How much of the journal a backup holds: the greater, the newer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reach {
    /// Its store was opened and says so. One under a key of before, of an earlier schema, or damaged has no more than its
    /// manifest's word, and comes after those that were opened.
    is_proven: bool,
    entry: i64,
}

/// The journal of the copy that was just made and verified.
pub(super) struct Branch {
    copy: Reader,
    key: StoreKey,
}

impl Branch {
    pub(super) fn of(copy: Reader, key: StoreKey) -> Self {
        Self { copy, key }
    }

    /// How much of this journal the backup holds; nothing where it is of another branch.
    ///
    /// # Errors
    /// The store's, of the copy that was just made.
    pub(super) fn reach(&self, backup: &Backup) -> Result<Option<Reach>, Error> {
        let opened = store::open_copy(&backup.folder, &self.key).and_then(|reader| store::journal::head(&reader));
        let (head, is_proven) = match opened {
            Ok(head) => (Some(HeadOnPaper { number: head.number, hash_start: head.hash.to_string() }), true),
            Err(error) => {
                tracing::info!(
                    error = error.for_log(),
                    "an earlier backup was not opened: its manifest says how far it goes"
                );
                (backup.manifest.head(), false)
            }
        };
        let Some(head) = head else { return Ok(None) };
        let here = store::journal::entry(&self.copy, head.number)?;
        let agrees = here.is_some_and(|here| head.agrees_with(&here.hash));
        Ok(agrees.then_some(Reach { is_proven, entry: head.number }))
    }
}
