//! A visit: begun from a turn, saved field by field, parked, resumed, reopened, linked, ended.

mod case;
mod draft;
mod ending;
mod linking;
mod notice;
mod others;
mod overriding;

pub use case::{Surroundings, complete, parsed, typed};
pub use draft::{save_copy, save_draft};
pub(super) use ending::end_parked;
pub use ending::{EndVisit, Ending};
pub use linking::{GoOnWith, LinkVisit, goes_on_with};
pub(super) use notice::reason_of;
pub use notice::{AnswerLook, AskLook, MarkNoticeSeen, NoticeLine, notices};
pub use others::{EndOthersVisit, ParkOthersVisit};
pub use overriding::GiveOverride;
pub(super) use overriding::WHOSE;

use serde_json::Value;

use super::error::{Error, known, refuse};
use super::procedure::{AtCounter, Served, with_papers};
use super::turn::{self, set_state};
use crate::domain::calendar::{Moment, day_in_figures};
use crate::domain::id::{TurnId, VisitId};
use crate::domain::procedure;
use crate::domain::rule::Assessment;
use crate::domain::turn::TurnState;
use crate::domain::user::{Actor, Role};
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::store::visit::{Visit, VisitOutcome, VisitState};
use crate::store::{self, Transaction};

/// Begins the visit of a turn that was called to this window.
#[derive(Debug, Clone, Copy)]
pub struct BeginVisit {
    /// The turn.
    pub turn: TurnId,
}

impl Operation for BeginVisit {
    const NAME: &'static str = "visit.begin";
    const BESIDE_OTHERS: bool = true;
    type Output = VisitId;

    fn subject(&self) -> Subject {
        self.turn.into()
    }

    fn foresee(&self, tx: &Transaction<'_>, _by: Actor) {
        let _ = store::turn::get_held(tx, self.turn);
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<VisitId>, Error> {
        let row = known(store::turn::get_held(work.tx, self.turn)?, "este turno")?;
        if row.called.is_some_and(|call| call.window != work.actor.window) {
            return refuse("other_window", "Este turno fue llamado a otra ventanilla. Actualice la lista.");
        }
        // A parked or ended turn goes on too, with its visit: it is resumed, reopened or linked, not begun again.
        if row.turn.state != TurnState::Called {
            return refuse("turn_state", "Este turno no está llamado: llámelo, o retome la atención que ya tiene.");
        }
        set_state(work, &row, TurnState::InService, None)?;
        let procedure = row.turn.procedure;
        let id = store::visit::add(
            work.tx,
            &linking::blank(work, self.turn, procedure.as_str(), None, draft::blank(procedure)?),
        )?;
        Ok(Done::new(id, id, &[Changed::Turns, Changed::Visits]).code(procedure.as_str()))
    }
}

/// Sets a visit aside, to be resumed today.
#[derive(Debug, Clone, Copy)]
pub struct ParkVisit {
    /// The visit.
    pub visit: VisitId,
}

impl Operation for ParkVisit {
    const NAME: &'static str = "visit.park";
    type Output = ();

    fn subject(&self) -> Subject {
        self.visit.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let visit = own_open_visit(work, self.visit)?;
        refuse_open_slip(work.tx, self.visit)?;
        others::set_aside(work, &visit)?;
        Ok(Done::new((), self.visit, &[Changed::Turns, Changed::Visits]))
    }
}

/// Takes up a parked visit, at this window.
#[derive(Debug, Clone, Copy)]
pub struct ResumeVisit {
    /// The visit.
    pub visit: VisitId,
}

impl Operation for ResumeVisit {
    const NAME: &'static str = "visit.resume";
    type Output = ();

    fn subject(&self) -> Subject {
        self.visit.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let visit = known(store::visit::get(work.tx, self.visit)?, "esta atención")?;
        if visit.state != VisitState::Parked {
            return refuse("state", "Esta atención no está en espera. Actualice la lista.");
        }
        go_on(work, &visit)
    }
}

/// Opens again, the same day and under the same turn, a visit that ended without service.
#[derive(Debug, Clone, Copy)]
pub struct ReopenVisit {
    /// The visit.
    pub visit: VisitId,
}

impl Operation for ReopenVisit {
    const NAME: &'static str = "visit.reopen";
    type Output = ();

