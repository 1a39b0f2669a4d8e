//! A plain attention: a procedure without papers of its own here, served with an outcome.

use eframe::egui::Ui;

use crate::domain::visit::PlainReason;
use crate::ops::view::{VisitAtHand, VisitState};
use crate::ops::visit::Ending;
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Button, Field, Flow, Form};

/// How it ended, as the clerk answers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Served,
    NotServed,
}

const OUTCOMES: [(Outcome, &str); 2] = [(Outcome::Served, "Se atendió"), (Outcome::NotServed, "No se pudo atender")];

/// What the panel keeps.
#[derive(Default)]
pub(super) struct PlainPanel {
    flow: Flow,
    outcome: Option<Outcome>,
    reason: Option<PlainReason>,
    is_old: bool,
}

impl PlainPanel {
    /// One frame; answers how the attention ends, once the clerk says it.
    pub(super) fn ui(&mut self, ui: &mut Ui, at_hand: &VisitAtHand, is_busy: bool) -> Option<Ending> {
        if matches!(at_hand.visit.state, VisitState::Ended(_)) {
            widgets::empty(ui, Icon::CheckCircle, "La atención terminó", "Vuelva a Turnos y llame el turno siguiente.");
            return None;
        }
        if !self.is_old {
            self.is_old = true;
            self.flow.focus_first();
        }
        let mut ending = None;
        widgets::card(ui, |ui| {
            widgets::panel_title(
                ui,
                "Cómo terminó la atención",
                "Este trámite se atiende con los sistemas del IESS; aquí se registra su resultado.",
            );
            ui.add_space(8.0);
            let reasons = PlainReason::ALL.map(|reason| (reason, reason.spanish()));
            Form::show(ui, &mut self.flow, "plain", |form| {
                form.choice(Field::new("Resultado"), &OUTCOMES, &mut self.outcome);
                if self.outcome == Some(Outcome::NotServed) {
                    form.choice(Field::new("Motivo"), &reasons, &mut self.reason);
                }
                let wanted = match (self.outcome, self.reason) {
                    (Some(Outcome::Served), _) => Some(Ending::PlainServed),
                    (Some(Outcome::NotServed), Some(reason)) => Some(Ending::PlainNotServed(reason)),
                    _ => None,
                };
                form.ui().add_space(8.0);
                let button = Button::primary("Terminar la atención")
                    .icon(Icon::Check)
                    .large()
                    .busy(is_busy)
                    .enabled(wanted.is_some())
                    .why("Elija antes el resultado y, si no se pudo atender, el motivo.");
                if form.action(button).clicked() {
                    ending = wanted;
                }
            });
        });
        ending
    }
}
