//! What an erasure leaves on the pages of a store: nothing, neither on those in use nor on those that nothing uses.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use ventanilla::domain::id::{EmployerId, PersonId, UserId};
use ventanilla::domain::number::{EmployerNumber, PersonNumber};
use ventanilla::domain::register::{EmployerKind, SriState};
use ventanilla::store::Tidying;
use ventanilla::store::employer::{self, Employer};
use ventanilla::store::person::{self, Person};
use ventanilla::store::provenance::Provenance;
use ventanilla::store::search::{self, Query};
use ventanilla::store::{CreateOptions, Error, ForGood, STORE_FILE, Store, StoreKey};

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
        has_key: None,
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

/// A piece of three letters that only the names of those erased have.
const TRACE: &str = "qxw";

/// Names of sixteen letters, always the same ones.
struct Names(u64);

impl Names {
    fn next(&mut self) -> String {
        let letters = (0..16).map(|_| {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(b"ABCDEFGHIJKLMNOPRSTUV"[usize::try_from(self.0 >> 33).unwrap() % 21])
        });
        letters.collect()
    }
}

#[test]
fn what_merging_left_on_free_pages_is_gone_after_an_erasure() {
    let (folder, store) = new_store();
    // Long segments, whose records stand on pages of their own.
    let mut names = Names(7);
    for round in 0..12 {
        store
            .write(|tx| -> Result<(), Error> {
                for nth in 0..900 {
                    let name = if (round, nth) == (6, 450) { "Xqxwk Borrable".to_owned() } else { names.next() };
                    employer::add(tx, &numbered_employer(round * 900 + nth, name))?;
                }
                Ok(())
            })
            .unwrap();
    }
    store.tidy(Tidying::Whole).unwrap();
    store.tidy(Tidying::Idle).unwrap();
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

/// So many people, a few each transaction, every fifth with the trace in the name; answers the ids of these.
fn add_people(store: &Store, count: u32) -> Vec<PersonId> {
    let mut names = Names(7);
    let mut traced = Vec::new();
    for first in (0..count).step_by(50) {
        store
            .write(|tx| -> Result<(), Error> {
                for nth in first..(first + 50).min(count) {
                    let name = if nth % 5 == 0 { format!("Xqxwk {}", names.next()) } else { names.next() };
                    let number = PersonNumber::parse(&format!("M{nth:08}")).unwrap();
                    let provenance = Provenance::import(UserId(1), OPTIONS.created_at_ms);
                    let id = person::add(tx, &Person { id: PersonId(0), number, name, provenance })?;
                    if nth % 5 == 0 {
                        traced.push(id);
                    }
                }
                Ok(())
            })
            .unwrap();
    }
    traced
}

fn remove_striking_out(store: &Store, people: &[PersonId]) {
    for some in people.chunks(20) {
        let removed = store.write(|tx| -> Result<(), Error> {
            search::strike_out(tx)?;
            some.iter().try_for_each(|id| person::remove(tx, *id))
        });
        removed.unwrap();
    }
}

fn people_found(store: &Store, typed: &str) -> usize {
    search::people(&store.reader().unwrap(), &Query::new(typed)).unwrap().len()
}

/// How often the trace stands in the records of the index of people.
fn in_index(store: &Store) -> usize {
    let blocks: Vec<Vec<u8>> =
        store.reader().unwrap().all("SELECT block FROM person_search_data", [], |row| row.get(0)).unwrap();
    blocks.concat().windows(TRACE.len()).filter(|window| *window == TRACE.as_bytes()).count()
}

/// The folder as a power cut would leave it.
fn cut(folder: &Path) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    for name in [STORE_FILE.to_owned(), format!("{STORE_FILE}-wal")] {
        if folder.join(&name).exists() {
            fs::copy(folder.join(&name), copy.path().join(&name)).unwrap();
        }
    }
    copy
}

