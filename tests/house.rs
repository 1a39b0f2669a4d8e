//! A house in hostile hands: taken places, wrong passwords, people who no longer count, clocks and files put back, and
//! operations run twice.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot set its scene fails"
)]

use std::fs;

use ventanilla::domain::approval::Matter;
use ventanilla::domain::id::UserId;
use ventanilla::domain::journal::Outcome;
use ventanilla::domain::procedure::employer_key::EmployerKey;
use ventanilla::domain::user::Role;
use ventanilla::domain::visit::{FirstJudgement, KeptFinding, KeptVerdict};
use ventanilla::intake::visit_v1;
use ventanilla::ops::approval::{AnswerApproval, RequestApproval, WithdrawApproval};
use ventanilla::ops::settings::{ChangeSettings, Settings};
use ventanilla::ops::verify::{Depth, verify};
use ventanilla::ops::visit::{BeginVisit, EndVisit, Ending, ParkVisit, ReopenVisit, save_draft};
use ventanilla::ops::{AnchorState, Clock as _, Error, House, Session, Subject, new_op_id, open_to_read};
use ventanilla::store::{self, STORE_FILE, StoreKey};
use ventanilla::vault::{Login, NewPassword, Password, RecoveryCode, RosterEntry, StoreSecret, Vault, VaultError};

use crate::support::house::{
    CHIEF, CLERK, COLLEAGUE, DAY_MS, DEPUTY, MINUTE_MS, PASSWORD, Site, add_user, append_entry, ask, called, chosen,
    code, draft, entries, facts, grant, in_doubt, last_entry, log_in, password, ready, verified,
};
use crate::support::small_disk::SmallDisk;

const OTHER_PASSWORD: &str = "nueve llaves cuelgan del muro";

#[test]
fn a_place_is_founded_once() {
    let site = Site::free_on_file();
    let (house, chief) = site.found().unwrap();
    assert_eq!(verified(&house).entries, 1, "the founding is the first entry");
    house.perform(&chief, &ChangeSettings { settings: Settings::default() }).unwrap();
    house.close().unwrap();
    assert_eq!(code(site.found()), "taken");
    fs::remove_file(site.place.folder.join("vault")).unwrap();
    assert_eq!(code(site.found()), "taken", "a store that lost its vault is still somebody's");
}

#[test]
fn a_store_without_its_vault_is_named_and_untouched() {
    let site = Site::staffed_on_file();
    fs::remove_file(site.place.folder.join("vault")).unwrap();
    let before = fs::read(site.place.folder.join(STORE_FILE)).unwrap();
    assert_eq!(code(site.open(CHIEF)), "no_vault");
    assert_eq!(fs::read(site.place.folder.join(STORE_FILE)).unwrap(), before);
}

#[test]
fn a_house_is_opened_by_one_process_and_read_beside_it() {
    let site = Site::staffed_on_file();
    let (house, _) = site.open(CLERK).unwrap();
    let again = site.open(CLERK);
    assert!(matches!(again, Err(Error::Store(store::Error::InUse { .. }))), "{:?}", again.err());
    assert!(open_to_read(&site.place, CHIEF, &password()).is_ok());
    house.close().unwrap();
    assert!(site.open(CLERK).is_ok());
}

