//! A key that somebody chooses: eight letters and digits at the least, and nothing else (affiliate-key sheet, step 12; for the
//! employer key's recovery: own). It lives between the keyboard and its hash: no `Debug`, `Display`, `Clone` or `Serialize`,
//! and wiped when dropped.

use std::collections::BTreeSet;

use zeroize::Zeroizing;

/// The fewest characters.
pub const LEAST: usize = 8;

/// The most (own).
pub const MOST: usize = 32;

/// Keys that everybody tries first, one a line, lower case: the long ones.
const COMMON: &str = include_str!("../../data/common-passwords.txt");

/// Words that are chosen first, alone or with digits after them.
const WORDS: [&str; 44] = [
    "abcd",
    "afiliado",
    "america",
    "amor",
    "amormio",
    "barcelona",
    "clave",
    "claveiess",
    "contrasena",
    "corazon",
    "cuenca",
    "dios",
    "ecuador",
    "emelec",
    "empleador",
    "empresa",
    "familia",
    "felicidad",
    "futbol",
    "guayaquil",
    "hola",
    "iess",
    "iessecuador",
    "iloveyou",
    "jesus",
    "jesucristo",
    "liga",
    "mama",
    "mamita",
    "micasa",
    "miclave",
    "papa",
    "password",
    "princesa",
    "qwerty",
    "quito",
    "secreto",
    "seguridad",
    "teamo",
    "teamomucho",
    "trabajo",
    "usuario",
    "welcome",
    "admin",
];

/// Runs of the keyboard and of the alphabet.
const RUNS: [&str; 4] =
    ["01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "1q2w3e4r5t6y7u8i9o0p"];

/// Fewer different characters are a pattern.
const LEAST_DIFFERENT: usize = 4;

/// A key as chosen.
pub struct ChosenKey(Zeroizing<String>);

/// Why it cannot be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChosenKeyFault {
    /// Too few characters.
    #[error("La clave debe tener al menos {LEAST} caracteres.")]
    TooShort,
    /// Too many.
    #[error("La clave puede tener como máximo {MOST} caracteres.")]
    TooLong,
    /// Something other than letters without accents and digits.
    #[error("La clave lleva solo letras y números: sin tildes, ñ, espacios ni otros signos.")]
    Signs,
    /// On the list of those that are tried first, or a run, or a repetition.
    #[error("Esa clave se adivina fácilmente. Elija otra.")]
    Common,
    /// The person's own number, or the employer's.
    #[error("La clave no puede contener su número de cédula ni el RUC. Elija otra.")]
    OwnNumber,
    /// Both together.
    #[error("Las dos claves no son iguales. Escríbalas de nuevo.")]
    Differs,
}

impl ChosenKey {
    /// Takes a key that was typed twice.
    ///
    /// # Errors
    /// Why it cannot be one.
    pub fn choose(text: &str, again: &str) -> Result<Self, ChosenKeyFault> {
        let length = text.chars().count();
        if !text.chars().all(|sign| sign.is_ascii_alphanumeric()) {
            return Err(ChosenKeyFault::Signs);
        }
        if length < LEAST {
            return Err(ChosenKeyFault::TooShort);
        }
        if length > MOST {
            return Err(ChosenKeyFault::TooLong);
        }
        let lower = Zeroizing::new(text.to_ascii_lowercase());
        if is_guessed(&lower) {
            return Err(ChosenKeyFault::Common);
        }
        if text != again {
            return Err(ChosenKeyFault::Differs);
        }
        Ok(Self(Zeroizing::new(text.to_owned())))
    }

    /// Does it contain one of these numbers, whatever the case of their letters?
    #[must_use]
    pub fn contains_any(&self, numbers: &[&str]) -> bool {
        let lower = Zeroizing::new(self.0.to_ascii_lowercase());
        numbers.iter().any(|number| number.len() >= LEAST && lower.contains(&number.to_ascii_lowercase()))
    }

    /// The clear text, for its hash.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// Whoever guesses tries the common ones, with digits at the end, and runs.
fn is_guessed(lower: &str) -> bool {
    let word = lower.trim_end_matches(|sign: char| sign.is_ascii_digit());
    let is_common = |it: &str| WORDS.contains(&it) || (!it.is_empty() && COMMON.lines().any(|common| common == it));
    let backwards = Zeroizing::new(lower.chars().rev().collect::<String>());
    let is_run = |it: &str| RUNS.iter().any(|run| run.contains(it));
    let different: BTreeSet<char> = lower.chars().collect();
    different.len() < LEAST_DIFFERENT || is_common(lower) || is_common(word) || is_run(lower) || is_run(&backwards)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Option<ChosenKeyFault> {
        ChosenKey::choose(text, text).err()
    }

    #[test]
    fn letters_and_digits_eight_at_the_least() {
        assert_eq!(fault("casa4821"), None);
        assert_eq!(fault("Kx7mQ2pL"), None);
        assert_eq!(fault("casa482"), Some(ChosenKeyFault::TooShort));
        for text in ["casa 4821", "casa-4821", "niño48213", "clave#4821"] {
            assert_eq!(fault(text), Some(ChosenKeyFault::Signs), "{text}");
        }
        assert_eq!(fault(&"ab12".repeat(9)), Some(ChosenKeyFault::TooLong));
    }

    #[test]
    fn what_is_guessed_first_is_refused() {
        for text in
            ["password", "password2026", "12345678", "87654321", "abcdefgh", "aaaaaaaa", "ababab12ab", "1q2w3e4r"]
        {
            let refused = fault(text);
            let is_pattern = text == "ababab12ab";
            assert_eq!(refused, (!is_pattern).then_some(ChosenKeyFault::Common), "{text}");
        }
        let contains = |text| ChosenKey::choose(text, text).unwrap().contains_any(&["1714307103", "EXT0550370", ""]);
        assert!(contains("x1714307103") && contains("ext0550370y"));
        assert!(!contains("casa4821"));
    }

    #[test]
    fn both_have_to_be_the_same() {
        assert_eq!(ChosenKey::choose("casa4821", "casa4812").err(), Some(ChosenKeyFault::Differs));
    }
}
