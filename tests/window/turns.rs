//! In the real window: who is called, and who is found.

use ventanilla::domain::id::TurnId;
use ventanilla::domain::turn::TurnState;
use ventanilla::sample::USERS;
use ventanilla::store::turn::TurnRow;

use super::{Machine, Visit, operations, store};

const CALLED: &str = "¿Qué pasó con la persona llamada?";

/// Every turn of the day, as it stands now.
fn day(visit: &Visit<'_>) -> Vec<TurnRow> {
    let one = visit.machine.turn(&visit.reader, "001");
    store::turn::of_day(&visit.reader, one.centre, one.turn.day).unwrap()
}

fn called(visit: &Visit<'_>) -> Vec<TurnId> {
    day(visit).iter().filter(|row| row.turn.state == TurnState::Called).map(|row| row.id).collect()
}

#[test]
fn f2_twice_asks_and_every_call_has_a_way_back() {
    let Some(machine) = Machine::heard_by(USERS.clerks[1]) else { return };
    let screen = &machine.screen;
    let mut visit = Visit::before(&machine);
    visit.does("F2", "turn.call");
    let first = called(&visit)[0];
    let state = |visit: &Visit<'_>| store::turn::get(&visit.reader, first).unwrap().unwrap().turn.state;
    let arrived = store::turn::get(&visit.reader, first).unwrap().unwrap().turn.arrived;

    // Enter alone, and a digit that no answer has, answer nothing.
    let done = operations(&visit.reader).len();
    screen.press("F2");
    screen.until_sees(CALLED);
    assert_eq!(screen.keyboard_at(), "Volver");
    screen.press_many("4", 2);
    screen.rest();
    screen.press_once_read("Return");
    screen.until_gone(CALLED);
    assert_eq!((called(&visit), operations(&visit.reader).len()), (vec![first], done));

    // Called by mistake: they wait where they did, and are the next one again.
    screen.press("F2");
    screen.until_sees(CALLED);
    visit.says("2", "turn.call_taken_back");
    let back = store::turn::get(&visit.reader, first).unwrap().unwrap().turn;
    assert_eq!((back.state, back.arrived), (TurnState::Arrived, arrived));
    visit.does("F2", "turn.call");
    assert_eq!(called(&visit), [first]);

    // Nobody counts as not having come after one call; the second one is half a minute later at least.
    let is_offered = |name: &str| screen.hears().iter().any(|it| it.name == name && it.is_enabled);
    assert!(!is_offered("No se presentó"));
    screen.until("the second call", || {
        screen.reach("Llamar de nuevo").press_many("Return", 1);
        screen.rest();
        let calls = store::turn::get(&visit.reader, first).unwrap().unwrap().called;
        calls.filter(|call| call.times == 2)
    });
    screen.until("a full count", || is_offered("No se presentó").then_some(()));
    visit.enters("No se presentó", "turn.no_show");
    assert_eq!(state(&visit), TurnState::NoShow);
    visit.enters("Deshacer «No se presentó»", "turn.no_show_taken_back");
    let back = store::turn::get(&visit.reader, first).unwrap().unwrap();
    assert_eq!((back.turn.state, back.called.unwrap().times), (TurnState::Called, 2));

    // No digit says it in the question either.
    let missed = "Anotar «No se presentó» y llamar a otra persona";
    screen.press("F2");
    screen.until_sees(CALLED);
    screen.press_many("4", 2);
    screen.rest();
    assert!(is_offered(missed) && state(&visit) == TurnState::Called);
    visit.enters(missed, "turn.no_show");
    screen.until("the next call", || called(&visit).first().filter(|id| **id != first).copied());
    screen.rest();
    assert_eq!(state(&visit), TurnState::NoShow);

    // Whoever is called now is begun with by Enter.
    assert_eq!(screen.keyboard_at(), "Empezar la atención");
    let second = called(&visit)[0];
    visit.does("Return", "visit.begin");
    assert_eq!(visit.kept().turn, second);
}

#[test]
fn a_search_chooses_a_code_before_a_number_and_begins_nothing() {
    let Some(machine) = Machine::heard_by(USERS.clerks[1]) else { return };
    let screen = &machine.screen;
    let mut visit = Visit::before(&machine);
    let all = day(&visit);
    let end = |row: &TurnRow| row.turn.code.as_str().rsplit('-').next().unwrap().to_owned();
    // What ends the code of somebody who is not here yet stands in the number of somebody before them, too.
    let (wanted, text) = all
        .iter()
        .enumerate()
        .find_map(|(at, row)| {
            let (text, is_coming) = (end(row), row.turn.state == TurnState::Scheduled);
            let is_in_a_number = all[..at].iter().any(|other| other.turn.holder.as_str().contains(&text));
            (is_coming && is_in_a_number).then(|| (row.clone(), text))
        })
        .unwrap();
    let done = operations(&visit.reader).len();
    machine.finds(&text);
    screen.until_sees(wanted.turn.code.as_str());
    screen.press_once_read("Return");
    screen.until("its button", || (screen.keyboard_at() == "Registrar llegada").then_some(()));
    assert_eq!(operations(&visit.reader).len(), done, "nothing was begun");
    visit.says("Return", "turn.arrive");
    assert_eq!(store::turn::get(&visit.reader, wanted.id).unwrap().unwrap().turn.state, TurnState::Arrived);
}
