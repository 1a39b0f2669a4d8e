//! Taking much out of the index at once.
//!
//! Overwriting what an index knows of a row is a look into each of its segments and a page written, for each piece of
//! three letters: right for the few rows of a day, and hours for the people of a year. So a transaction of an erasure
//! only strikes out: what the index knew is noted as gone in a segment of its own, one write for all the rows of a
//! chunk. At the erasure's end each index is copied fair: merged whole, without what is struck out and without the notes
//! of it. A mark in the file says so until then, so that what a stop or a cut leaves is not forgotten. Every other
//! transaction overwrites at once all the while.

use std::collections::VecDeque;

use rusqlite::Connection;

use super::pending::{self, INDEXED};
use super::upkeep;
use crate::store::Chunk;
use crate::store::error::{Error, WhileDoing as _};
use crate::store::link::Link;
use crate::store::sqlite::connection;
use crate::store::transaction::{Reader, Transaction};

const DOING: &str = "borrar del índice de búsqueda lo eliminado";

/// An index's row in the table of marks: how many transactions struck something out of it since it was last copied fair.
/// At 0 the copy is made, and what it replaced may still stand on free pages and in the log.
const MARK: &str = "INSERT INTO main.search_mark (table_name, up_to) VALUES (?1, 1) \
                    ON CONFLICT (table_name) DO UPDATE SET up_to = up_to + 1";
const COPIED: &str = "UPDATE main.search_mark SET up_to = 0 WHERE table_name = ?1 AND up_to = ?2";
const FORGET: &str = "DELETE FROM main.search_mark WHERE table_name = ?1 AND up_to = 0";
const MARKED: &str = "SELECT up_to FROM main.search_mark WHERE table_name = ?1";

/// The rows that this transaction changes or removes are many: it strikes out what the index knew of them, instead of
/// overwriting it.
///
/// # Errors
/// The engine's.
pub fn strike_out(tx: &Transaction<'_>) -> Result<(), Error> {
    match tx.link() {
        Link::Sqlite(connection) => pending::note_that_much_goes(connection).while_doing(DOING),
        // A server keeps its indexes true by itself.
        Link::Postgres(_) => Ok(()),
    }
}

/// Lets an index strike out until [`end_striking`].
pub(super) fn begin_striking(writer: &Connection, index: &str) -> rusqlite::Result<()> {
    overwrite(writer, index, false)?;
    writer.prepare_cached(MARK)?.execute([index]).map(drop)
}

/// Writes what was struck out: what the transaction adds stands in another segment, or the engine would keep for one
/// row and piece a note that says both, and mistake it where it overwrites that row later.
pub(super) fn end_striking(writer: &Connection, index: &str) -> rusqlite::Result<()> {
    overwrite(writer, index, true)
}

fn overwrite(writer: &Connection, index: &str, at_once: bool) -> rusqlite::Result<()> {
    // Any command of this kind writes first what the index has gathered.
    let sql = format!("INSERT INTO {index} ({index}, rank) VALUES ('secure-delete', ?1)");
    writer.prepare_cached(&sql)?.execute([at_once]).map(drop)
}

fn mark(reader: &Reader, index: &str) -> Result<Option<i64>, Error> {
    reader.maybe(MARKED, [index], |row| row.get(0)).while_doing(DOING)
}

/// Is a fair copy of this index owed?
pub(super) fn is_struck(reader: &Reader, index: &str) -> Result<bool, Error> {
    Ok(mark(reader, index)?.is_some_and(|times| times > 0))
}

