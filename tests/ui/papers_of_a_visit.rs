//! The papers that a visit takes from the registers, and those that it copies.

use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{Key, Modifiers};
use ventanilla::domain::number::Entered;
use ventanilla::domain::register::{LegalValidation, PowerScope};
use ventanilla::ops::notarial_power::{RecordPower, SetPowerAside};
use ventanilla::sample::SampleScanner;

use super::harness::Scene;
use super::visits::{begin, script, with_clerk};

const CODE: &str = "20251701001P00777";

#[test]
fn a_power_that_is_registered_meanwhile_is_offered_at_once_and_one_set_aside_no_more() {
    let mut counter = with_clerk(Scene::filled());
    let (caller, power) = (script(&counter).represented, script(&counter).power.1);
    begin(&mut counter, &caller, "Apoderado");
    counter.click("Seguir con el poder").until(power.code.as_str());
    assert!(!counter.sees(CODE));
    let record = RecordPower {
        code: Some(Entered::new(CODE)),
        grantor: (power.grantor.number.clone(), power.grantor.name.clone()),
        holder: (power.attorney.number.clone(), power.attorney.name.clone()),
        granted_on: power.granted_on,
        valid_until: None,
        scope: PowerScope::Sufficient,
        legal_validation: LegalValidation::ValidatedWithoutData,
    };
    let recorded = counter.desk(|desk| desk.perform(record)).wait(Duration::from_secs(10)).unwrap();
    counter.until(CODE).press(Key::Num1).until("Forma del poder");
    let reason = ventanilla::domain::turn::Reason::parse("el código era otro").unwrap();
    let aside = SetPowerAside { power: recorded.id, reason };
    counter.desk(|desk| desk.perform(aside)).wait(Duration::from_secs(10)).unwrap();
    counter.until_gone(&format!("{CODE} a "));
}

#[test]
fn a_validation_is_not_taken_for_granted_until_its_stamp_is_told() {
    let mut counter = with_clerk(Scene::filled());
    let (caller, power) = (script(&counter).represented, script(&counter).power.1);
    begin(&mut counter, &caller, "Apoderado");
    counter.click("Seguir con el poder").until(power.code.as_str());
    counter.click("Otro poder: copiarlo del papel").click("Validado");
    counter.until("Falta registrar qué muestra el sello");
    counter.click("Validado, sin datos del sello").until_gone("Falta registrar qué muestra el sello");
    counter.click("Validado").until("Falta registrar qué muestra el sello");
    counter.fill("Referencia de la validación", "DP-12").rest().until_gone("Falta registrar qué muestra el sello");
}

#[test]
fn a_demonstration_s_scanner_has_the_paper_of_the_step_at_hand() {
    let mut scene = Scene::filled();
    let folder = scene.folder().join("escaner");
    let scanner = SampleScanner::at(folder.clone()).unwrap();
    scene.scan_folder = Some(folder);
    scene.scanner = Some(Arc::new(move |paper| scanner.scan(paper)));
    let mut counter = scene.open();
    counter.log_in("operador1").until("Presentes: ");
    let caller = script(&counter).domestic;
    begin(&mut counter, &caller, "Quien solicita");
    counter.click("Seguir con la solicitud").until("001-solicitud.jpg");
    counter.click("Todo en orden").click("Seguir con el documento de identidad").until("002-cedula.jpg");
    assert!(!counter.sees("solicitud.jpg"), "it is not the paper of before: {:#?}", counter.labels());
    counter.press(Key::PageUp).until("003-solicitud.jpg");
    assert!(!counter.sees("cedula.jpg"), "nor the one that comes after: {:#?}", counter.labels());
}

/// Pictures of the step, to be looked at: `PICTURES` names their folder.
#[test]
#[ignore = "for eyes"]
fn pictures() {
    let folder = std::path::PathBuf::from(std::env::var_os("PICTURES").unwrap_or("/tmp/papers".into()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut counter = with_clerk(Scene::filled());
    let (caller, power) = (script(&counter).represented, script(&counter).power.1);
    begin(&mut counter, &caller, "Apoderado");
    counter.click("Seguir con el poder").until(power.code.as_str()).picture(&folder.join("offered.png"));
    counter.click("Otro poder: copiarlo del papel").click("Validado").rest().picture(&folder.join("copied.png"));
    counter.press_with(Modifiers::COMMAND, Key::Num3).until("Busque en el registro").click("Poderes notariales");
    counter
        .fill("Buscar", power.code.as_str())
        .press(Key::Enter)
        .until("Anular por error de copia…")
        .click("Anular por error de copia…");
    counter.until("Anular el registro").picture(&folder.join("set-aside.png"));
    counter.type_text("El código era otro").click("Anular el registro").until("Registrar poder");
    counter.picture(&folder.join("anew.png"));
    counter.press(Key::Escape).rest().picture(&folder.join("was-set-aside.png"));
}
