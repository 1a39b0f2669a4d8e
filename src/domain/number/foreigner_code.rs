//! The code by which the IESS knows a foreigner without cédula. Its format is not public: nothing can be checked.

use super::fault::Fault;
use super::typed;

/// The most letters and digits accepted.
const LONGEST: usize = 20;

/// A foreigner code: 1 to 20 letters, upper-cased, and digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ForeignerCode(String);

typed::canonical_text!(ForeignerCode);

impl ForeignerCode {
    /// Reads a foreigner code; spaces and hyphens do not count.
    ///
    /// # Errors
    /// The [`Fault`] of its length or of the first character that is neither letter nor digit.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        typed::letters_and_digits(text, LONGEST).map(Self)
    }
}
