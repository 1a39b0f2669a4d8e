//! Turns, the visit at hand, slips that wait.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::domain::calendar::Moment;
use crate::domain::id::{IssuanceId, TurnId, UserId, VisitId, WindowId};
use crate::domain::journal::Outcome;
use crate::domain::ledger::IssuanceState;
use crate::domain::number::{Branch, EmployerNumber};
use crate::domain::procedure::{Case, Papers};
use crate::domain::procedure_id::ProcedureId;
use crate::ops::error::{Error, known, refuse};
use crate::ops::house::House;
use crate::ops::house::operation::{Operation as _, Subject};
use crate::ops::issuance::{CounterPaper, PrintPaper};
use crate::ops::mail;
use crate::ops::procedure::{AtCounter, has_papers};
use crate::ops::scan::ScannedPaper;
use crate::ops::settings::{self, Settings};
use crate::ops::turn::next_turn;
use crate::ops::visit::{ReopenVisit, ResumeVisit, Surroundings, complete};
use crate::store::issuance::Issuance;
use crate::store::scan::Scan;
use crate::store::turn::{TurnContact, TurnRow};
use crate::store::visit::{Visit, VisitState};
use crate::store::{self, Reader};

/// The turns of the day.
#[derive(Debug, Clone, PartialEq)]
pub struct Today {
    /// The day, in the centre's zone.
    pub day: NaiveDate,
    /// Every turn of it, by hour.
    pub turns: Vec<TurnRow>,
    /// Who would be called next.
    pub next: Option<TurnId>,
    /// The centre's settings.
    pub settings: Settings,
}

/// The turns of the centre's day.
///
/// # Errors
/// The store's.
pub fn today(house: &House, reader: &Reader) -> Result<Today, Error> {
    let centre = house.centre();
    let day = house.clock().now().day(centre.zone);
    let settings = settings::load(reader, centre.id)?;
    let turns = store::turn::of_day(reader, centre.id, day)?;
    let next = next_turn(reader, centre, &settings, day)?;
    Ok(Today { day, turns, next, settings })
}

/// One turn.
///
/// # Errors
/// A refusal when there is none of this id; the store's.
pub fn turn(reader: &Reader, id: TurnId) -> Result<TurnRow, Error> {
    known(store::turn::get(reader, id)?, "este turno")
}

/// A turn booked here that is still to come.
#[derive(Debug, Clone, PartialEq)]
pub struct BookedTurn {
    /// The turn.
    pub row: TurnRow,
    /// Where its holder is written to.
    pub contact: TurnContact,
}

/// The turns booked here from today on that are still to come, in the order of their days and hours.
///
/// # Errors
/// The store's.
pub fn booked(house: &House, reader: &Reader) -> Result<Vec<BookedTurn>, Error> {
    let centre = house.centre();
    let today = house.clock().now().day(centre.zone);
    let rows = store::turn::booked_from(reader, centre.id, today)?.into_iter();
    rows.map(|row| Ok(BookedTurn { contact: store::turn::contact(reader, row.id)?.unwrap_or_default(), row })).collect()
}

/// The visits under a turn, in the order in which they were begun.
///
/// # Errors
/// The store's.
pub fn visits_of_turn(reader: &Reader, turn: TurnId) -> Result<Vec<Visit>, Error> {
    Ok(store::visit::of_turn(reader, turn)?)
}

/// The visits under a turn with what the counter shows of them.
///
/// # Errors
/// The store's.
pub fn attended_of_turn(reader: &Reader, turn: TurnId) -> Result<Vec<TurnVisit>, Error> {
    let visits = visits_of_turn(reader, turn)?.into_iter();
    visits
        .map(|visit| {
            let has_constancia = was_printed(reader, CounterPaper::Constancia(visit.id), visit.ended_at_ms)?;
            let slips = store::issuance::of_visit(reader, visit.id)?;
            let delivered = slips.into_iter().rfind(|slip| slip.state == IssuanceState::Delivered);
            let scans = match delivered {
                Some(_) => store::scan::of(reader, Subject::from(visit.id).kind.code(), visit.id.0)?,
                None => Vec::new(),
            };
            let notice = match &delivered {
                Some(slip) => mail::notice_of(reader, slip.id)?,
                None => None,
            };
            Ok(TurnVisit { has_constancia, delivered, scans, notice, visit })
        })
        .collect()
}

