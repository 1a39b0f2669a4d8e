//! Nothing is recorded that nobody meant: Enter alone, words typed in the wrong place, the reader's digits, a scan nobody
//! looked at.

use std::fs;
use std::time::{Duration, SystemTime};

use eframe::egui::{Event, Key, Modifiers};
use ventanilla::domain::procedure::employer_key::case::{
    Appointment, Authorisation, AuthorisationBlock, Case, EmployerKey, Presenter, Request,
};
use ventanilla::domain::turn::{Reason, TurnState};
use ventanilla::domain::visit::{Asked, Person};
use ventanilla::ops::employer::EndRepresentative;
use ventanilla::ops::scan::{ScanSubject, ScannedPaper};
use ventanilla::ops::view::{self, CaseAtHand, VisitState};
use ventanilla::sample::{Caller, SamplePaper, drawn};
use ventanilla::vault::Password;

use super::harness::{Counter, Scene};
use super::visits::{attach_newest, begin, call, counter, leave_scans, look_at_scan, script, with_clerk};

/// The caller's visit as the store has it.
fn visit_of(counter: &Counter, caller: &Caller) -> CaseAtHand<EmployerKey> {
    counter.desk(|desk| {
        let house = desk.house().unwrap();
        let reader = house.reader().unwrap();
        let visit = view::visits_of_turn(&reader, caller.turn).unwrap().pop().unwrap();
        view::case_at_hand(&house, &reader, visit.id).unwrap()
    })
}

fn case_of(counter: &Counter, caller: &Caller) -> Case {
    visit_of(counter, caller).case
}

#[track_caller]
fn assert_untouched(counter: &Counter, caller: &Caller) {
    let CaseAtHand { at_hand: visit, case } = visit_of(counter, caller);
    let name = &caller.applicant.name;
    assert_eq!(visit.visit.state, VisitState::Open, "{name}");
    assert!(visit.slips.is_empty() && visit.scans.is_empty(), "{name}");
    assert_eq!(case.copy.papers, EmployerKey::default(), "{name}");
    assert!(case.around.overrides.is_empty(), "{name}");
    assert_eq!(case.copy.confirmation, None, "{name}");
}

#[test]
fn enter_alone_registers_nothing_whoever_comes() {
    let mut counter = counter();
    let script = script(&counter);
    for (caller, _) in script.cast() {
        call(&mut counter, caller);
        for _ in 0..60 {
            counter.press(Key::Enter);
        }
        assert_untouched(&counter, caller);
        for step in ["Turno", "Empleador", "Solicitud", "Documento de identidad"] {
            counter.click(step);
            for _ in 0..12 {
                counter.press(Key::Enter).press(Key::Space).press(Key::F8);
            }
        }
        assert_untouched(&counter, caller);
        counter.press(Key::F7).until("Turnos de hoy");
    }
}

#[test]
fn enter_alone_from_the_login_on_touches_nobody() {
    let mut counter = Scene::filled().open();
    counter.log_in("operador1").until("Presentes: ");
    let states = |it: &Counter| -> Vec<TurnState> {
        it.desk(|desk| {
            let house = desk.house().unwrap();
            let turns = view::today(&house, &house.reader().unwrap()).unwrap().turns;
            turns.iter().map(|row| row.turn.state).collect()
        })
    };
    let before = states(&counter);
    for _ in 0..12 {
        counter.press(Key::Enter).press(Key::Space);
    }
    assert_eq!(states(&counter), before);
    assert!(counter.has_keyboard("Buscar"), "an empty search finds nobody");
    // What had the keyboard is gone after an arrival: nothing that does something takes it.
    let coming = counter.desk(|desk| {
        let house = desk.house().unwrap();
        let turns = view::today(&house, &house.reader().unwrap()).unwrap().turns;
        turns.into_iter().find(|row| row.turn.state == TurnState::Scheduled).unwrap()
    });
    counter.press(Key::F3).type_text(coming.turn.code.as_str()).press(Key::Enter).press(Key::Enter);
    counter.until("Registrar llegada").press(Key::Enter).until("Deshacer la llegada");
    assert!(counter.has_keyboard("Buscar"));
    let arrived = states(&counter);
    for _ in 0..12 {
        counter.press(Key::Enter);
    }
    assert_eq!(states(&counter), arrived);
}

