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
//! 4. Every change of a password makes a new key pair: an old password and an old file open no later seal.
//!
//! What this does not stop: a person who *has* *S* (whoever ever opened the store and took it from the memory of the
//! process) and may still write the file can forge it for as long as *S* holds. They need no vault for the store's
//! content; what they do with it is the journal's and the signatures' to show.
//!
//! # Changing the store's secret
//!
//! Two files cannot change at once. So [`Vault::rekey`] writes a vault that opens with the new secret and keeps the
//! old one, wrapped under the new: [`Unlocked::previous_secret`]. Then the store is rekeyed; then
//! [`Vault::finish_rekey`] drops the old one. After a cut in between, whoever opens the store tries the new secret,
//! then the previous one, and goes on from there.
mod cost;
mod error;
mod failures;
mod file;
mod format;
mod octets;
mod password;
mod recovery;
mod seal;
mod secret;
mod signing;
mod slot;
mod symbols;

use std::path::{Path, PathBuf};
use std::time::Duration;

use zeroize::Zeroizing;

pub use cost::{KdfCost, VaultKind};
pub use error::VaultError;
pub use failures::FailedLogins;
pub use format::{Role, StoreId};
pub use password::{BadLogin, Login, NewPassword, Password, PasswordError, PasswordOrigin};
pub use recovery::{BadRecoveryCode, Recovered, Recovery, RecoveryCode};
pub use secret::StoreSecret;
pub use signing::{BadSignature, PublicKey, Signature, SigningKey, verify};
pub use slot::NewUser;

