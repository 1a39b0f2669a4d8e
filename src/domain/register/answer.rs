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

#[cfg(test)]
mod tests {
    use super::Answer;

    #[test]
    fn an_answer_about_one_number_says_nothing_of_another() {
        let answer = Answer { about: "1790011674001", answer: "EMPRESA" };
        assert_eq!(answer.to(&"1790011674001"), Some(&"EMPRESA"));
        assert_eq!(answer.to(&"1790011674002"), None);
    }
}
