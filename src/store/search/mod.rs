//! Search: people, employers, the insured, turns, visits, notarial powers and artisan qualifications, by number (whole or its
//! beginning) or by any part of a name.
//!
//! Accents and case do not count; several words may stand in any order and each must occur; a word of one or two letters
//! (Li, Wu) must occur as a whole word; nothing that is typed means anything else than itself. At most [`LIMIT`] hits,
//! numbers before names, in an order that stays: registers by id, what happens at windows newest first.
//! There is no ranking: ordering all the holders of a common surname would cost more than a clerk waits.
//! Search is where database engines differ, so all of it, its upkeep included, stands here and in `v001_search.sql`.

mod hits;
mod query;

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use crate::store::link::{self, Row};

use super::error::{Error, WhileDoing as _};
use super::link::Link;
use super::postgres;
use super::transaction::Reader;
pub use hits::{ArtisanQualificationHit, EmployerHit, InsuredHit, NotarialPowerHit, PersonHit, TurnHit, VisitHit};
pub use query::Query;
pub(super) use query::exactly;

pub use super::sqlite::search::{Settling, pages, strike_out};

/// How many hits an answer has at most. As many as this means that there may be more: the clerk types another word.
pub const LIMIT: usize = 30;

/// People of the register, by number and name.
///
/// # Errors
/// The engine's.
pub fn people(reader: &Reader, query: &Query) -> Result<Vec<PersonHit>, Error> {
    find(reader, &hits::PEOPLE, query, PersonHit::read)
}

/// Employers of the register, by number and name.
///
/// # Errors
/// The engine's.
pub fn employers(reader: &Reader, query: &Query) -> Result<Vec<EmployerHit>, Error> {
    find(reader, &hits::EMPLOYERS, query, EmployerHit::read)
}

/// The insured of the register, by number and name.
///
/// # Errors
/// The engine's.
pub fn insured(reader: &Reader, query: &Query) -> Result<Vec<InsuredHit>, Error> {
    find(reader, &hits::INSURED, query, InsuredHit::read)
}

/// Turns, by code, and by number and name of whom they are for.
///
/// # Errors
/// The engine's.
pub fn turns(reader: &Reader, query: &Query) -> Result<Vec<TurnHit>, Error> {
    find(reader, &hits::TURNS, query, TurnHit::read)
}

/// Visits, by the numbers of employer, applicant and presenter, by the serial of a slip, and by the names in them.
///
/// # Errors
/// The engine's.
pub fn visits(reader: &Reader, query: &Query) -> Result<Vec<VisitHit>, Error> {
    find(reader, &hits::VISITS, query, VisitHit::read)
}

/// Notarial powers, by code, and by numbers and names of grantor and holder.
///
/// # Errors
/// The engine's.
pub fn notarial_powers(reader: &Reader, query: &Query) -> Result<Vec<NotarialPowerHit>, Error> {
    find(reader, &hits::NOTARIAL_POWERS, query, NotarialPowerHit::read)
}

/// Artisan qualifications, by number, and by number and name of the holder.
///
/// # Errors
/// The engine's.
pub fn artisan_qualifications(reader: &Reader, query: &Query) -> Result<Vec<ArtisanQualificationHit>, Error> {
    find(reader, &hits::ARTISAN_QUALIFICATIONS, query, ArtisanQualificationHit::read)
}

/// Whence representatives are read by their person's number, as `r`, and the condition that finds them by the query's value
/// 3, which is [`exactly`] that number.
pub(super) fn representatives(reader: &Reader) -> (&'static str, &'static str) {
    match reader.link() {
        Link::Sqlite(_) => (
            "employer_representative_search s CROSS JOIN employer_representative r ON r.id = s.rowid",
            "s.employer_representative_search MATCH ?3",
        ),
        // An ordinary index of the column itself.
        Link::Postgres(_) => ("employer_representative r", "?3 <> ''"),
    }
}

/// Where and how one noun is searched.
struct Noun {
    /// The table, `{table}_search` being its index.
    table: &'static str,
    /// What a hit is read from, the id first.
    columns: &'static str,
    /// The indexed columns in which a number is looked up, in this order.
    numbers: &'static [&'static str],
    /// One more way to a row from a whole number: a condition on `?1`.
    by_whole_number: Option<&'static str>,
    /// Which of many names come first.
    order: Order,
}

#[derive(Clone, Copy)]
enum Order {
    ById,
    NewestFirst,
}

/// The hits so far: never one twice, never too many.
struct Hits<T> {
    seen: BTreeSet<i64>,
    list: Vec<T>,
}

impl<T> Hits<T> {
    fn is_full(&self) -> bool {
        self.list.len() >= LIMIT
    }

    fn take(&mut self, row: &Row<'_>, read: fn(&Row<'_>) -> link::Result<T>) -> link::Result<()> {
        if !self.is_full() && self.seen.insert(row.get(0)?) {
            self.list.push(read(row)?);
        }
        Ok(())
    }
}

