//! Who works here, as what, and whether they count: each row is what the entries about it say.

use std::collections::BTreeMap;

use super::Said;
use crate::domain::id::UserId;
use crate::domain::user::{Role, is_made_by};
use crate::ops::house::operation::Operation as _;
use crate::ops::user::{AddRow, Disable, GENERATION, LogIn, OwnPassword, TakeOverRecovered, TakeOverSlot};
use crate::ops::verify::{Stop, problem};
use crate::ops::{FOUNDED, key_in, keys_code};
use crate::store::user::User;
use crate::store::{self, Reader};

/// The users as the journal knows them.
#[derive(Default)]
pub(super) struct RebuiltUsers(BTreeMap<i64, Known>);

struct Known {
    role: Role,
    enabled: bool,
    /// As far as that is said.
    generation: Option<u32>,
    temporary: bool,
    key: String,
    set_by: Option<UserId>,
    set_at_ms: i64,
}

impl RebuiltUsers {
    /// An entry about a user.
    pub(super) fn take(&mut self, said: &Said<'_>) -> Result<(), String> {
        let entry = said.entry;
        let id = entry.subject_id;
        match entry.operation.as_str() {
            FOUNDED => {
                let first = Known {
                    role: Role::Supervisor,
                    enabled: true,
                    generation: Some(1),
                    temporary: false,
                    key: key_in(&entry.code).to_owned(),
                    set_by: None,
                    set_at_ms: entry.at_ms,
                };
                self.0.insert(id, first);
            }
            AddRow::NAME => {
                let role = Role::from_code(&entry.code);
                let role = role.ok_or_else(|| format!("La entrada {} agrega un usuario sin función.", entry.number))?;
                let new = Known {
                    role,
                    enabled: false,
                    generation: Some(1),
                    temporary: true,
                    key: String::new(),
                    set_by: Some(entry.user),
                    set_at_ms: entry.at_ms,
                };
                if self.0.insert(id, new).is_some() {
                    return Err(format!("La entrada {} agrega otra vez al usuario {id}.", entry.number));
                }
            }
            TakeOverSlot::NAME => self.set_credentials(said, true)?,
            OwnPassword::NAME | TakeOverRecovered::NAME => self.set_credentials(said, false)?,
            Disable::NAME => self.known(said)?.enabled = false,
            LogIn::NAME => self.log_in(said)?,
            _ => {}
        }
        Ok(())
    }

    /// Had `maker` made or reset this account, or the one that did, and so on, each within the pause before `at_ms`?
    pub(super) fn is_made_by(&self, account: UserId, maker: UserId, at_ms: i64) -> bool {
        let set_by = |id: UserId| {
            let known = self.0.get(&id.0)?;
            Some((known.set_by?, known.set_at_ms))
        };
        is_made_by(account, maker, at_ms, self.0.len(), set_by)
    }

    /// May this user come in?
    pub(super) fn is_enabled(&self, user: UserId) -> bool {
        self.0.get(&user.0).is_some_and(|known| known.enabled)
    }

    /// Does this user supervise?
    pub(super) fn supervises(&self, user: UserId) -> bool {
        self.0.get(&user.0).is_some_and(|known| known.role == Role::Supervisor)
    }

    fn known(&mut self, said: &Said<'_>) -> Result<&mut Known, String> {
        let entry = said.entry;
        let unknown =
            || format!("La entrada {} trata del usuario {}, que nadie agregó.", entry.number, entry.subject_id);
        self.0.get_mut(&entry.subject_id).ok_or_else(unknown)
    }

    /// Who came in, came in with what counted.
    fn log_in(&mut self, said: &Said<'_>) -> Result<(), String> {
        let number = said.entry.number;
        let generation = said.told(&format!("/{GENERATION}")).and_then(serde_json::Value::as_u64);
        let counts = self.known(said)?.generation;
        match (generation, counts) {
            (None, _) if said.says_credentials => {
                Err(format!("El ingreso de la entrada {number} no dice con qué contraseña."))
            }
            (Some(generation), Some(counts)) if generation != u64::from(counts) => Err(format!(
                "En la entrada {number} alguien ingresó con una contraseña que según la bitácora ya no contaba."
            )),
            _ => Ok(()),
        }
    }

    fn set_credentials(&mut self, said: &Said<'_>, temporary: bool) -> Result<(), String> {
        let entry = said.entry;
        let generation = said.told(&format!("/{GENERATION}")).and_then(serde_json::Value::as_u64);
        if generation.is_none() && said.whole && said.detail.is_some() {
            return Err(format!("La entrada {} cambia una contraseña y no dice cuál cuenta.", entry.number));
        }
        let known = self.known(said)?;
        let generation = generation.and_then(|it| u32::try_from(it).ok());
        let is_another = generation.zip(known.generation).is_none_or(|(next, before)| next > before);
        if said.says_credentials && !is_another && known.enabled {
            return Err(format!(
                "La entrada {} cambia una contraseña, y según ella sigue contando la anterior.",
                entry.number
            ));
        }
        known.enabled = true;
        known.generation = generation;
        known.temporary = temporary;
        key_in(&entry.code).clone_into(&mut known.key);
        if entry.user.0 != entry.subject_id {
            (known.set_by, known.set_at_ms) = (Some(entry.user), entry.at_ms);
        }
        Ok(())
    }

    /// Compares with the table.
    pub(super) fn compare(mut self, reader: &Reader) -> Result<(), Stop> {
        for row in store::user::all(reader)? {
            let Some(known) = self.0.remove(&row.id.0) else {
                return problem(format!("El usuario «{}» está en el almacén y no en la bitácora.", row.login));
            };
            if let Some(what) = difference(&known, &row) {
                return problem(format!("Del usuario «{}», el almacén no dice {what} según la bitácora.", row.login));
            }
        }
        match self.0.first_key_value() {
            None => Ok(()),
            Some((id, _)) => problem(format!("El usuario {id} falta en el almacén.")),
        }
    }
}

fn difference(known: &Known, row: &User) -> Option<&'static str> {
    if row.role != known.role {
        Some("su función")
    } else if row.enabled != known.enabled {
        Some("si puede ingresar")
    } else if known.generation.is_some_and(|generation| generation != row.generation) {
        Some("qué contraseña cuenta")
    } else if row.temporary_password != known.temporary {
        Some("si su contraseña es temporal")
    } else if keys_code(row.public_key) != known.key {
        Some("con qué llave firma")
    } else if row.credentials_set_by != known.set_by || row.credentials_set_at_ms != known.set_at_ms {
        Some("quién le dio la contraseña o cuándo")
    } else {
        None
    }
}
