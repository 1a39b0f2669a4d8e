//! Why a letter was not carried.

use crate::domain::mail::MailFault;
use crate::domain::system::ForLog;

/// Why a letter was not carried, and what the other side said about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", fault.sentence())]
pub struct Failure {
    /// What it was.
    pub fault: MailFault,
    /// In what words, where there were any.
    pub said: Option<Said>,
}

/// What a server, or the system, said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The reply's number, where it was a reply.
    pub status: Option<u16>,
    /// Its words: for the technician's eyes, not for the log, since a server may repeat an address.
    pub words: String,
}

impl Failure {
    /// Will trying again never help this letter?
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        self.fault.is_permanent()
    }
}

impl From<MailFault> for Failure {
    fn from(fault: MailFault) -> Self {
        Self { fault, said: None }
    }
}

impl ForLog for Failure {
    fn for_log(&self) -> String {
        match self.said.as_ref().and_then(|said| said.status) {
            Some(status) => format!("mail {} ({status})", self.fault.code()),
            None => format!("mail {}", self.fault.code()),
        }
    }
}
