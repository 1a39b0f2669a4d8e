//! The name of a procedure, as turns and visits carry it. They know nothing else of procedures.

/// A procedure's id: short, in lower case, stable, written in the store and in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProcedureId(&'static str);

impl ProcedureId {
    /// The employer key (in person).
    pub const EMPLOYER_KEY: Self = Self("employer_key");
    /// The employer key's recovery, at the counter as help.
    pub const EMPLOYER_KEY_RECOVERY: Self = Self("employer_key_recovery");
    /// The affiliate key, at the counter as help.
    pub const AFFILIATE_KEY: Self = Self("affiliate_key");
    /// Unlocking the affiliate key.
    pub const AFFILIATE_KEY_UNLOCK: Self = Self("affiliate_key_unlock");

    /// All procedures, in the order in which they are listed.
    pub const ALL: [Self; 4] =
        [Self::EMPLOYER_KEY, Self::EMPLOYER_KEY_RECOVERY, Self::AFFILIATE_KEY, Self::AFFILIATE_KEY_UNLOCK];

    /// The procedure with this id.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|id| id.0 == text)
    }

    /// The id's text.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl std::fmt::Display for ProcedureId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.0)
    }
}
