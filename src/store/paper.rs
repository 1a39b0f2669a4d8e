//! The papers of the registers, powers and artisan qualifications, as far as it matters who recorded, revoked or set them
//! aside.

use chrono::NaiveDate;

use super::column::Day;
use super::error::{Error, WhileDoing as _};
use super::link::{self, Row};
use super::transaction::Reader;
use crate::domain::id::UserId;

/// Which papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PaperKind {
    /// Notarial powers.
    NotarialPower,
    /// Artisan qualifications.
    ArtisanQualification,
}

impl PaperKind {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::NotarialPower, Self::ArtisanQualification];

    /// The noun for it, in the journal and as a table.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::NotarialPower => "notarial_power",
            Self::ArtisanQualification => "artisan_qualification",
        }
    }

    /// The columns that say what such a paper is, each with its place in the detail of the entry that recorded it.
    fn facts(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::NotarialPower => &[
                ("/code", "code"),
                ("/grantor/0", "grantor_number"),
                ("/holder/0", "holder_number"),
                ("/granted_on", "granted_on"),
                ("/valid_until", "valid_until"),
                ("/scope", "scope"),
                ("/legal_validation", "legal_validation"),
            ],
            Self::ArtisanQualification => &[
                ("/issuer", "issuer"),
                ("/number", "number"),
                ("/holder/0", "holder_number"),
                ("/issued_on", "issued_on"),
                ("/expires_on", "expires_on"),
            ],
        }
    }
}

/// A paper, as far as entries explain it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperRow {
    /// Its id.
    pub id: i64,
    /// Who recorded it, and when.
    pub recorded: (UserId, i64),
    /// Who recorded that it was revoked, and when.
    pub revoked: Option<(UserId, i64)>,
    /// The day of the act that revoked it.
    pub revoked_on: Option<NaiveDate>,
    /// Who set it aside, and when.
    pub set_aside: Option<(UserId, i64)>,
    /// What it says, each with its place in the detail of the entry that recorded it; nothing where it says nothing.
    pub facts: Vec<(&'static str, String)>,
}

/// Every paper of a kind, without keeping them.
pub fn walk<E: From<Error>>(
    reader: &Reader,
    kind: PaperKind,
    mut visit: impl FnMut(PaperRow) -> Result<(), E>,
) -> Result<(), E> {
    let facts = kind.facts();
    let columns: Vec<String> = facts.iter().map(|(_, column)| format!("coalesce({column}, '')")).collect();
    let sql = format!(
        "SELECT id, recorded_by, recorded_at_ms, revoked_by, revoked_at_ms, revoked_on, set_aside_by, set_aside_at_ms, {} \
         FROM {} ORDER BY id",
        columns.join(", "),
        kind.noun()
    );
    reader.each("recorrer los papeles de los registros", &sql, [], |row| {
        visit(paper(row, facts).while_doing("leer un papel de los registros")?)
    })
}

fn paper(row: &Row<'_>, facts: &[(&'static str, &'static str)]) -> link::Result<PaperRow> {
    let by_when = |at: usize| -> link::Result<Option<(UserId, i64)>> {
        let by: Option<UserId> = row.get(at)?;
        Ok(by.zip(row.get::<Option<i64>>(at.saturating_add(1))?))
    };
    let fact =
        |(nth, (place, _)): (usize, &(&'static str, &'static str))| Ok((*place, row.get(nth.saturating_add(8))?));
    Ok(PaperRow {
        id: row.get(0)?,
        recorded: (row.get(1)?, row.get(2)?),
        revoked: by_when(3)?,
        revoked_on: row.get::<Option<Day>>(5)?.map(|day| day.0),
        set_aside: by_when(6)?,
        facts: facts.iter().enumerate().map(fact).collect::<link::Result<_>>()?,
    })
}
