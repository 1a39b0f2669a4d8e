//! Mail in the window: set by a supervisor and tried, and how a letter stands where somebody looks for it.

use eframe::egui::{Key, Modifiers};

use super::harness::{Counter, Scene};
use crate::mail::{delivered, opened, real_site, send};
use crate::support::house::{CHIEF, CLERK, MINUTE_MS, PASSWORD, Site, name, slip};
use crate::support::mail_server::{Kind, MailServer, root_file};

/// The window over the house of this site, which is closed.
fn over(site: &Site) -> Counter {
    let mut scene = Scene::free();
    scene.place = site.place.clone();
    scene.clock = site.clock.clone();
    scene.open()
}

fn picture(counter: &mut Counter, name: &str) {
    if let Some(folder) = std::env::var_os("VENTANILLA_PICTURES") {
        counter.picture(&std::path::Path::new(&folder).join(name));
    }
}

#[test]
fn a_supervisor_sets_the_mail_and_hears_exactly_what_a_trial_came_to() {
    let Some(server) = MailServer::start_for(Kind::StartTls, "cau", "clave-del-correo") else { return };
    let site = real_site();
    let mut counter = over(&site);
    counter.log_in_with(CLERK, PASSWORD).until("Bloquear").click("Configuración").until("Impresora");
    assert!(!counter.sees("Correo"), "it is for supervisors");
    counter.click("Salir").until("Contraseña");
    counter
        .log_in_with(CHIEF, PASSWORD)
        .click("Dejar para más tarde")
        .until("Bloquear")
        .click("Configuración")
        .click("Correo");
    counter.until("El centro no tiene servidor de correo: no salen códigos, enlaces, confirmaciones ni avisos");
    assert!(counter.is_disabled("Enviar un correo de prueba") && counter.is_disabled("Guardar"));
    assert_eq!(counter.value("Puerto"), "587");
    picture(&mut counter, "mail-unset.png");
    counter.fill("Servidor", "localhost").fill("Puerto", &server.port.to_string());
    counter.fill("Usuario del correo", "cau").fill("Dirección del remitente", "avisos");
    counter.click("Guardar").until("La dirección del remitente no sirve");
    counter.fill("Dirección del remitente", "avisos@cau.ec");
    counter.click("Guardar").until("Con un usuario hace falta su contraseña");
    counter.fill("Contraseña del correo", "otra-clave").click("Guardar");
    counter.until("Los correos salen por el servidor localhost").until("Hay una guardada");
    assert!(counter.value("Contraseña del correo").is_empty(), "it is never shown again");
    let try_it = |counter: &mut Counter| {
        counter.click("Enviar un correo de prueba");
    };
    counter.fill("Enviar la prueba a", "ana");
    try_it(&mut counter);
    counter.until("Esa dirección no sirve").fill("Enviar la prueba a", "ana@hogar.ec");
    try_it(&mut counter);
    counter.until("El certificado del servidor de correo no es de confianza");
    counter.fill("Certificado propio", "/no/hay.pem").click("Leer certificado").until("no existe");
    counter
        .fill("Certificado propio", root_file().to_str().unwrap())
        .click("Leer certificado")
        .until("Hay uno elegido");
    assert!(counter.is_disabled("Enviar un correo de prueba"), "what is tried is what is kept");
    counter.click("Guardar").until("escriba de nuevo la contraseña del correo");
    counter.fill("Contraseña del correo", "otra-clave").click("Guardar").until("quedó guardada");
    try_it(&mut counter);
    counter.until("no acepta el usuario o la contraseña").until("Lo que respondió el servidor: 535");
    picture(&mut counter, "mail-refused.png");
    counter.fill("Contraseña del correo", "clave-del-correo").click("Guardar").until_gone("no acepta el usuario");
    try_it(&mut counter);
    counter.until("aceptó el correo para ana@hogar.ec");
    picture(&mut counter, "mail-set.png");
    assert_eq!(server.letters().len(), 1);
    counter.close();
}

#[test]
fn how_a_letter_stands_is_said_where_its_visit_is_looked_at() {
    let Some(server) = MailServer::start(Kind::StartTls) else { return };
    let site = real_site();
    let (house, chief, clerk) = opened(&site, Some(&server));
    let mut sender = ventanilla::ops::mail::Sender::default();
    delivered(&house, &clerk, 0);
    send(&house, &clerk, &mut sender);
    server.behave("later");
    delivered(&house, &clerk, 1);
    send(&house, &clerk, &mut sender);
    server.behave("unknown");
    let refused = delivered(&house, &clerk, 2);
    send(&house, &clerk, &mut sender);
    let serial = slip(&house, refused).serial.to_string();
    drop((chief, clerk));
    house.close().unwrap();
    // Nothing of it changes while it is looked at.
    drop(server);
    let mut counter = over(&site);
    counter.log_in_with(CHIEF, PASSWORD).click("Dejar para más tarde").until("Turnos de hoy");
    counter.click(&name(0)).until("Enviado, 09:");
    picture(&mut counter, "mail-sent.png");
    counter.click(&name(1)).until("El servidor de correo pidió intentarlo más tarde. Se intenta de nuevo: 09:");
    counter.click(&name(2)).until("no acepta la dirección registrada");
    picture(&mut counter, "mail-failed.png");
    counter.click("Cierre").until("Avisos por correo que no se enviaron").until(&serial);
    picture(&mut counter, "mail-day.png");
    counter.click("Ver en la bitácora").until("Para qué la abre").click("Abrir la atención").until("Lo que pasó");
    counter.until("El aviso por correo al empleador no se pudo enviar: El servidor de correo no acepta");
    picture(&mut counter, "mail-story.png");
    counter.close();
}

#[test]
fn a_letter_that_waited_is_sent_while_somebody_is_at_the_window() {
    let Some(server) = MailServer::start(Kind::StartTls) else { return };
    let site = real_site();
    let (house, chief, clerk) = opened(&site, Some(&server));
    server.behave("later");
    delivered(&house, &clerk, 0);
    send(&house, &clerk, &mut ventanilla::ops::mail::Sender::default());
    server.behave("take");
    drop((chief, clerk));
    house.close().unwrap();
    site.wait_ms(MINUTE_MS);
    let mut counter = over(&site);
    counter.log_in_with(CLERK, PASSWORD).until("Turnos de hoy").click(&name(0));
    counter.until("Enviado, 09:");
    assert_eq!(server.letters().len(), 1);
    counter.close();
}

#[test]
fn a_demonstration_says_that_it_sends_nothing_and_writes_its_trial() {
    let mut scene = Scene::demo();
    let folder = scene.folder().join("correo");
    scene.mail_folder = Some(folder.clone());
    let mut counter = scene.open();
    counter.log_in("supervisora").click("Configuración").click("Correo");
    counter.until("Es una demostración: los correos no se envían a nadie.");
    assert!(!counter.sees("Contraseña del correo"), "what would have no effect is not asked for");
    counter.fill("Enviar la prueba a", "ana@hogar.ec").press_with(Modifiers::NONE, Key::Enter);
    counter.click("Enviar un correo de prueba").until("El correo de muestra quedó escrito en");
    picture(&mut counter, "mail-demo.png");
    let letter = std::fs::read_to_string(folder.join("correo-0001.eml")).unwrap();
    assert!(letter.contains("MUESTRA SIN VALOR"), "{letter}");
}
