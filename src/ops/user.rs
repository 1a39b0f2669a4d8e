//! Users: logging in, adding, resetting, disabling, changing one's own password.
//!
//! The vault and the store cannot change in one step. The vault's slot is made first; the store's row then says that it
//! counts. A cut in between leaves somebody who cannot log in and is reset again, never somebody who can and should not.

use serde_json::json;

use super::error::{Error, known, refuse};
use super::house::{House, Session};
use crate::domain::id::UserId;
use crate::domain::user::{Gender, Role};
use crate::ops::house::operation::{Changed, Done, Noun, Operation, Subject, Work};
use crate::store;
use crate::store::user::User;
use crate::vault::{
    self, Login, NewPassword, NewUser, Password, PasswordOrigin, PublicKey, RecoveryCode, SigningKey, SlotInfo, Vault,
};

/// Somebody logged in. A supervisor signs it: what stands before a signed entry is not rewritten by whoever has no more
/// than the store's key, and so no entry waits longer for a signature than until a supervisor comes by.
#[derive(Debug, Clone, Copy)]
pub(super) struct LogIn {
    pub(super) user: UserId,
}

impl Operation for LogIn {
    const NAME: &'static str = "user.log_in";
    const MENDS: bool = true;
    const AT_ARRIVALS: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        self.user.into()
    }

    fn signer<'s>(&self, by: &'s Session) -> Option<&'s SigningKey> {
        by.signer()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        known(store::user::get(work.tx, self.user)?, "este usuario")?;
        store::user::came_in(work.tx, self.user, work.now)?;
        let came_in = json!({ GENERATION: work.actor.generation });
        Ok(Done::new((), self.user, &[]).code(super::JOURNAL_FORM).detail(came_in))
    }
}

/// A row for a new user, who does not count until the slot is made.
#[derive(Debug, Clone)]
pub(super) struct AddRow {
    login: Login,
    full_name: String,
    role: Role,
    gender: Option<Gender>,
}

impl Operation for AddRow {
    const NAME: &'static str = "user.add";
    const SIGNED: bool = true;
    type Output = UserId;

    fn subject(&self) -> Subject {
        Subject::to_be(Noun::User)
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<UserId>, Error> {
        if self.full_name.trim().is_empty() {
            return refuse("name", "Escriba el nombre completo del usuario.");
        }
        if store::user::by_login(work.tx, self.login.as_str())?.is_some() {
            return refuse(
                "login_taken",
                format!("El usuario «{}» ya existe. Elija otro nombre de usuario.", self.login.as_str()),
            );
        }
        let row = User {
            id: UserId(0),
            centre: work.centre.id,
            login: self.login.as_str().into(),
            full_name: self.full_name.trim().into(),
            role: self.role,
            gender: self.gender,
            enabled: false,
            generation: 1,
            temporary_password: true,
            public_key: None,
            credentials_set_by: Some(work.actor.user),
            credentials_set_at_ms: work.now.0,
            last_login_at_ms: None,
        };
        let id = store::user::add(work.tx, &row)?;
        Ok(Done::new(id, id, &[Changed::Users])
            .code(self.role.code())
            .detail(json!({ "login": row.login, "full_name": row.full_name, "gender": row.gender.map(Gender::code) })))
    }
}

/// Under this name an entry's detail holds which credentials count from then on, or came in.
pub(super) const GENERATION: &str = "generation";

/// The store takes over what the vault's slot now is.
#[derive(Debug, Clone)]
pub(super) struct TakeOverSlot {
    user: UserId,
    generation: u32,
    public_key: Option<[u8; 32]>,
    temporary: bool,
    set_by: UserId,
    /// What other machines of the centre need of it.
    shared: Vec<u8>,
}

impl TakeOverSlot {
    pub(super) fn of(vault: &Vault, slot: &SlotInfo, set_by: UserId) -> Self {
        Self {
            user: UserId(slot.user_id),
            generation: slot.generation,
            public_key: slot.signing_public.map(|key| key.0),
            temporary: slot.password_origin == PasswordOrigin::Temporary,
            set_by,
            shared: vault.shared_slot(slot.user_id).unwrap_or_default(),
        }
    }

