//! The journal's rows: appended, read, walked. Never changed, never deleted; details can be erased.

use rusqlite::params;

use super::column::Day;
use super::error::{Error, WhileDoing as _};
use super::link::{self, Row};
use super::transaction::{Reader, Transaction};
use crate::domain::id::{OpId, UserId, WindowId};
use crate::domain::journal::{Digest, Entry, Head};

/// The head: where the journal ends.
pub fn head(reader: &Reader) -> Result<Head, Error> {
    reader
        .maybe("SELECT n, hash FROM journal ORDER BY n DESC LIMIT 1", [], |row| {
            Ok(Head { number: row.get(0)?, hash: row.get(1)? })
        })
        .while_doing("leer el final de la bitácora")
        .map(|head| head.unwrap_or(Head::EMPTY))
}

/// A detail as it stands: its salt and its payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// 16 random bytes.
    pub salt: [u8; 16],
    /// JSON, with the before and after values.
    pub payload: String,
}

/// Appends an entry with its detail; the entry's number must be the head's plus one.
pub fn append(tx: &Transaction<'_>, previous: &Head, entry: &Entry, detail: &Detail) -> Result<Head, Error> {
    let hash = entry.hash_after(&previous.hash);
    tx.tell(
        "INSERT INTO journal (n, op_id, at_ms, accounting_day, centre_id, window_id, user_id, operation, subject_kind, \
             subject_id, outcome, code, detail_digest, previous, hash) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        params![
            entry.number,
            entry.op_id,
            entry.at_ms,
            Day(entry.accounting_day),
            entry.centre,
            entry.window,
            entry.user,
            &entry.operation,
            &entry.subject_kind,
            entry.subject_id,
            entry.outcome,
            &entry.code,
            entry.detail_digest,
            previous.hash,
            hash,
        ],
    )
    .while_doing("agregar una entrada a la bitácora")?;
    tx.tell(
        "INSERT INTO journal_detail (n, salt, payload) VALUES (?1, ?2, ?3)",
        (entry.number, detail.salt.as_slice(), &detail.payload),
    )
    .while_doing("guardar el detalle de una entrada")?;
    Ok(Head { number: entry.number, hash })
}

/// Keeps a supervisor's signature over an entry's hash.
pub fn sign(
    tx: &Transaction<'_>,
    number: i64,
    user: UserId,
    public_key: &[u8; 32],
    signature: &[u8; 64],
) -> Result<(), Error> {
    tx.tell(
        "INSERT INTO journal_signature (n, user_id, public_key, signature) VALUES (?1, ?2, ?3, ?4)",
        (number, user, public_key.as_slice(), signature.as_slice()),
    )
    .while_doing("guardar una firma de la bitácora")
}

/// An entry as it stands, chained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chained {
    /// What it says.
    pub entry: Entry,
    /// The hash it was chained to.
    pub previous: Digest,
    /// Its own.
    pub hash: Digest,
}

const COLUMNS: &str = "n, op_id, at_ms, accounting_day, centre_id, window_id, user_id, operation, subject_kind, subject_id, outcome, \
                       code, detail_digest, previous, hash";

fn chained(row: &Row<'_>) -> link::Result<Chained> {
    Ok(Chained {
        entry: Entry {
            number: row.get(0)?,
            op_id: row.get(1)?,
            at_ms: row.get(2)?,
            accounting_day: row.get::<Day>(3)?.0,
            centre: row.get(4)?,
            window: row.get(5)?,
            user: row.get(6)?,
            operation: row.get(7)?,
            subject_kind: row.get(8)?,
            subject_id: row.get(9)?,
            outcome: row.get(10)?,
            code: row.get(11)?,
            detail_digest: row.get(12)?,
        },
        previous: row.get(13)?,
        hash: row.get(14)?,
    })
}

/// Walks the journal from entry `from` on, in order, without keeping it.
pub fn walk<E: From<Error>>(
    reader: &Reader,
    from: i64,
    mut visit: impl FnMut(Chained) -> Result<(), E>,
) -> Result<(), E> {
    reader.each(
        "recorrer la bitácora",
        &format!("SELECT {COLUMNS} FROM journal WHERE n >= ?1 ORDER BY n"),
        [from],
        |row| visit(chained(row).while_doing("leer una entrada de la bitácora")?),
    )
}

