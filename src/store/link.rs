//! What queries run on: the engine at work, the rows that it answers, the values that it is given, and what it refuses.
//!
//! A query is written once, for all engines, with `?1` for the first value. Columns are read and values given in the
//! vocabulary of `rusqlite` (`FromSql`, `ToSql`), whatever engine answers. The engine is a case of [`Link`] and not a type,
//! so that nothing above the store has to know that there are several.

use std::ops::ControlFlow;

use rusqlite::types::{FromSql, FromSqlError, Type, ValueRef};
use rusqlite::{CachedStatement, Connection, ToSql};

use super::postgres;
use super::transaction::Hold;

/// A connection to the engine that is at work.
#[derive(Debug)]
pub(super) enum Link {
    /// The enciphered file of this machine.
    Sqlite(Connection),
    /// A server that many windows share.
    Postgres(Box<postgres::Link>),
}

/// A row of an answer.
#[derive(Debug)]
pub enum Row<'r> {
    /// Of the file.
    Sqlite(&'r rusqlite::Row<'r>),
    /// Of the server.
    Postgres(&'r tokio_postgres::Row),
}

/// What an engine refuses, or a column that does not read back.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Of the file's engine, or of the vocabulary of columns.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// Of the server.
    #[error(transparent)]
    Postgres(#[from] postgres::Fault),
}

/// What an engine answers.
pub(super) type Result<T> = std::result::Result<T, Fault>;

impl Row<'_> {
    /// A column, by its place from 0.
    ///
    /// # Errors
    /// A column that does not read back as this type.
    pub fn get<T: FromSql>(&self, at: usize) -> Result<T> {
        match self {
            Self::Sqlite(row) => Ok(row.get(at)?),
            Self::Postgres(row) => {
                let value = postgres::value(row, at)?;
                T::column_result(value).map_err(|fault| Fault::unreadable(at, fault))
            }
        }
    }

    /// A column as the engine has it, for those that are not kept.
    ///
    /// # Errors
    /// A column that is none.
    pub fn value(&self, at: usize) -> Result<ValueRef<'_>> {
        match self {
            Self::Sqlite(row) => Ok(row.get_ref(at)?),
            Self::Postgres(row) => postgres::value(row, at),
        }
    }

    /// How many columns it has.
    #[must_use]
    pub fn columns(&self) -> usize {
        match self {
            Self::Sqlite(row) => row.as_ref().column_count(),
            Self::Postgres(row) => row.len(),
        }
    }

    /// The place of the column with this name.
    ///
    /// # Errors
    /// A name that is none of the query's.
    pub fn place_of(&self, column: &str) -> Result<usize> {
        match self {
            Self::Sqlite(row) => Ok(row.as_ref().column_index(column)?),
            Self::Postgres(row) => {
                let at = row.columns().iter().position(|known| known.name() == column);
                at.ok_or_else(|| rusqlite::Error::InvalidColumnName(column.to_owned()).into())
            }
        }
    }

    /// The text of a column, for those that are not kept.
    ///
    /// # Errors
    /// A column that is no text.
    pub fn text(&self, at: usize) -> Result<&str> {
        Ok(self.value(at)?.as_str()?)
    }
}

impl Fault {
    /// The column at this place does not hold what it should.
    pub(super) fn unreadable(at: usize, what: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        rusqlite::Error::FromSqlConversionFailure(at, Type::Text, what.into()).into()
    }
}

impl From<FromSqlError> for Fault {
    fn from(fault: FromSqlError) -> Self {
        Self::Sqlite(fault.into())
    }
}

