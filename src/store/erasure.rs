//! Erasing what is kept of people: where it may stand, walked page by page, and wiped row by row.
//!
//! Rows that count in the ledger and in statistics stay, with [`ERASED`] in place of the person; the journal's entries
//! stay, without their details. What a text holds is not decided here.

use super::column;
use super::error::{Error, WhileDoing as _};
use super::link::Row;
use super::notarial_power;
use super::search;
use super::transaction::{Reader, Transaction};
use crate::domain::id::{
    ApprovalId, ArtisanQualificationId, ComplaintId, IssuanceId, NotarialPowerId, OpId, TurnId, VisitId,
};
use crate::domain::name::folded;
use crate::domain::number::PersonNumber;

/// Stands where an erased person's number, name or words stood. A foreigner code by its form, so that the rows still read.
pub const ERASED: &str = "BORRADO";

/// What stands for an erased working copy: no case of any procedure.
pub const ERASED_DRAFT: &str = "{}";
/// How the number of an erased person stands in a column of kinds.
const ERASED_KIND: &str = "foreigner_code";
/// Stands where an erased person's number as an employer stood.
pub const ERASED_EMPLOYER: &str = "BORRADO000";

/// Where texts stand that may name a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The salted details of the journal's entries.
    Details,
    /// Requests for a second person's word, and the answers.
    Approvals,
    /// Complaints, and what came of them.
    Complaints,
    /// Visits that ended, with their overrides.
    Visits,
    /// The ledger.
    Issuances,
    /// The register of powers.
    NotarialPowers,
    /// The register of artisan qualifications.
    ArtisanQualifications,
}

impl Place {
    /// All of them. Rows whose names lead to other rows come last, so that an erasure cut in the middle finds the rest.
    pub const ALL: [Self; 7] = [
        Self::Details,
        Self::Approvals,
        Self::Complaints,
        Self::Issuances,
        Self::Visits,
        Self::NotarialPowers,
        Self::ArtisanQualifications,
    ];

    /// Table, key, and the texts of a row side by side, the first of them JSON where there is some.
    fn parts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Details => ("journal_detail", "n", "payload, ''"),
            Self::Approvals => ("approval", "id", "'', covers || '\n' || reason || '\n' || answer_note"),
            Self::Complaints => ("complaint", "id", "'', matter || '\n' || resolution"),
            Self::Visits => (
                "visit",
                "id",
                "draft, folded || '\n' || employer_number || '\n' || applicant_number || '\n' || presenter_number || '\n' \
                 || coalesce((SELECT string_agg(sentence || '\n' || reason, '\n') FROM visit_override o WHERE o.visit_id = visit.id), '')",
            ),
            Self::Issuances => (
                "issuance",
                "id",
                "'', recipient_number || '\n' || employer_number || '\n' || coalesce(void_reason, '')",
            ),
            Self::NotarialPowers => (
                "notarial_power",
                "id",
                "'', grantor_number || '\n' || grantor_name || '\n' || holder_number || '\n' || holder_name || '\n' || code \
                 || '\n' || legal_reference || '\n' || legal_by || '\n' || coalesce(revoked_reason, '') \
                 || '\n' || coalesce(set_aside_reason, '')",
            ),
            Self::ArtisanQualifications => (
                "artisan_qualification",
                "id",
                "'', number || '\n' || holder_number || '\n' || holder_name || '\n' || coalesce(revoked_reason, '') \
                 || '\n' || coalesce(set_aside_reason, '')",
            ),
        }
    }
}

/// The texts of a row that may name a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    /// The row's key.
    pub key: i64,
    /// A JSON text, or nothing.
    pub json: String,
    /// Other texts, a line each.
    pub lines: String,
}

/// The highest key of a place: how far a walk through it goes.
pub fn last_key(reader: &Reader, place: Place) -> Result<i64, Error> {
    let (table, key, _) = place.parts();
    reader
        .one(&format!("SELECT coalesce(max({key}), 0) FROM {table}"), [], |row| row.get(0))
        .while_doing("contar lo que se revisa para borrar")
}