#[test]
fn wrong_passwords_wait_longer_each_time_and_are_told_at_the_next_opening() {
    let site = Site::staffed();
    let wrong = Password::typed(OTHER_PASSWORD).unwrap();
    let mut waits = Vec::new();
    for _ in 0..3 {
        assert!(matches!(site.open_with(CLERK, &wrong), Err(Error::Vault(VaultError::WrongLogin))));
        match site.open_with(CLERK, &password()) {
            Err(Error::Vault(VaultError::Wait { seconds })) => waits.push(seconds),
            other => panic!("it did not wait: {:?}", other.err()),
        }
        site.wait_ms(i64::try_from(*waits.last().unwrap()).unwrap() * 1000);
    }
    assert_eq!(waits, [1, 2, 4]);
    let (house, _) = site.open(CLERK).unwrap();
    let reader = house.reader().unwrap();
    let told = store::journal::about(&reader, "house", 0).unwrap();
    let told = told.iter().find(|it| it.entry.operation == "user.failed_logins").unwrap();
    let detail = store::journal::detail(&reader, told.entry.number).unwrap().unwrap();
    assert!(detail.payload.contains(r#""count":3"#), "{}", detail.payload);
    verified(&house);
}

#[test]
fn a_disabled_user_is_out_at_once_and_an_old_vault_revives_nobody() {
    let site = Site::staffed_on_file();
    let (house, chief) = site.open(CHIEF).unwrap();
    let clerk = log_in(&house, CLERK, 1);
    let with_slot = fs::read(site.place.folder.join("vault")).unwrap();
    let turn = called(&house, &clerk, 0).unwrap();
    house.disable_user(&chief, clerk.actor().user).unwrap();
    assert_eq!(code(house.perform(&clerk, &BeginVisit { turn })), "session_ended");
    let login = house.log_in_at(CLERK, &password(), 1);
    assert!(matches!(login, Err(Error::Vault(VaultError::WrongLogin))), "no slot is left");
    verified(&house);
    house.close().unwrap();

    fs::write(site.place.folder.join("vault"), with_slot).unwrap();
    site.wait_ms(DAY_MS);
    assert_eq!(code(site.open(CLERK)), "disabled");
    let (house, chief) = site.open(CHIEF).unwrap();
    let reader = house.reader().unwrap();
    let turned_away = store::journal::about(&reader, "user", clerk.actor().user.0).unwrap();
    assert!(turned_away.iter().any(|it| it.entry.operation == "user.log_in" && it.entry.code == "disabled"));
    assert!(in_doubt(&house), "the vault is older than the store remembers");
    let given_back = house.reset_user(&chief, clerk.actor().user);
    assert_eq!(code(given_back), "anchor_mismatch");
}

#[test]
fn whoever_is_taken_back_has_a_generation_that_no_old_slot_has() {
    let site = Site::staffed();
    let (house, chief) = site.open(CHIEF).unwrap();
    let clerk = log_in(&house, CLERK, 1).actor().user;
    let before = store::user::get(&house.reader().unwrap(), clerk).unwrap().unwrap().generation;
    house.disable_user(&chief, clerk).unwrap();
    house.reset_user(&chief, clerk).unwrap();
    let after = store::user::get(&house.reader().unwrap(), clerk).unwrap().unwrap();
    assert!(after.enabled && after.generation > before);
}

#[test]
fn a_temporary_password_serves_for_changing_it_and_for_nothing_else() {
    let site = Site::staffed();
    let (house, chief) = site.open(CHIEF).unwrap();
    let deputy = log_in(&house, DEPUTY, 1).actor().user;
    let clerk = log_in(&house, CLERK, 1);
    let request = ask(&house, &clerk, Matter::SecondVoid, Subject::HOUSE, "");
    let temporary = house.reset_user(&chief, deputy).unwrap();
    let mut session = house.log_in_at(DEPUTY, temporary.password(), 1).unwrap();
    let settings = ChangeSettings { settings: Settings::default() };
    assert_eq!(code(house.perform(&session, &settings)), "temporary_password");
    assert_eq!(code(grant(&house, &session, request)), "temporary_password", "somebody else knows it");
    let login = Login::parse("nueva").unwrap();
    let before = fs::read(site.place.folder.join("vault")).unwrap();
    assert_eq!(code(house.add_user(&session, &login, "Nueva", (Role::Clerk, None))), "temporary_password");
    assert_eq!(code(house.reset_user(&session, clerk.actor().user)), "temporary_password");
    assert_eq!(fs::read(site.place.folder.join("vault")).unwrap(), before, "a refused reset leaves the vault alone");
    house.change_password(&mut session, temporary.password(), &chosen(OTHER_PASSWORD, DEPUTY)).unwrap();
    house.perform(&session, &settings).unwrap();
    grant(&house, &session, request).unwrap();
    verified(&house);
}

#[test]
fn a_reset_ends_the_session_and_the_old_password() {
    let site = Site::staffed();
    let (house, chief) = site.open(CHIEF).unwrap();
    let clerk = log_in(&house, CLERK, 1);
    let turn = called(&house, &clerk, 0).unwrap();
    assert_eq!(code(house.reset_user(&clerk, chief.actor().user)), "role");
    assert_eq!(last_entry(&house), ("user.reset".into(), "Refused".into(), "role".into()));
    assert_eq!(code(house.reset_user(&chief, chief.actor().user)), "own");
    house.reset_user(&chief, clerk.actor().user).unwrap();
    assert_eq!(code(house.perform(&clerk, &BeginVisit { turn })), "session_ended");
    assert!(matches!(house.log_in_at(CLERK, &password(), 1), Err(Error::Vault(VaultError::WrongLogin))));
    verified(&house);
}

#[test]
fn the_last_supervisor_stays() {
    let site = Site::staffed();
    let (house, chief) = site.open(CHIEF).unwrap();
    let deputy = log_in(&house, DEPUTY, 1);
    house.disable_user(&deputy, chief.actor().user).unwrap();
    assert_eq!(code(house.disable_user(&deputy, deputy.actor().user)), "own");
    assert_eq!(code(house.disable_user(&chief, deputy.actor().user)), "session_ended");
}

#[test]
fn the_second_person_is_another_one_with_an_account_of_their_own() {
    let site = Site::staffed();
    let (house, chief) = site.open(CHIEF).unwrap();
    let (deputy, clerk) = (log_in(&house, DEPUTY, 1), log_in(&house, CLERK, 1));
    let ask = |by: &Session| ask(&house, by, Matter::SecondVoid, Subject::HOUSE, "");
    assert_eq!(code(grant(&house, &chief, ask(&chief))), "second_person", "one's own");
    assert_eq!(code(grant(&house, &deputy, ask(&chief))), "second_person", "an account that the asker made");
    assert_eq!(code(grant(&house, &clerk, ask(&chief))), "role", "a clerk signs nothing");
    let of_clerk = ask(&clerk);
    grant(&house, &deputy, of_clerk).unwrap();
    assert_eq!(code(grant(&house, &chief, of_clerk)), "answered");
    let withdrawn = ask(&clerk);
    assert_eq!(code(house.perform(&chief, &WithdrawApproval { approval: withdrawn })), "answered");
    house.perform(&clerk, &WithdrawApproval { approval: withdrawn }).unwrap();
    assert_eq!(code(grant(&house, &chief, withdrawn)), "answered");

    let settings = Settings { sole_supervisor: true, ..Settings::default() };
    house.perform(&chief, &ChangeSettings { settings }).unwrap();
    let own = ask(&chief);
    grant(&house, &chief, own).unwrap();
    let flagged = store::approval::get(&house.reader().unwrap(), own).unwrap().unwrap();
    assert!(flagged.sole_supervisor, "the day's act will say so");
    house.perform(&chief, &ChangeSettings { settings: Settings::default() }).unwrap();
    site.wait_ms(30 * DAY_MS);
    grant(&house, &deputy, ask(&chief)).unwrap();
    verified(&house);
}

#[test]
fn an_approval_without_a_reason_is_none() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let request = RequestApproval {
        matter: Matter::SecondVoid,
        subject: Subject::HOUSE,
        covers: String::new(),
        reason: "  ".into(),
    };
    assert_eq!(code(house.perform(&clerk, &request)), "reason");
}

#[test]
fn a_clock_put_back_needs_a_supervisor_whose_word_is_the_new_baseline() {
    let site = Site::staffed();
    let (house, chief) = site.open(CHIEF).unwrap();
    let clerk = log_in(&house, CLERK, 1);
    let visit = ready(&house, &clerk, 0).unwrap();
    let at = house.clock().now();
    site.wait_ms(-MINUTE_MS);
    house.perform(&clerk, &ParkVisit { visit }).unwrap();
    let reader = house.reader().unwrap();
    let parked = store::journal::about(&reader, "visit", visit.0).unwrap().pop().unwrap().entry;
    assert_eq!(parked.at_ms, at.0, "within a minute, time stands still");

    site.wait_ms(-60 * MINUTE_MS);
    assert_eq!(code(ready(&house, &clerk, 1)), "clock_set_back");
    assert_eq!(code(save_draft(&house, &clerk, visit, &draft(0), 9)), "clock_set_back");
    let request = ask(&house, &clerk, Matter::ClockSetBack, Subject::HOUSE, "");
    assert_eq!(code(ready(&house, &clerk, 1)), "clock_set_back", "asking is not being answered");
    let answer = AnswerApproval { approval: request, granted: false, note: "la hora está mal".into() };
    house.answer_approval(&chief, &answer).unwrap();
    assert_eq!(code(ready(&house, &clerk, 1)), "clock_set_back", "nor is a no");
    let request = ask(&house, &clerk, Matter::ClockSetBack, Subject::HOUSE, "");
    grant(&house, &chief, request).unwrap();
    ready(&house, &clerk, 1).unwrap();
    site.wait_ms(-2 * MINUTE_MS);
    assert_eq!(code(ready(&house, &clerk, 2)), "clock_set_back", "the accepted hour is a baseline like any other");
    verified(&house);
}

#[test]
fn a_store_put_back_to_an_earlier_state_is_noticed_and_gives_no_serial_twice() {
    let site = Site::staffed_on_file();
    let earlier = site.copy();
    let (house, clerk) = site.open(CLERK).unwrap();
    ready(&house, &clerk, 0).unwrap();
    house.close().unwrap();
    for name in [STORE_FILE, "vault"] {
        fs::copy(earlier.place.folder.join(name), site.place.folder.join(name)).unwrap();
    }
    let (house, clerk) = site.open(CLERK).unwrap();
    assert!(in_doubt(&house));
    assert_eq!(code(called(&house, &clerk, 0)), "anchor_mismatch");
    let chief = log_in(&house, CHIEF, 1);
    let request = ask(&house, &clerk, Matter::AnchorMismatch, Subject::HOUSE, "");
    let epoch = |house: &House| store::centre::identity(&house.reader().unwrap()).unwrap().serial_epoch;
    assert_eq!(epoch(&house), 1);
    grant(&house, &chief, request).unwrap();
    assert!(!in_doubt(&house));
    assert_eq!(epoch(&house), 2, "serials of the lost entries stand on paper");
    called(&house, &clerk, 0).unwrap();
    house.close().unwrap();
    let (house, _) = site.open(CLERK).unwrap();
    assert!(!in_doubt(&house), "accepted is remembered");
    verified(&house);
    let back = |tx: &store::Transaction<'_>| -> Result<usize, store::Error> {
        Ok(tx.execute("UPDATE store_identity SET serial_epoch = 1", []).unwrap())
    };
    house.store().write(back).unwrap();
    let found = verify(&house.reader().unwrap(), Depth::Whole, None, &mut |_| true).unwrap();
    assert!(found.problem.unwrap().contains("de antes de la época 2"), "the epoch is not taken back");
}

