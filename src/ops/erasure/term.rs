//! For how long what is kept of a person is kept, and whether that is over.

use chrono::{Months, NaiveDate, NaiveTime};

use crate::domain::calendar::{Moment, Zone, day_in_figures};
use crate::domain::number::PersonNumber;
use crate::domain::retention::TERM_YEARS;
use crate::ops::error::{Error, refuse};
use crate::ops::house::operation::Work;
use crate::store::{self, Reader};

/// A term, as it stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ops) struct Term {
    years: u16,
    today: NaiveDate,
    zone: Zone,
}

/// When somebody was last dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ops) enum LastDealing {
    /// A visit of theirs is under way.
    Now,
    /// On this day.
    On(NaiveDate),
    /// Nobody remembers any.
    Never,
}

impl Term {
    /// So many years, on this day.
    pub(in crate::ops) fn new(years: u16, today: NaiveDate, zone: Zone) -> Self {
        Self { years, today, zone }
    }

    /// The centre's term for personal data, at work.
    pub(super) fn of(work: &Work<'_>) -> Self {
        Self::new(work.settings.retention.personal_data_years.unwrap_or(TERM_YEARS), work.day, work.centre.zone)
    }

    fn months(self) -> Months {
        Months::new(u32::from(self.years).saturating_mul(12))
    }

    /// The last day of the term of something that happened then; beyond the calendar, never over.
    fn ends(self, day: NaiveDate) -> NaiveDate {
        day.checked_add_months(self.months()).unwrap_or(NaiveDate::MAX)
    }

    /// Is the term over of something that happened then?
    pub(in crate::ops) fn is_over(self, day: NaiveDate) -> bool {
        self.ends(day) < self.today
    }

    /// The first day whose term is not over.
    pub(in crate::ops) fn begins(self) -> NaiveDate {
        self.today.checked_sub_months(self.months()).unwrap_or(NaiveDate::MIN)
    }

    /// When that day began, in milliseconds since the Unix epoch.
    pub(in crate::ops) fn begins_at_ms(self) -> i64 {
        Moment::from_local(self.begins().and_time(NaiveTime::MIN), self.zone).0
    }

    /// The day of a moment, where the centre stands.
    pub(in crate::ops) fn day(self, at: Moment) -> NaiveDate {
        at.day(self.zone)
    }

    /// When somebody was last dealt with: a visit, a turn, a power or an artisan paper.
    pub(in crate::ops) fn last_dealing(self, reader: &Reader, number: &PersonNumber) -> Result<LastDealing, Error> {
        let dealt_with = match store::erasure::last_dealt_with(reader, number)? {
            Some(i64::MAX) => return Ok(LastDealing::Now),
            Some(at_ms) => Some(self.day(Moment(at_ms))),
            None => None,
        };
        let last = dealt_with.max(store::erasure::last_turn_day(reader, number)?);
        Ok(last.map_or(LastDealing::Never, LastDealing::On))
    }

    /// Refuses while the purpose lasts.
    pub(super) fn require_over(self, reader: &Reader, number: &PersonNumber) -> Result<(), Error> {
        if is_in_register(reader, number)? {
            return refuse(
                "in_register",
                "El registro de empleadores nombra a esta persona: mientras sea así, sus datos no se borran.",
            );
        }
        match self.last_dealing(reader, number)? {
            LastDealing::Now => {
                refuse("open_visit", "Esta persona tiene una atención sin terminar: sus datos todavía se usan.")
            }
            LastDealing::On(day) if !self.is_over(day) => refuse(
                "term",
                format!(
                    "Los datos se conservan {} años: lo último de esta persona es del {}, y se puede borrar después del {}.",
                    self.years,
                    day_in_figures(day),
                    day_in_figures(self.ends(day))
                ),
            ),
            LastDealing::On(_) | LastDealing::Never => Ok(()),
        }
    }

    /// May somebody be erased?
    pub(super) fn allows(self, reader: &Reader, number: &PersonNumber) -> Result<bool, Error> {
        match self.require_over(reader, number) {
            Ok(()) => Ok(true),
            Err(Error::Refused(_)) => Ok(false),
            Err(fault) => Err(fault),
        }
    }
}

/// Does the register of employers name somebody, as an employer or as a representative in office?
pub(in crate::ops) fn is_in_register(reader: &Reader, number: &PersonNumber) -> Result<bool, Error> {
    Ok(store::erasure::is_employer(reader, number)? || !store::employer::of_person(reader, number)?.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_over_the_day_after_its_last() {
        let today = NaiveDate::from_ymd_opt(2028, 2, 29).unwrap();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let term = Term::new(7, today, Zone::Mainland);
        assert_eq!((term.begins(), term.ends(day("2021-02-28"))), (day("2021-02-28"), day("2028-02-28")));
        assert!(term.is_over(day("2021-02-28")), "a leap day has no anniversary: its eve is over");
        assert!(!term.is_over(day("2021-03-01")));
        assert_eq!(Term::new(7, day("2028-03-01"), Zone::Galapagos).begins_at_ms(), 1_614_578_400_000);
    }
}
