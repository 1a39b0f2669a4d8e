//! The store's engine: every refusal by its name and without a touch, what a cut leaves, what erasure leaves, two
//! processes, full disks, search.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tempfile::TempDir;
use ventanilla::domain::id::{PersonId, UserId};
use ventanilla::domain::number::{Cedula, PersonNumber};
use ventanilla::store::Tidying;
use ventanilla::store::person::{self, Person};
use ventanilla::store::provenance::Provenance;
use ventanilla::store::search::{self, Query};
use ventanilla::store::{CreateOptions, Error, LOCK_FILE, STORE_FILE, Store, StoreKey, open_read_only};

pub(crate) const KEY: [u8; 32] = [7; 32];
pub(crate) const OTHER_KEY: [u8; 32] = [8; 32];
const OPTIONS: CreateOptions = CreateOptions { demo: true, store_id: [1; 16], created_at_ms: 1_790_000_000_000 };
/// A store of each earlier version.
const FIXTURES: [(&str, i64); 5] = [
    ("tests/data/store-v1", 1),
    ("tests/data/store-v2", 2),
    ("tests/data/store-v3", 3),
    ("tests/data/store-v4", 4),
    ("tests/data/store-v5", 5),
];
/// The store of the present version: what the next one has to bring up.
const PRESENT_FIXTURE: &str = "tests/data/store-v6";

pub(crate) fn key() -> StoreKey {
    StoreKey::from_bytes(KEY)
}

fn new_store() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(folder.path(), key(), OPTIONS).unwrap();
    (folder, store)
}

fn closed_store() -> TempDir {
    let (folder, store) = new_store();
    add_person(&store, "1714307103", "José Muñoz Andrade");
    store.close().unwrap();
    folder
}

fn add_person(store: &Store, number: &str, name: &str) -> PersonId {
    store.write(|tx| person::add(tx, &someone(number, name))).unwrap()
}

fn someone(number: &str, name: &str) -> Person {
    Person {
        id: PersonId(0),
        number: PersonNumber::Cedula(Cedula::parse(number).unwrap()),
        name: name.to_owned(),
        provenance: Provenance::import(UserId(1), OPTIONS.created_at_ms),
    }
}

fn names_found(store: &Store, typed: &str) -> Vec<String> {
    let found = search::people(&store.reader().unwrap(), &Query::new(typed)).unwrap();
    found.into_iter().map(|hit| hit.name).collect()
}

/// Every file of a folder with its bytes, the empty lock file apart.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .filter(|(name, _)| name != LOCK_FILE)
        .collect()
}

/// Opens what must be refused, and sees that nothing was touched and nothing left behind.
fn refused(folder: &Path, key: [u8; 32]) -> Error {
    let before = contents(folder);
    let error = Store::open(folder, StoreKey::from_bytes(key)).err().unwrap();
    assert!(contents(folder) == before, "a refused open changed the folder: {error}");
    error
}

pub(crate) fn engine(file: &Path, key: [u8; 32]) -> rusqlite::Connection {
    let connection = rusqlite::Connection::open(file).unwrap();
    let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    connection.execute_batch(&format!("PRAGMA key = \"x'{hex}'\"")).unwrap();
    connection
}

/// The whole store in clear text, as bytes.
fn decrypted_dump(folder: &Path) -> Vec<u8> {
    let clear = tempfile::tempdir().unwrap();
    let file = clear.path().join("clear.db");
    let connection = engine(&folder.join(STORE_FILE), KEY);
    connection.execute("ATTACH ?1 AS clear KEY ''", [file.to_str().unwrap()]).unwrap();
    connection.query_row("SELECT sqlcipher_export('clear')", [], |_| Ok(())).unwrap();
    connection.execute_batch("DETACH clear").unwrap();
    fs::read(file).unwrap()
}

pub(crate) fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn what_was_committed_is_there_after_closing_and_nothing_else_lies_about() {
    let folder = closed_store();
    assert_eq!(contents(folder.path()).into_keys().collect::<Vec<_>>(), [STORE_FILE]);
    let store = Store::open(folder.path(), key()).unwrap();
    assert_eq!(names_found(&store, "1714307103"), ["José Muñoz Andrade"]);
}

#[test]
fn a_missing_store_is_not_found_and_not_made() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(refused(folder.path(), KEY), Error::NotFound { .. }));
    assert!(!folder.path().join(LOCK_FILE).exists());
}

