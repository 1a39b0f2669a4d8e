//! Dates and times, typed as people write them. What is typed stays as it is until it is a value.

use chrono::{Datelike, NaiveDate, NaiveTime};

use super::Form;
use super::field::{Field, Shown};
use super::text::{Kind, line_ui, pressed_enter};

/// How a value is read, written and explained.
struct How<V> {
    read: fn(&str) -> Result<V, &'static str>,
    write: fn(V) -> String,
    hint: &'static str,
    width: f32,
    /// From so many digits on, a text that is no value is wrong and not merely unfinished.
    digits: usize,
}

const DATE: How<NaiveDate> = How {
    read: read_date,
    write: |date| date.format("%d/%m/%Y").to_string(),
    hint: "día/mes/año",
    width: 160.0,
    digits: 8,
};
const TIME: How<NaiveTime> = How {
    read: read_time,
    write: |time| time.format("%H:%M").to_string(),
    hint: "hora:minutos",
    width: 140.0,
    digits: 4,
};

const NO_DATE: &str = "No es una fecha. Escriba día, mes y año, por ejemplo 31/12/2027.";
const SHORT_YEAR: &str = "Escriba el año con cuatro cifras, por ejemplo 31/12/2027.";
const NO_SUCH_DAY: &str = "Ese día no existe en el calendario. Revise el día y el mes.";
const NO_TIME: &str = "No es una hora. Escriba hora y minutos, por ejemplo 9:40.";

impl Form<'_> {
    /// A date: 31/12/2027, 31-12-2027, 31122027. While the text is no date there is no value.
    pub fn date(&mut self, field: Field<'_>, value: &mut Option<NaiveDate>) -> bool {
        self.typed(field, value, &DATE)
    }

    /// A time of the day: 9:40, 0940.
    pub fn time(&mut self, field: Field<'_>, value: &mut Option<NaiveTime>) -> bool {
        self.typed(field, value, &TIME)
    }

    fn typed<V: Copy + PartialEq>(&mut self, field: Field<'_>, value: &mut Option<V>, how: &How<V>) -> bool {
        self.field(&field, |ui, walk, label| {
            let key = walk.id_of(field.label);
            let mut typed = walk.flow.typed.remove(&key).unwrap_or_default();
            let written = value.map(how.write);
            if typed.stands_for != written {
                typed.text = written.clone().unwrap_or_default();
                typed.stands_for = written;
            }
            let submitted = pressed_enter(ui, key);
            let hint = if field.hint.is_empty() { how.hint } else { field.hint };
            let width = field.width_or(ui, how.width);
            let (response, edited) = line_ui(ui, walk, key, label, hint, &mut typed.text, Kind::Number, width);
            let before = *value;
            let read = (how.read)(typed.text.trim());
            if edited {
                *value = read.ok();
                typed.stands_for = value.map(how.write);
                typed.tried = false;
            }
            let empty = typed.text.trim().is_empty();
            typed.tried |= submitted;
            let focused = response.has_focus();
            if let (Ok(read), true) = (read, submitted || !focused) {
                typed.text = (how.write)(read);
            }
            let digits = typed.text.chars().filter(char::is_ascii_digit).count();
            let finished = !focused || typed.tried || digits >= how.digits;
            let error = read.err().filter(|_| !empty && finished);
            walk.flow.typed.insert(key, typed);
            Shown { stop: key, filled: value.is_some(), goes_on: submitted, error, inner: before != *value }
        })
    }
}

/// The numbers of a text like 31/12/2027: apart by anything that is not a digit, or by their `widths` where nothing is.
fn parts(text: &str, widths: &[usize]) -> Option<Vec<u32>> {
    if text.chars().all(|c| c.is_ascii_digit()) {
        let mut rest = text;
        let parts = widths.iter().map(|&width| {
            let (part, after) = rest.split_at_checked(width)?;
            rest = after;
            part.parse().ok()
        });
        let parts: Option<Vec<u32>> = parts.collect();
        return parts.filter(|_| rest.is_empty());
    }
    let allowed = |c: char| c.is_ascii_digit() || "/-.:h ".contains(c);
    let parts: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let fits = text.chars().all(allowed) && parts.len() == widths.len();
    if fits { parts.iter().map(|part| part.parse().ok()).collect() } else { None }
}

fn read_date(text: &str) -> Result<NaiveDate, &'static str> {
    let parts = parts(text, &[2, 2, 4]).ok_or(NO_DATE)?;
    let [day, month, year] = parts.try_into().map_err(|_| NO_DATE)?;
    if year < 100 {
        return Err(SHORT_YEAR);
    }
    let date =
        i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, day)).ok_or(NO_SUCH_DAY)?;
    if (1900..=2100).contains(&date.year()) { Ok(date) } else { Err(NO_SUCH_DAY) }
}

fn read_time(text: &str) -> Result<NaiveTime, &'static str> {
    let padded = match text.len() {
        length @ 1..=3 if text.chars().all(|c| c.is_ascii_digit()) => match length {
            // An hour alone is that hour.
            1 | 2 => format!("{text:0>2}00"),
            _ => format!("0{text}"),
        },
        _ => text.into(),
    };
    let parts = parts(&padded, &[2, 2]).ok_or(NO_TIME)?;
    let [hour, minute] = parts.try_into().map_err(|_| NO_TIME)?;
    NaiveTime::from_hms_opt(hour, minute, 0).ok_or(NO_TIME)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Option<NaiveDate> {
        read_date(text).ok()
    }

    #[test]
    fn a_date_is_read_as_people_write_it() {
        let expected = NaiveDate::from_ymd_opt(2027, 12, 31);
        for text in ["31/12/2027", "31-12-2027", "31.12.2027", "31122027", "31 12 2027"] {
            assert_eq!(date(text), expected, "{text}");
        }
        assert_eq!(date("1/2/2027"), NaiveDate::from_ymd_opt(2027, 2, 1));
    }

    #[test]
    fn what_is_no_date_says_why() {
        for (text, why) in [
            ("31/12", NO_DATE),
            ("3112202", NO_DATE),
            ("mañana", NO_DATE),
            ("31/12/27", SHORT_YEAR),
            ("31/2/2027", NO_SUCH_DAY),
            ("1/13/2027", NO_SUCH_DAY),
            ("1/1/20277", NO_SUCH_DAY),
            ("1/1/99999999999", NO_DATE),
        ] {
            assert_eq!(read_date(text), Err(why), "{text}");
        }
    }

    #[test]
    fn a_time_is_read_as_people_write_it() {
        let expected = NaiveTime::from_hms_opt(9, 40, 0).unwrap();
        for text in ["9:40", "09:40", "0940", "940", "9h40", "9.40"] {
            assert_eq!(read_time(text), Ok(expected), "{text}");
        }
        for text in ["10", "10:00", "1000", "10h00"] {
            assert_eq!(read_time(text), Ok(NaiveTime::from_hms_opt(10, 0, 0).unwrap()), "{text}");
        }
        assert_eq!(read_time("8"), Ok(NaiveTime::from_hms_opt(8, 0, 0).unwrap()));
        for text in ["24:00", "9:60", "24", "99", "", "nueve", "9:40:10"] {
            assert_eq!(read_time(text), Err(NO_TIME), "{text}");
        }
    }
}
