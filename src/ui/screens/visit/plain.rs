//! A plain attention: a procedure without papers of its own here, served with an outcome.

use std::sync::Arc;

use eframe::egui::Ui;

use super::frame::Frame;
use super::has_ended;
use super::reading::ReadDocument;
use super::serving::{Saved, Serving};
use crate::desk::{Desk, Live};
use crate::domain::id::VisitId;
use crate::domain::procedure::find;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::visit::PlainReason;
use crate::ops::Changed;
use crate::ops::view::{self, VisitAtHand};
use crate::ops::visit::Ending;
use crate::ui::cx::{Command, Cx};
use crate::ui::shortcuts::{Action, cap};
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Button, Field, Flow, Form, Notice, Sign};

/// How it ended, as the clerk answers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Served,
    NotServed,
}

const OUTCOMES: [(Outcome, &str); 2] = [(Outcome::Served, "Se atendió"), (Outcome::NotServed, "No se pudo atender")];

/// A plain attention on the page.
pub(super) struct PlainAttention {
    id: VisitId,
    at_hand: Live<Arc<VisitAtHand>>,
    flow: Flow,
    outcome: Option<Outcome>,
    reason: Option<PlainReason>,
    is_old: bool,
}

impl PlainAttention {
    /// Of a visit.
    pub(super) fn of(id: VisitId) -> Self {
        Self { id, at_hand: Live::default(), flow: Flow::default(), outcome: None, reason: None, is_old: false }
    }

    /// What the person can do by themselves is one press away: the screen is turned to them.
    fn self_service_ui(&self, ui: &mut Ui, cx: &mut Cx<'_>) {
        let procedure = self.at_hand.get().and_then(|at_hand| ProcedureId::parse(&at_hand.visit.procedure));
        let Some(offer) = procedure.and_then(find).and_then(|procedure| procedure.self_service) else { return };
        let words = format!("La persona puede hacerlo aquí mismo: {}.", offer.title.to_lowercase());
        let turn = Button::secondary("Pasar la pantalla").icon(Icon::Person).shortcut(cap(Action::TurnScreen));
        if Notice::new(Sign::Info, &words).next(offer.about).action(turn).show(ui).is_some_and(|it| it.clicked()) {
            cx.ask(Command::TurnScreen(procedure));
        }
        ui.add_space(8.0);
    }

    /// Answers how the attention ends, once the clerk says it.
    fn outcome_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, is_busy: bool) -> Option<Ending> {
        if !self.is_old {
            self.is_old = true;
            self.flow.focus_first();
        }
        self.self_service_ui(ui, cx);
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

impl Serving for PlainAttention {
    fn at_hand(&self) -> Option<&VisitAtHand> {
        self.at_hand.get().map(Arc::as_ref)
    }

    fn unread(&self) -> Option<String> {
        self.at_hand.fault().map(ToString::to_string)
    }

    fn refresh(&mut self, cx: &Cx<'_>) -> bool {
        let id = self.id;
        self.at_hand.refresh(cx.desk, &[Changed::Visits, Changed::Turns], |desk| {
            desk.read(move |house, reader| view::visit_at_hand(house, reader, id).map(Arc::new))
        })
    }

    fn take_in(&mut self, _: &mut Cx<'_>, _: VisitId) {}

    fn poll(&mut self, _: &mut Cx<'_>) {}

    fn saved(&self) -> Saved {
        Saved::Whole
    }

    fn flush(&mut self, _: &Desk) {}

    fn is_free(&self) -> bool {
        true
    }

    fn is_at_work(&self) -> bool {
        false
    }

    fn holds(&self) -> bool {
        false
    }

    fn covers(&self) -> bool {
        false
    }

    fn has_papers(&self) -> bool {
        false
    }

    fn on_behalf_of(&self) -> Option<String> {
        None
    }

    fn without(&self) -> Option<&'static str> {
        None
    }

    fn ask_the_end(&mut self) {}

    fn ask_look(&mut self) {}

    fn act(&mut self, _: Action, _: &mut Frame) {}

    fn serve(&mut self, _: &mut Frame) {}

    fn begin_service(&mut self, _: &Cx<'_>) {}

    fn has_way_back(&self) -> bool {
        false
    }

    fn take_read(&mut self, _: ReadDocument) {}

    fn take_keyboard(&mut self) {}

    fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, frame: &mut Frame) {
        if self.at_hand().is_some_and(has_ended) {
            widgets::empty(ui, Icon::CheckCircle, "La atención terminó", "Vuelva a Turnos y llame el turno siguiente.");
            return;
        }
        if let Some(ending) = self.outcome_ui(ui, cx, frame.ending.pending.is_busy()) {
            frame.end(ending, false);
        }
        frame.fault_ui(ui, None);
    }
}
