//! What somebody is told of a visit when they are next at the window.

/// What a notice of a visit says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoticeKind {
    /// Whoever attended asks a supervisor to look at it.
    Look,
    /// A supervisor set it aside: told to whom it was taken from.
    Parked,
    /// A supervisor ended it: told to whom it was taken from.
    Ended,
}

impl NoticeKind {
    /// The word for it in the store.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Look => "look",
            Self::Parked => "parked",
            Self::Ended => "ended",
        }
    }

    /// Reads [`NoticeKind::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Look, Self::Parked, Self::Ended].into_iter().find(|kind| kind.code() == code)
    }
}
