//! Changing the store's secret, in two writes with the store's own change between them.
//!
//! Two files cannot change at once. So [`Vault::rekey`] writes a vault that opens with the new secret and keeps the
//! old one, wrapped under the new: [`super::Unlocked::previous_secret`]. Then the store is rekeyed; then
//! [`Vault::finish_rekey`] drops the old one. After a cut in between, whoever opens the store tries the new secret,
//! then the previous one, and goes on from there.

use zeroize::Zeroizing;

use super::error::VaultError;
use super::seal::{DoesNotOpen, unwrap, wrap};
use super::secret::{StoreSecret, keyed_hash};
use super::{RosterEntry, Vault};

impl Vault {
    /// Gives every slot, and the recovery code, a new secret; the store must then be rekeyed, and after it
    /// [`Vault::finish_rekey`] called. Refused while a
    /// slot is not on the `roster` of enabled users, and while an earlier rekey is not finished.
    pub fn rekey(&mut self, secret: &StoreSecret, roster: &[RosterEntry]) -> Result<StoreSecret, VaultError> {
        let new = StoreSecret::random()?;
        self.change(secret, &new, |content| {
            let body = &mut content.body;
            if body.previous.is_some() {
                return Err(VaultError::RekeyUnfinished);
            }
            for slot in &mut body.slots {
                let (user_id, generation) = (slot.head.user_id, slot.head.generation);
                if !roster.contains(&RosterEntry { user_id, generation }) {
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

    pub(super) fn previous_secret(&self, secret: &StoreSecret) -> Result<Option<StoreSecret>, VaultError> {
        let body = &self.content.body;
        let Some(previous) = &body.previous else {
            return Ok(None);
        };
        let context = body.realm.context(PREVIOUS_LABEL).into_bytes();
        let bytes = unwrap(&previous_key(secret), &context, previous).map_err(|DoesNotOpen| VaultError::Tampered)?;
        let bytes = bytes.first_chunk().ok_or(VaultError::Tampered)?;
        Ok(Some(StoreSecret::from_bytes(bytes)))
    }
}

const PREVIOUS_LABEL: &[u8] = b"previous secret";

fn previous_key(secret: &StoreSecret) -> Zeroizing<[u8; 32]> {
    keyed_hash(secret.bytes(), PREVIOUS_LABEL, &[])
}
