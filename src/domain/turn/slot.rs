//! What can be booked at the centre: the slots of a day, by its hours and what is taken of them.
//!
//! A slot begins on the minute at which the counter opens, or a whole number of slots after it, and ends before it closes.
//! A turn taken elsewhere has any minute of the day, and takes a place of the slot that it lies in.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Days, NaiveDate, NaiveTime, Timelike as _};
use serde::{Deserialize, Serialize};

use crate::domain::calendar::{Calendar, Moment, day_in_words};

/// What a centre has set for its bookings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BookingRule {
    /// How long a slot lasts, in minutes.
    pub slot_minutes: u16,
    /// How many turns a slot has room for, those from the institution's page among them.
    pub per_slot: u16,
    /// How far ahead a slot begins at the least, in minutes.
    pub lead_minutes: u16,
    /// How many days ahead a slot lies at the most.
    pub days_ahead: u16,
}

impl Default for BookingRule {
    fn default() -> Self {
        Self { slot_minutes: 30, per_slot: 4, lead_minutes: 60, days_ahead: 15 }
    }
}

impl BookingRule {
    /// Within these a slot's length is sound, in minutes.
    pub const SLOT_MINUTES: (u16, u16) = (15, 120);
    /// The least and the most room of a slot.
    pub const PER_SLOT: (u16, u16) = (1, 50);
    /// The least and the most minutes ahead: none, or a day.
    pub const LEAD_MINUTES: (u16, u16) = (0, 1440);
    /// The least and the most days ahead.
    pub const DAYS_AHEAD: (u16, u16) = (1, 60);

    /// The first thing that is wrong with it, as a sentence.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        let numbers = [
            ("Los minutos de cada turno reservado", self.slot_minutes, Self::SLOT_MINUTES),
            ("Los turnos que se reservan a la misma hora", self.per_slot, Self::PER_SLOT),
            ("Los minutos de anticipación de una reserva", self.lead_minutes, Self::LEAD_MINUTES),
            ("Los días hasta los que se reserva", self.days_ahead, Self::DAYS_AHEAD),
        ];
        let wrong = numbers.into_iter().find(|(_, value, (least, most))| !(*least..=*most).contains(value));
        wrong.map(|(what, _, (least, most))| format!("{what} van de {least} a {most}. Corrija el número."))
    }
}

/// How many places are taken at each minute of a day, counted from midnight.
pub type Taken = BTreeMap<u16, u32>;

/// A slot of a day that may be booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// When it begins.
    pub begins: NaiveTime,
    /// How many places it still has.
    pub left: u32,
}

/// A day with room, and its slots that have some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenDay {
    /// The day.
    pub day: NaiveDate,
    /// Its slots with a place left, in order.
    pub slots: Vec<Slot>,
}

/// Why there is no turn on a day at an hour.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SlotFault {
    /// A Saturday, a Sunday or a holiday.
    #[error("el {} el centro no atiende: elija otro día", day_in_words(*.0))]
    Closed(NaiveDate),
    /// Before today, or farther ahead than the centre books.
    #[error("se reserva de hoy hasta el {}: elija otro día", day_in_words(*.0))]
    OutOfReach(NaiveDate),
    /// No slot of that day begins then.
    #[error("a las {} no empieza ningún turno de ese día: elija una de las horas que se ofrecen", .0.format("%H:%M"))]
    NoSlot(NaiveTime),
    /// It begins too soon, or has begun.
    #[error("los turnos se reservan al menos {0} minutos antes: elija una hora posterior")]
    TooSoon(u16),
    /// Every place is taken.
    #[error("a las {} ya no quedan turnos: elija otra hora", .0.format("%H:%M"))]
    Full(NaiveTime),
}

/// What the bookings of a centre go by at a moment.
#[derive(Debug, Clone, Copy)]
pub struct Booking<'a> {
    /// Its days and hours.
    pub calendar: &'a Calendar,
    /// What it has set.
    pub rule: BookingRule,
    /// The moment.
    pub now: Moment,
}

