//! A turn given at the window, in as few fields as the procedure's rule asks for.

use eframe::egui::Context;

use super::holder::Holder;
use crate::desk::Pending;
use crate::domain::id::TurnId;
use crate::domain::procedure::{PROCEDURES, walk_in_rule};
use crate::domain::procedure_id::ProcedureId;
use crate::domain::turn::{InNameOf, OpenTo, PriorityGroup, PriorityWhose, TurnPriority};
use crate::ops::turn::GiveWalkIn;
use crate::ui::cx::{Command, Cx};
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Button, Dialog, Field, Flow, Form, Sign};

/// The dialog.
#[derive(Default)]
pub(super) struct WalkInDialog {
    flow: Flow,
    procedure: Option<ProcedureId>,
    holder: Holder,
    group: Option<PriorityGroup>,
    whose: Option<PriorityWhose>,
    giving: Pending<TurnId>,
    fault: Option<String>,
    is_old: bool,
}

const GROUPS: [(PriorityGroup, &str); 3] = [
    (PriorityGroup::OlderAdult, "Persona adulta mayor (65 o más)"),
    (PriorityGroup::Disability, "Discapacidad"),
    (PriorityGroup::Pregnancy, "Embarazo"),
];

const WHOSE: [(PriorityWhose, &str); 2] =
    [(PriorityWhose::Applicant, "Quien solicita"), (PriorityWhose::Presenter, "Quien se presenta")];

const GROUP: &str = "Grupo prioritario";
const MEMBER: &str = "Quién pertenece al grupo";

/// Why it is asked, and what becomes of whoever belongs to none.
const WHY_A_GROUP: &str = "Este trámite da turno presencial solo a estos grupos. Basta lo que dice la persona: no se pide \
                           carné ni certificado. Quien no pertenece a ninguno saca turno en línea, en www.iess.gob.ec, \
                           Turnos para atención ciudadana.";

impl WalkInDialog {
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
        if let Some(answer) = self.giving.poll() {
            match answer {
                Ok(turn) => {
                    cx.tell("Turno presencial registrado; la persona ya está en la espera.");
                    cx.ask(Command::SelectTurn(turn));
                    return false;
                }
                Err(fault) => self.fault = Some(fault.to_string()),
            }
        }
        let shown = Dialog::new("Turno presencial").width(560.0).show(ctx, |ui| {
            let offered: Vec<(ProcedureId, &str)> = PROCEDURES
                .iter()
                .filter(|procedure| procedure.walk_in.is_some())
                .map(|procedure| (procedure.id, procedure.name))
                .collect();
            let is_busy = self.giving.is_busy();
            let mut is_given = false;
            Form::show(ui, &mut self.flow, "walk-in", |form| {
                form.choice(Field::new("Trámite"), &offered, &mut self.procedure);
                let rule = self.procedure.and_then(walk_in_rule);
                let is_for_groups = rule.is_some_and(|rule| rule.open_to == OpenTo::PriorityGroups);
                if is_for_groups {
                    form.choice(Field::new(GROUP).note(WHY_A_GROUP), &GROUPS, &mut self.group);
                    form.choice(Field::new(MEMBER), &WHOSE, &mut self.whose);
                }
                let label = if is_for_groups { "Número de quien solicita" } else { "Número de la persona" };
                self.holder.fields(form, label);
                is_given = form.last_row(Button::primary("Dar el turno").icon(Icon::Add).busy(is_busy));
            });
            if let Some(fault) = &self.fault {
                ui.add_space(8.0);
                widgets::notice(ui, Sign::Refused, fault, None);
            }
            if is_given {
                self.give(cx);
            }
        });
        !shown.gives_up
    }

    fn give(&mut self, cx: &Cx<'_>) {
        let Some(procedure) = self.procedure else {
            self.fault = Some("Elija el trámite.".into());
            self.flow.focus("Trámite");
            return;
        };
        let (holder, holder_name) = match self.holder.parsed() {
            Ok(holder) => holder,
            Err((label, fault)) => {
                self.fault = Some(fault);
                self.flow.focus(label);
                return;
            }
        };
        let is_for_groups = walk_in_rule(procedure).is_some_and(|rule| rule.open_to == OpenTo::PriorityGroups);
        let lacking = [(GROUP, self.group.is_none()), (MEMBER, self.whose.is_none())];
        if let Some((label, _)) = lacking.into_iter().find(|(_, is_lacking)| is_for_groups && *is_lacking) {
            self.fault = Some(match label {
                GROUP => "Elija el grupo prioritario. Quien no pertenece a ninguno saca turno en línea.".into(),
                _ => "Elija quién pertenece al grupo prioritario.".into(),
            });
            self.flow.focus(label);
            return;
        }
        let priority =
            self.group.zip(self.whose).filter(|_| is_for_groups).map(|(group, whose)| TurnPriority { group, whose });
        self.fault = None;
        let give = GiveWalkIn { procedure, holder, holder_name, in_name_of: InNameOf::Applicant, priority };
        self.giving.start(|| cx.desk.perform(give));
    }
}
