//! A day or a month: what figures are asked of.

use std::fmt;

use chrono::NaiveDate;

use super::month::Month;
use crate::domain::calendar::day_in_words;

/// A day or a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// A day.
    Day(NaiveDate),
    /// A month.
    Month(Month),
}

impl Period {
    /// Its first day.
    #[must_use]
    pub fn first(self) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::Month(month) => month.first(),
        }
    }

    /// Its last day.
    #[must_use]
    pub fn last(self) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::Month(month) => month.last(),
        }
    }

    /// The one before it; `None` before the calendar begins.
    #[must_use]
    pub fn before(self) -> Option<Self> {
        match self {
            Self::Day(day) => day.pred_opt().map(Self::Day),
            Self::Month(month) => month.before().map(Self::Month),
        }
    }

    /// The one after it; `None` after the calendar ends.
    #[must_use]
    pub fn after(self) -> Option<Self> {
        match self {
            Self::Day(day) => day.succ_opt().map(Self::Day),
            Self::Month(month) => month.after().map(Self::Month),
        }
    }

    /// How a file of it is named: "2026-11-20", "2026-11".
    #[must_use]
    pub fn in_file_names(self) -> String {
        match self {
            Self::Day(day) => day.to_string(),
            Self::Month(month) => month.in_file_names(),
        }
    }
}

/// "20 de noviembre de 2026", "noviembre de 2026".
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => f.write_str(&day_in_words(*day)),
            Self::Month(month) => month.fmt(f),
        }
    }
}
