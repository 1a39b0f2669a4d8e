//! One centre, several machines: on a real server, each with a vault, a role and a window of its own.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::sync::Barrier;
use std::time::{Duration, Instant};

use ventanilla::domain::duty::Duty;
use ventanilla::domain::id::TurnId;
use ventanilla::domain::ledger::{Acknowledgement, IssuanceState};
use ventanilla::domain::number::PersonNumber;
use ventanilla::domain::user::Role;
use ventanilla::ops::issuance::{DeliverSlip, issue};
use ventanilla::ops::person::RecordPerson;
use ventanilla::ops::settings::{ChangeSettings, Settings};
use ventanilla::ops::turn::{CallTurn, MarkArrived};
use ventanilla::ops::visit::{BeginVisit, save_draft};
use ventanilla::ops::{
    Address, Changed, Clock, Error, House, Joining, Place, RoleThere, SystemClock, look_on_server, new_op_id,
};
use ventanilla::print::ipp::CancelFlag;
use ventanilla::store::postgres::Heard;
use ventanilla::store::{self, CreateOptions, Store};
use ventanilla::vault::{KdfCost, Login, RecoveryCode, Vault, VaultError};

use crate::support::house::{
    CHIEF, CLERK, COLLEAGUE, DEPUTY, MORNING, PASSWORD, Site, add_user, attach_scans, chosen, code, draft, founding,
    log_in, password, register_many, scheduled, staff, verified,
};
use crate::support::postgres::{self, Postgres};
use crate::support::scripted::Scripted;

const OTHER_PASSWORD: &str = "diez llaves cuelgan del muro";

/// A staffed centre on the server, with windows 1 and 2; `None` where no server is installed.
pub(crate) fn centre() -> Option<Site> {
    Some(staffed(Site::free_on_server()?))
}

pub(crate) fn staffed(site: Site) -> Site {
    let (house, chief) = site.found().unwrap();
    let centre = house.centre().id;
    house.store().write(|tx| store::centre::add_window(tx, centre, 2)).unwrap();
    house.close().unwrap();
    let (house, _) = site.open(CHIEF).unwrap();
    staff(&house, &chief);
    house.close().unwrap();
    site
}

#[test]
fn whoever_comes_in_at_one_window_comes_in_at_the_other() {
    let Some(first) = centre() else { return };
    let second = first.another_machine(2);
    assert_ne!(
        fs::read(first.place.folder.join("vault")).unwrap(),
        fs::read(second.place.folder.join("vault")).unwrap(),
        "each seals a secret of its own"
    );
    let (here, mut ana) = first.open(CLERK).unwrap();
    let (there, eva) = second.open(COLLEAGUE).unwrap();
    assert_ne!(ana.actor().window, eva.actor().window);

    // A new password at one window is the password at the other, at once where it is open.
    here.change_password(&mut ana, &password(), &chosen(OTHER_PASSWORD, CLERK)).unwrap();
    assert_eq!(code(there.log_in_at(CLERK, &password(), 2)), "changed_elsewhere");
    there.heard("user").unwrap();
    let new = chosen(OTHER_PASSWORD, CLERK);
    there.log_in_at(CLERK, new.password(), 2).unwrap();
    assert!(there.log_in_at(CLERK, &password(), 2).is_err());

    // Somebody who is added at one window comes in at the other; who is disabled does not.
    let chief = log_in(&here, CHIEF, 1);
    let (_, temporary) =
        here.add_user(&chief, &Login::parse("nueva").unwrap(), "Inés Nueva", (Role::Clerk, None)).unwrap();
    there.heard("user").unwrap();
    let mut ines = there.log_in_at("nueva", temporary.password(), 2).unwrap();
    there.change_password(&mut ines, temporary.password(), &chosen(PASSWORD, "nueva")).unwrap();
    here.heard("user").unwrap();
    log_in(&here, "nueva", 1);
    here.disable_user(&chief, ines.actor().user).unwrap();
    there.heard("user").unwrap();
    assert!(there.log_in_at("nueva", &password(), 2).is_err());
    verified(&here);
    verified(&there);
}

