//! The store of a centre on a real server: who is let in, and what a window's role may not.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use ventanilla::domain::id::{PersonId, UserId};
use ventanilla::domain::number::{Cedula, PersonNumber};
use ventanilla::store::person::{self, Person};
use ventanilla::store::postgres::{Address, Server};
use ventanilla::store::provenance::Provenance;
use ventanilla::store::search::{self, Query};
use ventanilla::store::{CreateOptions, Error, Store};

use crate::support::postgres::{self, Postgres};

const OPTIONS: CreateOptions = CreateOptions { demo: true, store_id: [1; 16], created_at_ms: 1_790_000_000_000 };

#[test]
fn a_centre_is_made_once_and_opened_again() {
    let Some(server) = postgres::shared() else { return };
    let address = server.new_address();
    assert!(matches!(Store::open_on(server.as_owner(&address)), Err(Error::CentreMissing { .. })));
    let create = || Store::create_on(server.as_owner(&address), server.as_window(&address), OPTIONS);
    let store = create().unwrap();
    let identity = ventanilla::store::centre::identity(&store.reader().unwrap()).unwrap();
    assert_eq!((identity.store_id, identity.demo, identity.serial_epoch), ([1; 16], true, 1));
    assert!(matches!(create(), Err(Error::CentreExists { .. })));
    store.close().unwrap();
    Store::open_on(server.as_window(&address)).unwrap().close().unwrap();
    server.remove(&address);
}

#[test]
fn a_wrong_password_and_a_server_that_is_none_are_said_so() {
    let Some(server) = postgres::shared() else { return };
    let address = server.new_address();
    let refused = Store::open_on(Server::at(address.clone(), b"otra").unwrap()).unwrap_err();
    assert!(matches!(refused, Error::NotLetIn { .. }), "{refused:?}");
    let nobody: Address = "postgres://ventanilla@127.0.0.1:1/centros?centre=nadie".parse().unwrap();
    let refused = Store::open_on(Server::at(nobody, b"otra").unwrap()).unwrap_err();
    assert!(matches!(refused, Error::Cut { .. }), "{refused:?}");
    assert!(refused.to_string().contains("No hay conexión con el servidor del centro"), "{refused}");
    server.remove(&address);
}

/// Each tried as the window's role, over the program's own connection.
#[test]
fn a_window_s_role_changes_no_entry_and_makes_no_table() {
    let Some(server) = postgres::shared() else { return };
    let address = server.new_address();
    let store = Store::create_on(server.as_owner(&address), server.as_window(&address), OPTIONS).unwrap();
    for forbidden in [
        "UPDATE journal SET code = 'x'",
        "DELETE FROM journal",
        "TRUNCATE journal CASCADE",
        "UPDATE journal_signature SET user_id = 1",
        "DELETE FROM journal_signature",
        "UPDATE journal_detail SET payload = ''",
        "UPDATE day_close SET figures = ''",
        "DELETE FROM day_close",
        "UPDATE store_identity SET demo = 0",
        "INSERT INTO store_identity (id, store_id, demo, serial_epoch, created_at_ms) VALUES (2, 'x', 0, 1, 1)",
        "UPDATE schema_version SET version = 9",
        "ALTER TABLE journal DISABLE TRIGGER ALL",
        "DROP TRIGGER journal_never_changed ON journal",
        "CREATE TABLE own (x BIGINT)",
        "CREATE ROLE another",
        "SET ROLE institucion",
    ] {
        let tried = store.write(|tx| -> Result<(), Error> {
            use ventanilla::store::WhileDoing as _;
            tx.execute(forbidden, []).while_doing("probar").map(drop)
        });
        assert!(matches!(tried, Err(Error::NotLetIn { .. })), "{forbidden}: {tried:?}");
    }
    drop(store);
    server.remove(&address);
}

fn add(store: &Store, number: &str, name: &str) -> Result<PersonId, Error> {
    let number = PersonNumber::Cedula(Cedula::parse(number).unwrap());
    let provenance = Provenance::import(UserId(1), OPTIONS.created_at_ms);
    store.write(|tx| person::add(tx, &Person { id: PersonId(0), number, name: name.to_owned(), provenance }))
}

#[test]
fn names_and_numbers_are_found_as_in_the_file() {
    let Some(server) = postgres::shared() else { return };
    let address = server.new_address();
    let store = Store::create_on(server.as_owner(&address), server.as_window(&address), OPTIONS).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = Store::create(folder.path(), crate::store_engine::key(), OPTIONS).unwrap();
    for (number, name) in [
        ("1714307103", "José Muñoz Andrade"),
        ("0926687856", "Li Wu Quishpe"),
        ("1710034065", "María 50% Ñacato_Li"),
        ("0603910951", "Liliana Wung"),
    ] {
        assert_eq!(add(&store, number, name).unwrap(), add(&file, number, name).unwrap());
    }
    let (here, there) = (store.reader().unwrap(), file.reader().unwrap());
    for typed in [
        "munoz",
        "jose andrade",
        "li",
        "wu li",
        "50%",
        "_",
        "%",
        "\\",
        "1714307103",
        "17",
        "nacato",
        "li li",
        "zz",
        "'",
    ] {
        let query = Query::new(typed);
        let found = search::people(&here, &query).unwrap();
        assert_eq!(found, search::people(&there, &query).unwrap(), "{typed}");
    }
    assert_eq!(search::people(&here, &Query::new("li")).unwrap().len(), 1, "a short word is a word of its own");
    drop((here, store));
    server.remove(&address);
}

#[test]
fn a_power_cut_of_the_server_loses_nothing_and_the_next_question_is_answered() {
    let Some(mut server) = Postgres::start() else { return };
    let address = server.new_address();
    let store = Store::create_on(server.as_owner(&address), server.as_window(&address), OPTIONS).unwrap();
    let reader = store.reader().unwrap();
    add(&store, "1714307103", "José Muñoz Andrade").unwrap();
    let found = || search::people(&reader, &Query::new("munoz")).map(|found| found.len());
    assert_eq!(found().unwrap(), 1);
    server.cut_and_restart();
    for question in 1..=2 {
        match found() {
            Ok(found) => assert_eq!(found, 1),
            Err(Error::Cut { .. }) if question == 1 => {}
            Err(other) => panic!("question {question}: {other:?}"),
        }
    }
    match add(&store, "0926687856", "Li Wu Quishpe") {
        Err(Error::Cut { .. }) => _ = add(&store, "0926687856", "Li Wu Quishpe").unwrap(),
        done => _ = done.unwrap(),
    }
    assert_eq!(search::people(&reader, &Query::new("wu")).unwrap().len(), 1);
}
