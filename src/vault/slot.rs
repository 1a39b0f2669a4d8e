//! Making and opening one slot.

use zeroize::Zeroizing;

use super::cost::KdfCost;
use super::error::VaultError;
use super::format::{Head, Realm, RecoverySlot, Role, Slot};
use super::password::{Login, NewPassword, Password};
use super::recovery::RecoveryCode;
use super::seal::{DoesNotOpen, public_of, seal, unseal, unwrap, wrap};
use super::secret::{StoreSecret, random_bytes, random_secret};
use super::signing::SigningKey;

/// Whose slot is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUser {
    /// The user's row in the store.
    pub user_id: i64,
    /// The name to log in with.
    pub login: Login,
    /// Supervisors get a signing key: with a temporary password one that only introduces the next.
    pub role: Role,
    /// The generation that the store's list of users will accept; [`super::Vault::reset`] raises it.
    pub generation: u32,
}

/// What a slot's password gives: the private halves, and through them the store's secret.
pub(super) struct OpenedSlot {
    pub(super) secret: StoreSecret,
    pub(super) signing_key: Option<SigningKey>,
    /// The one before, which introduces it.
    pub(super) former_key: Option<SigningKey>,
}

/// What a supervisor signs with from now on, and what introduces it.
#[derive(Clone, Copy)]
pub(super) struct NextKey<'k> {
    pub(super) key: &'k SigningKey,
    pub(super) former: &'k SigningKey,
}

impl Slot {
    /// A slot for `user` with a fresh key pair: whoever knew an earlier password and kept an earlier file has
    /// nothing that opens this one. `next_key` is given where a key of the owner's introduces it; otherwise a supervisor's
    /// is made here.
    pub(super) fn make(
        user: NewUser,
        next_key: Option<NextKey<'_>>,
        password: &NewPassword,
        (realm, cost): (Realm, KdfCost),
        secret: &StoreSecret,
    ) -> Result<Self, VaultError> {
        let private = random_secret()?;
        let fresh;
        let (signing_key, former_key) = match (user.role, next_key) {
            (Role::Clerk, _) => (None, None),
            (Role::Supervisor, Some(next)) => (Some(next.key), Some(next.former)),
            (Role::Supervisor, None) => {
                fresh = SigningKey::random()?;
                (Some(&fresh), None)
            }
        };
        let head = Head {
            user_id: user.user_id,
            generation: user.generation,
            login: user.login,
            origin: password.origin(),
            keeps_former_key: former_key.is_some(),
            salt: random_bytes()?,
            cost,
            public: public_of(&private),
            signing_public: signing_key.map(|key| key.public().0),
        };
        let mut keys = Zeroizing::new(Vec::with_capacity(96));
        keys.extend_from_slice(private.as_slice());
        for key in [signing_key, former_key].into_iter().flatten() {
            keys.extend_from_slice(key.seed());
        }
        let key = cost.derive(password.password().bytes(), &head.salt)?;
        let context = head.context(realm);
        Ok(Self { wrapped: wrap(&key, &context, &keys)?, sealed: seal(&head.public, &context, secret)?, head })
    }

    /// Opens the slot. A box that the password does not open is [`VaultError::WrongLogin`]; a seal that the opened
    /// private key does not fit was changed from outside.
    pub(super) fn open(&self, realm: Realm, password: &Password) -> Result<OpenedSlot, VaultError> {
        let key = self.head.cost.derive(password.bytes(), &self.head.salt)?;
        let context = self.head.context(realm);
        let keys = unwrap(&key, &context, &self.wrapped).map_err(|DoesNotOpen| VaultError::WrongLogin)?;
        let (private, seeds) = keys.split_first_chunk().ok_or(VaultError::Tampered)?;
        let (seeds, _) = seeds.as_chunks();
        Ok(OpenedSlot {
            secret: unseal(private, &context, &self.sealed).map_err(|DoesNotOpen| VaultError::Tampered)?,
            signing_key: seeds.first().map(SigningKey::from_seed),
            former_key: seeds.get(1).map(SigningKey::from_seed),
        })
    }

    /// Seals another secret to the slot, for which no password is needed.
    pub(super) fn reseal(&mut self, realm: Realm, secret: &StoreSecret) -> Result<(), VaultError> {
        self.sealed = seal(&self.head.public, &self.head.context(realm), secret)?;
        Ok(())
    }
}

impl RecoverySlot {
    pub(super) fn make(code: &RecoveryCode, realm: Realm, secret: &StoreSecret) -> Result<Self, VaultError> {
        let private = random_secret()?;
        let public = public_of(&private);
        let context = recovery_context(realm, &public);
        Ok(Self {
            public,
            wrapped: wrap(&code.key(), &context, private.as_slice())?,
            sealed: seal(&public, &context, secret)?,
        })
    }

    pub(super) fn open(&self, realm: Realm, code: &RecoveryCode) -> Result<StoreSecret, VaultError> {
        let context = recovery_context(realm, &self.public);
        let private =
            unwrap(&code.key(), &context, &self.wrapped).map_err(|DoesNotOpen| VaultError::WrongRecoveryCode)?;
        let private = private.first_chunk().ok_or(VaultError::Tampered)?;
        unseal(private, &context, &self.sealed).map_err(|DoesNotOpen| VaultError::Tampered)
    }

    pub(super) fn reseal(&mut self, realm: Realm, secret: &StoreSecret) -> Result<(), VaultError> {
        self.sealed = seal(&self.public, &recovery_context(realm, &self.public), secret)?;
        Ok(())
    }
}

fn recovery_context(realm: Realm, public: &[u8; 32]) -> Vec<u8> {
    let mut out = realm.context(b"recovery");
    out.bytes(public);
    out.into_bytes()
}
