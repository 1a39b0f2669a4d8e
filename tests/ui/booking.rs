//! Turns for another time in the window: booked by keys alone, printed, moved and cancelled; and what a centre sets for them.

use std::fs;
use std::time::Duration;

use eframe::egui::Key;
use ventanilla::domain::turn::BookingRule;
use ventanilla::ops::settings;
use ventanilla::ops::view::{self, BookedTurn};

use super::harness::{Counter, Scene};
use super::visits::{begin, script, with_clerk};

fn booked(counter: &Counter) -> Vec<BookedTurn> {
    counter.desk(|desk| {
        let house = desk.house().unwrap();
        view::booked(&house, &house.reader().unwrap()).unwrap()
    })
}

fn papers(counter: &Counter) -> Vec<String> {
    let files = fs::read_dir(counter.folder().join("papers")).map(Iterator::collect::<Vec<_>>).unwrap_or_default();
    files.into_iter().map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
}

fn picture(counter: &mut Counter, name: &str) {
    if let Some(folder) = std::env::var_os("VENTANILLA_PICTURES") {
        counter.picture(&std::path::Path::new(&folder).join(format!("{name}.png")));
    }
}

/// Picks the `nth` option of the list that has the keyboard, from 1.
fn pick(counter: &mut Counter, nth: usize) {
    counter.press(Key::Enter);
    for _ in 0..nth {
        counter.press(Key::ArrowDown);
    }
    counter.press(Key::Enter).rest();
}

/// Somebody whom no register knows.
const NUMBER: &str = "1714307103";
const NAME: &str = "Vaca Mora Ana";

fn filled_in(counter: &mut Counter) {
    counter.press(Key::F12).until("Reservar un turno").press(Key::Num2).until("Apellidos y nombres");
    counter.step_until("the days", |it| it.sees("Día"));
    counter.fill("Número de la persona", NUMBER).fill("Apellidos y nombres", NAME).press(Key::Enter);
}

#[test]
fn a_turn_is_booked_by_keys_alone_and_its_confirmation_printed() {
    let mut counter = Scene::filled().open();
    counter.log_in("operador1").until("Presentes: ");
    filled_in(&mut counter);
    assert!(counter.has_keyboard("Día"), "{:?}", counter.keyboard_at());
    pick(&mut counter, 2);
    assert!(counter.has_keyboard("Hora") && counter.value("Día").contains("lunes 23 de noviembre"));
    pick(&mut counter, 1);
    picture(&mut counter, "booking");
    assert!(counter.has_keyboard("Reservar el turno"), "what may stay blank is passed: {:?}", counter.keyboard_at());
    counter.press(Key::Enter).until("Turno reservado").until("R261123-001");
    picture(&mut counter, "booking-done");
    assert!(counter.has_keyboard("Imprimir la confirmación"));
    counter.press(Key::Enter).until("Confirmación del turno impresa.").until_gone("Turno reservado");
    assert!(papers(&counter).iter().any(|file| file.contains("R261123-001")), "{:?}", papers(&counter));
    let listed = booked(&counter);
    assert_eq!((listed.len(), listed[0].row.turn.holder.as_str()), (1, NUMBER));
}

#[test]
fn what_is_lacking_or_malformed_is_said_at_its_field_and_nothing_is_booked() {
    let mut counter = Scene::filled().open();
    counter.log_in("operador1").until("Presentes: ");
    counter.press(Key::F12).until("Reservar un turno").until("Día");
    counter.click("Reservar el turno").until("Elija el trámite.").press(Key::Num1);
    counter.click("Reservar el turno").until("Revise el número");
    counter.fill("Número de la persona", NUMBER).click("Reservar el turno").until("Escriba los apellidos y nombres.");
    counter.fill("Apellidos y nombres", NAME).click("Reservar el turno").until("Elija el día.");
    assert!(counter.has_keyboard("Día"));
    pick(&mut counter, 2);
    counter.click("Reservar el turno").until("Elija la hora.");
    pick(&mut counter, 1);
    counter.fill("Correo electrónico", "ana").fill("Celular", "023945666");
    counter.click("Reservar el turno").until("una sola «@»").until("empieza con 09");
    assert_eq!(booked(&counter), []);
    counter.press(Key::Escape).until_gone("Apellidos y nombres");
}

