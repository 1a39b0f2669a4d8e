//! The recovery code: printed for the safe, it lets one supervisor set a new password, once, and is then replaced.

use thiserror::Error;
use zeroize::Zeroizing;

use super::error::VaultError;
use super::password::NewPassword;
use super::secret::{StoreSecret, keyed_hash};
use super::shared::Shared;
use super::symbols;
use super::{SlotInfo, Vault};

/// Random symbols of a code: 29 of 23 is 131 bits. One check symbol follows.
const RANDOM_SYMBOLS: usize = 29;

/// A recovery code. No `Debug`, no `Display`: it is revealed once, to be printed. Wiped when dropped.
pub struct RecoveryCode(Zeroizing<Vec<char>>);

/// Why what was typed cannot be a recovery code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BadRecoveryCode {
    /// Not 30 characters, blanks and hyphens aside.
    #[error("El código de recuperación tiene 30 caracteres y se escribieron {0}. Compárelo con el papel.")]
    Length(usize),
    /// A character that no code contains.
    #[error("El carácter {place} («{found}») no se usa en los códigos de recuperación. Compárelo con el papel.")]
    Character {
        /// Its place, from 1, blanks and hyphens aside.
        place: usize,
        /// What was typed.
        found: char,
    },
    /// The check symbol does not fit: something was misread.
    #[error("El código de recuperación tiene algún carácter mal copiado. Compárelo grupo por grupo con el papel.")]
    Check,
}

/// The right that a recovery code gives: to set one supervisor's password. It can do nothing else: the store's secret
/// does not leave it, and it is spent by being used.
pub struct Recovery {
    pub(super) secret: StoreSecret,
    /// The recovery slot it came from: another code since then makes this right void.
    pub(super) slot: [u8; 32],
}

/// What using a recovery code leaves.
pub struct Recovered {
    /// The supervisor's slot as it is now: new generation, new signing key.
    pub slot: SlotInfo,
    /// The code that replaces the one just used; print it.
    pub next_code: RecoveryCode,
}

impl RecoveryCode {
    pub(super) fn random() -> Result<Self, VaultError> {
        let drawn = symbols::random(RANDOM_SYMBOLS)?;
        let mut code = Zeroizing::new(Vec::with_capacity(RANDOM_SYMBOLS + 1));
        code.extend(drawn.iter().chain(&symbols::check(&drawn)));
        Ok(Self(code))
    }

    /// Reads what a person typed: blanks, hyphens and capitals do not count; U, G, 1 and I, which no code contains,
    /// are read as the V, 6 and L they were copied from.
    pub fn parse(text: &str) -> Result<Self, BadRecoveryCode> {
        let mut code = Zeroizing::new(Vec::with_capacity(RANDOM_SYMBOLS + 1));
        let mut typed = 0;
        let letters = text.chars().filter(|letter| letter.is_alphanumeric());
        for found in letters {
            typed += 1;
            let symbol = meant(found);
            if symbols::value(symbol).is_none() {
                return Err(BadRecoveryCode::Character { place: typed, found });
            }
            if typed <= RANDOM_SYMBOLS + 1 {
                code.push(symbol);
            }
        }
        if typed != RANDOM_SYMBOLS + 1 {
            return Err(BadRecoveryCode::Length(typed));
        }
        let check = code.last().copied();
        if symbols::check(code.get(..RANDOM_SYMBOLS).unwrap_or_default()) != check {
            return Err(BadRecoveryCode::Check);
        }
        Ok(Self(code))
    }

    /// The clear text in six groups of five, to be printed once.
    #[must_use]
    pub fn reveal(&self) -> Zeroizing<String> {
        symbols::grouped(&self.0)
    }

    /// The key that the code is. With 131 random bits there is nothing to slow down, so this is no password hash.
    pub(super) fn key(&self) -> Zeroizing<[u8; 32]> {
        let mut text = Zeroizing::new(String::with_capacity(self.0.len()));
        text.extend(self.0.iter());
        keyed_hash(&[0; 32], b"recovery code", &[text.as_bytes()])
    }
}

impl Recovery {
    /// What this machine's role comes in with at the server of its centre: to [take over](Recovery::take_over) what the others
    /// know, before anything is done with the right.
    #[must_use]
    pub fn server_password(&self) -> Zeroizing<String> {
        self.secret.server_password()
    }

    /// Takes over what the other machines know since, as [`Vault::take_over`] does. With another code since then the right is
    /// void.
    ///
    /// # Errors
    /// As [`Vault::take_over`].
    pub fn take_over(&self, vault: &mut Vault, shared: &Shared) -> Result<bool, VaultError> {
        vault.take_over(&self.secret, shared)
    }

    /// Gives the supervisor a new password, keys and generation, and replaces the recovery code, in one write.
    /// Refused for clerks, and when the code was replaced or used meanwhile.
    pub fn reset_supervisor(
        self,
        vault: &mut Vault,
        user_id: i64,
        password: &NewPassword,
    ) -> Result<Recovered, VaultError> {
        vault.reset_by_recovery(&self, user_id, password)
    }
}

fn meant(typed: char) -> char {
    match typed.to_ascii_uppercase() {
        'U' => 'V',
        'G' => '6',
        '1' | 'I' => 'L',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> RecoveryCode {
        RecoveryCode::random().unwrap_or_else(|error| unreachable!("{error}"))
    }

    fn read(text: &str) -> Result<String, BadRecoveryCode> {
        RecoveryCode::parse(text).map(|code| code.reveal().to_string())
    }

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let printed = code().reveal().to_string();
        assert_eq!(printed.split('-').map(str::len).collect::<Vec<_>>(), [5; 6]);
        let typed = [
            printed.clone(),
            printed.to_lowercase(),
            printed.replace('-', " – "),
            printed.replace('-', ""),
            format!("  {printed}\n"),
            printed.replace('V', "u").replace('6', "g").replace('L', "1"),
        ];
        for text in typed {
            assert_eq!(read(&text).as_ref(), Ok(&printed), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_a_code_is_refused_with_the_reason() {
        let printed = code().reveal().to_string();
        let rest: String = printed.chars().skip(1).collect();
        assert_eq!(read(""), Err(BadRecoveryCode::Length(0)));
        assert_eq!(read(&rest), Err(BadRecoveryCode::Length(29)));
        assert_eq!(read(&format!("{printed}3")), Err(BadRecoveryCode::Length(31)));
        assert_eq!(read(&"3".repeat(5_000)), Err(BadRecoveryCode::Length(5_000)));
        assert_eq!(read(&format!("O{rest}")), Err(BadRecoveryCode::Character { place: 1, found: 'O' }));
        let other = if printed.starts_with('A') { 'C' } else { 'A' };
        assert_eq!(read(&format!("{other}{rest}")), Err(BadRecoveryCode::Check));
    }
}
