//! A turn: the right to be served at the counter on a day, taken on the institution's web page or given at the centre.
//!
//! Who is on the list is the agenda's business; who is *here* is set when the person arrives. The states and their
//! legal changes stand in [`TurnState`], the choice of whom to call next in [`next()`], who may be given a turn at the
//! centre in [`WalkInRule`], what can be booked for later in [`Booking`]. None of them knows what a procedure is about.

mod code;
mod next;
mod origin;
mod reason;
mod slot;
mod state;
mod walk_in;

pub use code::{TurnCode, TurnCodeFault};
pub use next::{Call, CallFault, CallOrder, Line, Share, Waiting, call, next};
pub use origin::{Origin, PriorityGroup, PriorityWhose, TurnPriority};
pub use reason::{Reason, ReasonFault, has_a_word};
pub use slot::{Booking, BookingRule, OpenDay, Slot, SlotFault, Taken, minute_of};
pub use state::{ChangeFault, TurnState};
pub use walk_in::{InNameOf, OpenTo, WalkInRefusal, WalkInRequest, WalkInRule};

use super::calendar::{Moment, Zone};
use super::id::TurnId;
use super::number::PersonNumber;
use super::procedure_id::ProcedureId;
use chrono::NaiveDate;

/// A turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Its code, unique in the centre.
    pub code: TurnCode,
    /// What it is for.
    pub procedure: ProcedureId,
    /// The day it is for, in the centre's zone.
    pub day: NaiveDate,
    /// Where it comes from, with its hour if it has one.
    pub origin: Origin,
    /// In whose name it is.
    pub holder: PersonNumber,
    /// The holder's name, as the agenda or the clerk wrote it.
    pub holder_name: String,
    /// The priority group it was given for, if any.
    pub priority: Option<TurnPriority>,
    /// How it stands.
    pub state: TurnState,
    /// When the person last arrived; none before.
    pub arrived: Option<Moment>,
}

impl Turn {
    /// The line in which it waits.
    pub fn line(&self) -> Line {
        match self.priority {
            Some(_) => Line::Priority,
            None => Line::ByHour,
        }
    }

    /// The moment that orders its line: the turn's hour; the arrival for who comes more than `late_minutes` after the
    /// hour, and for a turn without one.
    pub fn place(&self, arrived: Moment, zone: Zone, late_minutes: u16) -> Moment {
        let Origin::Online { hour } = self.origin else { return arrived };
        let due = Moment::from_local(self.day.and_time(hour), zone);
        let last_minute = Moment(due.0.saturating_add(i64::from(late_minutes).saturating_mul(60_000)));
        // The whole of the last minute counts, as on the clock on the wall.
        if arrived.0.div_euclid(60_000) <= last_minute.0.div_euclid(60_000) { due } else { arrived }
    }

    /// As it stands in its line; none unless the person has arrived and was not called yet.
    pub fn waiting(&self, id: TurnId, zone: Zone, late_minutes: u16) -> Option<Waiting> {
        let arrived = self.arrived.filter(|_| self.state == TurnState::Arrived)?;
        Some(Waiting { turn: id, line: self.line(), place: self.place(arrived, zone, late_minutes), arrived })
    }

    /// The state after a change, which the caller then records.
    ///
    /// # Errors
    /// [`ChangeFault`], a sentence that names both states.
    pub fn change(&self, to: TurnState, reason: Option<&Reason>, today: NaiveDate) -> Result<TurnState, ChangeFault> {
        state::change(self.state, to, reason, self.day == today)
    }
}
