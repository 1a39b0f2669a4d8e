//! A dialog that asks why, before something that is not taken back: a revocation, the end of an office, a scan taken off.

use eframe::egui::Context;

use super::sending::Sending;
use crate::domain::turn::Reason;
use crate::ui::theme::SPACE_S;
use crate::ui::widgets::{Button, Dialog, Field, Flow, Form};

/// What the dialog says.
#[derive(Debug, Clone)]
pub(in crate::ui::screens) struct Question {
    /// Its title.
    pub(in crate::ui::screens) title: &'static str,
    /// What will be done, and that it stays so.
    pub(in crate::ui::screens) sentence: String,
    /// The button.
    pub(in crate::ui::screens) verb: &'static str,
    /// May it be done without saying why?
    pub(in crate::ui::screens) optional: bool,
}

/// The dialog, while it stands.
#[derive(Debug)]
pub(in crate::ui::screens) struct ReasonDialog {
    question: Question,
    flow: Flow,
    text: String,
    fault: Option<String>,
    /// What was handed in.
    pub(in crate::ui::screens) sending: Sending<()>,
}

/// What came of a frame of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ui::screens) enum Said {
    /// It still stands.
    Nothing,
    /// It is to be done, for this reason.
    Do(Option<Reason>),
    /// It was done.
    Done,
    /// Never mind.
    GivenUp,
}

const FIELD: &str = "Motivo";

impl ReasonDialog {
    /// A question with the keyboard in its field.
    pub(in crate::ui::screens) fn ask(question: Question) -> Self {
        let mut flow = Flow::default();
        flow.focus(FIELD);
        Self { question, flow, text: String::new(), fault: None, sending: Sending::default() }
    }

    /// One frame.
    pub(in crate::ui::screens) fn ui(&mut self, ctx: &Context) -> Said {
        if self.sending.poll().is_some() {
            Dialog::give_focus_back(ctx);
            return Said::Done;
        }
        let is_busy = self.sending.is_busy();
        let shown = Dialog::new(self.question.title).width(520.0).show(ctx, |ui| {
            ui.label(&self.question.sentence);
            ui.add_space(SPACE_S);
            self.sending.fault_ui(ui);
            Form::show(ui, &mut self.flow, "reason", |form| {
                let mut field = Field::new(FIELD).width(460.0).error(self.fault.as_deref());
                if self.question.optional {
                    field = field.optional();
                }
                let edited = form.text(field, &mut self.text);
                if edited.changed {
                    self.fault = None;
                }
                form.row(|form| {
                    let does = form.action(Button::danger(self.question.verb).busy(is_busy)).clicked();
                    let gives_up = Button::secondary("Cancelar").enabled(!is_busy).show(form.ui()).clicked();
                    (does, gives_up)
                })
            })
        });
        let (does, gives_up) = shown.inner;
        if (shown.closed_by_escape || gives_up) && !is_busy {
            Dialog::give_focus_back(ctx);
            return Said::GivenUp;
        }
        if !does {
            return Said::Nothing;
        }
        if self.question.optional && self.text.trim().is_empty() {
            return Said::Do(None);
        }
        match Reason::parse(&self.text) {
            Ok(reason) => Said::Do(Some(reason)),
            Err(fault) => {
                self.fault = Some(sentence(&fault.to_string()));
                self.flow.focus(FIELD);
                Said::Nothing
            }
        }
    }
}

/// A fault that begins in the middle of a sentence, as one of its own.
pub(in crate::ui::screens) fn sentence(fault: &str) -> String {
    let mut letters = fault.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn a_fault_becomes_a_sentence() {
        assert_eq!(sentence("escriba el motivo"), "Escriba el motivo.");
        assert_eq!(sentence("está vacío."), "Está vacío.");
        assert_eq!(sentence(""), ".");
    }
}
