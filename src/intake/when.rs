//! Days, months and hours as tables write them.

use chrono::{NaiveDate, NaiveTime};

use super::cells::shown;
use crate::domain::day::Month;
use crate::domain::register::BirthDay;

/// What a cell says: a day, an hour, or both, as spreadsheets write moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment<T, U> {
    pub(super) value: T,
    beside: Option<U>,
}

/// A day, with the hour that stands behind it. The error is a reason in Spanish.
pub(super) fn day(text: &str) -> Result<Moment<NaiveDate, NaiveTime>, String> {
    let (day, hour) = text.split_once(is_between).map_or((text, None), |(day, hour)| (day, Some(hour.trim())));
    let beside = hour.filter(|hour| !hour.is_empty()).map(clock);
    match (date(day), beside) {
        (Some(value), None) => Ok(Moment { value, beside: None }),
        (Some(value), Some(Some(hour))) => Ok(Moment { value, beside: Some(hour) }),
        _ => Err(not_a_date(text)),
    }
}

/// Day and month of a birth: with the year, as other days are written, or without, the day first. The error is a reason in
/// Spanish.
pub(super) fn birth_day(text: &str) -> Result<BirthDay, String> {
    let born_on = past_date(text).map(BirthDay::of);
    born_on.or_else(|| BirthDay::parse(text)).ok_or_else(|| {
        format!("{} no es un día de nacimiento; escríbalo como 05/03 (el día primero) o 1990-03-05", shown(text))
    })
}

/// A month, alone or as a day of it. The error is a reason in Spanish.
pub(super) fn month(text: &str) -> Result<Month, String> {
    let alone = || {
        let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
        let (year, month) = match parts.as_slice() {
            [year, month] if year.len() == 4 => (year, month),
            [month, year] => (year, month),
            _ => return None,
        };
        past(number(year, 4..=4)?, number(month, 1..=2)?, 1)
    };
    let day = alone().or_else(|| past_date(text));
    day.map(Month::of).ok_or_else(|| format!("{} no es un mes; escríbalo como 2019-03 o 03/2019", shown(text)))
}

/// A day of somebody's life, with an hour behind it or none.
fn past_date(text: &str) -> Option<NaiveDate> {
    let (day, hour) = text.split_once(is_between).unwrap_or((text, ""));
    if !hour.trim().is_empty() {
        clock(hour.trim())?;
    }
    let (year, month, day) = parts_of_date(day)?;
    past(year, month, day)
}

/// Such a day: nobody alive was born before 1900.
fn past(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    if (1900..3000).contains(&year) { NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day) } else { None }
}

/// An hour, with the day that stands before it. The error is a reason in Spanish.
pub(super) fn hour(text: &str) -> Result<Moment<NaiveTime, NaiveDate>, String> {
    if let Some(value) = clock(text) {
        return Ok(Moment { value, beside: None });
    }
    let both = text.split_once(is_between).and_then(|(day, hour)| Some((date_or_origin(day)?, clock(hour.trim())?)));
    both.map(|(beside, value)| Moment { value, beside }).ok_or_else(|| not_an_hour(text))
}

/// Day and hour of the turn. A day's midnight is no hour, and a day beside the hour has to be the turn's.
pub(super) fn together(
    day: Moment<NaiveDate, NaiveTime>,
    hour: Moment<NaiveTime, NaiveDate>,
) -> Result<(NaiveDate, NaiveTime), String> {
    if let Some(other) = day.beside.filter(|other| *other != NaiveTime::MIN && *other != hour.value) {
        return Err(format!(
            "trae la hora {} y la columna «hora» dice {}; deje una",
            shown_hour(other),
            shown_hour(hour.value)
        ));
    }
    if let Some(other) = hour.beside.filter(|other| *other != day.value) {
        return Err(format!("dice {} y la columna «hora» trae la fecha {other}; deje una", day.value));
    }
    Ok((day.value, hour.value))
}

/// What stands between a day and its hour.
fn is_between(c: char) -> bool {
    c == ' ' || c == 'T' || c == ','
}

