//! A dialog that asks why, before something that is not taken back: a revocation, the end of an office, a scan taken off.

use chrono::NaiveDate;
use eframe::egui::Context;

use super::sending::Sending;
use crate::domain::turn::Reason;
use crate::ui::screens::common::ReasonField;
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
    /// What the field is called.
    label: &'static str,
    reason: ReasonField,
    /// The day that is asked for besides, by its label.
    day: Option<Day>,
    /// What was handed in.
    pub(in crate::ui::screens) sending: Sending<()>,
}

/// A day that is asked for with the reason.
#[derive(Debug)]
struct Day {
    label: &'static str,
    value: Option<NaiveDate>,
    is_lacking: bool,
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
    /// A question with the keyboard in its field, unless that may stay empty.
    pub(in crate::ui::screens) fn ask(question: Question) -> Self {
        let mut flow = Flow::default();
        if !question.optional {
            flow.focus(FIELD);
        }
        let (label, reason) = (FIELD, ReasonField::default());
        Self { question, flow, label, reason, day: None, sending: Sending::default() }
    }

    /// Asks for something else than a reason: its field is called so, and says this while it is empty.
    pub(in crate::ui::screens) fn called(mut self, label: &'static str, ask: &'static str) -> Self {
        self.label = label;
        self.reason = ReasonField::asking(ask);
        self.flow.focus(label);
        self
    }

    /// Asks for a day first, under this label.
    pub(in crate::ui::screens) fn with_day(mut self, label: &'static str) -> Self {
        self.day = Some(Day { label, value: None, is_lacking: false });
        self.flow.focus(label);
        self
    }

    /// The day that was asked for: there once the dialog says what is to be done.
    pub(in crate::ui::screens) fn day(&self) -> Option<NaiveDate> {
        self.day.as_ref().and_then(|day| day.value)
    }

    /// One frame.
    pub(in crate::ui::screens) fn ui(&mut self, ctx: &Context) -> Said {
        if self.sending.poll().is_some() {
            return Said::Done;
        }
        let is_busy = self.sending.is_busy();
        let shown = Dialog::new(self.question.title).width(520.0).show(ctx, |ui| {
            ui.label(&self.question.sentence);
            ui.add_space(SPACE_S);
            self.sending.fault_ui(ui);
            Form::show(ui, &mut self.flow, "reason", |form| {
                if let Some(day) = &mut self.day {
                    let lacks = day.is_lacking && day.value.is_none();
                    let field =
                        Field::new(day.label).error(lacks.then_some("Escriba la fecha, por ejemplo 31/12/2026."));
                    if form.date(field, &mut day.value) {
                        self.sending.forget_fault();
                    }
                }
                let mut field = Field::new(self.label).width(460.0);
                if self.question.optional {
                    field = field.optional();
                }
                if self.reason.ui(form, field).changed {
                    self.sending.forget_fault();
                }
                form.last_row(Button::danger(self.question.verb).busy(is_busy))
            })
        });
        if shown.gives_up && !is_busy {
            return Said::GivenUp;
        }
        if !shown.inner {
            return Said::Nothing;
        }
        // What the last try came to is over with this one.
        self.sending.forget_fault();
        if let Some(day) = self.day.as_mut().filter(|day| day.value.is_none()) {
            day.is_lacking = true;
            self.flow.focus(day.label);
            return Said::Nothing;
        }
        if self.question.optional && self.reason.text().is_empty() {
            return Said::Do(None);
        }
        match self.reason.read() {
            Some(reason) => Said::Do(Some(reason)),
            None => {
                self.flow.focus(self.label);
                Said::Nothing
            }
        }
    }
}
