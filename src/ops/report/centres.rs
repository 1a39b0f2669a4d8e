//! A month of all centres of the database that this machine's role may count, its own among them: each as it counts its own.

use std::cmp::Ordering;
use std::path::Path;

use super::{Format, Supervising, documents, sheet, the_centre, transparency, write_file};
use crate::domain::calendar::Moment;
use crate::domain::day::{CentreMonth, CentresMonth, CentresRow, CountedMonth, Month, RowOf, Unread, Volume};
use crate::domain::procedure;
use crate::ops::error::{Error, refuse};
use crate::ops::house::run::{Progress, Watch};
use crate::print::documents::{CentresTable, Document};
use crate::print::pdf;
use crate::print::spreadsheet::{Cell, CsvTable, Heading, XlsxTable};
use crate::store::reach::{self, InReach};
use crate::store::{self, Reader};

/// How many centres this machine may count, its own among them; none where its store is a file.
///
/// # Errors
/// The store's.
pub fn centres_in_reach(reader: &Reader, _by: Supervising) -> Result<usize, Error> {
    Ok(reach::centres(reader)?.len())
}

/// The month of every centre in reach, all at one moment, which is `now`. One that cannot be counted stands among them with its
/// reason. It can be stopped between two centres.
///
/// # Errors
/// A refusal `no_server` or `alone`; [`Error::Cancelled`]; the store's, where the way to the server is cut.
pub fn all_centres(
    reader: &Reader,
    by: Supervising,
    (month, now): (Month, Moment),
    watch: &mut Watch<'_>,
) -> Result<CentresTable, Error> {
    if !reader.is_on_server() {
        return refuse("no_server", "El almacén de este centro está en este equipo: no hay otros centros a su lado.");
    }
    reader.at_one_moment(|reader| {
        let own = the_centre(reader)?;
        let is_demo = store::centre::is_demo(reader)?;
        let in_reach = reach::centres(reader)?;
        if in_reach.len() < 2 {
            return refuse(
                "alone",
                "Este equipo solo puede leer las cifras de su centro. El dueño de otro las comparte con «ventanilla store share».",
            );
        }
        let mut progress = Progress { total: u64::try_from(in_reach.len()).ok(), ..Progress::default() };
        let mut centres = Vec::with_capacity(in_reach.len());
        for centre in &in_reach {
            if watch.cancel.is_cancelled() {
                return Err(Error::Cancelled);
            }
            (watch.progress)(progress);
            centres.push(counted(reader, by, (centre, is_demo), month)?);
            progress.done = progress.done.saturating_add(1);
        }
        (watch.progress)(progress);
        Ok(CentresTable { centre: own.name, counted_at: now, zone: own.zone, table: CentresMonth::of(month, centres) })
    })
}

/// A centre's month, or why there is none; an error where nothing more can be asked.
fn counted(
    reader: &Reader,
    by: Supervising,
    (at, is_demo): (&InReach, bool),
    month: Month,
) -> Result<CentreMonth, Error> {
    let unknown = || CentreMonth {
        code: String::new(),
        name: at.schema().to_owned(),
        province: String::new(),
        counted: Err(Unread::Failed),
    };
    // Who it is, before anything of it can fail.
    let mut line = match reach::look(reader, at, the_centre) {
        Ok(centre) => CentreMonth { code: centre.code, name: centre.name, province: centre.province, ..unknown() },
        Err(fault) => CentreMonth { counted: Err(why(fault)?), ..unknown() },
    };
    let looked = reach::look(reader, at, |reader| {
        Ok::<_, Error>(match reach::version(reader)? {
            Ordering::Less => Err(Unread::Older),
            Ordering::Greater => Err(Unread::Newer),
            Ordering::Equal if store::centre::is_demo(reader)? != is_demo => Err(Unread::OtherKind),
            Ordering::Equal => {
                let table = transparency(reader, by, month)?;
                let open_days = table.open_days.len();
                Ok(CountedMonth { lines: table.lines, self_service: table.self_service, open_days })
            }
        })
    });
    line.counted = match looked {
        Ok(counted) => counted,
        Err(fault) => Err(why(fault)?),
    };
    Ok(line)
}

