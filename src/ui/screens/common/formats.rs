//! The formats in which something leaves the counter as a file: their words, and the files that a chooser shows.

use crate::ops::log::Format;

/// The formats, as they are offered.
pub(in crate::ui::screens) const FORMATS: [(Format, &str); 3] =
    [(Format::Xlsx, "Libro de Excel"), (Format::Csv, "CSV"), (Format::Pdf, "PDF para imprimir")];

/// What the files of a format are called, and how their names end.
pub(in crate::ui::screens) fn kind_of(format: Format) -> (&'static str, &'static [&'static str]) {
    match format {
        Format::Xlsx => ("Libro de Excel", &["xlsx"]),
        Format::Csv => ("CSV", &["csv"]),
        Format::Pdf => ("PDF", &["pdf"]),
    }
}
