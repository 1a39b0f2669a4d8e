//! The centre as a supervisor sets it: its name on paper, its windows.

use eframe::egui::{Key, Modifiers};

use super::harness::{Counter, Scene};

fn at_the_centre() -> Counter {
    let mut counter = Scene::filled().open();
    counter.log_in("supervisora").press_with(Modifiers::COMMAND, Key::Num8).click("Centro y ventanillas");
    counter.until("Guardar nombre");
    counter
}

#[test]
fn a_supervisor_gives_the_centre_another_name_and_the_window_and_the_paper_say_it() {
    let mut counter = at_the_centre();
    assert!(counter.is_disabled("Guardar nombre"), "nothing was changed");
    counter
        .fill("Nombre del centro", "CAU Quito − Norte")
        .click("Guardar nombre")
        .until("El papel no puede imprimir «−»");
    counter.fill("Nombre del centro", "CAU Quito Norte").click("Guardar nombre");
    counter.until("El nombre del centro quedó guardado").press_with(Modifiers::COMMAND, Key::Num1);
    counter.until("CAU Quito Norte");
    assert!(!counter.sees("CAU Quito Centro"));
    assert_eq!(counter.desk(|desk| desk.house().unwrap().centre().name.clone()), "CAU Quito Norte");
}

#[test]
fn a_window_that_was_added_by_mistake_is_removed() {
    let mut counter = at_the_centre();
    counter.fill("Número de la otra ventanilla", "77").click("Agregar ventanilla").until("Ventanilla 77");
    counter.click("Quitar la ventanilla 77…").until("¿Quitar la ventanilla 77?");
    assert!(counter.has_keyboard("Volver"), "Enter alone removes nothing");
    counter.click("Sí, quitarla").until("La ventanilla quedó quitada.").until_gone("Ventanilla 77");
    assert!(!counter.sees("Quitar la ventanilla 1…"), "this one stays");
}
