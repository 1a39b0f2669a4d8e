//! Logins: the wait, the password, the seal, and the notes of what failed.

use std::time::Duration;

use super::error::VaultError;
use super::failures::{FailedLogins, Failures};
use super::file::{self, Folder};
use super::format::{Content, Slot};
use super::password::{Login, Password};
use super::slot::OpenedSlot;
use super::{Unlocked, Vault};

impl Vault {
    /// Opens the slot with this login name. Takes as long for an unknown name as for a wrong password, and says the
    /// same. A failure is counted in the file; too soon after one, nothing is tried ([`VaultError::Wait`]).
    ///
    /// `now_ms`: milliseconds since the Unix epoch.
    pub fn unlock(&mut self, login: &str, password: &Password, now_ms: i64) -> Result<Unlocked, VaultError> {
        let (slot, opened) = self.open_slot(login, password, now_ms)?;
        Ok(Unlocked {
            user_id: slot.head.user_id,
            generation: slot.head.generation,
            password_origin: slot.head.origin,
            edition: self.content.body.edition,
            previous_secret: self.previous_secret(&opened.secret)?,
            secret: opened.secret,
            signing_key: opened.signing_key,
            former_key: opened.former_key,
            slot: slot.head.public,
        })
    }

    /// How long until [`Vault::unlock`] tries this name again. A failure that lies in the future, because the clock
    /// was set back, is written down as of now.
    pub fn delay_before_next(&mut self, login: &str, now_ms: i64) -> Result<Duration, VaultError> {
        let login = self.slot_named(login).map(|slot| slot.head.login.clone());
        let mut rebased = self.content.failures.clone();
        if rebased.rebase(now_ms) {
            self.note(|failures| failures.rebase(now_ms))?;
        }
        Ok(self.content.failures.wait(login.as_ref(), now_ms))
    }

    /// The failed logins not yet reported.
    #[must_use]
    pub fn unreported_failures(&self) -> Vec<FailedLogins> {
        self.content.failures.unreported()
    }

    /// Forgets failed logins that were reported, once the report is safe; the waits stay.
    pub fn forget_failures(&mut self, reported: &[FailedLogins]) -> Result<(), VaultError> {
        self.note(|failures| failures.forget(reported))
    }

    /// A login: the wait, the derivation (also where there is nothing to open), the seal, and the notes.
    pub(super) fn open_slot(
        &mut self,
        login: &str,
        password: &Password,
        now_ms: i64,
    ) -> Result<(Slot, OpenedSlot), VaultError> {
        let wait = self.delay_before_next(login, now_ms)?;
        if !wait.is_zero() {
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            return Err(VaultError::Wait { seconds });
        }
        let body = &self.content.body;
        let slot = self.slot_named(login).cloned();
        let opened = match &slot {
            Some(slot) => slot.open(body.realm, password),
            None => {
                // The same work as for a name that exists, so that time does not tell the two apart.
                body.cost.derive(password.bytes(), &body.realm.store_id.0)?;
                Err(VaultError::WrongLogin)
            }
        };
        match (slot, opened) {
            (Some(slot), Ok(opened)) => {
                self.content.check_seal(&opened.secret)?;
                if self.content.failures.any_wait_of(&slot.head.login) {
                    self.note(|failures| failures.end_waits(&slot.head.login))?;
                }
                Ok((slot, opened))
            }
            (slot, Err(VaultError::WrongLogin)) => {
                self.note(|failures| {
                    failures.note(slot.as_ref().map(|slot| &slot.head.login), now_ms);
                })?;
                Err(VaultError::WrongLogin)
            }
            (_, Err(other)) => Err(other),
            (None, Ok(_)) => Err(VaultError::UnknownUser),
        }
    }

    fn slot_named(&self, login: &str) -> Option<&Slot> {
        let login = Login::parse(login).ok()?;
        let mut slots = self.content.body.slots.iter();
        slots.find(|slot| slot.head.login == login)
    }

    /// A change of the notes of failed logins, for which nobody needs the secret. The rest stays as it is, in the file
    /// and here, where its seal may have been checked already.
    fn note<T>(&mut self, change: impl FnOnce(&mut Failures) -> T) -> Result<T, VaultError> {
        let folder = Folder::locked(&self.path)?;
        let mut content = Content::read(&file::read(&self.path)?, &self.path)?;
        let outcome = change(&mut content.failures);
        folder.replace(&content.to_bytes())?;
        self.content.failures = content.failures;
        Ok(outcome)
    }
}
