//! The agenda: the turns that were taken online, from the institution's file.
//!
//! A turn is known by its code. One that still is to come follows a later file: hour, day, procedure, holder, cancelled.
//! One whose person has arrived, or that is over, is left alone, and reported where the file has it otherwise. A turn of
//! the agenda that a later file of its day no longer names is flagged *vanished*, and no longer once a file names it
//! again; where a row of the file cannot be read, nobody is flagged, because that row may be the missing turn.
//!
//! A turn that a clerk typed from a confirmation is on the agenda once somebody else brings in a file that names it just
//! so. A file brought in by whoever typed it takes no doubt away: one hand would have written both.

use std::collections::{BTreeSet, HashSet, VecDeque};
use std::io::Read;

use chrono::{NaiveDate, NaiveTime, Timelike as _};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Effect, ImportFile, ImportReport, LISTED_ROWS, Reading};
use crate::domain::id::{TurnId, UserId};
use crate::domain::name::folded;
use crate::domain::turn::{Origin, Turn, TurnCode, TurnState};
use crate::intake::agenda::{AgendaState, AgendaTurn};
use crate::intake::table::BadRow;
use crate::ops::error::{Error, known};
use crate::ops::house::House;
use crate::ops::house::operation::{Changed, Subject, Work};
use crate::ops::house::run::{Gathered, Noted, Progress, Run, Watch};
use crate::store::Tidying;
use crate::store::centre::Centre;
use crate::store::turn::{RecordedFrom, TurnRow};
use crate::store::{self, Chunk, Reader};

/// Under this name an entry beside a chunk's holds the turns that the chunk made, or took over from whoever had: their ids and
/// days, and nobody's name, so that it stays whoever is erased. Who made a company's turn does not serve it alone.
pub(in crate::ops) const MADE: &str = "made";

/// What a chunk has to say.
#[derive(Default)]
struct Telling {
    turns: Vec<serde_json::Value>,
    made: Vec<(TurnId, NaiveDate)>,
}

/// How many rows of the file are read in one go.
const ROWS_AT_ONCE: usize = 2_000;

/// What an agenda file came to, or would come to. Of its rows, those of cancelled turns and those left alone are neither
/// new, changed nor unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AgendaReport {
    /// The rows.
    pub rows: ImportReport,
    /// Turns that the file gives back and that were still to come, or not known.
    pub cancelled: u64,
    /// Turns that the file has otherwise than they are here, and that stay as they are.
    pub left_alone: u64,
    /// Turns that the file no longer names.
    pub vanished: u64,
    /// A row could not be read: nobody was flagged as vanished.
    pub vanished_not_looked_for: bool,
    /// The first of the turns that were changed, cancelled, left alone or vanished.
    #[serde(skip)]
    pub turns: Vec<TurnChange>,
}

/// What becomes of a known turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurnChange {
    /// The turn's code.
    pub code: String,
    /// The line of the file; none for a turn that it does not name.
    pub line: Option<u64>,
    /// What becomes of it.
    pub fate: TurnFate,
}

/// What becomes of a turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TurnFate {
    /// These things of it change, by the titles of the columns.
    Changed(Vec<&'static str>),
    /// It was typed from a confirmation, and the file names it too: it is on the agenda.
    OnTheAgenda,
    /// It is given back.
    Cancelled,
    /// It stays as it is, because it stands so.
    LeftAlone(TurnState),
    /// The file no longer names it.
    Vanished,
}

impl AgendaReport {
    fn tell(&mut self, code: &TurnCode, line: Option<u64>, fate: TurnFate) {
        if self.turns.len() < LISTED_ROWS {
            self.turns.push(TurnChange { code: code.as_str().into(), line, fate });
        }
    }

    fn count(&mut self, row: &Screened, decision: &Decision) {
        let one_more = |counter: &mut u64| *counter = counter.saturating_add(1);
        match decision {
            Decision::Unchanged => self.rows.count(Effect::Unchanged),
            Decision::Add(TurnState::Cancelled) => one_more(&mut self.cancelled),
            Decision::Add(_) => self.rows.count(Effect::New),
            Decision::Change(what) => {
                self.rows.count(Effect::Changed);
                self.tell(&row.0.code, Some(row.0.line), TurnFate::Changed(what.clone()));
            }
            Decision::Vouch => {
                self.rows.count(Effect::Changed);
                self.tell(&row.0.code, Some(row.0.line), TurnFate::OnTheAgenda);
            }
            Decision::Cancel => {
                one_more(&mut self.cancelled);
                self.tell(&row.0.code, Some(row.0.line), TurnFate::Cancelled);
            }
            Decision::LeaveAlone(state) => {
                one_more(&mut self.left_alone);
                self.tell(&row.0.code, Some(row.0.line), TurnFate::LeftAlone(*state));
            }
            Decision::Clash => self.rows.bad(row.bad(
                "codigo_turno",
                "este código es de un turno dado o reservado en la ventanilla; revise el archivo",
            )),
        }
    }

