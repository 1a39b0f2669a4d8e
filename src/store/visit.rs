//! Visits: the working copy field by field, the state, the countable reasons, the overrides.

use chrono::NaiveDate;
use rusqlite::params;

use super::column::Day;
use super::error::{Error, WhileDoing as _};
use super::link::{self, Row};
use super::transaction::{Reader, Transaction};
use crate::domain::id::{ApprovalId, CentreId, TurnId, UserId, VisitId, WindowId};
pub use crate::domain::visit::VisitOutcome;

/// How a visit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VisitState {
    /// At the window.
    Open,
    /// Set aside, to be resumed today.
    Parked,
    /// Over.
    Ended(VisitOutcome),
}

impl VisitState {
    /// The one word for it: `open`, `parked`, or the outcome's.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Ended(outcome) => outcome.code(),
            Self::Open | Self::Parked => self.columns().0,
        }
    }

    /// The state with this word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "open" => Some(Self::Open),
            "parked" => Some(Self::Parked),
            _ => VisitOutcome::from_code(code).map(Self::Ended),
        }
    }

    /// The words for it, of a visit.
    #[must_use]
    pub fn spanish(self) -> &'static str {
        match self {
            Self::Open => "en curso",
            Self::Parked => "en pausa",
            Self::Ended(VisitOutcome::Served) => "atendida",
            Self::Ended(VisitOutcome::NotServed) => "no atendida",
            Self::Ended(VisitOutcome::Abandoned) => "se retiró",
        }
    }

    fn columns(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Open => ("open", None),
            Self::Parked => ("parked", None),
            Self::Ended(outcome) => ("ended", Some(outcome.code())),
        }
    }
}

/// What is searched and listed of a working copy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keys {
    /// The employer's number as typed, or nothing yet.
    pub employer_number: String,
    /// The branch as typed, or nothing yet.
    pub employer_branch: String,
    /// The applicant's number as typed, or nothing yet.
    pub applicant_number: String,
    /// The presenter's number as typed, or nothing yet.
    pub presenter_number: String,
    /// Every name in it, folded.
    pub folded: String,
}

/// A visit as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The id.
    pub id: VisitId,
    /// The centre.
    pub centre: CentreId,
    /// The window.
    pub window: WindowId,
    /// The procedure's id.
    pub procedure: String,
    /// The turn it is served under.
    pub turn: TurnId,
    /// The visit of the same person for another employer that it goes with.
    pub linked_to: Option<VisitId>,
    /// How it stands.
    pub state: VisitState,
    /// The accounting day it counts in.
    pub accounting_day: NaiveDate,
    /// When it was opened.
    pub opened_at_ms: i64,
    /// Who attends.
    pub clerk: UserId,
    /// When it ended.
    pub ended_at_ms: Option<i64>,
    /// What is searched of it.
    pub keys: Keys,
    /// The working copy, as the JSON of a visit.
    pub draft: String,
    /// Raised by each saved draft; an older one is not saved over a newer.
    pub draft_revision: i64,
}

const COLUMNS: &str = "id, centre_id, window_id, procedure, turn_id, linked_to, state, outcome, accounting_day, opened_at_ms, clerk_id, \
                       ended_at_ms, employer_number, employer_branch, applicant_number, presenter_number, folded, draft, draft_revision";

fn visit(row: &Row<'_>) -> link::Result<Visit> {
    let (state, outcome): (String, Option<String>) = (row.get(6)?, row.get(7)?);
    let state = match (state.as_str(), outcome.as_deref()) {
        ("open", _) => VisitState::Open,
        ("parked", _) => VisitState::Parked,
        (_, Some("served")) => VisitState::Ended(VisitOutcome::Served),
        (_, Some("not_served")) => VisitState::Ended(VisitOutcome::NotServed),
        _ => VisitState::Ended(VisitOutcome::Abandoned),
    };
    Ok(Visit {
        id: row.get(0)?,
        centre: row.get(1)?,
        window: row.get(2)?,
        procedure: row.get(3)?,
        turn: row.get(4)?,
        linked_to: row.get(5)?,
        state,
        accounting_day: row.get::<Day>(8)?.0,
        opened_at_ms: row.get(9)?,
        clerk: row.get(10)?,
        ended_at_ms: row.get(11)?,
        keys: Keys {
            employer_number: row.get(12)?,
            employer_branch: row.get(13)?,
            applicant_number: row.get(14)?,
            presenter_number: row.get(15)?,
            folded: row.get(16)?,
        },
        draft: row.get(17)?,
        draft_revision: row.get(18)?,
    })
}

/// Adds a visit as it stands; `id` is ignored and answered.
pub fn add(tx: &Transaction<'_>, new: &Visit) -> Result<VisitId, Error> {
    insert(tx, new, false)
}

