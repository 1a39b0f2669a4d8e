//! Requests for a second person's word, and the answers.

use super::error::{Error, WhileDoing as _};
use super::link::{self, Row};
use super::transaction::{Reader, Transaction};
use crate::domain::approval::{Matter, RequestState};
use crate::domain::calendar::Moment;
use crate::domain::id::{ApprovalId, CentreId, UserId};

/// A request as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// The id.
    pub id: ApprovalId,
    /// The centre.
    pub centre: CentreId,
    /// What is asked.
    pub matter: Matter,
    /// About what: a noun …
    pub subject_kind: String,
    /// … and its id.
    pub subject_id: i64,
    /// The exact sentence that it covers; another sentence needs another word.
    pub covers: String,
    /// Why, in the clerk's words.
    pub reason: String,
    /// Who asked.
    pub requested_by: UserId,
    /// When.
    pub requested_at_ms: i64,
    /// How it stands.
    pub state: RequestState,
    /// Who answered.
    pub answered_by: Option<UserId>,
    /// When.
    pub answered_at_ms: Option<i64>,
    /// What the supervisor said with it.
    pub answer_note: String,
    /// Answered by the requester, because the centre has a sole supervisor.
    pub sole_supervisor: bool,
}

const COLUMNS: &str = "id, centre_id, matter, subject_kind, subject_id, covers, reason, requested_by, requested_at_ms, state, answered_by, \
                       answered_at_ms, answer_note, sole_supervisor";

fn approval(row: &Row<'_>) -> link::Result<Approval> {
    Ok(Approval {
        id: row.get(0)?,
        centre: row.get(1)?,
        matter: row.get(2)?,
        subject_kind: row.get(3)?,
        subject_id: row.get(4)?,
        covers: row.get(5)?,
        reason: row.get(6)?,
        requested_by: row.get(7)?,
        requested_at_ms: row.get(8)?,
        state: row.get(9)?,
        answered_by: row.get(10)?,
        answered_at_ms: row.get(11)?,
        answer_note: row.get(12)?,
        sole_supervisor: row.get(13)?,
    })
}

/// Adds a request; `id` is ignored and answered.
pub fn add(tx: &Transaction<'_>, new: &Approval) -> Result<ApprovalId, Error> {
    tx.insert(
        "INSERT INTO approval (centre_id, matter, subject_kind, subject_id, covers, reason, requested_by, requested_at_ms, state, \
         answered_by, answered_at_ms, answer_note, sole_supervisor, shown_to_approver) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 0)",
        (
            new.centre,
            new.matter,
            &new.subject_kind,
            new.subject_id,
            &new.covers,
            &new.reason,
            new.requested_by,
            new.requested_at_ms,
            new.state,
            new.answered_by,
            new.answered_at_ms,
            &new.answer_note,
            new.sole_supervisor,
        ),
    )
    .while_doing("guardar un pedido de aprobación")
    .map(ApprovalId)
}

/// Writes the state and the answer back.
pub fn update(tx: &Transaction<'_>, changed: &Approval) -> Result<(), Error> {
    tx.execute(
        "UPDATE approval SET state = ?2, answered_by = ?3, answered_at_ms = ?4, answer_note = ?5, sole_supervisor = ?6 WHERE id = ?1",
        (changed.id, changed.state, changed.answered_by, changed.answered_at_ms, &changed.answer_note, changed.sole_supervisor),
    )
    .while_doing("guardar la respuesta a un pedido")
    .map(drop)
}

/// One request.
pub fn get(reader: &Reader, id: ApprovalId) -> Result<Option<Approval>, Error> {
    reader
        .maybe(&format!("SELECT {COLUMNS} FROM approval WHERE id = ?1"), [id], approval)
        .while_doing("leer un pedido de aprobación")
}

/// The same, held: nobody else changes it until the transaction ends.
pub fn get_held(tx: &Transaction<'_>, id: ApprovalId) -> Result<Option<Approval>, Error> {
    tx.held(&format!("SELECT {COLUMNS} FROM approval WHERE id = ?1"), [id], approval)
        .while_doing("leer un pedido de aprobación")
}

