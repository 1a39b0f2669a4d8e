//! In the real window: what is asked for at another window of the centre is heard at the supervisor's.

use ventanilla::domain::approval::Matter;
use ventanilla::domain::duty::Duty;
use ventanilla::ops::Subject;

use super::several::loudest;
use super::*;
use crate::many_windows;
use crate::support::house::{CLERK, DEPUTY, PASSWORD, ask};

#[test]
fn a_request_from_another_window_sounds_where_a_supervisor_works() {
    let Some(site) = many_windows::centre() else { return };
    let Some(mut machine) = Machine::heard() else { return };
    machine.joins(site.place.server.as_ref().unwrap(), (Duty::Window, 2), "approval_chime = true\n");
    let chime = machine.plays_into("chime.raw");
    machine.open(&[]);
    let screen = &machine.screen;
    screen.until_sees("Contraseña");
    for typed in [DEPUTY, PASSWORD] {
        screen.type_text(typed);
        screen.press("Return");
    }
    screen.until_sees("Presentes: ");
    let (here, ana) = site.open(CLERK).unwrap();
    assert_eq!(loudest(&chime), 0);
    ask(&here, &ana, Matter::SecondVoid, Subject::HOUSE, "");
    screen.until("the sound", || (loudest(&chime) > 8_000).then_some(()));
    screen.until_sees("Ana Operadora pide una aprobación");
}
