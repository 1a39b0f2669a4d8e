//! A question with several answers before the window goes on. The way back has the keyboard, so that Enter alone answers
//! nothing; each answer is given by its digit or a click. What is not taken back so easily stands apart, without a digit.

use eframe::egui::Context;

use crate::ui::theme::{SPACE_M, SPACE_S};
use crate::ui::widgets::{Answer, Button, Dialog, Flow, Form, last_row};

/// What came of the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ui::screens) enum Answered {
    /// The answer in this place.
    Nth(usize),
    /// The one that stands apart.
    Apart,
    /// None: as it was.
    Back,
}

/// The question, while it stands.
#[derive(Debug, Default)]
pub(in crate::ui::screens) struct AnswersDialog {
    flow: Flow,
}

impl AnswersDialog {
    /// One frame; answers once something was answered. Escape is the way back.
    pub(in crate::ui::screens) fn ui(
        &mut self,
        ctx: &Context,
        title: &str,
        sentence: &str,
        answers: &[Answer<'_>],
    ) -> Option<Answered> {
        self.with_one_apart(ctx, title, sentence, answers, None)
    }

    /// The same, with a button below the answers that no digit presses.
    pub(in crate::ui::screens) fn with_one_apart(
        &mut self,
        ctx: &Context,
        title: &str,
        sentence: &str,
        answers: &[Answer<'_>],
        apart: Option<Button<'_>>,
    ) -> Option<Answered> {
        let shown = Dialog::new(title).width(520.0).show(ctx, |ui| {
            ui.label(sentence);
            ui.add_space(SPACE_M);
            let given = Form::show(ui, &mut self.flow, "answers", |form| form.answers(title, answers));
            ui.add_space(SPACE_S);
            let is_apart = apart.is_some_and(|button| button.full_width().show(ui).clicked());
            last_row(ui, []);
            given.map(Answered::Nth).or(is_apart.then_some(Answered::Apart))
        });
        shown.inner.or(shown.gives_up.then_some(Answered::Back))
    }
}
