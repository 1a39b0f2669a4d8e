//! The barcode reader types like a keyboard, wherever the keyboard is. A digit that chooses waits until it is sure that it
//! stands alone, and a text field remembers what it held before a burst.

use std::time::Duration;

use eframe::egui::{Context, Event, Id, Ui};

use super::Walk;

/// No hand types two letters within this time; the reader does.
const ALONE_AFTER_SECS: f64 = 0.04;

/// More than this, each upon the other, is a burst. Two may be a hand, in a pass that took long.
const AT_MOST: usize = 2;

/// Letters that have come to a field which acts upon single ones.
#[derive(Debug)]
pub(super) struct Pending {
    first: char,
    count: usize,
    last_at: f64,
}

impl Walk {
    /// The letter or digit that was typed into the field `key`, once it is sure that it stands alone. Takes what is typed
    /// out of the input while the field has the keyboard.
    pub(super) fn single_letter(&mut self, ui: &Ui, key: Id, has_keyboard: bool) -> Option<char> {
        let now = ui.input(|input| input.time);
        let mut pending = self.flow.pending.remove(&key);
        let typed = if has_keyboard { take_letters(ui) } else { Vec::new() };
        if let Some(&first) = typed.first() {
            let (first, before) = pending.map_or((first, 0), |pending| (pending.first, pending.count));
            pending = Some(Pending { first, count: before.saturating_add(typed.len()), last_at: now });
        }
        let pending = pending?;
        if has_keyboard && now - pending.last_at < ALONE_AFTER_SECS {
            ui.request_repaint_after(Duration::from_secs_f64(ALONE_AFTER_SECS));
            self.flow.pending.insert(key, pending);
            return None;
        }
        (pending.count <= AT_MOST).then_some(pending.first)
    }

    /// The letter that waits to be sure that it stands alone: what it would choose is shown at once.
    pub(super) fn waiting_letter(&self, key: Id) -> Option<char> {
        let pending = self.flow.pending.get(&key)?;
        (pending.count <= AT_MOST).then_some(pending.first)
    }
}

/// What was typed, taken out of the input. A keyboard tells of a digit twice, as a key and as text; both are taken, so
/// that the text does not end in the field that comes next.
fn take_letters(ui: &Ui) -> Vec<char> {
    let digit = |event: &Event| match event {
        Event::Key { key, pressed: true, repeat: false, modifiers, .. } if !modifiers.any() => {
            key.name().parse::<u8>().ok().and_then(|digit| char::from_digit(digit.into(), 10))
        }
        _ => None,
    };
    ui.input_mut(|input| {
        let (mut letters, mut digits) = (Vec::new(), Vec::new());
        input.events.retain(|event| {
            if let Event::Text(text) = event {
                letters.extend(text.chars());
                return false;
            }
            digits.extend(digit(event));
            digit(event).is_none()
        });
        if letters.is_empty() { digits } else { letters }
    })
}

/// What the field with the keyboard held when it was last not in a burst.
#[derive(Clone, Default)]
struct Held {
    field: Option<Id>,
    text: String,
    in_burst: bool,
}

fn held() -> Id {
    Id::unique("the text of the field with the keyboard")
}

/// The text that the field with the keyboard held before the burst under way, if a text field has the keyboard. Nothing is
/// remembered of a password: it is given as empty.
pub fn focused_text(ctx: &Context) -> Option<String> {
    let held = ctx.data(|data| data.get_temp::<Held>(held()))?;
    let focused = ctx.memory(|memory| memory.focused());
    (held.field.is_some() && held.field == focused).then_some(held.text)
}

/// Says whether a burst is under way. While it is, a field's text is not what somebody wrote.
pub fn note_burst(ctx: &Context, in_burst: bool) {
    ctx.data_mut(|data| data.get_temp_mut_or_default::<Held>(held()).in_burst = in_burst);
}

/// Whether a burst was noted for this frame.
pub fn burst_is_noted(ctx: &Context) -> bool {
    ctx.data(|data| data.get_temp::<Held>(held())).is_some_and(|held| held.in_burst)
}

/// Remembers what the field with the keyboard holds.
pub(super) fn remember(ui: &Ui, field: Id, text: &str) {
    let waits = ui.data_mut(|data| {
        let held = data.get_temp_mut_or_default::<Held>(held());
        if !held.in_burst || held.field != Some(field) {
            held.field = Some(field);
            if held.text != text {
                held.text = text.to_owned();
            }
        }
        held.in_burst
    });
    if waits {
        ui.request_repaint_after(Duration::from_secs_f64(ALONE_AFTER_SECS));
    }
}
