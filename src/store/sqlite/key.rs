//! The raw key of a store: 32 bytes from the vault, wiped when dropped.
//!
//! The engine is handed the bytes themselves, not a password: no derivation is paid at each opening. Our copies are
//! wiped; what the engine keeps is the engine's.

use std::fmt::Write as _;

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The key that enciphers a store or its scans.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct StoreKey([u8; 32]);

impl StoreKey {
    /// Takes the 32 raw bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The statement that gives this key to a connection.
    pub(in crate::store) fn pragma(&self) -> Zeroizing<String> {
        self.statement("key")
    }

    /// The statement that enciphers a connection's file anew with this key.
    pub(super) fn rekey_pragma(&self) -> Zeroizing<String> {
        self.statement("rekey")
    }

    fn statement(&self, pragma: &str) -> Zeroizing<String> {
        // Sized once: growing would leave copies behind.
        let mut text = Zeroizing::new(String::with_capacity(96));
        text.push_str("PRAGMA ");
        text.push_str(pragma);
        text.push_str(" = \"x'");
        for byte in &self.0 {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text.push_str("'\"");
        text
    }
}
