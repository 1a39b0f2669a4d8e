//! Calling at the window: nobody is called beside another without a question, and every mistake has a way back.

use eframe::egui::{Key, Modifiers};
use ventanilla::domain::id::TurnId;
use ventanilla::domain::turn::TurnState;
use ventanilla::ops::view::{self, TurnRow};

use super::harness::{Counter, Scene};

fn counter(login: &str) -> Counter {
    let mut counter = Scene::filled().open();
    counter.log_in(login).until("Presentes: ");
    counter
}

fn rows(counter: &Counter) -> Vec<TurnRow> {
    counter.desk(|desk| {
        let house = desk.house().unwrap();
        view::today(&house, &house.reader().unwrap()).unwrap().turns
    })
}

fn called(counter: &Counter) -> Vec<TurnId> {
    rows(counter).iter().filter(|row| row.turn.state == TurnState::Called).map(|row| row.id).collect()
}

fn row(counter: &Counter, id: TurnId) -> TurnRow {
    rows(counter).into_iter().find(|row| row.id == id).unwrap()
}

/// Calls the first person of the day, and answers whom.
fn call_the_first(counter: &mut Counter) -> TurnId {
    counter.press(Key::F2).until("Empezar la atención");
    called(counter)[0]
}

#[test]
fn f2_twice_asks_and_enter_alone_answers_nothing() {
    let mut counter = counter("operador1");
    let first = call_the_first(&mut counter);
    counter.press(Key::F2).until("¿Qué pasó con la persona llamada?");
    assert!(counter.has_keyboard("Volver") && counter.is_disabled("Anotar «No se presentó» y llamar a otra persona"));
    counter.press(Key::Enter).until_gone("¿Qué pasó con la persona llamada?");
    assert_eq!(called(&counter), [first], "nobody else");
    counter.press(Key::F2).until("¿Qué pasó con la persona llamada?").press(Key::Num7).press(Key::Escape);
    counter.until_gone("¿Qué pasó con la persona llamada?");
    assert_eq!(called(&counter), [first]);
    // Both are called where that is what was meant.
    counter.press(Key::F2).until("¿Qué pasó con la persona llamada?").press(Key::Num3);
    counter.step_until("two calls", |it| called(it).len() == 2);
    assert!(called(&counter).contains(&first));
}

#[test]
fn who_was_called_by_mistake_waits_again_in_their_place() {
    let mut counter = counter("operador1");
    let first = call_the_first(&mut counter);
    let arrived = row(&counter, first).turn.arrived;
    counter.press(Key::F2).until("¿Qué pasó con la persona llamada?").press(Key::Num2).until("en su lugar");
    counter.until_gone("¿Qué pasó con la persona llamada?");
    counter.step_until("nobody called", |it| called(it).is_empty());
    assert_eq!((row(&counter, first).turn.state, row(&counter, first).turn.arrived), (TurnState::Arrived, arrived));
    assert_eq!(call_the_first(&mut counter), first, "they are the next one again");
    // Beside the list too.
    counter.click("Vuelve a la espera, en su lugar").step_until("nobody called", |it| called(it).is_empty());
}

#[test]
fn did_not_come_counts_the_calls_and_is_undone_at_once() {
    let mut counter = counter("operador1");
    let first = call_the_first(&mut counter);
    assert!(
        counter.sees("1 de 2")
            && counter.sees("Falta un llamado para «No se presentó».")
            && counter.is_disabled("No se presentó")
    );
    counter.click("Llamar de nuevo").until("Se le acaba de llamar");
    assert_eq!(row(&counter, first).called.unwrap().times, 1, "a hand that shakes calls once");
    counter.wait_secs(31).click("Llamar de nuevo").until("2 de 2");
    counter.click("No se presentó").until("La persona regresó…");
    assert_eq!(row(&counter, first).turn.state, TurnState::NoShow);
    counter.click("Deshacer «No se presentó»").until("Empezar la atención");
    assert_eq!(row(&counter, first).called.unwrap().times, 2);
    // No digit says that somebody did not come.
    counter.press(Key::F2).until("¿Qué pasó con la persona llamada?").press(Key::Num4).press(Key::Num5).rest();
    assert_eq!(row(&counter, first).turn.state, TurnState::Called);
    counter.click("Anotar «No se presentó» y llamar a otra persona").until("Empezar la atención");
    counter.step_until("another call", |it| called(it).first().is_some_and(|id| *id != first));
    assert_eq!((row(&counter, first).turn.state, called(&counter).len()), (TurnState::NoShow, 1));
}

#[test]
fn a_turn_given_at_the_window_has_a_way_back() {
    let mut counter = counter("operador1");
    for open in ["Turno presencial", "Copiar confirmación…"] {
        counter.click(open).until("Apellidos y nombres").click("Volver").until_gone("Apellidos y nombres");
        assert!(counter.sees("Turnos de hoy"));
    }
}

