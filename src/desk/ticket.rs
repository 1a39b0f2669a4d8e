//! What was handed in and is not answered yet.

use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, TryRecvError, bounded};

use super::{Error, Waker};

/// The claim on one answer. It is asked each frame, and answers once.
#[derive(Debug)]
pub struct Ticket<T> {
    receive: Receiver<Result<T, Error>>,
}

/// The other end of a ticket: gives the answer and wakes the window.
pub(super) struct Counterfoil<T> {
    send: Sender<Result<T, Error>>,
    waker: Waker,
}

/// A ticket and its counterfoil.
pub(super) fn pair<T>(waker: &Waker) -> (Ticket<T>, Counterfoil<T>) {
    let (send, receive) = bounded(1);
    (Ticket { receive }, Counterfoil { send, waker: Arc::clone(waker) })
}

impl<T> Ticket<T> {
    /// A ticket that is answered already.
    pub(super) fn answered(answer: Result<T, Error>) -> Self {
        let (send, receive) = bounded(1);
        // The channel holds one, and is empty.
        let _ = send.send(answer);
        Self { receive }
    }

    /// The answer, if there is one; `None` while it is being worked on. A thread that ended says so.
    pub fn poll(&self) -> Option<Result<T, Error>> {
        match self.receive.try_recv() {
            Ok(answer) => Some(answer),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Err(Error::Gone)),
        }
    }

    /// Waits for the answer: for tests and for the end of the program, never for a frame.
    ///
    /// # Errors
    /// The work's; [`Error::Gone`] when nothing came within `patience`.
    pub fn wait(self, patience: Duration) -> Result<T, Error> {
        self.receive.recv_timeout(patience).unwrap_or(Err(Error::Gone))
    }
}

impl<T> Counterfoil<T> {
    /// Answers. Whoever threw the ticket away does not hear it; the work was done all the same.
    pub(super) fn answer(self, answer: Result<T, Error>) {
        let _ = self.send.send(answer);
    }
}

impl<T> Drop for Counterfoil<T> {
    /// Answered, or thrown away with the queue that refused it: the window looks at its ticket.
    fn drop(&mut self) {
        (self.waker)();
    }
}

/// At most one ticket in hand, for what must not be asked twice while it is worked on: a double click finds it busy.
#[derive(Debug)]
pub struct Pending<T>(Option<Ticket<T>>);

impl<T> Default for Pending<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Pending<T> {
    /// Is an answer awaited?
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.0.is_some()
    }

    /// Hands something in, unless an answer is awaited already.
    pub fn start(&mut self, hand_in: impl FnOnce() -> Ticket<T>) {
        if self.0.is_none() {
            self.0 = Some(hand_in());
        }
    }

    /// The answer, once it is there.
    pub fn poll(&mut self) -> Option<Result<T, Error>> {
        let answer = self.0.as_ref()?.poll()?;
        self.0 = None;
        Some(answer)
    }

    /// Forgets what was handed in: its answer is no longer of interest.
    pub fn forget(&mut self) {
        self.0 = None;
    }
}
