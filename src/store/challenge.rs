//! Codes and links: asked for, made when their letter is sent, given back. Of each secret there is the hash alone.

use super::column;
use super::error::{Error, WhileDoing as _};
use super::link::{self, Row};
use super::transaction::{Reader, Transaction};
use crate::domain::calendar::Moment;
use crate::domain::challenge::{ChallengeKind, ChallengeState};
use crate::domain::id::{ChallengeId, SelfServiceId};
use crate::domain::number::PersonNumber;

/// A code or a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// The id.
    pub id: ChallengeId,
    /// For whom.
    pub flow: SelfServiceId,
    /// What for.
    pub kind: ChallengeKind,
    /// It goes to nobody: whoever asked is not told that.
    pub is_decoy: bool,
    /// When it was asked for, in milliseconds since the Unix epoch.
    pub asked_at_ms: i64,
    /// How it stands.
    pub state: ChallengeState,
    /// Once it was made: the hash, and when.
    pub made: Option<(String, Moment)>,
}

const COLUMNS: &str = "id, flow_id, kind, decoy, asked_at_ms, state, secret_hash, made_at_ms";

fn challenge(row: &Row<'_>) -> link::Result<Challenge> {
    let (hash, made_at): (String, Option<Moment>) = (row.get(6)?, row.get(7)?);
    Ok(Challenge {
        id: row.get(0)?,
        flow: row.get(1)?,
        kind: row.get(2)?,
        is_decoy: row.get(3)?,
        asked_at_ms: row.get(4)?,
        state: row.get(5)?,
        made: made_at.map(|at| (hash, at)),
    })
}

/// Asks for one; those of the same kind that were asked for before, for the same person and employer, serve no more: in this
/// flow or in one that was left.
pub fn ask(
    tx: &Transaction<'_>,
    flow: SelfServiceId,
    kind: ChallengeKind,
    is_decoy: bool,
    at_ms: i64,
) -> Result<ChallengeId, Error> {
    let doing = "pedir un código";
    tx.execute(
        "UPDATE challenge SET state = 'replaced', ended_at_ms = ?3 WHERE kind = ?2 AND state IN ('asked', 'open') AND flow_id IN \
         (SELECT other.id FROM self_service flow JOIN self_service other ON other.person_number = flow.person_number \
         AND other.person_kind = flow.person_kind AND other.employer_number = flow.employer_number WHERE flow.id = ?1)",
        (flow, kind, at_ms),
    )
    .while_doing(doing)?;
    tx.insert(
        "INSERT INTO challenge (flow_id, kind, decoy, asked_at_ms) VALUES (?1, ?2, ?3, ?4)",
        (flow, kind, is_decoy, at_ms),
    )
    .while_doing(doing)
    .map(ChallengeId)
}

/// One of them.
pub fn get(reader: &Reader, id: ChallengeId) -> Result<Option<Challenge>, Error> {
    reader
        .maybe(&format!("SELECT {COLUMNS} FROM challenge WHERE id = ?1"), [id], challenge)
        .while_doing("leer un código")
}

/// The newest one of a flow, of any kind.
pub fn newest(reader: &Reader, flow: SelfServiceId) -> Result<Option<Challenge>, Error> {
    reader
        .maybe(
            &format!("SELECT {COLUMNS} FROM challenge WHERE flow_id = ?1 ORDER BY id DESC LIMIT 1"),
            [flow],
            challenge,
        )
        .while_doing("leer un código")
}

/// The one whose secret has this hash.
pub fn by_hash(reader: &Reader, hash: &str) -> Result<Option<Challenge>, Error> {
    reader
        .maybe(&format!("SELECT {COLUMNS} FROM challenge WHERE secret_hash = ?1"), [hash], challenge)
        .while_doing("buscar un enlace")
}

/// Its secret is made, or made anew, and its letter is about to be sent. Nothing where it serves no more.
pub fn make(tx: &Transaction<'_>, id: ChallengeId, hash: &str, at_ms: i64) -> Result<bool, Error> {
    tx.execute(
        "UPDATE challenge SET state = 'open', secret_hash = ?2, made_at_ms = ?3 \
         WHERE id = ?1 AND decoy = 0 AND state IN ('asked', 'open')",
        (id, hash, at_ms),
    )
    .while_doing("guardar un código")
    .map(|rows| rows > 0)
}

