//! Forty windows of one centre on a real PostgreSQL of this machine: a day of 2,200 visits, compressed, from the arrival to the
//! key in hand, each window a process with a role of its own; against what the same server does of a script with the
//! same lock on its head (`pgbench`), in the same run.
//!
//! The first half of the day goes as fast as it can: what is done in a second, and what that costs the server alone, since
//! forty windows have no machine of their own here. The second half goes forty times as fast as a counter does, with
//! pauses like a clerk's: how long each press of a button waits.
//!
//! At last one window alone, over a wire that takes five milliseconds there and back.
//!
//! `cargo bench --bench server`; `VENTANILLA_BENCH_VISITS=400` for a quick look. Prints a table; with `VENTANILLA_BENCH_STRICT=1` it
//! ends with an error where a target is missed.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a measurement fails by panicking, and needs little of what tests share"
)]

#[path = "../support/house.rs"]
mod house;
#[path = "../support/postgres.rs"]
mod postgres;
#[path = "../support/printers.rs"]
mod printers;
#[path = "../support/proxy.rs"]
mod proxy;
#[path = "../support/scripted.rs"]
mod scripted;

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use house::{CHIEF, MORNING, Site, add_user, attach_scans, code, draft, password, register_many, scheduled, verified};
use postgres::{PASSWORD, Postgres, ROLE};
use proxy::{Proxy, Way};
use scripted::Scripted;
use ventanilla::domain::duty::Duty;
use ventanilla::domain::id::TurnId;
use ventanilla::domain::ledger::Acknowledgement;
use ventanilla::domain::user::Role;
use ventanilla::ops::issuance::{DeliverSlip, issue};
use ventanilla::ops::turn::{CallTurn, MarkArrived};
use ventanilla::ops::visit::{BeginVisit, save_draft};
use ventanilla::ops::{FixedClock, House, Place, Session, new_op_id};
use ventanilla::print::ipp::CancelFlag;
use ventanilla::store;

const WINDOWS: usize = 40;
const VISITS: usize = 2_200;
/// How often a visit's working copy is saved: each answer is.
const ANSWERS: u32 = 16;
/// How long a visit and the way to the next one take in the second half: eight minutes, forty times as fast.
const VISIT: Duration = Duration::from_secs(12);
/// How many visits one window attends behind a slow wire, and how long that takes each way.
const FAR_VISITS: usize = 20;
const EACH_WAY: Duration = Duration::from_micros(2_500);
/// How long the script of the floor runs.
const FLOOR_SECS: u32 = 10;

/// What an operation does to a server, and nothing else: the head's lock, the head, an entry with its detail, and a row of the
/// counter.
const SCRIPT: &str = "\\set row random(1, 1000)\n\
    BEGIN;\n\
    SELECT pg_advisory_xact_lock(hashtext('centro'));\n\
    SELECT n, hash FROM entry ORDER BY n DESC LIMIT 1;\n\
    SELECT * FROM place WHERE id = :row;\n\
    INSERT INTO entry (op_id, hash) VALUES (gen_random_uuid(), sha256(random()::text::bytea));\n\
    INSERT INTO detail (payload) VALUES (repeat('x', 200));\n\
    UPDATE place SET state = state + 1 WHERE id = :row;\n\
    COMMIT;\n";

const TABLES: &str = "CREATE TABLE entry (n BIGSERIAL PRIMARY KEY, op_id UUID NOT NULL UNIQUE, hash BYTEA NOT NULL);\
    CREATE TABLE detail (n BIGSERIAL PRIMARY KEY, payload TEXT NOT NULL);\
    CREATE TABLE place (id BIGINT PRIMARY KEY, state BIGINT NOT NULL);\
    INSERT INTO place SELECT nth, 0 FROM generate_series(1, 1000) AS nth;";

/// How long each of one kind took.
#[derive(Default)]
struct Times(BTreeMap<String, Vec<Duration>>);

impl Times {
    fn of<T>(&mut self, what: &str, act: impl FnOnce() -> T) -> T {
        let began = Instant::now();
        let done = act();
        self.0.entry(what.to_owned()).or_default().push(began.elapsed());
        done
    }

