//! What is killed while a key is issued in a centre on a server: the window's process at each commit, the server's side of its
//! conversation, one process of the server and with it all others. Every serial is accounted for, from any window.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use ventanilla::domain::id::VisitId;
use ventanilla::domain::ledger::{Acknowledgement, IssuanceState, VoidCause};
use ventanilla::domain::number::PersonNumber;
use ventanilla::ops::issuance::{DeliverSlip, Issued, Step, VoidSlip, issue, look_up, purge};
use ventanilla::ops::person::RecordPerson;
use ventanilla::ops::view::open_slips;
use ventanilla::ops::{Address, Error, FixedClock, House, Place, Session, new_op_id};
use ventanilla::print::ipp::{CancelFlag, Remains};
use ventanilla::store;
use ventanilla::store::issuance::Issuance;

use crate::crash::was_killed;
use crate::support::house::{
    CHIEF, CLERK, COLLEAGUE, MORNING, Site, code, copy_folder, log_in, password, ready, slip, verified,
};
use crate::support::postgres::{self, Postgres};
use crate::support::proxy::{Mishap, Proxy};
use crate::support::scripted::{Scripted, end_process};

/// What the window was about to keep when its process was killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Reserve,
    Sent,
    Printed,
    Deliver,
}

/// Before the server heard that it is to be kept, and after it was kept.
const WHEN: [(At, Mishap); 8] = [
    (At::Reserve, Mishap::CutBefore),
    (At::Reserve, Mishap::CutAfter),
    (At::Sent, Mishap::CutBefore),
    (At::Sent, Mishap::CutAfter),
    (At::Printed, Mishap::CutBefore),
    (At::Printed, Mishap::CutAfter),
    (At::Deliver, Mishap::CutBefore),
    (At::Deliver, Mishap::CutAfter),
];

/// How each leaves the slip, and how it stands once a supervisor has looked at its printer.
fn leaves(when: (At, Mishap)) -> Option<(IssuanceState, IssuanceState)> {
    use IssuanceState::{Delivered, Printed, Reserved, Sent, Unconfirmed};
    match when {
        (At::Reserve, Mishap::CutBefore) => None,
        (At::Reserve, _) | (At::Sent, Mishap::CutBefore) => Some((Reserved, Reserved)),
        (At::Sent, _) => Some((Sent, Unconfirmed)),
        (At::Printed, Mishap::CutBefore) => Some((Sent, Printed)),
        (At::Printed, _) | (At::Deliver, Mishap::CutBefore) => Some((Printed, Printed)),
        (At::Deliver, _) => Some((Delivered, Delivered)),
    }
}

const ROOM: &str = "VENTANILLA_KILLED_ROOM";
const ADDRESS: &str = "VENTANILLA_KILLED_ADDRESS";
const NTH: &str = "VENTANILLA_KILLED_NTH";

fn press(house: &House, by: &Session, visit: VisitId, printer: &Scripted) -> Result<Issued, Error> {
    issue(house, by, new_op_id().unwrap(), visit, printer, &CancelFlag::default(), &mut |_| {})
}

fn deliver(house: &House, by: &Session, issued: &Issued) -> Result<(), Error> {
    let deliver = DeliverSlip { issuance: issued.issuance, acknowledgement: Acknowledgement::Signed };
    house.perform(by, &deliver).map(drop)
}

