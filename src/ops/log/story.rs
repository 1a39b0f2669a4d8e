//! A visit told as what happened: who came with what, how each point was judged, what was overridden and why, the slips,
//! and every entry of the journal about it.

use crate::domain::approval::used_in;
use crate::domain::calendar::Moment;
use crate::domain::id::VisitId;
use crate::domain::ledger::IssuanceState;
use crate::domain::procedure::{self, Case};
use crate::domain::rule::Finding;
use crate::domain::user::Actor;
use crate::ops::error::{Error, known};
use crate::ops::house::House;
use crate::ops::house::operation::Subject;
use crate::ops::mail;
use crate::ops::names::Names;
use crate::ops::procedure::{AtCounter, has_papers, with_papers};
use crate::ops::reading::{OpenedVisit, own_visit};
use crate::ops::settings;
use crate::ops::visit::{Surroundings, complete, reason_of};
use crate::store;
use crate::store::Reader;
use crate::store::complaint::Complaint;
use crate::store::issuance::Issuance;
use crate::store::log::Line;
use crate::store::scan::Scan;
use crate::store::turn::TurnRow;
use crate::store::visit::Visit;

/// A visit with everything that is kept about it.
#[derive(Debug, Clone)]
pub struct Story {
    /// As the list shows it.
    pub line: Line,
    /// The visit.
    pub visit: Visit,
    /// Its turn.
    pub turn: TurnRow,
    /// Who attended, by name.
    pub clerk: String,
    /// The number of the window.
    pub window: u16,
    /// Who came, by the papers that were noted: in what part, and who that is. Nothing for a plain attention.
    pub who_came: Vec<(&'static str, String)>,
    /// The papers of the registers that were used: which one, by code or number, and what was seen of it.
    pub papers: Vec<(&'static str, String)>,
    /// Why the person left without, by the codes that were kept.
    pub reasons: Vec<String>,
    /// How each point stands at the visit's end, by the papers that were noted and what the registers say now; nothing
    /// for a plain attention, nor where the papers were erased.
    pub findings: Vec<Finding>,
    /// The warnings that were overridden.
    pub overrides: Vec<GivenOverride>,
    /// Its slips, the first one first.
    pub slips: Vec<Issuance>,
    /// How the letter to the employer stands, where a slip was delivered and one was queued.
    pub notice: Option<mail::Standing>,
    /// Its scans, as recorded: each is opened on its own.
    pub scans: Vec<Scan>,
    /// The complaints against it.
    pub complaints: Vec<Complaint>,
    /// What the journal says of it, oldest first.
    pub events: Vec<Event>,
}

/// A warning that was overridden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenOverride {
    /// The rule.
    pub rule: String,
    /// The sentence that was shown.
    pub sentence: String,
    /// Why.
    pub reason: String,
    /// By whom, by name.
    pub by: String,
    /// When.
    pub at: Moment,
    /// The supervisor whose word it has, by name.
    pub approved_by: Option<String>,
}

/// An entry of the journal about a visit, its turn, its slips, its scans, complaints, or what was asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The entry's number.
    pub number: i64,
    /// When.
    pub at: Moment,
    /// By whom, by name.
    pub by: String,
    /// At which window.
    pub window: u16,
    /// The operation's name.
    pub operation: String,
    /// How it ended: `done`, `refused` …
    pub outcome: &'static str,
    /// What qualifies it.
    pub code: String,
    /// Why, where a reason was written and was not erased.
    pub reason: String,
}

/// The story of a visit that was opened.
///
/// # Errors
/// The store's.
pub fn tell(house: &House, reader: &Reader, opened: OpenedVisit) -> Result<Story, Error> {
    reader.at_one_moment(|reader| {
        let OpenedVisit { visit, scans } = opened;
        let names = Names::read(reader)?;
        let OfPapers { who_came, used, findings } = of_papers(house, reader, &visit)?;
        let slips = store::issuance::of_visit(reader, visit.id)?;
        let complaints = store::complaint::of_visit(reader, visit.id)?;
        let delivered = slips.iter().rfind(|slip| slip.state == IssuanceState::Delivered);
        let notice = delivered.map(|slip| mail::notice_of(reader, slip.id)).transpose()?.flatten();
        Ok(Story {
            notice,
            line: known(store::log::line(reader, visit.id)?, "esta atención")?,
            turn: known(store::turn::get(reader, visit.turn)?, "el turno de esta atención")?,
            clerk: names.user(visit.clerk).into(),
            window: names.window(visit.window),
            reasons: store::visit::reasons(reader, visit.id)?,
            who_came,
            papers: used,
            findings,
            overrides: overrides(reader, &visit, &names)?,
            events: events(reader, (&visit, &slips, &scans, &complaints), &names)?,
            complaints,
            slips,
            scans,
            visit,
        })
    })
}

