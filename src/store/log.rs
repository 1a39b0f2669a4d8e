//! The log of visits: which of them a range of days and some filters leave, in order, and what a list shows of each.
//!
//! A range is read on the index `visit_log` alone, and answers ids; the lines are read for those in sight.

use chrono::NaiveDate;

use super::column::Day;
use super::error::{Error, WhileDoing as _};
use super::link::{self, Fault, Row};
use super::search::Query;
use super::transaction::Reader;
use super::visit::VisitState;
use crate::domain::id::{CentreId, UserId, VisitId, WindowId};

/// Something that happened in a visit and that one may look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A warning was overridden.
    Overridden,
    /// A slip was voided.
    Voided,
    /// A complaint was recorded against it.
    Complained,
    /// Its turn had priority.
    Priority,
    /// Its turn was given at the window.
    WalkIn,
}

impl Mark {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Overridden, Self::Voided, Self::Complained, Self::Priority, Self::WalkIn];

    /// The word for it in the journal.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Overridden => "overridden",
            Self::Voided => "voided",
            Self::Complained => "complained",
            Self::Priority => "priority",
            Self::WalkIn => "walk_in",
        }
    }

    /// The words for it, of visits.
    #[must_use]
    pub fn spanish(self) -> &'static str {
        match self {
            Self::Overridden => "con advertencias justificadas",
            Self::Voided => "con claves anuladas",
            Self::Complained => "con quejas",
            Self::Priority => "con turno prioritario",
            Self::WalkIn => "con turno presencial",
        }
    }
}

/// Which visits are wanted. Days are accounting days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// The first day.
    pub first: NaiveDate,
    /// The last one, included.
    pub last: NaiveDate,
    /// Of this window.
    pub window: Option<WindowId>,
    /// Attended by this clerk.
    pub clerk: Option<UserId>,
    /// Of this procedure, by its id.
    pub procedure: Option<String>,
    /// That stand or ended so.
    pub state: Option<VisitState>,
    /// In which this happened.
    pub mark: Option<Mark>,
    /// By the number of employer, applicant, presenter or whose turn it is, or its beginning; the code of the turn; the serial
    /// of a slip; or part of a name. Nothing finds all.
    pub text: String,
}

impl Filter {
    /// All visits of some days, both ends included.
    #[must_use]
    pub fn of_days(first: NaiveDate, last: NaiveDate) -> Self {
        Self { first, last, window: None, clerk: None, procedure: None, state: None, mark: None, text: String::new() }
    }
}

/// What a log is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortBy {
    /// The accounting day, and the hour at which they were opened.
    Hour,
    /// The name in which the turn was given.
    Person,
    /// How long the person waited; a visit whose person was not seen to arrive comes last.
    Waiting,
    /// How long it took; one that is not over comes last.
    Service,
}

/// What a log is sorted by, and which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sorting {
    /// By what.
    pub by: SortBy,
    /// The smallest first.
    pub ascending: bool,
}

/// The ids of the visits that a filter leaves, in order.
pub fn visits(reader: &Reader, centre: CentreId, filter: &Filter, sorting: Sorting) -> Result<Vec<VisitId>, Error> {
    let text = Text::new(reader, centre, &filter.text)?;
    let sql = format!(
        "SELECT visit.id{searched} FROM visit{turn} WHERE visit.centre_id = ?1 AND visit.accounting_day BETWEEN ?2 AND ?3 \
         AND (CAST(?4 AS BIGINT) IS NULL OR visit.window_id = ?4) AND (CAST(?5 AS BIGINT) IS NULL OR visit.clerk_id = ?5) \
         AND (CAST(?6 AS TEXT) IS NULL OR visit.procedure = ?6) AND (CAST(?7 AS TEXT) IS NULL OR coalesce(visit.outcome, visit.state) = ?7){mark} \
         ORDER BY {order}",
        searched = if text.is_some() { SEARCHED } else { "" },
        turn = if text.is_some() || matches!(sorting.by, SortBy::Person | SortBy::Waiting) { WITH_TURN } else { "" },
        mark = filter.mark.map_or("", condition),
        order = order(sorting),
    );
    let params = (
        centre,
        Day(filter.first),
        Day(filter.last),
        filter.window,
        filter.clerk,
        filter.procedure.as_deref(),
        filter.state.map(VisitState::code),
    );
    let mut found = Vec::new();
    reader.each("buscar en la bitácora", &sql, params, |row| {
        let read = || -> link::Result<Option<VisitId>> {
            let id = row.get(0)?;
            Ok(match &text {
                Some(text) if !text.agrees_with(id, row)? => None,
                _ => Some(id),
            })
        };
        found.extend(read().while_doing("buscar en la bitácora")?);
        Ok::<(), Error>(())
    })?;
    Ok(found)
}

