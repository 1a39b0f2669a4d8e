//! Machines of a centre that are no windows: the arrival desk and the waiting room's call screen. What each may do, the rights
//! of its role on a real server say.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::time::{Duration, Instant};

use ventanilla::domain::duty::Duty;
use ventanilla::domain::number::PersonNumber;
use ventanilla::domain::procedure_id::ProcedureId;
use ventanilla::domain::turn::{InNameOf, PriorityGroup, PriorityWhose, TurnPriority};
use ventanilla::ops::call_board::CallBoard;
use ventanilla::ops::person::RecordPerson;
use ventanilla::ops::settings::{ChangeSettings, Settings};
use ventanilla::ops::turn::{CallAgain, CallTurn, GiveWalkIn, MarkArrived, TakeBackArrival, TakeBackCall};
use ventanilla::ops::{Error, view};
use ventanilla::store;
use ventanilla::store::postgres::Heard;
use ventanilla::vault::{Password, VaultError};

use crate::many_windows::centre;
use crate::support::house::{
    CHIEF, CLERK, COLLEAGUE, Site, chosen, code, log_in, password, scheduled, staff, verified,
};
use crate::support::postgres;

const OTHER_PASSWORD: &str = "diez llaves cuelgan del muro";

/// What the server says to this machine's role.
fn asked(site: &Site, sql: &str) -> Result<String, String> {
    let address = site.place.server.as_ref().unwrap();
    let text = address.to_string();
    let database = text.rsplit('/').next().unwrap().split('?').next().unwrap();
    let as_role = format!("SET ROLE {}; SET search_path = {}; {sql}", address.role(), address.schema());
    postgres::shared().unwrap().try_psql(database, &as_role)
}

#[track_caller]
fn is_kept_from(site: &Site, statements: &[&str]) {
    for sql in statements {
        let said = asked(site, sql);
        assert!(said.as_ref().is_err_and(|said| said.contains("permission denied")), "{sql}: {said:?}");
    }
}

fn board(site: &Site) -> Result<CallBoard, Error> {
    CallBoard::open(&site.place, CLERK, &password(), site.clock.clone())
}

fn walk_in() -> GiveWalkIn {
    GiveWalkIn {
        procedure: ProcedureId::EMPLOYER_KEY,
        holder: PersonNumber::parse("1714307103").unwrap(),
        holder_name: "Quispe Guamán Rosa".into(),
        in_name_of: InNameOf::Applicant,
        priority: Some(TurnPriority { group: PriorityGroup::OlderAdult, whose: PriorityWhose::Presenter }),
    }
}

#[test]
fn an_arrival_desk_marks_who_comes_gives_turns_and_does_nothing_else() {
    let Some(window) = centre() else { return };
    let desk = window.another_machine_as(Duty::Arrivals, 2);
    let (here, ana) = window.open(CLERK).unwrap();
    let (there, eva) = desk.open(COLLEAGUE).unwrap();
    assert_eq!((here.duty(), there.duty()), (Duty::Window, Duty::Arrivals));
    let turn = scheduled(&here, &ana, 0);
    there.perform(&eva, &MarkArrived { turn, reason: None }).unwrap();
    there.perform(&eva, &TakeBackArrival { turn }).unwrap();
    there.perform(&eva, &MarkArrived { turn, reason: None }).unwrap();
    let given = there.perform(&eva, &walk_in()).unwrap().output;
    assert_eq!(code(there.perform(&eva, &CallTurn { wanted: None, reason: None })), "arrivals");
    let number = PersonNumber::parse("CD123456").unwrap();
    assert_eq!(code(there.perform(&eva, &RecordPerson { number, name: "Otra Persona".into() })), "arrivals");
    let mut eva = eva;
    let own = chosen(OTHER_PASSWORD, COLLEAGUE);
    assert_eq!(code(there.change_password(&mut eva, &password(), &own)), "arrivals");
    log_in(&there, CHIEF, 2);
    // Both wait at the windows.
    let call = CallTurn { wanted: None, reason: None };
    let mut called = [here.perform(&ana, &call).unwrap().output, here.perform(&ana, &call).unwrap().output];
    called.sort();
    assert_eq!(called, [turn, given]);
    verified(&here);
    drop(there);
    desk.open(COLLEAGUE).unwrap().0.close().unwrap();
}

/// Of a centre that is no demonstration's: its machines have never seen the journal when they join.
#[test]
fn a_real_centre_s_arrival_desk_opens_for_whoever_works_there() {
    let Some(site) = Site::free_on_server() else { return };
    let (house, chief) = site.found_real().unwrap();
    staff(&house, &chief);
    let turn = scheduled(&house, &chief, 0);
    let desk = site.real_machine_as(Duty::Arrivals, 1);
    let (there, eva) = desk.open(COLLEAGUE).unwrap();
    assert_eq!(
        view::at_the_door(&there, &there.reader().unwrap(), eva.actor().user).unwrap(),
        view::AtTheDoor::default()
    );
    there.perform(&eva, &MarkArrived { turn, reason: None }).unwrap();
    let chief = log_in(&there, CHIEF, 1);
    assert_eq!(
        view::at_the_door(&there, &there.reader().unwrap(), chief.actor().user).unwrap(),
        view::AtTheDoor::default()
    );
    verified(&house);
}

