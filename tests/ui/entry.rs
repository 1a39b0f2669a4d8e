//! The screens around the counter: the way in, the lock, the first start, users and settings.

use std::time::Duration;

use eframe::egui::{Key, Modifiers};
use ventanilla::ops::scan::ScannedPaper;
use ventanilla::ops::settings::{self, Paper};

use super::harness::{Counter, Scene};

#[test]
fn a_wrong_password_is_said_and_the_right_one_comes_in() {
    let mut counter = Scene::demo().open();
    assert!(counter.until("CAU Quito Centro").has_keyboard("Usuario"), "the first field has the keyboard");
    counter.log_in_with("operador1", "no es la contraseña").until("Usuario o contraseña incorrectos");
    assert_eq!((counter.value("Usuario").as_str(), counter.value("Contraseña").as_str()), ("operador1", ""));
    assert!(counter.has_keyboard("Contraseña"));
    counter.type_text("colibrí bajo el puente").press(Key::Enter).until("Espere 1 s");
    counter.wait_secs(2);
    assert!(!counter.sees("Espere"), "the count ends by itself");
    counter.press(Key::Enter).until("Bloquear");
    assert!(counter.sees("Byron Chiluisa Tipán"));
}

#[test]
fn a_user_of_the_demonstration_comes_in_by_a_click_or_by_the_arrows() {
    let mut counter = Scene::demo().open();
    counter.click("operadora2 · Narcisa Loor Intriago, operadora").until("Bloquear");
    assert!(counter.sees("Narcisa Loor Intriago"));
    counter.click("Salir").until("Usuarios de la demostración");
    counter.press(Key::ArrowDown).press(Key::ArrowDown).press(Key::Enter).until("Bloquear");
    assert!(counter.sees("Byron Chiluisa Tipán"), "the second of the list");
}

#[test]
fn whoever_gets_a_temporary_password_chooses_their_own_first() {
    let mut counter = Scene::demo().open();
    counter.log_in("supervisora").click("Usuarios").until("Piedad Altamirano").click("Agregar usuario…");
    counter.until("Nombre completo").fill("Nombre completo", "Zoila Paredes Vaca").fill("Usuario", "Z Paredes");
    counter.click("Operadora").click("Agregar");
    counter.until("El nombre de usuario lleva de 3 a 32");
    counter.fill("Usuario", "Operador1").click("Agregar").until("ya existe");
    counter.fill("Usuario", "zparedes").click("Agregar").until("Contraseña temporal");
    let temporary = counter.labels().into_iter().find(|label| label.len() == 17 && label.contains('-')).unwrap();
    counter.press(Key::Escape);
    assert!(counter.sees(&temporary), "it cannot be shown again, so Esc does not close it");
    counter.click("Ya la anoté").until_gone("No se vuelve a mostrar").until("zparedes");
    assert!(!counter.sees(&temporary) && counter.sees("Contraseña temporal"), "the list says how the account stands");
    counter.click("Salir").log_in_with("zparedes", &temporary).until("Elija su contraseña");
    assert!(!counter.sees("Bloquear") && counter.has_keyboard("Contraseña nueva"));
    counter.fill("Contraseña nueva", "corta").press(Key::Enter);
    assert!(counter.sees("Faltan 7 caracteres"));
    counter.fill("Contraseña nueva", "zparedes y compañía").press(Key::Enter);
    counter.fill("Repita la contraseña", "otra cosa").press(Key::Enter).until("no son iguales");
    counter.fill("Repita la contraseña", "zparedes y compañía").press(Key::Enter);
    counter.until("La contraseña contiene el nombre de usuario");
    counter.fill("Contraseña nueva", "trece mangos verdes").fill("Repita la contraseña", "trece mangos verdes");
    counter.press(Key::Enter).until("Bloquear");
    assert!(counter.sees("Zoila Paredes Vaca · operadora"), "in the gender that was chosen");
    counter.click("Salir").log_in_with("zparedes", "trece mangos verdes").until("Bloquear");
}

