//! Tables for whoever works on with them elsewhere: CSV and XLSX, written row by row, the same bytes for the same rows.
//!
//! CSV is as Excel opens it where the decimal sign is a comma, as in Ecuador: a byte order mark, semicolons. What a
//! spreadsheet could run as a formula is text here: in CSV behind an apostrophe, in XLSX as a string marked as one.

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, Timelike as _};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words.
    Text(String),
    /// A number of things.
    Count(u64),
    /// A day.
    Day(NaiveDate),
    /// A moment of the centre's clock, to the second.
    At(NaiveDateTime),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.into()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heading<'a> {
    /// Its title.
    pub title: &'a str,
    /// How wide it is in a workbook, in characters.
    pub width_chars: u8,
}

/// Why a table cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// More rows than a sheet of a workbook has.
    #[error(
        "Un libro de Excel tiene lugar para {MOST_ROWS} filas y aquí hay más. Acorte las fechas o los filtros, o elija CSV."
    )]
    TooManyRows,
    /// The library's own.
    #[error("La hoja de cálculo no se pudo armar ({0}). Elija CSV.")]
    Workbook(String),
}

impl From<XlsxError> for SheetError {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::RowColumnLimitError => Self::TooManyRows,
            error => Self::Workbook(error.to_string()),
        }
    }
}

impl From<csv::Error> for SheetError {
    fn from(error: csv::Error) -> Self {
        Self::Workbook(error.to_string())
    }
}

/// Rows of a sheet below its heading, by the format's definition.
const MOST_ROWS: u32 = 1_048_575;
/// Characters of a cell, by the format's definition.
const LONGEST_TEXT: usize = 32_767;
/// What makes a spreadsheet read a cell as a formula, at its beginning.
const STARTS_FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Where a spreadsheet may begin another cell: at what separates them, under whichever settings it reads the file.
const ENDS_CELL: [char; 5] = [';', ',', '\t', '\n', '\r'];

fn could_run(text: &str) -> bool {
    text.starts_with(STARTS_FORMULA)
}

/// The text with an apostrophe before whatever could begin a formula, also in the midst of it: who reads the file with
/// other separators finds cells there.
pub(crate) fn disarmed(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut begins_cell = true;
    for character in text.chars() {
        let is_armed = match safe.is_empty() {
            true => STARTS_FORMULA.contains(&character),
            false => begins_cell && matches!(character, '=' | '+' | '-' | '@'),
        };
        if is_armed {
            safe.push('\'');
        }
        safe.push(character);
        begins_cell = ENDS_CELL.contains(&character) || begins_cell && character == '"';
    }
    safe
}

/// A table as CSV, with a heading: UTF-8 with its mark, semicolons, every cell in quotes, days as 2026-11-20.
#[derive(Debug)]
pub struct CsvTable {
    csv: csv::Writer<Vec<u8>>,
}

impl CsvTable {
    /// A table with its heading.
    ///
    /// # Errors
    /// The library's.
    pub fn new(columns: &[Heading<'_>]) -> Result<Self, SheetError> {
        let mut csv = csv::WriterBuilder::new()
            .delimiter(b';')
            .quote_style(csv::QuoteStyle::Always)
            .from_writer("\u{feff}".into());
        csv.write_record(columns.iter().map(|column| column.title))?;
        Ok(Self { csv })
    }

    /// Another row.
    ///
    /// # Errors
    /// The library's: also when it has another number of cells than the heading.
    pub fn row(&mut self, cells: &[Cell]) -> Result<(), SheetError> {
        Ok(self.csv.write_record(cells.iter().map(in_csv))?)
    }

    /// The whole file.
    ///
    /// # Errors
    /// The library's.
    pub fn finish(self) -> Result<Vec<u8>, SheetError> {
        self.csv.into_inner().map_err(|error| SheetError::Workbook(error.to_string()))
    }
}

fn in_csv(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => disarmed(text),
        Cell::Count(count) => count.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::At(at) => at.format("%Y-%m-%d %H:%M:%S").to_string(),
    }
}

/// A table as a workbook of one sheet: its heading stays in sight and filters, days and times are days and times.
pub struct XlsxTable {
    book: Workbook,
    formats: Formats,
    next_row: u32,
    last_column: u16,
}

struct Formats {
    day: Format,
    at: Format,
    /// A text that is one, whatever it begins with.
    quoted: Format,
}

