//! The public keys that users sign with, as the journal itself introduces them.
//!
//! Every password yields the store's key, so anybody may have appended an entry that nobody signed. Such an entry
//! introduces a key in two places only: where the house is founded, and after the recovery code, which is reported.
//!
//! Whoever makes or resets a supervisor's account signs for the key of its temporary password, and knows it. That key signs
//! one entry: the first own password, which introduces a key that only its owner has. A second such entry, or anything else
//! that is signed with it, does not fit. Each own password after it introduces another key with the one before, which ends:
//! whoever has an old copy of the vault, and the old password, signs nothing.
//!
//! A supervisor's login is signed as well, with a key of their own.
//!
//! Earlier versions gave one key for good with the temporary password, signed no login, and kept the key when its owner
//! changed the password. Their entries stand; once the journal shows that a later one writes it, there are no more such.

use std::collections::{HashMap, HashSet};

use super::{Stop, Verification, problem};
use crate::domain::journal::{Entry, Outcome};
use crate::domain::user::Role;
use crate::ops::house::operation::Operation as _;
use crate::ops::user::{AddRow, Disable, LogIn, OwnPassword, TakeOverRecovered, TakeOverSlot};
use crate::ops::{FOUNDED, INTRODUCES, journal_form, key_in, keys_code};

/// From this form of the journal on, logins are signed and no key is given for good with a temporary password.
const SIGNED_LOGINS: u32 = 2;
/// From this one on each own password brings a key of its own.
const KEY_OF_EACH_PASSWORD: u32 = 6;

/// What somebody signs with, as far as the walk has come.
enum Key {
    /// Theirs alone; empty where they have none.
    Own(String),
    /// Of a temporary password: it introduces the owner's.
    Introducing(String),
    /// Given for good with a temporary password, by an earlier version.
    Given(String),
}

/// The keys that were introduced, by user.
#[derive(Default)]
pub(super) struct KeysIntroduced {
    of: HashMap<i64, Key>,
    /// Who supervises: nobody else signs.
    supervisors: HashSet<i64>,
    /// The latest form of the journal that was seen.
    form: u32,
}

impl KeysIntroduced {
    /// Takes in what an entry introduces, after its signature was checked.
    pub(super) fn take(&mut self, entry: &Entry, is_signed: bool, found: &mut Verification) -> Result<(), Stop> {
        if entry.outcome != Outcome::Done {
            return Ok(());
        }
        let (number, is_own) = (entry.number, entry.user.0 == entry.subject_id);
        let key = match entry.operation.as_str() {
            FOUNDED if number != 1 => {
                return problem(format!("La entrada {number} funda el almacén, y eso solo puede decirlo la primera."));
            }
            OwnPassword::NAME | TakeOverRecovered::NAME if !is_own => {
                return problem(format!("Según la entrada {number}, un usuario cambió la contraseña de otro."));
            }
            AddRow::NAME => {
                if Role::from_code(&entry.code) == Some(Role::Supervisor) {
                    self.supervisors.insert(entry.subject_id);
                }
                return Ok(());
            }
            LogIn::NAME => return self.log_in(entry, is_signed),
            // Whoever is not to come in any more may have kept their part of the vault.
            Disable::NAME => {
                self.of.remove(&entry.subject_id);
                return Ok(());
            }
            OwnPassword::NAME => self.own(entry, is_signed)?,
            TakeOverRecovered::NAME => {
                found.recoveries = found.recoveries.saturating_add(1);
                Key::Own(entry.code.clone())
            }
            TakeOverSlot::NAME => self.given(entry)?,
            FOUNDED => {
                self.form = journal_form(&entry.code);
                Key::Own(key_in(&entry.code).to_owned())
            }
            _ => return Ok(()),
        };
        if entry.operation == FOUNDED {
            self.supervisors.insert(entry.subject_id);
        }
        let is_without = matches!(&key, Key::Own(text) if text.is_empty());
        if !is_without && !self.supervisors.contains(&entry.subject_id) {
            return problem(format!("La entrada {number} da una llave de firmar a quien no es de supervisión."));
        }
        self.of.insert(entry.subject_id, key);
        Ok(())
    }

    fn log_in(&mut self, entry: &Entry, is_signed: bool) -> Result<(), Stop> {
        self.form = self.form.max(journal_form(&entry.code));
        let has_own = matches!(self.of.get(&entry.user.0), Some(Key::Own(key)) if !key.is_empty());
        if self.form >= SIGNED_LOGINS && has_own && !is_signed {
            return problem(format!("Al ingreso de supervisión de la entrada {} le falta su firma.", entry.number));
        }
        Ok(())
    }

    /// With a password of one's own: a key is introduced by the one before, which ends.
    fn own(&self, entry: &Entry, is_signed: bool) -> Result<Key, Stop> {
        let number = entry.number;
        match self.of.get(&entry.subject_id) {
            Some(Key::Own(none)) if none.is_empty() && entry.code.is_empty() => {}
            Some(Key::Own(kept) | Key::Given(kept)) if *kept == entry.code => {
                if self.form >= KEY_OF_EACH_PASSWORD {
                    return problem(format!(
                        "La entrada {number} conserva con otra contraseña la llave de firmar, y esta versión ya no la conserva."
                    ));
                }
            }
            Some(Key::Introducing(temporary)) if *temporary == entry.code => {
                return problem(format!(
                    "La entrada {number} deja a un usuario la llave de firmar de su contraseña temporal."
                ));
            }
            Some(Key::Own(_) | Key::Introducing(_) | Key::Given(_)) if is_signed => {}
            _ => {
                return problem(format!(
                    "La entrada {number} da una llave de firmar nueva sin la firma de la contraseña anterior."
                ));
            }
        }
        Ok(Key::Own(entry.code.clone()))
    }

    fn given(&mut self, entry: &Entry) -> Result<Key, Stop> {
        if let Some(key) = entry.code.strip_prefix(INTRODUCES) {
            self.form = self.form.max(SIGNED_LOGINS);
            return Ok(Key::Introducing(key.to_owned()));
        }
        match entry.code.is_empty() {
            true => Ok(Key::Own(String::new())),
            false if self.form >= SIGNED_LOGINS => problem(format!(
                "La entrada {} da una llave de firmar que conoce quien la dio, y esta versión ya no da ninguna así.",
                entry.number
            )),
            false => Ok(Key::Given(entry.code.clone())),
        }
    }

    /// May this key sign this entry, in the name of whoever the entry says?
    pub(super) fn may_sign(&self, entry: &Entry, public_key: [u8; 32]) -> bool {
        let is_known = |key: &String| *key == keys_code(Some(public_key));
        match self.of.get(&entry.user.0) {
            Some(Key::Own(key) | Key::Given(key)) => is_known(key),
            Some(Key::Introducing(key)) => is_known(key) && entry.operation == OwnPassword::NAME,
            None => false,
        }
    }
}
