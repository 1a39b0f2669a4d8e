//! A log that leaves the counter as a file: what was filtered, the fields that were chosen. The journal says who took
//! it, which days and fields, how many visits, and the digest of the file.

use std::path::PathBuf;

use chrono::NaiveDate;
use serde_json::json;

use super::field::{Field, Told};
use super::{Filter, Sorting, paper, visits};
use crate::domain::id::VisitId;
use crate::domain::journal::Digest;
use crate::ops::error::{Error, Refusal, refuse};
use crate::ops::house::operation::{Done, Operation, Subject, Work};
use crate::ops::house::run::{Progress, Watch};
use crate::ops::house::{House, Session};
use crate::ops::leaving::Leaving;
use crate::ops::names::Names;
use crate::print::spreadsheet::{Cell, CsvTable, Heading, XlsxTable};
use crate::store::{self, Reader};

/// What a log is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A workbook.
    Xlsx,
    /// Comma-separated values.
    Csv,
    /// Pages to be printed.
    Pdf,
}

/// A workbook stands whole in this machine's memory, some 3 KB a visit.
const WORKBOOK_VISITS: usize = 100_000;

/// What one reads on paper: some 120 pages.
const PAPER_VISITS: usize = 2_000;

impl Format {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Xlsx, Self::Csv, Self::Pdf];

    /// The ending of its files, and the word for it in the journal.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Pdf => "pdf",
        }
    }

    /// The words for it.
    #[must_use]
    pub fn spanish(self) -> &'static str {
        match self {
            Self::Xlsx => "Excel (XLSX)",
            Self::Csv => "CSV",
            Self::Pdf => "PDF para imprimir",
        }
    }

    /// Refuses more visits than it holds.
    fn refuse_more_than_it_holds(self, visits: usize) -> Result<(), Error> {
        match self {
            Self::Xlsx if visits > WORKBOOK_VISITS => refuse(
                "too_many",
                format!(
                    "Son {visits} atenciones y un libro de Excel lleva hasta {WORKBOOK_VISITS}. Acorte las fechas o \
                     los filtros, o elija CSV."
                ),
            ),
            Self::Pdf if visits > PAPER_VISITS => refuse(
                "too_many",
                format!(
                    "Son {visits} atenciones y un PDF lleva hasta {PAPER_VISITS}. Acorte las fechas o los filtros, o \
                     elija Excel o CSV."
                ),
            ),
            Self::Xlsx | Self::Pdf | Self::Csv => Ok(()),
        }
    }
}

/// What is exported, and where to.
#[derive(Debug, Clone)]
pub struct ExportPlan {
    /// Which visits.
    pub filter: Filter,
    /// In which order.
    pub sorting: Sorting,
    /// Which columns, in this order.
    pub fields: Vec<Field>,
    /// As what.
    pub format: Format,
    /// The file, which does not exist yet.
    pub file: PathBuf,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The file.
    pub file: PathBuf,
    /// How many visits.
    pub visits: usize,
}

/// Visits between two tellings of the progress.
const PACE: usize = 100;

/// That a log was exported.
pub(in crate::ops) struct ExportLog {
    first: NaiveDate,
    last: NaiveDate,
    /// The filters besides the days, as their fields.
    filters: serde_json::Value,
    fields: Vec<&'static str>,
    format: Format,
    visits: usize,
    digest: Digest,
}

impl Operation for ExportLog {
    const NAME: &'static str = "export.log";
    const SIGNED: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        Subject::HOUSE
    }

    fn perform(&self, _work: &Work<'_>) -> Result<Done<()>, Error> {
        Ok(Done::new((), Subject::HOUSE, &[]).code(self.digest.to_string()).detail(json!({
            "first": self.first,
            "last": self.last,
            "filters": self.filters,
            "fields": self.fields,
            "format": self.format.ending(),
            "visits": self.visits,
        })))
    }
}

