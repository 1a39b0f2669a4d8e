//! A table in a text file (CSV), read row by row as it comes.
//!
//! What people export from a spreadsheet: UTF-8 with or without mark, UTF-16 with one, or the encodings of Windows, DOS
//! and Macintosh; comma, semicolon, tab, or what a line `sep=` says; columns in any order, their titles with or without
//! accents. Promises: constant memory whatever the size of the
//! file; a row that cannot be read is reported with line, column and reason, and the next one is read; each file that
//! cannot be read at all is named with what to do. Does not know what the columns mean.

mod encoding;
mod fields;
mod header;
mod in_order;
mod lines;
mod records;
mod source;

use std::collections::VecDeque;
use std::fmt;
use std::io::Read;

use crate::domain::system::InSpanish;
use fields::{Cut, Fields};
use header::Header;
use lines::{Lines, RawLine};

pub use encoding::Encoding;
pub(in crate::intake) use encoding::is_whole;
pub use in_order::{InOrder, Numbered, Step};
pub use records::{Record, Records};

/// A column that a file may have.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The title as documented.
    pub name: &'static str,
    /// Other titles by which it goes; accents, case, spaces and underscores do not count.
    pub spellings: &'static [&'static str],
    /// Whether the file is of use without it.
    pub need: Need,
}

/// Whether a column must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Without it the file is refused.
    Required,
    /// Without it every row has a blank there.
    Optional,
}

/// What a file may hold at most.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of one line.
    pub line_bytes: usize,
    /// Lines over which a quoted field may go on.
    pub record_lines: usize,
    /// Columns of the header.
    pub columns: usize,
    /// Characters of one field.
    pub field_chars: usize,
    /// Rows of the file, bad ones included.
    pub rows: u64,
}

impl Limits {
    /// Generous for any honest file of so many rows.
    pub const fn for_rows(rows: u64) -> Limits {
        Limits { line_bytes: 16 * 1024, record_lines: 8, columns: 64, field_chars: 500, rows }
    }
}

const UNCLOSED_QUOTE: &str = "tiene comillas sin cerrar; ciérrelas, o duplíquelas si son parte del texto";
const AFTER_QUOTE: &str = "hay texto después de las comillas de cierre; duplique las comillas que son parte del texto";

/// Why a file cannot be read, or not further.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// Reading failed.
    #[error("no se pudo leer el archivo: {}; compruebe que sigue en su sitio e inténtelo de nuevo", InSpanish(.0))]
    Io(#[from] std::io::Error),
    /// No bytes, or blank lines only.
    #[error("el archivo está vacío; vuelva a exportarlo")]
    Empty,
    /// A header and nothing below.
    #[error("el archivo solo tiene la cabecera, sin ninguna fila; vuelva a exportarlo con sus datos")]
    OnlyHeader,
    /// UTF-16 that does not say so, UTF-32, or binary.
    #[error(
        "el archivo está en UTF-16 sin su marca o no es texto; guárdelo de nuevo como «CSV UTF-8 (delimitado por comas)»"
    )]
    Utf16,
    /// A spreadsheet's own format.
    #[error(
        "el archivo es un libro de hojas de cálculo, no un CSV; ábralo y guárdelo como «CSV UTF-8 (delimitado por comas)»"
    )]
    Workbook,
    /// The header line is not text.
    #[error("la cabecera (línea {line}) no se puede leer: {reason}")]
    HeaderLine {
        /// From 1.
        line: u64,
        /// In Spanish.
        reason: String,
    },
    /// A quote in the header is not closed.
    #[error("la cabecera tiene comillas mal cerradas; corrija la primera línea del archivo")]
    HeaderQuotes,
    /// Columns that must be there are not.
    #[error("faltan columnas en la cabecera: {missing}; las columnas documentadas son: {documented}")]
    MissingColumns {
        /// Their documented titles.
        missing: String,
        /// All documented titles.
        documented: String,
    },
    /// Two columns of the same meaning.
    #[error("la columna «{title}» está repetida en la cabecera; deje una sola y quite la otra")]
    DuplicatedColumn {
        /// As written the second time.
        title: String,
    },
    /// More columns than any honest file has.
    #[error("la cabecera tiene {found} columnas y se admiten {limit}; quite las que sobran")]
    TooManyColumns {
        /// In the file.
        found: usize,
        /// Admitted.
        limit: usize,
    },
    /// More rows than admitted; those before have been read.
    #[error("el archivo tiene más de {limit} filas; divídalo en varios archivos")]
    TooManyRows {
        /// Admitted.
        limit: u64,
    },
}

