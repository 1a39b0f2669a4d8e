//! The users: who they are, whether they count, which generation of credentials is theirs.

use super::error::{Error, WhileDoing as _};
use super::link::{self, Row};
use super::transaction::{Reader, Transaction};
use crate::domain::calendar::Moment;
use crate::domain::id::{CentreId, UserId};
use crate::domain::user::{Gender, Role};

/// A user as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The id.
    pub id: UserId,
    /// The centre.
    pub centre: CentreId,
    /// What is typed at the login.
    pub login: String,
    /// As on paper.
    pub full_name: String,
    /// Clerk or supervisor.
    pub role: Role,
    /// In which gender the function is said, where it is known.
    pub gender: Option<Gender>,
    /// Whether the person counts.
    pub enabled: bool,
    /// Of the credentials; a reset raises it.
    pub generation: u32,
    /// The password was given by somebody else and must be changed.
    pub temporary_password: bool,
    /// A supervisor's Ed25519 public key.
    pub public_key: Option<[u8; 32]>,
    /// Who last made or reset the credentials; nobody for the first supervisor.
    pub credentials_set_by: Option<UserId>,
    /// When, in milliseconds since the Unix epoch.
    pub credentials_set_at_ms: i64,
    /// The last login.
    pub last_login_at_ms: Option<i64>,
}

const COLUMNS: &str = "id, centre_id, login, full_name, role, enabled, generation, temporary_password, public_key, \
                       credentials_set_by, credentials_set_at_ms, last_login_at_ms, gender";

fn user(row: &Row<'_>) -> link::Result<User> {
    Ok(User {
        id: row.get(0)?,
        centre: row.get(1)?,
        login: row.get(2)?,
        full_name: row.get(3)?,
        role: row.get(4)?,
        enabled: row.get(5)?,
        generation: row.get(6)?,
        temporary_password: row.get(7)?,
        public_key: row.get(8)?,
        credentials_set_by: row.get(9)?,
        credentials_set_at_ms: row.get(10)?,
        last_login_at_ms: row.get(11)?,
        gender: row.get(12)?,
    })
}

/// Adds a user; `id` is ignored and answered.
pub fn add(tx: &Transaction<'_>, new: &User) -> Result<UserId, Error> {
    tx.insert(
        "INSERT INTO app_user (centre_id, login, full_name, role, enabled, generation, temporary_password, public_key, \
         credentials_set_by, credentials_set_at_ms, last_login_at_ms, gender) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        (
            new.centre,
            &new.login,
            &new.full_name,
            new.role,
            new.enabled,
            new.generation,
            new.temporary_password,
            new.public_key,
            new.credentials_set_by,
            new.credentials_set_at_ms,
            new.last_login_at_ms,
            new.gender,
        ),
    )
    .while_doing("guardar un usuario")
    .map(UserId)
}

/// Notes when somebody came in last.
pub fn came_in(tx: &Transaction<'_>, id: UserId, at: Moment) -> Result<(), Error> {
    tx.execute("UPDATE app_user SET last_login_at_ms = ?2 WHERE id = ?1", (id, at))
        .while_doing("guardar el ingreso de un usuario")
        .map(drop)
}

/// Writes a user back.
pub fn update(tx: &Transaction<'_>, changed: &User) -> Result<(), Error> {
    tx.execute(
        "UPDATE app_user SET full_name = ?2, role = ?3, enabled = ?4, generation = ?5, temporary_password = ?6, public_key = ?7, \
         credentials_set_by = ?8, credentials_set_at_ms = ?9, last_login_at_ms = ?10 WHERE id = ?1",
        (
            changed.id,
            &changed.full_name,
            changed.role,
            changed.enabled,
            changed.generation,
            changed.temporary_password,
            changed.public_key,
            changed.credentials_set_by,
            changed.credentials_set_at_ms,
            changed.last_login_at_ms,
        ),
    )
    .while_doing("guardar un usuario")
    .map(drop)
}

/// One user.
pub fn get(reader: &Reader, id: UserId) -> Result<Option<User>, Error> {
    reader.maybe(&format!("SELECT {COLUMNS} FROM app_user WHERE id = ?1"), [id], user).while_doing("leer un usuario")
}

/// The user of a login.
pub fn by_login(reader: &Reader, login: &str) -> Result<Option<User>, Error> {
    reader
        .maybe(&format!("SELECT {COLUMNS} FROM app_user WHERE login = ?1"), [login], user)
        .while_doing("leer un usuario")
}

/// Everybody, by login.
pub fn all(reader: &Reader) -> Result<Vec<User>, Error> {
    reader.all(&format!("SELECT {COLUMNS} FROM app_user ORDER BY login"), [], user).while_doing("leer los usuarios")
}