/// 2026-11-20, or the day first, 20/11/2026; hyphens, slashes and dots alike.
fn date(text: &str) -> Option<NaiveDate> {
    let (year, month, day) = parts_of_date(text)?;
    if (2000..3000).contains(&year) { NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day) } else { None }
}

/// A day, or that from which spreadsheets count, which stands before an hour that has none.
fn date_or_origin(text: &str) -> Option<Option<NaiveDate>> {
    match parts_of_date(text)? {
        (1899, 12, 30 | 31) | (1900, 1, 0 | 1) | (1904, 1, 1) => Some(None),
        _ => date(text).map(Some),
    }
}

fn parts_of_date(text: &str) -> Option<(u32, u32, u32)> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] if year.len() == 4 => (year, month, day),
        [day, month, year] => (year, month, day),
        _ => return None,
    };
    Some((number(year, 4..=4)?, number(month, 1..=2)?, number(day, 1..=2)?))
}

/// A half of the day, or noon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
    Noon,
}

/// The ways in which halves of the day are written, blanks and dots apart.
const HALVES: [(&str, Half); 3] = [("am", Half::Morning), ("pm", Half::Afternoon), ("m", Half::Noon)];

/// An hour of 24: 10:05, 10h05 or 10:05:00; or of 12 with its half of the day: 2:05 p. m., 12:00 m.
fn clock(text: &str) -> Option<NaiveTime> {
    let (text, half) = match text.find(|c: char| matches!(c.to_ascii_lowercase(), 'a' | 'p' | 'm')) {
        None => (text, None),
        Some(place) => {
            let (time, half) = text.split_at_checked(place)?;
            let half: String = half.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
            let (_, half) = HALVES.iter().find(|(name, _)| half.eq_ignore_ascii_case(name))?;
            (time.trim_end(), Some(*half))
        }
    };
    let parts: Vec<&str> = text.split([':', 'h', 'H']).collect();
    let (hour, minute, second) = match parts.as_slice() {
        [hour, minute] => (*hour, *minute, "00"),
        [hour, minute, second] => (*hour, *minute, *second),
        _ => return None,
    };
    // Some programs write parts of a second, and they are none.
    let second =
        second.split_once('.').filter(|(_, parts)| parts.bytes().all(|part| part == b'0')).map_or(second, |it| it.0);
    let hour = match (half, number(hour, 1..=2)?) {
        (None, hour) => hour,
        (Some(Half::Morning), 12) => 0,
        (Some(Half::Morning), hour @ 0..=11) => hour,
        (Some(Half::Afternoon), hour @ 12..=23) => hour,
        (Some(Half::Afternoon), hour @ 1..=11) => hour.saturating_add(12),
        (Some(Half::Noon), 12) => 12,
        (Some(_), _) => return None,
    };
    NaiveTime::from_hms_opt(hour, number(minute, 2..=2)?, number(second, 2..=2)?)
}

fn shown_hour(hour: NaiveTime) -> String {
    hour.format("%H:%M").to_string()
}

