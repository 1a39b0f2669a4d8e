//! Who comes in: logging in to a house, and using the recovery code.
//!
//! The vault says that the password is right; the store's list of users says whether the person counts. Whoever does not
//! count leaves an entry that says so.

use std::sync::Arc;

use serde_json::json;

use super::clock::Clock;
use super::operation::Subject;
use super::place::Place;
use super::sharing::shared;
use super::transact::{Facts, new_op_id, refuse_elsewhere};
use super::{House, Pen, Session, open_vault};
use crate::domain::id::{UserId, WindowId};
use crate::domain::journal::{Head, Outcome};
use crate::domain::user::{Actor, Role};
use crate::ops::error::{Error, Refusal, known, refuse};
use crate::ops::user::{LogIn, OwnPassword, TakeOverRecovered, TakeOverSlot};
use crate::store::postgres::Server;
use crate::store::user::User;
use crate::store::{self, Store, WhileDoing as _};
use crate::vault::{
    Login, NewPassword, Password, PasswordOrigin, RecoveryCode, SigningKey, StoreSecret, Unlocked, Vault,
};

/// Whose password opened the vault.
pub(in crate::ops) struct Unlocker {
    user: UserId,
    generation: u32,
    origin: PasswordOrigin,
    signing_key: Option<SigningKey>,
    former_key: Option<SigningKey>,
    slot: [u8; 32],
}

/// How what a password opened stands to what the store took over.
enum Standing {
    /// It is what counts.
    Counts,
    /// Its owner's change of the password was cut before the store took it over.
    Changed,
    /// The same for one who used the recovery code.
    Recovered,
    /// The generation is another.
    Replaced,
    /// The generation counts; the signing key is not known.
    NotIntroduced,
}

impl Unlocker {
    /// Who unlocked, and the secret that came of it.
    pub(in crate::ops) fn apart(unlocked: Unlocked) -> (Self, StoreSecret) {
        let Unlocked { user_id, generation, password_origin, secret, signing_key, former_key, slot, .. } = unlocked;
        (Self { user: UserId(user_id), generation, origin: password_origin, signing_key, former_key, slot }, secret)
    }

    /// Does what was opened still count, now that the vault knows what the centre's other machines know?
    pub(in crate::ops) fn require_to_count_in(&self, vault: &Vault) -> Result<(), Error> {
        match vault.has_slot(self.user.0, &self.slot) {
            true => Ok(()),
            false => Err(changed_elsewhere().into()),
        }
    }

    /// Only a change of the password goes ahead of the store's generation. Another supervisor's reset leaves a temporary
    /// one, and nobody can change that before the store took the reset over. With the key that the store knows, or where
    /// there is none, the owner goes on with their own change; a supervisor's slot without it was made by the recovery code.
    fn standing(&self, row: &User) -> Standing {
        let public = |key: &Option<SigningKey>| key.as_ref().map(|key| key.public().0);
        let is_ahead = self.generation > row.generation && self.origin == PasswordOrigin::Chosen;
        match (is_ahead, row.role) {
            (true, Role::Clerk) => Standing::Changed,
            (true, Role::Supervisor) if self.former_key.is_none() => Standing::Recovered,
            (true, Role::Supervisor) if public(&self.former_key) == row.public_key => Standing::Changed,
            (true, Role::Supervisor) => Standing::NotIntroduced,
            (false, _) if self.generation != row.generation => Standing::Replaced,
            (false, _) if public(&self.signing_key) != row.public_key => Standing::NotIntroduced,
            (false, _) => Standing::Counts,
        }
    }

    fn pen(self) -> Pen {
        match (self.signing_key, self.origin) {
            (None, _) => Pen::Nothing,
            (Some(key), PasswordOrigin::Chosen) => Pen::Signs(key),
            (Some(key), PasswordOrigin::Temporary) => Pen::Introduces(key),
        }
    }
}

/// What using the recovery code gave.
pub struct Recovered {
    /// The code that replaces the one just used: it has to be printed for the safe, whatever `opened` says.
    pub next_code: RecoveryCode,
    /// The house, opened by the supervisor with the new password. Where this failed, the next login with it goes on.
    pub opened: Result<(House, Session), Error>,
}

impl House {
    /// A supervisor who lost the password sets another one with the recovery code from the safe, and opens the house. The
    /// code is spent by it.
    ///
    /// # Errors
    /// A refusal when the place lacks its vault, `login` is nobody's or not a supervisor's, or `new` is not one that its
    /// owner chose; the vault's, [`crate::vault::VaultError::WrongRecoveryCode`] above all. Then the code still holds.
    pub fn recover(
        place: &Place,
        login: &str,
        code: &RecoveryCode,
        new: &NewPassword,
        window: u16,
        clock: Arc<dyn Clock>,
    ) -> Result<Recovered, Error> {
        if new.origin() != PasswordOrigin::Chosen {
            return refuse("password", "Elija una contraseña propia: con el código no se dan contraseñas temporales.");
        }
        let mut vault = open_vault(place)?;
        let mut right = vault.recover(code)?;
        if let Some(address) = &place.server {
            // Another machine may have used the code, or made another one, since this one was open.
            let password = right.server_password();
            let server =
                Server::at(address.clone(), password.as_bytes()).while_doing("ingresar al servidor del centro")?;
            let store = Store::open_on(server)?;
            refuse_elsewhere(store.duty()?)?;
            right.take_over(&mut vault, &shared(&store.reader()?)?)?;
            right = vault.recover(code)?;
        }
        let wanted = Login::parse(login).ok();
        let slot = vault.slots().find(|slot| Some(&slot.login) == wanted.as_ref());
        let user_id = known(slot, "este usuario")?.user_id;
        let next_code = right.reset_supervisor(&mut vault, user_id, new)?.next_code;
        Ok(Recovered { next_code, opened: Self::open(place, login, new.password(), window, clock) })
    }