fn find<T>(
    reader: &Reader,
    noun: &Noun,
    query: &Query,
    read: fn(&Row<'_>) -> link::Result<T>,
) -> Result<Vec<T>, Error> {
    let mut hits = Hits { seen: BTreeSet::new(), list: Vec::new() };
    by_number(reader, noun, query, &mut hits, read).while_doing("buscar por número")?;
    if !hits.is_full() {
        by_name(reader, noun, query, &mut hits, read).while_doing("buscar por nombre")?;
    }
    Ok(hits.list)
}

/// Whole numbers first, newest first; then those that begin so, in their own order.
fn by_number<T>(
    reader: &Reader,
    noun: &Noun,
    query: &Query,
    hits: &mut Hits<T>,
    read: fn(&Row<'_>) -> link::Result<T>,
) -> link::Result<()> {
    let Noun { table, columns, .. } = noun;
    for number in query.numbers() {
        for column in noun.numbers {
            let sql = format!("SELECT {columns} FROM {table} WHERE {column} = ?1 ORDER BY id DESC LIMIT {LIMIT}");
            reader.until(&sql, [number], |row| {
                hits.take(row, read)?;
                Ok(ControlFlow::Continue(()))
            })?;
        }
        if let Some(condition) = noun.by_whole_number {
            let sql = format!("SELECT {columns} FROM {table} WHERE {condition} ORDER BY id DESC LIMIT {LIMIT}");
            reader.until(&sql, [number], |row| {
                hits.take(row, read)?;
                Ok(ControlFlow::Continue(()))
            })?;
        }
    }
    for number in query.number_beginnings() {
        for column in noun.numbers {
            if hits.is_full() {
                return Ok(());
            }
            // '~' is above every letter and digit; as many as the limit may be known already.
            let sql = format!(
                "SELECT {columns} FROM {table} WHERE {column} > ?1 AND {column} < ?1 || '~' ORDER BY {column}, id LIMIT 2 * {LIMIT}"
            );
            reader.until(&sql, [number], |row| {
                hits.take(row, read)?;
                Ok(ControlFlow::Continue(()))
            })?;
        }
    }
    Ok(())
}

/// The index proposes, the row itself decides: trigrams have no positions.
fn by_name<T>(
    reader: &Reader,
    noun: &Noun,
    query: &Query,
    hits: &mut Hits<T>,
    read: fn(&Row<'_>) -> link::Result<T>,
) -> link::Result<()> {
    let Noun { table, columns, .. } = noun;
    let order = match noun.order {
        Order::ById => "ASC",
        Order::NewestFirst => "DESC",
    };
    let (sql, given) = match reader.link() {
        Link::Sqlite(_) => {
            let Some(expression) = query.expression() else { return Ok(()) };
            let sql = format!(
                "SELECT {columns}, {table}.folded AS searched FROM {table}_search CROSS JOIN {table} ON id = {table}_search.rowid \
                 WHERE {table}_search MATCH ?1 ORDER BY {table}_search.rowid {order}"
            );
            (sql, vec![expression])
        }
        Link::Postgres(_) => {
            let given: Vec<String> =
                query.words().map(|(word, is_whole)| postgres::search::pattern(word, is_whole)).collect();
            if given.is_empty() {
                return Ok(());
            }
            // As many as the limit may be known already, by their number.
            let condition = postgres::search::condition(given.len());
            let from = |from: &str, order: &str| {
                format!(
                    "SELECT {columns}, folded AS searched FROM {from} WHERE {condition} ORDER BY {order} LIMIT 2 * {LIMIT}"
                )
            };
            if given.len() == 1 {
                (from(table, &format!("id {order}")), given)
            } else {
                // Of several words the server guesses badly how many rows have them all, and may walk the whole table for a
                // name that nobody has: what is frequent is met among the first rows, the rest the index has to find.
                let first = format!("(SELECT * FROM {table} ORDER BY id {order} LIMIT {LOOKED_THROUGH}) AS {table}");
                take_agreeing(reader, query, (&from(&first, &format!("id {order}")), &given), hits, read)?;
                (from(table, &format!("id + 0 {order}")), given)
            }
        }
    };
    take_agreeing(reader, query, (&sql, &given), hits, read)
}

/// So many rows are looked through before the index is asked for several words.
const LOOKED_THROUGH: u32 = 20_000;

/// Takes the rows whose name agrees with what was typed, until there are enough.
fn take_agreeing<T>(
    reader: &Reader,
    query: &Query,
    (sql, given): (&str, &[String]),
    hits: &mut Hits<T>,
    read: fn(&Row<'_>) -> link::Result<T>,
) -> link::Result<()> {
    if hits.is_full() {
        return Ok(());
    }
    let mut searched = None;
    reader.until(sql, given, |row| {
        let searched = match searched {
            Some(known) => known,
            None => *searched.insert(row.place_of("searched")?),
        };
        if query.agrees_with(row.text(searched)?) {
            hits.take(row, read)?;
        }
        Ok(if hits.is_full() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })
}
