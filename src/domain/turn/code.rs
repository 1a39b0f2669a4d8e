//! The code of a turn, as its confirmation and the agenda have it.

/// The most characters of a code.
const LONGEST: usize = 40;

/// A turn's code: 1 to 40 printable ASCII characters without spaces, letters upper-cased, so that what a reader types
/// and what a person copies are the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TurnCode(String);

/// Why a text is no turn's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TurnCodeFault {
    /// Nothing but spaces.
    #[error("falta el código del turno")]
    Empty,
    /// Too long.
    #[error("el código del turno tiene más de {LONGEST} caracteres")]
    TooLong,
    /// A character no code has; `place` from 1, spaces not counted.
    #[error("en el lugar {place} del código del turno hay un carácter que no es letra, cifra ni signo común")]
    Character {
        /// Place among the characters that are no spaces, from 1.
        place: usize,
    },
}

impl TurnCode {
    /// Reads a code; spaces do not count.
    ///
    /// # Errors
    /// [`TurnCodeFault`] for an empty or overlong text and for anything but printable ASCII.
    pub fn parse(text: &str) -> Result<Self, TurnCodeFault> {
        let mut code = String::new();
        for (place, c) in (1..).zip(text.chars().filter(|c| !c.is_whitespace())) {
            if place > LONGEST {
                return Err(TurnCodeFault::TooLong);
            }
            if !c.is_ascii_graphic() {
                return Err(TurnCodeFault::Character { place });
            }
            code.push(c.to_ascii_uppercase());
        }
        if code.is_empty() { Err(TurnCodeFault::Empty) } else { Ok(Self(code)) }
    }

    /// The code's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for TurnCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

impl std::str::FromStr for TurnCode {
    type Err = TurnCodeFault;

    fn from_str(text: &str) -> Result<Self, TurnCodeFault> {
        Self::parse(text)
    }
}
