//! Reportes: the month's table as a file, the charts with every figure that is read aloud, and what was approved in whose
//! name.

use std::fs;
use std::path::PathBuf;

use eframe::egui::{Key, Modifiers};
use ventanilla::domain::approval::Matter;
use ventanilla::domain::day::{Month, Period};
use ventanilla::domain::id::{ApprovalId, TurnId, VisitId};
use ventanilla::domain::visit::VisitOutcome;
use ventanilla::ops::approval::{AnswerApproval, RequestApproval};
use ventanilla::ops::reading::Supervising;
use ventanilla::ops::report::chart;
use ventanilla::ops::{House, Session, Subject};
use ventanilla::sample;
use ventanilla::store;
use ventanilla::store::visit::{Keys, Override, Visit, VisitState};
use ventanilla::vault::Password;

use super::harness::{Counter, Scene};

fn session(house: &House, user: sample::SampleUser) -> Session {
    house.log_in_at(user.login, &Password::typed(user.password).unwrap(), 1).unwrap()
}

/// Reportes, before a supervisor.
fn reports(scene: Scene) -> Counter {
    let mut counter = scene.open();
    counter.log_in("supervisora").click("Reportes").until("Tabla de transparencia");
    counter
}

/// Reportes, after ten years of visits.
pub(super) fn with_a_past(scene: Scene) -> Counter {
    let house = scene.house.as_ref().unwrap();
    let supervisor = session(house, scene.users.unwrap().supervisor);
    sample::finished_visits(house, &supervisor, 2_000, &mut |_| true).unwrap();
    reports(scene)
}

fn printed(counter: &Counter, name: &str) -> bool {
    counter
        .folder()
        .join("papers")
        .read_dir()
        .unwrap()
        .any(|file| file.unwrap().path().to_string_lossy().contains(name))
}

#[test]
fn the_table_is_saved_as_a_workbook_and_as_csv_and_replaces_nothing_unasked() {
    let mut counter = reports(Scene::demo());
    let file = |counter: &Counter, name: &str| -> PathBuf { counter.folder().join(name) };
    let target = file(&counter, "tabla.xlsx");
    counter.click("Guardar como…").until("Guardar la tabla de noviembre de 2026");
    assert!(counter.value("Archivo").ends_with("transparencia-2026-11.xlsx"));
    counter.fill("Archivo", "tabla.xlsx").click("Guardar").until("Escriba la ruta completa, con sus carpetas");
    counter.fill("Archivo", &target.display().to_string()).click("Guardar").until("La tabla está en");
    assert!(fs::read(&target).unwrap().starts_with(b"PK"), "a workbook is a ZIP");
    // The same name again: nothing is lost until that is said.
    fs::write(&target, "otra cosa").unwrap();
    counter.click("Guardar como…").until("Formato").fill("Archivo", &target.display().to_string());
    counter.click("Guardar").until("ya existe");
    assert_eq!(fs::read_to_string(&target).unwrap(), "otra cosa");
    counter.click("Reemplazar el archivo").until_gone("Formato");
    assert!(fs::read(&target).unwrap().starts_with(b"PK"));
    // Another format is another name.
    counter.click("Guardar como…").until("Formato").fill("Archivo", &target.display().to_string()).click("CSV");
    assert!(counter.value("Archivo").ends_with("tabla.csv"));
    counter.click("Guardar").until_gone("Formato");
    let csv = fs::read_to_string(file(&counter, "tabla.csv")).unwrap();
    assert!(csv.starts_with(concat!(
        "\u{feff}\"Año\";\"Mes\";\"Trámite\";\"Volumen de quejas\";\"Volumen de atenciones\"\n",
        "\"2026\";\"11\";\"Clave de empleador\";\"0\";\"0\"\n"
    )));
}

#[test]
fn a_complaint_noted_meanwhile_is_in_the_table_at_once() {
    let mut counter = reports(Scene::demo());
    counter.click("Turnos").click("Anotar queja…").until("De qué se queja").press(Key::Num4);
    counter.type_text("la fila no avanza").press(Key::Enter).type_text("se abrió otra ventanilla").press(Key::Enter);
    counter.click("Anotar la queja").until("Queja anotada").click("Reportes");
    let total = |counter: &Counter| counter.labels().iter().filter(|label| *label == "1").count();
    counter.step_until("the complaint", |counter| total(counter) > 0);
}