#[test]
fn who_is_called_out_of_order_is_begun_with_by_enter() {
    let mut counter = counter("operador1");
    let last = rows(&counter).into_iter().rfind(|row| row.turn.state == TurnState::Scheduled).unwrap();
    let (id, code) = (last.id, last.turn.code.as_str().to_owned());
    counter.scan(&code).until("Llamar fuera de orden…").click("Llamar fuera de orden…");
    counter.until("Por qué se llama antes este turno").press(Key::Enter).until("Escriba el motivo.");
    assert_eq!(row(&counter, id).turn.state, TurnState::Arrived);
    counter.type_text("viene con un bebé").press(Key::Enter).press(Key::Enter).until("Empezar la atención");
    counter.wait_secs(1);
    assert!(counter.has_keyboard("Empezar la atención"), "{:?}", counter.keyboard_at());
    counter.press(Key::Enter).until("Se retiró…");
}

#[test]
fn who_is_called_beside_another_is_begun_with_by_enter_too() {
    let mut counter = counter("operador1");
    let first = call_the_first(&mut counter);
    let last = rows(&counter).into_iter().rfind(|row| row.turn.state == TurnState::Scheduled).unwrap();
    counter.scan(last.turn.code.as_str()).until("Llamar fuera de orden…").click("Llamar fuera de orden…");
    counter.type_text("viene con un bebé").press(Key::Enter).press(Key::Enter);
    counter.until("¿Qué pasó con la persona llamada?").press(Key::Num2);
    counter.step_until("the other call", |it| called(it) == [last.id]).until("Empezar la atención");
    counter.wait_secs(1);
    assert!(counter.has_keyboard("Empezar la atención"), "{:?}", counter.keyboard_at());
    assert_eq!(row(&counter, first).turn.state, TurnState::Arrived);
}

#[test]
fn an_arrival_is_taken_back_after_a_call_that_was_taken_back() {
    let mut counter = counter("operador1");
    let coming = rows(&counter).into_iter().rfind(|row| row.turn.state == TurnState::Scheduled).unwrap();
    let (id, code) = (coming.id, coming.turn.code.as_str().to_owned());
    counter.scan(&code).until("Llamar fuera de orden…").click("Llamar fuera de orden…");
    counter.fill("Por qué se llama antes este turno", "por error").click("Llamar fuera de orden");
    counter.until("Empezar la atención").click("Vuelve a la espera, en su lugar").until("Deshacer la llegada");
    counter.click("Deshacer la llegada").until("Registrar llegada");
    assert_eq!((row(&counter, id).turn.state, row(&counter, id).turn.arrived), (TurnState::Scheduled, None));
}

#[test]
fn an_arrival_marked_by_mistake_is_taken_back() {
    let mut counter = counter("operador1");
    let coming = rows(&counter).into_iter().find(|row| row.turn.state == TurnState::Scheduled).unwrap();
    let (id, code) = (coming.id, coming.turn.code.as_str().to_owned());
    counter.scan(&code).until("Deshacer la llegada").click("Deshacer la llegada").until("Registrar llegada");
    assert_eq!((row(&counter, id).turn.state, row(&counter, id).turn.arrived), (TurnState::Scheduled, None));
}

#[test]
fn a_search_finds_the_code_first_and_two_enters_begin_nothing() {
    let mut counter = counter("operador1");
    let all = rows(&counter);
    // A text that stands in a code at its end, and in the number of somebody whose turn is earlier.
    let last_part = |row: &TurnRow| row.turn.code.as_str().rsplit('-').next().unwrap_or_default().to_owned();
    let (wanted, text) = all
        .iter()
        .enumerate()
        .find_map(|(at, row)| {
            let text = last_part(row);
            let is_coming = row.turn.state == TurnState::Scheduled;
            let stands_in_a_number = all[..at].iter().any(|other| other.turn.holder.as_str().contains(&text));
            (is_coming && stands_in_a_number).then_some((row.clone(), text))
        })
        .expect("a number of three digits in somebody's number");
    let before: Vec<TurnState> = all.iter().map(|row| row.turn.state).collect();
    counter.press(Key::F3).type_text(&text).press(Key::Enter);
    counter.until(wanted.turn.code.as_str());
    assert!(!counter.has_keyboard("Buscar"), "the keyboard is in the list");
    counter.press(Key::Enter).until("Registrar llegada");
    let after: Vec<TurnState> = rows(&counter).iter().map(|row| row.turn.state).collect();
    assert_eq!(after, before, "nothing was begun");
    // Whoever presses what has the keyboard now means the turn that was found.
    assert!(counter.has_keyboard("Registrar llegada"));
    counter.press(Key::Enter).until("Deshacer la llegada");
    assert_eq!(row(&counter, wanted.id).turn.state, TurnState::Arrived);
}

