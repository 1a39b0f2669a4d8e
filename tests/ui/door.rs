//! What stands between a login and the counter, and what keeps everybody out.

use std::fs;

use eframe::egui::Key;
use ventanilla::domain::approval::Matter;
use ventanilla::ops::approval::{AnswerApproval, RequestApproval};
use ventanilla::ops::{Clock as _, House, Session, Subject};
use ventanilla::vault::{Password, RecoveryCode};

use super::harness::{Counter, Scene};
use crate::support::printers::{EvePrinter, real};

const HOUR_MS: i64 = 60 * 60 * 1000;
const CLERK: &str = "colibrí bajo el puente";
const SUPERVISOR: &str = "arrayán de la cocha";

/// Whoever this is, logged in beside the window.
fn session(house: &House, login: &str, password: &str) -> Session {
    house.log_in_at(login, &Password::typed(password).unwrap(), 1).unwrap()
}

/// The supervisor's word, at the card that asks for it.
fn accept(counter: &mut Counter, password: &str) {
    counter.fill("Qué se revisó y por qué se acepta", "se llamó al técnico").press(Key::Enter);
    counter.fill("Usuario de supervisión", "supervisora").press(Key::Enter);
    counter.type_text(password).press(Key::Enter);
}

#[test]
fn a_clock_set_back_waits_for_a_supervisor_s_word() {
    let scene = Scene::demo();
    let house = scene.house.as_ref().unwrap();
    session(house, "operador1", CLERK);
    scene.clock.advance_ms(-2 * HOUR_MS);
    let mut counter = scene.open();
    counter.log_in_with("operador1", CLERK).until("El reloj de este equipo está atrasado");
    assert!(counter.sees("El reloj marca 20/11/2026 08:00") && !counter.sees("Bloquear"));
    counter.click("Ya corregí el reloj").until("El reloj de este equipo está atrasado");
    accept(&mut counter, "no es");
    counter.until("Usuario o contraseña incorrectos").wait_secs(2);
    counter.type_text(SUPERVISOR).press(Key::Enter).until("Bloquear");
    assert!(counter.sees("Byron Chiluisa Tipán"), "the clerk is at the window, not the supervisor");
    let waiting = counter.desk(|desk| {
        let house = desk.house().unwrap();
        ventanilla::store::approval::waiting(&house.reader().unwrap(), house.centre().id).unwrap().len()
    });
    assert_eq!(waiting, 0);
    counter.click("Salir").log_in_with("supervisora", SUPERVISOR).until("Respondido en su nombre");
    assert!(counter.sees("Seguir con el reloj atrasado") && counter.sees("Motivo: se llamó al técnico"));
    counter.click("Ya lo revisé").until("Bloquear");
    counter.click("Salir").log_in("supervisora");
    assert!(!counter.sees("Respondido en su nombre"), "it is shown once");
}

#[test]
fn a_journal_in_doubt_waits_for_another_than_whoever_came_in() {
    let mut scene = Scene::demo();
    scene.house.take().unwrap().close().unwrap();
    let anchor = fs::read_dir(&scene.place.anchor_folder).unwrap().next().unwrap().unwrap().path();
    fs::write(anchor, "nada").unwrap();
    let mut counter = scene.open();
    counter.until("El almacén se abre con el primer ingreso");
    counter.log_in_with("supervisora", SUPERVISOR).until("Supervisión debe revisar la bitácora");
    assert!(counter.sees("no hay nadie más en supervisión"));
    accept(&mut counter, SUPERVISOR);
    counter.until("Nadie aprueba su propio pedido").click("Salir").until("Usuarios de la demostración");
    counter.log_in_with("operador1", CLERK).until("Supervisión debe revisar la bitácora");
    accept(&mut counter, SUPERVISOR);
    counter.until("Bloquear");
    assert!(!counter.sees("Bitácora en duda"));
}

#[test]
fn what_was_answered_in_a_supervisor_s_name_is_shown_at_their_next_login() {
    let scene = Scene::demo();
    let house = scene.house.as_ref().unwrap();
    let (clerk, supervisor) = (session(house, "operador1", CLERK), session(house, "supervisora", SUPERVISOR));
    for (granted, reason, note) in [(true, "la luz se fue dos horas", ""), (false, "porque sí", "no es motivo")] {
        let covers = scene.clock.now().0.to_string();
        let request =
            RequestApproval { matter: Matter::OwnWalkIn, subject: Subject::HOUSE, covers, reason: reason.into() };
        let approval = house.perform(&clerk, &request).unwrap().output;
        house.answer_approval(&supervisor, &AnswerApproval { approval, granted, note: note.into() }).unwrap();
    }
    let mut counter = scene.open();
    counter.log_in_with("supervisora", SUPERVISOR).until("Respondido en su nombre");
    for part in ["Aprobado", "Rechazado", "la luz se fue dos horas", "porque sí", "Pidió Byron Chiluisa Tipán"] {
        assert!(counter.sees(part), "{part}");
    }
    assert!(!counter.sees("Bloquear") && counter.has_keyboard("Ya lo revisé"));
    counter.press(Key::Enter).until("Bloquear");
}

