//! In the real window: a supervisor's word, and a clerk's doubt.

use ventanilla::domain::approval::RequestState;
use ventanilla::domain::visit::{NoticeKind, VisitOutcome};
use ventanilla::sample::USERS;
use ventanilla::store::visit::VisitState;

use super::{Machine, Visit, slips, store};

/// How the requests about a visit stand, with the clerk's reason for each.
fn asked(visit: &Visit<'_>) -> Vec<(String, RequestState)> {
    let asked = store::approval::about(&visit.reader, "visit", visit.id.0).unwrap();
    asked.into_iter().map(|it| (it.reason, it.state)).collect()
}

/// The first answer to everything, up to what follows the papers.
fn papers_in_order(visit: &mut Visit<'_>) {
    for next in ["Seguir con el empleador", "Seguir con la solicitud", "Seguir con el documento de identidad"] {
        visit.answers_up_to(next).goes_on();
    }
    visit.answers("1");
}

#[test]
fn one_word_answers_several_warnings_and_a_wrong_password_none() {
    let Some(machine) = Machine::heard_by(USERS.clerks[1]) else { return };
    let screen = &machine.screen;
    let mut visit = Visit::begin_with(&machine, "008");
    papers_in_order(&mut visit);
    screen.until_sees("Justificar las advertencias…");
    visit.goes_on();
    screen.until_sees("Aprobación de supervisión");
    // Each has a reason of its own.
    screen.press_once_read("Return");
    screen.until_sees("Escriba el motivo.");
    screen.reach("Por qué se pide (advertencia 1)").write_over("visto en el portal");
    screen.reach("Por qué se pide (advertencia 2)").write_over("trae nombramiento");
    screen.until_gone("Escriba el motivo.");
    screen.enter("Llamar a supervisión");
    screen.until_sees("Respuesta a la advertencia 2");
    let waiting: Vec<_> = asked(&visit);
    assert_eq!(waiting.len(), 2);
    assert!(waiting.iter().all(|(_, state)| *state == RequestState::Waiting), "{waiting:?}");

    // A wrong password answers nothing, and leaves nothing to read.
    let (supervisor, password) = (USERS.supervisor, "Contraseña de supervisión");
    screen.press_once_read("1");
    screen.press_once_read("1");
    screen.reach("Usuario de supervisión");
    screen.type_text(supervisor.login);
    screen.reach(password);
    screen.type_text("no es esta");
    screen.enter("Mostrar");
    assert_eq!(screen.value(password), "no es esta");
    screen.enter("Responder");
    screen.until_sees("Usuario o contraseña incorrectos");
    assert_eq!(asked(&visit), waiting);
    assert_eq!(screen.keyboard_at(), password);
    assert!(screen.sees("Mostrar") && !screen.sees("Ocultar") && screen.value(password).is_empty());

    // The right one, once, answers both, each with its reason.
    screen.type_text(supervisor.password);
    assert!(!screen.value(password).contains("cocha"), "{}", screen.value(password));
    screen.until_gone("Usuario o contraseña incorrectos");
    // One that comes too soon after a wrong one leads back to the field: it is typed again.
    screen.until("the answers", || {
        if screen.keyboard_at() == password {
            screen.write_over(supervisor.password);
            screen.reach("Responder").press_many("Return", 1);
        }
        (visit.count("visit.override") == 2).then_some(())
    });
    let answered = asked(&visit);
    assert!(answered.iter().all(|(_, state)| *state == RequestState::Used), "{answered:?}");
    let given = store::visit::overrides(&visit.reader, visit.id).unwrap();
    let mut reasons: Vec<&str> = given.iter().map(|it| it.reason.as_str()).collect();
    reasons.sort_unstable();
    assert_eq!(reasons, ["trae nombramiento", "visto en el portal"]);
    assert!(given.iter().all(|it| it.approval.is_some() && it.given_by == visit.kept().clerk));
}

#[test]
fn a_supervisor_s_password_that_a_program_types_is_no_reading_and_grants() {
    let Some(machine) = Machine::heard_by(USERS.clerks[1]) else { return };
    let screen = &machine.screen;
    let mut visit = Visit::begin_with(&machine, "008");
    papers_in_order(&mut visit);
    screen.until_sees("Justificar las advertencias…");
    visit.goes_on();
    screen.until_sees("Aprobación de supervisión");
    screen.reach("Por qué se pide (advertencia 1)").write_over("visto en el portal");
    screen.reach("Por qué se pide (advertencia 2)").write_over("trae nombramiento");
    screen.enter("Llamar a supervisión");
    screen.until_sees("Respuesta a la advertencia 2");
    screen.press_once_read("1");
    screen.press_once_read("1");
    let (login, password) = (USERS.supervisor.login, USERS.supervisor.password);
    screen.reach("Usuario de supervisión").type_text(login);
    screen.reach("Contraseña de supervisión");
    let shows = || screen.hears().iter().any(|it| it.name.contains(password) || it.name.contains("El lector"));
    // Its first word has a letter that this keyboard has no key for.
    let (first, others) = password.split_at(password.find(' ').unwrap());
    screen.copy_elsewhere(first);
    screen.press("ctrl+v");
    assert!(others.len() > 10, "as long as a code");
    screen.read(others, 10, "Return");
    assert!(!shows());
    // Its Enter led on, as a hand's does.
    assert_eq!(screen.keyboard_at(), "Responder");
    screen.press("Return");
    screen.until("the answers", || (visit.count("visit.override") == 2).then_some(()));
    assert!(!shows());
    let answered = asked(&visit);
    assert!(answered.iter().all(|(_, state)| *state == RequestState::Used), "{answered:?}");
}

#[test]
fn a_doubt_is_told_and_ends_a_visit_in_which_all_is_in_order() {
    let Some(machine) = Machine::heard_by(USERS.clerks[1]) else { return };
    let screen = &machine.screen;
    let mut visit = Visit::begin(&machine);
    visit.is_made_ready();
    screen.until_sees("Imprimir clave");
    // A supervisor is asked to look; the visit goes on.
    screen.enter("Pedir revisión…");
    screen.until_sees("Pedir que supervisión revise");
    let before = visit.count("visit.ask_look");
    screen.press_once_read("Return");
    screen.until_sees("Escriba el motivo.");
    screen.type_text("copia rara");
    screen.press("Return");
    assert_eq!(visit.count("visit.ask_look"), before);
    visit.says("Return", "visit.ask_look");
    assert_eq!(visit.kept().state, VisitState::Open);
    // Enter alone ends nothing; a doubt in words does.
    screen.enter("Terminar sin clave…");
    screen.until_sees("Todo está en orden para entregar la clave.");
    screen.press_many("Return", 3);
    screen.until_sees("Escriba el motivo.");
    assert_eq!(visit.kept().state, VisitState::Open);
    screen.type_text("la firma no se parece");
    screen.press("Return");
    screen.press_once_read("Return");
    visit.says("Return", "visit.end");
    assert_eq!(visit.kept().state, VisitState::Ended(VisitOutcome::NotServed));
    assert!(slips(&visit.reader).is_empty());
    let notices = store::notice::unseen(&visit.reader, visit.kept().centre).unwrap();
    assert_eq!(notices.iter().map(|it| (it.visit, it.kind)).collect::<Vec<_>>(), [(visit.id, NoticeKind::Look)]);
}
