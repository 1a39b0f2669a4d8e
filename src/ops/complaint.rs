//! A complaint: against a visit or by itself. It counts in the day's act and in the month's table.

use serde_json::json;

use super::error::{Error, known, refuse};
use crate::domain::id::{ComplaintId, VisitId};
use crate::domain::procedure_id::ProcedureId;
use crate::domain::turn::has_a_word;
use crate::ops::house::operation::{Changed, Done, Noun, Operation, Subject, Work};
use crate::store;
use crate::store::complaint::Complaint;

/// What is complained about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// A visit, whose procedure it is.
    Visit(VisitId),
    /// How a procedure is served, without a visit: a queue, a closed door, a telephone.
    Procedure(ProcedureId),
}

/// Records a complaint with what came of it.
#[derive(Debug, Clone)]
pub struct RecordComplaint {
    /// Against what.
    pub against: Against,
    /// What it is about, in the person's words.
    pub matter: String,
    /// What was answered or done.
    pub resolution: String,
}

impl Operation for RecordComplaint {
    const NAME: &'static str = "complaint.record";
    type Output = ComplaintId;

    fn subject(&self) -> Subject {
        match self.against {
            Against::Visit(visit) => visit.into(),
            Against::Procedure(_) => Subject::to_be(Noun::Complaint),
        }
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<ComplaintId>, Error> {
        let (matter, resolution) = (self.matter.trim(), self.resolution.trim());
        if !has_a_word(matter) {
            return refuse("matter", "Escriba de qué se queja la persona.");
        }
        if !has_a_word(resolution) {
            return refuse("resolution", "Escriba qué se respondió o qué se hizo con la queja.");
        }
        let (procedure, visit) = match self.against {
            Against::Procedure(procedure) => (procedure.as_str().to_owned(), None),
            Against::Visit(id) => {
                let visit = known(store::visit::get(work.tx, id)?, "la atención de esta queja")?;
                (visit.procedure, Some(id))
            }
        };
        let complaint = Complaint {
            id: ComplaintId(0),
            centre: work.centre.id,
            window: work.actor.window,
            recorded_by: work.actor.user,
            recorded_at_ms: work.now.0,
            accounting_day: work.accounting_day,
            procedure,
            visit,
            matter: matter.into(),
            resolution: resolution.into(),
        };
        let id = store::complaint::add(work.tx, &complaint)?;
        Ok(Done::new(id, id, &[Changed::Complaints])
            .code(complaint.procedure)
            .detail(json!({ "visit": visit, "matter": matter, "resolution": resolution })))
    }
}
