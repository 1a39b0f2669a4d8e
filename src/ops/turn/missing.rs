//! Whoever was called and does not come: marked after as many calls as the centre wants, and taken back at once where that
//! was a mistake. Somebody who comes back later waits anew, with a reason: that is an arrival.

use super::{refuse_other_window, set_state};
use crate::domain::id::TurnId;
use crate::domain::turn::TurnState;
use crate::ops::error::{Error, known, refuse};
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::store;

/// For how long "did not come" is taken back without a reason, in milliseconds: five minutes.
pub const NO_SHOW_TAKEN_BACK_WITHIN_MS: i64 = 5 * 60_000;

/// Whoever was called did not come.
#[derive(Debug, Clone, Copy)]
pub struct MarkNoShow {
    /// The turn.
    pub turn: TurnId,
}

impl Operation for MarkNoShow {
    const NAME: &'static str = "turn.no_show";
    const BY_SETTINGS: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        self.turn.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let row = known(store::turn::get(work.tx, self.turn)?, "este turno")?;
        refuse_other_window(work, &row)?;
        let called = row.called.map_or(0, |call| call.times);
        let wanted = u16::from(work.settings.calls_before_no_show);
        if row.turn.state == TurnState::Called && called < wanted {
            return refuse(
                "calls",
                format!(
                    "El turno se llamó {} y el centro pide {wanted} llamados: llámelo de nuevo.",
                    if called == 1 { "una vez".to_owned() } else { format!("{called} veces") }
                ),
            );
        }
        set_state(work, &row, TurnState::NoShow, None)?;
        Ok(Done::new((), self.turn, &[Changed::Turns]).code(called.to_string()))
    }
}

/// "Did not come" was marked by mistake: the person counts as called, as they did before.
#[derive(Debug, Clone, Copy)]
pub struct TakeBackNoShow {
    /// The turn.
    pub turn: TurnId,
}

impl Operation for TakeBackNoShow {
    const NAME: &'static str = "turn.no_show_taken_back";
    type Output = ();

    fn subject(&self) -> Subject {
        self.turn.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let row = known(store::turn::get(work.tx, self.turn)?, "este turno")?;
        if row.turn.state != TurnState::NoShow {
            return refuse("turn_state", "Este turno no está como «no se presentó». Actualice la lista.");
        }
        refuse_other_window(work, &row)?;
        let marked_ago = row.ended_at.map_or(i64::MAX, |at| work.now.0.saturating_sub(at.0));
        if marked_ago > NO_SHOW_TAKEN_BACK_WITHIN_MS {
            return refuse(
                "too_late",
                "Han pasado más de 5 minutos: si la persona regresó, vuelva a ponerla en espera y escriba el motivo.",
            );
        }
        set_state(work, &row, TurnState::Called, None)?;
        Ok(Done::new((), self.turn, &[Changed::Turns]).code("by_mistake"))
    }
}