#[test]
fn the_charts_say_every_figure_that_was_counted() {
    let mut counter = with_a_past(Scene::filled());
    counter.click("Gráficos").until("No terminó ninguna atención").click("Un mes").click("Mes anterior");
    counter.until("octubre de 2026").until("Atenciones por hora. ");
    let october = Period::Month(Month::parse("2026-10").unwrap());
    let counted = counter.desk(|desk| {
        let by = Supervising::of(desk.session().unwrap().actor()).unwrap();
        chart(&desk.house().unwrap().reader().unwrap(), by, october).unwrap().chart
    });
    assert!(counted.visits() > 5 && !counted.reasons.is_empty());
    for (slot, count) in &counted.by_hour {
        assert!(counter.sees(&format!("{}: {count}", slot.in_words())), "{slot:?}");
    }
    for (outcome, count) in counted.outcomes {
        assert!(counter.sees(&format!("{}: {count} (", outcome.in_plural())), "{outcome:?}");
    }
    let served = counted.outcomes.iter().find(|(outcome, _)| *outcome == VisitOutcome::Served).unwrap().1;
    assert!(served > 0 && counter.sees("Con qué falta viene la gente. ") && counter.sees("mediana"));
    // Each chart is a stop of its own, so that the keyboard brings it into sight.
    let chart_of = |counter: &Counter, name: &str| counter.labels().into_iter().find(|label| label.starts_with(name));
    for name in ["Atenciones por hora. ", "Duración por día. "] {
        let chart = chart_of(&counter, name).unwrap();
        let stops = (0..30).position(|_| counter.press(Key::Tab).has_keyboard(&chart));
        assert!(stops.is_some(), "{name} is not reached");
    }
    assert!(counter.is_calm(), "a chart that moves draws the window all day");
    counter.click("Imprimir los gráficos").until("Gráficos impresos");
    assert!(printed(&counter, "graficos-2026-10"));
    counter.click("Un día").until("31 de octubre de 2026").click("Día siguiente").until("1 de noviembre de 2026");
}

fn ask(house: &House, by: &Session, matter: Matter, reason: &str) -> RequestedIn {
    let request =
        RequestApproval { matter, subject: Subject::HOUSE, covers: "lo de hoy".into(), reason: reason.into() };
    RequestedIn(house.perform(by, &request).unwrap().output)
}

struct RequestedIn(ApprovalId);

impl RequestedIn {
    fn answered(self, house: &House, by: &Session, granted: bool, note: &str) {
        house.answer_approval(by, &AnswerApproval { approval: self.0, granted, note: note.into() }).unwrap();
    }
}

#[test]
fn a_supervisor_sees_what_was_answered_in_whose_name_and_what_for() {
    let scene = Scene::filled();
    let house = scene.house.as_ref().unwrap();
    let users = scene.users.unwrap();
    let (supervisor, clerk) = (session(house, users.supervisor), session(house, users.clerks[0]));
    ask(house, &clerk, Matter::OwnWalkIn, "vino con su madre").answered(house, &supervisor, true, "la vi llegar");
    ask(house, &clerk, Matter::SecondVoid, "se mojó").answered(house, &supervisor, false, "no se mojó");
    ask(house, &clerk, Matter::SecondVoid, "se rompió");
    let mut counter = scene.open();
    counter.log_in_with(users.supervisor.login, users.supervisor.password).until("Ya lo revisé").press(Key::Enter);
    counter.until("Bloquear").click("Reportes").click("Aprobaciones").until("Pedidos de aprobación");
    for words in ["Aprobado", "Rechazado", "Sin respuesta", users.clerks[0].full_name] {
        assert!(counter.sees(words), "{words}");
    }
    let walk_in = format!("{}, {}", users.clerks[0].full_name, Matter::OwnWalkIn.spanish());
    let row = counter.labels().into_iter().find(|label| label.starts_with(&walk_in)).unwrap();
    counter.click(&row).until("vino con su madre").until("la vi llegar");
    // What nobody answered was answered in nobody's name.
    counter.click("Solo lo respondido en mi nombre").until_gone("Sin respuesta");
    assert!(counter.sees("Rechazado"));
    counter.click("Resumen").until(&format!("{}: pedidos, 3; aprobados, 1; rechazados, 1", users.clerks[0].full_name));
    assert!(counter.sees(&format!("{}: pedidos, 2; aprobados, 0; rechazados, 1", Matter::SecondVoid.spanish())));
    assert!(counter.sees(&format!("{}: pedidos, 2; aprobados, 1; rechazados, 1", users.supervisor.full_name)));
    counter.click("Qué revisar").until("Nadie atendió en estos días");
    counter.click("Otros días").until("Desde").fill("Desde", "21/11/2026").press(Key::Enter);
    counter.until("El día «Hasta» es anterior");
    counter.fill("Hasta", "22/11/2026").press(Key::Enter).click("Pedidos").until("Nada se respondió en su nombre");
}

