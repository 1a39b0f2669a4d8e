//! Dates of two-digit years.

use super::fault::{MrzFault, MrzField};
use chrono::{Datelike, NaiveDate};

/// A date as the zone has it: two digits each of year, month and day, or a birth whose day is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MrzDate(Option<(u8, u8, u8)>);

impl MrzDate {
    /// A date of birth. Fillers may stand for the day, for month and day, or for all of it.
    pub(super) fn birth(text: &str) -> Result<Self, MrzFault> {
        let known = text.trim_end_matches('<');
        let first_day_of_it: String = known.chars().chain("000101".chars().skip(known.len())).collect();
        match known.len() {
            0 | 2 | 4 => Self::complete(MrzField::Birth, &first_day_of_it, text).map(|_| Self(None)),
            _ => Self::complete(MrzField::Birth, text, text),
        }
    }

    /// A date of expiry, always complete.
    pub(super) fn expiry(text: &str) -> Result<Self, MrzFault> {
        Self::complete(MrzField::Expiry, text, text)
    }

    fn complete(field: MrzField, digits: &str, as_read: &str) -> Result<Self, MrzFault> {
        let part = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u8>().ok();
        let date = Self(part(0..2).zip(part(2..4)).zip(part(4..6)).map(|((year, month), day)| (year, month, day)));
        // A 29 February needs the right century; that some year has the day is all that can be said here.
        match date.in_century(19).or(date.in_century(20)) {
            Some(_) => Ok(date),
            None => Err(MrzFault::Date { field, found: as_read.to_owned() }),
        }
    }

    fn in_century(self, century: i32) -> Option<NaiveDate> {
        let (year, month, day) = self.0?;
        let year = century.checked_mul(100)?.checked_add(i32::from(year))?;
        NaiveDate::from_ymd_opt(year, u32::from(month), u32::from(day))
    }

    /// Days with this two-digit year in the centuries around the reference, oldest first.
    fn around(self, reference: NaiveDate) -> impl DoubleEndedIterator<Item = NaiveDate> {
        let century = reference.year().div_euclid(100);
        [century.saturating_sub(1), century, century.saturating_add(1)]
            .into_iter()
            .filter_map(move |century| self.in_century(century))
    }

    pub(super) fn not_after(self, reference: NaiveDate) -> Option<NaiveDate> {
        self.around(reference).rev().find(|day| *day <= reference)
    }

    pub(super) fn nearest(self, reference: NaiveDate) -> Option<NaiveDate> {
        self.around(reference).min_by_key(|day| day.signed_duration_since(reference).num_days().saturating_abs())
    }
}
