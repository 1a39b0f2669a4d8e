//! Whether every page of a store's file is what was written (each carries a keyed hash of its own), and whether the pages
//! fit together.

use std::thread;
use std::time::Duration;

use crossbeam_channel::{RecvTimeoutError, bounded};

use crate::store::error::{Error, WhileDoing as _};
use crate::store::transaction::{Reader, Stopper};

/// How often somebody looks whether a check is to be stopped.
const LOOKED_AT_EVERY: Duration = Duration::from_millis(50);

/// Carries out what reads for long, and stops the readers at it as soon as `is_to_stop` says so: what they were at then
/// ends with an error. Only [`damaged_pages`] is not to be stopped: the engine never looks up from it.
pub fn stoppable<T>(readers: &[Stopper], is_to_stop: &(dyn Fn() -> bool + Sync), work: impl FnOnce() -> T) -> T {
    let (under_way, over) = bounded::<()>(0);
    thread::scope(|scope| {
        let watch = move || {
            while over.recv_timeout(LOOKED_AT_EVERY) == Err(RecvTimeoutError::Timeout) {
                if is_to_stop() {
                    readers.iter().for_each(Stopper::stop);
                }
            }
        };
        if let Err(error) = thread::Builder::new().name("check-stop".into()).spawn_scoped(scope, watch) {
            tracing::warn!(%error, "a check cannot be stopped before its end");
        }
        let done = work();
        drop(under_way);
        done
    })
}

/// How many pages of the file fail their keyed hash. Reads the whole file; what stands in the log only is not in it.
///
/// # Errors
/// The engine's.
pub fn damaged_pages(reader: &Reader) -> Result<usize, Error> {
    reader
        .all("PRAGMA cipher_integrity_check", [], |row| row.get::<_, String>(0))
        .while_doing("comprobar las páginas del almacén")
        .map(|findings| findings.len())
}

/// The first thing that does not fit in how the pages hang together, in the engine's words. Reads the whole file.
///
/// # Errors
/// The engine's.
pub fn structure_fault(reader: &Reader) -> Result<Option<String>, Error> {
    let found: String =
        reader.one("PRAGMA quick_check(1)", [], |row| row.get(0)).while_doing("comprobar la estructura del almacén")?;
    Ok((found != "ok").then_some(found))
}
