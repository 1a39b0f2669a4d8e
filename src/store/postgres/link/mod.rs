//! A conversation with the server: statements that are prepared once, transactions, long walks in pieces.
//!
//! It is one thread's at a time. What was cut outside a transaction is begun anew at the next question; inside one, the
//! transaction is lost, and whoever runs it is told.
//!
//! Each question is a way there and back, and whoever holds a lock meanwhile keeps others waiting: what needs no answer (the
//! beginning, locks, rows that are only written) is told with the next question, in one go, at the latest with the end.

mod in_order;
mod under_way;
mod walk;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use tokio_postgres::types::Type;
use tokio_postgres::{Row, Statement};

use self::in_order::{Told, all_in_order, bound, given, one_after_the_other};
pub(in crate::store) use self::under_way::Moment;
use self::walk::Cursor;
use super::fault::Fault;
use super::server::{Conversation, Server};
use super::translate::translated;
use super::value::Given;
use crate::store::link::{self, Params};
use crate::store::transaction::Hold;

/// A question with its values.
type Question = (String, Vec<Given>);

/// A conversation that nobody has, with what it knows already.
pub(super) struct Idle {
    client: Arc<Conversation>,
    statements: HashMap<String, Statement>,
    cursors: HashMap<(usize, String), Cursor>,
}

impl Idle {
    /// Did it end meanwhile?
    pub(super) fn is_over(&self) -> bool {
        self.client.is_closed()
    }
}

