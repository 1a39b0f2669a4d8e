//! The closes rebuilt from the journal's entries: what each day came to by then, compared with the figures that its close
//! kept, and these with the tables. A day that was closed is over: an entry that changes it afterwards does not fit. And every
//! visit: what its row says is what its entries say.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use super::Stop;
use super::authority::RebuiltAuthority;
use crate::domain::approval::used_in;
use crate::domain::calendar::day_in_figures;
use crate::domain::day::{Figures, SelfServices, Slips};
use crate::domain::id::{IssuanceId, SelfServiceId};
use crate::domain::journal::{Entry, Outcome};
use crate::domain::ledger::{IssuanceState, VoidCause, unknown_in};
use crate::domain::procedure::name_of;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::visit::VisitOutcome;
use crate::ops::SAMPLE_PAST;
use crate::ops::complaint::RecordComplaint;
use crate::ops::day::{CloseDay, Closed};
use crate::ops::house::operation::Operation as _;
use crate::ops::issuance::{DeliverSlip, ReserveSlip, VoidSlip};
use crate::ops::procedure::{BEGINNINGS, serves_visit};
use crate::ops::restore::NoteRestore;
use crate::ops::self_service::{ChooseKey, OpenLink};
use crate::ops::turn::{BookAlone, completed_by};
use crate::ops::visit::{BeginVisit, EndOthersVisit, EndVisit, GiveOverride, GoOnWith, LinkVisit, ReopenVisit};
use crate::store::day::DayClose;
use crate::store::{self, Reader};

/// So begins the code of an entry by which somebody unlocked their key.
const UNLOCKED: &str = "unlock_link right ";

/// What the journal says of visits, slips and days.
#[derive(Default)]
pub(super) struct RebuiltDays {
    visits: HashMap<i64, Visit>,
    slips: HashMap<i64, Slip>,
    /// The visits and slips of each day that is not closed yet.
    open: BTreeMap<NaiveDate, OfDay>,
    overrides: BTreeMap<(NaiveDate, String), u64>,
    complaints: BTreeMap<(NaiveDate, String), u64>,
    /// What people began by themselves, by day and procedure, and how many of it they completed.
    self_service: BTreeMap<(NaiveDate, String), (u64, u64)>,
    /// Of each of these, the day and the procedure.
    flows: HashMap<i64, (NaiveDate, String)>,
    /// The days on which entries of an earlier version do not say what their booking completed.
    unsaid: BTreeSet<NaiveDate>,
    closes: BTreeMap<NaiveDate, Close>,
    /// The day of the first entry.
    first: Option<NaiveDate>,
    /// That of the first entry of a version that closes days and says so.
    closes_known: Option<NaiveDate>,
    /// That of the first entry from which a key waits for the closes before it, as the journal tells.
    closes_owed: Option<NaiveDate>,
    /// Whether a past was made up.
    has_past: bool,
}

#[derive(Default)]
struct OfDay {
    visits: Vec<i64>,
    slips: Vec<i64>,
    /// Serials that a restore named as unknown.
    unknown: u64,
}

struct Visit {
    day: NaiveDate,
    procedure: String,
    outcome: Option<VisitOutcome>,
}

struct Slip {
    day: NaiveDate,
    /// Unless the entry's detail was erased.
    visit: Option<i64>,
    /// How it ended, and the code of the entry that says so.
    ended: Option<(IssuanceState, String)>,
}

struct Close {
    entry: i64,
    /// Unless the entry's detail was erased.
    figures: Option<Figures>,
}

