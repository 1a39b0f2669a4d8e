//! An online turn that is not on the agenda, copied from the confirmation that the person shows.

use chrono::NaiveTime;
use eframe::egui::Context;

use super::holder::Holder;
use crate::desk::Pending;
use crate::domain::id::TurnId;
use crate::domain::procedure::PROCEDURES;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::sentence;
use crate::domain::turn::TurnCode;
use crate::ops::turn::TypeConfirmation;
use crate::ui::cx::{Command, Cx};
use crate::ui::widgets::{self, Button, Dialog, Field, Flow, Form, Sign};

/// The dialog.
#[derive(Default)]
pub(super) struct ConfirmationDialog {
    flow: Flow,
    code: String,
    procedure: Option<ProcedureId>,
    hour: Option<NaiveTime>,
    holder: Holder,
    recording: Pending<TurnId>,
    fault: Option<String>,
    is_old: bool,
}

const CODE: &str = "Código del turno";
const HOUR: &str = "Hora del turno";

impl ConfirmationDialog {
    /// One frame; answers whether it stays open.
    pub(super) fn ui(&mut self, ctx: &Context, cx: &mut Cx<'_>) -> bool {
        if self.flow.take_edited() {
            self.fault = None;
        }
        if !self.is_old {
            self.is_old = true;
            self.flow.focus_first();
        }
        self.holder.poll(cx);
        if let Some(answer) = self.recording.poll() {
            match answer {
                Ok(turn) => {
                    cx.tell("Turno copiado de la confirmación; la persona ya está en la espera.");
                    cx.ask(Command::SelectTurn(turn));
                    return false;
                }
                Err(fault) => self.fault = Some(fault.to_string()),
            }
        }
        let offered: Vec<(ProcedureId, &str)> =
            PROCEDURES.iter().map(|procedure| (procedure.id, procedure.name)).collect();
        let shown = Dialog::new("Copiar un turno de su confirmación").width(560.0).show(ctx, |ui| {
            ui.label("Para un turno de hoy que la persona muestra en papel o en pantalla y que no está en la lista.");
            ui.add_space(6.0);
            let is_busy = self.recording.is_busy();
            let is_given = Form::show(ui, &mut self.flow, "confirmation", |form| {
                form.number(Field::new(CODE).hint("Como está en la confirmación"), &mut self.code);
                form.choice(Field::new("Trámite"), &offered, &mut self.procedure);
                form.time(Field::new(HOUR).hint("9:40"), &mut self.hour);
                self.holder.fields(form, "Número de la persona del turno");
                form.last_row(Button::primary("Registrar el turno").busy(is_busy))
            });
            if let Some(fault) = &self.fault {
                ui.add_space(8.0);
                widgets::notice(ui, Sign::Refused, fault, None);
            }
            if is_given && let Err((label, fault)) = self.record(cx) {
                self.fault = Some(fault);
                self.flow.focus(label);
            }
        });
        !shown.gives_up
    }

    fn record(&mut self, cx: &Cx<'_>) -> Result<(), super::holder::Unusable> {
        let code = TurnCode::parse(&self.code).map_err(|fault| (CODE, sentence(&fault.to_string())))?;
        let procedure = self.procedure.ok_or_else(|| ("Trámite", "Elija el trámite.".to_owned()))?;
        let hour = self.hour.ok_or_else(|| (HOUR, "Escriba la hora del turno, por ejemplo 9:40.".to_owned()))?;
        let (holder, holder_name) = self.holder.parsed()?;
        self.fault = None;
        self.recording.start(|| cx.desk.perform(TypeConfirmation { code, procedure, hour, holder, holder_name }));
        Ok(())
    }
}