#[test]
fn another_store_under_the_same_vault_is_noticed_too() {
    let site = Site::staffed_on_file();
    let twin = site.copy();
    for (site, nth) in [(&site, 0), (&twin, 1)] {
        let (house, clerk) = site.open(CLERK).unwrap();
        ready(&house, &clerk, nth).unwrap();
        house.close().unwrap();
    }
    fs::copy(twin.place.folder.join(STORE_FILE), site.place.folder.join(STORE_FILE)).unwrap();
    let (house, _) = site.open(CLERK).unwrap();
    assert!(in_doubt(&house), "the entry of that number is another one");
}

fn anchor_of(site: &Site) -> std::path::PathBuf {
    fs::read_dir(&site.place.anchor_folder).unwrap().next().unwrap().unwrap().path()
}

#[test]
fn an_unreadable_anchor_is_a_doubt_and_a_demonstration_may_lack_it() {
    let site = Site::staffed();
    fs::write(anchor_of(&site), "nada").unwrap();
    assert!(in_doubt(&site.open(CLERK).unwrap().0));
    fs::remove_file(anchor_of(&site)).unwrap();
    assert!(!in_doubt(&site.open(CLERK).unwrap().0));
}

#[test]
fn a_machine_that_never_saw_the_store_needs_a_supervisor_once() {
    let site = Site::free_on_file();
    site.found_real().unwrap().0.close().unwrap();
    let founded = site.copy();
    fs::remove_file(anchor_of(&founded)).unwrap();
    fs::remove_dir_all(&founded.place.known_folder).unwrap();
    let (house, _chief) = founded.open(CHIEF).unwrap();
    assert_eq!(house.anchor_state(), AnchorState::Unseen, "what was copied right after the founding may have gone on");
    house.close().unwrap();
    let (house, chief) = site.open(CHIEF).unwrap();
    assert!(!in_doubt(&house));
    add_user(&house, &chief, CLERK, "Ana Operadora", Role::Clerk);
    house.close().unwrap();

    let earlier = site.copy();
    fs::remove_file(anchor_of(&site)).unwrap();
    fs::remove_dir_all(&site.place.known_folder).unwrap();
    let (house, clerk) = site.open(CLERK).unwrap();
    assert_eq!(house.anchor_state(), AnchorState::Unseen);
    assert!(house.anchor_state().doubt().unwrap().starts_with("Este equipo no ha visto antes este almacén"));
    assert_eq!(code(called(&house, &clerk, 0)), "anchor_mismatch");
    house.close().unwrap();
    let (house, clerk) = site.open(CLERK).unwrap();
    assert_eq!(house.anchor_state(), AnchorState::Unseen, "a login alone is not remembered");
    let chief = log_in(&house, CHIEF, 1);
    let request = ask(&house, &clerk, Matter::AnchorMismatch, Subject::HOUSE, "");
    grant(&house, &chief, request).unwrap();
    called(&house, &clerk, 0).unwrap();
    let epoch = |house: &House| store::centre::identity(&house.reader().unwrap()).unwrap().serial_epoch;
    assert_eq!(epoch(&house), 2, "entries may be missing that this machine cannot know of");
    house.close().unwrap();
    let (house, _) = site.open(CLERK).unwrap();
    assert!(!in_doubt(&house), "accepted is remembered");
    verified(&house);
    house.close().unwrap();
    fs::copy(earlier.place.folder.join(STORE_FILE), site.place.folder.join(STORE_FILE)).unwrap();
    let (house, _) = site.open(CLERK).unwrap();
    assert!(matches!(house.anchor_state(), AnchorState::Differs(_)), "from now on an older one is known");
}

