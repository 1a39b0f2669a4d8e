//! The two boxes of a slot: *wrapped* under a symmetric key (XChaCha20-Poly1305), and *sealed* to a public key
//! (a fresh X25519 key pair for every seal, then the same cipher). Both authenticate the context given beside them.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use super::error::VaultError;
use super::secret::{StoreSecret, keyed_hash, random_bytes, random_secret};

/// What the cipher adds to the content, bytes.
pub(super) const TAG_LEN: usize = 16;

/// Something wrapped under a symmetric key.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Wrapped {
    pub(super) nonce: [u8; 24],
    pub(super) ciphertext: Vec<u8>,
}

/// The store's secret sealed to a slot's public key.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Sealed {
    pub(super) ephemeral: [u8; 32],
    pub(super) ciphertext: [u8; 32 + TAG_LEN],
}

impl Sealed {
    /// To nobody yet.
    pub(super) const NOTHING: Self = Self { ephemeral: [0; 32], ciphertext: [0; 32 + TAG_LEN] };
}

/// A box that does not open: another key, another context, or altered content. The caller knows which error that is.
pub(super) struct DoesNotOpen;

/// Wraps `content` under `key` with a random nonce.
pub(super) fn wrap(key: &[u8; 32], context: &[u8], content: &[u8]) -> Result<Wrapped, VaultError> {
    let nonce = random_bytes()?;
    let ciphertext = encrypt(key, &nonce, context, content)?;
    Ok(Wrapped { nonce, ciphertext })
}

/// Opens what [`wrap`] made.
pub(super) fn unwrap(key: &[u8; 32], context: &[u8], wrapped: &Wrapped) -> Result<Zeroizing<Vec<u8>>, DoesNotOpen> {
    decrypt(key, &wrapped.nonce, context, &wrapped.ciphertext)
}

/// The public half of a slot's private key.
pub(super) fn public_of(private: &[u8; 32]) -> [u8; 32] {
    PublicKey::from(&StaticSecret::from(*private)).to_bytes()
}

/// Seals the store's secret to the public key of a slot; only its private key opens it.
pub(super) fn seal(public: &[u8; 32], context: &[u8], secret: &StoreSecret) -> Result<Sealed, VaultError> {
    let ephemeral = StaticSecret::from(*random_secret()?);
    let ephemeral_public = PublicKey::from(&ephemeral).to_bytes();
    let key = agreed(&ephemeral, public, &ephemeral_public, public).map_err(|DoesNotOpen| VaultError::Tampered)?;
    let boxed = encrypt(&key, &ONE_USE_NONCE, context, secret.bytes())?;
    let ciphertext = boxed.try_into().map_err(|_| VaultError::Damaged("sello de largo inesperado"))?;
    Ok(Sealed { ephemeral: ephemeral_public, ciphertext })
}

/// Opens what [`seal`] made.
pub(super) fn unseal(private: &[u8; 32], context: &[u8], sealed: &Sealed) -> Result<StoreSecret, DoesNotOpen> {
    let slot = StaticSecret::from(*private);
    let public = PublicKey::from(&slot).to_bytes();
    let key = agreed(&slot, &sealed.ephemeral, &sealed.ephemeral, &public)?;
    let opened = decrypt(&key, &ONE_USE_NONCE, context, &sealed.ciphertext)?;
    let mut bytes = Zeroizing::new([0_u8; 32]);
    if opened.len() != bytes.len() {
        return Err(DoesNotOpen);
    }
    bytes.copy_from_slice(&opened);
    Ok(StoreSecret::from_bytes(&bytes))
}

/// Every seal has a key of its own, which encrypts this one message: the nonce carries nothing.
const ONE_USE_NONCE: [u8; 24] = [0; 24];

/// The key both sides agree on. Points of small order, whose result anybody can foretell, are refused.
fn agreed(
    mine: &StaticSecret,
    theirs: &[u8; 32],
    ephemeral_public: &[u8; 32],
    slot_public: &[u8; 32],
) -> Result<Zeroizing<[u8; 32]>, DoesNotOpen> {
    let shared = mine.diffie_hellman(&PublicKey::from(*theirs));
    if !shared.was_contributory() {
        return Err(DoesNotOpen);
    }
    Ok(keyed_hash(shared.as_bytes(), b"slot seal", &[ephemeral_public, slot_public]))
}

fn encrypt(key: &[u8; 32], nonce: &[u8; 24], context: &[u8], content: &[u8]) -> Result<Vec<u8>, VaultError> {
    let payload = Payload { msg: content, aad: context };
    XChaCha20Poly1305::new(&(*key).into()).encrypt(&XNonce::from(*nonce), payload).map_err(|_| VaultError::NoMemory)
}

fn decrypt(
    key: &[u8; 32],
    nonce: &[u8; 24],
    context: &[u8],
    ciphertext: &[u8],
) -> Result<Zeroizing<Vec<u8>>, DoesNotOpen> {
    let payload = Payload { msg: ciphertext, aad: context };
    XChaCha20Poly1305::new(&(*key).into())
        .decrypt(&XNonce::from(*nonce), payload)
        .map(Zeroizing::new)
        .map_err(|_| DoesNotOpen)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(context: &[u8]) -> Sealed {
        let secret = StoreSecret::from_bytes(&[9; 32]);
        seal(&public_of(&[1; 32]), context, &secret).unwrap_or_else(|error| unreachable!("{error}"))
    }

    #[test]
    fn a_seal_opens_with_its_private_key_and_context_only() {
        let sealed = sealed(b"slot 1");
        assert!(unseal(&[1; 32], b"slot 1", &sealed).is_ok_and(|secret| *secret.bytes() == [9; 32]));
        assert!(unseal(&[2; 32], b"slot 1", &sealed).is_err());
        assert!(unseal(&[1; 32], b"slot 2", &sealed).is_err());
    }

    #[test]
    fn a_point_of_small_order_is_refused_on_both_sides() {
        let mut broken = sealed(b"slot 1");
        broken.ephemeral = [0; 32];
        assert!(unseal(&[1; 32], b"slot 1", &broken).is_err());
        let secret = StoreSecret::from_bytes(&[9; 32]);
        assert!(matches!(seal(&[0; 32], b"slot 1", &secret), Err(VaultError::Tampered)));
    }

    #[test]
    fn two_seals_of_one_secret_share_nothing() {
        let (one, two) = (sealed(b"slot 1"), sealed(b"slot 1"));
        assert_ne!(one.ephemeral, two.ephemeral);
        assert_ne!(one.ciphertext, two.ciphertext);
    }
}
