//! The screens around the counter: the way in, the lock, the first start, users and settings.

use eframe::egui::Key;

use super::harness::Scene;

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
    counter.click("operadora2 · Narcisa Loor Intriago, operador").until("Bloquear");
    assert!(counter.sees("Narcisa Loor Intriago"));
    counter.click("Salir").until("Usuarios de la demostración");
    counter.press(Key::ArrowDown).press(Key::ArrowDown).press(Key::Enter).until("Bloquear");
    assert!(counter.sees("Byron Chiluisa Tipán"), "the second of the list");
}
