//! What a holder of the secret, or the owner of a slot, may change; each change is one write of the whole file.

use super::error::VaultError;
use super::file::{self, Folder};
use super::format::{Body, Content, MOST_SLOTS, RecoverySlot, Role, Slot};
use super::password::{NewPassword, Password};
use super::recovery::{Recovered, Recovery, RecoveryCode};
use super::secret::StoreSecret;
use super::signing::{PublicKey, SigningKey};
use super::slot::{NewUser, NextKey};
use super::{SlotInfo, Vault, info};

/// What the owner's change of the password left.
pub struct ChangedPassword {
    /// The slot as it is now.
    pub slot: SlotInfo,
    /// What a supervisor signs with from now on.
    pub signing_key: Option<SigningKey>,
}

impl Vault {
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
            if slots.iter().any(|other| other.head.user_id == slot.head.user_id) {
                return Err(VaultError::UserTaken);
            }
            if slots.iter().any(|other| other.head.login == slot.head.login) {
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

    /// The owner replaces the password, and with it the generation, which the store's list of users must then take over:
    /// whoever has the old password and an old file comes in with neither. A wrong old password counts as a failed login.
    ///
    /// A supervisor's signing key ends as well, whether whoever gave a temporary password may have kept it or whoever has
    /// that old file. The next one is drawn here; the slot keeps the one before beside it, which introduces it, so that a
    /// cut before the store took it over costs nothing: see [`super::Unlocked::former_key`]. Which of the two in the slot
    /// until now is the one that the store knows, `known` says.
    pub fn change_password(
        &mut self,
        login: &str,
        old: &Password,
        new: &NewPassword,
        (known, now_ms): (Option<PublicKey>, i64),
    ) -> Result<ChangedPassword, VaultError> {
        let (slot, opened) = self.open_slot(login, old, now_ms)?;
        if new.password().is_same_as(old) {
            return Err(VaultError::SamePassword);
        }
        let same_user = user_of(&slot, after(slot.head.generation)?);
        let signing_key = opened.signing_key.as_ref().map(|_| SigningKey::random()).transpose()?;
        let is_known = |key: &&SigningKey| Some(key.public()) == known;
        let former = opened.former_key.as_ref().filter(is_known).or(opened.signing_key.as_ref());
        let next_key = signing_key.as_ref().zip(former).map(|(key, former)| NextKey { key, former });
        let slot = self.new_slot(same_user, next_key, new, &opened.secret)?;
        let slot = self.replace_slot(&opened.secret, slot, |_| Ok(()))?;
        Ok(ChangedPassword { slot, signing_key })
    }

    /// Somebody who holds the secret gives a user another password (usually [`NewPassword::temporary`]), new keys and
    /// the next generation, which the store's list of users must then take over: after the slot's, and after `counted`, the
    /// one that the list says, which is ahead of a vault that was put back from a copy.
    pub fn reset(
        &mut self,
        secret: &StoreSecret,
        (user_id, counted): (i64, u32),
        password: &NewPassword,
    ) -> Result<SlotInfo, VaultError> {
        self.content.check_seal(secret)?;
        let slot = self.reset_slot(secret, (user_id, counted), password)?;
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
            if slots.iter().all(|slot| slot.head.role() != Role::Supervisor) {
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
        let slot = body.recovery.as_ref().ok_or(VaultError::WrongRecoveryCode)?;
        let secret = slot.open(body.realm, code)?;
        self.content.check_seal(&secret)?;
        Ok(Recovery { secret, slot: slot.public })
    }

    pub(super) fn reset_by_recovery(
        &mut self,
        right: &Recovery,
        user_id: i64,
        password: &NewPassword,
    ) -> Result<Recovered, VaultError> {
        let secret = &right.secret;
        self.content.check_seal(secret)?;
        let slot = self.reset_slot(secret, (user_id, 0), password)?;
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

    fn new_slot(
        &self,
        user: NewUser,
        next_key: Option<NextKey<'_>>,
        password: &NewPassword,
        secret: &StoreSecret,
    ) -> Result<Slot, VaultError> {
        let (realm, cost) = (self.content.body.realm, self.content.body.cost);
        Slot::make(user, next_key, password, (realm, cost), secret)
    }

    fn reset_slot(
        &self,
        secret: &StoreSecret,
        (user_id, counted): (i64, u32),
        password: &NewPassword,
    ) -> Result<Slot, VaultError> {
        let mut slots = self.content.body.slots.iter();
        let slot = slots.find(|slot| slot.head.user_id == user_id).ok_or(VaultError::UnknownUser)?;
        self.new_slot(user_of(slot, after(slot.head.generation.max(counted))?), None, password, secret)
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
            let place = slots.find(|other| other.head.user_id == slot.head.user_id).ok_or(VaultError::UnknownUser)?;
            content.failures.end_waits(&slot.head.login);
            *place = slot;
            also(&mut content.body)
        })?;
        Ok(replaced)
    }

    /// A change by a holder of the secret: on what the file says now, after its seal was checked under `secret`;
    /// sealed again under `from_now_on`.
    pub(super) fn change(
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
}

fn after(generation: u32) -> Result<u32, VaultError> {
    generation.checked_add(1).ok_or(VaultError::Damaged("generación agotada"))
}

fn user_of(slot: &Slot, generation: u32) -> NewUser {
    NewUser { user_id: slot.head.user_id, login: slot.head.login.clone(), role: slot.head.role(), generation }
}
