//! A conversation with the server: statements that are prepared once, transactions, long walks in pieces.
//!
//! It is one thread's at a time. What was cut outside a transaction is begun anew at the next question; inside one, the
//! transaction is lost, and whoever runs it is told.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;

use tokio_postgres::types::ToSql;
use tokio_postgres::{Row, Statement};

use super::fault::Fault;
use super::schema::quoted;
use super::server::{Conversation, Server};
use super::translate::translated;
use super::value::Given;
use crate::store::link::{self, Params};

/// Rows that a long walk has in hand at a time.
const AT_A_TIME: usize = 500;

/// Begins a transaction that writes. Everybody who writes waits for it: where its window is silent for so long, in
/// milliseconds, the wire is dead and the server gives it up, before those who wait give up.
const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL idle_in_transaction_session_timeout = 5000";

/// How a query is walked: what opens its cursor, and what reads on from it. Both are prepared once, under a name that no
/// other query's cursor has.
#[derive(Clone)]
struct Cursor {
    name: String,
    declare: Statement,
    fetch: Option<Statement>,
}

/// A conversation.
pub(in crate::store) struct Link {
    server: Arc<Server>,
    client: RefCell<Option<Arc<Conversation>>>,
    statements: RefCell<HashMap<String, Statement>>,
    cursors: RefCell<HashMap<(usize, String), Cursor>>,
    in_transaction: Cell<bool>,
    /// A statement of the transaction failed: the server keeps nothing of it, and would say so to nobody who commits.
    is_broken: Cell<bool>,
    /// Walks under way, one within the other.
    walks: Cell<usize>,
}

impl Link {
    /// Begins a conversation.
    pub(in crate::store) fn to(server: Arc<Server>) -> Result<Self, Fault> {
        let link = Self {
            server,
            client: RefCell::new(None),
            statements: RefCell::default(),
            cursors: RefCell::default(),
            in_transaction: Cell::new(false),
            is_broken: Cell::new(false),
            walks: Cell::new(0),
        };
        link.client()?;
        Ok(link)
    }

    /// Is a transaction under way?
    pub(in crate::store) fn is_in_transaction(&self) -> bool {
        self.in_transaction.get()
    }

    fn client(&self) -> Result<Arc<Conversation>, Fault> {
        let known = self.client.borrow().clone().filter(|client| !client.is_closed());
        if let Some(client) = known {
            return Ok(client);
        }
        if self.in_transaction.get() {
            return Err(Fault::Cut("within a transaction".to_owned()));
        }
        self.statements.borrow_mut().clear();
        self.cursors.borrow_mut().clear();
        let client = self.server.connect(None)?;
        *self.client.borrow_mut() = Some(Arc::clone(&client));
        Ok(client)
    }

