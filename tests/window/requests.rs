//! In the real window: what is asked for at another window of the centre is heard at the supervisor's.

use ventanilla::domain::approval::Matter;
use ventanilla::domain::duty::Duty;
use ventanilla::ops::Subject;

use super::several::loudest;
use super::*;
use crate::many_windows;
use crate::support::house::{CLERK, DEPUTY, PASSWORD, Site, ask};

/// A machine of the centre, where a supervisor came in.
fn supervised(site: &Site, made_ready: impl FnOnce(&mut Machine)) -> Option<Machine> {
    let mut machine = Machine::heard()?;
    machine.joins(site.place.server.as_ref().unwrap(), (Duty::Window, 2), "approval_chime = true\n");
    made_ready(&mut machine);
    machine.open(&[]);
    machine.screen.until_sees("Contraseña");
    for typed in [DEPUTY, PASSWORD] {
        machine.screen.type_text(typed);
        machine.screen.press("Return");
    }
    machine.screen.until_sees("Presentes: ");
    Some(machine)
}

#[test]
fn a_request_from_another_window_sounds_where_a_supervisor_works() {
    let Some(site) = many_windows::centre() else { return };
    let mut chime = None;
    let Some(machine) = supervised(&site, |machine| chime = Some(machine.plays_into("chime.raw"))) else { return };
    let chime = chime.unwrap();
    let (here, ana) = site.open(CLERK).unwrap();
    assert_eq!(loudest(&chime), 0);
    ask(&here, &ana, Matter::SecondVoid, Subject::HOUSE, "");
    machine.screen.until("the sound", || (loudest(&chime) > 8_000).then_some(()));
    machine.screen.until_sees("Ana Operadora pide una aprobación");
}

#[test]
fn a_machine_that_plays_nothing_says_so_where_the_sound_is_set() {
    let Some(site) = many_windows::centre() else { return };
    // What keeps the program is found, and nothing that plays.
    let silent = |machine: &mut Machine| {
        let programs = machine.at("programs");
        fs::create_dir(&programs).unwrap();
        for name in ["sh", "cat", "rm"] {
            std::os::unix::fs::symlink(format!("/bin/{name}"), programs.join(name)).unwrap();
        }
        machine.environment.push(("PATH".into(), programs.into()));
    };
    let Some(machine) = supervised(&site, silent) else { return };
    machine.screen.press("ctrl+8");
    machine.screen.until_sees("Dirección de la impresora");
    for _ in 0..2 {
        machine.screen.press("ctrl+Next");
    }
    machine.screen.until_sees("Este equipo no tiene con qué tocar un sonido.");
}