#[test]
fn what_was_struck_out_is_not_found_at_once_and_nowhere_after_the_erasure() {
    let (folder, store) = new_store();
    let traced = add_people(&store, 2_000);
    store.tidy(Tidying::Whole).unwrap();
    assert_eq!(people_found(&store, "xqxwk"), search::LIMIT);
    remove_striking_out(&store, &traced);
    assert_eq!(people_found(&store, "xqxwk"), 0);
    assert!(
        store.owes_an_erasure().unwrap() && in_index(&store) > 0,
        "nothing was struck out: this test shows nothing"
    );
    let mut end = ForGood::default();
    let mut pieces = 0;
    while end.go_on(&store).unwrap() {
        pieces += 1;
    }
    assert!(pieces > 3 && end.pages() > 0, "{pieces} pieces");
    assert_eq!((in_index(&store), store.owes_an_erasure().unwrap()), (0, false));
    assert_eq!(people_found(&store, "abc"), people_by_hand(&store, "abc"));
    store.close().unwrap();
    assert_eq!(count(&folder.path().join(STORE_FILE), TRACE), 0);
}

/// How many people a search should find, counted row by row.
fn people_by_hand(store: &Store, letters: &str) -> usize {
    let like = format!("%{letters}%");
    let rows: i64 = store
        .reader()
        .unwrap()
        .one("SELECT count(*) FROM person WHERE folded LIKE ?1", [like], |row| row.get(0))
        .unwrap();
    usize::try_from(rows).unwrap().min(search::LIMIT)
}

#[test]
fn a_cut_anywhere_in_the_end_of_an_erasure_leaves_nothing_after_the_next_opening() {
    let (folder, store) = new_store();
    let traced = add_people(&store, 8_000);
    store.tidy(Tidying::Whole).unwrap();
    remove_striking_out(&store, &traced);
    let mut end = ForGood::default();
    let mut with_traces = 0;
    loop {
        let copy = cut(folder.path());
        let file = copy.path().join(STORE_FILE);
        let survivor = Store::open(copy.path(), StoreKey::from_bytes(KEY)).unwrap();
        assert_eq!((in_index(&survivor), survivor.owes_an_erasure().unwrap()), (0, false));
        assert_eq!(people_found(&survivor, "abc"), people_by_hand(&survivor, "abc"));
        survivor.close().unwrap();
        assert_eq!(count(&file, TRACE), 0);
        with_traces += usize::from(in_index(&store) > 0);
        if !end.go_on(&store).unwrap() {
            break;
        }
    }
    assert!(with_traces > 1, "the cuts came too late");
}

#[test]
fn while_an_erasure_strikes_out_everybody_else_overwrites_at_once() {
    let (_folder, store) = new_store();
    let traced = add_people(&store, 400);
    let (one, many) = traced.split_first().unwrap();
    let others: Vec<PersonId> = many.iter().map(|id| PersonId(id.0 + 1)).collect();
    remove_striking_out(&store, &others);
    for id in many {
        store.write(|tx| person::remove(tx, *id)).unwrap();
    }
    assert!(store.owes_an_erasure().unwrap() && in_index(&store) > 0);
    store.write(|tx| person::remove(tx, *one)).unwrap();
    assert_eq!(in_index(&store), 0);
    assert_eq!(people_found(&store, "abc"), people_by_hand(&store, "abc"));
}

/// The levels of an index: how many segments each has, the newest level first.
fn levels(connection: &rusqlite::Connection) -> Vec<i64> {
    let block: Vec<u8> =
        connection.query_row("SELECT block FROM person_search_data WHERE id = 10", [], |row| row.get(0)).unwrap();
    // After a cookie of four bytes, numbers of seven bits a byte.
    let mut numbers = block[4..].iter().fold((Vec::new(), 0_i64), |(mut done, so_far), byte| {
        let number = (so_far << 7) | i64::from(byte & 127);
        match byte & 128 {
            0 => done.push(number),
            _ => return (done, number),
        }
        (done, 0)
    });
    let mut numbers = numbers.0.drain(..);
    let mut next = || numbers.next().unwrap();
    let count = next();
    let (_segments, _written) = (next(), next());
    (0..count)
        .map(|_| {
            let (_merging, segments) = (next(), next());
            for _ in 0..segments * 3 {
                next();
            }
            segments
        })
        .collect()
}

