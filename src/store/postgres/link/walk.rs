//! Long walks over rows: through a cursor, some at a time.

use std::ops::ControlFlow;

use tokio_postgres::{Row, Statement};

use super::in_order::{bound, given};
use super::under_way::Moment;
use super::{Fault, Given, Link};
use crate::store::link::{self, Params};
use crate::store::postgres::server::Conversation;
use crate::store::postgres::translate::translated;

/// Rows that a long walk has in hand at a time.
const AT_A_TIME: usize = 500;

/// How a query is walked: what opens its cursor, and what reads on from it. Both are prepared once, under a name that no
/// other query's cursor has.
#[derive(Clone)]
pub(super) struct Cursor {
    name: String,
    declare: Statement,
    fetch: Option<Statement>,
}

impl Link {
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
}
