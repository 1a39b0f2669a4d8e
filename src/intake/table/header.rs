//! The header row: which delimiter, which column stands where.

use std::io::Read;

use super::super::cells::key;
use super::fields::{Cut, Fields};
use super::lines::Lines;
use super::{Column, Limits, Need, TableError};

/// What separates fields, in the order in which they are tried.
const DELIMITERS: [char; 3] = [',', ';', '\t'];

/// How many lines are looked at for a header: what stands above it is a title or two.
const LINES_TRIED: usize = 10;

/// The header, understood.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) delimiter: char,
    /// For each documented column, where it stands in the file.
    pub(super) places: Vec<Option<usize>>,
    /// Fields a row must have.
    pub(super) width: usize,
    /// The titles of columns that are not documented, as written.
    pub(super) ignored: Vec<String>,
}

impl Header {
    /// Finds the header among the first lines: a line may say the delimiter (`sep=;`), and titles of the whole table may
    /// stand above it. Without any, the fault of the line that shows most documented columns.
    pub(super) fn find<R: Read>(
        lines: &mut Lines<R>,
        columns: &[Column],
        limits: &Limits,
    ) -> Result<Header, TableError> {
        let mut said = None;
        let mut best: Option<(usize, TableError)> = None;
        let mut tried = 0_usize;
        while tried < LINES_TRIED
            && let Some(line) = lines.next_line()?
        {
            let (known, fault) = match line.text {
                Err(fault) => (0, TableError::HeaderLine { line: line.number, reason: fault.to_string() }),
                Ok(text) if text.trim().is_empty() => continue,
                Ok(text) if tried == 0 && said.is_none() && said_delimiter(&text).is_some() => {
                    said = said_delimiter(&text);
                    continue;
                }
                Ok(text) => match Header::read(&text, said, columns, limits) {
                    (_, Ok(header)) => return Ok(header),
                    (known, Err(fault)) => (known, fault),
                },
            };
            tried = tried.saturating_add(1);
            if best.as_ref().is_none_or(|(most, _)| known > *most) {
                best = Some((known, fault));
            }
        }
        Err(best.map_or(TableError::Empty, |(_, fault)| fault))
    }

    /// Understands a header line, and tells how many documented columns it shows; the delimiter is the one that was said,
    /// or that shows most of them.
    fn read(
        line: &str,
        said: Option<char>,
        columns: &[Column],
        limits: &Limits,
    ) -> (usize, Result<Header, TableError>) {
        let mut most_known = None;
        let mut header = Err(TableError::HeaderQuotes);
        for delimiter in said.into_iter().chain(DELIMITERS.into_iter().filter(|_| said.is_none())) {
            let mut fields = Fields::default();
            let cut = fields.cut(line, delimiter);
            let known = fields.iter().filter(|title| position(title, columns).is_some()).count();
            if most_known.is_none_or(|most| known > most) {
                most_known = Some(known);
                header = match cut {
                    Cut::Whole => Header::place(&fields, delimiter, columns, limits),
                    Cut::Open { .. } | Cut::AfterQuote { .. } => Err(TableError::HeaderQuotes),
                };
            }
        }
        (most_known.unwrap_or(0), header)
    }

    fn place(titles: &Fields, delimiter: char, columns: &[Column], limits: &Limits) -> Result<Header, TableError> {
        let mut header =
            Header { delimiter, places: vec![None; columns.len()], width: titles.len(), ignored: Vec::new() };
        if header.width > limits.columns {
            return Err(TableError::TooManyColumns { found: header.width, limit: limits.columns });
        }
        for (place, title) in titles.iter().enumerate() {
            match position(title, columns).and_then(|column| header.places.get_mut(column)) {
                None => header.ignored.push(title.trim().to_owned()),
                Some(taken @ None) => *taken = Some(place),
                Some(Some(_)) => {
                    return Err(TableError::DuplicatedColumn { title: title.trim().to_owned() });
                }
            }
        }
        let missing: Vec<&str> = columns
            .iter()
            .zip(&header.places)
            .filter(|(column, place)| column.need == Need::Required && place.is_none())
            .map(|(column, _)| column.name)
            .collect();
        if missing.is_empty() {
            return Ok(header);
        }
        let documented: Vec<&str> = columns.iter().map(|column| column.name).collect();
        Err(TableError::MissingColumns { missing: missing.join(", "), documented: documented.join(", ") })
    }
}

/// The documented column that a title names.
fn position(title: &str, columns: &[Column]) -> Option<usize> {
    let title = key(title);
    columns
        .iter()
        .position(|column| key(column.name) == title || column.spellings.iter().any(|spelling| key(spelling) == title))
}

/// The delimiter that a line says, as spreadsheets understand it: `sep=;`.
fn said_delimiter(line: &str) -> Option<char> {
    let line = line.trim_start().trim_start_matches('"');
    let (word, said) = line.split_at_checked(4)?;
    let mut rest = said.chars();
    let delimiter = rest.next().filter(|c| c.is_ascii_punctuation() || *c == '\t').filter(|c| *c != '"')?;
    let is_alone = rest.all(|c| c == delimiter || c == '"' || c.is_whitespace());
    (word.eq_ignore_ascii_case("sep=") && is_alone).then_some(delimiter)
}