/// A row that cannot be taken, and why; the rows around it can. The reason may repeat what the cell says: it is for the
/// eyes of whoever imports, not for a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// The line of the file where the row begins, from 1 (the header is line 1).
    pub line: u64,
    /// The documented title of the column at fault, when it is one.
    pub column: Option<&'static str>,
    /// In Spanish, what is wrong and what would be right.
    pub reason: String,
}

impl fmt::Display for BadRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.column {
            Some(column) => write!(f, "línea {}, columna «{column}»: {}", self.line, self.reason),
            None => write!(f, "línea {}: {}", self.line, self.reason),
        }
    }
}

/// A row as text, borrowed from the table until the next one is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Row<'t> {
    line: u64,
    header: &'t Header,
    fields: &'t Fields,
    encoding_in_doubt: bool,
}

impl<'t> Row<'t> {
    /// The line of the file where the row begins, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Whether the letters beyond ASCII may be others: see [`Table::encoding_in_doubt`].
    pub fn encoding_in_doubt(&self) -> bool {
        self.encoding_in_doubt
    }

    /// The text of a documented column (its place in the list given to [`Table::open`]), without the blanks around it
    /// and without what marks it as text for a spreadsheet; "" where the file has no such column.
    pub fn text(&self, column: usize) -> &'t str {
        let place = self.header.places.get(column).copied().flatten();
        unmarked(place.and_then(|place| self.fields.get(place)).unwrap_or("").trim())
    }
}

/// The text of a cell that was marked as text so that a number keeps the zeros in front: `="0601"`, `'0601`.
fn unmarked(text: &str) -> &str {
    let as_formula = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).map(str::trim);
    let is_number = |digits: &&str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    as_formula.or_else(|| text.strip_prefix('\'').filter(is_number)).unwrap_or(text)
}

/// A table being read.
pub struct Table<R> {
    lines: Lines<R>,
    /// Lines read ahead for a quoted field that did not end; they are read again as rows of their own.
    again: VecDeque<RawLine>,
    columns: &'static [Column],
    header: Header,
    limits: Limits,
    fields: Fields,
    rows: u64,
}

impl<R: Read> Table<R> {
    /// Recognises encoding, delimiter and header.
    pub fn open(source: R, columns: &'static [Column], limits: Limits) -> Result<Table<R>, TableError> {
        let mut lines = Lines::open(source, limits.line_bytes)?;
        let header = Header::find(&mut lines, columns, &limits)?;
        Ok(Table { lines, again: VecDeque::new(), columns, header, limits, fields: Fields::default(), rows: 0 })
    }

    /// Where its bytes come from; read ahead of the rows, and to its end once they have ended.
    pub fn source(&self) -> &R {
        self.lines.source()
    }

    /// Bytes of the file consumed so far, for a progress bar.
    pub fn bytes_read(&self) -> u64 {
        self.lines.bytes_read()
    }

    /// The encoding as far as it shows; it is settled at the first letter beyond ASCII.
    pub fn encoding(&self) -> Encoding {
        self.lines.encoding()
    }

    /// Whether the letters beyond ASCII may be others than they seem: the file has too few of them to tell its encoding.
    pub fn encoding_in_doubt(&self) -> bool {
        self.lines.encoding_in_doubt()
    }

    /// What separates the fields.
    pub fn delimiter(&self) -> char {
        self.header.delimiter
    }

    /// Titles of the file's columns that are not documented and therefore not read.
    pub fn ignored_columns(&self) -> &[String] {
        &self.header.ignored
    }

