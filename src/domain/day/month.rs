//! The monthly transparency table: attentions and complaints by procedure, as the sum of the month's days.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{Datelike, Months, NaiveDate};
use serde::Deserialize;

use super::by_themselves::SelfServices;
use super::figures::Attended;
use crate::domain::calendar::month_name;
use crate::domain::procedure;

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Month {
    first: NaiveDate,
}

impl Month {
    /// The month in which a day lies.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        Self { first: day.with_day(1).unwrap_or(day) }
    }

    /// Reads "2026-11".
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let shaped = text.len() == 7
            && text.bytes().enumerate().all(|(at, it)| if at == 4 { it == b'-' } else { it.is_ascii_digit() });
        let first = shaped.then(|| NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok()).flatten()?;
        Some(Self { first })
    }

    /// Its first day.
    #[must_use]
    pub fn first(self) -> NaiveDate {
        self.first
    }

    /// Its last day.
    #[must_use]
    pub fn last(self) -> NaiveDate {
        let next = self.first.checked_add_months(Months::new(1));
        next.and_then(|day| day.pred_opt()).unwrap_or(self.first)
    }

    /// The month before; `None` before the calendar begins.
    #[must_use]
    pub fn before(self) -> Option<Self> {
        self.first.pred_opt().map(Self::of)
    }

    /// The month after; `None` after the calendar ends.
    #[must_use]
    pub fn after(self) -> Option<Self> {
        self.first.checked_add_months(Months::new(1)).map(Self::of)
    }

    /// How a file of it is named: "2026-11".
    #[must_use]
    pub fn in_file_names(self) -> String {
        self.first.format("%Y-%m").to_string()
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.first.year()
    }

    /// 1 to 12.
    #[must_use]
    pub fn number(self) -> u32 {
        self.first.month()
    }
}

/// "noviembre de 2026".
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} de {}", month_name(self.number()), self.year())
    }
}

/// One line of the table (sheets "Clave de empleador" and "Desbloqueo": Año, Mes, Volumen de Quejas, Volumen de Atenciones).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthLine {
    /// The procedure's id.
    pub procedure: String,
    /// Complaints recorded.
    pub complaints: u64,
    /// Visits that ended served or not served.
    pub attentions: u64,
}

impl MonthLine {
    /// A procedure that nobody came for.
    #[must_use]
    pub fn none(procedure: String) -> Self {
        Self { procedure, complaints: 0, attentions: 0 }
    }

    /// These and those.
    pub fn add(&mut self, other: &Self) {
        self.complaints = self.complaints.saturating_add(other.complaints);
        self.attentions = self.attentions.saturating_add(other.attentions);
    }
}

/// What a day adds to the table. It is read out of the figures that a close kept, whatever else they hold.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Volumes {
    /// The visits that ended.
    pub attended: Vec<Attended>,
    /// Complaints recorded, by procedure.
    pub complaints: BTreeMap<String, u64>,
    /// What people did by themselves: it stands beside the table.
    #[serde(default)]
    pub self_service: SelfServices,
}

/// The month's lines: every procedure of the counter, and whatever else was counted.
#[must_use]
pub fn month_lines(days: impl IntoIterator<Item = Volumes>) -> Vec<MonthLine> {
    let listed: Vec<String> = procedure::all().map(|id| id.as_str().to_owned()).collect();
    let place_of = |procedure: &str| listed.iter().position(|id| id == procedure).unwrap_or(listed.len());
    let mut lines: BTreeMap<(usize, String), MonthLine> =
        listed.iter().map(|id| ((place_of(id), id.clone()), MonthLine::none(id.clone()))).collect();
    let mut add = |procedure: String, complaints: u64, attentions: u64| {
        let line = lines
            .entry((place_of(&procedure), procedure.clone()))
            .or_insert_with(|| MonthLine::none(procedure.clone()));
        line.add(&MonthLine { procedure, complaints, attentions });
    };
    for day in days {
        for line in day.attended.into_iter().filter(Attended::are_attentions) {
            add(line.procedure, 0, line.visits);
        }
        for (procedure, complaints) in day.complaints {
            add(procedure, complaints, 0);
        }
    }
    lines.into_values().collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot read its own example fails")]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_and_knows_its_days() {
        let month = Month::parse("2028-02").unwrap();
        assert_eq!((month.first().to_string(), month.last().to_string()), ("2028-02-01".into(), "2028-02-29".into()));
        assert_eq!(month.to_string(), "febrero de 2028");
        assert_eq!(Month::of(month.last()), month);
        assert_eq!(month.after().and_then(Month::before), Some(month));
        assert_eq!(month.before().map(Month::in_file_names), Some("2028-01".into()));
        for none in ["2028-13", "2028-00", "28-02", "2028-2", "2028/02", "", "+028-02", "2028-02-01"] {
            assert_eq!(Month::parse(none), None, "{none}");
        }
    }

    #[test]
    fn procedures_that_nobody_came_for_are_listed_too_and_in_their_order() {
        let day = Volumes { complaints: BTreeMap::from([("aerial".to_owned(), 2)]), ..Volumes::default() };
        let lines = month_lines([day.clone(), day]);
        let named: Vec<&str> = lines.iter().map(|line| line.procedure.as_str()).collect();
        let offered: Vec<&str> = procedure::all().map(|id| id.as_str()).chain(["aerial"]).collect();
        assert_eq!(named, offered);
        assert_eq!(lines.last().unwrap().complaints, 4);
    }
}
