//! In the real window: what somebody left open has a way out without their password.

use std::fs;

use ventanilla::domain::turn::TurnState;
use ventanilla::domain::visit::VisitOutcome;
use ventanilla::sample::USERS;
use ventanilla::store::visit::VisitState;

use super::{Machine, Visit, operations, store};

const OPEN: &str = "Hay una atención abierta";

impl Machine {
    /// The program is killed, and opened again as an installed one is: nobody's password is filled in.
    fn is_cut_off(&mut self) {
        self.kill();
        let store = self.at("demo").join("store");
        let settings = self.at("config").join("ventanilla");
        fs::create_dir_all(&settings).unwrap();
        fs::write(settings.join("station.toml"), format!("store = {:?}\n", store.display().to_string())).unwrap();
        self.open(&[]);
    }
}

fn state(visit: &Visit<'_>) -> TurnState {
    store::turn::get(&visit.reader, visit.kept().turn).unwrap().unwrap().turn.state
}

#[test]
fn who_leaves_is_asked_and_a_supervisor_takes_what_stayed_open_from_turnos() {
    let [first, second] = USERS.clerks;
    let Some(machine) = Machine::heard_by(first) else { return };
    let screen = &machine.screen;
    let mut visit = Visit::begin(&machine);
    // Enter alone stays; whoever leaves all the same has set it aside.
    machine.goes();
    screen.until_sees(OPEN);
    screen.press_once_read("Return");
    screen.until_gone(OPEN);
    assert!(screen.sees("Se retiró…") && state(&visit) == TurnState::InService);
    machine.goes();
    screen.until_sees(OPEN);
    visit.says("1", "visit.park");
    machine.comes(second);
    visit.does("F2", "turn.call").does("Return", "visit.begin");
    visit.id.0 += 1;
    machine.goes();
    screen.until_sees(OPEN);
    screen.press_once_read("2");
    machine.comes(USERS.supervisor);
    assert_eq!(state(&visit), TurnState::InService, "it stayed open");

    let turn = store::turn::get(&visit.reader, visit.kept().turn).unwrap().unwrap().turn;
    machine.finds(turn.code.as_str());
    screen.until_sees(&format!("La atención quedó abierta en esta ventanilla: la lleva {}.", second.full_name));
    screen.enter("Ponerla en pausa…");
    // The reason has the keyboard; an empty one, and one without a word, are said and do nothing.
    let done = operations(&visit.reader).len();
    screen.press_once_read("Return");
    screen.until_sees("Escriba el motivo.");
    screen.type_text("7");
    screen.press("Return");
    screen.until_sees("Escriba el motivo con palabras.");
    assert_eq!(operations(&visit.reader).len(), done);
    screen.reach("Motivo").write_over("tuvo que salir");
    screen.until_gone("Escriba el motivo con palabras.");
    screen.press("Return");
    visit.says("Return", "visit.park_others");
    assert_eq!(state(&visit), TurnState::Parked);

    // Whoever it was taken from is told, with the reason.
    machine.goes();
    machine.comes(second);
    screen.until_sees("puso en pausa su atención del turno");
    assert!(screen.sees("«tuvo que salir»"));
    visit.enters("Entendido", "visit.notice_seen");
}

#[test]
fn what_a_killed_program_left_open_is_ended_by_a_supervisor_from_cierre_on_a_later_day() {
    let Some(mut machine) = Machine::heard_by(USERS.clerks[1]) else { return };
    let open = Visit::begin(&machine).kept();
    machine.is_cut_off();
    let supervisor = USERS.supervisor;
    for typed in [supervisor.login, supervisor.password] {
        machine.screen.type_text(typed);
        machine.screen.press("Return");
    }
    machine.screen.until_sees("Bloquear");
    let mut visit = Visit::before(&machine);
    let screen = &machine.screen;
    screen.press("ctrl+5");
    // The day that is to be closed first is shown by itself.
    screen.until_sees("La atención del turno");
    screen.enter("Terminarla sin resultado…");
    screen.until_sees("¿Terminar la atención sin resultado?");
    screen.type_text("se fue la luz");
    screen.press("Return");
    visit.says("Return", "visit.end_others");
    assert_eq!(visit.kept().state, VisitState::Ended(VisitOutcome::NotServed));
    assert_eq!((visit.kept().id, visit.kept().clerk), (open.id, open.clerk));
    screen.until_sees("Nada impide el cierre.");
    assert!(machine.is_running());
}
