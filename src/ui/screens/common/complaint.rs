//! A complaint with what was answered, against a visit or about how a procedure is served: it counts in the day's act and
//! the month's table.

use eframe::egui::Context;

use super::ReasonField;
use crate::desk::Pending;
use crate::domain::id::{ComplaintId, VisitId};
use crate::domain::procedure::PROCEDURES;
use crate::domain::procedure_id::ProcedureId;
use crate::ops::complaint::{Against, RecordComplaint};
use crate::ui::cx::Cx;
use crate::ui::widgets::{self, Button, Dialog, Field, Flow, Form, Sign};

/// The dialog.
pub(in crate::ui::screens) struct ComplaintDialog {
    /// The visit, and what it is about in words; without one the procedure is asked for.
    visit: Option<(VisitId, String)>,
    flow: Flow,
    procedure: Option<ProcedureId>,
    matter: ReasonField,
    resolution: ReasonField,
    recording: Pending<ComplaintId>,
    fault: Option<String>,
}

const PROCEDURE: &str = "Trámite";
const MATTER: &str = "De qué se queja";
const RESOLUTION: &str = "Qué se respondió o se hizo";

impl ComplaintDialog {
    /// Against a visit, with the words that tell it from others, or about a procedure.
    pub(in crate::ui::screens) fn new(visit: Option<(VisitId, String)>) -> Self {
        let mut flow = Flow::default();
        flow.focus_first();
        Self {
            visit,
            flow,
            procedure: None,
            matter: ReasonField::asking("Escriba de qué se queja la persona."),
            resolution: ReasonField::asking("Escriba qué se respondió o qué se hizo."),
            recording: Pending::default(),
            fault: None,
        }
    }

    /// One frame; answers whether it stays open.
    pub(in crate::ui::screens) fn ui(&mut self, ctx: &Context, cx: &mut Cx<'_>) -> bool {
        if self.flow.take_edited() {
            self.fault = None;
        }
        match self.recording.poll() {
            Some(Ok(_)) => {
                cx.tell("Queja anotada: cuenta en el acta del día y en la tabla del mes.");
                return false;
            }
            Some(Err(fault)) => self.fault = Some(fault.to_string()),
            None => {}
        }
        let offered: Vec<(ProcedureId, &str)> =
            PROCEDURES.iter().map(|procedure| (procedure.id, procedure.name)).collect();
        let shown = Dialog::new("Anotar una queja").width(560.0).show(ctx, |ui| {
            ui.label("Lo que dice la persona y lo que se le respondió. No escriba nombres ni números.");
            ui.add_space(6.0);
            if let Some((_, about)) = &self.visit {
                widgets::key_value(ui, "Sobre la atención", about);
                ui.add_space(6.0);
            }
            let is_busy = self.recording.is_busy();
            let is_given = Form::show(ui, &mut self.flow, "complaint", |form| {
                if self.visit.is_none() {
                    form.choice(Field::new(PROCEDURE), &offered, &mut self.procedure);
                }
                self.matter.ui(form, Field::new(MATTER).width(500.0));
                self.resolution.ui(form, Field::new(RESOLUTION).width(500.0));
                form.last_row(Button::primary("Anotar la queja").busy(is_busy))
            });
            if let Some(fault) = &self.fault {
                ui.add_space(8.0);
                widgets::notice(ui, Sign::Refused, fault, None);
            }
            if is_given {
                self.record(cx);
            }
        });
        !shown.gives_up
    }

    fn record(&mut self, cx: &Cx<'_>) {
        let against = match (&self.visit, self.procedure) {
            (Some((visit, _)), _) => Against::Visit(*visit),
            (None, Some(procedure)) => Against::Procedure(procedure),
            (None, None) => {
                self.fault = Some("Elija el trámite.".into());
                self.flow.focus(PROCEDURE);
                return;
            }
        };
        self.fault = None;
        for (field, label) in [(&mut self.matter, MATTER), (&mut self.resolution, RESOLUTION)] {
            if !field.says_something() {
                return self.flow.focus(label);
            }
        }
        let (matter, resolution) = (self.matter.text().to_owned(), self.resolution.text().to_owned());
        self.recording.start(|| cx.desk.perform(RecordComplaint { against, matter, resolution }));
    }
}
