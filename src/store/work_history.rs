//! The work histories of the insured: for whom somebody worked, from which month to which. They come from the institution's
//! file alone, and are what a person is asked who makes a key.

use std::collections::HashSet;

use super::column;
use super::error::{Error, WhileDoing as _};
use super::link::{self, Row};
use super::transaction::{Reader, Transaction};
use crate::domain::day::Month;
use crate::domain::id::{EmploymentId, UserId};
use crate::domain::name::folded;
use crate::domain::number::PersonNumber;

/// For whom somebody worked, as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Employment {
    /// The id.
    pub id: EmploymentId,
    /// Whose: cédula or foreigner code.
    pub number: PersonNumber,
    /// The employer's name.
    pub employer: String,
    /// The first month.
    pub from: Month,
    /// The last month; none of who works there still.
    pub to: Option<Month>,
    /// Who imported it.
    pub recorded_by: UserId,
    /// When, in milliseconds since the Unix epoch.
    pub recorded_at_ms: i64,
}

/// What two spellings of one employer's name have in common: letters and digits, without accents and case.
#[must_use]
pub fn name_key(employer: &str) -> String {
    folded(employer).chars().filter(|c| c.is_alphanumeric()).collect()
}

const COLUMNS: &str =
    "id, person_kind, person_number, employer_name, from_month, to_month, recorded_by, recorded_at_ms";

fn employment(row: &Row<'_>) -> link::Result<Employment> {
    Ok(Employment {
        id: row.get(0)?,
        number: column::person_number(row, 1)?,
        employer: row.get(3)?,
        from: row.get(4)?,
        to: row.get(5)?,
        recorded_by: row.get(6)?,
        recorded_at_ms: row.get(7)?,
    })
}

/// Adds one; `id` is ignored and answered.
pub fn add(tx: &Transaction<'_>, new: &Employment) -> Result<EmploymentId, Error> {
    tx.insert(
        "INSERT INTO work_history (person_kind, person_number, employer_name, from_month, to_month, recorded_by, recorded_at_ms) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        (
            column::person_kind(&new.number),
            new.number.as_str(),
            &new.employer,
            new.from,
            new.to,
            new.recorded_by,
            new.recorded_at_ms,
        ),
    )
    .while_doing("guardar una fila de historia laboral")
    .map(EmploymentId)
}

/// Replaces what was known of one: how the employer's name is spelled, the last month, and who imported it when.
pub fn replace(tx: &Transaction<'_>, changed: &Employment) -> Result<(), Error> {
    tx.execute(
        "UPDATE work_history SET employer_name = ?2, to_month = ?3, recorded_by = ?4, recorded_at_ms = ?5 WHERE id = ?1",
        (changed.id, &changed.employer, changed.to, changed.recorded_by, changed.recorded_at_ms),
    )
    .while_doing("cambiar una fila de historia laboral")
    .map(drop)
}

/// For whom somebody worked, the earliest first.
pub fn of_person(reader: &Reader, person: &PersonNumber) -> Result<Vec<Employment>, Error> {
    reader
        .all(
            &format!(
                "SELECT {COLUMNS} FROM work_history WHERE person_number = ?1 AND person_kind = ?2 ORDER BY from_month, id"
            ),
            (person.as_str(), column::person_kind(person)),
            employment,
        )
        .while_doing("leer la historia laboral de una persona")
}

/// Rows looked at in one go …
const PAGE_ROWS: i64 = 50;
/// … and at most, of each list: whoever waits for a question does not wait long.
const MOST_ROWS: usize = 2_000;

/// Where names of employers stand: others' work histories, and the register, of which those are left out that are people.
const NAMES: [(&str, &str); 2] = [
    ("work_history", "employer_name"),
    ("employer", "CASE WHEN kind IN ('private_company', 'public_body') THEN name ELSE '' END"),
];

/// Names of employers, `most` at most, for whom somebody did not work: none that is one of `excluding` or another one
/// answered, however it is spelled. `from` is where the search begins, any number; the same one answers the same of a store
/// that has not changed. They are taken in turn from the work histories and from the register of employers.
pub fn others(reader: &Reader, excluding: &[String], from: i64, most: usize) -> Result<Vec<String>, Error> {
    let mut taken: HashSet<String> = excluding.iter().map(|name| name_key(name)).collect();
    let mut lists = Vec::new();
    for (table, name) in NAMES {
        lists.push(Round::begin(reader, table, name, from)?);
    }
    let mut found = Vec::new();
    while found.len() < most {
        let mut has_more = false;
        for list in &mut lists {
            if found.len() >= most {
                break;
            }
            if let Some(name) = list.next(reader, &mut taken)? {
                found.push(name);
                has_more = true;
            }
        }
        if !has_more {
            break;
        }
    }
    Ok(found)
}

/// Once round the rows of a table, from one of them on.
struct Round {
    table: &'static str,
    name: &'static str,
    /// The next id to be looked at, and the one before which it ends; after the last row it goes on with the first.
    at: i64,
    end: i64,
    start: i64,
    page: std::vec::IntoIter<(i64, String)>,
    looked_at: usize,
}

impl Round {
    fn begin(reader: &Reader, table: &'static str, name: &'static str, from: i64) -> Result<Self, Error> {
        let last: i64 = reader
            .one(&format!("SELECT coalesce(max(id), 0) FROM {table}"), [], |row| row.get(0))
            .while_doing(DOING)?;
        let start = from.checked_rem_euclid(last).unwrap_or(0).saturating_add(1);
        Ok(Self { table, name, at: start, end: i64::MAX, start, page: Vec::new().into_iter(), looked_at: 0 })
    }

    /// The next name that is not taken; it is from then on.
    fn next(&mut self, reader: &Reader, taken: &mut HashSet<String>) -> Result<Option<String>, Error> {
        while self.looked_at < MOST_ROWS {
            let Some((id, name)) = self.page.next() else {
                if !self.turn_page(reader)? {
                    return Ok(None);
                }
                continue;
            };
            self.at = id.saturating_add(1);
            self.looked_at = self.looked_at.saturating_add(1);
            let key = name_key(&name);
            if !key.is_empty() && taken.insert(key) {
                return Ok(Some(name));
            }
        }
        Ok(None)
    }

    /// Reads on; answers whether there was more.
    fn turn_page(&mut self, reader: &Reader) -> Result<bool, Error> {
        let (table, name) = (self.table, self.name);
        let page: Vec<(i64, String)> = reader
            .all(
                &format!("SELECT id, {name} FROM {table} WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT ?3"),
                (self.at, self.end, PAGE_ROWS),
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .while_doing(DOING)?;
        if page.is_empty() && self.end == i64::MAX {
            (self.at, self.end) = (1, self.start);
            return Ok(true);
        }
        let has_more = !page.is_empty();
        self.page = page.into_iter();
        Ok(has_more)
    }
}

const DOING: &str = "buscar nombres de otros empleadores";
