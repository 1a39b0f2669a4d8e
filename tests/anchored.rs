//! What a machine remembers of a store, against copies of its folder and marks that were taken away. The stores are of
//! real people: a demonstration is remembered by nobody.

use std::fs;

use ventanilla::domain::approval::Matter;
use ventanilla::domain::user::Role;
use ventanilla::ops::issuance::issue;
use ventanilla::ops::{AnchorState, House, Session, Subject, new_op_id, open_to_read};
use ventanilla::print::ipp::CancelFlag;

use crate::authority::{run, unguard};
use crate::support::house::{
    CHIEF, CLERK, Site, add_user, ask, called, code, copy_folder, grant, in_doubt, log_in, password, ready, register,
    verified,
};
use crate::support::scripted::Scripted;

/// A store of real people with a register, closed.
fn at_work() -> Site {
    let site = Site::free_on_file();
    let (house, chief) = site.found_real().unwrap();
    add_user(&house, &chief, CLERK, "Ana Operadora", Role::Clerk);
    register(&house, &chief);
    house.close().unwrap();
    site
}

/// Prints a key for whoever comes as the `nth`; answers its serial.
fn prints(house: &House, clerk: &Session, nth: usize) -> String {
    let visit = ready(house, clerk, nth).unwrap();
    let press = new_op_id().unwrap();
    let issued = issue(house, clerk, press, visit, &Scripted::new(), &CancelFlag::default(), &mut |_| {});
    issued.unwrap().serial
}

/// The clerk asks, and the supervisor takes the journal as it is.
fn accepted(house: &House, clerk: &Session) {
    let request = ask(house, clerk, Matter::AnchorMismatch, Subject::HOUSE, "");
    grant(house, &log_in(house, CHIEF, 1), request).unwrap();
    assert!(!in_doubt(house));
}

#[test]
fn yesterday_s_folder_on_another_machine_gives_no_serial_again() {
    let site = at_work();
    let elsewhere = Site::free_on_file();
    copy_folder(&site.place.folder, &elsewhere.place.folder);
    let (house, clerk) = site.open(CLERK).unwrap();
    let printed = prints(&house, &clerk, 0);
    house.close().unwrap();

    let (house, clerk) = elsewhere.open(CLERK).unwrap();
    assert_eq!(house.anchor_state(), AnchorState::Unseen);
    assert_eq!(code(called(&house, &clerk, 0)), "anchor_mismatch");
    accepted(&house, &clerk);
    let again = prints(&house, &clerk, 0);
    assert_ne!(again, printed, "it stands on paper");
    verified(&house);
}

#[test]
fn a_mark_that_was_taken_away_is_named_and_gives_no_serial_again() {
    let site = at_work();
    let yesterday = site.copy();
    let (house, clerk) = site.open(CLERK).unwrap();
    let printed = prints(&house, &clerk, 0);
    house.close().unwrap();
    fs::remove_dir_all(&site.place.anchor_folder).unwrap();
    fs::remove_dir_all(&site.place.folder).unwrap();
    copy_folder(&yesterday.place.folder, &site.place.folder);

    let (house, clerk) = site.open(CLERK).unwrap();
    assert_eq!(house.anchor_state(), AnchorState::Forgotten);
    let said = house.anchor_state().doubt().unwrap().to_owned();
    assert!(said.contains("alguien borró la marca de la bitácora"), "{said}");
    assert_eq!(code(called(&house, &clerk, 0)), "anchor_mismatch");
    house.close().unwrap();
    let (house, clerk) = site.open(CLERK).unwrap();
    assert_eq!(house.anchor_state(), AnchorState::Forgotten, "a login alone does not make it good");
    accepted(&house, &clerk);
    assert_ne!(prints(&house, &clerk, 0), printed, "it stands on paper");
    verified(&house);
    house.close().unwrap();
    assert!(!in_doubt(&site.open(CLERK).unwrap().0), "accepted is remembered");
}

#[test]
fn a_machine_that_remembered_in_one_place_only_remembers_in_both_from_then_on() {
    let site = at_work();
    fs::remove_dir_all(&site.place.known_folder).unwrap();
    let (house, clerk) = site.open(CLERK).unwrap();
    assert!(!in_doubt(&house), "the anchor agrees");
    called(&house, &clerk, 0).unwrap();
    house.close().unwrap();
    fs::remove_dir_all(&site.place.anchor_folder).unwrap();
    assert_eq!(site.open(CLERK).unwrap().0.anchor_state(), AnchorState::Forgotten);
}

#[test]
fn a_store_that_calls_itself_a_demonstration_s_is_not_opened() {
    let site = at_work();
    let (house, _) = site.open(CLERK).unwrap();
    unguard(&house, &["store_identity_kept"]);
    run(&house, "UPDATE store_identity SET demo = 1");
    house.close().unwrap();
    let refused = site.open(CLERK).err().unwrap().to_string();
    assert!(refused.contains("no coinciden en si son de una demostración"), "{refused}");
    assert!(open_to_read(&site.place, CLERK, &password()).is_err());
}