#[test]
fn what_was_struck_out_goes_too_where_all_of_the_index_stands_below_empty_levels() {
    let (folder, store) = new_store();
    store.close().unwrap();
    let file = folder.path().join(STORE_FILE);
    let connection = engine(&file);
    let mut names = Names(7);
    let mut newest = 0_i64;
    let mut add = |rows: i64| {
        connection.execute_batch("BEGIN").unwrap();
        for _ in 0..rows {
            newest += 1;
            let name = names.next().to_lowercase();
            let name = if newest == 40 { format!("xqxwk {name}") } else { name };
            connection
                .execute(
                    "INSERT INTO person (id, kind, number, name, folded, source, recorded_by, recorded_at_ms) \
                     VALUES (?1, 'passport', 'M' || ?1, 'x', ?2, 'import', 1, 1)",
                    (newest, &name),
                )
                .unwrap();
            let text = format!(" {name} ");
            connection.execute("INSERT INTO person_search (rowid, searched) VALUES (?1, ?2)", (newest, text)).unwrap();
        }
        connection.execute("UPDATE search_mark SET up_to = ?1 WHERE table_name = 'person'", [newest]).unwrap();
        connection.execute_batch("COMMIT").unwrap();
    };
    let merge = |pages: i64| {
        connection.execute("INSERT INTO person_search (person_search, rank) VALUES ('merge', ?1)", [pages]).unwrap();
    };
    for _ in 0..4 {
        for _ in 0..4 {
            add(300);
        }
        merge(1_000);
    }
    for _ in 0..4 {
        add(300);
    }
    merge(1);
    add(9_000);
    merge(1_000);
    let found = levels(&connection);
    assert!(found.len() > 2 && found[0] > 1 && found[1..].iter().all(|segments| *segments == 0), "{found:?}");
    connection.close().unwrap();
    let store = Store::open(folder.path(), StoreKey::from_bytes(KEY)).unwrap();
    remove_striking_out(&store, &[PersonId(40)]);
    assert!(in_index(&store) > 0);
    store.erase_for_good().unwrap();
    assert_eq!(in_index(&store), 0);
    store.close().unwrap();
    assert_eq!(count(&file, TRACE), 0);
    let connection = engine(&file);
    let check = "INSERT INTO person_search (person_search) VALUES ('integrity-check')";
    connection.execute_batch(check).unwrap();
}

/// Whoever reads an old moment is waited for, holds no writer up, and ends nothing that was begun.
#[test]
fn a_reader_of_an_old_moment_is_waited_for() {
    let (_folder, store) = new_store();
    let person = |number: &str| Person {
        id: PersonId(0),
        number: PersonNumber::parse(number).unwrap(),
        name: "José Muñoz Andrade".into(),
        provenance: Provenance::import(UserId(1), OPTIONS.created_at_ms),
    };
    let id = store.write(|tx| person::add(tx, &person("1714307103"))).unwrap();
    let mut end = ForGood::default();
    let reader = store.reader().unwrap();
    reader
        .at_one_moment(|moment| {
            assert!(person::get(moment, id)?.is_some());
            store.write(|tx| person::remove(tx, id))?;
            for _ in 0..8 {
                assert!(end.go_on_patiently(&store)?, "it is not over");
            }
            store.write(|tx| person::add(tx, &person("1710034065"))).map(drop)
        })
        .unwrap();
    while end.go_on_patiently(&store).unwrap() {}
    assert!(!end.go_on(&store).unwrap(), "it is over");
}
