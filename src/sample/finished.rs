//! Finished visits written into a demo house: turn, visit, people, employer, slips, marked as sample, in one run.
//!
//! The slips have serials of windows of their own, from 90 on, so that those of real windows are left alone; all of them
//! share one key's hash, and no entry of its own speaks of any.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};

use chrono::Datelike as _;
use serde_json::json;

use super::past::{Past, PastEmployer, PastVisit, Slip, Somebody};
use super::past_draft::draft;
use super::refuse_real_house;
use super::scans::{SamplePaper, drawn};
use crate::domain::calendar::{Calendar, Moment};
use crate::domain::hours::WeekHours;
use crate::domain::id::{EmployerId, IssuanceId, PersonId, ScanId, TurnId, UserId, VisitId, WindowId};
use crate::domain::journal::Digest;
use crate::domain::ledger::{CentreCode, IssuanceState, Serial};
use crate::domain::name::folded;
use crate::domain::register::SriState;
use crate::domain::turn::{Origin, Turn, TurnCode, TurnState};
use crate::ops::house::run::{Gathered, Noted, Progress, Run, Watch};
use crate::ops::issuance::KeyMade;
use crate::ops::{Changed, Error, House, SAMPLE_PAST, Session, Subject, Work, new_op_id, refuse};
use crate::print::ipp::CancelFlag;
use crate::store::Tidying;
use crate::store::centre::ServiceWindow;
use crate::store::employer::{Employer, EmployerBranch, Representative};
use crate::store::issuance::Issuance;
use crate::store::person::Person;
use crate::store::provenance::Provenance;
use crate::store::scan::Scan;
use crate::store::turn::{Called, RecordedFrom, TurnRow};
use crate::store::visit::{Keys, Visit, VisitOutcome, VisitState};
use crate::store::{self, Chunk};

/// The windows of the past: no real centre has them.
const WINDOWS: [u16; 4] = [90, 91, 92, 93];
/// So many of the first visits have their papers scanned.
const WITH_SCANS: u64 = 200;
/// So many different drawings there are of each paper: a scan names its content, and the same content is kept once.
const DRAWINGS: u64 = 12;
/// The search index is put in order each so many chunks: each chunk leaves a piece that the next ones write beside.
const CHUNKS_BETWEEN_SETTLING: u64 = 200;

/// Fills a demo house with `count` finished visits over the ten years before its day, marked as sample. `progress` hears
/// how many are written, and answers whether to go on. `by` is a supervisor: the windows of the past are added first.
///
/// # Errors
/// A refusal where the house is not a demo's or has a past already; [`Error::Cancelled`], which leaves what was written;
/// the store's.
pub fn finished_visits(
    house: &House,
    by: &Session,
    count: u64,
    progress: &mut dyn FnMut(u64) -> bool,
) -> Result<(), Error> {
    refuse_real_house(house)?;
    let windows = windows(house, by)?;
    let reader = house.reader()?;
    let holidays = store::centre::holidays(&reader, house.centre().id)?.into_iter().map(|(day, _)| day).collect();
    let zone = house.centre().zone;
    let clerks = store::user::all(&reader)?.into_iter().map(|user| user.id).collect();
    let mut run = FinishedVisits {
        past: Past::before(
            house.clock().now().day(zone),
            Calendar { zone, holidays, hours: WeekHours::default() },
            count,
        ),
        total: count,
        centre_code: CentreCode::parse(&house.centre().code).map_err(|fault| Error::Inconsistent(fault.to_string()))?,
        key_hash: KeyMade::new()?.hash,
        windows,
        issued: [0; WINDOWS.len()],
        clerks,
        drawings: HashMap::new(),
        waiting: VecDeque::new(),
        written: 0,
        chunks: 0,
    };
    drop(reader);
    let cancel = CancelFlag::default();
    let mut told = |so_far: Progress| {
        if !progress(so_far.done) {
            cancel.cancel();
        }
    };
    house.run(by, new_op_id()?, &mut run, &mut Watch { progress: &mut told, cancel: &cancel })?;
    Ok(())
}

