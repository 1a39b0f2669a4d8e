//! A birthday as somebody is asked for it: day and month (affiliate-key sheet, step 5). Nobody asks for the year, so none
//! is kept.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use crate::domain::calendar::month_name;

/// A year that has a 29th of February.
const LEAP_YEAR: i32 = 2000;

/// Day and month of a birth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BirthDay {
    /// 1 to 12.
    month: u32,
    /// 1 to 31.
    day: u32,
}

impl BirthDay {
    /// This day of this month, where some year has it.
    #[must_use]
    pub fn new(day: u32, month: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(LEAP_YEAR, month, day).map(Self::of)
    }

    /// That of whoever was born on a day.
    #[must_use]
    pub fn of(born_on: NaiveDate) -> Self {
        Self { month: born_on.month(), day: born_on.day() }
    }

    /// Reads it as it is typed, the day first: "5/3", "05-03".
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (day, month) = text.trim().split_once(['/', '-', '.'])?;
        Self::new(number(day.trim())?, number(month.trim())?)
    }

    /// The stable code, for the store and for entries: "03-05", the month first.
    #[must_use]
    pub fn code(self) -> String {
        format!("{:02}-{:02}", self.month, self.day)
    }

    /// The one of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let (month, day) = code.split_once('-').filter(|_| code.len() == 5)?;
        Self::new(number(day)?, number(month)?)
    }

    /// "5 de marzo".
    #[must_use]
    pub fn in_words(self) -> String {
        format!("{} de {}", self.day, month_name(self.month))
    }
}

/// "05/03", the day first.
impl fmt::Display for BirthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}/{:02}", self.day, self.month)
    }
}

/// One or two digits.
fn number(text: &str) -> Option<u32> {
    let is_number = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot read its own example fails")]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_with_the_day_first_and_kept_with_the_month_first() {
        for text in ["5/3", "05/03", " 05-03 ", "5.3", "5 / 3"] {
            let birth = BirthDay::parse(text).unwrap();
            assert_eq!((birth.to_string(), birth.code()), ("05/03".into(), "03-05".into()), "{text}");
            assert_eq!(BirthDay::from_code(&birth.code()), Some(birth));
            assert_eq!(birth.in_words(), "5 de marzo");
        }
        assert_eq!(NaiveDate::from_ymd_opt(1961, 3, 5).map(BirthDay::of), BirthDay::new(5, 3));
    }

    #[test]
    fn a_day_that_some_year_has_is_one_and_no_other() {
        assert_eq!(BirthDay::parse("29/02").unwrap().code(), "02-29");
        for text in ["30/2", "31/4", "0/1", "1/0", "1/13", "32/1", "", "5", "5/3/1961", "a/b", "+5/3", "005/3", "５/3"]
        {
            assert_eq!(BirthDay::parse(text), None, "{text}");
        }
        for code in ["02-30", "2-29", "02/29", "0229", "", "02-2９"] {
            assert_eq!(BirthDay::from_code(code), None, "{code}");
        }
    }
}
