//! What the tables have in common: cells of text, numbers and listed words, and what is odd without being wrong.

use unicode_normalization::UnicodeNormalization;

use super::table::BadRow;

/// Something about a row that somebody should look at; the row can be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The documented title of the column.
    pub column: &'static str,
    /// In Spanish.
    pub reason: String,
}

/// A word or title reduced to its letters and digits: accents, case, blanks and punctuation do not count.
pub(super) fn key(text: &str) -> String {
    text.nfd().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