#[test]
fn an_older_vault_needs_a_supervisor_once() {
    let site = Site::staffed_on_file();
    let old = fs::read(site.place.folder.join("vault")).unwrap();
    let (house, chief) = site.open(CHIEF).unwrap();
    add_user(&house, &chief, "nueva", "Nueva", Role::Clerk);
    house.close().unwrap();
    fs::write(site.place.folder.join("vault"), old).unwrap();
    let (house, clerk) = site.open(CLERK).unwrap();
    assert!(in_doubt(&house));
    assert_eq!(code(called(&house, &clerk, 0)), "anchor_mismatch");
    let chief = log_in(&house, CHIEF, 1);
    let request = ask(&house, &clerk, Matter::AnchorMismatch, Subject::HOUSE, "");
    grant(&house, &chief, request).unwrap();
    called(&house, &clerk, 0).unwrap();
    house.close().unwrap();
    assert!(!in_doubt(&site.open(CLERK).unwrap().0));
}

/// Of the passwords that were changed since the copy was made nothing is left in it.
#[test]
fn who_changed_their_password_since_an_older_vault_is_reset_once_it_is_accepted() {
    let site = Site::staffed_on_file();
    let old = fs::read(site.place.folder.join("vault")).unwrap();
    let (house, mut clerk) = site.open(CLERK).unwrap();
    let other = chosen(OTHER_PASSWORD, CLERK);
    house.change_password(&mut clerk, &password(), &other).unwrap();
    house.change_password(&mut clerk, other.password(), &chosen(PASSWORD, CLERK)).unwrap();
    house.close().unwrap();
    fs::write(site.place.folder.join("vault"), old).unwrap();
    assert_eq!(code(site.open(CLERK)), "disabled");
    let (house, deputy) = site.open(DEPUTY).unwrap();
    let chief = log_in(&house, CHIEF, 1);
    grant(&house, &chief, ask(&house, &deputy, Matter::AnchorMismatch, Subject::HOUSE, "")).unwrap();
    let temporary = house.reset_user(&chief, clerk.actor().user).unwrap();
    house.log_in_at(CLERK, temporary.password(), 1).unwrap();
    verified(&house);
}

