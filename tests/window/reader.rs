//! In the real window: what readers type, at their pace, whatever has the keyboard.

use chrono::NaiveDate;
use ventanilla::domain::id::VisitId;
use ventanilla::domain::procedure::employer_key::EmployerKey;
use ventanilla::domain::turn::TurnState;
use ventanilla::domain::visit::{Asked, DocumentForm, DocumentKind, TypedNumber, Validity};
use ventanilla::intake::visit_v1;
use ventanilla::sample::USERS;

use super::{Machine, Visit, operations, store};
use crate::support::screen::Screen;
use crate::support::zones::cedula_card;

/// The pace of readers, in milliseconds a character, and how they end a line.
const READERS: [(u32, &str); 4] = [(5, "Return"), (20, "Tab"), (40, "Return"), (60, "Tab")];

#[test]
fn a_turn_that_is_read_during_a_visit_arrives_and_answers_nothing() {
    let Some(mut machine) = Machine::without_printer() else { return };
    machine.open_demo();
    machine.log_in();
    let visit = Visit::begin(&machine);
    let turn = store::visit::get(&visit.reader, VisitId(1)).unwrap().unwrap().turn;
    let turn = store::turn::get(&visit.reader, turn).unwrap().unwrap();
    let today = store::turn::of_day(&visit.reader, turn.centre, turn.turn.day).unwrap();
    let mut coming = today.iter().filter(|row| row.turn.state == TurnState::Scheduled);
    for (gap, end) in READERS {
        let row = coming.next().unwrap();
        machine.screen.read(row.turn.code.as_str(), gap, end);
        machine.screen.until("the arrival", || {
            let now = store::turn::get(&visit.reader, row.id).unwrap().unwrap();
            (now.turn.state == TurnState::Arrived).then_some(())
        });
        machine.screen.rest();
    }
    let kept = store::visit::get(&visit.reader, VisitId(1)).unwrap().unwrap();
    assert_eq!(kept.draft_revision, 0, "{}", kept.draft);
    assert!(machine.is_running());
}

#[test]
fn a_password_typed_by_a_program_logs_in_and_is_no_reading() {
    logs_in(|screen| screen.read(super::CLERK.1, 10, "Return"));
}

/// The readable zone of a passport: the example of ICAO 9303.
const ZONE: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";

#[test]
fn a_document_that_is_read_during_a_visit_is_shown_beside_the_question_and_answers_nothing() {
    let Some(machine) = Machine::heard_by(USERS.clerks[1]) else { return };
    let screen = &machine.screen;
    let mut visit = Visit::begin(&machine);
    visit.comes_to_the_request();
    let written = visit.draft();
    for (gap, end) in READERS {
        screen.read(ZONE, gap, end);
        screen.until_sees("Leído en el documento (pasaporte): L898902C3");
        screen.until_sees("El nombre no es el que consta aquí");
        assert_eq!(visit.draft(), written, "nobody has answered");
        screen.enter("Descartar lo leído");
        screen.until_gone("Leído en el documento");
    }
    assert_eq!(visit.draft(), written);
}

#[test]
fn a_cedula_that_is_read_fills_in_what_the_answer_asks_for_whatever_ends_its_lines() {
    let Some(machine) = Machine::heard_by(USERS.clerks[1]) else { return };
    let screen = &machine.screen;
    let mut visit = Visit::begin(&machine);
    visit.comes_to_the_request();
    let turn = store::turn::get(&visit.reader, visit.kept().turn).unwrap().unwrap().turn;
    let (number, name) = (turn.holder.as_str().to_owned(), turn.holder_name);
    let zone = cedula_card(&name, &number, "300419");
    let shown =
        |visit: &Visit<'_>| visit_v1::read_draft::<EmployerKey>(&visit.kept().draft).unwrap().papers.applicant_document;
    for (gap, end) in [(10, "Return"), (20, "ctrl+j")] {
        screen.read(&zone, gap, end);
        screen.until_sees(&format!("Leído en el documento (cédula): {number}"));
        screen.until_sees("Compárelo con la persona y con el documento, y responda.");
        // What was answered of another reading is asked anew.
        screen.until("the question, open", || shown(&visit).is_none().then_some(()));
        if screen.keyboard_at() == "Completar este paso" {
            // After an answer the keyboard went on: Enter leads back to what is open.
            screen.press("Return");
        }
        screen.press_once_read("1");
        let document = screen.until("the answer", || match shown(&visit) {
            Some(Asked::Shown(document)) => Some(document),
            _ => None,
        });
        assert_eq!((document.kind, document.form), (DocumentKind::Cedula, Some(DocumentForm::Original)));
        assert_eq!(document.holder.number.as_ref().map(TypedNumber::text), Some(number.as_str()), "{end}");
        assert_eq!(document.holder.name, name, "{end}");
        assert_eq!(document.validity, NaiveDate::from_ymd_opt(2030, 4, 19).map(Validity::Until), "{end}");
        screen.rest();
    }
}

#[test]
fn a_kind_of_code_another_keyboard_s_hyphen_and_a_code_in_vain_are_each_told() {
    let Some(machine) = Machine::heard_by(USERS.clerks[1]) else { return };
    let (screen, reader) = (&machine.screen, machine.reader());
    let first = machine.turn(&reader, "001").turn;
    let today = store::turn::of_day(&reader, store::centre::centres(&reader).unwrap()[0].id, first.day).unwrap();
    let mut coming = today.iter().filter(|row| row.turn.state == TurnState::Scheduled);
    let spoilt: [fn(&str) -> String; 2] = [|code| format!("]C1{code}"), |code| code.replace('-', "'")];
    for spoil in spoilt {
        let row = coming.next().unwrap();
        let code = row.turn.code.as_str();
        assert!(code.contains('-'), "{code}");
        screen.read(&spoil(code), 20, "Return");
        screen.until_sees(&format!("Llegó {}", row.turn.holder_name));
        let now = store::turn::get(&reader, row.id).unwrap().unwrap();
        assert_eq!(now.turn.state, TurnState::Arrived, "{code}");
    }
    screen.read("ZZ99-12345", 20, "Return");
    screen.until_sees("El lector leyó «ZZ99-12345»");
}

#[test]
fn a_pasted_line_end_is_no_part_of_a_password() {
    logs_in(|screen| {
        screen.copy_elsewhere(&format!("{}\r\n", super::CLERK.1));
        screen.press("ctrl+v");
        screen.press("Return");
    });
}

/// The clerk types their name, the password comes as it comes, and that is a login.
fn logs_in(password: impl FnOnce(&Screen)) {
    let Some(mut machine) = Machine::without_printer() else { return };
    machine.open_demo();
    let reader = machine.reader();
    let logins = || operations(&reader).iter().filter(|it| *it == "user.log_in").count();
    let before = logins();
    machine.screen.type_text(super::CLERK.0);
    machine.screen.press("Return");
    password(&machine.screen);
    machine.screen.until("the login", || (logins() > before).then_some(()));
}
