//! What is due: reads, page by page beside the window's work, with progress and a way to stop.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use super::super::erasure::{LastDealing, Term, is_in_register};
use super::super::error::{Error, refuse};
use super::super::reading::Supervising;
use super::super::settings;
use crate::domain::calendar::Moment;
use crate::domain::id::ScanId;
use crate::domain::number::PersonNumber;
use crate::ops::house::operation::{Done, Noun, Operation, Subject, Work};
use crate::ops::house::run::{Progress, Watch};
use crate::ops::{House, Session};
use crate::store::retention::{self as rows, Dealings, OldScan, Written};
use crate::store::{self, Reader};

/// Numbers read in one go.
const PAGE_NUMBERS: usize = 10_000;
/// People looked at between two looks at the watch.
const PEOPLE_AT_ONCE: usize = 200;
/// Rows of scans looked at in one go.
const PAGE_SCANS: i64 = 5_000;
/// So many papers are listed, the ones longest out of use; all are counted.
pub const LISTED_PAPERS: usize = 10_000;

/// People whose personal data are due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuePeople {
    /// The term, in years.
    pub years: u16,
    /// Whoever was last dealt with before this day is due.
    pub before: NaiveDate,
    /// Who, the longest gone first.
    pub people: Vec<DuePerson>,
    /// How many are not due only because the register of employers names them.
    pub in_register: u64,
}

/// Somebody whose personal data are due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuePerson {
    /// The number.
    pub number: PersonNumber,
    /// When the counter last dealt with them, or wrote them into the register.
    pub last: NaiveDate,
}

/// Scans that are due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueScans {
    /// The term, in years.
    pub years: u16,
    /// Whatever was last used before this day is due.
    pub before: NaiveDate,
    /// The moment at which that day began, in milliseconds since the Unix epoch.
    pub before_ms: i64,
    /// The newest scan that was looked at.
    pub up_to: ScanId,
    /// How many scans are due.
    pub scans: u64,
    /// How many visits, powers and qualifications they belong to.
    pub papers: u64,
    /// Their size.
    pub bytes: u64,
    /// The first [`LISTED_PAPERS`], the longest out of use first.
    pub listed: Vec<PaperScans>,
}

/// What scans belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ScannedKind {
    /// A visit.
    Visit,
    /// A notarial power.
    NotarialPower,
    /// An artisan qualification.
    ArtisanQualification,
}

/// The scans of one visit, power or qualification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaperScans {
    /// What it is …
    pub kind: ScannedKind,
    /// … and its id.
    pub id: i64,
    /// The day of its last use.
    pub last: NaiveDate,
    /// How many scans.
    pub scans: u32,
}

impl ScannedKind {
    fn of(scan: &OldScan) -> Result<Self, Error> {
        match Noun::from_code(&scan.subject_kind) {
            Some(Noun::Visit) => Ok(Self::Visit),
            Some(Noun::NotarialPower) => Ok(Self::NotarialPower),
            Some(Noun::ArtisanQualification) => Ok(Self::ArtisanQualification),
            _ => Err(Error::Inconsistent(format!("un documento digitalizado es de «{}»", scan.subject_kind))),
        }
    }
}

/// Looks at whose personal data are due: they are named by their numbers. Run it through [`review_people`].
#[derive(Debug, Clone, Copy)]
pub struct LookAtDue;

impl Operation for LookAtDue {
    const NAME: &'static str = "people.look_due";
    const SUPERVISES: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        Subject::HOUSE
    }

    fn perform(&self, _work: &Work<'_>) -> Result<Done<()>, Error> {
        Ok(Done::new((), Subject::HOUSE, &[]))
    }
}

/// Whose personal data are due today, for a supervisor. The reading is noted, then it is done.
///
/// # Errors
/// [`Error::Refused`] to a clerk and where no term is set, [`Error::Cancelled`], or the store's.
pub fn review_people(house: &House, by: &Session, watch: &mut Watch<'_>) -> Result<DuePeople, Error> {
    house.perform(by, &LookAtDue)?;
    due_people(house, &house.reader()?, watch)
}

