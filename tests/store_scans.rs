//! The files of scans: a blob kept once, found by its address and checked, swept when nothing names it.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;

use ventanilla::store::scans::{ScanFiles, Scans};
use ventanilla::store::{Error, StoreKey};

use crate::store_engine::{KEY, OTHER_KEY, engine, holds, key};

#[test]
fn scans_are_kept_once_found_by_address_and_checked() {
    let folder = tempfile::tempdir().unwrap();
    let scans = Scans::Files(ScanFiles::new(folder.path(), key()));
    let content = b"una hoja escaneada".repeat(20_000);
    let address = scans.put(2026, &content, 5).unwrap();
    assert_eq!(scans.put(2026, &content, 6).unwrap(), address);
    assert_eq!(scans.get(2026, &address).unwrap().unwrap(), content);
    assert_eq!(scans.get(2025, &address).unwrap(), None);
    assert_eq!(scans.years().unwrap(), [2026]);
    let raw = fs::read(folder.path().join("scans-2026.db")).unwrap();
    assert!(!holds(&raw, "una hoja"));
    drop(scans);
    assert!(matches!(
        ScanFiles::new(folder.path(), StoreKey::from_bytes(OTHER_KEY)).get(2026, &address),
        Err(Error::KeyRefused { .. })
    ));
    let connection = engine(&folder.path().join("scans-2026.db"), KEY);
    connection.execute("UPDATE blob SET content = x'00'", []).unwrap();
    drop(connection);
    assert!(matches!(ScanFiles::new(folder.path(), key()).get(2026, &address), Err(Error::ScanDamaged { .. })));
}

#[test]
fn a_sweep_removes_old_blobs_that_nothing_names() {
    let folder = tempfile::tempdir().unwrap();
    let scans = Scans::Files(ScanFiles::new(folder.path(), key()));
    let named = scans.put(2026, b"nombrada", 1).unwrap();
    let mut connection = engine(&folder.path().join("scans-2026.db"), KEY);
    let transaction = connection.transaction().unwrap();
    for orphan in 0..1_200_i64 {
        let address = ventanilla::domain::journal::Digest::of(&orphan.to_le_bytes()).0;
        let row = (address, orphan.to_le_bytes());
        transaction.execute("INSERT INTO blob (address, added_at_ms, content) VALUES (?1, 1, ?2)", row).unwrap();
    }
    transaction.commit().unwrap();
    let young = scans.put(2026, b"recien llegada", 100).unwrap();
    let removed = scans.sweep(2026, 100, |address| -> Result<bool, Error> { Ok(*address == named) }).unwrap();
    assert_eq!(removed, 1_200);
    assert!(scans.get(2026, &named).unwrap().is_some());
    assert!(scans.get(2026, &young).unwrap().is_some());
    assert_eq!(scans.sweep(2026, 100, |_| -> Result<bool, Error> { Ok(true) }).unwrap(), 0);
}
