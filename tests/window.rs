//! The real window: the program itself on a screen of its own, with a real printer, worked by the keyboard alone. What
//! happened is read from the store beside it and from the printer's spool.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails by panicking"
)]

mod deliberate;
mod pictures;
mod reader;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;
use ventanilla::domain::id::VisitId;
use ventanilla::domain::ledger::{IssuanceState, VoidCause};
use ventanilla::ops::verify::{Depth, verify};
use ventanilla::ops::{Place, open_to_read};
use ventanilla::store::issuance::Issuance;
use ventanilla::store::{self, Reader};
use ventanilla::vault::Password;

use crate::support::printers::{self, EvePrinter, Leashed, Page};
use crate::support::screen::Screen;

/// A clerk of the demonstration, whose password any keyboard types.
const CLERK: (&str, &str) = ("operadora2", "guayaba con queso fresco");

/// A machine with a screen and a home of its own, and a printer.
struct Machine {
    // First: what is started ends before what it stands on.
    program: Option<Leashed>,
    screen: Screen,
    printer: Option<EvePrinter>,
    folder: TempDir,
}

impl Machine {
    /// `None`, said aloud, where a real part is missing.
    fn new() -> Option<Self> {
        let parts = printers::real()?;
        let machine = Self::without_printer()?;
        Some(Self { printer: Some(EvePrinter::start(parts)), ..machine })
    }

    fn without_printer() -> Option<Self> {
        let screen = Screen::start()?;
        Some(Self { program: None, screen, printer: None, folder: tempfile::tempdir().unwrap() })
    }

    fn printer(&self) -> &EvePrinter {
        self.printer.as_ref().unwrap()
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Opens the program's window.
    fn open(&mut self, words: &[&str]) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ventanilla"));
        command.args(words).env("HOME", self.folder.path());
        for (name, folder) in [
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_CACHE_HOME", "cache"),
        ] {
            command.env(name, self.at(folder));
        }
        self.program = Some(self.screen.open(&mut command, &self.at("said")));
    }

    fn open_demo(&mut self) {
        let out = self.at("demo").display().to_string();
        let printer = self.printer.as_ref().map(|printer| printer.uri("ipp").to_string());
        match printer {
            Some(printer) => self.open(&["demo", "--out", &out, "--printer", &printer]),
            None => self.open(&["demo", "--out", &out]),
        }
    }

    /// The store, read beside the window or after it.
    fn reader(&self) -> Reader {
        let place = Place::of_demo(self.at("demo").join("store"));
        open_to_read(&place, CLERK.0, &Password::typed(CLERK.1).unwrap()).unwrap()
    }

    fn log_in(&self) {
        self.screen.type_text(CLERK.0);
        self.screen.press("Return");
        self.screen.type_text(CLERK.1);
        self.screen.press("Return");
    }

    /// The program is gone without a farewell.
    fn kill(&mut self) {
        let program = self.program.take().unwrap();
        program.signal("-KILL");
        self.screen.until("its end", || program.is_over().then_some(()));
    }

    fn is_running(&self) -> bool {
        self.program.as_ref().is_some_and(|program| !program.is_over())
    }
}

/// Everything that the journal names, in order.
fn operations(reader: &Reader) -> Vec<String> {
    let mut operations = Vec::new();
    store::journal::walk(reader, 1, |entry| {
        operations.push(entry.entry.operation.clone());
        Ok::<_, store::Error>(())
    })
    .unwrap();
    operations
}

fn slips(reader: &Reader) -> Vec<Issuance> {
    let mut slips = Vec::new();
    store::issuance::walk(reader, |slip| {
        slips.push(slip);
        Ok::<_, store::Error>(())
    })
    .unwrap();
    slips
}

/// A visit on the screen, with what the store says of it.
struct Visit<'m> {
    machine: &'m Machine,
    reader: Reader,
    revision: i64,
}

impl<'m> Visit<'m> {
    /// Calls the next person, who is a household's employer with everything in order, and begins.
    fn begin(machine: &'m Machine) -> Self {
        let mut visit = Self::before(machine);
        visit.does("F2", "turn.call").does("Return", "visit.begin");
        visit
    }

    /// Nobody is called yet.
    fn before(machine: &'m Machine) -> Self {
        Self { machine, reader: machine.reader(), revision: 0 }
    }

    /// Presses a key, and waits until this operation stands in the journal and the screen rests.
    fn does(&mut self, key: &str, operation: &str) -> &mut Self {
        self.leads_to(operation, |screen| screen.press(key))
    }

    /// Answers a question that is no part of the papers, and waits until this operation stands in the journal.
    fn says(&mut self, number: &str, operation: &str) -> &mut Self {
        self.leads_to(operation, |screen| screen.press_once_read(number))
    }

    fn leads_to(&mut self, operation: &str, act: impl FnOnce(&Screen)) -> &mut Self {
        let count = |reader: &Reader| operations(reader).iter().filter(|it| *it == operation).count();
        let before = count(&self.reader);
        act(&self.machine.screen);
        self.machine.screen.until(operation, || (count(&self.reader) > before).then_some(()));
        self.machine.screen.rest();
        self
    }

