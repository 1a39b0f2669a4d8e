//! The walk of an erasure: who is meant, where they stand, row by row, and their scans' bytes at the end.
//!
//! It goes through the store once, for however many people: their names are gathered, whoever else bears one is looked
//! for, and then every place where a text may name one of them is read page by page, as far as it went when the walk
//! began. Somebody who is dealt with meanwhile is left alone.

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::json;

use super::Term;
use super::report::ErasureReport;
use super::traces::Traces;
use crate::domain::id::{
    ApprovalId, ArtisanQualificationId, ComplaintId, IssuanceId, NotarialPowerId, OpId, PersonId, VisitId,
};
use crate::domain::name::folded;
use crate::domain::number::PersonNumber;
use crate::ops::error::{Error, Refusal};
use crate::ops::house::House;
use crate::ops::house::operation::{Subject, Work};
use crate::ops::house::run::{Gathered, Progress};
use crate::ops::scan::Bytes;
use crate::store::erasure::{Bearers, Place};
use crate::store::search::Settling;
use crate::store::{self, Chunk, ForGood, Reader};

/// Rows looked at in one go.
const PAGE_ROWS: usize = 1_000;
/// People looked at in one go: each is several questions.
const PAGE_PEOPLE: usize = 100;

/// From one in so many rows on, their people are many: copying the search index fair is less work than overwriting, one
/// by one, what it knows of them.
const MANY_IN: u64 = 1_000;
/// After so many chunks that strike out of the search index, what they left there is merged.
const CHUNKS_TO_MERGE: usize = 24;
/// How a page written for good counts beside a row looked at.
const ROWS_A_PAGE: u64 = 4;

/// Something to erase.
#[derive(Debug, Clone)]
enum Target {
    Detail(i64),
    Answer(OpId),
    Approval(ApprovalId),
    Complaint(ComplaintId),
    Visit {
        id: VisitId,
        keep_employer: bool,
    },
    Issuance {
        id: IssuanceId,
        recipients: Vec<PersonNumber>,
        is_own_employer: bool,
    },
    Power {
        id: NotarialPowerId,
        sides: Vec<PersonNumber>,
    },
    Qualification {
        id: ArtisanQualificationId,
        holders: Vec<PersonNumber>,
    },
    /// The rows by which somebody is found.
    Rows(PersonNumber),
}

/// Where the walk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    People,
    Bearers { of: usize, after: i64 },
    Answers(Option<OpId>),
    Texts { place: usize, after: i64 },
    Rows { next: usize },
    Settling,
    Bytes,
    Over,
}

/// An erasure under way.
pub(in crate::ops) struct Erasing {
    /// Who is still to be looked at, before the walk.
    asked: VecDeque<PersonNumber>,
    people: Vec<PersonNumber>,
    /// By number, whoever of them has it.
    by_number: HashMap<String, Vec<PersonNumber>>,
    /// By folded name, which of them bear it.
    by_name: HashMap<String, Vec<usize>>,
    names: Vec<(usize, String)>,
    /// Whose name somebody else bears.
    shared: HashSet<usize>,
    traces: Traces,
    term: Option<Term>,
    before_ms: i64,
    /// How far each place is walked.
    ends: Vec<i64>,
    stage: Stage,
    targets: VecDeque<Target>,
    bytes: Bytes,
    reader: Option<Reader>,
    done: u64,
    to_do: u64,
    report: ErasureReport,
    /// Rows of the register that went since they were last asked for.
    rows: Vec<i64>,
    /// The same of the register of the insured.
    insured_rows: Vec<i64>,
    /// Entries whose detail went since they were last asked for.
    details: Vec<i64>,
    /// So many people that what the search index knows of them is struck out first.
    are_many: bool,
    /// Chunks written since what they struck out was last merged.
    chunks: usize,
    merging: Option<Settling>,
    end: ForGood,
}

impl Erasing {
    /// The erasure of these people.
    pub(in crate::ops) fn of(people: Vec<PersonNumber>) -> Self {
        Self {
            asked: people.into(),
            people: Vec::new(),
            by_number: HashMap::new(),
            by_name: HashMap::new(),
            names: Vec::new(),
            shared: HashSet::new(),
            traces: Traces::default(),
            term: None,
            before_ms: i64::MIN,
            ends: Vec::new(),
            stage: Stage::People,
            targets: VecDeque::new(),
            bytes: Bytes::default(),
            reader: None,
            done: 0,
            to_do: 0,
            report: ErasureReport::default(),
            rows: Vec::new(),
            insured_rows: Vec::new(),
            details: Vec::new(),
            are_many: false,
            chunks: 0,
            merging: None,
            end: ForGood::default(),
        }
    }