    /// What comes of a question; a conversation that hangs is given up.
    fn ask<T>(
        &self,
        client: &Conversation,
        answer: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, Fault> {
        let answered = client.wait(answer);
        self.is_broken.set(self.is_broken.get() || answered.is_err());
        if matches!(answered, Err(Fault::TooLate | Fault::Cut(_))) {
            *self.client.borrow_mut() = None;
        }
        answered
    }

    fn prepared(&self, client: &Conversation, sql: &str, given: &[Given]) -> Result<Statement, Fault> {
        if let Some(known) = self.statements.borrow().get(sql) {
            return Ok(known.clone());
        }
        let kinds: Vec<_> = given.iter().map(Given::kind).collect();
        let statement = self.ask(client, client.prepare_typed(&translated(sql), &kinds))?;
        self.statements.borrow_mut().insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    /// Every row of a query that is bounded by itself. Outside a transaction, one that met the end of its conversation is
    /// asked once more in a new one.
    pub(in crate::store) fn rows(&self, sql: &str, params: &impl Params) -> link::Result<Vec<Row>> {
        match self.rows_once(sql, params) {
            Err(link::Fault::Postgres(Fault::Cut(_))) if !self.is_in_transaction() => self.rows_once(sql, params),
            answered => answered,
        }
    }

    fn rows_once(&self, sql: &str, params: &impl Params) -> link::Result<Vec<Row>> {
        let given = given(params)?;
        let client = self.client()?;
        let statement = self.prepared(&client, sql, &given)?;
        Ok(self.ask(&client, client.query(&statement, &bound(&given)))?)
    }

    /// Runs a statement that changes rows; answers how many.
    pub(in crate::store) fn execute(&self, sql: &str, params: &impl Params) -> link::Result<usize> {
        let given = given(params)?;
        let client = self.client()?;
        let statement = self.prepared(&client, sql, &given)?;
        let changed = self.ask(&client, client.execute(&statement, &bound(&given)))?;
        Ok(usize::try_from(changed).unwrap_or(usize::MAX))
    }

    /// Inserts one row; answers its id.
    pub(in crate::store) fn insert(&self, sql: &str, params: &impl Params) -> link::Result<i64> {
        let rows = self.rows(&format!("{sql} RETURNING id"), params)?;
        match rows.as_slice() {
            [row] => Ok(row.try_get(0).map_err(Fault::from)?),
            several => Err(rusqlite::Error::StatementChangedRows(several.len()).into()),
        }
    }

    /// Runs statements without values.
    pub(in crate::store) fn batch(&self, sql: &str) -> Result<(), Fault> {
        let client = self.client()?;
        self.ask(&client, client.batch_execute(sql))
    }

    /// Walks the rows of a query in order, some at a time, for as long as `visit` says so. Whoever visits may ask other
    /// questions meanwhile. The walk is one moment of the store.
    pub(in crate::store) fn walk<E: From<link::Fault>>(
        &self,
        sql: &str,
        params: &impl Params,
        mut visit: impl FnMut(&Row) -> Result<ControlFlow<()>, E>,
    ) -> Result<(), E> {
        let outer = if self.is_in_transaction() { None } else { Some(Moment::hold(self).map_err(link::Fault::from)?) };
        let depth = self.walks.get();
        self.walks.set(depth.saturating_add(1));
        let walked = self.walk_at(depth, sql, params, &mut visit);
        self.walks.set(depth);
        let (cursor, walked) = walked?;
        // The end of its own moment closes a cursor too.
        if outer.is_none() {
            self.batch(&format!("CLOSE {cursor}")).map_err(link::Fault::from)?;
        }
        walked
    }

    /// Walks within as many others; answers which cursor is still open, and what became of the visits.
    fn walk_at<E: From<link::Fault>>(
        &self,
        depth: usize,
        sql: &str,
        params: &impl Params,
        visit: &mut impl FnMut(&Row) -> Result<ControlFlow<()>, E>,
    ) -> Result<(String, Result<(), E>), E> {
        let failed = |fault: Fault| E::from(fault.into());
        let given = given(params)?;
        let client = self.client().map_err(failed)?;
        let Cursor { name, declare, fetch } = self.cursor(&client, (depth, sql.to_owned()), &given).map_err(failed)?;
        self.ask(&client, client.execute(&declare, &bound(&given))).map_err(failed)?;
        let fetch = match fetch {
            Some(fetch) => fetch,
            // What a cursor answers is known once it is open.
            None => {
                let fetch =
                    self.ask(&client, client.prepare(&format!("FETCH {AT_A_TIME} FROM {name}"))).map_err(failed)?;
                let known = Cursor { name: name.clone(), declare, fetch: Some(fetch.clone()) };
                self.cursors.borrow_mut().insert((depth, sql.to_owned()), known);
                fetch
            }
        };
        loop {
            let rows = self.ask(&client, client.query(&fetch, &[])).map_err(failed)?;
            let flow = rows.iter().try_fold(ControlFlow::Continue(()), |flow, row| match flow {
                ControlFlow::Continue(()) => visit(row),
                ControlFlow::Break(()) => Ok(flow),
            });
            match flow {
                Ok(ControlFlow::Continue(())) if rows.len() == AT_A_TIME => {}
                Ok(_) => return Ok((name, Ok(()))),
                Err(fault) => return Ok((name, Err(fault))),
            }
        }
    }

    fn cursor(&self, client: &Conversation, of: (usize, String), given: &[Given]) -> Result<Cursor, Fault> {
        if let Some(known) = self.cursors.borrow().get(&of) {
            return Ok(known.clone());
        }
        let name = format!("walk_{}_{}", of.0, self.cursors.borrow().len());
        let kinds: Vec<_> = given.iter().map(Given::kind).collect();
        let declare = format!("DECLARE {name} NO SCROLL CURSOR FOR {}", translated(&of.1));
        let declare = self.ask(client, client.prepare_typed(&declare, &kinds))?;
        let cursor = Cursor { name, declare, fetch: None };
        self.cursors.borrow_mut().insert(of, cursor.clone());
        Ok(cursor)
    }

    /// Looks at another schema of the database until it is dropped, within a moment under way: the texts of the queries are the
    /// same, and their tables are that one's. What is refused there, or takes too long, spoils nothing of the moment.
    pub(in crate::store) fn elsewhere(&self, schema: &str) -> Result<Elsewhere<'_>, Fault> {
        // Shorter than anybody waits for an answer: what one schema does not say in time is not the end of the conversation.
        self.batch(&format!(
            "SAVEPOINT elsewhere; SET LOCAL search_path = {}, public; SET LOCAL lock_timeout = 3000; \
             SET LOCAL statement_timeout = 10000",
            quoted(schema)
        ))?;
        Ok(Elsewhere { link: self })
    }

    /// Nothing was done yet: one that met the end of its conversation is begun once more in a new one.
    fn begin_with(&self, begin: &str) -> Result<(), Fault> {
        match self.batch(begin) {
            Err(Fault::Cut(_)) => self.batch(begin),
            begun => begun,
        }
    }

    /// Begins a transaction that writes.
    pub(in crate::store) fn begin(&self) -> Result<Writing<'_>, Fault> {
        // One writes at a time, as in a file: what a rule read stays so until its transaction ends. In one go: each question is
        // a way there and back for which everybody else waits.
        let lock = format!("SELECT pg_advisory_xact_lock(hashtext('{}'))", self.server.address().schema());
        let begun = self.begin_with(&format!("{BEGIN}; {lock}"));
        let writing = Writing { link: self, is_over: false };
        begun?;
        self.in_transaction.set(true);
        self.is_broken.set(false);
        Ok(writing)
    }
}

