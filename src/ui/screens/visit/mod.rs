//! The visit.

use egui::{Context, Ui};

use crate::domain::id::VisitId;
use crate::ui::cx::Cx;
use crate::ui::shortcuts::Action;

/// The visit at hand.
pub struct VisitScreen { id: VisitId }

impl VisitScreen {
    pub fn open(id: VisitId) -> Self { Self { id } }
    pub fn id(&self) -> VisitId { self.id }
    pub fn park(&mut self, _cx: &mut Cx<'_>) {}
    pub fn act(&mut self, _ctx: &Context, _cx: &mut Cx<'_>, _action: Action) {}
    /// One frame.
    pub fn ui(&mut self, _ui: &mut Ui, _cx: &mut Cx<'_>) {}
}
