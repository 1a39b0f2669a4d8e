//! The barcode reader: a keyboard that types a code faster than any hand and ends it with Enter.
//!
//! Six characters or more, no two of them 35 ms apart, then Enter within as long: that was the reader. Its Enter never
//! reaches a button, and the field it typed into gets back the text it had.

use eframe::egui::{Event, Key, Modifiers, RawInput};

/// The longest time between two characters of the reader, in seconds.
const GAP_SECS: f64 = 0.035;

/// The fewest characters of a code.
const FEWEST: usize = 6;

/// The characters of what may become a code.
#[derive(Debug, Default)]
pub struct Wedge {
    typed: String,
    last_at: f64,
    read: Option<String>,
    goes_on: bool,
}

impl Wedge {
    /// Looks at the input before anything else does. `before` is the text of the field that has the focus, as it stood
    /// before the burst.
    pub fn look(&mut self, input: &mut RawInput, before: Option<String>) {
        let now = input.time.unwrap_or_default();
        self.goes_on = !self.typed.is_empty() && now - self.last_at <= GAP_SECS;
        let mut at_enter = None;
        for (index, event) in input.events.iter().enumerate() {
            match event {
                Event::Text(text) => {
                    if now - self.last_at > GAP_SECS {
                        self.typed.clear();
                    }
                    self.typed.push_str(text);
                    self.last_at = now;
                }
                Event::Key { key: Key::Enter, pressed: true, modifiers, .. } if modifiers.is_none() => {
                    let is_burst = now - self.last_at <= GAP_SECS && self.typed.chars().count() >= FEWEST;
                    if is_burst && self.typed.chars().all(|letter| letter.is_ascii_graphic()) {
                        at_enter = Some(index);
                    } else {
                        self.typed.clear();
                    }
                }
                _ => {}
            }
        }
        if let Some(index) = at_enter {
            input.events.remove(index);
            // What of the burst is in this very frame never reaches the field.
            input.events.retain(|event| !matches!(event, Event::Text(_)));
            // Nothing of a burst that is wholly in this frame has reached the field.
            if let Some(before) = before.filter(|_| self.goes_on) {
                input.events.extend(put_back(before));
            }
            self.read = Some(std::mem::take(&mut self.typed));
        }
    }

    /// May a burst be under way? While it is, the field's text is not what the clerk wrote.
    #[must_use]
    pub fn is_typing(&self, now: f64) -> bool {
        !self.typed.is_empty() && now - self.last_at <= GAP_SECS
    }

    /// The code that was read, once.
    pub fn take(&mut self) -> Option<String> {
        self.read.take()
    }
}

/// Selects everything in the field and puts `text` in its place.
fn put_back(text: String) -> Vec<Event> {
    let key = |key: Key, modifiers: Modifiers, pressed: bool| Event::Key {
        key,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers,
    };
    let select = [key(Key::A, Modifiers::COMMAND, true), key(Key::A, Modifiers::COMMAND, false)];
    let replace = match text.is_empty() {
        true => vec![key(Key::Backspace, Modifiers::NONE, true), key(Key::Backspace, Modifiers::NONE, false)],
        false => vec![Event::Paste(text)],
    };
    select.into_iter().chain(replace).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(time: f64, events: Vec<Event>) -> RawInput {
        RawInput { time: Some(time), events, ..RawInput::default() }
    }

    fn enter() -> Event {
        Event::Key { key: Key::Enter, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
    }

    /// Types `text`, a character each `gap` seconds, and Enter: what was read, and whether Enter went through.
    fn typed(text: &str, gap: f64) -> (Option<String>, bool) {
        let mut wedge = Wedge::default();
        let mut time = 10.0;
        for letter in text.chars() {
            wedge.look(&mut frame(time, vec![Event::Text(letter.to_string())]), None);
            time += gap;
        }
        let mut last = frame(time, vec![enter()]);
        wedge.look(&mut last, None);
        (wedge.take(), last.events.contains(&enter()))
    }

    #[test]
    fn a_burst_is_a_code_and_its_enter_goes_no_further() {
        assert_eq!(typed("T1701", 0.01), (None, true), "five characters are too few");
        assert_eq!(typed("T17010", 0.01), (Some("T17010".into()), false));
        assert_eq!(typed("1710034065", 0.034), (Some("1710034065".into()), false));
    }

    #[test]
    fn a_hand_is_no_reader() {
        assert_eq!(typed("1710034065", 0.05), (None, true));
        assert_eq!(typed("ñandúes", 0.01), (None, true), "a code has digits and plain letters");
    }

    #[test]
    fn the_field_gets_its_text_back() {
        let mut wedge = Wedge::default();
        wedge.look(&mut frame(1.0, vec![Event::Text("T170100".into())]), Some("María".into()));
        let mut last = frame(1.02, vec![Event::Text("9".into()), enter()]);
        wedge.look(&mut last, Some("María".into()));
        assert_eq!(wedge.take().as_deref(), Some("T1701009"));
        assert!(last.events.contains(&Event::Paste("María".into())));
        assert!(!last.events.iter().any(|event| matches!(event, Event::Text(_))));
    }

    #[test]
    fn all_of_it_in_one_frame_is_a_code_too() {
        let mut wedge = Wedge::default();
        let mut events: Vec<Event> = "0102030405".chars().map(|letter| Event::Text(letter.to_string())).collect();
        events.push(enter());
        let mut only = frame(5.0, events);
        wedge.look(&mut only, None);
        assert_eq!(wedge.take().as_deref(), Some("0102030405"));
        assert!(only.events.is_empty());
    }
}