    /// The time that 99 of 100 keep to, in milliseconds.
    fn p99_ms(&self, what: &str) -> f64 {
        let mut times = self.0[what].clone();
        times.sort();
        times[times.len() * 99 / 100].as_secs_f64() * 1e3
    }
}

/// In a window's process: where its vault is, its number, and where the file stands that says whose turn each is.
const WINDOW: &str = "VENTANILLA_BENCH_WINDOW";

/// How a window's process is told to begin: as fast as it can, or as a clerk does.
const AT_ONCE: &str = "go\n";
const PACED: &str = "walk\n";

/// What a window's clerk does until nobody waits any more: a process of its own, told when to begin, that says how long each
/// thing took.
fn work(window: &str) {
    let [folder, address, nth, people]: [&str; 4] = window.split('|').collect::<Vec<_>>().try_into().unwrap();
    let place = Place::within(Path::new(folder)).on_server(address.parse().unwrap());
    let nth: u16 = nth.parse().unwrap();
    let nth_of: HashMap<i64, usize> = serde_json::from_str(&fs::read_to_string(people).unwrap()).unwrap();
    let clock = Arc::new(FixedClock::at(MORNING));
    let (house, by) = House::open(&place, &login(nth), &password(), nth, clock).unwrap();
    println!("ready");
    let printer = Scripted::new();
    let mut word = String::new();
    while std::io::stdin().read_line(&mut word).unwrap() > 0 {
        let pace = if word == PACED { Some(VISIT) } else { None };
        let times = work_until_nobody_waits(&house, &by, (&nth_of, nth), &printer, pace);
        for (what, times) in &times.0 {
            for time in times {
                println!("{}|{what}", time.as_micros());
            }
        }
        println!("done");
        word.clear();
    }
}

fn work_until_nobody_waits(
    house: &House,
    by: &Session,
    (nth_of, nth): (&HashMap<i64, usize>, u16),
    printer: &Scripted,
    pace: Option<Duration>,
) -> Times {
    let mut times = Times::default();
    let pause = |of_visit: u32| {
        if let Some(visit) = pace {
            std::thread::sleep(visit / of_visit);
        }
    };
    // Clerks do not begin in the same moment.
    if let Some(visit) = pace {
        std::thread::sleep(visit * u32::from(nth) / WINDOWS as u32);
    }
    loop {
        let call = times.of("Siguiente", || house.perform(by, &CallTurn { wanted: None, reason: None }));
        let turn = match call {
            Ok(answer) => answer.output,
            refused => {
                assert_eq!(code(refused), "nobody");
                break;
            }
        };
        pause(8);
        let visit = times.of("begin", || house.perform(by, &BeginVisit { turn })).unwrap().output;
        for revision in 1..=ANSWERS {
            pause(2 * ANSWERS);
            let draft = draft(nth_of[&turn.0]);
            let saved = times.of("a saved field", || save_draft(house, by, visit, &draft, revision.into()));
            assert!(saved.unwrap());
        }
        attach_scans(house, by, visit);
        pause(8);
        let press = new_op_id().unwrap();
        let issued = times
            .of("the key", || issue(house, by, press, visit, printer, &CancelFlag::default(), &mut |_| {}).unwrap());
        pause(8);
        let deliver = DeliverSlip { issuance: issued.issuance, acknowledgement: Acknowledgement::Signed };
        times.of("deliver", || house.perform(by, &deliver)).unwrap();
        pause(8);
    }
    times
}

fn login(nth: u16) -> String {
    format!("colega{nth}")
}

/// A window's process, once it is ready.
fn at_work(site: &Site, nth: u16, people: &Path) -> (Child, BufReader<ChildStdout>) {
    let folder = site.place.folder.parent().unwrap().display().to_string();
    let address = site.place.server.as_ref().unwrap().to_string();
    let mut process = Command::new(std::env::current_exe().unwrap())
        .env(WINDOW, format!("{folder}|{address}|{nth}|{}", people.display()))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(process.stdout.take().unwrap());
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    assert_eq!(line, "ready\n");
    (process, said)
}

