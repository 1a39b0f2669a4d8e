//! A lane: a bounded queue and the named threads that work it off, in order.
//!
//! Each work stands behind a wall: one that panics answers its ticket with an error, and the thread goes on with the next.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, TrySendError, bounded};

use super::ticket::{Counterfoil, Ticket, pair};
use super::{Error, Office};
use crate::domain::system::ForLog as _;

/// What one thread of a lane works with: the office, and what it keeps for itself between two works.
pub(super) struct Bench<K> {
    /// What all threads share.
    pub(super) office: Arc<Office>,
    /// What this thread keeps.
    pub(super) kept: K,
}

type Work<K> = Box<dyn FnOnce(&mut Bench<K>) + Send>;

/// A queue with its threads. Work is refused, not piled up, when the queue is full.
pub(super) struct Lane<K> {
    send: Option<Sender<Work<K>>>,
    threads: Vec<JoinHandle<()>>,
    office: Arc<Office>,
}

/// What a lane does when nothing is asked of it for a while.
pub(super) struct Idle<K> {
    /// After how long.
    pub(super) after: Duration,
    /// What.
    pub(super) act: fn(&mut Bench<K>),
}

/// A way to hand work in from another thread.
pub(super) struct Inlet<K> {
    send: Sender<Work<K>>,
}

impl<K: Default + Send + 'static> Lane<K> {
    /// Starts `threads` threads under `name`, with room for `room` works in waiting.
    pub(super) fn start(
        name: &str,
        threads: usize,
        room: usize,
        office: &Arc<Office>,
        idle: Option<&'static Idle<K>>,
    ) -> io::Result<Self> {
        let (send, receive) = bounded::<Work<K>>(room);
        let threads = (0..threads)
            .map(|_| {
                let (receive, office) = (receive.clone(), Arc::clone(office));
                std::thread::Builder::new()
                    .name(name.into())
                    .spawn(move || work_off(&receive, Bench { office, kept: K::default() }, idle))
            })
            .collect::<io::Result<Vec<_>>>()?;
        Ok(Self { send: Some(send), threads, office: Arc::clone(office) })
    }

    /// Hands work in for a ticket.
    pub(super) fn hand_in<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Bench<K>) -> Result<T, Error> + Send + 'static,
    ) -> Ticket<T> {
        let (ticket, counterfoil) = pair(&self.office.waker);
        match self.send.as_ref().map(|send| send.try_send(boxed(work, counterfoil))) {
            Some(Ok(())) => ticket,
            Some(Err(TrySendError::Full(_))) => Ticket::answered(Err(Error::Busy)),
            Some(Err(TrySendError::Disconnected(_))) | None => Ticket::answered(Err(Error::Gone)),
        }
    }

    /// A way in for another lane's thread. The lane must be closed after the one that holds it.
    pub(super) fn inlet(&self) -> Option<Inlet<K>> {
        self.send.as_ref().map(|send| Inlet { send: send.clone() })
    }

    /// Takes no more, and waits for what was handed in.
    pub(super) fn close(&mut self) {
        self.send = None;
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a thread of the desk ended in a panic");
            }
        }
    }
}

impl<K: Default + 'static> Inlet<K> {
    /// Hands in under somebody else's counterfoil.
    pub(super) fn pass_on<T: Send + 'static>(
        &self,
        counterfoil: Counterfoil<T>,
        work: impl FnOnce(&mut Bench<K>) -> Result<T, Error> + Send + 'static,
    ) {
        // Where the queue is full or its thread gone the counterfoil goes with the work, and the ticket says `Gone`.
        if self.send.try_send(boxed(work, counterfoil)).is_err() {
            tracing::warn!("a queue of the desk was full");
        }
    }
}

fn boxed<K: Default, T: Send + 'static>(
    work: impl FnOnce(&mut Bench<K>) -> Result<T, Error> + Send + 'static,
    counterfoil: Counterfoil<T>,
) -> Work<K> {
    Box::new(move |bench| {
        let answer = bench.behind_a_wall(work);
        if let Err(Error::Ops(error)) = &answer
            && error.is_a_failure()
        {
            tracing::warn!(error = error.for_log(), lane = std::thread::current().name(), "a work failed");
        }
        counterfoil.answer(answer);
    })
}

impl<K: Default> Bench<K> {
    /// Does some work; should it panic, what this thread kept is not trusted any more.
    fn behind_a_wall<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        let answer = walled(|| work(self));
        if matches!(answer, Err(Error::Panicked)) {
            self.kept = K::default();
        }
        answer
    }
}

/// Does some work; should it panic, that is its error and nobody else's. The store has rolled back by then, and every lock
/// of the desk's is taken over as it is left.
pub(super) fn walled<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        // Where it happened the hook has logged; what a panic says may hold anybody's data.
        tracing::error!(lane = std::thread::current().name(), "a work ended in a panic");
        Err(Error::Panicked)
    })
}

/// What nobody asked for and ends in a panic is tried again so many times more rarely.
const AFTER_A_PANIC: u32 = 60;

fn work_off<K: Default>(receive: &Receiver<Work<K>>, mut bench: Bench<K>, idle: Option<&Idle<K>>) {
    let Some(idle) = idle else {
        while let Ok(work) = receive.recv() {
            work(&mut bench);
        }
        return;
    };
    let mut pause = idle.after;
    loop {
        match receive.recv_timeout(pause) {
            Ok(work) => work(&mut bench),
            Err(RecvTimeoutError::Timeout) => {
                let act = |bench: &mut Bench<K>| {
                    (idle.act)(bench);
                    Ok(())
                };
                pause = match bench.behind_a_wall(act) {
                    Ok(()) => idle.after,
                    Err(_) => idle.after.saturating_mul(AFTER_A_PANIC),
                };
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}
