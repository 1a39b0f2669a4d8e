//! The rows of a table in the order of the numbers in one column, window by window.
//!
//! An index that grows in order is written to much less, and the rows of one number come together. A window is cut into
//! its cells first, as the file goes, and kept as text in one piece; the rows are understood one after the other when
//! they are asked for. Promises: memory bounded by a window, whatever the size of the file; within a window, rows of one
//! number in the order of the file.

use std::io::Read;

use super::fields::Fields;
use super::header::Header;
use super::{BadRow, Column, Record, Row, Table, TableError};

/// What a window may hold, whichever is reached first.
const WINDOW_ROWS: usize = 1_000_000;
/// The first one is small: whoever writes the rows begins with it while the second is filled.
const FIRST_WINDOW_ROWS: usize = 60_000;
const WINDOW_BYTES: usize = 192 << 20;
/// Rows that one step cuts, or answers.
const STEP_ROWS: usize = 1_000;
/// Stands between the cells of a kept row: no line of a table has control characters.
const BETWEEN_CELLS: char = '\u{1F}';

/// A row of a register, which has a number by which it is put in order.
pub trait Numbered: Record<Memory = ()> {
    /// The place of the number in [`Record::COLUMNS`].
    const NUMBER: usize;
}

/// The rows of a table in the order of their numbers. Dropping it ends the reading.
pub struct InOrder<R, T> {
    table: Table<R>,
    window: Window,
    has_ended: bool,
    rows: std::marker::PhantomData<fn() -> T>,
}

/// What one step of reading came to.
#[derive(Debug, PartialEq, Eq)]
pub enum Step<T> {
    /// A window is being filled: no rows yet.
    Filling,
    /// The next rows, good and bad.
    Rows {
        /// At least one.
        rows: Vec<Result<T, BadRow>>,
        /// Bytes of the file that these rows and those before them come to, roughly.
        bytes: u64,
    },
    /// There are no more.
    End,
}

impl<R: Read, T: Numbered> InOrder<R, T> {
    /// Opens the file; the header is read at once.
    pub fn open(source: R) -> Result<Self, TableError> {
        let table = Table::open(source, T::COLUMNS, T::LIMITS)?;
        let window = Window::after(0, T::COLUMNS, FIRST_WINDOW_ROWS);
        Ok(Self { table, window, has_ended: false, rows: std::marker::PhantomData })
    }

    /// The table below.
    pub fn table(&self) -> &Table<R> {
        &self.table
    }

    /// Goes on by some thousand rows at most, so that whoever asks can stop in between. An error is the last answer.
    pub fn step(&mut self) -> Result<Step<T>, TableError> {
        if self.window.is_filling {
            self.fill()?;
            return Ok(Step::Filling);
        }
        if let Some(step) = self.window.give(self.table.encoding_in_doubt()) {
            return Ok(step);
        }
        if self.has_ended {
            return Ok(Step::End);
        }
        self.window = Window::after(self.table.bytes_read(), T::COLUMNS, WINDOW_ROWS);
        Ok(Step::Filling)
    }

    fn fill(&mut self) -> Result<(), TableError> {
        for _ in 0..STEP_ROWS {
            match self.table.next_row()? {
                None => self.has_ended = true,
                Some(Ok(row)) => self.window.keep(row, T::COLUMNS.len(), T::NUMBER),
                Some(Err(bad)) => self.window.bad.push(bad),
            }
            if self.has_ended || self.window.is_full() {
                self.window.put_in_order(self.table.bytes_read());
                return Ok(());
            }
        }
        Ok(())
    }
}

impl<R, T> std::fmt::Debug for InOrder<R, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InOrder").field("table", &self.table).finish_non_exhaustive()
    }
}

/// Rows that were cut and not understood yet.
struct Window {
    is_filling: bool,
    most_rows: usize,
    text: String,
    places: Vec<Place>,
    /// Rows that could not even be cut.
    bad: Vec<BadRow>,
    /// How many of the places were answered.
    given: usize,
    /// Bytes of the file before the window, and in it.
    bytes: (u64, u64),
    /// Kept rows have every documented column, in the documented order.
    header: Header,
    fields: Fields,
}

/// Where a kept row stands; in the order of the number, then of the file.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    number: [u64; 3],
    line: u64,
    start: usize,
    end: usize,
}

impl Window {
    fn after(bytes: u64, columns: &[Column], most_rows: usize) -> Self {
        let places = (0..columns.len()).map(Some).collect();
        let header = Header { delimiter: BETWEEN_CELLS, places, width: columns.len(), ignored: Vec::new() };
        Self {
            is_filling: true,
            most_rows,
            text: String::new(),
            places: Vec::new(),
            bad: Vec::new(),
            given: 0,
            bytes: (bytes, 0),
            header,
            fields: Fields::default(),
        }
    }

    fn is_full(&self) -> bool {
        self.places.len().max(self.bad.len()) >= self.most_rows || self.text.len() >= WINDOW_BYTES
    }

