//! Turns that the agenda does not bring: typed from a confirmation, or given at the window.

use chrono::NaiveTime;
use serde_json::json;

use crate::domain::id::TurnId;
use crate::domain::number::PersonNumber;
use crate::domain::procedure::walk_in_rule;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::sentence;
use crate::domain::turn::{InNameOf, Origin, Turn, TurnCode, TurnPriority, TurnState, WalkInRequest};
use crate::ops::error::{Error, refuse};
use crate::ops::house::operation::{Changed, Done, Noun, Operation, Subject, Work};
use crate::store;
use crate::store::turn::{RecordedFrom, TurnRow};

const SUBJECT: Subject = Subject::to_be(Noun::Turn);

/// An online turn that is not on the agenda, typed from the confirmation that the person shows. The person is here.
#[derive(Debug, Clone)]
pub struct TypeConfirmation {
    /// Its code.
    pub code: TurnCode,
    /// Its procedure.
    pub procedure: ProcedureId,
    /// Its hour, today.
    pub hour: NaiveTime,
    /// In whose name: number …
    pub holder: PersonNumber,
    /// … and name.
    pub holder_name: String,
}

impl Operation for TypeConfirmation {
    const NAME: &'static str = "turn.type_confirmation";
    const AT_ARRIVALS: bool = true;
    type Output = TurnId;

    fn subject(&self) -> Subject {
        SUBJECT
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<TurnId>, Error> {
        if let Some(there) = store::turn::by_code(work.tx, work.centre.id, &self.code)? {
            return refuse(
                "known",
                format!(
                    "El turno {} ya está en la lista, a nombre de {}. Búsquelo por su código.",
                    self.code, there.turn.holder_name
                ),
            );
        }
        record(
            work,
            Turn {
                code: self.code.clone(),
                procedure: self.procedure,
                day: work.day,
                origin: Origin::Online { hour: self.hour },
                holder: self.holder.clone(),
                holder_name: self.holder_name.trim().into(),
                priority: None,
                state: TurnState::Arrived,
                arrived: Some(work.now),
            },
            RecordedFrom::Confirmation,
        )
    }
}

/// A turn given at the window: for the employer key to priority groups, in the applicant's name; for the other
/// procedures to anyone. The person is here.
#[derive(Debug, Clone)]
pub struct GiveWalkIn {
    /// The procedure.
    pub procedure: ProcedureId,
    /// In whose name: number …
    pub holder: PersonNumber,
    /// … and name.
    pub holder_name: String,
    /// Is that the applicant?
    pub in_name_of: InNameOf,
    /// Whose priority group, if there is one.
    pub priority: Option<TurnPriority>,
}

impl Operation for GiveWalkIn {
    const NAME: &'static str = "turn.give_walk_in";
    const AT_ARRIVALS: bool = true;
    type Output = TurnId;

    fn subject(&self) -> Subject {
        SUBJECT
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<TurnId>, Error> {
        let request = WalkInRequest { priority: self.priority, in_name_of: self.in_name_of };
        let Some(rule) = walk_in_rule(self.procedure) else {
            return refuse("walk_in", "Para este trámite no se dan turnos presenciales.");
        };
        if let Err(refusal) = rule.admit(request) {
            return refuse("walk_in", sentence(&refusal.to_string()));
        }
        let nth = store::turn::walk_ins(work.tx, work.centre.id, work.day)?.saturating_add(1);
        let code = format!("P{}-{nth:03}", work.day.format("%y%m%d"));
        let code = TurnCode::parse(&code).map_err(|fault| Error::Inconsistent(fault.to_string()))?;
        record(
            work,
            Turn {
                code,
                procedure: self.procedure,
                day: work.day,
                origin: Origin::WalkIn,
                holder: self.holder.clone(),
                holder_name: self.holder_name.trim().into(),
                priority: self.priority,
                state: TurnState::Arrived,
                arrived: Some(work.now),
            },
            RecordedFrom::Window,
        )
    }
}

/// Records a turn as it stands, made by whoever acts, now.
pub(super) fn record(work: &Work<'_>, turn: Turn, recorded_from: RecordedFrom) -> Result<Done<TurnId>, Error> {
    if turn.holder_name.is_empty() {
        return refuse("name", "Escriba el nombre de la persona del turno.");
    }
    let detail = json!({ "turn": turn.code.as_str(), "holder": turn.holder.as_str(), "name": turn.holder_name });
    let code = turn.procedure.as_str();
    let row = TurnRow {
        id: TurnId(0),
        centre: work.centre.id,
        turn,
        recorded_from,
        vanished: false,
        called: None,
        ended_at: None,
        created_by: work.actor.user,
        created_at_ms: work.now.0,
    };
    let id = store::turn::add(work.tx, &row)?;
    Ok(Done::new(id, id, &[Changed::Turns]).code(code).detail(detail))
}