/// The windows of the past, added where they are missing.
fn windows(house: &House, by: &Session) -> Result<Vec<ServiceWindow>, Error> {
    for number in WINDOWS {
        if house.windows().iter().all(|window| window.number != number) {
            house.add_window(by, number)?;
        }
    }
    Ok(house.windows().into_iter().filter(|window| WINDOWS.contains(&window.number)).collect())
}

/// The run.
struct FinishedVisits {
    past: Past,
    total: u64,
    centre_code: CentreCode,
    key_hash: String,
    windows: Vec<ServiceWindow>,
    /// How many slips each window has issued.
    issued: [u32; WINDOWS.len()],
    clerks: Vec<UserId>,
    drawings: HashMap<(SamplePaper, u64), Vec<u8>>,
    /// Made, and not yet written.
    waiting: VecDeque<Prepared>,
    written: u64,
    chunks: u64,
}

/// A visit with what is slow about it done beside the writer.
struct Prepared {
    visit: PastVisit,
    draft: String,
    scans: Vec<ScanMade>,
}

struct ScanMade {
    paper: &'static str,
    address: Digest,
    bytes: i64,
    size_px: (u32, u32),
}

impl Run for FinishedVisits {
    const NAME: &'static str = SAMPLE_PAST;
    const SIGNED: bool = true;
    const CHANGED: &'static [Changed] =
        &[Changed::Turns, Changed::Visits, Changed::People, Changed::Employers, Changed::Issuances];
    type Report = u64;

    fn subject(&self) -> Subject {
        Subject::HOUSE
    }

    fn start(&mut self, work: &Work<'_>) -> Result<Noted, Error> {
        if store::visit::any_sample(work.tx)? {
            return refuse("sample_there", "Este almacén ya tiene atenciones de muestra: cree otro.");
        }
        Ok(Noted { code: self.total.to_string(), detail: serde_json::Value::Null })
    }

    fn gather(&mut self, house: &House, units: usize) -> Result<Gathered, Error> {
        self.chunks = self.chunks.saturating_add(1);
        if self.chunks.is_multiple_of(CHUNKS_BETWEEN_SETTLING) {
            house.store().tidy(Tidying::Idle)?;
        }
        while self.waiting.len() < units {
            let Some(visit) = self.past.next()? else { break };
            let draft = draft(&visit)?;
            let scans = if visit.nth <= WITH_SCANS { self.scans(house, &visit)? } else { Vec::new() };
            self.waiting.push_back(Prepared { visit, draft, scans });
        }
        Ok(if self.waiting.is_empty() { Gathered::AtEnd } else { Gathered::ToWrite })
    }

    fn write(&mut self, work: &Work<'_>, chunk: &mut Chunk) -> Result<Noted, Error> {
        while !self.waiting.is_empty() && chunk.takes_one_more() {
            let Some(prepared) = self.waiting.pop_front() else { break };
            self.write_one(work, &prepared)?;
            self.written = prepared.visit.nth;
        }
        Ok(Noted { code: self.written.to_string(), detail: serde_json::Value::Null })
    }

    fn progress(&self) -> Progress {
        Progress { done: self.written, total: Some(self.total), ..Progress::default() }
    }

    fn finish(&mut self, house: &House) -> Result<(u64, Noted), Error> {
        house.store().tidy(Tidying::Whole)?;
        house.store().tidy(Tidying::Idle)?;
        let issued: u32 = self.issued.iter().sum();
        Ok((self.written, Noted { code: self.written.to_string(), detail: json!({ "slips": issued }) }))
    }
}

impl FinishedVisits {
    fn scans(&mut self, house: &House, visit: &PastVisit) -> Result<Vec<ScanMade>, Error> {
        if visit.employer.is_none() {
            return Ok(Vec::new());
        }
        let papers = [("request", SamplePaper::Request), ("applicant_document", SamplePaper::IdentityDocument)];
        let keep = |(name, paper)| {
            let number = visit.nth % DRAWINGS;
            let file = match self.drawings.entry((paper, number)) {
                Entry::Occupied(there) => there.into_mut(),
                Entry::Vacant(room) => room.insert(drawn(paper, number)?),
            };
            let address = house.scans().put(visit.day.year(), file, visit.opened.0)?;
            let bytes = i64::try_from(file.len()).unwrap_or(i64::MAX);
            Ok(ScanMade { paper: name, address, bytes, size_px: SamplePaper::PIXELS })
        };
        papers.into_iter().map(keep).collect()
    }

