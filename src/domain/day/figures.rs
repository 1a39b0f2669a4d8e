//! The figures of a day. Every table of the act is a sum over the same lines, so that they agree with each other.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::by_themselves::{SelfServices, add_self_services};
use super::span::Spans;
use crate::domain::id::{UserId, WindowId};
use crate::domain::ledger::VoidCause;
use crate::domain::visit::VisitOutcome;

/// Visits that ended alike: of one procedure, with one outcome, by one clerk at one window.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attended {
    /// The procedure's id.
    pub procedure: String,
    /// How they ended.
    pub outcome: VisitOutcome,
    /// Who attended.
    pub clerk: UserId,
    /// Where.
    pub window: WindowId,
    /// How many.
    pub visits: u64,
}

impl Attended {
    /// An attention is a visit that ended served or not served; an abandoned one is none (own; the
    /// sheets' tables of attentions give only their volume).
    #[must_use]
    pub fn are_attentions(&self) -> bool {
        matches!(self.outcome, VisitOutcome::Served | VisitOutcome::NotServed)
    }
}

/// How the slips of a day ended.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slips {
    /// Delivered.
    pub delivered: u64,
    /// Of those delivered, without a signed acknowledgement.
    pub unsigned: u64,
    /// Void, by cause.
    pub void: BTreeMap<VoidCause, u64>,
    /// Serials that paper alone knows, named by a restore of this day: they were given out on some day before it.
    pub unknown: u64,
}

impl Slips {
    /// Every serial given out.
    #[must_use]
    pub fn issued(&self) -> u64 {
        self.delivered.saturating_add(self.voided())
    }

    /// Those that are void.
    #[must_use]
    pub fn voided(&self) -> u64 {
        sum(self.void.values().copied())
    }
}

/// What a day, or several, came to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// The visits that ended, in order; each combination once.
    pub attended: Vec<Attended>,
    /// The slips.
    pub slips: Slips,
    /// Attended turns of a priority group.
    pub priority_turns: u64,
    /// Warnings that were overridden, by rule, each time that it was done.
    pub overrides: BTreeMap<String, u64>,
    /// Complaints recorded, by procedure.
    pub complaints: BTreeMap<String, u64>,
    /// Requests that a sole supervisor answered for themselves.
    pub own_answers: u64,
    /// Facts of the registers that a sole supervisor confirmed, whose account they had given to whoever wrote them.
    #[serde(default)]
    pub own_confirmations: u64,
    /// Visits that were in pause at the close, and ended with it.
    pub parked_at_close: u64,
    /// Visits begun on an earlier day, after that day's close.
    pub after_earlier_close: u64,
    /// From a person's arrival to the beginning of the visit, in the attentions of a turn of its own.
    pub waiting: Spans,
    /// From the beginning of an attention to its end, pauses included; one that the close ended is left out.
    pub service: Spans,
    /// What people began by themselves on the day, and how it stood at the close: no attentions.
    #[serde(default)]
    pub self_service: SelfServices,
}

impl Figures {
    /// How many attentions there were.
    #[must_use]
    pub fn attentions(&self) -> u64 {
        sum(self.attentions_by(|_| ()).into_values())
    }

    /// How many visits ended because the person left.
    #[must_use]
    pub fn abandoned(&self) -> u64 {
        sum(self.attended.iter().filter(|line| !line.are_attentions()).map(|line| line.visits))
    }

    /// How many warnings were overridden.
    #[must_use]
    pub fn overridden(&self) -> u64 {
        sum(self.overrides.values().copied())
    }

    /// How many complaints were recorded.
    #[must_use]
    pub fn complained(&self) -> u64 {
        sum(self.complaints.values().copied())
    }

    /// The attentions, counted by whatever a line says.
    #[must_use]
    pub fn attentions_by<K: Ord>(&self, key: impl Fn(&Attended) -> K) -> BTreeMap<K, u64> {
        let mut counts = BTreeMap::new();
        for line in self.attended.iter().filter(|line| line.are_attentions()) {
            add_to(&mut counts, key(line), line.visits);
        }
        counts
    }

