//! When the day's backup is due, and how the last one stands. Pure: the time is an argument.
//!
//! A machine backs up by itself once a day, as soon as its hour has come and somebody is at the window; whoever comes in
//! later the same day catches up. A backup by hand counts as the day's, whatever its hour.

use std::path::PathBuf;

use chrono::NaiveTime;

use super::KEPT;
use crate::domain::calendar::{Moment, Zone};

/// After a try that came to nothing it is tried again when so much time has gone.
const BETWEEN_TRIES_MS: i64 = 15 * 60 * 1000;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Where this machine backs its store up, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Routine {
    /// The folder for backups; without one none is made by itself.
    pub folder: Option<PathBuf>,
    /// From this hour on, by the centre's clock.
    pub hour: NaiveTime,
    /// How many backups stay in the folder.
    pub keep: u16,
}

impl Default for Routine {
    /// No folder; 13:00, when the counter is at its quietest; as many as [`KEPT`].
    fn default() -> Self {
        let hour = NaiveTime::from_hms_opt(13, 0, 0).unwrap_or(NaiveTime::MIN);
        Self { folder: None, hour, keep: u16::try_from(KEPT).unwrap_or(u16::MAX) }
    }
}

/// Is the day's backup to be begun now? `last_try` is the last one that came to nothing.
///
/// A success or a try that lies ahead of the clock, which was set back, says nothing about today unless it is of today.
#[must_use]
pub fn is_due(
    hour: NaiveTime,
    zone: Zone,
    now: Moment,
    last_success: Option<Moment>,
    last_try: Option<Moment>,
) -> bool {
    let today = now.day(zone);
    let has_come = now >= Moment::from_local(today.and_time(hour), zone);
    let was_made = last_success.is_some_and(|at| at.day(zone) == today);
    let was_tried = last_try.is_some_and(|at| (0..BETWEEN_TRIES_MS).contains(&now.0.saturating_sub(at.0)));
    has_come && !was_made && !was_tried
}

/// How the last backup stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// There is none.
    Never,
    /// It is a day old at most.
    Fresh,
    /// It is older, by whole days: at least 1.
    Old {
        /// How many.
        days: i64,
    },
}

/// How the last success stands now. One ahead of the clock counts as fresh: the next one puts it right.
#[must_use]
pub fn standing(now: Moment, last_success: Option<Moment>) -> Standing {
    match last_success.map(|at| now.0.saturating_sub(at.0)) {
        None => Standing::Never,
        Some(age) if age <= DAY_MS => Standing::Fresh,
        Some(age) => Standing::Old { days: age.checked_div(DAY_MS).unwrap_or(1) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(local: &str) -> Moment {
        in_zone(local, Zone::Mainland)
    }

    fn in_zone(local: &str, zone: Zone) -> Moment {
        Moment::from_local(chrono::NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").unwrap(), zone)
    }

    /// Due at 13:00, on the mainland.
    fn due(now: &str, last_success: Option<&str>, last_try: Option<&str>) -> bool {
        is_due(Routine::default().hour, Zone::Mainland, at(now), last_success.map(at), last_try.map(at))
    }

    #[test]
    fn a_backup_is_due_from_its_hour_on_until_the_day_has_one() {
        assert!(!due("2026-11-20 12:59", None, None));
        assert!(due("2026-11-20 13:00", None, None));
        assert!(due("2026-11-20 18:40", Some("2026-11-19 13:00"), None), "whoever comes late catches up");
        assert!(!due("2026-11-20 13:01", Some("2026-11-20 13:00"), None));
        assert!(!due("2026-11-20 13:01", Some("2026-11-20 08:15"), None), "one by hand counts");
        assert!(!due("2026-11-21 00:05", Some("2026-11-20 13:00"), None), "a new day waits for its hour");
        assert!(due("2026-11-21 13:00", Some("2026-11-20 23:59"), None));
    }

    #[test]
    fn what_failed_is_not_tried_again_at_once() {
        assert!(!due("2026-11-20 13:01", None, Some("2026-11-20 13:00")));
        assert!(!due("2026-11-20 13:14", None, Some("2026-11-20 13:00")));
        assert!(due("2026-11-20 13:15", None, Some("2026-11-20 13:00")));
    }

    #[test]
    fn a_clock_that_was_set_back_keeps_no_backup_from_being_made() {
        assert!(!due("2026-11-20 13:30", Some("2026-11-20 15:00"), None), "it is of today");
        assert!(due("2026-11-20 13:30", Some("2031-01-01 09:00"), None));
        assert!(due("2026-11-20 13:30", None, Some("2026-11-20 15:00")), "a try ahead of the clock is none");
        assert_eq!(standing(at("2026-11-20 13:30"), Some(at("2026-11-20 15:00"))), Standing::Fresh);
    }

    #[test]
    fn the_hour_and_the_day_are_the_centre_s() {
        let hour = Routine::default().hour;
        let on_the_mainland = at("2026-11-20 13:30");
        assert!(is_due(hour, Zone::Mainland, on_the_mainland, None, None));
        assert!(!is_due(hour, Zone::Galapagos, on_the_mainland, None, None), "it is 12:30 there");
        let midnight = NaiveTime::MIN;
        let (made, now) = (at("2026-11-20 00:30"), in_zone("2026-11-20 00:10", Zone::Galapagos));
        assert!(is_due(midnight, Zone::Galapagos, now, Some(made), None), "00:30 was still the 19th there");
        assert!(!is_due(midnight, Zone::Mainland, now, Some(made), None));
    }

    #[test]
    fn a_backup_is_old_after_a_day() {
        let since = |last: &str| standing(at("2026-11-20 13:00"), Some(at(last)));
        assert_eq!(standing(at("2026-11-20 13:00"), None), Standing::Never);
        assert_eq!(since("2026-11-19 13:00"), Standing::Fresh);
        assert_eq!(since("2026-11-19 12:59"), Standing::Old { days: 1 });
        assert_eq!(since("2026-11-17 13:01"), Standing::Old { days: 2 });
        assert_eq!(standing(Moment(i64::MAX), Some(Moment(i64::MIN))), Standing::Old { days: i64::MAX / DAY_MS });
    }
}