    fn apply(&self, work: &Work<'_>) -> Result<Done<u32>, Error> {
        let mut user = known(store::user::get(work.tx, self.user)?, "este usuario")?;
        if user.enabled && self.generation <= user.generation {
            return refuse(
                "changed_meanwhile",
                "La contraseña de este usuario se cambió en otra ventanilla mientras tanto. Inténtelo de nuevo.",
            );
        }
        let own = self.set_by == self.user;
        user.enabled = true;
        user.generation = self.generation;
        user.public_key = self.public_key;
        user.temporary_password = self.temporary;
        if !own {
            user.credentials_set_by = Some(self.set_by);
            user.credentials_set_at_ms = work.now.0;
        }
        store::user::update(work.tx, &user)?;
        store::vault_slot::put(work.tx, self.user, &self.shared)?;
        let code = match self.public_key {
            Some(key) if self.temporary => super::introducing_code(key),
            key => super::keys_code(key),
        };
        Ok(Done::new(self.generation, self.user, &[Changed::Users])
            .code(code)
            .detail(json!({ GENERATION: self.generation })))
    }
}

impl Operation for TakeOverSlot {
    const NAME: &'static str = "user.credentials";
    const SIGNED: bool = true;
    type Output = u32;

    fn subject(&self) -> Subject {
        self.user.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<u32>, Error> {
        self.apply(work)
    }
}

/// The same for one's own password: nobody else signs it, and it ends a temporary one. With the key of the one before a
/// supervisor introduces the next.
#[derive(Debug, Clone)]
pub(super) struct OwnPassword(pub(super) TakeOverSlot);

impl Operation for OwnPassword {
    const NAME: &'static str = "user.own_password";
    const MENDS: bool = true;
    type Output = u32;

    fn subject(&self) -> Subject {
        self.0.user.into()
    }

    fn signer<'s>(&self, by: &'s Session) -> Option<&'s SigningKey> {
        by.introducer()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<u32>, Error> {
        self.0.apply(work)
    }
}

/// The same for a supervisor who used the recovery code: the code from the safe stands for the signature.
#[derive(Debug, Clone)]
pub(super) struct TakeOverRecovered {
    pub(super) slot: TakeOverSlot,
    /// What other machines need of the code that replaces the one just used.
    pub(super) next_code: Option<Vec<u8>>,
}

impl Operation for TakeOverRecovered {
    const NAME: &'static str = "user.recover";
    const MENDS: bool = true;
    type Output = u32;

    fn subject(&self) -> Subject {
        self.slot.user.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<u32>, Error> {
        if let Some(next_code) = &self.next_code {
            store::vault_slot::put_recovery(work.tx, next_code)?;
        }
        self.slot.apply(work)
    }
}

/// That somebody's credentials are about to be replaced. May it be refused: before the vault is touched.
#[derive(Debug, Clone, Copy)]
pub(super) struct BeginReset {
    user: UserId,
}

impl Operation for BeginReset {
    const NAME: &'static str = "user.reset";
    const SIGNED: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        self.user.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        if work.actor.user == self.user {
            return refuse("own", "Para su propia contraseña use «Cambiar contraseña».");
        }
        known(store::user::get(work.tx, self.user)?, "este usuario")?;
        Ok(Done::new((), self.user, &[]))
    }
}

/// A user no longer counts. A reset lets them count again.
#[derive(Debug, Clone)]
pub(super) struct Disable {
    user: UserId,
}

impl Operation for Disable {
    const NAME: &'static str = "user.disable";
    const SIGNED: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        self.user.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let mut user = known(store::user::get(work.tx, self.user)?, "este usuario")?;
        if user.id == work.actor.user {
            return refuse("own", "Nadie deshabilita su propio usuario: pídalo a otra persona de supervisión.");
        }
        let others = store::user::all(work.tx)?;
        let supervisors =
            others.iter().filter(|it| it.enabled && it.role == Role::Supervisor && it.id != user.id).count();
        if user.role == Role::Supervisor && supervisors == 0 {
            return refuse(
                "last_supervisor",
                "Es el único usuario de supervisión: agregue otro antes de deshabilitarlo.",
            );
        }
        user.enabled = false;
        store::user::update(work.tx, &user)?;
        store::vault_slot::remove(work.tx, user.id)?;
        Ok(Done::new((), self.user, &[Changed::Users]))
    }
}

