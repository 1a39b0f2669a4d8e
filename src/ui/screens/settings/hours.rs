//! When the counter is open, from Monday to Friday.

use chrono::NaiveTime;
use eframe::egui::Ui;

use super::kept::Kept;
use crate::domain::hours::{Hours, WeekHours};
use crate::ops::settings::Settings;
use crate::ui::cx::Cx;
use crate::ui::widgets::{Field, Flow, Form};

/// What was typed, and what stands in the store.
#[derive(Default)]
pub(super) struct OpeningHours {
    flow: Flow,
    kept: Kept,
    /// What the fields were filled from; another one in the store fills them anew.
    filled_from: Option<WeekHours>,
    typed: [(Option<NaiveTime>, Option<NaiveTime>); 5],
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
        let Some(kept) = self.kept.ui(ui, cx, &mut self.flow, "El horario quedó guardado.") else { return };
        if self.filled_from != Some(kept.hours) {
            let of = |day| kept.hours.of(day).map(|hours| (hours.opens, hours.closes)).unzip();
            self.typed = WeekHours::DAYS.map(of);
            self.filled_from = Some(kept.hours);
        }
        if self.fields_ui(ui, &kept) {
            self.save(cx, &kept);
        }
    }

    /// The fields; answers whether they are to be saved.
    fn fields_ui(&mut self, ui: &mut Ui, kept: &Settings) -> bool {
        let button = self.kept.button("Guardar horario", self.week().as_ref() != Some(&kept.hours));
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
            is_sent = form.action(button).clicked();
        });
        is_sent
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
                self.kept.save(cx, Settings { hours, ..kept.clone() });
            }
            (None, None) => {}
        }
    }
}

fn hours((opens, closes): (Option<NaiveTime>, Option<NaiveTime>)) -> Option<Hours> {
    Some(Hours { opens: opens?, closes: closes? })
}