/// Every request, in the order in which they were made, without keeping them.
pub fn walk<E: From<Error>>(reader: &Reader, mut visit: impl FnMut(Approval) -> Result<(), E>) -> Result<(), E> {
    reader.each(
        "recorrer los pedidos de aprobación",
        &format!("SELECT {COLUMNS} FROM approval ORDER BY id"),
        [],
        |row| visit(approval(row).while_doing("leer un pedido de aprobación")?),
    )
}

/// The granted, unused words for exactly this, oldest first.
pub fn granted_for(
    reader: &Reader,
    matter: Matter,
    subject_kind: &str,
    subject_id: i64,
    covers: &str,
) -> Result<Vec<Approval>, Error> {
    reader
        .all(
            &format!(
                "SELECT {COLUMNS} FROM approval WHERE subject_kind = ?1 AND subject_id = ?2 AND matter = ?3 AND covers = ?4 \
                 AND state = 'granted' ORDER BY id"
            ),
            (subject_kind, subject_id, matter, covers),
            approval,
        )
        .while_doing("buscar una aprobación")
}

/// Takes back what was asked about a subject and not used: who waits is answered no more, and a granted word is spent.
/// Answers which.
pub fn lapse(
    tx: &Transaction<'_>,
    matter: Matter,
    subject_kind: &str,
    subject_id: i64,
) -> Result<Vec<ApprovalId>, Error> {
    tx.all(
        "UPDATE approval SET state = CASE state WHEN 'granted' THEN 'used' ELSE 'withdrawn' END \
         WHERE subject_kind = ?1 AND subject_id = ?2 AND matter = ?3 AND state IN ('waiting', 'granted') RETURNING id",
        (subject_kind, subject_id, matter),
        |row| row.get(0),
    )
    .while_doing("retirar las aprobaciones de una atención")
}

/// The requests about a subject, oldest first.
pub fn about(reader: &Reader, subject_kind: &str, subject_id: i64) -> Result<Vec<Approval>, Error> {
    reader
        .all(
            &format!("SELECT {COLUMNS} FROM approval WHERE subject_kind = ?1 AND subject_id = ?2 ORDER BY id"),
            (subject_kind, subject_id),
            approval,
        )
        .while_doing("leer los pedidos de aprobación de una atención")
}

/// The requests that wait for an answer, oldest first.
pub fn waiting(reader: &Reader, centre: CentreId) -> Result<Vec<Approval>, Error> {
    reader
        .all(
            &format!("SELECT {COLUMNS} FROM approval WHERE centre_id = ?1 AND state = 'waiting' ORDER BY id"),
            [centre],
            approval,
        )
        .while_doing("leer los pedidos de aprobación")
}

/// The requests made from one moment on and before another, the newest first.
pub fn requested_between(
    reader: &Reader,
    centre: CentreId,
    from: Moment,
    before: Moment,
) -> Result<Vec<Approval>, Error> {
    reader
        .all(
            &format!(
                "SELECT {COLUMNS} FROM approval WHERE centre_id = ?1 AND requested_at_ms >= ?2 AND requested_at_ms < ?3 \
                 ORDER BY id DESC"
            ),
            (centre, from, before),
            approval,
        )
        .while_doing("leer las aprobaciones de unos días")
}

/// What counts as shown to whoever answered it.
pub fn shown(reader: &Reader) -> Result<Vec<ApprovalId>, Error> {
    reader
        .all("SELECT id FROM approval WHERE shown_to_approver = 1 ORDER BY id", [], |row| row.get(0))
        .while_doing("leer las aprobaciones mostradas")
}

/// What was approved in a supervisor's name and not yet shown to them, oldest first.
pub fn not_yet_shown(reader: &Reader, approver: UserId) -> Result<Vec<Approval>, Error> {
    reader
        .all(
            &format!("SELECT {COLUMNS} FROM approval WHERE answered_by = ?1 AND shown_to_approver = 0 ORDER BY id"),
            [approver],
            approval,
        )
        .while_doing("leer lo aprobado en su nombre")
}

/// Remembers that a supervisor saw one request that was answered in their name; answers whether there was one to see.
pub fn mark_shown(tx: &Transaction<'_>, approver: UserId, id: ApprovalId) -> Result<bool, Error> {
    tx.execute(
        "UPDATE approval SET shown_to_approver = 1 WHERE id = ?2 AND answered_by = ?1 AND shown_to_approver = 0",
        (approver, id),
    )
    .while_doing("anotar las aprobaciones mostradas")
    .map(|rows| rows > 0)
}
