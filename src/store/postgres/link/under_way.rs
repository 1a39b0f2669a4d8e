//! Transactions under way: one that writes, one moment for several questions, a look at another schema.

use super::{Fault, Link};
use crate::store::postgres::schema::quoted;
use crate::store::transaction::Company;

/// Begins a transaction that writes. Others wait for it: where its window is silent for so long, in milliseconds, the wire is
/// dead and the server gives it up, before those who wait give up.
const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL idle_in_transaction_session_timeout = 5000";

impl Link {
    /// Looks at another schema of the database until it is dropped, within a moment under way: the texts of the queries are the
    /// same, and their tables are that one's. What is refused there, or takes too long, spoils nothing of the moment.
    pub(in crate::store) fn elsewhere(&self, schema: &str) -> Result<Elsewhere<'_>, Fault> {
        // Shorter than anybody waits for an answer: what one schema does not say in time is not the end of the conversation.
        self.batch(&format!(
            "SAVEPOINT elsewhere; SET LOCAL search_path = {}, public; SET LOCAL lock_timeout = 3000; \
             SET LOCAL statement_timeout = 10000",
            quoted(schema)
        ))?;
        self.foreseen.take();
        Ok(Elsewhere { link: self })
    }

    /// Nothing was done yet: one that met the end of its conversation is begun once more in a new one.
    fn begin_with(&self, begin: &str) -> Result<(), Fault> {
        match self.batch(begin) {
            Err(Fault::Cut(_)) => self.batch(begin),
            begun => begun,
        }
    }

    /// Begins a transaction that writes. Alone, it has the centre to itself, as in a file: what a rule read stays so until it
    /// ends. Beside others that hold what they trust, it keeps only those waiting that want to be alone.
    pub(in crate::store) fn begin(&self, company: Company) -> Writing<'_> {
        let lock = match company {
            Company::Alone => "pg_advisory_xact_lock",
            Company::Beside => "pg_advisory_xact_lock_shared",
        };
        let schema = self.server.address().schema();
        *self.beginning.borrow_mut() = Some(format!("{BEGIN}; SELECT {lock}(hashtext('{schema}'))"));
        self.in_transaction.set(true);
        self.is_beside.set(company == Company::Beside);
        self.is_broken.set(false);
        Writing { link: self, is_over: false }
    }
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
        let done = match self.link.beginning.borrow().is_some() && self.link.told.borrow().is_empty() {
            true => Ok(()),
            false => self.link.batch("COMMIT"),
        };
        if done.is_err() {
            // Whether the transaction is over there, its end says.
            *self.link.client.borrow_mut() = None;
        }
        self.link.is_over();
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
        self.link.foreseen.take();
        // With the savepoint goes what was set since. Where that cannot be said, nothing of the moment counts any more.
        if self.link.batch("ROLLBACK TO SAVEPOINT elsewhere; RELEASE SAVEPOINT elsewhere").is_err() {
            *self.link.client.borrow_mut() = None;
        }
    }
}

/// Ends a transaction without a trace. Where that cannot be said, the conversation is given up, which does the same.
fn end(link: &Link) {
    link.told.take();
    if link.is_committed_to() && link.batch("ROLLBACK").is_err() {
        *link.client.borrow_mut() = None;
    }
    link.is_over();
}
