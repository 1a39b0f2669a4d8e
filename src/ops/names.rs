//! What windows and users are called, read once for a page or a list.

use super::error::Error;
use crate::domain::id::{UserId, WindowId};
use crate::domain::user::Gender;
use crate::store::{self, Reader};

/// What windows and people are called.
#[derive(Debug, Clone)]
pub struct Names {
    windows: Vec<store::centre::ServiceWindow>,
    users: Vec<store::user::User>,
}

impl Names {
    /// As they are now.
    ///
    /// # Errors
    /// The store's.
    pub fn read(reader: &Reader) -> Result<Self, Error> {
        Ok(Self { windows: store::centre::windows(reader)?, users: store::user::all(reader)? })
    }

    /// A window's number, 0 for one that is not the centre's.
    #[must_use]
    pub fn window(&self, id: WindowId) -> u16 {
        self.windows.iter().find(|window| window.id == id).map_or(0, |window| window.number)
    }

    /// Somebody's whole name, nothing for who is not of the centre.
    #[must_use]
    pub fn user(&self, id: UserId) -> &str {
        self.users.iter().find(|user| user.id == id).map_or("", |user| user.full_name.as_str())
    }

    /// In which gender somebody's function is said, where it is known.
    #[must_use]
    pub fn gender(&self, id: UserId) -> Option<Gender> {
        self.users.iter().find(|user| user.id == id).and_then(|user| user.gender)
    }

    /// The windows, by number.
    #[must_use]
    pub fn windows(&self) -> &[store::centre::ServiceWindow] {
        &self.windows
    }

    /// The users, by login.
    #[must_use]
    pub fn users(&self) -> &[store::user::User] {
        &self.users
    }
}