fn due_people(house: &House, reader: &Reader, watch: &mut Watch<'_>) -> Result<DuePeople, Error> {
    let centre = house.centre();
    let Some(years) = settings::load(reader, centre.id)?.retention.personal_data_years else {
        return refuse("no_term", "No hay un plazo para los datos personales. Póngalo y guárdelo primero.");
    };
    let term = Term::new(years, house.clock().now().day(centre.zone), centre.zone);
    let before_ms = term.begins_at_ms();
    let old = rows::old(reader, centre.id, term.begins(), before_ms)?;
    let mut asked = BTreeSet::new();
    for of in Dealings::ALL {
        let mut after = String::new();
        loop {
            let page = rows::old_numbers(reader, of, &old, &after, PAGE_NUMBERS)?;
            let Some(last) = page.last() else { break };
            after.clone_from(last);
            asked.extend(page);
            look_up(watch, Progress::default())?;
        }
    }
    let mut people = BTreeSet::new();
    for of in Written::ALL {
        let mut after = 0;
        loop {
            let page = rows::old_by_hand(reader, of, before_ms, after, PAGE_NUMBERS)?;
            let Some((last, _)) = page.last() else { break };
            after = *last;
            people.extend(page.into_iter().map(|(_, person)| person));
            look_up(watch, Progress::default())?;
        }
    }
    let mut due = DuePeople { years, before: term.begins(), people: Vec::new(), in_register: 0 };
    let total = u64::try_from(asked.len()).ok();
    for (done, number) in (0_u64..).zip(&asked) {
        if done.is_multiple_of(PEOPLE_AT_ONCE as u64) {
            look_up(watch, Progress { done, total, ..Progress::default() })?;
        }
        people.extend(rows::bearers_of(reader, number)?);
    }
    let total = u64::try_from(people.len()).ok();
    for (done, number) in (0_u64..).zip(people) {
        if done.is_multiple_of(PEOPLE_AT_ONCE as u64) {
            look_up(watch, Progress { done, total, ..Progress::default() })?;
        }
        let Some(last) = last_known(reader, term, &number)?.filter(|day| term.is_over(*day)) else { continue };
        match is_in_register(reader, &number)? {
            true => due.in_register = due.in_register.saturating_add(1),
            false => due.people.push(DuePerson { number, last }),
        }
    }
    due.people.sort_by(|one, other| (one.last, &one.number).cmp(&(other.last, &other.number)));
    Ok(due)
}

/// The last day on which the counter had to do with somebody; none while it has, and of whom it never had.
fn last_known(reader: &Reader, term: Term, number: &PersonNumber) -> Result<Option<NaiveDate>, Error> {
    let dealt_with = match term.last_dealing(reader, number)? {
        LastDealing::Now => return Ok(None),
        LastDealing::On(day) => Some(day),
        LastDealing::Never => None,
    };
    let recorded = rows::recorded_by_hand(reader, number)?.map(|at_ms| term.day(Moment(at_ms)));
    Ok(dealt_with.max(recorded))
}

/// Which scans are due today, for a supervisor; they are counted by paper, and nobody is named.
///
/// # Errors
/// [`Error::Refused`] where no term is set, [`Error::Cancelled`], or the store's.
pub fn review_scans(
    house: &House,
    reader: &Reader,
    _by: Supervising,
    watch: &mut Watch<'_>,
) -> Result<DueScans, Error> {
    let centre = house.centre();
    let Some(years) = settings::load(reader, centre.id)?.retention.scans_years else {
        return refuse("no_term", "No hay un plazo para los documentos digitalizados. Póngalo y guárdelo primero.");
    };
    let term = Term::new(years, house.clock().now().day(centre.zone), centre.zone);
    let mut due = DueScans {
        years,
        before: term.begins(),
        before_ms: term.begins_at_ms(),
        up_to: store::scan::last_id(reader)?,
        scans: 0,
        papers: 0,
        bytes: 0,
        listed: Vec::new(),
    };
    let mut papers: HashMap<(ScannedKind, i64), PaperScans> = HashMap::new();
    let mut after = ScanId(0);
    while after < due.up_to {
        let to = next_page(after, due.up_to);
        for scan in rows::old_scans(reader, after, to, due.before_ms)? {
            let (kind, id) = (ScannedKind::of(&scan)?, scan.subject_id);
            let last = term.day(Moment(scan.used_at_ms));
            let paper = papers.entry((kind, id)).or_insert(PaperScans { kind, id, last, scans: 0 });
            paper.scans = paper.scans.saturating_add(1);
            due.scans = due.scans.saturating_add(1);
            due.bytes = due.bytes.saturating_add(u64::try_from(scan.byte_count).unwrap_or(0));
        }
        after = to;
        let progress = Progress { done: count(after), total: Some(count(due.up_to)), ..Progress::default() };
        look_up(watch, progress)?;
    }
    due.papers = u64::try_from(papers.len()).unwrap_or(u64::MAX);
    due.listed = papers.into_values().collect();
    due.listed.sort_by_key(|paper| (paper.last, paper.kind, paper.id));
    due.listed.truncate(LISTED_PAPERS);
    due.listed.shrink_to_fit();
    Ok(due)
}

/// Where the page of scans after this one ends.
pub(super) fn next_page(after: ScanId, up_to: ScanId) -> ScanId {
    ScanId(after.0.saturating_add(PAGE_SCANS).min(up_to.0))
}

/// An id as a count: how far a walk by ids is.
pub(super) fn count(id: ScanId) -> u64 {
    u64::try_from(id.0).unwrap_or(0)
}

fn look_up(watch: &mut Watch<'_>, progress: Progress) -> Result<(), Error> {
    if watch.cancel.is_cancelled() {
        return Err(Error::Cancelled);
    }
    (watch.progress)(progress);
    Ok(())
}