    /// The next row that is not blank. The outer error ends the reading, a [`BadRow`] does not.
    pub fn next_row(&mut self) -> Result<Option<Result<Row<'_>, BadRow>>, TableError> {
        let row = loop {
            let Some(first) = self.next_line()? else {
                return if self.rows == 0 { Err(TableError::OnlyHeader) } else { Ok(None) };
            };
            let line = first.number;
            match self.cut(first)? {
                Ok(()) if is_blank(&self.fields) => {}
                cut => break cut.map(|()| line),
            }
        };
        self.rows = self.rows.saturating_add(1);
        if self.rows > self.limits.rows {
            return Err(TableError::TooManyRows { limit: self.limits.rows });
        }
        Ok(Some(row.map(|line| Row {
            line,
            header: &self.header,
            fields: &self.fields,
            encoding_in_doubt: self.lines.encoding_in_doubt(),
        })))
    }

    fn next_line(&mut self) -> Result<Option<RawLine>, TableError> {
        match self.again.pop_front() {
            Some(line) => Ok(Some(line)),
            None => self.lines.next_line(),
        }
    }

    /// Cuts the record that begins at `first` into `self.fields`, taking further lines while a quote is open. When the
    /// record comes to nothing, those lines are put back, to be read as rows of their own.
    fn cut(&mut self, first: RawLine) -> Result<Result<(), BadRow>, TableError> {
        let line = first.number;
        let mut record = match first.text {
            Ok(text) => text,
            Err(fault) => {
                return Ok(Err(BadRow { line, column: None, reason: fault.to_string() }));
            }
        };
        let mut ahead: Vec<RawLine> = Vec::new();
        let mut opened = None;
        let (field, reason) = loop {
            match self.fields.cut(&record, self.header.delimiter) {
                Cut::Whole => match self.misfit() {
                    None => return Ok(Ok(())),
                    Some(misfit) => break misfit,
                },
                Cut::AfterQuote { field } => break (Some(field), AFTER_QUOTE.to_owned()),
                Cut::Open { field } => {
                    opened = opened.or(Some(field));
                    let may_go_on = ahead.len().saturating_add(1) < self.limits.record_lines;
                    let next = if may_go_on { self.next_line()? } else { None };
                    let text = next.as_ref().and_then(|next| next.text.as_deref().ok());
                    if let Some(text) = text {
                        record.push('\n');
                        record.push_str(text);
                    }
                    let ended = text.is_none();
                    ahead.extend(next);
                    if ended {
                        break (opened, UNCLOSED_QUOTE.to_owned());
                    }
                }
            }
        };
        let (field, reason) = match opened {
            Some(field) => (Some(field), UNCLOSED_QUOTE.to_owned()),
            None => (field, reason),
        };
        for line in ahead.into_iter().rev() {
            self.again.push_front(line);
        }
        Ok(Err(BadRow { line, column: field.and_then(|field| self.column_at(field)), reason }))
    }

    /// What does not fit in the fields just cut, with the field at fault.
    fn misfit(&self) -> Option<(Option<usize>, String)> {
        let (found, expected) = (self.fields.len(), self.header.width);
        if found != expected && !is_blank(&self.fields) && !self.may_differ_in_width() {
            let reason = format!(
                "tiene un número de columnas ({found}) distinto del de la cabecera ({expected}); revise separadores y comillas"
            );
            return Some((None, reason));
        }
        let limit = self.limits.field_chars;
        let long = self.fields.iter().position(|field| field.len() > limit && field.chars().count() > limit)?;
        Some((Some(long), format!("el texto es demasiado largo (más de {limit} caracteres); acórtelo")))
    }

    /// Spreadsheets leave out the delimiters of blank last cells, and add some: cells may lack that may be blank, and
    /// blank ones may be too many.
    fn may_differ_in_width(&self) -> bool {
        let lacks = |place: &Option<usize>| place.is_some_and(|place| place >= self.fields.len());
        let needed = self.columns.iter().zip(&self.header.places).filter(|(column, _)| column.need == Need::Required);
        let is_blank = |field: &str| field.trim().is_empty();
        !needed.map(|(_, place)| place).any(lacks) && self.fields.iter().skip(self.header.width).all(is_blank)
    }

    /// The documented title of the column that stands at a place of the file.
    fn column_at(&self, place: usize) -> Option<&'static str> {
        let column = self.header.places.iter().position(|found| *found == Some(place))?;
        self.columns.get(column).map(|column| column.name)
    }
}

fn is_blank(fields: &Fields) -> bool {
    fields.iter().all(|field| field.trim().is_empty())
}

impl<R> fmt::Debug for Table<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table").field("header", &self.header).field("rows", &self.rows).finish_non_exhaustive()
    }
}
