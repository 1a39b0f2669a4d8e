//! What is asked about paper and what leaves the counter: two Enters answer nothing, each answer can be taken back, the
//! constancia asks before it ends the visit, and what was printed is printed again.

use std::collections::BTreeMap;
use std::fs;

use eframe::egui::{Key, Modifiers};
use ventanilla::domain::procedure::employer_key::EmployerKey;
use ventanilla::ops::view;

use super::harness::{Counter, Scene};
use super::visits::{attach_newest, begin, leave_scans, scan, script, slips, with_clerk};

const IN_HAND: &str = "¿Tiene el papel en la mano?";
const SIGNS: &str = "La persona firma el acuse de recibo";
const CAME_OUT: &str = "El acuse de recibo salió por la impresora";

fn papers(counter: &Counter) -> usize {
    fs::read_dir(counter.folder().join("papers")).map_or(0, Iterator::count)
}

/// Leaves a picture to be looked at, where that is asked for.
fn picture(counter: &mut Counter, name: &str) {
    if let Some(folder) = std::env::var_os("VENTANILLA_PICTURES") {
        counter.picture(&std::path::Path::new(&folder).join(format!("{name}.png")));
    }
}

/// Everything is in order, up to the key.
fn all_green() -> Counter {
    let mut counter = with_clerk(Scene::filled());
    let caller = script(&counter).domestic;
    begin(&mut counter, &caller, "Quien solicita");
    counter.click("Seguir con la solicitud").click("Todo en orden").click("Seguir con el documento de identidad");
    counter.click("Cédula original; número y nombre coinciden");
    scan(&mut counter);
    counter.until("Imprimir clave");
    counter
}

/// A key on its way: the question whether its paper is there.
fn printed() -> Counter {
    let mut counter = all_green();
    counter.click("Imprimir clave").until(IN_HAND);
    counter
}

#[test]
fn enter_answers_neither_question_about_paper_and_both_can_be_taken_back() {
    let mut counter = printed();
    for _ in 0..3 {
        counter.press(Key::Enter);
    }
    picture(&mut counter, "slip-in-hand");
    assert!(counter.sees(IN_HAND), "Enter says nothing about a paper: {:#?}", counter.labels());
    counter.press(Key::Num1).until(SIGNS);
    assert!(counter.is_disabled("Firmó y recibió la clave") || counter.sees(CAME_OUT));
    counter.until(CAME_OUT);
    for _ in 0..3 {
        counter.press(Key::Enter);
    }
    picture(&mut counter, "slip-signed");
    assert_eq!(slips(&counter), (0, 1), "nobody said that it was signed");
    assert_eq!(papers(&counter), 2, "the slip and its acknowledgement");
    counter.until(SIGNS).click("Volver: no tengo el papel").until(IN_HAND);
    counter.press(Key::Num1).until(CAME_OUT);
    assert_eq!(entries(&counter), ["acknowledgement"], "it is not printed again for that");
    counter.click("Anular…").until("Anular la clave").click("Volver").until(SIGNS);
    counter.press(Key::Num1).until("Clave entregada");
    assert_eq!(slips(&counter), (1, 0));
}

#[test]
fn an_acknowledgement_is_printed_again_while_its_slip_is_open() {
    let mut counter = printed();
    counter.click("Sí, lo tengo").until(CAME_OUT).click("Imprimir de nuevo el acuse de recibo").until(CAME_OUT);
    assert_eq!(entries(&counter), ["acknowledgement", "acknowledgement_again"]);
    counter.click("Firmó y recibió la clave").until("Clave entregada");
}

#[test]
fn who_voids_an_unfinished_slip_says_why_and_who_delivers_one_can_have_it_signed() {
    let mut counter = printed();
    counter.click("Salir").until("Hay una atención abierta").press(Key::Num2).until("Usuarios de la demostración");
    counter.log_in("supervisora").until("Clave sin entregar");
    counter.click("La persona la recibió y firmó").until("Su acuse de recibo nunca se imprimió.");
    counter.click("Imprimir el acuse de recibo").until("Papel impreso").until("Imprimir de nuevo el acuse");
    counter.click("Anularla: no salió, se dañó o no se entregó").click("Anular la clave").until("Escriba el motivo.");
    assert_eq!(counter.value("Detalle"), "", "nothing that nobody wrote");
    counter.fill("Detalle", "se quedó en la bandeja").click("Anular la clave").until("La clave quedó anulada");
}

/// The codes of the papers that were printed, in order.
fn entries(counter: &Counter) -> Vec<String> {
    counter.desk(|desk| {
        let reader = desk.house().unwrap().reader().unwrap();
        let mut told = Vec::new();
        ventanilla::store::journal::walk(&reader, 1, |chained| -> Result<(), ventanilla::store::Error> {
            if chained.entry.operation == "paper.print" {
                told.push(chained.entry.code);
            }
            Ok(())
        })
        .unwrap();
        told
    })
}

