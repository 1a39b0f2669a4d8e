//! The first start of a machine whose centre works with a server, over a real one: it joins as a window, a reception or a call
//! screen, in another's place, or founds a centre there; and what is wrong is said with what to do.

use std::time::{Duration, Instant};

use eframe::egui::Key;
use ventanilla::desk::{AsOwner, Error, WantedJoin};
use ventanilla::domain::duty::Duty;
use ventanilla::ops::{self, Address};

use super::harness::{Counter, Scene};
use crate::many_windows::centre;
use crate::support::house::{COLLEAGUE, PASSWORD, Site};
use crate::support::postgres;

const ADDRESS: &str = "Dirección del servidor";
const OWNER: &str = "Rol dueño de las tablas";
const OWNERS: &str = "Contraseña de ese rol";

/// A machine without anything, before the page that asks for the server.
fn machine(at: Option<&Site>) -> Counter {
    let mut scene = Scene::free();
    if let Some(site) = at {
        scene.clock = site.clock.clone();
    }
    let mut counter = scene.open();
    counter.until("¿Qué centro es?").click("Unir este equipo…").until("¿En qué servidor está el centro?");
    counter
}

/// Types a whole address with its owner, and looks.
fn looks(counter: &mut Counter, address: &str) {
    counter.fill(ADDRESS, address).fill(OWNER, postgres::ROLE).fill(OWNERS, postgres::PASSWORD).press(Key::Enter);
}

fn role_of(site: &Site, name: &str) -> Address {
    let address = site.place.server.as_ref().unwrap();
    address.of_role(&format!("{}_{name}", address.role()))
}

#[test]
fn a_machine_joins_as_a_window_and_another_one_takes_its_place() {
    let Some(site) = centre() else { return };
    let address = role_of(&site, "nueva").to_string();
    let mut counter = machine(Some(&site));
    assert!(counter.has_keyboard(ADDRESS), "{:?}", counter.keyboard_at());
    looks(&mut counter, &address);
    counter.until("¿Para qué es este equipo?").until("«CAU de prueba». Tiene los números 1, 2.");
    assert!(!counter.sees("reemplaza"), "the role is nobody's yet");
    // By the keyboard: the first of the three, a number that the centre has not, and one that it has.
    counter.press(Key::Num1).until("Atiende: llama turnos").type_text("9").until("El centro no tiene el número 9.");
    counter.fill("Número", "2").until_gone("no tiene el número").press(Key::Enter).press(Key::Enter);
    counter.until("Este equipo es la ventanilla 2");
    assert!(counter.has_keyboard("Ir al ingreso") && !counter.sees("Volver al primer inicio"));
    counter.press(Key::Enter).log_in_with(COLLEAGUE, PASSWORD).until("Bloquear").until("Ventanilla 2");

    let mut other = machine(Some(&site));
    looks(&mut other, &address);
    let replaces = "Este equipo reemplaza al que tenía ese rol";
    other.until("¿Para qué es este equipo?").press(Key::Num1).fill("Número", "2").until(replaces);
    other.click("Unir este equipo").until("aquel no ingresa más");
    assert!(other.has_keyboard(replaces), "{:?}", other.keyboard_at());
    other.press(Key::Space).click("Unir este equipo").until("Este equipo es la ventanilla 2").press(Key::Enter);
    other.log_in_with(COLLEAGUE, PASSWORD).until("Bloquear");
}

#[test]
fn a_machine_joins_as_a_reception_and_as_a_call_screen() {
    let Some(site) = centre() else { return };
    let mut desk = machine(Some(&site));
    looks(&mut desk, &role_of(&site, "recepcion").to_string());
    desk.until("¿Para qué es este equipo?").press(Key::Num2).until("Registra quién llegó").type_text("2");
    desk.press(Key::Enter).press(Key::Enter).until("Este equipo es la recepción").press(Key::Enter);
    desk.log_in_with(COLLEAGUE, PASSWORD).until("Presentes: ").until("Recepción");

    let mut calls = machine(Some(&site));
    looks(&mut calls, &role_of(&site, "llamados").to_string());
    calls.until("¿Para qué es este equipo?").press(Key::Num3).until("No necesita número.");
    assert!(!calls.labels().contains("Número"));
    calls.press(Key::Enter).until("Este equipo es la pantalla de llamados").until("«ventanilla calls»");
    calls.click("Abrir la pantalla de llamados").until("Mostrar los llamados");
    calls.fill("Usuario", COLLEAGUE).fill("Contraseña", PASSWORD).click("Mostrar los llamados");
    calls.until("Todavía no se ha llamado a nadie hoy.");
}

