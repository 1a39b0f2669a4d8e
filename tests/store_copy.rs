//! A store copied while it is written, checkpointed and grown: whatever happens between two steps, the copy is one moment.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use tempfile::TempDir;
use ventanilla::domain::id::{PersonId, UserId};
use ventanilla::domain::number::{ForeignerCode, PersonNumber};
use ventanilla::store::Tidying;
use ventanilla::store::person::{self, Person};
use ventanilla::store::provenance::Provenance;
use ventanilla::store::{
    CreateOptions, Error, Original, Reader, STORE_FILE, Store, StoreKey, damaged_pages, open_copy, original_beside,
    structure_fault,
};

const OPTIONS: CreateOptions = CreateOptions { demo: true, store_id: [1; 16], created_at_ms: 1_790_000_000_000 };

fn key() -> StoreKey {
    StoreKey::from_bytes([7; 32])
}

fn add(store: &Store, serial: usize) {
    let person = Person {
        id: PersonId(0),
        number: PersonNumber::ForeignerCode(ForeignerCode::parse(&format!("E{serial}")).unwrap()),
        name: format!("Persona Número {serial} {}", "larga ".repeat(40)),
        provenance: Provenance::import(UserId(1), OPTIONS.created_at_ms),
    };
    store.write(|tx| person::add(tx, &person)).unwrap();
}

fn store_with(people: usize) -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(folder.path(), key(), OPTIONS).unwrap();
    (0..people).for_each(|serial| add(&store, serial));
    (folder, store)
}

fn people(reader: &Reader) -> usize {
    let count: i64 = reader.one("SELECT count(*) FROM person", [], |row| row.get(0)).unwrap();
    usize::try_from(count).unwrap()
}

/// Copies with `between` run before every step; answers how many people the copy has, after looking at every page.
fn copied(original: Original, mut between: impl FnMut()) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let mut copy = original.copy_into(folder.path()).unwrap();
    between();
    while copy.step().unwrap() {
        between();
    }
    copy.finish(&key()).unwrap();
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, [STORE_FILE], "one file, and nothing beside it");
    let reader = open_copy(folder.path(), &key()).unwrap();
    assert_eq!(damaged_pages(&reader).unwrap(), 0);
    assert_eq!(structure_fault(&reader).unwrap(), None);
    people(&reader)
}

#[test]
fn a_copy_of_file_and_log_holds_what_was_committed() {
    let (folder, store) = store_with(40);
    assert_eq!(copied(store.original().unwrap(), || {}), 40, "all of it in the log");
    store.tidy(Tidying::Idle).unwrap();
    assert_eq!(copied(store.original().unwrap(), || {}), 40, "all of it in the file");
    add(&store, 40);
    assert_eq!(copied(store.original().unwrap(), || {}), 41, "some in each");
    assert_eq!(copied(original_beside(folder.path(), &key()).unwrap(), || {}), 41, "beside the owner");
    store.close().unwrap();
    assert_eq!(copied(original_beside(folder.path(), &key()).unwrap(), || {}), 41, "without an owner");
}

#[test]
fn what_is_committed_and_moved_between_two_steps_does_not_tear_the_copy() {
    for checkpoint_first in [false, true] {
        let (_folder, store) = store_with(60);
        if checkpoint_first {
            store.tidy(Tidying::Idle).unwrap();
        }
        let mut serial = 60;
        let held = store.original().unwrap();
        let found = copied(held, || {
            for _ in 0..30 {
                add(&store, serial);
                serial += 1;
            }
            store.tidy(Tidying::Idle).unwrap();
        });
        assert!((60..=serial).contains(&found), "checkpointed first: {checkpoint_first}: {found}");
    }
}

#[test]
fn a_log_begun_anew_in_the_middle_is_left_out() {
    let (folder, store) = store_with(200);
    store.tidy(Tidying::Idle).unwrap();
    let log = folder.path().join(format!("{STORE_FILE}-wal"));
    let beginning = || fs::read(&log).unwrap().into_iter().take(32).collect::<Vec<u8>>();
    let before = beginning();
    let original = store.original().unwrap();
    // The moment needs nothing of the log, so the next commit begins it anew.
    add(&store, 200);
    assert_ne!(beginning(), before, "the log was not begun anew: this test shows nothing");
    assert_eq!(copied(original, || {}), 200, "the moment, without what came after it");
}

#[test]
fn copies_made_while_a_thread_writes_are_each_whole() {
    let (_folder, store) = store_with(20);
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut serial = 20;
            while !over.load(Ordering::SeqCst) {
                add(&store, serial);
                serial += 1;
                if serial % 7 == 0 {
                    store.tidy(Tidying::Idle).unwrap();
                }
            }
        });
        let mut last = 0;
        for _ in 0..25 {
            let original = store.original().unwrap();
            let at_least = people(original.reader());
            let found = copied(original, || {});
            assert!(found >= at_least && found >= last, "{found} of {at_least}");
            last = found;
        }
        over.store(true, Ordering::SeqCst);
    });
}

#[test]
fn a_copy_is_never_laid_over_a_store_and_a_wrong_key_opens_none() {
    let (folder, store) = store_with(1);
    let again = store.original().unwrap().copy_into(folder.path());
    assert!(matches!(again.err(), Some(Error::AlreadyExists { .. })));
    let other = StoreKey::from_bytes([8; 32]);
    assert!(matches!(original_beside(folder.path(), &other).err(), Some(Error::KeyRefused { .. })));
    assert!(matches!(open_copy(folder.path(), &key()).err(), Some(Error::Damaged { .. })), "its log is at work");
    assert!(matches!(open_copy(Path::new("/no/hay"), &key()).err(), Some(Error::NotFound { .. })));
}
