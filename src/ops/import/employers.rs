//! The register of employers from the institution's file: one row for each branch and representative of an employer.
//!
//! Rows come in the order of their numbers, so those of one employer come together: it is looked up once, and a file that
//! contradicts itself is told so. Representatives and branches that the file does not name stay as they are. A
//! representative whom it names is in office; one whom a hand had ended comes back with a warning and unconfirmed, until
//! a hand names or confirms them. A blank e-mail or SRI state keeps what is known, and a blank or a no under `artesano`
//! does not take the mark away: the reader of files does not tell them apart, and a hand can.

mod preview;

use std::collections::HashMap;
use std::io::Read;

pub use preview::preview_employers;

use super::ahead::Ahead;
use super::{Effect, ImportFile, ImportReport, Seen, Written, Wrote};
use crate::domain::id::EmployerId;
use crate::domain::journal::Outcome;
use crate::domain::number::{Branch, EmployerNumber, PersonNumber};
use crate::domain::register::{ArtisanMark, SriState};
use crate::intake;
use crate::intake::employers::EmployerRow;
use crate::ops::employer::{ConfirmRepresentative, EndRepresentative, SetRepresentative};
use crate::ops::error::Error;
use crate::ops::house::House;
use crate::ops::house::operation::{Changed, Operation as _, Subject, Work};
use crate::ops::house::run::{Gathered, Noted, Progress, Run};
use crate::store;
use crate::store::Tidying;
use crate::store::employer::{Employer, EmployerBranch, NewEmployers, Representative};
use crate::store::provenance::{Entered, Provenance};
use crate::store::{Chunk, Reader};

/// The import of a file of employers.
pub struct EmployerImport<R> {
    reading: Ahead<R, EmployerRow>,
    report: ImportReport,
    seen: Seen,
    written: Written,
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
    /// It knows nothing: this chunk takes it up.
    is_new: bool,
    branches: HashMap<Branch, EmployerBranch>,
    representatives: HashMap<PersonNumber, KnownRepresentative>,
}

/// A representative, and whether a hand ended their office without any hand having brought them back.
struct KnownRepresentative {
    row: Representative,
    in_office: bool,
    ended_by_hand: bool,
}

impl Known {
    fn read(reader: &Reader, id: EmployerId) -> Result<Self, Error> {
        let branches = store::employer::branches(reader, id)?;
        let mut representatives = HashMap::new();
        for (row, ended_at_ms) in store::employer::representatives_ever(reader, id)? {
            let in_office = ended_at_ms.is_none();
            // The journal is asked about the few who are in office by an unconfirmed hand: an import's or a person's.
            let ended_by_hand =
                !in_office || (!row.provenance.is_trusted() && last_word_ended(reader, id, &row.number)?);
            representatives.insert(row.number.clone(), KnownRepresentative { row, in_office, ended_by_hand });
        }
        Ok(Self {
            is_new: false,
            branches: branches.into_iter().map(|it| (it.branch.clone(), it)).collect(),
            representatives,
        })
    }
}

/// One chunk being written.
struct Writing<'w> {
    work: &'w Work<'w>,
    /// Employers that the store does not know, on their way into it.
    new: NewEmployers<'w>,
    /// Between this number and that of this employer the store knew none when it was asked, nor took any up since.
    gap: Option<(String, Option<Employer>)>,
}

impl<'w> Writing<'w> {
    fn begin(work: &'w Work<'w>) -> Result<Self, Error> {
        let provenance = import_of(work);
        Ok(Self { work, new: NewEmployers::in_transaction(work.tx, provenance)?, gap: None })
    }

    /// What the store knows under a number. Numbers come in order and most of a new register's are new: one look tells
    /// of all up to the next that is known.
    fn known(&mut self, number: &EmployerNumber) -> Result<Option<Employer>, Error> {
        if let Some((after, next)) = &mut self.gap
            && number.as_str() > after.as_str()
            && next.as_ref().is_none_or(|next| number.as_str() < next.number.as_str())
        {
            number.as_str().clone_into(after);
            return Ok(None);
        }
        // Those that wait cannot be what is looked for, nor come after it, unless a new window of the file began.
        if !self.new.are_below(number) {
            self.new.write()?;
        }
        let next = store::employer::at_or_after(self.work.tx, number)?;
        if next.as_ref().is_some_and(|next| next.number == *number) {
            self.gap = None;
            return Ok(next);
        }
        self.gap = Some((number.as_str().to_owned(), next));
        Ok(None)
    }
}

