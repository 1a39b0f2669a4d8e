//! The barcode reader types like a keyboard, wherever the keyboard is. A digit that chooses waits until it is sure that it
//! stands alone, and a text field remembers what it held before a burst.

use std::time::Duration;

use eframe::egui::{Context, Event, Id, Ui};

use super::Walk;

/// A digit that is followed by another letter within this time is part of a reading: slow readers take 60 ms for each.
const ALONE_AFTER_SECS: f64 = 0.08;

/// More than this, each upon the other, is a burst. Two may be a hand, in a pass that took long.
const AT_MOST: usize = 2;

/// A digit that comes this soon after a letter is a part of the same words.
const WORDS_REST_SECS: f64 = 0.7;

/// A question that comes by itself takes no digit before it can have been read …
const READ_AFTER_SECS: f64 = 0.5;

/// … and waits longer to be sure that the digit is not the beginning of a number.
const ANSWER_ALONE_AFTER_SECS: f64 = 0.3;

/// A digit that comes this soon after one that answered another group is the same press, given twice.
const SAME_PRESS_SECS: f64 = 0.3;

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
        self.letter_alone(ui, key, has_keyboard, ALONE_AFTER_SECS, AT_MOST)
    }

    fn letter_alone(&mut self, ui: &Ui, key: Id, has_keyboard: bool, after: f64, at_most: usize) -> Option<char> {
        let now = ui.input(|input| input.time);
        self.listening.push(key);
        let mut pending = self.flow.pending.remove(&key);
        let mut typed = if has_keyboard { take_letters(ui) } else { Vec::new() };
        if pending.is_none() && has_just_answered(ui, key) {
            typed.clear();
        }
        if let Some(&first) = typed.first() {
            let (first, before) = pending.map_or((first, 0), |pending| (pending.first, pending.count));
            pending = Some(Pending { first, count: before.saturating_add(typed.len()), last_at: now });
        }
        let pending = pending?;
        if has_keyboard && now - pending.last_at < after {
            self.flow.pending.insert(key, pending);
            return None;
        }
        (pending.count <= at_most).then_some(pending.first)
    }

    /// The option, of so many, whose digit was typed into the group `key`. Letters are no answer, and neither is a digit
    /// among them: somebody types what belongs elsewhere.
    pub(super) fn digit(&mut self, ui: &Ui, key: Id, has_keyboard: bool, count: usize) -> Option<usize> {
        let letter = self.single_letter(ui, key, has_keyboard)?;
        option_meant(ui, key, letter, count)
    }

    /// The answer, of so many, whose digit was typed into the question `key`, which has stood since `since`. A digit that
    /// was under way before the question could be read was meant for something else, and so are those that follow it.
    pub(super) fn answer(&mut self, ui: &Ui, key: Id, since: f64, count: usize) -> Option<usize> {
        let is_early = ui.input(|input| input.time) - since < READ_AFTER_SECS;
        let letter = self.letter_alone(ui, key, true, ANSWER_ALONE_AFTER_SECS, 1);
        if is_early {
            if self.flow.pending.remove(&key).is_some() || letter.is_some() {
                note_words(ui);
            }
            return None;
        }
        option_meant(ui, key, letter?, count)
    }

    /// The option whose digit waits to be sure that it stands alone: it is shown at once.
    pub(super) fn waiting_digit(&self, ui: &Ui, key: Id) -> Option<usize> {
        let pending = self.flow.pending.get(&key).filter(|pending| pending.count <= AT_MOST)?;
        option_of(pending.first).filter(|_| !words_are_typed(ui))
    }

    /// While a letter waits, frame follows upon frame: a wake for later is dropped by the window where another pass came
    /// after the one that asked for it, and what looks pressed would stay so until the next key. What waits in a field that
    /// is not shown any more is nobody's answer.
    pub(super) fn keep_awake(&mut self, ui: &Ui) {
        let listening = &self.listening;
        self.flow.pending.retain(|key, _| listening.contains(key));
        if !self.flow.pending.is_empty() {
            ui.request_repaint();
        }
    }
}