/// One entry.
pub fn entry(reader: &Reader, number: i64) -> Result<Option<Chained>, Error> {
    reader
        .maybe(&format!("SELECT {COLUMNS} FROM journal WHERE n = ?1"), [number], chained)
        .while_doing("leer una entrada de la bitácora")
}

/// Is there an entry of this operation?
pub fn holds(reader: &Reader, op_id: OpId) -> Result<bool, Error> {
    reader
        .one("SELECT EXISTS (SELECT 1 FROM journal WHERE op_id = ?1)", [op_id], |row| row.get(0))
        .while_doing("buscar una operación en la bitácora")
}

/// The window at which an operation was done.
pub fn window_of(reader: &Reader, op_id: OpId) -> Result<Option<WindowId>, Error> {
    reader
        .maybe("SELECT window_id FROM journal WHERE op_id = ?1", [op_id], |row| row.get(0))
        .while_doing("buscar una operación en la bitácora")
}

/// The entries about one subject, oldest first.
pub fn about(reader: &Reader, subject_kind: &str, subject_id: i64) -> Result<Vec<Chained>, Error> {
    reader
        .all(
            &format!("SELECT {COLUMNS} FROM journal WHERE subject_kind = ?1 AND subject_id = ?2 ORDER BY n"),
            (subject_kind, subject_id),
            chained,
        )
        .while_doing("leer la historia de un registro")
}

/// What somebody did after an entry, by the operations' names, in order; at most so many.
pub fn done_after(reader: &Reader, number: i64, user: UserId, most: u8) -> Result<Vec<String>, Error> {
    reader
        .all(
            "SELECT operation FROM journal WHERE n > ?1 AND user_id = ?2 ORDER BY n LIMIT ?3",
            (number, user, most),
            |row| row.get(0),
        )
        .while_doing("leer lo que alguien hizo después")
}

/// An entry's detail, unless it was erased.
pub fn detail(reader: &Reader, number: i64) -> Result<Option<Detail>, Error> {
    reader
        .maybe("SELECT salt, payload FROM journal_detail WHERE n = ?1", [number], |row| {
            Ok(Detail { salt: row.get(0)?, payload: row.get(1)? })
        })
        .while_doing("leer el detalle de una entrada")
}

/// Erases an entry's detail; the chain stays whole, because it holds the digest alone.
pub fn erase_detail(tx: &Transaction<'_>, number: i64) -> Result<(), Error> {
    tx.execute("DELETE FROM journal_detail WHERE n = ?1", [number])
        .while_doing("borrar el detalle de una entrada")
        .map(drop)
}

/// A signature over an entry's hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The entry.
    pub number: i64,
    /// Who signed.
    pub user: UserId,
    /// With which key.
    pub public_key: [u8; 32],
    /// The signature.
    pub signature: [u8; 64],
}

/// All signatures, in the journal's order.
pub fn signatures(reader: &Reader) -> Result<Vec<Signed>, Error> {
    reader
        .all("SELECT n, user_id, public_key, signature FROM journal_signature ORDER BY n", [], |row| {
            Ok(Signed { number: row.get(0)?, user: row.get(1)?, public_key: row.get(2)?, signature: row.get(3)? })
        })
        .while_doing("leer las firmas de la bitácora")
}

/// What an operation answered when it was carried out, with its entry's number.
pub fn result_of(reader: &Reader, op_id: OpId) -> Result<Option<(i64, String)>, Error> {
    reader
        .maybe("SELECT n, output FROM operation_result WHERE op_id = ?1", [op_id], |row| Ok((row.get(0)?, row.get(1)?)))
        .while_doing("buscar una operación ya hecha")
}

/// Keeps what an operation answered.
pub fn keep_result(tx: &Transaction<'_>, op_id: OpId, number: i64, output: &str) -> Result<(), Error> {
    tx.tell("INSERT INTO operation_result (op_id, n, output) VALUES (?1, ?2, ?3)", (op_id, number, output))
        .while_doing("guardar el resultado de una operación")
}
