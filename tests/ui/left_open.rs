//! What somebody left open, and what somebody doubts: a supervisor finds it in Turnos and in Cierre, and whoever it was
//! taken from is told.

use eframe::egui::{Key, Modifiers};
use ventanilla::domain::turn::TurnState;
use ventanilla::ops::view;

use super::harness::{Counter, Scene};

/// A clerk called the first person, began, and left it open. Answers the person's name.
fn left_open() -> (Counter, String) {
    let mut counter = Scene::filled().open();
    counter.log_in("operador1").until("Presentes: ");
    counter.press(Key::F2).until("Empezar la atención").press(Key::Enter).until("Se retiró…");
    counter.click("Salir").until("Hay una atención abierta").press(Key::Num2).until("Usuarios de la demostración");
    let name = counter.desk(|desk| {
        let house = desk.house().unwrap();
        let turns = view::today(&house, &house.reader().unwrap()).unwrap().turns;
        turns.into_iter().find(|row| row.turn.state == TurnState::InService).unwrap().turn.holder_name
    });
    (counter, name)
}

fn states(counter: &Counter, state: TurnState) -> usize {
    counter.desk(|desk| {
        let house = desk.house().unwrap();
        let turns = view::today(&house, &house.reader().unwrap()).unwrap().turns;
        turns.iter().filter(|row| row.turn.state == state).count()
    })
}

/// The code of a turn whose holder is not here yet.
fn coming(counter: &Counter) -> String {
    counter.desk(|desk| {
        let house = desk.house().unwrap();
        let turns = view::today(&house, &house.reader().unwrap()).unwrap().turns;
        let coming = turns.into_iter().find(|row| row.turn.state == TurnState::Scheduled).unwrap();
        coming.turn.code.as_str().to_owned()
    })
}

#[test]
fn a_colleague_is_told_the_truth_and_a_supervisor_sets_it_aside_from_turnos() {
    let (mut counter, name) = left_open();
    counter.log_in("operadora2").until("Presentes: ").click(&name);
    counter.until("La atención quedó abierta en esta ventanilla: la lleva Byron Chiluisa Tipán.");
    assert!(
        counter.sees("Supervisión la pone en pausa o la termina desde aquí.") && !counter.sees("Ponerla en pausa…")
    );
    counter.click("Salir").log_in("supervisora").until("Presentes: ").click(&name).click("Ponerla en pausa…");
    counter.until("¿Poner en pausa la atención?").click("Sí, en pausa").until("Escriba el motivo.");
    counter.fill("Motivo", "x").click("Sí, en pausa").until("Escriba el motivo con palabras.");
    counter.fill("Motivo", "tuvo que salir").click("Sí, en pausa").until("La atención quedó en pausa");
    counter.until("Retomar la atención");
    assert_eq!(states(&counter, TurnState::Parked), 1);
    counter.click("Salir").log_in("operador1").until("puso en pausa su atención del turno");
    assert!(counter.sees("«tuvo que salir»"));
    counter.click("Entendido").until_gone("puso en pausa su atención del turno");
}

#[test]
fn each_visit_that_was_taken_is_told_by_itself() {
    let mut counter = Scene::filled().open();
    counter.log_in("operador1").until("Presentes: ");
    let supervisor = counter.users.unwrap().supervisor;
    for why in ["la primera razón", "la segunda razón"] {
        counter.press(Key::F2).until("Empezar la atención").press(Key::Enter).until("Se retiró…");
        counter.desk(|desk| {
            let house = desk.house().unwrap();
            let password = ventanilla::vault::Password::typed(supervisor.password).unwrap();
            let chief = house.log_in_at(supervisor.login, &password, 2).unwrap();
            let me = desk.session().unwrap().actor().user;
            let visit = view::unfinished_visits(&house.reader().unwrap(), me).unwrap()[0].id;
            let reason = ventanilla::domain::turn::Reason::parse(why).unwrap();
            house.perform(&chief, &ventanilla::ops::visit::ParkOthersVisit { visit, reason }).unwrap();
        });
        let coming = coming(&counter);
        counter.scan(&coming).until(&format!("«{why}»"));
    }
    assert!(counter.sees("«la primera razón»") && counter.sees("«la segunda razón»"), "{:#?}", counter.labels());
    counter.click("Entendido").until_gone("«la segunda razón»");
    assert!(counter.sees("«la primera razón»"));
}

