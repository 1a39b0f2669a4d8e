//! What goes wrong at the printer, as the clerk meets it: a real one that runs out of paper, fails, hangs or is off. And
//! what a supervisor has to allow before a slip ends.

use eframe::egui::Key;
use ventanilla::desk::PrinterChoice;
use ventanilla::domain::turn::{TurnCode, TurnState};
use ventanilla::sample::Caller;
use ventanilla::store;
use ventanilla::store::turn::TurnRow;

use super::harness::{Counter, Scene};
use super::visits::{begin, leave_scans, scan, script, slips, with_clerk};
use crate::support::printers::{self, EvePrinter, Page, until};

const IN_HAND: &str = "¿Tiene el papel en la mano?";
const NOT_CONFIRMED: &str = "La impresora no confirmó la impresión";

/// A counter whose window prints at this printer.
fn counter_at(printer: &EvePrinter) -> Counter {
    let mut scene = Scene::filled();
    scene.printer = PrinterChoice::Address(printer.uri("ipp").to_string());
    with_clerk(scene)
}

/// A visit with everything in order, up to the button that prints.
fn make_ready(counter: &mut Counter, caller: &Caller) {
    begin(counter, caller, "Quien solicita");
    counter.click("Seguir con la solicitud").click("Todo en orden").click("Seguir con el documento de identidad");
    counter.click("Cédula original; número y nombre coinciden");
    scan(counter);
    counter.until("Imprimir clave");
}

fn with_visit(mut counter: Counter) -> Counter {
    let caller = script(&counter).domestic;
    make_ready(&mut counter, &caller);
    counter
}

fn hand_over(counter: &mut Counter) {
    counter.click("Sí, lo tengo").click("Firmó y recibió la clave").until("Clave entregada");
}

/// Asks for the key to be voided.
fn void(counter: &mut Counter, cause: &str) {
    counter.click("No salió, o salió mal…").click(cause).fill("Detalle", "No sirve").click("Anular la clave");
}

/// The clerk asks, and the supervisor comes and says yes.
fn have_it_approved(counter: &mut Counter) {
    let supervisor = counter.users.unwrap().supervisor;
    counter.step_until("the keyboard where the way on is", |it| {
        it.sees("Pedir aprobación…") && it.has_keyboard("Pedir aprobación…")
    });
    counter.click("Pedir aprobación…").fill("Por qué se pide", "La persona espera").click("Llamar a supervisión");
    counter.until("Usuario de supervisión").fill("Usuario de supervisión", supervisor.login);
    counter.fill("Contraseña de supervisión", supervisor.password).click("Aprobar");
}

#[test]
fn out_of_paper_is_said_and_the_key_comes_once_there_is_some() {
    let Some(parts) = printers::real() else {
        return;
    };
    let printer = EvePrinter::start(parts);
    printer.next_page(Page::WantsPaper);
    let mut counter = with_visit(counter_at(&printer));
    counter.click("Imprimir clave").until("ponga papel y siga").until("Imprimiendo la clave");
    printer.next_page(Page::Prints);
    printer.go_on();
    counter.until(IN_HAND);
    assert!(!counter.sees(NOT_CONFIRMED), "{:#?}", counter.labels());
    hand_over(&mut counter);
    assert_eq!(slips(&counter), (1, 0));
    counter.close();
    assert_eq!(printer.received().len(), 2, "the slip and its acknowledgement");
}

#[test]
fn a_printer_that_fails_leaves_a_doubt_and_another_key_is_made() {
    let Some(parts) = printers::real() else {
        return;
    };
    let printer = EvePrinter::start(parts);
    printer.next_page(Page::Fails);
    let mut counter = with_visit(counter_at(&printer));
    counter.click("Imprimir clave").until(IN_HAND).until(NOT_CONFIRMED);
    assert!(counter.sees("interrumpido por la impresora"), "{:#?}", counter.labels());
    assert!(!counter.sees(".."), "{:#?}", counter.labels());
    void(&mut counter, "Falla de la impresora");
    counter.until("Clave anulada");
    assert_eq!(slips(&counter), (0, 1));
    printer.next_page(Page::Prints);
    counter.click("Imprimir clave").until(IN_HAND);
    assert!(!counter.sees(NOT_CONFIRMED), "{:#?}", counter.labels());
    hand_over(&mut counter);
    assert_eq!(slips(&counter), (1, 1));
    counter.close();
}

#[test]
fn a_printer_that_is_off_is_named_and_asked_again_once_it_is_on() {
    let Some(parts) = printers::real() else {
        return;
    };
    let printer = EvePrinter::start(parts);
    let port = printer.port();
    let mut counter = with_visit(counter_at(&printer));
    printer.switch_off();
    counter.click("Imprimir clave").until("La clave no salió del equipo");
    assert!(counter.sees("apagada o sin red"), "{:#?}", counter.labels());
    assert!(!counter.sees(IN_HAND), "there is no paper to ask for");
    assert_eq!(slips(&counter), (0, 1), "its serial is void");
    let printer = EvePrinter::start_at(parts, port);
    assert!(counter.has_keyboard("Volver a la atención"), "another key is made by whoever means it");
    counter.click("Intentar de nuevo").until(IN_HAND);
    hand_over(&mut counter);
    assert_eq!(slips(&counter), (1, 1));
    counter.close();
    assert_eq!(printer.received().len(), 2);
}

