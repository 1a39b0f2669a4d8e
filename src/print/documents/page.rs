//! A page before it is bytes: operations that can be compared and read in a test.
//!
//! Places are millimetres from the upper left corner, kept to the hundredth; `y_mm` of a text is its baseline.
//! What must not be read over a shoulder, in a log or in a failed test is a [`SecretText`].

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use super::face::Face;

/// One paper for one purpose.
#[derive(Debug, PartialEq)]
pub struct Document {
    /// What a viewer shows as the title: the kind of paper, never a person.
    pub title: &'static str,
    /// In reading order, at least one.
    pub pages: Vec<Page>,
}

/// One side of paper.
#[derive(Debug, PartialEq)]
pub struct Page {
    /// Width in millimetres.
    pub width_mm: f32,
    /// Height in millimetres.
    pub height_mm: f32,
    /// In painting order: a later one covers an earlier one.
    pub operations: Vec<Operation>,
}

/// The dimensions that a text run has besides its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// The typeface.
    pub face: Face,
    /// The size in points.
    pub size_pt: f32,
    /// The ink.
    pub ink: Ink,
}

/// How dark. Paper is monochrome, and small grey letters come out of a laser or thermal printer as dots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// What is read.
    Black,
    /// What lies behind: the mark of a sample.
    Pale,
}

/// One thing drawn.
#[derive(Debug, PartialEq)]
pub enum Operation {
    /// A run of text on one line.
    Text {
        /// Where it begins.
        x_mm: f32,
        /// Its baseline.
        y_mm: f32,
        /// How far it is turned to the left, in degrees.
        turned: f32,
        /// Its looks.
        style: Style,
        /// What it says, in composed form (NFC).
        text: String,
        /// The Spanish name of what it says, for a message: "la razón social".
        field: &'static str,
    },
    /// A run of text that only paper may show.
    Secret {
        /// Where it begins.
        x_mm: f32,
        /// Its baseline.
        y_mm: f32,
        /// Its looks.
        style: Style,
        /// What it says.
        text: SecretText,
        /// The Spanish name of what it says.
        field: &'static str,
    },
    /// A straight line.
    Line {
        /// Its beginning, x and y.
        from_mm: (f32, f32),
        /// Its end, x and y.
        to_mm: (f32, f32),
        /// Its thickness in points.
        thickness_pt: f32,
        /// Whole or broken.
        stroke: Stroke,
    },
    /// An outlined rectangle.
    Rectangle {
        /// Its upper left corner, x and y.
        at_mm: (f32, f32),
        /// Its width and height.
        size_mm: (f32, f32),
        /// The outline's thickness in points.
        thickness_pt: f32,
    },
    /// A filled rectangle: of a chart, with its figure beside it.
    Bar {
        /// Its upper left corner, x and y.
        at_mm: (f32, f32),
        /// Its width and height.
        size_mm: (f32, f32),
    },
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    /// Without breaks.
    Whole,
    /// In dashes: where to fold.
    Dashed,
}

impl Operation {
    /// Moves it right and down.
    pub(super) fn moved(mut self, right_mm: f32, down_mm: f32) -> Self {
        match &mut self {
            Self::Text { x_mm, y_mm, .. } | Self::Secret { x_mm, y_mm, .. } => {
                *x_mm = hundredth(*x_mm + right_mm);
                *y_mm = hundredth(*y_mm + down_mm);
            }
            Self::Line { from_mm, to_mm, .. } => {
                *from_mm = (hundredth(from_mm.0 + right_mm), hundredth(from_mm.1 + down_mm));
                *to_mm = (hundredth(to_mm.0 + right_mm), hundredth(to_mm.1 + down_mm));
            }
            Self::Rectangle { at_mm, .. } | Self::Bar { at_mm, .. } => {
                *at_mm = (hundredth(at_mm.0 + right_mm), hundredth(at_mm.1 + down_mm));
            }
        }
        self
    }
}

/// Rounded to what a printer can tell apart, so that pages compare equal.
pub(super) fn hundredth(mm: f32) -> f32 {
    (mm * 100.0).round() / 100.0
}

/// A text as it goes on paper: composed (NFC), each stretch of white space one space, none at the ends.
pub(super) fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !tidied.is_empty() {
            tidied.push(' ');
        }
        tidied.extend(word.nfc());
    }
    tidied
}

/// Text that is wiped when dropped and shows as `•••` in `Debug`.
#[derive(PartialEq, Eq)]
pub struct SecretText(Zeroizing<String>);

impl SecretText {
    /// Keeps a copy of its own.
    pub fn new(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }

    /// The clear text, for the page's bytes.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("•••")
    }
}

#[cfg(test)]
mod tests {
    use super::{SecretText, tidy};

    #[test]
    fn a_secret_does_not_show() {
        assert_eq!(format!("{:?}", SecretText::new("K7fR")), "•••");
    }

    #[test]
    fn text_is_composed_and_its_white_space_is_single() {
        assert_eq!(tidy("  Pen\u{303}a\u{a0}\t\nJose\u{301} "), "Peña José");
    }
}
