//! The registers whose files have one row a record: how a row is decided, looked at, and brought in.
//!
//! What the row says and what is known make one record; where that is what is known already, and an import brought it,
//! nothing is written. A record that comes again in the same file changes nothing: its first row counts.

use std::collections::HashMap;
use std::hash::Hash;
use std::io::Read;

use chrono::NaiveDate;

use super::ahead::Ahead;
use super::looking::{Look, look_through};
use super::paper::Printed;
use super::{Effect, ImportFile, ImportReport, RowChange, Seen, Written, Wrote};
use crate::domain::calendar::Zone;
use crate::domain::number::PersonNumber;
use crate::intake::agenda::Warning;
use crate::intake::table::{BadRow, Numbered};
use crate::ops::error::Error;
use crate::ops::house::House;
use crate::ops::house::operation::{Changed, Subject, Work};
use crate::ops::house::run::{Gathered, Noted, Progress, Run, Watch};
use crate::store::Tidying;
use crate::store::provenance::{Entered, Provenance};
use crate::store::{Chunk, Reader, Transaction};

/// When and where rows are decided.
#[derive(Debug, Clone, Copy)]
pub(super) struct Today {
    pub(super) day: NaiveDate,
    pub(super) zone: Zone,
}

/// A record of a register as the store has it.
pub(super) trait Known: Clone {
    fn id(&self) -> i64;
    /// How it came in.
    fn entered(&self) -> Entered;
    /// The columns in which another one of the same key differs.
    fn differences(&self, other: &Self) -> Vec<&'static str>;
    /// Adds it, and answers its id.
    fn add(&self, tx: &Transaction<'_>) -> Result<i64, crate::store::Error>;
    fn update(&self, tx: &Transaction<'_>) -> Result<(), crate::store::Error>;
}

/// A row that says all of one record.
pub(super) trait OneRow: Numbered + Printed + Send + 'static {
    /// The run's name in the journal.
    const NAME: &'static str;
    /// The lists that it touches.
    const CHANGED: &'static [Changed];
    /// What is said of a record that comes again with other words, and in which column.
    const OTHER_WORDS: (&'static str, &'static str);
    /// The record that it becomes.
    type Known: Known;
    /// What tells one record from the others.
    type Key: Eq + Hash;

    fn line(&self) -> u64;
    fn key(&self) -> Self::Key;
    /// Whom it is about.
    fn number(&self) -> &PersonNumber;
    /// The name that it gives.
    fn name(&self) -> &str;
    /// Why it is not taken on this day, where the row alone does not say it.
    fn fault(&self, _: Today) -> Option<BadRow> {
        None
    }
    /// How many rows of this register were written.
    fn count(wrote: &mut Wrote) -> &mut u64;
    fn known(&self, reader: &Reader) -> Result<Option<Self::Known>, Error>;
    /// The record as the row leaves it, and what somebody should look at.
    fn merged(
        &self,
        reader: &Reader,
        today: Today,
        known: Option<&Self::Known>,
        import: Provenance,
    ) -> Result<(Self::Known, Vec<Warning>), Error>;
}

/// What a row does.
struct Decided<K> {
    effect: Effect,
    after: K,
    what: Vec<&'static str>,
    warnings: Vec<Warning>,
}

/// What a row does to what is known; `is_first` where the file has not spoken of the record yet.
fn decide<T: OneRow>(
    reader: &Reader,
    today: Today,
    row: &T,
    (known, is_first): (Option<&T::Known>, bool),
    import: Provenance,
) -> Result<Decided<T::Known>, Error> {
    let (after, mut warnings) = row.merged(reader, today, known, import)?;
    let mut what = known.map(|known| known.differences(&after)).unwrap_or_default();
    let effect = match known {
        None => Effect::New,
        Some(_) if !is_first => {
            let (column, reason) = T::OTHER_WORDS;
            let warning = Warning { column, reason: reason.into() };
            warnings = (!what.is_empty()).then_some(warning).into_iter().collect();
            Effect::Unchanged
        }
        Some(known) if what.is_empty() && known.entered() == Entered::Import => Effect::Unchanged,
        Some(known) => {
            if known.entered() == Entered::Hand {
                what.push(match what.is_empty() {
                    true => "queda confirmado lo escrito a mano",
                    false => "lo escrito a mano cambia",
                });
            }
            Effect::Changed
        }
    };
    Ok(Decided { effect, after, what, warnings })
}

/// The import of such a file.
pub struct OneRowImport<R, T> {
    reading: Ahead<R, T>,
    report: ImportReport,
    seen: Seen,
    written: Written,
}

#[allow(private_bounds, reason = "which rows there are is the imports' own business")]
impl<R: Read + Send + 'static, T: OneRow> OneRowImport<R, T> {
    /// Opens the file; its header is read at once.
    ///
    /// # Errors
    /// A refusal that says why the file cannot be read and what to do.
    pub fn open(file: ImportFile<R>) -> Result<Self, Error> {
        Ok(Self {
            reading: Ahead::open(file)?,
            report: ImportReport::default(),
            seen: Seen::default(),
            written: Written::default(),
        })
    }