/// The machine was switched off while somebody changed their password elsewhere.
#[test]
fn a_machine_that_was_off_learns_of_other_passwords_when_it_is_opened() {
    let Some(first) = centre() else { return };
    let second = first.another_machine(2);
    let (here, mut ana) = first.open(CLERK).unwrap();
    let new = chosen(OTHER_PASSWORD, CLERK);
    here.change_password(&mut ana, &password(), &new).unwrap();
    assert_eq!(code(second.open(CLERK)), "changed_elsewhere", "the one before opens it once, and lets nobody in");
    second.open_with(CLERK, new.password()).unwrap().0.close().unwrap();
    assert!(second.open(CLERK).is_err());
    // A supervisor's key goes with them.
    let mut chief = log_in(&here, CHIEF, 1);
    let own = chosen(OTHER_PASSWORD, CHIEF);
    here.change_password(&mut chief, &password(), &own).unwrap();
    let (there, _) = second.open(DEPUTY).unwrap();
    let chief = there.log_in_at(CHIEF, own.password(), 2).unwrap();
    there.perform(&chief, &ChangeSettings { settings: Settings::default() }).unwrap();
    verified(&there);
}

#[test]
fn a_recovery_code_serves_at_every_machine_once() {
    let Some(first) = centre() else { return };
    let second = first.another_machine(2);
    let (here, chief) = first.open(CHIEF).unwrap();
    let recovery = here.make_recovery_code(&chief).unwrap();
    let (there, _) = second.open(DEPUTY).unwrap();
    there.close().unwrap();
    let new = chosen(OTHER_PASSWORD, CHIEF);
    let recovered = House::recover(&second.place, CHIEF, &recovery, &new, 2, second.clock.clone()).unwrap();
    let (there, _) = recovered.opened.unwrap();
    verified(&there);
    here.heard("user").unwrap();
    here.log_in_at(CHIEF, new.password(), 1).unwrap();
    here.close().unwrap();
    let again = House::recover(&first.place, CHIEF, &recovery, &chosen(PASSWORD, CHIEF), 1, first.clock.clone());
    assert!(again.is_err(), "it was used");
    House::recover(&first.place, CHIEF, &recovered.next_code, &chosen(PASSWORD, CHIEF), 1, first.clock.clone())
        .unwrap()
        .opened
        .unwrap();
}

#[test]
fn another_key_of_one_machine_is_another_password_of_its_role() {
    let Some(first) = centre() else { return };
    let second = first.another_machine(2);
    let kept = tempfile::tempdir().unwrap();
    fs::copy(second.place.folder.join("vault"), kept.path().join("vault")).unwrap();
    let (there, chief) = second.open(CHIEF).unwrap();
    there.rekey(&chief, &second.place).unwrap();
    let (there, _) = second.open(CHIEF).unwrap();
    verified(&there);
    there.close().unwrap();
    first.open(CHIEF).unwrap().0.close().unwrap();
    // Who kept the vault of before does not come in at the server any more.
    fs::copy(kept.path().join("vault"), second.place.folder.join("vault")).unwrap();
    let refused = second.open(CHIEF).err().unwrap();
    assert!(refused.to_string().contains("no permite ingresar"), "{refused}");
}

#[test]
fn two_windows_never_call_the_same_person() {
    const PEOPLE: usize = 24;
    let Some(first) = centre() else { return };
    let second = first.another_machine(2);
    let (here, ana) = first.open(CLERK).unwrap();
    let (there, eva) = second.open(COLLEAGUE).unwrap();
    for nth in 0..PEOPLE {
        let turn = scheduled(&here, &ana, nth);
        here.perform(&ana, &MarkArrived { turn, reason: None }).unwrap();
    }
    let together = Barrier::new(2);
    let calls = |house: &House, by| {
        let mut called = Vec::new();
        for _ in 0..PEOPLE / 2 {
            together.wait();
            called.push(house.perform(by, &CallTurn { wanted: None, reason: None }).unwrap().output);
        }
        called
    };
    let (mut called, others) = std::thread::scope(|scope| {
        let others = scope.spawn(|| calls(&there, &eva));
        (calls(&here, &ana), others.join().unwrap())
    });
    called.extend(others);
    assert_eq!(called.iter().copied().collect::<HashSet<_>>().len(), PEOPLE, "{called:?}");
    verified(&here);
}

