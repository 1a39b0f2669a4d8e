//! One rule for every dialog: what it does stands first, the way back last, under one name; a field has the keyboard, or else
//! the way back.

use eframe::egui::{Key, Modifiers};

use super::harness::{Counter, Scene};
use super::visits::{begin, script, with_clerk};
use crate::support::source::sources;

const BACK: &str = "Volver";

/// What gives something up under another name.
const OTHER_NAMES: [&str; 4] = ["Cancelar", "Cerrar", "Dejar para más tarde", "No"];

/// What closes a dialog that only tells something.
const TOLD: [&str; 1] = ["Cerrar"];

/// Fails where the dialog that stands does not keep the rule; `at` has the keyboard. Answers whether one stands.
#[track_caller]
pub(super) fn keeps_the_rule(counter: &Counter, at: &str) -> bool {
    let Some(dialog) = counter.dialog() else { return false };
    let names: Vec<&str> = dialog.buttons.iter().map(|(name, _)| name.as_str()).collect();
    if let [only] = names.as_slice()
        && TOLD.contains(only)
    {
        return true;
    }
    assert_eq!(names.last(), Some(&BACK), "{dialog:?}");
    assert_eq!(names.iter().filter(|name| **name == BACK).count(), 1, "{dialog:?}");
    assert!(!names.iter().any(|name| OTHER_NAMES.contains(name)), "{dialog:?}");
    let is_field = ["Input)", "RadioButton)", "CheckBox)", "ComboBox)"].iter().any(|role| at.ends_with(role));
    let is_back = at == "Volver (Button)";
    assert!(is_back || (dialog.has_fields && is_field), "{at} has the keyboard of {dialog:?}");
    true
}

/// The dialog that this button opens keeps the rule, and both ways back close it and nothing else.
#[track_caller]
fn walks(counter: &mut Counter, title: &str, button: &str, starts_back: bool) {
    for by_key in [true, false] {
        counter.click(button);
        counter.step_until(title, |it| it.dialog().is_some_and(|dialog| dialog.title == title));
        counter.step_until("the keyboard", |it| it.keyboard_at().is_some()).rest();
        let (at, is_behind) = counter.keyboard_at().unwrap();
        assert!(!is_behind && keeps_the_rule(counter, &at), "{title}: {at}");
        assert_eq!(at == "Volver (Button)", starts_back, "{title}: {at}");
        match by_key {
            true => counter.press(Key::Escape),
            false => counter.click(BACK),
        };
        counter.step_until("its end", |it| it.dialog().is_none());
    }
}

#[test]
fn the_dialogs_of_a_visit_end_alike() {
    let mut counter = with_clerk(Scene::filled());
    walks(&mut counter, "Turno presencial", "Turno presencial", false);
    walks(&mut counter, "Copiar un turno de su confirmación", "Copiar confirmación…", false);
    walks(&mut counter, "Anotar una queja", "Anotar queja…", false);
    walks(&mut counter, "Fichas de trámites", "Ver fichas de trámites…", false);
    let caller = script(&counter).by_hand;
    begin(&mut counter, &caller, "Quien solicita");
    walks(&mut counter, "Pedir que supervisión revise", "Pedir revisión…", false);
    // What ends something and asks for nothing that must be written starts on the way back.
    walks(&mut counter, "¿Terminar sin clave?", "Terminar sin clave…", true);
    walks(&mut counter, "¿La persona se retiró?", "Se retiró…", true);
    walks(&mut counter, "Hay una atención abierta", "Salir", true);
    counter.click("Seguir con la solicitud").click("Todo en orden").click("Seguir con el documento de identidad");
    counter.click("Cédula original; número y nombre coinciden");
    walks(&mut counter, "Aprobación de supervisión", "Justificar las advertencias…", false);
    // The supervisor's part of it too.
    counter.click("Justificar las advertencias…").fill("Por qué se pide (advertencia 1)", "Verificado");
    counter.click("Usar este motivo en las que no tienen").click("Llamar a supervisión");
    counter.until("Respuesta a la advertencia 1").rest();
    let (at, _) = counter.keyboard_at().unwrap();
    assert!(keeps_the_rule(&counter, &at));
}

#[test]
fn the_dialogs_of_a_supervisor_end_alike() {
    let mut counter = Scene::filled().open();
    counter.log_in("supervisora").until("Presentes: ");
    walks(&mut counter, "Importar la agenda", "Importar agenda…", false);
    counter.press_with(Modifiers::COMMAND, Key::Num5).until("Cifras");
    walks(&mut counter, "¿Cerrar el día 20/11/2026?", "Cerrar el día 20/11/2026…", true);
    counter.press_with(Modifiers::COMMAND, Key::Num7).until("operador1");
    walks(&mut counter, "Agregar usuario", "Agregar usuario…", false);
    walks(&mut counter, "Nuevo código de recuperación", "Hacer otro código de recuperación…", true);
    counter.click("operador1").rest();
    walks(&mut counter, "¿Restablecer la contraseña?", "Restablecer contraseña…", true);
    walks(&mut counter, "¿Deshabilitar este usuario?", "Deshabilitar…", true);
    counter.press_with(Modifiers::COMMAND, Key::Num8).click("Mi contraseña");
    walks(&mut counter, "Cambiar mi contraseña", "Cambiar mi contraseña…", false);
}

#[test]
fn nobody_makes_a_way_back_of_their_own() {
    for (file, source) in sources("src/ui") {
        let own = ["\"Volver\"", "\"Cancelar\""].into_iter().find(|name| source.contains(name));
        let is_the_place = file == "src/ui/widgets/last_row.rs";
        assert_eq!(own.is_some(), is_the_place, "{file}: {own:?}");
    }
}
