//! The waiting room's call screen over a real server: turned on by whoever works there, codes and windows as they are called,
//! a server that is gone, and no name anywhere.

use ventanilla::domain::duty::Duty;
use ventanilla::ops::turn::{CallAgain, CallTurn, MarkArrived, TakeBackCall};
use ventanilla::ui::Purpose;

use super::harness::{Counter, Scene};
use crate::many_windows::{centre, staffed};
use crate::support::house::{CLERK, PASSWORD, Site, scheduled};
use crate::support::postgres::Postgres;

/// The screen of this machine.
fn screen(of: &Site) -> Counter {
    let mut scene = Scene::free();
    scene.place = of.place.clone();
    scene.clock = of.clock.clone();
    scene.purpose = Purpose::Calls { silent: true };
    scene.open()
}

fn turned_on(counter: &mut Counter) {
    counter.until("Mostrar los llamados");
    counter.fill("Usuario", CLERK).fill("Contraseña", PASSWORD).click("Mostrar los llamados");
}

#[test]
fn codes_come_up_with_their_window_and_names_never_do() {
    let Some(window) = centre() else { return };
    let (here, ana) = window.open(CLERK).unwrap();
    let turns = [0, 1].map(|nth| scheduled(&here, &ana, nth));
    for turn in turns {
        here.perform(&ana, &MarkArrived { turn, reason: None }).unwrap();
    }
    let rows = ventanilla::store::turn::of_day(
        &here.reader().unwrap(),
        here.centre().id,
        here.clock().now().day(here.centre().zone),
    );
    let rows = rows.unwrap();
    let code = |turn| rows.iter().find(|row| row.id == turn).unwrap().turn.code.to_string();
    let machine = window.another_machine_as(Duty::Calls, 1);
    let mut counter = screen(&machine);
    counter.until("Pantalla de llamados");
    counter.fill("Usuario", CLERK).fill("Contraseña", "otra cosa larga").click("Mostrar los llamados");
    counter.until("incorrect");
    machine.wait_ms(61_000);
    counter.frame(Vec::new(), 61.0);
    turned_on(&mut counter);
    counter.until("Todavía no se ha llamado a nadie hoy.");
    counter.until("CAU de prueba");
    let call = |reason| here.perform(&ana, &CallTurn { wanted: None, reason }).unwrap().output;
    let first = call(None);
    counter.until(&code(first)).until("Ventanilla");
    let second = call(None);
    counter.until(&code(second));
    // The one that was called last stands first, and larger.
    let (upper, lower) = (counter.place(&code(second)), counter.place(&code(first)));
    assert!(upper.bottom() <= lower.top() && upper.height() > lower.height() * 1.5, "{upper:?} {lower:?}");
    window.wait_ms(40_000);
    here.perform(&ana, &CallAgain { turn: first }).unwrap();
    let (first_code, second_code) = (code(first), code(second));
    counter.step_until("the one called again above", |it| it.place(&first_code).top() < it.place(&second_code).top());
    here.perform(&ana, &TakeBackCall { turn: second }).unwrap();
    counter.until_gone(&second_code);
    for row in &rows {
        let labels = counter.labels().into_iter().collect::<Vec<_>>().join(" ");
        assert!(!labels.contains(&row.turn.holder_name) && !labels.contains(row.turn.holder.as_str()), "{labels}");
    }
}

#[test]
fn a_server_that_is_gone_is_said_and_the_calls_come_up_again_by_themselves() {
    let Some(mut server) = Postgres::start() else { return };
    let window = staffed(Site::free_on(&server));
    let (here, ana) = window.open(CLERK).unwrap();
    let turn = scheduled(&here, &ana, 0);
    here.perform(&ana, &MarkArrived { turn, reason: None }).unwrap();
    let machine = window.another_machine_as(Duty::Calls, 1);
    let mut counter = screen(&machine);
    turned_on(&mut counter);
    counter.until("Todavía no se ha llamado a nadie hoy.");
    server.cut_then(|| {
        counter.until("Sin conexión con el centro");
    });
    here.perform(&ana, &CallTurn { wanted: None, reason: None }).unwrap();
    counter.until("Ventanilla").until_gone("Sin conexión con el centro");
    drop(counter);
    here.close().unwrap();
}
