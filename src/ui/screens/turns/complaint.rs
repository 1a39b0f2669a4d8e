//! A complaint about how a procedure is served, with what was answered: it counts in the day's act and the month's table.

use eframe::egui::Context;

use crate::desk::Pending;
use crate::domain::id::ComplaintId;
use crate::domain::procedure::PROCEDURES;
use crate::domain::procedure_id::ProcedureId;
use crate::ops::complaint::{Against, RecordComplaint};
use crate::ui::cx::Cx;
use crate::ui::widgets::{self, Button, Dialog, Field, Flow, Form, Sign};

/// The dialog.
#[derive(Default)]
pub(super) struct ComplaintDialog {
    flow: Flow,
    procedure: Option<ProcedureId>,
    matter: String,
    resolution: String,
    recording: Pending<ComplaintId>,
    fault: Option<String>,
    is_old: bool,
}

const PROCEDURE: &str = "Trámite";

impl ComplaintDialog {
    /// One frame; answers whether it stays open.
    pub(super) fn ui(&mut self, ctx: &Context, cx: &mut Cx<'_>) -> bool {
        if !self.is_old {
            self.is_old = true;
            self.flow.focus_first();
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
            let is_busy = self.recording.is_busy();
            let (mut is_given, mut gives_up) = (false, false);
            Form::show(ui, &mut self.flow, "complaint", |form| {
                form.choice(Field::new(PROCEDURE), &offered, &mut self.procedure);
                form.text(Field::new("De qué se queja").width(500.0), &mut self.matter);
                form.text(Field::new("Qué se respondió o se hizo").width(500.0), &mut self.resolution);
                form.ui().add_space(8.0);
                form.row(|form| {
                    is_given = form.action(Button::primary("Anotar la queja").busy(is_busy)).clicked();
                    gives_up = Button::secondary("Cancelar").enabled(!is_busy).show(form.ui()).clicked();
                });
            });
            if let Some(fault) = &self.fault {
                ui.add_space(8.0);
                widgets::notice(ui, Sign::Refused, fault, None);
            }
            if is_given {
                self.record(cx);
            }
            gives_up
        });
        !shown.inner && !shown.closed_by_escape
    }

    fn record(&mut self, cx: &Cx<'_>) {
        let Some(procedure) = self.procedure else {
            self.fault = Some("Elija el trámite.".into());
            self.flow.focus(PROCEDURE);
            return;
        };
        self.fault = None;
        let (matter, resolution) = (self.matter.clone(), self.resolution.clone());
        let complaint = RecordComplaint { against: Against::Procedure(procedure), matter, resolution };
        self.recording.start(|| cx.desk.perform(complaint));
    }
}
