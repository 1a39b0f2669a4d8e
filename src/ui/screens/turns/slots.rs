//! When a turn is to be: a day that has room, and an hour of it with the places that are left.

use chrono::{Datelike as _, NaiveDate, NaiveTime};

use super::holder::Unusable;
use crate::desk::Live;
use crate::domain::calendar::{day_in_words, weekday_name};
use crate::domain::turn::{OpenDay, Slot};
use crate::ops::Changed;
use crate::ops::turn::open_days;
use crate::ops::view::TurnRow;
use crate::ui::cx::Cx;
use crate::ui::widgets::{self, Field, Form, Sign};

/// The day and the hour, as far as they are chosen.
#[derive(Default)]
pub(in crate::ui::screens) struct SlotFields {
    open: Live<Vec<OpenDay>>,
    day: Option<NaiveDate>,
    hour: Option<NaiveTime>,
}

const DAY: &str = "Día";
const HOUR: &str = "Hora";
const DAY_WIDTH: f32 = 360.0;
const HOUR_WIDTH: f32 = 170.0;

impl SlotFields {
    /// Reads what has room; `moved` is the turn that gives its place up for the new one. What somebody else took meanwhile is
    /// not chosen any more.
    pub(in crate::ui::screens) fn poll(&mut self, cx: &Cx<'_>, moved: Option<&TurnRow>) {
        let is_new = self.open.refresh(cx.desk, &[Changed::Turns, Changed::Settings], |desk| {
            let moved = moved.cloned();
            desk.read(move |house, reader| open_days(house, reader, moved.as_ref()))
        });
        if is_new {
            self.day = self.day.filter(|day| self.slots_of(*day).is_some());
            let slots = self.day.and_then(|day| self.slots_of(day));
            self.hour =
                self.hour.filter(|hour| slots.is_some_and(|open| open.slots.iter().any(|it| it.begins == *hour)));
        }
    }

    /// Is it known what has room?
    pub(in crate::ui::screens) fn is_read(&self) -> bool {
        self.open.get().is_some() || self.open.fault().is_some()
    }

    fn slots_of(&self, day: NaiveDate) -> Option<&OpenDay> {
        self.open.get()?.iter().find(|open| open.day == day)
    }

    /// The two fields.
    pub(in crate::ui::screens) fn fields(&mut self, form: &mut Form<'_>) {
        if let Some(fault) = self.open.fault() {
            widgets::notice(form.ui(), Sign::Refused, &fault.to_string(), None);
        }
        let Some(open) = self.open.get() else {
            form.ui().label("Buscando los días con turnos libres…");
            return;
        };
        if open.is_empty() {
            let next = "Supervisión ve cuántos se reservan en Configuración, Reservas.";
            widgets::notice(
                form.ui(),
                Sign::Missing,
                "No quedan turnos libres en los días que se reservan.",
                Some(next),
            );
            return;
        }
        let days: Vec<(NaiveDate, String)> = open.iter().map(|open| (open.day, day_words(open))).collect();
        let days: Vec<(NaiveDate, &str)> = days.iter().map(|(day, words)| (*day, words.as_str())).collect();
        form.row(|form| {
            if form.select(Field::new(DAY).width(DAY_WIDTH), &days, &mut self.day) {
                self.hour = None;
            }
            let Some(open) = self.day.and_then(|day| open.iter().find(|open| open.day == day)) else { return };
            let words = |slot: &Slot| format!("{} · {}", slot.begins.format("%H:%M"), free(slot.left));
            let hours: Vec<(NaiveTime, String)> = open.slots.iter().map(|slot| (slot.begins, words(slot))).collect();
            let hours: Vec<(NaiveTime, &str)> = hours.iter().map(|(hour, words)| (*hour, words.as_str())).collect();
            form.select(Field::new(HOUR).width(HOUR_WIDTH), &hours, &mut self.hour);
        });
    }

    /// What was chosen.
    pub(in crate::ui::screens) fn chosen(&self) -> Result<(NaiveDate, NaiveTime), Unusable> {
        let day = self.day.ok_or_else(|| (DAY, "Elija el día.".to_owned()))?;
        let hour = self.hour.ok_or_else(|| (HOUR, "Elija la hora.".to_owned()))?;
        Ok((day, hour))
    }
}

/// "viernes 20 de noviembre de 2026 · 34 libres".
fn day_words(open: &OpenDay) -> String {
    let left = open.slots.iter().fold(0_u32, |sum, slot| sum.saturating_add(slot.left));
    format!("{} · {}", day_of_week(open.day), free(left))
}

/// "viernes 20 de noviembre de 2026".
pub(in crate::ui::screens) fn day_of_week(day: NaiveDate) -> String {
    format!("{} {}", weekday_name(day.weekday()), day_in_words(day))
}

fn free(left: u32) -> String {
    if left == 1 { "1 libre".to_owned() } else { format!("{left} libres") }
}
