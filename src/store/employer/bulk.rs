//! Employers that nobody knew yet, many at once: an import writes a million of them.
//!
//! A statement writes many rows, and what all rows share is bound once: that is most of what a row costs. Everything goes
//! in under ids that the caller gives, the ones after the last ([`last_id`]).

use rusqlite::ToSql;
use rusqlite::types::ToSqlOutput;

use super::{Employer, kind_code, sri_code};
use crate::domain::id::EmployerId;
use crate::domain::number::{Branch, EmployerNumber, PersonNumber};
use crate::store::column;
use crate::store::error::{Error, WhileDoing as _};
use crate::store::link::{self, Link};
use crate::store::provenance::Provenance;
use crate::store::transaction::Transaction;

/// Rows of one statement.
const ROWS_AT_ONCE: usize = 32;

/// What one import says of employers that nobody knew.
#[derive(Debug)]
pub struct NewEmployers<'t> {
    provenance: Provenance,
    last_id: EmployerId,
    employers: Bulk<'t, (Employer, String), 9>,
    branches: Bulk<'t, (EmployerId, Branch, String), 3>,
    representatives: Bulk<'t, (EmployerId, PersonNumber, String, String), 5>,
}

impl<'t> NewEmployers<'t> {
    /// None yet. Good for one transaction: it counts on nobody else adding employers meanwhile.
    ///
    /// # Errors
    /// The engine's.
    pub fn in_transaction(tx: &'t Transaction<'t>, provenance: Provenance) -> Result<Self, Error> {
        Ok(Self {
            provenance,
            last_id: last_id(tx)?,
            employers: Bulk::new(
                tx,
                "guardar empleadores",
                "employer",
                ["id", "number", "kind", "name", "folded", "email", "sri_state", "artisan", "has_key"],
            ),
            branches: Bulk::new(tx, "guardar sucursales", "employer_branch", ["employer_id", "branch", "name"]),
            representatives: Bulk::new(
                tx,
                "guardar representantes",
                "employer_representative",
                ["employer_id", "person_number", "person_kind", "person_name", "capacity"],
            ),
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
        self.employers.write(shared, |(employer, folded_name)| {
            Ok([
                employer.id.to_sql()?,
                employer.number.to_sql()?,
                kind_code(employer.kind).to_sql()?,
                employer.name.to_sql()?,
                folded_name.to_sql()?,
                employer.email.to_sql()?,
                sri_code(employer.sri_state).to_sql()?,
                employer.artisan.to_sql()?,
                employer.has_key.to_sql()?,
            ])
        })?;
        self.branches.write(shared, |(id, branch, name)| Ok([id.to_sql()?, branch.to_sql()?, name.to_sql()?]))?;
        self.representatives.write(shared, |(id, number, name, capacity)| {
            Ok([
                id.to_sql()?,
                number.as_str().to_sql()?,
                column::person_kind(number).to_sql()?,
                name.to_sql()?,
                capacity.to_sql()?,
            ])
        })?;
        set_last_id(self.employers.tx, self.last_id)
    }
}

/// The id of the newest employer there ever was, or 0. Nobody else adds one until the transaction ends.
fn last_id(tx: &Transaction<'_>) -> Result<EmployerId, Error> {
    let sql = match tx.link() {
        Link::Sqlite(_) => "SELECT coalesce(max(seq), 0) FROM main.sqlite_sequence WHERE name = 'employer'",
        Link::Postgres(link) => {
            link.batch("LOCK TABLE employer IN SHARE ROW EXCLUSIVE MODE").while_doing(LAST_ID)?;
            "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM employer_id_seq"
        }
    };
    tx.one(sql, [], |row| row.get(0)).while_doing(LAST_ID)
}

/// The ids up to this one are given out.
fn set_last_id(tx: &Transaction<'_>, last: EmployerId) -> Result<(), Error> {
    match tx.link() {
        // The file's engine counts what is inserted under an id too.
        Link::Sqlite(_) => Ok(()),
        Link::Postgres(_) if last == EmployerId(0) => Ok(()),
        Link::Postgres(_) => {
            tx.one("SELECT setval('employer_id_seq', ?1)", [last], |_| Ok(())).while_doing("guardar empleadores")
        }
    }
}

const LAST_ID: &str = "leer el último empleador";

/// Rows on their way into one table.
#[derive(Debug)]
struct Bulk<'t, T, const COLUMNS: usize> {
    tx: &'t Transaction<'t>,
    doing: &'static str,
    /// The statement that writes many, and the one that writes one.
    many: String,
    one: String,
    rows: Vec<T>,
}

impl<'t, T, const COLUMNS: usize> Bulk<'t, T, COLUMNS> {
    /// Of a table and its columns, apart from the three that all rows share.
    fn new(tx: &'t Transaction<'t>, doing: &'static str, table: &str, columns: [&str; COLUMNS]) -> Self {
        let row = |nth: usize| {
            let first = nth.saturating_mul(COLUMNS).saturating_add(4);
            let own = (first..first.saturating_add(COLUMNS)).map(|at| format!(", ?{at}")).collect::<String>();
            format!("(?1, ?2, ?3{own})")
        };
        let rows = |count: usize| (0..count).map(row).collect::<Vec<_>>().join(", ");
        let begin = format!("INSERT INTO {table} (source, recorded_by, recorded_at_ms, {})", columns.join(", "));
        let (many, one) = (format!("{begin} VALUES {}", rows(ROWS_AT_ONCE)), format!("{begin} VALUES {}", rows(1)));
        Self { tx, doing, many, one, rows: Vec::with_capacity(ROWS_AT_ONCE) }
    }

    fn write(
        &mut self,
        shared: [&dyn ToSql; 3],
        values: impl for<'r> Fn(&'r T) -> rusqlite::Result<[ToSqlOutput<'r>; COLUMNS]>,
    ) -> Result<(), Error> {
        let write = |statement: &str, rows: &[T]| -> link::Result<()> {
            let mut bound = Vec::with_capacity(rows.len().saturating_mul(COLUMNS).saturating_add(shared.len()));
            for value in shared {
                bound.push(value.to_sql()?);
            }
            for row in rows {
                bound.extend(values(row)?);
            }
            self.tx.execute(statement, bound.as_slice()).map(drop)
        };
        let (together, apart) = self.rows.as_chunks::<ROWS_AT_ONCE>();
        together.iter().try_for_each(|rows| write(&self.many, rows)).while_doing(self.doing)?;
        apart.chunks(1).try_for_each(|alone| write(&self.one, alone)).while_doing(self.doing)?;
        self.rows.clear();
        Ok(())
    }
}
