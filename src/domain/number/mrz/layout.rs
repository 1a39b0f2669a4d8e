//! Where each field stands, as a table: one row a format (ICAO 9303, parts 4 to 7).

use super::fault::MrzFault;
use super::lines::Lines;

/// A document by the measure of its zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MrzFormat {
    /// A passport: two lines of 44.
    Td3,
    /// A card of the size of a cédula: three lines of 30.
    Td1,
    /// A larger card: two lines of 36.
    Td2,
    /// A visa of a full page: two lines of 44.
    MrvA,
    /// A smaller visa: two lines of 36.
    MrvB,
}

impl std::fmt::Display for MrzFormat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Td3 => "pasaporte",
            Self::Td1 | Self::Td2 => "documento de identidad",
            Self::MrvA | Self::MrvB => "visa",
        })
    }
}

/// Characters `start..end` of a line, both counted from 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) line: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

const fn span(line: usize, start: usize, end: usize) -> Span {
    Span { line, start, end }
}

/// A field and its check digit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Checked {
    pub(super) field: Span,
    pub(super) digit: Span,
}

const fn checked(line: usize, start: usize, end: usize) -> Checked {
    Checked { field: span(line, start, end), digit: span(line, end, end.saturating_add(1)) }
}

/// The places of one format.
pub(super) struct Layout {
    pub(super) format: MrzFormat,
    /// First letters of the document's type.
    types: &'static str,
    lines: usize,
    width: usize,
    pub(super) issuer: Span,
    pub(super) names: Span,
    pub(super) number: Checked,
    /// Where a number of more than nine characters goes on, with its check digit.
    pub(super) number_overflow: Option<Span>,
    pub(super) nationality: Span,
    pub(super) birth: Checked,
    pub(super) sex: Span,
    pub(super) expiry: Checked,
    pub(super) personal_number: Option<Checked>,
    /// The fields under the last check digit, and that digit. Visas have none.
    pub(super) whole: Option<(&'static [Span], Span)>,
}

static LAYOUTS: [Layout; 5] = [
    Layout {
        format: MrzFormat::Td3,
        types: "P",
        lines: 2,
        width: 44,
        issuer: span(0, 2, 5),
        names: span(0, 5, 44),
        number: checked(1, 0, 9),
        number_overflow: None,
        nationality: span(1, 10, 13),
        birth: checked(1, 13, 19),
        sex: span(1, 20, 21),
        expiry: checked(1, 21, 27),
        personal_number: Some(checked(1, 28, 42)),
        whole: Some((&[span(1, 0, 10), span(1, 13, 20), span(1, 21, 43)], span(1, 43, 44))),
    },
    Layout {
        format: MrzFormat::Td1,
        types: "ACI",
        lines: 3,
        width: 30,
        issuer: span(0, 2, 5),
        names: span(2, 0, 30),
        number: checked(0, 5, 14),
        number_overflow: Some(span(0, 15, 30)),
        nationality: span(1, 15, 18),
        birth: checked(1, 0, 6),
        sex: span(1, 7, 8),
        expiry: checked(1, 8, 14),
        personal_number: None,
        whole: Some((&[span(0, 5, 30), span(1, 0, 7), span(1, 8, 15), span(1, 18, 29)], span(1, 29, 30))),
    },
    Layout {
        format: MrzFormat::Td2,
        types: "ACI",
        lines: 2,
        width: 36,
        issuer: span(0, 2, 5),
        names: span(0, 5, 36),
        number: checked(1, 0, 9),
        number_overflow: Some(span(1, 28, 35)),
        nationality: span(1, 10, 13),
        birth: checked(1, 13, 19),
        sex: span(1, 20, 21),
        expiry: checked(1, 21, 27),
        personal_number: None,
        whole: Some((&[span(1, 0, 10), span(1, 13, 20), span(1, 21, 35)], span(1, 35, 36))),
    },
    Layout {
        format: MrzFormat::MrvA,
        types: "V",
        lines: 2,
        width: 44,
        issuer: span(0, 2, 5),
        names: span(0, 5, 44),
        number: checked(1, 0, 9),
        number_overflow: None,
        nationality: span(1, 10, 13),
        birth: checked(1, 13, 19),
        sex: span(1, 20, 21),
        expiry: checked(1, 21, 27),
        personal_number: None,
        whole: None,
    },
    Layout {
        format: MrzFormat::MrvB,
        types: "V",
        lines: 2,
        width: 36,
        issuer: span(0, 2, 5),
        names: span(0, 5, 36),
        number: checked(1, 0, 9),
        number_overflow: None,
        nationality: span(1, 10, 13),
        birth: checked(1, 13, 19),
        sex: span(1, 20, 21),
        expiry: checked(1, 21, 27),
        personal_number: None,
        whole: None,
    },
];

impl Layout {
    /// The format of these lines by their measure and the first letter of their type.
    pub(super) fn of(lines: &Lines) -> Result<&'static Self, MrzFault> {
        let mut of_this_measure = LAYOUTS.iter().filter(|layout| lines.measure(layout.lines, layout.width)).peekable();
        if of_this_measure.peek().is_none() {
            return Err(lines.not_a_zone());
        }
        let first = lines.text(span(0, 0, 1));
        of_this_measure
            .find(|layout| layout.types.contains(&first))
            .ok_or_else(|| MrzFault::DocumentType { found: lines.text(span(0, 0, 2)) })
    }
}
