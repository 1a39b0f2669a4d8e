//! A visit that somebody else left open: a supervisor sets it aside or ends it, with a reason. The day can then be closed
//! and the person attended without the password of whoever left; that person is told at their next login.

use serde_json::json;

use super::ending::judge;
use super::notice::leave_notice;
use super::{refuse_open_slip, settle_turn};
use crate::domain::id::VisitId;
use crate::domain::turn::{Reason, TurnState};
use crate::domain::visit::{NoticeKind, OwnReason};
use crate::ops::error::{Error, known, refuse};
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::ops::issuance::Told;
use crate::ops::procedure::has_papers;
use crate::store;
use crate::store::visit::{Visit, VisitOutcome, VisitState};

/// Sets somebody else's open visit aside; it goes on today, at any window.
#[derive(Debug, Clone)]
pub struct ParkOthersVisit {
    /// The visit.
    pub visit: VisitId,
    /// Why.
    pub reason: Reason,
}

impl Operation for ParkOthersVisit {
    const NAME: &'static str = "visit.park_others";
    const SIGNED: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        self.visit.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let visit = others_visit(work, self.visit)?;
        set_aside(work, &visit)?;
        leave_notice(work, &visit, NoticeKind::Parked)?;
        Ok(Done::new((), self.visit, &[Changed::Turns, Changed::Visits])
            .detail(json!({ "reason": self.reason.as_str() })))
    }
}

/// Ends somebody else's open visit without a key; the person can come back to it today.
#[derive(Debug, Clone)]
pub struct EndOthersVisit {
    /// The visit.
    pub visit: VisitId,
    /// Why.
    pub reason: Reason,
}

impl Operation for EndOthersVisit {
    const NAME: &'static str = "visit.end_others";
    const SIGNED: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        self.visit.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let visit = others_visit(work, self.visit)?;
        let outcome = VisitOutcome::NotServed;
        let reasons = [OwnReason::LeftOpen.code().to_owned()];
        // What its constancia says does not change with the registers.
        let told = if has_papers(&visit) { Some(judge(work, &visit)?.told) } else { None };
        store::visit::set_reasons(work.tx, visit.id, &reasons)?;
        store::visit::set_state(work.tx, visit.id, VisitState::Ended(outcome), visit.clerk, visit.window, work.now.0)?;
        settle_turn(work, visit.turn)?;
        leave_notice(work, &visit, NoticeKind::Ended)?;
        Ok(Done::new((), self.visit, &[Changed::Turns, Changed::Visits])
            .code(outcome.code())
            .detail(json!({ "reasons": reasons, "reason": self.reason.as_str(), Told::NAME: told })))
    }
}

/// An open visit of somebody else, without a slip to settle.
fn others_visit(work: &Work<'_>, id: VisitId) -> Result<Visit, Error> {
    let visit = known(store::visit::get(work.tx, id)?, "esta atención")?;
    if visit.state != VisitState::Open {
        return refuse("state", "Esta atención ya no está abierta. Actualice la lista.");
    }
    if visit.clerk == work.actor.user {
        return refuse("own", "Esta atención la lleva usted: ábrala, y póngala en pausa o termínela allí.");
    }
    refuse_open_slip(work.tx, id)?;
    Ok(visit)
}

/// Sets a visit aside, and its turn with it where nothing else of it goes on. When it was begun stays as it was.
pub(super) fn set_aside(work: &Work<'_>, visit: &Visit) -> Result<(), Error> {
    store::visit::set_state(work.tx, visit.id, VisitState::Parked, visit.clerk, visit.window, work.now.0)?;
    let turn = known(store::turn::get(work.tx, visit.turn)?, "el turno de esta atención")?;
    let others_open = store::visit::of_turn(work.tx, visit.turn)?.iter().any(|it| it.state == VisitState::Open);
    match others_open {
        true => Ok(()),
        false => crate::ops::turn::set_state(work, &turn, TurnState::Parked, None),
    }
}
