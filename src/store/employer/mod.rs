//! The register of employers: the employer, its branches, its representatives.

mod bulk;

use crate::store::link::{self, Fault, Row};

use super::column;
use super::error::{Error, WhileDoing as _};
use super::provenance::Provenance;
use super::search;
use super::transaction::{Reader, Transaction};
use crate::domain::id::EmployerId;
use crate::domain::name::folded;
use crate::domain::number::{Branch, EmployerNumber, PersonNumber};
use crate::domain::register::{EmployerKind, SriState};

pub use bulk::NewEmployers;

/// An employer as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Employer {
    /// The id.
    pub id: EmployerId,
    /// RUC or domestic-service number.
    pub number: EmployerNumber,
    /// What kind of employer; never inferred from the number.
    pub kind: EmployerKind,
    /// The name.
    pub name: String,
    /// The registered e-mail, or nothing.
    pub email: String,
    /// How the RUC stands at the SRI.
    pub sri_state: SriState,
    /// The register says artisan.
    pub artisan: bool,
    /// Whether it was ever given a key, where a file says it.
    pub has_key: Option<bool>,
    /// Where it is known from.
    pub provenance: Provenance,
}

/// A branch as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmployerBranch {
    /// The IESS branch.
    pub branch: Branch,
    /// Its name, or nothing.
    pub name: String,
    /// Typed by hand, or imported.
    pub provenance: Provenance,
}

/// A representative as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Representative {
    /// The person's number.
    pub number: PersonNumber,
    /// The person's name.
    pub name: String,
    /// As what ("gerente general"), as the register says it.
    pub capacity: String,
    /// Where it is known from.
    pub provenance: Provenance,
}

macro_rules! codes {
    ($to:ident, $from:ident, $type:ident { $($variant:ident => $code:literal),+ $(,)? }) => {
        fn $to(value: $type) -> &'static str {
            match value { $($type::$variant => $code),+ }
        }

        fn $from(code: &str) -> Option<$type> {
            match code { $($code => Some($type::$variant),)+ _ => None }
        }
    };
}

codes!(kind_code, kind_from, EmployerKind {
    PrivateCompany => "private_company",
    PublicBody => "public_body",
    Independent => "independent",
    DomesticService => "domestic_service",
});

codes!(sri_code, sri_from, SriState {
    Unknown => "unknown",
    Active => "active",
    Suspended => "suspended",
    Closed => "closed",
});

fn coded<T>(row: &Row<'_>, at: usize, read: impl FnOnce(&str) -> Option<T>) -> link::Result<T> {
    let code: String = row.get(at)?;
    read(&code).ok_or_else(|| Fault::unreadable(at, format!("unknown code {code:?}")))
}

const COLUMNS: &str = "id, number, kind, name, email, sri_state, artisan, source, recorded_by, recorded_at_ms, confirmed_by, \
                       confirmed_at_ms, has_key";

fn employer(row: &Row<'_>) -> link::Result<Employer> {
    Ok(Employer {
        id: row.get(0)?,
        number: row.get(1)?,
        kind: coded(row, 2, kind_from)?,
        name: row.get(3)?,
        email: row.get(4)?,
        sri_state: coded(row, 5, sri_from)?,
        artisan: row.get(6)?,
        has_key: row.get(12)?,
        provenance: Provenance::read(row, 7)?,
    })
}

/// Adds an employer; `id` is ignored and answered.
pub fn add(tx: &Transaction<'_>, new: &Employer) -> Result<EmployerId, Error> {
    let provenance = &new.provenance;
    tx.insert(
        "INSERT INTO employer (number, kind, name, folded, email, sri_state, artisan, source, recorded_by, recorded_at_ms, \
         confirmed_by, confirmed_at_ms, has_key) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        (
            &new.number,
            kind_code(new.kind),
            &new.name,
            folded(&new.name),
            &new.email,
            sri_code(new.sri_state),
            new.artisan,
            provenance.source(),
            provenance.recorded_by,
            provenance.recorded_at_ms,
            provenance.confirmed.map(|(by, _)| by),
            provenance.confirmed.map(|(_, at_ms)| at_ms),
            new.has_key,
        ),
    )
    .while_doing("guardar un empleador")
    .map(EmployerId)
}