#[test]
fn a_store_is_never_laid_over_another() {
    let folder = closed_store();
    let before = contents(folder.path());
    assert!(matches!(Store::create(folder.path(), key(), OPTIONS), Err(Error::AlreadyExists { .. })));
    assert!(contents(folder.path()) == before);
}

#[test]
fn a_wrong_key_is_refused() {
    assert!(matches!(refused(closed_store().path(), OTHER_KEY), Error::KeyRefused { .. }));
}

#[test]
fn a_damaged_first_page_looks_like_a_wrong_key_and_the_message_says_so() {
    let folder = closed_store();
    let file = folder.path().join(STORE_FILE);
    let mut bytes = fs::read(&file).unwrap();
    bytes[1_000] ^= 1;
    fs::write(&file, bytes).unwrap();
    let error = refused(folder.path(), KEY);
    assert!(matches!(error, Error::KeyRefused { .. }));
    assert!(error.to_string().contains("está dañado"), "{error}");
}

#[test]
fn an_empty_a_cut_and_a_clear_file_are_damaged() {
    let clear = {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("clear.db");
        rusqlite::Connection::open(&file).unwrap().execute_batch("CREATE TABLE a (b)").unwrap();
        fs::read(file).unwrap()
    };
    for bytes in [Vec::new(), vec![9; 1_000], clear] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(STORE_FILE), bytes).unwrap();
        let error = refused(folder.path(), KEY);
        assert!(matches!(error, Error::Damaged { .. }), "{error:?}");
    }
}

#[test]
fn damage_further_in_is_named_when_it_is_met() {
    let folder = closed_store();
    let file = folder.path().join(STORE_FILE);
    let mut bytes = fs::read(&file).unwrap();
    for page in bytes.chunks_mut(4_096).skip(1) {
        page[100] ^= 1;
    }
    fs::write(&file, bytes).unwrap();
    let error = refused(folder.path(), KEY);
    assert!(matches!(error, Error::Damaged { .. } | Error::KeyRefused { .. }), "{error:?}");
}

#[test]
fn a_newer_store_is_refused_by_its_version() {
    let folder = closed_store();
    engine(&folder.path().join(STORE_FILE), KEY).execute_batch("PRAGMA user_version = 99").unwrap();
    assert!(matches!(refused(folder.path(), KEY), Error::Newer { found: 99, .. }));
    assert!(matches!(open_read_only(folder.path(), &key()), Err(Error::Newer { .. })));
}

#[test]
fn a_newer_store_with_a_log_beside_it_keeps_both_as_they_were() {
    let (folder, store) = new_store();
    let file = folder.path().join(STORE_FILE);
    store.close().unwrap();
    let connection = engine(&file, KEY);
    connection.execute_batch("PRAGMA wal_autocheckpoint = 0; PRAGMA user_version = 99").unwrap();
    let copy = copy_of(folder.path());
    drop(connection);
    let before = contents(copy.path());
    assert!(before.contains_key(&format!("{STORE_FILE}-wal")));
    let error = Store::open(copy.path(), key()).err().unwrap();
    assert!(matches!(error, Error::Newer { found: 99, .. }), "{error:?}");
    let mut after = contents(copy.path());
    after.remove(&format!("{STORE_FILE}-shm"));
    assert!(after == before);
}

#[test]
fn another_programs_file_under_our_key_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    engine(&folder.path().join(STORE_FILE), KEY).execute_batch("CREATE TABLE a (b); PRAGMA user_version = 1").unwrap();
    assert!(matches!(refused(folder.path(), KEY), Error::Damaged { .. }));
}

#[test]
fn a_store_in_use_is_refused_here_and_in_another_process() {
    let (folder, _store) = new_store();
    assert!(matches!(Store::open(folder.path(), key()), Err(Error::InUse { .. })));
    // `flock` of util-linux is a process of its own, on the same lock.
    let status = std::process::Command::new("flock")
        .args(["--nonblock", "--conflict-exit-code", "42"])
        .arg(folder.path().join(LOCK_FILE))
        .arg("true")
        .status();
    match status {
        Ok(status) => assert_eq!(status.code(), Some(42)),
        Err(missing) => eprintln!("left out: flock ({missing})"),
    }
}

