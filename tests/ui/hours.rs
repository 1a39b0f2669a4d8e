//! The counter's hours in the window: by weekday, saved and read again.

use std::time::Duration;

use eframe::egui::Key;
use ventanilla::domain::hours::{Hours, WeekHours};
use ventanilla::ops::settings;

use super::harness::Scene;

#[test]
fn a_supervisor_sets_the_hours_of_a_weekday_and_they_open_before_they_close() {
    let mut counter = Scene::demo().open();
    counter.log_in("supervisora").click("Configuración").click("Horario de atención").until("Viernes, cierra");
    assert!(counter.is_disabled("Guardar horario"), "nothing was changed yet");
    assert_eq!((counter.value("Lunes, abre").as_str(), counter.value("Lunes, cierra").as_str()), ("08:00", "17:00"));
    counter.fill("Viernes, cierra", "7:00").until("Cierra antes de abrir").click("Guardar horario").rest();
    assert!(counter.has_keyboard("Viernes, cierra"), "the wrong field has the keyboard");
    // An hour alone is that hour.
    counter.fill("Viernes, cierra", "13").press(Key::Enter).click("Guardar horario");
    counter.until("El horario quedó guardado");
    let kept = counter.desk(|desk| {
        let read = desk.read(|house, reader| settings::load(reader, house.centre().id));
        read.wait(Duration::from_secs(10)).unwrap().hours
    });
    let friday = Hours { closes: "13:00:00".parse().unwrap(), ..Hours::default() };
    assert_eq!(kept, WeekHours { friday, ..WeekHours::default() });
    counter.click("Salir").log_in("supervisora").click("Configuración").click("Horario de atención");
    counter.until("Viernes, cierra");
    assert_eq!(counter.value("Viernes, cierra"), "13:00");
}
