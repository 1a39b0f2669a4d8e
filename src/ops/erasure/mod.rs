//! Erasing what is kept of a person once its term is over: a run that a supervisor signs.
//!
//! Erased are the person's row, the working copies, keys and overrides of ended visits that name them, their turns, their
//! side of powers and artisan papers, the scans of all these, what requests and complaints say of them, the journal's
//! details and the kept answers that name them. What counts stays: visits with day and outcome, turns, the ledger with serial and hash,
//! where [`ERASED`](store::erasure::ERASED) stands for the person; and every entry of the journal, whose chain holds digests only. An operation
//! whose answer was erased answers, when it is run again, that it was.
//!
//! Refused while the purpose lasts: within [`TERM_YEARS`] of the last visit, turn, power or artisan paper (the export of
//! issuances names recipients, so its term is never shorter), and while the register of employers names the person as
//! an employer or as a representative in office. A text that gives only the name is erased too, unless somebody else
//! bears that name; a name of one word is not looked for. The entry says which row was erased and why, never who.

mod traces;

use std::collections::VecDeque;

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::json;

use self::traces::Traces;
use super::error::{Error, Refusal, refuse};
use super::house::House;
use super::operation::{Changed, Subject, Work};
use super::run::{Gathered, Noted, Progress, Run};
use crate::domain::calendar::{Moment, Zone, day_in_figures};
use crate::domain::id::{
    ApprovalId, ArtisanQualificationId, ComplaintId, IssuanceId, NotarialPowerId, OpId, PersonId, TurnId, VisitId,
};
use crate::domain::journal::Digest;
use crate::domain::name::folded;
use crate::domain::number::PersonNumber;
use crate::domain::turn::Reason;
use crate::store::erasure::Place;
use crate::store::{self, Chunk, Reader};

/// How many years personal data are kept after the person was last dealt with (own).
pub const TERM_YEARS: u32 = 7;

/// Rows looked at in one go.
const PAGE_ROWS: usize = 1_000;

/// What was erased.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ErasureReport {
    /// Details of journal entries.
    pub details: u64,
    /// Kept answers of operations.
    pub answers: u64,
    /// Requests and their answers.
    pub approvals: u64,
    /// Complaints whose words named the person.
    pub complaints: u64,
    /// Visits.
    pub visits: u64,
    /// Visits that name the person in their papers and whose own term is not over: they stay.
    pub visits_within_term: u64,
    /// Lines of the ledger.
    pub issuances: u64,
    /// Notarial powers.
    pub powers: u64,
    /// Artisan qualifications.
    pub qualifications: u64,
    /// Turns.
    pub turns: u64,
    /// Scans taken off their papers.
    pub scans: u64,
    /// Rows of former representatives.
    pub representations: u64,
    /// The person's own row.
    pub person: bool,
    /// Somebody else bears the name: texts that give the name alone stay.
    pub name_is_shared: bool,
}

/// Something to erase.
#[derive(Debug, Clone, Copy)]
enum Target {
    Detail(i64),
    Answer(OpId),
    Approval(ApprovalId),
    Complaint(ComplaintId),
    Visit { id: VisitId, keep_employer: bool },
    Issuance { id: IssuanceId, is_own_employer: bool },
    Power(NotarialPowerId),
    Qualification(ArtisanQualificationId),
    Turn(TurnId),
    Representations,
    Person(PersonId),
}

/// Where the walk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Answers(Option<OpId>),
    Texts { place: usize, after: i64 },
    Rows,
    Over,
}

/// Erases a person.
pub struct ErasePerson {
    number: PersonNumber,
    reason: Reason,
    person: Option<PersonId>,
    traces: Traces,
    before_ms: i64,
    stage: Stage,
    targets: VecDeque<Target>,
    blobs: Vec<(i32, Digest)>,
    reader: Option<Reader>,
    looked_at: u64,
    to_look_at: u64,
    report: ErasureReport,
}