#[test]
fn a_closed_store_can_be_opened_again_at_once() {
    let (folder, store) = new_store();
    store.close().unwrap();
    Store::open(folder.path(), key()).unwrap().close().unwrap();
}

#[test]
fn a_read_only_file_is_refused_by_name() {
    let folder = closed_store();
    let file = folder.path().join(STORE_FILE);
    let mut permissions = fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&file, permissions).unwrap();
    assert!(matches!(refused(folder.path(), KEY), Error::ReadOnly { .. }));
    assert!(open_read_only(folder.path(), &key()).is_ok());
}

#[test]
fn reading_beside_the_owner_sees_its_commits_and_cannot_write() {
    let (folder, store) = new_store();
    let beside = open_read_only(folder.path(), &key()).unwrap();
    add_person(&store, "1714307103", "Ana");
    let count =
        |reader: &ventanilla::store::Reader| reader.one("SELECT count(*) FROM person", [], |row| row.get::<i64>(0));
    assert_eq!(count(&beside).unwrap(), 1);
    assert!(beside.one("DELETE FROM person RETURNING id", [], |_| Ok(())).is_err());
    assert_eq!(count(&store.reader().unwrap()).unwrap(), 1);
}

#[test]
fn reading_without_an_owner_leaves_the_file_as_it_was() {
    let folder = closed_store();
    let before = fs::read(folder.path().join(STORE_FILE)).unwrap();
    drop(open_read_only(folder.path(), &key()).unwrap());
    assert!(fs::read(folder.path().join(STORE_FILE)).unwrap() == before);
}

#[test]
fn one_moment_stays_one_moment_while_others_write() {
    let (_folder, store) = new_store();
    let reader = store.reader().unwrap();
    let people = |reader: &ventanilla::store::Reader| {
        reader.one("SELECT count(*) FROM person", [], |row| row.get::<i64>(0)).unwrap()
    };
    let seen = reader.at_one_moment(|reader| -> Result<_, Error> {
        let before = people(reader);
        add_person(&store, "1714307103", "Ana");
        Ok((before, people(reader)))
    });
    assert_eq!(seen.unwrap(), (0, 0));
    assert_eq!(people(&reader), 1);
}

#[test]
fn an_error_and_a_panic_leave_no_trace_and_the_store_goes_on() {
    let (_folder, store) = new_store();
    let refused = store.write(|tx| -> Result<(), Error> {
        person::add(tx, &someone("1714307103", "Ana"))?;
        person::add(tx, &someone("1714307103", "Ana otra vez")).map(drop)
    });
    assert!(refused.unwrap_err().is_duplicate());
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        store.write(|tx| -> Result<(), Error> {
            person::add(tx, &someone("1714307103", "Ana"))?;
            panic!("in the middle")
        })
    }));
    assert!(panicked.is_err());
    assert!(names_found(&store, "ana").is_empty());
    add_person(&store, "1714307103", "Ana");
    assert_eq!(names_found(&store, "ana"), ["Ana"]);
}

fn copy_of(folder: &Path) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    for (name, bytes) in contents(folder) {
        // A cut loses the shared memory.
        if !name.ends_with("-shm") {
            fs::write(copy.path().join(name), bytes).unwrap();
        }
    }
    copy
}

#[test]
fn a_cut_at_any_moment_keeps_every_commit_and_nothing_half() {
    let (folder, store) = new_store();
    for (done, number) in ["1714307103", "1710034065", "0910005917"].into_iter().enumerate() {
        add_person(&store, number, "Persona Guardada");
        let copy = store
            .write(|tx| -> Result<_, Error> {
                person::add(tx, &someone("0962467429", "A Medias"))?;
                Ok(copy_of(folder.path()))
            })
            .unwrap();
        let survivor = Store::open(copy.path(), key()).unwrap();
        assert_eq!(names_found(&survivor, "persona guardada").len(), done + 1);
        assert!(names_found(&survivor, "medias").is_empty());
        store
            .write(|tx| {
                let half = person::by_number(tx, &someone("0962467429", "").number)?.unwrap();
                person::remove(tx, half.id)
            })
            .unwrap();
    }
}