/// How long each thing takes at a window whose wire is slow, and which is alone at work.
fn work_far_away(house: &House, chief: &Session, site: &Site, turns: &[TurnId], nth_of: &HashMap<i64, usize>) -> Times {
    for turn in turns {
        house.perform(chief, &MarkArrived { turn: *turn, reason: None }).unwrap();
    }
    let address = site.place.server.clone().unwrap();
    let wire = Proxy::before(&address);
    wire.delay(Way::Question, EACH_WAY);
    wire.delay(Way::Answer, EACH_WAY);
    let place = Place::within(site.place.folder.parent().unwrap()).on_server(wire.address(&address));
    let clock = Arc::new(FixedClock::at(MORNING));
    let (far, by) = House::open(&place, &login(1), &password(), 1, clock).unwrap();
    work_until_nobody_waits(&far, &by, (nth_of, 1), &Scripted::new(), None)
}

/// Transactions in a second of the script, by as many clients.
fn floor(server: &Postgres) -> f64 {
    server.psql("postgres", "CREATE DATABASE floor");
    server.psql("floor", TABLES);
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("script.sql");
    fs::write(&script, SCRIPT).unwrap();
    let mut pgbench = Command::new(server.program("pgbench"));
    pgbench.args(["-n", "-M", "prepared", "-j", "2", "-h", "127.0.0.1", "-U", ROLE]).env("PGPASSWORD", PASSWORD);
    pgbench.args(["-c", &WINDOWS.to_string(), "-T", &FLOOR_SECS.to_string(), "-p", &server.port().to_string()]);
    let done = pgbench.arg("-f").arg(&script).arg("floor").output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    let line = said.lines().find_map(|line| line.strip_prefix("tps = ")).unwrap_or_else(|| panic!("{done:?}"));
    line.split(' ').next().unwrap().parse().unwrap()
}

/// How long the server has worked so far, all its processes together, in seconds of one core.
fn server_work(server: &Postgres) -> f64 {
    let pid = server.psql("postgres", "SELECT split_part(pg_read_file('postmaster.pid'), chr(10), 1)");
    let stats =
        fs::read_dir("/proc").unwrap().filter_map(|entry| fs::read_to_string(entry.ok()?.path().join("stat")).ok());
    let ticks: u64 = stats
        .map(|stat| {
            let (named, rest) = stat.rsplit_once(')').unwrap();
            let fields: Vec<&str> = rest.split_whitespace().collect();
            let is_own = named.split(' ').next() == Some(pid.as_str());
            // Of those that ended, the first process keeps the account.
            let own = if is_own { 11..15 } else { 11..13 };
            match is_own || fields[1] == pid {
                true => fields[own].iter().map(|ticks| ticks.parse::<u64>().unwrap()).sum(),
                false => 0,
            }
        })
        .sum();
    ticks as f64 / 100.0
}

fn entries(house: &House) -> i64 {
    store::journal::head(&house.reader().unwrap()).unwrap().number
}

