//! The register of people from the institution's file: `numero, nombre`.

use std::io::Read;

use super::one_row::{Known, OneRow, OneRowImport, Today, preview};
use super::{ImportFile, ImportReport, Wrote};
use crate::domain::id::PersonId;
use crate::domain::number::PersonNumber;
use crate::intake::agenda::Warning;
use crate::intake::employers::PersonRow;
use crate::ops::error::Error;
use crate::ops::house::House;
use crate::ops::house::operation::Changed;
use crate::ops::house::run::Watch;
use crate::store::person::{self, Person};
use crate::store::provenance::{Entered, Provenance};
use crate::store::{Reader, Transaction};

/// The import of a file of people.
pub type PeopleImport<R> = OneRowImport<R, PersonRow>;

/// What importing a file of people would do, without doing it: the counts, and the first of the rows that would bring
/// something.
///
/// # Errors
/// A refusal that says why the file cannot be read; [`Error::Cancelled`]; the store's.
pub fn preview_people<R: Read + Send + 'static>(
    house: &House,
    reader: &Reader,
    file: ImportFile<R>,
    watch: &mut Watch<'_>,
) -> Result<ImportReport, Error> {
    preview::<R, PersonRow>(house, reader, file, watch)
}

impl OneRow for PersonRow {
    const NAME: &'static str = "import.people";
    const CHANGED: &'static [Changed] = &[Changed::People];
    const OTHER_WORDS: (&'static str, &'static str) =
        ("nombre", "el archivo ya dio otro nombre para este número; se conserva el primero");
    type Known = Person;
    type Key = PersonNumber;

    fn line(&self) -> u64 {
        self.line
    }

    fn key(&self) -> PersonNumber {
        self.number.clone()
    }

    fn number(&self) -> &PersonNumber {
        &self.number
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn count(wrote: &mut Wrote) -> &mut u64 {
        &mut wrote.people
    }

    fn known(&self, reader: &Reader) -> Result<Option<Person>, Error> {
        Ok(person::by_number(reader, &self.number)?)
    }

    fn merged(
        &self,
        _: &Reader,
        _: Today,
        known: Option<&Person>,
        provenance: Provenance,
    ) -> Result<(Person, Vec<Warning>), Error> {
        let id = known.map_or(PersonId(0), |known| known.id);
        Ok((Person { id, number: self.number.clone(), name: self.name.clone(), provenance }, Vec::new()))
    }
}

impl Known for Person {
    fn id(&self) -> i64 {
        self.id.0
    }

    fn entered(&self) -> Entered {
        self.provenance.entered
    }

    fn differences(&self, other: &Self) -> Vec<&'static str> {
        (self.name != other.name).then_some("nombre").into_iter().collect()
    }

    fn add(&self, tx: &Transaction<'_>) -> Result<i64, crate::store::Error> {
        person::add(tx, self).map(|id| id.0)
    }

    fn update(&self, tx: &Transaction<'_>) -> Result<(), crate::store::Error> {
        person::update(tx, self)
    }
}
