//! The sheets of paper that the counter's printers take, and what follows from their size.

/// A format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Paper {
    /// 210 × 297 mm.
    A4,
    /// 148 × 210 mm.
    A5,
    /// A roll 80 mm wide, 72 mm of it printable, cut after each page.
    Roll80,
}

impl Paper {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::A4, Self::A5, Self::Roll80];

    /// Width in millimetres.
    pub fn width_mm(self) -> f32 {
        match self {
            Self::A4 => 210.0,
            Self::A5 => 148.0,
            Self::Roll80 => 80.0,
        }
    }

    /// Height in millimetres; a roll has none of its own.
    pub fn height_mm(self) -> Option<f32> {
        match self {
            Self::A4 => Some(297.0),
            Self::A5 => Some(210.0),
            Self::Roll80 => None,
        }
    }

    /// What is left free at either side, in millimetres.
    pub(super) fn side_mm(self) -> f32 {
        match self {
            Self::A4 => 20.0,
            Self::A5 => 12.0,
            Self::Roll80 => 4.0,
        }
    }

    /// What is left free above and below, in millimetres.
    pub(super) fn edge_mm(self) -> f32 {
        match self {
            Self::A4 => 15.0,
            Self::A5 => 10.0,
            Self::Roll80 => 7.0,
        }
    }

    /// The width for text, in millimetres.
    pub(super) fn text_width_mm(self) -> f32 {
        self.width_mm() - 2.0 * self.side_mm()
    }

    /// The name in messages and on the test page.
    pub fn name(self) -> &'static str {
        match self {
            Self::A4 => "A4 (210 × 297 mm)",
            Self::A5 => "A5 (148 × 210 mm)",
            Self::Roll80 => "rollo de 80 mm",
        }
    }
}

/// Whether the papers of a store count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worth {
    /// They do.
    Real,
    /// A demo store's: every page says MUESTRA SIN VALOR.
    Sample,
}

/// What a document is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sheet {
    /// The format.
    pub paper: Paper,
    /// Whether it counts.
    pub worth: Worth,
}
