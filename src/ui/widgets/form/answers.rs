//! Answers to a question, below each other: each is given by its digit or a click, and none has the keyboard.

use eframe::egui::Ui;

use super::super::button::Button;
use super::Form;

/// One answer.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// What it says.
    pub words: &'a str,
    /// Why it cannot be given now.
    pub why_not: Option<&'a str>,
}

impl<'a> Answer<'a> {
    /// An answer that can be given.
    pub fn new(words: &'a str) -> Self {
        Self { words, why_not: None }
    }

    /// Why it cannot be given now, if so.
    pub fn why_not(mut self, why_not: Option<&'a str>) -> Self {
        self.why_not = why_not;
        self
    }
}

const DIGITS: [&str; 9] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

impl Form<'_> {
    /// Shows the answers; says which one was given. What is typed here and is no digit of one does nothing.
    pub fn answers(&mut self, name: &str, answers: &[Answer<'_>]) -> Option<usize> {
        let key = self.walk.id_of(name);
        let now = self.ui.input(|input| input.time);
        let since = *self.walk.flow.stands_since.get_or_insert(now);
        let by_digit = self.walk.answer(self.ui, key, since, answers.len());
        let mut given = by_digit.filter(|at| answers.get(*at).is_some_and(|answer| answer.why_not.is_none()));
        for (at, answer) in answers.iter().enumerate() {
            if answer_ui(self.ui, answer, DIGITS.get(at).copied()) {
                given = Some(at);
            }
        }
        given
    }
}

fn answer_ui(ui: &mut Ui, answer: &Answer<'_>, digit: Option<&str>) -> bool {
    let button = Button::secondary(answer.words).full_width().enabled(answer.why_not.is_none());
    let button = match digit {
        Some(digit) => button.shortcut(digit),
        None => button,
    };
    let button = match answer.why_not {
        Some(why) => button.why(why),
        None => button,
    };
    button.show(ui).clicked()
}
