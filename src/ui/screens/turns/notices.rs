//! What whoever logged in has not seen yet: what a supervisor did to their visits or refused them, and what asks for a
//! supervisor.

use std::collections::BTreeSet;

use eframe::egui::Ui;

use crate::desk::{Live, Pending};
use crate::domain::id::ApprovalId;
use crate::domain::visit::NoticeKind;
use crate::ops::Changed;
use crate::ops::view::{Refused, refused_meanwhile};
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
    /// What was refused while they were away, and what of it they have read.
    refused: Live<Vec<Refused>>,
    read: BTreeSet<ApprovalId>,
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
            let go = widgets::Notice::new(Sign::Warning, &words).low().action(Button::secondary("Ver en Cierre"));
            if go.show(ui).is_some_and(|button| button.clicked()) {
                cx.ask(Command::Show(Section::Day));
            }
            ui.add_space(SPACE_S);
        }
        let mut marked = None;
        for line in unseen.iter().filter(|line| line.kind != NoticeKind::Look) {
            if taken_ui(ui, cx, line, self.marking.is_busy()) {
                marked = Some(line.id);
            }
        }
        if let Some(notice) = marked {
            self.fault = None;
            self.marking.start(|| cx.desk.perform(MarkNoticeSeen { notice }));
        }
        self.refused_ui(ui, cx);
    }

    /// What a supervisor said no to after whoever asked had left.
    fn refused_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        // Read once: what is refused while somebody is here, they are told on the spot.
        self.refused.refresh(cx.desk, &[], |desk| {
            desk.read_as(|house, reader, session| refused_meanwhile(house, reader, session.actor().user))
        });
        let refused = self.refused.get().map(Vec::as_slice).unwrap_or_default();
        for one in refused.iter().filter(|one| !self.read.contains(&one.id)) {
            let of = one.turn.as_ref().map(|turn| format!(" (turno {turn})")).unwrap_or_default();
            let words = format!(
                "{} no aprobó lo que pidió: {}{of}, {}. Su motivo: «{}».",
                one.by,
                one.matter.spanish(),
                words::day_and_hour(one.at.0, cx.zone()),
                one.note
            );
            let seen = widgets::Notice::new(Sign::Refused, &words).low().action(Button::secondary("Entendido"));
            let is_read = seen.show(ui).is_some_and(|button| button.clicked());
            ui.add_space(SPACE_S);
            if is_read {
                self.read.insert(one.id);
                break;
            }
        }
    }
}

/// A visit that a supervisor took; answers whether whoever had it has read so.
fn taken_ui(ui: &mut Ui, cx: &Cx<'_>, line: &NoticeLine, is_busy: bool) -> bool {
    let what = match line.kind {
        NoticeKind::Ended => "terminó sin resultado",
        _ => "puso en pausa",
    };
    let at = words::hour_of(line.at, cx.zone());
    let words = format!("{} {what} su atención del turno {}, a las {at}: «{}».", line.by, line.turn, line.reason);
    let next = match line.kind {
        NoticeKind::Ended => "Lo escrito se conserva: si la persona vuelve hoy, se reabre desde su turno.",
        _ => "Lo escrito se conserva: se retoma desde su turno (F6).",
    };
    let seen = widgets::Notice::new(Sign::Warning, &words).low().next(next);
    let is_seen = seen.action(Button::secondary("Entendido").busy(is_busy)).show(ui);
    ui.add_space(SPACE_S);
    is_seen.is_some_and(|button| button.clicked())
}
