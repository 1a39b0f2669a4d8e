//! What the machines of one centre share of their vaults, where the centre's store stands on a server.
//!
//! Each machine has a vault and a secret of its own: the password of its role on the server is drawn from it. A user comes
//! in at each of them with one password. So what the password wraps, the private keys of a slot, is kept on the server for
//! all; and each machine seals its own secret to the slot's public key, for which no password is needed. The same goes for
//! the recovery code.
//!
//! What is shared opens nothing by itself: the seals stay in each machine's file. A slot that goes ahead of the shared one
//! was changed here and is not known to the store yet; it stays.

use std::path::Path;

use super::Vault;
use super::cost::{KdfCost, VaultKind};
use super::error::VaultError;
use super::failures::Failures;
use super::file;
use super::format::{Body, Content, MOST_SLOTS, Realm, RecoverySlot, Role, Slot, StoreId};
use super::octets::{Reader, Writer};
use super::secret::StoreSecret;

/// What is shared of all slots, each as [`Vault::shared_slot`] and [`Vault::shared_recovery`] give it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shared {
    /// Of each user who comes in, by their row in the store.
    pub slots: Vec<(i64, Vec<u8>)>,
    /// Of the recovery code, where there is one.
    pub recovery: Option<Vec<u8>>,
}

impl Vault {
    /// What other machines need of a user's slot.
    #[must_use]
    pub fn shared_slot(&self, user_id: i64) -> Option<Vec<u8>> {
        let slot = self.content.body.slots.iter().find(|slot| slot.head.user_id == user_id)?;
        let mut out = Writer::default();
        slot.write_shared(&mut out);
        Some(out.into_bytes())
    }

    /// The same of the recovery code's.
    #[must_use]
    pub fn shared_recovery(&self) -> Option<Vec<u8>> {
        let slot = self.content.body.recovery.as_ref()?;
        let mut out = Writer::default();
        slot.write_shared(&mut out);
        Some(out.into_bytes())
    }

    /// Makes this machine's vault of a centre that is at work elsewhere: with a secret of its own, for everybody who comes in
    /// there; its changes are counted from `edition` on. An existing file is never overwritten.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when what is shared is not what it should be; the system's.
    pub fn join(
        path: &Path,
        (kind, cost): (VaultKind, KdfCost),
        (store_id, edition): (StoreId, u64),
        shared: &Shared,
    ) -> Result<(Self, StoreSecret), VaultError> {
        let cost = KdfCost::checked(cost.memory_kib(), cost.passes(), kind)?;
        let realm = Realm { kind, store_id };
        let secret = StoreSecret::random()?;
        let mut body = Body { realm, edition, cost, previous: None, recovery: None, slots: Vec::new() };
        take_over(&mut body, shared, &secret)?;
        let content = Content::sealed(body, Failures::default(), &secret);
        file::create(path, &content.to_bytes())?;
        Ok((Self { path: path.to_owned(), content }, secret))
    }

    /// Puts the same vault at another place: of a centre that is moved. An existing file is never overwritten.
    ///
    /// # Errors
    /// [`VaultError::AlreadyExists`]; the system's.
    pub fn copy_to(&self, path: &Path) -> Result<(), VaultError> {
        file::create(path, &self.content.to_bytes())
    }

    /// Takes over what the other machines know since: who has another password, who was added, who is not to come in any
    /// more. Answers whether anything differed.
    ///
    /// # Errors
    /// As [`Vault::join`]; the vault's. The file stays as it was then.
    pub fn take_over(&mut self, secret: &StoreSecret, shared: &Shared) -> Result<bool, VaultError> {
        self.content.check_seal(secret)?;
        let mut body = self.content.body.clone();
        if !take_over(&mut body, shared, secret)? {
            return Ok(false);
        }
        self.change(secret, secret, |content| take_over(&mut content.body, shared, secret).map(drop))?;
        Ok(true)
    }
}

/// A shared slot, where it is one, and the user's.
fn read_shared(bytes: &[u8], user_id: i64, kind: VaultKind) -> Option<Slot> {
    let mut input = Reader::new(bytes);
    let slot = Slot::read_shared(&mut input, kind).ok()?;
    input.finish().ok()?;
    (slot.head.user_id == user_id).then_some(slot)
}

fn take_over(body: &mut Body, shared: &Shared, secret: &StoreSecret) -> Result<bool, VaultError> {
    if shared.slots.len() > MOST_SLOTS {
        return Err(VaultError::Damaged("demasiados usuarios"));
    }
    let mut slots: Vec<Slot> = Vec::new();
    let mut awaits_its_code = false;
    for (user_id, bytes) in &shared.slots {
        let here = body.slots.iter().find(|here| here.head.user_id == *user_id);
        let read = read_shared(bytes, *user_id, body.realm.kind);
        let slot = match (read, here) {
            // What another machine made of it keeps nobody else out.
            (None, None) => continue,
            (None, Some(here)) => here.clone(),
            (Some(slot), Some(here)) if here.head.generation > slot.head.generation => {
                awaits_its_code |= here.head.role() == Role::Supervisor && !here.head.keeps_former_key;
                here.clone()
            }
            (Some(slot), Some(here)) if here.head == slot.head && here.wrapped == slot.wrapped => here.clone(),
            (Some(mut slot), _) => {
                slot.reseal(body.realm, secret)?;
                slot
            }
        };
        let twin = |other: &Slot| other.head.login == slot.head.login || other.head.user_id == slot.head.user_id;
        if !slots.iter().any(twin) {
            slots.push(slot);
        }
    }
    let mut is_other = slots != body.slots;
    body.slots = slots;
    // The code that was used here is replaced together with the slot that it served for.
    if let Some(bytes) = shared.recovery.as_ref().filter(|_| !awaits_its_code) {
        let mut input = Reader::new(bytes);
        let mut slot = RecoverySlot::read_shared(&mut input)?;
        input.finish()?;
        let here = body.recovery.as_ref();
        if here.is_none_or(|here| here.public != slot.public || here.wrapped != slot.wrapped) {
            slot.reseal(body.realm, secret)?;
            body.recovery = Some(slot);
            is_other = true;
        }
    }
    Ok(is_other)
}
