//! Signatures of supervisors: Ed25519, with the purpose bound into what is signed.

use ed25519_dalek::Signer;
use thiserror::Error;
use zeroize::Zeroizing;

use super::error::VaultError;
use super::secret::random_secret;

/// A supervisor's signing key. No `Debug`, no `Clone`; wiped when dropped.
pub struct SigningKey(ed25519_dalek::SigningKey);

/// The public half, as the store keeps it beside the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(pub [u8; 32]);

/// A signature, as a row holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature(pub [u8; 64]);

/// The signature is not that person's over that content for that purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("La firma no corresponde al contenido. Trate el registro como alterado y avise a supervisión.")]
pub struct BadSignature;

impl SigningKey {
    /// A fresh one, from the operating system.
    pub(super) fn random() -> Result<Self, VaultError> {
        Ok(Self::from_seed(&*random_secret()?))
    }

    pub(super) fn from_seed(seed: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    pub(super) fn seed(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// Signs `bytes` for one purpose (a constant of the caller's, such as `"approval v1"`): a signature made for one
    /// purpose is none for another.
    #[must_use]
    pub fn sign(&self, purpose: &str, bytes: &[u8]) -> Signature {
        Signature(self.0.sign(&message(purpose, bytes)).to_bytes())
    }
}

/// Checks a signature made by [`SigningKey::sign`] with the same purpose and bytes.
pub fn verify(public: PublicKey, purpose: &str, bytes: &[u8], signature: &Signature) -> Result<(), BadSignature> {
    let key = ed25519_dalek::VerifyingKey::from_bytes(&public.0).map_err(|_| BadSignature)?;
    let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
    key.verify_strict(&message(purpose, bytes), &signature).map_err(|_| BadSignature)
}

/// What is really signed: a label of ours, the purpose preceded by its length, the bytes. May hold personal data.
fn message(purpose: &str, bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    const LABEL: &[u8] = b"ventanilla signature v1";
    let length = u64::try_from(purpose.len()).unwrap_or(u64::MAX);
    let parts = [LABEL, &length.to_be_bytes(), purpose.as_bytes(), bytes];
    Zeroizing::new(parts.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_holds_for_its_key_purpose_and_content_only() {
        let key = SigningKey::from_seed(&[1; 32]);
        let other = SigningKey::from_seed(&[2; 32]);
        let signature = key.sign("approval v1", b"visit 7");
        let check = |public, purpose, bytes| verify(public, purpose, bytes, &signature);
        assert_eq!(check(key.public(), "approval v1", b"visit 7"), Ok(()));
        assert_eq!(check(other.public(), "approval v1", b"visit 7"), Err(BadSignature));
        assert_eq!(check(key.public(), "day close v1", b"visit 7"), Err(BadSignature));
        assert_eq!(check(key.public(), "approval v1", b"visit 8"), Err(BadSignature));
        assert_eq!(check(key.public(), "approval v1v", b"isit 7"), Err(BadSignature));
        assert_eq!(check(PublicKey([0; 32]), "approval v1", b"visit 7"), Err(BadSignature));
    }
}
