//! The name of a procedure, as turns and visits carry it. They know nothing else of procedures.
//!
//! Each procedure gives its own id where it stands, and the registry of procedures reads one back.

/// A procedure's id: short, in lower case, stable, written in the store and in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProcedureId(&'static str);

impl ProcedureId {
    /// For the procedures' own folders.
    pub const fn new(id: &'static str) -> Self {
        Self(id)
    }

    /// What people do by themselves and is no procedure of its own: booking a turn.
    pub const TURN_BOOKING: Self = Self::new("turn_booking");

    /// The id's text.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl std::fmt::Display for ProcedureId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.0)
    }
}
