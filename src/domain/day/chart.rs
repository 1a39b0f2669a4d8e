//! What a day or a month looks like: the attentions by hour, how long people waited and were attended, how the visits
//! ended, and with what lacking people came.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate, Timelike as _};

use super::period::Period;
use super::span::Spans;
use crate::domain::calendar::{Moment, Zone};
use crate::domain::rule::unseen_rule;
use crate::domain::visit::VisitOutcome;

/// A visit that ended, as it is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    /// The accounting day it counts in.
    pub day: NaiveDate,
    /// When it began.
    pub began: Moment,
    /// How it ended.
    pub outcome: VisitOutcome,
    /// From the person's arrival to its beginning, where that is measured: in the attentions of a turn of its own.
    pub waiting_secs: Option<u32>,
    /// From its beginning to its end, pauses included, where that is measured: not of one that the day's close ended.
    pub service_secs: Option<u32>,
}

impl Measured {
    /// An attention ended served or not served; who left was not attended.
    #[must_use]
    pub fn is_attention(&self) -> bool {
        self.outcome != VisitOutcome::Abandoned
    }
}

/// An hour of a day, or a day of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// From this hour on, 0 to 23, in the centre's zone.
    Hour(u32),
    /// A day of a month, from 1 on.
    Day(u32),
}

impl Slot {
    /// As it stands at an axis: "9 h", "20".
    #[must_use]
    pub fn short(self) -> String {
        match self {
            Self::Hour(hour) => format!("{hour} h"),
            Self::Day(day) => day.to_string(),
        }
    }

    /// As it is read aloud: "9 a 10 h", "día 20".
    #[must_use]
    pub fn in_words(self) -> String {
        match self {
            Self::Hour(hour) => format!("{hour} a {} h", hour.saturating_add(1)),
            Self::Day(day) => format!("día {day}"),
        }
    }
}

/// How long people waited and were attended in a part of the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Times {
    /// Which part.
    pub slot: Slot,
    /// The waiting.
    pub waiting: Spans,
    /// The service.
    pub service: Spans,
}

/// What a period looks like. Its sums are those of the period's closes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Which period.
    pub period: Period,
    /// The attentions by the hour in which they began, from the first hour with one to the last; the hours between stand
    /// there with none.
    pub by_hour: Vec<(Slot, u64)>,
    /// Of a day by hour, of a month by day; only where something was measured.
    pub times: Vec<Times>,
    /// The waiting of all of it.
    pub waiting: Spans,
    /// The service of all of it.
    pub service: Spans,
    /// How the visits ended.
    pub outcomes: [(VisitOutcome, u64); 3],
    /// Why visits ended not served, by the codes that a visit keeps, the most frequent first: what people lacked.
    pub reasons: Vec<(String, u64)>,
    /// The rules that nobody looked at in visits that ended not served, the most frequent first: nobody's lack.
    pub unseen: Vec<(String, u64)>,
}

impl Chart {
    /// Of the period's visits, and the reasons of those not served with how often each was given.
    #[must_use]
    pub fn of(period: Period, zone: Zone, visits: &[Measured], mut reasons: Vec<(String, u64)>) -> Self {
        let mut by_hour: BTreeMap<u32, u64> = BTreeMap::new();
        let mut times: BTreeMap<Slot, (Vec<u32>, Vec<u32>)> = BTreeMap::new();
        let mut outcomes = VisitOutcome::ALL.map(|outcome| (outcome, 0_u64));
        for visit in visits {
            let hour = visit.began.local(zone).hour();
            if let Some((_, count)) = outcomes.iter_mut().find(|(outcome, _)| *outcome == visit.outcome) {
                *count = count.saturating_add(1);
            }
            // Who left was attended at no hour.
            if visit.is_attention() {
                let count = by_hour.entry(hour).or_default();
                *count = count.saturating_add(1);
            }
            if visit.waiting_secs.is_some() || visit.service_secs.is_some() {
                let slot = match period {
                    Period::Day(_) => Slot::Hour(hour),
                    Period::Month(_) => Slot::Day(visit.day.day()),
                };
                let (waiting, service) = times.entry(slot).or_default();
                waiting.extend(visit.waiting_secs);
                service.extend(visit.service_secs);
            }
        }
        let hours = by_hour.keys().next().copied().zip(by_hour.keys().next_back().copied());
        let count_of = |hour: u32| by_hour.get(&hour).copied().unwrap_or_default();
        let by_hour =
            hours.map(|(first, last)| (first..=last).map(|hour| (Slot::Hour(hour), count_of(hour))).collect());
        reasons.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        let (unseen, reasons): (Vec<_>, Vec<_>) =
            reasons.into_iter().partition(|(reason, _)| unseen_rule(reason).is_some());
        let rule_of = |(reason, count): (String, u64)| (unseen_rule(&reason).unwrap_or_default().to_owned(), count);
        let lengths = |of: fn(&Measured) -> Option<u32>| visits.iter().filter_map(of).collect::<Vec<_>>().into();
        Self {
            period,
            by_hour: by_hour.unwrap_or_default(),
            times: times
                .into_iter()
                .map(|(slot, (waiting, service))| Times { slot, waiting: waiting.into(), service: service.into() })
                .collect(),
            waiting: lengths(|visit| visit.waiting_secs),
            service: lengths(|visit| visit.service_secs),
            outcomes,
            reasons,
            unseen: unseen.into_iter().map(rule_of).collect(),
        }
    }