impl<R: Read + Send + 'static> EmployerImport<R> {
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
            group: None,
        })
    }

    fn take(&mut self, writing: &mut Writing<'_>, mut row: EmployerRow) -> Result<(), Error> {
        let (work, line) = (writing.work, row.line);
        self.report.warn_all(line, std::mem::take(&mut row.warnings));
        let as_before = self.group.take_if(|group| group.number == row.number && group.known.is_some());
        let (mut group, of_employer) = match as_before {
            Some(group) => {
                if says_otherwise(&import_of(work), &row, &group.first) {
                    self.report.warn(line, "numero", OTHER_FACTS);
                }
                (group, Effect::Unchanged)
            }
            None => {
                let known = writing.known(&row.number)?;
                let may_go_on = self.reading.queue.front().is_none_or(|next| next.number == row.number);
                if known.is_none() && !may_go_on {
                    self.take_new(writing, row);
                    return Ok(());
                }
                self.enter(writing, &row, known)?
            }
        };
        let EmployerRow { branch, branch_name, representative, .. } = row;
        let of_branch = self.take_branch(writing, &mut group, line, branch, branch_name.unwrap_or_default())?;
        let of_representative = match representative {
            Some(representative) => self.take_representative(writing, &mut group, line, representative)?,
            None => Effect::Unchanged,
        };
        self.group = Some(group);
        self.report.count(of_employer.max(of_branch).max(of_representative));
        Ok(())
    }

    /// An employer that nobody knew and of which this row says all: nearly every row of a new register.
    fn take_new(&mut self, writing: &mut Writing<'_>, row: EmployerRow) {
        let new = Employer {
            id: EmployerId(0),
            number: row.number,
            kind: row.kind,
            name: row.legal_name,
            email: row.email.map(String::from).unwrap_or_default(),
            sri_state: row.sri_state,
            artisan: row.artisan == ArtisanMark::Artisan,
            has_key: row.has_key,
            provenance: import_of(writing.work),
        };
        let id = writing.new.add(new, row.folded_name);
        self.seen.first_time(id.0);
        let wrote = &mut self.written.of_chunk;
        Wrote::one(&mut wrote.employers);
        writing.new.add_branch(id, row.branch, row.branch_name.unwrap_or_default());
        Wrote::one(&mut wrote.branches);
        if let Some(it) = row.representative {
            Wrote::one(&mut wrote.representatives);
            writing.new.add_representative(id, it.number, it.name, it.capacity.unwrap_or_default());
        }
        self.group = None;
        self.report.count(Effect::New);
    }

    /// The employer of a row that does not go on with the one before it, or goes on with it in another chunk.
    fn enter(
        &mut self,
        writing: &mut Writing<'_>,
        row: &EmployerRow,
        known: Option<Employer>,
    ) -> Result<(Group, Effect), Error> {
        let work = writing.work;
        let said = match self.group.take() {
            Some(group) if group.number == row.number => group.said,
            _ => Said::default(),
        };
        let group = |first: Employer, known| Group {
            number: row.number.clone(),
            id: first.id,
            first,
            said,
            known: Some(known),
        };
        let Some(known) = known else {
            let mut first = as_imported(&import_of(work), row, None);
            first.id = writing.new.add(first.clone(), row.folded_name.clone());
            Wrote::one(&mut self.written.of_chunk.employers);
            self.seen.first_time(first.id.0);
            return Ok((group(first, Known { is_new: true, ..Known::default() }), Effect::New));
        };
        let after = as_imported(&import_of(work), row, Some(&known));
        let is_same = !says_otherwise(&import_of(work), row, &known);
        let facts = Known::read(work.tx, known.id)?;
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
        Wrote::one(&mut self.written.of_chunk.employers);
        Ok((group(after, facts), Effect::Changed))
    }

    fn take_branch(
        &mut self,
        writing: &mut Writing<'_>,
        group: &mut Group,
        line: u64,
        branch: Branch,
        name: String,
    ) -> Result<Effect, Error> {
        let decided = group.decide_branch(&branch, name);
        if let Some(warning) = decided.warning {
            self.report.warn(line, "nombre_sucursal", warning);
        }
        if let Some(name) = decided.writes {
            Wrote::one(&mut self.written.of_chunk.branches);
            if group.known.as_ref().is_some_and(|known| known.is_new) {
                writing.new.add_branch(group.id, branch, name);
            } else {
                let provenance = import_of(writing.work);
                store::employer::set_branch(writing.work.tx, group.id, &EmployerBranch { branch, name, provenance })?;
            }
        }
        Ok(decided.effect)
    }

    fn take_representative(
        &mut self,
        writing: &mut Writing<'_>,
        group: &mut Group,
        line: u64,
        row: intake::employers::Representative,
    ) -> Result<Effect, Error> {
        let (number, decided) = (row.number.clone(), group.decide_representative(row));
        if let Some((column, warning)) = decided.warning {
            self.report.warn(line, column, warning);
        }
        if let Some(Words { name, capacity, in_doubt }) = decided.writes {
            let work = writing.work;
            if !in_doubt {
                Wrote::one(&mut self.written.of_chunk.representatives);
            }
            if group.known.as_ref().is_some_and(|known| known.is_new) {
                writing.new.add_representative(group.id, number, name, capacity);
            } else {
                let provenance = match in_doubt {
                    true => Provenance::hand(work.actor.user, work.now.0),
                    false => import_of(work),
                };
                let row = Representative { number, name, capacity, provenance };
                store::employer::set_representative(work.tx, group.id, &row)?;
            }
        }
        Ok(decided.effect)
    }
}

