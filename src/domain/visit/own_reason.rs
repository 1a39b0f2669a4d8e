//! Why a visit ended without what the person came for, where neither a rule nor the person lacked anything: the counter's
//! own reasons, countable beside the others.

/// A reason of the counter's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnReason {
    /// Whoever attended had a doubt, and wrote it down.
    ClerkDoubt,
    /// It was left open, and a supervisor ended it.
    LeftOpen,
}

impl OwnReason {
    /// The word for it in the store.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::ClerkDoubt => "clerk_doubt",
            Self::LeftOpen => "left_open",
        }
    }

    /// Reads [`OwnReason::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::ClerkDoubt, Self::LeftOpen].into_iter().find(|reason| reason.code() == code)
    }

    /// The words for it.
    #[must_use]
    pub fn spanish(self) -> &'static str {
        match self {
            Self::ClerkDoubt => "Duda de quien atendió",
            Self::LeftOpen => "Quedó abierta y la terminó supervisión",
        }
    }
}
