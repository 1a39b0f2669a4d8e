//! Where a turn comes from, and the priority groups.

use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

/// Where a turn comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// Taken on the institution's web page, for an hour.
    Online {
        /// The hour, in the centre's zone.
        hour: NaiveTime,
    },
    /// Given at the centre.
    WalkIn,
}

impl Origin {
    /// The word for it in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::Online { .. } => "online",
            Self::WalkIn => "walk_in",
        }
    }

    /// The words for it on the screen.
    pub fn spanish(self) -> &'static str {
        match self {
            Self::Online { .. } => "turno en línea",
            Self::WalkIn => "turno presencial",
        }
    }
}

/// The priority groups (employer-key sheet, in person, step 1, note). The group is all that is recorded: no proof is
/// asked for and no diagnosis is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriorityGroup {
    /// 65 years and over.
    OlderAdult,
    /// Disability.
    Disability,
    /// Pregnancy.
    Pregnancy,
}

impl PriorityGroup {
    /// All of them, in the sheet's order.
    pub const ALL: [Self; 3] = [Self::OlderAdult, Self::Disability, Self::Pregnancy];

    /// The word for it in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::OlderAdult => "older_adult",
            Self::Disability => "disability",
            Self::Pregnancy => "pregnancy",
        }
    }

    /// Reads [`PriorityGroup::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.code() == code)
    }

    /// The words for it on the screen and on paper.
    pub fn spanish(self) -> &'static str {
        match self {
            Self::OlderAdult => "persona adulta mayor",
            Self::Disability => "discapacidad",
            Self::Pregnancy => "embarazo",
        }
    }
}

/// Who belongs to the group: either gives the right to a walk-in turn (same note).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriorityWhose {
    /// The person the procedure is for.
    Applicant,
    /// Who stands at the window.
    Presenter,
}

impl PriorityWhose {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Applicant, Self::Presenter];

    /// The word for it in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::Applicant => "applicant",
            Self::Presenter => "presenter",
        }
    }

    /// Reads [`PriorityWhose::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|whose| whose.code() == code)
    }
}

/// A priority group and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TurnPriority {
    /// The group.
    pub group: PriorityGroup,
    /// Who belongs to it.
    pub whose: PriorityWhose,
}