#[test]
fn a_log_cut_short_loses_only_the_last_commits() {
    let (folder, store) = new_store();
    add_person(&store, "1714307103", "Primera");
    let log = folder.path().join(format!("{STORE_FILE}-wal"));
    let whole = fs::metadata(&log).unwrap().len();
    add_person(&store, "1710034065", "Segunda");
    let copy = copy_of(folder.path());
    let cut = fs::OpenOptions::new().write(true).open(copy.path().join(format!("{STORE_FILE}-wal"))).unwrap();
    cut.set_len(whole + 5_000).unwrap();
    let survivor = Store::open(copy.path(), key()).unwrap();
    assert_eq!(names_found(&survivor, "primera"), ["Primera"]);
    assert!(names_found(&survivor, "segunda").is_empty());
}

#[test]
fn a_creation_cut_in_the_middle_leaves_no_store_and_does_not_stand_in_the_way() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(format!("{STORE_FILE}.new")), b"half a page").unwrap();
    assert!(matches!(Store::open(folder.path(), key()), Err(Error::NotFound { .. })));
    Store::create(folder.path(), key(), OPTIONS).unwrap();
}

#[test]
fn a_canary_stands_in_the_decrypted_dump_and_in_no_raw_file() {
    const CANARY: &str = "Canario Escondido Peñaherrera";
    let (folder, store) = new_store();
    add_person(&store, "1714307103", CANARY);
    for (name, bytes) in contents(folder.path()) {
        assert!(!holds(&bytes, CANARY) && !holds(&bytes, "canario"), "clear text in {name}");
    }
    store.close().unwrap();
    assert!(holds(&decrypted_dump(folder.path()), CANARY));
}

#[test]
fn what_is_erased_is_in_no_dump_no_page_and_no_index() {
    let (folder, store) = new_store();
    let id = add_person(&store, "1714307103", "Xqzwk Borrable");
    add_person(&store, "1710034065", "Otra Persona");
    store.write(|tx| person::remove(tx, id)).unwrap();
    store.erase_for_good().unwrap();
    assert!(names_found(&store, "xqzwk").is_empty());
    store.close().unwrap();
    let connection = engine(&folder.path().join(STORE_FILE), KEY);
    // The index's own records too: its terms are the trigrams of the name.
    let rows = connection
        .prepare("SELECT block FROM person_search_data")
        .unwrap()
        .query_map([], |row| row.get::<_, Vec<u8>>(0))
        .unwrap()
        .collect::<Result<Vec<_>, _>>()
        .unwrap();
    let index = rows.concat();
    assert!(!index.is_empty());
    for piece in ["xqz", "qzw", "zwk"] {
        assert!(!holds(&index, piece), "{piece} is left in the index");
    }
    let vocabulary = "CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, person_search, row)";
    connection.execute_batch(vocabulary).unwrap();
    let terms: Vec<String> = connection
        .prepare("SELECT term FROM temp.terms")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert!(terms.contains(&"otr".to_owned()));
    assert!(!terms.iter().any(|term| term.contains("xq") || term.contains("zw")), "{terms:?}");
    let clear = decrypted_dump(folder.path());
    assert!(!holds(&clear, "Xqzwk") && !holds(&clear, "xqzwk") && !holds(&clear, "1714307103"));
    let log = fs::metadata(folder.path().join(format!("{STORE_FILE}-wal"))).map_or(0, |metadata| metadata.len());
    assert_eq!(log, 0);
}

#[test]
fn checkpoints_move_the_log_into_the_file() {
    let (folder, store) = new_store();
    add_person(&store, "1714307103", "Ana");
    store.tidy(Tidying::Idle).unwrap();
    let copy = copy_of(folder.path());
    fs::remove_file(copy.path().join(format!("{STORE_FILE}-wal"))).unwrap();
    let from_the_file_alone = Store::open(copy.path(), key()).unwrap();
    assert_eq!(names_found(&from_the_file_alone, "ana"), ["Ana"]);
}

#[test]
fn an_erasure_that_a_reader_keeps_alive_is_not_called_complete() {
    let (_folder, store) = new_store();
    add_person(&store, "1714307103", "Ana");
    let reader = store.reader().unwrap();
    let outcome = reader.at_one_moment(|reader| -> Result<_, Error> {
        reader.one("SELECT count(*) FROM person", [], |_| Ok(())).unwrap();
        add_person(&store, "1710034065", "Eva");
        Ok(store.erase_for_good())
    });
    assert!(matches!(outcome.unwrap(), Err(Error::Busy { .. })));
    store.erase_for_good().unwrap();
}

