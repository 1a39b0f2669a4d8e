//! The turn selected, at an arrival desk: who comes is marked as here and is given their turn on paper; who is called is told
//! where to go.

use eframe::egui::Ui;

use super::acts::PRINT_TICKET;
use super::panel::{Asking, TurnPanel};
use crate::domain::turn::TurnState;
use crate::ops::turn::MarkArrived;
use crate::ops::view::TurnRow;
use crate::ui::cx::Cx;
use crate::ui::theme::Icon;

impl TurnPanel {
    /// What can be done with it there.
    pub(super) fn reception_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, row: &TurnRow) {
        match row.turn.state {
            TurnState::Scheduled => {
                if self.main_button(ui, "Registrar llegada", Icon::Check) {
                    let told = format!("Llegó {}.", row.turn.holder_name);
                    self.arrive(cx.desk, MarkArrived { turn: row.id, reason: None }, told);
                }
            }
            TurnState::Arrived => {
                ui.label("Espera su llamado.");
                if !self.is_printing_ui(ui) && self.main_button(ui, PRINT_TICKET, Icon::Printer) {
                    self.print_ticket(cx, row);
                }
                self.undo_arrival_ui(ui, cx, row);
            }
            TurnState::Called => {
                let window = row.called.and_then(|call| Some(cx.house()?.window_number(call.window)));
                ui.label(format!("El llamado es a la ventanilla {}.", window.unwrap_or_default()));
            }
            TurnState::NoShow => {
                if self.main_button(ui, "La persona regresó…", Icon::Refresh) {
                    self.ask_reason(Asking::TakenBack);
                }
            }
            TurnState::Cancelled => {
                ui.label("El turno está cancelado: la persona necesita otro.");
            }
            TurnState::InService | TurnState::Parked => {
                ui.label("Su atención ya empezó: la lleva una ventanilla.");
            }
            TurnState::Served | TurnState::NotServed | TurnState::Abandoned => {
                ui.label("Su atención ya terminó.");
            }
        }
    }
}