impl RebuiltDays {
    /// Takes an entry in, with its detail where that was not erased; one that does not fit is named. `authority`: how much
    /// entries say by now.
    pub(super) fn take(
        &mut self,
        reader: &Reader,
        entry: &Entry,
        detail: Option<&str>,
        authority: &RebuiltAuthority,
    ) -> Result<(), Stop> {
        let day = entry.accounting_day;
        self.first.get_or_insert(day);
        if authority.is_whole() {
            self.closes_known.get_or_insert(day);
        }
        if authority.is_full() {
            self.closes_owed.get_or_insert(day);
        }
        self.has_past |= entry.operation == SAMPLE_PAST;
        if entry.outcome != Outcome::Done {
            return Ok(());
        }
        if let Some((_, procedure)) = BEGINNINGS.iter().find(|(name, _)| *name == entry.operation) {
            return self.begin_self_service(entry, procedure.as_str());
        }
        match entry.operation.as_str() {
            ChooseKey::NAME => self.complete_self_service(SelfServiceId(entry.subject_id)),
            OpenLink::NAME if entry.code.starts_with(UNLOCKED) => {
                self.complete_self_service(SelfServiceId(entry.subject_id))
            }
            BookAlone::NAME => match completed_by(&entry.code) {
                Some(flow) => self.complete_self_service(flow),
                None => {
                    self.unsaid.insert(entry.accounting_day);
                    Ok(())
                }
            },
            BeginVisit::NAME => self.begin(entry, entry.code.clone()),
            LinkVisit::NAME => {
                let first = entry.code.parse().ok().and_then(|id: i64| self.visits.get(&id));
                let procedure = first.map(|visit| visit.procedure.clone()).unwrap_or_default();
                self.begin(entry, procedure)
            }
            GoOnWith::NAME => self.begin(entry, entry.code.clone()),
            EndVisit::NAME | EndOthersVisit::NAME => {
                self.set_outcome(entry, entry.subject_id, VisitOutcome::from_code(&entry.code))
            }
            ReopenVisit::NAME => self.set_outcome(entry, entry.subject_id, None),
            GiveOverride::NAME => {
                count(&mut self.overrides, entry);
                Ok(())
            }
            RecordComplaint::NAME => {
                self.refuse_closed(entry, entry.accounting_day)?;
                count(&mut self.complaints, entry);
                Ok(())
            }
            ReserveSlip::NAME => {
                self.refuse_closed(entry, entry.accounting_day)?;
                self.refuse_unclosed(entry, authority.day_of(entry))?;
                let slip = Slip { day: entry.accounting_day, visit: detail.and_then(visit_in), ended: None };
                self.slips.insert(entry.subject_id, slip);
                self.open.entry(entry.accounting_day).or_default().slips.push(entry.subject_id);
                Ok(())
            }
            DeliverSlip::NAME => self.deliver(reader, entry),
            VoidSlip::NAME => self.end_slip(entry, IssuanceState::Void),
            NoteRestore::NAME => {
                let of_day = self.open.entry(entry.accounting_day).or_default();
                of_day.unknown = of_day.unknown.saturating_add(unknown_in(&entry.code));
                Ok(())
            }
            CloseDay::NAME => self.close(reader, entry, detail),
            _ if serves_visit(entry) => self.set_outcome(entry, entry.subject_id, Some(VisitOutcome::Served)),
            _ => Ok(()),
        }
    }

    fn begin(&mut self, entry: &Entry, procedure: String) -> Result<(), Stop> {
        self.refuse_closed(entry, entry.accounting_day)?;
        self.open.entry(entry.accounting_day).or_default().visits.push(entry.subject_id);
        self.visits.insert(entry.subject_id, Visit { day: entry.accounting_day, procedure, outcome: None });
        Ok(())
    }

    fn begin_self_service(&mut self, entry: &Entry, procedure: &str) -> Result<(), Stop> {
        self.refuse_closed(entry, entry.accounting_day)?;
        let of = (entry.accounting_day, procedure.to_owned());
        self.flows.insert(entry.subject_id, of.clone());
        let (begun, _) = self.self_service.entry(of).or_default();
        *begun = begun.saturating_add(1);
        Ok(())
    }

    /// What is completed after the close of the day it was begun on is in none of the figures.
    fn complete_self_service(&mut self, flow: SelfServiceId) -> Result<(), Stop> {
        if let Some(of) = self.flows.get(&flow.0)
            && !self.closes.contains_key(&of.0)
        {
            let (_, done) = self.self_service.entry(of.clone()).or_default();
            *done = done.saturating_add(1);
        }
        Ok(())
    }

    fn set_outcome(&mut self, entry: &Entry, visit: i64, outcome: Option<VisitOutcome>) -> Result<(), Stop> {
        let Some(day) = self.visits.get(&visit).map(|visit| visit.day) else { return Ok(()) };
        self.refuse_closed(entry, day)?;
        if let Some(visit) = self.visits.get_mut(&visit) {
            visit.outcome = outcome;
        }
        Ok(())
    }

