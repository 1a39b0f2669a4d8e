//! Why somebody did what is not the rule, in their own words.

/// The most characters of a reason.
const LONGEST: usize = 500;

/// The fewest letters that make a word.
const SHORTEST_WORD: usize = 2;

/// A reason that says something: it has at least a word, and no spaces at its ends.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reason(String);

/// Why a text is no reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReasonFault {
    /// Nothing.
    #[error("escriba el motivo")]
    Blank,
    /// Dots, a figure, a single letter.
    #[error("escriba el motivo con palabras")]
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
        if text.is_empty() {
            return Err(ReasonFault::Blank);
        }
        if has_a_word(text) { Ok(Self(text.to_owned())) } else { Err(ReasonFault::NoWord) }
    }

    /// The reason's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a text says something: two letters or more that stand together.
pub fn has_a_word(text: &str) -> bool {
    text.split(|sign: char| !sign.is_alphabetic()).any(|word| word.chars().nth(SHORTEST_WORD - 1).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_has_at_least_a_word() {
        for nothing in ["", "   "] {
            assert_eq!(Reason::parse(nothing), Err(ReasonFault::Blank), "{nothing:?}");
        }
        for nothing in ["-.-", "1", "x", "a b c", "12345", "¿?", "1a"] {
            assert_eq!(Reason::parse(nothing), Err(ReasonFault::NoWord), "{nothing:?}");
        }
        for word in ["no", "Sí", " ñu ", "3 ab"] {
            assert_eq!(Reason::parse(word).unwrap().as_str(), word.trim());
        }
    }
}
