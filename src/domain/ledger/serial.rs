//! The serial of an issuance: the name by which paper, journal and printer speak of the same slip.
//!
//! A serial is never used twice: the number grows within centre, window and epoch, and a restored store
//! raises the epoch, so that what was printed after the backup keeps its names to itself.

use std::fmt;
use std::str::FromStr;

/// The code of a service centre, 1 to 8 digits or capital letters ("1701").
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CentreCode(String);

impl CentreCode {
    /// The longest code accepted, in characters.
    pub const LONGEST: usize = 8;

    /// Reads a code as it stands on paper; lower-case letters are taken as capitals.
    pub fn parse(text: &str) -> Result<Self, SerialFault> {
        let code = text.trim().to_ascii_uppercase();
        let fits = (1..=Self::LONGEST).contains(&code.len());
        if fits && code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            Ok(Self(code))
        } else {
            Err(SerialFault::Centre)
        }
    }

    /// The code as it is printed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CentreCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for CentreCode {
    type Err = SerialFault;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// A serial, printed as `1701-03-1-000042`: centre, window, epoch, number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serial {
    /// The centre that issued.
    pub centre: CentreCode,
    /// The window within the centre.
    pub window: u16,
    /// Raised by each restore of a backup.
    pub epoch: u16,
    /// Grows by one within centre, window and epoch.
    pub number: u32,
}

impl Serial {
    /// Reads a serial as printed; leading zeros may be left out.
    pub fn parse(text: &str) -> Result<Self, SerialFault> {
        let mut parts = text.trim().split('-');
        let (Some(centre), Some(window), Some(epoch), Some(number), None) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(SerialFault::Parts);
        };
        Ok(Self {
            centre: CentreCode::parse(centre)?,
            window: digits(window).ok_or(SerialFault::Window)?,
            epoch: digits(epoch).ok_or(SerialFault::Epoch)?,
            number: digits(number).ok_or(SerialFault::Number)?,
        })
    }
}

/// `FromStr` of integers accepts a sign; a serial has none.
fn digits<N: FromStr>(text: &str) -> Option<N> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

impl fmt::Display for Serial {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { centre, window, epoch, number } = self;
        write!(formatter, "{centre}-{window:02}-{epoch}-{number:06}")
    }
}

impl FromStr for Serial {
    type Err = SerialFault;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// Why a text is not a serial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SerialFault {
    /// Not four parts.
    #[error("una serie tiene cuatro partes, como 1701-03-1-000042")]
    Parts,
    /// The centre's code.
    #[error("el código del centro debe tener de 1 a 8 cifras o letras, como 1701")]
    Centre,
    /// The window.
    #[error("la segunda parte de la serie es la ventanilla, en cifras, como 03")]
    Window,
    /// The epoch.
    #[error("la tercera parte de la serie es la época, en cifras, como 1")]
    Epoch,
    /// The number.
    #[error("la cuarta parte de la serie es el número, en cifras, como 000042")]
    Number,
}

#[cfg(test)]
mod tests {
    use super::{CentreCode, Serial, SerialFault};

    #[test]
    fn a_serial_reads_back_as_printed() {
        for text in ["1701-03-1-000042", "GYE2-12-7-000001", "1-99-65535-4294967295"] {
            assert_eq!(Serial::parse(text).map(|serial| serial.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn leading_zeros_and_case_may_differ_from_the_print() {
        assert_eq!(Serial::parse(" gye2-3-1-42 "), Serial::parse("GYE2-03-1-000042"));
    }

    #[test]
    fn each_wrong_part_is_named() {
        for (text, fault) in [
            ("", SerialFault::Parts),
            ("1701-03-1", SerialFault::Parts),
            ("1701-03-1-000042-9", SerialFault::Parts),
            ("17 01-03-1-000042", SerialFault::Centre),
            ("170117011-03-1-000042", SerialFault::Centre),
            ("1701-+3-1-000042", SerialFault::Window),
            ("1701-70000-1-000042", SerialFault::Window),
            ("1701-03--000042", SerialFault::Epoch),
            ("1701-03-1-4294967296", SerialFault::Number),
            ("1701-03-1-٤٢", SerialFault::Number),
        ] {
            assert_eq!(Serial::parse(text), Err(fault), "{text:?}");
        }
        assert_eq!(CentreCode::parse("-"), Err(SerialFault::Centre));
    }
}
