//! The barcode reader, and the document reader: keyboards that type faster than any hand and end each line with Enter or
//! Tab.
//!
//! Six characters or more, with a digit or a filler among them, each within a moment of the one before: that was a reader.
//! What ended its line never reaches a button, and the field it typed into gets back the text it had. A frame tells only
//! between which two moments a key was pressed; the later one of a frame that took long says nothing, so gaps are counted
//! from the earliest. Where a password is asked for nothing is a reading.

use std::collections::VecDeque;

use eframe::egui::{Event, Key, Modifiers, RawInput};

/// The longest time between two characters of a reader, in seconds: slow ones take 60 ms.
const GAP_SECS: f64 = 0.075;

/// The longest time that a character takes on the average; some hands are as fast for two letters, none for six.
const MEAN_SECS: f64 = 0.065;

/// The fewest characters of a code.
const FEWEST: usize = 6;

/// The fewest where no field has the keyboard.
const FEWEST_BESIDE_FIELDS: usize = 4;

/// The lines of a zone come one after the other, within this time.
const LINE_GAP_SECS: f64 = 1.0;

/// What a reader read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// A code, as it came.
    Code(String),
    /// The lines of a machine-readable zone, parted by line feeds: all of them, or what came.
    Zone(String),
}

/// What has the keyboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Before {
    /// No field.
    Nothing,
    /// A field, with what it held before the burst.
    Text(String),
    /// A password is asked for, there or beside it.
    Secret,
}

/// The characters of what may become a reading.
#[derive(Debug, Default)]
pub struct Wedge {
    typed: String,
    /// The moment of the frame that the first one came in, and the last one.
    first_at: f64,
    last_at: f64,
    /// Before this the last one was not pressed.
    last_not_before: f64,
    /// The moment of the frame before.
    looked_at: f64,
    lines: Vec<String>,
    line_at: f64,
    read: VecDeque<Reading>,
}

impl Wedge {
    /// Looks at the input before anything else does.
    pub fn look(&mut self, input: &mut RawInput, before: Before) {
        let now = input.time.unwrap_or_default();
        let not_before = std::mem::replace(&mut self.looked_at, now);
        if before == Before::Secret {
            self.typed.clear();
            self.lines.clear();
            return;
        }
        if !self.lines.is_empty() && now - self.line_at > LINE_GAP_SECS && self.typed.is_empty() {
            self.give_up_zone();
        }
        let goes_on = !self.typed.is_empty() && not_before - self.last_at <= GAP_SECS;
        let mut ended_at = None;
        for (index, event) in input.events.iter().enumerate() {
            match event {
                Event::Text(text) => {
                    if not_before - self.last_at > GAP_SECS {
                        self.typed.clear();
                    }
                    if self.typed.is_empty() {
                        self.first_at = now;
                    }
                    self.typed.push_str(text);
                    (self.last_at, self.last_not_before) = (now, not_before);
                }
                event if ends_a_line(event) => {
                    if not_before - self.last_at <= GAP_SECS && self.is_a_readers(before == Before::Nothing) {
                        ended_at = Some(index);
                    } else {
                        self.typed.clear();
                    }
                }
                _ => {}
            }
        }
        let Some(index) = ended_at else { return };
        input.events.remove(index);
        // What of the burst is in this very frame never reaches a field, and no group of answers: keys and their texts.
        input.events.retain(|event| {
            !matches!(event, Event::Text(_)) && !matches!(event, Event::Key { key, pressed: true, .. } if types(*key))
        });
        // Nothing of a burst that is wholly in this frame has reached the field.
        if let (true, Before::Text(before)) = (goes_on, before) {
            input.events.extend(put_back(before));
        }
        let line = std::mem::take(&mut self.typed);
        self.take_line(line, now);
    }

    /// May a burst be under way? While it is, the field's text is not what the clerk wrote, and frame has to follow upon
    /// frame: a pause is known by the frames without a key.
    #[must_use]
    pub fn is_typing(&self, now: f64) -> bool {
        !self.typed.is_empty() && now - self.last_at <= GAP_SECS
    }

    /// The next of what was read.
    pub fn take(&mut self) -> Option<Reading> {
        self.read.pop_front()
    }

    /// In how many seconds to look again, where lines of a zone wait for the others.
    #[must_use]
    pub fn waits_secs(&self) -> Option<f64> {
        (!self.lines.is_empty()).then_some(LINE_GAP_SECS + GAP_SECS)
    }

