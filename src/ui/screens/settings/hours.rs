//! When the counter is open, from Monday to Friday.

use chrono::NaiveTime;
use eframe::egui::Ui;

use super::super::common::Fault;
use crate::desk::{Live, Pending};
use crate::domain::hours::{Hours, WeekHours};
use crate::ops::Changed;
use crate::ops::settings::{self, ChangeSettings, Settings};
use crate::ui::cx::Cx;
use crate::ui::theme::Icon;
use crate::ui::widgets::{Button, Field, Flow, Form};

/// What was typed, and what stands in the store.
#[derive(Default)]
pub(super) struct OpeningHours {
    flow: Flow,
    kept: Live<Settings>,
    /// What the fields were filled from; another one in the store fills them anew.
    filled_from: Option<WeekHours>,
    typed: [(Option<NaiveTime>, Option<NaiveTime>); 5],
    saving: Pending<()>,
    fault: Option<Fault>,
}

/// The days, as their two fields are called.
const FIELDS: [(&str, &str); 5] = [
    ("Lunes, abre", "Lunes, cierra"),
    ("Martes, abre", "Martes, cierra"),
    ("Miércoles, abre", "Miércoles, cierra"),
    ("Jueves, abre", "Jueves, cierra"),
    ("Viernes, abre", "Viernes, cierra"),
];

const BACKWARDS: &str = "Cierra antes de abrir.";

/// The width of a field: what is wrong with it stands in a line below.
const FIELD_WIDTH: f32 = 240.0;

impl OpeningHours {
    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        if self.flow.take_edited() {
            self.fault = None;
        }
        self.kept.refresh(cx.desk, &[Changed::Settings], |desk| {
            desk.read(|house, reader| settings::load(reader, house.centre().id))
        });
        match self.saving.poll() {
            Some(Ok(())) => cx.tell("El horario quedó guardado."),
            Some(Err(fault)) => self.fault = Some(fault.into()),
            None => {}
        }
        if let Some(fault) = self.kept.fault() {
            Fault::new(fault.to_string()).ui(ui);
        }
        let Some(kept) = self.kept.get().cloned() else {
            ui.label("Leyendo el horario…");
            return;
        };
        if self.filled_from != Some(kept.hours) {
            let of = |day| kept.hours.of(day).map(|hours| (hours.opens, hours.closes)).unzip();
            self.typed = WeekHours::DAYS.map(of);
            self.filled_from = Some(kept.hours);
        }
        if let Some(fault) = &self.fault {
            fault.ui(ui);
        }
        if self.fields_ui(ui, &kept) {
            self.save(cx, &kept);
        }
    }

    /// The fields; answers whether they are to be saved.
    fn fields_ui(&mut self, ui: &mut Ui, kept: &Settings) -> bool {
        let is_changed = self.week().as_ref() != Some(&kept.hours);
        let is_busy = self.saving.is_busy();
        let mut is_sent = false;
        Form::show(ui, &mut self.flow, "hours", |form| {
            for ((opens, closes), typed) in FIELDS.into_iter().zip(&mut self.typed) {
                let is_backwards = hours(*typed).is_some_and(|hours| !hours.are_sound());
                form.row(|form| {
                    form.time(Field::new(opens).width(FIELD_WIDTH), &mut typed.0);
                    let error = is_backwards.then_some(BACKWARDS);
                    form.time(Field::new(closes).error(error).width(FIELD_WIDTH), &mut typed.1);
                });
            }
            let button = Button::primary("Guardar horario").icon(Icon::Save).busy(is_busy).enabled(is_changed);
            is_sent = form.action(button.why("Todavía no ha cambiado nada.")).clicked();
        });
        is_sent && !is_busy
    }

    /// The week as typed, if every time is one.
    fn week(&self) -> Option<WeekHours> {
        let [monday, tuesday, wednesday, thursday, friday] = self.typed.map(hours);
        Some(WeekHours::of_days([monday?, tuesday?, wednesday?, thursday?, friday?]))
    }

    fn save(&mut self, cx: &Cx<'_>, kept: &Settings) {
        let wrong = FIELDS.into_iter().zip(self.typed).find_map(|((opens, closes), typed)| match typed {
            (None, _) => Some(opens),
            typed => (!hours(typed).is_some_and(Hours::are_sound)).then_some(closes),
        });
        match (wrong, self.week()) {
            (Some(field), _) => self.flow.focus(field),
            (None, Some(hours)) => {
                self.fault = None;
                let settings = Settings { hours, ..kept.clone() };
                self.saving.start(|| cx.desk.perform(ChangeSettings { settings }));
            }
            (None, None) => {}
        }
    }
}

fn hours((opens, closes): (Option<NaiveTime>, Option<NaiveTime>)) -> Option<Hours> {
    Some(Hours { opens: opens?, closes: closes? })
}