/// Writes a log to a file. The entry is made before anything of it is written; the visits are read some at a time, each as
/// it is then.
///
/// # Errors
/// A refusal for who is not a supervisor, of which the journal tells; one when the file exists, when nothing is to be
/// written, or more than the format holds; [`Error::Cancelled`]; the system's. Then there is no file; where it could not
/// be written, the entry stands.
pub fn export(
    house: &House,
    reader: &Reader,
    by: &Session,
    plan: &ExportPlan,
    watch: &mut Watch<'_>,
) -> Result<Exported, Error> {
    if by.signer().is_none() {
        let refusal = Refusal::new("role", "La bitácora solo la exporta supervisión.");
        return Err(house.refuse_untried::<ExportLog>(by, Subject::HOUSE, refusal));
    }
    if plan.fields.is_empty() {
        return refuse("fields", "Elija por lo menos un dato para exportar.");
    }
    Leaving::refuse_taken(&[&plan.file])?;
    let mut leaving = Leaving::claim("exportar la bitácora", &plan.file)?;
    let ids = visits(reader, by.actor(), &plan.filter, plan.sorting)?;
    if ids.is_empty() {
        return refuse("empty", "No hay atenciones con estas fechas y filtros: no hay nada que exportar.");
    }
    plan.format.refuse_more_than_it_holds(ids.len())?;
    let (bytes, visits) = written(house, reader, by, plan, &ids, watch)?;
    let filter = &plan.filter;
    house.perform(
        by,
        &ExportLog {
            first: filter.first,
            last: filter.last,
            filters: json!({
                "window": filter.window,
                "clerk": filter.clerk,
                "procedure": filter.procedure,
                "state": filter.state.map(store::visit::VisitState::code),
                "mark": filter.mark.map(super::Mark::code),
                // Not the text: it may be a name, and stays when the person is erased.
                "with_text": !filter.text.trim().is_empty(),
            }),
            fields: plan.fields.iter().map(|field| field.code()).collect(),
            format: plan.format,
            visits,
            digest: Digest::of(&bytes),
        },
    )?;
    leaving.write(&bytes)?;
    leaving.take_name()?;
    Ok(Exported { file: plan.file.clone(), visits })
}

/// The file, and how many visits are in it.
fn written(
    house: &House,
    reader: &Reader,
    by: &Session,
    plan: &ExportPlan,
    ids: &[VisitId],
    watch: &mut Watch<'_>,
) -> Result<(Vec<u8>, usize), Error> {
    let (names, zone) = (Names::read(reader)?, house.centre().zone);
    let fields = &plan.fields;
    let headings: Vec<Heading<'_>> = fields.iter().map(|field| field.heading()).collect();
    let cells = |told: &Told| -> Vec<Cell> { fields.iter().map(|field| told.cell(*field, &names, zone)).collect() };
    let now = house.clock().now();
    match plan.format {
        Format::Csv => {
            let mut table = CsvTable::new(&headings)?;
            let visits = each(reader, ids, fields, watch, |told| Ok(table.row(&cells(told))?))?;
            Ok((table.finish()?, visits))
        }
        Format::Xlsx => {
            let mut table = XlsxTable::new("Bitácora", &headings, now.local(zone).naive_local())?;
            let visits = each(reader, ids, fields, watch, |told| Ok(table.row(&cells(told))?))?;
            Ok((table.finish()?, visits))
        }
        Format::Pdf => {
            let mut entries = Vec::new();
            let visits = each(reader, ids, fields, watch, |told| {
                entries.push(paper::entry(told, fields, &names, zone));
                Ok(())
            })?;
            Ok((paper::pdf(house, reader, by, plan, entries, now)?, visits))
        }
    }
}

/// Tells the visits one by one, and how far it is: a long log is seen to go on, can be stopped, and lets the store's own
/// log shrink meanwhile. Answers how many there were.
fn each(
    reader: &Reader,
    ids: &[VisitId],
    fields: &[Field],
    watch: &mut Watch<'_>,
    mut row: impl FnMut(&Told) -> Result<(), Error>,
) -> Result<usize, Error> {
    let total = Some(u64::try_from(ids.len()).unwrap_or(u64::MAX));
    let (mut done, mut told) = (0_u64, 0_usize);
    for chunk in ids.chunks(PACE) {
        if watch.cancel.is_cancelled() {
            return Err(Error::Cancelled);
        }
        (watch.progress)(Progress { done, total, ..Progress::default() });
        reader.at_one_moment(|reader| -> Result<(), Error> {
            for id in chunk {
                if let Some(line) = store::log::line(reader, *id)? {
                    row(&Told::read(reader, line, fields)?)?;
                    told = told.saturating_add(1);
                }
                done = done.saturating_add(1);
            }
            Ok(())
        })?;
    }
    Ok(told)
}
