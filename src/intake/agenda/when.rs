//! Days and hours as agendas write them.

use chrono::{NaiveDate, NaiveTime};

use super::super::cells::shown;

/// A day: 2026-11-20, or the day first, 20/11/2026; hyphens, slashes and dots alike. The error is a reason in Spanish.
pub(super) fn date(text: &str) -> Result<NaiveDate, String> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] if year.len() == 4 => (year, month, day),
        [day, month, year] => (year, month, day),
        _ => return Err(not_a_date(text)),
    };
    let date = number(year, 4..=4)
        .zip(number(month, 1..=2))
        .zip(number(day, 1..=2))
        .filter(|((year, _), _)| (2000..3000).contains(year))
        .and_then(|((year, month), day)| NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day));
    date.ok_or_else(|| not_a_date(text))
}

/// An hour of 24: 10:05, 10h05 or 10:05:00. The error is a reason in Spanish.
pub(super) fn hour(text: &str) -> Result<NaiveTime, String> {
    let parts: Vec<&str> = text.split([':', 'h', 'H']).collect();
    let (hour, minute, second) = match parts.as_slice() {
        [hour, minute] => (*hour, *minute, "00"),
        [hour, minute, second] => (*hour, *minute, *second),
        _ => return Err(not_an_hour(text)),
    };
    let time = number(hour, 1..=2)
        .zip(number(minute, 2..=2))
        .zip(number(second, 2..=2))
        .and_then(|((hour, minute), second)| NaiveTime::from_hms_opt(hour, minute, second));
    time.ok_or_else(|| not_an_hour(text))
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
    #[test]
    fn reads_the_spellings_of_a_day() {
        for text in ["2026-11-20", "20/11/2026", "20-11-2026", "20.11.2026", "2026/11/20"] {
            assert_eq!(super::date(text).unwrap().to_string(), "2026-11-20", "{text}");
        }
        assert_eq!(super::date("1/2/2026").unwrap().to_string(), "2026-02-01");
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
        ] {
            assert!(super::date(text).is_err(), "{text}");
        }
    }

    #[test]
    fn reads_the_spellings_of_an_hour() {
        for text in ["10:05", "10h05", "10H05", "10:05:00"] {
            assert_eq!(super::hour(text).unwrap().to_string(), "10:05:00", "{text}");
        }
        assert_eq!(super::hour("8:30").unwrap().to_string(), "08:30:00");
        for text in ["", "10", "10h", "24:00", "10:60", "10:5", "-1:05", "10:05 pm", "10:05:00:00", "1005"] {
            assert!(super::hour(text).is_err(), "{text}");
        }
    }
}
