//! From what was typed to canonical text: separators out, everything else accounted for by its place.

use super::fault::{Fault, Symbol};
use crate::domain::name::is_hyphen;

/// More than any number has, separators included; longer text is refused before it is looked at.
const LONGEST_CHARS: usize = 100;

/// The characters of `text` that are not separators, with their places counted from 1 in the text as typed.
fn symbols(text: &str) -> Result<impl Iterator<Item = (usize, char)>, Fault> {
    if text.chars().nth(LONGEST_CHARS).is_some() {
        return Err(Fault::TooLong { limit: LONGEST_CHARS });
    }
    Ok((1..).zip(text.chars()).filter(|(_, c)| !is_separator(*c)))
}

/// Spaces of any width and hyphens, as people write and spreadsheets paste them.
fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}') || is_hyphen(c)
}

/// The ASCII digits of `text`, or the first character that is none.
pub(super) fn digits(text: &str) -> Result<String, Fault> {
    let digits = symbols(text)?
        .map(|(place, c)| if c.is_ascii_digit() { Ok(c) } else { Err(Fault::NotADigit { place, found: Symbol(c) }) })
        .collect::<Result<String, Fault>>()?;
    if digits.is_empty() { Err(Fault::Empty) } else { Ok(digits) }
}

/// The ASCII letters, upper-cased, and digits of `text`, 1 to `limit` of them.
pub(super) fn letters_and_digits(text: &str, limit: usize) -> Result<String, Fault> {
    let code = symbols(text)?
        .map(|(place, c)| {
            if c.is_ascii_alphanumeric() {
                Ok(c.to_ascii_uppercase())
            } else {
                Err(Fault::NotALetterOrDigit { place, found: Symbol(c) })
            }
        })
        .collect::<Result<String, Fault>>()?;
    match code.len() {
        0 => Err(Fault::Empty),
        found if found > limit => Err(Fault::CodeLength { found, limit }),
        _ => Ok(code),
    }
}

/// The digit at `index`, counted from 0, of a text of digits.
pub(super) fn digit_at(digits: &str, index: usize) -> Option<u8> {
    digits.as_bytes().get(index).map(|byte| byte.saturating_sub(b'0'))
}

/// The province of the first two digits: 01 to 24, or 30 for those registered abroad.
pub(super) fn check_province(digits: &str) -> Result<(), Fault> {
    let province: String = digits.chars().take(2).collect();
    match province.parse::<u8>() {
        Ok(1..=24 | 30) => Ok(()),
        _ => Err(Fault::Province { found: province }),
    }
}

/// What every number shares: its canonical text, shown and read back.
macro_rules! canonical_text {
    ($number:ty) => {
        impl $number {
            /// The canonical text: no separators.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $number {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $number {
            type Err = $crate::domain::number::Fault;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }
    };
}
pub(super) use canonical_text;
