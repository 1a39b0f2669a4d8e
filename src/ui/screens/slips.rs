//! The slips that a crash left unsettled.

use eframe::egui::Ui;

use crate::ui::cx::Cx;

/// What stands before the next visit after a crash.
#[derive(Default)]
pub struct UnfinishedSlips {}

impl UnfinishedSlips {
    /// Shows what is to be settled, if anything; answers whether there is.
    pub fn stands_before(&mut self, _ui: &mut Ui, _cx: &mut Cx<'_>) -> bool {
        false
    }
}
