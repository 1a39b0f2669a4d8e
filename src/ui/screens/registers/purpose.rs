//! What a record is opened for: asked first, answered with one key, because the law wants it in the journal.

use eframe::egui::{self, Context};

use crate::ops::reading::Purpose;
use crate::ui::theme::{SPACE_S, palette};
use crate::ui::widgets::{Dialog, Field, Flow, Form, last_row};

/// The question, while it stands.
#[derive(Debug, Default)]
pub(in crate::ui::screens) struct PurposeQuestion {
    flow: Flow,
    chosen: Option<Purpose>,
}

/// What came of a frame of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ui::screens) enum Answer {
    /// It still stands.
    Waiting,
    /// For this.
    For(Purpose),
    /// Never mind.
    GivenUp,
}

/// The name of the group of answers.
const FIELD: &str = "Motivo";

impl PurposeQuestion {
    /// A question with the keyboard on its answers.
    pub(in crate::ui::screens) fn new() -> Self {
        let mut question = Self::default();
        question.flow.focus(FIELD);
        question
    }

    /// One frame; `what` is opened ("la ficha de …").
    pub(in crate::ui::screens) fn ui(&mut self, ctx: &Context, what: &str) -> Answer {
        let options = Purpose::ALL.map(|purpose| (purpose, purpose.spanish()));
        let shown = Dialog::new("¿Para qué la abre?").width(560.0).show(ctx, |ui| {
            let muted = palette(ui).text_muted;
            let words = format!("Va a abrir {what}. La bitácora guarda quién la abrió, cuándo y para qué.");
            ui.label(egui::RichText::new(words).color(muted));
            ui.add_space(SPACE_S);
            Form::show(ui, &mut self.flow, "purpose", |form| {
                form.choice(Field::new(FIELD), &options, &mut self.chosen);
            });
            last_row(ui, []);
        });
        if shown.gives_up {
            return Answer::GivenUp;
        }
        match self.chosen {
            Some(purpose) => Answer::For(purpose),
            None => Answer::Waiting,
        }
    }
}