fn recovery_code(site: &Site) -> RecoveryCode {
    let (house, chief) = site.open(CHIEF).unwrap();
    let code = house.make_recovery_code(&chief).unwrap();
    house.close().unwrap();
    code
}

fn recover(site: &Site, login: &str, code: &RecoveryCode) -> Result<ventanilla::ops::Recovered, Error> {
    House::recover(&site.place, login, code, &chosen(OTHER_PASSWORD, CHIEF), 1, site.clock.clone())
}

#[test]
fn the_recovery_code_opens_for_one_supervisor_once() {
    let site = Site::staffed();
    let from_safe = recovery_code(&site);
    assert_eq!(code(recover(&site, "nadie", &from_safe)), "unknown");
    assert!(matches!(recover(&site, CLERK, &from_safe), Err(Error::Vault(VaultError::NotASupervisor))));
    let recovered = recover(&site, CHIEF, &from_safe).unwrap();
    let (house, chief) = recovered.opened.unwrap();
    house.perform(&chief, &ChangeSettings { settings: Settings::default() }).unwrap();
    assert!(!in_doubt(&house));
    assert_eq!(verified(&house).recoveries, 1);
    house.close().unwrap();
    assert!(matches!(recover(&site, CHIEF, &from_safe), Err(Error::Vault(VaultError::WrongRecoveryCode))));
    assert!(matches!(site.open(CHIEF), Err(Error::Vault(VaultError::WrongLogin))), "the lost password is over");
    site.wait_ms(DAY_MS);
    let recovered = recover(&site, CHIEF, &recovered.next_code).unwrap();
    assert_eq!(verified(&recovered.opened.unwrap().0).recoveries, 2);
}

/// Appends an entry that the program did not write, as whoever knows a password can, and answers what verifying says.
fn forged(house: &House, operation: &str, by: UserId, about: UserId, code: &str) -> String {
    append_entry(house, by, Outcome::Done, operation, ("user", about.0), code, "null");
    let found = verify(&house.reader().unwrap(), Depth::Whole, None, &mut |_| true).unwrap();
    found.problem.unwrap_or_else(|| format!("nothing; {} recoveries", found.recoveries))
}