fn given(params: &impl Params) -> link::Result<Vec<Given>> {
    use rusqlite::types::{ToSqlOutput, Value};
    let mut given = Vec::new();
    params.each(&mut |value| {
        given.push(Given(match value.to_sql()? {
            ToSqlOutput::Borrowed(value) => Value::try_from(value).map_err(link::Fault::from)?,
            ToSqlOutput::Owned(value) => value,
            _ => Value::Null,
        }));
        Ok(())
    })?;
    Ok(given)
}

fn bound(given: &[Given]) -> Vec<&(dyn ToSql + Sync)> {
    given.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

/// A transaction that writes: undone unless it is committed.
pub(in crate::store) struct Writing<'l> {
    link: &'l Link,
    is_over: bool,
}

impl Writing<'_> {
    /// Keeps what was done: all of it, or nothing where a statement failed, whatever became of its error.
    pub(in crate::store) fn commit(mut self) -> Result<(), Fault> {
        if self.link.is_broken.get() {
            return Err(Fault::Here("a statement of the transaction had failed".to_owned()));
        }
        self.is_over = true;
        let done = self.link.batch("COMMIT");
        self.link.in_transaction.set(false);
        done
    }
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        if !self.is_over {
            end(self.link);
        }
    }
}

/// One moment of the store, for several questions.
pub(in crate::store) struct Moment<'l> {
    link: &'l Link,
}

impl<'l> Moment<'l> {
    /// From now on.
    pub(in crate::store) fn hold(link: &'l Link) -> Result<Self, Fault> {
        link.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
        link.in_transaction.set(true);
        Ok(Self { link })
    }
}

impl Drop for Moment<'_> {
    fn drop(&mut self) {
        end(self.link);
    }
}

/// A look at another schema.
pub(in crate::store) struct Elsewhere<'l> {
    link: &'l Link,
}

impl Drop for Elsewhere<'_> {
    fn drop(&mut self) {
        // With the savepoint goes what was set since. Where that cannot be said, nothing of the moment counts any more.
        if self.link.batch("ROLLBACK TO SAVEPOINT elsewhere; RELEASE SAVEPOINT elsewhere").is_err() {
            *self.link.client.borrow_mut() = None;
        }
    }
}

/// Ends a transaction without a trace. Where that cannot be said, the conversation is given up, which does the same.
fn end(link: &Link) {
    if link.batch("ROLLBACK").is_err() {
        *link.client.borrow_mut() = None;
    }
    link.in_transaction.set(false);
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link").field("server", &self.server).finish_non_exhaustive()
    }
}