    fn deliver(&mut self, reader: &Reader, entry: &Entry) -> Result<(), Stop> {
        self.end_slip(entry, IssuanceState::Delivered)?;
        let visit = match self.slips.get(&entry.subject_id).and_then(|slip| slip.visit) {
            Some(visit) => Some(visit),
            None => store::issuance::get(reader, IssuanceId(entry.subject_id))?.map(|slip| slip.visit.0),
        };
        match visit {
            Some(visit) => self.set_outcome(entry, visit, Some(VisitOutcome::Served)),
            None => Ok(()),
        }
    }

    fn end_slip(&mut self, entry: &Entry, ended: IssuanceState) -> Result<(), Stop> {
        let Some(day) = self.slips.get(&entry.subject_id).map(|slip| slip.day) else { return Ok(()) };
        self.refuse_closed(entry, day)?;
        if let Some(slip) = self.slips.get_mut(&entry.subject_id) {
            slip.ended = Some((ended, used_in(&entry.code).0.to_owned()));
        }
        Ok(())
    }

    fn refuse_closed(&self, entry: &Entry, day: NaiveDate) -> Result<(), Stop> {
        match self.closes.get(&day) {
            None => Ok(()),
            Some(close) => Err(Stop::Problem(format!(
                "La entrada {} ({}) cambia el día {}, que la entrada {} ya había cerrado.",
                entry.number,
                entry.operation,
                day_in_figures(day),
                close.entry
            ))),
        }
    }

    /// A key waits until the days before are closed.
    fn refuse_unclosed(&self, entry: &Entry, today: NaiveDate) -> Result<(), Stop> {
        let Some(owed) = self.closes_owed else { return Ok(()) };
        let after_last = self.closes.range(..today).next_back().and_then(|(day, _)| day.succ_opt());
        let from = after_last.map_or(owed, |day| day.max(owed));
        if from >= today {
            return Ok(());
        }
        let mut open = self.open.range(from..today);
        let open = open.find(|(_, of_day)| !of_day.visits.is_empty() || !of_day.slips.is_empty()).map(|(day, _)| *day);
        let complained = self.complaints.range((from, String::new())..(today, String::new())).next();
        match open.into_iter().chain(complained.map(|((day, _), _)| *day)).min() {
            None => Ok(()),
            Some(day) => Err(Stop::Problem(format!(
                "La clave de la entrada {} se emitió sin que el día {} estuviera cerrado.",
                entry.number,
                day_in_figures(day)
            ))),
        }
    }

    fn close(&mut self, reader: &Reader, entry: &Entry, detail: Option<&str>) -> Result<(), Stop> {
        let unreadable = || Stop::Problem(format!("La entrada {} cierra un día y no se lee cuál.", entry.number));
        let day: NaiveDate = entry.code.parse().map_err(|_| unreadable())?;
        self.refuse_closed(entry, day)?;
        let closed: Option<Closed> = detail.map(serde_json::from_str).transpose().map_err(|_| unreadable())?;
        for visit in closed.iter().flat_map(|closed| &closed.parked) {
            self.set_outcome(entry, visit.0, Some(VisitOutcome::NotServed))?;
        }
        let figures = closed.map(|closed| closed.figures);
        let on_day = self.open.remove(&day).unwrap_or_default();
        // Without its detail, what the close kept is still counted: what nobody ended by then, it ended.
        let kept = match figures {
            Some(_) => None,
            None => store::day::get(reader, entry.centre, day)?.map(|row| row.figures),
        };
        if kept.is_some() {
            for id in &on_day.visits {
                if let Some(visit) = self.visits.get_mut(id) {
                    visit.outcome.get_or_insert(VisitOutcome::NotServed);
                }
            }
        }
        if let Some(figures) = figures.as_ref().or(kept.as_ref())
            && let Some(differs) = self.difference(day, &on_day, figures)
        {
            return Err(Stop::Problem(format!(
                "El cierre del {} (entrada {}) no concuerda con la bitácora: {differs}.",
                day_in_figures(day),
                entry.number
            )));
        }
        self.closes.insert(day, Close { entry: entry.number, figures });
        Ok(())
    }

