//! What holds for the whole centre, for a supervisor.

use std::collections::BTreeSet;

use eframe::egui::{RichText, Ui};

use super::super::first_start::PAPERS;
use super::kept::Kept;
use super::number::Number;
use crate::domain::procedure;
use crate::ops::scan::ScannedPaper;
use crate::ops::settings::{Paper, Settings};
use crate::ui::cx::Cx;
use crate::ui::theme::{SPACE_S, strong_style};
use crate::ui::widgets::{Field, Flow, Form};

/// What was typed, and what stands in the store.
#[derive(Default)]
pub(super) struct CentreSettings {
    flow: Flow,
    kept: Kept,
    /// What the fields were filled from; another one in the store fills them anew.
    filled_from: Option<Settings>,
    numbers: [String; NUMBERS.len()],
    paper: Option<Paper>,
    scanned: BTreeSet<ScannedPaper>,
    sole_supervisor: bool,
}

const NUMBERS: [Number; 6] = [
    Number {
        label: "Minutos de tolerancia antes del turno",
        note: "Quien llega antes de eso espera, o pasa con advertencia.",
        least: 0,
        most: 240,
        get: |it| it.tolerance_early_minutes,
        set: |it, value| it.tolerance_early_minutes = value,
    },
    Number {
        label: "Minutos de tolerancia después del turno",
        note: "Quien llega más tarde pasa con advertencia.",
        least: 0,
        most: 240,
        get: |it| it.tolerance_late_minutes,
        set: |it, value| it.tolerance_late_minutes = value,
    },
    Number {
        label: "Llamados por orden de hora entre dos prioritarios",
        note: "Cuando esperan turnos de los dos: con 2, de cada tres llamados dos siguen la hora y uno es prioritario.",
        least: 1,
        most: 20,
        get: |it| it.calls_by_hour_per_priority.into(),
        set: |it, value| it.calls_by_hour_per_priority = u8::try_from(value).unwrap_or(u8::MAX),
    },
    Number {
        label: "Llamados antes de «No se presentó»",
        note: "Con 2, el turno de quien no viene se llama otra vez antes de anotarlo.",
        least: 1,
        most: 9,
        get: |it| it.calls_before_no_show.into(),
        set: |it, value| it.calls_before_no_show = u8::try_from(value).unwrap_or(u8::MAX),
    },
    Number {
        label: "Minutos sin uso hasta bloquear la pantalla",
        note: "",
        least: 1,
        most: 60,
        get: |it| it.idle_lock_minutes,
        set: |it, value| it.idle_lock_minutes = value,
    },
    Number {
        label: "Segundos de espera a la impresora",
        note: "Después, la clave queda sin confirmar y se resuelve a mano.",
        least: 10,
        most: 900,
        get: |it| it.printer_patience_secs,
        set: |it, value| it.printer_patience_secs = value,
    },
];

impl CentreSettings {
    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        let Some(kept) = self.kept.ui(ui, cx, &mut self.flow, "La configuración del centro quedó guardada.") else {
            return;
        };
        if self.filled_from.as_ref() != Some(&kept) {
            self.fill(&kept);
        }
        let is_sent = self.fields(ui, &kept);
        if is_sent {
            self.save(cx, &kept);
        }
    }

    fn fill(&mut self, kept: &Settings) {
        for (number, text) in NUMBERS.iter().zip(&mut self.numbers) {
            *text = (number.get)(kept).to_string();
        }
        self.paper = Some(kept.paper);
        self.scanned = kept.scanned_before_printing();
        self.sole_supervisor = kept.sole_supervisor;
        self.filled_from = Some(kept.clone());
    }

    fn fields(&mut self, ui: &mut Ui, kept: &Settings) -> bool {
        let button = self.kept.button("Guardar", self.typed(kept).as_ref() != Some(kept));
        let mut is_sent = false;
        Form::show(ui, &mut self.flow, "centre settings", |form| {
            for (number, text) in NUMBERS.iter().zip(&mut self.numbers) {
                number.ui(form, text);
            }
            form.choice(Field::new("Papel de las claves"), &PAPERS, &mut self.paper);
            scanned_ui(form, &mut self.scanned);
            form.toggle(
                Field::new(
                    "En el centro supervisa una sola persona: puede responder lo que ella misma pide, y queda \
                            marcado",
                ),
                &mut self.sole_supervisor,
            );
            form.ui().add_space(8.0);
            is_sent = form.action(button).clicked();
        });
        is_sent
    }

    /// The settings as typed, if every number is one.
    fn typed(&self, kept: &Settings) -> Option<Settings> {
        let mut settings = kept.clone();
        for (number, text) in NUMBERS.iter().zip(&self.numbers) {
            (number.set)(&mut settings, number.read(text)?);
        }
        settings.paper = self.paper?;
        // None at all is kept apart from which: whoever asks for scans again finds the same ones ticked.
        settings.scans_required = !self.scanned.is_empty();
        if settings.scans_required {
            settings.scans_asked = self.scanned.clone();
        }
        settings.sole_supervisor = self.sole_supervisor;
        Some(settings)
    }

    fn save(&mut self, cx: &Cx<'_>, kept: &Settings) {
        let wrong = NUMBERS.iter().zip(&self.numbers).find(|(number, text)| number.read(text).is_none());
        if let Some((number, _)) = wrong {
            return self.flow.focus(number.label);
        }
        if let Some(settings) = self.typed(kept) {
            self.kept.save(cx, settings);
        }
    }
}

/// Which papers are scanned before a key is printed, one box each.
fn scanned_ui(form: &mut Form<'_>, scanned: &mut BTreeSet<ScannedPaper>) {
    let ui = form.ui();
    ui.label(RichText::new("Qué se digitaliza antes de imprimir la clave").text_style(strong_style()));
    ui.label(RichText::new("De lo que la persona muestra; lo que no muestra no se pide.").small());
    for paper in procedure::papers_to_scan() {
        let mut is_asked = scanned.contains(&paper);
        if form.toggle(Field::new(paper.spanish()), &mut is_asked) {
            match is_asked {
                true => scanned.insert(paper),
                false => scanned.remove(&paper),
            };
        }
    }
    form.ui().add_space(SPACE_S);
}