#[test]
fn the_second_press_of_a_double_enter_does_not_press_what_came_meanwhile() {
    let mut counter = counter();
    let caller = script(&counter).domestic;
    call(&mut counter, &caller);
    // The first one leads from the list to the panel's button; the second one was no other wish.
    counter.press(Key::F3).type_text(&caller.turn_code).press(Key::Enter);
    counter.press_twice(Key::Enter).rest();
    assert!(counter.has_keyboard("Empezar la atención"), "nothing was begun");
    counter.press(Key::Enter).until("Se retiró…");
}

#[test]
fn a_digit_that_is_held_down_answers_once() {
    let mut counter = counter();
    let caller = script(&counter).domestic;
    at_the_employer(&mut counter, &caller);
    counter.until("Empleadores que nombran a").press(Key::Num1).until("Por qué viene en persona");
    counter.wait_secs(1);
    let digit =
        |pressed| Event::Key { key: Key::Num1, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE };
    for _ in 0..30 {
        counter.frame(vec![digit(true), Event::Text("1".into())], 0.05);
    }
    counter.frame(vec![digit(false)], 0.05).rest();
    counter.step_until("the answer", |it| case_of(it, &caller).copy.papers.reason_in_person.is_some()).rest();
    assert_eq!(case_of(&counter, &caller).copy.papers.presenter, None, "the next group is another question");
}

#[test]
fn the_blank_between_typed_words_presses_no_button() {
    let mut counter = counter();
    let caller = script(&counter).domestic;
    call(&mut counter, &caller);
    assert!(counter.has_keyboard("Empezar la atención"));
    counter.type_text("GARCIA").press(Key::Space).type_text("LOPEZ").rest();
    assert!(counter.has_keyboard("Empezar la atención"), "nothing was begun");
    counter.wait_secs(2).press(Key::Space).until("Se retiró…");
}

#[test]
fn a_number_typed_for_something_else_answers_no_question_that_comes_meanwhile() {
    let mut counter = counter();
    let caller = script(&counter).domestic;
    call(&mut counter, &caller);
    counter.press(Key::F2).until("¿Qué pasó con la persona llamada?").type_text("4321");
    assert!(counter.sees("¿Qué pasó con la persona llamada?"));
    counter.wait_secs(2).type_text("43").wait_secs(2);
    assert!(counter.sees("¿Qué pasó con la persona llamada?"), "nor is a number an answer");
    counter.press(Key::Num3).until_gone("¿Qué pasó con la persona llamada?");
}

/// A third party's step, with the number typed as a hand does and Enter pressed; the name is about to fill itself.
fn at_the_third_party(counter: &mut Counter, caller: &Caller, number: &str) {
    begin(counter, caller, "Tercero autorizado");
    counter.click("Seguir con la autorización").click("Número del tercero").type_text(number);
}

#[test]
fn what_was_being_written_goes_on_after_a_way_out_and_back() {
    let mut counter = counter();
    let caller = script(&counter).authorising;
    at_the_third_party(&mut counter, &caller, "17");
    counter.press(Key::F1).until("Atajos del teclado").press(Key::Escape).until_gone("Atajos del teclado");
    counter.type_text("14");
    counter.press_with(Modifiers::COMMAND, Key::Num1).rest();
    counter.press_with(Modifiers::COMMAND, Key::Num2).until("Número del tercero").type_text("30");
    assert_eq!(counter.value("Número del tercero"), "171430");
    // Led there by Tab, what it holds is written over.
    counter.press(Key::Tab).press_with(Modifiers::SHIFT, Key::Tab).type_text("09");
    assert_eq!(counter.value("Número del tercero"), "09");
}

