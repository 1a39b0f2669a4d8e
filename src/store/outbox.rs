//! What is to be sent by mail, and what became of it.

use chrono::NaiveDate;

use super::column::Day;
use super::error::{Error, WhileDoing as _};
use super::link::{self, Fault, Row};
use super::transaction::{Reader, Transaction};
use crate::domain::id::{CentreId, MailId};
use crate::domain::mail::{Intent, MailFault, MailState};

/// A letter to be sent, or one that was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    /// The id.
    pub id: MailId,
    /// What it is about.
    pub intent: Intent,
    /// How it stands.
    pub state: MailState,
    /// Since when it waits.
    pub queued_at_ms: i64,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next, while it waits.
    pub next_try_ms: i64,
    /// What kept it from being carried, the last time it was tried.
    pub fault: Option<MailFault>,
    /// When it was sent or given up.
    pub ended_at_ms: Option<i64>,
}

const COLUMNS: &str = "id, kind, about_id, state, queued_at_ms, attempts, next_try_ms, fault, ended_at_ms";

fn queued(row: &Row<'_>) -> link::Result<Queued> {
    let (kind, state, fault): (String, String, String) = (row.get(1)?, row.get(3)?, row.get(7)?);
    Ok(Queued {
        id: row.get(0)?,
        intent: Intent::from_parts(&kind, row.get(2)?).ok_or_else(|| Fault::unreadable(0, "kind"))?,
        state: MailState::from_code(&state).ok_or_else(|| Fault::unreadable(0, "kind"))?,
        queued_at_ms: row.get(4)?,
        attempts: row.get(5)?,
        next_try_ms: row.get(6)?,
        fault: MailFault::from_code(&fault),
        ended_at_ms: row.get(8)?,
    })
}

/// Queues a letter, to be sent at once; nothing where one about the same was queued before. Answers whether it is new.
pub fn queue(tx: &Transaction<'_>, centre: CentreId, intent: Intent, at_ms: i64) -> Result<bool, Error> {
    tx.execute(
        "INSERT INTO mail_outbox (centre_id, kind, about_id, queued_at_ms, next_try_ms) VALUES (?1, ?2, ?3, ?4, ?4) \
         ON CONFLICT (kind, about_id) DO NOTHING",
        (centre, intent.kind(), intent.about(), at_ms),
    )
    .while_doing("dejar un correo para enviarlo")
    .map(|rows| rows > 0)
}

/// Queues a letter, to be sent at once, also where one about the same was sent or given up before: it says something else by
/// now.
pub fn queue_anew(tx: &Transaction<'_>, centre: CentreId, intent: Intent, at_ms: i64) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO mail_outbox (centre_id, kind, about_id, queued_at_ms, next_try_ms) VALUES (?1, ?2, ?3, ?4, ?4) \
         ON CONFLICT (kind, about_id) DO UPDATE SET state = 'waiting', queued_at_ms = excluded.queued_at_ms, \
         next_try_ms = excluded.next_try_ms, attempts = 0, fault = '', ended_at_ms = NULL, failed_on = NULL",
        (centre, intent.kind(), intent.about(), at_ms),
    )
    .while_doing("dejar un correo para enviarlo de nuevo")
    .map(drop)
}

/// The waiting letter that is due first, where one is: its moment has come, or lies farther ahead than any is set.
pub fn due(reader: &Reader, now_ms: i64, latest_ms: i64) -> Result<Option<Queued>, Error> {
    reader
        .maybe(
            &format!(
                "SELECT {COLUMNS} FROM mail_outbox WHERE state = 'waiting' AND (next_try_ms <= ?1 OR next_try_ms > ?2) \
                 ORDER BY next_try_ms, id LIMIT 1"
            ),
            (now_ms, latest_ms),
            queued,
        )
        .while_doing("buscar el correo que toca enviar")
}

