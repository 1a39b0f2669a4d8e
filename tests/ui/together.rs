//! Warnings that are answered together: one word of a supervisor for several, each tied to its own sentence.

use eframe::egui::Key;
use ventanilla::domain::approval::RequestState;
use ventanilla::ops::view;
use ventanilla::store;

use super::harness::{Counter, Scene};
use super::visits::{begin, script, with_clerk};

/// What was asked of supervisors for the visit at hand, and which warnings were answered for.
fn asked_and_given(counter: &Counter) -> (Vec<(String, String, RequestState)>, Vec<String>) {
    counter.desk(|desk| {
        let house = desk.house().unwrap();
        let reader = house.reader().unwrap();
        let today = view::today(&house, &reader).unwrap();
        let mut visits = today.turns.iter().flat_map(|turn| view::visits_of_turn(&reader, turn.id).unwrap());
        let visit = visits.find(|visit| visit.state == view::VisitState::Open).unwrap().id;
        let asked = store::approval::about(&reader, "visit", visit.0).unwrap();
        let given = store::visit::overrides(&reader, visit).unwrap();
        (
            asked.into_iter().map(|it| (it.covers, it.reason, it.state)).collect(),
            given.into_iter().map(|it| format!("{}: {}", it.rule, it.sentence)).collect(),
        )
    })
}

/// A company that a hand recorded, up to its warnings.
fn at_warnings() -> Counter {
    at_warnings_on(1.0)
}

/// The same, with so many dots a point.
fn at_warnings_on(scale: f32) -> Counter {
    let mut scene = Scene::filled();
    scene.scale = scale;
    let mut counter = with_clerk(scene);
    let caller = script(&counter).by_hand;
    begin(&mut counter, &caller, "Quien solicita");
    counter.click("Seguir con la solicitud").click("Todo en orden").click("Seguir con el documento de identidad");
    counter.click("Cédula original; número y nombre coinciden");
    counter
}

fn count(counter: &Counter, label: &str) -> usize {
    (1..).take_while(|at| counter.sees(&format!("{label} {at}"))).count()
}

#[test]
fn one_word_answers_several_warnings_and_may_refuse_one_of_them() {
    let mut counter = at_warnings();
    let supervisor = counter.users.unwrap().supervisor;
    counter.click("Justificar las advertencias…").until("Aprobación de supervisión");
    counter.press(Key::Enter).until("Escriba el motivo.");
    let points = count(&counter, "Incluir la advertencia");
    assert!(points >= 2, "{:#?}", counter.labels());
    // Each has a reason of its own; an empty one says so at its field, and no longer once it is written.
    counter.fill("Por qué se pide (advertencia 1)", "Verificado en el portal").click("Llamar a supervisión");
    counter.until("Escriba el motivo.").click("Usar este motivo en las que no tienen");
    counter.until_gone("Escriba el motivo.");
    assert_eq!(counter.value("Por qué se pide (advertencia 2)"), "Verificado en el portal", "copied in plain sight");
    counter.fill("Por qué se pide (advertencia 2)", "Trajo el nombramiento").click("Llamar a supervisión");
    counter.until("Respuesta a la advertencia 1").until("Trajo el nombramiento");
    // No answer is given by user and password alone.
    counter.fill("Usuario de supervisión", supervisor.login).fill("Contraseña de supervisión", supervisor.password);
    counter.click("Responder").until("Falta responder a la advertencia 1.").press(Key::Num1).rest();
    counter.until_gone("Falta responder a la advertencia 1.").press(Key::Num2);
    (2..points).for_each(|_| {
        counter.press(Key::Num1);
    });
    // A no says why.
    counter.click("Responder").until("Escriba el motivo.").fill("Nota de supervisión", "El nombramiento venció");
    counter.click("Responder").until("justificada");
    counter.until("Supervisión no aprobó").until("El nombramiento venció");
    let (asked, given) = asked_and_given(&counter);
    let states: Vec<RequestState> = asked.iter().map(|(_, _, state)| *state).collect();
    assert_eq!(states.iter().filter(|state| **state == RequestState::Refused).count(), 1);
    assert_eq!(states.iter().filter(|state| **state == RequestState::Used).count(), points - 1);
    assert_eq!(asked.iter().find(|it| it.2 == RequestState::Refused).unwrap().1, "Trajo el nombramiento");
    // Each word is tied to its sentence, and to who receives the key.
    let mut used: Vec<String> =
        asked.into_iter().filter(|it| it.2 == RequestState::Used).map(|(covers, ..)| covers).collect();
    let mut given = given;
    used.sort();
    given.sort();
    let is_of = |(word, sentence): (&String, &String)| word.starts_with(sentence) && word.contains("; recibe ");
    assert!(used.len() == given.len() && used.iter().zip(&given).all(is_of), "{used:?}: {given:?}");
    assert!(counter.sees("Pedir aprobación…"), "the refused one still stands in the way");
}

