//! The clear text of an employer key.
//!
//! It lives in memory only, between its generation and the print job. The type has no `Debug`, `Display`, `Clone`
//! or `Serialize`, so that no log, message, copy or file can take it along unseen, and it is wiped when dropped:
//!
//! ```
//! use ventanilla::domain::secret::EmployerKey;
//! fn moved<T>(_: T) {}
//! let key = EmployerKey::from_random(&mut |bytes: &mut [u8]| -> Result<(), ()> { bytes.fill(7); Ok(()) });
//! key.map(moved::<EmployerKey>).unwrap_or_default();
//! ```
//! ```compile_fail,E0277
//! fn shown<T: std::fmt::Debug>() {}
//! shown::<ventanilla::domain::secret::EmployerKey>();
//! ```
//! ```compile_fail,E0277
//! fn shown<T: std::fmt::Display>() {}
//! shown::<ventanilla::domain::secret::EmployerKey>();
//! ```
//! ```compile_fail,E0277
//! fn copied<T: Clone>() {}
//! copied::<ventanilla::domain::secret::EmployerKey>();
//! ```
//! ```compile_fail,E0277
//! fn written<T: serde::Serialize>() {}
//! written::<ventanilla::domain::secret::EmployerKey>();
//! ```

use zeroize::Zeroizing;

/// The characters of a key, each with its Spanish name.
///
/// Left out is whatever can be taken for something else: `0 O 1 I l` and `2`'s, `5`'s, `6`'s, `8`'s and `9`'s doubles
/// `Z S G b B g q`; letters whose two cases have one shape in handwriting, unless only the capital is here (`K W X`);
/// `u v n c e a`, which handwriting confuses with each other; `N` beside `M`, `V` and `B`, which the telephone confuses.
/// Without vowels no key spells a word.
const ALPHABET: [(u8, &str); 26] = [
    (b'2', "dos"),
    (b'3', "tres"),
    (b'4', "cuatro"),
    (b'5', "cinco"),
    (b'6', "seis"),
    (b'7', "siete"),
    (b'8', "ocho"),
    (b'9', "nueve"),
    (b'D', "D mayúscula"),
    (b'F', "F mayúscula"),
    (b'H', "H mayúscula"),
    (b'J', "J mayúscula"),
    (b'K', "K mayúscula"),
    (b'L', "L mayúscula"),
    (b'M', "M mayúscula"),
    (b'R', "R mayúscula"),
    (b'T', "T mayúscula"),
    (b'W', "W mayúscula"),
    (b'X', "X mayúscula"),
    (b'Y', "Y mayúscula"),
    (b'd', "de minúscula"),
    (b'f', "efe minúscula"),
    (b'h', "hache minúscula"),
    (b'm', "eme minúscula"),
    (b'r', "erre minúscula"),
    (b't', "te minúscula"),
];

/// Bytes below this number fall evenly on the alphabet; the others are thrown away, since a remainder alone would
/// make the first characters likelier than the last.
const EVEN_BELOW: u8 = (256 / ALPHABET.len() * ALPHABET.len()) as u8;

/// How many random bytes are asked for at a time.
const DRAW: usize = 32;

/// A key for one employer (RUC or domestic number, and branch), in clear: 13 characters, 61 bits.
pub struct EmployerKey(Zeroizing<String>);

impl EmployerKey {
    /// How many characters a key has.
    pub const LENGTH: usize = 13;
    /// How the characters are grouped for the eye. No space belongs to the key.
    pub const GROUPS: [usize; 3] = [4, 5, 4];

    /// Makes a key from the caller's random source, every character equally likely.
    ///
    /// The source fills the slice it is given, or fails, and then there is no key. It is asked again until enough bytes
    /// are usable: 91 in 100 are, from a source that deserves the name.
    pub fn from_random<E>(fill: &mut impl FnMut(&mut [u8]) -> Result<(), E>) -> Result<Self, E> {
        // The capacity is all that is ever needed: growing would leave a copy behind.
        let mut text = Zeroizing::new(String::with_capacity(Self::LENGTH));
        while text.len() < Self::LENGTH {
            let mut bytes = Zeroizing::new([0_u8; DRAW]);
            fill(bytes.as_mut_slice())?;
            let wanted = Self::LENGTH.saturating_sub(text.len());
            let usable = bytes.iter().filter(|byte| **byte < EVEN_BELOW);
            let drawn = usable.filter_map(|byte| ALPHABET.get(usize::from(*byte).checked_rem(ALPHABET.len())?));
            text.extend(drawn.take(wanted).map(|(letter, _)| char::from(*letter)));
        }
        Ok(Self(text))
    }

