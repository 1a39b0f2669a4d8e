//! The facts of the registers that are trusted because of somebody: who vouched for them, as their rows say.

use super::error::{Error, WhileDoing as _};
use super::link;
use super::transaction::Reader;
use crate::domain::id::UserId;

/// Where such facts stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Register {
    /// People.
    People,
    /// Employers as a whole.
    Employers,
    /// Their branches.
    Branches,
    /// Their representatives.
    Representatives,
    /// The insured.
    Insured,
    /// Their work histories.
    WorkHistories,
}

impl Register {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::People, Self::Employers, Self::Branches, Self::Representatives, Self::Insured, Self::WorkHistories];

    /// The table, its id, what tells its rows of one id apart, and by whom and when a row was confirmed. Of a confirmed
    /// branch the row keeps who confirmed it as who recorded it last.
    fn parts(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            Self::People => ("person", "id", "''", "confirmed_by, confirmed_at_ms"),
            Self::Insured => ("insured", "id", "''", "confirmed_by, confirmed_at_ms"),
            Self::Employers => ("employer", "id", "''", "confirmed_by, confirmed_at_ms"),
            Self::Branches => ("employer_branch", "employer_id", "branch", "recorded_by, recorded_at_ms"),
            Self::Representatives => {
                ("employer_representative", "employer_id", "person_number", "confirmed_by, confirmed_at_ms")
            }
            Self::WorkHistories => ("work_history", "id", "''", "recorded_by, recorded_at_ms"),
        }
    }

    /// The columns that say what hands wrote, each with its place in what an entry told of it. What other operations change
    /// too is not among them.
    fn facts(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::People => &[("/number", "number"), ("/name", "name")],
            Self::Employers => &[
                ("/number", "number"),
                ("/kind", "kind"),
                ("/name", "name"),
                ("/email", "email"),
                ("/sri_state", "sri_state"),
                ("/artisan", "CASE artisan WHEN 1 THEN 'true' ELSE 'false' END"),
            ],
            Self::Representatives => {
                &[("/number", "person_number"), ("/name", "person_name"), ("/capacity", "capacity")]
            }
            Self::Insured => &[
                ("/number", "person_number"),
                ("/name", "person_name"),
                ("/kind", "kind"),
                ("/birth", "coalesce(birth, '')"),
            ],
            Self::Branches | Self::WorkHistories => &[],
        }
    }

    /// Where a row says how it came in. Work histories come by imports alone.
    fn source(self) -> &'static str {
        match self {
            Self::WorkHistories => "'import'",
            _ => "source",
        }
    }
}

/// A fact that a hand wrote, and who vouched for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vouched {
    /// Whose: the id of the person, the employer, or whoever is insured.
    pub id: i64,
    /// Which branch or which representative's number; nothing for the whole.
    pub part: String,
    /// By whom and when, in milliseconds since the Unix epoch; none where nobody did.
    pub confirmed: Option<(UserId, i64)>,
    /// Who recorded it, and when; the same, of a branch.
    pub recorded: (UserId, i64),
    /// What it says, as far as entries tell it: the place in what they tell, and the text.
    pub facts: Vec<(&'static str, String)>,
}

/// Every row that a hand wrote, confirmed or not, without keeping them.
pub fn walk_by_hand<E: From<Error>>(
    reader: &Reader,
    register: Register,
    mut visit: impl FnMut(Vouched) -> Result<(), E>,
) -> Result<(), E> {
    let ((table, id, part, confirmed), source) = (register.parts(), register.source());
    let said: String = register.facts().iter().map(|(_, column)| format!(", {column}")).collect();
    let sql = format!(
        "SELECT {id}, {part}, {source} = 'confirmed', {confirmed}, recorded_by, recorded_at_ms{said} FROM {table} \
         WHERE {source} <> 'import'"
    );
    reader.each("recorrer lo escrito a mano en los registros", &sql, [], |row| {
        let read = || -> link::Result<Vouched> {
            let confirmed = match row.get(2)? {
                true => Some((row.get(3)?, row.get(4)?)),
                false => None,
            };
            let facts = register.facts().iter().zip(7..).map(|((place, _), at)| Ok((*place, row.get(at)?)));
            Ok(Vouched {
                id: row.get(0)?,
                part: row.get(1)?,
                confirmed,
                recorded: (row.get(5)?, row.get(6)?),
                facts: facts.collect::<link::Result<_>>()?,
            })
        };
        visit(read().while_doing("leer lo escrito a mano en los registros")?)
    })
}

/// Who imported a fact and when, where its row says that it was imported.
pub fn imported(reader: &Reader, register: Register, id: i64, part: &str) -> Result<Option<(UserId, i64)>, Error> {
    let ((table, key, of, _), source) = (register.parts(), register.source());
    reader
        .maybe(
            &format!(
                "SELECT recorded_by, recorded_at_ms FROM {table} WHERE {key} = ?1 AND {of} = ?2 AND {source} = 'import'"
            ),
            (id, part),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .while_doing("leer de dónde viene un dato")
}

/// Who imported each row that says that it was imported, and when: the row's id and which part too, without keeping them.
pub fn walk_imported<E: From<Error>>(
    reader: &Reader,
    register: Register,
    mut visit: impl FnMut((UserId, i64), i64, &str) -> Result<(), E>,
) -> Result<(), E> {
    let ((table, id, part, _), source) = (register.parts(), register.source());
    let sql = format!("SELECT recorded_by, recorded_at_ms, {id}, {part} FROM {table} WHERE {source} = 'import'");
    reader.each("recorrer lo importado en los registros", &sql, [], |row| {
        const DOING: &str = "leer lo importado en los registros";
        let by_when = || -> link::Result<(UserId, i64)> { Ok((row.get(0)?, row.get(1)?)) };
        let part = row.text(3).while_doing(DOING)?;
        visit(by_when().while_doing(DOING)?, row.get(2).while_doing(DOING)?, part)
    })
}
