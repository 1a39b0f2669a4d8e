//! The vault: the small file beside the store that turns a person's password into the store's secret.
//!
//! It promises that the store's secret leaves it only through a right password (or, in a form that can do nothing but
//! reset one supervisor, through the recovery code); that a change is written whole or not at all; and that a file
//! changed by somebody without the secret is found out before anything is given to it. It does not decide who counts:
//! the store's list of users does, by user and generation, which is why an old vault put back revives nobody. It keeps
//! no clock and waits for nobody: times are arguments, and the wait after a failed login is an error to show.
//!
//! # How a slot is built
//!
//! * The password (Argon2id) **wraps** the slot's own X25519 private key and, for supervisors, an Ed25519 seed.
//! * The store's secret is **sealed** to the slot's public key, so that [`Vault::rekey`] can give every slot a new
//!   secret without knowing one password.
//! * Both boxes authenticate the slot's readable head (user, login, generation, role, origin of the password, salt,
//!   cost, both public keys), the kind of store, its id and the format version. A head or box moved or edited opens
//!   nothing.
//! * A **seal over everything** but the notes of failed logins (HMAC-SHA-256 under the store's secret, with the number
//!   of the edition) is checked at every unlock and before every change, and written anew with every change.
//!
//! # Why a swapped public key cannot make a rekey leak the secret
//!
//! Sealing to a public key works for any key; the danger is a file into which somebody wrote their own.
//!
//! 1. Who may write the file but never had the secret *S* cannot make the seal over everything under *S*, and `rekey`,
//!    which needs *S*, checks that seal on the bytes it is about to change. Any swapped key, added slot or edited head
//!    is refused before anything is sealed.
//! 2. They may instead seal a secret *E* of their own to somebody's true public key and make the seal under *E*. The
//!    person's password then yields *E*, which does not open the store; only a holder of *S* can rekey *S*, and the
//!    secret that would reach the stranger is *E*, which the stranger has anyway.
//! 3. Who was taken out and kept an old file whose seal is right under the *same S* finds their slot in it. So `rekey`
//!    takes the roster (user and generation) from the store's list of users, and refuses while a slot is not on it. An
//!    old edition is recognised by [`Unlocked::edition`], which the store compares with the highest it has seen.
//!    After the rekey the old file's seal is under a secret that no longer holds.
//! 4. Every change of a password makes a new key pair and raises the generation: an old password and an old file open no
//!    later seal, and what they open of the old one counts no more.
//!
//! # Who knows a supervisor's signing key
//!
//! Whoever makes or resets an account knows its temporary password, and may keep the file: the key in that slot is theirs
//! as well. So it serves for one entry, the one that introduces the key that is drawn when its owner first chooses a
//! password; the journal's verification holds it to that. Each later change of the password draws another, introduced by
//! the one before.
//!
//! What this does not stop: a person who *has* *S* (whoever ever opened the store and took it from the memory of the
//! process) and may still write the file can forge it for as long as *S* holds. They need no vault for the store's
//! content; what they do with it is the journal's and the signatures' to show.
mod changes;
mod cost;
mod error;
mod failures;
mod file;
mod format;
mod login;
mod octets;
mod password;
mod recovery;
mod rekey;
mod seal;
mod secret;
mod shared;
mod signing;
mod slot;
mod symbols;

use std::path::{Path, PathBuf};

pub use changes::ChangedPassword;
pub use cost::{KdfCost, VaultKind};
pub use error::VaultError;
pub use failures::FailedLogins;
pub use format::{Role, StoreId};
pub use password::{BadLogin, Login, NewPassword, Password, PasswordError, PasswordOrigin};
pub use recovery::{BadRecoveryCode, Recovered, Recovery, RecoveryCode};
pub use secret::StoreSecret;
pub use shared::Shared;
pub use signing::{BadSignature, PublicKey, Signature, SigningKey, verify};
pub use slot::NewUser;

use failures::Failures;
use format::{Body, Content, Realm, Slot};
use secret::random_bytes;

/// An open vault file. Reading it needs no password; the secret does.
pub struct Vault {
    path: PathBuf,
    content: Content,
}

