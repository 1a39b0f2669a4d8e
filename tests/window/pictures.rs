//! The README's pictures of the window. `tests/pictures` asks for them; nothing is checked here but that the way to each
//! of them is open.

use std::fs;
use std::path::Path;

use super::{Machine, Visit};

/// Where the pictures are left, as X window dumps.
const FOLDER: &str = "VENTANILLA_PICTURES";

#[test]
#[ignore = "leaves pictures: tests/pictures runs it"]
fn the_readme_s_pictures() {
    let folder = std::env::var_os(FOLDER).expect(FOLDER);
    let mut machine = Machine::without_printer().expect("a screen");
    machine.open_demo();
    let leave = |machine: &Machine, name: &str| {
        machine.screen.rest();
        fs::write(Path::new(&folder).join(format!("{name}.xwd")), machine.screen.picture()).expect("a picture");
    };
    leave(&machine, "login");
    machine.log_in();
    let mut visit = Visit::before(&machine);
    visit.does("F2", "turn.call");
    leave(&machine, "turns");
    visit.does("Return", "visit.begin").comes_to_the_request().answers("1").attaches();
    // What the window tells goes away by itself.
    machine.screen.change();
    visit.goes_on();
    leave(&machine, "visit");
    machine.screen.press("ctrl+t");
    leave(&machine, "visit-dark");
    machine.screen.press("ctrl+t");
    machine.screen.press("ctrl+3");
    // The search has the keyboard.
    machine.screen.type_text("pichincha");
    machine.screen.press("Return");
    leave(&machine, "registers");
    machine.screen.press("ctrl+9");
    leave(&machine, "self-service");
}

#[test]
#[ignore = "leaves pictures: tests/pictures runs it"]
fn the_readme_s_picture_of_the_log() {
    let folder = std::env::var_os(FOLDER).expect(FOLDER);
    let mut machine = Machine::without_printer().expect("a screen");
    let out = machine.at("demo").display().to_string();
    machine.open(&["demo", "--visits", "3000", "--out", &out]);
    let user = ventanilla::sample::USERS.supervisor;
    for typed in [user.login, user.password] {
        machine.screen.type_text(typed);
        machine.screen.press("Return");
    }
    machine.screen.rest();
    // The month, its first visit, and its story.
    for key in ["ctrl+4", "shift+Tab", "4", "Down", "Down", "Down", "Down", "Return"] {
        machine.screen.press(key);
        machine.screen.rest();
    }
    fs::write(Path::new(&folder).join("log.xwd"), machine.screen.picture()).expect("a picture");
}
