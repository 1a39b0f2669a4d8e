//! A day's close: the day that something counts in, what has to be settled before a day can be closed, and the figures
//! of its act. A month is the sum of its days, alone or beside those of other centres; a day and a month can be
//! looked at as a chart.

mod by_themselves;
mod centres;
mod chart;
mod figures;
mod hindrance;
mod month;
mod period;
mod span;

use std::collections::BTreeSet;

use chrono::NaiveDate;

pub use by_themselves::{ByThemselves, SelfServices, add_self_services, all_self_services};
pub use centres::{CentreMonth, CentresMonth, CentresRow, CountedMonth, RowOf, Unread, Volume};
pub use chart::{Chart, Measured, Slot, Times};
pub use figures::{Attended, Figures, Slips};
pub use hindrance::Hindrance;
pub use month::{Month, MonthLine, Volumes, month_lines};
pub use period::Period;
pub use span::{Spans, minutes_and_seconds, span_in_figures};

/// The day that something done `today` counts in: the first one from today on that is not closed. What is done after the
/// day's close counts in the next one.
#[must_use]
pub fn accounting_day(today: NaiveDate, closed: &BTreeSet<NaiveDate>) -> NaiveDate {
    let mut day = today;
    while closed.contains(&day) {
        match day.succ_opt() {
            Some(next) => day = next,
            None => return day,
        }
    }
    day
}

/// Why a visit that was in pause at the day's close counts as not served: stands among the countable reasons.
pub const PARKED_AT_CLOSE: &str = "parked_at_close";

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot read its own example fails")]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_after_a_close_counts_in_the_first_day_that_is_open() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let counts_in = |closed: &[&str]| {
            accounting_day(day("2026-11-20"), &closed.iter().map(|text| day(text)).collect()).to_string()
        };
        assert_eq!(counts_in(&[]), "2026-11-20");
        assert_eq!(counts_in(&["2026-11-19"]), "2026-11-20");
        assert_eq!(counts_in(&["2026-11-19", "2026-11-20"]), "2026-11-21");
        assert_eq!(counts_in(&["2026-11-21"]), "2026-11-20");
        assert_eq!(accounting_day(NaiveDate::MAX, &BTreeSet::from([NaiveDate::MAX])), NaiveDate::MAX);
    }
}
