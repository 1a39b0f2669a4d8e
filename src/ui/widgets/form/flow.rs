//! Where the keyboard goes: which fields there are, which are answered, which one is asked for.

use std::collections::{HashMap, HashSet};

use eframe::egui::{Context, Id, Key, Response, Ui};

use super::pace::{Pending, end_words};
use super::text::writing_goes_on;

/// What a form keeps between passes; the screen holds it beside its data.
#[derive(Debug, Default)]
pub struct Flow {
    /// The text of dates and times as it is typed, by field.
    pub(super) typed: HashMap<Id, Typed>,
    /// The state of lists, by field.
    pub(super) lists: HashMap<Id, List>,
    /// Letters that may be a burst, by field.
    pub(super) pending: HashMap<Id, Pending>,
    /// Since when a question stands.
    pub(super) stands_since: Option<f64>,
    /// Passwords that are shown.
    pub(super) revealed: HashSet<Id>,
    /// Passwords that something stands in.
    pub(super) secrets: HashSet<Id>,
    /// Fields changed since they had the keyboard.
    pub(super) dirty: HashSet<Id>,
    /// The option that the arrows went to.
    pub(super) meant: Option<Id>,
    /// The group that Enter asked to leave without an answer.
    pub(super) lacking: Option<Id>,
    /// A field was changed in the pass that showed the form last.
    pub(super) edited: bool,
    /// The pass that the form was last shown in.
    shown_in: u64,
    /// The fields of the pass before, in order.
    previous: Vec<Id>,
    /// The field that had the keyboard in the pass before, and what of it took it.
    held: Option<Id>,
    held_at: Option<Id>,
    asked: Option<Asked>,
}

#[derive(Debug)]
enum Asked {
    First,
    Open,
    /// As `Open`, once nothing has the keyboard; asked for so many passes.
    OpenWhenFree(u8),
    Field(String),
}

/// A date or a time as it is typed.
#[derive(Debug, Default)]
pub(super) struct Typed {
    pub(super) text: String,
    /// The value, as text, that it stands for.
    pub(super) stands_for: Option<String>,
    /// Enter was pressed on it as it is.
    pub(super) tried: bool,
}

/// A list below a field.
#[derive(Debug, Default)]
pub(super) struct List {
    pub(super) open: bool,
    /// The row that Enter picks: the arrows went to it, or it was chosen before.
    pub(super) at: Option<usize>,
}

impl Flow {
    /// The first field that is not answered takes the keyboard, or else the first.
    pub fn focus_first(&mut self) {
        self.asked = Some(Asked::First);
    }

    /// The first field that is not answered takes the keyboard, or else the button that the form leads to.
    pub fn focus_open(&mut self) {
        self.asked = Some(Asked::Open);
    }

    /// As [`Self::focus_open`], for what comes by itself: somebody who is at another field stays there.
    pub fn focus_open_when_free(&mut self) {
        if self.asked.is_none() {
            self.asked = Some(Asked::OpenWhenFree(0));
        }
    }

    /// The field of this label takes the keyboard.
    pub fn focus(&mut self, label: &str) {
        self.asked = Some(Asked::Field(label.to_owned()));
    }

    /// Was a field changed since this was asked last? Then what was said of an earlier try may not be so any more.
    pub fn take_edited(&mut self) -> bool {
        std::mem::take(&mut self.edited)
    }

    /// Forgets what was typed and where the keyboard was, for the next person's form.
    pub fn reset(&mut self) {
        *self = Self::default();
    }
}

/// A form while its fields are shown: each registers itself here, in order.
pub struct Walk {
    pub(super) flow: Flow,
    id: Id,
    pub(super) fields: Vec<Entry>,
    held: Option<Id>,
    /// The place, among the fields, that Enter was pressed in.
    leaves: Option<usize>,
    /// The button at the end.
    pub(super) target: Option<Id>,
    appeared: Option<Id>,
    /// What the form asks about is not known yet.
    pub(super) waits: bool,
    /// What acts upon single letters in this pass.
    pub(super) listening: Vec<Id>,
}

pub(super) struct Entry {
    pub(super) key: Id,
    /// What takes the keyboard: the field itself, or the one chip of it.
    stop: Id,
    answered: bool,
}

impl Walk {
    pub(super) fn begin(ui: &Ui, mut flow: Flow, id: Id) -> Self {
        let pass = ui.cumulative_pass_nr();
        if flow.shown_in.saturating_add(1) < pass {
            // It was not there: its fields appear again, and none of them had the keyboard.
            flow.previous.clear();
            (flow.held, flow.held_at) = (None, None);
        }
        flow.shown_in = pass;
        let goes_by_hand = ui.input(|input| input.pointer.any_pressed() || input.key_pressed(Key::Tab));
        if goes_by_hand {
            end_words(ui);
            writing_goes_on(ui, None);
        }
        let (held, leaves, target, appeared) = (None, None, None, None);
        Self { flow, id, fields: Vec::new(), listening: Vec::new(), held, leaves, target, appeared, waits: false }
    }