    fn take(&mut self, work: &Work<'_>, mut row: T) -> Result<(), Error> {
        let import = Provenance::import(work.actor.user, work.now.0);
        let today = Today { day: work.day, zone: work.centre.zone };
        if let Some(bad) = row.fault(today) {
            self.report.bad(bad);
            return Ok(());
        }
        let known = row.known(work.tx)?;
        let is_first = known.as_ref().is_none_or(|known| self.seen.first_time(known.id()));
        let decided = decide(work.tx, today, &row, (known.as_ref(), is_first), import)?;
        self.report.warn_all(row.line(), std::mem::take(row.warnings()));
        self.report.warn_all(row.line(), decided.warnings);
        match decided.effect {
            Effect::Unchanged => {}
            Effect::New => {
                let id = decided.after.add(work.tx)?;
                self.seen.first_time(id);
            }
            Effect::Changed => decided.after.update(work.tx)?,
        }
        if decided.effect != Effect::Unchanged {
            Wrote::one(T::count(&mut self.written.of_chunk));
        }
        self.report.count(decided.effect);
        Ok(())
    }
}

#[allow(private_bounds, reason = "which rows there are is the imports' own business")]
impl<R: Read + Send + 'static, T: OneRow> Run for OneRowImport<R, T> {
    const NAME: &'static str = T::NAME;
    const SIGNED: bool = true;
    const CHANGED: &'static [Changed] = T::CHANGED;
    type Report = ImportReport;

    fn subject(&self) -> Subject {
        Subject::HOUSE
    }

    fn start(&mut self, _work: &Work<'_>) -> Result<Noted, Error> {
        Ok(self.reading.noted())
    }

    fn gather(&mut self, _house: &House, units: usize) -> Result<Gathered, Error> {
        self.reading.gather(units, &mut self.report)
    }

    fn write(&mut self, work: &Work<'_>, chunk: &mut Chunk) -> Result<Noted, Error> {
        while !self.reading.queue.is_empty() && chunk.takes_one_more() {
            if let Some(row) = self.reading.queue.pop_front() {
                self.take(work, row)?;
            }
        }
        Ok(self.written.end_chunk(self.report.noted()))
    }

    fn progress(&self) -> Progress {
        self.reading.progress(self.report.done())
    }

    fn finish(&mut self, house: &House) -> Result<(ImportReport, Noted), Error> {
        house.store().tidy(Tidying::AfterLoad)?;
        self.report.in_order_of_the_file();
        Ok((self.report.clone(), self.written.end(self.reading.noted_at_end(&self.report))))
    }
}

/// What importing such a file would do, without doing it.
pub(super) fn preview<R: Read + Send + 'static, T: OneRow>(
    house: &House,
    reader: &Reader,
    file: ImportFile<R>,
    watch: &mut Watch<'_>,
) -> Result<ImportReport, Error> {
    let zone = house.centre().zone;
    let today = Today { day: house.clock().now().day(zone), zone };
    let preview: Preview<'_, T> =
        Preview { reader, today, report: ImportReport::default(), seen: Seen::default(), new: HashMap::new() };
    look_through(file, watch, preview)
}

struct Preview<'r, T: OneRow> {
    reader: &'r Reader,
    today: Today,
    report: ImportReport,
    seen: Seen,
    /// What the file brought so far and the store does not know.
    new: HashMap<T::Key, T::Known>,
}

impl<T: OneRow> Look for Preview<'_, T> {
    type Row = T;

    fn report(&mut self) -> &mut ImportReport {
        &mut self.report
    }

    fn take(&mut self, mut row: T) -> Result<(), Error> {
        // Whose import it would be makes no difference to what it would change.
        let import = Provenance::import(crate::domain::id::UserId(0), 0);
        if let Some(bad) = row.fault(self.today) {
            self.report.bad(bad);
            return Ok(());
        }
        let of_file = self.new.get(&row.key()).cloned();
        let (known, is_first) = match of_file {
            Some(known) => (Some(known), false),
            None => {
                let known = row.known(self.reader)?;
                let is_first = known.as_ref().is_none_or(|known| self.seen.first_time(known.id()));
                (known, is_first)
            }
        };
        let decided = decide(self.reader, self.today, &row, (known.as_ref(), is_first), import)?;
        let line = row.line();
        self.report.warn_all(line, std::mem::take(row.warnings()));
        self.report.warn_all(line, decided.warnings);
        self.report.count(decided.effect);
        let is_new = decided.effect == Effect::New;
        if decided.effect != Effect::Unchanged {
            let (number, name) = (row.number().as_str().to_owned(), row.name().to_owned());
            self.report.tell(RowChange { line, number, name, is_new, what: decided.what });
        }
        if is_new {
            self.new.insert(row.key(), decided.after);
        }
        Ok(())
    }
}