#[test]
fn a_lost_password_is_replaced_with_the_code_and_the_next_code_is_printed_at_once() {
    let scene = Scene::demo();
    let house = scene.house.as_ref().unwrap();
    let supervisor = session(house, "supervisora", SUPERVISOR);
    let code: RecoveryCode = house.make_recovery_code(&supervisor).unwrap();
    let mut counter = scene.open();
    counter.until("Usuario").fill("Usuario", "supervisora").click("Usar el código de recuperación");
    counter.until("Recuperar el acceso");
    assert!(counter.has_keyboard("Código de recuperación"), "the user is filled in already");
    let password = "siete puertas azules";
    counter.type_text("33333").press(Key::Enter).type_text(password).press(Key::Enter).type_text(password);
    counter.press(Key::Enter).until("El código de recuperación tiene 30 caracteres");
    counter.fill("Código de recuperación", &code.reveal().to_lowercase()).click("Cambiar la contraseña e ingresar");
    counter.until("Imprima el nuevo código de recuperación");
    assert!(!counter.sees("Dejar para más tarde"), "the used one is spent");
    counter.press(Key::Enter).until("El código de recuperación está impreso");
    counter.press(Key::Enter).until("Bloquear");
    assert!(fs::read_dir(counter.folder().join("papers")).unwrap().count() > 0);
    counter.click("Salir").log_in_with("supervisora", SUPERVISOR).until("incorrectos").wait_secs(2);
    counter.fill("Contraseña", password).press(Key::Enter).until("Bloquear");
}

#[test]
fn a_store_that_is_open_elsewhere_says_so_and_lets_in_afterwards() {
    let mut scene = Scene::demo();
    let elsewhere = scene.house.take();
    let mut counter = scene.open();
    counter.log_in_with("operador1", CLERK).until("está abierto en otra ventana o proceso");
    assert!(!counter.sees("Contraseña") && counter.has_keyboard("Intentar de nuevo"));
    elsewhere.unwrap().close().unwrap();
    counter.press(Key::Enter).log_in("operador1");
}

#[test]
fn a_store_without_its_vault_offers_nothing_but_to_try_again() {
    let mut scene = Scene::demo();
    scene.house.take().unwrap().close().unwrap();
    let vault = scene.place.folder.join("vault");
    let aside = scene.folder().join("aside");
    fs::rename(&vault, &aside).unwrap();
    let mut counter = scene.open();
    counter.until("falta la bóveda de contraseñas").click("Intentar de nuevo").until("falta la bóveda de contraseñas");
    assert!(!counter.sees("Contraseña"));
    fs::rename(&aside, &vault).unwrap();
    counter.click("Intentar de nuevo").until("Contraseña").log_in("operador1");
}

#[test]
fn no_screen_around_the_counter_draws_itself_without_end() {
    let calm = |counter: &mut Counter, at: &str| assert!(counter.until(at).is_calm(), "{at}");
    let mut counter = Scene::free().open();
    calm(&mut counter, "¿Qué centro es?");
    let mut counter = Scene::demo().open();
    calm(&mut counter, "Usuarios de la demostración");
    counter.log_in_with("operador1", "no es").until("incorrectos").type_text("x").press(Key::Enter);
    calm(&mut counter, "Espere");
    counter.wait_secs(2).log_in("supervisora");
    for (screen, at) in [("Usuarios", "operadora2"), ("Configuración", "Reglas de atención")] {
        counter.click(screen);
        calm(&mut counter, at);
    }
    counter.click("Bloquear");
    calm(&mut counter, "Pantalla bloqueada");
}

#[test]
fn a_printer_whose_certificate_nobody_knows_is_accepted_by_its_fingerprint() {
    let Some(parts) = real() else { return };
    let eve = EvePrinter::start(parts);
    let mut counter = Scene::demo().open();
    counter.log_in("operador1").click("Configuración").until("Dirección de la impresora");
    counter.fill("Dirección de la impresora", &eve.uri("ipps").to_string()).press(Key::Enter);
    counter.until("Pida a supervisión que lo decida");
    assert!(!counter.sees("La huella es la misma"));
    counter.click("Salir").log_in("supervisora").click("Configuración").until("Dirección de la impresora");
    counter.fill("Dirección de la impresora", &eve.uri("ipps").to_string()).press(Key::Enter);
    counter.until("La huella es la misma que muestra la impresora");
    assert!(counter.has_keyboard("La huella es la misma que muestra la impresora"));
    assert!(counter.is_disabled("Aceptar y probar de nuevo"));
    counter.press(Key::Space).press(Key::Enter).type_text("huella comparada en su hoja").press(Key::Enter);
    counter.press(Key::Enter).until("Estado de la impresora: lista.");
    let wanted = ventanilla::desk::PrinterChoice::Address(eve.uri("ipps").to_string());
    counter.step_until("the choice", |it| it.desk(|desk| desk.station().printer == wanted));
    counter.click("Imprimir página de prueba").until("La página de prueba salió");
    assert_eq!(eve.received().len(), 1);
}