/// A small file system of its own, where the tests run as root on Linux.
pub(crate) fn on_a_small_disk(test: impl FnOnce(&Path)) {
    let place = tempfile::tempdir().unwrap();
    let mount =
        std::process::Command::new("mount").args(["-t", "tmpfs", "-o", "size=4m", "tmpfs"]).arg(place.path()).output();
    if !mount.is_ok_and(|output| output.status.success()) {
        eprintln!("left out: a full disk (needs root and tmpfs)");
        return;
    }
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| test(place.path())));
    let unmounted = std::process::Command::new("umount").arg(place.path()).status().unwrap();
    assert!(unmounted.success());
    outcome.unwrap();
}

#[test]
fn a_full_disk_is_named_loses_nothing_and_is_survived() {
    on_a_small_disk(|folder| {
        let store = Store::create(folder, key(), OPTIONS).unwrap();
        add_person(&store, "1714307103", "Ana Guardada");
        let filler = folder.join("filler");
        let full = fs::write(&filler, vec![0; 8 << 20]);
        assert!(full.is_err());
        let refused = store.write(|tx| -> Result<(), Error> {
            for _ in 0..40 {
                tx.execute("INSERT INTO setting (centre_id, name, value) VALUES (1, 'x', hex(zeroblob(400000)))", []).ok();
            }
            ventanilla::store::WhileDoing::while_doing(
                tx.execute("INSERT INTO centre (code, name, province, canton, zone) VALUES ('1', hex(zeroblob(900000)), '', '', 'mainland')", []),
                "guardar el centro",
            )
            .map(drop)
        });
        assert!(matches!(refused, Err(Error::DiskFull { .. })), "{refused:?}");
        assert_eq!(names_found(&store, "ana"), ["Ana Guardada"]);
        fs::remove_file(&filler).unwrap();
        add_person(&store, "1710034065", "Eva Después");
        store.close().unwrap();
        let store = Store::open(folder, key()).unwrap();
        assert_eq!(names_found(&store, "ana").len() + names_found(&store, "eva").len(), 2);
    });
}

#[test]
fn a_store_that_finds_no_room_is_not_made() {
    on_a_small_disk(|folder| {
        assert!(fs::write(folder.join("filler"), vec![0; 8 << 20]).is_err());
        assert!(matches!(Store::create(folder, key(), OPTIONS), Err(Error::DiskFull { .. })));
        assert!(!folder.join(STORE_FILE).exists());
    });
}

/// A copy of a fixture's folder, and its key.
fn fixture(folder: &str) -> (TempDir, impl Fn() -> StoreKey) {
    let copy = tempfile::tempdir().unwrap();
    fs::copy(Path::new(folder).join(STORE_FILE), copy.path().join(STORE_FILE)).unwrap();
    let hex = fs::read_to_string(Path::new(folder).join("key.hex")).unwrap();
    let pairs = hex.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
    let bytes: Vec<u8> = pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect();
    (copy, move || StoreKey::from_bytes(bytes.clone().try_into().unwrap()))
}

#[test]
fn the_store_of_every_old_version_opens() {
    for (named, version) in FIXTURES {
        let (folder, key) = fixture(named);
        let before = contents(folder.path());
        match open_read_only(folder.path(), &key()) {
            Err(Error::Older { found, .. }) => assert_eq!(found, version, "it is brought up by whoever may write"),
            other => panic!("{named}: {other:?}"),
        }
        assert_eq!(contents(folder.path()), before);
        let store = Store::open(folder.path(), key()).unwrap();
        assert_eq!(names_found(&store, "munoz"), ["José Muñoz Andrade"]);
        store.close().unwrap();
        assert!(open_read_only(folder.path(), &key()).is_ok());
    }
}

/// Once there is a newer version this fixture is one of the earlier ones, and the newer has its own made.
#[test]
fn the_store_of_the_present_version_is_kept_for_the_next() {
    let (folder, key) = fixture(PRESENT_FIXTURE);
    drop(open_read_only(folder.path(), &key()).expect("it is of the present version: nothing has to be brought up"));
    let store = Store::open(folder.path(), key()).unwrap();
    assert_eq!(names_found(&store, "munoz"), ["José Muñoz Andrade"]);
}