/// Why a centre could not be counted; the fault itself where it is no single centre's.
fn why(fault: Error) -> Result<Unread, Error> {
    match fault {
        Error::Store(store::Error::Cut { .. }) => Err(fault),
        Error::Store(store::Error::NotLetIn { .. }) => Ok(Unread::NotLetIn),
        _ => Ok(Unread::Failed),
    }
}

/// The table as the bytes of a file.
///
/// # Errors
/// The store's; the library's; a text that no page holds.
pub fn centres_file(reader: &Reader, of: &CentresTable, format: Format) -> Result<Vec<u8>, Error> {
    let titles = titles(&of.table.procedures());
    let columns: Vec<Heading<'_>> =
        titles.iter().map(|(title, width_chars)| Heading { title, width_chars: *width_chars }).collect();
    let rows = of.table.rows();
    let rows = rows.iter().map(|row| cells(of.table.month(), row));
    Ok(match format {
        Format::Csv => {
            let mut file = CsvTable::new(&columns)?;
            rows.into_iter().try_for_each(|row| file.row(&row))?;
            file.finish()?
        }
        Format::Xlsx => {
            let mut file = XlsxTable::new("Centros", &columns, of.counted_at.local(of.zone).naive_local())?;
            rows.into_iter().try_for_each(|row| file.row(&row))?;
            file.finish()?
        }
        Format::Pdf => pdf::render(&centres_pages(reader, of)?)?.as_slice().to_vec(),
    })
}

/// The titles of the columns with their widths in characters: where, then both volumes of each procedure and of all, then what
/// is to be known of the row.
fn titles(procedures: &[String]) -> Vec<(String, u8)> {
    let where_to = [("Año", 8), ("Mes", 6), ("Provincia", 24), ("Código", 8), ("Centro", 30)];
    let counted = Volume::ALL.into_iter().flat_map(|volume| {
        let names = procedures.iter().map(|it| procedure::name_of(it)).chain(["total"]);
        names.map(move |name| (format!("{}: {name}", volume.spanish()), 20)).collect::<Vec<_>>()
    });
    let known = [("Días sin cerrar", 16), ("Observación", 40)];
    let fixed = |(title, width_chars): (&str, u8)| (title.to_owned(), width_chars);
    where_to.map(fixed).into_iter().chain(counted).chain(known.map(fixed)).collect()
}

fn cells(month: Month, row: &CentresRow) -> Vec<Cell> {
    let name = match row.of {
        RowOf::Province => format!("Total de {}", row.name),
        RowOf::Centre | RowOf::All => row.name.clone(),
    };
    let mut cells = vec![
        Cell::Count(u64::try_from(month.year()).unwrap_or_default()),
        Cell::Count(month.number().into()),
        row.province.clone().into(),
        row.code.clone().into(),
        name.into(),
    ];
    // What was not counted is not nothing.
    let counted = |figure: u64| if row.unread.is_some() { Cell::Empty } else { Cell::Count(figure) };
    for volume in Volume::ALL {
        cells.extend(row.figures(volume).into_iter().chain([row.total(volume)]).map(counted));
    }
    cells.push(counted(u64::try_from(row.open_days).unwrap_or(u64::MAX)));
    cells.push(row.unread.map_or(Cell::Empty, |why| why.spanish().into()));
    cells
}

/// Writes the table to a file; only with `replaces` over one that is there.
///
/// # Errors
/// A refusal `exists`; the store's, the system's.
pub fn save_centres(
    reader: &Reader,
    _by: Supervising,
    of: &CentresTable,
    (file, format): (&Path, Format),
    replaces: bool,
) -> Result<(), Error> {
    write_file("escribir la tabla", file, replaces, |out| out.write(&centres_file(reader, of, format)?))
}

/// The table on paper.
///
/// # Errors
/// The store's; a text that no page holds.
pub fn centres_pages(reader: &Reader, of: &CentresTable) -> Result<Document, Error> {
    Ok(documents::centres_month(of, sheet(reader)?)?)
}
