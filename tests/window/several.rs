//! In real windows, several of one centre on one real server: a reception, two windows, a supervisor's and the call screen, from
//! the first arrival to the close of the day, with the power of the server cut in the middle of a visit.

use std::io::Write as _;
use std::process::Stdio;
use std::sync::Arc;

use ventanilla::domain::calendar::{Moment, Zone};
use ventanilla::domain::duty::Duty;
use ventanilla::domain::id::TurnId;
use ventanilla::domain::turn::TurnState;
use ventanilla::ops::FixedClock;
use ventanilla::ops::house::run::Watch;
use ventanilla::ops::scan::ScannedPaper;
use ventanilla::print::ipp::CancelFlag;
use ventanilla::sample::{SampleScanner, USERS};
use ventanilla::store::postgres::Address;

use super::*;
use crate::support::postgres::Postgres;

/// Friday 20 November 2026, 9:12: what was prepared was prepared by then. The day at the server begins at 9:15, with the first turns.
const PREPARED: Moment = Moment(1_795_183_920_000);
const BEGINS: Moment = Moment(PREPARED.0 + 3 * 60_000);

/// A centre with its people, employers and turns of the day, moved to the server; answers the codes of the first two who come.
fn moved_to(address: &Address) -> [String; 2] {
    let folder = tempfile::tempdir().unwrap();
    let (house, users) =
        sample::found(&Place::within(&folder.path().join("a")), Arc::new(FixedClock::at(PREPARED))).unwrap();
    let password = Password::typed(users.supervisor.password).unwrap();
    let supervisor = house.log_in_at(users.supervisor.login, &password, 1).unwrap();
    house.add_window(&supervisor, 3).unwrap();
    let contents = sample::fill(&house, &supervisor, PREPARED.day(Zone::Mainland)).unwrap();
    let to = Place::within(&folder.path().join("b")).on_server(address.clone());
    let (owner, cancel) = ((postgres::ROLE, postgres::PASSWORD.as_bytes()), CancelFlag::default());
    let mut watch = Watch { progress: &mut |_| {}, cancel: &cancel };
    house.move_to(&supervisor, &to, Some(owner), &mut watch).unwrap();
    house.close().unwrap();
    let [first, second, ..] = contents.script.cast().map(|(caller, _)| caller.turn_code.to_string());
    [first, second]
}

impl Machine {
    /// Joins the centre by the command line, with a role of its own.
    pub(super) fn joins(&mut self, centre: &Address, (duty, window): (Duty, u16), settings: &str) {
        let role = format!("{}_{}{window}", centre.role(), duty.code());
        let own = centre.of_role(&role).to_string();
        let window = window.to_string();
        let words = [
            "store",
            "join",
            &own,
            "--owner",
            postgres::ROLE,
            "--window",
            &window,
            "--as",
            duty.code(),
            "--password-fd",
            "0",
        ];
        let mut joining = self.command(&words).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        joining.stdin.take().unwrap().write_all(postgres::PASSWORD.as_bytes()).unwrap();
        let said = joining.wait_with_output().unwrap();
        assert!(said.status.success(), "{said:?}");
        let file = self.at("config").join("ventanilla").join("station.toml");
        let kept = fs::read_to_string(&file).unwrap();
        fs::write(&file, format!("{kept}{settings}")).unwrap();
        self.centre = Some(centre.clone());
    }

    /// What it plays is heard in a file, and nowhere else.
    pub(super) fn plays_into(&mut self, name: &str) -> PathBuf {
        let played = self.at(name);
        let sound = format!(
            "pcm.!default {{ type file slave.pcm null file {:?} format raw }}\npcm.null {{ type null }}\n",
            played.display().to_string()
        );
        fs::write(self.at("asound.conf"), sound).unwrap();
        self.environment.push(("ALSA_CONFIG_PATH".into(), self.at("asound.conf").into()));
        played
    }

    /// Somebody comes in who types user and password.
    fn comes_in(&self, user: SampleUser, until: &str) {
        self.screen.until_sees("Contraseña");
        for typed in [user.login, user.password] {
            self.screen.type_text(typed);
            self.screen.press("Return");
        }
        self.screen.until_sees(until);
    }
}

fn turn_of(reader: &Reader, id: TurnId) -> TurnRow {
    store::turn::get(reader, id).unwrap().unwrap()
}

/// How loud it was at its loudest, of what was played into this file.
pub(super) fn loudest(file: &std::path::Path) -> u16 {
    let played = fs::read(file).unwrap_or_default();
    let samples = played.chunks_exact(2).map(|two| i16::from_le_bytes([two[0], two[1]]).unsigned_abs());
    samples.max().unwrap_or_default()
}

