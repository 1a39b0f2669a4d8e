//! The monthly transparency table: attentions and complaints by procedure, as the sum of the month's days.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{Datelike, Months, NaiveDate};

use super::figures::Figures;
use crate::domain::calendar::month_name;
use crate::domain::procedure_id::ProcedureId;

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

/// The month's lines: every procedure of the counter, and whatever else was counted.
#[must_use]
pub fn month_lines<'f>(days: impl IntoIterator<Item = &'f Figures>) -> Vec<MonthLine> {
    let mut month = Figures::default();
    days.into_iter().for_each(|day| month.add(day));
    let attentions = month.attentions_by(|line| line.procedure.clone());
    let listed = ProcedureId::ALL.map(|id| id.as_str().to_owned());
    let mut order: BTreeMap<(usize, String), MonthLine> = BTreeMap::new();
    for procedure in listed.iter().chain(attentions.keys()).chain(month.complaints.keys()) {
        let place = listed.iter().position(|id| id == procedure).unwrap_or(listed.len());
        let of = |counts: &BTreeMap<String, u64>| counts.get(procedure).copied().unwrap_or_default();
        let line =
            MonthLine { procedure: procedure.clone(), complaints: of(&month.complaints), attentions: of(&attentions) };
        order.insert((place, procedure.clone()), line);
    }
    order.into_values().collect()
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
        for none in ["2028-13", "2028-00", "28-02", "2028-2", "2028/02", "", "+028-02", "2028-02-01"] {
            assert_eq!(Month::parse(none), None, "{none}");
        }
    }

    #[test]
    fn procedures_that_nobody_came_for_are_listed_too_and_in_their_order() {
        let day = Figures { complaints: BTreeMap::from([("aerial".to_owned(), 2)]), ..Figures::default() };
        let lines = month_lines([&day, &day]);
        let named: Vec<&str> = lines.iter().map(|line| line.procedure.as_str()).collect();
        assert_eq!(named, ["employer_key", "employer_key_recovery", "affiliate_key", "affiliate_key_unlock", "aerial"]);
        assert_eq!(lines.last().unwrap().complaints, 4);
    }
}
