//! The process that issues a key, killed at every step: a real one, this binary run again. What it leaves is found, looked
//! up and settled, and the key it printed is nowhere but on the paper.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test that cannot set its scene fails"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use argon2::password_hash::PasswordVerifier as _;
use ventanilla::domain::ledger::{Acknowledgement, IssuanceState, VoidCause};
use ventanilla::ops::issuance::{DeliverSlip, Step, VoidSlip, issue, look_up, purge};
use ventanilla::ops::{FixedClock, House, Place, new_op_id};
use ventanilla::print::ipp::{CancelFlag, Remains};
use ventanilla::store;
use ventanilla::store::issuance::Issuance;

use crate::ledger::keys_in;
use crate::paper::poppler;
use crate::support::house::{CLERK, MORNING, Site, dump, password, ready, slip, verified};
use crate::support::scripted::{Mishap, Point, Scripted, Standing, end_process};

/// Where the process is killed, in the order of the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moment {
    /// The visit is ready; print was not pressed.
    BeforeReserve,
    /// The line is committed; the printer knows nothing.
    Reserved,
    At(Point),
    /// The job's number is committed; no document left.
    Sent,
    /// While the printer says how it goes.
    Following,
    /// The end is committed; the paper lies in the tray.
    Printed,
    /// The paper is in the recipient's hand.
    Delivered,
}

impl Moment {
    const ALL: [Self; 12] = [
        Self::BeforeReserve,
        Self::Reserved,
        Self::At(Point::BeforeCreate),
        Self::At(Point::AfterCreate),
        Self::Sent,
        Self::At(Point::BeforeSend),
        Self::At(Point::MidSend),
        Self::At(Point::AfterSend),
        Self::Following,
        Self::At(Point::AfterCompletion),
        Self::Printed,
        Self::Delivered,
    ];

    /// How the slip stands after it, if there is one; and after it was looked up at the printer.
    fn leaves(self) -> Option<(IssuanceState, IssuanceState)> {
        use IssuanceState::{Delivered, Printed, Reserved, Sent, Unconfirmed};
        Some(match self {
            Self::BeforeReserve => return None,
            Self::Reserved | Self::At(Point::BeforeCreate | Point::AfterCreate) => (Reserved, Reserved),
            Self::Sent | Self::At(Point::BeforeSend | Point::MidSend | Point::AfterSend) | Self::Following => {
                (Sent, Unconfirmed)
            }
            Self::At(Point::AfterCompletion) => (Sent, Printed),
            Self::Printed => (Printed, Printed),
            Self::Delivered => (Delivered, Delivered),
        })
    }

    fn has_a_document(self) -> bool {
        let without = [
            Self::BeforeReserve,
            Self::Reserved,
            Self::At(Point::BeforeCreate),
            Self::At(Point::AfterCreate),
            Self::Sent,
            Self::At(Point::BeforeSend),
        ];
        !without.contains(&self)
    }
}

const ROOM: &str = "VENTANILLA_CRASH_ROOM";
const WHEN: &str = "VENTANILLA_CRASH_MOMENT";
/// Planted where the key must not be, so that looking there is known to find something.
const CANARY: &str = "canario-4711";

fn place_in(room: &Path) -> Place {
    Place::within(room)
}

