//! Somebody goes away: by a word, or because the screen waited in vain.

use super::who;
use crate::domain::id::SelfServiceId;
use crate::domain::self_service::{FlowOutcome, LEFT_AFTER_MINUTES};
use crate::ops::error::{Error, known};
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::store;

/// Ends what somebody left.
#[derive(Debug, Clone, Copy)]
pub struct LeaveFlow {
    /// Which.
    pub flow: SelfServiceId,
    /// How it ended for them: they left, or go to the counter because of what they said themselves.
    pub goes_to_counter: bool,
}

impl Operation for LeaveFlow {
    const NAME: &'static str = "self_service.leave";
    const FOR_SELF_SERVICE: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        self.flow.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let flow = known(store::self_service::get(work.tx, self.flow)?, "este autoservicio")?;
        // What had ended already ended as it did.
        let leaves = if self.goes_to_counter { FlowOutcome::ToCounter } else { FlowOutcome::Left };
        let outcome = flow.outcome.unwrap_or(leaves);
        store::self_service::end(work.tx, flow.id, outcome, work.now.0)?;
        let (person, _) = who(&flow);
        let detail = serde_json::json!({ "number": person.as_str() });
        Ok(Done::new((), flow.id, &[Changed::Mail, Changed::SelfService]).code(outcome.code()).detail(detail))
    }
}

const MINUTE_MS: i64 = 60_000;

/// Ends what was begun long ago at a screen that is gone: whoever begins anew finds nothing half done.
pub(super) fn end_left(work: &Work<'_>) -> Result<(), Error> {
    let before = work.now.0.saturating_sub(LEFT_AFTER_MINUTES.saturating_mul(MINUTE_MS));
    for flow in store::self_service::left_before(work.tx, before)? {
        store::self_service::end(work.tx, flow, FlowOutcome::Left, work.now.0)?;
    }
    Ok(())
}