#[test]
fn the_lock_keeps_what_was_typed_for_the_same_user() {
    let mut counter = Counter::start();
    counter
        .log_in("supervisora")
        .click("Configuración")
        .click("Centro y ventanillas")
        .until("Número de la otra ventanilla");
    counter
        .fill("Número de la otra ventanilla", "77")
        .press_with(Modifiers::COMMAND, Key::L)
        .until("Pantalla bloqueada");
    assert!(counter.sees("Piedad Altamirano") && counter.has_keyboard("Contraseña"));
    assert!(!counter.sees("Turnos") && counter.desk(|desk| desk.session().is_none()), "nobody is at the window");
    counter.click("Mostrar").type_text("no es").press(Key::Enter).until("Contraseña incorrecta.");
    assert!(!counter.sees("Usuario"), "no user is asked for: {:#?}", counter.labels());
    assert!(counter.sees("Mostrar") && !counter.sees("Ocultar"), "the next one is typed unseen");
    assert_eq!(counter.value("Contraseña"), "");
    counter.wait_secs(2).type_text("arrayán de la cocha").press(Key::Enter).until("Número de la otra ventanilla");
    assert_eq!(counter.value("Número de la otra ventanilla"), "77");
    counter.press_with(Modifiers::COMMAND, Key::L).click("Salir para que ingrese otra persona");
    counter.until("Usuarios de la demostración").log_in("operador1");
    assert!(counter.sees("Byron Chiluisa Tipán") && !counter.sees("Pantalla bloqueada"));
}

#[test]
fn a_machine_without_a_store_founds_one_and_ends_at_the_login() {
    let mut counter = Scene::free().open();
    counter.until("¿Qué centro es?");
    assert!(counter.has_keyboard("Buscar el centro") || counter.has_keyboard("Código"));
    counter.fill("Buscar el centro", "bahia").press(Key::Enter);
    assert_eq!(counter.value("Nombre del centro"), "CAU Bahía de Caráquez");
    assert_eq!((counter.value("Provincia").as_str(), counter.value("Cantón").as_str()), ("Manabí", "Sucre"));
    counter.fill("Código", "con espacios").click("Seguir").until("sin espacios");
    counter.fill("Código", "1399").click("Seguir").until("¿Qué número tiene esta ventanilla?");
    counter.fill("Número de la ventanilla", "3").press(Key::Enter).press(Key::Enter);
    counter.until("¿Quién supervisa este centro?").fill("Usuario", "jefa").press(Key::Enter);
    counter.type_text("Rosa Jefa Cedeño").press(Key::Enter).press(Key::Num1);
    counter.type_text("ventanilla del IESS").press(Key::Enter);
    counter.type_text("ventanilla del IESS").press(Key::Enter);
    counter.until("usa el nombre del programa");
    let password = "ocho llaves cuelgan del muro";
    counter.fill("Contraseña nueva", password).fill("Repita la contraseña", password).press(Key::Enter);
    counter.until("¿Dónde imprime esta ventanilla?");
    assert_eq!(counter.desk(|desk| desk.station().window), 3);
    // What the search finds moves what is below it.
    counter.until("Buscar impresoras").click("A4").until("El papel quedó elegido");
    // A folder that is not there is said; one that is there is kept with the last button.
    counter.fill("Carpeta del escáner", "/no/existe").click("Seguir sin impresora por ahora").until("no existe");
    if let Some(folder) = std::env::var_os("VENTANILLA_PICTURES") {
        counter.picture(&std::path::Path::new(&folder).join("first-start-scanner.png"));
    }
    let scanner = counter.folder().display().to_string();
    counter.fill("Carpeta del escáner", &scanner).click("Seguir sin impresora por ahora").until("Contraseña");
    let kept = counter.desk(|desk| desk.station().scan_folder.clone());
    assert_eq!(kept.unwrap().display().to_string(), scanner);
    assert!(counter.desk(|desk| desk.session().is_none()), "the assistant's session ends with it");
    counter.log_in_with("jefa", password).until("Imprima el código de recuperación");
    assert!(counter.sees("Esta ventanilla no tiene impresora"));
    counter.click("Dejar para más tarde").until("Bloquear");
    assert!(counter.sees("CAU Bahía de Caráquez") && counter.sees("Ventanilla 3"));
    assert!(counter.sees("Rosa Jefa Cedeño · supervisora"), "in the gender that was chosen");
    counter.click("Configuración").click("Reglas de atención").until("Papel de las claves");
    let paper = counter.desk(|desk| {
        desk.read(|house, reader| settings::load(reader, house.centre().id))
            .wait(Duration::from_secs(10))
            .unwrap()
            .paper
    });
    assert_eq!(paper, Paper::A4);
}

