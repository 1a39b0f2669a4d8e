//! What is said to the server in one go: begun in its order, and taken by the server one after the other.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use tokio_postgres::Statement;
use tokio_postgres::types::ToSql;

use super::Given;
use crate::store::link::{self, Params};
use crate::store::postgres::server::Conversation;

/// What is told to the server and needs no answer.
pub(super) enum Told {
    Words(String),
    Bound(Statement, Vec<Given>),
}

impl Told {
    pub(super) async fn say(&self, client: &Conversation) -> Result<(), tokio_postgres::Error> {
        match self {
            Self::Words(words) => client.batch_execute(words).await,
            Self::Bound(statement, given) => client.execute(statement, &bound(given)).await.map(drop),
        }
    }
}

/// Begins what is told, in order, and then the question: the server takes them so. What could not be told keeps the question
/// from being asked.
pub(super) async fn one_after_the_other<T>(
    told: Vec<impl Future<Output = Result<(), tokio_postgres::Error>>>,
    question: impl Future<Output = Result<T, tokio_postgres::Error>>,
) -> Result<T, tokio_postgres::Error> {
    let mut told = pin!(all_in_order(told));
    let mut question = pin!(question);
    let (mut was_told, mut answer) = (false, None);
    poll_fn(move |context| {
        if !was_told {
            was_told = match told.as_mut().poll(context) {
                Poll::Ready(Err(fault)) => return Poll::Ready(Err(fault)),
                told => told.is_ready(),
            };
        }
        if answer.is_none()
            && let Poll::Ready(answered) = question.as_mut().poll(context)
        {
            answer = Some(answered);
        }
        match answer.take() {
            Some(answered) if was_told => Poll::Ready(answered),
            kept => {
                answer = kept;
                Poll::Pending
            }
        }
    })
    .await
}

/// Begins each in its order before the first is answered; the first fault ends it.
pub(super) async fn all_in_order<T>(
    asked: Vec<impl Future<Output = Result<T, tokio_postgres::Error>>>,
) -> Result<Vec<T>, tokio_postgres::Error> {
    let mut asked: Vec<_> = asked.into_iter().map(|one| (Box::pin(one), None)).collect();
    poll_fn(move |context| {
        for (one, answer) in asked.iter_mut().filter(|(_, answer)| answer.is_none()) {
            match one.as_mut().poll(context) {
                Poll::Ready(Ok(answered)) => *answer = Some(answered),
                Poll::Ready(Err(fault)) => return Poll::Ready(Err(fault)),
                Poll::Pending => {}
            }
        }
        match asked.iter().all(|(_, answer)| answer.is_some()) {
            true => Poll::Ready(Ok(asked.iter_mut().filter_map(|(_, answer)| answer.take()).collect())),
            false => Poll::Pending,
        }
    })
    .await
}

/// The values of a question.
pub(super) fn given(params: &impl Params) -> link::Result<Vec<Given>> {
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

/// The same, as they are handed over.
pub(super) fn bound(given: &[Given]) -> Vec<&(dyn ToSql + Sync)> {
    given.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}
