//! The log: a supervisor finds what happened and opens it with a trace, a clerk sees their own, what is exported is there.

use eframe::egui::{Key, Modifiers};

use super::harness::{Counter, Scene};
use super::visits::{script, serve_by_hand, with_clerk};

fn shows_the_log(counter: &mut Counter) -> &mut Counter {
    counter.press_with(Modifiers::COMMAND, Key::Num4).until("Bitácora").until("Resultado")
}

fn operations(counter: &Counter) -> Vec<(String, String)> {
    counter.desk(|desk| {
        let reader = desk.house().unwrap().reader().unwrap();
        let mut told = Vec::new();
        ventanilla::store::journal::walk(&reader, 1, |chained| -> Result<(), ventanilla::store::Error> {
            told.push((chained.entry.operation, chained.entry.code));
            Ok(())
        })
        .unwrap();
        told
    })
}

fn counts(counter: &Counter, operation: &str) -> usize {
    operations(counter).iter().filter(|(name, _)| name == operation).count()
}

#[test]
fn a_supervisor_finds_yesterday_s_override_and_its_story_by_the_keyboard() {
    let mut counter = with_clerk(Scene::filled());
    serve_by_hand(&mut counter);
    let name = script(&counter).by_hand.applicant.name;
    counter.click("Salir").until("Contraseña");
    counter.clock.advance_ms(24 * 60 * 60 * 1000);
    let supervisor = counter.users.unwrap().supervisor;
    counter.log_in_with(supervisor.login, supervisor.password).click("Ya lo revisé").until("Turnos de hoy");
    shows_the_log(&mut counter).until("Ninguna atención en estos días");
    // From the search back to the days, yesterday, and the overridden ones.
    counter.press_with(Modifiers::SHIFT, Key::Tab).press(Key::Num2).until("1 atención · 20/11/2026");
    counter.click("Solo con").click("Advertencias justificadas").until("1 atención · 20/11/2026");
    counter.press(Key::F3).press(Key::ArrowDown).until("Para qué la abre");
    assert!(!counter.sees("Lo que pasó"), "nothing is opened by looking at the list");
    assert_eq!(counts(&counter, "visit.open"), 0);
    counter.press(Key::Enter).until("Lo que pasó").until("«Verificado en el portal»");
    assert!(counter.sees("lo aprobó") && counter.sees("Clave entregada") && counter.sees(&name));
    assert_eq!(operations(&counter).last().unwrap(), &("visit.open".to_owned(), "review".to_owned()));
    if let Some(folder) = std::env::var_os("VENTANILLA_PICTURES") {
        counter.picture(&std::path::Path::new(&folder).join("log-story.png"));
    }
    counter.click("Ver Solicitud de entrega de clave").until("Imagen del documento");
    assert_eq!(counts(&counter, "scan.open"), 1);
    counter.press(Key::Escape).until_gone("Imagen del documento");
    counter.click("Anotar una queja…").fill("De qué se queja", "esperó mucho");
    counter.fill("Qué se respondió o se hizo", "se le explicó").click("Anotar la queja").until("Queja anotada");
    counter.until("esperó mucho");
    assert_eq!(counts(&counter, "visit.open"), 1, "what is open is read again without another trace");
    counter.press(Key::Escape).until_gone("Lo que pasó");
}

#[test]
fn a_clerk_sees_their_own_visits_and_says_what_one_is_opened_for() {
    let mut counter = with_clerk(Scene::filled());
    counter.press(Key::F2).click("Empezar la atención").click("Se retiró…").click("Sí, se retiró").until("Presentes: ");
    shows_the_log(&mut counter).until("1 atención · 20/11/2026");
    assert!(!counter.sees("Quién atendió") && !counter.sees("Exportar…"));
    counter.press(Key::F3).press(Key::ArrowDown).until("Para qué la abre").press(Key::Enter).rest();
    assert_eq!(counts(&counter, "visit.open"), 0, "what for was not said");
    counter.click("Para qué la abre").click("Queja o reclamo").click("Abrir la atención").until("Lo que pasó");
    assert!(counter.sees("Terminó: se retiró"));
    counter.click("Salir").log_in("operadora2").until("Presentes: ");
    shows_the_log(&mut counter).until("Ninguna atención en estos días");
}

#[test]
fn what_the_list_shows_is_exported_and_an_existing_file_stays() {
    let mut counter = with_clerk(Scene::filled());
    counter.press(Key::F2).click("Empezar la atención").click("Se retiró…").click("Sí, se retiró").until("Presentes: ");
    counter.click("Salir").log_in("supervisora").until("Presentes: ");
    shows_the_log(&mut counter).until("1 atención · 20/11/2026").click("Exportar…").until("Exportar la bitácora");
    let file = counter.folder().join("mi bitacora.csv");
    counter.click("CSV").click("Nombre de la persona").fill("Archivo", file.to_str().unwrap());
    counter.click("Exportar").until("Bitácora exportada: 1 atención").until_gone("Exportar la bitácora");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(
        text.lines().next().unwrap().starts_with("\u{feff}\"Día\";\"Hora de inicio\";") && text.contains("se retiró"),
        "{text}"
    );
    assert!(!text.contains("Nombre de la persona"), "what was not ticked is not there");
    counter.click("Exportar…").until("Exportar la bitácora").click("CSV").fill("Archivo", file.to_str().unwrap());
    counter.click("Exportar").until("ya existe. Elija otro nombre");
    assert_eq!(counts(&counter, "export.log"), 1);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    counter.press(Key::Escape).until_gone("Exportar la bitácora");
}

#[test]
fn what_counts_in_another_day_says_why() {
    let mut counter = Scene::filled().open();
    counter.log_in("supervisora").until("Presentes: ");
    counter.press_with(Modifiers::COMMAND, Key::Num5).until("Cifras").click("Cerrar el día 20/11/2026…");
    counter.click("Sí, cerrar el día").until("Cerrado el 20/11/2026");
    counter.press_with(Modifiers::COMMAND, Key::Num1).press(Key::F2).click("Empezar la atención").click("Se retiró…");
    counter.click("Sí, se retiró").until("Presentes: ");
    shows_the_log(&mut counter).press(Key::F3).rest();
    counter.step_until("the visit", |it| it.sees("1 atención · ")).press(Key::ArrowDown).until("Para qué la abre");
    counter.until("20/11/2026, ventanilla 1. Cuenta en el día 21/11/2026, porque el 20/11/2026 ya estaba cerrado.");
}