    /// Logs somebody in to the open house: after a lock, or a supervisor for an answer.
    ///
    /// # Errors
    /// The vault's; [`Error::Refused`] when the store's list of users does not know them.
    pub fn log_in_at(&self, login: &str, password: &Password, window: u16) -> Result<Session, Error> {
        let unlocked = self.vault().unlock(login, password, self.clock().now().0)?;
        self.come_in(Unlocker::apart(unlocked).0, window)
    }

    /// The login of somebody whose password is right.
    pub(in crate::ops) fn come_in(&self, who: Unlocker, window: u16) -> Result<Session, Error> {
        let window = self.windows().into_iter().find(|found| found.number == window).ok_or_else(|| {
            Refusal::new(
                "window",
                format!(
                    "El centro no tiene la ventanilla {window}. Ponga la de este equipo en station.toml (window = …)."
                ),
            )
        })?;
        let session = self.session_of(who, window.id)?;
        self.perform(&session, &LogIn { user: session.actor().user })?;
        Ok(session)
    }

    /// The session of somebody who counts; where a change of the password was cut, it is finished first.
    pub(in crate::ops) fn session_of(&self, who: Unlocker, window: WindowId) -> Result<Session, Error> {
        let row = store::user::get(&self.reader()?, who.user)?.ok_or_else(does_not_count)?;
        // Of a centre on a server what was opened may have been taken over from another machine meanwhile.
        let is_still_there = self.vault().has_slot(who.user.0, &who.slot);
        let standing = match row.enabled && is_still_there {
            true => who.standing(&row),
            false => Standing::Replaced,
        };
        let actor = Actor { user: row.id, role: row.role, generation: row.generation, centre: row.centre, window };
        match standing {
            Standing::Counts => Ok(Session::new(actor, &row, who.pen())),
            Standing::Replaced if row.enabled && self.is_on_server() && who.generation <= row.generation => {
                self.turn_away(&Session::new(actor, &row, who.pen()), changed_elsewhere())
            }
            Standing::Replaced => self.turn_away(&Session::new(actor, &row, who.pen()), does_not_count()),
            Standing::NotIntroduced => self.turn_away(&Session::new(actor, &row, who.pen()), not_introduced()),
            Standing::Changed => {
                let mut session = Session::new(actor, &row, who.former_key.map_or(Pen::Nothing, Pen::Introduces));
                let own = OwnPassword(self.slot_now(row.id)?);
                session.renewed(self.perform(&session, &own)?.output);
                session.signs_with(who.signing_key);
                self.remember_vault();
                Ok(session)
            }
            Standing::Recovered => {
                let mut session = Session::new(actor, &row, who.pen());
                let next_code = self.vault().shared_recovery();
                let recovered = TakeOverRecovered { slot: self.slot_now(row.id)?, next_code };
                session.renewed(self.perform(&session, &recovered)?.output);
                self.remember_vault();
                Ok(session)
            }
        }
    }

    /// What the store is to take over of the slot that was just opened.
    fn slot_now(&self, user: UserId) -> Result<TakeOverSlot, Error> {
        let slot = self.vault().slots().find(|slot| slot.user_id == user.0);
        let slot = slot.ok_or_else(|| Error::Inconsistent("la bóveda perdió a quien acaba de abrirla".into()))?;
        Ok(self.to_take_over(&slot, user))
    }

    fn turn_away<T>(&self, session: &Session, refusal: Refusal) -> Result<T, Error> {
        let user = session.actor().user;
        let head = self
            .store()
            .write(|tx| self.note_refusal::<LogIn>(tx, session, new_op_id()?, Subject::from(user), &refusal))?;
        self.remember(&head);
        Err(refusal.into())
    }

    /// What the vault counted while the house was closed becomes one entry. The vault forgets it after the commit: a cut
    /// in between tells it twice rather than never.
    pub(in crate::ops) fn note_failed_logins(&self, session: &Session) -> Result<(), Error> {
        let failures = self.vault().unreported_failures();
        if failures.is_empty() {
            return Ok(());
        }
        let told: Vec<_> = failures
            .iter()
            .map(|it| json!({ "login": it.login.as_ref().map(Login::as_str), "count": it.count, "times_ms": it.times_ms }))
            .collect();
        let head = self.store().write(|tx| -> Result<Head, Error> {
            let (head, now) = (store::journal::head(tx)?, self.clock().now());
            let facts = Facts {
                id: new_op_id()?,
                accounting_day: super::day::accounting_day(tx, self.centre(), now)?,
                operation: crate::ops::FAILED_LOGINS,
                subject: Subject::HOUSE,
                outcome: Outcome::Done,
                code: "",
            };
            self.append(tx, session, now, &head, facts, &json!(told))
        })?;
        self.remember(&head);
        Ok(self.vault().forget_failures(&failures)?)
    }
}

fn does_not_count() -> Refusal {
    Refusal::new("disabled", "Su usuario está deshabilitado o su contraseña fue restablecida. Hable con supervisión.")
}

/// The machines of a centre share what passwords wrap; this one has just learnt of it.
fn changed_elsewhere() -> Refusal {
    Refusal::new(
        "changed_elsewhere",
        "Esa contraseña ya no vale: se cambió o se restableció en otra ventanilla. Ingrese con la nueva.",
    )
}

/// A temporary password came before its reset did, or an old slot was put back: nothing signed with its key counts.
fn not_introduced() -> Refusal {
    Refusal::new(
        "not_introduced",
        "La bitácora no conoce la llave de firmar de esta contraseña: el cambio se cortó, o es una contraseña de antes. Pida a otra persona de supervisión que la restablezca.",
    )
}
