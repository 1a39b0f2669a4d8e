//! Something asked of the desk, and what came of it as it is shown to whoever stands there.

use eframe::egui::Ui;

use crate::desk::{Error, Pending, Ticket};
use crate::domain::approval::Matter;
use crate::ui::theme::SPACE_M;
use crate::ui::widgets::{self, Sign};

/// What keeps whoever works here from going on, and is no answer for anybody else.
const OF_THE_WINDOW: [&str; 3] = ["session_ended", "temporary_password", "self_service"];
const MATTERS_OF_THE_WINDOW: [Matter; 2] = [Matter::ClockSetBack, Matter::AnchorMismatch];

fn is_of_the_window(code: &str) -> bool {
    OF_THE_WINDOW.contains(&code) || MATTERS_OF_THE_WINDOW.iter().any(|matter| matter.code() == code)
}

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
            Some(code) if !is_of_the_window(code) => (Sign::Warning, error.to_string()),
            Some(_) => (Sign::Refused, "Esta pantalla no puede seguir. Avise en la ventanilla.".to_owned()),
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