/// Digits only, so many of them.
fn number(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<u32> {
    let is_number = digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

fn not_a_date(text: &str) -> String {
    format!("{} no es una fecha; escríbala como 2026-11-20 o 20/11/2026 (el día primero)", shown(text))
}

fn not_an_hour(text: &str) -> String {
    format!("{} no es una hora; escríbala como 10:05, de 00:00 a 23:59", shown(text))
}

#[cfg(test)]
mod tests {
    /// Day and hour of the cells of two columns.
    fn read(day: &str, hour: &str) -> Result<String, String> {
        let (date, hour) = super::together(super::day(day)?, super::hour(hour)?)?;
        Ok(format!("{date} {hour}"))
    }

    #[test]
    fn reads_the_spellings_of_a_day() {
        for text in ["2026-11-20", "20/11/2026", "20-11-2026", "20.11.2026", "2026/11/20"] {
            assert_eq!(read(text, "10:05").unwrap(), "2026-11-20 10:05:00", "{text}");
        }
        assert_eq!(read("1/2/2026", "10:05").unwrap(), "2026-02-01 10:05:00");
        for text in [
            "",
            "20/11/26",
            "11/20/2026",
            "31/02/2026",
            "2026-11",
            "0026-11-20",
            "+2026-1-1",
            "2026-11-20-1",
            "２０２６-11-20",
            "20/11/2026 25:00",
            "20/11/2026 hoy",
            "30/12/1899",
        ] {
            assert!(super::day(text).is_err(), "{text}");
        }
    }

    #[test]
    fn of_a_birth_the_day_and_the_month_are_read_with_or_without_the_year() {
        for text in
            ["05/03", "5-3", "05/03/1961", "1961-03-05", "5.3.1961", "05/03/1961 0:00:00", "1961-03-05T00:00:00"]
        {
            assert_eq!(super::birth_day(text).unwrap().code(), "03-05", "{text}");
        }
        assert_eq!(super::birth_day("29/02").unwrap().code(), "02-29");
        for text in ["30/02", "29/02/1961", "05/03/61", "05/03/1899", "03", "1961", "marzo", "05/03/1961 hoy"] {
            assert!(super::birth_day(text).unwrap_err().contains("no es un día de nacimiento"), "{text}");
        }
    }

    #[test]
    fn reads_the_spellings_of_a_month() {
        for text in ["1998-03", "1998/3", "03/1998", "3-1998", "1998-03-31", "31/03/1998", "1/3/1998 0:00:00"] {
            assert_eq!(super::month(text).unwrap().in_file_names(), "1998-03", "{text}");
        }
        for text in ["", "1998", "03/98", "13/1998", "1998-00", "1899-12", "31/02/1998", "marzo de 1998", "1998-03-"] {
            assert!(super::month(text).unwrap_err().contains("no es un mes"), "{text}");
        }
    }

    #[test]
    fn a_day_with_a_midnight_is_a_day() {
        for text in [
            "2/12/2026 0:00:00",
            "2/12/2026 00:00",
            "2/12/2026 12:00:00 a. m.",
            "02/12/2026 12:00 AM",
            "2026-12-02T00:00:00",
            "2026-12-02 00:00:00.000",
        ] {
            assert_eq!(read(text, "09:00").unwrap(), "2026-12-02 09:00:00", "{text}");
        }
        assert_eq!(read("2/12/2026 9:00:00", "2/12/2026 09:00").unwrap(), "2026-12-02 09:00:00");
        assert!(
            read("2/12/2026 9:30", "09:00").unwrap_err().contains("trae la hora 09:30 y la columna «hora» dice 09:00")
        );
        assert!(read("2/12/2026", "3/12/2026 09:00").unwrap_err().contains("trae la fecha 2026-12-03"));
    }

    #[test]
    fn reads_the_spellings_of_an_hour() {
        let hour = |text: &str| read("2026-11-20", text).map(|it| it.split_at(11).1.to_owned());
        for text in
            ["10:05", "10h05", "10H05", "10:05:00", "10:05 a. m.", "10:05AM", "10:05:00 a.m.", "30/12/1899 10:05:00"]
        {
            assert_eq!(hour(text).unwrap(), "10:05:00", "{text}");
        }
        assert_eq!(hour("8:30").unwrap(), "08:30:00");
        for (text, expected) in [
            ("2:05 p. m.", "14:05:00"),
            ("02:05:00 PM", "14:05:00"),
            ("12:00 p.m.", "12:00:00"),
            ("12:30 a.m.", "00:30:00"),
            ("12:00 m.", "12:00:00"),
            ("14:05 p.m.", "14:05:00"),
        ] {
            assert_eq!(hour(text).unwrap(), expected, "{text}");
        }
        for text in [
            "",
            "10",
            "10h",
            "24:00",
            "10:60",
            "10:5",
            "-1:05",
            "10:05:00:00",
            "1005",
            "13:05 a.m.",
            "0:05 p.m.",
            "1:05 m.",
            "10:05 pam",
            "10:05 x",
            "10:05:00.5",
        ] {
            assert!(super::hour(text).is_err(), "{text}");
        }
    }
}