#[test]
fn a_name_typed_while_it_fills_itself_answers_nothing() {
    let mut counter = counter();
    let (caller, third) = (script(&counter).authorising, script(&counter).third_party);
    at_the_third_party(&mut counter, &caller, third.number.as_str());
    // Enter, and the hand goes on without looking: the name is there by now, and the keyboard on what comes next.
    counter.step_until("the name", |it| it.value("Apellidos y nombres del tercero") == third.name);
    counter.press(Key::Enter).type_text("GARCIA 123").press(Key::Enter).type_text("456").press(Key::Enter);
    let saved = |it: &Counter| case_of(it, &caller).copy.papers.presenter.unwrap().third_party().cloned().unwrap();
    counter.step_until("the draft", |it| saved(it).somebody.person.number.is_some()).rest();
    let third_party = saved(&counter);
    assert_eq!((&third_party.somebody.document, &third_party.authorisation), (&None, &None));
    assert_eq!(counter.value("Apellidos y nombres del tercero"), third.name);
}

#[test]
fn a_name_that_is_typed_takes_the_place_of_the_one_that_filled_itself_meanwhile() {
    let mut counter = counter();
    let (caller, third) = (script(&counter).authorising, script(&counter).third_party);
    at_the_third_party(&mut counter, &caller, &third.number.as_str()[..9]);
    let last = third.number.as_str()[9..].to_owned();
    counter.type_at_once(&format!("{last}\t"));
    counter.step_until("the name", |it| it.value("Apellidos y nombres del tercero") == third.name);
    counter.type_text("GARCIA 123");
    counter.step_until("the clerk's name", |it| it.value("Apellidos y nombres del tercero") == "GARCIA 123");
    assert!(counter.has_keyboard("Apellidos y nombres del tercero"));
}

#[test]
fn a_name_that_paper_cannot_print_is_said_where_it_stands_and_not_at_f9() {
    let mut counter = counter();
    let (caller, third) = (script(&counter).authorising, script(&counter).third_party);
    at_the_third_party(&mut counter, &caller, third.number.as_str());
    counter.step_until("the name", |it| it.value("Apellidos y nombres del tercero") == third.name);
    counter
        .fill("Apellidos y nombres del tercero", "PETROV − IVÁN")
        .until("El papel no puede imprimir «−»: escriba el nombre");
    counter.until("Nombre que el papel no imprime");
    counter.fill("Apellidos y nombres del tercero", "PETROV").until_gone("El papel no puede imprimir");
    assert!(!counter.sees("Nombre que el papel no imprime"));
}

#[test]
fn what_is_typed_after_enter_in_one_slow_frame_goes_where_enter_led() {
    let mut counter = counter();
    let caller = script(&counter).authorising;
    at_the_third_party(&mut counter, &caller, "");
    counter.type_at_once("0912\nGARCIA").rest();
    assert_eq!(counter.value("Número del tercero"), "0912");
    assert_eq!(counter.value("Apellidos y nombres del tercero"), "GARCIA");
}

/// A visit that stands at the employer.
fn at_the_employer(counter: &mut Counter, caller: &Caller) {
    call(counter, caller);
    counter.click("Empezar la atención").click("En papel").click("Seguir con el empleador");
    counter.until("Buscar el empleador");
}

#[test]
fn a_visit_that_opens_on_the_employer_takes_the_candidates_digit() {
    let mut counter = counter();
    let caller = script(&counter).domestic;
    call(&mut counter, &caller);
    counter.click("Empezar la atención").click("En papel").press(Key::F7).until("Turnos de hoy");
    counter.press(Key::F6).until(&caller.applicant.name).click(&caller.applicant.name);
    counter.click("Retomar la atención").until("Empleadores que nombran a");
    counter.press(Key::Enter).until("Falta la respuesta.");
    counter.press(Key::Num1).press(Key::Enter).until("Por qué viene en persona");
    let chosen = case_of(&counter, &caller).copy.papers.employer.unwrap();
    assert_eq!(chosen.number.text(), caller.employer.number.as_str());
    assert_eq!(case_of(&counter, &caller).copy.papers.reason_in_person, None);
}

#[test]
fn one_or_two_letters_find_nobody_and_a_whole_number_does() {
    let mut counter = counter();
    let caller = script(&counter).domestic;
    at_the_employer(&mut counter, &caller);
    for text in ["1", "17"] {
        counter.fill("Buscar el empleador", text).press(Key::Enter).press(Key::Enter);
        assert!(counter.sees("Escriba tres letras o números"));
        assert_eq!(case_of(&counter, &caller).copy.papers.employer, None, "{text}");
    }
    counter.fill("Buscar el empleador", caller.employer.number.as_str()).press(Key::Enter);
    counter.until("Por qué viene en persona");
}

