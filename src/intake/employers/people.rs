//! The people known to the institution, one a row.
//!
//! Columns: `numero, nombre`.

use crate::domain::number::PersonNumber;

use super::super::cells::{Cells, PERSON_NAME, PERSON_NUMBER, Warning};
use super::super::table::{BadRow, Column, Limits, Numbered, Record, Records, Row};

/// The people of a file.
pub type People<R> = Records<R, PersonRow>;

/// A person as the file has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// The line of the file, from 1.
    pub line: u64,
    /// Cédula or foreigner code.
    pub number: PersonNumber,
    /// Single blanks.
    pub name: String,
    /// What should be looked at.
    pub warnings: Vec<Warning>,
}

const NUMBER: usize = 0;
const NAME: usize = 1;

const COLUMNS: [Column; 2] = [PERSON_NUMBER, PERSON_NAME];

impl Record for PersonRow {
    const COLUMNS: &'static [Column] = &COLUMNS;
    const LIMITS: Limits = Limits::for_rows(20_000_000);
    type Memory = ();

    fn read(row: Row<'_>, (): &mut ()) -> Result<PersonRow, BadRow> {
        let mut cells = Cells::new(row, &COLUMNS);
        let number = cells.person(NUMBER)?;
        let name = cells.name(NAME)?;
        Ok(PersonRow { line: cells.line(), number, name, warnings: cells.warnings })
    }
}

impl Numbered for PersonRow {
    const NUMBER: usize = NUMBER;
}