#[test]
fn a_booked_turn_is_found_moved_printed_again_and_cancelled() {
    let mut counter = Scene::filled().open();
    counter.log_in("operador1").until("Presentes: ");
    counter.click("Ver reservados…").until("No hay turnos reservados").press(Key::Escape).until_gone("No hay turnos");
    filled_in(&mut counter);
    pick(&mut counter, 2);
    pick(&mut counter, 1);
    counter.press(Key::Enter).until("R261123-001").press(Key::Escape).until_gone("Turno reservado");
    let row = format!("R261123-001 {NAME}");
    counter.click("Ver reservados…").until(&row).fill("Buscar", "nadie").until("Ningún turno coincide");
    counter.fill("Buscar", "vaca r261123").click(&row).until("Mover…");
    picture(&mut counter, "booked");
    counter.click("Imprimir la confirmación").until("Papel impreso. Quedó anotado.");
    counter.click("Mover…").until("Mover el turno").until("Día");
    counter.press(Key::Escape).until("Turnos reservados");
    counter.click("Mover…").until("Mover el turno").until("Día").click("Mover el turno").until("Elija el día.");
    pick(&mut counter, 3);
    pick(&mut counter, 2);
    counter.press(Key::Enter).until("movido: martes 24 de noviembre").until("Turnos reservados");
    let listed = booked(&counter);
    assert_eq!(
        (listed[0].row.turn.code.as_str(), listed[0].row.turn.day.to_string().as_str()),
        ("R261123-001", "2026-11-24")
    );
    counter.step_until("the list", |it| it.sees(&row)).click("Cancelar el turno…").until("Por qué se cancela");
    counter.press(Key::Enter);
    assert_eq!(booked(&counter).len(), 1, "without a reason nothing is cancelled");
    counter
        .fill("Por qué se cancela", "ya no puede venir")
        .click("Cancelar el turno")
        .until("Turno R261123-001 cancelado.");
    assert_eq!(booked(&counter), []);
}

#[test]
fn whoever_leaves_with_a_constancia_is_offered_another_turn_in_their_name() {
    let mut counter = with_clerk(Scene::filled());
    let caller = script(&counter).domestic;
    begin(&mut counter, &caller, "Quien solicita");
    counter.click("Seguir con la solicitud").click("Algo no está bien").click("Generada en el portal");
    counter.click("Electrónica").until("Imprimir constancia").press(Key::F9).until("¿Terminar sin clave?");
    counter.click("Terminar e imprimir la constancia").until("Constancia impresa").until("Reservar otro turno…");
    counter.click("Reservar otro turno…").until("Reservar un turno").until("Día");
    assert_eq!(counter.value("Número de la persona"), caller.applicant.number.as_str());
    assert!(!counter.value("Apellidos y nombres").is_empty() && counter.has_keyboard("Día"));
}

#[test]
fn a_supervisor_sets_what_can_be_booked() {
    let mut counter = Scene::demo().open();
    counter.log_in("supervisora").click("Configuración").click("Reservas").until("Turnos a la misma hora");
    assert!(counter.is_disabled("Guardar"), "nothing was changed yet");
    counter.fill("Minutos de cada turno reservado", "5").until("Escriba un número de 15 a 120.");
    counter.fill("Minutos de cada turno reservado", "20").fill("Turnos a la misma hora", "2");
    picture(&mut counter, "booking-settings");
    counter.click("Guardar").until("Las reservas quedaron guardadas.");
    let kept = counter.desk(|desk| {
        let read = desk.read(|house, reader| settings::load(reader, house.centre().id));
        read.wait(Duration::from_secs(10)).unwrap().booking
    });
    assert_eq!(kept, BookingRule { slot_minutes: 20, per_slot: 2, ..BookingRule::default() });
}
