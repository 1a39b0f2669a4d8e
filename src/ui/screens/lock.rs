//! The locked screen: the same user opens it again, and finds everything as it was.

use eframe::egui::Ui;

use crate::desk::LoggedIn;
use crate::ui::cx::Cx;

/// The locked screen.
pub struct LockScreen {}

impl LockScreen {
    /// Of whoever works here.
    #[must_use]
    pub fn of(_me: &LoggedIn) -> Self {
        Self {}
    }

    /// One frame; answers whoever unlocked it.
    pub fn ui(&mut self, _ui: &mut Ui, _cx: &mut Cx<'_>) -> Option<LoggedIn> {
        None
    }
}
