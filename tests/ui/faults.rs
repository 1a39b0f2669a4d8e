//! What the window says of a try is so: it goes when its cause went, and a reason that is lacking is asked for at its field.

use eframe::egui::Key;

use super::harness::Scene;
use super::visits::{begin, script, with_clerk};

const WRONG: &str = "Usuario o contraseña incorrectos";

#[test]
fn a_wrong_login_is_said_until_something_is_typed_anew() {
    let mut counter = Scene::filled().open();
    counter.log_in_with("operador1", "no es esta contraseña").until(WRONG);
    counter.wait_secs(2).until(WRONG).fill("Contraseña", "otra").rest().until_gone(WRONG);
    // The password can be seen here too, and with the keyboard alone.
    counter.press(Key::Tab);
    assert!(counter.has_keyboard("Mostrar"));
    counter.press(Key::Space).until("Ocultar");
    assert_eq!(counter.value("Contraseña"), "otra");
}

#[test]
fn what_kept_a_key_from_being_printed_is_said_until_the_visit_goes_on() {
    let mut counter = with_clerk(Scene::filled());
    let caller = script(&counter).domestic;
    begin(&mut counter, &caller, "Quien solicita");
    counter.press(Key::F9).until("Todavía no se puede: vea");
    counter.click("Seguir con la solicitud").until_gone("Todavía no se puede: vea");
    counter.press(Key::F9).until("Todavía no se puede: vea");
    counter.click("Todo en orden").until_gone("Todavía no se puede: vea");
}

#[test]
fn a_complaint_says_at_its_field_what_is_lacking() {
    let mut counter = with_clerk(Scene::filled());
    counter.click("Anotar queja…").until("De qué se queja").click("Anotar la queja").until("Elija el trámite.");
    counter.press(Key::Num1).until_gone("Elija el trámite.").fill("De qué se queja", "1").click("Anotar la queja");
    counter.until("Escriba de qué se queja la persona.").fill("De qué se queja", "La fila no avanza");
    counter.until_gone("Escriba de qué se queja la persona.").click("Anotar la queja");
    counter.until("Escriba qué se respondió o qué se hizo.");
}
