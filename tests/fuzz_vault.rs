//! Fuzz target for the vault's file. As a test it runs a short while on random input; `cargo bolero` runs it guided by
//! coverage.
#![allow(clippy::unwrap_used, reason = "a fuzz target fails by panicking")]

use std::fs;

use sha2::{Digest, Sha256};
use ventanilla::vault::{KdfCost, Login, NewPassword, NewUser, Password, Role, Vault, VaultError, VaultKind};

/// A whole file, to be spoilt.
fn sound_file(path: &std::path::Path) -> Vec<u8> {
    let login = Login::parse("rosa").unwrap();
    let password = NewPassword::chosen("la garza duerme de pie", &login).unwrap();
    let first = NewUser { user_id: 1, login, role: Role::Supervisor, generation: 1 };
    let cost = KdfCost::sample();
    let (mut vault, secret) = Vault::create(path, VaultKind::Demo, cost, first, &password).unwrap();
    vault.make_recovery_code(&secret).unwrap();
    let wrong = Password::typed("otra").unwrap();
    assert!(matches!(vault.unlock("rosa", &wrong, 0), Err(VaultError::WrongLogin)));
    fs::read(path).unwrap()
}

/// Edits of a whole file (where, what), a cut, and the right checksum again: whatever comes of it, opening it says so
/// or gives a vault that can be listed.
#[test]
fn edited_vault_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let sound = sound_file(&path);
    bolero::check!().with_type::<(Vec<(u16, u8)>, u16)>().for_each(|(edits, cut)| {
        let mut bytes = sound.clone();
        bytes.truncate(bytes.len() - 32);
        for (place, value) in edits {
            let place = usize::from(*place) % bytes.len();
            bytes.splice(place..=place, [*value]);
        }
        if cut % 2 == 1 {
            bytes.truncate(usize::from(*cut) % (bytes.len() + 1));
        }
        let checksum = Sha256::digest(&bytes);
        bytes.extend_from_slice(&checksum);
        open_and_list(&path, &bytes);
    });
}

/// Any bytes at all.
#[test]
fn any_bytes_as_vault_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    bolero::check!().for_each(|bytes: &[u8]| open_and_list(&path, bytes));
}

fn open_and_list(path: &std::path::Path, bytes: &[u8]) {
    // Anew each time: many file systems bring a truncated file to the disk at once.
    if path.exists() {
        fs::remove_file(path).unwrap();
    }
    fs::write(path, bytes).unwrap();
    match Vault::open(path) {
        Ok(vault) => assert!(vault.slots().count() <= 1000),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}
