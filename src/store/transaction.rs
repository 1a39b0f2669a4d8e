//! Reading and writing: what a query runs on, and what a transaction promises.
//!
//! A [`Reader`] can be asked; a [`Transaction`] can be asked and told, and is a `Reader` too, so a query is written
//! once. A transaction takes the writer at its beginning (`IMMEDIATE`), and ends committed or without a trace: an error
//! or a panic inside it rolls back.

use std::ops::Deref;

use rusqlite::{Connection, OptionalExtension as _, Params, Row, TransactionBehavior};

use super::error::{Error, WhileDoing as _};
use super::search;

/// A connection that can be asked. Statements are prepared once for each connection and kept.
#[derive(Debug)]
pub struct Reader {
    connection: Connection,
}

impl Reader {
    pub(super) fn new(connection: Connection) -> Self {
        Self { connection }
    }

    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    pub(super) fn into_connection(self) -> Connection {
        self.connection
    }

    /// The one row of a query that always has one.
    ///
    /// # Errors
    /// The engine's; also when there is no row.
    pub fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        self.connection.prepare_cached(sql)?.query_row(params, read)
    }

    /// The first row, where there is one.
    ///
    /// # Errors
    /// The engine's.
    pub fn maybe<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Option<T>> {
        self.one(sql, params, read).optional()
    }

    /// Every row. For results that are bounded by the query; long ones are walked with [`Reader::each`].
    ///
    /// # Errors
    /// The engine's.
    pub fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Vec<T>> {
        self.connection.prepare_cached(sql)?.query_map(params, read)?.collect()
    }

    /// Walks the rows one by one without keeping them. The walk is one moment of the store, whatever is written meanwhile.
    ///
    /// # Errors
    /// The first error of `visit`, or the engine's made into an [`Error`] with `doing`.
    pub fn each<E: From<Error>>(
        &self,
        doing: &'static str,
        sql: &str,
        params: impl Params,
        mut visit: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statement = self.connection.prepare_cached(sql).while_doing(doing)?;
        let mut rows = statement.query(params).while_doing(doing)?;
        while let Some(row) = rows.next().while_doing(doing)? {
            visit(row)?;
        }
        Ok(())
    }

    /// Runs several queries on one moment of the store. Keep it short where a window is at work: the log cannot shrink
    /// meanwhile. Inside a transaction this adds nothing, it is one moment already.
    ///
    /// # Errors
    /// Those of `read`, and the engine's.
    pub fn at_one_moment<T, E: From<Error>>(&self, read: impl FnOnce(&Self) -> Result<T, E>) -> Result<T, E> {
        if !self.connection.is_autocommit() {
            return read(self);
        }
        let moment = rusqlite::Transaction::new_unchecked(&self.connection, TransactionBehavior::Deferred)
            .while_doing("leer el almacén")?;
        let answer = read(self)?;
        moment.finish().while_doing("leer el almacén")?;
        Ok(answer)
    }
}

/// A transaction under way. Reads what it wrote.
#[derive(Debug)]
pub struct Transaction<'w> {
    reader: &'w Reader,
}

impl Transaction<'_> {
    /// Runs a statement that changes rows; answers how many.
    ///
    /// # Errors
    /// The engine's.
    pub fn execute(&self, sql: &str, params: impl Params) -> rusqlite::Result<usize> {
        self.reader.connection.prepare_cached(sql)?.execute(params)
    }

    /// Inserts one row; answers its id.
    ///
    /// # Errors
    /// The engine's.
    pub fn insert(&self, sql: &str, params: impl Params) -> rusqlite::Result<i64> {
        self.reader.connection.prepare_cached(sql)?.insert(params)
    }
}

impl Deref for Transaction<'_> {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        self.reader
    }
}

/// Begins, runs `work`, and commits; an error or a panic rolls back.
pub(super) fn transact<T, E: From<Error>>(
    writer: &Reader,
    work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
) -> Result<T, E> {
    // Dropped without commit, it rolls back.
    let under_way = rusqlite::Transaction::new_unchecked(&writer.connection, TransactionBehavior::Immediate)
        .while_doing("empezar a guardar")?;
    let done = work(&Transaction { reader: writer })?;
    search::write_index(&writer.connection).while_doing("guardar el índice de búsqueda")?;
    under_way.commit().while_doing("guardar")?;
    Ok(done)
}