/// What a right password gives.
pub struct Unlocked {
    /// The user's row in the store.
    pub user_id: i64,
    /// Counts only while the store's list of users says the same.
    pub generation: u32,
    /// A temporary password must be changed before anything else.
    pub password_origin: PasswordOrigin,
    /// How many changes the vault has seen; lower than the store remembers means that an old vault was put back.
    pub edition: u64,
    /// Opens the store.
    pub secret: StoreSecret,
    /// Opens the store if a rekey was cut before the store's own change.
    pub previous_secret: Option<StoreSecret>,
    /// Supervisors sign with it; one of a temporary password introduces the next, and serves for nothing else.
    pub signing_key: Option<SigningKey>,
    /// Which slot it was: another one since then makes this void.
    pub slot: [u8; 32],
    /// The one before, where the owner's last change of the password drew a new one: it introduces that one, should the
    /// change have been cut before the store took it over, and serves for nothing once it did.
    pub former_key: Option<SigningKey>,
}

/// What can be read of a slot without a password. Certain only after an unlock of the same file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotInfo {
    /// The user's row in the store.
    pub user_id: i64,
    /// The name to log in with.
    pub login: Login,
    /// Clerk or supervisor.
    pub role: Role,
    /// Raised by every change of the password.
    pub generation: u32,
    /// Whether the password must be changed.
    pub password_origin: PasswordOrigin,
    /// A supervisor's public key, to be kept in the store: it changes with the password.
    pub signing_public: Option<PublicKey>,
}

/// One line of the store's list of enabled users.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RosterEntry {
    /// The user's row in the store.
    pub user_id: i64,
    /// The generation that counts.
    pub generation: u32,
}

impl Vault {
    /// Makes a vault with a new secret and store id, and its first user, who must be able to make others: a
    /// supervisor. An existing file is never overwritten.
    ///
    /// A [`VaultKind::Real`] vault refuses a cost below the floor of [`KdfCost`].
    pub fn create(
        path: &Path,
        kind: VaultKind,
        cost: KdfCost,
        first: NewUser,
        password: &NewPassword,
    ) -> Result<(Self, StoreSecret), VaultError> {
        let cost = KdfCost::checked(cost.memory_kib(), cost.passes(), kind)?;
        if first.role != Role::Supervisor {
            return Err(VaultError::NotASupervisor);
        }
        let realm = Realm { kind, store_id: StoreId(random_bytes()?) };
        let secret = StoreSecret::random()?;
        let body = Body {
            realm,
            edition: 1,
            cost,
            previous: None,
            recovery: None,
            slots: vec![Slot::make(first, None, password, (realm, cost), &secret)?],
        };
        let content = Content::sealed(body, Failures::default(), &secret);
        file::create(path, &content.to_bytes())?;
        let vault = Self { path: path.to_owned(), content };
        Ok((vault, secret))
    }

    /// Reads a vault. Nothing in it is certain yet: that comes with [`Vault::unlock`].
    pub fn open(path: &Path) -> Result<Self, VaultError> {
        Ok(Self { path: path.to_owned(), content: Content::read(&file::read(path)?, path)? })
    }

    /// The store this vault belongs to.
    #[must_use]
    pub fn store_id(&self) -> StoreId {
        self.content.body.realm.store_id
    }

    /// Refuses a vault that is not the store's.
    pub fn ensure_store(&self, store_id: StoreId) -> Result<(), VaultError> {
        if self.store_id() == store_id { Ok(()) } else { Err(VaultError::OtherStore) }
    }

    /// How many changes this vault has seen. Certain only after an unlock of the same file.
    #[must_use]
    pub fn edition(&self) -> u64 {
        self.content.body.edition
    }

    /// Whether the store is a demonstration.
    #[must_use]
    pub fn kind(&self) -> VaultKind {
        self.content.body.realm.kind
    }

    /// The slots, in the order they were made.
    pub fn slots(&self) -> impl Iterator<Item = SlotInfo> + '_ {
        self.content.body.slots.iter().map(info)
    }

    /// Is this slot, as [`Unlocked::slot`] names it, still a user's?
    #[must_use]
    pub fn has_slot(&self, user_id: i64, slot: &[u8; 32]) -> bool {
        self.content.body.slots.iter().any(|it| it.head.user_id == user_id && it.head.public == *slot)
    }

    /// Whether a recovery code exists.
    #[must_use]
    pub fn has_recovery_code(&self) -> bool {
        self.content.body.recovery.is_some()
    }
}

fn info(slot: &Slot) -> SlotInfo {
    SlotInfo {
        user_id: slot.head.user_id,
        login: slot.head.login.clone(),
        role: slot.head.role(),
        generation: slot.head.generation,
        password_origin: slot.head.origin,
        signing_public: slot.head.signing_public.map(PublicKey),
    }
}