    /// Measures the way, inside the transaction of the start entry.
    pub(in crate::ops) fn start(&mut self, reader: &Reader, term: Term) -> Result<(), Error> {
        self.term = Some(term);
        self.before_ms = term.begins_at_ms();
        for place in Place::ALL {
            self.ends.push(store::erasure::last_key(reader, place)?);
        }
        let bearers =
            Bearers::ALL.into_iter().map(|of| store::erasure::last_bearer(reader, of)).sum::<Result<i64, _>>()?;
        let rows = self.ends.iter().fold(bearers, |sum, end| sum.saturating_add(*end));
        let people = u64::try_from(self.asked.len()).unwrap_or(u64::MAX);
        let rows = u64::try_from(rows).unwrap_or(0);
        self.are_many = people.saturating_mul(MANY_IN) >= rows;
        // Each page of the search index is written anew, and what it leaves free twice more.
        let pages = if self.are_many { store::search::pages(reader)?.saturating_mul(3) } else { 0 };
        self.to_do = rows.saturating_add(people.saturating_mul(2)).saturating_add(pages.saturating_mul(ROWS_A_PAGE));
        Ok(())
    }

    /// What was erased so far.
    pub(in crate::ops) fn report(&self) -> &ErasureReport {
        &self.report
    }

    /// The rows of the register of people that went since this was last asked.
    pub(in crate::ops) fn take_rows(&mut self) -> Vec<i64> {
        std::mem::take(&mut self.rows)
    }

    /// The rows of the register of the insured that went since this was last asked.
    pub(in crate::ops) fn take_insured_rows(&mut self) -> Vec<i64> {
        std::mem::take(&mut self.insured_rows)
    }

    /// The entries whose detail went since this was last asked: the journal says so, and of no other may it be missing.
    pub(in crate::ops) fn take_details(&mut self) -> Vec<i64> {
        std::mem::take(&mut self.details)
    }

    /// How far it is.
    pub(in crate::ops) fn progress(&self) -> Progress {
        Progress { done: self.done, total: Some(self.to_do.max(self.done)), ..Progress::default() }
    }

    /// One page of the walk.
    pub(in crate::ops) fn gather(&mut self, house: &House) -> Result<Gathered, Error> {
        if self.chunks >= CHUNKS_TO_MERGE {
            self.chunks = 0;
            self.merging = Some(Settling::of_a_run());
        }
        if let Some(merging) = &mut self.merging {
            if !merging.go_on(house.store())? {
                self.merging = None;
            }
            // Nobody could count beforehand how many steps this takes.
            (self.done, self.to_do) = (self.done.saturating_add(1), self.to_do.saturating_add(1));
            return Ok(Gathered::Nothing);
        }
        if self.targets.is_empty() {
            match self.stage {
                Stage::Settling => {
                    // No reader may hold an old moment while the log is cut. After this the rows are gone for good, and
                    // only then their bytes go: never a row without its bytes.
                    self.reader = None;
                    let before = self.end.pages();
                    if !self.end.go_on_patiently(house.store())? {
                        self.stage = Stage::Bytes;
                    }
                    let pages = self.end.pages().saturating_sub(before);
                    self.done = self.done.saturating_add(pages.saturating_mul(ROWS_A_PAGE));
                }
                Stage::Bytes => {
                    if !self.bytes.remove_some(house)? {
                        self.stage = Stage::Over;
                    }
                }
                Stage::Over => return Ok(Gathered::AtEnd),
                _ => {
                    let reader = match self.reader.take() {
                        Some(reader) => reader,
                        None => house.reader()?,
                    };
                    self.look(&reader)?;
                    self.reader = Some(reader);
                }
            }
        }
        Ok(if self.targets.is_empty() { Gathered::Nothing } else { Gathered::ToWrite })
    }

    fn look(&mut self, reader: &Reader) -> Result<(), Error> {
        match self.stage {
            Stage::People => self.look_at_people(reader),
            Stage::Bearers { of, after } => self.look_at_bearers(reader, of, after),
            Stage::Answers(after) => self.look_at_answers(reader, after),
            Stage::Texts { place, after } => self.look_at_texts(reader, place, after),
            Stage::Rows { next } => {
                self.look_at_rows(next);
                Ok(())
            }
            Stage::Settling | Stage::Bytes | Stage::Over => Ok(()),
        }
    }

    fn allows(&self, reader: &Reader, person: &PersonNumber) -> Result<bool, Error> {
        self.term.map_or(Ok(false), |term| term.allows(reader, person))
    }