/// The story of a visit that whoever asks has open already: read again because something was done to it.
///
/// # Errors
/// A refusal when there is no such visit, or it is another clerk's; the store's.
pub fn tell_again(house: &House, reader: &Reader, viewer: Actor, id: VisitId) -> Result<Story, Error> {
    let visit = known(store::visit::get(reader, id)?, "esta atención")?;
    own_visit(viewer, &visit)?;
    let scans = store::scan::of(reader, Subject::from(id).kind.code(), id.0)?;
    tell(house, reader, OpenedVisit { visit, scans })
}

/// What the papers of a visit tell.
#[derive(Default)]
struct OfPapers {
    who_came: Vec<(&'static str, String)>,
    used: Vec<(&'static str, String)>,
    findings: Vec<Finding>,
}

/// What the papers tell as they are judged at the visit's end; nothing for a plain attention, nor where they were erased.
fn of_papers(house: &House, reader: &Reader, visit: &Visit) -> Result<OfPapers, Error> {
    fn told<P: AtCounter>(reader: &Reader, around: Surroundings<'_>, visit: &Visit) -> Result<OfPapers, Error> {
        let case: Case<P> = complete(reader, around, visit)?;
        let findings = procedure::assess(&case).findings().to_vec();
        Ok(OfPapers { who_came: P::who_came(&case), used: P::papers_used(&case), findings })
    }
    if !has_papers(visit) {
        return Ok(OfPapers::default());
    }
    let settings = settings::load(reader, house.centre().id)?;
    let now = visit.ended_at_ms.map_or_else(|| house.clock().now(), Moment);
    let around = Surroundings { now, centre: house.centre(), settings: &settings };
    with_papers!(&visit.procedure, P => told::<P>(reader, around, visit)).unwrap_or_else(|| Ok(OfPapers::default()))
}

fn overrides(reader: &Reader, visit: &Visit, names: &Names) -> Result<Vec<GivenOverride>, Error> {
    let mut told = Vec::new();
    for given in store::visit::overrides(reader, visit.id)? {
        let approval = match given.approval {
            Some(id) => store::approval::get(reader, id)?,
            None => None,
        };
        told.push(GivenOverride {
            rule: given.rule,
            sentence: given.sentence,
            reason: given.reason,
            by: names.user(given.given_by).into(),
            at: Moment(given.given_at_ms),
            approved_by: approval.and_then(|it| it.answered_by).map(|user| names.user(user).into()),
        });
    }
    Ok(told)
}

/// A visit with what belongs to it.
type Whole<'a> = (&'a Visit, &'a [Issuance], &'a [Scan], &'a [Complaint]);

fn events(reader: &Reader, (visit, slips, scans, complaints): Whole<'_>, names: &Names) -> Result<Vec<Event>, Error> {
    let mut subjects: Vec<Subject> = vec![visit.turn.into(), visit.id.into()];
    subjects.extend(slips.iter().map(|slip| Subject::from(slip.id)));
    subjects.extend(scans.iter().map(|scan| Subject::from(scan.id)));
    subjects.extend(complaints.iter().map(|complaint| Subject::from(complaint.id)));
    let mut requests: Vec<Subject> = Vec::new();
    for subject in &subjects {
        let about = store::approval::about(reader, subject.kind.code(), subject.id)?;
        requests.extend(about.into_iter().map(|request| Subject::from(request.id)));
    }
    subjects.extend(requests);
    let mut events = Vec::new();
    for subject in subjects {
        for chained in store::journal::about(reader, subject.kind.code(), subject.id)? {
            let entry = chained.entry;
            events.push(Event {
                number: entry.number,
                at: Moment(entry.at_ms),
                by: names.user(entry.user).into(),
                window: names.window(entry.window),
                operation: entry.operation,
                outcome: entry.outcome.code(),
                code: used_in(&entry.code).0.to_owned(),
                reason: reason_of(reader, entry.number)?,
            });
        }
    }
    events.sort_by_key(|event| event.number);
    Ok(events)
}
