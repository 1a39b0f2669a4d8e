//! The store's secret, and the keys drawn from it.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::error::VaultError;

/// 32 random bytes from which every key of the store is drawn. No `Debug`, no `Clone`; wiped when dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct StoreSecret([u8; 32]);

impl StoreSecret {
    /// A new secret from the operating system.
    pub(super) fn random() -> Result<Self, VaultError> {
        Ok(Self::from_bytes(&*random_secret()?))
    }

    pub(super) fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(*bytes)
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The raw key of the store's SQLite file.
    #[must_use]
    pub fn store_key(&self) -> Zeroizing<[u8; 32]> {
        keyed_hash(&self.0, b"store key", &[])
    }

    /// The password of this window's role on a server: 64 hexadecimal digits, drawn from the secret, so that nobody chooses or
    /// writes it.
    #[must_use]
    pub fn server_password(&self) -> Zeroizing<String> {
        let drawn = keyed_hash(&self.0, b"server password", &[]);
        Zeroizing::new(drawn.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The raw key of the files that hold scans.
    #[must_use]
    pub fn scan_key(&self) -> Zeroizing<[u8; 32]> {
        keyed_hash(&self.0, b"scan key", &[])
    }

    /// A name for the scans' key that tells nothing of it, 8 hexadecimal digits: which copies of scans it opens.
    #[must_use]
    pub fn scan_key_name(&self) -> String {
        let hash = keyed_hash(&self.0, b"scan key name", &[]);
        hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// HMAC-SHA-256 under `key` of a label of ours, then of the parts, each preceded by its length, so that no two inputs
/// read the same.
pub(super) fn keyed_hash(key: &[u8; 32], label: &[u8], parts: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    let mac = started(key, label, parts);
    let mut out = Zeroizing::new([0_u8; 32]);
    out.copy_from_slice(mac.finalize().into_bytes().as_slice());
    out
}

/// Whether `tag` is the [`keyed_hash`] of the same input; takes the same time whatever differs.
pub(super) fn keyed_hash_agrees(key: &[u8; 32], label: &[u8], parts: &[&[u8]], tag: &[u8; 32]) -> bool {
    started(key, label, parts).verify_slice(tag).is_ok()
}

fn started(key: &[u8; 32], label: &[u8], parts: &[&[u8]]) -> Hmac<Sha256> {
    let mut mac = <Hmac<Sha256> as KeyInit>::new(&(*key_block(key)).into());
    for part in std::iter::once(&label).chain(parts) {
        let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
        mac.update(&length.to_be_bytes());
        mac.update(part);
    }
    mac
}

/// HMAC's key filled up with zeros to one block of SHA-256, as HMAC itself does with a shorter key.
fn key_block(key: &[u8; 32]) -> Zeroizing<[u8; 64]> {
    let mut block = Zeroizing::new([0_u8; 64]);
    for (place, byte) in block.iter_mut().zip(key) {
        *place = *byte;
    }
    block
}

/// 32 random bytes from the operating system that must not stay in memory.
pub(super) fn random_secret() -> Result<Zeroizing<[u8; 32]>, VaultError> {
    let mut bytes = Zeroizing::new([0_u8; 32]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|_| VaultError::NoRandomness)?;
    Ok(bytes)
}

/// Random bytes from the operating system that anybody may see: salts, nonces, ids.
pub(super) fn random_bytes<const N: usize>() -> Result<[u8; N], VaultError> {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).map_err(|_| VaultError::NoRandomness)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_different_use_differ_and_are_the_same_again() {
        let secret = StoreSecret::from_bytes(&[7; 32]);
        assert_eq!(secret.store_key(), secret.store_key());
        assert_ne!(secret.store_key(), secret.scan_key());
        assert_ne!(*secret.store_key(), [7; 32]);
    }

    #[test]
    fn parts_cannot_be_shifted_into_each_other() {
        let key = [1; 32];
        assert_ne!(keyed_hash(&key, b"l", &[b"ab", b"c"]), keyed_hash(&key, b"l", &[b"a", b"bc"]));
    }

    #[test]
    fn the_hash_is_hmac_sha_256() {
        // Python: hmac.new(bytes([1]*32), b"\0"*7+b"\x01l"+b"\0"*7+b"\x01a", "sha256").hexdigest()[:16]
        let hash = keyed_hash(&[1; 32], b"l", &[b"a"]);
        let head: Vec<String> = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(head.concat(), "3dbbe6ace05c6c20");
    }
}
