//! The close of a day: what is in the way is said, and a supervisor closes it with an act.

use eframe::egui::{Key, Modifiers};
use ventanilla::domain::user::{Actor, Role};
use ventanilla::ops::reading::Supervising;

use super::harness::{Counter, Scene};

const VISIT_IS_OPEN: &str = "La atención del turno";

fn counter(login: &str) -> Counter {
    let mut counter = Scene::filled().open();
    counter.log_in(login).until("Presentes: ");
    counter
}

fn shows_the_day(counter: &mut Counter) -> &mut Counter {
    counter.press_with(Modifiers::COMMAND, Key::Num5).until("Cifras")
}

/// A page that was printed under this name.
fn printed(counter: &Counter, name: &str) -> Option<std::path::PathBuf> {
    let papers = std::fs::read_dir(counter.folder().join("papers")).unwrap();
    papers.map(|file| file.unwrap().path()).find(|file| file.to_string_lossy().contains(name))
}

/// The value of a fact.
fn beside(counter: &Counter, fact: &str) -> String {
    let places = counter.places();
    let name = places.iter().find(|(read, _)| read == fact).unwrap().1;
    let below = places.into_iter().filter(|(_, rect)| {
        (rect.left() - name.left()).abs() < 2.0 && rect.top() > name.top() && rect.top() < name.top() + 40.0
    });
    below.min_by(|(_, one), (_, other)| one.top().total_cmp(&other.top())).unwrap().0
}

fn act(counter: &Counter) -> Option<std::path::PathBuf> {
    printed(counter, "acta-2026-11-20")
}

#[test]
fn a_clerk_is_not_shown_the_close() {
    let mut counter = counter("operador1");
    assert!(!counter.sees("Cierre"));
    counter.press_with(Modifiers::COMMAND, Key::Num5).rest();
    assert!(counter.sees("Turnos de hoy") && !counter.sees("Cifras"));
}

#[test]
fn an_open_visit_is_in_the_way_until_it_is_over_and_then_the_day_is_closed_once_with_its_act() {
    let mut counter = counter("supervisora");
    counter.press(Key::F2).click("Empezar la atención").until("Se retiró…");
    shows_the_day(&mut counter).until("Falta un punto antes de cerrar");
    assert!(counter.sees(VISIT_IS_OPEN) && counter.is_disabled("Cerrar el día 20/11/2026…"));
    counter.press_with(Modifiers::COMMAND, Key::Num2).click("Se retiró…").click("Sí, se retiró").until("Presentes: ");
    shows_the_day(&mut counter).until("Nada impide el cierre");
    counter.click("Cerrar el día 20/11/2026…").until("¿Cerrar el día 20/11/2026?");
    counter.press(Key::Escape).until_gone("¿Cerrar el día 20/11/2026?");
    assert!(counter.sees("Nada impide el cierre"), "nothing was closed");
    counter.click("Cerrar el día 20/11/2026…").click("Sí, cerrar el día").until("Acta de cierre impresa");
    counter.until("Cerrado el 20/11/2026");
    let first = std::fs::read(act(&counter).unwrap()).unwrap();
    std::fs::remove_file(act(&counter).unwrap()).unwrap();
    counter.click("Imprimir el acta").step_until("the act again", |counter| act(counter).is_some());
    counter.until_gone("Imprimiendo el acta");
    assert!(std::fs::read(act(&counter).unwrap()).unwrap() == first, "the same act, to the byte");
    counter
        .click("Día anterior")
        .until("19 de noviembre de 2026")
        .click("Día siguiente")
        .until("Cerrado el 20/11/2026");
}

#[test]
fn visits_in_pause_end_with_the_day() {
    let mut counter = counter("supervisora");
    counter.press(Key::F2).click("Empezar la atención").until("Se retiró…").press(Key::F7).until("Presentes: ");
    shows_the_day(&mut counter).until("Hay una atención en pausa: termina con el cierre, como no atendida.");
    assert_eq!(beside(&counter, "En pausa: terminan con el cierre"), "1");
    assert!(!counter.sees("En pausa al cierre"), "there was no close yet");
    counter.click("Cerrar el día 20/11/2026…").click("Sí, cerrar el día").until("Cerrado el 20/11/2026");
    assert_eq!(beside(&counter, "En pausa al cierre"), "1");
    let ended = counter.desk(|desk| {
        let house = desk.house().unwrap();
        let today = house.centre();
        let by = Supervising::of(desk.session().unwrap().actor()).unwrap();
        ventanilla::ops::day::look(&house.reader().unwrap(), by, today, "2026-11-20".parse().unwrap()).unwrap().figures
    });
    assert_eq!((ended.parked_at_close, ended.attentions()), (1, 1));
}