#[test]
fn a_printer_that_hangs_is_not_waited_for_and_what_it_did_stays_in_doubt() {
    let Some(parts) = printers::real() else {
        return;
    };
    let printer = EvePrinter::start(parts);
    printer.next_page(Page::TakesLong);
    let mut counter = with_visit(counter_at(&printer));
    counter.click("Imprimir clave").until("Dejar de esperar a la impresora");
    until("the document", || (printer.received().len() == 1).then_some(()));
    printer.hang();
    counter.click("Dejar de esperar a la impresora").until(IN_HAND).until(NOT_CONFIRMED);
    assert!(counter.sees("Todavía puede salir"), "{:#?}", counter.labels());
    printer.next_page(Page::Prints);
    printer.wake();
    printer.go_on();
    hand_over(&mut counter);
    assert_eq!(slips(&counter), (1, 0));
    counter.close();
}

#[test]
fn the_second_void_of_a_visit_needs_a_supervisor() {
    let mut counter = with_visit(with_clerk(Scene::filled()));
    counter.click("Imprimir clave").until(IN_HAND);
    void(&mut counter, "Papel atascado");
    counter.until("Clave anulada");
    counter.click("Imprimir clave").until(IN_HAND);
    void(&mut counter, "Mal impresa");
    counter.until("Es la segunda clave que se anula");
    assert_eq!(slips(&counter), (0, 2));
    have_it_approved(&mut counter);
    counter.until("Supervisión aprobó").until("Imprimir clave");
    counter.click("Imprimir clave").until(IN_HAND);
    hand_over(&mut counter);
    assert_eq!(slips(&counter), (1, 2));
}

#[test]
fn a_key_handed_over_without_a_signature_needs_a_supervisor() {
    let mut counter = with_visit(with_clerk(Scene::filled()));
    counter.click("Imprimir clave").click("Sí, lo tengo").click("La recibió y no firma…");
    counter.until("Sin firma en el acuse de recibo");
    assert_eq!(slips(&counter), (0, 1), "it is not delivered yet");
    have_it_approved(&mut counter);
    counter.until("Clave entregada");
    assert_eq!(slips(&counter), (1, 0));
}

#[test]
fn whoever_signs_after_all_is_attended_by_two_keys() {
    let mut counter = with_visit(with_clerk(Scene::filled()));
    counter.click("Imprimir clave").click("Sí, lo tengo").click("La recibió y no firma…");
    counter.until("Sin firma en el acuse de recibo").press(Key::Escape).until_gone("Sin firma en el acuse de recibo");
    counter.press(Key::Num1).until("Clave entregada");
    assert_eq!(slips(&counter), (1, 0));
}

/// Another turn today of whoever comes with this one.
fn comes_again(scene: &Scene, caller: &Caller) -> Caller {
    let house = scene.house.as_ref().unwrap();
    let first = store::turn::get(&house.reader().unwrap(), caller.turn).unwrap().unwrap();
    let code = format!("{}-bis", caller.turn_code);
    let turn = ventanilla::domain::turn::Turn {
        code: TurnCode::parse(&code).unwrap(),
        state: TurnState::Scheduled,
        arrived: None,
        ..first.turn.clone()
    };
    let again = TurnRow { turn, called: None, ended_at: None, ..first };
    let turn = house.store().write(|tx| store::turn::add(tx, &again)).unwrap();
    Caller { turn, turn_code: again.turn.code.as_str().to_owned(), ..caller.clone() }
}

#[test]
fn a_second_key_for_the_same_employer_today_needs_a_supervisor() {
    let scene = Scene::filled();
    let first = scene.contents.as_ref().unwrap().script.domestic.clone();
    let again = comes_again(&scene, &first);
    let mut counter = with_clerk(scene);
    make_ready(&mut counter, &first);
    counter.click("Imprimir clave").until(IN_HAND);
    hand_over(&mut counter);
    counter.until("Turnos de hoy").until_gone("Clave entregada");
    leave_scans(&counter, "again");
    make_ready(&mut counter, &again);
    counter.click("Imprimir clave").until("Hoy ya se emitió la clave");
    assert_eq!(slips(&counter), (1, 0));
    have_it_approved(&mut counter);
    counter.until(IN_HAND);
    hand_over(&mut counter);
    assert_eq!(slips(&counter), (2, 0));
}

#[test]
fn a_company_s_turn_that_its_clerk_imported_today_needs_a_second_person() {
    let scene = Scene::filled();
    let company = scene.contents.as_ref().unwrap().script.company.clone();
    let house = scene.house.as_ref().unwrap();
    let clerk = scene.users.as_ref().unwrap().clerks[0].login;
    let clerk = store::user::by_login(&house.reader().unwrap(), clerk).unwrap().unwrap().id;
    let own = |tx: &store::Transaction<'_>| -> Result<(), store::Error> {
        let mut row = store::turn::get(tx, company.turn)?.unwrap();
        row.created_by = clerk;
        store::turn::update(tx, &row)
    };
    house.store().write(own).unwrap();
    let mut counter = with_clerk(scene);
    make_ready(&mut counter, &company);
    counter.until("Turno propio");
    counter.click("Imprimir clave").until("Quien atiende creó o importó este turno");
    assert_eq!(slips(&counter), (0, 0));
    have_it_approved(&mut counter);
    counter.until(IN_HAND);
}