    /// The id of a field or a button of this form.
    pub(super) fn id_of(&self, label: &str) -> Id {
        self.id.with(label)
    }

    /// Whether the keyboard has just come to a field, and not by a click. `stop` is what takes the keyboard for it.
    pub(super) fn arrives(&self, ui: &Context, key: Id, stop: Id) -> bool {
        self.flow.held != Some(key)
            && ui.memory(|memory| memory.has_focus(stop))
            && !ui.input(|input| input.pointer.any_down() || input.pointer.any_released())
    }

    /// The button at the end of the form, once it is shown.
    pub(super) fn reaches(&mut self, button: &Response, usable: bool) {
        if usable {
            self.target = Some(button.id);
        }
        if button.has_focus() {
            if self.arrives(&button.ctx, button.id, button.id) {
                button.scroll_to_me(None);
            }
            self.held = Some(button.id);
        }
    }

    /// Puts a field in its place. `goes_on` says that it leads to the next one.
    pub(super) fn register(&mut self, ui: &Ui, key: Id, stop: Id, answered: bool, goes_on: bool) {
        if goes_on {
            self.leaves = Some(self.fields.len());
        }
        if ui.memory(|memory| memory.has_focus(stop)) {
            self.held = Some(key);
        }
        self.fields.push(Entry { key, stop, answered });
    }

    /// A field that asks for the keyboard when it appears.
    pub(super) fn autofocus(&mut self, key: Id) {
        if !self.flow.previous.contains(&key) {
            self.appeared.get_or_insert(key);
        }
    }

    /// Sends the keyboard where it goes, and gives back what is kept.
    pub(super) fn settle(mut self, ui: &Ui) -> Flow {
        let first = self.fields.first().map(|field| field.stop);
        let open = self.unanswered_after(None).or(self.target).or(first);
        let asked = match self.flow.asked.take() {
            asked if self.waits => {
                self.flow.asked = asked;
                None
            }
            Some(Asked::First) => self.unanswered_after(None).or(first),
            Some(Asked::Open) => open,
            // What had the keyboard and is gone gives it up at the end of a pass.
            Some(Asked::OpenWhenFree(passes)) if ui.memory(|memory| memory.focused().is_some()) => {
                self.flow.asked = (passes < 2).then_some(Asked::OpenWhenFree(passes.saturating_add(1)));
                None
            }
            Some(Asked::OpenWhenFree(_)) => open,
            Some(Asked::Field(label)) => self.stop_of(self.id_of(&label)),
            None => None,
        };
        let goes_to = asked
            .or_else(|| self.leaves.and_then(|from| self.unanswered_after(Some(from)).or(self.target)))
            .or_else(|| self.appeared.and_then(|key| self.stop_of(key)))
            .or_else(|| self.neighbour_of_the_vanished(ui));
        if let Some(id) = goes_to {
            ui.memory_mut(|memory| memory.request_focus(id));
            ui.request_repaint();
        }
        if self.flow.asked.is_some() && !self.waits {
            ui.request_repaint();
        }
        self.keep_awake(ui);
        let held_at = self.held.and_then(|held| self.stop_of(held)).or(self.held);
        let mut flow = self.flow;
        (flow.held, flow.held_at) = (self.held, held_at);
        flow.previous = self.fields.iter().map(|field| field.key).collect();
        flow
    }

    /// The next field without an answer, from the one after `from` round to `from` itself.
    fn unanswered_after(&self, from: Option<usize>) -> Option<Id> {
        let start = from.map_or(0, |at| at.saturating_add(1));
        let (before, after) = self.fields.split_at_checked(start).unwrap_or((&self.fields, &[]));
        after.iter().chain(before).find(|field| !field.answered).map(|field| field.stop)
    }

    fn stop_of(&self, key: Id) -> Option<Id> {
        self.fields.iter().find(|field| field.key == key).map(|field| field.stop)
    }

    /// When the field with the keyboard is not there any more: the one that now stands where it stood.
    fn neighbour_of_the_vanished(&self, ui: &Ui) -> Option<Id> {
        let held = self.flow.held?;
        let elsewhere = ui.memory(|memory| memory.focused()).is_some_and(|id| Some(id) != self.flow.held_at);
        if elsewhere || self.held.is_some() || self.stop_of(held).is_some() {
            return None;
        }
        let at = self.flow.previous.iter().position(|key| *key == held)?;
        let (before, after) = self.flow.previous.split_at_checked(at)?;
        after.iter().chain(before.iter().rev()).find_map(|key| self.stop_of(*key))
    }
}