impl Link {
    /// Walks the rows of a long query in order, for as long as `visit` says so.
    pub(super) fn walk<E: From<Fault>>(
        &self,
        sql: &str,
        params: &impl Params,
        mut visit: impl FnMut(&Row<'_>) -> std::result::Result<ControlFlow<()>, E>,
    ) -> std::result::Result<(), E> {
        match self {
            Self::Sqlite(connection) => {
                let mut statement = bound(connection, sql, params)?;
                let mut rows = statement.raw_query();
                while let Some(row) = rows.next().map_err(Fault::from)? {
                    if visit(&Row::Sqlite(row))?.is_break() {
                        break;
                    }
                }
                Ok(())
            }
            Self::Postgres(link) => link.walk(sql, params, |row| visit(&Row::Postgres(row))),
        }
    }

    /// Reads every row of a query that is bounded by itself, for as long as `visit` says so.
    pub(super) fn rows(
        &self,
        sql: &str,
        params: &impl Params,
        mut visit: impl FnMut(&Row<'_>) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        match self {
            Self::Sqlite(_) => self.walk(sql, params, visit),
            Self::Postgres(link) => {
                for row in &link.rows(sql, params)? {
                    if visit(&Row::Postgres(row))?.is_break() {
                        break;
                    }
                }
                Ok(())
            }
        }
    }

    /// Reads the first row of a query, where there is one.
    pub(super) fn first<T>(
        &self,
        sql: &str,
        params: &impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        match self {
            Self::Sqlite(connection) => {
                let mut statement = bound(connection, sql, params)?;
                let mut rows = statement.raw_query();
                rows.next()?.map(|row| read(&Row::Sqlite(row))).transpose()
            }
            Self::Postgres(link) => {
                let rows = link.rows(sql, params)?;
                rows.first().map(|row| read(&Row::Postgres(row))).transpose()
            }
        }
    }

    /// Reads the first row of a query, where there is one, and keeps it from others until the transaction ends.
    pub(super) fn first_held<T>(
        &self,
        sql: &str,
        params: &impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        match self {
            Self::Sqlite(_) => self.first(sql, params, read),
            Self::Postgres(link) => {
                let rows = link.rows_held(sql, params)?;
                rows.first().map(|row| read(&Row::Postgres(row))).transpose()
            }
        }
    }

    /// Runs a statement of which nobody needs the answer: a server may say later what it fails with, at the latest at the end.
    pub(super) fn tell(&self, sql: &str, params: &impl Params) -> Result<()> {
        match self {
            Self::Sqlite(_) => self.execute(sql, params).map(drop),
            Self::Postgres(link) => link.tell(sql, params),
        }
    }

    /// Keeps this from others until the transaction ends. A file has no others.
    pub(super) fn hold(&self, what: Hold<'_>) -> Result<()> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(link) => link.hold(what),
        }
    }

    /// Runs a statement that changes rows; answers how many.
    pub(super) fn execute(&self, sql: &str, params: &impl Params) -> Result<usize> {
        match self {
            Self::Sqlite(connection) => Ok(bound(connection, sql, params)?.raw_execute()?),
            Self::Postgres(link) => link.execute(sql, params),
        }
    }

    /// Inserts one row; answers its id.
    pub(super) fn insert(&self, sql: &str, params: &impl Params) -> Result<i64> {
        match self {
            Self::Sqlite(connection) => match bound(connection, sql, params)?.raw_execute()? {
                1 => Ok(connection.last_insert_rowid()),
                several => Err(rusqlite::Error::StatementChangedRows(several).into()),
            },
            Self::Postgres(link) => link.insert(sql, params),
        }
    }
}

/// A statement with its values. It is prepared once for each connection and kept.
fn bound<'c>(connection: &'c Connection, sql: &str, params: &impl Params) -> Result<CachedStatement<'c>> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut given = 0_usize;
    params.each(&mut |value| {
        given = given.saturating_add(1);
        Ok(statement.raw_bind_parameter(given, value)?)
    })?;
    match statement.parameter_count() {
        wanted if wanted == given => Ok(statement),
        wanted => Err(rusqlite::Error::InvalidParameterCount(given, wanted).into()),
    }
}

/// The values of a query, in the order of their numbers.
pub trait Params {
    /// Hands over each, until one is refused.
    ///
    /// # Errors
    /// The first of `take`.
    fn each(&self, take: &mut dyn FnMut(&dyn ToSql) -> Result<()>) -> Result<()>;
}

impl Params for [&(dyn ToSql + Send + Sync); 0] {
    fn each(&self, _: &mut dyn FnMut(&dyn ToSql) -> Result<()>) -> Result<()> {
        Ok(())
    }
}

impl<T: ToSql> Params for &[T] {
    fn each(&self, take: &mut dyn FnMut(&dyn ToSql) -> Result<()>) -> Result<()> {
        self.iter().try_for_each(|value| take(value))
    }
}

macro_rules! arrays {
    ($($length:literal)+) => {$(
        impl<T: ToSql> Params for [T; $length] {
            fn each(&self, take: &mut dyn FnMut(&dyn ToSql) -> Result<()>) -> Result<()> {
                self.iter().try_for_each(|value| take(value))
            }
        }

        impl<T: ToSql> Params for &[T; $length] {
            fn each(&self, take: &mut dyn FnMut(&dyn ToSql) -> Result<()>) -> Result<()> {
                self.iter().try_for_each(|value| take(value))
            }
        }
    )+};
}

arrays!(1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32);

macro_rules! tuples {
    ($(($($value:ident)+))+) => {$(
        impl<$($value: ToSql),+> Params for ($($value,)+) {
            #[allow(non_snake_case, reason = "a value is named as its type is")]
            fn each(&self, take: &mut dyn FnMut(&dyn ToSql) -> Result<()>) -> Result<()> {
                let ($($value,)+) = self;
                $(take($value)?;)+
                Ok(())
            }
        }
    )+};
}

tuples! {
    (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H) (A B C D E F G H I)
    (A B C D E F G H I J) (A B C D E F G H I J K) (A B C D E F G H I J K L) (A B C D E F G H I J K L M)
    (A B C D E F G H I J K L M N) (A B C D E F G H I J K L M N O) (A B C D E F G H I J K L M N O P)
}