impl ErasePerson {
    /// The erasure of whoever has this number, for a reason that does not say who it is.
    #[must_use]
    pub fn new(number: PersonNumber, reason: Reason) -> Self {
        Self {
            number,
            reason,
            person: None,
            traces: Traces::default(),
            before_ms: i64::MIN,
            stage: Stage::Answers(None),
            targets: VecDeque::new(),
            blobs: Vec::new(),
            reader: None,
            looked_at: 0,
            to_look_at: 0,
            report: ErasureReport::default(),
        }
    }

    fn look_for(&mut self, reader: &Reader) -> Result<(), Error> {
        let mut names = store::erasure::names_of(reader, &self.number)?;
        for name in &names {
            if store::erasure::is_borne_by_another(reader, &self.number, &folded(name))? {
                self.report.name_is_shared = true;
            }
        }
        if self.report.name_is_shared {
            names.clear();
        }
        self.traces = Traces::new(&self.number, &names);
        Ok(())
    }

    /// One page of answers.
    fn look_at_answers(&mut self, reader: &Reader, after: Option<OpId>) -> Result<(), Error> {
        let page = store::erasure::results_page(reader, after, PAGE_ROWS)?;
        self.stage = match page.last() {
            Some((last, _)) => Stage::Answers(Some(*last)),
            None => Stage::Texts { place: 0, after: 0 },
        };
        let found =
            page.into_iter().filter(|(_, output)| self.traces.in_json(output)).map(|(id, _)| Target::Answer(id));
        self.targets.extend(found);
        Ok(())
    }

    /// One page of a place.
    fn look_at_texts(&mut self, reader: &Reader, at: usize, after: i64) -> Result<(), Error> {
        let Some(place) = Place::ALL.get(at).copied() else {
            self.stage = Stage::Rows;
            return Ok(());
        };
        let page = store::erasure::page(reader, place, after, PAGE_ROWS)?;
        self.stage = match page.last() {
            Some(last) => Stage::Texts { place: at, after: last.key },
            None => Stage::Texts { place: at.saturating_add(1), after: 0 },
        };
        for row in page {
            self.looked_at = self.looked_at.saturating_add(1);
            if self.traces.in_json(&row.json) || row.lines.lines().any(|line| self.traces.in_text(line)) {
                let target = self.target(reader, place, row.key, &row.lines)?;
                self.targets.extend(target);
            }
        }
        Ok(())
    }

    fn target(&mut self, reader: &Reader, place: Place, key: i64, lines: &str) -> Result<Option<Target>, Error> {
        // The employer's number is the second line of a visit and of an issuance.
        let is_own_employer = lines.lines().nth(1).is_some_and(|employer| self.traces.by_number(employer));
        Ok(Some(match place {
            Place::Details => Target::Detail(key),
            Place::Approvals => Target::Approval(ApprovalId(key)),
            Place::Complaints => Target::Complaint(ComplaintId(key)),
            Place::Visits => {
                let ended_at = store::erasure::visit_ended_at(reader, VisitId(key))?;
                if ended_at.is_none_or(|ended_at| ended_at > self.before_ms) {
                    self.report.visits_within_term = self.report.visits_within_term.saturating_add(1);
                    return Ok(None);
                }
                Target::Visit { id: VisitId(key), keep_employer: !is_own_employer }
            }
            Place::Issuances => Target::Issuance { id: IssuanceId(key), is_own_employer },
            Place::NotarialPowers => Target::Power(NotarialPowerId(key)),
            Place::ArtisanQualifications => Target::Qualification(ArtisanQualificationId(key)),
        }))
    }

    /// The rows by which the person is found come last: a run cut before them finds the rest again.
    fn look_at_rows(&mut self, reader: &Reader) -> Result<(), Error> {
        self.targets.extend(store::erasure::turns_of(reader, &self.number)?.into_iter().map(Target::Turn));
        self.targets.push_back(Target::Representations);
        self.targets.extend(store::person::by_number(reader, &self.number)?.map(|person| Target::Person(person.id)));
        self.stage = Stage::Over;
        Ok(())
    }