    fn subject(&self) -> Subject {
        self.visit.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let visit = known(store::visit::get(work.tx, self.visit)?, "esta atención")?;
        if visit.state != VisitState::Ended(VisitOutcome::NotServed) {
            return refuse("state", "Solo se reabre una atención que terminó sin atender.");
        }
        if !is_of_today(work, &visit) {
            return refuse("other_day", "Esta atención es de otro día: la persona necesita un turno nuevo.");
        }
        if visit.accounting_day != work.accounting_day {
            return refuse(
                "closed_day",
                format!(
                    "El día {} está cerrado y esta atención cuenta en él: la persona necesita un turno nuevo.",
                    day_in_figures(visit.accounting_day)
                ),
            );
        }
        store::visit::set_reasons(work.tx, visit.id, &[])?;
        go_on(work, &visit)
    }
}

fn is_of_today(work: &Work<'_>, visit: &Visit) -> bool {
    Moment(visit.opened_at_ms).day(work.centre.zone) == work.day
}

fn go_on(work: &Work<'_>, visit: &Visit) -> Result<Done<()>, Error> {
    store::visit::set_state(work.tx, visit.id, VisitState::Open, work.actor.user, work.actor.window, work.now.0)?;
    let turn = known(store::turn::get(work.tx, visit.turn)?, "el turno de esta atención")?;
    if turn.turn.state != TurnState::InService {
        set_state(work, &turn, TurnState::InService, None)?;
    }
    Ok(Done::new((), visit.id, &[Changed::Turns, Changed::Visits]))
}

/// The judgement of a visit as it stands.
///
/// # Errors
/// As [`complete`].
pub fn assess(reader: &store::Reader, around: Surroundings<'_>, visit: &Visit) -> Result<Assessment, Error> {
    with_papers!(&visit.procedure, P => complete::<P>(reader, around, visit).map(|case| procedure::assess(&case)))
        .unwrap_or_else(|| Err(Error::Inconsistent("esta atención no lleva papeles que juzgar".into())))
}

/// Takes what was copied in a visit that ends into the registers, and notes where it served; nothing for a plain attention.
pub(super) fn take_up(work: &Work<'_>, visit: &Visit, served: Served) -> Result<Option<Value>, Error> {
    fn of_papers<P: AtCounter>(work: &Work<'_>, visit: &Visit, served: Served) -> Result<Option<Value>, Error> {
        let around = Surroundings { now: work.now, centre: work.centre, settings: work.settings };
        P::take_up(work, visit, &complete(work.tx, around, visit)?, served)
    }
    with_papers!(&visit.procedure, P => of_papers::<P>(work, visit, served)).unwrap_or(Ok(None))
}

/// A visit that the actor is attending, or a refusal.
pub(super) fn open_visit(work: &Work<'_>, id: VisitId) -> Result<Visit, Error> {
    let visit = known(store::visit::get_held(work.tx, id)?, "esta atención")?;
    if visit.state != VisitState::Open {
        return refuse("state", "Esta atención ya no está abierta. Retómela o ábrala de nuevo desde la lista.");
    }
    if visit.clerk != work.actor.user && work.actor.role != Role::Supervisor {
        return refuse("other_clerk", "Esta atención la lleva otra persona.");
    }
    Ok(visit)
}

/// A visit that the actor attends, to be set aside or ended: a supervisor does it to somebody else's with a reason.
pub(super) fn own_open_visit(work: &Work<'_>, id: VisitId) -> Result<Visit, Error> {
    let visit = open_visit(work, id)?;
    if visit.clerk != work.actor.user {
        return refuse(
            "other_clerk",
            "Esta atención la lleva otra persona: en Turnos, supervisión la pone en pausa o la termina con un motivo.",
        );
    }
    Ok(visit)
}

/// A visit whose slip is not settled is neither changed nor left: what was judged is what is printed and delivered.
pub(super) fn refuse_open_slip(reader: &store::Reader, id: VisitId) -> Result<(), Error> {
    let open = store::issuance::of_visit(reader, id)?.into_iter().find(|slip| !slip.state.is_terminal());
    match open {
        Some(slip) => refuse(
            "open_slip",
            format!("La clave de serie {} está pendiente: entréguela o anúlela antes de seguir.", slip.serial),
        ),
        None => Ok(()),
    }
}

/// Ends the turn when none of its visits goes on.
pub(super) fn settle_turn(work: &Work<'_>, turn: TurnId) -> Result<(), Error> {
    // Held before its visits are looked at: of two that end at once, the later one ends it.
    let row = known(store::turn::get_held(work.tx, turn)?, "el turno de esta atención")?;
    let visits = store::visit::of_turn(work.tx, turn)?;
    let ended = |outcome| visits.iter().any(|visit| visit.state == VisitState::Ended(outcome));
    let state = if visits.iter().any(|visit| visit.state == VisitState::Open) {
        return Ok(());
    } else if visits.iter().any(|visit| visit.state == VisitState::Parked) {
        TurnState::Parked
    } else if ended(VisitOutcome::Served) {
        TurnState::Served
    } else if ended(VisitOutcome::NotServed) {
        TurnState::NotServed
    } else {
        TurnState::Abandoned
    };
    turn::set_state(work, &row, state, None)
}