#[test]
fn what_one_window_does_the_other_hears_within_a_second() {
    let Some(first) = centre() else { return };
    let second = first.another_machine(2);
    let (here, ana) = first.open(CLERK).unwrap();
    let (there, _eva) = second.open(COLLEAGUE).unwrap();
    let ear = there.listen().unwrap().unwrap();
    let turn = scheduled(&here, &ana, 0);
    while ear.hear(Duration::from_millis(50)) != Heard::Nothing {}
    let began = Instant::now();
    here.perform(&ana, &MarkArrived { turn, reason: None }).unwrap();
    assert_eq!(ear.hear(Duration::from_secs(1)), Heard::Entry("turn".into()));
    assert!(began.elapsed() < Duration::from_secs(1));
    assert_eq!(there.heard("turn").unwrap(), [Changed::Turns]);
    assert!(ear.now_ms().unwrap() > 1_700_000_000_000);
}

/// The machine's own clock is set to something else; the centre goes by the server's.
#[test]
fn a_centre_goes_by_the_server_s_clock() {
    let Some(first) = centre() else { return };
    first.wait_ms(0);
    let (house, _) = House::open(&first.place, CLERK, &password(), 1, std::sync::Arc::new(SystemClock)).unwrap();
    let server = house.reader().unwrap().server_now_ms().unwrap().unwrap();
    assert!((house.clock().now().0 - server).abs() < 2_000);
    assert!(!house.clock().is_this_machines());
}

#[test]
fn a_machine_joins_only_as_a_window_of_the_centre_and_only_once() {
    let Some(first) = centre() else { return };
    let mut place = first.place.clone();
    let folder = tempfile::tempdir().unwrap();
    place.folder = folder.path().join("store");
    let owner = (postgres::ROLE, postgres::PASSWORD.as_bytes());
    let join = |place: &Place, owner, (window, in_its_place)| {
        let joining = Joining { duty: Duty::Window, window, in_its_place };
        ventanilla::ops::join(place, owner, joining, KdfCost::sample())
    };
    let taken = join(&place, owner, (2, false)).unwrap_err();
    assert!(matches!(taken, Error::Store(store::Error::RoleTaken { .. })), "the role is the first machine's: {taken}");
    first.open(CLERK).unwrap().0.close().unwrap();
    let of_another = place.server.as_ref().map(|address| address.of_role(&format!("{}_otra", address.role())));
    place.server = of_another;
    let joined = |owner, window| join(&place, owner, (window, false));
    assert_eq!(code(joined(owner, 9)), "window");
    let refused = joined((postgres::ROLE, b"otra"), 2).unwrap_err();
    assert!(refused.to_string().contains("no permite ingresar"), "{refused}");
    assert!(!place.is_taken(), "the place is free for another try");
    assert_eq!(joined(owner, 2).unwrap(), "CAU de prueba");
    assert_eq!(code(joined(owner, 2)), "taken");
    // The machine is gone; another one stands there in its place.
    fs::remove_dir_all(&place.folder).unwrap();
    assert!(matches!(joined(owner, 2), Err(Error::Store(store::Error::RoleTaken { .. }))));
    join(&place, owner, (2, true)).unwrap();
    House::open(&place, COLLEAGUE, &password(), 2, first.clock.clone()).unwrap();
}

