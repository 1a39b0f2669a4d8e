//! Where the keyboard is: never nowhere, and never behind a dialog.
//!
//! Each part of the window remembers which control had the keyboard, and gets it back when the part is shown again: after
//! the lock, after another part, after a dialog. A control that is gone leaves it to the first one of the part. A screen
//! that sends the keyboard somewhere itself is left alone, and so is a hand on the mouse.

use std::collections::HashMap;

use eframe::egui::{Context, FocusDirection, Id};

use super::cx::Section;
use super::widgets;
use crate::domain::id::VisitId;

/// A part of the window that has a place of the keyboard of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Place {
    FirstStart,
    Login,
    Lock,
    Turned,
    Calls,
    Visit(VisitId),
    Section(Section),
}

/// For so many passes what a section offers by itself is waited for, before its first control takes the keyboard.
const PATIENT_PASSES: u8 = 4;

/// For so many, at most, where the store is asked first.
const MOST_PASSES: u8 = 120;

/// Looks at each frame's end where the keyboard is.
#[derive(Debug, Default)]
pub(super) struct Keyboard {
    held: HashMap<Place, Id>,
    at: Option<Place>,
    /// Nothing has the keyboard: the first control that comes takes it.
    seeks: bool,
    /// For how many passes nothing has had it.
    sought: u8,
    /// A dialog stood in the pass before.
    dialog_stood: bool,
    /// An item of the rail has it: no place of the part that is shown.
    on_the_rail: bool,
}

impl Keyboard {
    /// Before a part is drawn. Gives the keyboard back to what had it there, unless something has it already. Says whether
    /// the part is shown for the first time.
    pub(super) fn enter(&mut self, ctx: &Context, place: Place) -> bool {
        if !goes_on_in(place) {
            widgets::writing_goes_on(ctx, None);
        }
        if self.at != Some(place) {
            self.at = Some(place);
            widgets::page_changed(ctx);
            let Some(held) = self.held.get(&place) else {
                self.let_go(ctx);
                return true;
            };
            give_back(ctx, place, *held);
        } else if self.seeks
            && !widgets::dialog_is_open(ctx)
            && let Some(held) = self.held.get(&place).copied()
            && ctx.read_response(held).is_some_and(|response| response.enabled() && response.sense.is_focusable())
        {
            give_back(ctx, place, held);
        }
        false
    }

    /// Whether nothing has the keyboard, so that a part which knows where work begins sends it there. It is not the first
    /// control that takes it then: that one may well do something.
    pub(super) fn seeks(&self, ctx: &Context) -> bool {
        self.is_free(ctx) && self.sought < PATIENT_PASSES
    }

    /// The same, for a part that hears from the store where work goes on.
    pub(super) fn waits(&self, ctx: &Context) -> bool {
        self.is_free(ctx) && self.sought < MOST_PASSES
    }

    fn is_free(&self, ctx: &Context) -> bool {
        self.seeks && ctx.memory(|memory| memory.focused().is_none()) && !widgets::dialog_is_open(ctx)
    }

    /// Between what stands on every page and the part itself: from here on the first control takes what nobody has.
    pub(super) fn offer(&self, ctx: &Context) {
        if self.seeks && ctx.memory(|memory| memory.focused().is_none()) && !widgets::dialog_is_open(ctx) {
            ctx.memory_mut(|memory| memory.move_focus(FocusDirection::Next));
        }
    }

    /// Whether the keyboard was found on the rail.
    pub(super) fn is_on_the_rail(&mut self, is: bool) {
        self.on_the_rail = is;
    }

    /// After everything is drawn.
    pub(super) fn settle(&mut self, ctx: &Context) {
        let focused = ctx.memory(|memory| memory.focused());
        let dialog_stands = widgets::dialog_is_open(ctx);
        if std::mem::replace(&mut self.dialog_stood, dialog_stands) && !dialog_stands {
            widgets::page_changed(ctx);
        }
        widgets::note_keyboard(ctx);
        if dialog_stands {
            // A form below asked for it meanwhile: the dialog comes first, and takes what nobody has.
            if let Some(behind) = focused.filter(|id| is_behind(ctx, *id)) {
                ctx.memory_mut(|memory| memory.surrender_focus(behind));
                ctx.request_repaint();
            }
            return;
        }
        match (focused, self.at) {
            // Asked for, and not there yet or not any more: the next pass tells.
            (Some(id), _) if ctx.read_response(id).is_none() => ctx.request_repaint(),
            (Some(id), Some(place)) => {
                (self.seeks, self.sought) = (false, 0);
                if !self.on_the_rail {
                    self.held.insert(place, id);
                }
            }
            _ => {
                self.seeks = true;
                self.sought = self.sought.saturating_add(1);
                if self.sought <= PATIENT_PASSES {
                    ctx.request_repaint();
                }
            }
        }
    }

    /// Forgets a part that will not be shown again.
    pub(super) fn forget(&mut self, place: Place) {
        self.held.remove(&place);
        if self.at == Some(place) {
            self.at = None;
        }
    }

    /// Forgets all of it: another person comes to the window.
    pub(super) fn forget_all(&mut self) {
        *self = Self::default();
    }

    fn let_go(&mut self, ctx: &Context) {
        if let Some(focused) = ctx.memory(|memory| memory.focused()) {
            ctx.memory_mut(|memory| memory.surrender_focus(focused));
        }
        (self.seeks, self.sought) = (true, 0);
    }
}

/// Is this control below the dialog that is open?
fn is_behind(ctx: &Context, id: Id) -> bool {
    ctx.read_response(id).is_some_and(|response| !ctx.memory(|memory| memory.is_above_modal_layer(response.layer_id)))
}

/// What was being written in a visit goes on where it was; elsewhere a search begins anew.
fn goes_on_in(place: Place) -> bool {
    matches!(place, Place::Visit(_))
}

/// Gives the keyboard back.
fn give_back(ctx: &Context, place: Place, held: Id) {
    ctx.memory_mut(|memory| memory.request_focus(held));
    if goes_on_in(place) {
        widgets::writing_goes_on(ctx, Some(held));
    }
}