/// A visit under a turn, as the counter shows it.
#[derive(Debug, Clone)]
pub struct TurnVisit {
    /// The visit.
    pub visit: Visit,
    /// Was the constancia of the ending that stands printed?
    pub has_constancia: bool,
    /// The slip that was delivered, where one was.
    pub delivered: Option<Issuance>,
    /// The scans of a visit that ended with a key.
    pub scans: Vec<Scan>,
    /// How the letter to the employer stands, where one was queued.
    pub notice: Option<mail::Standing>,
}

/// The employers that got a key under this turn already.
///
/// # Errors
/// The store's.
pub fn employers_served(reader: &Reader, turn: TurnId) -> Result<Vec<EmployerNumber>, Error> {
    let attended = attended_of_turn(reader, turn)?;
    Ok(attended.into_iter().filter_map(|it| it.delivered).map(|slip| slip.employer).collect())
}

/// The serial of a key that was made today for this employer and branch, and is not void: another one needs a
/// supervisor's word.
///
/// # Errors
/// The store's.
pub fn key_of_today(
    house: &House,
    reader: &Reader,
    employer: &EmployerNumber,
    branch: &Branch,
) -> Result<Option<String>, Error> {
    let zone = house.centre().zone;
    let today = Moment::at_beginning_of(house.clock().now().day(zone), zone);
    Ok(store::issuance::delivered_since(reader, employer, branch, today)?.map(|serial| serial.to_string()))
}

/// The visits that somebody has open: one that a crash left is among them.
///
/// # Errors
/// The store's.
pub fn unfinished_visits(reader: &Reader, clerk: UserId) -> Result<Vec<Visit>, Error> {
    let mut visits = store::visit::unfinished(reader, clerk)?;
    visits.retain(|visit| visit.state == VisitState::Open);
    Ok(visits)
}

/// A visit with everything around it.
#[derive(Debug, Clone)]
pub struct VisitAtHand {
    /// The visit.
    pub visit: Visit,
    /// Its turn.
    pub turn: TurnRow,
    /// Since when this person is attended: begun, taken up again or reopened, whichever came last.
    pub attended_since: Moment,
    /// Its scans.
    pub scans: Vec<Scan>,
    /// Its slips, the first one first.
    pub slips: Vec<Issuance>,
    /// The papers that the centre wants scanned before a key is printed, where they were shown.
    pub scans_asked: BTreeSet<ScannedPaper>,
}

impl VisitAtHand {
    /// The papers that must be scanned before a key is printed, and are not, for the case as it is being written.
    #[must_use]
    pub fn missing_scans<P: Papers>(&self, case: &Case<P>) -> Vec<ScannedPaper> {
        ScannedPaper::missing(case, &self.scans_asked, &self.scans)
    }

    /// The slip that waits to be settled.
    #[must_use]
    pub fn open_slip(&self) -> Option<&Issuance> {
        self.slips.iter().find(|slip| !slip.state.is_terminal())
    }

    /// Is a scan of this paper attached?
    #[must_use]
    pub fn has_scan_of(&self, paper: ScannedPaper) -> bool {
        self.scans.iter().any(|scan| scan.paper == paper.code())
    }
}

/// A visit that is served by a checklist, with everything around it and its case as it is judged.
pub struct CaseAtHand<P: Papers> {
    /// The visit.
    pub at_hand: VisitAtHand,
    /// Its case.
    pub case: Case<P>,
}

/// By the checklist of which procedure a visit is served; none for a plain attention.
///
/// # Errors
/// A refusal when there is none of this id; the store's.
pub fn served_by(reader: &Reader, id: VisitId) -> Result<Option<ProcedureId>, Error> {
    let visit = known(store::visit::get(reader, id)?, "esta atención")?;
    Ok(ProcedureId::parse(&visit.procedure).filter(|_| has_papers(&visit)))
}

