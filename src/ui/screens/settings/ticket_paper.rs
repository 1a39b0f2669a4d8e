//! The paper of the tickets that this machine prints: an arrival desk's printer may well take another than the windows'.

use eframe::egui::Ui;

use super::super::common::Fault;
use crate::desk::Pending;
use crate::ops::settings::Paper;
use crate::ui::cx::Cx;
use crate::ui::theme::SPACE_M;
use crate::ui::widgets::{Field, Flow, Form};

/// The choice.
#[derive(Default)]
pub(super) struct TicketPaper {
    flow: Flow,
    keeping: Pending<()>,
    fault: Option<Fault>,
}

const PAPERS: [(Option<Paper>, &str); 4] = [
    (None, "El del centro"),
    (Some(Paper::A4), "A4"),
    (Some(Paper::A5), "A5"),
    (Some(Paper::Roll80), "Rollo de 80 mm"),
];

impl TicketPaper {
    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        match self.keeping.poll() {
            Some(Ok(())) => cx.tell("Papel de los turnos guardado en este equipo."),
            Some(Err(fault)) => self.fault = Some(fault.into()),
            None => {}
        }
        ui.add_space(SPACE_M);
        let now = cx.desk.station().ticket_paper;
        let mut chosen = Some(now);
        let field =
            Field::new("Papel de los turnos").note("El turno que se lleva quien espera, impreso en este equipo.");
        Form::show(ui, &mut self.flow, "ticket paper", |form| form.choice(field, &PAPERS, &mut chosen));
        if let Some(paper) = chosen.filter(|paper| *paper != now) {
            self.fault = None;
            self.keeping.start(|| {
                cx.desk.change_station(
                    move |station| station.ticket_paper = paper,
                    move |settings| settings.ticket_paper = paper,
                )
            });
        }
        if let Some(fault) = &self.fault {
            fault.ui(ui);
        }
    }
}
