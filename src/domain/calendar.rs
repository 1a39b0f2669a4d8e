//! Time at the counter: moments, the two zones of Ecuador, working days and service hours, and dates in Spanish.
//!
//! Nothing here reads a clock. Offsets are fixed: Ecuador has no daylight saving. Holidays are data of the centre;
//! the national ones that the program brings along are only where a new centre starts from.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use std::collections::BTreeSet;

use super::hours::{Hours, WeekHours};

/// Between these every clock of Ecuador shows a year of 1 to 9999, which a date on paper can have.
const EARLIEST: i64 = -62_135_510_400_000;
const LATEST: i64 = 253_402_300_799_999;

/// A moment: milliseconds since the Unix epoch, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Moment(pub i64);

impl Moment {
    /// The moment at which clocks of `zone` show `local`.
    pub fn from_local(local: NaiveDateTime, zone: Zone) -> Self {
        let as_if_utc = local.and_utc().timestamp_millis();
        let offset_millis = i64::from(zone.offset().local_minus_utc()).saturating_mul(1000);
        Self(as_if_utc.saturating_sub(offset_millis))
    }

    /// What clocks of `zone` show. Moments outside the years 1 to 9999 count as the nearest inside.
    pub fn local(self, zone: Zone) -> DateTime<FixedOffset> {
        DateTime::from_timestamp_millis(self.0.clamp(EARLIEST, LATEST))
            .unwrap_or(DateTime::UNIX_EPOCH)
            .with_timezone(&zone.offset())
    }

    /// The day it is in `zone`.
    pub fn day(self, zone: Zone) -> NaiveDate {
        self.local(zone).date_naive()
    }

    /// The moment at which `day` begins in `zone`.
    pub fn at_beginning_of(day: NaiveDate, zone: Zone) -> Self {
        Self::from_local(day.and_time(NaiveTime::MIN), zone)
    }

    /// "viernes 20 de noviembre de 2026, 10:05".
    pub fn in_words(self, zone: Zone) -> String {
        let local = self.local(zone);
        let weekday = weekday_name(local.weekday());
        format!("{weekday} {}, {}", day_in_words(local.date_naive()), local.format("%H:%M"))
    }

    /// "20/11/2026 10:05".
    pub fn in_figures(self, zone: Zone) -> String {
        self.local(zone).format("%d/%m/%Y %H:%M").to_string()
    }
}

/// "20 de noviembre de 2026".
pub fn day_in_words(day: NaiveDate) -> String {
    format!("{} de {} de {}", day.day(), month_name(day.month()), day.year())
}

/// "20/11/2026".
pub fn day_in_figures(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// "lunes a jueves de 8:00 a 17:00; viernes de 8:00 a 13:00": days of the same hours together.
#[must_use]
pub fn week_in_words(week: WeekHours) -> String {
    let mut runs: Vec<(Weekday, Weekday, Hours)> = Vec::new();
    for day in WeekHours::DAYS {
        let Some(hours) = week.of(day) else { continue };
        match runs.last_mut() {
            Some((_, last, same)) if *same == hours => *last = day,
            _ => runs.push((day, day, hours)),
        }
    }
    let in_words = runs.into_iter().map(|(first, last, hours)| match first == last {
        true => format!("{} de {hours}", weekday_name(first)),
        false => format!("{} a {} de {hours}", weekday_name(first), weekday_name(last)),
    });
    in_words.collect::<Vec<_>>().join("; ")
}

/// "lunes" for a Monday.
pub fn weekday_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "lunes",
        Weekday::Tue => "martes",
        Weekday::Wed => "miércoles",
        Weekday::Thu => "jueves",
        Weekday::Fri => "viernes",
        Weekday::Sat => "sábado",
        Weekday::Sun => "domingo",
    }
}

/// "noviembre" for 11.
pub fn month_name(month: u32) -> &'static str {
    match month {
        1 => "enero",
        2 => "febrero",
        3 => "marzo",
        4 => "abril",
        5 => "mayo",
        6 => "junio",
        7 => "julio",
        8 => "agosto",
        9 => "septiembre",
        10 => "octubre",
        11 => "noviembre",
        _ => "diciembre",
    }
}

/// A time zone of Ecuador.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Zone {
    /// UTC−5.
    Mainland,
    /// UTC−6.
    Galapagos,
}

impl Zone {
    /// The offset, the same all year.
    pub fn offset(self) -> FixedOffset {
        const HOUR_SECS: i32 = 3600;
        let west_secs = match self {
            Self::Mainland => 5 * HOUR_SECS,
            Self::Galapagos => 6 * HOUR_SECS,
        };
        FixedOffset::west_opt(west_secs).unwrap_or_else(|| chrono::Offset::fix(&chrono::Utc))
    }

