//! What a supervisor does to a visit that somebody else left open: set it aside or end it, with a reason.

use eframe::egui::Context;

use super::super::registers::reason::{Question, ReasonDialog, Said};
use crate::domain::id::VisitId;
use crate::ops::visit::{EndOthersVisit, ParkOthersVisit};
use crate::ui::cx::Cx;

/// What is done to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ui::screens) enum Act {
    /// It is set aside.
    Park,
    /// It ends without a key.
    End,
}

impl Act {
    /// Both, in the order in which they are offered.
    pub(in crate::ui::screens) const ALL: [Self; 2] = [Self::Park, Self::End];

    /// The button that asks for it.
    pub(in crate::ui::screens) fn button(self) -> &'static str {
        match self {
            Self::Park => "Ponerla en pausa…",
            Self::End => "Terminarla sin resultado…",
        }
    }
}

/// The dialog, while it stands.
pub(in crate::ui::screens) struct OthersVisitDialog {
    visit: VisitId,
    act: Act,
    dialog: ReasonDialog,
}

impl OthersVisitDialog {
    /// Asks why; `of` tells which visit it is: "la atención del turno A-1 (Rosa Paz)".
    pub(in crate::ui::screens) fn new(visit: VisitId, act: Act, of: &str) -> Self {
        let (title, verb) = match act {
            Act::Park => ("¿Poner en pausa la atención?", "Sí, en pausa"),
            Act::End => ("¿Terminar la atención sin resultado?", "Sí, terminarla"),
        };
        let sentence = match act {
            Act::Park => format!(
                "Se pone en pausa {of}, con su firma. Se retoma hoy en cualquier ventanilla, con lo que estaba \
                 escrito. Quien la llevaba lo ve cuando vuelva a ingresar."
            ),
            Act::End => format!(
                "Se termina {of} como no atendida, con su firma. Si la persona vuelve hoy, se reabre desde Turnos. \
                 Quien la llevaba lo ve cuando vuelva a ingresar."
            ),
        };
        Self { visit, act, dialog: ReasonDialog::ask(Question { title, sentence, verb, optional: false }) }
    }

    /// One frame; answers whether it stays.
    pub(in crate::ui::screens) fn ui(&mut self, ctx: &Context, cx: &mut Cx<'_>) -> bool {
        let (visit, act) = (self.visit, self.act);
        match self.dialog.ui(ctx) {
            Said::Nothing | Said::Do(None) => true,
            Said::Do(Some(reason)) => {
                self.dialog.sending.start(|| match act {
                    Act::Park => cx.desk.perform(ParkOthersVisit { visit, reason }),
                    Act::End => cx.desk.perform(EndOthersVisit { visit, reason }),
                });
                true
            }
            Said::Done => {
                cx.tell(match act {
                    Act::Park => "La atención quedó en pausa.",
                    Act::End => "La atención terminó sin resultado.",
                });
                false
            }
            Said::GivenUp => false,
        }
    }
}
