//! Reading and writing: what a query runs on, and what a transaction promises.
//!
//! A [`Reader`] can be asked; a [`Transaction`] can be asked and told, and is a `Reader` too, so a query is written
//! once. A transaction takes the writer at its beginning (`IMMEDIATE`), and ends committed or without a trace: an error
//! or a panic inside it rolls back.
//!
//! A file has one writer. On a server a transaction has the centre to itself too, unless it is one that holds each row that
//! it trusts ([`Company::Beside`]): those write beside each other, and never beside one that is alone.

use std::ops::{ControlFlow, Deref};

use rusqlite::TransactionBehavior;

use super::error::{Error, WhileDoing as _};
use super::link::{self, Link, Params, Row};
use super::postgres::{Moment, NOW_MS};
use super::sqlite;
use crate::domain::number::{Branch, EmployerNumber};

/// Who else may write at a centre on a server while a transaction is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Company {
    /// Nobody: what it reads stays so until it ends.
    Alone,
    /// Others that hold what they trust, as it does itself.
    Beside,
}

/// What a transaction beside others keeps from them until it ends, where that is no single row. Where several are held, it is
/// in this order, and rows before them, so that no two wait for each other; the head is last.
#[derive(Debug, Clone, Copy)]
pub enum Hold<'a> {
    /// Who is called next.
    Queue,
    /// The keys of an employer's branch.
    KeysOf(&'a EmployerNumber, &'a Branch),
    /// The registers of papers.
    Registers,
    /// The journal's end.
    Head,
}

/// A connection that can be asked. Statements are prepared once for each connection and kept.
#[derive(Debug)]
pub struct Reader {
    link: Link,
}

impl Reader {
    pub(super) fn new(link: Link) -> Self {
        Self { link }
    }

    /// Is it a server's, which other windows share?
    #[must_use]
    pub fn is_on_server(&self) -> bool {
        matches!(self.link, Link::Postgres(_))
    }

    /// What the server's clock says, in milliseconds since the Unix epoch; a file has none.
    ///
    /// # Errors
    /// The server's.
    pub fn server_now_ms(&self) -> Result<Option<i64>, Error> {
        if !self.is_on_server() {
            return Ok(None);
        }
        self.one(NOW_MS, [], |row| row.get(0)).while_doing("leer la hora del servidor").map(Some)
    }

    pub(super) fn link(&self) -> &Link {
        &self.link
    }

    pub(super) fn into_link(self) -> Link {
        self.link
    }