    /// The IANA name, as the settings and the store have it.
    pub fn iana_name(self) -> &'static str {
        match self {
            Self::Mainland => "America/Guayaquil",
            Self::Galapagos => "Pacific/Galapagos",
        }
    }

    /// The zone of this IANA name.
    pub fn from_iana_name(name: &str) -> Option<Self> {
        [Self::Mainland, Self::Galapagos].into_iter().find(|zone| zone.iana_name() == name)
    }
}

/// Whether the counter is open at a moment, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Opening {
    /// A working day within the hours.
    Open,
    /// Saturday or Sunday.
    Weekend,
    /// A holiday of the centre.
    Holiday,
    /// A working day, too early or too late for these hours.
    OutsideHours(Hours),
}

/// A centre's calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// Where the centre stands.
    pub zone: Zone,
    /// Days of rest besides Saturdays and Sundays: national, local, by decree.
    pub holidays: BTreeSet<NaiveDate>,
    /// When it is open on the other days.
    pub hours: WeekHours,
}

impl Calendar {
    /// Monday to Friday, no holiday.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        !is_weekend(day) && !self.holidays.contains(&day)
    }

    /// Whether the counter is open: on working days within its hours.
    pub fn opening(&self, moment: Moment) -> Opening {
        let local = moment.local(self.zone);
        let day = local.date_naive();
        match self.hours.of(day.weekday()) {
            None => Opening::Weekend,
            Some(_) if self.holidays.contains(&day) => Opening::Holiday,
            Some(hours) if hours.hold(local.time()) => Opening::Open,
            Some(hours) => Opening::OutsideHours(hours),
        }
    }
}

/// Saturday or Sunday.
pub fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// A holiday with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// The day of rest, where it was moved to.
    pub day: NaiveDate,
    /// Its name in Spanish.
    pub name: String,
}

/// A line of a holiday list that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("feriados, línea {line}: {problem}")]
pub struct HolidayFault {
    /// Line, from 1, the heading included.
    pub line: usize,
    /// What is wrong.
    pub problem: HolidayProblem,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HolidayProblem {
    /// The first line is not the heading.
    #[error("la primera línea debe ser «date,name»")]
    Heading,
    /// No comma, or no name after it.
    #[error("falta el nombre: escriba fecha, coma y nombre")]
    NoName,
    /// The date is none.
    #[error("«{0}» no es una fecha: escríbala como 2026-11-02")]
    NotADay(String),
    /// The day stands there twice.
    #[error("el día se repite")]
    Repeated,
}

/// The national rest days of 2026 and 2027 that a new centre starts from.
pub fn national_holidays() -> Result<Vec<Holiday>, HolidayFault> {
    parse_holidays(include_str!("../../data/holidays.csv"))
}

/// Reads a list of holidays: the heading `date,name`, then a line each; empty lines do not count.
///
/// # Errors
/// The first line that is wrong, and why.
pub fn parse_holidays(text: &str) -> Result<Vec<Holiday>, HolidayFault> {
    let mut seen = BTreeSet::new();
    let mut lines = (1..).zip(text.trim_start_matches('\u{FEFF}').lines().map(str::trim));
    match lines.next() {
        Some((_, "date,name")) => {}
        _ => {
            return Err(HolidayFault { line: 1, problem: HolidayProblem::Heading });
        }
    }
    lines
        .filter(|(_, text)| !text.is_empty())
        .map(|(line, text)| {
            let at_line = |problem| HolidayFault { line, problem };
            let holiday = parse_holiday(text).map_err(at_line)?;
            if seen.insert(holiday.day) { Ok(holiday) } else { Err(at_line(HolidayProblem::Repeated)) }
        })
        .collect()
}

fn parse_holiday(text: &str) -> Result<Holiday, HolidayProblem> {
    let (day, name) = text.split_once(',').ok_or(HolidayProblem::NoName)?;
    let (day, name) = (day.trim(), name.trim());
    if name.is_empty() {
        return Err(HolidayProblem::NoName);
    }
    let not_a_day = |_| HolidayProblem::NotADay(day.chars().take(20).collect());
    Ok(Holiday { day: NaiveDate::parse_from_str(day, "%Y-%m-%d").map_err(not_a_day)?, name: name.to_owned() })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot read its own example fails")]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn days_of_the_same_hours_are_told_together() {
        let at = |text: &str| chrono::NaiveTime::parse_from_str(text, "%H:%M").unwrap();
        let short = Hours { closes: at("13:00"), ..Hours::default() };
        let late = Hours { opens: at("9:30"), ..Hours::default() };
        let usual = WeekHours::default();
        assert_eq!(week_in_words(usual), "lunes a viernes de 8:00 a 17:00");
        let friday = WeekHours { friday: short, ..usual };
        assert_eq!(week_in_words(friday), "lunes a jueves de 8:00 a 17:00; viernes de 8:00 a 13:00");
        let mixed = WeekHours { monday: late, wednesday: late, ..usual };
        let told = "lunes de 9:30 a 17:00; martes de 8:00 a 17:00; miércoles de 9:30 a 17:00; jueves a viernes de 8:00 a 17:00";
        assert_eq!(week_in_words(mixed), told);
    }

