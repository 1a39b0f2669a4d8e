//! What the registers' dialogs share: how one ends, and its last row of buttons.

use crate::ui::theme::SPACE_S;
use crate::ui::widgets::{Button, Form};

/// What came of a frame of a dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome<T> {
    /// It still stands.
    Stays,
    /// It was done.
    Done(T),
    /// Never mind.
    GivenUp,
}

impl<T> Outcome<T> {
    /// The same, with other words for what was done.
    pub(super) fn without_value<U>(self, done: U) -> Outcome<U> {
        match self {
            Self::Stays => Outcome::Stays,
            Self::Done(_) => Outcome::Done(done),
            Self::GivenUp => Outcome::GivenUp,
        }
    }
}

/// Which of a dialog's last buttons was clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Clicked {
    /// What the dialog is for.
    pub(super) does: bool,
    /// Never mind.
    pub(super) gives_up: bool,
}

/// The last row: what the dialog is for, and "Cancelar".
pub(super) fn buttons_ui(form: &mut Form<'_>, verb: &str, is_busy: bool) -> Clicked {
    form.ui().add_space(SPACE_S);
    form.row(|form| {
        let does = form.action(Button::primary(verb).busy(is_busy));
        if does.gained_focus() {
            // A long form ends below what is in sight.
            does.scroll_to_me(None);
        }
        let gives_up = Button::secondary("Cancelar").enabled(!is_busy).show(form.ui()).clicked();
        Clicked { does: does.clicked(), gives_up }
    })
}