    fn count_vanished(&mut self, code: &TurnCode) {
        self.vanished = self.vanished.saturating_add(1);
        self.tell(code, None, TurnFate::Vanished);
    }

    fn done(&self) -> u64 {
        self.rows.done().saturating_add(self.cancelled).saturating_add(self.left_alone).saturating_add(self.vanished)
    }
}

/// A row that speaks of a turn of this centre.
struct Screened(AgendaTurn);

impl Screened {
    fn bad(&self, column: &'static str, reason: &str) -> BadRow {
        BadRow { line: self.0.line, column: Some(column), reason: reason.into() }
    }

    /// The hour as the store keeps it: to the minute.
    fn hour(&self) -> NaiveTime {
        self.0.hour.with_second(0).and_then(|hour| hour.with_nanosecond(0)).unwrap_or(self.0.hour)
    }
}

/// What the rows so far were about.
#[derive(Default)]
struct Named {
    codes: HashSet<TurnCode>,
    days: BTreeSet<NaiveDate>,
}

impl Named {
    /// Takes a row that is good by itself, or says why it is bad here.
    fn screen(&mut self, centre: &Centre, row: AgendaTurn) -> Result<Screened, BadRow> {
        self.codes.insert(row.code.clone());
        let written = letters(&row.centre);
        if written != letters(&centre.code) && written != letters(&centre.name) {
            let reason =
                format!("«{}» no es este centro ({}, {}); el turno es de otro", row.centre, centre.code, centre.name);
            return Err(BadRow { line: row.line, column: Some("centro"), reason });
        }
        self.days.insert(row.date);
        Ok(Screened(row))
    }

    fn has_vanished(&self, row: &TurnRow) -> bool {
        !row.vanished
            && row.recorded_from == RecordedFrom::Agenda
            && row.turn.state == TurnState::Scheduled
            && self.days.contains(&row.turn.day)
            && !self.codes.contains(&row.turn.code)
    }
}

