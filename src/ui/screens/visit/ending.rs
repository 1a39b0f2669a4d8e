//! How the visit at hand is left: ended, with its constancia on the way, or set aside.

use super::frame::{Frame, Wish};
use crate::desk::{Pending, PrintJob};
use crate::domain::id::TurnId;
use crate::ops::visit::Ending;
use crate::ui::cx::{Command, Cx};

/// How the visit is being ended.
#[derive(Default)]
pub(super) struct Ended {
    pub(super) pending: Pending<Vec<String>>,
    pub(super) with_constancia: bool,
}

impl Frame {
    /// Ends the visit, once what was typed is saved.
    pub(super) fn end(&mut self, ending: Ending, with_constancia: bool) {
        self.fault = None;
        self.wish = Some(Wish::End(ending, with_constancia));
    }

    pub(super) fn poll_ending(&mut self, cx: &mut Cx<'_>, without: Option<&str>, turn: Option<TurnId>) {
        match self.ending.pending.poll() {
            None => {}
            Some(Ok(_)) if self.ending.with_constancia => {
                self.constancia = Some(cx.desk.print_constancia(self.id));
            }
            Some(Ok(_)) => {
                cx.tell("La atención terminó.");
                cx.ask(Command::LeaveVisit);
            }
            Some(Err(fault)) => self.fault = Some(fault.to_string()),
        }
        if let Some(answer) = self.constancia.as_ref().and_then(PrintJob::poll) {
            self.constancia = None;
            match answer {
                Ok(()) => {
                    let without = without.unwrap_or("sin resultado");
                    cx.tell(format!(
                        "Constancia impresa. La atención terminó {without}; hoy puede reabrirse desde Turnos."
                    ));
                    cx.ask(Command::LeaveVisit);
                    // Its panel offers what whoever leaves so needs next: another turn.
                    if let Some(turn) = turn {
                        cx.ask(Command::SelectTurn(turn));
                    }
                }
                Err(fault) => self.fault = Some(fault.to_string()),
            }
        }
    }

    pub(super) fn poll_parking(&mut self, cx: &mut Cx<'_>) {
        match self.parking.poll() {
            None => {}
            Some(Ok(())) => {
                cx.tell("Atención en pausa. F6 la muestra en Turnos.");
                cx.ask(Command::LeaveVisit);
            }
            Some(Err(fault)) => self.fault = Some(fault.to_string()),
        }
    }
}