/// One letter.
pub fn get(reader: &Reader, id: MailId) -> Result<Option<Queued>, Error> {
    reader
        .maybe(&format!("SELECT {COLUMNS} FROM mail_outbox WHERE id = ?1"), [id], queued)
        .while_doing("leer un correo por enviar")
}

/// The letter about something, where one was queued.
pub fn about(reader: &Reader, intent: Intent) -> Result<Option<Queued>, Error> {
    reader
        .maybe(
            &format!("SELECT {COLUMNS} FROM mail_outbox WHERE kind = ?1 AND about_id = ?2"),
            (intent.kind(), intent.about()),
            queued,
        )
        .while_doing("leer un correo por enviar")
}

/// How many letters wait.
pub fn waiting(reader: &Reader, centre: CentreId) -> Result<u32, Error> {
    reader
        .one("SELECT count(*) FROM mail_outbox WHERE state = 'waiting' AND centre_id = ?1", [centre], |row| row.get(0))
        .while_doing("contar los correos por enviar")
}

/// The letters that were given up on an accounting day, in their order.
pub fn failed_on(reader: &Reader, centre: CentreId, day: NaiveDate) -> Result<Vec<Queued>, Error> {
    reader
        .all(
            &format!(
                "SELECT {COLUMNS} FROM mail_outbox WHERE state = 'failed' AND centre_id = ?1 AND failed_on = ?2 ORDER BY id"
            ),
            (centre, Day(day)),
            queued,
        )
        .while_doing("leer los correos que no se enviaron")
}

/// Notes a try that is about to be made after so many, and when the next one would be; nothing where it does not wait any
/// more, or somebody else makes that try.
pub fn note_try(tx: &Transaction<'_>, id: MailId, made: u32, next_try_ms: i64) -> Result<bool, Error> {
    tx.execute(
        "UPDATE mail_outbox SET attempts = attempts + 1, next_try_ms = ?2 \
         WHERE id = ?1 AND state = 'waiting' AND attempts = ?3",
        (id, next_try_ms, made),
    )
    .while_doing("anotar que se envía un correo")
    .map(|rows| rows > 0)
}

/// Notes what kept a letter from being carried; it goes on waiting.
pub fn note_fault(tx: &Transaction<'_>, id: MailId, fault: MailFault) -> Result<(), Error> {
    tx.execute("UPDATE mail_outbox SET fault = ?2 WHERE id = ?1 AND state = 'waiting'", (id, fault.code()))
        .while_doing("anotar por qué no se envió un correo")
        .map(drop)
}

/// A letter was taken over.
pub fn mark_sent(tx: &Transaction<'_>, id: MailId, at_ms: i64) -> Result<(), Error> {
    tx.execute(
        "UPDATE mail_outbox SET state = 'sent', ended_at_ms = ?2, fault = '' WHERE id = ?1 AND state = 'waiting'",
        (id, at_ms),
    )
    .while_doing("anotar que se envió un correo")
    .map(drop)
}

/// A letter is given up, on this accounting day.
pub fn mark_failed(tx: &Transaction<'_>, id: MailId, fault: MailFault, at_ms: i64, on: NaiveDate) -> Result<(), Error> {
    tx.execute(
        "UPDATE mail_outbox SET state = 'failed', ended_at_ms = ?3, fault = ?2, failed_on = ?4 \
         WHERE id = ?1 AND state = 'waiting'",
        (id, fault.code(), at_ms, Day(on)),
    )
    .while_doing("anotar que un correo no se envía")
    .map(drop)
}

/// Whatever waits is due now.
pub fn try_now(tx: &Transaction<'_>, centre: CentreId, at_ms: i64) -> Result<(), Error> {
    tx.execute("UPDATE mail_outbox SET next_try_ms = ?2 WHERE state = 'waiting' AND centre_id = ?1", (centre, at_ms))
        .while_doing("volver a enviar los correos que esperan")
        .map(drop)
}
