//! The holidays in the window: by year, changed from today on.

use super::harness::Scene;

#[test]
fn a_supervisor_adds_renames_and_takes_off_a_holiday_and_not_one_that_is_over() {
    let mut counter = Scene::demo().open();
    counter.log_in("supervisora").click("Configuración").click("Feriados").until("Navidad");
    assert!(!counter.is_disabled("Quitar…"), "the next one is chosen");
    counter.click("Independencia de Guayaquil").rest();
    assert!(counter.is_disabled("Quitar…") && counter.is_disabled("Cambiar nombre…"), "it is over");
    counter.click("Agregar feriado…").until("Agregar un feriado").fill("Día del feriado", "28/11/2026");
    counter.fill("Nombre del feriado", "Descanso local").fill("Motivo", "ordenanza 12").click("Guardar feriado");
    counter.until("no es día de atención").fill("Día del feriado", "27/11/2026").click("Guardar feriado");
    counter.until("El feriado quedó guardado").until("27/11/2026").until_gone("Agregar un feriado");
    counter.click("Descanso local").click("Cambiar nombre…").fill("Nombre del feriado", "Fiesta de la parroquia");
    counter.fill("Motivo", "-").click("Guardar feriado").until("Escriba el motivo");
    counter.fill("Motivo", "ordenanza 13").click("Guardar feriado").until_gone("Cambiar el nombre del feriado");
    counter.until("Fiesta de la parroquia").click("Fiesta de la parroquia").click("Quitar…");
    counter.until("será un día de atención como los demás").fill("Motivo", "se derogó").click("Sí, quitar el feriado");
    counter.until("El 27/11/2026 ya no es feriado").until_gone("Fiesta de la parroquia");
    counter.click("Año siguiente").until("24/12/2027").click("Año siguiente").until("Ningún feriado en 2028");
}
