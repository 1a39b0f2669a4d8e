//! The month's figures for whoever answers for the centre: the transparency table as a page, as CSV and as a workbook, the
//! charts of a month or a day, and the months of several centres of one database. For supervisors; they name nobody, so reading
//! them leaves no trace.

mod centres;
mod chart;

use std::path::Path;

pub use self::centres::{all_centres, centres_file, centres_in_reach, centres_pages, save_centres};
pub use self::chart::{chart, chart_pages};
use super::error::Error;
use super::leaving::write_file;
use super::log::Format;
use super::reading::Supervising;
use super::settings;
use crate::domain::calendar::Moment;
use crate::domain::day::{Month, add_self_services, month_lines};
use crate::domain::procedure;
use crate::print::documents::{self, Document, Sheet, Worth};
pub use crate::print::documents::{CentresTable, Charts, MonthTable};
use crate::print::pdf;
use crate::print::spreadsheet::{Cell, CsvTable, Heading, XlsxTable};
use crate::store::centre::Centre;
use crate::store::{self, Reader};

/// The month as the sum of its days: of a closed one what its close kept, of an open one what its rows say now.
///
/// # Errors
/// The store's.
pub fn transparency(reader: &Reader, _by: Supervising, month: Month) -> Result<MonthTable, Error> {
    reader.at_one_moment(|reader| {
        let centre = the_centre(reader)?;
        let (first, last) = (month.first(), month.last());
        let mut days = store::day::closed_volumes(reader, centre.id, first, last)?;
        let mut open_days = store::day::open_between(reader, centre.id, first, last)?;
        for day in &open_days {
            days.push(store::day::volumes(reader, centre.id, *day)?);
        }
        let mut self_service = store::self_service::open_counts(reader, centre.id, (first, last))?;
        days.iter().for_each(|day| add_self_services(&mut self_service, &day.self_service));
        // What is older than closes is as it is.
        let from = store::day::closes_from(reader, centre.id)?;
        open_days.retain(|day| from.is_some_and(|from| *day >= from));
        Ok(MonthTable { centre: centre.name, month, lines: month_lines(days), self_service, open_days })
    })
}

/// The columns of the file, in order.
const COLUMNS: [Heading<'_>; 5] = [
    Heading { title: "Año", width_chars: 8 },
    Heading { title: "Mes", width_chars: 6 },
    Heading { title: "Trámite", width_chars: 40 },
    Heading { title: "Volumen de quejas", width_chars: 18 },
    Heading { title: "Volumen de atenciones", width_chars: 22 },
];

/// The table as the bytes of a file; a workbook says that it was made `now`.
///
/// # Errors
/// The store's; the library's; a text that no page holds.
pub fn table_file(reader: &Reader, table: &MonthTable, format: Format, now: Moment) -> Result<Vec<u8>, Error> {
    let (year, month) = (table.month.year(), u64::from(table.month.number()));
    let rows = table.lines.iter().map(|line| {
        [
            Cell::Count(u64::try_from(year).unwrap_or_default()),
            Cell::Count(month),
            procedure::name_of(&line.procedure).into(),
            Cell::Count(line.complaints),
            Cell::Count(line.attentions),
        ]
    });
    Ok(match format {
        Format::Csv => {
            let mut file = CsvTable::new(&COLUMNS)?;
            rows.into_iter().try_for_each(|row| file.row(&row))?;
            file.finish()?
        }
        Format::Xlsx => {
            let made_at = now.local(the_centre(reader)?.zone).naive_local();
            let mut file = XlsxTable::new("Transparencia", &COLUMNS, made_at)?;
            rows.into_iter().try_for_each(|row| file.row(&row))?;
            file.finish()?
        }
        Format::Pdf => pdf::render(&page(reader, table)?)?.as_slice().to_vec(),
    })
}

/// Writes the table of a month to a file; only with `replaces` over one that is there.
///
/// # Errors
/// A refusal `exists`; the store's, the system's.
pub fn save_table(
    reader: &Reader,
    by: Supervising,
    month: Month,
    (file, format, now): (&Path, Format, Moment),
    replaces: bool,
) -> Result<(), Error> {
    write_file("escribir la tabla", file, replaces, |out| {
        out.write(&table_file(reader, &transparency(reader, by, month)?, format, now)?)
    })
}

/// The table on paper.
///
/// # Errors
/// The store's; a text that no page holds.
pub fn page(reader: &Reader, table: &MonthTable) -> Result<Document, Error> {
    Ok(documents::month_table(table, sheet(reader)?)?)
}

/// What the centre's reports are printed on.
fn sheet(reader: &Reader) -> Result<Sheet, Error> {
    let worth = if store::centre::identity(reader)?.demo { Worth::Sample } else { Worth::Real };
    let paper = settings::load(reader, the_centre(reader)?.id)?.paper.into();
    Ok(Sheet { paper, worth })
}

fn the_centre(reader: &Reader) -> Result<Centre, Error> {
    let first = store::centre::centres(reader)?.into_iter().next();
    first.ok_or_else(|| Error::Inconsistent("no tiene centro de atención".into()))
}