#[test]
fn a_supervisor_ends_it_from_cierre_and_closes_the_day() {
    let (mut counter, _) = left_open();
    counter.log_in("supervisora").until("Presentes: ").press_with(Modifiers::COMMAND, Key::Num5);
    counter.until("Falta un punto antes de cerrar").until("(Byron Chiluisa Tipán)").click("Terminarla sin resultado…");
    counter.until("¿Terminar la atención sin resultado?").fill("Motivo", "la persona ya se fue");
    counter.click("Sí, terminarla").until("Nada impide el cierre.");
    counter.click("Cerrar el día 20/11/2026…").click("Sí, cerrar el día").until("Cerrado el 20/11/2026");
    counter.click("Salir").log_in("operador1").until("terminó sin resultado su atención del turno");
}

#[test]
fn whoever_s_visit_is_taken_while_its_page_is_open_finds_it_closed_with_a_sentence() {
    let mut counter = Scene::filled().open();
    counter.log_in("operador1").until("Presentes: ");
    counter.press(Key::F2).until("Empezar la atención").press(Key::Enter).until("Se retiró…");
    let supervisor = counter.users.unwrap().supervisor;
    counter.desk(|desk| {
        let house = desk.house().unwrap();
        let password = ventanilla::vault::Password::typed(supervisor.password).unwrap();
        let chief = house.log_in_at(supervisor.login, &password, 2).unwrap();
        let reader = house.reader().unwrap();
        let me = desk.session().unwrap().actor().user;
        let visit = view::unfinished_visits(&reader, me).unwrap()[0].id;
        let reason = ventanilla::domain::turn::Reason::parse("se necesita la ventanilla").unwrap();
        house.perform(&chief, &ventanilla::ops::visit::ParkOthersVisit { visit, reason }).unwrap();
    });
    // Another window's doing is seen with the next thing that changes here.
    let coming = coming(&counter);
    counter.scan(&coming).until("puso en pausa su atención del turno");
    assert!(counter.sees("Turnos de hoy") && !counter.sees("Se retiró…"), "its page is closed");
}

#[test]
fn a_doubt_is_asked_for_ends_the_visit_and_a_supervisor_looks() {
    let mut counter = Scene::filled().open();
    counter.log_in("operador1").until("Presentes: ");
    counter.press(Key::F2).until("Empezar la atención").press(Key::Enter).until("Se retiró…");
    counter.click("Pedir revisión…").until("Pedir que supervisión revise").click("Pedir la revisión");
    counter.until("Escriba el motivo.").type_text("trae una copia rara").click("Pedir la revisión");
    counter.until("Supervisión lo ve en Turnos y en Cierre.").until("Se retiró…");
    counter.click("Terminar sin clave…").until("¿Terminar sin clave?");
    assert!(counter.has_keyboard("Volver") && counter.sees("puntos sin revisar"));
    counter.press(Key::Enter).until_gone("¿Terminar sin clave?").until("Se retiró…");
    counter.click("Terminar sin clave…").until("¿Terminar sin clave?");
    counter.fill("Algo más que deba constar", "no sabe a qué vino").click("Pedir que supervisión la revise");
    counter.click("Terminar e imprimir la constancia").until("Constancia impresa").until("Presentes: ");
    counter.click("Salir").log_in("supervisora").until("Piden que supervisión revise 2 atenciones.");
    counter.click("Ver en Cierre").until("«trae una copia rara»");
    assert!(counter.sees("«no sabe a qué vino»"));
    counter
        .click("Ver en la bitácora")
        .until("Para qué la abre")
        .click("Abrir la atención")
        .until("Pidió que supervisión la revise");
    assert!(!counter.sees("Duda de quien atendió") && counter.sees("«no sabe a qué vino»"), "a note is no doubt");
    counter.press_with(Modifiers::COMMAND, Key::Num5).click("Ya la revisé…").until("¿Qué encontró?");
    counter.click("Ya la revisé").until("Escriba lo que encontró.");
    assert!(!counter.sees("Motivo") && !counter.sees("motivo"), "it is no reason: {:#?}", counter.labels());
    counter.fill("Lo que encontró", "está en orden").click("Ya la revisé").until("Quedó en la historia de la atención");
    counter.until_gone("«no sabe a qué vino»");
    assert!(counter.sees("«trae una copia rara»"), "the other one waits still");
}