#[test]
fn an_employer_that_does_not_name_the_holder_is_chosen_only_when_that_is_meant() {
    let mut counter = counter();
    let (caller, stranger) = (script(&counter).domestic, script(&counter).company.employer);
    at_the_employer(&mut counter, &caller);
    counter.fill("Buscar el empleador", stranger.number.as_str()).until(&stranger.name);
    counter.press(Key::Enter).until("¿Es este el empleador?");
    assert!(counter.has_keyboard("Volver"), "yes is not what Enter presses");
    counter.press(Key::Enter).until_gone("¿Es este el empleador?");
    assert_eq!(case_of(&counter, &caller).copy.papers.employer, None);
    counter.fill("Buscar el empleador", stranger.number.as_str()).until(&stranger.name).press(Key::Enter);
    counter.click("Sí, atender por este empleador").until("Por qué viene en persona");
    assert_eq!(case_of(&counter, &caller).copy.papers.employer.unwrap().number.text(), stranger.number.as_str());
}

#[test]
fn a_request_of_another_employer_is_refused_by_its_number_alone() {
    let mut counter = counter();
    let (caller, other) = (script(&counter).domestic, script(&counter).company.employer);
    begin(&mut counter, &caller, "Quien solicita");
    counter.click("Seguir con la solicitud").until("Cómo está la solicitud").press(Key::Num4);
    counter.until("Número del empleador en la solicitud");
    assert!(counter.has_keyboard("Número del empleador en la solicitud"), "it is asked for at once");
    counter.type_text(caller.employer.number.as_str()).until("Es el mismo empleador que se atiende");
    counter.fill("Número del empleador en la solicitud", other.number.as_str());
    counter.until("Imprimir constancia").until(&format!("La solicitud es de {}", other.number));
}

#[test]
fn two_quick_presses_attach_one_scan_and_the_keyboard_leaves_the_button() {
    let mut counter = counter();
    let caller = script(&counter).domestic;
    begin(&mut counter, &caller, "Quien solicita");
    counter.click("Seguir con la solicitud").click("Todo en orden").until(".jpg");
    look_at_scan(&mut counter);
    counter.press(Key::F5).press(Key::F5).until("Ver Solicitud de entrega de clave").until("como «Documento");
    counter.press(Key::F5).until("presione F5 otra vez");
    assert_eq!(visit_of(&counter, &caller).at_hand.scans.len(), 1, "the second was not in sight yet");
    assert!(!counter.has_keyboard("Adjuntar lo último del escáner"));
}

#[test]
fn enter_on_the_scanner_s_button_attaches_nothing() {
    let mut counter = counter();
    let caller = script(&counter).domestic;
    begin(&mut counter, &caller, "Quien solicita");
    counter.click("Seguir con la solicitud").click("Todo en orden").click("Seguir con el documento de identidad");
    counter.click("Cédula original; número y nombre coinciden").until(".jpg").click("Digitalizar lo que falta");
    look_at_scan(&mut counter);
    assert!(counter.has_keyboard("Adjuntar lo último del escáner"));
    for _ in 0..10 {
        counter.press(Key::Enter);
    }
    assert!(visit_of(&counter, &caller).at_hand.scans.is_empty());
    counter.press(Key::F5).until("Ver Solicitud de entrega de clave");
}

#[test]
fn a_scan_older_than_the_visit_is_asked_about() {
    let mut scene = Scene::filled();
    scene.scan_folder = Some(scene.folder().join("scanner"));
    let mut counter = scene.open();
    let scanner = counter.folder().join("scanner");
    fs::create_dir_all(&scanner).unwrap();
    let file = fs::File::create(scanner.join("vieja.jpg")).unwrap();
    fs::write(scanner.join("vieja.jpg"), drawn(SamplePaper::Request, 1).unwrap()).unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(7200)).unwrap();
    counter.log_in("operador1").until("Presentes: ");
    let caller = script(&counter).domestic;
    begin(&mut counter, &caller, "Quien solicita");
    counter.click("Seguir con la solicitud").until("vieja.jpg · hace 2 h");
    attach_newest(&mut counter);
    counter.until("¿Es de esta atención?");
    assert!(counter.sees("hace 2 h, antes de que empezara esta atención") && counter.has_keyboard("Volver"));
    counter.press(Key::Enter).until_gone("¿Es de esta atención?");
    assert!(visit_of(&counter, &caller).at_hand.scans.is_empty());
    counter.press(Key::F5).click("Sí, adjuntarlo").until("Ver Solicitud de entrega de clave");
}