/// The next rows of a place after a key, in its order.
pub fn page(reader: &Reader, place: Place, after: i64, most: usize) -> Result<Vec<Texts>, Error> {
    let (table, key, texts) = place.parts();
    reader
        .all(
            &format!("SELECT {key}, {texts} FROM {table} WHERE {key} > ?1 ORDER BY {key} LIMIT ?2"),
            (after, i64::try_from(most).unwrap_or(i64::MAX)),
            |row| Ok(Texts { key: row.get(0)?, json: row.get(1)?, lines: row.get(2)? }),
        )
        .while_doing("revisar lo que se guarda de una persona")
}

/// The next answers of operations after an id, in its order.
pub fn results_page(reader: &Reader, after: Option<OpId>, most: usize) -> Result<Vec<(OpId, String)>, Error> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    match after {
        Some(after) => reader.all(
            "SELECT op_id, output FROM operation_result WHERE op_id > ?1 ORDER BY op_id LIMIT ?2",
            (after, most),
            read,
        ),
        None => reader.all("SELECT op_id, output FROM operation_result ORDER BY op_id LIMIT ?1", [most], read),
    }
    .while_doing("revisar los resultados de operaciones")
}

/// Every name that stands beside a person's number in the registers and turns.
pub fn names_of(reader: &Reader, person: &PersonNumber) -> Result<Vec<String>, Error> {
    let found = search::representatives(reader);
    reader
        .all(
            &format!(
                "SELECT name FROM person WHERE number = ?1 AND kind = ?2 \
             UNION SELECT holder_name FROM turn WHERE holder_number = ?1 AND holder_kind = ?2 \
             UNION SELECT grantor_name FROM notarial_power WHERE grantor_number = ?1 AND grantor_kind = ?2 \
             UNION SELECT holder_name FROM notarial_power WHERE holder_number = ?1 AND holder_kind = ?2 \
             UNION SELECT holder_name FROM artisan_qualification WHERE holder_number = ?1 AND holder_kind = ?2 \
             UNION SELECT person_name FROM insured WHERE person_number = ?1 AND person_kind = ?2 \
             UNION SELECT r.person_name FROM {} WHERE {} AND r.person_number = ?1 AND r.person_kind = ?2",
                found.0, found.1
            ),
            (person.as_str(), column::person_kind(person), search::exactly(person.as_str())),
            |row| row.get(0),
        )
        .while_doing("leer los nombres de una persona")
}

/// Where somebody's name stands beside the number, in a row for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearers {
    /// The register of people.
    People,
    /// The register of the insured.
    Insured,
    /// The turns.
    Turns,
}

impl Bearers {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::People, Self::Insured, Self::Turns];

    fn parts(self) -> (&'static str, &'static str) {
        match self {
            Self::People => ("person", "kind, number, folded"),
            Self::Insured => ("insured", "person_kind, person_number, folded"),
            Self::Turns => ("turn", "holder_kind, holder_number, folded"),
        }
    }
}

/// The last row of these.
pub fn last_bearer(reader: &Reader, of: Bearers) -> Result<i64, Error> {
    let (table, _) = of.parts();
    reader
        .one(&format!("SELECT coalesce(max(id), 0) FROM {table}"), [], |row| row.get(0))
        .while_doing("contar a quienes llevan un nombre")
}

/// Who bears which folded name: `most` rows after one, each with its key.
pub fn bearers(
    reader: &Reader,
    of: Bearers,
    after: i64,
    most: usize,
) -> Result<Vec<(i64, PersonNumber, String)>, Error> {
    let (table, columns) = of.parts();
    reader
        .all(
            &format!("SELECT id, {columns} FROM {table} WHERE id > ?1 ORDER BY id LIMIT ?2"),
            (after, i64::try_from(most).unwrap_or(i64::MAX)),
            |row| Ok((row.get(0)?, column::person_number(row, 1)?, row.get(3)?)),
        )
        .while_doing("buscar a otras personas del mismo nombre")
}