    /// Answers a question by its number, and waits until the answer is saved and the screen rests.
    fn answers(&mut self, number: &str) -> &mut Self {
        self.machine.screen.press_once_read(number);
        let saved = self.machine.screen.until("a saved answer", || {
            let visit = store::visit::get(&self.reader, VisitId(1)).unwrap()?;
            (visit.draft_revision > self.revision).then_some(visit.draft_revision)
        });
        self.revision = saved;
        self.machine.screen.rest();
        self
    }

    /// Goes on: what the large button says.
    fn goes_on(&mut self) -> &mut Self {
        self.machine.screen.press("Return");
        self
    }

    /// Every answer and both scans, up to the button that prints.
    fn is_made_ready(&mut self) -> &mut Self {
        self.comes_to_the_request().answers("1").attaches().goes_on();
        self.answers("1").attaches()
    }

    /// Attaches the scanner's newest file: where its picture was out of sight, the first key only shows it.
    fn attaches(&mut self) -> &mut Self {
        let count = |reader: &Reader| operations(reader).iter().filter(|it| *it == "scan.attach").count();
        let before = count(&self.reader);
        let mut looks: u32 = 0;
        self.machine.screen.until("the scan", || {
            if looks.is_multiple_of(80) {
                self.machine.screen.press("F5");
            }
            looks += 1;
            (count(&self.reader) > before).then_some(())
        });
        self.machine.screen.rest();
        self
    }

    /// The answers about turn and employer.
    fn comes_to_the_request(&mut self) -> &mut Self {
        self.answers("1").goes_on();
        self.answers("1").answers("1").answers("1").goes_on()
    }

    fn state(&self) -> Option<IssuanceState> {
        slips(&self.reader).last().map(|slip| slip.state)
    }

    fn until(&self, state: IssuanceState) {
        let screen = &self.machine.screen;
        screen.until(&format!("a slip that is {state:?}"), || (self.state() == Some(state)).then_some(()));
        screen.rest();
    }
}

#[test]
fn from_the_login_to_the_paper_in_hand_by_the_keyboard_alone() {
    let Some(mut machine) = Machine::new() else {
        return;
    };
    machine.open_demo();
    machine.log_in();
    let mut visit = Visit::begin(&machine);
    visit.is_made_ready().does("Return", "issuance.reserve").until(IssuanceState::Printed);
    assert_eq!(machine.printer().received().len(), 1, "the slip is in the printer's spool");
    machine.screen.press_once_read("1");
    machine.screen.until("the acknowledgement", || (machine.printer().received().len() == 2).then_some(()));
    machine.screen.rest();
    visit.says("1", "issuance.deliver");
    assert_eq!(visit.state(), Some(IssuanceState::Delivered));
    assert!(machine.printer().received().iter().all(|page| page.starts_with(b"%PDF")));
    assert!(machine.is_running(), "{}", fs::read_to_string(machine.at("said")).unwrap());
    let found = verify(&machine.reader(), Depth::Whole, None, &mut |_| true).unwrap();
    assert_eq!((found.problem, found.slips), (None, 1));
}

#[test]
fn killed_after_sending_the_slip_is_settled_by_the_keyboard_when_it_opens_again() {
    let Some(mut machine) = Machine::new() else {
        return;
    };
    machine.printer().next_page(Page::TakesLong);
    machine.open_demo();
    machine.log_in();
    let mut visit = Visit::begin(&machine);
    visit.is_made_ready().does("Return", "issuance.reserve").until(IssuanceState::Sent);
    machine.screen.until("the document", || (machine.printer().received().len() == 1).then_some(()));
    drop(visit);
    machine.kill();
    machine.printer().go_on();

    let store = machine.at("demo").join("store");
    fs::create_dir_all(machine.at("config").join("ventanilla")).unwrap();
    let settings =
        format!("store = {:?}\nprinter = \"{}\"\n", store.display().to_string(), machine.printer().uri("ipp"));
    fs::write(machine.at("config").join("ventanilla").join("station.toml"), settings).unwrap();
    machine.open(&[]);
    machine.log_in();
    let reader = machine.reader();
    let only = |reader: &Reader| {
        let slips = slips(reader);
        assert_eq!(slips.len(), 1);
        slips.into_iter().next().unwrap()
    };
    // The printer was asked: it had gone on alone.
    machine.screen.until("what the printer says", || (only(&reader).state == IssuanceState::Printed).then_some(()));
    machine.screen.rest();
    machine.screen.press_once_read("1");
    machine.screen.type_text("no estaba en la impresora");
    machine.screen.press("Return");
    machine.screen.press_once_read("Return");
    machine.screen.until("the settled slip", || (only(&reader).state == IssuanceState::Void).then_some(()));
    let settled = only(&reader);
    assert_eq!(settled.void_cause, Some(VoidCause::Other));
    machine.screen.until("the job is gone from the printer", || only(&reader).purged.then_some(()));
    assert!(machine.is_running(), "{}", fs::read_to_string(machine.at("said")).unwrap());
    drop(reader);
    let found = verify(&machine.reader(), Depth::Whole, None, &mut |_| true).unwrap();
    assert_eq!((found.problem, found.slips), (None, 1));
}
