//! What was typed, kept beside its reading: a draft is saved with its mistakes, and the rules say what they are.

use super::fault::Fault;
use std::str::FromStr;

/// A text as typed and the number it is, or why it is none.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Entered<T> {
    text: String,
    value: Result<T, Fault>,
}

impl<T: FromStr<Err = Fault>> Entered<T> {
    /// Reads `text` once and keeps both.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let value = text.parse();
        Self { text, value }
    }
}

impl<T> Entered<T> {
    /// The text as typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The number.
    ///
    /// # Errors
    /// Why the text is none.
    pub fn value(&self) -> Result<&T, &Fault> {
        self.value.as_ref()
    }
}
