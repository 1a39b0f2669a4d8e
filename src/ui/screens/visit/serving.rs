//! What serves the person of a visit, as the page needs it: the papers of a checklist, or a plain attention.

use eframe::egui::Ui;

use super::checklist::Checklist;
use super::frame::Frame;
use super::plain::PlainAttention;
use super::reading::ReadDocument;
use crate::desk::Desk;
use crate::domain::id::VisitId;
use crate::domain::procedure_id::ProcedureId;
use crate::ops::procedure::with_papers;
use crate::ops::view::VisitAtHand;
use crate::ui::cx::Cx;
use crate::ui::shortcuts::Action;

/// Is what was typed in the store?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Saved {
    /// All of it.
    Whole,
    /// Some of it is on its way.
    NotYet,
    /// The last of it was not taken.
    Failed,
}

/// What serves the person of a visit.
pub(super) trait Serving {
    /// The visit, as it was read last.
    fn at_hand(&self) -> Option<&VisitAtHand>;

    /// Why it could not be read.
    fn unread(&self) -> Option<String>;

    /// Reads again what changed; answers whether there is something new.
    fn refresh(&mut self, cx: &Cx<'_>) -> bool;

    /// Takes over what was read.
    fn take_in(&mut self, cx: &mut Cx<'_>, id: VisitId);

    /// Takes answers in, whatever part of the counter is shown.
    fn poll(&mut self, cx: &mut Cx<'_>);

    /// Is what was typed in the store?
    fn saved(&self) -> Saved;

    /// What was typed last goes to the store before the page is left.
    fn flush(&mut self, desk: &Desk);

    /// Is there nothing under way, nor about to be?
    fn is_free(&self) -> bool;

    /// Is a printer, or the store, at what the person came for?
    fn is_at_work(&self) -> bool;

    /// Is what the person came for under way, or does it wait to be settled? Then the visit is not left.
    fn holds(&self) -> bool;

    /// Does what the person came for stand in the place of the papers, with its own way on?
    fn covers(&self) -> bool;

    /// Are there papers to be judged?
    fn has_papers(&self) -> bool;

    /// For what company or household, or whom, it is; none where the turn says it.
    fn on_behalf_of(&self) -> Option<String>;

    /// Without what it ends where it does not serve, as "sin clave"; none for a plain attention.
    fn without(&self) -> Option<&'static str>;

    /// The one question before the visit ends without what the person came for.
    fn ask_the_end(&mut self);

    /// A supervisor is to be asked to look.
    fn ask_look(&mut self);

    /// What a key of the list of shortcuts does here.
    fn act(&mut self, action: Action, frame: &mut Frame);

    /// What the person came for is wished for, unless something hinders it.
    fn serve(&mut self, frame: &mut Frame);

    /// Begins what the person came for: what was typed is saved.
    fn begin_service(&mut self, cx: &Cx<'_>);

    /// Has what covers the papers a way back of its own?
    fn has_way_back(&self) -> bool;

    /// A reader read a document.
    fn take_read(&mut self, read: ReadDocument);

    /// The keyboard, where nothing has it, goes to the first open question.
    fn take_keyboard(&mut self);

    /// One frame.
    fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, frame: &mut Frame);
}

/// What serves a visit: the papers of this procedure, or none.
pub(super) fn of(procedure: Option<ProcedureId>, id: VisitId) -> Box<dyn Serving> {
    let checklist = procedure.and_then(
        |procedure| with_papers!(procedure.as_str(), P => Box::new(Checklist::<P>::of(id)) as Box<dyn Serving>),
    );
    checklist.unwrap_or_else(|| Box::new(PlainAttention::of(id)))
}
