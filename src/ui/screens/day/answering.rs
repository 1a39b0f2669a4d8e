//! A request that still waits is answered by the supervisor who closes the day: whoever asked may be gone.

use eframe::egui::Context;

use super::super::common::{ReasonField, facts_ui};
use crate::desk::{Live, Pending};
use crate::domain::approval::Matter;
use crate::domain::id::ApprovalId;
use crate::ops::view::{RequestAsked, request_asked};
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_S};
use crate::ui::widgets::{self, Button, Dialog, Field, Flow, Form, Sign, last_row};

const NOTE: &str = "Qué responde";

/// The dialog, while it stands.
pub(super) struct AnswerDialog {
    request: ApprovalId,
    read: Live<RequestAsked>,
    note: ReasonField,
    flow: Flow,
    answering: Pending<Matter>,
    fault: Option<String>,
}

impl AnswerDialog {
    /// Of a request.
    pub(super) fn new(request: ApprovalId) -> Self {
        Self {
            request,
            read: Live::default(),
            note: ReasonField::default(),
            flow: Flow::default(),
            answering: Pending::default(),
            fault: None,
        }
    }

    /// One frame; answers whether it stays.
    pub(super) fn ui(&mut self, ctx: &Context, cx: &mut Cx<'_>) -> bool {
        let request = self.request;
        match self.answering.poll() {
            Some(Ok(_)) => {
                cx.tell("El pedido quedó respondido.");
                return false;
            }
            Some(Err(fault)) => self.fault = Some(fault.to_string()),
            None => {}
        }
        self.read.refresh(cx.desk, &[], |desk| {
            desk.read_as(move |_, reader, by| request_asked(reader, by.actor(), request))
        });
        let is_busy = self.answering.is_busy();
        let shown = Dialog::new("Responder el pedido").width(560.0).show(ctx, |ui| {
            if let Some(asked) = self.read.get() {
                facts_ui(ui, &facts(asked));
                ui.add_space(SPACE_S);
            }
            if let Some(fault) = self.read.fault() {
                widgets::notice(ui, Sign::Refused, &fault.to_string(), None);
                ui.add_space(SPACE_S);
            }
            if let Some(fault) = &self.fault {
                widgets::notice(ui, Sign::Refused, fault, None);
                ui.add_space(SPACE_S);
            }
            // Nobody answers what is not in sight.
            if self.read.get().is_none() || self.read.fault().is_some() {
                return last_row(ui, []);
            }
            // Its note leads to no answer: whoever gives one goes to it.
            Form::show(ui, &mut self.flow, "answer", |form| {
                let field = Field::new(NOTE).note("Quien rechaza dice por qué").width(480.0).optional();
                if self.note.ui(form, field).changed {
                    self.fault = None;
                }
            });
            let verbs = [Button::primary("Aprobar").icon(Icon::Check), Button::danger("Rechazar")];
            last_row(ui, verbs.map(|verb| verb.busy(is_busy)))
        });
        if let Some(granted) = shown.inner.map(|verb| verb == 0) {
            self.fault = None;
            let lacks_reason = (!granted || !self.note.text().is_empty()) && self.note.read().is_none();
            match lacks_reason {
                true => self.flow.focus(NOTE),
                false => self.answering.start(|| cx.desk.answer_here(request, granted, self.note.text().to_owned())),
            }
        }
        if shown.gives_up && !is_busy {
            return false;
        }
        true
    }
}

/// Who asks for what, and about whom.
fn facts(asked: &RequestAsked) -> Vec<(&'static str, String)> {
    let request = &asked.approval;
    let mut facts = vec![
        ("Se pide", request.matter.spanish().to_owned()),
        ("Pidió", asked.asked_by.clone()),
        ("Motivo", request.reason.clone()),
    ];
    let about = [("Turno", &asked.turn), ("Empleador", &asked.employer), ("Serie", &asked.serial)];
    facts.extend(about.into_iter().filter_map(|(name, value)| Some((name, value.clone()?))));
    if !request.covers.is_empty() {
        facts.push(("Sobre", request.covers.clone()));
    }
    facts
}