    fn keep(&mut self, row: Row<'_>, columns: usize, number: usize) {
        let start = self.text.len();
        for column in 0..columns {
            if column > 0 {
                self.text.push(BETWEEN_CELLS);
            }
            self.text.push_str(row.text(column));
        }
        self.places.push(Place {
            number: in_comparable_form(row.text(number)),
            line: row.line(),
            start,
            end: self.text.len(),
        });
    }

    fn put_in_order(&mut self, bytes_read: u64) {
        self.places.sort_unstable();
        self.bytes.1 = bytes_read.saturating_sub(self.bytes.0);
        self.is_filling = false;
    }

    /// The next rows, while there are any.
    fn give<T: Numbered>(&mut self, encoding_in_doubt: bool) -> Option<Step<T>> {
        let until = self.given.saturating_add(STEP_ROWS).min(self.places.len());
        let places = self.places.get(self.given..until).unwrap_or_default();
        let mut rows: Vec<Result<T, BadRow>> = self.bad.drain(..).map(Err).collect();
        for place in places {
            self.fields.cut_plain(self.text.get(place.start..place.end).unwrap_or_default(), BETWEEN_CELLS);
            let row = Row { line: place.line, header: &self.header, fields: &self.fields, encoding_in_doubt };
            rows.push(T::read(row, &mut ()));
        }
        self.given = until;
        let share = |of: usize| u64::try_from(of).unwrap_or(u64::MAX);
        let (before, within) = self.bytes;
        let done = within.saturating_mul(share(self.given)).checked_div(share(self.places.len())).unwrap_or(within);
        (!rows.is_empty()).then_some(Step::Rows { rows, bytes: before.saturating_add(done) })
    }
}

/// The first letters and digits of a number, separators apart, as numbers that compare as the text does. No number of a
/// register is longer.
fn in_comparable_form(number: &str) -> [u64; 3] {
    let mut bytes = [0; 24];
    let signs = number.bytes().filter(u8::is_ascii_alphanumeric).map(|sign| sign.to_ascii_uppercase());
    bytes.iter_mut().zip(signs).for_each(|(byte, sign)| *byte = sign);
    let mut words = [0; 3];
    for (word, eight) in words.iter_mut().zip(bytes.as_chunks::<8>().0) {
        *word = u64::from_be_bytes(*eight);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::employers::PersonRow;

    /// The numbers and lines of all rows, and how many were bad.
    fn read(text: &str) -> (Vec<(String, u64)>, usize) {
        let mut rows = InOrder::<_, PersonRow>::open(text.as_bytes()).unwrap();
        let (mut good, mut bad, mut last) = (Vec::new(), Vec::new(), 0);
        loop {
            match rows.step().unwrap() {
                Step::Filling => {}
                Step::End => break,
                Step::Rows { rows, bytes } => {
                    assert!(bytes > last);
                    last = bytes;
                    for row in rows {
                        match row {
                            Ok(row) => good.push((row.number.as_str().to_owned(), row.line)),
                            Err(row) => bad.push(row),
                        }
                    }
                }
            }
        }
        assert_eq!(last, text.len() as u64);
        (good, bad.len())
    }

    #[test]
    fn rows_come_in_the_order_of_their_numbers_and_those_of_one_number_in_that_of_the_file() {
        let text = "nombre;otra;numero\n\"Sol \"\"Dos\"\"\";;17-1430710-3\nMal;;x y ñ\nUno;;0910005917\nDos;;1714307103\n\
                    Tres;;ab7\n\"sin cerrar;;1\nLetra;;AB6\n";
        let (good, bad) = read(text);
        let expected = [("0910005917", 4), ("1714307103", 2), ("1714307103", 5), ("AB6", 8), ("AB7", 6)];
        assert_eq!(good, expected.map(|(number, line)| (number.to_owned(), line)));
        assert_eq!(bad, 2);
    }

    #[test]
    fn many_steps_give_every_row_once() {
        let rows = FIRST_WINDOW_ROWS + 3 * STEP_ROWS + 7;
        let lines = (0..rows).map(|n| format!("17{:08},Persona {n}\n", (n * 7_919) % rows));
        let text: String = std::iter::once("numero,nombre\n".to_owned()).chain(lines).collect();
        let (mut good, bad) = read(&text);
        assert_eq!((good.len(), bad), (rows, 0));
        let (first, second) = good.split_at(FIRST_WINDOW_ROWS);
        assert!(first.is_sorted() && second.is_sorted());
        good.sort();
        good.dedup_by(|one, other| one.0 == other.0);
        assert_eq!(good.len(), rows);
    }

    #[test]
    fn numbers_compare_as_their_canonical_texts_do() {
        let mut numbers =
            ["9", "10", "1", "1Z", "A", "123456789", "1234567890123456789012X", "12345678901234567890123"];
        numbers.sort_unstable_by_key(|number| in_comparable_form(number));
        assert!(numbers.is_sorted(), "{numbers:?}");
        assert_eq!(in_comparable_form("17-14 ab"), in_comparable_form("1714AB"));
    }
}
