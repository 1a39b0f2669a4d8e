//! The monthly transparency table, from the centre's own records. It names nobody, so reading it leaves no trace.

use super::error::Error;
use super::settings;
use crate::domain::day::{Month, month_lines};
use crate::domain::procedure;
pub use crate::print::documents::MonthTable;
use crate::print::documents::{self, Document, Sheet, Worth};
use crate::store::centre::Centre;
use crate::store::{self, Reader};

/// The month as the sum of its days: of a closed one what its close kept, of an open one what its rows say now.
///
/// # Errors
/// The store's.
pub fn transparency(reader: &Reader, month: Month) -> Result<MonthTable, Error> {
    reader.at_one_moment(|reader| {
        let centre = the_centre(reader)?;
        let (first, last) = (month.first(), month.last());
        let mut days = store::day::closed_volumes(reader, centre.id, first, last)?;
        let mut open_days = store::day::open_between(reader, centre.id, first, last)?;
        for day in &open_days {
            days.push(store::day::volumes(reader, centre.id, *day)?);
        }
        // What is older than closes is as it is.
        let from = store::day::closes_from(reader, centre.id)?;
        open_days.retain(|day| from.is_some_and(|from| *day >= from));
        Ok(MonthTable { centre: centre.name, month, lines: month_lines(days), open_days })
    })
}

/// The columns of the file, in order.
const COLUMNS: [&str; 5] = ["anio", "mes", "tramite", "volumen_quejas", "volumen_atenciones"];

/// The table as CSV, with a heading.
///
/// # Errors
/// [`Error::Inconsistent`] when it cannot be put together in memory.
pub fn csv(table: &MonthTable) -> Result<Vec<u8>, Error> {
    let in_memory = |fault: csv::Error| Error::Inconsistent(fault.to_string());
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(COLUMNS).map_err(in_memory)?;
    let (year, month) = (table.month.year().to_string(), table.month.number().to_string());
    for line in &table.lines {
        let (complaints, attentions) = (line.complaints.to_string(), line.attentions.to_string());
        csv.write_record([&year, &month, procedure::name_of(&line.procedure), &complaints, &attentions])
            .map_err(in_memory)?;
    }
    csv.into_inner().map_err(|fault| Error::Inconsistent(fault.to_string()))
}

/// The table on paper.
///
/// # Errors
/// The store's; a text that no page holds.
pub fn page(reader: &Reader, table: &MonthTable) -> Result<Document, Error> {
    let centre = the_centre(reader)?;
    let worth = if store::centre::identity(reader)?.demo { Worth::Sample } else { Worth::Real };
    let paper = settings::load(reader, centre.id)?.paper.into();
    Ok(documents::month_table(table, Sheet { paper, worth })?)
}

fn the_centre(reader: &Reader) -> Result<Centre, Error> {
    let first = store::centre::centres(reader)?.into_iter().next();
    first.ok_or_else(|| Error::Inconsistent("no tiene centro de atención".into()))
}