    fn write_one(&mut self, work: &Work<'_>, Prepared { visit, draft, scans }: &Prepared) -> Result<(), Error> {
        let provenance = Provenance::import(work.actor.user, visit.arrived.0);
        for somebody in &visit.new_people {
            add_person(work, somebody, provenance)?;
        }
        if let Some(employer) = visit.employer.as_ref().filter(|_| visit.new_employer) {
            add_employer(work, employer, provenance)?;
        }
        let at = usize::try_from(visit.nth % WINDOWS.len() as u64).unwrap_or(0);
        let window =
            self.windows.get(at).ok_or_else(|| Error::Inconsistent("falta una ventanilla de muestra".into()))?;
        let (window, window_number) = (window.id, window.number);
        let clerk = usize::try_from(visit.nth).ok().and_then(|nth| self.clerks.get(nth % self.clerks.len().max(1)));
        let clerk = clerk.copied().unwrap_or(work.actor.user);
        let turn = store::turn::add(work.tx, &turn_row(work, visit, clerk, window)?)?;
        let id = store::visit::add_sample(work.tx, &visit_row(work, visit, draft, turn, clerk, window))?;
        if !visit.reasons.is_empty() {
            let reasons: Vec<String> = visit.reasons.iter().map(|&reason| reason.to_owned()).collect();
            store::visit::set_reasons(work.tx, id, &reasons)?;
        }
        for scan in scans {
            add_scan(work, scan, id, visit, clerk)?;
        }
        for slip in &visit.slips {
            let number = self.issued.get_mut(at).map_or(0, |issued| {
                *issued = issued.saturating_add(1);
                *issued
            });
            let epoch = work.serial_epoch;
            let serial = Serial { centre: self.centre_code.clone(), window: window_number, epoch, number };
            self.add_slip(work, visit, *slip, serial, (id, window, clerk))?;
        }
        Ok(())
    }

    fn add_slip(
        &self,
        work: &Work<'_>,
        visit: &PastVisit,
        slip: Slip,
        serial: Serial,
        (id, window, clerk): (VisitId, WindowId, UserId),
    ) -> Result<(), Error> {
        let Some(employer) = &visit.employer else { return Ok(()) };
        let recipient = visit.third_party.as_ref().unwrap_or(&visit.applicant);
        let (state, acknowledgement, void_cause) = match slip {
            Slip::Delivered(acknowledgement) => (IssuanceState::Delivered, Some(acknowledgement), None),
            Slip::Void(cause) => (IssuanceState::Void, None, Some(cause)),
        };
        let row = Issuance {
            id: IssuanceId(0),
            job_id: i32::try_from(serial.number).ok(),
            serial,
            centre: work.centre.id,
            window,
            visit: id,
            employer: employer.number.clone(),
            branch: employer.branch.clone(),
            recipient: recipient.number.clone(),
            key_hash: self.key_hash.clone(),
            state,
            accounting_day: visit.day,
            clerk,
            printer: "muestra".into(),
            journal_number: work.entry_number()?,
            reserved_at_ms: visit.ended.0.saturating_sub(60_000),
            ended_at_ms: Some(visit.ended.0),
            acknowledgement,
            void_cause,
            void_reason: void_cause.map(|cause| cause.spanish().into()),
            may_still_print: false,
            purged: true,
        };
        store::issuance::add_sample(work.tx, &row)?;
        Ok(())
    }
}

fn add_person(work: &Work<'_>, somebody: &Somebody, provenance: Provenance) -> Result<(), Error> {
    let row = Person { id: PersonId(0), number: somebody.number.clone(), name: somebody.name.to_string(), provenance };
    store::person::add(work.tx, &row)?;
    Ok(())
}