    /// Where no field has the keyboard nobody types words, so that any burst of a few letters is a reader's: what ends it
    /// presses nothing.
    fn is_a_readers(&self, is_beside_fields: bool) -> bool {
        let count = self.typed.chars().count();
        let is_told_apart = self.typed.chars().any(|letter| letter.is_ascii_digit() || is_filler(letter));
        let fewest = if is_beside_fields { FEWEST_BESIDE_FIELDS } else { FEWEST };
        let gaps = u32::try_from(count.saturating_sub(1)).unwrap_or(u32::MAX);
        let is_fast = self.last_not_before - self.first_at <= MEAN_SECS * f64::from(gaps);
        let is_plain = self.typed.chars().all(|letter| letter.is_ascii_graphic() || letter == ' ');
        count >= fewest && (is_told_apart || is_beside_fields) && is_fast && is_plain
    }

    fn take_line(&mut self, line: String, now: f64) {
        let zone = line.to_ascii_uppercase().replace(is_filler, "<");
        let length = zone.chars().count();
        let width = self.lines.first().map(|first| first.chars().count());
        let is_of_zone = zone.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '<');
        // A first line is known by its fillers; those that follow may have none.
        let is_line = is_of_zone
            && match width {
                None => zone.contains('<') && [30, 36, 44, 72, 88, 90].contains(&length),
                Some(width) => width == length,
            };
        if !is_line {
            self.give_up_zone();
            self.read.push_back(Reading::Code(line));
            return;
        }
        self.lines.push(zone);
        self.line_at = now;
        let wanted = match length {
            30 => 3,
            36 | 44 => 2,
            _ => 1,
        };
        if self.lines.len() >= wanted {
            self.give_up_zone();
        }
    }

    /// The lines that came are the zone, whole or not: whoever reads it says what it lacks.
    fn give_up_zone(&mut self) {
        if !self.lines.is_empty() {
            self.read.push_back(Reading::Zone(std::mem::take(&mut self.lines).join("\n")));
        }
    }
}

/// The filler of a zone, also as a reader set to another keyboard types it.
fn is_filler(letter: char) -> bool {
    matches!(letter, '<' | ';')
}

/// A key that types a letter, a digit or a sign.
fn types(key: Key) -> bool {
    !matches!(
        key,
        Key::ArrowDown
            | Key::ArrowLeft
            | Key::ArrowRight
            | Key::ArrowUp
            | Key::Escape
            | Key::Tab
            | Key::Backspace
            | Key::Enter
            | Key::Insert
            | Key::Delete
            | Key::Home
            | Key::End
            | Key::PageUp
            | Key::PageDown
    )
}