impl XlsxTable {
    /// A sheet under `name` with its heading, made at `made_at`.
    ///
    /// # Errors
    /// The library's.
    pub fn new(name: &str, columns: &[Heading<'_>], made_at: NaiveDateTime) -> Result<Self, SheetError> {
        let mut book = Workbook::new();
        book.set_properties(&DocProperties::new().set_creation_datetime(&in_excel(made_at)?));
        let sheet = book.add_worksheet();
        sheet.set_name(name)?;
        let heading = Format::new().set_bold();
        let mut last_column = 0;
        for (at, column) in (0_u16..).zip(columns) {
            sheet.write_string_with_format(0, at, column.title, &heading)?;
            sheet.set_column_width(at, f64::from(column.width_chars))?;
            last_column = at;
        }
        sheet.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?.set_landscape().set_print_fit_to_pages(1, 0);
        let formats = Formats {
            day: Format::new().set_num_format("dd/mm/yyyy"),
            at: Format::new().set_num_format("dd/mm/yyyy hh:mm:ss"),
            quoted: Format::new().set_quote_prefix(),
        };
        Ok(Self { book, formats, next_row: 1, last_column })
    }

    /// Another row.
    ///
    /// # Errors
    /// [`SheetError::TooManyRows`]; the library's.
    pub fn row(&mut self, cells: &[Cell]) -> Result<(), SheetError> {
        let row = self.next_row;
        if row > MOST_ROWS {
            return Err(SheetError::TooManyRows);
        }
        let formats = &self.formats;
        let sheet = self.book.worksheet_from_index(0)?;
        for (column, cell) in (0_u16..).zip(cells) {
            match cell {
                Cell::Empty => continue,
                Cell::Text(text) if could_run(text) => {
                    sheet.write_string_with_format(row, column, fitting(text), &formats.quoted)?
                }
                Cell::Text(text) => sheet.write_string(row, column, fitting(text))?,
                // Past 2^53 a spreadsheet rounds; nothing is counted that far.
                #[expect(clippy::cast_precision_loss, reason = "a spreadsheet's numbers are floats")]
                Cell::Count(count) => sheet.write_number(row, column, *count as f64)?,
                Cell::Day(day) => {
                    let midnight = day.and_time(chrono::NaiveTime::MIN);
                    sheet.write_datetime_with_format(row, column, in_excel(midnight)?, &formats.day)?
                }
                Cell::At(at) => sheet.write_datetime_with_format(row, column, in_excel(*at)?, &formats.at)?,
            };
        }
        self.next_row = row.saturating_add(1);
        Ok(())
    }

    /// The whole file.
    ///
    /// # Errors
    /// The library's.
    pub fn finish(mut self) -> Result<Vec<u8>, SheetError> {
        let last_row = self.next_row.saturating_sub(1);
        if last_row > 0 {
            self.book.worksheet_from_index(0)?.autofilter(0, 0, last_row, self.last_column)?;
        }
        Ok(self.book.save_to_buffer()?)
    }
}

fn fitting(text: &str) -> String {
    text.chars().take(LONGEST_TEXT).collect()
}

fn in_excel(at: NaiveDateTime) -> Result<ExcelDateTime, SheetError> {
    let year = u16::try_from(at.year()).unwrap_or(0);
    let small = |number: u32| u8::try_from(number).unwrap_or(u8::MAX);
    let day = ExcelDateTime::from_ymd(year, small(at.month()), small(at.day()))?;
    let hour = u16::try_from(at.hour()).unwrap_or(0);
    Ok(day.and_hms(hour, small(at.minute()), f64::from(at.second()))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Heading<'_>; 3] = [
        Heading { title: "nombre", width_chars: 30 },
        Heading { title: "cuántas", width_chars: 10 },
        Heading { title: "cuándo", width_chars: 18 },
    ];

    fn rows() -> Vec<[Cell; 3]> {
        let at = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap().and_hms_opt(10, 5, 9).unwrap();
        vec![
            ["Ñaupa & Cía., «La Única»".into(), Cell::Count(3), Cell::At(at)],
            ["=HYPERLINK(\"http://x\")".into(), Cell::Empty, Cell::Day(at.date())],
            ["@SUM(A1)".into(), Cell::Count(0), Cell::Empty],
        ]
    }

    fn xlsx() -> Vec<u8> {
        let at = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap().and_hms_opt(17, 0, 0).unwrap();
        let mut table = XlsxTable::new("Bitácora", &COLUMNS, at).unwrap();
        rows().iter().for_each(|row| table.row(row).unwrap());
        table.finish().unwrap()
    }

    #[test]
    fn a_formula_is_text_in_csv() {
        let mut table = CsvTable::new(&COLUMNS).unwrap();
        rows().iter().for_each(|row| table.row(row).unwrap());
        let text = String::from_utf8(table.finish().unwrap()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "\u{feff}\"nombre\";\"cuántas\";\"cuándo\"");
        assert_eq!(lines[1], "\"Ñaupa & Cía., «La Única»\";\"3\";\"2026-11-20 10:05:09\"");
        assert_eq!(lines[2], "\"'=HYPERLINK(\"\"http://x\"\")\";\"\";\"2026-11-20\"");
        assert_eq!(lines[3], "\"'@SUM(A1)\";\"0\";\"\"");
    }

    #[test]
    fn no_separator_lets_a_formula_begin() {
        for (text, safe) in [
            ("ok;=1+cmd|' /C calc'!A0", "ok;'=1+cmd|' /C calc'!A0"),
            ("ok,=1", "ok,'=1"),
            ("ok\t+1", "ok\t'+1"),
            ("ok\n-1\r@x", "ok\n'-1\r'@x"),
            ("ok;\"=1\"", "ok;\"'=1\""),
            ("\t=1", "'\t'=1"),
            ("\"=1", "\"'=1"),
            ("S.A.; a-b = c, x@y.ec", "S.A.; a-b = c, x@y.ec"),
        ] {
            assert_eq!(disarmed(text), safe, "{text:?}");
        }
    }

    #[test]
    fn a_formula_is_a_string_in_a_workbook() {
        use calamine::{Data, Reader as _, Xlsx};
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(xlsx())).unwrap();
        let sheet = book.worksheet_range("Bitácora").unwrap();
        for (row, text) in [(2, "=HYPERLINK(\"http://x\")"), (3, "@SUM(A1)")] {
            assert_eq!(sheet.get_value((row, 0)), Some(&Data::String(text.into())));
        }
        assert_eq!(sheet.get_value((1, 1)), Some(&Data::Float(3.0)));
        let formulas = book.worksheet_formula("Bitácora").unwrap();
        assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()), "{formulas:?}");
    }

    #[test]
    fn the_same_rows_are_the_same_workbook() {
        assert!(xlsx() == xlsx());
    }
}