impl House {
    /// A supervisor adds a user with a temporary password, to be handed over in person.
    ///
    /// # Errors
    /// As [`House::transact`], and the vault's.
    pub fn add_user(
        &self,
        by: &Session,
        login: &Login,
        full_name: &str,
        (role, gender): (Role, Option<Gender>),
    ) -> Result<(UserId, NewPassword), Error> {
        let _changing = self.changing_vault()?;
        let password = NewPassword::temporary()?;
        let row = AddRow { login: login.clone(), full_name: full_name.into(), role, gender };
        let id = self.perform(by, &row)?.output;
        let new = NewUser { user_id: id.0, login: login.clone(), role: vault_role(role), generation: 1 };
        let slot = self.vault().add_user(self.secret(), new, &password)?;
        self.perform(by, &self.to_take_over(&slot, by.actor().user))?;
        self.remember_vault();
        Ok((id, password))
    }

    /// A supervisor gives a user a new temporary password. A supervisor's signing key ends with it.
    ///
    /// # Errors
    /// As [`House::transact`], and the vault's.
    pub fn reset_user(&self, by: &Session, user: UserId) -> Result<NewPassword, Error> {
        let _changing = self.changing_vault()?;
        self.perform(by, &BeginReset { user })?;
        let reader = self.reader()?;
        self.take_over_vault_now(&reader)?;
        let row = known(store::user::get(&reader, user)?, "este usuario")?;
        let password = NewPassword::temporary()?;
        let has_slot = self.vault().slots().any(|slot| slot.user_id == user.0);
        let slot = if has_slot {
            self.vault().reset(self.secret(), (user.0, row.generation), &password)?
        } else {
            // Disabled, or the founding of this account was cut between the row and the slot. The next generation: an old
            // vault put back may hold a slot of this one.
            let login = Login::parse(&row.login).map_err(|fault| Error::Inconsistent(fault.to_string()))?;
            let generation = row.generation.saturating_add(1);
            let new = NewUser { user_id: user.0, login, role: vault_role(row.role), generation };
            self.vault().add_user(self.secret(), new, &password)?
        };
        self.perform(by, &self.to_take_over(&slot, by.actor().user))?;
        self.remember_vault();
        Ok(password)
    }

    /// Somebody changes their own password. With the one before ends its signing key, which whoever gave it, or has an old
    /// copy of the vault, may know. Cut between vault and store, the next login with the new one goes on.
    ///
    /// # Errors
    /// The vault's when the old one is wrong or the new one is refused.
    pub fn change_password(&self, session: &mut Session, old: &Password, new: &NewPassword) -> Result<(), Error> {
        let _changing = self.changing_vault()?;
        let now = self.clock().now();
        let user = session.actor().user;
        let known = known(store::user::get(&self.reader()?, user)?, "este usuario")?.public_key.map(PublicKey);
        let changed = self.vault().change_password(session.login(), old, new, (known, now.0))?;
        let own = OwnPassword(self.to_take_over(&changed.slot, user));
        session.renewed(self.perform(session, &own)?.output);
        session.signs_with(changed.signing_key);
        self.remember_vault();
        Ok(())
    }

    /// A supervisor disables a user: at once, whatever session is open.
    ///
    /// # Errors
    /// As [`House::transact`]; the vault's, after which the user does not count all the same.
    pub fn disable_user(&self, by: &Session, user: UserId) -> Result<(), Error> {
        let _changing = self.changing_vault()?;
        self.perform(by, &Disable { user })?;
        let removed = self.vault().remove_user(self.secret(), user.0);
        self.remember_vault();
        match removed {
            Ok(()) | Err(vault::VaultError::UnknownUser) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Makes the recovery code for the safe, or replaces it: only at a supervisor's own login. It cannot be shown again.
    ///
    /// # Errors
    /// As [`House::transact`], and the vault's.
    pub fn make_recovery_code(&self, by: &Session) -> Result<RecoveryCode, Error> {
        let _changing = self.changing_vault()?;
        self.perform(by, &NoteRecoveryCode)?;
        let code = self.vault().make_recovery_code(self.secret())?;
        self.share_recovery_code()?;
        self.remember_vault();
        Ok(code)
    }
}

/// That a recovery code was made: the code itself stands on paper only.
#[derive(Debug, Clone, Copy)]
pub(super) struct NoteRecoveryCode;

impl Operation for NoteRecoveryCode {
    const NAME: &'static str = "user.recovery_code";
    const SIGNED: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        Subject::HOUSE
    }

    fn perform(&self, _work: &Work<'_>) -> Result<Done<()>, Error> {
        Ok(Done::new((), Subject::HOUSE, &[]))
    }
}

fn vault_role(role: Role) -> vault::Role {
    match role {
        Role::Clerk => vault::Role::Clerk,
        Role::Supervisor => vault::Role::Supervisor,
    }
}
