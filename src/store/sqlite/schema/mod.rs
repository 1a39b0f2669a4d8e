//! The schema: frozen, numbered migrations over `user_version`.
//!
//! A file is brought from its version to the newest in one immediate transaction, or not at all. A migration that was
//! ever released is not edited: what changes later is a migration of its own. No code of the program runs inside one,
//! only its SQL, so that an old step means the same for ever.

use rusqlite::{Connection, TransactionBehavior};

/// Marks a file as a store of this program ("vent").
pub(super) const APPLICATION_ID: i64 = 0x7665_6e74;

/// Every step, in order; the first brings an empty file to version 1.
const MIGRATIONS: &[&[&str]] = &[
    &[include_str!("v001.sql"), include_str!("v001_search.sql")],
    &[include_str!("v002.sql")],
    &[include_str!("v003.sql")],
    &[include_str!("v004.sql")],
    &[include_str!("v005.sql")],
    &[include_str!("v006.sql")],
];

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

#[cfg(test)]
mod tests {
    use super::*;

    fn empty() -> Connection {
        Connection::open_in_memory().unwrap()
    }

    fn tables(connection: &Connection) -> Vec<String> {
        let mut names = connection.prepare("SELECT name FROM sqlite_schema ORDER BY name").unwrap();
        names.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    }

    /// With one unsatisfied, the engine walks every table without an index on such a key at each row of the parent's.
    #[test]
    fn no_foreign_key_is_deferred() {
        let steps = MIGRATIONS.iter().flat_map(|step| step.iter());
        assert!(steps.into_iter().all(|sql| !sql.to_uppercase().contains("DEFERRABLE")));
    }

    #[test]
    fn only_the_steps_that_a_file_lacks_are_taken() {
        let mut connection = empty();
        migrate_with(&mut connection, &[&["CREATE TABLE a (x)"]]).unwrap();
        migrate_with(&mut connection, &[&["CREATE TABLE a (x)"], &["CREATE TABLE b (x)", "CREATE TABLE c (x)"]])
            .unwrap();
        assert_eq!(tables(&connection), ["a", "b", "c"]);
        assert_eq!(versions(&connection).unwrap(), (APPLICATION_ID, 2));
    }

    #[test]
    fn a_step_that_fails_takes_the_ones_before_it_back() {
        let mut connection = empty();
        migrate_with(&mut connection, &[&["CREATE TABLE a (x)"]]).unwrap();
        let steps: [&[&str]; 3] =
            [&["CREATE TABLE a (x)"], &["CREATE TABLE b (x)"], &["CREATE TABLE c (x)", "NOT SQL"]];
        assert!(migrate_with(&mut connection, &steps).is_err());
        assert_eq!(tables(&connection), ["a"]);
        assert_eq!(versions(&connection).unwrap().1, 1);
    }

    #[test]
    fn an_older_store_owes_closes_from_its_last_day_on() {
        let mut connection = empty();
        migrate_with(&mut connection, &MIGRATIONS[..1]).unwrap();
        connection
            .execute_batch(
                "INSERT INTO centre (code, name, province, canton, zone) VALUES ('1', 'x', '', '', 'mainland')",
            )
            .unwrap();
        for (n, day) in [(1, "2026-11-18"), (2, "2026-11-20"), (3, "2026-11-19")] {
            connection
                .execute(
                    "INSERT INTO journal VALUES (?1, randomblob(16), 0, ?2, 1, 1, 1, 'x', '', 0, 'done', '', zeroblob(32), zeroblob(32), \
                     zeroblob(32))",
                    (n, day),
                )
                .unwrap();
        }
        migrate(&mut connection).unwrap();
        let from: String = connection
            .query_row("SELECT value FROM setting WHERE centre_id = 1 AND name = 'closes_from'", [], |row| row.get(0))
            .unwrap();
        assert_eq!(from, "2026-11-20");
    }

    #[test]
    fn the_newest_schema_is_sound_and_bringing_it_up_twice_changes_nothing() {
        let mut connection = empty();
        migrate(&mut connection).unwrap();
        let made = tables(&connection);
        migrate(&mut connection).unwrap();
        assert_eq!(tables(&connection), made);
        let verdict: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!((verdict.as_str(), versions(&connection).unwrap().1), ("ok", newest()));
    }
}