#[test]
fn the_constancia_asks_before_it_ends_the_visit_and_is_printed_again_from_the_turn() {
    let mut counter = with_clerk(Scene::filled());
    let caller = script(&counter).electronic;
    begin(&mut counter, &caller, "Quien solicita");
    counter.click("Seguir con la solicitud").click("Algo no está bien").click("Generada en el portal");
    counter.click("Electrónica").until("Imprimir constancia");
    counter.press(Key::F9).until("¿Terminar sin clave?").until("puntos sin revisar");
    assert!(counter.sees("Sale impreso en la constancia."));
    picture(&mut counter, "constancia-asks");
    counter.press(Key::Enter).until_gone("¿Terminar sin clave?");
    assert!(counter.sees("Imprimir constancia") && papers(&counter) == 0, "Enter says no");
    counter
        .press(Key::F9)
        .click("Terminar e imprimir la constancia")
        .until("Constancia impresa")
        .until("Turnos de hoy");
    assert_eq!(papers(&counter), 1);
    counter.fill("Buscar", &caller.turn_code).press(Key::Enter).until("Reabrir la atención");
    picture(&mut counter, "turn-constancia");
    counter.click("Imprimir la constancia de nuevo").until("Papel impreso. Quedó anotado.");
    assert_eq!(entries(&counter), ["constancia", "constancia_again"]);
}

/// What the constancia of the visit that ended last says: its points by how they stand, and its remark.
fn told(counter: &Counter) -> (BTreeMap<String, usize>, Option<String>) {
    counter.desk(|desk| {
        let reader = desk.house().unwrap().reader().unwrap();
        let mut ended = 0;
        ventanilla::store::journal::walk(&reader, 1, |chained| -> Result<(), ventanilla::store::Error> {
            if chained.entry.operation == "visit.end" {
                ended = chained.entry.number;
            }
            Ok(())
        })
        .unwrap();
        let detail = ventanilla::store::journal::detail(&reader, ended).unwrap().unwrap();
        let detail: serde_json::Value = serde_json::from_str(&detail.payload).unwrap();
        let mut points = BTreeMap::new();
        for point in detail["constancia"]["points"].as_array().unwrap() {
            *points.entry(point["kind"].as_str().unwrap().to_owned()).or_default() += 1;
        }
        (points, detail["constancia"]["remark"].as_str().map(str::to_owned))
    })
}

#[test]
fn what_the_constancia_counts_is_what_the_clerk_had_in_sight_and_a_remark_is_on_it() {
    let mut counter = with_clerk(Scene::filled());
    let caller = script(&counter).by_hand;
    begin(&mut counter, &caller, "Quien solicita");
    counter.click("Seguir con la solicitud").click("No la trae").rest();
    let figure = |it: &Counter, around: &str| {
        let labels = it.labels();
        let label =
            labels.iter().find(|label| label.contains(around)).unwrap_or_else(|| panic!("{around}: {labels:#?}"));
        let figures: String = label.chars().filter(char::is_ascii_digit).collect();
        figures.parse::<usize>().unwrap()
    };
    let lacking = figure(&counter, "Faltan ");
    let unseen = figure(&counter, " puntos sin revisar");
    let met = figure(&counter, "Ver lo que cumple (");
    counter.click("Terminar sin clave…").until("¿Terminar sin clave?");
    assert!(counter.sees(&format!("Quedan {unseen} puntos sin revisar")));
    counter.fill("Algo más que deba constar", "que pregunte por la señora Mera");
    counter.click("Terminar e imprimir la constancia").until("Constancia impresa");
    let (points, remark) = told(&counter);
    let of = |kinds: &[&str]| kinds.iter().filter_map(|kind| points.get(*kind)).sum::<usize>();
    assert_eq!(of(&["missing", "refused", "warning"]), lacking, "{points:?}");
    assert_eq!((of(&["unseen"]), of(&["in_order"])), (unseen, met), "{points:?}");
    assert_eq!(remark.as_deref(), Some("que pregunte por la señora Mera"));
}