#[test]
fn no_unsigned_entry_gives_a_supervisor_another_key() {
    let own_key = "ab".repeat(32);
    let tried = |operation: &str, by: &str, about: &str| {
        let site = Site::staffed();
        let (house, chief) = site.open(CHIEF).unwrap();
        let of = |login: &str| log_in(&house, login, 1).actor().user;
        assert_eq!(verified(&house).recoveries, 0);
        drop(chief);
        forged(&house, operation, of(by), of(about), &own_key)
    };
    assert!(tried("house.found", CLERK, CHIEF).contains("eso solo puede decirlo la primera"));
    assert!(tried("user.own_password", CLERK, CHIEF).contains("un usuario cambió la contraseña de otro"));
    assert!(tried("user.own_password", CHIEF, CHIEF).contains("llave de firmar nueva sin la firma"));
    assert!(tried("user.own_password", CLERK, CLERK).contains("llave de firmar nueva sin"), "a clerk has none");
    assert!(tried("user.recover", CLERK, CHIEF).contains("un usuario cambió la contraseña de otro"));
    assert!(tried("user.credentials", CLERK, CHIEF).contains("le falta la firma"));
    assert!(tried("user.recover", CHIEF, CHIEF).contains("no dice cuál cuenta"), "which credentials it gives");
}

#[test]
fn a_recovery_cut_before_the_store_knew_is_finished_by_the_next_login() {
    let site = Site::staffed_on_file();
    let from_safe = recovery_code(&site);
    let (in_the_way, _) = site.open(CLERK).unwrap();
    let recovered = recover(&site, CHIEF, &from_safe).unwrap();
    assert!(matches!(recovered.opened, Err(Error::Store(store::Error::InUse { .. }))));
    in_the_way.close().unwrap();
    let (house, chief) = site.open_with(CHIEF, &Password::typed(OTHER_PASSWORD).unwrap()).unwrap();
    house.perform(&chief, &ChangeSettings { settings: Settings::default() }).unwrap();
    assert!(
        store::journal::about(&house.reader().unwrap(), "user", chief.actor().user.0)
            .unwrap()
            .iter()
            .any(|it| it.entry.operation == "user.recover")
    );
    verified(&house);
}

#[test]
fn a_disabled_supervisor_is_not_recovered() {
    let site = Site::staffed_on_file();
    let from_safe = recovery_code(&site);
    let with_slot = fs::read(site.place.folder.join("vault")).unwrap();
    let (house, deputy) = site.open(DEPUTY).unwrap();
    let chief = log_in(&house, CHIEF, 1).actor().user;
    house.disable_user(&deputy, chief).unwrap();
    house.close().unwrap();
    assert_eq!(code(recover(&site, CHIEF, &from_safe)), "unknown");
    fs::write(site.place.folder.join("vault"), with_slot).unwrap();
    assert_eq!(code(recover(&site, CHIEF, &from_safe).unwrap().opened), "disabled");
}

#[test]
fn a_temporary_password_is_not_set_with_the_recovery_code() {
    let site = Site::staffed();
    let from_safe = recovery_code(&site);
    let temporary = NewPassword::temporary().unwrap();
    let answer = House::recover(&site.place, CHIEF, &from_safe, &temporary, 1, site.clock.clone());
    assert_eq!(code(answer), "password");
    assert!(recover(&site, CHIEF, &from_safe).is_ok(), "the code still holds");
}

#[test]
fn another_secret_keeps_users_data_and_scans() {
    let site = Site::staffed_on_file();
    let (house, chief) = site.open(CHIEF).unwrap();
    let clerk = log_in(&house, CLERK, 1);
    let visit = ready(&house, &clerk, 0).unwrap();
    let address = house.scans().put(2026, b"a page", house.clock().now().0).unwrap();
    drop(chief);
    assert_eq!(code(house.rekey(&clerk, &site.place)), "role");
    let (house, chief) = site.open(CHIEF).unwrap();
    house.rekey(&chief, &site.place).unwrap();
    for login in [CHIEF, DEPUTY, CLERK, COLLEAGUE] {
        let (house, _) = site.open(login).unwrap();
        verified(&house);
        assert_eq!(house.scans().get(2026, &address).unwrap().unwrap(), b"a page");
        assert!(store::visit::get(&house.reader().unwrap(), visit).unwrap().is_some());
        house.close().unwrap();
    }
}

/// After which step the change of the secret is cut.
#[derive(Debug, Clone, Copy, PartialEq)]
enum After {
    Vault,
    Scans,
    Store,
}

