//! What a server says by itself: that an entry was written, at whatever window. And whether it is still there.

use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use super::fault::Fault;
use super::server::{Conversation, Server};

/// How long it may take to hear that the server is there.
const TO_ANSWER: Duration = Duration::from_millis(1500);

/// What the server's clock says, in milliseconds since the Unix epoch.
pub(in crate::store) const NOW_MS: &str = "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)";

/// A conversation in which the server speaks.
pub struct Listener {
    conversation: Arc<Conversation>,
    said: Receiver<String>,
}

/// What was heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// An entry about this kind of thing was written.
    Entry(String),
    /// Nothing.
    Nothing,
    /// The conversation is over.
    Cut,
}

impl Listener {
    pub(super) fn to(server: &Server) -> Result<Self, Fault> {
        let (say, said) = channel();
        let conversation = server.connect(Some(say))?;
        let listen = format!("LISTEN {}", server.address().schema());
        conversation.wait_for(TO_ANSWER, conversation.batch_execute(&listen))?;
        Ok(Self { conversation, said })
    }

    /// What is said within a while.
    #[must_use]
    pub fn hear(&self, patience: Duration) -> Heard {
        match self.said.recv_timeout(patience) {
            Ok(kind) => Heard::Entry(kind),
            Err(RecvTimeoutError::Timeout) => Heard::Nothing,
            Err(RecvTimeoutError::Disconnected) => Heard::Cut,
        }
    }

    /// Is the server there? Its clock, in milliseconds since the Unix epoch.
    ///
    /// # Errors
    /// It does not answer in a second and a half.
    pub fn now_ms(&self) -> Result<i64, Fault> {
        let row = self.conversation.wait_for(TO_ANSWER, self.conversation.query_one(NOW_MS, &[]))?;
        Ok(row.try_get(0)?)
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listener").finish_non_exhaustive()
    }
}