    /// How many visits ended in it.
    #[must_use]
    pub fn visits(&self) -> u64 {
        self.outcomes.iter().map(|(_, count)| *count).fold(0, u64::saturating_add)
    }

    /// How many of them were attentions.
    #[must_use]
    pub fn attentions(&self) -> u64 {
        self.by_hour.iter().map(|(_, count)| *count).fold(0, u64::saturating_add)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot read its own example fails")]
mod tests {
    use super::*;
    use crate::domain::day::Month;

    fn visit(at: &str, outcome: VisitOutcome, waiting: Option<u32>, service: Option<u32>) -> Measured {
        let at: chrono::NaiveDateTime = at.parse().unwrap();
        Measured {
            day: at.date(),
            began: Moment::from_local(at, Zone::Mainland),
            outcome,
            waiting_secs: waiting,
            service_secs: service,
        }
    }

    fn visits() -> Vec<Measured> {
        use VisitOutcome::{Abandoned, NotServed, Served};
        vec![
            visit("2026-11-20T09:59:59", Served, Some(60), Some(300)),
            visit("2026-11-20T09:00:00", NotServed, Some(180), Some(100)),
            visit("2026-11-20T12:10:00", Served, None, Some(20)),
            visit("2026-11-20T16:00:00", Abandoned, None, None),
            visit("2026-11-23T08:30:00", Served, Some(5), None),
        ]
    }

    #[test]
    fn a_day_is_told_by_its_hours() {
        let day = Period::Day("2026-11-20".parse().unwrap());
        let chart = Chart::of(day, Zone::Mainland, &visits()[..4], Vec::new());
        let hours = [(9, 2), (10, 0), (11, 0), (12, 1)].map(|(hour, count)| (Slot::Hour(hour), count));
        assert_eq!(chart.by_hour, hours, "who left was attended at no hour; an hour without anybody is seen");
        assert_eq!(chart.outcomes.map(|(_, count)| count), [2, 1, 1]);
        assert_eq!((chart.visits(), chart.attentions()), (4, 3));
        let times: Vec<_> =
            chart.times.iter().map(|it| (it.slot, it.waiting.median_secs(), it.service.ninetieth_secs())).collect();
        assert_eq!(times, [(Slot::Hour(9), Some(60), Some(300)), (Slot::Hour(12), None, Some(20))]);
        assert_eq!((chart.waiting.ninetieth_secs(), chart.service.median_secs()), (Some(180), Some(100)));
    }

    #[test]
    fn a_month_is_told_by_its_days_and_the_hours_of_all_of_them() {
        let month = Period::Month(Month::parse("2026-11").unwrap());
        let reasons = [("EK-R3", 2), ("unseen:EK-A1", 9), ("EK-A1", 7), ("EK-E4", 2), ("unseen:EK-R3", 1)]
            .map(|(reason, count)| (reason.to_owned(), count));
        let chart = Chart::of(month, Zone::Mainland, &visits(), reasons.into());
        assert_eq!(chart.times.iter().map(|it| it.slot).collect::<Vec<_>>(), [Slot::Day(20), Slot::Day(23)]);
        assert_eq!((chart.by_hour.first(), chart.attentions()), (Some(&(Slot::Hour(8), 1)), 4));
        let reasons: Vec<&str> = chart.reasons.iter().map(|(reason, _)| reason.as_str()).collect();
        assert_eq!(reasons, ["EK-A1", "EK-E4", "EK-R3"], "the most frequent first");
        let unseen = [("EK-A1", 9), ("EK-R3", 1)].map(|(rule, count)| (rule.to_owned(), count));
        assert_eq!(chart.unseen, unseen, "what nobody looked at is nobody's lack");
    }

    #[test]
    fn a_period_without_anybody_is_empty() {
        let chart = Chart::of(Period::Day(NaiveDate::MIN), Zone::Mainland, &[], Vec::new());
        assert_eq!((chart.visits(), chart.by_hour.len(), chart.times.len()), (0, 0, 0));
    }
}