/// The power of the server is cut, and comes back, while two windows work.
#[test]
fn a_server_that_is_gone_for_a_while_costs_nothing_that_was_done() {
    const DEEDS: u32 = 150;
    let Some(mut server) = Postgres::start() else { return };
    let first = staffed(Site::free_on(&server));
    let second = first.another_machine(2);
    let (here, ana) = first.open(CLERK).unwrap();
    let (there, eva) = second.open(COLLEAGUE).unwrap();
    let ear = there.listen().unwrap().unwrap();
    let work = |house: &House, by, from: u32| {
        for nth in from..from + DEEDS {
            let number = PersonNumber::parse(&format!("CD{nth:06}")).unwrap();
            house.perform(by, &RecordPerson { number, name: "Otra Persona".into() }).unwrap();
        }
    };
    std::thread::scope(|scope| {
        let others = scope.spawn(|| work(&there, &eva, 500_000));
        let own = scope.spawn(|| work(&here, &ana, 100_000));
        std::thread::sleep(Duration::from_millis(150));
        server.cut_and_restart();
        own.join().unwrap();
        others.join().unwrap();
    });
    while ear.hear(Duration::from_millis(100)) != Heard::Cut {}
    let reader = here.reader().unwrap();
    let done = "SELECT count(*) FROM journal WHERE operation = 'person.record' AND outcome = 'done'";
    assert_eq!(reader.one(done, [], |row| row.get::<u32>(0)).unwrap(), 2 * DEEDS, "each once");
    verified(&here);
    drop(reader);
    here.close().unwrap();
    there.close().unwrap();
}

/// The paper with the code was lost, and another was made at a window, while this machine was off.
#[test]
fn a_code_that_was_replaced_elsewhere_serves_nowhere() {
    let Some(first) = centre() else { return };
    let second = first.another_machine(2);
    let (here, chief) = first.open(CHIEF).unwrap();
    let lost = here.make_recovery_code(&chief).unwrap();
    second.open(CLERK).unwrap().0.close().unwrap();
    let new = here.make_recovery_code(&chief).unwrap();
    let recover = |code: &RecoveryCode| {
        let own = chosen(OTHER_PASSWORD, DEPUTY);
        House::recover(&second.place, DEPUTY, code, &own, 2, second.clock.clone())
    };
    assert!(matches!(recover(&lost).err().unwrap(), Error::Vault(VaultError::WrongRecoveryCode)));
    recover(&new).unwrap().opened.unwrap().0.close().unwrap();
    here.heard("user").unwrap();
    here.log_in_at(DEPUTY, chosen(OTHER_PASSWORD, DEPUTY).password(), 1).unwrap();
    verified(&here);
}

/// The cable was pulled in the middle of a change; meanwhile the password was reset elsewhere.
#[test]
fn a_password_that_was_never_taken_over_lets_nobody_in() {
    let Some(first) = centre() else { return };
    let second = first.another_machine(2);
    let other = chosen(OTHER_PASSWORD, CLERK);
    let mut vault = Vault::open(&second.place.folder.join("vault")).unwrap();
    vault.change_password(CLERK, &password(), &other, (None, first.clock.now().0)).unwrap();
    let (here, chief) = first.open(CHIEF).unwrap();
    let clerk = store::user::by_login(&here.reader().unwrap(), CLERK).unwrap().unwrap();
    let temporary = here.reset_user(&chief, clerk.id).unwrap();
    let reset = store::user::by_login(&here.reader().unwrap(), CLERK).unwrap().unwrap();
    assert_eq!(reset.generation, clerk.generation + 1, "as many as the change that was cut");
    assert_eq!(code(second.open_with(CLERK, other.password())), "changed_elsewhere");
    second.open_with(CLERK, temporary.password()).unwrap();
    verified(&here);
}