#[test]
fn each_bad_part_of_an_address_is_said_at_its_field_and_stays_to_be_mended() {
    let mut counter = machine(None);
    counter.fill(OWNER, "institucion").fill(OWNERS, "x");
    for (typed, said) in [
        ("", "no es la dirección de un servidor"),
        ("servidor:5432/iess", "no es la dirección de un servidor"),
        ("postgres://v2:clave@h/b?centre=a", "Quítela"),
        ("postgres://h/b?centre=a", "falta el rol"),
        ("postgres://v2@h?centre=a", "falta la base de datos"),
        ("postgres://v2@h/b", "falta el centro"),
        ("postgres://v2@h/b?centre=Quito", "no sirve como nombre del centro"),
        ("postgres://v2@h:54x/b?centre=a", "«54x» no es un puerto"),
        ("postgres://v2@h/b?centre=a&sslmode=disable", "sobra «sslmode»"),
        ("postgres://institucion@h/b?centre=a", "es el dueño de las tablas"),
    ] {
        counter.fill(ADDRESS, typed).click("Buscar el centro").until(said);
        assert!(counter.has_keyboard(ADDRESS), "{typed}");
        assert_eq!(counter.value(ADDRESS), typed);
    }
    counter.fill(ADDRESS, "postgres://v2@h/b?centre=a&root=/no/hay.pem").click("Buscar el centro");
    counter.until("No se pudo leer ningún certificado en /no/hay.pem");
    counter.fill(OWNERS, "x").press(Key::Backspace).click("Buscar el centro");
    assert!(counter.has_keyboard(OWNERS), "{:?}", counter.keyboard_at());
    counter.click("Volver al primer inicio").until("¿Qué centro es?");
}

#[test]
fn what_the_server_answers_is_said_and_what_was_typed_stays() {
    let Some(site) = centre() else { return };
    let address = role_of(&site, "nueva").to_string();
    let mut counter = machine(Some(&site));
    let no_server = "postgres://v2@127.0.0.1:9/b?centre=a";
    looks(&mut counter, no_server);
    counter.until("No se llega al servidor «127.0.0.1»");
    assert_eq!(counter.value(ADDRESS), no_server);
    assert!(counter.has_keyboard(ADDRESS), "{:?}", counter.keyboard_at());
    assert_eq!(counter.value(OWNER), postgres::ROLE);
    let no_database = address.replace(&format!("/{}?", postgres::database_of(&role_of(&site, "x"))), "/no_hay?");
    looks(&mut counter, &no_database);
    counter.until("no tiene la base de datos que dice la dirección");
    // A wrong password is typed again; nothing else.
    counter.fill(ADDRESS, &address).fill(OWNERS, "otra").press(Key::Enter).until("no permite ingresar a este rol");
    assert!(counter.has_keyboard(OWNERS) && counter.value(OWNERS).is_empty(), "{:?}", counter.keyboard_at());
    assert_eq!(counter.value(ADDRESS), address);
    // A role that is somebody else's.
    let server = postgres::shared().unwrap();
    let theirs = role_of(&site, "ajena");
    server.psql("postgres", &format!("CREATE ROLE {} LOGIN", theirs.role()));
    looks(&mut counter, &theirs.to_string());
    counter.until("no es de un equipo de este centro");
    assert!(counter.has_keyboard(ADDRESS));
    server.psql("postgres", &format!("DROP ROLE {}", theirs.role()));
    // The role was taken while somebody chose: the way back leads to the address.
    looks(&mut counter, &address);
    counter.until("¿Para qué es este equipo?").press(Key::Num3);
    let taken = site.machine_named("nueva", Duty::Window, 2);
    counter.click("Unir este equipo").until("ya es de otro equipo de este centro");
    assert!(counter.sees("Este equipo reemplaza al que tenía ese rol"));
    counter.click("Volver").until("¿En qué servidor");
    assert_eq!(counter.value(ADDRESS), address);
    drop(taken);
}

