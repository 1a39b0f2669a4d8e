//! What keeps a day from being closed, each with its way out; and the visits that a supervisor is asked to look at.

use chrono::NaiveDate;
use eframe::egui::{Context, Ui};

use super::super::common::{Act, OthersVisitDialog};
use super::super::registers::reason::{Question, ReasonDialog, Said};
use super::answering::AnswerDialog;
use crate::desk::Live;
use crate::domain::day::Hindrance;
use crate::domain::id::{ApprovalId, NoticeId, UserId, VisitId};
use crate::domain::visit::NoticeKind;
use crate::ops::Changed;
use crate::ops::mail::Unsent;
use crate::ops::visit::{AnswerLook, NoticeLine, notices};
use crate::ui::cx::{Command, Cx};
use crate::ui::theme::{Icon, SPACE_M};
use crate::ui::widgets::{self, Button, Sign};
use crate::ui::words;

/// What a button of the page asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    /// The day is to be closed.
    Close,
    /// Another day is to be shown.
    Day(NaiveDate),
    /// The own open visit is to be shown.
    Show(VisitId),
    /// Something is to be done to somebody else's visit, which is told from others so.
    Others(VisitId, Act, String),
    /// A request is to be answered.
    Answer(ApprovalId),
}

/// A hindrance, with what is done about it; `me` is whoever looks.
pub(super) fn hindrance_ui(ui: &mut Ui, hindrance: &Hindrance, me: Option<UserId>) -> Option<Asked> {
    let mut asked = None;
    ui.horizontal_top(|ui| {
        widgets::badge(ui, Sign::Missing, "Por resolver");
        ui.vertical(|ui| {
            ui.label(hindrance.to_string());
            ui.horizontal_wrapped(|ui| asked = way_out_ui(ui, hindrance, me));
        });
    });
    asked
}

fn way_out_ui(ui: &mut Ui, hindrance: &Hindrance, me: Option<UserId>) -> Option<Asked> {
    match hindrance {
        Hindrance::EarlierDay(day) => {
            let is_clicked = Button::secondary("Ir a ese día").icon(Icon::Calendar).show(ui).clicked();
            is_clicked.then_some(Asked::Day(*day))
        }
        Hindrance::OpenVisit { visit, user, .. } if Some(*user) == me => {
            let is_clicked = Button::secondary("Ir a la atención").icon(Icon::Next).show(ui).clicked();
            is_clicked.then_some(Asked::Show(*visit))
        }
        Hindrance::OpenVisit { visit, turn, clerk, .. } => {
            let mut asked = None;
            for act in Act::ALL {
                if Button::secondary(act.button()).show(ui).clicked() {
                    asked = Some(Asked::Others(*visit, act, format!("la atención del turno {turn} ({clerk})")));
                }
            }
            asked
        }
        // A supervisor settles it before anything else is shown.
        Hindrance::OpenSlip { .. } => None,
        Hindrance::WaitingRequest { request, .. } => {
            let is_clicked = Button::secondary("Responder…").icon(Icon::Edit).show(ui).clicked();
            is_clicked.then_some(Asked::Answer(*request))
        }
    }
}

/// The letters that were given up; nothing where there are none.
pub(super) fn unsent_ui(ui: &mut Ui, cx: &mut Cx<'_>, unsent: &[Unsent]) {
    if unsent.is_empty() {
        return;
    }
    widgets::card(ui, |ui| {
        widgets::section(ui, "Avisos por correo que no se enviaron", |ui| {
            for letter in unsent {
                ui.label(letter.in_words());
                let visit = letter.visit();
                if visit.is_some() && Button::secondary("Ver en la bitácora").icon(Icon::History).show(ui).clicked() {
                    visit.into_iter().for_each(|visit| cx.ask(Command::ShowInLog(visit)));
                }
            }
        });
    });
    ui.add_space(SPACE_M);
}

/// The dialogs behind the buttons, and the visits that a supervisor is asked to look at.
#[derive(Default)]
pub(super) struct InTheWay {
    others: Option<OthersVisitDialog>,
    answering: Option<AnswerDialog>,
    unseen: Live<Vec<NoticeLine>>,
    looked: Option<(NoticeId, ReasonDialog)>,
}

impl InTheWay {
    pub(super) fn ask(&mut self, cx: &mut Cx<'_>, asked: Asked) {
        match asked {
            Asked::Close | Asked::Day(_) => {}
            Asked::Show(visit) => cx.ask(Command::GoToVisit(visit)),
            Asked::Others(visit, act, of) => self.others = Some(OthersVisitDialog::new(visit, act, &of)),
            Asked::Answer(request) => self.answering = Some(AnswerDialog::new(request)),
        }
    }

    /// How many visits a supervisor is asked to look at, and nobody has answered for.
    pub(super) fn looks(&mut self, cx: &Cx<'_>) -> usize {
        self.unseen.refresh(cx.desk, &[Changed::Visits], |desk| {
            desk.read_as(|house, reader, session| notices(reader, house.centre().id, session.actor()))
        });
        let unseen = self.unseen.get().map(Vec::as_slice).unwrap_or_default();
        unseen.iter().filter(|line| line.kind == NoticeKind::Look).count()
    }

    /// The visits to be looked at; nothing where there are none.
    pub(super) fn looks_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        let unseen = self.unseen.get().map(Vec::as_slice).unwrap_or_default();
        let looks: Vec<&NoticeLine> = unseen.iter().filter(|line| line.kind == NoticeKind::Look).collect();
        if looks.is_empty() {
            return;
        }
        let mut looked = None;
        widgets::card(ui, |ui| {
            widgets::section(ui, "Pedidos de revisión", |ui| {
                for line in looks {
                    let at = words::day_and_hour(line.at.0, cx.zone());
                    ui.label(format!("Turno {}, {at}. {}: «{}»", line.turn, line.by, line.reason));
                    ui.horizontal_wrapped(|ui| {
                        if Button::secondary("Ver en la bitácora").icon(Icon::History).show(ui).clicked() {
                            cx.ask(Command::ShowInLog(line.visit));
                        }
                        if Button::secondary("Ya la revisé…").icon(Icon::Check).show(ui).clicked() {
                            looked = Some((line.id, line.turn.clone()));
                        }
                    });
                }
            });
        });
        ui.add_space(SPACE_M);
        if let Some((notice, turn)) = looked {
            let sentence =
                format!("Escriba qué encontró en la atención del turno {turn}: queda en su historia, con su firma.");
            let question = Question { title: "¿Qué encontró?", sentence, verb: "Ya la revisé", optional: false };
            let dialog = ReasonDialog::ask(question).called("Lo que encontró", "Escriba lo que encontró.");
            self.looked = Some((notice, dialog));
        }
    }

    pub(super) fn dialogs_ui(&mut self, ctx: &Context, cx: &mut Cx<'_>) {
        if let Some(dialog) = &mut self.others
            && !dialog.ui(ctx, cx)
        {
            self.others = None;
        }
        if let Some(dialog) = &mut self.answering
            && !dialog.ui(ctx, cx)
        {
            self.answering = None;
        }
        let Some((notice, dialog)) = &mut self.looked else { return };
        let notice = *notice;
        match dialog.ui(ctx) {
            Said::Nothing | Said::Do(None) => {}
            Said::Do(Some(found)) => dialog.sending.start(|| cx.desk.perform(AnswerLook { notice, found })),
            Said::Done => {
                self.looked = None;
                cx.tell("Quedó en la historia de la atención.");
            }
            Said::GivenUp => self.looked = None,
        }
    }
}
