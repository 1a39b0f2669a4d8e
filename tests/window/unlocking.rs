//! In the real window: an affiliate key unlocked by the keyboard alone, heard as a screen reader hears it.

use std::time::Duration;

use ventanilla::domain::calendar::Zone;
use ventanilla::domain::procedure_id::ProcedureId;
use ventanilla::domain::turn::{Origin, TurnState};
use ventanilla::domain::visit::VisitOutcome;
use ventanilla::ops::{Clock as _, SystemClock};
use ventanilla::sample::{self, USERS};
use ventanilla::store::turn::TurnRow;
use ventanilla::store::visit::VisitState;
use ventanilla::store::{self, Reader};

use super::{Machine, Visit};

/// Somebody who waits with a turn given at the window.
fn waiting(reader: &Reader) -> TurnRow {
    let day = sample::mid_morning(SystemClock.now()).unwrap().day(Zone::Mainland);
    let centre = store::centre::centres(reader).unwrap()[0].id;
    let today = store::turn::of_day(reader, centre, day).unwrap();
    let is_theirs = |row: &TurnRow| {
        (row.turn.procedure, row.turn.origin, row.turn.state)
            == (ProcedureId::AFFILIATE_KEY_UNLOCK, Origin::WalkIn, TurnState::Arrived)
    };
    today.into_iter().find(is_theirs).unwrap()
}

#[test]
fn a_key_is_unlocked_by_the_keyboard_and_an_enter_too_many_begins_nothing() {
    let Some(machine) = Machine::heard_by(USERS.clerks[1]) else { return };
    let screen = &machine.screen;
    let turn = waiting(&machine.reader());
    let before = screen.practised();
    let mut visit = Visit::begin_turn(&machine, &turn);
    screen.until_sees("Quién está en la ventanilla");
    // The person of the turn is written down by itself.
    visit.is_saved();
    assert_eq!(visit.draft()["affiliate_key_unlock"]["person"]["name"], turn.turn.holder_name.as_str());
    visit.answers("1").answers("1").goes_on();
    screen.until_sees("Documento que muestra");
    visit.answers("1").goes_on();
    screen.until_sees("Hoy no");
    visit.answers("2");
    assert!(screen.sees("Se puede desbloquear la clave"));
    visit.does("Return", "affiliate_key.unlock");
    // From the call out of order, with its reason, to the journal's entry.
    let practised = screen.practised() - before;
    assert!(practised < Duration::from_secs(30), "{practised:?}");
    screen.until_sees("Clave desbloqueada");
    assert_eq!(screen.keyboard_at(), "Volver a Turnos");
    let row = store::key_unlock::of_visit(&visit.reader, visit.id).unwrap().unwrap();
    assert_eq!((visit.kept().state, row.brings_up_to_date()), (VisitState::Ended(VisitOutcome::Served), false));
    screen.press("Return");
    screen.until_sees("Turnos de hoy");
    let visits = store::visit::of_turn(&visit.reader, turn.id).unwrap();
    assert_eq!((visits.len(), visit.count("affiliate_key.unlock")), (1, 1));
}