#[test]
fn a_file_that_changed_since_it_was_seen_is_not_attached() {
    let mut counter = counter();
    let caller = script(&counter).domestic;
    begin(&mut counter, &caller, "Quien solicita");
    counter.click("Seguir con la solicitud").until("first-1.jpg");
    let visit = visit_of(&counter, &caller).at_hand.visit.id;
    let kept = counter.desk(|desk| {
        let mut seen = desk.tray().remove(0);
        seen.modified -= Duration::from_secs(5);
        let subject = ScanSubject::Visit(visit);
        desk.keep_scan_file(seen, subject, ScannedPaper::Request).wait(Duration::from_secs(20))
    });
    assert_eq!(kept.unwrap_err().refusal(), Some("changed"));
    assert!(visit_of(&counter, &caller).at_hand.scans.is_empty());
}

#[test]
fn a_scan_that_was_taken_off_is_offered_again() {
    let mut counter = counter();
    let caller = script(&counter).domestic;
    begin(&mut counter, &caller, "Quien solicita");
    counter.click("Seguir con la solicitud").until("first-1.jpg");
    attach_newest(&mut counter);
    counter.until("Ver Solicitud de entrega de clave").until("first-0.jpg");
    assert!(!counter.sees("first-1.jpg"));
    counter.click("Quitar Solicitud de entrega de clave").click("Quitar documento").until("first-1.jpg");
}

#[test]
fn a_digit_says_what_a_scan_is_and_nothing_is_preset() {
    let mut counter = with_clerk(Scene::filled());
    leave_scans(&counter, "more");
    let caller = script(&counter).domestic;
    begin(&mut counter, &caller, "Quien solicita");
    counter
        .click("Seguir con la solicitud")
        .until(".jpg")
        .click("Adjuntar otro…")
        .until("Del escáner")
        .press(Key::Num1);
    counter.until("Imagen del documento").until("Qué documento es");
    counter.press(Key::Enter).until("Diga primero qué documento es");
    assert!(visit_of(&counter, &caller).at_hand.scans.is_empty());
    counter.press(Key::Num2).until("Guardar como «Documento de identidad de quien solicita»").press(Key::Enter);
    counter.until("Ver Documento de identidad de quien solicita");
}

#[test]
fn an_independent_employer_without_representatives_offers_the_holder_of_its_number() {
    let scene = Scene::filled();
    let (house, users) = scene.house.as_ref().zip(scene.users.as_ref()).unwrap();
    let caller = scene.contents.as_ref().unwrap().script.authorising.clone();
    let password = Password::typed(users.supervisor.password).unwrap();
    let supervisor = house.log_in_at(users.supervisor.login, &password, 1).unwrap();
    let reader = house.reader().unwrap();
    let employer = view::find_employers(&reader, caller.employer.number.as_str()).unwrap().pop().unwrap().id;
    for (person, _) in view::employer_card(&reader, employer).unwrap().representatives {
        let reason = Reason::parse("ya no consta").unwrap();
        house.perform(&supervisor, &EndRepresentative { employer, number: person.number, reason }).unwrap();
    }
    drop((reader, supervisor));
    let mut counter = with_clerk(scene);
    at_the_employer(&mut counter, &caller);
    counter.fill("Buscar el empleador", caller.employer.number.as_str()).until(&caller.employer.name);
    counter.press(Key::Enter).click("Sí, atender por este empleador").until("Por qué viene en persona");
    let cedula = &caller.employer.number.as_str()[..10];
    counter.click(&format!("{} ({cedula})", caller.employer.name)).until("Quién está en la ventanilla");
    counter.step_until("the draft", |it| case_of(it, &caller).copy.papers.applicant.is_some());
    let applicant = case_of(&counter, &caller).copy.papers.applicant.unwrap();
    assert_eq!(applicant.number.unwrap().canonical(), cedula);
}

