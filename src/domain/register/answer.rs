//! An answer of a register, with what was asked.

/// What a register answered about something; about anything else it says nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer<Q, A> {
    /// What was asked about, as it was written then.
    pub about: Q,
    /// The answer.
    pub answer: A,
}

impl<Q: PartialEq, A> Answer<Q, A> {
    /// The answer, where this is still what was asked about.
    pub fn to(&self, question: &Q) -> Option<&A> {
        (self.about == *question).then_some(&self.answer)
    }
}