#[test]
fn another_is_called_after_the_open_visit_is_set_aside() {
    let mut counter = counter("operador1");
    let first = call_the_first(&mut counter);
    counter.press(Key::Enter).until("Se retiró…");
    counter.press(Key::F2).until("Hay una atención abierta").press(Key::Enter);
    counter.until_gone("Hay una atención abierta");
    assert_eq!(row(&counter, first).turn.state, TurnState::InService, "Enter alone is the way back");
    counter.press(Key::F2).until("Hay una atención abierta").press(Key::Num2).until("Se retiró…");
    counter.press(Key::F2).until("Hay una atención abierta").press(Key::Num1).until("Empezar la atención");
    counter.step_until("the next call", |it| !called(it).is_empty());
    assert_eq!(row(&counter, first).turn.state, TurnState::Parked);
}

#[test]
fn whoever_leaves_with_an_open_visit_is_asked_to_set_it_aside() {
    let mut counter = counter("operador1");
    let first = call_the_first(&mut counter);
    counter.press(Key::Enter).until("Se retiró…");
    counter.click("Salir").until("Hay una atención abierta").press(Key::Enter).until_gone("Hay una atención abierta");
    assert!(counter.desk(|desk| desk.session().is_some()), "nobody left");
    counter.click("Salir").until("Hay una atención abierta").press(Key::Num1).until("Usuarios de la demostración");
    assert_eq!(row(&counter, first).turn.state, TurnState::Parked);
    // Nothing is asked where nothing is open; and what is left open stays so.
    counter.log_in("operador1").press_with(Modifiers::NONE, Key::F6).until("Retomar la atención");
    counter.click("Retomar la atención").until("Se retiró…");
    counter.click("Salir").until("Hay una atención abierta").press(Key::Num2).until("Usuarios de la demostración");
    assert_eq!(row(&counter, first).turn.state, TurnState::InService);
    counter.log_in("operador1").until("Tiene una atención abierta que no se terminó: ");
    counter.click("Salir").until("Hay una atención abierta").press(Key::Num1).until("Usuarios de la demostración");
    assert_eq!(row(&counter, first).turn.state, TurnState::Parked, "also where its page is not open");
}

#[test]
fn after_a_visit_that_was_looked_for_in_pause_the_whole_day_is_shown() {
    let mut counter = counter("operador1");
    counter.press(Key::F2).until("Empezar la atención").click("Empezar la atención").until("Poner en pausa");
    counter
        .press(Key::F7)
        .until("Presentes: ")
        .press(Key::F6)
        .until("Retomar la atención")
        .click("Retomar la atención");
    counter.until("Se retiró…").click("Se retiró…").until("Sí, se retiró").click("Sí, se retiró");
    counter.until("Presentes: ").until("por llegar");
    assert!(!counter.sees("Ningún turno"), "{:#?}", counter.labels());
}

#[test]
fn a_walk_in_turn_says_why_a_group_is_asked_for_and_only_where_it_is() {
    let mut counter = Counter::start();
    counter.log_in("operador1").until("Presentes: ").press(Key::F4).until("Número de la persona");
    assert!(!counter.sees("Grupo prioritario"));
    counter.click("Clave de empleador").until("Grupo prioritario");
    assert!(counter.sees("da turno presencial solo a estos grupos") && counter.sees("saca turno en línea"));
    counter.fill("Número de quien solicita", "1714307103").fill("Apellidos y nombres", "Paz Rosa");
    counter.click("Dar el turno").until("Elija el grupo prioritario.");
    counter.click("Embarazo").click("Dar el turno").until("Elija quién pertenece al grupo prioritario.");
    counter.click("Quien se presenta").click("Dar el turno").until("Turno presencial registrado");
}

#[test]
fn a_name_that_paper_cannot_print_is_said_where_a_turn_is_given_copied_or_booked() {
    for (open, number, give) in [
        ("Turno presencial", "Número de la persona", "Dar el turno"),
        ("Copiar confirmación…", "Número de la persona del turno", "Registrar el turno"),
        ("Reservar un turno…", "Número de la persona", "Reservar el turno"),
    ] {
        let mut counter = counter("operador1");
        counter.click(open).until(number).click("Desbloqueo de clave de afiliado");
        if open == "Copiar confirmación…" {
            counter.fill("Código del turno", "T-99").fill("Hora del turno", "9:40");
        }
        counter.fill(number, "1714307103").fill("Apellidos y nombres", "PETROV − IVÁN");
        counter.until("El papel no puede imprimir «−»: escriba el nombre con letras latinas");
        let before = rows(&counter).len();
        counter.click(give).rest();
        assert!(counter.has_keyboard("Apellidos y nombres"), "{open}: {:?}", counter.keyboard_at());
        assert_eq!(rows(&counter).len(), before, "{open}");
        counter.fill("Apellidos y nombres", "PETROV IVÁN").until_gone("El papel no puede imprimir");
    }
}
