//! Readers that type: of bar codes and of documents, slow and fast, whatever has the keyboard.

use eframe::egui::Key;
use ventanilla::domain::procedure::employer_key::case::Case;
use ventanilla::domain::turn::TurnState;
use ventanilla::domain::visit::{Asked, Document, DocumentForm, DocumentKind, Validity};
use ventanilla::ops::view;
use ventanilla::sample::Caller;

use super::harness::{Counter, Scene};
use super::visits::{begin, counter, script, with_clerk};
use crate::support::zones::{cedula_card, passport, plain};

fn state_of(counter: &Counter, caller: &Caller) -> TurnState {
    counter.desk(|desk| {
        let house = desk.house().unwrap();
        let today = view::today(&house, &house.reader().unwrap()).unwrap();
        today.turns.iter().find(|row| row.id == caller.turn).unwrap().turn.state
    })
}

fn case_of(counter: &Counter, caller: &Caller) -> Case {
    counter.desk(|desk| {
        let house = desk.house().unwrap();
        let reader = house.reader().unwrap();
        let visit = view::visits_of_turn(&reader, caller.turn).unwrap().pop().unwrap();
        view::case_at_hand(&house, &reader, visit.id).unwrap().case
    })
}

#[test]
fn a_slow_reader_registers_the_arrival_and_answers_nothing() {
    for (gap, end) in [(0.005, Key::Enter), (0.02, Key::Tab), (0.06, Key::Enter), (0.06, Key::Tab)] {
        let mut counter = counter();
        let script = script(&counter);
        // Digits of a code are answers, where the keyboard is in a group of them.
        begin_turn(&mut counter, &script.domestic);
        let before = case_of(&counter, &script.domestic);
        counter.read(&script.represented.turn_code, gap, end);
        counter.step_until("the arrival", |it| state_of(it, &script.represented) == TurnState::Arrived);
        assert_eq!(case_of(&counter, &script.domestic).around.turn, before.around.turn, "{gap} s");
    }
}

/// At the first question of a visit, which has the keyboard.
fn begin_turn(counter: &mut Counter, caller: &Caller) {
    super::visits::call(counter, caller);
    counter.click("Empezar la atención").until("Cómo muestra la confirmación del turno");
}

#[test]
fn another_keyboards_hyphen_and_the_kind_of_bar_code_are_understood() {
    let spoilt: [fn(&str) -> String; 3] =
        [|code| code.replace('-', "'"), |code| format!("]C1{code}"), |code| format!("+C1{}", code.replace('-', "'"))];
    for spoil in spoilt {
        let mut counter = counter();
        let caller = script(&counter).represented;
        counter.scan(&spoil(&caller.turn_code)).until("Llegó");
        assert_eq!(state_of(&counter, &caller), TurnState::Arrived);
    }
}

#[test]
fn a_reading_that_finds_nothing_says_so() {
    let mut counter = counter();
    counter.read("ZZ99-12345", 0.05, Key::Tab).until("El lector leyó «ZZ99-12345»");
}

#[test]
fn a_password_typed_by_a_program_is_no_reading_and_is_not_lost() {
    for gap in [0.005, 0.03] {
        let mut counter = Scene::demo().open();
        let (login, password) = {
            let users = counter.users.as_ref().unwrap();
            (users.supervisor.login, users.supervisor.password)
        };
        counter.until("Contraseña").fill("Usuario", "");
        for letter in login.chars() {
            counter.frame(vec![eframe::egui::Event::Text(letter.into())], gap);
        }
        counter.frame(vec![], gap).press(Key::Tab);
        assert!(counter.has_keyboard("Contraseña"));
        counter.read(password, gap, Key::Enter).until("Turnos");
        assert!(counter.until("Bloquear").labels().iter().all(|label| !label.contains(password)));
    }
}

#[test]
fn a_pasted_line_end_is_no_part_of_a_password() {
    let mut counter = Scene::demo().open();
    let password = counter.users.as_ref().unwrap().supervisor.password;
    let login = counter.users.as_ref().unwrap().supervisor.login;
    counter.until("Contraseña").fill("Usuario", login).click("Contraseña");
    counter.frame(vec![eframe::egui::Event::Paste(format!("{password}\r\n"))], 0.1).press(Key::Enter).until("Bloquear");
}

