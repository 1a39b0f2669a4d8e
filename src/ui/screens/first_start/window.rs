//! The second step: the number over this window.

use eframe::egui::Ui;

use super::Answer;
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Button, Field, Flow, Form};

/// What was typed.
pub(super) struct WindowStep {
    flow: Flow,
    number: String,
    is_old: bool,
}

/// The highest number that a window can have.
const HIGHEST: u16 = 999;

impl Default for WindowStep {
    fn default() -> Self {
        Self { flow: Flow::default(), number: "1".to_owned(), is_old: false }
    }
}

impl WindowStep {
    /// Was something typed since this was asked last?
    pub(super) fn take_edited(&mut self) -> bool {
        self.flow.take_edited()
    }

    /// The step is shown again.
    pub(super) fn arrive(&mut self) {
        self.is_old = false;
    }

    /// The number, if it is one.
    pub(super) fn number(&self) -> Option<u16> {
        self.number.trim().parse().ok().filter(|number| (1..=HIGHEST).contains(number))
    }

    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui) -> Answer {
        if !self.is_old {
            self.is_old = true;
            self.flow.focus(NUMBER);
        }
        widgets::panel_title(ui, "¿Qué número tiene esta ventanilla?", "El que está a la vista de quien espera.");
        ui.add_space(12.0);
        let error = (self.number().is_none() && !self.number.is_empty()).then_some("El número va de 1 a 999.");
        let mut answer = Answer::Stay;
        let is_number = self.number().is_some();
        Form::show(ui, &mut self.flow, "window", |form| {
            let note = "Otras ventanillas del centro se agregan después, en Configuración.";
            form.number(Field::new(NUMBER).note(note).error(error).width(160.0), &mut self.number);
            form.ui().add_space(8.0);
            form.row(|form| {
                if form.action(Button::primary("Seguir").icon(Icon::Next).large()).clicked() && is_number {
                    answer = Answer::GoOn;
                }
                if Button::secondary(widgets::BACK).icon(Icon::Back).large().show(form.ui()).clicked() {
                    answer = Answer::Back;
                }
            });
        });
        answer
    }
}

const NUMBER: &str = "Número de la ventanilla";