#[test]
fn a_change_of_the_secret_cut_anywhere_goes_on_at_the_next_opening() {
    for cut in [After::Vault, After::Scans, After::Store] {
        let site = Site::staffed_on_file();
        let (house, clerk) = site.open(CLERK).unwrap();
        let visit = ready(&house, &clerk, 0).unwrap();
        let address = house.scans().put(2026, b"a page", house.clock().now().0).unwrap();
        let roster: Vec<RosterEntry> = store::user::all(&house.reader().unwrap())
            .unwrap()
            .iter()
            .map(|user| RosterEntry { user_id: user.id.0, generation: user.generation })
            .collect();
        house.close().unwrap();

        let mut vault = Vault::open(&site.place.folder.join("vault")).unwrap();
        let old = vault.unlock(CHIEF, &password(), site.clock.now().0).unwrap().secret;
        let new = vault.rekey(&old, &roster).unwrap();
        let store_key = |secret: &StoreSecret| StoreKey::from_bytes(*secret.store_key());
        let scan_key = |secret: &StoreSecret| StoreKey::from_bytes(*secret.scan_key());
        if cut != After::Vault {
            store::scans::rekey(&site.place.folder, &scan_key(&old), &scan_key(&new)).unwrap();
        }
        if cut == After::Store {
            store::rekey(&site.place.folder, &store_key(&old), &store_key(&new)).unwrap();
        }
        drop(vault);
        let beside = open_to_read(&site.place, CHIEF, &password());
        assert!(beside.is_ok(), "{cut:?}: {:?}", beside.err());
        drop(beside);

        for login in [COLLEAGUE, CHIEF] {
            let (house, _) = site.open(login).unwrap_or_else(|error| panic!("{cut:?}: {error}"));
            verified(&house);
            assert_eq!(house.scans().get(2026, &address).unwrap().unwrap(), b"a page", "{cut:?}");
            assert!(store::visit::get(&house.reader().unwrap(), visit).unwrap().is_some());
            house.close().unwrap();
        }
        let with_old_key = store::open_read_only(&site.place.folder, &store_key(&old));
        assert!(matches!(with_old_key, Err(store::Error::KeyRefused { .. })), "{cut:?}: the old secret is over");
    }
}

#[test]
fn an_operation_run_twice_has_one_effect() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let visit = ready(&house, &clerk, 0).unwrap();
    let id = new_op_id().unwrap();
    let first = house.transact(&clerk, id, &ParkVisit { visit }).unwrap();
    let (count, said) = (entries(&house), facts(&house));
    let second = house.transact(&clerk, id, &ParkVisit { visit }).unwrap();
    assert_eq!((second.entry, second.changed), (first.entry, &[] as &[_]));
    assert_eq!((entries(&house), facts(&house)), (count, said));

    let refused = new_op_id().unwrap();
    assert_eq!(code(house.transact(&clerk, refused, &ParkVisit { visit })), "state");
    let count = entries(&house);
    assert_eq!(code(house.transact(&clerk, refused, &ParkVisit { visit })), "state");
    assert_eq!(entries(&house), count, "a refusal is told once");

    house.close().unwrap();
    let (house, clerk) = site.open(CLERK).unwrap();
    assert_eq!(house.transact(&clerk, id, &ParkVisit { visit }).unwrap().entry, first.entry, "after a restart too");
    let other = EndVisit { visit, ending: Ending::Abandoned };
    assert!(matches!(house.transact(&clerk, id, &other), Err(Error::Inconsistent(_))), "an id is of one operation");
    verified(&house);
}

#[test]
fn a_refused_operation_leaves_its_entry_and_nothing_else() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let visit = ready(&house, &clerk, 0).unwrap();
    let (count, said) = (entries(&house), facts(&house));
    let plain = EndVisit { visit, ending: Ending::PlainServed };
    assert_eq!(code(house.perform(&clerk, &plain)), "ending");
    assert_eq!(entries(&house), count + 1);
    assert_eq!(last_entry(&house), ("visit.end".into(), "Refused".into(), "ending".into()));
    assert_eq!(facts(&house), said);
    assert_eq!(code(house.perform(&clerk, &ChangeSettings { settings: Settings::default() })), "role");
    assert_eq!(facts(&house), said);
    verified(&house);
}

#[test]
fn a_visit_begins_from_a_called_turn_only() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let colleague = log_in(&house, COLLEAGUE, 2);
    let turn = called(&house, &clerk, 0).unwrap();
    assert_eq!(code(house.perform(&colleague, &BeginVisit { turn })), "other_window");
    let visit = house.perform(&clerk, &BeginVisit { turn }).unwrap().output;
    house.perform(&clerk, &ParkVisit { visit }).unwrap();
    assert_eq!(code(house.perform(&clerk, &BeginVisit { turn })), "turn_state", "a parked visit is resumed");
}

