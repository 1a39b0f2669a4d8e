//! A setting of the centre that is a number, within its bounds.

use crate::ops::settings::Settings;
use crate::ui::widgets::{Field, Form};

/// A setting that is a number.
pub(super) struct Number {
    pub(super) label: &'static str,
    pub(super) note: &'static str,
    pub(super) least: u16,
    pub(super) most: u16,
    pub(super) get: fn(&Settings) -> u16,
    pub(super) set: fn(&mut Settings, u16),
}

impl Number {
    /// What was typed, where it is a number within the bounds.
    pub(super) fn read(&self, typed: &str) -> Option<u16> {
        typed.trim().parse().ok().filter(|value| (self.least..=self.most).contains(value))
    }

    /// Its field.
    pub(super) fn ui(&self, form: &mut Form<'_>, typed: &mut String) {
        let wrong = format!("Escriba un número de {} a {}.", self.least, self.most);
        let error = self.read(typed).is_none().then_some(wrong.as_str());
        let field = Field::new(self.label).error(error).width(120.0);
        let field = if self.note.is_empty() { field } else { field.note(self.note) };
        form.number(field, typed);
    }
}