    fn erase(&mut self, work: &Work<'_>, target: Target) -> Result<(), Error> {
        let one_more = |counter: &mut u64| *counter = counter.saturating_add(1);
        match target {
            Target::Detail(number) => {
                store::journal::erase_detail(work.tx, number)?;
                one_more(&mut self.report.details);
            }
            Target::Answer(id) => {
                store::erasure::replace_result(work.tx, id, &erased_answer())?;
                one_more(&mut self.report.answers);
            }
            Target::Approval(id) => {
                store::erasure::wipe_approval(work.tx, id)?;
                one_more(&mut self.report.approvals);
            }
            Target::Complaint(id) => {
                store::erasure::wipe_complaint(work.tx, id)?;
                one_more(&mut self.report.complaints);
            }
            Target::Visit { id, keep_employer } => {
                self.take_scans_off(work, id.into())?;
                store::erasure::wipe_visit(work.tx, id, keep_employer)?;
                one_more(&mut self.report.visits);
            }
            Target::Issuance { id, is_own_employer } => {
                store::erasure::wipe_issuance(work.tx, id, &self.number, is_own_employer)?;
                one_more(&mut self.report.issuances);
            }
            Target::Power(id) => {
                if store::erasure::wipe_power(work.tx, id, &self.number)? {
                    self.take_scans_off(work, id.into())?;
                }
                one_more(&mut self.report.powers);
            }
            Target::Qualification(id) => {
                if store::erasure::wipe_qualification(work.tx, id, &self.number)? {
                    self.take_scans_off(work, id.into())?;
                }
                one_more(&mut self.report.qualifications);
            }
            Target::Turn(id) => {
                store::erasure::wipe_turn(work.tx, id)?;
                one_more(&mut self.report.turns);
            }
            Target::Representations => {
                let gone = store::erasure::remove_representations(work.tx, &self.number)?;
                self.report.representations = u64::try_from(gone).unwrap_or(u64::MAX);
            }
            Target::Person(id) => {
                store::person::remove(work.tx, id)?;
                self.report.person = true;
            }
        }
        Ok(())
    }

    fn take_scans_off(&mut self, work: &Work<'_>, subject: Subject) -> Result<(), Error> {
        for scan in store::scan::of(work.tx, subject.kind, subject.id)? {
            store::scan::remove(work.tx, scan.id)?;
            self.blobs.push((scan.in_year, scan.address));
            self.report.scans = self.report.scans.saturating_add(1);
        }
        Ok(())
    }

    fn noted(&self) -> Result<Noted, Error> {
        let detail = serde_json::to_value(&self.report).map_err(|fault| Error::Inconsistent(fault.to_string()))?;
        Ok(Noted { code: "erased".into(), detail })
    }
}

/// What an operation answers from now on whose answer named the person: a refusal, whatever it answered.
fn erased_answer() -> String {
    let refusal = Refusal::new(
        "erased",
        "Esto ya se hizo, y lo que se respondió entonces se borró con los datos de una persona.",
    );
    json!({ "refused": refusal }).to_string()
}

/// The last day of the term of something that happened then; beyond the calendar, never over.
fn term_ends(day: NaiveDate) -> NaiveDate {
    day.checked_add_months(Months::new(TERM_YEARS.saturating_mul(12))).unwrap_or(NaiveDate::MAX)
}

fn refuse_within_term(work: &Work<'_>, number: &PersonNumber) -> Result<(), Error> {
    let zone: Zone = work.centre.zone;
    let dealt_with = match store::erasure::last_dealt_with(work.tx, number)? {
        Some(i64::MAX) => {
            return refuse("open_visit", "Esta persona tiene una atención sin terminar: sus datos todavía se usan.");
        }
        Some(at_ms) => Some(Moment(at_ms).day(zone)),
        None => None,
    };
    let last = dealt_with.max(store::erasure::last_turn_day(work.tx, number)?);
    match last.map(|day| (day, term_ends(day))) {
        Some((day, ends)) if ends >= work.day => refuse(
            "term",
            format!(
                "Los datos se conservan {TERM_YEARS} años: lo último de esta persona es del {}, y se puede borrar después del {}.",
                day_in_figures(day),
                day_in_figures(ends)
            ),
        ),
        _ => Ok(()),
    }
}