/// The option that a letter stands for; none among words. A digit beyond the options is no word.
fn option_meant(ui: &Ui, group: Id, letter: char, count: usize) -> Option<usize> {
    if !letter.is_ascii_digit() || words_are_typed(ui) {
        note_words(ui);
        return None;
    }
    let option = option_of(letter).filter(|at| *at < count);
    if option.is_some() {
        note_answer(ui, group);
    }
    option
}

fn option_of(letter: char) -> Option<usize> {
    usize::try_from(letter.to_digit(10)?).ok()?.checked_sub(1)
}

/// Which group was answered by a digit last, and when.
#[derive(Clone, Copy)]
struct AnsweredLast {
    group: Id,
    at: f64,
}

fn answered_last() -> Id {
    Id::unique("the group that a digit answered last")
}

fn note_answer(ui: &Ui, group: Id) {
    let at = ui.input(|input| input.time);
    ui.data_mut(|data| data.insert_temp(answered_last(), AnsweredLast { group, at }));
}

/// Whether another group was answered a moment ago: a hand that presses twice has not read the next question.
fn has_just_answered(ui: &Ui, key: Id) -> bool {
    let now = ui.input(|input| input.time);
    let last = ui.data(|data| data.get_temp::<AnsweredLast>(answered_last()));
    last.is_some_and(|last| last.group != key && now - last.at < SAME_PRESS_SECS)
}

fn words() -> Id {
    Id::unique("until when words are typed")
}

/// A reader has typed: a digit of it that waits to stand alone is nobody's answer.
pub fn note_reading(ctx: &Context) {
    let until = ctx.input(|input| input.time) + WORDS_REST_SECS;
    ctx.data_mut(|data| data.insert_temp(words(), until));
}

/// Notes that somebody types words: digits that follow at once are a part of them, wherever the keyboard is by then.
pub(in crate::ui::widgets) fn note_words(ui: &Ui) {
    let until = ui.input(|input| input.time) + WORDS_REST_SECS;
    ui.data_mut(|data| data.insert_temp(words(), until));
}

/// Whoever goes on by a key of their own has ended what they typed.
pub(super) fn end_words(ui: &Ui) {
    ui.data_mut(|data| data.remove::<f64>(words()));
}

/// Whether words are typed: their letters came a moment ago.
pub(in crate::ui::widgets) fn words_are_typed(ui: &Ui) -> bool {
    let now = ui.input(|input| input.time);
    ui.data(|data| data.get_temp::<f64>(words())).is_some_and(|until| now < until)
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
    // A digit that is held down was given once, wherever the keyboard has gone meanwhile.
    let held = |event: &Event| match event {
        Event::Key { key, pressed: true, repeat: true, .. } => key.name().chars().next().filter(char::is_ascii_digit),
        _ => None,
    };
    ui.input_mut(|input| {
        let (mut letters, mut digits) = (Vec::new(), Vec::new());
        let repeated: Vec<char> = input.events.iter().filter_map(held).collect();
        input.events.retain(|event| {
            if let Event::Text(text) = event {
                letters.extend(text.chars().filter(|letter| !repeated.contains(letter)));
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

fn secret() -> Id {
    Id::unique("the pass that asked for a password last")
}

/// Notes that a password is asked for in this pass.
pub(super) fn note_secret(ui: &Ui) {
    let pass = ui.cumulative_pass_nr();
    ui.data_mut(|data| data.insert_temp(secret(), pass));
}

/// Whether a password was asked for on what is on the screen.
pub fn asks_for_a_secret(ctx: &Context) -> bool {
    let pass = ctx.cumulative_pass_nr();
    ctx.data(|data| data.get_temp::<u64>(secret())).is_some_and(|noted| noted.saturating_add(1) >= pass)
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