#[test]
fn an_arrival_desk_s_role_reaches_no_key_no_paper_and_no_register() {
    let Some(window) = centre() else { return };
    let desk = window.another_machine_as(Duty::Arrivals, 2);
    asked(&desk, "SELECT count(*) FROM turn").unwrap();
    // Of the settings those that an operation goes by; the mail's password is not among them.
    let (house, chief) = window.open(CHIEF).unwrap();
    house.perform(&chief, &ChangeSettings { settings: Settings::default() }).unwrap();
    let secret = |tx: &store::Transaction<'_>| store::centre::set_setting(tx, house.centre().id, "mail.password", "x");
    house.store().write(secret).unwrap();
    assert_eq!(asked(&desk, "SELECT name FROM setting ORDER BY name").unwrap(), "centre\nclock_baseline_ms");
    assert!(asked(&window, "SELECT name FROM setting").unwrap().contains("mail.password"));
    is_kept_from(
        &desk,
        &[
            "SELECT * FROM issuance",
            "SELECT * FROM scan_blob",
            "SELECT * FROM insured",
            "SELECT * FROM employer",
            "SELECT * FROM visit",
            "SELECT * FROM person",
            "SELECT * FROM approval",
            "SELECT * FROM journal_detail",
            "DELETE FROM turn",
            "UPDATE turn SET holder_name = 'otra'",
            "UPDATE turn SET on_day = '2026-01-01'",
            "UPDATE journal SET code = ''",
            "DELETE FROM journal_detail",
            "UPDATE app_user SET role = 'supervisor'",
            "UPDATE setting SET value = ''",
            "UPDATE vault_slot SET slot = slot",
            "INSERT INTO issuance DEFAULT VALUES",
            "UPDATE service_window SET number = 9",
        ],
    );
}

#[test]
fn a_call_screen_tells_codes_and_windows_as_they_are_called() {
    let Some(window) = centre() else { return };
    let screen = window.another_machine_as(Duty::Calls, 1);
    let (here, ana) = window.open(CLERK).unwrap();
    let mut board = board(&screen).unwrap();
    let ear = board.listen().unwrap().unwrap();
    assert!(board.calls(5).unwrap().is_empty());
    let turns = [0, 1, 2].map(|nth| scheduled(&here, &ana, nth));
    for turn in turns {
        here.perform(&ana, &MarkArrived { turn, reason: None }).unwrap();
    }
    assert!(board.calls(5).unwrap().is_empty(), "they wait");
    while ear.hear(Duration::from_millis(50)) != Heard::Nothing {}
    let began = Instant::now();
    let call = || here.perform(&ana, &CallTurn { wanted: None, reason: None }).unwrap().output;
    let first = call();
    assert_eq!(ear.hear(Duration::from_secs(1)), Heard::Entry("turn".into()));
    assert!(began.elapsed() < Duration::from_secs(1));
    let told = board.calls(5).unwrap();
    let row = store::turn::get(&here.reader().unwrap(), first).unwrap().unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].turn, &told[0].code, told[0].window, told[0].times), (first, &row.turn.code, 1, 1));
    window.wait_ms(40_000);
    here.perform(&ana, &CallAgain { turn: first }).unwrap();
    assert_eq!(board.calls(5).unwrap()[0].times, 2);
    let second = call();
    let order: Vec<_> = board.calls(5).unwrap().iter().map(|call| call.turn).collect();
    assert_eq!(order, [second, first]);
    assert_eq!(board.calls(1).unwrap().len(), 1);
    here.perform(&ana, &TakeBackCall { turn: second }).unwrap();
    let order: Vec<_> = board.calls(5).unwrap().iter().map(|call| call.turn).collect();
    assert_eq!(order, [first]);
    verified(&here);
    // The day after, nobody was called yet.
    screen.wait_ms(24 * 3_600_000);
    assert!(board.calls(5).unwrap().is_empty());
}

#[test]
fn a_call_screen_s_role_reads_no_name_and_writes_nothing() {
    let Some(window) = centre() else { return };
    let screen = window.another_machine_as(Duty::Calls, 1);
    asked(&screen, "SELECT code, called_window FROM turn").unwrap();
    is_kept_from(
        &screen,
        &[
            "SELECT holder_name FROM turn",
            "SELECT holder_number FROM turn",
            "SELECT * FROM turn",
            "SELECT * FROM app_user",
            "SELECT * FROM journal",
            "SELECT * FROM person",
            "SELECT * FROM issuance",
            "UPDATE turn SET state = 'served'",
            "INSERT INTO journal DEFAULT VALUES",
        ],
    );
    // It is no window, whatever is opened there.
    assert_eq!(code(screen.open(CLERK)), "calls");
    board(&screen).unwrap();
}

#[test]
fn a_call_screen_opens_for_whoever_comes_in_at_a_window_and_once() {
    let Some(window) = centre() else { return };
    let screen = window.another_machine_as(Duty::Calls, 1);
    let (here, mut ana) = window.open(CLERK).unwrap();
    let open = |password: &Password| CallBoard::open(&screen.place, CLERK, password, screen.clock.clone());
    let one = open(&password()).unwrap();
    assert!(matches!(open(&password()).err().unwrap(), Error::Store(store::Error::InUse { .. })));
    drop(one);
    let own = chosen(OTHER_PASSWORD, CLERK);
    here.change_password(&mut ana, &password(), &own).unwrap();
    assert_eq!(code(open(&password())), "changed_elsewhere");
    screen.wait_ms(60_000);
    open(own.password()).unwrap();
    assert!(matches!(open(&password()).err().unwrap(), Error::Vault(VaultError::WrongLogin)));
    screen.wait_ms(60_000);
    let chief = log_in(&here, CHIEF, 1);
    here.disable_user(&chief, ana.actor().user).unwrap();
    assert_eq!(code(open(own.password())), "changed_elsewhere", "who was disabled turns nothing on");
    // A window's own machine shows them as well, and no centre in a file does.
    let other = window.another_machine(2);
    CallBoard::open(&other.place, CHIEF, &password(), other.clock.clone()).unwrap();
    let file = Site::staffed_on_file();
    assert_eq!(code(CallBoard::open(&file.place, CLERK, &password(), file.clock.clone())), "no_server");
}
