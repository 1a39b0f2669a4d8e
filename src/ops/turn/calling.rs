//! Calling: whom next by the centre's fair share, somebody else with a reason, and whoever does not come.

use super::{sentence, set_state, told};
use crate::domain::id::TurnId;
use crate::domain::turn::{self, CallOrder, Line, Reason, Share, TurnState, Waiting};
use crate::ops::error::{Error, known, refuse};
use crate::ops::operation::{Changed, Done, Operation, Subject, Work};
use crate::ops::settings::Settings;
use crate::store::centre::Centre;
use crate::store::turn::Called;
use crate::store::{self, Reader};
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
    const NAME: &'static str = "turn.call";
    type Output = TurnId;

    fn subject(&self) -> Subject {
        self.wanted.map_or(Subject { kind: "turn", id: 0 }, Subject::from)
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<TurnId>, Error> {
        let queue = Queue::read(work.tx, work.centre, work.settings, work.day)?;
        let Some(wanted) = self.wanted.or_else(|| queue.next()) else {
            return refuse("nobody", "Nadie espera: registre primero la llegada de la persona.");
        };
        let call = match turn::call(wanted, self.reason.clone(), &queue.waiting, &queue.calls, queue.share) {
            Ok(call) => call,
            Err(fault) => return refuse("call", sentence(&fault.to_string())),
        };
        let mut row = known(store::turn::get(work.tx, wanted)?, "este turno")?;
        row.called = Some(Called { at: work.now, window: work.actor.window, by: work.actor.user });
        set_state(work, &row, TurnState::Called, None)?;
        store::turn::note_call(work.tx, work.centre.id, work.day, wanted, call.line)?;
        let (code, reason) = match &call.order {
            CallOrder::Next => ("next", None),
            CallOrder::OutOfOrder(reason) => ("out_of_order", Some(reason)),
        };
        Ok(Done::new(wanted, wanted, &[Changed::Turns]).code(code).detail(told(reason)))
    }
}

/// Whoever was called did not come.
#[derive(Debug, Clone, Copy)]
pub struct MarkNoShow {
    /// The turn.
    pub turn: TurnId,
}

impl Operation for MarkNoShow {
    const NAME: &'static str = "turn.no_show";
    type Output = ();

    fn subject(&self) -> Subject {
        self.turn.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let row = known(store::turn::get(work.tx, self.turn)?, "este turno")?;
        set_state(work, &row, TurnState::NoShow, None)?;
        Ok(Done::new((), self.turn, &[Changed::Turns]))
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
            calls: store::turn::last_calls(reader, centre.id, day, share.calls_looked_at())?,
            share,
        })
    }

    fn next(&self) -> Option<TurnId> {
        turn::next(&self.waiting, &self.calls, self.share).map(|one| one.turn)
    }
}
