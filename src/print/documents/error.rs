//! Why a paper is not made.

/// Why a paper is not made; nothing was printed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A text is too long for the sheet even in the smallest type that can be read.
    #[error("los nombres son demasiado largos para esta hoja; abrévielos o imprima en una hoja más grande")]
    TooLong,
    /// The font lacks a character.
    #[error(
        "no se puede imprimir el carácter {} (U+{:04X}) que está en {field}; corríjalo y vuelva a imprimir",
        shown(*character),
        u32::from(*character)
    )]
    MissingGlyph {
        /// The character.
        character: char,
        /// The Spanish name of the text that has it.
        field: &'static str,
    },
    /// The page could not be written as PDF.
    #[error(
        "no se pudo preparar la página para la impresora: {0}; vuelva a intentarlo y, si sigue igual, avise a soporte \
         técnico"
    )]
    Writing(String),
}

/// A character between quotes, unless it cannot be seen.
fn shown(character: char) -> String {
    if character.is_control() || character.is_whitespace() {
        "invisible".to_owned()
    } else {
        format!("«{character}»")
    }
}
