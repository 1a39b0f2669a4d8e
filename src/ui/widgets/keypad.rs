//! Keys on the screen, for whoever touches it: they type into the field that has the keyboard, and take it from nobody.
//!
//! It is drawn before the form it types into, so that the same pass takes in what was pressed.

use eframe::egui::{
    CornerRadius, Event, Id, Key, Modifiers, Rect, Role, Sense, Stroke, StrokeKind, TextStyle, Ui, WidgetInfo, pos2,
    vec2,
};

use super::form::focused_text;
use super::paint::line;
use crate::ui::theme::{RADIUS, SPACE_XS, large_style, palette};

/// Which keys there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// Digits alone.
    Digits,
    /// Digits, and letters for who asks for them.
    Number,
    /// Digits and letters, for codes: capitals.
    Code,
    /// Digits, letters in both cases and with accents, a blank and a full stop.
    Text,
    /// Digits and letters in both cases, as a key has them.
    Key,
    /// As [`Keys::Text`], with what stands in an address.
    Email,
}

/// The height of a key, in points: with the screen's scale, more than a finger is wide.
const KEY_HEIGHT: f32 = 36.0;
/// A key is never wider, in points.
const KEY_WIDTH: f32 = 76.0;

/// What erases the last sign, and what changes the case.
const ERASE: &str = "Borrar";
const CASE: &str = "Mayúsculas";
const BLANK: &str = "Espacio";
/// What puts an accent on the next vowel, as on the keyboards of offices.
const ACCENT: &str = "´";
/// What shows the letters.
const LETTERS: &str = "Letras";

/// The keys on the screen.
#[derive(Debug, Default)]
pub struct Keypad {
    capitals: bool,
    letters: bool,
    accent: bool,
    /// The frame in which a key was taken in last: a frame may be drawn twice.
    taken_in: Option<u64>,
}

impl Keypad {
    /// How many rows of keys there are.
    pub fn rows(&self, keys: Keys) -> usize {
        rows(self.shown(keys)).len()
    }

    fn shown(&self, keys: Keys) -> Keys {
        if keys == Keys::Number && self.letters { Keys::Code } else { keys }
    }

    /// Shows the keys; what is pressed goes to the field that has the keyboard.
    pub fn ui(&mut self, ui: &mut Ui, keys: Keys) {
        let keys = self.shown(keys);
        let rows = rows(keys);
        self.accent &= rows.iter().flatten().any(|key| *key == ACCENT);
        // Of the widest row, in keys.
        let most = rows.iter().map(|row| row.iter().map(|key| width_of(key, 1.0)).sum::<f32>()).fold(1.0, f32::max);
        let width = (ui.available_width() / most - SPACE_XS).min(KEY_WIDTH);
        ui.spacing_mut().item_spacing.y = SPACE_XS;
        for row in rows {
            let in_all: f32 = row.iter().map(|key| width_of(key, width) + SPACE_XS).sum::<f32>() - SPACE_XS;
            let (_, ground) = ui.allocate_space(vec2(ui.available_width(), KEY_HEIGHT));
            let mut left = ground.center().x - in_all / 2.0;
            for key in row {
                let wide = width_of(key, width);
                let rect = Rect::from_min_size(pos2(left, ground.top()), vec2(wide, KEY_HEIGHT));
                left += wide + SPACE_XS;
                self.key_ui(ui, key, rect, keys);
            }
        }
    }

    fn key_ui(&mut self, ui: &mut Ui, key: &'static str, rect: Rect, keys: Keys) {
        let p = palette(ui);
        let is_letter = key.chars().count() == 1 && key.chars().all(char::is_alphabetic);
        let is_capital = keys == Keys::Code || self.capitals;
        let letter = if self.accent { accented(key) } else { key };
        let shown = if is_letter && is_capital { letter.to_uppercase() } else { letter.to_owned() };
        // It is pressed, and the keyboard stays where it is.
        let response = ui.interact(rect, Id::unique(("a key on the screen", key)), Sense::CLICK);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &shown));
        let is_down = response.is_pointer_button_down_on();
        let is_on = (key == CASE && self.capitals) || (key == ACCENT && self.accent);
        let (fill, edge) = match (is_down || is_on, response.hovered()) {
            (true, _) => (p.accent_soft, p.accent),
            (false, true) => (p.surface_sunken, p.border_strong),
            (false, false) => (p.surface, p.border_strong),
        };
        ui.painter().rect(rect, CornerRadius::same(RADIUS), fill, Stroke::new(1.0, edge), StrokeKind::Inside);
        let style = if shown.chars().count() > 1 { TextStyle::Body } else { large_style() };
        let text = line(ui, &shown, style, p.text);
        ui.painter().galley(rect.center() - text.size() / 2.0, text, p.text);
        if response.clicked() && self.taken_in != Some(ui.cumulative_frame_nr()) {
            self.taken_in = Some(ui.cumulative_frame_nr());
            match key {
                CASE => self.capitals = !self.capitals,
                ACCENT => self.accent = !self.accent,
                LETTERS => self.letters = true,
                ERASE => press(ui, Key::Backspace),
                BLANK => type_in(ui, " "),
                _ => {
                    type_in(ui, &shown);
                    self.accent = false;
                }
            }
        }
    }
}

/// Into a field alone: a digit would answer a question that has the keyboard.
fn type_in(ui: &Ui, text: &str) {
    if focused_text(ui).is_none() {
        return;
    }
    ui.input_mut(|input| input.events.push(Event::Text(text.to_owned())));
}

fn press(ui: &Ui, key: Key) {
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE };
    ui.input_mut(|input| input.events.extend([event(true), event(false)]));
}

fn width_of(key: &str, width: f32) -> f32 {
    match key {
        ERASE | CASE | LETTERS => width * 1.7,
        BLANK => width * 2.0,
        _ => width,
    }
}

fn accented(key: &'static str) -> &'static str {
    match key {
        "a" => "á",
        "e" => "é",
        "i" => "í",
        "o" => "ó",
        "u" => "ú",
        other => other,
    }
}

fn rows(keys: Keys) -> Vec<Vec<&'static str>> {
    const DIGITS: [&str; 10] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"];
    const FIRST: [&str; 10] = ["q", "w", "e", "r", "t", "y", "u", "i", "o", "p"];
    const SECOND: [&str; 10] = ["a", "s", "d", "f", "g", "h", "j", "k", "l", "ñ"];
    const THIRD: [&str; 7] = ["z", "x", "c", "v", "b", "n", "m"];
    let mut digits = DIGITS.to_vec();
    digits.push(ERASE);
    let plain_second: Vec<&str> = SECOND.into_iter().filter(|key| *key != "ñ").collect();
    match keys {
        Keys::Digits => vec![digits],
        Keys::Number => {
            digits.push(LETTERS);
            vec![digits]
        }
        Keys::Code => vec![digits, FIRST.to_vec(), plain_second, THIRD.to_vec()],
        Keys::Key => {
            let mut third = vec![CASE];
            third.extend(THIRD);
            vec![digits, FIRST.to_vec(), plain_second, third]
        }
        Keys::Text => {
            let mut third = vec![CASE];
            third.extend(THIRD);
            third.extend([ACCENT, ".", BLANK]);
            vec![digits, FIRST.to_vec(), SECOND.to_vec(), third]
        }
        Keys::Email => {
            let mut second = SECOND.to_vec();
            second.push("@");
            let mut third = THIRD.to_vec();
            third.insert(0, CASE);
            third.extend([ACCENT, ".", "-", "_", BLANK]);
            vec![digits, FIRST.to_vec(), second, third]
        }
    }
}
