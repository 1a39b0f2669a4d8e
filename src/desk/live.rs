//! A list on the screen that is read again when what it shows has changed.

use super::{Desk, Error, Pending, Ticket};
use crate::ops::Changed;

/// What was read last, and when to read it again. The old value stays on the screen until the new one is there.
#[derive(Debug)]
pub struct Live<T> {
    value: Option<T>,
    fault: Option<Error>,
    seen: Option<u64>,
    pending: Pending<T>,
}

impl<T> Default for Live<T> {
    fn default() -> Self {
        Self { value: None, fault: None, seen: None, pending: Pending::default() }
    }
}

impl<T> Live<T> {
    /// Takes an answer in, and reads again when one of `lists` changed since. Called each frame; answers whether there is
    /// a new value.
    pub fn refresh(&mut self, desk: &Desk, lists: &[Changed], read: impl FnOnce(&Desk) -> Ticket<T>) -> bool {
        let mut is_new = false;
        if let Some(answer) = self.pending.poll() {
            match answer {
                Ok(value) => {
                    self.value = Some(value);
                    self.fault = None;
                    is_new = true;
                }
                // A full queue is not an answer: it is asked again.
                Err(Error::Busy) => self.seen = None,
                Err(fault) => self.fault = Some(fault),
            }
        }
        let now = desk.revision(lists);
        if self.seen != Some(now) && !self.pending.is_busy() {
            self.seen = Some(now);
            self.pending.start(|| read(desk));
        }
        is_new
    }

    /// Was everything read that changed until now? What could not be read is of before.
    pub fn is_current(&self, desk: &Desk, lists: &[Changed]) -> bool {
        self.fault.is_none() && !self.pending.is_busy() && self.seen == Some(desk.revision(lists))
    }

    /// Reads again at the next [`Live::refresh`], whatever changed.
    pub fn stale(&mut self) {
        self.seen = None;
    }

    /// Forgets everything: the next value is about something else.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// What was read last.
    pub fn get(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// Why the last reading failed.
    pub fn fault(&self) -> Option<&Error> {
        self.fault.as_ref()
    }
}