/// Writes an employer back, its number included.
pub fn update(tx: &Transaction<'_>, changed: &Employer) -> Result<(), Error> {
    let provenance = &changed.provenance;
    tx.execute(
        "UPDATE employer SET number = ?2, kind = ?3, name = ?4, folded = ?5, email = ?6, sri_state = ?7, artisan = ?8, source = ?9, \
         recorded_by = ?10, recorded_at_ms = ?11, confirmed_by = ?12, confirmed_at_ms = ?13, has_key = ?14 WHERE id = ?1",
        (
            changed.id,
            &changed.number,
            kind_code(changed.kind),
            &changed.name,
            folded(&changed.name),
            &changed.email,
            sri_code(changed.sri_state),
            changed.artisan,
            provenance.source(),
            provenance.recorded_by,
            provenance.recorded_at_ms,
            provenance.confirmed.map(|(by, _)| by),
            provenance.confirmed.map(|(_, at_ms)| at_ms),
            changed.has_key,
        ),
    )
    .while_doing("corregir un empleador")
    .map(drop)
}

/// One employer.
pub fn get(reader: &Reader, id: EmployerId) -> Result<Option<Employer>, Error> {
    reader
        .maybe(&format!("SELECT {COLUMNS} FROM employer WHERE id = ?1"), [id], employer)
        .while_doing("leer un empleador")
}

/// The employer of a number.
pub fn by_number(reader: &Reader, number: &EmployerNumber) -> Result<Option<Employer>, Error> {
    reader
        .maybe(&format!("SELECT {COLUMNS} FROM employer WHERE number = ?1"), [number], employer)
        .while_doing("buscar un empleador por su número")
}

/// The employer of a number, or else the one of the next number that there is.
pub fn at_or_after(reader: &Reader, number: &EmployerNumber) -> Result<Option<Employer>, Error> {
    reader
        .maybe(
            &format!("SELECT {COLUMNS} FROM employer WHERE number >= ?1 ORDER BY number LIMIT 1"),
            [number],
            employer,
        )
        .while_doing("buscar un empleador por su número")
}

/// The employers that a person represents, by name.
pub fn of_person(reader: &Reader, person: &PersonNumber) -> Result<Vec<Employer>, Error> {
    let found = search::representatives(reader);
    reader
        .all(
            &format!(
                "SELECT e.id, e.number, e.kind, e.name, e.email, e.sri_state, e.artisan, e.source, e.recorded_by, e.recorded_at_ms, \
                 e.confirmed_by, e.confirmed_at_ms, e.has_key FROM {} JOIN employer e ON e.id = r.employer_id \
                 WHERE {} AND r.person_number = ?1 AND r.person_kind = ?2 AND r.ended_at_ms IS NULL \
                 ORDER BY e.folded, e.id LIMIT 100",
                found.0, found.1
            ),
            (person.as_str(), column::person_kind(person), search::exactly(person.as_str())),
            employer,
        )
        .while_doing("leer los empleadores de una persona")
}

/// The branches, by number. Of a confirmed one the row keeps who confirmed it, as who recorded it last.
pub fn branches(reader: &Reader, id: EmployerId) -> Result<Vec<EmployerBranch>, Error> {
    reader
        .all(
            "SELECT branch, name, source, recorded_by, recorded_at_ms, CASE WHEN source = 'confirmed' THEN recorded_by END, \
             CASE WHEN source = 'confirmed' THEN recorded_at_ms END FROM employer_branch WHERE employer_id = ?1 ORDER BY branch",
            [id],
            |row| Ok(EmployerBranch { branch: row.get(0)?, name: row.get(1)?, provenance: Provenance::read(row, 2)? }),
        )
        .while_doing("leer las sucursales de un empleador")
}

