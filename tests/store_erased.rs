//! What an erasure leaves on the pages of a store: nothing, neither on those in use nor on those that nothing uses.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use ventanilla::domain::id::{EmployerId, UserId};
use ventanilla::domain::number::EmployerNumber;
use ventanilla::domain::register::{EmployerKind, SriState};
use ventanilla::store::employer::{self, Employer};
use ventanilla::store::provenance::Provenance;
use ventanilla::store::search::{self, Query};
use ventanilla::store::{CreateOptions, Error, STORE_FILE, Store, StoreKey};

const KEY: [u8; 32] = [7; 32];
const OPTIONS: CreateOptions = CreateOptions { demo: true, store_id: [1; 16], created_at_ms: 1_790_000_000_000 };

fn new_store() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(folder.path(), StoreKey::from_bytes(KEY), OPTIONS).unwrap();
    (folder, store)
}

fn engine(file: &Path) -> rusqlite::Connection {
    let connection = rusqlite::Connection::open(file).unwrap();
    let hex: String = KEY.iter().map(|byte| format!("{byte:02x}")).collect();
    connection.execute_batch(&format!("PRAGMA key = \"x'{hex}'\"")).unwrap();
    connection
}

fn numbered_employer(nth: u32, name: String) -> Employer {
    Employer {
        id: EmployerId(0),
        number: EmployerNumber::parse(&format!("179{nth:07}001")).unwrap(),
        kind: EmployerKind::PrivateCompany,
        name,
        email: String::new(),
        sri_state: SriState::Active,
        artisan: false,
        provenance: Provenance::import(UserId(1), OPTIONS.created_at_ms),
    }
}

fn employers_found(store: &Store, typed: &str) -> Vec<String> {
    let found = search::employers(&store.reader().unwrap(), &Query::new(typed)).unwrap();
    found.into_iter().map(|hit| hit.name).collect()
}

/// Every page of a store's file in clear text, those that nothing uses too.
fn clear_pages(file: &Path) -> Vec<u8> {
    use aes::cipher::block_padding::NoPadding;
    use aes::cipher::{BlockModeDecrypt as _, KeyIvInit as _};
    const PAGE: usize = 4_096;
    // Of each page, the last bytes are its initialisation vector and its authentication code.
    const VECTOR: usize = PAGE - 80;
    let mut clear = Vec::new();
    for (number, page) in fs::read(file).unwrap().chunks_exact(PAGE).enumerate() {
        let salt = if number == 0 { 16 } else { 0 };
        let vector: [u8; 16] = page[VECTOR..VECTOR + 16].try_into().unwrap();
        let mut text = page[salt..VECTOR].to_vec();
        cbc::Decryptor::<aes::Aes256>::new(&KEY.into(), &vector.into()).decrypt_padded::<NoPadding>(&mut text).unwrap();
        clear.extend(text);
    }
    clear
}

/// How often this stands on the pages of a store.
fn count(file: &Path, text: &str) -> usize {
    clear_pages(file).windows(text.len()).filter(|window| *window == text.as_bytes()).count()
}

#[test]
fn what_merging_left_on_free_pages_is_gone_after_an_erasure() {
    const TRACE: &str = "qxw";
    let (folder, store) = new_store();
    // Long segments, whose records stand on pages of their own.
    let mut letters = 7_u64;
    for round in 0..12 {
        store
            .write(|tx| -> Result<(), Error> {
                for nth in 0..900 {
                    let name = (0..16).map(|_| {
                        letters =
                            letters.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                        char::from(b"ABCDEFGHIJKLMNOPRSTUV"[usize::try_from(letters >> 33).unwrap() % 21])
                    });
                    let name = if (round, nth) == (6, 450) { "Xqxwk Borrable".to_owned() } else { name.collect() };
                    employer::add(tx, &numbered_employer(round * 900 + nth, name))?;
                }
                Ok(())
            })
            .unwrap();
    }
    store.settle_search().unwrap();
    store.checkpoint_when_idle().unwrap();
    let file = folder.path().join(STORE_FILE);
    let moved = count(&file, TRACE);
    store.erase_for_good().unwrap();
    let left = count(&file, TRACE);
    // The name, the same name folded, and the index's own term.
    assert!(moved > left && left <= 3, "{moved} before, {left} after");
    assert_eq!(employers_found(&store, "xqxwk"), ["Xqxwk Borrable"]);
}

#[test]
fn an_erasure_that_was_cut_gives_back_at_the_next_opening_what_it_had_taken() {
    let (folder, store) = new_store();
    store.close().unwrap();
    let connection = engine(&folder.path().join(STORE_FILE));
    connection
        .execute_batch(
            "CREATE TABLE blank (id INTEGER PRIMARY KEY, zeros BLOB NOT NULL) STRICT;
             INSERT INTO blank (zeros) VALUES (zeroblob(32096)), (zeroblob(32096));",
        )
        .unwrap();
    connection.close().unwrap();
    Store::open(folder.path(), StoreKey::from_bytes(KEY)).unwrap().close().unwrap();
    let connection = engine(&folder.path().join(STORE_FILE));
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'blank'", [], |row| row.get(0)).unwrap();
    let free: i64 = connection.query_row("PRAGMA freelist_count", [], |row| row.get(0)).unwrap();
    assert_eq!((tables, free >= 16), (0, true));
}