impl Booking<'_> {
    fn today(&self) -> NaiveDate {
        self.now.day(self.calendar.zone)
    }

    fn last_day(&self) -> NaiveDate {
        let today = self.today();
        today.checked_add_days(Days::new(self.rule.days_ahead.into())).unwrap_or(today)
    }

    /// The days that can be booked as far as the calendar goes: working days within reach.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        let within = self.today().iter_days().take(usize::from(self.rule.days_ahead).saturating_add(1));
        within.filter(|day| self.calendar.is_working_day(*day))
    }

    /// A day's slots that have a place and begin late enough.
    #[must_use]
    pub fn slots(&self, day: NaiveDate, taken: &Taken) -> Vec<Slot> {
        let begins = self.all_slots(day).filter(|minute| !self.is_too_soon(day, *minute));
        let slots = begins.filter_map(|minute| Some(Slot { begins: at(minute)?, left: self.left(minute, taken) }));
        slots.filter(|slot| slot.left > 0).collect()
    }

    /// Is there a place on this day at this hour?
    ///
    /// # Errors
    /// Why not.
    pub fn admit(&self, day: NaiveDate, hour: NaiveTime, taken: &Taken) -> Result<(), SlotFault> {
        let last = self.last_day();
        if day < self.today() || day > last {
            return Err(SlotFault::OutOfReach(last));
        }
        if !self.calendar.is_working_day(day) {
            return Err(SlotFault::Closed(day));
        }
        let begins = self.all_slots(day).find(|minute| at(*minute) == Some(hour));
        let minute = begins.ok_or(SlotFault::NoSlot(hour))?;
        if self.is_too_soon(day, minute) {
            return Err(SlotFault::TooSoon(self.rule.lead_minutes));
        }
        match self.left(minute, taken) {
            0 => Err(SlotFault::Full(hour)),
            _ => Ok(()),
        }
    }

    /// The minutes at which the slots of a day begin; none on a closed day.
    fn all_slots(&self, day: NaiveDate) -> impl Iterator<Item = u16> + use<> {
        let hours = self.calendar.hours.of(day.weekday()).filter(|_| self.calendar.is_working_day(day));
        let (opens, closes) = hours.map_or((0, 0), |hours| (minute_of(hours.opens), minute_of(hours.closes)));
        let long = self.rule.slot_minutes.max(1);
        let last = closes.checked_sub(long);
        (opens..=last.unwrap_or(0)).step_by(long.into()).filter(move |_| last.is_some_and(|last| last >= opens))
    }

    fn is_too_soon(&self, day: NaiveDate, minute: u16) -> bool {
        let lead_ms = i64::from(self.rule.lead_minutes).saturating_mul(60_000);
        let earliest = self.now.0.saturating_add(lead_ms);
        at(minute).is_none_or(|hour| Moment::from_local(day.and_time(hour), self.calendar.zone).0 < earliest)
    }

    fn left(&self, minute: u16, taken: &Taken) -> u32 {
        let end = minute.saturating_add(self.rule.slot_minutes);
        let taken = taken.range(minute..end).fold(0_u32, |sum, (_, count)| sum.saturating_add(*count));
        u32::from(self.rule.per_slot).saturating_sub(taken)
    }
}

/// The minute of the day at which an hour lies.
#[must_use]
pub fn minute_of(hour: NaiveTime) -> u16 {
    u16::try_from(hour.num_seconds_from_midnight().div_euclid(60)).unwrap_or(u16::MAX)
}