/// When a person was last dealt with, in milliseconds since the Unix epoch: the end of a visit as applicant or presenter, or
/// of what they did by themselves, or the recording of a power or a qualification. `i64::MAX` while one of the former has not
/// ended.
pub fn last_dealt_with(reader: &Reader, person: &PersonNumber) -> Result<Option<i64>, Error> {
    reader
        .one(
            "SELECT max(at_ms) FROM ( \
             SELECT coalesce(ended_at_ms, ?3) AS at_ms FROM visit WHERE applicant_number = ?1 \
             UNION ALL SELECT coalesce(ended_at_ms, ?3) FROM visit WHERE presenter_number = ?1 \
             UNION ALL SELECT coalesce(ended_at_ms, ?3) FROM self_service WHERE person_number = ?1 AND person_kind = ?2 \
             UNION ALL SELECT recorded_at_ms FROM notarial_power WHERE grantor_number = ?1 AND grantor_kind = ?2 \
             UNION ALL SELECT recorded_at_ms FROM notarial_power WHERE holder_number = ?1 AND holder_kind = ?2 \
             UNION ALL SELECT recorded_at_ms FROM artisan_qualification WHERE holder_number = ?1 AND holder_kind = ?2) AS seen",
            (person.as_str(), column::person_kind(person), i64::MAX),
            |row| row.get(0),
        )
        .while_doing("buscar la última atención de una persona")
}

/// The day of a person's last turn, as the column has it.
pub fn last_turn_day(reader: &Reader, person: &PersonNumber) -> Result<Option<chrono::NaiveDate>, Error> {
    reader
        .one(
            "SELECT max(on_day) FROM turn WHERE holder_number = ?1 AND holder_kind = ?2",
            (person.as_str(), column::person_kind(person)),
            |row| row.get::<Option<column::Day>>(0),
        )
        .while_doing("buscar el último turno de una persona")
        .map(|day| day.map(|day| day.0))
}

/// Does the register of employers hold a number made of this person's?
pub fn is_employer(reader: &Reader, person: &PersonNumber) -> Result<bool, Error> {
    let number = person.as_str();
    match person {
        PersonNumber::Cedula(_) => reader.one(
            "SELECT EXISTS (SELECT 1 FROM employer WHERE number > ?1 AND number < ?1 || '~')",
            [number],
            |row| row.get(0),
        ),
        _ => {
            reader.one("SELECT EXISTS (SELECT 1 FROM employer WHERE number = ?1 || '000')", [number], |row| row.get(0))
        }
    }
    .while_doing("buscar a una persona entre los empleadores")
}

/// When a visit ended, in milliseconds since the Unix epoch; none while it has not.
pub fn visit_ended_at(reader: &Reader, id: VisitId) -> Result<Option<i64>, Error> {
    reader
        .maybe("SELECT ended_at_ms FROM visit WHERE id = ?1", [id], |row| row.get(0))
        .while_doing("leer el final de una atención")
        .map(Option::flatten)
}

/// The turns in a person's name.
pub fn turns_of(reader: &Reader, person: &PersonNumber) -> Result<Vec<TurnId>, Error> {
    reader
        .all(
            "SELECT id FROM turn WHERE holder_number = ?1 AND holder_kind = ?2 ORDER BY id",
            (person.as_str(), column::person_kind(person)),
            |row| row.get(0),
        )
        .while_doing("leer los turnos de una persona")
}

/// Replaces what an operation answered.
pub fn replace_result(tx: &Transaction<'_>, op_id: OpId, output: &str) -> Result<(), Error> {
    tx.execute("UPDATE operation_result SET output = ?2 WHERE op_id = ?1", (op_id, output))
        .while_doing("borrar el resultado de una operación")
        .map(drop)
}

/// Wipes the words of a request and its answer.
pub fn wipe_approval(tx: &Transaction<'_>, id: ApprovalId) -> Result<(), Error> {
    tx.execute("UPDATE approval SET covers = '', reason = ?2, answer_note = '' WHERE id = ?1", (id, ERASED))
        .while_doing("borrar las palabras de un pedido de aprobación")
        .map(drop)
}

/// Wipes the words of a complaint; that there was one, when and about which procedure, stays.
pub fn wipe_complaint(tx: &Transaction<'_>, id: ComplaintId) -> Result<(), Error> {
    tx.execute("UPDATE complaint SET matter = ?2, resolution = ?2 WHERE id = ?1", (id, ERASED))
        .while_doing("borrar las palabras de una queja")
        .map(drop)
}

