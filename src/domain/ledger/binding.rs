//! What the journal's entry that reserves a slip says of it: the serial, and a digest that binds to it whose key it is
//! and what is kept of the key.

use sha2::{Digest as _, Sha256};

use super::Serial;
use crate::domain::journal::Digest;
use crate::domain::number::{Branch, EmployerNumber};

/// The domain and version of the encoding below.
const ENCODING: &[u8] = b"ventanilla.reserved-slip.v1";

/// The code of the entry: `<serial>:<digest>`, the digest SHA-256 over a length-prefixed encoding, in hexadecimal.
///
/// An employer's number may be a person's: it is digested together with the key's hash, whose salt is random.
#[must_use]
pub fn reserved_code(serial: &Serial, employer: &EmployerNumber, branch: &Branch, key_hash: &str) -> String {
    let serial = serial.to_string();
    let mut sha = Sha256::new();
    for field in
        [ENCODING, serial.as_bytes(), employer.as_str().as_bytes(), branch.as_str().as_bytes(), key_hash.as_bytes()]
    {
        sha.update((field.len() as u64).to_be_bytes());
        sha.update(field);
    }
    format!("{serial}:{}", Digest(sha.finalize().into()))
}

/// The serial in such a code; none where it is no such code.
#[must_use]
pub fn serial_in(reserved_code: &str) -> Option<&str> {
    let (serial, digest) = reserved_code.split_once(':')?;
    (!serial.is_empty() && digest.len() == 64).then_some(serial)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ledger::CentreCode;

    fn code(number: u32, employer: &str, branch: &str, key_hash: &str) -> String {
        let serial = Serial { centre: CentreCode::parse("1701").unwrap(), window: 3, epoch: 1, number };
        let (employer, branch) = (EmployerNumber::parse(employer).unwrap(), Branch::parse(branch).unwrap());
        reserved_code(&serial, &employer, &branch, key_hash)
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
