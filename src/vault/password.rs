//! Passwords: what a person types, and what may be chosen as a new one.
//!
//! Length is the rule (12 characters or more); there are no rules of composition. Refused are the passwords that
//! everybody tries first: a list of common ones, the person's own login name, this house's words, and patterns.
//! Text is normalised (NFKC), so that the same password typed on another keyboard is the same password.
//! Wiped when dropped: our copies; those of the window or the terminal that read it are not ours to claim.

use std::fmt;

use subtle::ConstantTimeEq;
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use zeroize::Zeroizing;

use super::error::VaultError;
use super::symbols;

/// Characters a new password has at least.
const LEAST_CHARS: usize = 12;
/// Bytes a password has at most, as typed and normalised.
const MOST_BYTES: usize = 1024;
/// Different characters a new password has at least: fewer is a pattern (`abababababab`).
const LEAST_DIFFERENT: usize = 5;
/// Symbols of a temporary password: 15 of 23 is 67 bits.
const TEMPORARY_SYMBOLS: usize = 15;
/// A login name shorter than this appears inside ordinary words by chance.
const LOGIN_WORTH_SEEKING: usize = 4;

/// Passwords that many people choose, one a line, lower case without accents.
const COMMON: &str = include_str!("../../data/common-passwords.txt");
/// Runs that fingers or alphabets give; a password that is a piece of one, forwards or backwards, is refused.
const RUNS: [&str; 7] = [
    "01234567890123456789",
    "09876543210987654321",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklnzxcvbnmqwertyuiop",
    "qwertyuiopasdfghjklzxcvbnmqwertyuiop",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
    "1q2w3e4r5t6y7u8i9o0p",
];

/// A password as somebody typed it, to be compared with an existing one. No `Debug`, no `Display`.
pub struct Password(Zeroizing<String>);

/// A password fit to be set: chosen and found good enough, or temporary.
pub struct NewPassword {
    password: Password,
    origin: PasswordOrigin,
}

/// Who thought of a password; a temporary one must be changed at the first login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordOrigin {
    /// By the person who uses it.
    Chosen,
    /// By the program, handed over by somebody else.
    Temporary,
}

/// A login name: 3 to 32 lower-case letters (a to z), digits, `.`, `-` or `_`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Login(String);

/// The text is no login name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("El nombre de usuario lleva de 3 a 32 letras sin tilde, cifras, punto, guion o guion bajo.")]
pub struct BadLogin;

/// Why a password cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PasswordError {
    /// Fewer than 12 characters.
    #[error("La contraseña tiene {0} caracteres y debe tener al menos 12. Pruebe con una frase.")]
    TooShort(usize),
    /// More than 1024 bytes.
    #[error("La contraseña es demasiado larga. Use menos de 250 caracteres.")]
    TooLong,
    /// On the list of common ones.
    #[error("Esa contraseña es de las más usadas y se adivina enseguida. Elija otra.")]
    Common,
    /// One thing repeated, or a run of keys or of the alphabet.
    #[error("La contraseña es una repetición o una serie de teclas. Elija una frase suya.")]
    Pattern,
    /// Contains the login name.
    #[error("La contraseña contiene el nombre de usuario. Elija otra.")]
    ContainsLogin,
    /// The program's or the institution's name.
    #[error("La contraseña usa el nombre del programa o de la institución. Elija otra.")]
    HouseWord,
}

impl Password {
    /// What was typed at a login: only its size is judged.
    pub fn typed(text: &str) -> Result<Self, PasswordError> {
        if text.len() > MOST_BYTES {
            return Err(PasswordError::TooLong);
        }
        Ok(Self(gathered(text.nfkc(), MOST_BYTES)?))
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    pub(super) fn is_same_as(&self, other: &Self) -> bool {
        self.bytes().ct_eq(other.bytes()).into()
    }
}

impl NewPassword {
    /// A password chosen by the person with this login name, refused if it is easy to guess.
    pub fn chosen(text: &str, login: &Login) -> Result<Self, PasswordError> {
        let password = Password::typed(text)?;
        let length = password.0.chars().count();
        if length < LEAST_CHARS {
            return Err(PasswordError::TooShort(length));
        }
        judge(&folded(&password.0)?, login)?;
        Ok(Self { password, origin: PasswordOrigin::Chosen })
    }

