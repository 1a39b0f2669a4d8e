//! The secret of a code or a link, in clear: it lives between its making and its letter, and nowhere else. As the clear text of
//! a key, it has no `Debug`, `Display`, `Clone` or `Serialize`, and is wiped when dropped.

use zeroize::Zeroizing;

use super::Form;

/// The signs of a link: every one can be typed on any keyboard, and none is taken for another (Crockford's base 32).
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// 26 signs of five bits each: 130 bits.
const LINK_LENGTH: usize = 26;

/// Eight digits: 26 bits and a half.
const CODE_LENGTH: usize = 8;

/// Bytes below this fall evenly on the ten digits.
const EVEN_BELOW: u8 = 250;

/// A one-time secret in clear.
pub struct OneTimeSecret {
    form: Form,
    text: Zeroizing<String>,
}

impl OneTimeSecret {
    /// Makes one from the caller's random source, every sign equally likely. The source fills the slice it is given, or fails,
    /// and then there is no secret.
    ///
    /// # Errors
    /// The source's.
    pub fn from_random<E>(form: Form, fill: &mut impl FnMut(&mut [u8]) -> Result<(), E>) -> Result<Self, E> {
        let length = length_of(form);
        let mut text = Zeroizing::new(String::with_capacity(length));
        while text.len() < length {
            let mut bytes = Zeroizing::new([0_u8; 32]);
            fill(bytes.as_mut_slice())?;
            let wanted = length.saturating_sub(text.len());
            match form {
                Form::Code => {
                    let usable = bytes.iter().filter(|byte| **byte < EVEN_BELOW);
                    let digits = usable.filter_map(|byte| Some(char::from(b'0'.checked_add(byte.checked_rem(10)?)?)));
                    text.extend(digits.take(wanted));
                }
                Form::Link => {
                    let signs = bytes.iter().filter_map(|byte| SIGNS.get(usize::from(byte & 31)));
                    text.extend(signs.take(wanted).map(|sign| char::from(*sign)));
                }
            }
        }
        Ok(Self { form, text })
    }

    /// The clear text, for the letter and for the hash that is stored.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.text
    }

    /// The same in groups for the eye: «1234 5678». No blank belongs to it.
    #[must_use]
    pub fn grouped(&self) -> Zeroizing<String> {
        let group = match self.form {
            Form::Code => 4,
            Form::Link => 5,
        };
        let mut grouped = Zeroizing::new(String::with_capacity(self.text.len().saturating_mul(2)));
        for (at, sign) in self.text.chars().enumerate() {
            if at > 0 && at.is_multiple_of(group) {
                grouped.push(' ');
            }
            grouped.push(sign);
        }
        grouped
    }
}

const fn length_of(form: Form) -> usize {
    match form {
        Form::Code => CODE_LENGTH,
        Form::Link => LINK_LENGTH,
    }
}

/// What was typed or read, as the secret is written: blanks and hyphens do not count, nor does the case of letters, and what is
/// taken for another sign is that one. `None` where it cannot be one: that is no guess.
#[must_use]
pub fn typed(form: Form, text: &str) -> Option<Zeroizing<String>> {
    let mut bare = Zeroizing::new(String::with_capacity(LINK_LENGTH));
    for sign in text.chars().filter(|sign| !sign.is_whitespace() && !crate::domain::name::is_hyphen(*sign)) {
        let sign = match (form, sign.to_ascii_uppercase()) {
            (Form::Link, 'O') => '0',
            (Form::Link, 'I' | 'L') => '1',
            (_, sign) => sign,
        };
        let is_known = match form {
            Form::Code => sign.is_ascii_digit(),
            Form::Link => u8::try_from(sign).is_ok_and(|sign| SIGNS.contains(&sign)),
        };
        if !is_known || bare.len() >= length_of(form) {
            return None;
        }
        bare.push(sign);
    }
    (bare.len() == length_of(form)).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(form: Form, byte: u8) -> OneTimeSecret {
        OneTimeSecret::from_random(form, &mut |bytes: &mut [u8]| -> Result<(), ()> {
            bytes.iter_mut().zip(byte..).for_each(|(to, from)| *to = from);
            Ok(())
        })
        .unwrap()
    }

    #[test]
    fn a_code_has_eight_digits_and_a_link_26_signs() {
        assert_eq!(made(Form::Code, 0).reveal(), "01234567");
        assert_eq!(made(Form::Code, 0).grouped().as_str(), "0123 4567");
        assert_eq!(made(Form::Link, 0).reveal(), "0123456789ABCDEFGHJKMNPQRS");
        assert_eq!(made(Form::Link, 0).grouped().as_str(), "01234 56789 ABCDE FGHJK MNPQR S");
        let failed = OneTimeSecret::from_random(Form::Code, &mut |_: &mut [u8]| Err("none"));
        assert_eq!(failed.err(), Some("none"));
    }

    /// Each digit comes of as many bytes: what is not even is thrown away.
    #[test]
    fn digits_are_even() {
        let mut counts = [0_u32; 10];
        for byte in 0..=u8::MAX {
            let mut fills = 0_u32;
            let code = OneTimeSecret::from_random(Form::Code, &mut |bytes: &mut [u8]| -> Result<(), ()> {
                fills = fills.saturating_add(1);
                bytes.fill(if fills == 1 { byte } else { 0 });
                Ok(())
            });
            let code = code.unwrap();
            if fills == 1 {
                counts[usize::from(code.reveal().as_bytes()[0] - b'0')] += 1;
            }
        }
        assert_eq!(counts, [25; 10]);
    }

    #[test]
    fn what_is_typed_is_read_as_it_was_meant() {
        let code = |text| typed(Form::Code, text).map(|it| it.to_string());
        assert_eq!(code(" 1234 5678 "), Some("12345678".into()));
        assert_eq!(code("1234-5678"), Some("12345678".into()));
        for wrong in ["", "1234567", "123456789", "1234567a", "12345678 90"] {
            assert_eq!(code(wrong), None, "{wrong}");
        }
        let link = |text| typed(Form::Link, text).map(|it| it.to_string());
        assert_eq!(link("o1234 56789 abcde fghjk mnpqr s"), Some("0123456789ABCDEFGHJKMNPQRS".into()));
        assert_eq!(link("01234567U9ABCDEFGHJKMNPQRS"), None, "no link has that letter");
    }
}
