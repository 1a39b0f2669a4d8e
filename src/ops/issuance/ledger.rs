//! The steps between reserving and settling, as operations: sent, printed or unconfirmed, purged.

use crate::domain::id::IssuanceId;
use crate::domain::ledger::IssuanceState;
use crate::domain::user::{Actor, Role};
use crate::ops::error::{Error, known, refuse};
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::store::issuance::Issuance;
use crate::store::{self, Transaction};

/// The printer gave the job a number; the page goes to it next.
#[derive(Debug, Clone, Copy)]
pub struct MarkSent {
    /// The line.
    pub issuance: IssuanceId,
    /// The job's number at the printer.
    pub job_id: i32,
}

impl Operation for MarkSent {
    const NAME: &'static str = "issuance.sent";
    const BESIDE_OTHERS: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        self.issuance.into()
    }

    fn foresee(&self, tx: &Transaction<'_>, _by: Actor) {
        let _ = store::issuance::get_held(tx, self.issuance);
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let mut slip = changed_to(work, self.issuance, IssuanceState::Sent)?;
        slip.job_id = Some(self.job_id);
        store::issuance::update(work.tx, &slip)?;
        Ok(Done::new((), self.issuance, &[Changed::Issuances]).code(self.job_id.to_string()))
    }
}

/// The printer said that the job was completed.
#[derive(Debug, Clone, Copy)]
pub struct MarkPrinted {
    /// The line.
    pub issuance: IssuanceId,
}

impl Operation for MarkPrinted {
    const NAME: &'static str = "issuance.printed";
    const BESIDE_OTHERS: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        self.issuance.into()
    }

    fn foresee(&self, tx: &Transaction<'_>, _by: Actor) {
        let _ = store::issuance::get_held(tx, self.issuance);
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let slip = changed_to(work, self.issuance, IssuanceState::Printed)?;
        store::issuance::update(work.tx, &slip)?;
        Ok(Done::new((), self.issuance, &[Changed::Issuances]))
    }
}

/// The printer did not say; the paper may exist or not.
#[derive(Debug, Clone)]
pub struct MarkUnconfirmed {
    /// The line.
    pub issuance: IssuanceId,
    /// What is known, in words.
    pub why: String,
    /// Cancelling was not confirmed: the paper may still come out.
    pub may_still_print: bool,
}

impl Operation for MarkUnconfirmed {
    const NAME: &'static str = "issuance.unconfirmed";
    const BESIDE_OTHERS: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        self.issuance.into()
    }

    fn foresee(&self, tx: &Transaction<'_>, _by: Actor) {
        let _ = store::issuance::get_held(tx, self.issuance);
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let mut slip = changed_to(work, self.issuance, IssuanceState::Unconfirmed)?;
        slip.may_still_print = self.may_still_print;
        store::issuance::update(work.tx, &slip)?;
        Ok(Done::new((), self.issuance, &[Changed::Issuances]).detail(serde_json::json!({ "why": self.why })))
    }
}

/// The printer holds nothing of the job any more, as far as it says.
#[derive(Debug, Clone, Copy)]
pub struct MarkPurged {
    /// The line.
    pub issuance: IssuanceId,
}

impl Operation for MarkPurged {
    const NAME: &'static str = "issuance.purged";
    const BESIDE_OTHERS: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        self.issuance.into()
    }

    fn foresee(&self, tx: &Transaction<'_>, _by: Actor) {
        let _ = store::issuance::get_held(tx, self.issuance);
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let mut slip = known(store::issuance::get_held(work.tx, self.issuance)?, "esta clave")?;
        slip.purged = true;
        store::issuance::update(work.tx, &slip)?;
        Ok(Done::new((), self.issuance, &[Changed::Issuances]))
    }
}

/// A slip is the business of its own window; a dead window's of a supervisor at any.
pub(super) fn refuse_other_window(actor: Actor, slip: &Issuance) -> Result<(), Error> {
    if slip.window != actor.window && actor.role != Role::Supervisor {
        return refuse("other_window", "Esta clave es de otra ventanilla: la resuelve esa ventanilla, o supervisión.");
    }
    Ok(())
}

/// The line in another state, or a refusal that names both.
pub(super) fn changed_to(work: &Work<'_>, id: IssuanceId, to: IssuanceState) -> Result<Issuance, Error> {
    let mut slip = known(store::issuance::get_held(work.tx, id)?, "esta clave")?;
    refuse_other_window(work.actor, &slip)?;
    if !slip.state.may_become(to) {
        return refuse(
            "slip_state",
            format!(
                "La clave de serie {} está {}: no puede pasar a {}.",
                slip.serial,
                slip.state.spanish(),
                to.spanish()
            ),
        );
    }
    slip.state = to;
    Ok(slip)
}