/// It serves no more.
pub fn end(tx: &Transaction<'_>, id: ChallengeId, state: ChallengeState, at_ms: i64) -> Result<(), Error> {
    tx.execute(
        "UPDATE challenge SET state = ?2, ended_at_ms = ?3 WHERE id = ?1 AND state IN ('asked', 'open')",
        (id, state, at_ms),
    )
    .while_doing("cerrar un código")
    .map(drop)
}

/// None of a flow's serves any more.
pub fn replace_all(tx: &Transaction<'_>, flow: SelfServiceId, at_ms: i64) -> Result<(), Error> {
    tx.execute(
        "UPDATE challenge SET state = 'replaced', ended_at_ms = ?2 WHERE flow_id = ?1 AND state IN ('asked', 'open')",
        (flow, at_ms),
    )
    .while_doing("cerrar los códigos de un autoservicio")
    .map(drop)
}

/// Notes a wrong guess.
pub fn note_guess(tx: &Transaction<'_>, id: ChallengeId, at_ms: i64) -> Result<(), Error> {
    tx.execute("INSERT INTO challenge_guess (challenge_id, at_ms) VALUES (?1, ?2)", (id, at_ms))
        .while_doing("anotar un código equivocado")
        .map(drop)
}

/// How often one was guessed at.
pub fn guesses(reader: &Reader, id: ChallengeId) -> Result<usize, Error> {
    reader
        .one("SELECT count(*) FROM challenge_guess WHERE challenge_id = ?1", [id], |row| row.get::<i64>(0))
        .while_doing("contar los códigos equivocados")
        .map(|count| usize::try_from(count).unwrap_or(usize::MAX))
}

/// How often those of a flow were guessed at, all together.
pub fn guesses_of(reader: &Reader, flow: SelfServiceId) -> Result<usize, Error> {
    let sql =
        "SELECT count(*) FROM challenge c CROSS JOIN challenge_guess g WHERE g.challenge_id = c.id AND c.flow_id = ?1";
    reader
        .one(sql, [flow], |row| row.get::<i64>(0))
        .while_doing("contar los códigos equivocados")
        .map(|count| usize::try_from(count).unwrap_or(usize::MAX))
}

/// When codes or links of a kind were asked for by a person, and for an employer where one is named, later than a moment.
pub fn asked_since(
    reader: &Reader,
    kind: ChallengeKind,
    (person, employer): (&PersonNumber, &str),
    since_ms: i64,
) -> Result<[Vec<i64>; 2], Error> {
    let doing = "contar los códigos pedidos";
    let of_person = reader.all(
        "SELECT c.asked_at_ms FROM self_service s CROSS JOIN challenge c \
         WHERE c.flow_id = s.id AND s.person_number = ?1 AND s.person_kind = ?2 AND c.kind = ?3 AND c.asked_at_ms > ?4",
        (person.as_str(), column::person_kind(person), kind, since_ms),
        |row| row.get(0),
    );
    let of_employer = reader.all(
        "SELECT c.asked_at_ms FROM self_service s CROSS JOIN challenge c \
         WHERE c.flow_id = s.id AND s.employer_number = ?1 AND s.employer_number <> '' AND c.kind = ?2 AND c.asked_at_ms > ?3",
        (employer, kind, since_ms),
        |row| row.get(0),
    );
    Ok([of_person.while_doing(doing)?, of_employer.while_doing(doing)?])
}

/// When codes of a kind, of a person's and of an employer's where one is named, were guessed at wrongly later than a moment.
pub fn wrong_since(
    reader: &Reader,
    kind: ChallengeKind,
    (person, employer): (&PersonNumber, &str),
    since_ms: i64,
) -> Result<[Vec<i64>; 2], Error> {
    let doing = "contar los códigos equivocados";
    let joined = "FROM self_service s CROSS JOIN challenge c CROSS JOIN challenge_guess g WHERE c.flow_id = s.id AND g.challenge_id = c.id";
    let of_person = reader.all(
        &format!(
            "SELECT g.at_ms {joined} AND s.person_number = ?1 AND s.person_kind = ?2 AND c.kind = ?3 AND g.at_ms > ?4"
        ),
        (person.as_str(), column::person_kind(person), kind, since_ms),
        |row| row.get(0),
    );
    let of_employer = reader.all(
        &format!("SELECT g.at_ms {joined} AND s.employer_number = ?1 AND s.employer_number <> '' AND c.kind = ?2 AND g.at_ms > ?3"),
        (employer, kind, since_ms),
        |row| row.get(0),
    );
    Ok([of_person.while_doing(doing)?, of_employer.while_doing(doing)?])
}