    /// The first thing that the figures of a day say otherwise than the entries.
    fn difference(&self, day: NaiveDate, on_day: &OfDay, figures: &Figures) -> Option<String> {
        let mut ended = BTreeMap::new();
        for line in &figures.attended {
            *ended.entry((line.procedure.as_str(), line.outcome)).or_insert(0_u64) += line.visits;
        }
        let mut rebuilt = BTreeMap::new();
        for visit in on_day.visits.iter().filter_map(|id| self.visits.get(id)) {
            if let Some(outcome) = visit.outcome {
                *rebuilt.entry((visit.procedure.as_str(), outcome)).or_insert(0_u64) += 1;
            }
        }
        if ended != rebuilt {
            let said: u64 = ended.values().sum();
            let found: u64 = rebuilt.values().sum();
            return Some(format!("dice {said} atenciones terminadas y las entradas dan {found}"));
        }
        let slips = self.slips_in(on_day);
        if slips != figures.slips {
            return Some(format!("dice {} claves y las entradas dan {}", figures.slips.issued(), slips.issued()));
        }
        let said = figures.self_service.iter().map(|(procedure, it)| (procedure.clone(), (it.begun, it.done)));
        let mut said: BTreeMap<_, _> = said.collect();
        let mut rebuilt = of_day(&self.self_service, day);
        if self.unsaid.contains(&day) {
            let of_bookings = [said.get_mut(TURN_BOOKING), rebuilt.get_mut(TURN_BOOKING)];
            of_bookings.into_iter().flatten().for_each(|(_, done)| *done = 0);
        }
        if said != rebuilt {
            return Some("sus cifras del autoservicio no son las de las entradas".to_owned());
        }
        if of_day(&self.complaints, day) != figures.complaints {
            return Some("sus quejas no son las de las entradas".to_owned());
        }
        (of_day(&self.overrides, day) != figures.overrides).then(|| {
            "sus advertencias justificadas no son las de las \
                                                                     entradas"
                .to_owned()
        })
    }

    fn slips_in(&self, on_day: &OfDay) -> Slips {
        let mut slips = Slips { unknown: on_day.unknown, ..Slips::default() };
        let slips_of_day = on_day.slips.iter().filter_map(|id| self.slips.get(id));
        for (ended, code) in slips_of_day.filter_map(|slip| slip.ended.as_ref()) {
            match (ended, VoidCause::from_code(code)) {
                (IssuanceState::Void, Some(cause)) => *slips.void.entry(cause).or_default() += 1,
                _ => {
                    slips.delivered += 1;
                    slips.unsigned += u64::from(code == "unsigned");
                }
            }
        }
        slips
    }

    /// Compares with the tables; answers how many closes agree, or the first that does not.
    pub(super) fn compare(mut self, reader: &Reader) -> Result<Result<usize, String>, Stop> {
        if let Some(late) = self.late_closes(reader)? {
            return Ok(Err(late));
        }
        let rows = store::day::all(reader)?;
        for row in &rows {
            let named = day_in_figures(row.day);
            let Some(close) = self.closes.remove(&row.day) else {
                return Ok(Err(format!("El día {named} está cerrado en el almacén y no en la bitácora.")));
            };
            if close.entry != row.journal_number {
                return Ok(Err(format!("El cierre del {named} nombra otra entrada que la {}.", close.entry)));
            }
            if close.figures.is_some_and(|figures| figures != row.figures) {
                return Ok(Err(format!("Las cifras del {named} no son las que la entrada {} guardó.", close.entry)));
            }
            if !stands_in_tables(reader, row)? {
                return Ok(Err(format!(
                    "Las atenciones, claves o autoservicios del {named} cambiaron después de su cierre."
                )));
            }
        }
        if let Some((day, close)) = self.closes.first_key_value() {
            return Ok(Err(format!("Falta el cierre del {} (entrada {}).", day_in_figures(*day), close.entry)));
        }
        self.compare_visits(reader)?;
        Ok(Ok(rows.len()))
    }
}

