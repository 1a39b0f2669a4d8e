//! The schema: frozen, numbered migrations over `user_version`.
//!
//! A file is brought from its version to the newest in one immediate transaction, or not at all. A migration that was
//! ever released is not edited: what changes later is a migration of its own. No code of the program runs inside one,
//! only its SQL, so that an old step means the same for ever.

use rusqlite::{Connection, TransactionBehavior};

/// Marks a file as a store of this program ("vent").
pub(super) const APPLICATION_ID: i64 = 0x7665_6e74;

/// Every step, in order; the first brings an empty file to version 1.
const MIGRATIONS: &[&[&str]] = &[&[include_str!("v001.sql"), include_str!("v001_search.sql")]];

/// The newest schema version that this program knows.
pub(super) fn newest() -> i64 {
    version_after(MIGRATIONS)
}

/// `(application_id, user_version)`: the first thing read from a file.
pub(super) fn versions(connection: &Connection) -> rusqlite::Result<(i64, i64)> {
    let pragma = |sql| connection.query_row(sql, [], |row| row.get(0));
    // Read from the schema too: the two numbers alone would not touch the pages of a file without a valid first one.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok((pragma("PRAGMA application_id")?, pragma("PRAGMA user_version")?))
}

/// Brings the file to the newest version; nothing is written where it is there already.
pub(super) fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    migrate_with(connection, MIGRATIONS)
}

fn version_after(migrations: &[&[&str]]) -> i64 {
    i64::try_from(migrations.len()).unwrap_or(i64::MAX)
}

fn migrate_with(connection: &mut Connection, migrations: &[&[&str]]) -> rusqlite::Result<()> {
    let (_, version) = versions(connection)?;
    if version >= version_after(migrations) {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let already_done = usize::try_from(version).unwrap_or(0);
    for sql in migrations.iter().skip(already_done).flat_map(|steps| steps.iter()) {
        transaction.execute_batch(sql)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", version_after(migrations))?;
    transaction.commit()
}
