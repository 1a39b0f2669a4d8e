//! Long work under way: asked how far it is, and asked to stop.

use std::sync::{Arc, Mutex, PoisonError};

use super::lane::{Bench, Lane};
use super::{Desk, Error, Ticket};
use crate::ops::house::run::{Progress, Watch};
use crate::print::ipp::CancelFlag;

/// Long work under way, with how far it is.
#[derive(Debug)]
pub struct RunJob<T> {
    ticket: Ticket<T>,
    progress: Arc<Mutex<Progress>>,
    cancel: CancelFlag,
}

impl<T> RunJob<T> {
    /// The end, once it is there.
    pub fn poll(&self) -> Option<Result<T, Error>> {
        self.ticket.poll()
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks it to stop.
    pub fn cancel(&self) {
        self.cancel.cancel();
    }

    /// Was that asked?
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }
}

impl Desk {
    /// Hands long work in to a lane. It is asked to stop at the end of the program, too.
    pub(super) fn watched<K, T>(
        &self,
        lane: &Lane<K>,
        work: impl FnOnce(&mut Bench<K>, &mut Watch<'_>) -> Result<T, Error> + Send + 'static,
    ) -> RunJob<T>
    where
        K: Default + Send + 'static,
        T: Send + 'static,
    {
        let progress = Arc::new(Mutex::new(Progress::default()));
        let cancel = self.cancel_flag();
        let (told, flag, waker) = (Arc::clone(&progress), cancel.clone(), Arc::clone(&self.office.waker));
        let ticket = lane.hand_in(move |bench| {
            let mut tell = |at: Progress| {
                *told.lock().unwrap_or_else(PoisonError::into_inner) = at;
                waker();
            };
            work(bench, &mut Watch { progress: &mut tell, cancel: &flag })
        });
        RunJob { ticket, progress, cancel }
    }
}