/// Adds a visit that is marked as sample: it happened in no centre.
pub fn add_sample(tx: &Transaction<'_>, new: &Visit) -> Result<VisitId, Error> {
    insert(tx, new, true)
}

fn insert(tx: &Transaction<'_>, new: &Visit, is_sample: bool) -> Result<VisitId, Error> {
    let (state, outcome) = new.state.columns();
    tx.insert(
        "INSERT INTO visit (centre_id, window_id, procedure, turn_id, linked_to, state, outcome, accounting_day, opened_at_ms, clerk_id, \
         ended_at_ms, employer_number, employer_branch, applicant_number, presenter_number, folded, draft, draft_revision, draft_at_ms, \
         sample) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?9, ?19)",
        params![
            new.centre,
            new.window,
            new.procedure,
            new.turn,
            new.linked_to,
            state,
            outcome,
            Day(new.accounting_day),
            new.opened_at_ms,
            new.clerk,
            new.ended_at_ms,
            new.keys.employer_number,
            new.keys.employer_branch,
            new.keys.applicant_number,
            new.keys.presenter_number,
            new.keys.folded,
            new.draft,
            new.draft_revision,
            is_sample,
        ],
    )
    .while_doing("abrir una atención")
    .map(VisitId)
}

/// Is there any visit that is marked as sample?
pub fn any_sample(reader: &Reader) -> Result<bool, Error> {
    reader
        .one("SELECT EXISTS (SELECT 1 FROM visit WHERE sample = 1)", [], |row| row.get(0))
        .while_doing("buscar atenciones de muestra")
}

/// Saves a working copy, unless a newer one was saved; answers whether it was.
pub fn save_draft(
    tx: &Transaction<'_>,
    id: VisitId,
    draft: &str,
    revision: i64,
    keys: &Keys,
    at_ms: i64,
) -> Result<bool, Error> {
    tx.execute(
        "UPDATE visit SET draft = ?2, draft_revision = ?3, employer_number = ?4, employer_branch = ?5, applicant_number = ?6, \
         presenter_number = ?7, folded = ?8, draft_at_ms = ?9 WHERE id = ?1 AND draft_revision < ?3 AND state <> 'ended'",
        (
            id,
            draft,
            revision,
            &keys.employer_number,
            &keys.employer_branch,
            &keys.applicant_number,
            &keys.presenter_number,
            &keys.folded,
            at_ms,
        ),
    )
    .while_doing("guardar la atención")
    .map(|rows| rows > 0)
}

/// Changes how a visit stands and who attends it.
pub fn set_state(
    tx: &Transaction<'_>,
    id: VisitId,
    state: VisitState,
    clerk: UserId,
    window: WindowId,
    at_ms: i64,
) -> Result<(), Error> {
    let (state, outcome) = state.columns();
    tx.tell(
        "UPDATE visit SET state = ?2, outcome = ?3, clerk_id = ?4, window_id = ?5, \
         ended_at_ms = CASE WHEN CAST(?3 AS TEXT) IS NULL THEN NULL ELSE ?6 END WHERE id = ?1",
        (id, state, outcome, clerk, window, at_ms),
    )
    .while_doing("cambiar el estado de una atención")
}

/// Sets the countable reasons of a visit that ended without service.
pub fn set_reasons(tx: &Transaction<'_>, id: VisitId, reasons: &[String]) -> Result<(), Error> {
    tx.execute("DELETE FROM visit_reason WHERE visit_id = ?1", [id]).while_doing("guardar los motivos")?;
    reasons.iter().try_for_each(|reason| {
        tx.execute("INSERT INTO visit_reason (visit_id, reason) VALUES (?1, ?2)", (id, reason))
            .while_doing("guardar los motivos")
            .map(drop)
    })
}

/// The countable reasons of a visit.
pub fn reasons(reader: &Reader, id: VisitId) -> Result<Vec<String>, Error> {
    reader
        .all("SELECT reason FROM visit_reason WHERE visit_id = ?1 ORDER BY reason", [id], |row| row.get(0))
        .while_doing("leer los motivos de una atención")
}

/// One visit.
pub fn get(reader: &Reader, id: VisitId) -> Result<Option<Visit>, Error> {
    reader.maybe(&format!("SELECT {COLUMNS} FROM visit WHERE id = ?1"), [id], visit).while_doing("leer una atención")
}

/// The same, held: nobody else changes it until the transaction ends.
pub fn get_held(tx: &Transaction<'_>, id: VisitId) -> Result<Option<Visit>, Error> {
    tx.held(&format!("SELECT {COLUMNS} FROM visit WHERE id = ?1"), [id], visit).while_doing("leer una atención")
}

