//! The code a notary gives a deed, such as the notarial power of an attorney.
//!
//! Today's form has 17 characters: `2024 17 01 001 P 00123` is year, province, canton, notary, book and sequence.
//! Older and foreign deeds look different: they are kept as typed, and the rules warn.

use super::fault::{Fault, Symbol};
use super::lookalike;

/// Characters of today's form.
const CURRENT_LENGTH: usize = 17;
/// The most characters kept of any form.
const LONGEST: usize = 60;

/// A notarial code, of today's form or another.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NotarialCode {
    text: String,
    form: NotarialForm,
}

/// What a notarial code says.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NotarialForm {
    /// Today's form, in its parts.
    Current {
        /// Year of the deed.
        year: u16,
        /// Province, 01 to 24.
        province: u8,
        /// Canton within the province.
        canton: u8,
        /// Notary within the canton.
        notary: u16,
        /// The book the deed stands in.
        book: NotarialBook,
        /// Number within book and year.
        sequence: u32,
    },
    /// Not today's form: an older deed, a foreign one, or a slip of the pen.
    Other {
        /// The code of today's form it would be if O, I or L were the digits they look like.
        suggestion: Option<String>,
    },
}

/// The book of a deed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NotarialBook {
    /// P: protocol.
    Protocol,
    /// D: diligence.
    Diligence,
}

impl NotarialCode {
    /// Reads a notarial code: today's form with its separators removed and upper-cased, any other as typed.
    ///
    /// # Errors
    /// A [`Fault`] for an empty or overlong text and for characters that cannot stand on paper.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err(Fault::Empty);
        }
        if trimmed.chars().nth(LONGEST).is_some() {
            return Err(Fault::TooLong { limit: LONGEST });
        }
        if let Some((place, found)) = (1..).zip(text.chars()).find(|(_, c)| *c != '\t' && c.is_control()) {
            return Err(Fault::NotPrintable { place, found: Symbol(found) });
        }
        let compact: String =
            trimmed.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect();
        if let Some(form) = current_form(&compact) {
            return Ok(Self { text: compact, form });
        }
        let suggestion =
            Some(with_digits_for_lookalikes(&compact)).filter(|corrected| current_form(corrected).is_some());
        Ok(Self { text: trimmed.to_owned(), form: NotarialForm::Other { suggestion } })
    }

    /// Today's form without separators, or another as typed.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What it says.
    pub fn form(&self) -> &NotarialForm {
        &self.form
    }
}

/// The parts of today's form, if this is one.
fn current_form(compact: &str) -> Option<NotarialForm> {
    let digits = |range: std::ops::Range<usize>| {
        compact.get(range).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    if compact.len() != CURRENT_LENGTH {
        return None;
    }
    let year = digits(0..4)?.parse().ok().filter(|year| (2000..=2099).contains(year))?;
    let province = digits(4..6)?.parse().ok().filter(|province| (1..=24).contains(province))?;
    let canton = digits(6..8)?.parse().ok()?;
    let notary = digits(8..11)?;
    let book = compact.get(11..12)?;
    let sequence = digits(12..17)?.parse().ok()?;
    let notary = notary.parse().ok()?;
    let book = match book {
        "P" => NotarialBook::Protocol,
        "D" => NotarialBook::Diligence,
        _ => return None,
    };
    Some(NotarialForm::Current { year, province, canton, notary, book, sequence })
}

/// The same text with digits for O, I and L, none of which is the letter of a book.
fn with_digits_for_lookalikes(compact: &str) -> String {
    compact.chars().map(|c| lookalike::digit_for(c).unwrap_or(c)).collect()
}

impl std::fmt::Display for NotarialCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for NotarialCode {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        Self::parse(text)
    }
}
