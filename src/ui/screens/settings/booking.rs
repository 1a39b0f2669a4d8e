//! What can be booked at the centre: how long a turn lasts, how many there are at once, how soon and how far ahead.

use eframe::egui::Ui;

use super::super::common::Fault;
use super::number::Number;
use crate::desk::{Live, Pending};
use crate::domain::turn::BookingRule;
use crate::ops::Changed;
use crate::ops::settings::{self, ChangeSettings, Settings};
use crate::ui::cx::Cx;
use crate::ui::theme::Icon;
use crate::ui::widgets::{Button, Flow, Form};

/// What was typed, and what stands in the store.
#[derive(Default)]
pub(super) struct BookingSettings {
    flow: Flow,
    kept: Live<Settings>,
    /// What the fields were filled from; another one in the store fills them anew.
    filled_from: Option<BookingRule>,
    typed: [String; NUMBERS.len()],
    saving: Pending<()>,
    fault: Option<Fault>,
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
        if self.flow.take_edited() {
            self.fault = None;
        }
        self.kept.refresh(cx.desk, &[Changed::Settings], |desk| {
            desk.read(|house, reader| settings::load(reader, house.centre().id))
        });
        match self.saving.poll() {
            Some(Ok(())) => cx.tell("Las reservas quedaron guardadas."),
            Some(Err(fault)) => self.fault = Some(fault.into()),
            None => {}
        }
        if let Some(fault) = self.kept.fault() {
            Fault::new(fault.to_string()).ui(ui);
        }
        let Some(kept) = self.kept.get().cloned() else {
            ui.label("Leyendo las reservas…");
            return;
        };
        if self.filled_from != Some(kept.booking) {
            self.typed = NUMBERS.each_ref().map(|number| (number.get)(&kept).to_string());
            self.filled_from = Some(kept.booking);
        }
        if let Some(fault) = &self.fault {
            fault.ui(ui);
        }
        let is_busy = self.saving.is_busy();
        let is_changed = self.typed(&kept).as_ref() != Some(&kept);
        let is_sent = Form::show(ui, &mut self.flow, "booking settings", |form| {
            for (number, text) in NUMBERS.iter().zip(&mut self.typed) {
                number.ui(form, text);
            }
            form.ui().add_space(8.0);
            let button = Button::primary("Guardar").icon(Icon::Save).busy(is_busy).enabled(is_changed);
            form.action(button.why("Todavía no ha cambiado nada.")).clicked()
        });
        if is_sent && !is_busy {
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
            self.fault = None;
            self.saving.start(|| cx.desk.perform(ChangeSettings { settings }));
        }
    }
}