/// What a text is compared with: the names of the papers and the turn's, the numbers.
const SEARCHED: &str = ", visit.folded, turn.folded, turn.holder_number, visit.applicant_number, visit.presenter_number, visit.employer_number";

const WITH_TURN: &str = " JOIN turn ON turn.id = visit.turn_id";

fn condition(mark: Mark) -> &'static str {
    match mark {
        Mark::Overridden => " AND EXISTS (SELECT 1 FROM visit_override WHERE visit_id = visit.id)",
        Mark::Voided => " AND EXISTS (SELECT 1 FROM issuance WHERE visit_id = visit.id AND issuance.state = 'void')",
        Mark::Complained => " AND EXISTS (SELECT 1 FROM complaint WHERE visit_id = visit.id)",
        Mark::Priority => {
            " AND EXISTS (SELECT 1 FROM turn WHERE turn.id = visit.turn_id AND priority_group IS NOT NULL)"
        }
        Mark::WalkIn => " AND EXISTS (SELECT 1 FROM turn WHERE turn.id = visit.turn_id AND origin = 'walk_in')",
    }
}

/// Equal ones stay in the order of the hour; what has no length comes last either way.
fn order(sorting: Sorting) -> &'static str {
    match (sorting.by, sorting.ascending) {
        (SortBy::Hour, true) => "visit.accounting_day, visit.opened_at_ms, visit.id",
        (SortBy::Hour, false) => "visit.accounting_day DESC, visit.opened_at_ms DESC, visit.id DESC",
        (SortBy::Person, true) => "turn.folded, visit.opened_at_ms, visit.id",
        (SortBy::Person, false) => "turn.folded DESC, visit.opened_at_ms, visit.id",
        (SortBy::Waiting, true) => {
            "turn.arrived_at_ms IS NULL, visit.opened_at_ms - turn.arrived_at_ms, visit.opened_at_ms, visit.id"
        }
        (SortBy::Waiting, false) => {
            "turn.arrived_at_ms IS NULL, visit.opened_at_ms - turn.arrived_at_ms DESC, visit.opened_at_ms, visit.id"
        }
        (SortBy::Service, true) => {
            "visit.ended_at_ms IS NULL, visit.ended_at_ms - visit.opened_at_ms, visit.opened_at_ms, visit.id"
        }
        (SortBy::Service, false) => {
            "visit.ended_at_ms IS NULL, visit.ended_at_ms - visit.opened_at_ms DESC, visit.opened_at_ms, visit.id"
        }
    }
}

/// A text that is looked for, and the visits that it names by a serial or a turn's code.
struct Text {
    query: Query,
    named: Vec<VisitId>,
}

impl Text {
    /// None where nothing is looked for.
    fn new(reader: &Reader, centre: CentreId, typed: &str) -> Result<Option<Self>, Error> {
        if typed.trim().is_empty() {
            return Ok(None);
        }
        let query = Query::new(typed);
        let mut named = Vec::new();
        for number in query.numbers() {
            let ids: Vec<VisitId> = reader
                .all(
                    "SELECT visit_id FROM issuance WHERE serial = ?2 UNION SELECT visit.id FROM turn \
                     JOIN visit ON visit.turn_id = turn.id WHERE turn.centre_id = ?1 AND turn.code = ?2",
                    (centre, number),
                    |row| row.get(0),
                )
                .while_doing("buscar por serie o por turno")?;
            named.extend(ids);
        }
        Ok(Some(Self { query, named }))
    }

    /// Does it agree with a row that begins with the id, and goes on with [`SEARCHED`]?
    fn agrees_with(&self, id: VisitId, row: &Row<'_>) -> link::Result<bool> {
        let names = |column| -> link::Result<bool> { Ok(self.query.names(row.text(column)?)) };
        let begins = |column| -> link::Result<bool> { Ok(self.query.begins(row.text(column)?)) };
        Ok(self.named.contains(&id) || names(1)? || names(2)? || begins(3)? || begins(4)? || begins(5)? || begins(6)?)
    }
}

