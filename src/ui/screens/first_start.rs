//! The first start: the centre, the window, the first supervisor, the printer.

use eframe::egui::Ui;

use crate::ui::cx::Cx;

/// The assistant of a machine without a store.
#[derive(Default)]
pub struct FirstStart {}

impl FirstStart {
    /// One frame; asks for [`crate::ui::cx::Command::Founded`] at its end.
    pub fn ui(&mut self, _ui: &mut Ui, _cx: &mut Cx<'_>) {}
}
