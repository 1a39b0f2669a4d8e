//! What went wrong, as it is shown: the sentence, and for whoever asks what the engine or the system said.

use std::error::Error as _;

use eframe::egui::Ui;

use crate::desk;
use crate::ui::widgets::{Notice, Sign};

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ui::screens) struct Fault {
    sentence: String,
    details: Option<String>,
    is_mended_by_a_restore: bool,
}

impl Fault {
    /// A sentence without more.
    pub(in crate::ui::screens) fn new(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), details: None, is_mended_by_a_restore: false }
    }

    /// Could a backup, restored at a free place, be the way out?
    pub(in crate::ui::screens) fn is_mended_by_a_restore(&self) -> bool {
        self.is_mended_by_a_restore
    }

    /// Shows it.
    pub(in crate::ui::screens) fn ui(&self, ui: &mut Ui) {
        Notice::new(Sign::Refused, &self.sentence).details(self.details.as_deref()).show(ui);
        ui.add_space(8.0);
    }
}

impl From<&desk::Error> for Fault {
    fn from(error: &desk::Error) -> Self {
        let details = error.source().map(ToString::to_string);
        Self { sentence: error.to_string(), details, is_mended_by_a_restore: error.is_mended_by_a_restore() }
    }
}

impl From<desk::Error> for Fault {
    fn from(error: desk::Error) -> Self {
        Self::from(&error)
    }
}
