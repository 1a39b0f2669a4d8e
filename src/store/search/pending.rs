//! Keeping the index true: it is written once, at the end of each transaction, for what the transaction changed.
//!
//! New rows are those whose ids are above the mark that the last commit left: ids are never reused. What changes or goes
//! is noted by triggers, net: what the index holds, and what it should hold. Marks and notes are in memory, on the
//! writer's connection; a rollback takes them back. A transaction does not find its own changes by searching.

use rusqlite::Connection;

/// Up to which id each table is in the index, and what must change of that.
const MARKS_AND_NOTES: &str = "CREATE TEMP TABLE search_mark (
     noun       INTEGER PRIMARY KEY,
     table_name TEXT    NOT NULL,
     up_to      INTEGER NOT NULL
 ) STRICT;
 CREATE TEMP TABLE search_note (
     noun INTEGER NOT NULL,
     id   INTEGER NOT NULL,
     was  TEXT    NOT NULL,
     now  TEXT,
     PRIMARY KEY (noun, id)
 ) STRICT, WITHOUT ROWID;";

/// One index: the table it is of, the column it holds, and what stands around the text in it.
struct Indexed {
    table: &'static str,
    column: &'static str,
    around: &'static str,
}

const INDEXED: [Indexed; 7] = [
    Indexed { table: "person", column: "folded", around: " " },
    Indexed { table: "employer", column: "folded", around: " " },
    Indexed { table: "employer_representative", column: "person_number", around: "" },
    Indexed { table: "turn", column: "folded", around: " " },
    Indexed { table: "visit", column: "folded", around: " " },
    Indexed { table: "notarial_power", column: "folded", around: " " },
    Indexed { table: "artisan_qualification", column: "folded", around: " " },
];

/// The tables whose indexes there are.
pub(super) fn tables() -> impl Iterator<Item = &'static str> {
    INDEXED.iter().map(|indexed| indexed.table)
}

/// Begins to watch what the writer's connection changes.
pub(in crate::store) fn watch(writer: &Connection) -> rusqlite::Result<()> {
    writer.execute_batch(MARKS_AND_NOTES)?;
    for (noun, Indexed { table, column, .. }) in INDEXED.iter().enumerate() {
        writer.execute_batch(&format!(
            "INSERT INTO search_mark (noun, table_name, up_to) SELECT {noun}, '{table}', coalesce(max(id), 0) FROM main.{table};
             CREATE TEMP TRIGGER {table}_changed AFTER UPDATE OF {column} ON main.{table} WHEN OLD.{column} <> NEW.{column} BEGIN
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

/// Brings the index up to what the transaction changed; the last thing in it.
pub(in crate::store) fn write_index(writer: &Connection) -> rusqlite::Result<()> {
    if writer.prepare_cached("SELECT 1 FROM temp.search_note LIMIT 1")?.exists([])? {
        write_notes(writer)?;
    }
    let grown: Vec<(i64, i64, i64)> = writer
        .prepare_cached(
            "SELECT noun, up_to, seq FROM main.sqlite_sequence JOIN temp.search_mark ON table_name = name WHERE seq > up_to",
        )?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (noun, up_to, newest) in grown {
        let Some(Indexed { table, column, around }) = usize::try_from(noun).ok().and_then(|noun| INDEXED.get(noun))
        else {
            continue;
        };
        // In order of their ids: the index begins a new piece whenever an id is not above the one before it.
        let sql = format!(
            "INSERT INTO {table}_search (rowid, searched) SELECT id, '{around}' || {column} || '{around}' FROM {table} \
             WHERE id > ?1 ORDER BY id"
        );
        writer.prepare_cached(&sql)?.execute([up_to])?;
        writer.prepare_cached("UPDATE temp.search_mark SET up_to = ?2 WHERE noun = ?1")?.execute([noun, newest])?;
    }
    Ok(())
}

/// What was changed or removed of rows that the index holds already.
fn write_notes(writer: &Connection) -> rusqlite::Result<()> {
    let run = |sql: &str| writer.prepare_cached(sql)?.execute([]);
    for (noun, Indexed { table, around, .. }) in INDEXED.iter().enumerate() {
        let noted = format!(
            "FROM temp.search_note JOIN temp.search_mark USING (noun) WHERE noun = {noun} AND id <= up_to AND was IS NOT now"
        );
        run(&format!(
            "INSERT INTO {table}_search ({table}_search, rowid, searched) \
             SELECT 'delete', id, '{around}' || was || '{around}' {noted} ORDER BY id"
        ))?;
        run(&format!(
            "INSERT INTO {table}_search (rowid, searched) SELECT id, '{around}' || now || '{around}' {noted} AND now IS NOT NULL ORDER BY id"
        ))?;
    }
    run("DELETE FROM temp.search_note").map(drop)
}
