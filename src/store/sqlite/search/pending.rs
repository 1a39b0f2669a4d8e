//! Keeping the index true to the tables.
//!
//! New rows are those whose ids are above a table's mark: ids are never reused. A few are indexed within the transaction
//! that adds them; many are indexed after it, in pieces that are large enough to be merged cheaply later and short enough
//! for whoever waits. The marks stand in the file, so what a cut leaves behind is caught up with at the next opening.
//! What changes or goes is noted by triggers, in memory, and is always indexed within its transaction: net, what the
//! index holds and what it should hold. A transaction does not find its own changes by searching.

use rusqlite::{Connection, OptionalExtension as _};

use super::struck;

/// So many new rows are indexed within their transaction.
const WITHIN: i64 = 1_000;

/// What must change of what the index holds. On the writer's connection only, never in the file.
const NOTES: &str = "CREATE TEMP TABLE search_note (
     noun INTEGER NOT NULL,
     id   INTEGER NOT NULL,
     was  TEXT    NOT NULL,
     now  TEXT,
     PRIMARY KEY (noun, id)
 ) STRICT, WITHOUT ROWID;";

/// In [`NOTES`], instead of a table: much goes in this transaction.
const MUCH: i64 = -1;

/// One index: the table it is of, the column it holds, and what stands around the text in it.
pub(super) struct Indexed {
    /// The table.
    pub(super) table: &'static str,
    column: &'static str,
    around: &'static str,
}

pub(super) const INDEXED: [Indexed; 8] = [
    Indexed { table: "person", column: "folded", around: " " },
    Indexed { table: "employer", column: "folded", around: " " },
    Indexed { table: "employer_representative", column: "person_number", around: "" },
    Indexed { table: "turn", column: "folded", around: " " },
    Indexed { table: "visit", column: "folded", around: " " },
    Indexed { table: "notarial_power", column: "folded", around: " " },
    Indexed { table: "artisan_qualification", column: "folded", around: " " },
    Indexed { table: "insured", column: "folded", around: " " },
];

/// The tables whose indexes there are.
pub(super) fn tables() -> impl Iterator<Item = &'static str> {
    INDEXED.iter().map(|indexed| indexed.table)
}

/// Begins to watch what the writer's connection changes.
pub(in crate::store) fn watch(writer: &Connection) -> rusqlite::Result<()> {
    writer.execute_batch(NOTES)?;
    for (noun, Indexed { table, column, .. }) in INDEXED.iter().enumerate() {
        writer.execute_batch(&format!(
            "CREATE TEMP TRIGGER {table}_changed AFTER UPDATE OF {column} ON main.{table} WHEN OLD.{column} <> NEW.{column} BEGIN
                 INSERT INTO search_note (noun, id, was, now) VALUES ({noun}, NEW.id, OLD.{column}, NEW.{column})
                 ON CONFLICT (noun, id) DO UPDATE SET now = excluded.now;
             END;
             CREATE TEMP TRIGGER {table}_removed AFTER DELETE ON main.{table} BEGIN
                 INSERT INTO search_note (noun, id, was, now) VALUES ({noun}, OLD.id, OLD.{column}, NULL)
                 ON CONFLICT (noun, id) DO UPDATE SET now = NULL;
             END;"
        ))?;
    }
    Ok(())
}

/// Says that the transaction changes or removes much of what the index holds.
pub(super) fn note_that_much_goes(writer: &Connection) -> rusqlite::Result<()> {
    writer
        .prepare_cached(
            "INSERT INTO temp.search_note (noun, id, was, now) VALUES (?1, 0, '', NULL) ON CONFLICT DO NOTHING",
        )?
        .execute([MUCH])
        .map(drop)
}

/// The last thing in a transaction: indexes what was changed, and what was added unless that is much.
pub(in crate::store) fn write_index(writer: &Connection) -> rusqlite::Result<()> {
    if writer.prepare_cached("SELECT 1 FROM temp.search_note LIMIT 1")?.exists([])? {
        write_notes(writer)?;
    }
    match lag(writer)? {
        1..=WITHIN => write_new(writer, WITHIN),
        _ => Ok(()),
    }
}

/// How many rows are not in the index yet, or a little more.
pub(in crate::store) fn lag(writer: &Connection) -> rusqlite::Result<i64> {
    writer
        .prepare_cached(
            "SELECT coalesce(sum(seq - up_to), 0) FROM main.search_mark JOIN main.sqlite_sequence ON name = table_name WHERE seq > up_to",
        )?
        .query_row([], |row| row.get(0))
}

/// Indexes rows that are not in the index yet, at most so many.
pub(in crate::store) fn write_new(writer: &Connection, most: i64) -> rusqlite::Result<()> {
    let mut room = most;
    for Indexed { table, column, around } in &INDEXED {
        let behind: Option<(i64, i64)> = writer
            .prepare_cached(
                "SELECT up_to, seq FROM main.search_mark JOIN main.sqlite_sequence ON name = table_name \
                 WHERE table_name = ?1 AND seq > up_to",
            )?
            .query_row([table], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((up_to, newest)) = behind.filter(|_| room > 0) else { continue };
        let until = newest.min(up_to.saturating_add(room));
        // In order of their ids: the index begins a new piece whenever an id is not above the one before it.
        let sql = format!(
            "INSERT INTO {table}_search (rowid, searched) SELECT id, '{around}' || {column} || '{around}' FROM {table} \
             WHERE id > ?1 AND id <= ?2 ORDER BY id"
        );
        writer.prepare_cached(&sql)?.execute([up_to, until])?;
        writer
            .prepare_cached("UPDATE main.search_mark SET up_to = ?2 WHERE table_name = ?1")?
            .execute((table, until))?;
        room = room.saturating_sub(until.saturating_sub(up_to));
    }
    Ok(())
}

/// What was changed or removed of rows that the index holds already.
fn write_notes(writer: &Connection) -> rusqlite::Result<()> {
    let run = |sql: &str| writer.prepare_cached(sql)?.execute([]);
    let is_any = |condition: &str| writer.prepare_cached(&format!("SELECT 1 {condition} LIMIT 1"))?.exists([]);
    let is_much = is_any(&format!("FROM temp.search_note WHERE noun = {MUCH}"))?;
    for (noun, Indexed { table, around, .. }) in INDEXED.iter().enumerate() {
        let noted = format!(
            "FROM temp.search_note WHERE noun = {noun} AND was IS NOT now \
             AND id <= (SELECT up_to FROM main.search_mark WHERE table_name = '{table}')"
        );
        let index = format!("{table}_search");
        let strikes = is_much && is_any(&noted)?;
        if strikes {
            struck::begin_striking(writer, &index)?;
        }
        run(&format!(
            "INSERT INTO {index} ({index}, rowid, searched) \
             SELECT 'delete', id, '{around}' || was || '{around}' {noted} ORDER BY id"
        ))?;
        if strikes {
            struck::end_striking(writer, &index)?;
        }
        run(&format!(
            "INSERT INTO {index} (rowid, searched) \
             SELECT id, '{around}' || now || '{around}' {noted} AND now IS NOT NULL ORDER BY id"
        ))?;
    }
    run("DELETE FROM temp.search_note").map(drop)
}
