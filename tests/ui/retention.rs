//! Review terms in the window: set, what is due shown, erased on confirmation.

use eframe::egui::Key;
use ventanilla::sample;
use ventanilla::vault::Password;

use super::harness::{Counter, Scene};

const SCANS: &str = "Años que se conservan los documentos digitalizados";
const PEOPLE: &str = "Años que se conservan los datos personales";

/// A supervisor before the terms of a centre with a past of ten years.
fn before_the_terms() -> Counter {
    let scene = Scene::demo();
    let (house, users) = scene.house.as_ref().zip(scene.users.as_ref()).unwrap();
    let password = Password::typed(users.supervisor.password).unwrap();
    let supervisor = house.log_in_at(users.supervisor.login, &password, 1).unwrap();
    sample::finished_visits(house, &supervisor, 200, &mut |_| true).unwrap();
    let mut counter = scene.open();
    counter.log_in("supervisora").click("Configuración").click("Conservación de datos").until(SCANS);
    counter
}

#[test]
fn without_a_term_nothing_is_due_and_a_wrong_term_is_said() {
    let mut counter = before_the_terms();
    assert!(counter.sees("Ley Orgánica de Protección de Datos Personales"));
    assert_eq!((counter.value(SCANS).as_str(), counter.value(PEOPLE).as_str()), ("", ""));
    for button in ["Guardar plazos", "Revisar qué documentos vencen", "Revisar de quiénes vencen los datos"] {
        assert!(counter.is_disabled(button), "{button}");
    }
    counter.fill(SCANS, "40").until("Escriba un número de 1 a 30, o déjelo en blanco");
    counter.fill(SCANS, "8").until_gone("Escriba un número");
    counter.fill(PEOPLE, "5").until("Escriba un número de 7 a 30").click("Guardar plazos").rest();
    assert!(counter.has_keyboard(PEOPLE), "the wrong field has the keyboard");
}

#[test]
fn what_is_due_is_shown_and_goes_on_confirmation() {
    let mut counter = before_the_terms();
    counter.fill(SCANS, "8").fill(PEOPLE, "7").click("Guardar plazos").until("Los plazos quedaron guardados");
    counter.click("Revisar qué documentos vencen").until("sin uso desde antes del 20/11/2018").until("Atención 1");
    counter.click("Borrar estos documentos…").until("¿Borrar").press(Key::Escape).until_gone("¿Borrar");
    counter.click("Borrar estos documentos…").until("Los respaldos hechos antes").click("Sí, borrar");
    counter.until("Se borraron").click("Revisar qué documentos vencen");
    counter.until("Ningún documento digitalizado cumplió el plazo");
    counter.click("Revisar de quiénes vencen los datos").until("Vencen los datos de").until("antes del 20/11/2019");
    counter.click("Borrar los datos de estas personas…").until("la cadena de la bitácora").click("Sí, borrar");
    counter.until("Se borraron los datos de").click("Revisar de quiénes vencen los datos");
    counter.until("Los datos de ninguna persona cumplieron el plazo");
    let review = "Revisar de quiénes vencen los datos";
    counter.fill(PEOPLE, "").press(Key::Delete).click("Guardar plazos");
    counter.step_until("nothing due without a term", |counter| counter.is_disabled(review));
}