#[test]
fn a_day_of_five_machines_goes_on_through_a_restart_of_the_server_and_closes() {
    let Some(parts) = printers::real() else { return };
    let Some(mut server) = Postgres::start_at(BEGINS) else { return };
    let centre = server.new_address();
    let codes = moved_to(&centre);
    let [clerk, colleague] = USERS.clerks;
    let mut machines = Vec::new();
    for _ in 0..5 {
        let Some(machine) = Machine::heard() else { return };
        machines.push(machine);
    }
    let [mut one, mut two, mut chief, mut desk, mut calls]: [Machine; 5] = machines.try_into().ok().unwrap();
    one.printer = Some(EvePrinter::start(parts));
    let scans = one.at("escaner");
    let scanner = SampleScanner::at(scans.clone()).unwrap();
    let settings =
        format!("printer = \"{}\"\nscan_folder = {:?}\n", one.printer().uri("ipp"), scans.display().to_string());
    one.joins(&centre, (Duty::Window, 1), &settings);
    two.joins(&centre, (Duty::Window, 2), "");
    chief.joins(&centre, (Duty::Window, 3), "");
    desk.joins(&centre, (Duty::Arrivals, 3), "");
    calls.joins(&centre, (Duty::Calls, 1), "");
    let chime = calls.plays_into("chime.raw");

    // Who comes is marked as here at the reception.
    desk.open(&[]);
    desk.comes_in(colleague, "Presentes: ");
    for code in &codes {
        desk.screen.read(code, 10, "Return");
        desk.screen.until_sees(&format!("turno {code}."));
    }
    calls.open(&["calls"]);
    calls.comes_in(colleague, "Todavía no se ha llamado a nadie hoy.");
    assert_eq!(loudest(&chime), 0);

    // Two windows call, and the waiting room is told: which turn to which window, and not who.
    one.open(&[]);
    one.comes_in(clerk, "Presentes: ");
    two.open(&[]);
    two.comes_in(colleague, "Presentes: ");
    let reader = one.reader();
    let today = || {
        let of_centre = store::centre::centres(&reader).unwrap()[0].id;
        store::turn::of_day(&reader, of_centre, BEGINS.day(Zone::Mainland)).unwrap()
    };
    let turn = today().into_iter().find(|row| row.turn.code.as_str() == codes[0]).unwrap();
    one.screen.press("Down");
    let mut visit = Visit::begin_turn(&one, &turn);
    calls.screen.until_sees(&codes[0]);
    calls.screen.until("the chime", || (loudest(&chime) > 8_000).then_some(()));
    two.screen.press("F2");
    let called =
        two.screen.until("another call", || today().into_iter().find(|row| row.turn.state == TurnState::Called));
    assert_ne!(called.called.unwrap().window, turn_of(&reader, turn.id).called.unwrap().window);
    calls.screen.until_sees(called.turn.code.as_str());
    for row in [&turn, &called] {
        assert!(!calls.screen.sees(&row.turn.holder_name), "{}", row.turn.holder_name);
    }

    // In the middle of a visit the server's power is cut, and comes back.
    visit.comes_to_the_request();
    server.cut_then(|| one.screen.until_sees("Sin conexión con el servidor del centro."));
    one.screen.until_gone("Sin conexión con el servidor del centro.");
    scanner.scan(ScannedPaper::Request).unwrap();
    visit.answers("1").attaches().goes_on();
    scanner.scan(ScannedPaper::ApplicantDocument).unwrap();
    visit.answers("1").attaches();
    visit.does("Return", "issuance.reserve").until(IssuanceState::Printed);
    one.screen.press_once_read("1");
    one.screen.until("the acknowledgement", || (one.printer().received().len() == 2).then_some(()));
    one.screen.rest();
    visit.says("1", "issuance.deliver");
    assert_eq!(visit.state(), Some(IssuanceState::Delivered));

    // The other person went away; the supervisor closes the day.
    two.screen.until_gone("Sin conexión con el servidor del centro.");
    two.screen.enter("Vuelve a la espera");
    desk.screen.until_sees("Terminados: 1");
    chief.open(&[]);
    chief.comes_in(USERS.supervisor, "Bloquear");
    chief.screen.press("ctrl+5");
    chief.screen.until_sees("Nada impide el cierre.");
    chief.screen.enter("Cerrar el día 20/11/2026…");
    chief.screen.enter("Sí, cerrar el día");
    chief.screen.until("the close", || (visit.count("day.close") == 1).then_some(()));
    for machine in [&one, &two, &chief, &desk, &calls] {
        assert!(machine.is_running(), "{}", fs::read_to_string(machine.at("said")).unwrap());
    }
    let found = verify(&one.reader(), Depth::Whole, None, &mut |_| true).unwrap();
    assert_eq!((found.problem, found.slips), (None, 1));
}
