//! What is of use until the end of a flow.

use serde::{Deserialize, Serialize};

use crate::domain::calendar::Moment;
use crate::domain::procedure::{Answered, PersonalQuestion};
use crate::domain::register::Contact;
use crate::ops::error::Error;

/// What is of use until the end: it is wiped with it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::ops) struct Working {
    /// The questions that were asked, with their right answers.
    pub(in crate::ops) questions: Vec<Answered>,
    /// The personal questions that were asked.
    pub(in crate::ops) personal: Vec<PersonalQuestion>,
    /// The person has no personal questions yet, and sets them with the key.
    pub(in crate::ops) sets_personal: bool,
    /// What they gave where no register knows it: the name, and how they are reached.
    pub(in crate::ops) name: String,
    pub(in crate::ops) contact: Contact,
    /// When the link was opened.
    pub(in crate::ops) opened_at: Option<i64>,
}

impl Working {
    pub(super) fn of_text(text: &str) -> Result<Self, Error> {
        serde_json::from_str(text).map_err(|fault| Error::Inconsistent(format!("no se lee un autoservicio ({fault})")))
    }

    pub(in crate::ops) fn to_text(&self) -> Result<String, Error> {
        serde_json::to_string(self).map_err(|fault| Error::Inconsistent(fault.to_string()))
    }

    pub(super) fn opened(&self) -> Option<Moment> {
        self.opened_at.map(Moment)
    }
}
