//! The same operations on the other engine: the tests of these modules run once more, in a process of their own whose houses
//! stand on a real server. And what is done with a file only, which a server's own people see to, is refused by name.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::process::{Command, Stdio};

use ventanilla::ops::backup::{BackupPlan, MakeBackup, back_up_beside};
use ventanilla::ops::house::run::Watch;
use ventanilla::ops::new_op_id;
use ventanilla::ops::restore::{OnPaper, Opener, RestorePlan, restore};
use ventanilla::ops::{Error, House};
use ventanilla::print::ipp::CancelFlag;
use ventanilla::store;

use crate::support::house::{CHIEF, ON_SERVER, Site, are_on_server, entries, password};
use crate::support::postgres;

/// Whose tests are run there too.
const MODULES: &[&str] = &[
    "authority",
    "booking",
    "calls",
    "day",
    "hand_over",
    "house",
    "imports",
    "ledger",
    "log",
    "operations",
    "overrides",
    "own_turns",
    "own_words",
    "registers",
    "retention",
    "signing",
    "turns",
    "unlocking",
];

/// What holds tests of the same names and nothing of an operation, and what takes a house for each of very many cases.
const BESIDES: [&str; 4] = ["ui::", "window::", "commands::", "no_sequence_of_events_breaks_the_ledger"];

#[test]
fn the_operations_do_the_same_on_a_server() {
    if are_on_server() || !postgres::is_installed() {
        return;
    }
    let mut tests = Command::new(std::env::current_exe().unwrap());
    tests.env(ON_SERVER, "1").stdin(Stdio::null());
    tests.args(MODULES.iter().map(|module| format!("{module}::")));
    tests.args(BESIDES.iter().flat_map(|module| ["--skip", module]));
    // The others run beside it, and some of them look at the clock.
    tests.arg("--test-threads=1");
    let done = tests.output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    let failures = said.split_once("\nfailures:\n").map_or("", |(_, failures)| failures);
    assert!(done.status.success(), "{failures}\n{}", String::from_utf8_lossy(&done.stderr));
    let passed = |module: &str| {
        let begins = format!("test {module}::");
        said.lines().filter(|line| line.starts_with(&begins) && line.ends_with(" ok")).count()
    };
    for module in MODULES {
        assert!(passed(module) > 0, "no test of {module} ran on the server");
        println!("on the server: {} of {module}", passed(module));
    }
}

fn is_refused<T>(done: Result<T, Error>) -> bool {
    matches!(done, Err(Error::Store(store::Error::OnServer { .. })))
}

#[test]
fn what_is_done_with_a_file_is_refused_by_name_on_a_server() {
    let Some(site) = Site::free_on_server() else { return };
    let (house, chief) = site.found().unwrap();
    let target = tempfile::tempdir().unwrap();
    let before = entries(&house);
    let cancel = CancelFlag::default();
    let mut watch = Watch { progress: &mut |_| {}, cancel: &cancel };

    let plan =
        || BackupPlan { place: site.place.clone(), target: target.path().into(), keep: 3, cancel: cancel.clone() };
    assert!(is_refused(house.run(&chief, new_op_id().unwrap(), &mut MakeBackup::new(plan()), &mut watch)));
    assert!(is_refused(back_up_beside(plan(), CHIEF, &password(), &mut watch)));
    let plan = RestorePlan {
        backup: target.path().into(),
        place: site.place.clone(),
        login: CHIEF.into(),
        window: 1,
        paper: OnPaper::default(),
    };
    assert!(is_refused(restore(&plan, &Opener::Password(&password()), site.clock.clone(), &mut watch).map(drop)));
    house.close().unwrap();

    let (house, _): (House, _) = site.open(CHIEF).unwrap();
    assert_eq!(entries(&house), before + 1, "of all that, a login is what is left");
}
