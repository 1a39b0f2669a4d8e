//! The lines of a zone, and its fields as characters of a kind.

use super::check;
use super::fault::{MrzFault, MrzField};
use super::layout::{Checked, Span};
use crate::domain::number::fault::Symbol;

/// Longer text is refused before it is looked at; the largest zone has 90 characters and two line ends.
const LONGEST_CHARS: usize = 200;

/// Lines of `A`–`Z`, `0`–`9` and `<`.
pub(super) struct Lines(Vec<String>);

impl Lines {
    /// Parts the text at its line ends, be they CR, LF or both; without any, at the measure its length tells.
    pub(super) fn split(text: &str) -> Result<Self, MrzFault> {
        if text.chars().nth(LONGEST_CHARS).is_some() {
            return Err(MrzFault::TooLong { limit: LONGEST_CHARS });
        }
        let mut lines: Vec<String> = text
            .split(['\r', '\n'])
            .map(|line| line.trim().to_ascii_uppercase())
            .filter(|line| !line.is_empty())
            .collect();
        if let [only] = lines.as_slice() {
            let width = match only.chars().count() {
                88 => 44,
                90 => 30,
                72 => 36,
                other => other.max(1),
            };
            let characters: Vec<char> = only.chars().collect();
            lines = characters.chunks(width).map(|line| line.iter().collect()).collect();
        }
        for (line, text) in (1..).zip(&lines) {
            for (place, found) in (1..).zip(text.chars()) {
                if !(found.is_ascii_uppercase() || found.is_ascii_digit() || found == '<') {
                    return Err(MrzFault::Character { line, place, found: Symbol(found) });
                }
            }
        }
        Ok(Self(lines))
    }

    pub(super) fn measure(&self, lines: usize, width: usize) -> bool {
        self.0.len() == lines && self.0.iter().all(|line| line.len() == width)
    }

    pub(super) fn not_a_zone(&self) -> MrzFault {
        MrzFault::Measure { lengths: self.0.iter().map(String::len).collect() }
    }

    /// The characters of a field, fillers included.
    pub(super) fn text(&self, span: Span) -> String {
        self.0.get(span.line).and_then(|line| line.get(span.start..span.end)).unwrap_or_default().to_owned()
    }

    /// A field that has letters and fillers only.
    pub(super) fn letters(&self, span: Span, field: MrzField) -> Result<String, MrzFault> {
        let text = self.text(span);
        let place = |index: usize| span.start.saturating_add(index).saturating_add(1);
        match text.char_indices().find(|(_, c)| c.is_ascii_digit()) {
            Some((index, found)) => Err(MrzFault::NotALetter {
                field,
                line: span.line.saturating_add(1),
                place: place(index),
                found: Symbol(found),
            }),
            None => Ok(text),
        }
    }

    /// A date, digits and fillers, whose check digit has been verified.
    pub(super) fn date(&self, date: Checked, field: MrzField) -> Result<String, MrzFault> {
        let text = self.text(date.field);
        if let Some(found) = text.chars().find(char::is_ascii_alphabetic) {
            return Err(MrzFault::LetterInDate { field, found: Symbol(found) });
        }
        check::verify(field, &text, &self.text(date.digit))?;
        Ok(text)
    }
}

impl std::fmt::Display for Lines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}
