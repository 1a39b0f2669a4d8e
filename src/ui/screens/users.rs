//! The users, for a supervisor.

use eframe::egui::Ui;

use crate::ui::cx::Cx;

/// The users of the centre.
#[derive(Default)]
pub struct UsersScreen {}

impl UsersScreen {
    /// One frame.
    pub fn ui(&mut self, _ui: &mut Ui, _cx: &mut Cx<'_>) {}
}
