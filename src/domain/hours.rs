//! The hours of the counter, from Monday to Friday.

use chrono::{NaiveTime, Timelike as _, Weekday};
use serde::{Deserialize, Serialize};

/// The hours of one day, both minutes included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Hours {
    /// From this minute on.
    pub opens: NaiveTime,
    /// To the end of this minute.
    pub closes: NaiveTime,
}

impl Default for Hours {
    /// 8:00 to 17:00 (employer-key sheet, hours).
    fn default() -> Self {
        let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
        Self { opens: at(8), closes: at(17) }
    }
}

impl Hours {
    /// Does a time of the day lie within them?
    #[must_use]
    pub fn hold(self, time: NaiveTime) -> bool {
        let minute = |time: NaiveTime| time.num_seconds_from_midnight() / 60;
        (minute(self.opens)..=minute(self.closes)).contains(&minute(time))
    }

    /// Do they open before they close?
    #[must_use]
    pub fn are_sound(self) -> bool {
        self.opens < self.closes
    }
}

impl std::fmt::Display for Hours {
    /// "8:00 a 17:00".
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} a {}", self.opens.format("%-H:%M"), self.closes.format("%-H:%M"))
    }
}

/// The hours of a centre's week. Nobody is served on Saturdays and Sundays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WeekHours {
    /// Mondays.
    pub monday: Hours,
    /// Tuesdays.
    pub tuesday: Hours,
    /// Wednesdays.
    pub wednesday: Hours,
    /// Thursdays.
    pub thursday: Hours,
    /// Fridays.
    pub friday: Hours,
}

impl WeekHours {
    /// The days that have hours, in order.
    pub const DAYS: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

    /// The hours of a weekday, if it has any.
    #[must_use]
    pub fn of(self, weekday: Weekday) -> Option<Hours> {
        match weekday {
            Weekday::Mon => Some(self.monday),
            Weekday::Tue => Some(self.tuesday),
            Weekday::Wed => Some(self.wednesday),
            Weekday::Thu => Some(self.thursday),
            Weekday::Fri => Some(self.friday),
            Weekday::Sat | Weekday::Sun => None,
        }
    }

    /// The same, with other hours on the days of [`WeekHours::DAYS`].
    #[must_use]
    pub fn of_days([monday, tuesday, wednesday, thursday, friday]: [Hours; 5]) -> Self {
        Self { monday, tuesday, wednesday, thursday, friday }
    }

    /// Are they the ones of the sheet?
    #[must_use]
    pub fn are_the_sheet_s(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_minutes_count_and_weekends_have_none() {
        let time = |text: &str| text.parse::<NaiveTime>().unwrap();
        let short = Hours { opens: time("07:30:00"), closes: time("12:00:00") };
        let held = ["07:29:59", "07:30:00", "12:00:59", "12:01:00"].map(|at| short.hold(time(at)));
        assert_eq!(held, [false, true, true, false]);
        assert_eq!(
            (short.to_string().as_str(), Hours::default().to_string().as_str()),
            ("7:30 a 12:00", "8:00 a 17:00")
        );
        assert!(short.are_sound() && !Hours { opens: short.closes, ..short }.are_sound());
        let week = WeekHours { friday: short, ..WeekHours::default() };
        assert_eq!((week.of(Weekday::Fri), week.of(Weekday::Sat)), (Some(short), None));
        let days = WeekHours::DAYS.map(|day| week.of(day).unwrap());
        assert_eq!(WeekHours::of_days(days), week);
    }
}
