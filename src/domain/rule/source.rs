//! Where a rule comes from: an official sheet, with section and item, or the house.

use std::fmt;

/// The source of a rule. `Display` is what the clerk reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// An official procedure sheet.
    Sheet {
        /// The sheet.
        sheet: Sheet,
        /// Its section.
        section: Section,
        /// The item, as the sheet numbers or calls it.
        item: &'static str,
    },
    /// The house's own rule, with the place of a sheet it was made after, if any.
    Own {
        /// The place, in Spanish.
        after: Option<&'static str>,
    },
}

impl Source {
    /// The house's own rule, after nothing.
    pub const OWN: Self = Self::Own { after: None };
}

/// An official sheet, by its title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sheet(&'static str);

impl Sheet {
    /// For the procedures' own folders.
    pub const fn new(title: &'static str) -> Self {
        Self(title)
    }
}

/// A section of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Section {
    /// "¿A quién está dirigido?".
    ForWhom,
    /// "TRÁMITE PRESENCIAL".
    InPerson,
    /// "¿Cómo hago el trámite?", before its modalities or where there is only one.
    HowTo,
    /// "¿Dónde y cuál es el horario de atención?".
    Hours,
    /// "¿Qué necesito para hacer el trámite?".
    Requirements,
}

impl fmt::Display for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ficha «{}»", self.0)
    }
}

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ForWhom => "a quién está dirigido",
            Self::InPerson => "trámite presencial",
            Self::HowTo => "cómo hago el trámite",
            Self::Hours => "horario de atención",
            Self::Requirements => "qué necesito para hacer el trámite",
        })
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sheet { sheet, section, item } => write!(f, "{sheet}, {section}, {item}"),
            Self::Own { after: None } => f.write_str("Regla interna"),
            Self::Own { after: Some(after) } => write!(f, "Regla interna, según {after}"),
        }
    }
}
