//! Turns: typed from a confirmation, given at the window, booked for later, arrived, called, missed, cancelled; and the way
//! back from what was marked by mistake.

mod booking;
mod booking_alone;
mod calling;
mod giving;
mod missing;
mod ticket;

pub use booking::{BookTurn, MoveTurn, open_days};
pub(in crate::ops) use booking_alone::completed_by;
pub use booking_alone::{BeginBooking, BookAlone, PrintBooked, confirmation_alone};
pub use calling::{CALL_LASTS_MS, CallAgain, CallTurn, TakeBackCall, next_turn};
pub use giving::{GiveWalkIn, TypeConfirmation};
pub use missing::{MarkNoShow, NO_SHOW_TAKEN_BACK_WITHIN_MS, TakeBackNoShow};
pub use ticket::{PrintTicket, ticket};

use super::error::{Error, known, refuse};
use crate::domain::id::TurnId;
use crate::domain::sentence;
use crate::domain::turn::{Origin, Reason, TurnState};
use crate::domain::user::{Actor, Role};
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::store::turn::TurnRow;
use crate::store::{self, Transaction};

/// The person is here; or is back after having missed the call, with a reason.
#[derive(Debug, Clone)]
pub struct MarkArrived {
    /// The turn.
    pub turn: TurnId,
    /// Why somebody who had missed the call is taken back.
    pub reason: Option<Reason>,
}

impl Operation for MarkArrived {
    const NAME: &'static str = "turn.arrive";
    const BESIDE_OTHERS: bool = true;
    const AT_ARRIVALS: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        self.turn.into()
    }

    fn foresee(&self, tx: &Transaction<'_>, _by: Actor) {
        let _ = store::turn::get_held(tx, self.turn);
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let mut row = known(store::turn::get_held(work.tx, self.turn)?, "este turno")?;
        if row.turn.day != work.day {
            return refuse(
                "other_day",
                format!(
                    "Este turno es del {}: hoy no se puede registrar su llegada.",
                    crate::domain::calendar::day_in_figures(row.turn.day)
                ),
            );
        }
        // Whoever missed the call and comes back waits from now on, and is called anew; the first arrival stays in the journal.
        row.turn.arrived = Some(work.now);
        row.called = None;
        set_state(work, &row, TurnState::Arrived, self.reason.as_ref())?;
        Ok(Done::new((), self.turn, &[Changed::Turns]).detail(told(self.reason.as_ref())))
    }
}

/// For how long after it was marked an arrival is taken back as a slip of the hand: a wait is not begun anew later.
pub const ARRIVAL_TAKEN_BACK_WITHIN_MS: i64 = 5 * 60 * 1000;

/// The arrival was marked by mistake a moment ago: the person is not here, and was never called.
#[derive(Debug, Clone, Copy)]
pub struct TakeBackArrival {
    /// The turn.
    pub turn: TurnId,
}

impl Operation for TakeBackArrival {
    const NAME: &'static str = "turn.arrival_taken_back";
    const AT_ARRIVALS: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        self.turn.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let mut row = known(store::turn::get(work.tx, self.turn)?, "este turno")?;
        if row.turn.origin == Origin::WalkIn {
            return refuse(
                "walk_in",
                "Un turno presencial se da a quien está aquí: si la persona se fue, cancele el turno.",
            );
        }
        if store::turn_call::was_called(work.tx, work.centre.id, row.turn.day, row.id)? {
            return refuse("called", "Este turno ya se llamó: la llegada no se deshace. Cancele el turno.");
        }
        let marked_ago = row.turn.arrived.map_or(0, |at| work.now.0.saturating_sub(at.0));
        if marked_ago > ARRIVAL_TAKEN_BACK_WITHIN_MS {
            return refuse(
                "too_late",
                "Han pasado más de 5 minutos desde su llegada: si la persona se fue, cancele el turno y escriba el motivo.",
            );
        }
        row.turn.arrived = None;
        set_state(work, &row, TurnState::Scheduled, None)?;
        Ok(Done::new((), self.turn, &[Changed::Turns]).code("by_mistake"))
    }
}

/// The turn will not be served.
#[derive(Debug, Clone)]
pub struct CancelTurn {
    /// The turn.
    pub turn: TurnId,
    /// Why.
    pub reason: Reason,
}

impl Operation for CancelTurn {
    const NAME: &'static str = "turn.cancel";
    type Output = ();

    fn subject(&self) -> Subject {
        self.turn.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let row = known(store::turn::get(work.tx, self.turn)?, "este turno")?;
        set_state(work, &row, TurnState::Cancelled, Some(&self.reason))?;
        Ok(Done::new((), self.turn, &[Changed::Turns]).detail(told(Some(&self.reason))))
    }
}

fn told(reason: Option<&Reason>) -> serde_json::Value {
    reason.map_or(serde_json::Value::Null, |reason| serde_json::json!({ "reason": reason.as_str() }))
}

/// Brings a turn into another state, or refuses with the domain's sentence.
pub(super) fn set_state(work: &Work<'_>, row: &TurnRow, to: TurnState, reason: Option<&Reason>) -> Result<(), Error> {
    let state = match row.turn.change(to, reason, work.day) {
        Ok(state) => state,
        Err(fault) => return refuse("turn_state", sentence(&fault.to_string())),
    };
    let mut changed = row.clone();
    changed.turn.state = state;
    let over = matches!(
        to,
        TurnState::Served | TurnState::NotServed | TurnState::Abandoned | TurnState::NoShow | TurnState::Cancelled
    );
    changed.ended_at = over.then_some(work.now);
    Ok(store::turn::note_state(work.tx, &changed)?)
}

/// A call is settled at the window that made it, or by a supervisor: whoever called may have left.
fn refuse_other_window(work: &Work<'_>, row: &TurnRow) -> Result<(), Error> {
    match row.called {
        Some(call) if call.window != work.actor.window && work.actor.role != Role::Supervisor => refuse(
            "other_window",
            "Este turno se llamó a otra ventanilla: lo resuelve esa ventanilla, o supervisión desde cualquiera.",
        ),
        _ => Ok(()),
    }
}