/// Enter, Tab, or a line feed as some readers type it.
fn ends_a_line(event: &Event) -> bool {
    let Event::Key { key, pressed: true, modifiers, .. } = event else { return false };
    match key {
        Key::Enter | Key::Tab => modifiers.is_none(),
        Key::J => modifiers.ctrl && !modifiers.shift && !modifiers.alt,
        _ => false,
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

    /// Names a person that is nobody, as ICAO's own examples do.
    const PASSPORT: [&str; 2] =
        ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];

    fn frame(time: f64, events: Vec<Event>) -> RawInput {
        RawInput { time: Some(time), events, ..RawInput::default() }
    }

    fn press(key: Key) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
    }

    /// What is pressed at which moment, seen by frames that each take `frame_secs` while something may be under way.
    fn seen(keys: &[(f64, Event)], frame_secs: f64, before: &Before) -> (Vec<Reading>, Vec<Event>) {
        let (mut wedge, mut reached) = (Wedge::default(), Vec::new());
        let mut waiting = keys.iter().peekable();
        let mut now = 9.0;
        while let Some((first, _)) = waiting.peek() {
            // Without anything under way the next key begins a frame; else frame follows upon frame.
            now = if wedge.is_typing(now) { now + frame_secs } else { f64::max(now + frame_secs, *first) };
            let mut events = Vec::new();
            while let Some((_, event)) = waiting.next_if(|(at, _)| *at <= now) {
                let ends = ends_a_line(event);
                events.push(event.clone());
                if ends {
                    break;
                }
            }
            let mut input = frame(now, events);
            wedge.look(&mut input, before.clone());
            reached.extend(input.events);
        }
        let read = std::iter::from_fn(|| wedge.take()).collect();
        (read, reached)
    }

    fn keys(text: &str, gap: f64, end: Key) -> Vec<(f64, Event)> {
        let mut at = 10.0;
        let mut keys = Vec::new();
        for letter in text.chars() {
            let event = if letter == '\n' { press(end) } else { Event::Text(letter.into()) };
            keys.push((at, event));
            at += gap;
        }
        keys
    }

    /// Types `text`, a character each `gap` seconds, before a window of so many frames a second: what was read, and
    /// whether what ended it went through.
    fn typed(text: &str, gap: f64, frames: f64) -> (Option<String>, bool) {
        let (read, reached) = seen(&keys(&format!("{text}\n"), gap, Key::Enter), 1.0 / frames, &Before::Nothing);
        let mut code = read.into_iter().map(|reading| match reading {
            Reading::Code(code) | Reading::Zone(code) => code,
        });
        (code.next_back(), reached.contains(&press(Key::Enter)))
    }

    #[test]
    fn a_burst_is_a_code_and_its_enter_goes_no_further() {
        assert_eq!(typed("T17", 0.01, 60.0), (None, true), "three characters are too few");
        assert_eq!(typed("T1701", 0.01, 60.0), (Some("T1701".into()), false), "no field has the keyboard");
        let (read, reached) = seen(&keys("T1701\n", 0.01, Key::Enter), 0.016, &Before::Text(String::new()));
        assert!(read.is_empty() && reached.contains(&press(Key::Enter)), "five are too few in a field");
        assert_eq!(typed("T17010", 0.01, 60.0), (Some("T17010".into()), false));
    }

    #[test]
    fn readers_are_slow_or_fast_and_so_are_windows() {
        for gap in [0.005, 0.02, 0.034, 0.05, 0.06] {
            for frames in [120.0, 60.0, 30.0, 15.0, 8.0] {
                let read = typed("1710034065", gap, frames);
                assert_eq!(read, (Some("1710034065".into()), false), "{gap} s, {frames} frames a second");
            }
        }
    }

    #[test]
    fn a_hand_is_no_reader() {
        for gap in [0.08, 0.1, 0.14, 0.3] {
            for frames in [120.0, 60.0, 30.0, 15.0] {
                assert_eq!(typed("1710034065", gap, frames), (None, true), "{gap} s, {frames} frames a second");
            }
        }
        let (read, _) = seen(&keys("GUAMAN\n", 0.01, Key::Enter), 0.016, &Before::Text(String::new()));
        assert!(read.is_empty(), "in a field a code has a digit");
        assert_eq!(typed("ñandú12", 0.01, 60.0), (None, true), "a code has digits and plain letters");
    }

    #[test]
    fn a_line_ends_with_tab_as_well() {
        let (read, reached) = seen(&keys("T170100\n", 0.02, Key::Tab), 0.016, &Before::Nothing);
        assert_eq!(read, [Reading::Code("T170100".into())]);
        assert!(!reached.contains(&press(Key::Tab)));
    }

    #[test]
    fn nothing_is_a_reading_where_a_password_is_asked_for() {
        for gap in [0.005, 0.03] {
            let typed = keys("clave12345\n", gap, Key::Enter);
            let (read, reached) = seen(&typed, 0.016, &Before::Secret);
            assert!(read.is_empty());
            assert_eq!(reached.len(), typed.len(), "all of it reaches the field");
        }
    }

    #[test]
    fn the_field_gets_its_text_back() {
        let before = Before::Text("María".into());
        let (read, reached) = seen(&keys("T1701009\n", 0.02, Key::Enter), 0.016, &before);
        assert_eq!(read, [Reading::Code("T1701009".into())]);
        assert!(reached.contains(&Event::Paste("María".into())));
    }

    #[test]
    fn all_of_it_in_one_frame_is_a_code_too() {
        let mut wedge = Wedge::default();
        let mut events: Vec<Event> = "0102030405".chars().map(|letter| Event::Text(letter.into())).collect();
        events.extend([Key::Num0, Key::Num1, Key::A, Key::Minus].map(press));
        events.push(press(Key::Enter));
        let mut only = frame(5.0, events);
        wedge.look(&mut only, Before::Nothing);
        assert_eq!(wedge.take(), Some(Reading::Code("0102030405".into())));
        assert!(only.events.is_empty());
    }

    #[test]
    fn the_lines_of_a_zone_are_one_reading() {
        let whole = PASSPORT.join("\n");
        for (typed, gap) in [(format!("{whole}\n"), 0.01), (format!("{whole}\n").replace('<', ";"), 0.05)] {
            let (read, _) = seen(&keys(&typed, gap, Key::Enter), 0.016, &Before::Nothing);
            assert_eq!(read, [Reading::Zone(whole.clone())]);
        }
        let card = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<";
        let (read, _) = seen(&keys(&format!("{card}\n"), 0.01, Key::Enter), 0.016, &Before::Nothing);
        assert_eq!(read, [Reading::Zone(card.into())]);
    }

    #[test]
    fn half_a_zone_is_told_and_is_no_code() {
        let [first, _] = PASSPORT;
        let mut typed = keys(&format!("{first}\n"), 0.01, Key::Enter);
        typed.push((14.0, Event::Text("1".into())));
        let (read, _) = seen(&typed, 0.016, &Before::Nothing);
        assert_eq!(read, [Reading::Zone(first.into())]);
    }
}