/// Wipes the working copy of a visit that ended, its names, and the words of its overrides. What counts stays: days,
/// times, outcome, reasons; the employer's number unless it is the person's own. The numbers of people, by which the visit
/// is found, go with [`wipe_visit_numbers`].
pub fn wipe_visit(tx: &Transaction<'_>, id: VisitId, keep_employer: bool) -> Result<(), Error> {
    tx.execute(
        "UPDATE visit SET draft = ?3, folded = '', \
         employer_number = CASE WHEN ?2 = 1 THEN employer_number ELSE '' END, employer_branch = CASE WHEN ?2 = 1 THEN employer_branch ELSE '' END \
         WHERE id = ?1 AND state = 'ended'",
        (id, keep_employer, ERASED_DRAFT),
    )
    .while_doing("borrar los datos de una atención")?;
    tx.execute("UPDATE visit_override SET sentence = '', reason = ?2 WHERE visit_id = ?1", (id, ERASED))
        .while_doing("borrar las palabras de una excepción")
        .map(drop)
}

/// Takes a person's number off the visits that ended before a moment, in milliseconds since the Unix epoch.
pub fn wipe_visit_numbers(tx: &Transaction<'_>, person: &PersonNumber, before_ms: i64) -> Result<(), Error> {
    for sql in [
        "UPDATE visit SET applicant_number = '' WHERE applicant_number = ?1 AND ended_at_ms < ?2",
        "UPDATE visit SET presenter_number = '' WHERE presenter_number = ?1 AND ended_at_ms < ?2",
    ] {
        tx.execute(sql, (person.as_str(), before_ms))
            .while_doing("borrar el número de una persona de sus atenciones")?;
    }
    Ok(())
}

/// Takes people off a line of the ledger, and wipes its words; serial, hash and state stay.
pub fn wipe_issuance(
    tx: &Transaction<'_>,
    id: IssuanceId,
    recipients: &[PersonNumber],
    is_own_employer: bool,
) -> Result<(), Error> {
    for person in recipients {
        tx.execute(
            "UPDATE issuance SET recipient_number = ?4, recipient_kind = ?5 \
             WHERE id = ?1 AND recipient_number = ?2 AND recipient_kind = ?3",
            (id, person.as_str(), column::person_kind(person), ERASED, ERASED_KIND),
        )
        .while_doing("borrar a quien recibió una clave")?;
    }
    if is_own_employer {
        tx.execute("UPDATE issuance SET employer_number = ?2 WHERE id = ?1", (id, ERASED_EMPLOYER))
            .while_doing("borrar el número de un empleador")?;
    }
    tx.execute("UPDATE issuance SET void_reason = ?2 WHERE id = ?1 AND void_reason IS NOT NULL", (id, ERASED))
        .while_doing("borrar las palabras de una anulación")
        .map(drop)
}

/// Takes people off a power, and wipes its free texts; its code stays, so that a revoked one stays known. Answers whether
/// one of them was one of its two sides.
pub fn wipe_power(tx: &Transaction<'_>, id: NotarialPowerId, people: &[PersonNumber]) -> Result<bool, Error> {
    let mut sides = 0_usize;
    for person in people {
        for sql in [
            "UPDATE notarial_power SET grantor_number = ?4, grantor_kind = ?5, grantor_name = ?4 \
             WHERE id = ?1 AND grantor_number = ?2 AND grantor_kind = ?3",
            "UPDATE notarial_power SET holder_number = ?4, holder_kind = ?5, holder_name = ?4 \
             WHERE id = ?1 AND holder_number = ?2 AND holder_kind = ?3",
        ] {
            let wiped = tx
                .execute(sql, (id, person.as_str(), column::person_kind(person), ERASED, ERASED_KIND))
                .while_doing("borrar a una persona de un poder")?;
            sides = sides.saturating_add(wiped);
        }
    }
    if let Some(power) = notarial_power::get(tx, id)? {
        tx.execute(
            "UPDATE notarial_power SET folded = ?3, legal_reference = '', legal_by = '', \
             revoked_reason = CASE WHEN revoked_by IS NOT NULL THEN ?2 END, set_aside_reason = CASE WHEN set_aside_by IS NOT NULL THEN ?2 END WHERE id = ?1",
            (id, ERASED, folded(&format!("{} {}", power.grantor.1, power.holder.1))),
        )
        .while_doing("borrar los textos de un poder")?;
    }
    Ok(sides > 0)
}