use failures::Failures;
use file::Folder;
use format::{Body, Content, MOST_SLOTS, Realm, RecoverySlot, Slot};
use seal::{DoesNotOpen, unwrap, wrap};
use secret::{keyed_hash, random_bytes};
use slot::OpenedSlot;

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
    /// Supervisors sign with it.
    pub signing_key: Option<SigningKey>,
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
    /// Raised by every reset.
    pub generation: u32,
    /// Whether the password must be changed.
    pub password_origin: PasswordOrigin,
    /// A supervisor's public key, to be kept in the store: it changes with every reset.
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
        let realm = Realm {
            kind,
            store_id: StoreId(random_bytes()?),
        };
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
        let vault = Self {
            path: path.to_owned(),
            content,
        };
        Ok((vault, secret))
    }

    /// Reads a vault. Nothing in it is certain yet: that comes with [`Vault::unlock`].
    pub fn open(path: &Path) -> Result<Self, VaultError> {
        Ok(Self {
            path: path.to_owned(),
            content: Content::read(&file::read(path)?, path)?,
        })
    }

    /// The store this vault belongs to.
    #[must_use]
    pub fn store_id(&self) -> StoreId {
        self.content.body.realm.store_id
    }

    /// Refuses a vault that is not the store's.
    pub fn ensure_store(&self, store_id: StoreId) -> Result<(), VaultError> {
        if self.store_id() == store_id {
            Ok(())
        } else {
            Err(VaultError::OtherStore)
        }
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

    /// Whether a recovery code exists.
    #[must_use]
    pub fn has_recovery_code(&self) -> bool {
        self.content.body.recovery.is_some()
    }

    /// Opens the slot with this login name. Takes as long for an unknown name as for a wrong password, and says the
    /// same. A failure is counted in the file; too soon after one, nothing is tried ([`VaultError::Wait`]).
    ///
    /// `now_ms`: milliseconds since the Unix epoch.
    pub fn unlock(
        &mut self,
        login: &str,
        password: &Password,
        now_ms: i64,
    ) -> Result<Unlocked, VaultError> {
        let (slot, opened) = self.open_slot(login, password, now_ms)?;
        Ok(Unlocked {
            user_id: slot.head.user_id,
            generation: slot.head.generation,
            password_origin: slot.head.origin,
            edition: self.content.body.edition,
            previous_secret: self.previous_secret(&opened.secret)?,
            secret: opened.secret,
            signing_key: opened.signing_key,
        })
    }

    /// How long until [`Vault::unlock`] tries this name again. A failure that lies in the future, because the clock
    /// was set back, is written down as of now.
    pub fn delay_before_next(&mut self, login: &str, now_ms: i64) -> Result<Duration, VaultError> {
        let login = self.slot_named(login).map(|slot| slot.head.login.clone());
        let mut rebased = self.content.failures.clone();
        if rebased.rebase(now_ms) {
            self.note(|failures| failures.rebase(now_ms))?;
        }
        Ok(self.content.failures.wait(login.as_ref(), now_ms))
    }

    /// The failed logins not yet reported, which are then forgotten here; the waits stay.
    pub fn take_failures(&mut self) -> Result<Vec<FailedLogins>, VaultError> {
        if !self.content.failures.any_unreported() {
            return Ok(Vec::new());
        }
        self.note(Failures::take)
    }

    /// Adds a user's slot.
    pub fn add_user(
        &mut self,
        secret: &StoreSecret,
        user: NewUser,
        password: &NewPassword,
    ) -> Result<SlotInfo, VaultError> {
        self.content.check_seal(secret)?;
        let slot = self.new_slot(user, None, password, secret)?;
        let added = info(&slot);
        self.change(secret, secret, |content| {
            let slots = &mut content.body.slots;
            if slots
                .iter()
                .any(|other| other.head.user_id == slot.head.user_id)
            {
                return Err(VaultError::UserTaken);
            }
            if slots
                .iter()
                .any(|other| other.head.login == slot.head.login)
            {
                return Err(VaultError::LoginTaken(slot.head.login.to_string()));
            }
            if slots.len() >= MOST_SLOTS {
                return Err(VaultError::Full);
            }
            slots.push(slot);
            Ok(())
        })?;
        Ok(added)
    }

    /// The owner replaces the password. Generation and signing key stay; a wrong old password counts as a failed
    /// login.
    pub fn change_password(
        &mut self,
        login: &str,
        old: &Password,
        new: &NewPassword,
        now_ms: i64,
    ) -> Result<SlotInfo, VaultError> {
        let (slot, opened) = self.open_slot(login, old, now_ms)?;
        if new.password().is_same_as(old) {
            return Err(VaultError::SamePassword);
        }
        let same_user = user_of(&slot, slot.head.generation);
        let slot = self.new_slot(same_user, opened.signing_key, new, &opened.secret)?;
        self.replace_slot(&opened.secret, slot, |_| Ok(()))
    }

    /// Somebody who holds the secret gives a user another password (usually [`NewPassword::temporary`]), new keys and
    /// the next generation, which the store's list of users must then take over.
    pub fn reset(
        &mut self,
        secret: &StoreSecret,
        user_id: i64,
        password: &NewPassword,
    ) -> Result<SlotInfo, VaultError> {
        self.content.check_seal(secret)?;
        let slot = self.reset_slot(secret, user_id, password)?;
        self.replace_slot(secret, slot, |_| Ok(()))
    }

    /// Takes a user's slot out. The last supervisor's stays.
    pub fn remove_user(&mut self, secret: &StoreSecret, user_id: i64) -> Result<(), VaultError> {
        self.change(secret, secret, |content| {
            let slots = &mut content.body.slots;
            let before = slots.len();
            slots.retain(|slot| slot.head.user_id != user_id);
            if slots.len() == before {
                return Err(VaultError::UnknownUser);
            }
            if slots
                .iter()
                .all(|slot| slot.head.role() != Role::Supervisor)
            {
                return Err(VaultError::LastSupervisor);
            }
            Ok(())
        })
    }

    /// Makes a recovery code, or replaces the one there was. Print it; it cannot be shown again.
    pub fn make_recovery_code(&mut self, secret: &StoreSecret) -> Result<RecoveryCode, VaultError> {
        let code = RecoveryCode::random()?;
        self.change(secret, secret, |content| {
            let slot = RecoverySlot::make(&code, content.body.realm, secret)?;
            content.body.recovery = Some(slot);
            Ok(())
        })?;
        Ok(code)
    }

    /// Uses a recovery code: gives the right to reset one supervisor, and nothing else.
    pub fn recover(&self, code: &RecoveryCode) -> Result<Recovery, VaultError> {
        let body = &self.content.body;
        let slot = body
            .recovery
            .as_ref()
            .ok_or(VaultError::WrongRecoveryCode)?;
        let secret = slot.open(body.realm, code)?;
        self.content.check_seal(&secret)?;
        Ok(Recovery {
            secret,
            slot: slot.public,
        })
    }

    /// Gives every slot, and the recovery code, a new secret; see the module's text on what follows. Refused while a
    /// slot is not on the `roster` of enabled users, and while an earlier rekey is not finished.
    pub fn rekey(
        &mut self,
        secret: &StoreSecret,
        roster: &[RosterEntry],
    ) -> Result<StoreSecret, VaultError> {
        let new = StoreSecret::random()?;
        self.change(secret, &new, |content| {
            let body = &mut content.body;
            if body.previous.is_some() {
                return Err(VaultError::RekeyUnfinished);
            }
            for slot in &mut body.slots {
                let (user_id, generation) = (slot.head.user_id, slot.head.generation);
                if !roster.contains(&RosterEntry {
                    user_id,
                    generation,
                }) {
                    return Err(VaultError::NotOnRoster(slot.head.login.to_string()));
                }
                slot.reseal(body.realm, &new)?;
            }
            if let Some(recovery) = &mut body.recovery {
                recovery.reseal(body.realm, &new)?;
            }
            let context = body.realm.context(PREVIOUS_LABEL).into_bytes();
            body.previous = Some(wrap(&previous_key(&new), &context, secret.bytes())?);
            Ok(())
        })?;
        Ok(new)
    }

    /// Drops the secret before the last rekey; to be called once the store itself has the new one.
    pub fn finish_rekey(&mut self, secret: &StoreSecret) -> Result<(), VaultError> {
        self.change(secret, secret, |content| {
            content.body.previous = None;
            Ok(())
        })
    }

    fn reset_by_recovery(
        &mut self,
        right: &Recovery,
        user_id: i64,
        password: &NewPassword,
    ) -> Result<Recovered, VaultError> {
        let secret = &right.secret;
        self.content.check_seal(secret)?;
        let slot = self.reset_slot(secret, user_id, password)?;
        if slot.head.role() != Role::Supervisor {
            return Err(VaultError::NotASupervisor);
        }
        let next_code = RecoveryCode::random()?;
        let slot = self.replace_slot(secret, slot, |body| {
            let there = body.recovery.as_ref().map(|recovery| recovery.public);
            if there != Some(right.slot) {
                return Err(VaultError::WrongRecoveryCode);
            }
            body.recovery = Some(RecoverySlot::make(&next_code, body.realm, secret)?);
            Ok(())
        })?;
        Ok(Recovered { slot, next_code })
    }

    /// A login: the wait, the derivation (also where there is nothing to open), the seal, and the notes.
    fn open_slot(
        &mut self,
        login: &str,
        password: &Password,
        now_ms: i64,
    ) -> Result<(Slot, OpenedSlot), VaultError> {
        let wait = self.delay_before_next(login, now_ms)?;
        if !wait.is_zero() {
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            return Err(VaultError::Wait { seconds });
        }
        let body = &self.content.body;
        let slot = self.slot_named(login).cloned();
        let opened = match &slot {
            Some(slot) => slot.open(body.realm, password),
            None => {
                // The same work as for a name that exists, so that time does not tell the two apart.
                body.cost.derive(password.bytes(), &body.realm.store_id.0)?;
                Err(VaultError::WrongLogin)
            }
        };
        match (slot, opened) {
            (Some(slot), Ok(opened)) => {
                self.content.check_seal(&opened.secret)?;
                if self.content.failures.any_wait_of(&slot.head.login) {
                    self.note(|failures| failures.end_waits(&slot.head.login))?;
                }
                Ok((slot, opened))
            }
            (slot, Err(VaultError::WrongLogin)) => {
                self.note(|failures| {
                    failures.note(slot.as_ref().map(|slot| &slot.head.login), now_ms);
                })?;
                Err(VaultError::WrongLogin)
            }
            (_, Err(other)) => Err(other),
            (None, Ok(_)) => Err(VaultError::UnknownUser),
        }
    }

    fn slot_named(&self, login: &str) -> Option<&Slot> {
        let login = Login::parse(login).ok()?;
        let mut slots = self.content.body.slots.iter();
        slots.find(|slot| slot.head.login == login)
    }

    fn new_slot(
        &self,
        user: NewUser,
        signing_key: Option<SigningKey>,
        password: &NewPassword,
        secret: &StoreSecret,
    ) -> Result<Slot, VaultError> {
        let (realm, cost) = (self.content.body.realm, self.content.body.cost);
        Slot::make(user, signing_key, password, (realm, cost), secret)
    }

    fn reset_slot(
        &self,
        secret: &StoreSecret,
        user_id: i64,
        password: &NewPassword,
    ) -> Result<Slot, VaultError> {
        let mut slots = self.content.body.slots.iter();
        let slot = slots
            .find(|slot| slot.head.user_id == user_id)
            .ok_or(VaultError::UnknownUser)?;
        let next = slot.head.generation.checked_add(1);
        let next = next.ok_or(VaultError::Damaged("generación agotada"))?;
        self.new_slot(user_of(slot, next), None, password, secret)
    }

    /// Puts a slot in the place of the same user's, ends its waits, and does what else belongs to the same write.
    fn replace_slot(
        &mut self,
        secret: &StoreSecret,
        slot: Slot,
        also: impl FnOnce(&mut Body) -> Result<(), VaultError>,
    ) -> Result<SlotInfo, VaultError> {
        let replaced = info(&slot);
        self.change(secret, secret, |content| {
            let mut slots = content.body.slots.iter_mut();
            let place = slots
                .find(|other| other.head.user_id == slot.head.user_id)
                .ok_or(VaultError::UnknownUser)?;
            content.failures.end_waits(&slot.head.login);
            *place = slot;
            also(&mut content.body)
        })?;
        Ok(replaced)
    }

    /// A change by a holder of the secret: on what the file says now, after its seal was checked under `secret`;
    /// sealed again under `from_now_on`.
    fn change(
        &mut self,
        secret: &StoreSecret,
        from_now_on: &StoreSecret,
        change: impl FnOnce(&mut Content) -> Result<(), VaultError>,
    ) -> Result<(), VaultError> {
        let folder = Folder::locked(&self.path)?;
        let mut content = Content::read(&file::read(&self.path)?, &self.path)?;
        content.check_seal(secret)?;
        change(&mut content)?;
        content.body.edition = content.body.edition.saturating_add(1);
        let content = Content::sealed(content.body, content.failures, from_now_on);
        folder.replace(&content.to_bytes())?;
        self.content = content;
        Ok(())
    }

    /// A change of the notes of failed logins, for which nobody needs the secret. The rest stays as it is, in the file
    /// and here, where its seal may have been checked already.
    fn note<T>(&mut self, change: impl FnOnce(&mut Failures) -> T) -> Result<T, VaultError> {
        let folder = Folder::locked(&self.path)?;
        let mut content = Content::read(&file::read(&self.path)?, &self.path)?;
        let outcome = change(&mut content.failures);
        folder.replace(&content.to_bytes())?;
        self.content.failures = content.failures;
        Ok(outcome)
    }

    fn previous_secret(&self, secret: &StoreSecret) -> Result<Option<StoreSecret>, VaultError> {
        let body = &self.content.body;
        let Some(previous) = &body.previous else {
            return Ok(None);
        };
        let context = body.realm.context(PREVIOUS_LABEL).into_bytes();
        let bytes = unwrap(&previous_key(secret), &context, previous)
            .map_err(|DoesNotOpen| VaultError::Tampered)?;
        let bytes = bytes.first_chunk().ok_or(VaultError::Tampered)?;
        Ok(Some(StoreSecret::from_bytes(*bytes)))
    }
}

const PREVIOUS_LABEL: &[u8] = b"previous secret";

fn previous_key(secret: &StoreSecret) -> Zeroizing<[u8; 32]> {
    keyed_hash(secret.bytes(), PREVIOUS_LABEL, &[])
}

fn user_of(slot: &Slot, generation: u32) -> NewUser {
    NewUser {
        user_id: slot.head.user_id,
        login: slot.head.login.clone(),
        role: slot.head.role(),
        generation,
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
