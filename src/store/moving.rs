//! A centre's rows, moved from one engine to the other: every table, row by row, and compared afterwards. What is each
//! engine's own stays behind: the search's index, and what machines share of their vaults.

use std::ops::ControlFlow;

use rusqlite::types::{Value, ValueRef};
use sha2::{Digest as _, Sha256};

use super::engine::Store;
use super::error::{Error, WhileDoing as _};
use super::link::{self, Row};
use super::postgres::tables;
use super::sqlite::CreateOptions;
use super::transaction::{Reader, Transaction};

/// Rows that are written in one transaction.
const AT_A_TIME: usize = 1_000;

/// A column that refers to rows of its own table that may come later: written once all are there.
const LATER: (&str, &str) = ("app_user", "credentials_set_by");

/// A table, as both engines have it.
#[derive(Debug, Clone)]
pub struct Table {
    name: String,
    columns: Vec<String>,
    /// Whether its first column is a number that the engine gives, and never gives again.
    is_numbered: bool,
}

/// The tables of a centre, in an order in which each refers only to those before it.
///
/// # Errors
/// The engine's.
pub fn tables_of(reader: &Reader) -> Result<Vec<Table>, Error> {
    const DOING: &str = "leer las tablas del centro";
    let mut all = Vec::new();
    for name in tables() {
        let columns = match reader.is_on_server() {
            true => reader.all(
                "SELECT column_name, CASE WHEN is_identity = 'YES' THEN 1 ELSE 0 END FROM information_schema.columns \
                 WHERE table_schema = current_schema AND table_name = ?1 ORDER BY ordinal_position",
                [&name],
                column,
            ),
            false => reader.all(
                "SELECT name, EXISTS (SELECT 1 FROM sqlite_schema WHERE name = ?1 AND sql LIKE '%AUTOINCREMENT%') \
                 AND pk = 1 FROM pragma_table_info(?1) ORDER BY cid",
                [&name],
                column,
            ),
        };
        let columns = columns.while_doing(DOING)?;
        let is_numbered = columns.first().is_some_and(|(_, is_numbered)| *is_numbered);
        all.push(Table { name, columns: columns.into_iter().map(|(name, _)| name).collect(), is_numbered });
    }
    Ok(all)
}

/// With what a store was made: a moved one is made with the same.
///
/// # Errors
/// The engine's.
pub fn made_with(reader: &Reader) -> Result<CreateOptions, Error> {
    let sql = "SELECT demo, store_id, created_at_ms FROM store_identity WHERE id = 1";
    let options = reader
        .one(sql, [], |row| Ok(CreateOptions { demo: row.get(0)?, store_id: row.get(1)?, created_at_ms: row.get(2)? }));
    options.while_doing("leer la identidad del almacén")
}

/// The epoch of the serials goes on.
///
/// # Errors
/// The engine's.
pub fn set_epoch(tx: &Transaction<'_>, epoch: u16) -> Result<(), Error> {
    tx.execute("UPDATE store_identity SET serial_epoch = ?1 WHERE id = 1", [epoch])
        .while_doing("escribir la época de las series")
        .map(drop)
}

fn column(row: &Row<'_>) -> link::Result<(String, bool)> {
    Ok((row.get(0)?, row.get::<i64>(1)? != 0))
}

impl Table {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Has another engine the same columns, in whatever order?
    #[must_use]
    pub fn is_as(&self, other: &Self) -> bool {
        let sorted = |table: &Self| {
            let mut columns = table.columns.clone();
            columns.sort();
            columns
        };
        self.name == other.name && sorted(self) == sorted(other)
    }

    fn select(&self) -> String {
        let columns = self.columns.join(", ");
        format!("SELECT {columns} FROM {} ORDER BY {columns}", self.name)
    }

