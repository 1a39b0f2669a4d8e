//! What the registers' dialogs share: how one ends.

/// What came of a frame of a dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome<T> {
    /// It still stands.
    Stays,
    /// It was done.
    Done(T),
    /// Never mind.
    GivenUp,
}

impl<T> Outcome<T> {
    /// The same, with other words for what was done.
    pub(super) fn without_value<U>(self, done: U) -> Outcome<U> {
        match self {
            Self::Stays => Outcome::Stays,
            Self::Done(_) => Outcome::Done(done),
            Self::GivenUp => Outcome::GivenUp,
        }
    }
}