impl RebuiltDays {
    /// Every visit is what its entries say; that of another one would count as much in its day.
    fn compare_visits(&mut self, reader: &Reader) -> Result<(), Stop> {
        // No entry speaks of each visit of a past that was made up.
        let has_past = self.has_past && store::centre::identity(reader)?.demo;
        store::visit::walk_counted(reader, |(id, procedure, outcome, day)| {
            let problem = |sentence| Err(Stop::Problem(sentence));
            let Some(said) = self.visits.remove(&id.0) else {
                return if has_past {
                    Ok(())
                } else {
                    problem(format!("La atención {} está en el almacén y no en la bitácora.", id.0))
                };
            };
            let differs = |row: &str, said: &str| {
                format!("La atención {} figura {row} y, según la bitácora, {said}: se cambió sin una entrada.", id.0)
            };
            if outcome.as_deref() != said.outcome.map(VisitOutcome::code) {
                let outcome = outcome.as_deref().and_then(VisitOutcome::from_code);
                return problem(differs(how_ended(outcome), how_ended(said.outcome)));
            }
            if procedure != said.procedure {
                let of = |procedure| format!("de «{}»", name_of(procedure));
                return problem(differs(&of(&procedure), &of(&said.procedure)));
            }
            match day == said.day {
                true => Ok(()),
                false => {
                    let on = |day| format!("en el {}", day_in_figures(day));
                    problem(differs(&on(day), &on(said.day)))
                }
            }
        })?;
        match self.visits.keys().min() {
            None => Ok(()),
            Some(lost) => Err(Stop::Problem(format!("Falta la atención {lost}: la bitácora dice que empezó."))),
        }
    }

    /// From which day closes are owed is written down only where a store is older than they are, and never later than the
    /// first entry of a version that closes days.
    fn late_closes(&self, reader: &Reader) -> Result<Option<String>, Stop> {
        let Some(centre) = store::centre::centres(reader)?.into_iter().next() else { return Ok(None) };
        let Some((from, known)) = store::day::closes_from(reader, centre.id)?.zip(self.closes_known) else {
            return Ok(None);
        };
        let is_late = self.first != Some(from) && from > known;
        Ok(is_late.then(|| {
            format!(
                "El almacén pide cierres solo desde el {}, y según la bitácora se deben desde el {} o antes.",
                day_in_figures(from),
                day_in_figures(known)
            )
        }))
    }
}

/// Are the visits and slips of a closed day still those that its figures count, and is as much still begun by people
/// themselves? How that ended may be known since then only.
fn stands_in_tables(reader: &Reader, close: &DayClose) -> Result<bool, Stop> {
    let (centre, day) = (close.centre, close.day);
    Ok(store::day::attended(reader, centre, day)? == close.figures.attended
        && store::day::slips(reader, centre, day)? == close.figures.slips
        && begun_in(&store::self_service::counts(reader, centre, day)?) == begun_in(&close.figures.self_service))
}

fn begun_in(counts: &SelfServices) -> BTreeMap<&str, u64> {
    counts.iter().map(|(procedure, counted)| (procedure.as_str(), counted.begun)).collect()
}

fn how_ended(outcome: Option<VisitOutcome>) -> &'static str {
    match outcome {
        None => "sin terminar",
        Some(VisitOutcome::Served) => "como atendida",
        Some(VisitOutcome::NotServed) => "como no atendida",
        Some(VisitOutcome::Abandoned) => "como retirada",
    }
}

/// Counts an entry under its day and its code.
fn count(counts: &mut BTreeMap<(NaiveDate, String), u64>, entry: &Entry) {
    let (code, _) = used_in(&entry.code);
    let count = counts.entry((entry.accounting_day, code.to_owned())).or_default();
    *count = count.saturating_add(1);
}

/// What was counted on a day, by code.
fn of_day<C: Copy>(counts: &BTreeMap<(NaiveDate, String), C>, day: NaiveDate) -> BTreeMap<String, C> {
    let on_day = counts.range((day, String::new())..).take_while(|((on, _), _)| *on == day);
    on_day.map(|((_, code), count)| (code.clone(), *count)).collect()
}

/// By what bookings are counted.
const TURN_BOOKING: &str = ProcedureId::TURN_BOOKING.as_str();

/// The visit in the detail of a reservation.
fn visit_in(detail: &str) -> Option<i64> {
    let detail: serde_json::Value = serde_json::from_str(detail).ok()?;
    detail.get("visit")?.as_i64()
}
