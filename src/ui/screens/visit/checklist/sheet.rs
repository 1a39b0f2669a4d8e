//! The working copy on the screen: edited here, judged here, saved behind.

use super::on_screen::{OnScreen, Registered};
use crate::domain::procedure::{self, Case};
use crate::domain::rule::Assessment;

/// A case with its verdict.
#[derive(Debug, Clone)]
pub(super) struct Sheet<P: OnScreen> {
    pub(super) case: Case<P>,
    pub(super) assessment: Assessment,
}

impl<P: OnScreen> Sheet<P> {
    pub(super) fn of(case: Case<P>) -> Self {
        let assessment = procedure::assess(&case);
        Self { case, assessment }
    }

    /// The clerk changed something.
    pub(super) fn judge(&mut self) {
        self.assessment = procedure::assess(&self.case);
    }

    /// Takes over what is not the clerk's to say: what the registers answered, the overrides, the time. What the clerk wrote
    /// stays as it stands here. Answers whether something followed from it that leaves no choice, which is then to be saved.
    pub(super) fn take_from_store(&mut self, saved: Case<P>) -> bool {
        let was = P::registered(&self.case);
        self.case.around = saved.around;
        self.case.answers = saved.answers;
        self.case.copy.first_judgement = saved.copy.first_judgement;
        let has_come = was != Registered::Known && P::registered(&self.case) == Registered::Known;
        let has_followed = has_come && P::choose_what_is_certain(&mut self.case);
        self.judge();
        has_followed
    }
}
