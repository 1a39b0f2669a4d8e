//! One process owns a store: a lock file, held for as long as the store is open.
//!
//! The lock is the operating system's, so it goes with the process however that ends. The file itself stays: removing
//! it would let two processes hold locks on two files of the same name.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::time::Duration;

use crate::store::Error;

/// An owner that is just ending, or has just started a process that still shares its files, lets go within moments.
const LOOKS: u32 = 10;
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

/// The lock held; dropping it lets the next process in.
#[derive(Debug)]
pub(in crate::store) struct StoreLock {
    // Held, never read: closing the file releases the lock.
    _file: File,
}

impl StoreLock {
    /// Takes the lock or says who stands in the way.
    pub(in crate::store) fn take(lock_file: &Path, store_file: &Path) -> Result<Self, Error> {
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(lock_file)
            .map_err(|source| Error::from_file("reservar el almacén", lock_file, source))?;
        let mut looks_left = LOOKS;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::WouldBlock) if looks_left > 0 => {
                    looks_left = looks_left.saturating_sub(1);
                    std::thread::sleep(BETWEEN_LOOKS);
                }
                Err(TryLockError::WouldBlock) => return Err(Error::InUse { file: store_file.to_path_buf() }),
                Err(TryLockError::Error(source)) => {
                    return Err(Error::from_file("reservar el almacén", lock_file, source));
                }
            }
        }
    }
}