#[test]
fn a_role_or_a_schema_that_is_there_already_is_left_as_it_is() {
    let Some(server) = postgres::shared() else { return };
    let Some(first) = centre() else { return };
    let address = first.place.server.clone().unwrap();
    let found = |address: Address, owner: (&str, &[u8])| {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::within(folder.path()).on_server(address);
        let how = (KdfCost::sample(), first.clock.clone() as std::sync::Arc<dyn Clock>);
        let made = House::found_on(&place, owner, &founding(), &chosen(PASSWORD, CHIEF), how);
        made.map(|(house, _)| house.close().unwrap())
    };
    let owner = (postgres::ROLE, postgres::PASSWORD.as_bytes());
    let named = |text: String| text.parse::<Address>().unwrap();
    // Another centre in the same database, for the role of the first one's window; and for the owner's own.
    let other = named(address.to_string().replace("centre=centro", "centre=otro"));
    for address in [other.clone(), other.of_role(postgres::ROLE)] {
        let taken = found(address, owner).unwrap_err();
        assert!(matches!(taken, Error::Store(store::Error::RoleOfOthers { .. })), "{taken}");
    }
    first.open(CLERK).unwrap().0.close().unwrap();
    // Tables of somebody else's.
    let database = address.to_string().rsplit('/').next().unwrap().split('?').next().unwrap().to_owned();
    server.psql(&database, "CREATE SCHEMA ajeno; CREATE TABLE ajeno.cosas (x int)");
    let there = named(address.to_string().replace("centre=centro", "centre=ajeno")).of_role("ventanilla_ajena");
    let taken = found(there, owner).unwrap_err();
    assert!(matches!(taken, Error::Store(store::Error::CentreExists { .. })), "{taken}");
    server.psql(&database, "SELECT x FROM ajeno.cosas");
    for name in ["public", "information_schema", "pg_catalog"] {
        let text = address.to_string().replace("centre=centro", &format!("centre={name}"));
        assert!(text.parse::<Address>().is_err(), "{name}");
    }
    // An owner who may make schemas and roles, and nothing else.
    let modest = format!("modesta_{database}");
    server.psql(&database, &format!("CREATE ROLE {modest} LOGIN CREATEROLE PASSWORD 'otra secreta'"));
    server.psql(&database, &format!("GRANT CREATE ON DATABASE {database} TO {modest}"));
    found(other.of_role(&format!("{}_otro", other.role())), (&modest, b"otra secreta")).unwrap();
}

/// The server was put back to an earlier state while a window worked.
#[test]
fn a_server_that_was_put_back_is_noticed_by_whoever_works() {
    let Some(server) = postgres::shared() else { return };
    let Some(site) = centre() else { return };
    let address = site.place.server.clone().unwrap();
    let before = server.copy(&address);
    let (house, clerk) = site.open(CLERK).unwrap();
    let record = |number: &str| {
        let number = PersonNumber::parse(number).unwrap();
        house.perform(&clerk, &RecordPerson { number, name: "Otra Persona".into() })
    };
    record("CD123456").unwrap();
    let name =
        |address: &Address| address.to_string().rsplit('/').next().unwrap().split('?').next().unwrap().to_owned();
    let (now, then) = (name(&address), name(&before));
    server.psql(
        "postgres",
        &format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN ('{now}', '{then}')"),
    );
    server.psql("postgres", &format!("ALTER DATABASE {now} RENAME TO {now}_lost"));
    server.psql("postgres", &format!("ALTER DATABASE {then} RENAME TO {now}"));
    assert_eq!(code(record("CD123457")), "anchor_mismatch");
    let state = house.anchor_state();
    assert!(state.doubt().unwrap().contains("devuelto a un estado anterior"), "{state:?}");
    drop(house);
    server.psql("postgres", &format!("DROP DATABASE {now}_lost WITH (FORCE)"));
}

