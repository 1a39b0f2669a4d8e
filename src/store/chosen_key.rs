//! The keys that people chose for themselves, and what they prove themselves with: as hashes, and nothing else.

use super::column;
use super::error::{Error, WhileDoing as _};
use super::link::{self, Row};
use super::transaction::{Reader, Transaction};
use crate::domain::id::SelfServiceId;
use crate::domain::number::PersonNumber;

/// A key that somebody chose; whose and of what, the flow says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenKey {
    /// Where it was chosen.
    pub flow: SelfServiceId,
    /// Argon2id, in PHC form.
    pub hash: String,
    /// When, in milliseconds since the Unix epoch.
    pub made_at_ms: i64,
    /// The number of its entry.
    pub journal_number: i64,
}

const COLUMNS: &str = "flow_id, key_hash, made_at_ms, journal_n";

fn chosen(row: &Row<'_>) -> link::Result<ChosenKey> {
    Ok(ChosenKey { flow: row.get(0)?, hash: row.get(1)?, made_at_ms: row.get(2)?, journal_number: row.get(3)? })
}

/// Adds a key.
pub fn add(tx: &Transaction<'_>, new: &ChosenKey) -> Result<(), Error> {
    tx.execute(
        &format!("INSERT INTO chosen_key ({COLUMNS}) VALUES (?1, ?2, ?3, ?4)"),
        (new.flow, &new.hash, new.made_at_ms, new.journal_number),
    )
    .while_doing("guardar una clave elegida")
    .map(drop)
}

/// The key of a flow.
pub fn of_flow(reader: &Reader, flow: SelfServiceId) -> Result<Option<ChosenKey>, Error> {
    reader
        .maybe(&format!("SELECT {COLUMNS} FROM chosen_key WHERE flow_id = ?1"), [flow], chosen)
        .while_doing("leer una clave elegida")
}

/// Every key, in the order of the entries.
pub fn walk<E: From<Error>>(reader: &Reader, mut visit: impl FnMut(ChosenKey) -> Result<(), E>) -> Result<(), E> {
    let doing = "recorrer las claves elegidas";
    reader.each(doing, &format!("SELECT {COLUMNS} FROM chosen_key ORDER BY journal_n"), [], |row| {
        visit(chosen(row).while_doing(doing)?)
    })
}

/// Was a key ever chosen for this employer and branch?
pub fn is_known_of_employer(reader: &Reader, employer: &str, branch: &str) -> Result<bool, Error> {
    reader
        .one(
            "SELECT EXISTS (SELECT 1 FROM self_service s CROSS JOIN chosen_key k \
             WHERE k.flow_id = s.id AND s.employer_number = ?1 AND s.employer_number <> '' AND s.employer_branch = ?2)",
            (employer, branch),
            |row| row.get(0),
        )
        .while_doing("buscar una clave elegida")
}

/// The personal questions of a person, each with the hash of its answer, in their order.
pub fn personal_answers(reader: &Reader, person: &PersonNumber) -> Result<Vec<(String, String)>, Error> {
    reader
        .all(
            "SELECT question, answer_hash FROM personal_answer WHERE person_number = ?1 AND person_kind = ?2 ORDER BY question",
            (person.as_str(), column::person_kind(person)),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .while_doing("leer las preguntas personales")
}

/// A person's personal questions are these, and no others.
pub fn set_personal_answers(
    tx: &Transaction<'_>,
    person: &PersonNumber,
    answers: &[(String, String)],
    at_ms: i64,
) -> Result<(), Error> {
    let (doing, kind) = ("guardar las preguntas personales", column::person_kind(person));
    tx.execute("DELETE FROM personal_answer WHERE person_number = ?1 AND person_kind = ?2", (person.as_str(), kind))
        .while_doing(doing)?;
    for (question, hash) in answers {
        tx.execute(
            "INSERT INTO personal_answer (person_kind, person_number, question, answer_hash, set_at_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
            (kind, person.as_str(), question, hash, at_ms),
        )
        .while_doing(doing)?;
    }
    Ok(())
}

/// What was drawn to be asked of a number, as JSON, where it was.
pub fn drawn_questions(reader: &Reader, person: &PersonNumber) -> Result<Option<String>, Error> {
    reader
        .maybe(
            "SELECT questions FROM drawn_questions WHERE person_number = ?1 AND person_kind = ?2",
            (person.as_str(), column::person_kind(person)),
            |row| row.get(0),
        )
        .while_doing("leer las preguntas de una persona")
}

/// This is asked of a number from now on.
pub fn set_drawn_questions(
    tx: &Transaction<'_>,
    person: &PersonNumber,
    questions: &str,
    at_ms: i64,
) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO drawn_questions (person_kind, person_number, questions, drawn_at_ms) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (person_number, person_kind) DO UPDATE SET questions = excluded.questions, drawn_at_ms = excluded.drawn_at_ms",
        (column::person_kind(person), person.as_str(), questions, at_ms),
    )
    .while_doing("guardar las preguntas de una persona")
    .map(drop)
}

/// How often in a row a person's questions were answered wrongly.
pub fn wrong_answers(reader: &Reader, person: &PersonNumber) -> Result<u32, Error> {
    reader
        .maybe(
            "SELECT wrong FROM wrong_answers WHERE person_number = ?1 AND person_kind = ?2",
            (person.as_str(), column::person_kind(person)),
            |row| row.get(0),
        )
        .while_doing("contar las respuestas equivocadas")
        .map(Option::unwrap_or_default)
}

/// They were answered wrongly once more.
pub fn note_wrong_answers(tx: &Transaction<'_>, person: &PersonNumber, at_ms: i64) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO wrong_answers (person_kind, person_number, wrong, last_at_ms) VALUES (?1, ?2, 1, ?3) \
         ON CONFLICT (person_number, person_kind) DO UPDATE SET wrong = wrong_answers.wrong + 1, last_at_ms = excluded.last_at_ms",
        (column::person_kind(person), person.as_str(), at_ms),
    )
    .while_doing("anotar respuestas equivocadas")
    .map(drop)
}

/// They were answered, or the key was unlocked: it is counted anew.
pub fn forget_wrong_answers(tx: &Transaction<'_>, person: &PersonNumber) -> Result<(), Error> {
    tx.execute(
        "DELETE FROM wrong_answers WHERE person_number = ?1 AND person_kind = ?2",
        (person.as_str(), column::person_kind(person)),
    )
    .while_doing("olvidar respuestas equivocadas")
    .map(drop)
}