/// What a row says of one fact: what it does, what is to be written, and what somebody should look at.
struct Decided<T, W> {
    effect: Effect,
    writes: Option<T>,
    warning: Option<W>,
}

impl<T, W> Decided<T, W> {
    fn nothing(warning: Option<W>) -> Self {
        Self { effect: Effect::Unchanged, writes: None, warning }
    }
}

/// A representative as they are to be written.
struct Words {
    name: String,
    capacity: String,
    /// A hand had ended their office: they come back unconfirmed.
    in_doubt: bool,
}

/// What the rows of an employer decide, by what was said and what is known; nothing is written here.
impl Group {
    fn decide_branch(&mut self, branch: &Branch, name: String) -> Decided<String, &'static str> {
        if let Some(said) = self.said.branches.get(branch) {
            let is_other = *said != name;
            return Decided::nothing(
                is_other.then_some("el archivo ya dio otro nombre para esta sucursal; se conserva el primero"),
            );
        }
        self.said.branches.insert(branch.clone(), name.clone());
        let known = self.known.as_ref().and_then(|known| known.branches.get(branch));
        let effect = match known {
            None => Effect::New,
            // A blank name keeps the known one.
            Some(known) if (name.is_empty() || known.name == name) && known.provenance.entered == Entered::Import => {
                return Decided::nothing(None);
            }
            Some(_) => Effect::Changed,
        };
        let name = if name.is_empty() { known.map(|known| known.name.clone()).unwrap_or_default() } else { name };
        Decided { effect, writes: Some(name), warning: None }
    }

    fn decide_representative(
        &mut self,
        row: intake::employers::Representative,
    ) -> Decided<Words, (&'static str, &'static str)> {
        let (name, capacity) = (row.name, row.capacity.unwrap_or_default());
        if let Some((said_name, said_capacity)) = self.said.representatives.get(&row.number) {
            let is_other = *said_name != name || *said_capacity != capacity;
            let warning = "el archivo ya dio otro nombre o calidad para este representante; se conserva lo primero";
            return Decided::nothing(is_other.then_some(("representante_nombre", warning)));
        }
        self.said.representatives.insert(row.number.clone(), (name.clone(), capacity.clone()));
        let known = self.known.as_ref().and_then(|known| known.representatives.get(&row.number));
        let in_doubt = known.is_some_and(|known| known.ended_by_hand);
        let in_office = known.is_some_and(|known| known.in_office);
        let known = known.map(|known| &known.row);
        let warning = in_doubt.then_some((
            "representante_numero",
            "aquí se anotó que este representante dejó el cargo; vuelve sin confirmar: que otra persona lo confirme, o \
             termine otra vez sus funciones",
        ));
        let effect = match known {
            None => Effect::New,
            Some(known)
                if known.name == name
                    && (capacity.is_empty() || known.capacity == capacity)
                    && in_office
                    && (in_doubt || known.provenance.entered == Entered::Import) =>
            {
                return Decided::nothing(warning);
            }
            Some(_) => Effect::Changed,
        };
        let capacity =
            if capacity.is_empty() { known.map(|known| known.capacity.clone()).unwrap_or_default() } else { capacity };
        Decided { effect, writes: Some(Words { name, capacity, in_doubt }), warning }
    }
}