#[test]
#[ignore = "run by the other test of this file, in a process that is killed"]
fn the_process_that_is_killed() {
    let room = PathBuf::from(std::env::var_os(ROOM).unwrap());
    let at = Moment::ALL[std::env::var(WHEN).unwrap().parse::<usize>().unwrap()];
    ventanilla::cli::seal_process();
    let log = fs::File::create(room.join("log")).unwrap();
    tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log).init();
    tracing::info!("{CANARY}");
    fs::write(std::env::temp_dir().join("canary"), CANARY).unwrap();

    let clock = Arc::new(FixedClock::at(MORNING));
    let (house, clerk) = House::open(&place_in(&room), CLERK, &password(), 1, clock).unwrap();
    let visit = ready(&house, &clerk, 0).unwrap();
    let printer = Scripted::kept_in(&room.join("spool.json"));
    if let Moment::At(point) = at {
        printer.next(Mishap::Dies(point));
    }
    let dies_at = |moment| {
        if at == moment {
            end_process();
        }
    };
    dies_at(Moment::BeforeReserve);
    let mut watch = |step: Step| match step {
        Step::Reserved(_) => dies_at(Moment::Reserved),
        Step::Sent => dies_at(Moment::Sent),
        Step::Printer(_) => dies_at(Moment::Following),
    };
    let press = new_op_id().unwrap();
    let issued = issue(&house, &clerk, press, visit, &printer, &CancelFlag::default(), &mut watch).unwrap();
    dies_at(Moment::Printed);
    let deliver = DeliverSlip { issuance: issued.issuance, acknowledgement: Acknowledgement::Signed };
    house.perform(&clerk, &deliver).unwrap();
    dies_at(Moment::Delivered);
    unreachable!("it was to die at {at:?}");
}

#[cfg(unix)]
pub(crate) fn was_killed(status: std::process::ExitStatus) -> bool {
    std::os::unix::process::ExitStatusExt::signal(&status) == Some(rustix::process::Signal::KILL.as_raw())
}

#[cfg(not(unix))]
pub(crate) fn was_killed(status: std::process::ExitStatus) -> bool {
    !status.success()
}

/// A copy of a staffed house, and the process that dies in it.
fn killed_at(index: usize) -> tempfile::TempDir {
    let room = tempfile::tempdir().unwrap();
    let site = Site::staffed_on_file();
    for (from, to) in [(&site.place.folder, "store"), (&site.place.anchor_folder, "anchor")] {
        crate::support::house::copy_folder(from, &room.path().join(to));
    }
    fs::create_dir(room.path().join("tmp")).unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["crash::the_process_that_is_killed", "--exact", "--ignored", "--nocapture", "--test-threads=1"])
        .env(ROOM, room.path())
        .env(WHEN, index.to_string())
        .env("TMPDIR", room.path().join("tmp"))
        .current_dir(room.path().join("tmp"))
        .output()
        .unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(was_killed(output.status), "{:?}: it ended by itself\n{said}", Moment::ALL[index]);
    fs::write(room.path().join("said"), said).unwrap();
    room
}

fn only_slip(house: &House) -> Option<Issuance> {
    let mut slips = Vec::new();
    store::issuance::walk(&house.reader().unwrap(), |slip| -> Result<(), store::Error> {
        slips.push(slip);
        Ok(())
    })
    .unwrap();
    assert!(slips.len() <= 1);
    slips.pop()
}

#[test]
fn killed_anywhere_the_slip_is_found_looked_up_and_settled() {
    for (index, at) in Moment::ALL.into_iter().enumerate() {
        let room = killed_at(index);
        let place = place_in(room.path());
        let clock = Arc::new(FixedClock::at(MORNING));
        let (house, clerk) =
            House::open(&place, CLERK, &password(), 1, clock).unwrap_or_else(|error| panic!("{at:?}: {error}"));
        verified(&house);
        let printer = Scripted::kept_in(&room.path().join("spool.json"));
        let found = only_slip(&house);
        assert_eq!(found.as_ref().map(|slip| slip.state), at.leaves().map(|(left, _)| left), "{at:?}");
        let visit = store::visit::of_turn(&house.reader().unwrap(), ventanilla::domain::id::TurnId(1)).unwrap()[0].id;

        let press = |printer: &Scripted| {
            issue(&house, &clerk, new_op_id().unwrap(), visit, printer, &CancelFlag::default(), &mut |_| {})
        };
        if let Some(open) = found.filter(|slip| !slip.state.is_terminal()) {
            assert!(press(&printer).is_err(), "{at:?}: the window settles first");
            let state = look_up(&house, &clerk, open.id, &printer).unwrap();
            assert_eq!(Some(state), at.leaves().map(|(_, found)| found), "{at:?}");
            let alive = |standing| matches!(standing, Standing::Held | Standing::Processing);
            assert!(!printer.jobs().iter().any(|job| alive(job.standing)), "{at:?}: a job is left at the printer");
            let done = match state {
                IssuanceState::Printed => {
                    let deliver = DeliverSlip { issuance: open.id, acknowledgement: Acknowledgement::Signed };
                    house.perform(&clerk, &deliver).map(drop)
                }
                _ => {
                    let cause = VoidCause::NotPrinted;
                    house.perform(&clerk, &VoidSlip { issuance: open.id, cause, reason: CANARY.into() }).map(drop)
                }
            };
            done.unwrap_or_else(|error| panic!("{at:?}: {error}"));
            assert_eq!(purge(&house, &clerk, open.id, &printer).unwrap(), Remains::Nothing);
            assert!(slip(&house, open.id).purged);
        }
        let delivered = |house: &House| {
            let slips = store::issuance::of_visit(&house.reader().unwrap(), visit).unwrap();
            slips.iter().filter(|slip| slip.state == IssuanceState::Delivered).count()
        };
        if delivered(&house) == 0 {
            let issued = press(&printer).unwrap_or_else(|error| panic!("{at:?}: {error}"));
            let deliver = DeliverSlip { issuance: issued.issuance, acknowledgement: Acknowledgement::Signed };
            house.perform(&clerk, &deliver).unwrap();
        }
        assert_eq!(delivered(&house), 1, "{at:?}");
        verified(&house);
    }
}