/// Adds a branch, or changes its name and source.
pub fn set_branch(tx: &Transaction<'_>, id: EmployerId, branch: &EmployerBranch) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO employer_branch (employer_id, branch, name, source, recorded_by, recorded_at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
         ON CONFLICT (employer_id, branch) DO UPDATE SET name = excluded.name, source = excluded.source, \
         recorded_by = excluded.recorded_by, recorded_at_ms = excluded.recorded_at_ms",
        (
            id,
            &branch.branch,
            &branch.name,
            branch.provenance.source(),
            branch.provenance.confirmed.map_or(branch.provenance.recorded_by, |(by, _)| by),
            branch.provenance.confirmed.map_or(branch.provenance.recorded_at_ms, |(_, at_ms)| at_ms),
        ),
    )
    .while_doing("guardar una sucursal")
    .map(drop)
}

/// The representatives in office, by number.
pub fn representatives(reader: &Reader, id: EmployerId) -> Result<Vec<Representative>, Error> {
    let all = representatives_ever(reader, id)?;
    Ok(all.into_iter().filter(|(_, ended_at_ms)| ended_at_ms.is_none()).map(|(it, _)| it).collect())
}

/// The representatives in office and those who left it, by number, each with when they left.
pub fn representatives_ever(reader: &Reader, id: EmployerId) -> Result<Vec<(Representative, Option<i64>)>, Error> {
    reader
        .all(
            "SELECT person_kind, person_number, person_name, capacity, source, recorded_by, recorded_at_ms, confirmed_by, \
             confirmed_at_ms, ended_at_ms FROM employer_representative WHERE employer_id = ?1 ORDER BY person_number, person_kind",
            [id],
            |row| {
                let representative = Representative {
                    number: column::person_number(row, 0)?,
                    name: row.get(2)?,
                    capacity: row.get(3)?,
                    provenance: Provenance::read(row, 4)?,
                };
                Ok((representative, row.get(9)?))
            },
        )
        .while_doing("leer los representantes de un empleador")
}

/// Adds a representative, or changes what is known of one; whoever had left office is in office again.
pub fn set_representative(tx: &Transaction<'_>, id: EmployerId, representative: &Representative) -> Result<(), Error> {
    let provenance = &representative.provenance;
    tx.execute(
        "INSERT INTO employer_representative (employer_id, person_number, person_kind, person_name, capacity, source, recorded_by, \
         recorded_at_ms, confirmed_by, confirmed_at_ms, ended_at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, NULL) \
         ON CONFLICT (employer_id, person_number, person_kind) DO UPDATE SET person_name = excluded.person_name, \
         capacity = excluded.capacity, source = excluded.source, recorded_by = excluded.recorded_by, \
         recorded_at_ms = excluded.recorded_at_ms, confirmed_by = excluded.confirmed_by, \
         confirmed_at_ms = excluded.confirmed_at_ms, ended_at_ms = NULL",
        (
            id,
            representative.number.as_str(),
            column::person_kind(&representative.number),
            &representative.name,
            &representative.capacity,
            provenance.source(),
            provenance.recorded_by,
            provenance.recorded_at_ms,
            provenance.confirmed.map(|(by, _)| by),
            provenance.confirmed.map(|(_, at_ms)| at_ms),
        ),
    )
    .while_doing("guardar un representante")
    .map(drop)
}

/// A representative leaves office; answers whether there was one.
pub fn end_representative(
    tx: &Transaction<'_>,
    id: EmployerId,
    person: &PersonNumber,
    at_ms: i64,
) -> Result<bool, Error> {
    tx.execute(
        "UPDATE employer_representative SET ended_at_ms = ?4 WHERE employer_id = ?1 AND person_number = ?2 AND person_kind = ?3 \
         AND ended_at_ms IS NULL",
        (id, person.as_str(), column::person_kind(person), at_ms),
    )
    .while_doing("retirar un representante")
    .map(|rows| rows > 0)
}