/// So many attentions of today by a clerk, in the first of which a warning was overridden.
fn attended(house: &House, clerk: &Session, turn: TurnId, attentions: usize, overridden: usize) {
    let day = house.clock().now().day(house.centre().zone);
    let (user, window) = (clerk.actor().user, clerk.actor().window);
    house
        .store()
        .write(|tx| -> Result<(), store::Error> {
            for nth in 0..attentions {
                let visit = Visit {
                    id: VisitId(0),
                    centre: house.centre().id,
                    window,
                    procedure: "employer_key".into(),
                    turn,
                    linked_to: None,
                    state: VisitState::Ended(VisitOutcome::Served),
                    accounting_day: day,
                    opened_at_ms: 1,
                    clerk: user,
                    ended_at_ms: Some(2),
                    keys: Keys::default(),
                    draft: "{}".into(),
                    draft_revision: 0,
                };
                let visit = store::visit::add(tx, &visit)?;
                if nth < overridden {
                    let (rule, words) = ("EK-T4".to_owned(), "llegó tarde".to_owned());
                    let given = Override {
                        rule,
                        sentence: words.clone(),
                        reason: words,
                        given_by: user,
                        given_at_ms: 1,
                        approval: None,
                    };
                    store::visit::set_override(tx, visit, &given)?;
                }
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn what_one_clerk_does_far_more_than_the_centre_is_named_with_its_figures() {
    let scene = Scene::filled();
    let (house, users) = (scene.house.as_ref().unwrap(), scene.users.unwrap());
    let turn = scene.contents.as_ref().unwrap().script.turns()[0];
    let [many, few] = users.clerks.map(|clerk| session(house, clerk));
    attended(house, &many, turn, 40, 10);
    attended(house, &few, turn, 160, 4);
    let mut counter = reports(scene);
    counter.click("Aprobaciones").click("Qué revisar");
    counter.until(&format!("{}. Advertencias justificadas: el triple del centro.", users.clerks[0].full_name));
    assert!(counter.sees("25 % (10 de 40) de sus atenciones; en el centro, 7 % (14 de 200)."));
    assert!(!counter.sees(&format!("{}. Advertencias", users.clerks[1].full_name)), "less than the centre");
    assert!(counter.sees("El centro. Atenciones: 200") && counter.sees("en al menos 5 casos de 30 o más"));
}

#[test]
fn where_nobody_stands_out_that_is_said() {
    let scene = Scene::filled();
    let (house, users) = (scene.house.as_ref().unwrap(), scene.users.unwrap());
    let turn = scene.contents.as_ref().unwrap().script.turns()[0];
    attended(house, &session(house, users.clerks[0]), turn, 29, 20);
    attended(house, &session(house, users.clerks[1]), turn, 29, 0);
    let mut counter = reports(scene);
    counter.click("Aprobaciones").click("Qué revisar").until("Nada se aparta de lo habitual del centro");
}

#[test]
fn the_keyboard_turns_the_tabs_and_a_clerk_has_none() {
    let mut counter = reports(Scene::demo());
    counter.press_with(Modifiers::COMMAND, Key::PageDown).until("Un mes");
    counter.press_with(Modifiers::COMMAND, Key::PageDown).until("Qué revisar");
    counter.press_with(Modifiers::COMMAND, Key::PageDown).until("Imprimir la tabla");
    counter.click("Salir").log_in("operador1").rest();
    assert!(!counter.sees("Reportes"));
}