    /// These and those of another day.
    pub fn add(&mut self, other: &Self) {
        let mut lines = BTreeMap::new();
        for line in self.attended.drain(..).chain(other.attended.iter().cloned()) {
            let Attended { procedure, outcome, clerk, window, visits } = line;
            add_to(&mut lines, (procedure, outcome, clerk, window), visits);
        }
        self.attended = lines
            .into_iter()
            .map(|((procedure, outcome, clerk, window), visits)| Attended { procedure, outcome, clerk, window, visits })
            .collect();
        let slips = &mut self.slips;
        slips.delivered = slips.delivered.saturating_add(other.slips.delivered);
        slips.unsigned = slips.unsigned.saturating_add(other.slips.unsigned);
        slips.unknown = slips.unknown.saturating_add(other.slips.unknown);
        add_all(&mut slips.void, &other.slips.void);
        add_all(&mut self.overrides, &other.overrides);
        add_all(&mut self.complaints, &other.complaints);
        self.priority_turns = self.priority_turns.saturating_add(other.priority_turns);
        self.own_answers = self.own_answers.saturating_add(other.own_answers);
        self.own_confirmations = self.own_confirmations.saturating_add(other.own_confirmations);
        self.parked_at_close = self.parked_at_close.saturating_add(other.parked_at_close);
        self.after_earlier_close = self.after_earlier_close.saturating_add(other.after_earlier_close);
        self.waiting.add(&other.waiting);
        self.service.add(&other.service);
        add_self_services(&mut self.self_service, &other.self_service);
    }
}

fn sum(counts: impl Iterator<Item = u64>) -> u64 {
    counts.fold(0, u64::saturating_add)
}

fn add_to<K: Ord>(counts: &mut BTreeMap<K, u64>, key: K, more: u64) {
    let count = counts.entry(key).or_default();
    *count = count.saturating_add(more);
}

fn add_all<K: Ord + Clone>(counts: &mut BTreeMap<K, u64>, others: &BTreeMap<K, u64>) {
    others.iter().for_each(|(key, more)| add_to(counts, key.clone(), *more));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(procedure: &str, outcome: VisitOutcome, clerk: i64, visits: u64) -> Attended {
        Attended { procedure: procedure.into(), outcome, clerk: UserId(clerk), window: WindowId(1), visits }
    }

    fn day() -> Figures {
        Figures {
            attended: vec![
                line("affiliate_key", VisitOutcome::Served, 2, 3),
                line("employer_key", VisitOutcome::Served, 1, 5),
                line("employer_key", VisitOutcome::NotServed, 1, 2),
                line("employer_key", VisitOutcome::Abandoned, 2, 1),
            ],
            slips: Slips { delivered: 5, unsigned: 1, void: BTreeMap::from([(VoidCause::Jam, 2)]), unknown: 0 },
            overrides: BTreeMap::from([("EK-E1".to_owned(), 2)]),
            waiting: Spans::from(vec![60]),
            ..Figures::default()
        }
    }

    #[test]
    fn who_left_was_not_attended_and_every_table_has_the_same_sum() {
        let day = day();
        assert_eq!((day.attentions(), day.abandoned()), (10, 1));
        for by_clerk_or_procedure in [
            day.attentions_by(|line| line.clerk.to_string()),
            day.attentions_by(|line| line.procedure.clone()),
            day.attentions_by(|line| line.outcome.code().to_owned()),
        ] {
            assert_eq!(sum(by_clerk_or_procedure.into_values()), 10);
        }
        assert_eq!(day.slips.issued(), 7);
    }

    #[test]
    fn two_days_add_up_line_by_line() {
        let mut month = day();
        let mut second = day();
        second.attended.push(line("employer_key", VisitOutcome::Served, 9, 4));
        second.overrides.insert("EK-T4".into(), 1);
        month.add(&second);
        assert_eq!((month.attentions(), month.abandoned(), month.slips.issued()), (24, 2, 14));
        assert_eq!(month.attended.len(), 5);
        assert!(month.attended.is_sorted());
        assert_eq!(month.overrides, BTreeMap::from([("EK-E1".to_owned(), 4), ("EK-T4".to_owned(), 1)]));
        assert_eq!(month.waiting.count(), 2);
        let mut alone = Figures::default();
        alone.add(&second);
        second.attended.sort();
        assert_eq!(alone, second);
    }
}