#[test]
fn from_the_log_s_story_the_acknowledgement_is_printed_again_and_attached_once_it_is_signed() {
    let mut counter = printed();
    counter.click("Sí, lo tengo").click("Firmó y recibió la clave").until("Clave entregada").until("Turnos de hoy");
    counter.press_with(Modifiers::COMMAND, Key::Num4).until("Bitácora").until("1 atención · 20/11/2026");
    counter.press(Key::F3).press(Key::ArrowDown).until("Para qué la abre");
    counter.click("Para qué la abre").click("Corrección de datos").click("Abrir la atención").until("Lo que pasó");
    counter.until("Imprimir de nuevo el acuse");
    let button = counter.labels().into_iter().find(|label| label.starts_with("Imprimir de nuevo el acuse")).unwrap();
    counter.click(&button).until("Papel impreso. Quedó anotado.");
    counter.until("Papel impreso: acuse de recibo, otra vez");
    leave_scans(&counter, "signed");
    attach_newest(counter.until("signed-"));
    counter.until("Ver Acuse de recibo firmado");
    counter.until("Documento digitalizado: acuse de recibo firmado");
    picture(&mut counter, "story-papers");
}

#[test]
fn a_doubt_ends_a_visit_and_no_paper_is_offered_again_that_was_never_printed() {
    let mut counter = all_green();
    let name = script(&counter).domestic.applicant.name;
    counter.click("Terminar sin clave…").until("Todo está en orden para entregar la clave.");
    // Enter leads over the box: nobody who goes on by the keyboard passes it unseen.
    counter.press(Key::Enter).until("Escriba el motivo.").type_text("la firma no se parece").press(Key::Enter);
    assert!(counter.has_keyboard("Pedir que supervisión la revise"), "{:?}", counter.keyboard_at());
    counter.press(Key::Space).press(Key::Enter).press(Key::Enter).until("La atención terminó.").until("Turnos de hoy");
    assert_eq!(papers(&counter), 0);
    counter.click(&name).until("Imprimir una constancia");
    assert!(!counter.sees("de nuevo"), "{:#?}", counter.labels());
    counter.click("Imprimir una constancia").until("Papel impreso").until("Imprimir la constancia de nuevo");
    assert_eq!(papers(&counter), 1);
}

#[test]
fn f5_offers_nothing_more_once_everything_that_is_asked_for_is_there() {
    let mut counter = all_green();
    leave_scans(&counter, "de-otra-persona");
    counter.click("Solicitud").until("No se pide ningún documento más.");
    assert!(counter.is_disabled("Adjuntar lo último del escáner"));
    counter.wait_secs(2).press(Key::F5).press(Key::F5).rest();
    assert!(!counter.sees("de-otra-persona") && !counter.sees("presione F5 otra vez"));
}

#[test]
fn the_signed_acknowledgement_is_attached_from_the_turn_too() {
    let mut counter = printed();
    let name = script(&counter).domestic.applicant.name;
    counter.click("Sí, lo tengo").until(CAME_OUT).click("Firmó y recibió la clave").until("Clave entregada");
    counter.until("Turnos de hoy").click(&name).until("Todavía no se adjunta");
    leave_scans(&counter, "firmado");
    counter.click("Adjuntar el acuse firmado…").until("firmado-1.jpg");
    picture(&mut counter, "turn-signed");
    attach_newest(&mut counter);
    counter.until("Adjunto").until("Ver Acuse de recibo firmado");
}

#[test]
fn another_employer_of_the_same_person_is_asked_about_from_the_beginning() {
    let mut counter = printed();
    let caller = script(&counter).domestic;
    counter.click("Sí, lo tengo").until(CAME_OUT).click("Firmó y recibió la clave").until("Clave entregada");
    counter.until("Turnos de hoy").click(&caller.applicant.name).click("Atender por otro empleador");
    counter.until("Se retiró…").click("Documento de identidad").rest();
    counter.click("Empleador").until("Buscar el empleador");
    assert!(!counter.sees(&format!("({})", caller.employer.number)), "the one that was served is not offered again");
    counter.fill("Buscar el empleador", caller.employer.number.as_str()).until(&caller.employer.name);
    counter.press(Key::Enter).until("Por qué viene en persona").until("Hoy ya se emitió la clave de serie");
    picture(&mut counter, "key-of-today");
    counter.click("Documento de identidad").until("Documento que muestra");
    let document = counter.desk(|desk| {
        let house = desk.house().unwrap();
        let reader = house.reader().unwrap();
        let visit = view::visits_of_turn(&reader, caller.turn).unwrap().pop().unwrap();
        view::case_at_hand::<EmployerKey>(&house, &reader, visit.id).unwrap().case.copy.papers.applicant_document
    });
    assert_eq!(document, None, "nobody looked at it for this one");
}

#[test]
fn changing_the_employer_leads_to_the_search() {
    let mut counter = with_clerk(Scene::filled());
    let caller = script(&counter).domestic;
    begin(&mut counter, &caller, "Quien solicita");
    counter.until("Cambiar empleador").click("Cambiar empleador").until("Buscar el empleador");
    assert!(counter.has_keyboard("Buscar el empleador"));
    counter.type_text("Textiles").step_until("what was typed", |it| it.value("Buscar el empleador") == "Textiles");
}