#[test]
#[ignore = "run by the next test of this file, in a process that is killed"]
fn the_window_that_is_killed() {
    let room = PathBuf::from(std::env::var_os(ROOM).unwrap());
    let address: Address = std::env::var(ADDRESS).unwrap().parse().unwrap();
    let (at, mishap) = WHEN[std::env::var(NTH).unwrap().parse::<usize>().unwrap()];
    let wire = std::sync::Arc::new(Proxy::before(&address));
    let place = Place::within(&room).on_server(wire.address(&address));
    let clock = std::sync::Arc::new(FixedClock::at(MORNING));
    let (house, clerk) = House::open(&place, CLERK, &password(), 1, clock).unwrap();
    let visit = ready(&house, &clerk, 0).unwrap();
    let printer = Scripted::kept_in(&room.join("spool.json"));
    let dies_at = |now: At| {
        if now == at {
            wire.when_asked("COMMIT\0", mishap);
        }
    };
    let watched = std::sync::Arc::clone(&wire);
    thread::spawn(move || {
        while watched.happened().is_none() {
            thread::yield_now();
        }
        end_process();
    });
    dies_at(At::Reserve);
    let mut watch = |step: Step| match step {
        Step::Reserved(_) => dies_at(At::Sent),
        Step::Sent => dies_at(At::Printed),
        Step::Printer(_) => {}
    };
    let press = new_op_id().unwrap();
    let issued = issue(&house, &clerk, press, visit, &printer, &CancelFlag::default(), &mut watch).unwrap();
    dies_at(At::Deliver);
    deliver(&house, &clerk, &issued).unwrap();
    unreachable!("it was to die at {at:?}, {mishap:?}");
}

fn slips(house: &House) -> Vec<Issuance> {
    let mut slips = Vec::new();
    let walked = store::issuance::walk(&house.reader().unwrap(), |slip| {
        slips.push(slip);
        Ok::<_, store::Error>(())
    });
    walked.unwrap();
    slips
}

/// Every serial of a window from the first on, none left out, and each at its end.
fn all_accounted_for(house: &House, expected: usize) {
    let slips = slips(house);
    let numbers: Vec<u32> = slips.iter().map(|slip| slip.serial.number).collect();
    assert_eq!(numbers, (1..=expected as u32).collect::<Vec<_>>());
    assert!(slips.iter().all(|slip| slip.state.is_terminal() && slip.purged), "{slips:?}");
    assert!(open_slips(&house.reader().unwrap(), None).unwrap().is_empty());
    verified(house);
}

#[test]
fn what_a_killed_window_left_is_settled_by_a_supervisor_at_another() {
    for (nth, when) in WHEN.into_iter().enumerate() {
        let Some((first, second)) = Site::two_staffed() else { return };
        let room = tempfile::tempdir().unwrap();
        copy_folder(&first.place.folder, &room.path().join("store"));
        copy_folder(&first.place.anchor_folder, &room.path().join("anchor"));
        let address = first.place.server.clone().unwrap();
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["killed_on_server::the_window_that_is_killed", "--exact", "--ignored", "--test-threads=1"])
            .env(ROOM, room.path())
            .env(ADDRESS, address.to_string())
            .env(NTH, nth.to_string())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(was_killed(output.status), "{when:?}: it ended by itself\n{said}");

        let (there, chief) = second.open(CHIEF).unwrap();
        let colleague = log_in(&there, COLLEAGUE, 2);
        verified(&there);
        let printer = Scripted::kept_in(&room.path().join("spool.json"));
        let left = slips(&there);
        assert_eq!(left.first().map(|slip| slip.state), leaves(when).map(|(left, _)| left), "{when:?}");
        let shown = open_slips(&there.reader().unwrap(), None).unwrap();
        let open: Vec<&Issuance> = left.iter().filter(|slip| !slip.state.is_terminal()).collect();
        assert_eq!(shown.len(), open.len(), "{when:?}: what is unfinished is shown");
        for slip in open {
            assert_eq!(code(look_up(&there, &colleague, slip.id, &printer)), "other_window", "{when:?}");
            let state = look_up(&there, &chief, slip.id, &printer).unwrap();
            assert_eq!(Some(state), leaves(when).map(|(_, found)| found), "{when:?}");
            let (cause, reason) = (VoidCause::NotPrinted, "la ventanilla se apagó".to_owned());
            there.perform(&chief, &VoidSlip { issuance: slip.id, cause, reason }).unwrap();
        }
        for slip in slips(&there) {
            assert_eq!(purge(&there, &chief, slip.id, &printer).unwrap(), Remains::Nothing, "{when:?}");
        }
        all_accounted_for(&there, left.len());

        // The machine is there again, and goes on where it was.
        let place = Place::within(room.path()).on_server(address);
        let clock = std::sync::Arc::new(FixedClock::at(MORNING));
        let (here, clerk) = House::open(&place, CLERK, &password(), 1, clock).unwrap();
        let turns = ventanilla::domain::id::TurnId(1);
        let visit = store::visit::of_turn(&here.reader().unwrap(), turns).unwrap()[0].id;
        let is_delivered = left.iter().any(|slip| slip.state == IssuanceState::Delivered);
        if !is_delivered {
            deliver(&here, &clerk, &press(&here, &clerk, visit, &printer).unwrap()).unwrap();
        }
        all_accounted_for(&there, left.len() + usize::from(!is_delivered));
        let delivered = slips(&there).iter().filter(|slip| slip.state == IssuanceState::Delivered).count();
        assert_eq!(delivered, 1, "{when:?}");
    }
}