fn add_employer(work: &Work<'_>, employer: &PastEmployer, provenance: Provenance) -> Result<(), Error> {
    let row = Employer {
        id: EmployerId(0),
        number: employer.number.clone(),
        kind: employer.kind,
        name: employer.name.to_string(),
        email: String::new(),
        sri_state: SriState::Active,
        artisan: false,
        has_key: None,
        provenance,
    };
    let id = store::employer::add(work.tx, &row)?;
    let branch = EmployerBranch { branch: employer.branch.clone(), name: String::new(), provenance };
    store::employer::set_branch(work.tx, id, &branch)?;
    let representative = Representative {
        number: employer.applicant.number.clone(),
        name: employer.applicant.name.to_string(),
        capacity: employer.capacity.into(),
        provenance,
    };
    store::employer::set_representative(work.tx, id, &representative)?;
    Ok(())
}

fn turn_row(work: &Work<'_>, visit: &PastVisit, clerk: UserId, window: WindowId) -> Result<TurnRow, Error> {
    let code =
        TurnCode::parse(&format!("M{:08}", visit.nth)).map_err(|fault| Error::Inconsistent(fault.to_string()))?;
    Ok(TurnRow {
        id: TurnId(0),
        centre: work.centre.id,
        turn: Turn {
            code,
            procedure: visit.procedure,
            day: visit.day,
            origin: visit.origin,
            holder: visit.applicant.number.clone(),
            holder_name: visit.applicant.name.to_string(),
            priority: visit.priority,
            state: visit.end,
            arrived: Some(visit.arrived),
        },
        recorded_from: match visit.origin {
            Origin::Online { .. } => RecordedFrom::Agenda,
            Origin::WalkIn => RecordedFrom::Window,
        },
        vanished: false,
        called: Some(Called { at: Moment(visit.opened.0.saturating_sub(45_000)), window, by: clerk, times: 1 }),
        ended_at: Some(visit.ended),
        created_by: clerk,
        created_at_ms: visit.arrived.0,
    })
}

fn visit_row(work: &Work<'_>, visit: &PastVisit, draft: &str, turn: TurnId, clerk: UserId, window: WindowId) -> Visit {
    let outcome = match visit.end {
        TurnState::Served => VisitOutcome::Served,
        TurnState::NotServed => VisitOutcome::NotServed,
        _ => VisitOutcome::Abandoned,
    };
    let third_party = visit.third_party.as_ref();
    Visit {
        id: VisitId(0),
        centre: work.centre.id,
        window,
        procedure: visit.procedure.as_str().into(),
        turn,
        linked_to: None,
        state: VisitState::Ended(outcome),
        accounting_day: visit.day,
        opened_at_ms: visit.opened.0,
        clerk,
        ended_at_ms: Some(visit.ended.0),
        keys: Keys {
            employer_number: visit.employer.as_ref().map(|it| it.number.to_string()).unwrap_or_default(),
            employer_branch: visit.employer.as_ref().map(|it| it.branch.to_string()).unwrap_or_default(),
            applicant_number: visit.applicant.number.to_string(),
            presenter_number: third_party.map(|it| it.number.to_string()).unwrap_or_default(),
            folded: folded(&format!(
                "{} {} {}",
                visit.applicant.name,
                third_party.map_or("", |it| &it.name),
                visit.employer.as_ref().map_or("", |it| &it.name),
            )),
        },
        draft: draft.to_owned(),
        draft_revision: 1,
    }
}

fn add_scan(work: &Work<'_>, scan: &ScanMade, visit: VisitId, of: &PastVisit, clerk: UserId) -> Result<(), Error> {
    let row = Scan {
        id: ScanId(0),
        subject_kind: "visit".into(),
        subject_id: visit.0,
        paper: scan.paper.into(),
        address: scan.address,
        in_year: of.day.year(),
        kind: "jpeg".into(),
        byte_count: scan.bytes,
        width_px: scan.size_px.0,
        height_px: scan.size_px.1,
        page_count: 1,
        added_by: clerk,
        added_at_ms: of.opened.0,
    };
    store::scan::add(work.tx, &row)?;
    Ok(())
}
