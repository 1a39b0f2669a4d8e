//! The centre's holidays: days on which nobody is expected at the counter (rule EK-T5). They begin as the national list;
//! decrees and cities add their own.

use chrono::{Datelike as _, NaiveDate};
use serde_json::json;

use super::error::{Error, known, refuse};
use super::settings::Settings;
use crate::domain::calendar::{Calendar, Holiday, day_in_figures, day_in_words, is_weekend, national_holidays};
use crate::domain::id::CentreId;
use crate::domain::turn::Reason;
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::store::centre::Centre;
use crate::store::{self, Reader};

/// The most characters of a name.
const LONGEST_NAME: usize = 80;

/// How many years ahead a holiday may lie.
const YEARS_AHEAD: i32 = 5;

/// The centre's holidays, in order.
///
/// # Errors
/// The store's.
pub fn holidays(reader: &Reader, centre: CentreId) -> Result<Vec<Holiday>, Error> {
    let rows = store::centre::holidays(reader, centre)?;
    Ok(rows.into_iter().map(|(day, name)| Holiday { day, name }).collect())
}

/// The national list, with which a centre's begins.
///
/// # Errors
/// [`Error::Inconsistent`] when the list that comes with the program does not read.
pub fn national() -> Result<Vec<(NaiveDate, String)>, Error> {
    let holidays = national_holidays().map_err(|fault| Error::Inconsistent(fault.to_string()))?;
    Ok(holidays.into_iter().map(|holiday| (holiday.day, holiday.name)).collect())
}

/// The centre's calendar: its zone, its holidays, the hours that it has set.
pub(super) fn calendar(reader: &Reader, centre: &Centre, settings: &Settings) -> Result<Calendar, Error> {
    let holidays = store::centre::holidays(reader, centre.id)?.into_iter().map(|(day, _)| day).collect();
    Ok(Calendar { zone: centre.zone, holidays, hours: settings.hours })
}

/// Adds a holiday, gives it another name, or removes it. Visits were judged by the days that are over: those stay.
#[derive(Debug, Clone)]
pub struct ChangeHoliday {
    /// The day: today or later.
    pub day: NaiveDate,
    /// Its name from now on; none removes it.
    pub name: Option<String>,
    /// Why: a decree, an ordinance.
    pub reason: Reason,
}

impl Operation for ChangeHoliday {
    const NAME: &'static str = "holiday.change";
    const SIGNED: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        Subject::HOUSE
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let (day, centre) = (self.day, work.centre.id);
        if day < work.day {
            return refuse(
                "past",
                "Los feriados que ya pasaron no se cambian: las atenciones de esos días se juzgaron con ellos.",
            );
        }
        let before = store::centre::holidays(work.tx, centre)?.into_iter().find(|(on, _)| *on == day);
        let before = before.map(|(_, name)| name);
        let verb = match &self.name {
            None => {
                known(before.as_ref(), "un feriado en ese día")?;
                store::centre::remove_holiday(work.tx, centre, day)?;
                "removed"
            }
            Some(name) => {
                let name = self.sound_name(name, work.day)?;
                if before.as_deref() == Some(name) {
                    return refuse("unchanged", format!("El {} ya es feriado con ese nombre.", day_in_figures(day)));
                }
                store::centre::set_holiday(work.tx, centre, day, name)?;
                if before.is_some() { "renamed" } else { "added" }
            }
        };
        let after = self.name.as_deref().map(str::trim);
        Ok(Done::new((), Subject::HOUSE, &[Changed::Settings])
            .code(format!("{verb} {day}"))
            .detail(json!({ "before": before, "after": after, "reason": self.reason.as_str() })))
    }
}

impl ChangeHoliday {
    fn sound_name<'n>(&self, name: &'n str, today: NaiveDate) -> Result<&'n str, Error> {
        let name = name.trim();
        if is_weekend(self.day) {
            return refuse(
                "weekend",
                format!("El {} no es día de atención. Elija un día de lunes a viernes.", day_in_words(self.day)),
            );
        }
        if self.day.year() > today.year().saturating_add(YEARS_AHEAD) {
            return refuse("far", format!("Un feriado se pone hasta {YEARS_AHEAD} años antes. Revise el año."));
        }
        if !name.chars().any(char::is_alphabetic) {
            return refuse("name", "Escriba el nombre del feriado.");
        }
        if name.chars().nth(LONGEST_NAME).is_some() {
            return refuse("name", format!("El nombre tiene más de {LONGEST_NAME} caracteres: escríbalo más corto."));
        }
        Ok(name)
    }
}
