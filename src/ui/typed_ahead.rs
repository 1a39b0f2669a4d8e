//! Keys that come faster than frames: Enter and Tab send the keyboard elsewhere, and what was typed after them is for
//! whatever has it then. A frame takes in nothing beyond such a key; the rest is for the next one.

use eframe::egui::{Event, Key, RawInput};

/// What was typed and not yet taken in.
#[derive(Debug, Default)]
pub(super) struct TypedAhead {
    waiting: Vec<Event>,
}

impl TypedAhead {
    /// Looks at the input. Answers whether something waits for another frame.
    pub(super) fn look(&mut self, input: &mut RawInput) -> bool {
        let mut events = std::mem::take(&mut self.waiting);
        events.append(&mut input.events);
        let after = events.iter().position(sends_the_keyboard_elsewhere).map(|at| at.saturating_add(1));
        if let Some(after) = after
            && events.get(after..).is_some_and(|rest| rest.iter().any(types))
        {
            self.waiting = events.split_off(after);
        }
        input.events = events;
        !self.waiting.is_empty()
    }
}

fn sends_the_keyboard_elsewhere(event: &Event) -> bool {
    matches!(event, Event::Key { key: Key::Enter | Key::Tab, pressed: true, .. })
}

fn types(event: &Event) -> bool {
    matches!(event, Event::Text(_) | Event::Paste(_) | Event::Key { pressed: true, .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::Modifiers;

    fn key(key: Key) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
    }

    fn text(letter: &str) -> Event {
        Event::Text(letter.into())
    }

    fn frame(ahead: &mut TypedAhead, events: Vec<Event>) -> (Vec<Event>, bool) {
        let mut input = RawInput { events, ..RawInput::default() };
        let waits = ahead.look(&mut input);
        (input.events, waits)
    }

    #[test]
    fn what_comes_after_enter_is_for_the_next_frame_and_in_order() {
        let mut ahead = TypedAhead::default();
        let typed = vec![text("7"), key(Key::Enter), text("G"), key(Key::Tab), text("A")];
        assert_eq!(frame(&mut ahead, typed), (vec![text("7"), key(Key::Enter)], true));
        assert_eq!(frame(&mut ahead, vec![text("R")]), (vec![text("G"), key(Key::Tab)], true));
        assert_eq!(frame(&mut ahead, Vec::new()), (vec![text("A"), text("R")], false));
    }

    #[test]
    fn a_frame_without_such_a_key_is_taken_in_whole() {
        let mut ahead = TypedAhead::default();
        let typed = vec![text("1"), text("2"), key(Key::Enter)];
        assert_eq!(frame(&mut ahead, typed.clone()), (typed, false));
    }
}
