//! The turns of the day.

use egui::Ui;

use crate::desk::Desk;
use crate::domain::id::TurnId;
use crate::ui::cx::Cx;

/// The turns.
#[derive(Default)]
pub struct TurnsScreen {}

impl TurnsScreen {
    pub fn scanned(&mut self, _cx: &mut Cx<'_>, _code: &str) {}
    pub fn idle_minutes(&self) -> Option<u16> { None }
    pub fn focus_search(&mut self) {}
    pub fn give_walk_in(&mut self) {}
    pub fn show_parked(&mut self) {}
    pub fn reload(&mut self) {}
    pub fn call_next(&mut self, _desk: &Desk) {}
    pub fn select(&mut self, _turn: TurnId) {}
    /// One frame.
    pub fn ui(&mut self, _ui: &mut Ui, _cx: &mut Cx<'_>) {}
}
