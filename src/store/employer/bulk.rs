//! Employers that nobody knew yet, many at once: an import writes a million of them.
//!
//! A statement writes many rows, and what all rows share is bound once: that is most of what a row costs. Everything goes
//! in under ids that the caller gives, the ones after the last ([`last_id`]).

use std::fmt;

use rusqlite::{CachedStatement, ToSql};

use super::{Employer, kind_code, sri_code};
use crate::domain::id::EmployerId;
use crate::domain::number::{Branch, EmployerNumber, PersonNumber};
use crate::store::column;
use crate::store::error::{Error, WhileDoing as _};
use crate::store::provenance::Provenance;
use crate::store::transaction::{Reader, Transaction};

/// Rows of one statement.
const ROWS_AT_ONCE: usize = 32;

/// What one import says of employers that nobody knew.
#[derive(Debug)]
pub struct NewEmployers<'t> {
    provenance: Provenance,
    last_id: EmployerId,
    employers: Bulk<'t, (Employer, String)>,
    branches: Bulk<'t, (EmployerId, Branch, String)>,
    representatives: Bulk<'t, (EmployerId, PersonNumber, String, String)>,
}

impl<'t> NewEmployers<'t> {
    /// None yet. Good for one transaction: it counts on nobody else adding employers meanwhile.
    ///
    /// # Errors
    /// The engine's.
    pub fn in_transaction(tx: &'t Transaction<'_>, provenance: Provenance) -> Result<Self, Error> {
        Ok(Self {
            provenance,
            last_id: last_id(tx)?,
            employers: Bulk::prepare(
                tx,
                "guardar empleadores",
                "employer",
                &["id", "number", "kind", "name", "folded", "email", "sri_state", "artisan", "has_key"],
            )?,
            branches: Bulk::prepare(tx, "guardar sucursales", "employer_branch", &["employer_id", "branch", "name"])?,
            representatives: Bulk::prepare(
                tx,
                "guardar representantes",
                "employer_representative",
                &["employer_id", "person_number", "person_kind", "person_name", "capacity"],
            )?,
        })
    }

    /// Takes an employer up, whose `id` and `provenance` are ignored, with its name as [`folded`] gives it; answers the id
    /// it will have.
    ///
    /// [`folded`]: crate::domain::name::folded
    pub fn add(&mut self, mut new: Employer, folded_name: String) -> EmployerId {
        self.last_id = EmployerId(self.last_id.0.saturating_add(1));
        new.id = self.last_id;
        self.employers.rows.push((new, folded_name));
        self.last_id
    }

    /// A branch that an employer of these has, once.
    pub fn add_branch(&mut self, id: EmployerId, branch: Branch, name: String) {
        self.branches.rows.push((id, branch, name));
    }

    /// A representative that an employer of these has, once.
    pub fn add_representative(&mut self, id: EmployerId, number: PersonNumber, name: String, capacity: String) {
        self.representatives.rows.push((id, number, name, capacity));
    }

    /// Is a number above those of all employers of which something waits to be written? They came in order. Where only
    /// branches or representatives wait, whose they are is not known any more, and the answer is no.
    pub fn are_below(&self, number: &EmployerNumber) -> bool {
        match self.employers.rows.last() {
            Some((last, _)) => last.number.as_str() < number.as_str(),
            None => self.branches.rows.is_empty() && self.representatives.rows.is_empty(),
        }
    }

    /// Whether there are enough to be written at once.
    pub fn is_full(&self) -> bool {
        self.employers.rows.len().max(self.branches.rows.len()).max(self.representatives.rows.len()) >= ROWS_AT_ONCE
    }

    /// Writes what was taken up.
    ///
    /// # Errors
    /// The engine's.
    pub fn write(&mut self) -> Result<(), Error> {
        let source = self.provenance.source();
        let shared: [&dyn ToSql; 3] = [&source, &self.provenance.recorded_by, &self.provenance.recorded_at_ms];
        self.employers.write(shared, |row, (employer, folded_name)| {
            row.set(&employer.id)?;
            row.set(&employer.number)?;
            row.set(&kind_code(employer.kind))?;
            row.set(&employer.name)?;
            row.set(folded_name)?;
            row.set(&employer.email)?;
            row.set(&sri_code(employer.sri_state))?;
            row.set(&employer.artisan)?;
            row.set(&employer.has_key)
        })?;
        self.branches.write(shared, |row, (id, branch, name)| {
            row.set(id)?;
            row.set(branch)?;
            row.set(name)
        })?;
        self.representatives.write(shared, |row, (id, number, name, capacity)| {
            row.set(id)?;
            row.set(&number.as_str())?;
            row.set(&column::person_kind(number))?;
            row.set(name)?;
            row.set(capacity)
        })
    }
}

/// The id of the newest employer there ever was, or 0.
fn last_id(reader: &Reader) -> Result<EmployerId, Error> {
    reader
        .one("SELECT coalesce(max(seq), 0) FROM main.sqlite_sequence WHERE name = 'employer'", [], |row| row.get(0))
        .while_doing("leer el último empleador")
}

/// Rows on their way into one table, and the statements that write them.
struct Bulk<'t, T> {
    doing: &'static str,
    many: CachedStatement<'t>,
    one: CachedStatement<'t>,
    rows: Vec<T>,
}

impl<T> fmt::Debug for Bulk<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bulk").field("doing", &self.doing).field("rows", &self.rows.len()).finish_non_exhaustive()
    }
}

/// Where the next value of a row goes.
struct RowOf<'s, 't> {
    statement: &'s mut CachedStatement<'t>,
    bound: usize,
}

impl RowOf<'_, '_> {
    fn set(&mut self, value: &dyn ToSql) -> rusqlite::Result<()> {
        self.bound = self.bound.saturating_add(1);
        self.statement.raw_bind_parameter(self.bound, value)
    }
}

impl<'t, T> Bulk<'t, T> {
    /// Of a table and its columns, apart from the three that all rows share.
    fn prepare(tx: &'t Transaction<'_>, doing: &'static str, table: &str, columns: &[&str]) -> Result<Self, Error> {
        let values = format!("(?1, ?2, ?3{})", ", ?".repeat(columns.len()));
        let begin = format!("INSERT INTO {table} (source, recorded_by, recorded_at_ms, {})", columns.join(", "));
        let many = format!("{begin} VALUES {}", vec![values.as_str(); ROWS_AT_ONCE].join(", "));
        let one = format!("{begin} VALUES {values}");
        let prepare = |sql: &str| tx.connection().prepare_cached(sql).while_doing(doing);
        Ok(Self { doing, many: prepare(&many)?, one: prepare(&one)?, rows: Vec::with_capacity(ROWS_AT_ONCE) })
    }

    fn write(
        &mut self,
        shared: [&dyn ToSql; 3],
        bind: impl Fn(&mut RowOf<'_, 't>, &T) -> rusqlite::Result<()>,
    ) -> Result<(), Error> {
        let write = |statement: &mut CachedStatement<'t>, rows: &[T]| {
            let mut row = RowOf { statement, bound: 0 };
            shared.into_iter().try_for_each(|value| row.set(value))?;
            rows.iter().try_for_each(|each| bind(&mut row, each))?;
            row.statement.raw_execute().map(drop)
        };
        let (together, apart) = self.rows.as_chunks::<ROWS_AT_ONCE>();
        together.iter().try_for_each(|rows| write(&mut self.many, rows)).while_doing(self.doing)?;
        apart.chunks(1).try_for_each(|alone| write(&mut self.one, alone)).while_doing(self.doing)?;
        self.rows.clear();
        Ok(())
    }
}
