//! The real window: the program itself on a screen of its own, with a real printer, worked by the keyboard alone. What
//! happened is read from the store beside it and from the printer's spool.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails by panicking"
)]

mod catalogue;
mod constancia;
mod deliberate;
mod imports;
mod joining;
mod keyboard;
mod left_open;
mod new_machine;
mod pictures;
mod reader;
mod registers;
mod reports;
mod requests;
mod self_service;
mod several;
mod turns;
mod unlocking;
mod words;

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;
use ventanilla::domain::calendar::Zone;
use ventanilla::domain::id::VisitId;
use ventanilla::domain::ledger::{IssuanceState, VoidCause};
use ventanilla::ops::verify::{Depth, verify};
use ventanilla::ops::{Clock as _, Place, SystemClock, open_to_read};
use ventanilla::sample::{self, SampleUser};
use ventanilla::store::issuance::Issuance;
use ventanilla::store::postgres::{Address, Server};
use ventanilla::store::turn::TurnRow;
use ventanilla::store::{self, Reader, Store};
use ventanilla::vault::Password;

use crate::support::postgres;
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
    /// Where its centre stands, where that is a server.
    centre: Option<Address>,
    /// What it is told besides its folders.
    environment: Vec<(OsString, OsString)>,
}

impl Machine {
    /// `None`, said aloud, where a real part is missing.
    fn new() -> Option<Self> {
        let parts = printers::real()?;
        let machine = Self::without_printer()?;
        Some(Self { printer: Some(EvePrinter::start(parts)), ..machine })
    }

    fn without_printer() -> Option<Self> {
        Screen::start().map(Self::before)
    }