/// At each step to a key somebody ends the conversations with `end`; the window goes on by itself.
fn issue_while_ended(house: &House, by: &Session, nth: usize, end: &mut dyn FnMut()) {
    let visit = ready(house, by, nth).unwrap();
    let printer = Scripted::new();
    end();
    let mut watch = |_: Step| end();
    let op_id = new_op_id().unwrap();
    let issued = issue(house, by, op_id, visit, &printer, &CancelFlag::default(), &mut watch).unwrap();
    assert_eq!(issued.state, IssuanceState::Printed);
    assert_eq!(printer.documents(&issued.serial).len(), 1, "one paper");
    end();
    deliver(house, by, &issued).unwrap();
    assert_eq!(slip(house, issued.issuance).state, IssuanceState::Delivered);
}

#[test]
fn conversations_that_the_server_s_people_end_cost_a_window_nothing() {
    const PEOPLE: usize = 20;
    let Some((first, second)) = Site::two_staffed() else { return };
    let server = postgres::shared().unwrap();
    let address = first.place.server.clone().unwrap();
    let (here, ana) = first.open(CLERK).unwrap();
    let (there, eva) = second.open(COLLEAGUE).unwrap();
    let ear = here.listen().unwrap().unwrap();
    issue_while_ended(&here, &ana, 0, &mut || server.end_sessions(&address));
    while ear.hear(Duration::from_secs(2)) != store::postgres::Heard::Cut {}
    // And at any moment, of two windows at once.
    let is_over = AtomicBool::new(false);
    let records = |house: &House, by: &Session, from: usize| {
        for nth in from..from + PEOPLE {
            let number = PersonNumber::parse(&format!("CD{nth:06}")).unwrap();
            house.perform(by, &RecordPerson { number, name: "Otra Persona".into() }).unwrap();
        }
    };
    thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::SeqCst) {
                server.end_sessions(&address);
            }
        });
        let others = scope.spawn(|| records(&there, &eva, 500));
        let own = scope.spawn(|| records(&here, &ana, 100));
        let ended = (own.join(), others.join());
        is_over.store(true, Ordering::SeqCst);
        ended.0.unwrap();
        ended.1.unwrap();
    });
    issue_while_ended(&there, &eva, 1, &mut || ());
    let recorded = "SELECT count(*) FROM journal WHERE operation = 'person.record' AND outcome = 'done'";
    let recorded: u32 = there.reader().unwrap().one(recorded, [], |row| row.get(0)).unwrap();
    assert_eq!(recorded as usize, 2 * PEOPLE, "each once");
    verified(&here);
}

#[test]
fn a_process_of_the_server_that_is_killed_costs_a_window_nothing() {
    let Some(server) = Postgres::start() else { return };
    let first = Site::free_on(&server).with_staff();
    let second = first.another_machine(2);
    let address = first.place.server.clone().unwrap();
    let (here, ana) = first.open(CLERK).unwrap();
    let (there, _chief) = second.open(CHIEF).unwrap();
    let mut killed = 0;
    issue_while_ended(&here, &ana, 0, &mut || killed += usize::from(server.kill_session(&address)));
    // While the printer prints nobody talks with the server.
    assert_eq!(killed, 4);
    for slip in slips(&there) {
        assert!(slip.state.is_terminal(), "{slip:?}");
    }
    assert!(open_slips(&there.reader().unwrap(), None).unwrap().is_empty());
    verified(&there);
}
