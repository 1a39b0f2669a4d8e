//! The monthly transparency table, from the centre's own records. It names nobody, so reading it leaves no trace.

use chrono::NaiveDate;

use super::error::Error;
use crate::domain::calendar::Moment;
use crate::domain::day::{Figures, Month, MonthLine, month_lines};
use crate::domain::procedure;
use crate::store::centre::Centre;
use crate::store::{self, Reader};

/// The table of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transparency {
    /// Which month.
    pub month: Month,
    /// The centre.
    pub centre: Centre,
    /// A line each procedure.
    pub lines: Vec<MonthLine>,
    /// The days of it that have yet to be closed: their figures may still change.
    pub open_days: Vec<NaiveDate>,
}

/// The month as the sum of its days: of a closed one what its close kept, of an open one what its rows say now.
///
/// # Errors
/// The store's.
pub fn transparency(reader: &Reader, month: Month) -> Result<Transparency, Error> {
    reader.at_one_moment(|reader| {
        let centre = store::centre::centres(reader)?
            .into_iter()
            .next()
            .ok_or_else(|| Error::Inconsistent("no tiene centro de atención".into()))?;
        let (first, last) = (month.first(), month.last());
        let closes = store::day::between(reader, centre.id, first, last)?;
        let mut days: Vec<Figures> = closes.into_iter().map(|close| close.figures).collect();
        let mut open_days = store::day::open_between(reader, centre.id, first, last)?;
        for day in &open_days {
            days.push(store::day::figures(reader, centre.id, *day, Moment::at_beginning_of(*day, centre.zone))?);
        }
        // What is older than closes is as it is.
        let from = store::day::closes_from(reader, centre.id)?;
        open_days.retain(|day| from.is_some_and(|from| *day >= from));
        Ok(Transparency { month, centre, lines: month_lines(&days), open_days })
    })
}

/// The columns of the file, in order.
const COLUMNS: [&str; 5] = ["anio", "mes", "tramite", "volumen_quejas", "volumen_atenciones"];

impl Transparency {
    /// The table as CSV, with a heading.
    ///
    /// # Errors
    /// [`Error::Inconsistent`] when it cannot be put together in memory.
    pub fn csv(&self) -> Result<Vec<u8>, Error> {
        let in_memory = |fault: csv::Error| Error::Inconsistent(fault.to_string());
        let mut csv = csv::Writer::from_writer(Vec::new());
        csv.write_record(COLUMNS).map_err(in_memory)?;
        for line in &self.lines {
            let (year, month) = (self.month.year().to_string(), self.month.number().to_string());
            let (complaints, attentions) = (line.complaints.to_string(), line.attentions.to_string());
            csv.write_record([&year, &month, procedure::name_of(&line.procedure), &complaints, &attentions])
                .map_err(in_memory)?;
        }
        csv.into_inner().map_err(|fault| Error::Inconsistent(fault.to_string()))
    }
}
