//! The login card.

use eframe::egui::Ui;

use crate::desk::LoggedIn;
use crate::ui::app::LoginHint;
use crate::ui::cx::Cx;

/// The login.
pub struct LoginScreen {}

impl LoginScreen {
    /// With logins that are no secret, or a fault that keeps everybody out.
    #[must_use]
    pub fn new(_hints: Vec<LoginHint>, _fault: Option<String>) -> Self {
        Self {}
    }

    /// One frame; answers whoever came in.
    pub fn ui(&mut self, _ui: &mut Ui, _cx: &mut Cx<'_>) -> Option<LoggedIn> {
        None
    }
}