/// Makes the fixture of the schema as it is now: run once for each version, before the next one is begun.
#[test]
#[ignore = "writes the fixture of the present version"]
fn make_the_fixture_of_this_version() {
    let folder = closed_store();
    fs::create_dir_all(PRESENT_FIXTURE).unwrap();
    fs::copy(folder.path().join(STORE_FILE), Path::new(PRESENT_FIXTURE).join(STORE_FILE)).unwrap();
    let hex: String = KEY.iter().map(|byte| format!("{byte:02x}")).collect();
    fs::write(Path::new(PRESENT_FIXTURE).join("key.hex"), hex).unwrap();
}

#[test]
fn people_are_found_by_number_and_by_any_part_of_a_name() {
    let (_folder, store) = new_store();
    for (number, name) in [
        ("1714307103", "José Antonio Muñoz Andrade"),
        ("1710034065", "Li Wu Chen"),
        ("0910005917", "María O'Higgins \"La Única\" 100% S_A"),
        ("0962467429", "Lidia Wunderlich"),
    ] {
        add_person(&store, number, name);
    }
    let check = |typed: &str, expected: &[&str]| {
        let found = names_found(&store, typed);
        let found: Vec<&str> = found.iter().map(|name| name.split(' ').next().unwrap()).collect();
        assert_eq!(found, expected, "looking for {typed:?}");
    };
    check("1714307103", &["José"]);
    check("171430710-3", &["José"]);
    check("17", &["Li", "José"]);
    check("9999", &[]);
    check("munoz", &["José"]);
    check("MUÑOZ jose", &["José"]);
    check("uño", &["José"]);
    check("andrade antonio jos", &["José"]);
    check("andrade li", &[]);
    check("li", &["Li"]);
    check("wu LI", &["Li"]);
    check("chen w", &[]);
    check("und", &["Lidia"]);
    check("o'hig", &["María"]);
    check("\"la", &["María"]);
    check("100%", &["María"]);
    check("%", &[]);
    check("___", &[]);
    check("s_a", &["María"]);
    check("mun* OR chen", &[]);
    check("NEAR(jose munoz)", &[]);
    check("folded:jose", &[]);
    check("", &[]);
    check("  \0 ", &[]);
    check("jo\0se", &["José"]);
    check("ñ", &[]);
    check("𝒳𝒳𝒳𝒳", &[]);
}

#[test]
fn search_follows_changes_of_a_name() {
    let (_folder, store) = new_store();
    let id = add_person(&store, "1714307103", "Nombre Primero");
    store.write(|tx| person::update(tx, &Person { id, ..someone("1714307103", "Apellido Segundo") })).unwrap();
    assert!(names_found(&store, "primero").is_empty());
    assert_eq!(names_found(&store, "segundo"), ["Apellido Segundo"]);
    store.tidy(Tidying::Whole).unwrap();
    assert!(names_found(&store, "primero").is_empty());
    assert_eq!(names_found(&store, "segundo"), ["Apellido Segundo"]);
}

#[test]
fn a_name_changed_twice_in_one_transaction_is_indexed_once_and_a_rollback_not_at_all() {
    let (_folder, store) = new_store();
    let id = add_person(&store, "1714307103", "Nombre Primero");
    let renamed = |name: &str| Person { id, ..someone("1714307103", name) };
    store
        .write(|tx| {
            person::update(tx, &renamed("Apellido Segundo"))?;
            person::update(tx, &renamed("Apodo Tercero"))
        })
        .unwrap();
    let refused = store.write(|tx| -> Result<(), Error> {
        person::update(tx, &renamed("Mote Cuarto"))?;
        Err(Error::Busy { doing: "" })
    });
    assert!(refused.is_err());
    let added_and_removed = store.write(|tx| -> Result<(), Error> {
        let brief = person::add(tx, &someone("1710034065", "Breve Quinto"))?;
        person::remove(tx, brief)
    });
    added_and_removed.unwrap();
    for gone in ["primero", "segundo", "cuarto", "quinto"] {
        assert!(names_found(&store, gone).is_empty(), "{gone}");
    }
    assert_eq!(names_found(&store, "tercero"), ["Apodo Tercero"]);
}

