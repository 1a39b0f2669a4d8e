//! A telephone number, checked for its form only: a mobile or a fixed line of Ecuador, or an international number.

use super::name::is_hyphen;

/// A telephone number: digits, with a plus sign before an international one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Telephone(String);

/// Why a text is no telephone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TelephoneFault {
    /// Something other than digits.
    #[error("tiene letras o signos: escriba solo cifras, con + delante si es de otro país")]
    Digits,
    /// Ten digits that are no mobile, or another count.
    #[error("un celular tiene 10 cifras y empieza con 09; un teléfono fijo tiene 9 y lleva el código de la provincia")]
    Form,
    /// A plus sign with too few or too many digits.
    #[error("un número de otro país tiene de 8 a 15 cifras después del +")]
    International,
}

impl Telephone {
    /// Reads a number; blanks, hyphens, points and brackets do not count. `+593` is the country's own.
    ///
    /// # Errors
    /// What is wrong with its form.
    pub fn parse(text: &str) -> Result<Self, TelephoneFault> {
        let is_separator = |c: char| c.is_whitespace() || is_hyphen(c) || matches!(c, '.' | '(' | ')');
        let bare: String = text.chars().filter(|c| !is_separator(*c)).collect();
        let (is_international, digits) = match bare.strip_prefix('+') {
            Some(digits) => (true, digits),
            None => (false, bare.as_str()),
        };
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(TelephoneFault::Digits);
        }
        let national = match (is_international, digits.strip_prefix("593")) {
            (true, Some(rest)) => format!("0{}", rest.strip_prefix('0').unwrap_or(rest)),
            (true, None) if (8..=15).contains(&digits.len()) => return Ok(Self(format!("+{digits}"))),
            (true, None) => return Err(TelephoneFault::International),
            (false, _) => digits.to_owned(),
        };
        let is_mobile = national.len() == 10 && national.starts_with("09");
        let is_fixed = national.len() == 9 && matches!(national.as_bytes(), [b'0', b'2'..=b'7', ..]);
        if is_mobile || is_fixed { Ok(Self(national)) } else { Err(TelephoneFault::Form) }
    }

    /// May it be a mobile? Of an international one nobody knows.
    #[must_use]
    pub fn may_be_mobile(&self) -> bool {
        self.0.starts_with("09") || self.0.starts_with('+')
    }

    /// Its digits, with the plus sign of an international one.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Telephone;

    #[test]
    fn a_number_is_read_however_it_is_written() {
        let read = |text: &str| Telephone::parse(text).map(|it| it.0).map_err(|fault| fault.to_string());
        assert_eq!(read("099 123 4567"), Ok("0991234567".into()));
        assert_eq!(read("+593 99-123-4567"), Ok("0991234567".into()));
        assert_eq!(read("+593 (0)99 123 4567"), Ok("0991234567".into()));
        assert_eq!(read("(02) 394-5666"), Ok("023945666".into()));
        assert_eq!(read("+34 600 123 456"), Ok("+34600123456".into()));
    }

    #[test]
    fn what_is_no_number_says_why() {
        let says = |text: &str, words: &str| {
            let fault = Telephone::parse(text).unwrap_err().to_string();
            assert!(fault.contains(words), "{text}: {fault}");
        };
        says("99 123 4567", "empieza con 09");
        says("0891234567", "empieza con 09");
        says("082 345 678", "código de la provincia");
        says("llamar al 2", "solo cifras");
        says("", "solo cifras");
        says("+123", "8 a 15");
    }
}
