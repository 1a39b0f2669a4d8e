//! In the real window: nothing is recorded that nobody meant, and a digit that looks pressed goes on.

use ventanilla::store::search::{self, Query};

use super::{Machine, Visit, operations, slips, store};

#[test]
fn enter_alone_registers_nothing() {
    let Some(mut machine) = Machine::without_printer() else { return };
    machine.open_demo();
    machine.log_in();
    let visit = Visit::begin(&machine);
    let (written, done) = (visit.draft(), operations(&visit.reader).len());
    for key in ["Return", "space", "F8", "Next"] {
        machine.screen.press_many(key, 20);
        machine.screen.press_many("Return", 20);
        machine.screen.rest();
    }
    assert_eq!(visit.draft(), written);
    assert_eq!(operations(&visit.reader).len(), done, "{:?}", operations(&visit.reader).last());
    assert!(slips(&visit.reader).is_empty() && machine.is_running());
}

#[test]
fn a_digit_on_the_employer_takes_the_candidate_and_enter_nothing_more() {
    let Some(mut machine) = Machine::without_printer() else { return };
    machine.open_demo();
    machine.log_in();
    let mut visit = Visit::begin(&machine);
    visit.answers("1").goes_on().answers("1");
    machine.screen.press_many("Return", 5);
    machine.screen.rest();
    let written = visit.draft();
    let employer = &written["employer_key"]["employer"];
    // A household's employer has the number of its holder.
    let turn = store::turn::get(&visit.reader, visit.kept().turn).unwrap().unwrap().turn;
    let holder = turn.holder.as_str();
    assert_eq!(employer["number"].as_str(), Some(format!("{holder}000").as_str()), "{written:#}");
    assert!(written["employer_key"]["reason_in_person"].is_null() && written["employer_key"]["presenter"].is_null());
}

#[test]
fn a_name_typed_after_the_register_filled_it_in_answers_nothing() {
    let Some(mut machine) = Machine::without_printer() else { return };
    machine.open_demo();
    machine.log_in();
    let mut visit = Visit::begin(&machine);
    visit.answers("1").goes_on().answers("1").answers("1").answers("2").goes_on();
    let known = search::people(&visit.reader, &Query::new("17")).unwrap().pop().unwrap();
    machine.screen.type_text(known.number.as_str());
    machine.screen.type_text("\nGARCIA 123\n456\n");
    machine.screen.rest();
    machine.screen.until("the third party's name", || {
        let written = visit.draft();
        (written["employer_key"]["presenter"].to_string().contains(&known.name)).then_some(())
    });
    let presenter = visit.draft()["employer_key"]["presenter"].to_string();
    assert!(!presenter.contains("document") && !presenter.contains("authorisation"), "{presenter}");
}

#[test]
fn a_digit_that_looks_pressed_goes_on_by_itself() {
    let Some(mut machine) = Machine::without_printer() else { return };
    machine.open_demo();
    machine.log_in();
    let mut visit = Visit::begin(&machine);
    // Each is saved without another key, a move or a wake from elsewhere; to and fro, so that each is news.
    for nth in 0..12 {
        visit.answers(if nth % 2 == 0 { "2" } else { "1" });
        machine.screen.press("shift+Tab");
    }
}
