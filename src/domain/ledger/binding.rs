//! What the journal's entry that reserves a slip says of it: the serial, and a digest that binds to it whose key it is
//! and what is kept of the key.

use sha2::{Digest as _, Sha256};

use super::Serial;
use crate::domain::journal::Digest;
use crate::domain::number::{Branch, EmployerNumber};

/// The domain and version of the encoding below.
const ENCODING: &[u8] = b"ventanilla.reserved-slip.v1";

/// The same with a salt.
const SALTED_ENCODING: &[u8] = b"ventanilla.reserved-slip.v2";

/// What such a code ends with where it was salted.
const SALTED: &str = ":salted";

/// What makes the code of a person's slip unguessable: a person's number has too few candidates for a digest of what
/// stands in the ledger. It is kept with what can be erased, and without it the digest tells nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BindingSalt(pub [u8; 16]);

impl BindingSalt {
    /// In hexadecimal.
    #[must_use]
    pub fn to_text(self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Reads [`BindingSalt::to_text`] back.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let mut salt = [0; 16];
        if text.len() != 32 {
            return None;
        }
        for (byte, at) in salt.iter_mut().zip((0..).step_by(2)) {
            *byte = u8::from_str_radix(text.get(at..)?.get(..2)?, 16).ok()?;
        }
        Some(Self(salt))
    }
}

/// The code of the entry: `<serial>:<digest>`, the digest SHA-256 over a length-prefixed encoding, in hexadecimal; salted
/// where the employer is a person, which the code says.
#[must_use]
pub fn reserved_code(
    serial: &Serial,
    employer: &EmployerNumber,
    branch: &Branch,
    key_hash: &str,
    salt: Option<BindingSalt>,
) -> String {
    let serial = serial.to_string();
    let mut sha = Sha256::new();
    let encoding = if salt.is_some() { SALTED_ENCODING } else { ENCODING };
    let fields =
        [encoding, serial.as_bytes(), employer.as_str().as_bytes(), branch.as_str().as_bytes(), key_hash.as_bytes()];
    for field in fields.into_iter().chain(salt.as_ref().map(|salt| salt.0.as_slice())) {
        sha.update((field.len() as u64).to_be_bytes());
        sha.update(field);
    }
    let salted = if salt.is_some() { SALTED } else { "" };
    format!("{serial}:{}{salted}", Digest(sha.finalize().into()))
}

/// The serial in such a code; none where it is no such code.
#[must_use]
pub fn serial_in(reserved_code: &str) -> Option<&str> {
    let (serial, digest) = reserved_code.split_once(':')?;
    let digest = digest.strip_suffix(SALTED).unwrap_or(digest);
    (!serial.is_empty() && digest.len() == 64).then_some(serial)
}

/// Was such a code salted?
#[must_use]
pub fn is_salted(reserved_code: &str) -> bool {
    reserved_code.ends_with(SALTED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ledger::CentreCode;

    fn code(number: u32, employer: &str, branch: &str, key_hash: &str) -> String {
        let serial = Serial { centre: CentreCode::parse("1701").unwrap(), window: 3, epoch: 1, number };
        let (employer, branch) = (EmployerNumber::parse(employer).unwrap(), Branch::parse(branch).unwrap());
        reserved_code(&serial, &employer, &branch, key_hash, None)
    }

    #[test]
    fn a_salted_code_says_so_and_is_another_with_another_salt() {
        let serial = Serial { centre: CentreCode::parse("1701").unwrap(), window: 3, epoch: 1, number: 42 };
        let (employer, branch) = (EmployerNumber::parse("1710034065001").unwrap(), Branch::parse("0001").unwrap());
        let salted = |byte| reserved_code(&serial, &employer, &branch, "$argon2id$x", Some(BindingSalt([byte; 16])));
        assert_ne!(salted(1), salted(2));
        assert_eq!(serial_in(&salted(1)), Some("1701-03-1-000042"));
        assert!(is_salted(&salted(1)) && !is_salted(&code(42, "1710034065001", "0001", "$argon2id$x")));
        let salt = BindingSalt([0x5a; 16]);
        assert_eq!(BindingSalt::from_text(&salt.to_text()), Some(salt));
        assert_eq!(BindingSalt::from_text("5a"), None);
    }

    #[test]
    fn every_field_counts_and_the_serial_is_read_back() {
        let plain = code(42, "1710034065001", "0001", "$argon2id$x");
        assert_eq!(serial_in(&plain), plain.split(':').next());
        for other in [
            code(43, "1710034065001", "0001", "$argon2id$x"),
            code(42, "1710034065002", "0001", "$argon2id$x"),
            code(42, "1710034065001", "0002", "$argon2id$x"),
            code(42, "1710034065001", "0001", "$argon2id$y"),
        ] {
            assert_ne!(other.split(':').nth(1), plain.split(':').nth(1), "{other}");
        }
        for none in ["", "1701-03-1-000042", "1701-03-1-000042:", ":ab", "1701-03-1-000042:ab"] {
            assert_eq!(serial_in(none), None, "{none}");
        }
    }

    /// The encoding is frozen: a store written by any version verifies with every later one.
    #[test]
    fn the_encoding_is_frozen() {
        let digest = "da67d6048cd025f30f169c87d3fb26bab7bdd295939a4ae6583be7a8abdaa2e6";
        assert_eq!(code(42, "1710034065001", "0001", "$argon2id$x"), format!("1701-03-1-000042:{digest}"));
    }
}
