//! The number of a passport or visa as typed; where the machine-readable zone is scanned, see there.

use super::fault::Fault;
use super::typed;

/// The most letters and digits accepted.
const LONGEST: usize = 20;

/// A passport's or visa's number: 1 to 20 letters, upper-cased, and digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PassportNumber(String);

typed::canonical_text!(PassportNumber);

impl PassportNumber {
    /// Reads a passport number; spaces and hyphens do not count, as in its machine-readable zone.
    ///
    /// # Errors
    /// The [`Fault`] of its length or of the first character that is neither letter nor digit.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        typed::letters_and_digits(text, LONGEST).map(Self)
    }
}