    /// The one row of a query that always has one.
    ///
    /// # Errors
    /// The engine's; also when there is no row.
    pub fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> link::Result<T>,
    ) -> link::Result<T> {
        self.link.first(sql, &params, read)?.ok_or_else(|| rusqlite::Error::QueryReturnedNoRows.into())
    }

    /// The first row, where there is one.
    ///
    /// # Errors
    /// The engine's.
    pub fn maybe<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> link::Result<T>,
    ) -> link::Result<Option<T>> {
        self.link.first(sql, &params, read)
    }

    /// Says what will be asked, as far as that is known by now: within a transaction on a server it is asked in one go, and the
    /// answers wait for whoever asks the same next. `ask` hears nothing: its questions are met by no rows, and what it answers
    /// is of no use. A file answers at once and needs no foresight.
    ///
    /// # Errors
    /// The server's.
    pub fn foresee(&self, ask: impl FnOnce()) -> Result<(), Error> {
        match &self.link {
            Link::Sqlite(_) => Ok(()),
            Link::Postgres(link) => link.foresee(ask).while_doing("leer el almacén"),
        }
    }

    /// Every row. For results that are bounded by the query; long ones are walked with [`Reader::each`].
    ///
    /// # Errors
    /// The engine's.
    pub fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        mut read: impl FnMut(&Row<'_>) -> link::Result<T>,
    ) -> link::Result<Vec<T>> {
        let mut all = Vec::new();
        self.until(sql, params, |row| {
            all.push(read(row)?);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(all)
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
        let mut failed = None;
        self.link
            .walk(sql, &params, |row| {
                Ok::<_, link::Fault>(match visit(row) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(fault) => {
                        failed = Some(fault);
                        ControlFlow::Break(())
                    }
                })
            })
            .while_doing(doing)?;
        failed.map_or(Ok(()), Err)
    }

    /// Reads the rows of a query that is bounded by itself, for as long as `visit` says so.
    ///
    /// # Errors
    /// The engine's, and those of `visit`.
    pub(super) fn until(
        &self,
        sql: &str,
        params: impl Params,
        visit: impl FnMut(&Row<'_>) -> link::Result<ControlFlow<()>>,
    ) -> link::Result<()> {
        self.link.rows(sql, &params, visit)
    }

    /// Runs several queries on one moment of the store. Keep it short where a window is at work: the log cannot shrink
    /// meanwhile. Inside a transaction this adds nothing, it is one moment already.
    ///
    /// # Errors
    /// Those of `read`, and the engine's.
    pub fn at_one_moment<T, E: From<Error>>(&self, read: impl FnOnce(&Self) -> Result<T, E>) -> Result<T, E> {
        const DOING: &str = "leer el almacén";
        match &self.link {
            Link::Sqlite(connection) if connection.is_autocommit() => {
                let moment = rusqlite::Transaction::new_unchecked(connection, TransactionBehavior::Deferred);
                let moment = moment.while_doing(DOING)?;
                let answer = read(self)?;
                moment.finish().while_doing(DOING)?;
                Ok(answer)
            }
            Link::Postgres(link) if !link.is_in_transaction() => {
                let moment = Moment::hold(link).while_doing(DOING)?;
                let answer = read(self);
                drop(moment);
                answer
            }
            Link::Sqlite(_) | Link::Postgres(_) => read(self),
        }
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
    pub fn execute(&self, sql: &str, params: impl Params) -> link::Result<usize> {
        self.reader.link.execute(sql, &params)
    }

    /// Runs a statement that changes rows, of which nobody needs the answer: on a server what it fails with is said by a later
    /// question, at the latest at the end.
    ///
    /// # Errors
    /// The engine's.
    pub fn tell(&self, sql: &str, params: impl Params) -> link::Result<()> {
        self.reader.link.tell(sql, &params)
    }

    /// The first row, where there is one, kept from others until this transaction ends.
    ///
    /// # Errors
    /// The engine's.
    pub fn held<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> link::Result<T>,
    ) -> link::Result<Option<T>> {
        self.reader.link.first_held(sql, &params, read)
    }

    /// Keeps this from others until the transaction ends.
    ///
    /// # Errors
    /// The engine's.
    pub fn hold(&self, what: Hold<'_>) -> Result<(), Error> {
        self.reader.link.hold(what).while_doing("esperar a las otras ventanillas")
    }

    /// Inserts one row; answers its id.
    ///
    /// # Errors
    /// The engine's.
    pub fn insert(&self, sql: &str, params: impl Params) -> link::Result<i64> {
        self.reader.link.insert(sql, &params)
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
    company: Company,
    work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
) -> Result<T, E> {
    match &writer.link {
        Link::Sqlite(connection) => {
            // Dropped without commit, it rolls back.
            let under_way = rusqlite::Transaction::new_unchecked(connection, TransactionBehavior::Immediate)
                .while_doing("empezar a guardar")?;
            let done = work(&Transaction { reader: writer })?;
            sqlite::search::write_index(connection).while_doing("guardar el índice de búsqueda")?;
            under_way.commit().while_doing("guardar")?;
            Ok(done)
        }
        Link::Postgres(link) => {
            let under_way = link.begin(company);
            let done = work(&Transaction { reader: writer })?;
            under_way.commit().while_doing("guardar")?;
            Ok(done)
        }
    }
}
