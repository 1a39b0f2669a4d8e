//! What a long run asks of the store: many employers written at once, and a log that does not grow with the run.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::fs;

use tempfile::TempDir;
use ventanilla::domain::id::{EmployerId, UserId};
use ventanilla::domain::name::folded;
use ventanilla::domain::number::{Branch, EmployerNumber, PersonNumber};
use ventanilla::domain::register::{EmployerKind, SriState};
use ventanilla::store::employer::{self, Employer, EmployerBranch, NewEmployers, Representative};
use ventanilla::store::provenance::Provenance;
use ventanilla::store::search::{self, Query};
use ventanilla::store::{Chunk, ChunkPacer, CreateOptions, Error, STORE_FILE, Store, StoreKey, Transaction};

const AT_MS: i64 = 1_790_000_000_000;

fn key() -> StoreKey {
    StoreKey::from_bytes([7; 32])
}

fn new_store() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let options = CreateOptions { demo: true, store_id: [1; 16], created_at_ms: AT_MS };
    let store = Store::create(folder.path(), key(), options).unwrap();
    (folder, store)
}

/// An employer that takes much room, and none in the search index.
fn bulky_employer(sequence: usize) -> Employer {
    Employer {
        id: EmployerId(0),
        number: EmployerNumber::parse(&format!("179{sequence:07}001")).unwrap(),
        kind: EmployerKind::PrivateCompany,
        name: "Andina".into(),
        email: "x".repeat(200_000),
        sri_state: SriState::Active,
        artisan: false,
        has_key: None,
        provenance: Provenance::import(UserId(1), AT_MS),
    }
}

#[test]
fn a_long_run_keeps_the_log_within_its_bound_and_loses_nothing() {
    const CHUNKS: usize = 60;
    const ROWS: usize = 20;
    let (folder, store) = new_store();
    let mut pacer = ChunkPacer::new(ROWS);
    let log = folder.path().join(format!("{STORE_FILE}-wal"));
    let mut longest = 0;
    for chunk in 0..CHUNKS {
        let add_all = |tx: &Transaction<'_>, _: &mut Chunk| -> Result<(), Error> {
            (0..ROWS).try_for_each(|row| employer::add(tx, &bulky_employer(chunk * ROWS + row)).map(drop))
        };
        store.write_chunk(&mut pacer, add_all).unwrap();
        longest = longest.max(fs::metadata(&log).unwrap().len());
    }
    // 240 MB were written; the log begins anew at about 100.
    assert!(longest < 128 << 20, "{longest}");
    store.close().unwrap();
    assert!(!log.exists());
    let store = Store::open(folder.path(), key()).unwrap();
    let last = bulky_employer(CHUNKS * ROWS - 1);
    let found = employer::by_number(&store.reader().unwrap(), &last.number).unwrap().unwrap();
    assert_eq!(found.email, last.email);
}

#[test]
fn employers_written_many_at_once_stand_as_those_written_one_by_one() {
    let one_by_one = new_store();
    let at_once = new_store();
    let provenance = Provenance::import(UserId(1), AT_MS);
    let employers: Vec<Employer> = (0..70)
        .map(|n| Employer { name: format!("Ñandú {n} S.A."), email: String::new(), ..bulky_employer(n) })
        .collect();
    let branch = Branch::parse("0001").unwrap();
    let person = PersonNumber::parse("1714307103").unwrap();
    let alone = |tx: &Transaction<'_>, new: &Employer| {
        let id = employer::add(tx, new)?;
        employer::set_branch(tx, id, &EmployerBranch { branch: branch.clone(), name: "Norte".into(), provenance })?;
        let (name, capacity) = ("José Muñoz".to_owned(), "gerente".to_owned());
        let representative = Representative { number: person.clone(), name, capacity, provenance };
        employer::set_representative(tx, id, &representative)
    };
    one_by_one.1.write(|tx| employers.iter().try_for_each(|new| alone(tx, new))).unwrap();
    at_once.1.write(|tx| alone(tx, &employers[0])).unwrap();
    let together = |tx: &Transaction<'_>| -> Result<(), Error> {
        let mut all = NewEmployers::in_transaction(tx, provenance)?;
        for new in &employers[1..] {
            let id = all.add(new.clone(), folded(&new.name));
            all.add_branch(id, branch.clone(), "Norte".into());
            all.add_representative(id, person.clone(), "José Muñoz".into(), "gerente".into());
            if all.is_full() {
                all.write()?;
            }
        }
        all.write()
    };
    at_once.1.write(together).unwrap();
    at_once.1.write(|tx| alone(tx, &bulky_employer(70))).unwrap();
    one_by_one.1.write(|tx| alone(tx, &bulky_employer(70))).unwrap();
    let whole = |store: &Store| {
        let reader = store.reader().unwrap();
        let found = (1..=72).map(|id| {
            let id = EmployerId(id);
            let employer = employer::get(&reader, id).unwrap();
            (employer, employer::branches(&reader, id).unwrap(), employer::representatives(&reader, id).unwrap())
        });
        let hits = search::employers(&reader, &Query::new("nandu 69")).unwrap();
        (found.collect::<Vec<_>>(), hits, employer::of_person(&reader, &person).unwrap())
    };
    let (expected, found) = (whole(&one_by_one.1), whole(&at_once.1));
    assert_eq!((expected.0[70].0.is_some(), expected.0[71].0.is_some(), expected.1.len()), (true, false, 1));
    assert!(expected == found);
}

#[test]
fn a_branch_that_waits_alone_is_written_before_anybody_is_looked_up() {
    let (_folder, store) = new_store();
    let provenance = Provenance::import(UserId(1), 1);
    store
        .write(|tx| -> Result<(), Error> {
            let mut all = NewEmployers::in_transaction(tx, provenance)?;
            let first = bulky_employer(10);
            let (above, below) = (bulky_employer(11).number, bulky_employer(9).number);
            assert!(all.are_below(&above) && all.are_below(&below), "nothing waits");
            let id = all.add(first.clone(), folded(&first.name));
            assert!(all.are_below(&above) && !all.are_below(&first.number) && !all.are_below(&below));
            all.write()?;
            all.add_branch(id, Branch::parse("0002").unwrap(), String::new());
            assert!(!all.are_below(&above) && !all.are_below(&below), "whose it is has been forgotten");
            all.write()
        })
        .unwrap();
}
