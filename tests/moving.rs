//! A centre moved from a file to a real server and back: every row, every scan, every password.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use ventanilla::domain::id::{PersonId, UserId};
use ventanilla::domain::number::PersonNumber;
use ventanilla::ops::house::run::Watch;
use ventanilla::ops::moving::Moved;
use ventanilla::ops::settings::{ChangeSettings, Settings};
use ventanilla::ops::{Error, House, Place, Session};
use ventanilla::print::ipp::CancelFlag;
use ventanilla::store;
use ventanilla::store::person::{self, Person};
use ventanilla::store::provenance::Provenance;

use crate::support::house::{CHIEF, CLERK, COLLEAGUE, Site, code, log_in, password, ready, verified};
use crate::support::postgres;

fn moved(house: &House, by: &Session, to: &Place) -> Result<Moved, Error> {
    let owner = (postgres::ROLE, postgres::PASSWORD.as_bytes());
    let cancel = CancelFlag::default();
    let mut last = 0;
    let mut progress = |at: ventanilla::ops::house::run::Progress| {
        assert!(at.done >= last && at.done <= at.total.unwrap());
        last = at.done;
    };
    house.move_to(by, to, Some(owner), &mut Watch { progress: &mut progress, cancel: &cancel })
}

/// The number of somebody who is written down here, and whose row is taken away again: it is nobody else's from then on.
fn next_number(house: &House) -> PersonId {
    let number = PersonNumber::parse("CD900001").unwrap();
    let row = Person { id: PersonId(0), number, name: "Alguien".into(), provenance: Provenance::import(UserId(1), 1) };
    let gone = house.store().write(|tx| person::add(tx, &row)).unwrap();
    let delete = format!("DELETE FROM person WHERE id = {}", gone.0);
    house.store().write(|tx| -> Result<usize, store::Error> { Ok(tx.execute(&delete, []).unwrap()) }).unwrap();
    gone
}

#[test]
fn a_centre_goes_to_a_server_and_back_whole() {
    let Some(there) = Site::free_on_server() else { return };
    let here = Site::staffed_on_file();
    let (house, clerk) = here.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 1);
    ready(&house, &clerk, 0).unwrap();
    house.perform(&chief, &ChangeSettings { settings: Settings::default() }).unwrap();
    let gone = next_number(&house);
    let address = house.scans().put(2026, b"una hoja", 5).unwrap();
    assert_eq!(code(moved(&house, &clerk, &there.place)), "role", "a supervisor signs it");
    let went = moved(&house, &chief, &there.place).unwrap();
    assert!(went.rows > 100 && went.scans > 0, "{went:?}");
    assert_eq!(code(moved(&house, &chief, &there.place)), "taken");
    let before = facts(&house);
    house.close().unwrap();

    let open = |site: &Site, login: &str| House::open(&site.place, login, &password(), 1, here.clock.clone()).unwrap();
    let (house, _) = open(&there, COLLEAGUE);
    verified(&house);
    assert_eq!(facts(&house), before);
    assert_eq!(house.scans().get(2026, &address).unwrap().unwrap(), b"una hoja");
    assert!(next_number(&house).0 > gone.0, "no number is given again");
    let machine = there.another_machine(2);
    machine.open(COLLEAGUE).unwrap().0.close().unwrap();

    let chief = log_in(&house, CHIEF, 1);
    let back = Site::free_on_file();
    moved(&house, &chief, &back.place).unwrap();
    let before = facts(&house);
    house.close().unwrap();
    let (house, _) = open(&back, CHIEF);
    verified(&house);
    assert_eq!(facts(&house), before);
    assert_eq!(house.scans().get(2026, &address).unwrap().unwrap(), b"una hoja");
    // Nothing is in doubt there: work goes on.
    ready(&house, &log_in(&house, CLERK, 1), 1).unwrap();
    verified(&house);
}

/// What stands in both, by table: how many rows, and their mark.
fn facts(house: &House) -> Vec<String> {
    let reader = house.reader().unwrap();
    let tables = store::moving::tables_of(&reader).unwrap();
    // Logins write entries.
    let own = ["journal", "journal_detail", "journal_signature", "operation_result", "app_user", "setting"];
    let others = tables.iter().filter(|table| !own.contains(&table.name()));
    others.map(|table| format!("{} {}", table.name(), table.count(&reader).unwrap())).collect()
}

#[test]
fn a_move_that_is_stopped_leaves_nothing_there() {
    let Some(there) = Site::free_on_server() else { return };
    let here = Site::staffed_on_file();
    let (house, chief) = here.open(CHIEF).unwrap();
    let cancel = CancelFlag::default();
    cancel.cancel();
    let owner = (postgres::ROLE, postgres::PASSWORD.as_bytes());
    let mut watch = Watch { progress: &mut |_| {}, cancel: &cancel };
    let stopped = house.move_to(&chief, &there.place, Some(owner), &mut watch);
    assert!(matches!(stopped, Err(Error::Cancelled)), "{stopped:?}");
    assert!(!there.place.is_taken());
    moved(&house, &chief, &there.place).unwrap();
    house.close().unwrap();
}