/// A conversation.
pub(in crate::store) struct Link {
    server: Arc<Server>,
    client: RefCell<Option<Arc<Conversation>>>,
    statements: RefCell<HashMap<String, Statement>>,
    cursors: RefCell<HashMap<(usize, String), Cursor>>,
    in_transaction: Cell<bool>,
    /// The transaction keeps from others what it trusts, and not everything.
    is_beside: Cell<bool>,
    /// How the transaction begins, until that is said.
    beginning: RefCell<Option<String>>,
    /// What goes along with the next question.
    told: RefCell<Vec<Told>>,
    /// While somebody says what will be asked: what they said.
    foreseeing: RefCell<Option<Vec<Question>>>,
    /// Answers that wait for whoever asks.
    foreseen: RefCell<Vec<(Question, Vec<Row>)>>,
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
            is_beside: Cell::new(false),
            beginning: RefCell::default(),
            told: RefCell::default(),
            foreseeing: RefCell::default(),
            foreseen: RefCell::default(),
            is_broken: Cell::new(false),
            walks: Cell::new(0),
        };
        match link.server.idle() {
            Some(Idle { client, statements, cursors }) => {
                *link.client.borrow_mut() = Some(client);
                *link.statements.borrow_mut() = statements;
                *link.cursors.borrow_mut() = cursors;
            }
            None => drop(link.client()?),
        }
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
        if self.is_committed_to() {
            return Err(Fault::Cut("within a transaction".to_owned()));
        }
        self.statements.borrow_mut().clear();
        self.cursors.borrow_mut().clear();
        let client = self.server.connect(None)?;
        *self.client.borrow_mut() = Some(Arc::clone(&client));
        Ok(client)
    }

    /// Is there a transaction of which something was said already, so that it is lost with its conversation?
    fn is_committed_to(&self) -> bool {
        self.in_transaction.get() && self.beginning.borrow().is_none()
    }

    /// What comes of a question, with which goes what was to be told before it; a conversation that hangs is given up.
    fn ask<T>(
        &self,
        client: &Conversation,
        answer: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, Fault> {
        let (beginning, told) = (self.beginning.take(), self.told.take());
        let is_first = beginning.is_some() && told.is_empty();
        let before: Vec<Told> = beginning.clone().map(Told::Words).into_iter().chain(told).collect();
        let answered = client.wait(one_after_the_other(before.iter().map(|told| told.say(client)).collect(), answer));
        self.is_broken.set(self.is_broken.get() || answered.is_err());
        if matches!(answered, Err(Fault::TooLate | Fault::Cut(_))) {
            *self.client.borrow_mut() = None;
        }
        if is_first && matches!(answered, Err(Fault::Cut(_))) {
            // Nothing of the transaction is anywhere: it can begin in a new conversation.
            *self.beginning.borrow_mut() = beginning;
            self.is_broken.set(false);
        }
        answered
    }

    /// Asks once more, in a new conversation, where that of before had ended and nothing is lost with it.
    fn asked<T>(&self, ask: impl Fn() -> link::Result<T>) -> link::Result<T> {
        match ask() {
            Err(link::Fault::Postgres(Fault::Cut(_))) if !self.is_committed_to() => ask(),
            answered => answered,
        }
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

    /// Prepares in one go those of these questions that were not asked before.
    fn prepare(&self, client: &Conversation, questions: &[Question]) -> Result<(), Fault> {
        let mut unknown: Vec<(&str, String, Vec<Type>)> = Vec::new();
        for (sql, given) in questions {
            let is_known = self.statements.borrow().contains_key(sql) || unknown.iter().any(|(known, ..)| known == sql);
            if !is_known {
                unknown.push((sql, translated(sql), given.iter().map(Given::kind).collect()));
            }
        }
        if unknown.len() > 1 {
            let asked = unknown.iter().map(|(_, translated, kinds)| client.prepare_typed(translated, kinds)).collect();
            let statements = self.ask(client, all_in_order(asked))?;
            let known = unknown.iter().map(|(sql, ..)| (*sql).to_owned());
            self.statements.borrow_mut().extend(known.zip(statements));
        }
        Ok(())
    }

    /// Whoever says what will be asked writes nothing.
    fn refuse_foreseeing(&self) -> Result<(), Fault> {
        match self.foreseeing.borrow().is_some() {
            true => Err(Fault::Here("nothing is written while questions are foreseen".to_owned())),
            false => Ok(()),
        }
    }

    /// Every row of a query that is bounded by itself.
    pub(in crate::store) fn rows(&self, sql: &str, params: &impl Params) -> link::Result<Vec<Row>> {
        let given = given(params)?;
        if let Some(questions) = self.foreseeing.borrow_mut().as_mut() {
            questions.push((sql.to_owned(), given));
            return Ok(Vec::new());
        }
        let mut foreseen = self.foreseen.borrow_mut();
        if let Some(at) = foreseen.iter().position(|((asked, with), _)| asked == sql && *with == given) {
            return Ok(foreseen.swap_remove(at).1);
        }
        drop(foreseen);
        self.asked(|| {
            let client = self.client()?;
            let statement = self.prepared(&client, sql, &given)?;
            Ok(self.ask(&client, client.query(&statement, &bound(&given)))?)
        })
    }

    /// Asks in one go what `ask` asks one after the other, within a transaction: the answers wait for whoever asks the same
    /// next. `ask` itself hears nothing: each of its questions is met by no rows.
    pub(in crate::store) fn foresee(&self, ask: impl FnOnce()) -> link::Result<()> {
        if !self.in_transaction.get() {
            return Ok(());
        }
        if self.foreseeing.borrow().is_some() {
            ask();
            return Ok(());
        }
        *self.foreseeing.borrow_mut() = Some(Vec::new());
        ask();
        let questions = self.foreseeing.take().unwrap_or_default();
        let answers = self.asked(|| {
            let client = self.client()?;
            self.prepare(&client, &questions)?;
            let mut prepared = Vec::with_capacity(questions.len());
            for (sql, given) in &questions {
                prepared.push((self.prepared(&client, sql, given)?, bound(given)));
            }
            let asked = prepared.iter().map(|(statement, bound)| client.query(statement, bound)).collect();
            Ok(self.ask(&client, all_in_order(asked))?)
        })?;
        self.foreseen.borrow_mut().extend(questions.into_iter().zip(answers));
        Ok(())
    }

    /// The same, and keeps these rows from others until the transaction ends, unless it keeps everything.
    pub(in crate::store) fn rows_held(&self, sql: &str, params: &impl Params) -> link::Result<Vec<Row>> {
        match self.is_beside.get() {
            true => self.rows(&format!("{sql} FOR NO KEY UPDATE"), params),
            false => self.rows(sql, params),
        }
    }

    /// Runs a statement that changes rows; answers how many.
    pub(in crate::store) fn execute(&self, sql: &str, params: &impl Params) -> link::Result<usize> {
        let given = given(params)?;
        let changed = if self.in_transaction.get() {
            self.asked(|| self.execute_once(sql, &given))?
        } else {
            // Cut on its way, it may have been done.
            self.execute_once(sql, &given)?
        };
        Ok(usize::try_from(changed).unwrap_or(usize::MAX))
    }

    fn execute_once(&self, sql: &str, given: &[Given]) -> link::Result<u64> {
        self.refuse_foreseeing()?;
        let client = self.client()?;
        let statement = self.prepared(&client, sql, given)?;
        Ok(self.ask(&client, client.execute(&statement, &bound(given)))?)
    }

    /// Runs a statement within a transaction of which nobody needs the answer: what it fails with, the next question does, at
    /// the latest the end.
    pub(in crate::store) fn tell(&self, sql: &str, params: &impl Params) -> link::Result<()> {
        // What begins a transaction is asked: it can begin once more in a new conversation.
        if !self.is_committed_to() {
            return self.execute(sql, params).map(drop);
        }
        self.refuse_foreseeing()?;
        let given = given(params)?;
        let statement = self.asked(|| Ok(self.prepared(&*self.client()?, sql, &given)?))?;
        self.told.borrow_mut().push(Told::Bound(statement, given));
        Ok(())
    }

    /// From the next question on, keeps this from others until the transaction ends, unless it keeps everything.
    pub(in crate::store) fn hold(&self, what: Hold<'_>) -> link::Result<()> {
        if !self.is_beside.get() {
            return Ok(());
        }
        let (kind, which) = match what {
            Hold::Head => ("head", String::new()),
            Hold::Queue => ("queue", String::new()),
            Hold::Registers => ("registers", String::new()),
            Hold::KeysOf(employer, branch) => ("keys", format!("{} {}", employer.as_str(), branch.as_str())),
        };
        let centre = format!("{} {kind}", self.server.address().schema());
        self.tell("SELECT pg_advisory_xact_lock(hashtext(?1), hashtext(?2))", &(centre, which))
    }

    /// Inserts one row; answers its id.
    pub(in crate::store) fn insert(&self, sql: &str, params: &impl Params) -> link::Result<i64> {
        self.refuse_foreseeing()?;
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

    /// No transaction is under way any more.
    fn is_over(&self) {
        self.in_transaction.set(false);
        self.is_beside.set(false);
        self.beginning.take();
        self.told.take();
        self.foreseeing.take();
        self.foreseen.take();
    }
}

/// Whoever wants a conversation next goes on with this one: beginning one costs the server more than most questions.
impl Drop for Link {
    fn drop(&mut self) {
        if let Some(client) = self.client.take().filter(|client| !client.is_closed())
            && !self.in_transaction.get()
        {
            let (statements, cursors) = (self.statements.take(), self.cursors.take());
            self.server.rest(Idle { client, statements, cursors });
        }
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link").field("server", &self.server).finish_non_exhaustive()
    }
}