    /// The clear text, for the page and for the hash that is stored.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Every character by its Spanish name, in order: "K mayúscula, siete, efe minúscula, …".
    pub fn spelled(&self) -> Zeroizing<String> {
        let longest = ALPHABET.iter().map(|(_, name)| name.len()).max().unwrap_or(0);
        let room = longest.saturating_add(2).saturating_mul(Self::LENGTH);
        let mut spelled = Zeroizing::new(String::with_capacity(room));
        for letter in self.0.bytes() {
            if !spelled.is_empty() {
                spelled.push_str(", ");
            }
            let named = ALPHABET.iter().find(|(known, _)| *known == letter);
            spelled.push_str(named.map_or("", |(_, name)| name));
        }
        spelled
    }
}

#[cfg(test)]
mod tests {
    use super::{ALPHABET, DRAW, EVEN_BELOW, EmployerKey};
    use std::collections::BTreeSet;
    use std::convert::Infallible;

    /// A key from a stream known in advance, repeated for ever.
    fn key_from(stream: &[u8]) -> EmployerKey {
        let mut stream = stream.iter().copied().cycle();
        let made = EmployerKey::from_random(&mut |bytes: &mut [u8]| {
            bytes.fill_with(|| stream.next().unwrap_or_default());
            Ok::<(), Infallible>(())
        });
        match made {
            Ok(key) => key,
            Err(never) => match never {},
        }
    }

    #[test]
    fn a_known_stream_gives_a_known_key_and_uneven_bytes_are_thrown_away() {
        let stream = [234, 0, 255, 12, 5, 26, 233, 240, 21, 8, 25, 1, 2, 3, 4, 6, 7, 9];
        assert_eq!(key_from(&stream).reveal(), "2K72tfDt34568");
    }

    #[test]
    fn a_key_needs_more_than_one_draw_when_most_bytes_are_thrown_away() {
        let mut stream = vec![255; DRAW];
        stream.extend([1, 255, 255]);
        assert_eq!(key_from(&stream).reveal(), "3333333333333");
    }

    #[test]
    fn every_character_is_equally_likely() {
        let mut counts = [0_usize; ALPHABET.len()];
        for byte in 0..EVEN_BELOW {
            counts[usize::from(byte) % ALPHABET.len()] += 1;
        }
        assert_eq!(BTreeSet::from(counts), BTreeSet::from([9]), "each has as many bytes as any other");
    }

    #[test]
    fn a_key_is_worth_sixty_bits_and_holds_no_look_alike() {
        let bits = (ALPHABET.len() as f64).log2() * EmployerKey::LENGTH as f64;
        assert!(bits >= 60.0, "{bits}");
        let letters: BTreeSet<u8> = ALPHABET.iter().map(|(letter, _)| *letter).collect();
        assert_eq!(letters.len(), ALPHABET.len(), "none stands twice");
        assert!(letters.iter().all(u8::is_ascii_alphanumeric));
        assert!(b"0Oo1IilLZzSsBbGgqQ".iter().filter(|look_alike| letters.contains(look_alike)).eq([&b'L']));
    }

    #[test]
    fn names_are_as_many_as_characters_and_none_is_shared() {
        let names: BTreeSet<&str> = ALPHABET.iter().map(|(_, name)| *name).collect();
        assert_eq!(names.len(), ALPHABET.len());
        assert_eq!(
            key_from(&[12, 5, 21, 20, 24]).spelled().as_str(),
            "K mayúscula, siete, efe minúscula, de minúscula, erre minúscula, K mayúscula, siete, efe minúscula, \
             de minúscula, erre minúscula, K mayúscula, siete, efe minúscula"
        );
    }

    #[test]
    fn groups_hold_the_whole_key() {
        assert_eq!(EmployerKey::GROUPS.iter().sum::<usize>(), EmployerKey::LENGTH);
    }

    #[test]
    fn a_source_that_fails_gives_no_key() {
        let made = EmployerKey::from_random(&mut |_: &mut [u8]| Err("sin entropía"));
        assert_eq!(made.err(), Some("sin entropía"));
    }
}
