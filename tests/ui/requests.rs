//! A supervisor's window over a real server hears what is asked for at another one, where this machine is set so.

use ventanilla::domain::approval::Matter;
use ventanilla::ops::Subject;
use ventanilla::ops::reading::Supervising;
use ventanilla::ops::view::waiting_from_others;

use super::harness::{Counter, Scene};
use crate::many_windows::centre;
use crate::support::house::{CHIEF, CLERK, DEPUTY, PASSWORD, Site, ask, log_in};

const SOUNDS: &str = "Sonar cuando en otra ventanilla piden una aprobación";

fn window(of: &Site, login: &str) -> Counter {
    let mut scene = Scene::free();
    scene.place = of.place.clone();
    scene.clock = of.clock.clone();
    let mut counter = scene.open();
    counter.log_in_with(login, PASSWORD).until("Bloquear");
    counter
}

#[test]
fn a_supervisor_is_told_what_is_asked_elsewhere_once_it_is_wanted() {
    let Some(site) = centre() else { return };
    let other = site.another_machine(2);
    let (there, ana) = other.open(CLERK).unwrap();
    let asks = |matter| ask(&there, &ana, matter, Subject::HOUSE, "");
    let mut counter = window(&site, DEPUTY);
    asks(Matter::SecondVoid);
    counter.click("Configuración").click("Sonido").until(SOUNDS);
    assert!(!counter.desk(|desk| desk.station().approval_chime), "it is off at first");
    counter.click(SOUNDS).until("Sonido guardado en este equipo.");
    assert!(counter.desk(|desk| desk.station().approval_chime));
    assert!(!counter.sees("pide una aprobación"), "what was asked before is no news");
    counter.click("Turnos");
    asks(Matter::SecondKeyToday);
    counter.until("Ana Operadora pide una aprobación: Emitir otra clave hoy");
    // What they ask for themselves, from another window, is no news to them.
    let (subjefe, jefa) = (log_in(&there, DEPUTY, 2), log_in(&there, CHIEF, 2));
    ask(&there, &subjefe, Matter::ClockSetBack, Subject::HOUSE, "");
    ask(&there, &jefa, Matter::ClockSetBack, Subject::HOUSE, "");
    counter.until("Rosa Jefa pide una aprobación: Seguir con el reloj atrasado");
    let (me, by) = (subjefe.actor().user, Supervising::of(subjefe.actor()).unwrap());
    let waiting = waiting_from_others(&there.reader().unwrap(), there.centre(), by, me).unwrap();
    let who: Vec<&str> = waiting.iter().map(|line| line.asked_by.as_str()).collect();
    assert_eq!(who, ["Ana Operadora", "Ana Operadora", "Rosa Jefa"]);
    counter.click("Cierre").until("Seguir con el reloj atrasado");
}

#[test]
fn who_does_not_supervise_and_who_works_alone_has_no_such_setting() {
    let Some(site) = centre() else { return };
    let mut counter = window(&site, CLERK);
    counter.click("Configuración").until("Impresora");
    assert!(!counter.sees("Sonido"));
    let mut alone = Scene::demo().open();
    alone.log_in("supervisora").click("Configuración").until("Respaldos");
    assert!(!alone.sees("Sonido"));
}