    /// How many rows it has.
    ///
    /// # Errors
    /// The engine's.
    pub fn count(&self, reader: &Reader) -> Result<u64, Error> {
        let sql = format!("SELECT count(*) FROM {}", self.name);
        let count = reader.one(&sql, [], |row| row.get::<i64>(0)).while_doing("contar las filas del centro")?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// Writes all its rows into a store that has none of them; `tell` hears of so many more, and says whether to go on.
    /// Answers the mark of what was read, or nothing where it was stopped.
    ///
    /// # Errors
    /// The engines'.
    pub fn move_rows(
        &self,
        from: &Reader,
        into: &Store,
        tell: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> Result<Option<Mark>, Error> {
        let mut mark = Mark::default();
        let mut batch: Vec<Vec<Value>> = Vec::new();
        let mut is_stopped = false;
        from.each("leer las filas del centro", &self.select(), [], |row| -> Result<(), Error> {
            if is_stopped {
                return Ok(());
            }
            batch.push(mark.take(row, self.columns.len())?);
            if batch.len() >= AT_A_TIME {
                self.write(into, &batch)?;
                is_stopped = tell(u64::try_from(batch.len()).unwrap_or_default()).is_break();
                batch.clear();
            }
            Ok(())
        })?;
        if is_stopped {
            return Ok(None);
        }
        self.write(into, &batch)?;
        if tell(u64::try_from(batch.len()).unwrap_or_default()).is_break() {
            return Ok(None);
        }
        if self.is_numbered {
            self.number_on(from, into)?;
        }
        Ok(Some(mark))
    }

    /// The mark of all its rows, as they stand.
    ///
    /// # Errors
    /// The engine's.
    pub fn mark(&self, reader: &Reader) -> Result<Mark, Error> {
        let mut mark = Mark::default();
        reader.each("comparar las filas del centro", &self.select(), [], |row| -> Result<(), Error> {
            mark.take(row, self.columns.len()).map(drop)
        })?;
        Ok(mark)
    }

    fn write(&self, into: &Store, rows: &[Vec<Value>]) -> Result<(), Error> {
        const DOING: &str = "escribir las filas del centro";
        if rows.is_empty() {
            return Ok(());
        }
        let places: Vec<String> = (1..=self.columns.len()).map(|nth| format!("?{nth}")).collect();
        let insert = format!("INSERT INTO {} ({}) VALUES ({})", self.name, self.columns.join(", "), places.join(", "));
        let later = self.columns.iter().position(|column| (self.name.as_str(), column.as_str()) == LATER);
        into.write(|tx: &Transaction<'_>| -> Result<(), Error> {
            for row in rows {
                let mut first = row.clone();
                if let Some(value) = later.and_then(|at| first.get_mut(at)) {
                    *value = Value::Null;
                }
                tx.execute(&insert, first.as_slice()).while_doing(DOING)?;
            }
            let Some(at) = later else { return Ok(()) };
            for row in rows {
                if let (Some(id), Some(value)) = (row.first(), row.get(at))
                    && *value != Value::Null
                {
                    let update = format!("UPDATE {} SET {} = ?2 WHERE id = ?1", self.name, LATER.1);
                    tx.execute(&update, [id, value]).while_doing(DOING)?;
                }
            }
            Ok(())
        })
    }

    /// No number is given again that was given there, whatever became of its row.
    fn number_on(&self, from: &Reader, into: &Store) -> Result<(), Error> {
        const DOING: &str = "numerar las filas del centro";
        let last: Option<i64> = match from.is_on_server() {
            true => from.one(
                &format!(
                    "SELECT pg_sequence_last_value(CAST(pg_get_serial_sequence('{}', 'id') AS regclass))",
                    self.name
                ),
                [],
                |row| row.get(0),
            ),
            false => from.maybe("SELECT seq FROM sqlite_sequence WHERE name = ?1", [&self.name], |row| row.get(0)),
        }
        .while_doing(DOING)?;
        let Some(last) = last.filter(|last| *last > 0) else { return Ok(()) };
        into.write(|tx: &Transaction<'_>| -> Result<(), Error> {
            match tx.is_on_server() {
                true => {
                    let set = format!("SELECT setval(pg_get_serial_sequence('{}', 'id'), ?1)", self.name);
                    tx.one(&set, [last], |_| Ok(())).while_doing(DOING)
                }
                false => {
                    let set = "UPDATE sqlite_sequence SET seq = ?2 WHERE name = ?1";
                    let changed = tx.execute(set, (&self.name, last)).while_doing(DOING)?;
                    if changed == 0 {
                        let add = "INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)";
                        tx.execute(add, (&self.name, last)).while_doing(DOING)?;
                    }
                    Ok(())
                }
            }
        })
    }
}

/// What rows say, in their order: how many there are, and a hash of all values.
#[derive(Debug, Clone, Default)]
pub struct Mark {
    rows: u64,
    hash: Sha256,
}

impl Mark {
    /// How many rows were read.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Does this say the same?
    #[must_use]
    pub fn is_as(&self, other: &Self) -> bool {
        self.rows == other.rows && self.hash.clone().finalize() == other.hash.clone().finalize()
    }

    fn take(&mut self, row: &Row<'_>, columns: usize) -> Result<Vec<Value>, Error> {
        const DOING: &str = "leer una fila del centro";
        let mut values = Vec::with_capacity(columns);
        for at in 0..columns {
            let value = row.value(at).while_doing(DOING)?;
            let (kind, bytes): (u8, &[u8]) = match value {
                ValueRef::Null => (0, &[]),
                ValueRef::Integer(number) => (1, &number.to_be_bytes()),
                ValueRef::Real(number) => (2, &number.to_be_bytes()),
                ValueRef::Text(text) => (3, text),
                ValueRef::Blob(bytes) => (4, bytes),
            };
            self.hash.update([kind]);
            self.hash.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
            self.hash.update(bytes);
            values.push(Value::try_from(value).map_err(link::Fault::from).while_doing(DOING)?);
        }
        self.rows = self.rows.saturating_add(1);
        Ok(values)
    }
}
