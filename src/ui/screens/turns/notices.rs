//! What whoever logged in has not seen yet: what a supervisor did to their visits, and what asks for a supervisor.

use eframe::egui::Ui;

use crate::desk::{Live, Pending};
use crate::domain::visit::NoticeKind;
use crate::ops::Changed;
use crate::ops::visit::{MarkNoticeSeen, NoticeLine, notices};
use crate::ui::cx::{Command, Cx, Section};
use crate::ui::theme::SPACE_S;
use crate::ui::widgets::{self, Button, Sign};
use crate::ui::words;

/// The notices.
#[derive(Default)]
pub(super) struct Notices {
    unseen: Live<Vec<NoticeLine>>,
    marking: Pending<()>,
    fault: Option<String>,
}

impl Notices {
    /// Reads them again.
    pub(super) fn stale(&mut self) {
        self.unseen.stale();
    }

    /// One frame: nothing where there is nothing.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        self.unseen.refresh(cx.desk, &[Changed::Visits], |desk| {
            desk.read_as(|house, reader, session| notices(reader, house.centre().id, session.actor()))
        });
        if let Some(Err(fault)) = self.marking.poll() {
            self.fault = Some(fault.to_string());
        }
        if let Some(fault) = &self.fault {
            widgets::notice(ui, Sign::Refused, fault, None);
            ui.add_space(SPACE_S);
        }
        let unseen = self.unseen.get().map(Vec::as_slice).unwrap_or_default();
        let looks = unseen.iter().filter(|line| line.kind == NoticeKind::Look).count();
        if looks > 0 {
            let words = match looks {
                1 => "Piden que supervisión revise una atención.".to_owned(),
                looks => format!("Piden que supervisión revise {looks} atenciones."),
            };
            let go = widgets::Notice::new(Sign::Warning, &words).action(Button::secondary("Ver en Cierre"));
            if go.show(ui).is_some_and(|button| button.clicked()) {
                cx.ask(Command::Show(Section::Day));
            }
            ui.add_space(SPACE_S);
        }
        // One at a time: each is read before the next.
        if let Some(line) = unseen.iter().find(|line| line.kind != NoticeKind::Look) {
            let what = match line.kind {
                NoticeKind::Ended => "terminó sin clave",
                _ => "puso en pausa",
            };
            let at = words::hour_of(line.at, cx.zone());
            let words =
                format!("{} {what} su atención del turno {}, a las {at}: «{}».", line.by, line.turn, line.reason);
            let next = match line.kind {
                NoticeKind::Ended => "Lo escrito se conserva: si la persona vuelve hoy, se reabre desde su turno.",
                _ => "Lo escrito se conserva: se retoma desde su turno (F6).",
            };
            let seen = widgets::Notice::new(Sign::Warning, &words).next(next);
            let seen = seen.action(Button::secondary("Entendido").busy(self.marking.is_busy()));
            if seen.show(ui).is_some_and(|button| button.clicked()) {
                let notice = line.id;
                self.fault = None;
                self.marking.start(|| cx.desk.perform(MarkNoticeSeen { notice }));
            }
            ui.add_space(SPACE_S);
        }
    }
}
