//! What has been kept for longer than its term: whom the counter has not dealt with since a day, and which scans nobody
//! has used since then.
//!
//! Ids grow with time, so the last row of a number is the newest: old people are told from others by an index alone, and
//! only those are looked at closer.

use chrono::NaiveDate;

use super::column::{self, Day};
use super::erasure::ERASED;
use super::error::{Error, WhileDoing as _};
use super::link::{self, Row};
use super::transaction::Reader;
use crate::domain::id::{CentreId, ScanId};
use crate::domain::journal::Digest;
use crate::domain::number::PersonNumber;

const DOING: &str = "buscar lo que cumplió su plazo";

/// Where numbers of people stand with whom the counter dealt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dealings {
    /// Who applied in a visit.
    Applicants,
    /// Who stood at the window.
    Presenters,
    /// Who had a turn.
    Turns,
    /// Who granted a power.
    Grantors,
    /// Who held one.
    Attorneys,
    /// Who had an artisan qualification.
    Artisans,
    /// Who did something by themselves.
    SelfService,
}

impl Dealings {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Applicants,
        Self::Presenters,
        Self::Turns,
        Self::Grantors,
        Self::Attorneys,
        Self::Artisans,
        Self::SelfService,
    ];

    /// The next numbers after `?1`, in their order, whose rows are all old (the id up to `?2`, or recorded before it).
    fn sql(self) -> &'static str {
        match self {
            Self::Applicants => {
                "SELECT applicant_number FROM visit WHERE applicant_number > ?1 GROUP BY applicant_number \
                 HAVING max(id) <= ?2 ORDER BY applicant_number LIMIT ?3"
            }
            Self::Presenters => {
                "SELECT presenter_number FROM visit WHERE presenter_number > ?1 GROUP BY presenter_number \
                 HAVING max(id) <= ?2 ORDER BY presenter_number LIMIT ?3"
            }
            Self::Turns => {
                "SELECT holder_number FROM turn WHERE holder_number > ?1 GROUP BY holder_number \
                 HAVING max(id) <= ?2 ORDER BY holder_number LIMIT ?3"
            }
            Self::Grantors => {
                "SELECT grantor_number FROM notarial_power WHERE grantor_number > ?1 AND recorded_at_ms < ?2 \
                 GROUP BY grantor_number ORDER BY grantor_number LIMIT ?3"
            }
            Self::Attorneys => {
                "SELECT holder_number FROM notarial_power WHERE holder_number > ?1 AND recorded_at_ms < ?2 \
                 GROUP BY holder_number ORDER BY holder_number LIMIT ?3"
            }
            Self::Artisans => {
                "SELECT holder_number FROM artisan_qualification WHERE holder_number > ?1 AND recorded_at_ms < ?2 \
                 GROUP BY holder_number ORDER BY holder_number LIMIT ?3"
            }
            Self::SelfService => {
                "SELECT person_number FROM self_service WHERE person_number > ?1 GROUP BY person_number \
                 HAVING max(begun_at_ms) < ?2 ORDER BY person_number LIMIT ?3"
            }
        }
    }
}

/// What is old: rows up to these ids, or recorded before this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Old {
    visit: i64,
    turn: i64,
    before_ms: i64,
}

/// The accounting day of a visit may lie some days after it, past a close and a weekend.
const SLACK_DAYS: u64 = 31;

/// What is old before this day, which began at `before_ms` (milliseconds since the Unix epoch): rather a little more than
/// less.
pub fn old(reader: &Reader, centre: CentreId, day: NaiveDate, before_ms: i64) -> Result<Old, Error> {
    let day = Day(day.checked_add_days(chrono::Days::new(SLACK_DAYS)).unwrap_or(NaiveDate::MAX));
    let last = |sql: &str| reader.one(sql, (centre, day), |row| row.get(0)).while_doing(DOING);
    Ok(Old {
        visit: last("SELECT coalesce(max(id), 0) FROM visit WHERE centre_id = ?1 AND accounting_day < ?2")?,
        turn: last("SELECT coalesce(max(id), 0) FROM turn WHERE centre_id = ?1 AND on_day < ?2")?,
        before_ms,
    })
}

/// The next numbers of people whose rows there are all old, after one of them: rather a few too many.
pub fn old_numbers(reader: &Reader, of: Dealings, old: &Old, after: &str, most: usize) -> Result<Vec<String>, Error> {
    let bound = match of {
        Dealings::Applicants | Dealings::Presenters => old.visit,
        Dealings::Turns => old.turn,
        Dealings::Grantors | Dealings::Attorneys | Dealings::Artisans | Dealings::SelfService => old.before_ms,
    };
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    reader.all(of.sql(), (after, bound, most), |row| row.get(0)).while_doing(DOING)
}

/// A register into which hands write people who may never have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// Of people.
    People,
    /// Of the insured.
    Insured,
}

impl Written {
    /// Both.
    pub const ALL: [Self; 2] = [Self::People, Self::Insured];

    /// The table, and its columns of kind and number.
    fn parts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::People => ("person", "kind", "number"),
            Self::Insured => ("insured", "person_kind", "person_number"),
        }
    }
}

