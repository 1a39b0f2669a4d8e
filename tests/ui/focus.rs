//! Where the keyboard is: on every screen, before and after everything that comes between, it is somewhere, and never
//! behind a dialog.

use eframe::egui::{Key, Modifiers};

use super::dialogs;
use super::harness::{Counter, Scene};

/// Every part of the counter, by the digit that shows it with Ctrl.
const SECTIONS: [(Key, &str); 7] = [
    (Key::Num1, "Turnos"),
    (Key::Num3, "Registros"),
    (Key::Num4, "Bitácora"),
    (Key::Num5, "Cierre"),
    (Key::Num6, "Reportes"),
    (Key::Num7, "Usuarios"),
    (Key::Num8, "Configuración"),
];

/// What leads out of the counter, or does something that is not taken back.
const LEFT_ALONE: [&str; 9] = [
    "Salir",
    "Bloquear",
    "Cerrar el día",
    "Siguiente",
    "Respaldar ahora",
    "Guardar",
    "Imprimir",
    "Probar",
    "Elegir dónde",
];

#[track_caller]
fn somewhere(counter: &Counter, when: &str) -> String {
    match counter.keyboard_at() {
        Some((name, false)) => name,
        Some((name, true)) => panic!("{when}: the keyboard is behind the dialog, at {name}"),
        None => panic!("{when}: the keyboard is nowhere; there is {:#?}", counter.labels()),
    }
}

fn show(counter: &mut Counter, key: Key) {
    counter.press_with(Modifiers::COMMAND, key).rest();
    counter.step_until("something with the keyboard", |it| it.keyboard_at().is_some());
}

fn supervisor() -> Counter {
    let mut counter = Scene::filled().open();
    counter.log_in("supervisora");
    counter
}

#[test]
fn each_part_has_the_keyboard_somewhere_and_finds_it_where_it_was() {
    let mut counter = supervisor();
    let mut before = Vec::new();
    for (key, name) in SECTIONS {
        show(&mut counter, key);
        somewhere(&counter, name);
        // Somewhere that it did not come to by itself.
        counter.press(Key::Tab);
        if somewhere(&counter, name).ends_with("(Tab)") {
            // That is the rail, which is no place of this part.
            counter.press_with(Modifiers::SHIFT, Key::Tab);
        }
        before.push(somewhere(&counter, name));
    }
    for ((key, name), before) in SECTIONS.into_iter().zip(&before) {
        show(&mut counter, key);
        assert_eq!(&somewhere(&counter, name), before, "{name}, shown again");
        counter.press(Key::F1).until("Atajos del teclado");
        let inside = somewhere(&counter, "the shortcuts");
        assert_ne!(&inside, before);
        counter.press(Key::Escape).until_gone("Atajos del teclado");
        assert_eq!(&somewhere(&counter, name), before, "{name}, after the shortcuts");
    }
}

#[test]
fn what_had_the_keyboard_before_the_lock_has_it_after() {
    let mut counter = supervisor();
    show(&mut counter, Key::Num3);
    counter.press_with(Modifiers::SHIFT, Key::Tab);
    let before = somewhere(&counter, "Registros");
    counter.press_with(Modifiers::COMMAND, Key::L).until("Pantalla bloqueada");
    somewhere(&counter, "the lock");
    let password = counter.users.unwrap().supervisor.password;
    counter.type_text(password).press(Key::Enter).until("Bloquear");
    assert_eq!(somewhere(&counter, "Registros"), before);
}

#[test]
fn every_button_of_every_part_leaves_the_keyboard_somewhere() {
    let mut counter = supervisor();
    let mut dialogs = 0;
    for (key, name) in SECTIONS {
        show(&mut counter, key);
        let rail: Vec<String> = SECTIONS.iter().map(|(_, name)| (*name).to_owned()).collect();
        let buttons: Vec<String> = counter
            .buttons()
            .into_iter()
            .filter(|it| !rail.contains(it) && !LEFT_ALONE.iter().any(|left| it.starts_with(left)))
            .collect();
        for button in buttons {
            if !counter.buttons().contains(&button) {
                continue;
            }
            counter.click(&button);
            counter.step_until("something with the keyboard", |it| it.keyboard_at().is_some());
            let at = somewhere(&counter, &format!("{name}, «{button}»"));
            if dialogs::keeps_the_rule(&counter, &at) {
                dialogs += 1;
            }
            counter.press(Key::Escape).press(Key::Escape);
            counter.step_until("something with the keyboard", |it| it.keyboard_at().is_some());
            somewhere(&counter, &format!("{name}, «{button}», after Esc"));
            show(&mut counter, key);
        }
    }
    assert!(dialogs >= 8, "{dialogs} dialogs were walked");
}