#[test]
fn a_request_that_still_waits_is_answered_from_the_list_of_what_is_in_the_way() {
    let mut counter = counter("operador1");
    counter.press(Key::F2).click("Empezar la atención").until("Se retiró…");
    let asked = counter.desk(|desk| {
        use ventanilla::domain::approval::Matter;
        let (house, session) = (desk.house().unwrap(), desk.session().unwrap());
        let visit =
            ventanilla::ops::view::unfinished_visits(&house.reader().unwrap(), session.actor().user).unwrap()[0].id;
        let request = ventanilla::ops::approval::RequestApproval {
            matter: Matter::SecondKeyToday,
            subject: visit.into(),
            covers: String::new(),
            reason: "se perdió la primera".into(),
        };
        house.perform(&session, &request).unwrap().output
    });
    counter.press(Key::F7).until("Presentes: ").click("Salir").log_in("supervisora");
    shows_the_day(&mut counter).until("espera respuesta").click("Responder…").until("se perdió la primera");
    assert!(counter.has_keyboard("Volver"), "Enter alone answers nothing");
    let labels = counter.labels();
    for fact in ["Pidió", "Byron Chiluisa Tipán", "Turno"] {
        assert!(labels.contains(fact), "{fact}: {labels:#?}");
    }
    counter.click("Rechazar").until("Escriba el motivo.");
    counter.fill("Qué responde", "ya tiene una").click("Rechazar").until("El pedido quedó respondido.");
    counter.until("Nada impide el cierre.");
    let answered = counter.desk(|desk| {
        let house = desk.house().unwrap();
        ventanilla::ops::view::approval(&house.reader().unwrap(), asked).unwrap()
    });
    assert_eq!((answered.state.code(), answered.answer_note.as_str()), ("refused", "ya tiene una"));
    // Whoever asked was away: it is told at their next login, once.
    counter.click("Salir").log_in("operadora2").until("Presentes: ").rest();
    assert!(!counter.sees("no aprobó lo que pidió"), "it is for who asked");
    counter.click("Salir").log_in("operador1").until("no aprobó lo que pidió").until("«ya tiene una»");
    counter.click("Entendido").until_gone("no aprobó lo que pidió");
    counter.click("Salir").log_in("operador1").until("Presentes: ").rest();
    assert!(!counter.sees("no aprobó lo que pidió"));
}

#[test]
fn a_request_for_a_look_is_told_before_the_day_is_closed() {
    let mut counter = counter("operador1");
    counter.press(Key::F2).click("Empezar la atención").click("Pedir revisión…").until("Pedir que supervisión revise");
    counter.type_text("trae una copia rara").click("Pedir la revisión").until("Supervisión lo ve en Turnos");
    counter.click("Se retiró…").click("Sí, se retiró").until("Presentes: ");
    counter.click("Salir").log_in("supervisora");
    shows_the_day(&mut counter).until("un pedido de revisión sigue sin respuesta");
    assert!(!counter.sees("Nada impide el cierre"));
}

#[test]
fn a_complaint_is_recorded_at_the_counter_and_counts_in_the_day() {
    let mut counter = counter("operador1");
    counter.click("Anotar queja…").until("De qué se queja").press(Key::Num4);
    counter.type_text("la fila no avanza").press(Key::Enter).click("Anotar la queja").until("Escriba qué se respondió");
    counter.fill("Qué se respondió o se hizo", "se abrió otra ventanilla").click("Anotar la queja");
    counter.until("Queja anotada").until_gone("De qué se queja");
    let complaints = counter.desk(|desk| {
        let house = desk.house().unwrap();
        let day = "2026-11-20".parse().unwrap();
        let me = desk.session().unwrap().actor();
        assert!(Supervising::of(me).is_err(), "a clerk reads no day");
        let by = Supervising::of(Actor { role: Role::Supervisor, ..me }).unwrap();
        ventanilla::ops::day::look(&house.reader().unwrap(), by, house.centre(), day).unwrap().figures.complaints
    });
    assert_eq!(complaints, [("affiliate_key_unlock".to_owned(), 1)].into());
    counter.press_with(Modifiers::COMMAND, Key::Num6).rest();
    assert!(!counter.sees("Tabla de transparencia"), "the month is a supervisor's");
    counter.click("Salir").log_in("supervisora").press_with(Modifiers::COMMAND, Key::Num6).until("noviembre de 2026");
    counter.click("Imprimir la tabla").until("Tabla impresa");
    assert!(printed(&counter, "transparencia-2026-11").is_some());
    assert!(counter.is_disabled("Mes siguiente"));
    counter.click("Mes anterior").until("octubre de 2026").click("Mes siguiente").until("noviembre de 2026");
}