/// Is the last that hands wrote of this representative that they left office?
fn last_word_ended(reader: &Reader, employer: EmployerId, number: &PersonNumber) -> Result<bool, Error> {
    let mut has_ended = false;
    for chained in store::journal::about(reader, Subject::from(employer).kind.code(), employer.0)? {
        let entry = chained.entry;
        let (place, ends) = match entry.operation.as_str() {
            SetRepresentative::NAME => ("/after/number", false),
            ConfirmRepresentative::NAME => ("/number", false),
            EndRepresentative::NAME => ("/before/number", true),
            _ => continue,
        };
        let detail = store::journal::detail(reader, entry.number)?;
        let detail = detail.and_then(|detail| serde_json::from_str::<serde_json::Value>(&detail.payload).ok());
        let names = detail.as_ref().and_then(|detail| detail.pointer(place)).and_then(|it| it.as_str());
        if entry.outcome == Outcome::Done && names == Some(number.as_str()) {
            has_ended = ends;
        }
    }
    Ok(has_ended)
}

const OTHER_FACTS: &str = "el archivo ya dio otros datos (tipo, razón social, correo, estado o artesano) para este empleador; se conservan los primeros";

/// What this import brings comes from the institution.
fn import_of(work: &Work<'_>) -> Provenance {
    Provenance::import(work.actor.user, work.now.0)
}

/// The employer as a row has it; what stands blank in the row is kept. But the address that a hand wrote and nobody confirmed:
/// a file that says nothing of it does not vouch for it.
fn as_imported(import: &Provenance, row: &EmployerRow, known: Option<&Employer>) -> Employer {
    let email = row.email.as_ref().map(|email| email.as_str().to_owned());
    let vouched_for = known.filter(|known| known.provenance.is_trusted());
    Employer {
        id: known.map_or(EmployerId(0), |known| known.id),
        number: row.number.clone(),
        kind: row.kind,
        name: row.legal_name.clone(),
        email: email.or_else(|| vouched_for.map(|known| known.email.clone())).unwrap_or_default(),
        sri_state: match (row.sri_state, known) {
            (SriState::Unknown, Some(known)) => known.sri_state,
            (state, _) => state,
        },
        artisan: row.artisan == ArtisanMark::Artisan || known.is_some_and(|known| known.artisan),
        has_key: row.has_key.or(known.and_then(|known| known.has_key)),
        provenance: *import,
    }
}

/// Does a row say something else of a known employer than what the same words of a file would leave?
fn says_otherwise(import: &Provenance, row: &EmployerRow, known: &Employer) -> bool {
    let again = Employer { provenance: *import, ..known.clone() };
    as_imported(import, row, Some(known)) != again
}

impl<R: Read + Send + 'static> Run for EmployerImport<R> {
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

    fn gather(&mut self, _house: &House, units: usize) -> Result<Gathered, Error> {
        self.reading.gather(units, &mut self.report)
    }

    fn write(&mut self, work: &Work<'_>, chunk: &mut Chunk) -> Result<Noted, Error> {
        if let Some(group) = &mut self.group {
            group.known = None;
        }
        let mut writing = Writing::begin(work)?;
        while !self.reading.queue.is_empty() && chunk.takes_one_more() {
            if let Some(row) = self.reading.queue.pop_front() {
                self.take(&mut writing, row)?;
            }
            if writing.new.is_full() {
                writing.new.write()?;
            }
        }
        writing.new.write()?;
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