impl Run for ErasePerson {
    const NAME: &'static str = "person.erase";
    const SIGNED: bool = true;
    const CHANGED: &'static [Changed] = &[
        Changed::People,
        Changed::Turns,
        Changed::Visits,
        Changed::NotarialPowers,
        Changed::ArtisanQualifications,
        Changed::Employers,
    ];
    type Report = ErasureReport;

    fn subject(&self) -> Subject {
        Subject { kind: "person", id: self.person.map_or(0, |person| person.0) }
    }

    fn start(&mut self, work: &Work<'_>) -> Result<Noted, Error> {
        self.person = store::person::by_number(work.tx, &self.number)?.map(|person| person.id);
        self.look_for(work.tx)?;
        if self.traces.in_text(self.reason.as_str()) {
            return refuse(
                "reason",
                "El motivo nombra a la persona, y quedaría en la bitácora: escríbalo sin su nombre ni su número.",
            );
        }
        if store::erasure::is_employer(work.tx, &self.number)?
            || !store::employer::of_person(work.tx, &self.number)?.is_empty()
        {
            return refuse(
                "in_register",
                "El registro de empleadores nombra a esta persona, como empleador o como representante: mientras tanto no se borra.",
            );
        }
        refuse_within_term(work, &self.number)?;
        let term_began =
            work.day.checked_sub_months(Months::new(TERM_YEARS.saturating_mul(12))).unwrap_or(NaiveDate::MIN);
        self.before_ms = Moment::from_local(term_began.and_time(chrono::NaiveTime::MIN), work.centre.zone).0;
        for place in Place::ALL {
            let rows = u64::try_from(store::erasure::last_key(work.tx, place)?).unwrap_or(0);
            self.to_look_at = self.to_look_at.saturating_add(rows);
        }
        Ok(Noted { code: "erased".into(), detail: json!({ "reason": self.reason.as_str() }) })
    }

    fn gather(&mut self, house: &House, _units: usize) -> Result<Gathered, Error> {
        if self.targets.is_empty() {
            let reader = match self.reader.take() {
                Some(reader) => reader,
                None => house.reader()?,
            };
            match self.stage {
                Stage::Answers(after) => self.look_at_answers(&reader, after)?,
                Stage::Texts { place, after } => self.look_at_texts(&reader, place, after)?,
                Stage::Rows => self.look_at_rows(&reader)?,
                Stage::Over => return Ok(Gathered::AtEnd),
            }
            self.reader = Some(reader);
        }
        Ok(if self.targets.is_empty() { Gathered::Nothing } else { Gathered::ToWrite })
    }

    fn write(&mut self, work: &Work<'_>, chunk: &mut Chunk) -> Result<Noted, Error> {
        while !self.targets.is_empty() && chunk.takes_one_more() {
            if let Some(target) = self.targets.pop_front() {
                self.erase(work, target)?;
            }
        }
        self.noted()
    }

    fn progress(&self) -> Progress {
        Progress { done: self.looked_at, total: Some(self.to_look_at.max(self.looked_at)), ..Progress::default() }
    }

    fn finish(&mut self, house: &House) -> Result<(ErasureReport, Noted), Error> {
        // No reader may hold an old moment while the log is cut.
        self.reader = None;
        // After this the rows are gone for good, and only then their bytes go: never a row without its bytes.
        house.store().erase_for_good()?;
        let reader = house.reader()?;
        for (year, address) in &self.blobs {
            if !store::scan::is_referenced_in(&reader, address, *year)? {
                house.scans().remove(*year, address)?;
            }
        }
        Ok((self.report.clone(), self.noted()?))
    }
}
