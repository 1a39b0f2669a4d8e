//! What people did by themselves at a turned screen, counted: no attentions, and beside them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::self_service::FlowOutcome;

/// Of one procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByThemselves {
    /// How many were begun.
    pub begun: u64,
    /// They have what they came for.
    pub done: u64,
    /// They were sent to the counter.
    pub to_counter: u64,
    /// What they gave did not agree, or was guessed at too often.
    pub refused: u64,
    /// They went away.
    pub left: u64,
}

/// By procedure.
pub type SelfServices = BTreeMap<String, ByThemselves>;

impl ByThemselves {
    /// The heads of its figures, in order.
    pub const HEADS: [&'static str; 5] = ["Empezados", "Completos", "A ventanilla", "Rechazados", "Sin terminar"];

    /// Its figures, in the order of their heads.
    #[must_use]
    pub fn figures(&self) -> [u64; 5] {
        [self.begun, self.done, self.to_counter, self.refused, self.left]
    }

    /// So many more that ended so, or have not ended yet.
    pub fn count(&mut self, outcome: Option<FlowOutcome>, more: u64) {
        self.begun = self.begun.saturating_add(more);
        let ended = match outcome {
            None => return,
            Some(FlowOutcome::Done) => &mut self.done,
            Some(FlowOutcome::ToCounter) => &mut self.to_counter,
            Some(FlowOutcome::Refused) => &mut self.refused,
            Some(FlowOutcome::Left) => &mut self.left,
        };
        *ended = ended.saturating_add(more);
    }

    /// These and those.
    pub fn add(&mut self, other: &Self) {
        let Self { begun, done, to_counter, refused, left } = other;
        self.begun = self.begun.saturating_add(*begun);
        self.done = self.done.saturating_add(*done);
        self.to_counter = self.to_counter.saturating_add(*to_counter);
        self.refused = self.refused.saturating_add(*refused);
        self.left = self.left.saturating_add(*left);
    }
}

/// These and those, by procedure.
pub fn add_self_services(counts: &mut SelfServices, others: &SelfServices) {
    for (procedure, more) in others {
        counts.entry(procedure.clone()).or_default().add(more);
    }
}

/// All of them together.
#[must_use]
pub fn all_self_services(counts: &SelfServices) -> ByThemselves {
    counts.values().fold(ByThemselves::default(), |mut all, more| {
        all.add(more);
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ended_was_begun_and_two_days_add_up() {
        let mut day = ByThemselves::default();
        day.count(None, 1);
        FlowOutcome::ALL.iter().zip(2..).for_each(|(outcome, more)| day.count(Some(*outcome), more));
        assert_eq!(day.figures(), [15, 2, 3, 4, 5]);
        let counts = SelfServices::from([("affiliate_key".to_owned(), day)]);
        let mut month = counts.clone();
        add_self_services(&mut month, &counts);
        month.insert("employer_key_recovery".into(), ByThemselves { begun: 1, ..ByThemselves::default() });
        assert_eq!(all_self_services(&month).figures(), [31, 4, 6, 8, 10]);
    }
}
