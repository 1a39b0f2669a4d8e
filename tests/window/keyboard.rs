//! In the real window: the keyboard comes back to where it was, which is proved by what is typed then.

use ventanilla::sample::USERS;

use super::{CLERK, Machine, Visit};

#[test]
fn what_is_typed_after_a_way_out_and_back_stands_where_it_was_typed_before() {
    let Some(machine) = Machine::heard_by(USERS.clerks[1]) else { return };
    let screen = &machine.screen;
    let mut visit = Visit::begin(&machine);
    let shown = |visit: &Visit<'_>| visit.draft()["confirmation"].clone();
    let unlock = || {
        screen.press("ctrl+l");
        screen.until_sees("Pantalla bloqueada");
        screen.type_text(CLERK.1);
        screen.press("Return");
        screen.until_sees("Bloquear");
    };

    // A group of answers: each way out ends before a digit, which answers there and nowhere else.
    screen.press("F1");
    screen.until_sees("Atajos del teclado");
    screen.press("Escape");
    screen.until_gone("Atajos del teclado");
    visit.answers("2");
    let second = shown(&visit);
    screen.press("shift+Tab");
    unlock();
    visit.answers("1");
    let first = shown(&visit);
    assert!(first.is_string() && first != second, "{first} {second}");
    screen.press("shift+Tab");
    for elsewhere in ["F6", "ctrl+3", "ctrl+4", "ctrl+8"] {
        screen.press(elsewhere);
    }
    screen.press("ctrl+2");
    visit.answers("2");
    assert_eq!(shown(&visit), second);

    // A field: what is written after each way out stands in it.
    visit.goes_on().answers("1").answers("1").answers("2").goes_on();
    screen.until_sees("Número del tercero");
    let writes = |visit: &Visit<'_>, number: &str| {
        screen.write_over(number);
        screen.until(number, || visit.draft()["employer_key"]["presenter"].to_string().contains(number).then_some(()));
    };
    writes(&visit, "17100");
    screen.press("F1");
    screen.until_sees("Atajos del teclado");
    screen.press("Escape");
    screen.until_gone("Atajos del teclado");
    writes(&visit, "17143");
    unlock();
    writes(&visit, "17151");
    screen.press("ctrl+3");
    screen.press("ctrl+2");
    writes(&visit, "1710034065");

    // Set aside and taken up again, the visit opens at the step where it was left.
    screen.rest();
    visit.does("F7", "visit.park");
    screen.press("F6");
    screen.until("its button", || (screen.keyboard_at() == "Retomar la atención").then_some(()));
    visit.says("Return", "visit.resume");
    screen.until("the keyboard in the step", || screen.keyboard_at().ends_with("del tercero").then_some(()));
}