    /// Who of those asked for may be erased, and under which names they are known.
    fn look_at_people(&mut self, reader: &Reader) -> Result<(), Error> {
        for _ in 0..PAGE_PEOPLE {
            let Some(person) = self.asked.pop_front() else {
                self.stage = Stage::Bearers { of: 0, after: 0 };
                return Ok(());
            };
            self.done = self.done.saturating_add(1);
            if !self.allows(reader, &person)? {
                self.report.spared = self.report.spared.saturating_add(1);
                continue;
            }
            let place = self.people.len();
            for name in store::erasure::names_of(reader, &person)? {
                self.by_name.entry(folded(&name)).or_default().push(place);
                self.names.push((place, name));
            }
            self.by_number.entry(person.as_str().to_owned()).or_default().push(person.clone());
            self.people.push(person);
        }
        Ok(())
    }

    /// One page of those who bear names.
    fn look_at_bearers(&mut self, reader: &Reader, at: usize, after: i64) -> Result<(), Error> {
        let Some(of) = Bearers::ALL.get(at).copied().filter(|_| !self.by_name.is_empty()) else {
            self.report.shared_names = u64::try_from(self.shared.len()).unwrap_or(u64::MAX);
            let own = self.names.iter().filter(|(place, _)| !self.shared.contains(place));
            self.traces = Traces::new(&self.people, own.map(|(_, name)| name.as_str()));
            (self.names, self.by_name) = (Vec::new(), HashMap::new());
            self.stage = if self.people.is_empty() { Stage::Settling } else { Stage::Answers(None) };
            return Ok(());
        };
        let page = store::erasure::bearers(reader, of, after, PAGE_ROWS)?;
        self.stage = match page.last() {
            Some((last, ..)) => Stage::Bearers { of: at, after: *last },
            None => Stage::Bearers { of: at.saturating_add(1), after: 0 },
        };
        for (_, bearer, name) in page {
            self.done = self.done.saturating_add(1);
            if let Some(places) = self.by_name.get(&name)
                && !self.is_one(&bearer)
            {
                self.shared.extend(places);
            }
        }
        Ok(())
    }

    fn is_one(&self, person: &PersonNumber) -> bool {
        self.by_number.get(person.as_str()).is_some_and(|people| people.contains(person))
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
        let (Some(place), Some(end)) = (Place::ALL.get(at).copied(), self.ends.get(at).copied()) else {
            self.stage = Stage::Rows { next: 0 };
            return Ok(());
        };
        let mut page = store::erasure::page(reader, place, after, PAGE_ROWS)?;
        page.retain(|row| row.key <= end);
        self.stage = match page.last() {
            Some(last) => Stage::Texts { place: at, after: last.key },
            None => Stage::Texts { place: at.saturating_add(1), after: 0 },
        };
        for row in page {
            self.done = self.done.saturating_add(1);
            if self.traces.in_json(&row.json) || row.lines.lines().any(|line| self.traces.in_text(line)) {
                let target = self.target(reader, place, row.key, &row.lines)?;
                self.targets.extend(target);
            }
        }
        Ok(())
    }

    fn target(&mut self, reader: &Reader, place: Place, key: i64, lines: &str) -> Result<Option<Target>, Error> {
        let line = |at: usize| lines.lines().nth(at).unwrap_or_default();
        let with = |number: &str| self.by_number.get(number).cloned().unwrap_or_default();
        // The employer's number is the second line of a visit and of an issuance.
        let is_own_employer = self.traces.by_number(line(1));
        Ok(Some(match place {
            Place::Details => Target::Detail(key),
            Place::Approvals => Target::Approval(ApprovalId(key)),
            Place::Complaints => Target::Complaint(ComplaintId(key)),
            Place::Visits => {
                let ended_at = store::erasure::visit_ended_at(reader, VisitId(key))?;
                if ended_at.is_none_or(|ended_at| ended_at >= self.before_ms) {
                    self.report.visits_within_term = self.report.visits_within_term.saturating_add(1);
                    return Ok(None);
                }
                Target::Visit { id: VisitId(key), keep_employer: !is_own_employer }
            }
            Place::Issuances => Target::Issuance { id: IssuanceId(key), recipients: with(line(0)), is_own_employer },
            // Who granted it, and who holds it.
            Place::NotarialPowers => {
                Target::Power { id: NotarialPowerId(key), sides: [with(line(0)), with(line(2))].concat() }
            }
            Place::ArtisanQualifications => {
                Target::Qualification { id: ArtisanQualificationId(key), holders: with(line(1)) }
            }
        }))
    }

