//! The work histories of the insured: one row an employer for whom somebody worked.
//!
//! Columns: `numero, empleador, desde` and, optional, `hasta`. Days count as their month; a blank `hasta` says that they
//! work there still. Whether a month has come is not known here.

use crate::domain::day::Month;
use crate::domain::number::PersonNumber;

use super::cells::{BLANK, Cells, PERSON_NUMBER, shown};
use super::table::{BadRow, Column, Limits, Need, Numbered, Record, Records, Row};

pub use super::cells::Warning;

/// The work histories of a file.
pub type WorkHistories<R> = Records<R, WorkRow>;

/// For whom somebody worked, as the file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkRow {
    /// The line of the file, from 1.
    pub line: u64,
    /// Cédula or foreigner code.
    pub number: PersonNumber,
    /// The employer's name, with single blanks.
    pub employer: String,
    /// The first month.
    pub from: Month,
    /// The last month; none of who works there still.
    pub to: Option<Month>,
    /// What should be looked at.
    pub warnings: Vec<Warning>,
}

const NUMBER: usize = 0;
const EMPLOYER: usize = 1;
const FROM: usize = 2;
const TO: usize = 3;

const COLUMNS: [Column; 4] = [
    PERSON_NUMBER,
    Column { name: "empleador", spellings: &["nombre del empleador", "razon social", "empresa"], need: Need::Required },
    Column { name: "desde", spellings: &["fecha de ingreso", "ingreso", "mes desde"], need: Need::Required },
    Column { name: "hasta", spellings: &["fecha de salida", "salida", "mes hasta"], need: Need::Optional },
];

impl Record for WorkRow {
    const COLUMNS: &'static [Column] = &COLUMNS;
    const LIMITS: Limits = Limits::for_rows(50_000_000);
    type Memory = ();

    fn read(row: Row<'_>, (): &mut ()) -> Result<WorkRow, BadRow> {
        let mut cells = Cells::new(row, &COLUMNS);
        let number = cells.person(NUMBER)?;
        let employer = cells.name(EMPLOYER)?;
        let Some(from) = cells.month(FROM)? else { return Err(cells.bad(FROM, BLANK)) };
        let to = cells.month(TO)?;
        if to.is_some_and(|to| to < from) {
            let reason = format!("{} es anterior a «desde», {}", shown(cells.text(TO)), shown(cells.text(FROM)));
            return Err(cells.bad(TO, reason));
        }
        Ok(WorkRow { line: cells.line(), number, employer, from, to, warnings: cells.warnings })
    }
}

impl Numbered for WorkRow {
    const NUMBER: usize = NUMBER;
}
