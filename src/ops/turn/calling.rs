//! Calling: whom next by the centre's fair share, somebody else with a reason; once more, or back to the place they had.

use super::{refuse_other_window, set_state, told};
use crate::domain::id::TurnId;
use crate::domain::journal::{Outcome, counted};
use crate::domain::sentence;
use crate::domain::turn::{self, CallOrder, Line, Reason, Share, TurnState, Waiting};
use crate::ops::error::{Error, known, refuse};
use crate::ops::house::operation::{Changed, Done, Noun, Operation, Subject, Work};
use crate::ops::settings::Settings;
use crate::store::centre::Centre;
use crate::store::turn::Called;
use crate::store::{self, Hold, Reader};
use chrono::NaiveDate;

/// Calls a turn to this window: the next one as it is, somebody else with a reason.
#[derive(Debug, Clone)]
pub struct CallTurn {
    /// Whom; `None`: whoever is next.
    pub wanted: Option<TurnId>,
    /// Why somebody else than the next.
    pub reason: Option<Reason>,
}

impl Operation for CallTurn {
    const NAME: &'static str = counted::CALL;
    const BESIDE_OTHERS: bool = true;
    type Output = TurnId;

    fn subject(&self) -> Subject {
        self.wanted.map_or(Subject::to_be(Noun::Turn), Subject::from)
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<TurnId>, Error> {
        work.tx.hold(Hold::Queue)?;
        work.tx.foresee(|| drop(Queue::read(work.tx, work.centre, work.settings, work.day)))?;
        let queue = Queue::read(work.tx, work.centre, work.settings, work.day)?;
        let Some(wanted) = self.wanted.or_else(|| queue.next()) else {
            return refuse("nobody", "Nadie espera: registre primero la llegada de la persona.");
        };
        let call = match turn::call(wanted, self.reason.clone(), &queue.waiting, &queue.calls, queue.share) {
            Ok(call) => call,
            Err(fault) => return refuse("call", sentence(&fault.to_string())),
        };
        let mut row = known(store::turn::get_held(work.tx, wanted)?, "este turno")?;
        row.called = Some(Called { at: work.now, window: work.actor.window, by: work.actor.user, times: 1 });
        set_state(work, &row, TurnState::Called, None)?;
        store::turn_call::note(work.tx, work.centre.id, work.day, wanted, call.line)?;
        let (code, reason) = match &call.order {
            CallOrder::Next => ("next", None),
            CallOrder::OutOfOrder(reason) => ("out_of_order", Some(reason)),
        };
        Ok(Done::new(wanted, wanted, &[Changed::Turns]).code(code).detail(told(reason)))
    }
}

/// For how long a call is one call: a hand that shakes does not call twice, and whoever is called has the time to come.
pub const CALL_LASTS_MS: i64 = 30 * 1000;

/// Calls once more whoever was called to this window and has not come yet.
#[derive(Debug, Clone, Copy)]
pub struct CallAgain {
    /// The turn.
    pub turn: TurnId,
}

impl Operation for CallAgain {
    const NAME: &'static str = "turn.call_again";
    /// How often the person was called by now.
    type Output = u16;

    fn subject(&self) -> Subject {
        self.turn.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<u16>, Error> {
        let mut row = known(store::turn::get(work.tx, self.turn)?, "este turno")?;
        refuse_other_window(work, &row)?;
        let Some(call) = row.called.as_mut().filter(|_| row.turn.state == TurnState::Called) else {
            return refuse("turn_state", "Este turno no está llamado: llámelo primero. Actualice la lista.");
        };
        let last = store::journal::about(work.tx, Subject::from(self.turn).kind.code(), self.turn.0)?
            .into_iter()
            .rev()
            .map(|it| it.entry)
            .find(|entry| entry.operation == Self::NAME && entry.outcome == Outcome::Done)
            .map_or(call.at.0, |entry| entry.at_ms.max(call.at.0));
        let left = CALL_LASTS_MS.saturating_sub(work.now.0.saturating_sub(last));
        // A call from a clock that ran ahead says nothing of now.
        if left > 0 && last <= work.now.0 {
            let seconds = left.saturating_add(999).div_euclid(1000);
            return refuse(
                "called_just_now",
                format!("Se le acaba de llamar: dele tiempo de llegar, y llame de nuevo en {seconds} s."),
            );
        }
        // The same call, made once more: the fair share counts it once.
        call.times = call.times.saturating_add(1);
        let times = call.times;
        store::turn::note_state(work.tx, &row)?;
        Ok(Done::new(times, self.turn, &[Changed::Turns]).code(times.to_string()))
    }
}

/// The person was called by mistake: they wait again, in the place that they had, and the fair share forgets the call.
#[derive(Debug, Clone, Copy)]
pub struct TakeBackCall {
    /// The turn.
    pub turn: TurnId,
}

impl Operation for TakeBackCall {
    const NAME: &'static str = "turn.call_taken_back";
    type Output = ();

    fn subject(&self) -> Subject {
        self.turn.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let mut row = known(store::turn::get(work.tx, self.turn)?, "este turno")?;
        if row.turn.state != TurnState::Called {
            return refuse("turn_state", "Este turno no está llamado. Actualice la lista.");
        }
        refuse_other_window(work, &row)?;
        row.called = None;
        set_state(work, &row, TurnState::Arrived, None)?;
        store::turn_call::forget(work.tx, work.centre.id, row.turn.day, row.id)?;
        Ok(Done::new((), self.turn, &[Changed::Turns]).code("by_mistake"))
    }
}

/// Who would be called next.
///
/// # Errors
/// The store's.
pub fn next_turn(
    reader: &Reader,
    centre: &Centre,
    settings: &Settings,
    day: NaiveDate,
) -> Result<Option<TurnId>, Error> {
    Ok(Queue::read(reader, centre, settings, day)?.next())
}

struct Queue {
    waiting: Vec<Waiting>,
    calls: Vec<Line>,
    share: Share,
}

impl Queue {
    fn read(reader: &Reader, centre: &Centre, settings: &Settings, day: NaiveDate) -> Result<Self, Error> {
        let share = Share::new(settings.calls_by_hour_per_priority, 1).unwrap_or_default();
        let rows = store::turn::waiting(reader, centre.id, day)?;
        let late = settings.tolerance_late_minutes;
        Ok(Self {
            waiting: rows.iter().filter_map(|row| row.turn.waiting(row.id, centre.zone, late)).collect(),
            calls: store::turn_call::last_lines(reader, centre.id, day, share.calls_looked_at())?,
            share,
        })
    }

    fn next(&self) -> Option<TurnId> {
        turn::next(&self.waiting, &self.calls, self.share).map(|one| one.turn)
    }
}
