//! What was answered in a supervisor's name since they were last here, so that nobody does it unnoticed.

use eframe::egui::{RichText, Ui};

use super::super::common::Fault;
use crate::desk::Pending;
use crate::domain::id::ApprovalId;
use crate::ops::approval::MarkShown;
use crate::ops::view::{ApprovalLine, AtTheDoor};
use crate::ui::cx::Cx;
use crate::ui::theme::{self, Icon};
use crate::ui::widgets::{self, Button};
use crate::ui::words;

/// The list.
pub(super) struct Answered {
    lines: Vec<ApprovalLine>,
    marking: Pending<()>,
    fault: Option<Fault>,
}

impl Answered {
    /// Of what was found at the door.
    pub(super) fn of(door: &AtTheDoor) -> Self {
        Self { lines: door.answered.clone(), marking: Pending::default(), fault: None }
    }

    /// One frame; answers whether it was seen.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) -> bool {
        match self.marking.poll() {
            Some(Ok(())) => return true,
            // It was seen at another window meanwhile.
            Some(Err(fault)) if fault.refusal() == Some("shown") => return true,
            Some(Err(fault)) => self.fault = Some(fault.into()),
            None => {}
        }
        widgets::panel_title(
            ui,
            "Respondido en su nombre",
            "Esto se respondió con su usuario desde su último ingreso. Si algo no lo hizo usted, cambie su contraseña en Configuración y avise a la dirección.",
        );
        ui.add_space(8.0);
        for line in &self.lines {
            line_ui(ui, cx, line);
        }
        if let Some(fault) = &self.fault {
            fault.ui(ui);
        }
        ui.add_space(8.0);
        let seen = Button::primary("Ya lo revisé").icon(Icon::Check).large().busy(self.marking.is_busy()).show(ui);
        if ui.memory(|memory| memory.focused().is_none()) {
            seen.request_focus();
        }
        if seen.clicked() {
            self.fault = None;
            let seen: Vec<ApprovalId> = self.lines.iter().map(|line| line.approval.id).collect();
            self.marking.start(|| cx.desk.perform(MarkShown { seen }));
        }
        false
    }
}

fn line_ui(ui: &mut Ui, cx: &Cx<'_>, line: &ApprovalLine) {
    let muted = theme::palette(ui).text_muted;
    let approval = &line.approval;
    widgets::divider(ui);
    ui.horizontal_wrapped(|ui| {
        let (sign, state) = words::request(approval.state);
        widgets::badge(ui, sign, state);
        ui.label(RichText::new(approval.matter.spanish()).text_style(theme::strong_style()));
    });
    if !approval.covers.is_empty() {
        ui.label(&approval.covers);
    }
    ui.label(format!("Motivo: {}", approval.reason));
    let at = approval.answered_at_ms.map(|at| words::day_and_hour(at, cx.zone())).unwrap_or_default();
    let own = if approval.sole_supervisor { " · con respuesta de quien hizo el pedido" } else { "" };
    ui.label(RichText::new(format!("Pidió {} · {at}{own}", line.asked_by)).color(muted));
}
