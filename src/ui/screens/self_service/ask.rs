//! Something asked of the desk, and what came of it as it is shown to whoever stands there.

use eframe::egui::Ui;

use crate::desk::{Error, Pending, Ticket};
use crate::ui::theme::SPACE_M;
use crate::ui::widgets::{self, Sign};

/// Something asked of the desk.
pub(super) struct Ask<T> {
    pending: Pending<T>,
    said: Option<(Sign, String)>,
}

impl<T> Default for Ask<T> {
    fn default() -> Self {
        Self { pending: Pending::default(), said: None }
    }
}

impl<T> Ask<T> {
    pub(super) fn start(&mut self, hand_in: impl FnOnce() -> Ticket<T>) {
        self.said = None;
        self.pending.start(hand_in);
    }

    /// The answer, once; what went wrong is said.
    pub(super) fn poll(&mut self) -> Option<T> {
        match self.pending.poll()? {
            Ok(answer) => Some(answer),
            Err(error) => {
                self.say_fault(&error);
                None
            }
        }
    }

    /// A rule's no is said as it is. Whatever failed is nothing that whoever stands there could mend.
    fn say_fault(&mut self, error: &Error) {
        self.said = Some(match error.refusal() {
            Some(_) => (Sign::Warning, error.to_string()),
            None => (Sign::Refused, "No se pudo hacer en este momento. Pida ayuda en la ventanilla.".to_owned()),
        });
    }

    pub(super) fn say(&mut self, sign: Sign, words: impl Into<String>) {
        self.said = Some((sign, words.into()));
    }

    pub(super) fn be_silent(&mut self) {
        self.said = None;
    }

    pub(super) fn is_busy(&self) -> bool {
        self.pending.is_busy()
    }

    pub(super) fn said_ui(&self, ui: &mut Ui) {
        if let Some((sign, words)) = &self.said {
            widgets::notice(ui, *sign, words, None);
            ui.add_space(SPACE_M);
        }
    }
}
