//! Atención: one page. Who came above, with the ways out; below it what serves the person: the papers of a checklist with
//! its verdict, or the outcome of a plain attention.

mod checklist;
mod ending;
mod fields;
mod frame;
mod head;
mod plain;
mod procedure;
mod reading;
mod serving;
mod turn;

use eframe::egui::{Context, Ui};

use self::checklist::OnScreen as _;
use self::frame::{Frame, Wish};
pub(in crate::ui) use self::reading::ReadDocument;
use self::serving::{Saved, Serving};
use crate::desk::{Desk, Live};
use crate::domain::id::VisitId;
use crate::domain::procedure::checklists;
use crate::domain::procedure_id::ProcedureId;
use crate::ops::procedure::AtCounter;
use crate::ops::view::{self, VisitAtHand, VisitOutcome, VisitState};
use crate::ops::{Changed, Operation};
use crate::ui::cx::{Command, Cx};
use crate::ui::shortcuts::Action;
use crate::ui::widgets::{self, Sign};

macro_rules! done_by {
    ($operation:ident, $code:ident; $($folder:ident: $type:ident,)+) => {
        $({
            type Papers = crate::domain::procedure::$folder::$type;
            if $operation == <<Papers as AtCounter>::Serves as Operation>::NAME {
                return Some((Papers::WORDS.done, Papers::done_because($code)));
            }
        })+
    };
}

/// What the log says of an entry by whose operation a visit is served: what was done, and what the entry's code says besides.
/// Nothing of any other.
pub(in crate::ui::screens) fn done_by(operation: &str, code: &str) -> Option<(&'static str, Option<String>)> {
    checklists!([done_by] operation, code);
    None
}

/// The visit at hand.
pub struct VisitScreen {
    frame: Frame,
    /// What serves it is read first.
    opening: Live<Option<ProcedureId>>,
    serving: Option<Box<dyn Serving>>,
}

impl VisitScreen {
    /// Shows a visit.
    #[must_use]
    pub fn open(id: VisitId) -> Self {
        Self { frame: Frame::of(id), opening: Live::default(), serving: None }
    }

    /// Which visit.
    #[must_use]
    pub fn id(&self) -> VisitId {
        self.frame.id
    }

    /// Of which procedure, once it was read.
    #[must_use]
    pub fn procedure(&self) -> Option<ProcedureId> {
        ProcedureId::parse(&self.serving.as_ref()?.at_hand()?.visit.procedure)
    }

    /// Sets the visit aside, once what was typed is saved.
    pub fn park(&mut self) {
        let has_ended = self.serving.as_ref().and_then(|serving| serving.at_hand()).is_some_and(has_ended);
        if !has_ended {
            self.frame.wish = Some(Wish::Park);
        }
    }

    /// A reader read a document: it is the one that the step at hand asks for, or else the applicant's.
    pub(in crate::ui) fn take_read(&mut self, read: ReadDocument) {
        // What a reading before it came to is over.
        self.frame.fault = None;
        if let Some(serving) = &mut self.serving {
            serving.take_read(read);
        }
    }

    /// What does not belong to the form: told above the large button.
    pub fn complain(&mut self, sentence: String) {
        self.frame.fault = Some(sentence);
    }

    /// Is what the person came for under way, or does a slip wait here to be settled?
    #[must_use]
    pub fn has_open_slip(&self) -> bool {
        self.serving.as_ref().is_some_and(|serving| serving.holds())
    }

    /// Is the visit being set aside?
    #[must_use]
    pub fn is_parking(&self) -> bool {
        self.frame.is_parking()
    }

    /// What was typed last goes to the store before the page is left.
    pub fn flush(&mut self, desk: &Desk) {
        if let Some(serving) = &mut self.serving {
            serving.flush(desk);
        }
    }

    /// What a key of the list of shortcuts does here.
    pub fn act(&mut self, ctx: &Context, action: Action) {
        if !self.shows_papers() {
            return;
        }
        self.frame.fault = None;
        if let Some(serving) = &mut self.serving {
            serving.act(action, &mut self.frame);
        }
        ctx.request_repaint();
    }

    /// Does what the person came for, once what was typed is saved.
    pub fn serve(&mut self) {
        if let Some(serving) = &mut self.serving {
            serving.serve(&mut self.frame);
        }
    }

    /// The keyboard, where nothing has it, goes to the first open question, once the store has said which there are.
    pub fn take_keyboard(&mut self) {
        if let Some(serving) = &mut self.serving {
            serving.take_keyboard();
        }
    }

    /// Are the papers what the page shows, with nothing under way?
    #[must_use]
    pub fn shows_papers(&self) -> bool {
        let Some(serving) = &self.serving else { return false };
        let Some(at_hand) = serving.at_hand() else { return false };
        self.frame.is_free() && serving.is_free() && serving.has_papers() && !has_ended(at_hand)
    }

    /// One frame.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        let opening = || self.opening.fault().map(ToString::to_string);
        let unread = self.serving.as_ref().map_or_else(opening, |serving| serving.unread());
        let Some(serving) = self.serving.as_mut().filter(|serving| serving.at_hand().is_some()) else {
            if let Some(sentence) = unread {
                widgets::notice(ui, Sign::Refused, &sentence, Some("Vuelva a Turnos y ábrala de nuevo."));
            }
            return;
        };
        head::ui(ui, cx, &mut self.frame, serving.as_mut());
        self.frame.confirm_ui(ui.ctx(), serving.without());
        serving.ui(ui, cx, &mut self.frame);
    }

    /// Takes answers in; called each frame, whatever part of the counter is shown.
    pub fn poll(&mut self, cx: &mut Cx<'_>) {
        let id = self.frame.id;
        let Some(serving) = &mut self.serving else {
            self.find_what_serves(cx);
            return;
        };
        if serving.refresh(cx) {
            let was_taken = serving.at_hand().is_some_and(|at_hand| self.frame.was_taken(at_hand, cx));
            if was_taken {
                // What was under way goes to the store; who did it, and why, is said where the turns are.
                serving.flush(cx.desk);
                cx.ask(Command::LeaveVisit);
            } else {
                serving.take_in(cx, id);
            }
        }
        serving.poll(cx);
        match serving.saved() {
            Saved::Whole => {
                if self.frame.carry_out_wish(cx) {
                    serving.begin_service(cx);
                }
            }
            Saved::NotYet => {}
            Saved::Failed => self.frame.give_up_wish(),
        }
        let turn = serving.at_hand().map(|at_hand| at_hand.turn.id);
        self.frame.poll_ending(cx, serving.without(), turn);
        self.frame.poll_parking(cx);
    }

    fn find_what_serves(&mut self, cx: &Cx<'_>) {
        let id = self.frame.id;
        let read = |desk: &Desk| desk.read(move |_, reader| view::served_by(reader, id));
        if self.opening.refresh(cx.desk, &[Changed::Visits, Changed::Turns], read)
            && let Some(procedure) = self.opening.get()
        {
            self.serving = Some(serving::of(*procedure, id));
        }
    }
}

/// Has the visit ended, with only its constancia left to print?
fn has_ended(at_hand: &VisitAtHand) -> bool {
    matches!(at_hand.visit.state, VisitState::Ended(_))
}

/// Did it end without what the person came for?
fn ended_without(at_hand: &VisitAtHand) -> bool {
    at_hand.visit.state == VisitState::Ended(VisitOutcome::NotServed)
}
