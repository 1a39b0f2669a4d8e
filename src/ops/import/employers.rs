//! The register of employers from the institution's file: one row for each branch and representative of an employer.
//!
//! Rows of one employer should follow each other: then it is looked up once, and a file that contradicts itself is told
//! so. Representatives and branches that the file does not name stay as they are; a representative whom it names is in
//! office, whatever a hand wrote. A blank e-mail or SRI state keeps what is known, and a blank or a no under `artesano`
//! does not take the mark away: the reader of files does not tell them apart, and a hand can.

use std::collections::HashMap;
use std::io::Read;

use super::{Effect, ImportFile, ImportReport, Reading, Seen};
use crate::domain::id::EmployerId;
use crate::domain::number::{Branch, EmployerNumber, PersonNumber};
use crate::domain::procedure::employer_key::case::{ArtisanMark, SriState};
use crate::intake;
use crate::intake::employers::EmployerRow;
use crate::ops::error::Error;
use crate::ops::house::House;
use crate::ops::operation::{Changed, Subject, Work};
use crate::ops::run::{Gathered, Noted, Progress, Run};
use crate::store;
use crate::store::Chunk;
use crate::store::employer::{Employer, EmployerBranch, Representative};
use crate::store::provenance::{Entered, Provenance};

/// The import of a file of employers.
pub struct EmployerImport<R> {
    reading: Reading<R, EmployerRow>,
    report: ImportReport,
    seen: Seen,
    group: Option<Group>,
}

/// The employer at hand: rows that follow each other speak of it.
struct Group {
    number: EmployerNumber,
    id: EmployerId,
    /// The employer as its first row left it.
    first: Employer,
    /// What this group of rows has said so far; it outlives a chunk.
    said: Said,
    /// What the store knows of it; read again in each chunk, because a hand may write in between.
    known: Option<Known>,
}

/// The words of a group of rows, to which later rows are held.
#[derive(Default)]
struct Said {
    branches: HashMap<Branch, String>,
    representatives: HashMap<PersonNumber, (String, String)>,
}

/// What the store knows of the employer at hand.
#[derive(Default)]
struct Known {
    branches: HashMap<Branch, EmployerBranch>,
    representatives: HashMap<PersonNumber, Representative>,
}

impl Known {
    fn read(work: &Work<'_>, id: EmployerId) -> Result<Self, Error> {
        let branches = store::employer::branches(work.tx, id)?;
        let representatives = store::employer::representatives(work.tx, id)?;
        Ok(Self {
            branches: branches.into_iter().map(|it| (it.branch.clone(), it)).collect(),
            representatives: representatives.into_iter().map(|it| (it.number.clone(), it)).collect(),
        })
    }
}

impl<R: Read> EmployerImport<R> {
    /// Opens the file; its header is read at once.
    ///
    /// # Errors
    /// A refusal that says why the file cannot be read and what to do.
    pub fn open(file: ImportFile<R>) -> Result<Self, Error> {
        Ok(Self { reading: Reading::open(file)?, report: ImportReport::default(), seen: Seen::default(), group: None })
    }

    fn take(&mut self, work: &Work<'_>, mut row: EmployerRow) -> Result<(), Error> {
        let line = row.line;
        self.report.warn_all(line, std::mem::take(&mut row.warnings));
        let as_before = self.group.take_if(|group| group.number == row.number && group.known.is_some());
        let (mut group, of_employer) = match as_before {
            Some(group) => {
                if as_imported(work, &row, Some(&group.first)) != as_imported_again(work, &group.first) {
                    self.report.warn(line, "numero", OTHER_FACTS);
                }
                (group, Effect::Unchanged)
            }
            None => self.enter(work, &row)?,
        };
        let EmployerRow { branch, branch_name, representative, .. } = row;
        let of_branch = self.take_branch(work, &mut group, line, branch, branch_name.unwrap_or_default())?;
        let of_representative = match representative {
            Some(representative) => self.take_representative(work, &mut group, line, representative)?,
            None => Effect::Unchanged,
        };
        self.group = Some(group);
        self.report.count(of_employer.max(of_branch).max(of_representative));
        Ok(())
    }

    /// The employer of a row that does not go on with the one before it, or goes on with it in another chunk.
    fn enter(&mut self, work: &Work<'_>, row: &EmployerRow) -> Result<(Group, Effect), Error> {
        let said = match self.group.take() {
            Some(group) if group.number == row.number => group.said,
            _ => Said::default(),
        };
        let known = store::employer::by_number(work.tx, &row.number)?;
        let group = |first: Employer, known| Group {
            number: row.number.clone(),
            id: first.id,
            first,
            said,
            known: Some(known),
        };
        let Some(known) = known else {
            let mut first = as_imported(work, row, None);
            first.id = store::employer::add(work.tx, &first)?;
            self.seen.first_time(first.id.0);
            return Ok((group(first, Known::default()), Effect::New));
        };
        let after = as_imported(work, row, Some(&known));
        let is_same = as_imported_again(work, &known) == after;
        let facts = Known::read(work, known.id)?;
        if !self.seen.first_time(known.id.0) {
            if !is_same {
                self.report.warn(row.line, "numero", OTHER_FACTS);
            }
            return Ok((group(known, facts), Effect::Unchanged));
        }
        if is_same && known.provenance.entered == Entered::Import {
            return Ok((group(known, facts), Effect::Unchanged));
        }
        store::employer::update(work.tx, &after)?;
        Ok((group(after, facts), Effect::Changed))
    }

