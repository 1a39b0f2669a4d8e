//! What a procedure that is served by a checklist says of its own pages: the steps, what is asked in each, and what is done
//! once nothing stands in the way.

use std::fmt::Debug;
use std::hash::Hash;

use eframe::egui::Ui;

use super::super::reading::ReadDocument;
use super::aside::Aside;
use crate::desk::Desk;
use crate::domain::id::VisitId;
use crate::domain::procedure::Case;
use crate::domain::visit::{Somebody, WorkingCopy};
use crate::ops::procedure::AtCounter;
use crate::ops::scan::ScannedPaper;
use crate::ops::view::VisitAtHand;
use crate::ui::cx::Cx;
use crate::ui::theme::Icon;
use crate::ui::widgets::Form;

/// A procedure that is served by a checklist, as the page of a visit shows it.
pub(in super::super) trait OnScreen:
    AtCounter<Answers: Clone + Send + Sync + Debug, Step: Hash + Debug + Send + Sync> + Clone + Send + Sync + Debug
{
    /// What the pages of its steps keep between frames.
    type Pages: Pages<Self>;
    /// What does what the person came for.
    type Service: Service<Self>;

    /// The words in which the page speaks of what the person came for.
    const WORDS: Words;

    /// What the log says besides, by the code of the entry that served.
    fn done_because(code: &str) -> Option<String>;

    /// The step with which a visit begins.
    const FIRST: Self::Step;

    /// The step of the applicant's identity document: one that is read and that nobody asked for belongs there.
    const DOCUMENT: Self::Step;

    /// Its name in the list.
    fn step_name(step: Self::Step) -> &'static str;

    /// The words of the button that leads to it.
    fn go_on(step: Self::Step) -> &'static str;

    /// The papers that are scanned beside a step.
    fn scanned_in(step: Self::Step, case: &Case<Self>) -> &'static [ScannedPaper];

    /// Whoever stands at the window in the applicant's place and shows a document in this step, to be changed.
    fn somebody_mut(step: Self::Step, copy: &mut WorkingCopy<Self>) -> Option<&mut Somebody>;

    /// For whom the visit is, where the turn does not say it.
    fn for_whom(case: &Case<Self>) -> Option<String>;

    /// What the register answered about whom the questions depend on.
    fn registered(case: &Case<Self>) -> Registered;

    /// What a visit begins with that nobody has to say: what its turn says. Answers whether the case changed.
    fn begin(case: &mut Case<Self>) -> bool;

    /// Where what the register answers leaves no choice, none is asked for. Answers whether the case changed.
    fn choose_what_is_certain(case: &mut Case<Self>) -> bool;

    /// Why what the person came for cannot be done, although no rule stands in the way.
    fn hindrance(case: &Case<Self>) -> Option<String>;
}

/// What a register answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Registered {
    /// Nothing yet.
    NotAnswered,
    /// It does not know them.
    Unknown,
    /// It knows them.
    Known,
}

/// The words in which a page speaks of what the person came for.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Words {
    /// The large button that does it.
    pub(in super::super) verb: &'static str,
    /// Its icon.
    pub(in super::super) icon: Icon,
    /// Without what a visit ends that did not serve: "sin clave".
    pub(in super::super) without: &'static str,
    /// Said where nothing stands in the way.
    pub(in super::super) may: &'static str,
    /// Said where it can never be done with these papers.
    pub(in super::super) may_not: &'static str,
    /// Said before a visit ends without it, although everything is in order.
    pub(in super::super) in_order: &'static str,
    /// Asked then.
    pub(in super::super) why_not: &'static str,
    /// What the log says once it was done.
    pub(in super::super) done: &'static str,
}

/// The pages of the steps: each changes the working copy and says whether it did.
pub(in super::super) trait Pages<P: OnScreen>: Default {
    /// The papers whose scans are of those whom the visit was for before, since this was asked last.
    fn take_outdated(&mut self) -> Vec<ScannedPaper>;

    /// A reader read the document that a step asks for.
    fn take_read(&mut self, step: P::Step, read: ReadDocument);

    /// Asks ahead for what the pages offer.
    fn prepare(&mut self, cx: &Cx<'_>, at_hand: &VisitAtHand, case: &Case<P>);

    /// What stands beside the points of the rules, and comes of no rule.
    fn asides(&self, cx: &Cx<'_>, at_hand: &VisitAtHand, case: &Case<P>) -> Vec<Aside>;

    /// The page of a step. Answers whether the case changed.
    fn ui(&mut self, form: &mut Form<'_>, cx: &mut Cx<'_>, step: P::Step, case: &mut Case<P>) -> bool;
}

/// What does what the person came for.
pub(in super::super) trait Service<P: OnScreen>: Default {
    /// Begins it, once.
    fn start(&mut self, desk: &Desk, visit: VisitId);

    /// Is a printer, or the store, at it?
    fn is_at_work(&self) -> bool;

    /// Is it under way, or does it wait to be settled? Then the visit is not left, and nobody else is called.
    fn holds(&self, at_hand: &VisitAtHand) -> bool;

    /// Has it a way back of its own, where it stands before the papers?
    fn has_way_back(&self) -> bool;

    /// Does it stand before the papers?
    fn stands_before(&self, at_hand: &VisitAtHand) -> bool;

    /// Takes answers in.
    fn poll(&mut self, cx: &mut Cx<'_>);

    /// One frame, in the place of the papers.
    fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, at_hand: &VisitAtHand, case: &Case<P>);
}