/// The visit that a window has open.
///
/// # Errors
/// A refusal when there is none of this id; the store's.
pub fn visit_at_hand(house: &House, reader: &Reader, id: VisitId) -> Result<VisitAtHand, Error> {
    let visit = known(store::visit::get(reader, id)?, "esta atención")?;
    let turn = known(store::turn::get(reader, visit.turn)?, "el turno de esta atención")?;
    let settings = settings::load(reader, house.centre().id)?;
    let scans = store::scan::of(reader, Subject::from(id).kind.code(), id.0)?;
    let slips = store::issuance::of_visit(reader, id)?;
    let scans_asked = settings.scanned_before_printing();
    let attended_since = attended_since(reader, &visit)?;
    Ok(VisitAtHand { visit, turn, attended_since, scans, slips, scans_asked })
}

/// The visit that a window has open, with its case.
///
/// # Errors
/// A refusal when there is none of this id, or it is not served by the checklist of these papers; the store's.
pub fn case_at_hand<P: AtCounter>(house: &House, reader: &Reader, id: VisitId) -> Result<CaseAtHand<P>, Error> {
    let at_hand = visit_at_hand(house, reader, id)?;
    if !has_papers(&at_hand.visit) || at_hand.visit.procedure != P::PROCEDURE.as_str() {
        return refuse("procedure", "Esta atención no lleva estos papeles.");
    }
    let settings = settings::load(reader, house.centre().id)?;
    let around = Surroundings { now: house.clock().now(), centre: house.centre(), settings: &settings };
    let case = complete(reader, around, &at_hand.visit)?;
    Ok(CaseAtHand { at_hand, case })
}

fn attended_since(reader: &Reader, visit: &Visit) -> Result<Moment, Error> {
    let subject = Subject::from(visit.id);
    let takes_up = |operation: &str| [ResumeVisit::NAME, ReopenVisit::NAME].contains(&operation);
    let entries = store::journal::about(reader, subject.kind.code(), subject.id)?;
    let last =
        entries.iter().rev().map(|it| &it.entry).find(|it| it.outcome == Outcome::Done && takes_up(&it.operation));
    Ok(Moment(last.map_or(visit.opened_at_ms, |it| it.at_ms.max(visit.opened_at_ms))))
}

/// The revision of a visit's saved working copy.
///
/// # Errors
/// A refusal when there is no such visit; the store's.
pub fn draft_revision(house: &House, id: VisitId) -> Result<i64, Error> {
    Ok(known(store::visit::get(&house.reader()?, id)?, "esta atención")?.draft_revision)
}

/// A line of the ledger.
///
/// # Errors
/// A refusal when there is none of this id; the store's.
pub fn slip(reader: &Reader, id: IssuanceId) -> Result<Issuance, Error> {
    known(store::issuance::get(reader, id)?, "esta clave")
}

/// A slip that is neither delivered nor void, with what a clerk needs to settle it.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenSlip {
    /// The line of the ledger.
    pub slip: Issuance,
    /// The employer's name, where the register knows it.
    pub employer_name: String,
    /// When it was reserved.
    pub at: Moment,
    /// Was its acknowledgement ever printed? Nobody signed one that was not.
    pub has_acknowledgement: bool,
}

/// Was this paper printed, and not before this moment?
fn was_printed(reader: &Reader, paper: CounterPaper, since_ms: Option<i64>) -> Result<bool, Error> {
    let subject = Subject::from(paper);
    let entries = store::journal::about(reader, subject.kind.code(), subject.id)?;
    Ok(entries.iter().map(|it| &it.entry).any(|entry| {
        let is_of_it = since_ms.is_none_or(|since| entry.at_ms >= since);
        is_of_it && entry.operation == PrintPaper::NAME && entry.outcome == Outcome::Done
    }))
}

/// The slips of a window that wait to be settled; of every window for `None`.
///
/// # Errors
/// The store's.
pub fn open_slips(reader: &Reader, window: Option<WindowId>) -> Result<Vec<OpenSlip>, Error> {
    let mut open = Vec::new();
    for slip in store::issuance::open(reader)? {
        if window.is_none_or(|window| window == slip.window) {
            let employer = store::employer::by_number(reader, &slip.employer)?;
            let at = Moment(slip.reserved_at_ms);
            let has_acknowledgement = was_printed(reader, CounterPaper::Acknowledgement(slip.id), None)?;
            let employer_name = employer.map(|it| it.name).unwrap_or_default();
            open.push(OpenSlip { employer_name, slip, at, has_acknowledgement });
        }
    }
    Ok(open)
}