    fn take_branch(
        &mut self,
        work: &Work<'_>,
        group: &mut Group,
        line: u64,
        branch: Branch,
        name: String,
    ) -> Result<Effect, Error> {
        if let Some(said) = group.said.branches.get(&branch) {
            if *said != name {
                self.report.warn(
                    line,
                    "nombre_sucursal",
                    "el archivo ya dio otro nombre para esta sucursal; se conserva el primero",
                );
            }
            return Ok(Effect::Unchanged);
        }
        group.said.branches.insert(branch.clone(), name.clone());
        let known = group.known.as_ref().and_then(|known| known.branches.get(&branch));
        let effect = match known {
            None => Effect::New,
            // A blank name keeps the known one.
            Some(known) if (name.is_empty() || known.name == name) && known.provenance.entered == Entered::Import => {
                return Ok(Effect::Unchanged);
            }
            Some(_) => Effect::Changed,
        };
        let name = if name.is_empty() { known.map(|known| known.name.clone()).unwrap_or_default() } else { name };
        let provenance = Provenance::import(work.actor.user, work.now.0);
        store::employer::set_branch(work.tx, group.id, &EmployerBranch { branch, name, provenance })?;
        Ok(effect)
    }

    fn take_representative(
        &mut self,
        work: &Work<'_>,
        group: &mut Group,
        line: u64,
        row: intake::employers::Representative,
    ) -> Result<Effect, Error> {
        let (name, capacity) = (row.name, row.capacity.unwrap_or_default());
        if let Some((said_name, said_capacity)) = group.said.representatives.get(&row.number) {
            if *said_name != name || *said_capacity != capacity {
                self.report.warn(
                    line,
                    "representante_nombre",
                    "el archivo ya dio otro nombre o calidad para este representante; se conserva lo primero",
                );
            }
            return Ok(Effect::Unchanged);
        }
        group.said.representatives.insert(row.number.clone(), (name.clone(), capacity.clone()));
        let known = group.known.as_ref().and_then(|known| known.representatives.get(&row.number));
        let effect = match known {
            None => Effect::New,
            Some(known)
                if known.name == name
                    && (capacity.is_empty() || known.capacity == capacity)
                    && known.provenance.entered == Entered::Import =>
            {
                return Ok(Effect::Unchanged);
            }
            Some(_) => Effect::Changed,
        };
        let capacity =
            if capacity.is_empty() { known.map(|known| known.capacity.clone()).unwrap_or_default() } else { capacity };
        let provenance = Provenance::import(work.actor.user, work.now.0);
        store::employer::set_representative(
            work.tx,
            group.id,
            &Representative { number: row.number, name, capacity, provenance },
        )?;
        Ok(effect)
    }
}

const OTHER_FACTS: &str = "el archivo ya dio otros datos (tipo, razón social, correo, estado o artesano) para este empleador; se conservan los primeros";

/// The employer as a row has it; what stands blank in the row is kept.
fn as_imported(work: &Work<'_>, row: &EmployerRow, known: Option<&Employer>) -> Employer {
    let email = row.email.as_ref().map(|email| email.as_str().to_owned());
    Employer {
        id: known.map_or(EmployerId(0), |known| known.id),
        number: row.number.clone(),
        kind: row.kind,
        name: row.legal_name.clone(),
        email: email.or_else(|| known.map(|known| known.email.clone())).unwrap_or_default(),
        sri_state: match (row.sri_state, known) {
            (SriState::Unknown, Some(known)) => known.sri_state,
            (state, _) => state,
        },
        artisan: row.artisan == ArtisanMark::Artisan || known.is_some_and(|known| known.artisan),
        provenance: Provenance::import(work.actor.user, work.now.0),
    }
}

/// A known employer as the same words of a file would leave it.
fn as_imported_again(work: &Work<'_>, known: &Employer) -> Employer {
    Employer { provenance: Provenance::import(work.actor.user, work.now.0), ..known.clone() }
}

impl<R: Read> Run for EmployerImport<R> {
    const NAME: &'static str = "import.employers";
    const SIGNED: bool = true;
    const CHANGED: &'static [Changed] = &[Changed::Employers];
    type Report = ImportReport;

    fn subject(&self) -> Subject {
        Subject::HOUSE
    }

    fn start(&mut self, _work: &Work<'_>) -> Result<Noted, Error> {
        Ok(self.reading.noted())
    }

    fn gather(&mut self, _house: &House, _units: usize) -> Result<Gathered, Error> {
        self.reading.gather_in_order(|row| row.number.as_str().to_owned(), &mut self.report)
    }

    fn write(&mut self, work: &Work<'_>, chunk: &mut Chunk) -> Result<Noted, Error> {
        if let Some(group) = &mut self.group {
            group.known = None;
        }
        while !self.reading.queue.is_empty() && chunk.takes_one_more() {
            if let Some(row) = self.reading.queue.pop_front() {
                self.take(work, row)?;
            }
        }
        Ok(self.report.noted())
    }

    fn progress(&self) -> Progress {
        self.reading.progress(self.report.done())
    }

    fn finish(&mut self, house: &House) -> Result<(ImportReport, Noted), Error> {
        house.store().settle_search()?;
        self.report.in_order_of_the_file();
        Ok((self.report.clone(), self.reading.noted_at_end(&self.report)))
    }
}