/// Waits until the caller's papers are saved like this.
#[track_caller]
fn saved(counter: &mut Counter, caller: &Caller, what: &str, holds: impl Fn(&EmployerKey) -> bool) {
    counter.step_until(what, |it| holds(&case_of(it, caller).copy.papers)).rest();
}

#[test]
fn a_second_look_takes_back_all_that_one_answer_said_of_the_papers() {
    let mut counter = counter();
    let caller = script(&counter).domestic;
    begin(&mut counter, &caller, "Quien solicita");
    counter.click("Seguir con la solicitud").until("Cómo está la solicitud").press(Key::Num1);
    saved(
        &mut counter,
        &caller,
        "all in order",
        |it| matches!(&it.request, Some(Asked::Shown(it)) if it.signer.is_some()),
    );
    counter.click("Algo no está bien").until("De dónde viene");
    saved(&mut counter, &caller, "nothing told", |it| it.request == Some(Asked::Shown(Box::new(Request::default()))));
    counter.until("Falta registrar").click("Documento de identidad");
    counter.click("Cédula original; número y nombre coinciden");
    saved(&mut counter, &caller, "the document", |it| it.applicant_document.is_some());
    counter.click("Otro documento, o algo no coincide");
    saved(&mut counter, &caller, "no document told", |it| {
        let document = it.applicant_document.as_ref().and_then(Asked::paper);
        document.is_some_and(|it| it.form.is_none() && it.holder == Person::default())
    });
}

#[test]
fn a_second_look_takes_back_what_one_answer_said_of_authorisation_and_appointment() {
    let mut counter = counter();
    let (caller, third) = (script(&counter).authorising, script(&counter).third_party);
    at_the_third_party(&mut counter, &caller, third.number.as_str());
    counter.step_until("the name", |it| it.value("Apellidos y nombres del tercero") == third.name);
    let authorisation = |it: &EmployerKey| it.presenter.as_ref()?.third_party()?.authorisation.clone();
    counter.click("Completa: datos y firmas de las dos personas");
    saved(&mut counter, &caller, "in order", |it| authorisation(it).is_some());
    counter.click("Algo falta o no coincide");
    let blank = AuthorisationBlock::Filled(Authorisation::default());
    saved(&mut counter, &caller, "nothing told", |it| authorisation(it) == Some(blank.clone()));
    counter.click("Empleador").click("Curador").click("Seguir con la curaduría");
    counter.click("Nombra a las dos personas, como están aquí");
    let appointment = |it: &EmployerKey| match it.presenter.as_ref()? {
        Presenter::Curator { appointment, .. } => appointment.clone(),
        _ => None,
    };
    saved(&mut counter, &caller, "in order", |it| appointment(it).is_some());
    counter.click("Nombra a otras personas");
    let blank = Asked::Shown(Box::new(Appointment::default()));
    saved(&mut counter, &caller, "nothing told", |it| appointment(it) == Some(blank.clone()));
}

#[test]
fn another_applicant_is_not_answered_over_with_the_only_representative() {
    let mut counter = counter();
    let (caller, third) = (script(&counter).authorising, script(&counter).third_party);
    begin(&mut counter, &caller, "Quien solicita");
    counter.click("Otra persona");
    saved(&mut counter, &caller, "nobody", |it| it.applicant.is_none());
    assert_eq!(counter.value("Número de quien solicita"), "");
    counter.fill("Número de quien solicita", third.number.as_str());
    counter.step_until("the name", |it| it.value("Apellidos y nombres de quien solicita") == third.name);
    counter.click("Sucursal").press_with(Modifiers::COMMAND, Key::A).press(Key::Backspace).press(Key::Tab);
    saved(&mut counter, &caller, "no branch", |it| it.employer.as_ref().is_some_and(|it| it.branch.is_none()));
    assert_eq!(counter.value("Sucursal"), "");
    // Taken up again, their name goes with their number, whoever filled it in.
    counter.press(Key::F7).until("Turnos de hoy");
    counter.press(Key::F6).until(&caller.applicant.name).click(&caller.applicant.name);
    counter.click("Retomar la atención").click("Empleador").until("Apellidos y nombres de quien solicita");
    assert_eq!(counter.value("Apellidos y nombres de quien solicita"), third.name);
    counter.fill("Número de quien solicita", "17").rest();
    assert_eq!(counter.value("Apellidos y nombres de quien solicita"), "");
    counter
        .fill("Apellidos y nombres de quien solicita", "PAZ ROSA")
        .fill("Número de quien solicita", "1710034065")
        .rest();
    counter.fill("Número de quien solicita", "0910005917").rest();
    assert_eq!(counter.value("Apellidos y nombres de quien solicita"), "PAZ ROSA", "a hand wrote it");
}

