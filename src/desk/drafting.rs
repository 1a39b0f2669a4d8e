//! The working copy of the visit on the screen, saved as fast as the store takes it and no faster: one copy is on its
//! way at a time, and only the newest waits behind it.

use super::{Desk, Error, Pending, Ticket};
use crate::domain::id::VisitId;
use crate::domain::procedure::Case;
use crate::domain::visit::WorkingCopy;
use crate::ops::procedure::AtCounter;
use crate::ops::visit;

/// Saves one visit's working copies.
pub struct Drafting<P: AtCounter> {
    visit: VisitId,
    revision: i64,
    on_its_way: Pending<Saved<P>>,
    waiting: Option<Box<WorkingCopy<P>>>,
    fault: Option<Error>,
}

/// A copy was saved.
struct Saved<P: AtCounter> {
    /// The case as the store completes it: with what the registers say.
    case: Case<P>,
    /// Its revision, which is a later one where something else had saved in between.
    revision: i64,
}

impl<P: AtCounter<Answers: Send> + Clone + Send> Drafting<P> {
    /// Of a visit whose last saved copy had this revision.
    #[must_use]
    pub fn of(visit: VisitId, revision: i64) -> Self {
        Self { visit, revision, on_its_way: Pending::default(), waiting: None, fault: None }
    }

    /// Hands in a copy; an older one that still waited is dropped.
    pub fn save(&mut self, desk: &Desk, copy: WorkingCopy<P>) {
        self.waiting = Some(Box::new(copy));
        self.send(desk);
    }

    fn send(&mut self, desk: &Desk) {
        if self.on_its_way.is_busy() {
            return;
        }
        let Some(copy) = self.waiting.take() else { return };
        let (visit, revision) = (self.visit, self.revision.saturating_add(1));
        self.on_its_way.start(|| hand_in(desk, visit, *copy, revision));
    }

    /// Hands in what still waits without waiting for the answer: the page is left, or the program ends.
    pub fn flush(&mut self, desk: &Desk) {
        if let Some(copy) = self.waiting.take() {
            // The copy on its way has the next revision, this one the one after it.
            drop(hand_in(desk, self.visit, *copy, self.revision.saturating_add(2)));
        }
    }

    /// Called each frame. Answers the completed case once the newest copy is saved.
    pub fn poll(&mut self, desk: &Desk) -> Option<Case<P>> {
        match self.on_its_way.poll()? {
            Ok(saved) => {
                self.revision = self.revision.max(saved.revision);
                self.fault = None;
                let is_newest = self.waiting.is_none();
                self.send(desk);
                is_newest.then_some(saved.case)
            }
            Err(fault) => {
                self.fault = Some(fault);
                self.send(desk);
                None
            }
        }
    }

    /// Is everything saved that was handed in?
    #[must_use]
    pub fn is_settled(&self) -> bool {
        !self.on_its_way.is_busy() && self.waiting.is_none() && self.fault.is_none()
    }

    /// Was the last copy not taken for a reason that passes by itself: a full queue, a screen that was locked, a server that
    /// was gone and is there again?
    #[must_use]
    pub fn is_to_be_sent_again(&self) -> bool {
        let passes = |fault: &Error| matches!(fault, Error::Busy | Error::NotOpen) || fault.is_a_cut();
        self.fault.as_ref().is_some_and(passes) && !self.on_its_way.is_busy()
    }

    /// Why the last copy was not saved.
    #[must_use]
    pub fn fault(&self) -> Option<&Error> {
        self.fault.as_ref()
    }
}

fn hand_in<P: AtCounter<Answers: Send> + Clone + Send>(
    desk: &Desk,
    visit: VisitId,
    copy: WorkingCopy<P>,
    revision: i64,
) -> Ticket<Saved<P>> {
    desk.write(move |_, house, session| {
        let saved = house.again(|| visit::save_copy(house, session, visit, copy.clone(), revision))?;
        if let Some(case) = saved {
            return Ok(Saved { case, revision });
        }
        // Something saved in between, as the end of a visit does that was then opened again: the screen is newer.
        let revision = crate::ops::view::draft_revision(house, visit)?.saturating_add(1);
        let saved = visit::save_copy(house, session, visit, copy, revision)?;
        let case = saved.ok_or_else(|| {
            crate::ops::Error::Inconsistent(format!("otra copia de la atención {visit} se guardó a la vez"))
        })?;
        Ok(Saved { case, revision })
    })
}
