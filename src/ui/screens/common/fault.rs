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
}

impl Fault {
    /// A sentence without more.
    pub(in crate::ui::screens) fn new(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), details: None }
    }

    /// Shows it.
    pub(in crate::ui::screens) fn ui(&self, ui: &mut Ui) {
        Notice::new(Sign::Refused, &self.sentence).details(self.details.as_deref()).show(ui);
        ui.add_space(8.0);
    }
}

impl From<desk::Error> for Fault {
    fn from(error: desk::Error) -> Self {
        Self { sentence: error.to_string(), details: error.source().map(ToString::to_string) }
    }
}
