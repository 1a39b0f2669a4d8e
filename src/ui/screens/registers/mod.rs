//! The registers: employers, people, powers, artisan qualifications.

pub mod import;

use eframe::egui::Ui;

use crate::ui::cx::Cx;

/// The registers.
#[derive(Default)]
pub struct Registers {}

impl Registers {
    /// The keyboard goes to the search.
    pub fn focus_search(&mut self) {}

    /// One frame.
    pub fn ui(&mut self, _ui: &mut Ui, _cx: &mut Cx<'_>) {}
}
