//! What can go wrong with a server.

use std::error::Error as _;
use std::path::Path;

use tokio_postgres::error::SqlState;

use super::distrust::Distrust;

/// What a server refuses, or what became of the way to it.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// It did not answer in time.
    #[error("the server did not answer in time")]
    TooLate,
    /// The conversation ended, or the server cannot be reached.
    #[error("the connection to the server was lost: {0}")]
    Cut(String),
    /// It refused, or its answer cannot be read.
    #[error(transparent)]
    Refused(tokio_postgres::Error),
    /// It is not believed to be the one that is meant: nothing was said to it.
    #[error("{said}")]
    Distrusted {
        /// Why.
        why: Distrust,
        /// In what words of whoever found it.
        said: String,
    },
    /// Something of this machine.
    #[error("{0}")]
    Here(String),
}

impl From<tokio_postgres::Error> for Fault {
    fn from(fault: tokio_postgres::Error) -> Self {
        let ends = fault.code().is_some_and(|code| {
            [
                SqlState::ADMIN_SHUTDOWN,
                SqlState::CRASH_SHUTDOWN,
                SqlState::CANNOT_CONNECT_NOW,
                SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
                SqlState::IDLE_SESSION_TIMEOUT,
            ]
            .contains(code)
        });
        // Without an answer of the server's, it is the way there.
        let is_way = fault.code().is_none() && fault.source().is_some_and(|it| it.is::<std::io::Error>());
        match ends || fault.is_closed() || is_way {
            true => Self::Cut(said(&fault)),
            false => Self::Refused(fault),
        }
    }
}

impl Fault {
    /// Of a conversation that was to begin, towards this host: what was found about the host, or else as [`Fault::from`].
    pub(super) fn of_beginning(fault: tokio_postgres::Error, host: &str, root: Option<&Path>) -> Self {
        match Distrust::of(&fault, host, root) {
            Some(why) => {
                let said = fault.source().map_or_else(|| fault.to_string(), ToString::to_string);
                Self::Distrusted { why, said }
            }
            None => fault.into(),
        }
    }

    /// The server's code for what it refused.
    #[must_use]
    pub fn code(&self) -> Option<&SqlState> {
        match self {
            Self::Refused(fault) => fault.code(),
            _ => None,
        }
    }

    /// For the log: the code and the rule of the schema, and nothing that was looked for.
    #[must_use]
    pub fn for_log(&self) -> String {
        match self {
            Self::Refused(fault) => said(fault),
            Self::Cut(said) => format!("cut: {said}"),
            Self::TooLate => "too late".to_owned(),
            Self::Distrusted { said, .. } => format!("distrusted: {said}"),
            Self::Here(said) => said.clone(),
        }
    }
}

/// The server's words repeat values: its code, and the rule of the schema that stood in the way, do not.
fn said(fault: &tokio_postgres::Error) -> String {
    match fault.as_db_error() {
        Some(refused) => {
            let rule = refused.constraint().map(|rule| format!(" ({rule})")).unwrap_or_default();
            format!("SQLSTATE {}{rule}", refused.code().code())
        }
        None => fault.to_string(),
    }
}
