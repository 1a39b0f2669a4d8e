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

    /// The word for it on the screen and on paper.
    #[must_use]
    pub fn spanish(self) -> &'static str {
        match self {
            Self::Clerk => "operador",
            Self::Supervisor => "supervisor",
        }
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

/// What the rule of the second person looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credentials {
    /// Whose account.
    pub user: UserId,
    /// As what.
    pub role: Role,
    /// Who last created or reset it, if somebody did.
    pub set_by: Option<UserId>,
    /// When, in milliseconds since the Unix epoch.
    pub set_at_ms: i64,
}

/// How long an account that I made cannot answer my requests: 30 days, in milliseconds.
pub const OWN_ACCOUNT_PAUSE_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// May `approver` answer what `requester` asks? `Ok(true)` means: only because the centre has a sole supervisor,
/// which the day's act flags.
///
/// # Errors
/// A sentence that says why not.
pub fn may_answer(
    requester: UserId,
    approver: &Credentials,
    now_ms: i64,
    sole_supervisor: bool,
) -> Result<bool, &'static str> {
    if approver.role != Role::Supervisor {
        return Err("Solo un supervisor puede responder a esta solicitud.");
    }
    if approver.user == requester {
        return match sole_supervisor {
            true => Ok(true),
            false => Err("Nadie aprueba su propia solicitud: pida a otro supervisor que responda."),
        };
    }
    let made_by_requester = approver.set_by == Some(requester);
    let recently = now_ms.saturating_sub(approver.set_at_ms) < OWN_ACCOUNT_PAUSE_MS;
    match (made_by_requester && recently, sole_supervisor) {
        (false, _) => Ok(false),
        (true, true) => Ok(true),
        (true, false) => {
            Err("Usted creó o restableció esta cuenta hace menos de 30 días: pida a otro supervisor que responda.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY_MS: i64 = 24 * 60 * 60 * 1000;

    fn approver(user: i64, role: Role, set_by: Option<i64>) -> Credentials {
        Credentials { user: UserId(user), role, set_by: set_by.map(UserId), set_at_ms: 0 }
    }

    #[test]
    fn a_second_person_is_another_supervisor_with_an_account_of_their_own() {
        let may = |approver: Credentials, days: i64, sole| may_answer(UserId(1), &approver, days * DAY_MS, sole);
        assert_eq!(may(approver(2, Role::Supervisor, None), 1, false), Ok(false));
        assert!(may(approver(2, Role::Clerk, None), 1, true).is_err());
        assert!(may(approver(1, Role::Supervisor, None), 1, false).is_err());
        assert_eq!(may(approver(1, Role::Supervisor, None), 1, true), Ok(true));
        assert!(may(approver(2, Role::Supervisor, Some(1)), 29, false).is_err());
        assert_eq!(may(approver(2, Role::Supervisor, Some(1)), 30, false), Ok(false));
        assert_eq!(may(approver(2, Role::Supervisor, Some(1)), 29, true), Ok(true));
        assert_eq!(may(approver(2, Role::Supervisor, Some(3)), 1, false), Ok(false));
    }
}