#[test]
fn what_was_answered_and_scanned_for_others_does_not_serve_those_of_now() {
    let mut counter = counter();
    let (caller, third) = (script(&counter).authorising, script(&counter).third_party);
    let authorisation = |it: &EmployerKey| it.presenter.as_ref()?.third_party()?.authorisation.clone();
    at_the_third_party(&mut counter, &caller, third.number.as_str());
    counter.step_until("the name", |it| it.value("Apellidos y nombres del tercero") == third.name);
    counter.click("Completa: datos y firmas de las dos personas");
    saved(&mut counter, &caller, "the authorisation", |it| authorisation(it).is_some());
    // Who sends the third party is another, though the third party is the same.
    counter.click("Empleador").click("Tercero enviado por el apoderado");
    saved(&mut counter, &caller, "no authorisation", |it| {
        authorisation(it).is_none() && matches!(it.presenter, Some(Presenter::ThirdPartySentByAttorney { .. }))
    });
    counter
        .click("Tercero autorizado")
        .click("Seguir con la autorización")
        .click("Completa: datos y firmas de las dos personas");
    saved(&mut counter, &caller, "the authorisation", |it| authorisation(it).is_some());
    counter.click("Empleador").click("Otra persona");
    saved(&mut counter, &caller, "no authorisation", |it| it.applicant.is_none() && authorisation(it).is_none());
    counter.click("Solicitud").until(".jpg");
    attach_newest(&mut counter);
    counter.until("Ver Solicitud de entrega de clave").click("Empleador").click("Cambiar empleador");
    saved(&mut counter, &caller, "another employer", |it| *it == EmployerKey::default());
    counter.until("digitalice los papeles de ahora");
    let scans = visit_of(&counter, &caller).at_hand.scans;
    assert_eq!(scans.iter().map(|it| it.paper.as_str()).collect::<Vec<_>>(), ["other"], "it stays, and counts no more");
}

#[test]
fn an_employer_that_the_register_does_not_know_is_chosen_by_its_number_and_only_when_meant() {
    let mut counter = counter();
    let caller = script(&counter).domestic;
    at_the_employer(&mut counter, &caller);
    counter.fill("Buscar el empleador", "QWZX COMERCIAL XY").until("El registro no tiene ningún empleador");
    counter.press(Key::Enter).press(Key::Enter).rest();
    assert!(!counter.sees("¿Es este el empleador?"));
    assert_eq!(case_of(&counter, &caller).copy.papers.employer, None, "a name is no number");
    counter.fill("Buscar el empleador", "1790999999001").until("con Entrar se sigue con el número escrito");
    counter.press(Key::Enter).until("¿Es este el empleador?");
    assert!(counter.has_keyboard("Volver"), "yes is not what Enter presses");
    counter.click("Sí, atender por este empleador");
    saved(&mut counter, &caller, "the employer", |it| {
        it.employer.as_ref().is_some_and(|it| it.number.text() == "1790999999001")
    });
}

#[test]
fn a_digit_pressed_twice_in_a_hurry_answers_one_question() {
    let mut counter = counter();
    let caller = script(&counter).domestic;
    at_the_employer(&mut counter, &caller);
    counter.press(Key::Num1).until("Por qué viene en persona");
    counter.wait_secs(1);
    let digit =
        |pressed| Event::Key { key: Key::Num1, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE };
    for _ in 0..2 {
        counter.frame(vec![digit(true), Event::Text("1".into())], 0.1).frame(vec![digit(false)], 0.05);
    }
    counter.rest().wait_secs(1);
    saved(&mut counter, &caller, "the reason", |it| it.reason_in_person.is_some());
    saved(&mut counter, &caller, "nobody at the window", |it| it.presenter.is_none());
}
