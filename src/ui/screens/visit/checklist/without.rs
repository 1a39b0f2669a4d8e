//! *Terminar sin…*, and *Pedir revisión*: whoever attends says why in their own words. Where every rule is met, the visit
//! ends without what the person came for, for that reason alone.

use eframe::egui::Context;

use super::on_screen::Words;
use crate::desk::Pending;
use crate::domain::id::VisitId;
use crate::ops::visit::{AskLook, Ending};
use crate::ui::cx::Cx;
use crate::ui::screens::common::ReasonField;
use crate::ui::theme::SPACE_S;
use crate::ui::widgets::{self, Button, Dialog, Field, Flow, Form, Sign};

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The visit ends; something is in the way of what the person came for, or nothing is.
    End { is_blocked: bool },
    /// The visit goes on, and a supervisor looks at it when they can.
    AskLook,
}

/// The dialog, while it stands.
pub(super) struct WithoutDialog {
    kind: Kind,
    words: Words,
    flow: Flow,
    reason: ReasonField,
    asks_look: bool,
    /// Enter went on from the reason once: then the box below it was passed, and is no open question any more.
    box_was_offered: bool,
    asking: Pending<()>,
    fault: Option<String>,
    /// What nobody looked at yet, in words.
    unseen: Option<String>,
}

/// What came of a frame of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Chosen {
    /// It still stands.
    Nothing,
    /// The visit ends so; with a constancia where there is something to bring.
    End(Ending, bool),
    /// It is over.
    Over,
}

const MORE: &str = "Algo más que deba constar";
/// Who reads it.
const ON_PAPER: &str = "Sale impreso en la constancia.";
const FOR_SUPERVISION: &str = "Lo lee supervisión; no sale en la constancia.";
const BOX: &str = "Pedir que supervisión la revise";
const LOOK: &str = "Qué debe revisar supervisión";

impl WithoutDialog {
    /// Before the visit ends; `is_blocked` when something is in the way, `unseen` says what nobody looked at.
    pub(super) fn before_the_end(words: Words, is_blocked: bool, unseen: Option<String>) -> Self {
        Self { unseen, ..Self::of(Kind::End { is_blocked }, words) }
    }

    /// Before a supervisor is asked to look.
    pub(super) fn for_a_look(words: Words) -> Self {
        Self::of(Kind::AskLook, words)
    }

    fn of(kind: Kind, words: Words) -> Self {
        let mut flow = Flow::default();
        // Where nothing has to be written, the way back has the keyboard: Enter alone ends nothing.
        if kind != (Kind::End { is_blocked: true }) {
            flow.focus_first();
        }
        Self {
            kind,
            words,
            flow,
            reason: ReasonField::default(),
            asks_look: false,
            box_was_offered: false,
            asking: Pending::default(),
            fault: None,
            unseen: None,
        }
    }

    /// One frame.
    pub(super) fn ui(&mut self, ctx: &Context, cx: &mut Cx<'_>, visit: VisitId) -> Chosen {
        match self.asking.poll() {
            Some(Ok(())) => {
                cx.tell("Supervisión lo ve en Turnos y en Cierre. La atención sigue.");
                return Chosen::Over;
            }
            Some(Err(fault)) => self.fault = Some(fault.to_string()),
            None => {}
        }
        let Words { without, in_order, why_not, .. } = self.words;
        let (title, about, label, verb) = match self.kind {
            Kind::End { is_blocked: true } => (
                format!("¿Terminar {without}?"),
                "Se imprime la constancia con lo que falta. Si la persona vuelve hoy, se reabre desde Turnos."
                    .to_owned(),
                MORE,
                "Terminar e imprimir la constancia".to_owned(),
            ),
            Kind::End { is_blocked: false } => (
                format!("¿Terminar {without}?"),
                format!(
                    "{in_order} Si algo le hace dudar, escríbalo: queda en la bitácora, y la atención cuenta como no \
                     atendida."
                ),
                why_not,
                format!("Terminar {without}"),
            ),
            Kind::AskLook => (
                "Pedir que supervisión revise".to_owned(),
                "La atención sigue: nadie espera la respuesta. Supervisión lo ve al ingresar y antes de cerrar el día."
                    .to_owned(),
                LOOK,
                "Pedir la revisión".to_owned(),
            ),
        };
        let is_busy = self.asking.is_busy();
        let shown = Dialog::new(&title).width(540.0).show(ctx, |ui| {
            if let Some(unseen) = &self.unseen {
                ui.label(unseen);
            }
            ui.label(about);
            ui.add_space(SPACE_S);
            if let Some(fault) = &self.fault {
                widgets::notice(ui, Sign::Refused, fault, None);
                ui.add_space(SPACE_S);
            }
            Form::show(ui, &mut self.flow, "without", |form| {
                let mut field = Field::new(label).width(480.0);
                if label == MORE {
                    field = field.optional().note(if self.asks_look { FOR_SUPERVISION } else { ON_PAPER });
                }
                let may_be_empty = field.is_optional();
                let goes_on = self.reason.ui(form, field).submitted && (may_be_empty || self.reason.is_sound());
                if self.kind != Kind::AskLook {
                    let is_next = goes_on && !self.box_was_offered;
                    form.toggle(Field::new(BOX).answered(!is_next), &mut self.asks_look);
                }
                self.box_was_offered |= goes_on;
                form.last_row(Button::danger(&verb).busy(is_busy))
            })
        });
        if shown.gives_up && !is_busy {
            return Chosen::Over;
        }
        if shown.inner { self.carry_out(cx, visit) } else { Chosen::Nothing }
    }

    fn carry_out(&mut self, cx: &Cx<'_>, visit: VisitId) -> Chosen {
        let is_blocked = self.kind == Kind::End { is_blocked: true };
        if is_blocked && self.reason.text().is_empty() && !self.asks_look {
            return Chosen::End(Ending::not_served(), true);
        }
        let Some(note) = self.reason.read() else {
            self.flow.focus(match self.kind {
                Kind::AskLook => LOOK,
                Kind::End { is_blocked: true } => MORE,
                Kind::End { is_blocked: false } => self.words.why_not,
            });
            return Chosen::Nothing;
        };
        if self.kind == Kind::AskLook {
            self.fault = None;
            self.asking.start(|| cx.desk.perform(AskLook { visit, reason: note }));
            return Chosen::Nothing;
        }
        Chosen::End(Ending::NotServed { note: Some(note), asks_look: self.asks_look }, is_blocked)
    }
}