    fn before(screen: Screen) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { program: None, screen, printer: None, folder, centre: None, environment: Vec::new() }
    }

    /// One whose window is heard, without a printer.
    fn heard() -> Option<Self> {
        Screen::start_heard().map(Self::before)
    }

    fn printer(&self) -> &EvePrinter {
        self.printer.as_ref().unwrap()
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program, at home here.
    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ventanilla"));
        command
            .args(words)
            .env("HOME", self.folder.path())
            .envs(self.environment.iter().map(|(name, value)| (name, value)));
        for (name, folder) in [
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_CACHE_HOME", "cache"),
        ] {
            command.env(name, self.at(folder));
        }
        command
    }

    /// Opens the program's window.
    fn open(&mut self, words: &[&str]) {
        let mut command = self.command(words);
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
        if let Some(centre) = &self.centre {
            let owner = Server::at(centre.of_role(postgres::ROLE), postgres::PASSWORD.as_bytes()).unwrap();
            return Store::open_on(owner).unwrap().reader().unwrap();
        }
        let place = Place::of_demo(self.at("demo").join("store"));
        open_to_read(&place, CLERK.0, &Password::typed(CLERK.1).unwrap()).unwrap()
    }

    fn log_in(&self) {
        self.screen.type_text(CLERK.0);
        self.screen.press("Return");
        self.screen.type_text(CLERK.1);
        self.screen.press("Return");
    }

    /// Opens the demonstration and logs this user in, who is heard.
    fn heard_by(user: SampleUser) -> Option<Self> {
        let mut machine = Self::heard()?;
        machine.open_demo();
        machine.comes(user);
        Some(machine)
    }

    /// One of the demonstration's users comes: the login card has their names.
    fn comes(&self, user: SampleUser) {
        self.screen.until_sees("Usuarios de la demostración");
        self.screen.press("Down");
        self.screen.enter(user.login);
        self.screen.until_sees("Bloquear");
    }

    /// Whoever works here goes: *Salir* has the keyboard, and was pressed.
    fn goes(&self) {
        self.screen.reach("Salir").press("Return");
    }

    /// Looks for somebody in the day's list, and goes to the list.
    fn finds(&self, text: &str) {
        if self.screen.keyboard_at() != "Buscar" {
            self.screen.press("F3");
        }
        self.screen.type_text(text);
        self.screen.press("Return");
    }

    /// A turn of the day, by the number at its code's end.
    fn turn(&self, reader: &Reader, number: &str) -> TurnRow {
        let day = sample::mid_morning(SystemClock.now()).unwrap().day(Zone::Mainland);
        let centre = store::centre::centres(reader).unwrap()[0].id;
        let today = store::turn::of_day(reader, centre, day).unwrap();
        today.into_iter().find(|row| row.turn.code.as_str().ends_with(&format!("-{number}"))).unwrap()
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
    id: VisitId,
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
        Self { machine, reader: machine.reader(), id: VisitId(1), revision: 0 }
    }

    /// Calls this turn out of its order, and begins. Somebody is here already, and the list has the keyboard.
    fn begin_with(machine: &'m Machine, number: &str) -> Self {
        Self::begin_turn(machine, &machine.turn(&machine.reader(), number))
    }

    /// The same, of any turn.
    fn begin_turn(machine: &'m Machine, turn: &TurnRow) -> Self {
        let mut visit = Self::before(machine);
        let screen = &machine.screen;
        machine.finds(turn.turn.code.as_str());
        screen.press("Return");
        screen.until_sees("Llamar fuera de orden…");
        screen.press("Return");
        screen.type_text("de prueba");
        screen.press("Return");
        visit.does("Return", "turn.call").does("Return", "visit.begin");
        visit.id = store::visit::of_turn(&visit.reader, turn.id).unwrap().pop().unwrap().id;
        visit
    }

    /// What the clerk wrote so far.
    fn draft(&self) -> serde_json::Value {
        serde_json::from_str(&self.kept().draft).unwrap()
    }

    fn kept(&self) -> store::visit::Visit {
        store::visit::get(&self.reader, self.id).unwrap().unwrap()
    }

    /// How often this stands in the journal.
    fn count(&self, operation: &str) -> usize {
        operations(&self.reader).iter().filter(|it| *it == operation).count()
    }

    /// Presses a key, and waits until this operation stands in the journal and the screen rests.
    fn does(&mut self, key: &str, operation: &str) -> &mut Self {
        self.leads_to(operation, |screen| screen.press(key))
    }

    /// Answers a question that is no part of the papers, and waits until this operation stands in the journal.
    fn says(&mut self, number: &str, operation: &str) -> &mut Self {
        self.leads_to(operation, |screen| screen.press_once_read(number))
    }

    /// Leads the keyboard to the control of this name, presses Enter, and waits likewise.
    fn enters(&mut self, name: &str, operation: &str) -> &mut Self {
        self.leads_to(operation, |screen| screen.enter(name))
    }

    fn leads_to(&mut self, operation: &str, act: impl FnOnce(&Screen)) -> &mut Self {
        let before = self.count(operation);
        act(&self.machine.screen);
        self.machine.screen.until(operation, || (self.count(operation) > before).then_some(()));
        self.machine.screen.rest();
        self
    }

    /// Answers a question by its number, and waits until the answer is saved and the screen rests.
    fn answers(&mut self, number: &str) -> &mut Self {
        self.machine.screen.press_once_read(number);
        self.is_saved()
    }

    /// Waits until what was written is saved and the screen rests.
    fn is_saved(&mut self) -> &mut Self {
        self.revision = self.machine.screen.until("what was written is saved", || {
            let revision = self.kept().draft_revision;
            (revision > self.revision).then_some(revision)
        });
        self.machine.screen.rest();
        self
    }

    /// Gives the first answer to every question, until what the large button says is this.
    fn answers_up_to(&mut self, button: &str) -> &mut Self {
        while !self.machine.screen.sees(button) {
            self.answers("1");
        }
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
        let before = self.count("scan.attach");
        let mut looks: u32 = 0;
        self.machine.screen.until("the scan", || {
            if looks.is_multiple_of(80) {
                self.machine.screen.press("F5");
            }
            looks += 1;
            (self.count("scan.attach") > before).then_some(())
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