/// What a list shows of a visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The visit.
    pub visit: VisitId,
    /// Its procedure's id.
    pub procedure: String,
    /// How it stands.
    pub state: VisitState,
    /// The accounting day it counts in.
    pub accounting_day: NaiveDate,
    /// When its person was there, in milliseconds since the Unix epoch; none where nobody saw them arrive.
    pub arrived_at_ms: Option<i64>,
    /// When it was opened.
    pub opened_at_ms: i64,
    /// When it ended.
    pub ended_at_ms: Option<i64>,
    /// The window.
    pub window: WindowId,
    /// Who attended.
    pub clerk: UserId,
    /// The code of its turn.
    pub turn_code: String,
    /// In whose name the turn is: number …
    pub holder_number: String,
    /// … and name.
    pub holder_name: String,
    /// The turn had priority.
    pub has_priority: bool,
    /// The turn was given at the window.
    pub is_walk_in: bool,
    /// The employer's number as typed, or nothing.
    pub employer_number: String,
    /// The branch as typed, or nothing.
    pub employer_branch: String,
    /// The employer's name, where the register knows it.
    pub employer_name: String,
    /// How many warnings were overridden.
    pub overrides: u32,
    /// How many slips were delivered.
    pub delivered: u32,
    /// How many were voided.
    pub voided: u32,
    /// How many complaints were recorded against it.
    pub complaints: u32,
}

impl Line {
    /// How long the person waited, in seconds, where it is known.
    #[must_use]
    pub fn waited_secs(&self) -> Option<u32> {
        self.arrived_at_ms.map(|arrived| seconds(arrived, self.opened_at_ms))
    }

    /// How long it took, in seconds, once it is over.
    #[must_use]
    pub fn served_secs(&self) -> Option<u32> {
        self.ended_at_ms.map(|ended| seconds(self.opened_at_ms, ended))
    }
}

fn seconds(from_ms: i64, until_ms: i64) -> u32 {
    u32::try_from(until_ms.saturating_sub(from_ms).max(0) / 1000).unwrap_or(u32::MAX)
}

/// The line of one visit.
pub fn line(reader: &Reader, id: VisitId) -> Result<Option<Line>, Error> {
    reader
        .maybe(
            "SELECT visit.id, visit.procedure, coalesce(visit.outcome, visit.state), visit.accounting_day, turn.arrived_at_ms, \
             visit.opened_at_ms, visit.ended_at_ms, visit.window_id, visit.clerk_id, turn.code, turn.holder_number, turn.holder_name, \
             turn.priority_group IS NOT NULL, turn.origin = 'walk_in', visit.employer_number, visit.employer_branch, \
             coalesce((SELECT name FROM employer WHERE number = visit.employer_number), ''), \
             (SELECT count(*) FROM visit_override WHERE visit_id = visit.id), \
             (SELECT count(*) FROM issuance WHERE visit_id = visit.id AND issuance.state = 'delivered'), \
             (SELECT count(*) FROM issuance WHERE visit_id = visit.id AND issuance.state = 'void'), \
             (SELECT count(*) FROM complaint WHERE visit_id = visit.id) \
             FROM visit JOIN turn ON turn.id = visit.turn_id WHERE visit.id = ?1",
            [id],
            |row| {
                let state: String = row.get(2)?;
                Ok(Line {
                    visit: row.get(0)?,
                    procedure: row.get(1)?,
                    state: VisitState::from_code(&state).ok_or_else(|| Fault::unreadable(0, "state"))?,
                    accounting_day: row.get::<Day>(3)?.0,
                    arrived_at_ms: row.get(4)?,
                    opened_at_ms: row.get(5)?,
                    ended_at_ms: row.get(6)?,
                    window: row.get(7)?,
                    clerk: row.get(8)?,
                    turn_code: row.get(9)?,
                    holder_number: row.get(10)?,
                    holder_name: row.get(11)?,
                    has_priority: row.get(12)?,
                    is_walk_in: row.get(13)?,
                    employer_number: row.get(14)?,
                    employer_branch: row.get(15)?,
                    employer_name: row.get(16)?,
                    overrides: row.get(17)?,
                    delivered: row.get(18)?,
                    voided: row.get(19)?,
                    complaints: row.get(20)?,
                })
            },
        )
        .while_doing("leer una línea de la bitácora")
}
