//! Who works here: roles, and the rule of the second person.

use serde::{Deserialize, Serialize};

use super::id::{CentreId, UserId, WindowId};

/// What a user may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Attends people at a window (operador).
    Clerk,
    /// Also approves exceptions, manages users and answers for the centre.
    Supervisor,
}

impl Role {
    /// The word for it in the store.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Clerk => "clerk",
            Self::Supervisor => "supervisor",
        }
    }

    /// Reads [`Role::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Clerk, Self::Supervisor].into_iter().find(|role| role.code() == code)
    }

    /// The word for it on the screen and on paper: the person's, or the function itself where the gender is not known.
    #[must_use]
    pub fn spanish(self, gender: Option<Gender>) -> &'static str {
        match (self, gender) {
            (Self::Clerk, Some(Gender::Feminine)) => "operadora",
            (Self::Clerk, Some(Gender::Masculine)) => "operador",
            (Self::Clerk, None) => "operación",
            (Self::Supervisor, Some(Gender::Feminine)) => "supervisora",
            (Self::Supervisor, Some(Gender::Masculine)) => "supervisor",
            (Self::Supervisor, None) => "supervisión",
        }
    }
}

/// In which grammatical gender somebody's function is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gender {
    /// Operadora, supervisora.
    Feminine,
    /// Operador, supervisor.
    Masculine,
}

impl Gender {
    /// The word for it in the store.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Feminine => "feminine",
            Self::Masculine => "masculine",
        }
    }

    /// Reads [`Gender::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Feminine, Self::Masculine].into_iter().find(|gender| gender.code() == code)
    }
}

/// Who is acting, and where. Made by a login, carried by every operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actor {
    /// The user logged in.
    pub user: UserId,
    /// As what.
    pub role: Role,
    /// The credentials' generation at login: a reset elsewhere ends this session.
    pub generation: u32,
    /// The centre of the store.
    pub centre: CentreId,
    /// The window of this machine.
    pub window: WindowId,
}

/// How long an account that I made cannot answer my requests: 30 days, in milliseconds.
pub const OWN_ACCOUNT_PAUSE_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// Had `maker` made or reset this account, or the one that did, and so on, each within the pause before `at_ms`? `set_by`
/// says who gave an account its credentials, and when; there are `accounts` of them.
pub fn is_made_by(
    account: UserId,
    maker: UserId,
    at_ms: i64,
    accounts: usize,
    set_by: impl Fn(UserId) -> Option<(UserId, i64)>,
) -> bool {
    let mut account = account;
    // A chain of accounts is as long as there are users; a ring of them ends at the bound.
    for _ in 0..accounts {
        match set_by(account) {
            Some((by, set_at_ms)) if at_ms.saturating_sub(set_at_ms) < OWN_ACCOUNT_PAUSE_MS => match by == maker {
                true => return true,
                false => account = by,
            },
            _ => return false,
        }
    }
    false
}

/// What the rule of the second person looks at: who answers, against who asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecondPerson {
    /// As what the answer is given.
    pub role: Role,
    /// Whoever answers is whoever asked.
    pub is_requester: bool,
    /// Whoever asked made or reset the answering account within [`OWN_ACCOUNT_PAUSE_MS`], or the account that did, and so
    /// on.
    pub made_by_requester: bool,
}

impl SecondPerson {
    /// May this person answer? `Ok(true)` means: only because the centre has a sole supervisor, which the day's act flags.
    ///
    /// # Errors
    /// A sentence that says why not.
    pub fn may_answer(self, sole_supervisor: bool) -> Result<bool, &'static str> {
        match self {
            Self { role: Role::Clerk, .. } => Err("Solo supervisión puede responder a este pedido."),
            Self { is_requester: false, made_by_requester: false, .. } => Ok(false),
            _ if sole_supervisor => Ok(true),
            Self { is_requester: true, .. } => {
                Err("Nadie aprueba su propio pedido: que responda otra persona de supervisión.")
            }
            _ => Err("Quien pide creó o restableció esta cuenta hace menos de 30 días: que responda otra persona de \
                 supervisión."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_person_is_another_supervisor_with_an_account_of_their_own() {
        let may = |role, is_requester, made_by_requester, sole| {
            SecondPerson { role, is_requester, made_by_requester }.may_answer(sole)
        };
        assert_eq!(may(Role::Supervisor, false, false, false), Ok(false));
        assert!(may(Role::Clerk, false, false, true).is_err());
        assert!(may(Role::Supervisor, true, false, false).is_err());
        assert_eq!(may(Role::Supervisor, true, false, true), Ok(true));
        assert!(may(Role::Supervisor, false, true, false).is_err());
        assert_eq!(may(Role::Supervisor, false, true, true), Ok(true));
    }
}
