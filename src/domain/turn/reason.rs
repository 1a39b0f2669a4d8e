//! Why a clerk did what is not the rule, in the clerk's own words.

/// The most characters of a reason.
const LONGEST: usize = 500;

/// A reason that says something: it has a word, which is two letters in a row, and no spaces at its ends.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reason(String);

/// Why a text is no reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReasonFault {
    /// Blank, or dots and dashes.
    #[error("escriba el motivo")]
    Blank,
    /// A letter or figures.
    #[error("escríbalo al menos con una palabra")]
    NoWord,
    /// Too long.
    #[error("el motivo tiene más de {LONGEST} caracteres: escríbalo más corto")]
    TooLong,
}

impl Reason {
    /// Reads a reason.
    ///
    /// # Errors
    /// [`ReasonFault`] for one that says nothing or too much.
    pub fn parse(text: &str) -> Result<Self, ReasonFault> {
        let text = text.trim();
        if text.chars().nth(LONGEST).is_some() {
            return Err(ReasonFault::TooLong);
        }
        let has_word = text.split(|c: char| !c.is_alphabetic()).any(|word| word.chars().nth(1).is_some());
        match (text.chars().any(char::is_alphanumeric), has_word) {
            (false, _) => Err(ReasonFault::Blank),
            (true, false) => Err(ReasonFault::NoWord),
            (true, true) => Ok(Self(text.to_owned())),
        }
    }

    /// The reason's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
