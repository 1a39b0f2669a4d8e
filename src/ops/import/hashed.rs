//! A source that knows the SHA-256 of what was read from it: a pipe can be read only once.

use std::fmt::Write as _;
use std::io::{self, Read};

use sha2::{Digest as _, Sha256};

/// A source, and the digest of what it gave so far.
#[derive(Debug)]
pub(super) struct Hashed<R> {
    source: R,
    digest: Sha256,
}

impl<R> Hashed<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source, digest: Sha256::new() }
    }

    /// Of all that was read, in hexadecimal.
    pub(super) fn sha256(&self) -> String {
        self.digest.clone().finalize().iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.digest.update(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}