    /// The rows by which somebody is found come last: a run cut before them finds the rest again.
    fn look_at_rows(&mut self, next: usize) {
        let some = self.people.iter().skip(next).take(PAGE_PEOPLE);
        let before = self.targets.len();
        self.targets.extend(some.cloned().map(Target::Rows));
        let taken = self.targets.len().saturating_sub(before);
        self.done = self.done.saturating_add(u64::try_from(taken).unwrap_or(0));
        self.stage = if taken == 0 { Stage::Settling } else { Stage::Rows { next: next.saturating_add(taken) } };
    }

    /// As much of what was found as a chunk takes.
    pub(in crate::ops) fn write(&mut self, work: &Work<'_>, chunk: &mut Chunk) -> Result<(), Error> {
        if self.are_many {
            store::search::strike_out(work.tx)?;
            self.chunks = self.chunks.saturating_add(1);
        }
        while !self.targets.is_empty() && chunk.takes_one_more() {
            if let Some(target) = self.targets.pop_front() {
                self.erase(work, target)?;
            }
        }
        Ok(())
    }

    fn erase(&mut self, work: &Work<'_>, target: Target) -> Result<(), Error> {
        let one_more = |counter: &mut u64| *counter = counter.saturating_add(1);
        match target {
            Target::Detail(number) => {
                store::journal::erase_detail(work.tx, number)?;
                self.details.push(number);
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
            Target::Issuance { id, recipients, is_own_employer } => {
                store::erasure::wipe_issuance(work.tx, id, &recipients, is_own_employer)?;
                one_more(&mut self.report.issuances);
            }
            Target::Power { id, sides } => {
                if store::erasure::wipe_power(work.tx, id, &sides)? {
                    self.take_scans_off(work, id.into())?;
                }
                one_more(&mut self.report.powers);
            }
            Target::Qualification { id, holders } => {
                if store::erasure::wipe_qualification(work.tx, id, &holders)? {
                    self.take_scans_off(work, id.into())?;
                }
                one_more(&mut self.report.qualifications);
            }
            Target::Rows(person) => self.erase_rows(work, &person)?,
        }
        Ok(())
    }

    fn erase_rows(&mut self, work: &Work<'_>, person: &PersonNumber) -> Result<(), Error> {
        // Whoever came to the counter during the walk is known there again.
        if !self.allows(work.tx, person)? {
            self.report.spared = self.report.spared.saturating_add(1);
            return Ok(());
        }
        store::erasure::wipe_visit_numbers(work.tx, person, self.before_ms)?;
        for turn in store::erasure::turns_of(work.tx, person)? {
            store::erasure::wipe_turn(work.tx, turn)?;
            self.report.turns = self.report.turns.saturating_add(1);
        }
        let gone = store::erasure::remove_representations(work.tx, person)?;
        self.report.representations = self.report.representations.saturating_add(u64::try_from(gone).unwrap_or(0));
        if let Some(PersonId(id)) = store::person::by_number(work.tx, person)?.map(|row| row.id) {
            store::person::remove(work.tx, PersonId(id))?;
            self.rows.push(id);
            self.report.register_rows = self.report.register_rows.saturating_add(1);
        }
        if let Some(insured) = store::insured::by_number(work.tx, person)? {
            store::insured::remove(work.tx, insured.id)?;
            self.insured_rows.push(insured.id.0);
            self.report.insured_rows = self.report.insured_rows.saturating_add(1);
        }
        let own = store::erasure::wipe_own(work.tx, person)?;
        let more = |count: u64, rows: usize| count.saturating_add(u64::try_from(rows).unwrap_or(0));
        self.report.employments = more(self.report.employments, own.employments);
        self.report.self_services = more(self.report.self_services, own.self_services);
        self.report.people = self.report.people.saturating_add(1);
        Ok(())
    }

    fn take_scans_off(&mut self, work: &Work<'_>, subject: Subject) -> Result<(), Error> {
        for scan in store::scan::of(work.tx, subject.kind.code(), subject.id)? {
            store::scan::remove(work.tx, scan.id)?;
            self.bytes.add(scan.in_year, scan.address);
            self.report.scans = self.report.scans.saturating_add(1);
        }
        Ok(())
    }
}

/// What an operation answers from now on whose answer named somebody: a refusal, whatever it answered.
fn erased_answer() -> String {
    let refusal = Refusal::new(
        "erased",
        "Esto ya se hizo, y lo que se respondió entonces se borró con los datos de una persona.",
    );
    json!({ "refused": refusal }).to_string()
}