/// Twelve machines, two at each window, call from one queue and issue from their windows' serials.
#[test]
fn twelve_machines_at_once_call_each_turn_once_and_leave_no_serial_out() {
    const MACHINES: usize = 12;
    const PEOPLE: usize = 24;
    let Some(first) = centre() else { return };
    let (house, chief) = first.open(CHIEF).unwrap();
    register_many(&house, &chief, PEOPLE, |_| String::new());
    let centre = house.centre().id;
    for window in 3..=MACHINES as u16 / 2 {
        house.store().write(|tx| store::centre::add_window(tx, centre, window)).unwrap();
    }
    let mut nth_of = HashMap::new();
    for nth in 0..PEOPLE {
        let turn = scheduled(&house, &chief, nth);
        house.perform(&chief, &MarkArrived { turn, reason: None }).unwrap();
        nth_of.insert(turn, nth);
    }
    let machines: Vec<Site> = (0..MACHINES)
        .map(|nth| {
            add_user(&house, &chief, &format!("colega{nth}"), "Otra Colega", Role::Clerk);
            first.machine_named(&format!("m{nth}"), Duty::Window, nth as u16 / 2 + 1)
        })
        .collect();
    let together = Barrier::new(MACHINES);
    let works = |site: &Site, nth: usize| {
        let (house, by) = site.open(&format!("colega{nth}")).unwrap();
        let printer = Scripted::new();
        let mut called = Vec::new();
        together.wait();
        loop {
            let turn = match house.perform(&by, &CallTurn { wanted: None, reason: None }) {
                Ok(answer) => answer.output,
                refused => break assert_eq!(code(refused), "nobody"),
            };
            called.push(turn);
            let visit = house.perform(&by, &BeginVisit { turn }).unwrap().output;
            assert!(save_draft(&house, &by, visit, &draft(nth_of[&turn]), 1).unwrap());
            attach_scans(&house, &by, visit);
            // The other machine of this window settles its own first.
            let began = Instant::now();
            let issued = loop {
                let press = new_op_id().unwrap();
                match issue(&house, &by, press, visit, &printer, &CancelFlag::default(), &mut |_| {}) {
                    Ok(issued) => break issued,
                    refused => assert_eq!(code(refused), "unsettled"),
                }
                assert!(began.elapsed() < Duration::from_secs(20), "the other machine does not settle its own");
            };
            let acknowledgement = Acknowledgement::Signed;
            house.perform(&by, &DeliverSlip { issuance: issued.issuance, acknowledgement }).unwrap();
        }
        called
    };
    let called: Vec<TurnId> = std::thread::scope(|scope| {
        let works = &works;
        let machines = machines.iter().enumerate();
        let at_work: Vec<_> = machines.map(|(nth, site)| scope.spawn(move || works(site, nth))).collect();
        at_work.into_iter().flat_map(|it| it.join().unwrap()).collect()
    });
    assert_eq!(called.len(), PEOPLE);
    assert_eq!(called.into_iter().collect::<HashSet<_>>().len(), PEOPLE, "each once");
    let mut serials: BTreeMap<u16, Vec<u32>> = BTreeMap::new();
    let walked = store::issuance::walk(&house.reader().unwrap(), |slip| {
        assert_eq!(slip.state, IssuanceState::Delivered);
        serials.entry(slip.serial.window).or_default().push(slip.serial.number);
        Ok::<_, store::Error>(())
    });
    walked.unwrap();
    for (window, numbers) in &serials {
        assert_eq!(*numbers, (1..=numbers.len() as u32).collect::<Vec<_>>(), "window {window}");
    }
    assert_eq!(serials.values().map(Vec::len).sum::<usize>(), PEOPLE, "{serials:?}");
    verified(&house);
}

/// The tables of a founding that was cut before its first rows, and the role that it had let in, are in nobody's way.
#[test]
fn a_founding_that_was_cut_gives_way_to_the_next_one() {
    let Some(site) = Site::free_on_server() else { return };
    let server = postgres::shared().unwrap();
    let address = site.place.server.clone().unwrap();
    let cut = |ago_ms: i64| {
        let options = CreateOptions { demo: true, store_id: [9; 16], created_at_ms: MORNING.0 - ago_ms };
        drop(Store::create_on(server.as_owner(&address), server.as_window(&address), options).unwrap());
    };
    cut(1_000);
    assert!(
        matches!(site.found(), Err(Error::Store(store::Error::CentreExists { .. }))),
        "one that may be under way is left alone"
    );
    Store::remove_from(server.as_owner(&address), address.role()).unwrap();
    cut(120_000);
    let owner = (postgres::ROLE, postgres::PASSWORD.as_bytes());
    let there = look_on_server(&site.place, owner).unwrap();
    assert_eq!((there.centre, there.role), (None, RoleThere::OfThisCentre), "there is no centre there yet");
    let (house, _) = site.found().unwrap();
    verified(&house);
}
