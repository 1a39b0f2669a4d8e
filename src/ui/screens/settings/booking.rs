//! What can be booked at the centre: how long a turn lasts, how many there are at once, how soon and how far ahead.

use eframe::egui::Ui;

use super::kept::Kept;
use super::number::Number;
use crate::domain::turn::BookingRule;
use crate::ops::settings::Settings;
use crate::ui::cx::Cx;
use crate::ui::widgets::{Flow, Form};

/// What was typed, and what stands in the store.
#[derive(Default)]
pub(super) struct BookingSettings {
    flow: Flow,
    kept: Kept,
    /// What the fields were filled from; another one in the store fills them anew.
    filled_from: Option<BookingRule>,
    typed: [String; NUMBERS.len()],
}

const NUMBERS: [Number; 4] = [
    Number {
        label: "Minutos de cada turno reservado",
        note: "Con 30, se reserva a las 8:00, a las 8:30, y así hasta el cierre.",
        least: BookingRule::SLOT_MINUTES.0,
        most: BookingRule::SLOT_MINUTES.1,
        get: |it| it.booking.slot_minutes,
        set: |it, value| it.booking.slot_minutes = value,
    },
    Number {
        label: "Turnos a la misma hora",
        note: "Cuentan también los del portal que caen en ese lapso.",
        least: BookingRule::PER_SLOT.0,
        most: BookingRule::PER_SLOT.1,
        get: |it| it.booking.per_slot,
        set: |it, value| it.booking.per_slot = value,
    },
    Number {
        label: "Minutos de anticipación",
        note: "Nadie reserva para antes de eso.",
        least: BookingRule::LEAD_MINUTES.0,
        most: BookingRule::LEAD_MINUTES.1,
        get: |it| it.booking.lead_minutes,
        set: |it, value| it.booking.lead_minutes = value,
    },
    Number {
        label: "Días hasta los que se reserva",
        note: "Contados desde hoy, con fines de semana y feriados.",
        least: BookingRule::DAYS_AHEAD.0,
        most: BookingRule::DAYS_AHEAD.1,
        get: |it| it.booking.days_ahead,
        set: |it, value| it.booking.days_ahead = value,
    },
];

impl BookingSettings {
    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        let Some(kept) = self.kept.ui(ui, cx, &mut self.flow, "Las reservas quedaron guardadas.") else { return };
        if self.filled_from != Some(kept.booking) {
            self.typed = NUMBERS.each_ref().map(|number| (number.get)(&kept).to_string());
            self.filled_from = Some(kept.booking);
        }
        let button = self.kept.button("Guardar", self.typed(&kept).as_ref() != Some(&kept));
        let is_sent = Form::show(ui, &mut self.flow, "booking settings", |form| {
            for (number, text) in NUMBERS.iter().zip(&mut self.typed) {
                number.ui(form, text);
            }
            form.ui().add_space(8.0);
            form.action(button).clicked()
        });
        if is_sent {
            self.save(cx, &kept);
        }
    }

    /// The settings as typed, if every number is one.
    fn typed(&self, kept: &Settings) -> Option<Settings> {
        let mut settings = kept.clone();
        for (number, text) in NUMBERS.iter().zip(&self.typed) {
            (number.set)(&mut settings, number.read(text)?);
        }
        Some(settings)
    }

    fn save(&mut self, cx: &Cx<'_>, kept: &Settings) {
        let wrong = NUMBERS.iter().zip(&self.typed).find(|(number, text)| number.read(text).is_none());
        if let Some((number, _)) = wrong {
            return self.flow.focus(number.label);
        }
        if let Some(settings) = self.typed(kept) {
            self.kept.save(cx, settings);
        }
    }
}
