//! What somebody is told of a visit when they are next at the window.

use super::error::{Error, WhileDoing as _};
use super::link::{self, Fault, Row};
use super::transaction::{Reader, Transaction};
use crate::domain::id::{CentreId, NoticeId, UserId, VisitId};
use crate::domain::visit::NoticeKind;

/// A notice of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice {
    /// The id.
    pub id: NoticeId,
    /// The centre.
    pub centre: CentreId,
    /// The visit.
    pub visit: VisitId,
    /// What it says.
    pub kind: NoticeKind,
    /// For whom; none for any supervisor.
    pub for_user: Option<UserId>,
    /// The entry that says why, by whom and when.
    pub journal_number: i64,
    /// Who has seen it.
    pub seen_by: Option<UserId>,
}

const COLUMNS: &str = "id, centre_id, visit_id, kind, for_user, journal_n, seen_by";

fn notice(row: &Row<'_>) -> link::Result<Notice> {
    let kind: String = row.get(3)?;
    Ok(Notice {
        id: row.get(0)?,
        centre: row.get(1)?,
        visit: row.get(2)?,
        kind: NoticeKind::from_code(&kind).ok_or_else(|| Fault::unreadable(0, "kind"))?,
        for_user: row.get(4)?,
        journal_number: row.get(5)?,
        seen_by: row.get(6)?,
    })
}

/// Adds a notice that nobody has seen yet; `id` is ignored and answered.
pub fn add(tx: &Transaction<'_>, new: &Notice) -> Result<NoticeId, Error> {
    tx.insert(
        "INSERT INTO visit_notice (centre_id, visit_id, kind, for_user, journal_n) VALUES (?1, ?2, ?3, ?4, ?5)",
        (new.centre, new.visit, new.kind.code(), new.for_user, new.journal_number),
    )
    .while_doing("dejar un aviso")
    .map(NoticeId)
}

/// One notice.
pub fn get(reader: &Reader, id: NoticeId) -> Result<Option<Notice>, Error> {
    reader
        .maybe(&format!("SELECT {COLUMNS} FROM visit_notice WHERE id = ?1"), [id], notice)
        .while_doing("leer un aviso")
}

/// The notices that nobody has seen yet, the oldest first.
pub fn unseen(reader: &Reader, centre: CentreId) -> Result<Vec<Notice>, Error> {
    reader
        .all(
            &format!("SELECT {COLUMNS} FROM visit_notice WHERE centre_id = ?1 AND seen_by IS NULL ORDER BY id"),
            [centre],
            notice,
        )
        .while_doing("leer los avisos")
}

/// Notes who has seen a notice.
pub fn mark_seen(tx: &Transaction<'_>, id: NoticeId, by: UserId, at_ms: i64) -> Result<(), Error> {
    tx.execute("UPDATE visit_notice SET seen_by = ?2, seen_at_ms = ?3 WHERE id = ?1", (id, by, at_ms))
        .while_doing("dar por visto un aviso")
        .map(drop)
}
