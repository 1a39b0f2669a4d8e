//! The header row: which delimiter, which column stands where.

use super::super::cells::key;
use super::fields::{Cut, Fields};
use super::{Column, Limits, Need, TableError};

/// What separates fields, in the order in which they are tried.
const DELIMITERS: [char; 3] = [',', ';', '\t'];

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
    /// Understands a header line; the delimiter is the one that shows most documented columns.
    pub(super) fn read(line: &str, columns: &[Column], limits: &Limits) -> Result<Header, TableError> {
        let mut most_known = None;
        let mut header = Err(TableError::HeaderQuotes);
        for delimiter in DELIMITERS {
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
        header
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
