//! The settings of this window and of the centre.

use eframe::egui::Ui;

use crate::ui::cx::Cx;

/// The settings.
#[derive(Default)]
pub struct SettingsScreen {}

impl SettingsScreen {
    /// One frame.
    pub fn ui(&mut self, _ui: &mut Ui, _cx: &mut Cx<'_>) {}
}
