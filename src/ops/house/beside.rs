//! What may be done beside a window at work: reading, with somebody's password.

use super::anchor::{Anchor, AnchorState};
use super::clock::{Clock as _, SystemClock};
use super::place::Place;
use super::{open_vault, refuse_other_kind, server};
use crate::domain::id::UserId;
use crate::domain::user::Role;
use crate::ops::error::{Error, Refusal};
use crate::ops::reading::Supervising;
use crate::store::{self, Reader, Store, StoreKey};
use crate::vault::{self, Password, StoreSecret};

/// Opens a store to read it, beside a window at work if there is one. Nothing is written but a failed login.
///
/// # Errors
/// The vault's and the store's, by name.
pub fn open_to_read(place: &Place, login: &str, password: &Password) -> Result<Reader, Error> {
    open_beside(place, login, password).map(|beside| beside.reader)
}

/// As [`open_to_read`], for what only a supervisor reads.
///
/// # Errors
/// As [`open_to_read`]; a refusal to a clerk.
pub fn open_to_supervise(place: &Place, login: &str, password: &Password) -> Result<(Reader, Supervising), Error> {
    let beside = open_beside(place, login, password)?;
    Ok((beside.reader, Supervising::as_role(beside.role)?))
}

/// A store opened to be read.
pub(in crate::ops) struct Beside {
    role: Role,
    pub(in crate::ops) reader: Reader,
    /// What opened it.
    pub(in crate::ops) secret: StoreSecret,
    /// A change of the secret was cut, and nobody went on with it yet.
    pub(in crate::ops) rekey_unfinished: bool,
}

/// As [`open_to_read`], with what opened it.
pub(in crate::ops) fn open_beside(place: &Place, login: &str, password: &Password) -> Result<Beside, Error> {
    let mut vault = open_vault(place)?;
    let unlocked = vault.unlock(login, password, SystemClock.now().0)?;
    let reader_with = |secret: &StoreSecret| match &place.server {
        Some(address) => Store::open_on(server(address, secret)?)?.reader(),
        None => store::open_read_only(&place.folder, &StoreKey::from_bytes(*secret.store_key())),
    };
    let rekey_unfinished = unlocked.previous_secret.is_some();
    let (reader, secret) = match (reader_with(&unlocked.secret), unlocked.previous_secret) {
        // A change of the secret was cut before the store had the new one: the next opening to write goes on with it.
        (Err(store::Error::KeyRefused { .. }), Some(previous)) => (reader_with(&previous)?, previous),
        (opened, _) => (opened?, unlocked.secret),
    };
    let identity = store::centre::identity(&reader)?;
    vault.ensure_store(vault::StoreId(identity.store_id))?;
    refuse_other_kind(&vault, &identity)?;
    let user = store::user::get(&reader, UserId(unlocked.user_id))?
        .filter(|user| user.enabled && user.generation == unlocked.generation)
        .ok_or_else(|| {
            Refusal::new(
                "disabled",
                "Su usuario está deshabilitado o su contraseña fue restablecida. Hable con supervisión.",
            )
        })?;
    Ok(Beside { role: user.role, reader, secret, rekey_unfinished })
}

/// How a store opened to be read stands to what this machine saw of it.
///
/// # Errors
/// The store's; the system's when the anchor cannot be read.
pub fn seen_here(place: &Place, reader: &Reader) -> Result<AnchorState, Error> {
    let identity = store::centre::identity(reader)?;
    Ok(Anchor::compare(place, &identity, reader)?.state())
}