/// Is anything owed: a fair copy, or the overwriting of what one replaced?
pub(in crate::store) fn is_owed(reader: &Reader) -> Result<bool, Error> {
    for index in indexes() {
        if mark(reader, &index)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// About how many pages the indexes have that name people; none that are ours to overwrite on a server.
///
/// # Errors
/// The engine's.
pub fn pages(reader: &Reader) -> Result<u64, Error> {
    if matches!(reader.link(), Link::Postgres(_)) {
        return Ok(0);
    }
    let mut pages = 0_i64;
    for index in indexes().filter(|index| !index.starts_with(upkeep::LARGEST)) {
        // The engine keeps the first term of each page, twice the page's number beside it.
        let sql = format!(
            "SELECT coalesce(sum(last), 0) FROM (SELECT max(pgno) / 2 AS last FROM {index}_idx GROUP BY segid)"
        );
        pages = pages.saturating_add(reader.one(&sql, [], |row| row.get(0)).while_doing(DOING)?);
    }
    Ok(u64::try_from(pages).unwrap_or(0))
}

fn indexes() -> impl Iterator<Item = String> {
    INDEXED.iter().map(|indexed| format!("{}_search", indexed.table))
}

/// The fair copies of the indexes out of which something is struck, step by step.
#[derive(Debug)]
pub(in crate::store) struct FairCopies {
    /// Each with its mark as it was found: what is struck out later is not in the copy.
    struck: VecDeque<(String, i64)>,
    /// Those that are made.
    made: Vec<String>,
    is_begun: bool,
}

impl FairCopies {
    /// What is owed.
    pub(in crate::store) fn owed(reader: &Reader) -> Result<Self, Error> {
        let mut copies = Self { struck: VecDeque::new(), made: Vec::new(), is_begun: false };
        for index in indexes() {
            match mark(reader, &index)? {
                Some(0) => copies.made.push(index),
                Some(times) => copies.struck.push_back((index, times)),
                None => {}
            }
        }
        Ok(copies)
    }

    /// One step; answers whether there is more.
    pub(in crate::store) fn step(&mut self, tx: &Transaction<'_>, chunk: &mut Chunk) -> Result<bool, Error> {
        let Some((index, times)) = self.struck.front() else { return Ok(false) };
        let pages = i64::try_from(chunk.take_all()).unwrap_or(i64::MAX);
        let goes_on = if self.is_begun { upkeep::merge(tx, index, pages)? } else { gather(tx, index, pages)? };
        self.is_begun = goes_on;
        if !goes_on {
            tx.execute(COPIED, (index, times)).while_doing(DOING)?;
            self.made.extend(self.struck.pop_front().map(|(index, _)| index));
        }
        Ok(!self.struck.is_empty())
    }

    /// Nothing is owed any more: what the copies replaced is overwritten.
    pub(in crate::store) fn forget(&self, tx: &Transaction<'_>) -> Result<(), Error> {
        for index in &self.made {
            tx.execute(FORGET, [index]).while_doing(DOING)?;
        }
        Ok(())
    }

    /// Is there something to forget?
    pub(in crate::store) fn is_any_made(&self) -> bool {
        !self.made.is_empty()
    }
}

/// Gathers all segments for one merge, and does the first step of it.
///
/// The engine leaves notes of what is gone out of a merge only where it writes the oldest segment on the highest level, and
/// where all segments stand on one level it merges them there, whatever empty levels are above. So it is seen to that they
/// stand on two: a merge is begun, which has its output one level higher, and what comes after it stands below.
fn gather(tx: &Transaction<'_>, index: &str, pages: i64) -> Result<bool, Error> {
    add_nothing(tx, index)?;
    upkeep::at_least(tx, index, upkeep::FEWEST_SEGMENTS)?;
    upkeep::merge(tx, index, 1)?;
    upkeep::at_least(tx, index, upkeep::SOME_SEGMENTS)?;
    add_nothing(tx, index)?;
    upkeep::merge(tx, index, pages.saturating_neg())
}

/// Two segments that say nothing: a row that is none, and that it is gone.
fn add_nothing(tx: &Transaction<'_>, index: &str) -> Result<(), Error> {
    let doing = |sql: &str| tx.execute(sql, []).map(drop).while_doing(DOING);
    overwrite(connection(tx, DOING)?, index, false).while_doing(DOING)?;
    doing(&format!("INSERT INTO {index} (rowid, searched) VALUES (0, 'nada')"))?;
    doing(&format!("INSERT INTO {index} ({index}) VALUES ('flush')"))?;
    doing(&format!("INSERT INTO {index} ({index}, rowid, searched) VALUES ('delete', 0, 'nada')"))?;
    overwrite(connection(tx, DOING)?, index, true).while_doing(DOING)
}