fn at(minute: u16) -> Option<NaiveTime> {
    NaiveTime::from_num_seconds_from_midnight_opt(u32::from(minute).saturating_mul(60), 0)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot read its own example fails")]
mod tests {
    use super::*;
    use crate::domain::calendar::Zone;
    use crate::domain::hours::{Hours, WeekHours};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn hour(text: &str) -> NaiveTime {
        NaiveTime::parse_from_str(text, "%H:%M").unwrap()
    }

    /// Fridays close at 9:20; Monday 23 November 2026 is a holiday.
    fn calendar() -> Calendar {
        let short = Hours { opens: hour("8:00"), closes: hour("9:20") };
        Calendar {
            zone: Zone::Mainland,
            holidays: [day("2026-11-23")].into(),
            hours: WeekHours { friday: short, ..WeekHours::default() },
        }
    }

    /// `told` reads the offer of a day at a moment of Thursday 19 November 2026: "8:00×4 8:30×3".
    fn told(now: &str, rule: BookingRule, on: &str, taken: &[(&str, u32)]) -> String {
        let calendar = calendar();
        let now = Moment::from_local(day("2026-11-19").and_time(hour(now)), Zone::Mainland);
        let taken: Taken = taken.iter().map(|(at, count)| (minute_of(hour(at)), *count)).collect();
        let slots = Booking { calendar: &calendar, rule, now }.slots(day(on), &taken);
        let told = slots.iter().map(|slot| format!("{}×{}", slot.begins.format("%-H:%M"), slot.left));
        told.collect::<Vec<_>>().join(" ")
    }

    const FRIDAY: &str = "2026-11-20";
    const RULE: BookingRule = BookingRule { slot_minutes: 30, per_slot: 4, lead_minutes: 60, days_ahead: 15 };

    #[test]
    fn a_slot_ends_before_the_counter_closes() {
        assert_eq!(told("10:00", RULE, FRIDAY, &[]), "8:00×4 8:30×4", "9:00 to 9:30 does not lie within");
        assert_eq!(told("10:00", BookingRule { slot_minutes: 80, ..RULE }, FRIDAY, &[]), "8:00×4");
        assert_eq!(told("10:00", BookingRule { slot_minutes: 81, ..RULE }, FRIDAY, &[]), "");
    }

    #[test]
    fn a_place_is_taken_of_the_slot_that_its_minute_lies_in() {
        let taken = [("7:59", 9), ("8:00", 1), ("8:29", 1), ("8:30", 4), ("9:00", 1)];
        assert_eq!(told("10:00", RULE, FRIDAY, &taken), "8:00×2", "what is full is not offered");
        assert_eq!(told("10:00", RULE, FRIDAY, &[("8:10", 7)]), "8:30×4", "more than there is room for");
    }

    #[test]
    fn nothing_is_offered_that_begins_too_soon_or_on_a_closed_day() {
        assert!(told("15:20", RULE, "2026-11-19", &[]) == "16:30×4", "16:00 is 40 minutes ahead");
        assert_eq!(told("15:30", RULE, "2026-11-19", &[]), "16:30×4", "60 minutes ahead are enough");
        assert_eq!(told("15:31", RULE, "2026-11-19", &[]), "");
        for closed in ["2026-11-21", "2026-11-22", "2026-11-23"] {
            assert_eq!(told("10:00", RULE, closed, &[]), "", "{closed}");
        }
    }

    #[test]
    fn the_days_are_working_days_as_far_as_the_centre_books() {
        let calendar = calendar();
        let now = Moment::from_local(day("2026-11-19").and_time(hour("10:00")), Zone::Mainland);
        let days = |days_ahead| {
            let rule = BookingRule { days_ahead, ..RULE };
            let booking = Booking { calendar: &calendar, rule, now };
            booking.days().map(|day| day.format("%d").to_string()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(days(1), "19 20");
        assert_eq!(days(6), "19 20 24 25", "not the weekend, not the holiday");
    }

    #[test]
    fn what_is_not_admitted_says_why() {
        let calendar = calendar();
        let now = Moment::from_local(day("2026-11-19").and_time(hour("10:00")), Zone::Mainland);
        let booking = Booking { calendar: &calendar, rule: RULE, now };
        let taken: Taken = [(minute_of(hour("8:30")), 4)].into();
        let says = |on: &str, at: &str| booking.admit(day(on), hour(at), &taken).map_err(|fault| fault.to_string());
        assert_eq!(says(FRIDAY, "8:00"), Ok(()));
        let full = "a las 08:30 ya no quedan turnos: elija otra hora";
        assert_eq!(says(FRIDAY, "8:30"), Err(full.into()));
        let closed = "el 23 de noviembre de 2026 el centro no atiende: elija otro día";
        assert_eq!(says("2026-11-23", "8:00"), Err(closed.into()));
        let no_slot = "a las 08:10 no empieza ningún turno de ese día: elija una de las horas que se ofrecen";
        assert_eq!(says(FRIDAY, "8:10"), Err(no_slot.into()));
        assert!(says(FRIDAY, "9:00").is_err(), "it would end after the counter closes");
        let soon = "los turnos se reservan al menos 60 minutos antes: elija una hora posterior";
        assert_eq!(says("2026-11-19", "10:30"), Err(soon.into()));
        let reach = "se reserva de hoy hasta el 4 de diciembre de 2026: elija otro día";
        assert_eq!(says("2026-11-18", "8:00"), Err(reach.into()));
        assert_eq!(says("2026-12-07", "8:00"), Err(reach.into()));
        assert_eq!(says("2026-12-04", "8:00"), Ok(()), "the last day");
    }

    #[test]
    fn what_is_set_lies_within_its_bounds() {
        assert_eq!(BookingRule::default().fault(), None);
        let fault = BookingRule { slot_minutes: 14, ..RULE }.fault().unwrap();
        assert_eq!(fault, "Los minutos de cada turno reservado van de 15 a 120. Corrija el número.");
        for wrong in [
            BookingRule { slot_minutes: 121, ..RULE },
            BookingRule { per_slot: 0, ..RULE },
            BookingRule { per_slot: 51, ..RULE },
            BookingRule { lead_minutes: 1441, ..RULE },
            BookingRule { days_ahead: 0, ..RULE },
            BookingRule { days_ahead: 61, ..RULE },
        ] {
            assert!(wrong.fault().is_some(), "{wrong:?}");
        }
    }
}
