//! Changing the store's secret: for every user left, without knowing a password.
//!
//! Two files cannot change at once. The vault first gets the new secret and keeps the old one wrapped under it; then the
//! store and the scans are enciphered anew; then the vault drops the old one. A cut in between is met at the next opening.
//!
//! The store's lock is let go for moments: between closing the house and enciphering the file, and before the store is
//! opened again. Another process that opens the store right then keeps it, this one is told that it is in use, and the
//! next opening goes on from there.

use super::error::Error;
use super::house::{House, Session};
use crate::ops::house::operation::{Done, Operation, Subject, Work};
use crate::ops::house::place::Place;
use crate::store::{self, Store, StoreKey};
use crate::vault::{RosterEntry, StoreSecret, Vault};

/// That the secret is changed from here on.
#[derive(Debug, Clone, Copy)]
pub(super) struct NoteRekey;

impl Operation for NoteRekey {
    const NAME: &'static str = "house.rekey";
    const SIGNED: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        Subject::HOUSE
    }

    fn perform(&self, _work: &Work<'_>) -> Result<Done<()>, Error> {
        Ok(Done::new((), Subject::HOUSE, &[]))
    }
}

impl House {
    /// Gives the store a new secret and enciphers everything anew; the house is closed with it, because every reader has
    /// the old key. Long work: as long as writing the whole store.
    ///
    /// # Errors
    /// As [`House::transact`]; the vault's and the store's, [`store::Error::OnServer`] on a server. After a failure or a cut, the next opening goes on from there.
    pub fn rekey(self, by: &Session, place: &Place) -> Result<(), Error> {
        self.store().require_file("cambiar la llave del almacén")?;
        self.perform(by, &NoteRekey)?;
        let roster: Vec<RosterEntry> = store::user::all(&self.reader()?)?
            .into_iter()
            .filter(|user| user.enabled)
            .map(|user| RosterEntry { user_id: user.id.0, generation: user.generation })
            .collect();
        let (mut vault, previous) = self.dismantle()?;
        let new = vault.rekey(&previous, &roster)?;
        finish(place, &mut vault, &new, &previous)?.close()?;
        Ok(())
    }
}

/// Enciphers store and scans under the new secret, and lets the vault drop the old one. Store and scans that have the new
/// one already are left as they are.
pub(super) fn finish(
    place: &Place,
    vault: &mut Vault,
    new: &StoreSecret,
    previous: &StoreSecret,
) -> Result<Store, Error> {
    let key = |secret: &StoreSecret| StoreKey::from_bytes(*secret.store_key());
    let scan_key = |secret: &StoreSecret| StoreKey::from_bytes(*secret.scan_key());
    // The scans first: as long as the store opens with the old secret only, there is something to go on from.
    store::scans::rekey(&place.folder, &scan_key(previous), &scan_key(new))?;
    store::rekey(&place.folder, &key(previous), &key(new))?;
    let store = Store::open(&place.folder, key(new))?;
    vault.finish_rekey(new)?;
    Ok(store)
}