#[test]
fn a_passport_that_is_read_fills_in_what_the_answer_asks_for_and_answers_nothing() {
    let mut counter = with_clerk(Scene::filled());
    let caller = script(&counter).foreigner;
    begin(&mut counter, &caller, "Quien solicita");
    let (surnames, given) =
        plain(&caller.applicant.name).split_once(' ').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let number = caller.applicant.passport.as_ref().unwrap().to_string();
    let zone = passport(&surnames, &given, &number, "300419");
    counter
        .read(&zone, 0.02, Key::Enter)
        .until("Documento que muestra")
        .until(&format!("Leído en el documento (pasaporte): {number}"));
    assert_eq!(case_of(&counter, &caller).copy.papers.applicant_document, None, "nobody has answered");
    counter.click("Pasaporte original y vigente; el nombre coincide").rest();
    let filled = |it: &Counter| {
        let Some(Asked::Shown(document)) = case_of(it, &caller).copy.papers.applicant_document else { return false };
        let until = chrono::NaiveDate::from_ymd_opt(2030, 4, 19).unwrap();
        document.kind == DocumentKind::Passport
            && document.holder.number.as_ref().is_some_and(|it| it.text() == number)
            && document.holder.name == caller.applicant.name
            && document.validity == Some(Validity::Until(until))
    };
    counter.step_until("the document", filled);
}

#[test]
fn a_cedula_that_is_read_fills_in_what_the_answer_asks_for_whatever_ends_its_lines() {
    for end in [Key::Enter, Key::J] {
        let mut counter = with_clerk(Scene::filled());
        let caller = script(&counter).domestic;
        begin(&mut counter, &caller, "Quien solicita");
        let number = caller.applicant.number.as_str();
        counter.read(&cedula_card(&caller.applicant.name, number, "300419"), 0.02, end);
        counter.until("Documento que muestra").until(&format!("Leído en el documento (cédula): {number}"));
        counter.until("Compárelo con la persona y con el documento, y responda.");
        assert_eq!(case_of(&counter, &caller).copy.papers.applicant_document, None, "nobody has answered");
        counter.click("Cédula original; número y nombre coinciden");
        counter.step_until("the document", |it| {
            let Some(Asked::Shown(shown)) = case_of(it, &caller).copy.papers.applicant_document else { return false };
            is_filled_in(&shown, number, &caller.applicant.name)
        });
        assert!(!counter.sees("Lo leído no coincide"));
    }
}

/// An original cédula of this number and name, until 19 April 2030.
fn is_filled_in(document: &Document, number: &str, name: &str) -> bool {
    document.kind == DocumentKind::Cedula
        && document.form == Some(DocumentForm::Original)
        && document.holder.number.as_ref().is_some_and(|it| it.text() == number)
        && document.holder.name == name
        && document.validity == chrono::NaiveDate::from_ymd_opt(2030, 4, 19).map(Validity::Until)
}

#[test]
fn the_cedula_of_a_third_party_names_them_and_fills_in_their_document() {
    for end in [Key::Enter, Key::J] {
        let mut counter = with_clerk(Scene::filled());
        let (caller, third) = (script(&counter).authorising, script(&counter).third_party);
        begin(&mut counter, &caller, "Tercero autorizado");
        counter.click("Seguir con la autorización").until("Número del tercero");
        counter.read(&cedula_card(&third.name, third.number.as_str(), "300419"), 0.02, end);
        counter.until(&format!("Leído en el documento (cédula): {}", third.number));
        counter.step_until("their number", |it| it.value("Número del tercero") == third.number.as_str());
        let name = counter.value("Apellidos y nombres del tercero");
        assert_eq!(plain(&name), plain(&third.name));
        let somebody =
            |it: &Counter| case_of(it, &caller).copy.papers.presenter.and_then(|it| it.at_window().cloned()).unwrap();
        assert_eq!(somebody(&counter).document, None, "nobody has answered");
        counter.click("Cédula original; número y nombre coinciden");
        counter.step_until("the document", |it| match somebody(it).document {
            Some(Asked::Shown(shown)) => is_filled_in(&shown, third.number.as_str(), &name),
            _ => false,
        });
    }
}

