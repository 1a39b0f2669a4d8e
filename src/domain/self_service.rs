//! What somebody does by themselves at a screen that was turned to them: where they stand, and how it ends. What is asked in
//! between, each procedure says of itself.

macro_rules! words {
    ($(#[$enum_doc:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident => $code:literal,)+ }) => {
        $(#[$enum_doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$doc])* $variant,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word for it in the store and in the journal.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// Reads that word.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.code() == code)
            }
        }
    };
}

words! {
    /// What is waited for.
    Step {
        /// The answers to questions that only the person knows.
        Questions => "questions",
        /// That their data are confirmed or corrected.
        Data => "data",
        /// A code that was sent.
        Code => "code",
        /// A link that was sent.
        Link => "link",
        /// A new key.
        Choose => "choose",
        /// A day and an hour.
        Slot => "slot",
    }
}

words! {
    /// How it ended.
    FlowOutcome {
        /// They have what they came for.
        Done => "done",
        /// It is done at the counter, and they were told how.
        ToCounter => "to_counter",
        /// What they gave does not agree, or was guessed at too often.
        Refused => "refused",
        /// They went away.
        Left => "left",
    }
}

/// Whoever does nothing for so many seconds has gone away: the screen forgets them (own).
pub const FORGETS_AFTER_SECS: u64 = 90;

/// While a letter is waited for, that many: it is read on a telephone meanwhile (own).
pub const WAITS_FOR_A_LETTER_SECS: u64 = 300;

/// What was begun so many minutes ago and never ended was left: the screen that showed it is gone (own).
pub const LEFT_AFTER_MINUTES: i64 = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back() {
        assert!(Step::ALL.iter().all(|it| Step::from_code(it.code()) == Some(*it)));
        assert!(FlowOutcome::ALL.iter().all(|it| FlowOutcome::from_code(it.code()) == Some(*it)));
    }
}