#[test]
fn what_is_stopped_before_the_server_is_asked_joins_nothing() {
    let Some(site) = centre() else { return };
    let mut counter = machine(Some(&site));
    let address = role_of(&site, "nueva");
    let server = AsOwner {
        address: address.clone(),
        role: postgres::ROLE.to_owned(),
        password: postgres::PASSWORD.to_owned().into(),
    };
    let wanted = WantedJoin { server, duty: Duty::Window, window: 2, replaces: false };
    let job = counter.desk(|desk| desk.join(wanted));
    job.cancel();
    let began = Instant::now();
    let ended = loop {
        if let Some(ended) = job.poll() {
            break ended;
        }
        assert!(began.elapsed() < Duration::from_secs(60));
        std::thread::yield_now();
    };
    assert!(matches!(ended, Err(Error::Ops(ops::Error::Cancelled))), "{ended:?}");
    let roles = format!("SELECT count(*) FROM pg_roles WHERE rolname = '{}'", address.role());
    assert_eq!(postgres::shared().unwrap().psql("postgres", &roles), "0");
    looks(&mut counter, &address.to_string());
    counter.until("¿Para qué es este equipo?");
}

#[test]
fn a_machine_that_was_told_its_server_begins_there_and_nowhere_else() {
    let Some(site) = centre() else { return };
    let mut scene = Scene::free();
    let address = role_of(&site, "nueva");
    scene.place = scene.place.clone().on_server(address.clone());
    let mut counter = scene.open();
    counter.until("¿En qué servidor está el centro?");
    assert_eq!(counter.value(ADDRESS), address.to_string());
    assert!(counter.has_keyboard(OWNER), "{:?}", counter.keyboard_at());
    assert!(!counter.sees("Volver al primer inicio"));
    counter.fill(OWNER, postgres::ROLE).fill(OWNERS, postgres::PASSWORD).press(Key::Enter);
    counter.until("¿Para qué es este equipo?");
}

#[test]
fn a_server_that_says_nothing_is_left_alone() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut counter = machine(None);
    let began = Instant::now();
    let port = silent.local_addr().unwrap().port();
    looks(&mut counter, &format!("postgres://v2@127.0.0.1:{port}/b?centre=a"));
    counter.until("Buscando el centro").press(Key::Enter).press(Key::Space);
    assert!(counter.sees("Buscando el centro"), "no key pressed in a hurry ends it");
    counter.click("Dejar de buscar").until("¿En qué servidor está el centro?");
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    counter.click("Buscar el centro").until("No se llega al servidor");
}

#[test]
fn a_centre_is_founded_on_a_server_that_has_none_and_says_who_must_encipher_it() {
    let Some(server) = postgres::shared() else { return };
    let address = server.new_address();
    let mut counter = machine(None);
    looks(&mut counter, &address.to_string());
    counter.until("Allí no hay un centro todavía").until("no cifra lo que guarda en el servidor");
    assert!(counter.has_keyboard("Volver"), "{:?}", counter.keyboard_at());
    counter.click("Crear un centro aquí…").until("¿Qué centro es?").until("Se crea en el servidor «127.0.0.1».");
    counter.click("Volver al servidor").until("Allí no hay un centro todavía").click("Crear un centro aquí…");
    counter.until("¿Qué centro es?").fill("Código", "1399").fill("Nombre del centro", "CAU Nuevo");
    counter.fill("Provincia", "Manabí").fill("Cantón", "Sucre").click("Ecuador continental").click("Seguir");
    counter.until("¿Qué número tiene esta ventanilla?").click("Seguir").until("¿Quién supervisa este centro?");
    counter.fill("Usuario", "jefa").fill("Nombre completo", "Rosa Jefa").click("Supervisora");
    counter.fill("Contraseña nueva", PASSWORD).fill("Repita la contraseña", PASSWORD).click("Crear el almacén");
    counter.until("¿Dónde imprime esta ventanilla?").click("Seguir sin impresora por ahora");
    counter.log_in_with("jefa", PASSWORD).until("Imprima el código de recuperación");
    let database = postgres::database_of(&address);
    assert_eq!(server.psql(&database, "SELECT code, name FROM centro.centre"), "1399|CAU Nuevo");
    counter.close();
    server.remove(&address);
}