#[test]
fn the_key_that_a_killed_process_printed_is_only_on_the_paper() {
    if !poppler::present("the key of a killed process, looked for on the disk") {
        return;
    }
    let with_document = Moment::ALL.into_iter().enumerate().filter(|(_, at)| at.has_a_document());
    for (index, at) in with_document {
        let room = killed_at(index);
        // As the process left it: the log of the store is not yet in its file.
        let left = raw_bytes(room.path());
        let (house, clerk) =
            House::open(&place_in(room.path()), CLERK, &password(), 1, Arc::new(FixedClock::at(MORNING))).unwrap();
        let printer = Scripted::kept_in(&room.path().join("spool.json"));
        let printed = only_slip(&house).unwrap();
        let documents = printer.documents(&printed.serial.to_string());
        let text = poppler::says("pdftotext", &["-layout"], &documents[0]);
        let hash = argon2::PasswordHash::new(&printed.key_hash).unwrap();
        let is_it = |key: &String| argon2::Argon2::default().verify_password(key.as_bytes(), &hash).is_ok();
        let key = keys_in(&text).into_iter().find(is_it).unwrap_or_else(|| panic!("{at:?}: no key in {text}"));

        if !printed.state.is_terminal() {
            look_up(&house, &clerk, printed.id, &printer).unwrap();
            let void = VoidSlip { issuance: printed.id, cause: VoidCause::Lost, reason: CANARY.into() };
            house.perform(&clerk, &void).unwrap();
        }
        let rows = dump(&house).join("\n");
        let forms = [key.clone(), hexadecimal(&key), format!("{}-{}-{}", &key[..4], &key[4..9], &key[9..])];
        for form in &forms {
            assert!(!rows.contains(form.as_str()), "{at:?}: the key stands in the store");
            for (file, bytes) in &left {
                assert!(!holds(bytes, form), "{at:?}: the key stands in {}", file.display());
            }
        }
        if printed.state != IssuanceState::Delivered {
            assert!(rows.contains(CANARY), "{at:?}: the dump shows what is in the store");
        }
        let with_canary: Vec<String> = left
            .iter()
            .filter(|(_, bytes)| holds(bytes, CANARY))
            .map(|(file, _)| file.file_name().unwrap().to_string_lossy().into_owned())
            .collect();
        for name in ["log", "canary"] {
            assert!(with_canary.iter().any(|it| it == name), "{at:?}: {name} was not looked into");
        }
        assert!(left.iter().any(|(file, _)| file.ends_with("ventanilla.db-wal")), "{at:?}");
    }
}

/// Every file in the room but the printer's.
fn raw_bytes(room: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![room.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else if entry.file_name() != "spool.json" {
                files.push((entry.path(), fs::read(entry.path()).unwrap()));
            }
        }
    }
    files
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

fn hexadecimal(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}
