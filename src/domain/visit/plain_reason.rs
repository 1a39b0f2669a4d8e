//! Why a procedure without rules of its own could not be served: countable, as the rules of the others are.

use serde::{Deserialize, Serialize};

/// Why a plain attention was not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlainReason {
    /// Papers or data were missing.
    PapersMissing,
    /// The person has to do it elsewhere or online.
    AnotherWay,
    /// The institution's systems did not answer.
    SystemsDown,
    /// Something else.
    Other,
}

impl PlainReason {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::PapersMissing, Self::AnotherWay, Self::SystemsDown, Self::Other];

    /// The word for it in the store.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::PapersMissing => "papers_missing",
            Self::AnotherWay => "another_way",
            Self::SystemsDown => "systems_down",
            Self::Other => "other",
        }
    }

    /// Reads [`PlainReason::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// The words for it.
    #[must_use]
    pub fn spanish(self) -> &'static str {
        match self {
            Self::PapersMissing => "Faltan documentos o datos",
            Self::AnotherWay => "Se hace en línea o en otra dependencia",
            Self::SystemsDown => "Sin sistema",
            Self::Other => "Otro motivo",
        }
    }
}