#[test]
fn a_wrong_password_is_said_until_it_is_typed_anew_and_nothing_is_answered() {
    let mut counter = at_warnings();
    let supervisor = counter.users.unwrap().supervisor;
    counter.click("Justificar las advertencias…").fill("Por qué se pide (advertencia 1)", "Verificado");
    counter.click("Usar este motivo en las que no tienen").click("Llamar a supervisión");
    counter.until("Respuesta a la advertencia 1");
    for _ in 0..count(&counter, "Respuesta a la advertencia") {
        counter.press(Key::Num1);
    }
    counter.fill("Usuario de supervisión", supervisor.login).fill("Contraseña de supervisión", "no es esta, no");
    counter.click("Mostrar").until("Ocultar");
    assert_eq!(counter.value("Contraseña de supervisión"), "no es esta, no");
    counter.click("Responder").until("Usuario o contraseña incorrectos");
    assert!(asked_and_given(&counter).0.iter().all(|it| it.2 == RequestState::Waiting));
    assert!(!counter.sees("Ocultar"), "the next one is typed behind dots again");
    counter.fill("Contraseña de supervisión", supervisor.password).rest();
    // After a wrong one there is a wait of a second.
    counter.until_gone("Usuario o contraseña incorrectos").wait_secs(2).click("Responder").until("justificadas");
}

#[test]
fn what_a_clerk_may_answer_alone_is_answered_together_and_one_may_wait() {
    let mut counter = with_clerk(Scene::filled());
    let caller = script(&counter).domestic;
    begin(&mut counter, &caller, "Quien solicita");
    counter.click("Seguir con la solicitud").click("Algo no está bien").click("Generada en el portal");
    counter.click("Fotocopia de una firma a mano").click("Turno").click("No la muestra").rest();
    counter.click("Justificar…").until("Justificar las advertencias");
    assert_eq!(count(&counter, "Incluir la advertencia"), 2, "{:#?}", counter.labels());
    counter.fill("Por qué se sigue a pesar de esto (advertencia 1)", "3").click("Guardar la justificación");
    counter.until("Escriba el motivo con palabras.").until("Escriba el motivo.");
    counter.fill("Por qué se sigue a pesar de esto (advertencia 1)", "Consta en la agenda");
    counter.click("Incluir la advertencia 2").click("Guardar la justificación");
    counter.until("Advertencia justificada.");
    assert_eq!(asked_and_given(&counter).1.len(), 1);
    counter.until_gone("Advertencia justificada.").click("Justificar…").until("Justificar la advertencia");
    counter.fill("Por qué se sigue a pesar de esto", "La firma se ve original").click("Guardar la justificación");
    counter.until("Advertencia justificada.");
    assert_eq!(asked_and_given(&counter).1.len(), 2);
}

#[test]
fn whoever_types_the_password_has_every_warning_in_sight_and_reads_there_that_it_is_wrong() {
    let mut counter = at_warnings();
    let supervisor = counter.users.unwrap().supervisor;
    counter.click("Justificar las advertencias…").fill("Por qué se pide (advertencia 1)", "Verificado en el portal");
    counter.click("Usar este motivo en las que no tienen").click("Llamar a supervisión");
    counter.until("Respuesta a la advertencia 1").until("Justificar 2 advertencias");
    let points = count(&counter, "Respuesta a la advertencia");
    for _ in 0..points {
        counter.press(Key::Num1);
    }
    counter.fill("Usuario de supervisión", supervisor.login).fill("Contraseña de supervisión", "no es esta, no");
    counter.click("Responder").until("Usuario o contraseña incorrectos");
    assert!(counter.has_keyboard("Contraseña de supervisión"), "it is typed anew at once");
    let (room, field) = (counter.room(), counter.place("Contraseña de supervisión"));
    let top = counter.place("Aprobación de supervisión").bottom();
    let fault = counter.place("Usuario o contraseña incorrectos");
    assert!(room.contains_rect(fault) && (field.top() - fault.bottom()).abs() < 60.0, "{fault:?} beside {field:?}");
    for at in 1..=points {
        let answer = counter.place(&format!("Respuesta a la advertencia {at}"));
        let sentence = counter.place(&format!("{at}. "));
        for place in [answer, sentence] {
            assert!(place.top() >= top && place.bottom() <= fault.top(), "{at}: {place:?} above {fault:?}");
        }
    }
}

/// Pictures of the dialogs, to be looked at: `PICTURES` names their folder.
#[test]
#[ignore = "for eyes"]
fn pictures() {
    let folder = std::path::PathBuf::from(std::env::var_os("PICTURES").unwrap_or("/tmp/together".into()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut small = at_warnings_on(1.5);
    let supervisor = small.users.unwrap().supervisor;
    small.click("Justificar las advertencias…").until("Aprobación de supervisión");
    small.fill("Por qué se pide (advertencia 1)", "Verificado en el portal");
    small.click("Usar este motivo en las que no tienen").click("Llamar a supervisión");
    small.until("Respuesta a la advertencia 1").press(Key::Num1).press(Key::Num1);
    small.fill("Usuario de supervisión", supervisor.login).fill("Contraseña de supervisión", "no es esta, no");
    small.click("Responder").until("Usuario o contraseña incorrectos").picture(&folder.join("answer-150.png"));
    let mut counter = at_warnings();
    counter.click("Justificar las advertencias…").until("Aprobación de supervisión");
    counter.fill("Por qué se pide (advertencia 1)", "Verificado en el portal").click("Llamar a supervisión");
    counter.until("Escriba el motivo.").picture(&folder.join("ask.png"));
    counter.click("Usar este motivo en las que no tienen").click("Llamar a supervisión");
    counter.until("Respuesta a la advertencia 1").press(Key::Num1).press(Key::Num2);
    counter.fill("Usuario de supervisión", supervisor.login).fill("Contraseña de supervisión", supervisor.password);
    counter.click("Mostrar").picture(&folder.join("answer.png"));
    counter.click("Responder").until("Escriba el motivo.").picture(&folder.join("no-without-reason.png"));
    counter.press(Key::Escape).rest().picture(&folder.join("after.png"));
}