#[test]
fn a_large_load_leaves_few_pieces_of_index() {
    let (folder, store) = new_store();
    store
        .write(|tx| -> Result<(), Error> {
            for serial in 0..3_000 {
                tx.execute(
                    "INSERT INTO person (kind, number, name, folded, source, recorded_by, recorded_at_ms) \
                     VALUES ('passport', ?1, 'x', 'nombre ' || ?1, 'import', 1, 1)",
                    [format!("p{serial:05}")],
                )
                .unwrap();
            }
            Ok(())
        })
        .unwrap();
    store.close().unwrap();
    let connection = engine(&folder.path().join(STORE_FILE), KEY);
    let pieces: i64 =
        connection.query_row("SELECT count(DISTINCT segid) FROM person_search_idx", [], |row| row.get(0)).unwrap();
    assert!((1..=4).contains(&pieces), "{pieces} pieces");
}

#[test]
fn what_a_cut_run_left_without_index_is_indexed_at_the_next_opening() {
    let (folder, store) = new_store();
    let mut pacer = ventanilla::store::ChunkPacer::new(2_000);
    store
        .write_chunk(&mut pacer, |tx, _| -> Result<(), Error> {
            for serial in 0..2_000 {
                tx.execute(
                    "INSERT INTO person (kind, number, name, folded, source, recorded_by, recorded_at_ms) \
                     VALUES ('passport', ?1, 'x', 'nombre ' || ?1, 'import', 1, 1)",
                    [format!("p{serial:05}")],
                )
                .unwrap();
            }
            Ok(())
        })
        .unwrap();
    assert!(names_found(&store, "nombre p01999").is_empty(), "indexed already: this test shows nothing");
    let copy = copy_of(folder.path());
    let survivor = Store::open(copy.path(), key()).unwrap();
    assert_eq!(names_found(&survivor, "nombre p01999"), ["x"]);
    add_person(&store, "1714307103", "Ana");
    assert_eq!(names_found(&store, "nombre p01999"), ["x"]);
}

#[test]
fn at_most_thirty_are_found_in_an_order_that_stays() {
    let (_folder, store) = new_store();
    store
        .write(|tx| -> Result<(), Error> {
            for serial in 0..200 {
                tx.execute(
                    "INSERT INTO person (kind, number, name, folded, source, recorded_by, recorded_at_ms) \
                     VALUES ('passport', ?1, 'x', 'maria comun', 'import', 1, 1)",
                    [format!("P{serial:05}")],
                )
                .unwrap();
            }
            Ok(())
        })
        .unwrap();
    let ids = || -> Vec<i64> {
        let hits = search::people(&store.reader().unwrap(), &Query::new("maria")).unwrap();
        hits.iter().map(|hit| hit.id.0).collect()
    };
    assert_eq!(ids(), (1..=30).collect::<Vec<_>>());
    store.tidy(Tidying::Whole).unwrap();
    assert_eq!(ids(), (1..=30).collect::<Vec<_>>());
}

#[test]
fn a_page_that_is_not_what_was_written_is_found_wherever_it_lies() {
    let (folder, store) = new_store();
    for serial in 0..400 {
        add_person(&store, &cedula_of(serial), &format!("Persona de muestra número {serial}"));
    }
    store.close().unwrap();
    let file = folder.path().join(STORE_FILE);
    let whole = fs::read(&file).unwrap();
    let reader = open_read_only(folder.path(), &key()).unwrap();
    assert_eq!(ventanilla::store::damaged_pages(&reader).unwrap(), 0);
    let pages = whole.len() / 4_096;
    let mut counted = 0;
    for page in (1..pages).step_by(7).chain([pages - 1]) {
        let mut damaged = whole.clone();
        damaged[page * 4_096 + 1_000] ^= 1;
        fs::write(&file, damaged).unwrap();
        match open_read_only(folder.path(), &key()) {
            Ok(reader) => {
                assert_eq!(ventanilla::store::damaged_pages(&reader).unwrap(), 1, "page {page}");
                counted += 1;
            }
            // Without its schema nothing opens.
            Err(error) => assert!(matches!(error, Error::Damaged { .. }), "page {page}: {error}"),
        }
    }
    assert!(counted > 10, "{counted} of {pages} pages");
}

/// A cédula for each of a few hundred people; check digits do not matter to the store.
fn cedula_of(serial: usize) -> String {
    format!("171{serial:06}0")
}
