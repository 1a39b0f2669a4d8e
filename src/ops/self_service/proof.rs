//! From a secret to what is kept of it, and back again to a yes or a no.
//!
//! A code and an answer have few possibilities: their hash costs what a password's does, so that whoever sees it has no time to
//! try them all. A link has 2^130: its digest is enough, and finds it.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};

use crate::domain::challenge::{Form, OneTimeSecret};
use crate::domain::journal::Digest;
use crate::ops::error::Error;

/// Argon2id, in PHC form (19 MiB, 2 passes: some tens of milliseconds).
pub(in crate::ops) fn hash_of_answer(answer: &str) -> Result<String, Error> {
    let hash = Argon2::default().hash_password(answer.as_bytes());
    hash.map(|hash| hash.to_string())
        .map_err(|fault| Error::Inconsistent(format!("no se pudo proteger un dato ({fault})")))
}

/// Is it what this is the hash of? It takes as long for a hash that nobody has the answer to.
pub(in crate::ops) fn is_answer(hash: &str, answer: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(answer.as_bytes(), &hash).is_ok())
}

/// What is kept of a secret.
pub(in crate::ops) fn proof_of(form: Form, secret: &OneTimeSecret) -> Result<String, Error> {
    match form {
        Form::Code => hash_of_answer(secret.reveal()),
        Form::Link => Ok(digest_of_link(secret.reveal())),
    }
}

/// What is kept of a link, and finds it.
pub(super) fn digest_of_link(link: &str) -> String {
    Digest::of(format!("ventanilla.link.v1:{link}").as_bytes()).to_string()
}

/// How many characters of a mark an entry names.
const MARK_LENGTH: usize = 16;

/// What entries call a secret by: the beginning of the digest of what is kept of it.
pub(in crate::ops) fn mark(proof: &str) -> String {
    Digest::of(proof.as_bytes()).to_string().chars().take(MARK_LENGTH).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_recognised_by_its_hash_and_no_two_hashes_are_the_same() {
        let (one, other) = (hash_of_answer("12345678").unwrap(), hash_of_answer("12345678").unwrap());
        assert_ne!(one, other, "each has a salt of its own");
        assert!(one.starts_with("$argon2id$"));
        assert!(is_answer(&one, "12345678") && !is_answer(&one, "12345679") && !is_answer("nothing", "12345678"));
    }
}