#[test]
fn a_supervisor_resets_and_disables_and_never_themselves() {
    let mut counter = Scene::demo().open();
    counter.log_in("supervisora").click("Usuarios").until("operadora2");
    counter.click("Narcisa Loor Intriago").click("Restablecer contraseña…").until("¿Restablecer la contraseña?");
    counter.click("Restablecer").until("No se vuelve a mostrar").click("Ya la anoté").until("Contraseña temporal");
    counter.click("Byron Chiluisa Tipán").click("Deshabilitar…").until("¿Deshabilitar este usuario?");
    counter.press(Key::Escape).until_gone("¿Deshabilitar este usuario?");
    counter.click("Deshabilitar…").click("Sí, deshabilitar").until("Deshabilitado");
    assert!(counter.sees("Habilitar con otra contraseña…"));
    counter.click("Piedad Altamirano Proaño");
    assert!(counter.is_disabled("Restablecer contraseña…") && counter.is_disabled("Deshabilitar…"));
    counter.click("Salir").log_in_with("operador1", "colibrí bajo el puente").until("incorrectos");
}

#[test]
fn a_clerk_sees_their_window_and_not_the_centre() {
    let mut counter = Scene::demo().open();
    counter.log_in("operador1").click("Configuración").until("Imprimir página de prueba");
    for hidden in [
        "Usuarios",
        "Todo el centro",
        "Reglas de atención",
        "Feriados",
        "Centro y ventanillas",
        "Conservación de datos",
    ] {
        assert!(!counter.sees(hidden), "{hidden}");
    }
    counter.click("Imprimir página de prueba").until("La página de prueba salió");
    assert!(std::fs::read_dir(counter.folder().join("papers")).unwrap().count() > 0);
    counter.click("Escáner").fill("Carpeta del escáner", "/no/existe").press(Key::Enter).until("Esa carpeta no existe");
    let folder = counter.folder().display().to_string();
    counter.fill("Carpeta del escáner", &folder).press(Key::Enter).until("quedó guardada");
    assert_eq!(counter.desk(|desk| desk.station().scan_folder.clone()).unwrap().display().to_string(), folder);
    counter.click("Apariencia").click("Oscuro").rest();
    assert!(counter.is_dark());
}

#[test]
fn the_centre_s_settings_are_saved_and_read_again() {
    let mut counter = Scene::demo().open();
    counter.log_in("supervisora").click("Configuración").click("Reglas de atención");
    counter.until("Minutos de tolerancia antes del turno");
    assert!(counter.is_disabled("Guardar"), "nothing was changed yet");
    counter.fill("Minutos de tolerancia antes del turno", "500").until("Escriba un número de 0 a 240");
    counter.fill("Minutos de tolerancia antes del turno", "25").click("Rollo de 80 mm");
    if let Some(folder) = std::env::var_os("VENTANILLA_PICTURES") {
        counter.picture(&std::path::Path::new(&folder).join("settings-centre.png"));
    }
    counter.click("Poder notarial").click("Calificación artesanal o acuerdo ministerial").click("Guardar");
    counter.until("La configuración del centro quedó guardada");
    counter
        .click("Centro y ventanillas")
        .fill("Número de la otra ventanilla", "2")
        .press(Key::Enter)
        .until("La ventanilla 2 ya existe");
    counter.fill("Número de la otra ventanilla", "12").press(Key::Enter).until("Ventanilla 12");
    counter.click("Salir").log_in("supervisora").click("Configuración").click("Reglas de atención");
    counter.until("Minutos de tolerancia antes del turno");
    assert_eq!(counter.value("Minutos de tolerancia antes del turno"), "25");
    let asked = counter.desk(|desk| {
        let read = desk.read(|house, reader| settings::load(reader, house.centre().id));
        read.wait(Duration::from_secs(10)).unwrap().scanned_before_printing()
    });
    let asks = |paper| asked.contains(&paper);
    assert!(asks(ScannedPaper::ArtisanQualification) && asks(ScannedPaper::Request), "{asked:?}");
    assert!(!asks(ScannedPaper::NotarialPower), "{asked:?}");
    counter.click("Centro y ventanillas").until("Ventanilla 12");
}

#[test]
fn the_topics_of_the_settings_are_turned_by_keys_and_a_clerk_s_end_before_the_centre_s() {
    let mut counter = Scene::demo().open();
    counter.log_in("operador1").click("Configuración").until("Imprimir página de prueba");
    counter.press_with(Modifiers::COMMAND, Key::PageDown).until("Carpeta del escáner");
    counter.press_with(Modifiers::COMMAND, Key::PageUp).until("Imprimir página de prueba");
    counter.press_with(Modifiers::COMMAND, Key::PageUp).until("Cambiar mi contraseña…");
    counter.click("Salir").log_in("supervisora").click("Configuración").click("Conservación de datos");
    counter.press_with(Modifiers::COMMAND, Key::PageDown).until("Imprimir página de prueba");
    counter.click("Centro y ventanillas").click("Salir").log_in("operador1").click("Configuración");
    counter.until("Imprimir página de prueba");
}