/// Who was written into a register by hand before a moment: `most` of them after a row, each with the id of theirs.
pub fn old_by_hand(
    reader: &Reader,
    of: Written,
    before_ms: i64,
    after: i64,
    most: usize,
) -> Result<Vec<(i64, PersonNumber)>, Error> {
    let (table, kind, number) = of.parts();
    reader
        .all(
            &format!(
                "SELECT id, {kind}, {number} FROM {table} WHERE id > ?1 AND source <> 'import' AND recorded_at_ms < ?2 \
                 ORDER BY id LIMIT ?3"
            ),
            (after, before_ms, i64::try_from(most).unwrap_or(i64::MAX)),
            |row| Ok((row.get(0)?, column::person_number(row, 1)?)),
        )
        .while_doing(DOING)
}

/// Whoever has this number: as the registers, the turns and the ledger have them; of a number that stands nowhere but in
/// visits, as it reads.
pub fn bearers_of(reader: &Reader, number: &str) -> Result<Vec<PersonNumber>, Error> {
    if number == ERASED {
        return Ok(Vec::new());
    }
    let mut people: Vec<PersonNumber> = reader
        .all(
            "SELECT kind, number FROM person WHERE number = ?1 \
             UNION SELECT person_kind, person_number FROM insured WHERE person_number = ?1 \
             UNION SELECT holder_kind, holder_number FROM turn WHERE holder_number = ?1 \
             UNION SELECT grantor_kind, grantor_number FROM notarial_power WHERE grantor_number = ?1 \
             UNION SELECT holder_kind, holder_number FROM notarial_power WHERE holder_number = ?1 \
             UNION SELECT holder_kind, holder_number FROM artisan_qualification WHERE holder_number = ?1 \
             UNION SELECT person_kind, person_number FROM self_service WHERE person_number = ?1 \
             UNION SELECT i.recipient_kind, i.recipient_number FROM visit v JOIN issuance i ON i.visit_id = v.id \
                   WHERE v.presenter_number = ?1 AND i.recipient_number = ?1",
            [number],
            |row| column::person_number(row, 0),
        )
        .while_doing(DOING)?;
    if people.is_empty() {
        people.extend(PersonNumber::parse(number).ok());
    }
    Ok(people)
}

/// When a person was last written into a register by hand, or confirmed there, in milliseconds since the Unix epoch;
/// none for whom an import brought.
pub fn recorded_by_hand(reader: &Reader, person: &PersonNumber) -> Result<Option<i64>, Error> {
    let mut last = None;
    for of in Written::ALL {
        let (table, kind, number) = of.parts();
        let sql = format!(
            "SELECT CASE WHEN confirmed_at_ms > recorded_at_ms THEN confirmed_at_ms ELSE recorded_at_ms END FROM {table} \
             WHERE {number} = ?1 AND {kind} = ?2 AND source <> 'import'"
        );
        let recorded = reader.maybe(&sql, (person.as_str(), column::person_kind(person)), |row| row.get(0));
        last = last.max(recorded.while_doing(DOING)?);
    }
    Ok(last)
}

/// A scan that nobody has used for long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldScan {
    /// The scan.
    pub id: ScanId,
    /// What it belongs to …
    pub subject_kind: String,
    /// … and its id.
    pub subject_id: i64,
    /// The year of the file that holds it.
    pub in_year: i32,
    /// Its address there.
    pub address: Digest,
    /// Its size.
    pub byte_count: i64,
    /// When its visit ended, or its paper was last used, in milliseconds since the Unix epoch.
    pub used_at_ms: i64,
}

fn old_scan(row: &Row<'_>) -> link::Result<OldScan> {
    Ok(OldScan {
        id: row.get(0)?,
        subject_kind: row.get(1)?,
        subject_id: row.get(2)?,
        in_year: row.get(3)?,
        address: row.get(4)?,
        byte_count: row.get(5)?,
        used_at_ms: row.get(6)?,
    })
}

/// Of the scans after `after` up to `to`: those that were added before a moment, and whose visit ended, or whose power or
/// qualification was last recorded or used, before it too.
pub fn old_scans(reader: &Reader, after: ScanId, to: ScanId, before_ms: i64) -> Result<Vec<OldScan>, Error> {
    reader
        .all(
            "SELECT id, subject_kind, subject_id, in_year, address, byte_count, used_at_ms FROM (SELECT id, subject_kind, subject_id, in_year, address, byte_count, CASE subject_kind \
             WHEN 'visit' THEN (SELECT ended_at_ms FROM visit v WHERE v.id = scan.subject_id) \
             WHEN 'notarial_power' THEN (SELECT max(at_ms) FROM (SELECT recorded_at_ms AS at_ms FROM notarial_power p \
                  WHERE p.id = scan.subject_id UNION ALL SELECT at_ms FROM notarial_power_use u WHERE u.power_id = scan.subject_id) AS used) \
             WHEN 'artisan_qualification' THEN (SELECT max(at_ms) FROM (SELECT recorded_at_ms AS at_ms FROM artisan_qualification q \
                  WHERE q.id = scan.subject_id UNION ALL SELECT at_ms FROM artisan_qualification_use u \
                  WHERE u.qualification_id = scan.subject_id) AS used) END AS used_at_ms \
             FROM scan WHERE id > ?1 AND id <= ?2 AND added_at_ms < ?3) AS old WHERE used_at_ms < ?3 ORDER BY id",
            (after, to, before_ms),
            old_scan,
        )
        .while_doing(DOING)
}
