//! The steps of an unlocking.

/// One step of the clerk's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// The turn and the hours.
    Turn,
    /// The person, their key, and who stands at the window.
    Person,
    /// The identity document.
    Document,
    /// Their data, brought up to date.
    Contact,
}

impl Step {
    /// All of them apply to every case, in this order.
    pub const ALL: [Self; 4] = [Self::Turn, Self::Person, Self::Document, Self::Contact];

    /// Its name in the list.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Turn => "Turno",
            Self::Person => "Persona",
            Self::Document => "Documento de identidad",
            Self::Contact => "Actualización de datos",
        }
    }
}