    /// A random password to hand over, in groups without look-alikes; it must be changed at the first login.
    pub fn temporary() -> Result<Self, VaultError> {
        let symbols = symbols::random(TEMPORARY_SYMBOLS)?;
        Ok(Self { password: Password(symbols::grouped(&symbols)), origin: PasswordOrigin::Temporary })
    }

    /// The clear text, to be shown or printed once.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.password.0
    }

    /// The same password, to log in with.
    #[must_use]
    pub fn password(&self) -> &Password {
        &self.password
    }

    /// Who thought of it.
    #[must_use]
    pub fn origin(&self) -> PasswordOrigin {
        self.origin
    }
}

impl Login {
    /// Reads a login name; capitals and surrounding blanks do not count.
    pub fn parse(text: &str) -> Result<Self, BadLogin> {
        let login = text.trim().to_ascii_lowercase();
        let allowed = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
        if !(3..=32).contains(&login.len()) || !login.chars().all(allowed) {
            return Err(BadLogin);
        }
        Ok(Self(login))
    }

    /// The canonical text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Login {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Collects characters without ever moving the text, so that no unwiped copy stays behind.
fn gathered(letters: impl Iterator<Item = char>, most_bytes: usize) -> Result<Zeroizing<String>, PasswordError> {
    let mut text = Zeroizing::new(String::with_capacity(most_bytes));
    for letter in letters {
        if text.len() + letter.len_utf8() > most_bytes {
            return Err(PasswordError::TooLong);
        }
        text.push(letter);
    }
    Ok(text)
}

/// Lower case, without accents: how the list of common passwords is written.
fn folded(text: &str) -> Result<Zeroizing<String>, PasswordError> {
    let bare = text.nfkd().filter(|letter| !is_combining_mark(*letter));
    gathered(bare.flat_map(char::to_lowercase), 3 * MOST_BYTES)
}

fn judge(folded: &str, login: &Login) -> Result<(), PasswordError> {
    if login.0.len() >= LOGIN_WORTH_SEEKING && folded.contains(&login.0) {
        return Err(PasswordError::ContainsLogin);
    }
    if folded.contains("ventanilla") || is_institution_and_digits(folded) {
        return Err(PasswordError::HouseWord);
    }
    if is_pattern(folded) {
        return Err(PasswordError::Pattern);
    }
    if is_common(folded) {
        return Err(PasswordError::Common);
    }
    Ok(())
}

/// "iess" and its like, with nothing but digits and signs around.
fn is_institution_and_digits(folded: &str) -> bool {
    let mut letters = Zeroizing::new(String::with_capacity(folded.len()));
    letters.extend(folded.chars().filter(|letter| letter.is_alphabetic()));
    !letters.is_empty()
        && ["iess", "cau", "ecuador", "clave", "seguro", "social"]
            .iter()
            .fold(Zeroizing::new(letters.to_string()), |left, word| Zeroizing::new(left.replace(word, "")))
            .is_empty()
}

/// Few different characters, one piece repeated, or a piece of a run.
fn is_pattern(folded: &str) -> bool {
    let mut letters = Zeroizing::new(folded.chars().collect::<Vec<_>>());
    let in_a_run = RUNS.iter().any(|run| run.contains(folded));
    let repeated = (1..=letters.len() / 2).any(|period| {
        let shifted = letters.iter().skip(period);
        letters.iter().zip(shifted).all(|(here, there)| here == there)
    });
    letters.reverse();
    let mut backwards = Zeroizing::new(String::with_capacity(folded.len()));
    backwards.extend(letters.iter());
    let in_a_run_backwards = RUNS.iter().any(|run| run.contains(backwards.as_str()));
    letters.sort_unstable();
    letters.dedup();
    in_a_run || in_a_run_backwards || repeated || letters.len() < LEAST_DIFFERENT
}

/// On the list, as it is or with its signs and blanks left out (`Contraseña-2024!`).
fn is_common(folded: &str) -> bool {
    let mut bare = Zeroizing::new(String::with_capacity(folded.len()));
    bare.extend(folded.chars().filter(|letter| letter.is_alphanumeric()));
    COMMON.lines().any(|common| common == folded || common == bare.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(text: &str) -> Result<PasswordOrigin, PasswordError> {
        let login = Login::parse("mlopez").unwrap_or_else(|error| unreachable!("{error}"));
        NewPassword::chosen(text, &login).map(|chosen| chosen.origin())
    }

    #[test]
    fn a_phrase_of_one_s_own_is_accepted_whatever_it_is_made_of() {
        for text in ["la tia riega tres macetas", "ñandúes de papel", "zapato-lluvia-mesa", "74129 6350 8"] {
            assert_eq!(judged(text), Ok(PasswordOrigin::Chosen), "{text}");
        }
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        assert_eq!(judged("ñáéíóúñáéíó"), Err(PasswordError::TooShort(11)));
        assert_eq!(judged("ñáéíóúüïñ çé"), Ok(PasswordOrigin::Chosen));
    }

    #[test]
    fn what_everybody_tries_first_is_refused_with_its_reason() {
        let refused = [
            ("aaaaaaaaaaaa", PasswordError::Pattern),
            ("lunaluna lunaluna ", PasswordError::Pattern),
            ("123456789012", PasswordError::Pattern),
            ("210987654321", PasswordError::Pattern),
            ("qwertyuiopas", PasswordError::Pattern),
            ("Contraseña123", PasswordError::Common),
            ("contrasena2024", PasswordError::Common),
            ("¡Barcelona-2012!", PasswordError::Common),
            ("password1234", PasswordError::Common),
            ("xxMLopez-2026xx", PasswordError::ContainsLogin),
            ("miVentanilla#77", PasswordError::HouseWord),
            ("IESS-20262027", PasswordError::HouseWord),
            ("claveIESS2026", PasswordError::HouseWord),
        ];
        for (text, reason) in refused {
            assert_eq!(judged(text), Err(reason), "{text}");
        }
    }

    #[test]
    fn the_same_password_typed_composed_or_decomposed_is_one() {
        let typed = |text| Password::typed(text).unwrap_or_else(|error| unreachable!("{error}"));
        assert!(typed("ma\u{f1}ana soleada").is_same_as(&typed("man\u{303}ana soleada")));
        assert!(!typed("ma\u{f1}ana soleada").is_same_as(&typed("manana soleada")));
    }

    #[test]
    fn a_giant_is_refused_before_and_after_normalising() {
        assert_eq!(Password::typed(&"a".repeat(1025)).err(), Some(PasswordError::TooLong));
        assert_eq!(Password::typed(&"\u{fdfa}".repeat(300)).err(), Some(PasswordError::TooLong));
        assert!(Password::typed(&"a".repeat(1024)).is_ok());
    }

    #[test]
    fn temporary_passwords_are_good_enough_to_be_chosen_and_never_twice_the_same() {
        let make = || NewPassword::temporary().unwrap_or_else(|error| unreachable!("{error}"));
        let (one, two) = (make(), make());
        assert_ne!(one.reveal(), two.reveal());
        assert_eq!(one.origin(), PasswordOrigin::Temporary);
        assert_eq!(judged(one.reveal()), Ok(PasswordOrigin::Chosen));
    }

    #[test]
    fn login_names_are_read_without_regard_to_capitals() {
        assert_eq!(Login::parse(" MLopez ").map(|login| login.to_string()), Ok("mlopez".to_owned()));
        for bad in ["ml", "maría", "m lopez", "", &"m".repeat(33)] {
            assert_eq!(Login::parse(bad), Err(BadLogin), "{bad}");
        }
    }

    #[test]
    fn the_list_is_long_sorted_folded_and_holds_only_what_is_long_enough() {
        let list: Vec<&str> = COMMON.lines().collect();
        assert!(list.len() >= 2_000, "{}", list.len());
        assert!(list.is_sorted());
        for entry in list {
            assert!(entry.chars().count() >= LEAST_CHARS, "{entry}");
            assert_eq!(folded(entry).map(|text| text.to_string()), Ok(entry.to_owned()));
        }
    }
}
