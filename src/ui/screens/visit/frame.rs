//! What every visit has on its page, whatever serves it: how it is left, and what is told of it.

use eframe::egui::{Context, Ui};

use super::ending::Ended;
use crate::desk::{Pending, PrintJob};
use crate::domain::id::VisitId;
use crate::ops::view::{VisitAtHand, VisitOutcome, VisitState};
use crate::ops::visit::{EndVisit, Ending, ParkVisit};
use crate::ui::cx::Cx;
use crate::ui::screens::common::question_ui;
use crate::ui::widgets::{self, Button, Sign};

/// What is done as soon as everything that was typed is saved: the store judges what the screen shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wish {
    Park,
    /// What the person came for is done.
    Serve,
    /// It ends so; with a constancia, or without.
    End(Ending, bool),
}

/// What every visit has on its page.
pub(super) struct Frame {
    pub(super) id: VisitId,
    pub(super) ending: Ended,
    pub(super) parking: Pending<()>,
    pub(super) wish: Option<Wish>,
    pub(super) constancia: Option<PrintJob<()>>,
    /// Told above the large button.
    pub(super) fault: Option<String>,
    /// Whoever attends is asked whether the person left.
    pub(super) asks_whether_left: bool,
    /// It was ended from this page.
    pub(super) ended_here: bool,
}

impl Frame {
    pub(super) fn of(id: VisitId) -> Self {
        Self {
            id,
            ending: Ended::default(),
            parking: Pending::default(),
            wish: None,
            constancia: None,
            fault: None,
            asks_whether_left: false,
            ended_here: false,
        }
    }

    /// Is nothing of it under way?
    pub(super) fn is_free(&self) -> bool {
        let is_busy = self.ending.pending.is_busy() || self.constancia.is_some() || self.parking.is_busy();
        !is_busy && self.wish.is_none()
    }

    pub(super) fn is_parking(&self) -> bool {
        self.parking.is_busy() || self.wish == Some(Wish::Park)
    }

    /// Has somebody else set the visit aside, ended it or taken it up meanwhile?
    pub(super) fn was_taken(&self, at_hand: &VisitAtHand, cx: &Cx<'_>) -> bool {
        match at_hand.visit.state {
            VisitState::Open => cx.me.is_some_and(|me| me.user != at_hand.visit.clerk),
            VisitState::Parked => !self.is_parking(),
            VisitState::Ended(outcome) => outcome == VisitOutcome::NotServed && !self.ended_here,
        }
    }

    /// Carries out what waited for the last draft; answers whether what the person came for is to be done now.
    pub(super) fn carry_out_wish(&mut self, cx: &Cx<'_>) -> bool {
        let visit = self.id;
        match self.wish.take() {
            None => {}
            Some(Wish::Serve) => return true,
            Some(Wish::Park) => self.parking.start(|| cx.desk.perform(ParkVisit { visit })),
            Some(Wish::End(ending, with_constancia)) => {
                self.ended_here = true;
                self.ending.with_constancia = with_constancia;
                self.ending.pending.start(|| cx.desk.perform(EndVisit { visit, ending }));
            }
        }
        false
    }

    /// The last draft could not be saved: that is said instead.
    pub(super) fn give_up_wish(&mut self) {
        if self.wish.take().is_some() {
            self.fault = Some(NOT_SAVED.into());
        }
    }

    /// What stands over the large button.
    pub(super) fn fault_ui(&self, ui: &mut Ui, unsaved: Option<String>) {
        if let Some(fault) = self.fault.clone().or(unsaved) {
            widgets::notice(ui, Sign::Refused, &fault, None);
            ui.add_space(6.0);
        }
        if let Some(job) = &self.constancia {
            widgets::progress(ui, None, &format!("Imprimiendo la constancia… {}", job.words()));
        }
    }

    /// A visit is not ended by a slip of the hand.
    pub(super) fn confirm_ui(&mut self, ctx: &Context, without: Option<&str>) {
        if !self.asks_whether_left {
            return;
        }
        let sentence = match without {
            Some(without) => format!("La atención termina {without} y sin constancia, y no se puede reabrir."),
            None => "La atención termina sin resultado, y no se puede reabrir.".to_owned(),
        };
        let yes = Button::danger("Sí, se retiró");
        let Some(yes) = question_ui(ctx, "¿La persona se retiró?", 460.0, &sentence, yes) else { return };
        self.asks_whether_left = false;
        if yes {
            self.end(Ending::Abandoned, false);
        }
    }
}

/// Told where something waited for what was typed.
const NOT_SAVED: &str = "Lo último que escribió no se guardó: corríjalo, y vuelva a intentarlo.";
