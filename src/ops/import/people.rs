//! The register of people from the institution's file: `numero, nombre`.

use std::io::Read;

use super::ahead::Ahead;
use super::{Effect, ImportFile, ImportReport, Seen, Written, Wrote};
use crate::domain::id::PersonId;
use crate::intake::employers::PersonRow;
use crate::ops::error::Error;
use crate::ops::house::House;
use crate::ops::operation::{Changed, Subject, Work};
use crate::ops::run::{Gathered, Noted, Progress, Run};
use crate::store;
use crate::store::Chunk;
use crate::store::person::Person;
use crate::store::provenance::{Entered, Provenance};

/// The import of a file of people.
pub struct PeopleImport<R> {
    reading: Ahead<R, PersonRow>,
    report: ImportReport,
    seen: Seen,
    written: Written,
}

impl<R: Read + Send + 'static> PeopleImport<R> {
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

    fn take(&mut self, work: &Work<'_>, row: PersonRow) -> Result<(), Error> {
        let PersonRow { line, number, name, warnings } = row;
        self.report.warn_all(line, warnings);
        let provenance = Provenance::import(work.actor.user, work.now.0);
        let effect = match store::person::by_number(work.tx, &number)? {
            None => {
                let id = store::person::add(work.tx, &Person { id: PersonId(0), number, name, provenance })?;
                self.seen.first_time(id.0);
                Effect::New
            }
            Some(known) if !self.seen.first_time(known.id.0) => {
                if known.name != name {
                    self.report.warn(
                        line,
                        "nombre",
                        "el archivo ya dio otro nombre para este número; se conserva el primero",
                    );
                }
                Effect::Unchanged
            }
            Some(known) if known.name == name && known.provenance.entered == Entered::Import => Effect::Unchanged,
            Some(known) => {
                store::person::update(work.tx, &Person { id: known.id, number, name, provenance })?;
                Effect::Changed
            }
        };
        if effect != Effect::Unchanged {
            Wrote::one(&mut self.written.of_chunk.people);
        }
        self.report.count(effect);
        Ok(())
    }
}

impl<R: Read + Send + 'static> Run for PeopleImport<R> {
    const NAME: &'static str = "import.people";
    const SIGNED: bool = true;
    const CHANGED: &'static [Changed] = &[Changed::People];
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
        house.store().settle_load()?;
        self.report.in_order_of_the_file();
        Ok((self.report.clone(), self.written.end(self.reading.noted_at_end(&self.report))))
    }
}