/// What counts of a visit, by its id: the procedure, how it ended, and the day.
pub type Counted = (VisitId, String, Option<String>, NaiveDate);

/// What counts of every visit, in whatever order, without keeping them: the index of the log knows it all.
pub fn walk_counted<E: From<Error>>(reader: &Reader, mut visit: impl FnMut(Counted) -> Result<(), E>) -> Result<(), E> {
    let sql = "SELECT id, procedure, outcome, accounting_day FROM visit";
    reader.each("recorrer las atenciones", sql, [], |row| {
        let counted = || -> link::Result<Counted> { Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<Day>(3)?.0)) };
        visit(counted().while_doing("leer una atención")?)
    })
}

/// The visits under a turn, oldest first.
pub fn of_turn(reader: &Reader, turn: TurnId) -> Result<Vec<Visit>, Error> {
    reader
        .all(&format!("SELECT {COLUMNS} FROM visit WHERE turn_id = ?1 ORDER BY id"), [turn], visit)
        .while_doing("leer las atenciones de un turno")
}

/// A clerk's visits that are open or parked, oldest first.
pub fn unfinished(reader: &Reader, clerk: UserId) -> Result<Vec<Visit>, Error> {
    reader
        .all(
            &format!("SELECT {COLUMNS} FROM visit WHERE clerk_id = ?1 AND state <> 'ended' ORDER BY id"),
            [clerk],
            visit,
        )
        .while_doing("leer las atenciones en espera")
}

/// The visits of a day and of those before it that are open or parked, oldest first.
pub fn unfinished_until(reader: &Reader, centre: CentreId, day: NaiveDate) -> Result<Vec<Visit>, Error> {
    reader
        .all(
            &format!(
                "SELECT {COLUMNS} FROM visit WHERE state <> 'ended' AND centre_id = ?1 AND accounting_day <= ?2 ORDER BY id"
            ),
            (centre, Day(day)),
            visit,
        )
        .while_doing("leer las atenciones sin terminar del día")
}

/// A warning that was overridden in a visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// The rule.
    pub rule: String,
    /// The sentence that was shown.
    pub sentence: String,
    /// Why.
    pub reason: String,
    /// By whom.
    pub given_by: UserId,
    /// When.
    pub given_at_ms: i64,
    /// A supervisor's word, where the rule asks for it.
    pub approval: Option<ApprovalId>,
}

/// Records an override; a new one of the same rule replaces the old.
pub fn set_override(tx: &Transaction<'_>, visit: VisitId, given: &Override) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO visit_override (visit_id, rule, sentence, reason, given_by, given_at_ms, approval_id) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (visit_id, rule) DO UPDATE SET sentence = excluded.sentence, \
         reason = excluded.reason, given_by = excluded.given_by, given_at_ms = excluded.given_at_ms, \
         approval_id = excluded.approval_id",
        (visit, &given.rule, &given.sentence, &given.reason, given.given_by, given.given_at_ms, given.approval),
    )
    .while_doing("guardar una excepción")
    .map(drop)
}

fn given(row: &Row<'_>, at: usize) -> link::Result<Override> {
    let column = |offset: usize| at.saturating_add(offset);
    Ok(Override {
        rule: row.get(at)?,
        sentence: row.get(column(1))?,
        reason: row.get(column(2))?,
        given_by: row.get(column(3))?,
        given_at_ms: row.get(column(4))?,
        approval: row.get(column(5))?,
    })
}

/// Every override of every visit, by visit and rule, without keeping them.
pub fn walk_overrides<E: From<Error>>(
    reader: &Reader,
    mut visit: impl FnMut(VisitId, Override) -> Result<(), E>,
) -> Result<(), E> {
    reader.each(
        "recorrer las excepciones",
        "SELECT visit_id, rule, sentence, reason, given_by, given_at_ms, approval_id FROM visit_override ORDER BY visit_id, rule",
        [],
        |row| {
            let doing = "leer una excepción";
            visit(row.get(0).while_doing(doing)?, given(row, 1).while_doing(doing)?)
        },
    )
}

/// Drops the overrides of a visit.
pub fn clear_overrides(tx: &Transaction<'_>, visit: VisitId) -> Result<(), Error> {
    tx.execute("DELETE FROM visit_override WHERE visit_id = ?1", [visit])
        .while_doing("retirar las excepciones de una atención")
        .map(drop)
}

/// The overrides of a visit, by rule.
pub fn overrides(reader: &Reader, visit: VisitId) -> Result<Vec<Override>, Error> {
    reader
        .all(
            "SELECT rule, sentence, reason, given_by, given_at_ms, approval_id FROM visit_override WHERE visit_id = ?1 ORDER BY rule",
            [visit],
            |row| given(row, 0),
        )
        .while_doing("leer las excepciones de una atención")
}