fn main() {
    if let Ok(window) = std::env::var(WINDOW) {
        return work(&window);
    }
    let visits = std::env::var("VENTANILLA_BENCH_VISITS").map_or(VISITS, |text| text.parse().unwrap());
    let Some(server) = Postgres::start() else { return };
    let rested = server_work(&server);
    let floor = floor(&server);
    let floor_work = (server_work(&server) - rested) / (floor * f64::from(FLOOR_SECS));

    let first = Site::free_on(&server);
    let (house, chief) = first.found().unwrap();
    register_many(&house, &chief, visits + FAR_VISITS, |_| String::new());
    let centre = house.centre().id;
    for window in 2..=WINDOWS as u16 {
        house.store().write(|tx| store::centre::add_window(tx, centre, window)).unwrap();
    }
    house.close().unwrap();
    let (house, chief) = first.open(CHIEF).unwrap();
    let machines: Vec<(Site, u16)> = (1..=WINDOWS as u16)
        .map(|nth| {
            add_user(&house, &chief, &login(nth), "Otra Colega", Role::Clerk);
            (first.machine_named(&format!("m{nth}"), Duty::Window, nth), nth)
        })
        .collect();
    let turns: Vec<_> = (0..visits + FAR_VISITS).map(|nth| scheduled(&house, &chief, nth)).collect();
    let nth_of: HashMap<i64, usize> = turns.iter().enumerate().map(|(nth, turn)| (turn.0, nth)).collect();
    let folder = tempfile::tempdir().unwrap();
    let people = folder.path().join("people.json");
    fs::write(&people, serde_json::to_string(&nth_of).unwrap()).unwrap();
    let mut windows: Vec<_> = machines.iter().map(|(site, nth)| at_work(site, *nth, &people)).collect();
    let mut half = |word: &str, turns: &[TurnId]| {
        let mut times = Times::default();
        for turn in turns {
            times.of("arrive", || house.perform(&chief, &MarkArrived { turn: *turn, reason: None })).unwrap();
        }
        let (before, rested, began) = (entries(&house), server_work(&server), Instant::now());
        for (process, _) in &mut windows {
            process.stdin.as_mut().unwrap().write_all(word.as_bytes()).unwrap();
        }
        for (_, said) in &mut windows {
            for line in said.lines().map(Result::unwrap).take_while(|line| line != "done") {
                let (micros, what) = line.split_once('|').unwrap();
                times.0.entry(what.to_owned()).or_default().push(Duration::from_micros(micros.parse().unwrap()));
            }
        }
        let took = began.elapsed().as_secs_f64();
        // A saved field and the bytes of a scan have no entry.
        let written = entries(&house) - before + (times.0["a saved field"].len() + turns.len()) as i64;
        (times, took, written as f64, server_work(&server) - rested)
    };
    let (near, far) = turns.split_at(visits);
    let (at_once, at_pace) = near.split_at(visits / 2);
    let (_, took, written, worked) = half(AT_ONCE, at_once);
    let (times, ..) = half(PACED, at_pace);
    for (mut process, _) in windows {
        drop(process.stdin.take());
        assert!(process.wait().unwrap().success());
    }
    let far = work_far_away(&house, &chief, &machines[0].0, far, &nth_of);
    let mut serials: BTreeMap<u16, Vec<u32>> = BTreeMap::new();
    store::issuance::walk(&house.reader().unwrap(), |slip| {
        serials.entry(slip.serial.window).or_default().push(slip.serial.number);
        Ok::<_, store::Error>(())
    })
    .unwrap();
    assert_eq!(serials.values().map(Vec::len).sum::<usize>(), visits + FAR_VISITS, "each person once");
    for (window, numbers) in &serials {
        assert_eq!(*numbers, (1..=numbers.len() as u32).collect::<Vec<_>>(), "a gap at window {window}");
    }
    verified(&house);

    let per_second = written / took;
    println!(
        "{} visits at {WINDOWS} windows in {took:.1} s; {written} transactions, {per_second:.0} a second",
        visits / 2
    );
    println!("the floor: {floor:.0} a second, {:.3} ms of the server's each", floor_work * 1e3);
    println!("a transaction costs the server {:.3} ms\n", worked / written * 1e3);
    let mut missed = false;
    let mut tell = |what: &str, measured: f64, reached: bool, wanted: &str| {
        missed |= !reached;
        println!("{what:<44} {measured:>10.3}  {wanted:<10} {}", if reached { "reached" } else { "MISSED" });
    };
    let ratio = per_second / floor;
    tell("transactions against the floor's", ratio, ratio >= 0.5, "≥ 0.5");
    let ratio = floor_work / (worked / written);
    tell("the same, by the server's work alone", ratio, ratio >= 0.5, "≥ 0.5");
    for (what, most) in [("Siguiente", 50.0), ("a saved field", 30.0)] {
        let p99 = times.p99_ms(what);
        tell(&format!("{what}, p99 in ms"), p99, p99 <= most, &format!("≤ {most}"));
    }
    for what in ["arrive", "begin", "the key", "deliver"] {
        println!("{what:<44} {:>10.3}", times.p99_ms(what));
    }
    for what in ["Siguiente", "begin", "a saved field", "the key", "deliver"] {
        let p99 = far.p99_ms(what);
        tell(&format!("{what}, far away, p99 in ms"), p99, p99 <= 100.0, "≤ 100");
    }
    assert!(!(missed && std::env::var_os("VENTANILLA_BENCH_STRICT").is_some()), "a target was missed");
}
