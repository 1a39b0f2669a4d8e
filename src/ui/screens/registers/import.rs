//! Imports, from the window.

use eframe::egui::Context;

use crate::ui::cx::Cx;

/// The dialog of an import.
pub struct ImportDialog {}

impl ImportDialog {
    /// Of an agenda.
    #[must_use]
    pub fn agenda() -> Self {
        Self {}
    }

    /// One frame; answers whether it stays open.
    pub fn ui(&mut self, _ctx: &Context, _cx: &mut Cx<'_>) -> bool {
        false
    }
}