    fn moment(local: &str, zone: Zone) -> Moment {
        Moment::from_local(NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M:%S").unwrap(), zone)
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn centre() -> Calendar {
        let holidays = national_holidays().unwrap().into_iter().map(|holiday| holiday.day).collect();
        Calendar { zone: Zone::Mainland, holidays, hours: WeekHours::default() }
    }

    #[test]
    fn a_moment_is_written_for_paper() {
        let ten_past = moment("2026-11-20 10:05:00", Zone::Mainland);
        assert_eq!(ten_past, Moment(1_795_187_100_000));
        assert_eq!(ten_past.in_words(Zone::Mainland), "viernes 20 de noviembre de 2026, 10:05");
        assert_eq!(ten_past.in_figures(Zone::Mainland), "20/11/2026 10:05");
        assert_eq!(ten_past.in_figures(Zone::Galapagos), "20/11/2026 09:05");
        assert_eq!(
            moment("2026-03-02 08:09:59", Zone::Galapagos).in_words(Zone::Mainland),
            "lunes 2 de marzo de 2026, 09:09"
        );
        assert_eq!(day_in_figures(day("2027-01-04")), "04/01/2027");
    }

    #[test]
    fn the_day_is_the_zone_s() {
        let midnight = moment("2026-11-20 00:30:00", Zone::Mainland);
        assert_eq!(midnight.day(Zone::Mainland), day("2026-11-20"));
        assert_eq!(midnight.day(Zone::Galapagos), day("2026-11-19"));
    }

    #[test]
    fn no_number_of_milliseconds_is_out_of_reach() {
        assert_eq!(Moment(i64::MAX).in_figures(Zone::Mainland), "31/12/9999 18:59");
        assert_eq!(Moment(i64::MIN).in_figures(Zone::Galapagos), "01/01/0001 18:00");
    }

    #[test]
    fn zones_are_known_by_their_iana_names() {
        for zone in [Zone::Mainland, Zone::Galapagos] {
            assert_eq!(Zone::from_iana_name(zone.iana_name()), Some(zone));
        }
        assert_eq!(Zone::from_iana_name("America/Lima"), None);
    }

    #[test]
    fn the_counter_is_open_on_working_days_from_eight_to_five() {
        let at = |local: &str| centre().opening(moment(local, Zone::Mainland));
        assert_eq!(at("2026-11-20 07:59:59"), Opening::OutsideHours(Hours::default()));
        assert_eq!(at("2026-11-20 08:00:00"), Opening::Open);
        assert_eq!(at("2026-11-20 17:00:59"), Opening::Open);
        assert_eq!(at("2026-11-20 17:01:00"), Opening::OutsideHours(Hours::default()));
        assert_eq!(at("2026-11-21 10:00:00"), Opening::Weekend);
        assert_eq!(at("2026-11-02 10:00:00"), Opening::Holiday);
    }

    #[test]
    fn every_national_holiday_is_a_weekday_without_service() {
        let holidays = national_holidays().unwrap();
        assert_eq!(holidays.len(), 24);
        for Holiday { day, name } in holidays {
            assert!(!is_weekend(day) && !centre().is_working_day(day), "{day} {name}");
        }
        assert!(centre().is_working_day(day("2026-11-04")));
        let no_rest = Calendar { zone: Zone::Mainland, holidays: BTreeSet::new(), hours: WeekHours::default() };
        assert!(no_rest.is_working_day(day("2026-11-02")));
        assert!(!no_rest.is_working_day(day("2026-11-22")));
    }

    #[test]
    fn a_wrong_line_of_holidays_is_told_by_its_place() {
        let fault = |text: &str| parse_holidays(text).unwrap_err().to_string();
        assert_eq!(fault(""), "feriados, línea 1: la primera línea debe ser «date,name»");
        assert_eq!(
            fault("date,name\n\n2026-02-30,Nada"),
            "feriados, línea 3: «2026-02-30» no es una fecha: escríbala como 2026-11-02"
        );
        assert_eq!(fault("date,name\n2026-02-16"), "feriados, línea 2: falta el nombre: escriba fecha, coma y nombre");
        assert_eq!(
            fault("date,name\n2026-02-16, "),
            "feriados, línea 2: falta el nombre: escriba fecha, coma y nombre"
        );
        assert_eq!(fault("date,name\n2026-02-16,Uno\n2026-02-16,Dos"), "feriados, línea 3: el día se repite");
        let local = parse_holidays("\u{FEFF}date,name\r\n2026-12-06,Fundación de Quito, solo Quito\r\n").unwrap();
        assert_eq!(local, [Holiday { day: day("2026-12-06"), name: "Fundación de Quito, solo Quito".to_owned() }]);
    }
}