/// A name without accents, case, blanks and punctuation.
fn letters(text: &str) -> String {
    folded(text).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// What a row does.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Decision {
    Add(TurnState),
    Change(Vec<&'static str>),
    /// Somebody else typed it just so from a confirmation: it is on the agenda.
    Vouch,
    Cancel,
    Unchanged,
    LeaveAlone(TurnState),
    /// The code is of a turn given or booked here, which no agenda names.
    Clash,
}

fn decide(row: &Screened, known: Option<&TurnRow>, by: UserId) -> Decision {
    let is_cancelled = row.0.state == AgendaState::Cancelled;
    let Some(known) = known else {
        return Decision::Add(if is_cancelled { TurnState::Cancelled } else { TurnState::Scheduled });
    };
    let turn = &known.turn;
    let hour = match turn.origin {
        Origin::Online { hour } if !known.is_booked_here() => hour,
        _ => return Decision::Clash,
    };
    let differences = [
        ("fecha", turn.day != row.0.date),
        ("hora", hour != row.hour()),
        ("trámite", turn.procedure != row.0.procedure),
        ("número", turn.holder != row.0.holder_number),
        ("nombre", turn.holder_name != row.0.holder_name),
    ];
    let is_typed_by_another = known.recorded_from == RecordedFrom::Confirmation && known.created_by != by;
    let mut what: Vec<&'static str> =
        differences.into_iter().filter(|(_, differs)| *differs).map(|(column, _)| column).collect();
    match (turn.state, is_cancelled) {
        (TurnState::Scheduled, true) => Decision::Cancel,
        (TurnState::Scheduled, false) => {
            if known.vanished {
                what.push("vuelve a constar");
            }
            if what.is_empty() { Decision::Unchanged } else { Decision::Change(what) }
        }
        (TurnState::Cancelled, true) => Decision::Unchanged,
        (state, false) if what.is_empty() && is_typed_by_another && !state.is_final() => Decision::Vouch,
        (state, false) if what.is_empty() && state != TurnState::Cancelled => Decision::Unchanged,
        (state, _) => Decision::LeaveAlone(state),
    }
}

/// What importing a file would do if `by` did it, without doing it.
///
/// # Errors
/// A refusal that says why the file cannot be read; [`Error::Cancelled`]; the store's.
pub fn preview_agenda<R: Read>(
    reader: &Reader,
    centre: &Centre,
    by: UserId,
    file: ImportFile<R>,
    watch: &mut Watch<'_>,
) -> Result<AgendaReport, Error> {
    let mut agenda = AgendaImport::open(file)?;
    loop {
        if watch.cancel.is_cancelled() {
            return Err(Error::Cancelled);
        }
        let has_more = agenda.read_on(centre)?;
        while let Some(row) = agenda.rows.pop_front() {
            let decision = decide(&row, store::turn::by_code(reader, centre.id, &row.0.code)?.as_ref(), by);
            agenda.report.count(&row, &decision);
        }
        (watch.progress)(agenda.progress());
        if !has_more {
            break;
        }
    }
    if !agenda.report.vanished_not_looked_for {
        for day in &agenda.named.days {
            for row in store::turn::scheduled_between(reader, centre.id, *day, *day)? {
                if agenda.named.has_vanished(&row) {
                    agenda.report.count_vanished(&row.turn.code);
                }
            }
        }
    }
    agenda.report.rows.in_order_of_the_file();
    Ok(agenda.report)
}

/// The import of an agenda file.
pub struct AgendaImport<R> {
    reading: Reading<R, AgendaTurn>,
    rows: VecDeque<Screened>,
    named: Named,
    /// Turns that seem to have vanished; none before every row was written.
    vanished: Option<VecDeque<TurnId>>,
    /// The turns that the last chunk made.
    made: Vec<(TurnId, NaiveDate)>,
    report: AgendaReport,
}

impl<R: Read> AgendaImport<R> {
    /// Opens the file; its header is read at once.
    ///
    /// # Errors
    /// A refusal that says why the file cannot be read and what to do.
    pub fn open(file: ImportFile<R>) -> Result<Self, Error> {
        Ok(Self {
            reading: Reading::open(file)?,
            rows: VecDeque::new(),
            named: Named::default(),
            vanished: None,
            made: Vec::new(),
            report: AgendaReport::default(),
        })
    }

    /// Reads some more rows; answers whether there may be others.
    fn read_on(&mut self, centre: &Centre) -> Result<bool, Error> {
        let unreadable_before = self.report.rows.bad;
        let gathered = self.reading.gather(ROWS_AT_ONCE, &mut self.report.rows)?;
        if self.report.rows.bad > unreadable_before {
            self.report.vanished_not_looked_for = true;
        }
        while let Some(mut row) = self.reading.queue.pop_front() {
            self.report.rows.warn_all(row.line, std::mem::take(&mut row.warnings));
            match self.named.screen(centre, row) {
                Ok(row) => self.rows.push_back(row),
                Err(bad) => self.report.rows.bad(bad),
            }
        }
        Ok(gathered != Gathered::AtEnd)
    }

    fn take(&mut self, work: &Work<'_>, row: &Screened, telling: &mut Telling) -> Result<(), Error> {
        let known = store::turn::by_code(work.tx, work.centre.id, &row.0.code)?;
        let decision = decide(row, known.as_ref(), work.actor.user);
        match (&decision, known) {
            (Decision::Add(state), _) => {
                let id = store::turn::add(work.tx, &new_turn(work, row, *state))?;
                telling.made.push((id, row.0.date));
            }
            (Decision::Change(_), Some(before)) => {
                let mut after = before.clone();
                after.vanished = false;
                after.turn.day = row.0.date;
                after.turn.origin = Origin::Online { hour: row.hour() };
                after.turn.procedure = row.0.procedure;
                after.turn.holder = row.0.holder_number.clone();
                after.turn.holder_name.clone_from(&row.0.holder_name);
                if is_another_s(&before, &after) {
                    // Whoever says that the turn is somebody else's, or today's, has made it.
                    after.recorded_from = RecordedFrom::Agenda;
                    (after.created_by, after.created_at_ms) = (work.actor.user, work.now.0);
                    telling.made.push((after.id, after.turn.day));
                }
                store::turn::update(work.tx, &after)?;
                telling
                    .turns
                    .push(json!({ "turn": row.0.code.as_str(), "before": facts(&before), "after": facts(&after) }));
            }
            (Decision::Vouch, Some(mut turn)) => {
                let typed_by = turn.created_by;
                turn.recorded_from = RecordedFrom::Agenda;
                (turn.created_by, turn.created_at_ms) = (work.actor.user, work.now.0);
                telling.made.push((turn.id, turn.turn.day));
                store::turn::update(work.tx, &turn)?;
                telling.turns.push(json!({ "turn": row.0.code.as_str(), "on_the_agenda": true, "typed_by": typed_by }));
            }
            (Decision::Cancel, Some(before)) => {
                crate::ops::turn::set_state(work, &before, TurnState::Cancelled, None)?;
                telling.turns.push(json!({ "turn": row.0.code.as_str(), "cancelled": true }));
            }
            _ => {}
        }
        self.report.count(row, &decision);
        Ok(())
    }

    fn flag(&mut self, work: &Work<'_>, id: TurnId, telling: &mut Telling) -> Result<(), Error> {
        let mut row = known(store::turn::get(work.tx, id)?, "este turno")?;
        if self.named.has_vanished(&row) {
            row.vanished = true;
            store::turn::update(work.tx, &row)?;
            telling.turns.push(json!({ "turn": row.turn.code.as_str(), "vanished": true }));
            self.report.count_vanished(&row.turn.code);
        }
        Ok(())
    }
}

/// Is the turn in another person's name by now, or of another day?
fn is_another_s(before: &TurnRow, after: &TurnRow) -> bool {
    before.turn.holder != after.turn.holder || before.turn.day != after.turn.day
}

fn new_turn(work: &Work<'_>, row: &Screened, state: TurnState) -> TurnRow {
    TurnRow {
        id: TurnId(0),
        centre: work.centre.id,
        turn: Turn {
            code: row.0.code.clone(),
            procedure: row.0.procedure,
            day: row.0.date,
            origin: Origin::Online { hour: row.hour() },
            holder: row.0.holder_number.clone(),
            holder_name: row.0.holder_name.clone(),
            priority: None,
            state,
            arrived: None,
        },
        recorded_from: RecordedFrom::Agenda,
        vanished: false,
        called: None,
        ended_at: None,
        created_by: work.actor.user,
        created_at_ms: work.now.0,
    }
}

fn facts(row: &TurnRow) -> serde_json::Value {
    let turn = &row.turn;
    let hour = match turn.origin {
        Origin::Online { hour } => Some(hour),
        Origin::WalkIn => None,
    };
    json!({
        "day": turn.day,
        "hour": hour,
        "procedure": turn.procedure.as_str(),
        "holder": turn.holder.as_str(),
        "name": turn.holder_name,
        "vanished": row.vanished,
    })
}

impl<R: Read> Run for AgendaImport<R> {
    const NAME: &'static str = "import.agenda";
    const CHANGED: &'static [Changed] = &[Changed::Turns];
    type Report = AgendaReport;

    fn subject(&self) -> Subject {
        Subject::HOUSE
    }

    fn start(&mut self, _work: &Work<'_>) -> Result<Noted, Error> {
        Ok(self.reading.noted())
    }

    fn gather(&mut self, house: &House, _units: usize) -> Result<Gathered, Error> {
        if !self.rows.is_empty() {
            return Ok(Gathered::ToWrite);
        }
        if self.vanished.is_none() {
            if self.read_on(house.centre())? {
                return Ok(if self.rows.is_empty() { Gathered::Nothing } else { Gathered::ToWrite });
            }
            let mut vanished = VecDeque::new();
            if !self.report.vanished_not_looked_for {
                let reader = house.reader()?;
                for day in &self.named.days {
                    let scheduled = store::turn::scheduled_between(&reader, house.centre().id, *day, *day)?;
                    vanished.extend(scheduled.into_iter().filter(|row| self.named.has_vanished(row)).map(|row| row.id));
                }
            }
            self.vanished = Some(vanished);
        }
        let is_done = self.vanished.as_ref().is_none_or(VecDeque::is_empty);
        Ok(if is_done { Gathered::AtEnd } else { Gathered::ToWrite })
    }

    fn write(&mut self, work: &Work<'_>, chunk: &mut Chunk) -> Result<Noted, Error> {
        let mut telling = Telling::default();
        while !self.rows.is_empty() && chunk.takes_one_more() {
            if let Some(row) = self.rows.pop_front() {
                self.take(work, &row, &mut telling)?;
            }
        }
        while self.vanished.as_ref().is_some_and(|left| !left.is_empty()) && chunk.takes_one_more() {
            if let Some(id) = self.vanished.as_mut().and_then(VecDeque::pop_front) {
                self.flag(work, id, &mut telling)?;
            }
        }
        self.made = telling.made;
        let detail = json!({ "done": self.report.done(), "turns": telling.turns });
        Ok(Noted { code: String::new(), detail })
    }

    fn apart(&mut self) -> Option<Noted> {
        let made = std::mem::take(&mut self.made);
        (!made.is_empty()).then(|| Noted { code: MADE.into(), detail: json!({ MADE: made }) })
    }

    fn progress(&self) -> Progress {
        self.reading.progress(self.report.done())
    }

    fn finish(&mut self, house: &House) -> Result<(AgendaReport, Noted), Error> {
        house.store().tidy(Tidying::Idle)?;
        self.report.rows.in_order_of_the_file();
        let mut noted = self.reading.noted_at_end(&self.report.rows);
        if let Some(detail) = noted.detail.as_object_mut() {
            detail.insert("cancelled".into(), self.report.cancelled.into());
            detail.insert("left_alone".into(), self.report.left_alone.into());
            detail.insert("vanished".into(), self.report.vanished.into());
        }
        Ok((self.report.clone(), noted))
    }
}