#[test]
fn a_document_in_another_name_is_seen_at_once() {
    let mut counter = with_clerk(Scene::filled());
    let caller = script(&counter).foreigner;
    begin(&mut counter, &caller, "Quien solicita");
    counter.read(&passport("ERIKSSON", "ANNA", "L898902C3", "300419"), 0.02, Key::Enter);
    counter.until("El nombre no es el que consta aquí");
    counter.click("Descartar lo leído").until_gone("Leído en el documento");
}

#[test]
fn half_a_zone_is_told_and_is_not_looked_for_among_the_turns() {
    let mut counter = with_clerk(Scene::filled());
    let caller = script(&counter).foreigner;
    begin(&mut counter, &caller, "Quien solicita");
    let zone = passport("ERIKSSON", "ANNA", "L898902C3", "300419");
    counter.read(zone.lines().next().unwrap(), 0.02, Key::Enter);
    counter.frame(vec![], 1.2).until("El lector no leyó bien el documento");
}

/// Pictures of what a reader read, to be looked at: `PICTURES` names their folder.
#[test]
#[ignore = "for eyes"]
fn pictures() {
    let folder = std::path::PathBuf::from(std::env::var_os("PICTURES").unwrap_or("/tmp/reader".into()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut counter = with_clerk(Scene::filled());
    let caller = script(&counter).foreigner;
    begin(&mut counter, &caller, "Quien solicita");
    counter.read(&passport("ERIKSSON", "ANNA", "L898902C3", "300419"), 0.02, Key::Enter);
    counter.until("Leído en el documento").picture(&folder.join("other.png"));
    let number = caller.applicant.passport.as_ref().unwrap().to_string();
    let name = plain(&caller.applicant.name);
    let (surnames, given) = name.split_once(' ').unwrap();
    counter.read(&passport(surnames, given, &number, "300419"), 0.02, Key::Enter).until("Compárelo con la persona");
    counter.picture(&folder.join("own.png"));
    counter.click("Pasaporte original y vigente; el nombre coincide").rest().picture(&folder.join("filled.png"));
}

#[test]
fn a_reading_in_vain_is_told_whatever_is_shown() {
    let mut counter = counter();
    counter.press_with(eframe::egui::Modifiers::COMMAND, Key::Num3).until("Busque en el registro");
    counter.scan("ZZ99-12345").until("El lector leyó «ZZ99-12345»");
    counter.click("Cerrar el aviso").until_gone("El lector leyó");
}

#[test]
fn another_reading_asks_again_and_what_was_read_goes_with_its_answer() {
    let mut counter = with_clerk(Scene::filled());
    let caller = script(&counter).foreigner;
    begin(&mut counter, &caller, "Quien solicita");
    counter.read(&passport("PEREZ", "MARIA", "P99999999", "200101"), 0.02, Key::Enter);
    counter.until("Leído en el documento").click("Pasaporte original y vigente; el nombre coincide");
    counter.until("Lo leído no coincide con la persona");
    let shown = |it: &Counter| case_of(it, &caller).copy.papers.applicant_document;
    counter.step_until("what was read", |it| matches!(shown(it), Some(Asked::Shown(_))));
    // The right one: nobody has looked at it yet.
    let number = caller.applicant.passport.as_ref().unwrap().to_string();
    let name = plain(&caller.applicant.name);
    let (surnames, given) = name.split_once(' ').unwrap();
    counter.read(&passport(surnames, given, &number, "300419"), 0.02, Key::Enter).until("Compárelo con la persona");
    counter.step_until("the question, open", |it| shown(it).is_none());
    counter.click("Pasaporte original y vigente; el nombre coincide");
    counter.step_until("the answer", |it| matches!(shown(it), Some(Asked::Shown(_))));
    counter.click("Descartar lo leído").step_until("the question, open again", |it| shown(it).is_none());
}
