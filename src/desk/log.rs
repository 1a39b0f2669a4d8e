//! The log's works: a visit opened with a trace, an export.

use chrono::NaiveDate;

use super::{Desk, RunJob, Ticket};
use crate::domain::id::VisitId;
use crate::ops::log::{ExportPlan, Exported, Story, export, tell, tell_again};
use crate::ops::new_op_id;
use crate::ops::reading::{LookAtApprovals, OpenVisit, Purpose};
use crate::ops::view::ApprovalOverview;

impl Desk {
    /// Opens a visit of the log, which leaves a trace.
    pub fn open_logged_visit(&self, visit: VisitId, purpose: Purpose) -> Ticket<Story> {
        self.write(move |_, house, session| {
            let opened = house.open_visit(session, new_op_id()?, &OpenVisit { visit, purpose })?;
            Ok(tell(house, &house.reader()?, opened)?)
        })
    }

    /// The story of a visit that is open already, read again because something was done to it.
    pub fn read_logged_visit_again(&self, visit: VisitId) -> Ticket<Story> {
        self.read_as(move |house, reader, session| tell_again(house, reader, session.actor(), visit))
    }

    /// What was asked of supervisors over some days, both included, which leaves a trace.
    pub fn look_at_approvals(&self, days: (NaiveDate, NaiveDate)) -> Ticket<ApprovalOverview> {
        self.write(move |_, house, session| {
            Ok(house.look_at_approvals(session, new_op_id()?, &LookAtApprovals { days })?)
        })
    }

    /// Exports a log to a file.
    pub fn export_log(&self, plan: ExportPlan) -> RunJob<Exported> {
        self.long(move |house, session, watch| export(house, &house.reader()?, session, &plan, watch))
    }
}
