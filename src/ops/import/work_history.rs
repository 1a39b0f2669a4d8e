//! The work histories of the insured from the institution's file: `numero, empleador, desde, hasta`.
//!
//! An employment is known by its person, its employer, however that is spelled, and its first month; of one that is known the
//! file's last month counts, also where it is blank: they work there again, or still. A row of somebody who is not in the
//! register of the insured is taken, and that is said: nobody is asked about it before they are.

use std::io::Read;

use super::one_row::{Known, OneRow, OneRowImport, Today, preview};
use super::{ImportFile, ImportReport, Wrote};
use crate::domain::day::Month;
use crate::domain::id::EmploymentId;
use crate::domain::number::PersonNumber;
use crate::intake::agenda::Warning;
use crate::intake::table::BadRow;
use crate::intake::work_history::WorkRow;
use crate::ops::error::Error;
use crate::ops::house::House;
use crate::ops::house::operation::Changed;
use crate::ops::house::run::Watch;
use crate::store::provenance::{Entered, Provenance};
use crate::store::work_history::{self, Employment, name_key};
use crate::store::{Reader, Transaction, insured};

/// The import of a file of work histories.
pub type WorkHistoryImport<R> = OneRowImport<R, WorkRow>;

/// What importing a file of work histories would do, without doing it: the counts, and the first of the rows that would
/// bring something.
///
/// # Errors
/// A refusal that says why the file cannot be read; [`Error::Cancelled`]; the store's.
pub fn preview_work_history<R: Read + Send + 'static>(
    house: &House,
    reader: &Reader,
    file: ImportFile<R>,
    watch: &mut Watch<'_>,
) -> Result<ImportReport, Error> {
    preview::<R, WorkRow>(house, reader, file, watch)
}

impl OneRow for WorkRow {
    const NAME: &'static str = "import.work_history";
    const CHANGED: &'static [Changed] = &[Changed::Insured];
    const OTHER_WORDS: (&'static str, &'static str) = (
        "hasta",
        "el archivo ya dio otros datos para esta persona, este empleador y este «desde»; se conservan los primeros",
    );
    type Known = Employment;
    type Key = (PersonNumber, String, Month);

    fn line(&self) -> u64 {
        self.line
    }

    fn key(&self) -> Self::Key {
        (self.number.clone(), name_key(&self.employer), self.from)
    }

    fn number(&self) -> &PersonNumber {
        &self.number
    }

    fn name(&self) -> &str {
        &self.employer
    }

    fn fault(&self, today: Today) -> Option<BadRow> {
        let is_to_come = self.from > Month::of(today.day);
        let reason = || format!("{} todavía no llega", self.from);
        is_to_come.then(|| BadRow { line: self.line, column: Some("desde"), reason: reason() })
    }

    fn count(wrote: &mut Wrote) -> &mut u64 {
        &mut wrote.work_histories
    }

    fn known(&self, reader: &Reader) -> Result<Option<Employment>, Error> {
        let key = name_key(&self.employer);
        let theirs = work_history::of_person(reader, &self.number)?;
        Ok(theirs.into_iter().find(|known| known.from == self.from && name_key(&known.employer) == key))
    }

    fn merged(
        &self,
        reader: &Reader,
        today: Today,
        known: Option<&Employment>,
        import: Provenance,
    ) -> Result<(Employment, Vec<Warning>), Error> {
        let mut warnings = Vec::new();
        let this_month = Month::of(today.day);
        if let Some(to) = self.to.filter(|to| *to > this_month) {
            let reason = format!("{to} todavía no llega; se toma como que sigue allí");
            warnings.push(Warning { column: "hasta", reason });
        }
        if insured::by_number(reader, &self.number)?.is_none() {
            let reason = "esta persona no consta en el registro de asegurados; impórtelo también".into();
            warnings.push(Warning { column: "numero", reason });
        }
        let after = Employment {
            id: known.map_or(EmploymentId(0), |known| known.id),
            number: self.number.clone(),
            employer: self.employer.clone(),
            from: self.from,
            to: self.to.filter(|to| *to <= this_month),
            recorded_by: import.recorded_by,
            recorded_at_ms: import.recorded_at_ms,
        };
        Ok((after, warnings))
    }
}

impl Known for Employment {
    fn id(&self) -> i64 {
        self.id.0
    }

    fn entered(&self) -> Entered {
        Entered::Import
    }

    fn differences(&self, other: &Self) -> Vec<&'static str> {
        let differ = [("empleador", self.employer != other.employer), ("hasta", self.to != other.to)];
        differ.into_iter().filter(|(_, differs)| *differs).map(|(column, _)| column).collect()
    }

    fn add(&self, tx: &Transaction<'_>) -> Result<i64, crate::store::Error> {
        work_history::add(tx, self).map(|id| id.0)
    }

    fn update(&self, tx: &Transaction<'_>) -> Result<(), crate::store::Error> {
        work_history::replace(tx, self)
    }
}