/// Takes people off a qualification, and wipes its number and free texts. Answers whether it was one of theirs.
pub fn wipe_qualification(
    tx: &Transaction<'_>,
    id: ArtisanQualificationId,
    people: &[PersonNumber],
) -> Result<bool, Error> {
    let mut wiped = 0_usize;
    for person in people {
        let rows = tx
            .execute(
                "UPDATE artisan_qualification SET holder_number = ?4, holder_kind = ?5, holder_name = ?4, folded = ?6, number = ?4 \
                 WHERE id = ?1 AND holder_number = ?2 AND holder_kind = ?3",
                (id, person.as_str(), column::person_kind(person), ERASED, ERASED_KIND, folded(ERASED)),
            )
            .while_doing("borrar a la persona de una calificación")?;
        wiped = wiped.saturating_add(rows);
    }
    tx.execute(
        "UPDATE artisan_qualification SET revoked_reason = CASE WHEN revoked_by IS NOT NULL THEN ?2 END, \
         set_aside_reason = CASE WHEN set_aside_by IS NOT NULL THEN ?2 END WHERE id = ?1",
        (id, ERASED),
    )
    .while_doing("borrar los textos de una calificación")?;
    Ok(wiped > 0)
}

/// Takes the person off a turn, and where they are written to; what counts stays.
pub fn wipe_turn(tx: &Transaction<'_>, id: TurnId) -> Result<(), Error> {
    tx.execute("DELETE FROM turn_contact WHERE turn_id = ?1", [id])
        .while_doing("borrar a dónde se escribe por un turno")?;
    tx.execute(
        "UPDATE turn SET holder_number = ?2, holder_kind = ?3, holder_name = ?2, folded = ?4 WHERE id = ?1",
        (id, ERASED, ERASED_KIND, folded(ERASED)),
    )
    .while_doing("borrar a la persona de un turno")
    .map(drop)
}

/// How many rows of what a person did by themselves, and is asked then, went or were wiped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OwnRows {
    /// Of their work history.
    pub employments: usize,
    /// What they did by themselves: that it was done, when and how it ended, stays.
    pub self_services: usize,
}

/// Removes what a person is asked who does something by themselves, their work history and their personal answers, and takes
/// them off what they did so, as far as it ended, and off the count of their wrong answers.
pub fn wipe_own(tx: &Transaction<'_>, person: &PersonNumber) -> Result<OwnRows, Error> {
    const DOING: &str = "borrar lo que una persona hizo por sí misma";
    let (number, kind) = (person.as_str(), column::person_kind(person));
    for sql in [
        "DELETE FROM personal_answer WHERE person_number = ?1 AND person_kind = ?2",
        "DELETE FROM wrong_answers WHERE person_number = ?1 AND person_kind = ?2",
        "DELETE FROM drawn_questions WHERE person_number = ?1 AND person_kind = ?2",
    ] {
        tx.execute(sql, (number, kind)).while_doing(DOING)?;
    }
    let employments = tx
        .execute("DELETE FROM work_history WHERE person_number = ?1 AND person_kind = ?2", (number, kind))
        .while_doing(DOING)?;
    // Of their own number as an employer too: a cédula's is longer by what tells the employer, a foreigner's code by three zeros.
    let of_own = match person {
        PersonNumber::Cedula(_) => "employer_number > ?1 AND employer_number < ?1 || '~'",
        _ => "employer_number = ?1 || '000'",
    };
    tx.execute(
        &format!("UPDATE self_service SET employer_number = ?2 WHERE {of_own} AND ended_at_ms IS NOT NULL"),
        (number, ERASED_EMPLOYER),
    )
    .while_doing(DOING)?;
    let self_services = tx
        .execute(
            "UPDATE self_service SET person_number = ?3, person_kind = ?4, working = '' \
             WHERE person_number = ?1 AND person_kind = ?2 AND ended_at_ms IS NOT NULL",
            (number, kind, ERASED, ERASED_KIND),
        )
        .while_doing(DOING)?;
    Ok(OwnRows { employments, self_services })
}

/// Removes a person from the employers whom they represented; answers how many rows went.
pub fn remove_representations(tx: &Transaction<'_>, person: &PersonNumber) -> Result<usize, Error> {
    let found = search::representatives(tx);
    tx.execute(
        &format!(
            "DELETE FROM employer_representative WHERE person_number = ?1 AND person_kind = ?2 AND ended_at_ms IS NOT NULL AND id IN \
             (SELECT r.id FROM {} WHERE {} AND r.person_number = ?1)",
            found.0, found.1
        ),
        (person.as_str(), column::person_kind(person), search::exactly(person.as_str())),
    )
    .while_doing("borrar a un representante")
}