#[test]
fn a_draft_is_its_clerks_and_the_newest_stays() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let colleague = log_in(&house, COLLEAGUE, 2);
    let visit = ready(&house, &clerk, 0).unwrap();
    let saved = |house: &House| store::visit::get(&house.reader().unwrap(), visit).unwrap().unwrap();
    let before = saved(&house);
    assert_eq!(code(save_draft(&house, &colleague, visit, &draft(1), 9)), "state");
    assert_eq!(code(save_draft(&house, &clerk, visit, "{", 9)), "draft");
    assert!(!save_draft(&house, &clerk, visit, &draft(1), 1).unwrap(), "one that arrives late");
    assert_eq!(saved(&house), before);
    assert!(save_draft(&house, &clerk, visit, &draft(1), 2).unwrap());
    assert_ne!(saved(&house).draft, before.draft);
}

#[test]
fn a_working_copy_cannot_bring_its_own_first_judgement() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let visit = ready(&house, &clerk, 0).unwrap();
    let first_judgement = |house: &House| {
        let row = store::visit::get(&house.reader().unwrap(), visit).unwrap().unwrap();
        visit_v1::read_draft::<EmployerKey>(&row.draft).unwrap().first_judgement
    };
    let mut forged = visit_v1::read_draft::<EmployerKey>(&draft(0)).unwrap();
    forged.papers.request = None;
    let incomplete = visit_v1::write_draft(&forged).unwrap();
    forged.first_judgement = Some(FirstJudgement {
        at: house.clock().now(),
        turn_code: "A261120-0".into(),
        about: String::new(),
        findings: vec![KeptFinding { rule: "EK-T1".into(), sentence: "forged".into(), verdict: KeptVerdict::Met }],
    });
    let forged = visit_v1::write_draft(&forged).unwrap();
    assert!(save_draft(&house, &clerk, visit, &forged, 2).unwrap());
    assert_eq!(first_judgement(&house), None);

    house.perform(&clerk, &EndVisit { visit, ending: Ending::not_served() }).unwrap();
    house.perform(&clerk, &ReopenVisit { visit }).unwrap();
    let kept = first_judgement(&house);
    assert!(kept.as_ref().is_some_and(|kept| kept.findings.iter().all(|it| it.sentence != "forged")));
    assert!(save_draft(&house, &clerk, visit, &incomplete, 9).unwrap());
    assert_eq!(first_judgement(&house), kept, "nor lose the one that stands");
}

#[test]
fn on_a_full_disk_an_operation_leaves_nothing_and_can_be_done_again() {
    let Some(disk) = SmallDisk::new(8 << 10) else { return };
    let mut site = Site::staffed_on_file();
    let folder = disk.path().join("store");
    crate::support::house::copy_folder(&site.place.folder, &folder);
    site.place.folder = folder;
    let (house, clerk) = site.open(CLERK).unwrap();
    let visit = ready(&house, &clerk, 0).unwrap();
    let (count, said) = (entries(&house), facts(&house));
    disk.fill();
    let id = new_op_id().unwrap();
    // The log has room of its own at first: it is filled up.
    let mut failed = None;
    for revision in 2..200 {
        if let Err(error) = save_draft(&house, &clerk, visit, &draft(0), revision) {
            failed = Some(error);
            break;
        }
    }
    assert!(matches!(failed, Some(Error::Store(store::Error::DiskFull { .. }))), "{failed:?}");
    let park = house.transact(&clerk, id, &ParkVisit { visit });
    assert!(matches!(park, Err(Error::Store(store::Error::DiskFull { .. }))), "{:?}", park.err());
    assert_eq!(entries(&house), count);
    let visits = |lines: &[String]| lines.iter().filter(|line| line.starts_with("turn ")).cloned().collect::<Vec<_>>();
    assert_eq!(visits(&facts(&house)), visits(&said));
    disk.make_room();
    house.transact(&clerk, id, &ParkVisit { visit }).unwrap();
    verified(&house);
    house.close().unwrap();
    verified(&site.open(CLERK).unwrap().0);
}

fn disk_has_room_again(disk: &SmallDisk, site: &Site) {
    let grown = std::process::Command::new("mount").args(["-o", "remount,size=8192k"]).arg(disk.path()).status();
    assert!(grown.unwrap().success());
    site.found().unwrap();
}

#[test]
fn a_founding_without_room_leaves_the_place_free() {
    let Some(disk) = SmallDisk::new(200) else { return };
    let mut site = Site::free_on_file();
    site.place.folder = disk.path().join("store");
    let founded = site.found();
    assert!(matches!(founded, Err(Error::Store(_))), "{:?}", founded.err());
    assert!(!site.place.is_taken());
    disk_has_room_again(&disk, &site);
}
