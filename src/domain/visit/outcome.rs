//! How a visit ends.

use serde::{Deserialize, Serialize};

/// How a visit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitOutcome {
    /// With what the person came for.
    Served,
    /// Without it, for reasons that are counted.
    NotServed,
    /// The person left.
    Abandoned,
}

impl VisitOutcome {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Served, Self::NotServed, Self::Abandoned];

    /// The word for it in the store.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Served => "served",
            Self::NotServed => "not_served",
            Self::Abandoned => "abandoned",
        }
    }

    /// The words for several visits that ended so.
    #[must_use]
    pub fn in_plural(self) -> &'static str {
        match self {
            Self::Served => "Atendidas",
            Self::NotServed => "No atendidas",
            Self::Abandoned => "Se retiraron",
        }
    }

    /// Reads [`VisitOutcome::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }
}
