//! For how long data are kept: the terms, what is due by them, and its erasure.

mod kinds;
mod review;

use eframe::egui::Ui;

use self::kinds::{People, Scans};
use self::review::Review;
use super::kept::Kept;
use crate::ops::retention::{PERSONAL_DATA_YEARS, Retention, SCANS_YEARS};
use crate::ops::settings::Settings;
use crate::ui::cx::Cx;
use crate::ui::theme::SPACE_M;
use crate::ui::widgets::{self, Field, Flow, Form};

/// What was typed, and what was found due.
#[derive(Default)]
pub(super) struct RetentionTopic {
    flow: Flow,
    kept: Kept,
    /// What the fields were filled from; another one in the store fills them anew.
    filled_from: Option<Retention>,
    scans_years: String,
    people_years: String,
    scans: Review<Scans>,
    people: Review<People>,
}

const SCANS: &str = "Años que se conservan los documentos digitalizados";
const PEOPLE: &str = "Años que se conservan los datos personales";

impl RetentionTopic {
    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        ui.label(
            "La Ley Orgánica de Protección de Datos Personales pide guardar los datos solo mientras su finalidad los necesita, \
             con plazos para revisarlos. Aquí nada se borra solo: usted pone los plazos, revisa lo que vence y lo confirma.",
        );
        ui.add_space(SPACE_M);
        let saved = "Los plazos quedaron guardados.";
        let Some(kept) = self.kept.ui(ui, cx, &mut self.flow, saved) else { return };
        if self.filled_from != Some(kept.retention) {
            self.fill(kept.retention);
        }
        if self.terms_ui(ui, &kept) {
            self.save(cx, &kept);
        }
        widgets::divider(ui);
        widgets::section(ui, "Documentos digitalizados", |ui| {
            self.scans.ui(ui, cx, kept.retention.scans_years);
        });
        widgets::divider(ui);
        widgets::section(ui, "Datos personales", |ui| {
            self.people.ui(ui, cx, kept.retention.personal_data_years);
        });
    }

    fn fill(&mut self, kept: Retention) {
        let text = |years: Option<u16>| years.map(|years| years.to_string()).unwrap_or_default();
        (self.scans_years, self.people_years) = (text(kept.scans_years), text(kept.personal_data_years));
        // What was found due by another term is not.
        if self.filled_from.is_some_and(|before| before.scans_years != kept.scans_years) {
            self.scans.forget();
        }
        if self.filled_from.is_some_and(|before| before.personal_data_years != kept.personal_data_years) {
            self.people.forget();
        }
        self.filled_from = Some(kept);
    }

    /// The two terms; answers whether they are to be saved.
    fn terms_ui(&mut self, ui: &mut Ui, kept: &Settings) -> bool {
        let button = self.kept.button("Guardar plazos", self.typed() != Some(kept.retention));
        let mut is_sent = false;
        Form::show(ui, &mut self.flow, "retention", |form| {
            let fields = [
                (
                    SCANS,
                    "Desde que terminó la atención, o desde el último uso del poder o de la calificación. En blanco, no vencen.",
                    SCANS_YEARS,
                    &mut self.scans_years,
                ),
                (
                    PEOPLE,
                    "Desde la última atención, turno, poder o calificación de la persona. En blanco, no vencen.",
                    PERSONAL_DATA_YEARS,
                    &mut self.people_years,
                ),
            ];
            for (label, note, bounds, text) in fields {
                let wrong = format!("Escriba un número de {} a {}, o déjelo en blanco.", bounds.0, bounds.1);
                let error = years(text, bounds).is_none().then_some(wrong.as_str());
                let field = Field::new(label).note(note).error(error).optional().width(FIELD_WIDTH);
                form.number(field, text);
            }
            is_sent = form.action(button).clicked();
        });
        is_sent
    }

    /// The terms as typed, if both are.
    fn typed(&self) -> Option<Retention> {
        Some(Retention {
            scans_years: years(&self.scans_years, SCANS_YEARS)?,
            personal_data_years: years(&self.people_years, PERSONAL_DATA_YEARS)?,
        })
    }

    fn save(&mut self, cx: &Cx<'_>, kept: &Settings) {
        if years(&self.scans_years, SCANS_YEARS).is_none() {
            return self.flow.focus(SCANS);
        }
        match self.typed() {
            None => self.flow.focus(PEOPLE),
            Some(retention) => self.kept.save(cx, Settings { retention, ..kept.clone() }),
        }
    }
}

/// The width of a field: its help stands in one line below it.
const FIELD_WIDTH: f32 = 120.0;

/// A term as typed: none where nothing is; nothing where it is no term.
fn years(typed: &str, (least, most): (u16, u16)) -> Option<Option<u16>> {
    match typed.trim() {
        "" => Some(None),
        typed => typed.parse().ok().filter(|years| (least..=most).contains(years)).map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_a_number_within_its_bounds_or_nothing() {
        assert_eq!([years("", (1, 30)), years(" 7 ", (1, 30))], [Some(None), Some(Some(7))]);
        for wrong in ["0", "31", "siete", "-1", "99999999"] {
            assert_eq!(years(wrong, (1, 30)), None, "{wrong}");
        }
    }
}
