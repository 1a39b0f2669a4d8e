//! A further visit of the same person under the same turn: for another employer, or for what they need next.

use super::draft;
use crate::domain::id::{TurnId, VisitId};
use crate::domain::procedure::{self, Procedure};
use crate::domain::procedure_id::ProcedureId;
use crate::domain::turn::TurnState;
use crate::ops::error::{Error, known, refuse};
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::ops::procedure::{AtCounter as _, has_papers, with_papers};
use crate::ops::turn::set_state;
use crate::store;
use crate::store::visit::{Keys, Visit, VisitOutcome, VisitState};
use serde_json::json;

/// Opens a visit of the same person for another employer, under the same turn. It is for whoever attended the first; for
/// an employer of an earlier visit of the turn it gets no key.
#[derive(Debug, Clone, Copy)]
pub struct LinkVisit {
    /// The visit it goes with.
    pub visit: VisitId,
}

impl Operation for LinkVisit {
    const NAME: &'static str = "visit.link";
    type Output = VisitId;

    fn subject(&self) -> Subject {
        self.visit.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<VisitId>, Error> {
        let first = known(store::visit::get(work.tx, self.visit)?, "esta atención")?;
        let links = with_papers!(&first.procedure, P => P::LINKS).flatten();
        if links.is_none() || !has_papers(&first) {
            return refuse("procedure", "Este trámite no tiene atenciones enlazadas: dé un turno para la siguiente.");
        }
        refuse_other(work, &first)?;
        let begun = with_papers!(&first.procedure, P => draft::linked::<P>(&first.draft)).transpose()?;
        let (draft, keys) = begun.unwrap_or_default();
        let linked = Visit { keys, ..blank(work, first.turn, &first.procedure, Some(first.id), draft) };
        begin(work, &first, &linked)
    }
}

/// Goes on with what whoever was served needs next, under the same turn: once a key is unlocked, making it.
#[derive(Debug, Clone, Copy)]
pub struct GoOnWith {
    /// The visit that served.
    pub visit: VisitId,
}

impl Operation for GoOnWith {
    const NAME: &'static str = "visit.go_on_with";
    type Output = VisitId;

    fn subject(&self) -> Subject {
        self.visit.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<VisitId>, Error> {
        let first = known(store::visit::get(work.tx, self.visit)?, "esta atención")?;
        let Some(next) = goes_on_with(&first.procedure) else {
            return refuse("procedure", "A este trámite no le sigue ninguno.");
        };
        if first.state != VisitState::Ended(VisitOutcome::Served) {
            return refuse("state", "Solo se sigue cuando la atención terminó bien.");
        }
        refuse_other(work, &first)?;
        let visits = store::visit::of_turn(work.tx, first.turn)?;
        if visits.iter().any(|it| it.linked_to == Some(first.id)) {
            return refuse("state", "Ya se siguió con ese trámite: vea las atenciones del turno.");
        }
        let of_theirs = Keys { applicant_number: first.keys.applicant_number.clone(), ..Keys::default() };
        let keys = Keys { folded: first.keys.folded.clone(), ..of_theirs };
        let linked =
            Visit { keys, ..blank(work, first.turn, next.id.as_str(), Some(first.id), draft::blank(next.id)?) };
        let begun = begin(work, &first, &linked)?;
        Ok(begun.code(next.id.as_str()).detail(json!({ "after": first.id })))
    }
}

/// What whoever was served by the procedure with this id needs next.
#[must_use]
pub fn goes_on_with(procedure: &str) -> Option<&'static Procedure> {
    ProcedureId::parse(procedure).and_then(procedure::find)?.goes_on_with.and_then(procedure::find)
}

fn refuse_other(work: &Work<'_>, first: &Visit) -> Result<(), Error> {
    if first.clerk != work.actor.user {
        return refuse("other_clerk", "Esta atención la llevó otra persona: la enlaza quien la atendió.");
    }
    if !super::is_of_today(work, first) {
        return refuse("other_day", "Una atención se enlaza con otra del mismo día.");
    }
    Ok(())
}

fn begin(work: &Work<'_>, first: &Visit, linked: &Visit) -> Result<Done<VisitId>, Error> {
    let row = known(store::turn::get(work.tx, first.turn)?, "el turno de esta atención")?;
    // The turn goes on: its person is still at the window, or comes back to it today.
    if row.turn.state != TurnState::InService {
        set_state(work, &row, TurnState::InService, None)?;
    }
    let id = store::visit::add(work.tx, linked)?;
    Ok(Done::new(id, id, &[Changed::Turns, Changed::Visits]).code(first.id.to_string()))
}

/// A visit with nothing in it.
pub(super) fn blank(
    work: &Work<'_>,
    turn: TurnId,
    procedure: &str,
    linked_to: Option<VisitId>,
    draft: String,
) -> Visit {
    Visit {
        id: VisitId(0),
        centre: work.centre.id,
        window: work.actor.window,
        procedure: procedure.into(),
        turn,
        linked_to,
        state: VisitState::Open,
        accounting_day: work.accounting_day,
        opened_at_ms: work.now.0,
        clerk: work.actor.user,
        ended_at_ms: None,
        keys: Keys::default(),
        draft,
        draft_revision: 0,
    }
}
