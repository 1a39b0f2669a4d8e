//! What the machines of a centre on a server share of their vaults: of each user who comes in, and of the recovery code. A
//! file's vault stands beside it alone and is shared with nobody: there nothing is kept.

use super::error::{Error, WhileDoing as _};
use super::transaction::{Reader, Transaction};
use crate::domain::id::UserId;

/// The recovery code's, among the users': nobody has this number.
const RECOVERY: i64 = 0;

/// What is shared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SharedSlots {
    /// Of the users, in order, by their number.
    pub users: Vec<(i64, Vec<u8>)>,
    /// Of the recovery code, where there is one.
    pub recovery: Option<Vec<u8>>,
}

/// What is shared at the centre.
pub fn all(reader: &Reader) -> Result<SharedSlots, Error> {
    const DOING: &str = "leer quién ingresa en el centro";
    if !reader.is_on_server() {
        return Ok(SharedSlots::default());
    }
    let users =
        reader.all("SELECT user_id, slot FROM vault_slot WHERE user_id <> ?1 ORDER BY user_id", [RECOVERY], |row| {
            Ok((row.get(0)?, row.get(1)?))
        });
    let recovery = reader.maybe("SELECT slot FROM vault_slot WHERE user_id = ?1", [RECOVERY], |row| row.get(0));
    Ok(SharedSlots { users: users.while_doing(DOING)?, recovery: recovery.while_doing(DOING)? })
}

/// Keeps a user's, in the place of the one before.
pub fn put(tx: &Transaction<'_>, user: UserId, slot: &[u8]) -> Result<(), Error> {
    keep(tx, user.0, slot)
}

/// Keeps the recovery code's, in the place of the one before.
pub fn put_recovery(tx: &Transaction<'_>, slot: &[u8]) -> Result<(), Error> {
    keep(tx, RECOVERY, slot)
}

/// A user does not come in any more.
pub fn remove(tx: &Transaction<'_>, user: UserId) -> Result<(), Error> {
    if !tx.is_on_server() {
        return Ok(());
    }
    tx.execute("DELETE FROM vault_slot WHERE user_id = ?1", [user]).while_doing("retirar a un usuario").map(drop)
}

fn keep(tx: &Transaction<'_>, id: i64, slot: &[u8]) -> Result<(), Error> {
    if !tx.is_on_server() {
        return Ok(());
    }
    tx.execute(
        "INSERT INTO vault_slot (user_id, slot) VALUES (?1, ?2) ON CONFLICT (user_id) DO UPDATE SET slot = excluded.slot",
        (id, slot),
    )
    .while_doing("guardar con qué ingresa un usuario")?;
    // Not every change of this has an entry after it, which would tell.
    tx.execute("SELECT pg_notify(CAST(current_schema AS TEXT), 'user')", [])
        .while_doing("avisar a las otras ventanillas")
        .map(drop)
}
