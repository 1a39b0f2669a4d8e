//! Calls and arrivals that were a mistake, and who does not come: each way back leaves the line as it was.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot set its scene fails")]

use ventanilla::domain::id::TurnId;
use ventanilla::domain::turn::{InNameOf, PriorityGroup, PriorityWhose, Reason, TurnPriority, TurnState};
use ventanilla::ops::settings::{self, ChangeSettings};
use ventanilla::ops::turn::{
    CALL_LASTS_MS, CallAgain, CallTurn, GiveWalkIn, MarkArrived, MarkNoShow, TakeBackArrival, TakeBackCall,
    TakeBackNoShow, next_turn,
};
use ventanilla::ops::visit::BeginVisit;
use ventanilla::ops::{House, Session};
use ventanilla::store;
use ventanilla::store::turn::TurnRow;

use crate::support::house::{
    CHIEF, CLERK, COLLEAGUE, MINUTE_MS, Site, cedula, code, last_entry, log_in, scheduled, verified,
};

/// A counter with a clerk at the first window and a colleague at the second.
struct Counter {
    site: Site,
    house: House,
    clerk: Session,
    colleague: Session,
}

fn counter() -> Counter {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let colleague = log_in(&house, COLLEAGUE, 2);
    Counter { site, house, clerk, colleague }
}

impl Counter {
    fn arrived(&self, nth: usize) -> TurnId {
        let turn = scheduled(&self.house, &self.clerk, nth);
        self.house.perform(&self.clerk, &MarkArrived { turn, reason: None }).unwrap();
        self.site.wait_ms(MINUTE_MS);
        turn
    }

    fn with_priority(&self, nth: usize) -> TurnId {
        let given = GiveWalkIn {
            procedure: ventanilla::domain::procedure_id::ProcedureId::EMPLOYER_KEY,
            priority: Some(TurnPriority { group: PriorityGroup::OlderAdult, whose: PriorityWhose::Applicant }),
            in_name_of: InNameOf::Applicant,
            holder: ventanilla::domain::number::PersonNumber::parse(&cedula(nth)).unwrap(),
            holder_name: "Eva Guamán".into(),
        };
        self.house.perform(&self.clerk, &given).unwrap().output
    }

    fn call(&self) -> TurnId {
        self.house.perform(&self.clerk, &CallTurn { wanted: None, reason: None }).unwrap().output
    }

    fn row(&self, turn: TurnId) -> TurnRow {
        store::turn::get(&self.house.reader().unwrap(), turn).unwrap().unwrap()
    }

    fn next(&self) -> Option<TurnId> {
        let reader = self.house.reader().unwrap();
        let centre = self.house.centre();
        let settings = settings::load(&reader, centre.id).unwrap();
        let day = self.house.clock().now().day(centre.zone);
        next_turn(&reader, centre, &settings, day).unwrap()
    }
}

#[test]
fn who_was_called_by_mistake_has_the_place_and_the_share_that_they_had() {
    let counter = counter();
    let (first, second) = (counter.arrived(0), counter.arrived(1));
    let priority = counter.with_priority(2);
    let before = counter.row(first);
    assert_eq!(counter.call(), first);
    assert_eq!(code(counter.house.perform(&counter.colleague, &TakeBackCall { turn: first })), "other_window");
    counter.house.perform(&counter.clerk, &TakeBackCall { turn: first }).unwrap();
    assert_eq!(last_entry(&counter.house), ("turn.call_taken_back".into(), "Done".into(), "by_mistake".into()));
    assert_eq!(counter.row(first), before, "arrival, place and state are what they were");
    // Had the call counted, the third call would be the priority group's.
    assert_eq!((counter.call(), counter.call(), counter.call()), (first, second, priority));
    verified(&counter.house);
}

#[test]
fn a_call_to_another_window_is_taken_back_by_a_supervisor() {
    let counter = counter();
    let turn = counter.arrived(0);
    counter.call();
    let chief = log_in(&counter.house, CHIEF, 2);
    counter.house.perform(&chief, &TakeBackCall { turn }).unwrap();
    assert_eq!(counter.next(), Some(turn));
    assert_eq!(code(counter.house.perform(&chief, &TakeBackCall { turn })), "turn_state");
}

#[test]
fn somebody_counts_as_missing_after_as_many_calls_as_the_centre_wants() {
    let counter = counter();
    let turn = counter.arrived(0);
    assert_eq!(code(counter.house.perform(&counter.clerk, &CallAgain { turn })), "turn_state", "not called yet");
    counter.call();
    let called_at = counter.row(turn).called.unwrap().at;
    counter.site.wait_ms(MINUTE_MS);
    assert_eq!(code(counter.house.perform(&counter.clerk, &MarkNoShow { turn })), "calls");
    assert_eq!(code(counter.house.perform(&counter.colleague, &CallAgain { turn })), "other_window");
    assert_eq!(counter.house.perform(&counter.clerk, &CallAgain { turn }).unwrap().output, 2);
    counter.site.wait_ms(CALL_LASTS_MS - 1);
    assert_eq!(code(counter.house.perform(&counter.clerk, &CallAgain { turn })), "called_just_now");
    assert_eq!(counter.row(turn).called.unwrap().times, 2, "a double click counts no call");
    assert_eq!(counter.row(turn).called.unwrap().at, called_at, "the call is the one that was made first");
    assert_eq!(code(counter.house.perform(&counter.colleague, &MarkNoShow { turn })), "other_window");
    counter.house.perform(&counter.clerk, &MarkNoShow { turn }).unwrap();
    assert_eq!(last_entry(&counter.house).2, "2");
    assert_eq!(counter.row(turn).turn.state, TurnState::NoShow);

    let chief = log_in(&counter.house, CHIEF, 1);
    let set = settings::load(&counter.house.reader().unwrap(), counter.house.centre().id).unwrap();
    let settings = settings::Settings { calls_before_no_show: 1, ..set };
    counter.house.perform(&chief, &ChangeSettings { settings }).unwrap();
    let other = counter.arrived(1);
    counter.call();
    counter.house.perform(&counter.clerk, &MarkNoShow { turn: other }).unwrap();
}

#[test]
fn did_not_come_is_taken_back_at_once_and_later_is_an_arrival_with_a_reason() {
    let counter = counter();
    let turn = counter.arrived(0);
    counter.call();
    counter.site.wait_ms(MINUTE_MS);
    counter.house.perform(&counter.clerk, &CallAgain { turn }).unwrap();
    let before = counter.row(turn);
    counter.house.perform(&counter.clerk, &MarkNoShow { turn }).unwrap();
    counter.site.wait_ms(4 * MINUTE_MS);
    counter.house.perform(&counter.clerk, &TakeBackNoShow { turn }).unwrap();
    assert_eq!(counter.row(turn), before, "called, twice, and not ended");
    counter.house.perform(&counter.clerk, &MarkNoShow { turn }).unwrap();
    counter.site.wait_ms(6 * MINUTE_MS);
    assert_eq!(code(counter.house.perform(&counter.clerk, &TakeBackNoShow { turn })), "too_late");
    assert_eq!(code(counter.house.perform(&counter.clerk, &MarkArrived { turn, reason: None })), "turn_state");
    let back = MarkArrived { turn, reason: Reason::parse("estaba en el pasillo").ok() };
    counter.house.perform(&counter.clerk, &back).unwrap();
    let row = counter.row(turn);
    assert!(row.called.is_none() && row.turn.arrived > before.turn.arrived, "they wait anew, and are called anew");
    assert_eq!(counter.call(), turn);
    assert_eq!(counter.row(turn).called.unwrap().times, 1);
    counter.house.perform(&counter.clerk, &BeginVisit { turn }).unwrap();
    verified(&counter.house);
}

#[test]
fn an_arrival_by_mistake_is_taken_back_while_the_person_was_never_called() {
    let counter = counter();
    let turn = counter.arrived(0);
    counter.house.perform(&counter.clerk, &TakeBackArrival { turn }).unwrap();
    let row = counter.row(turn);
    assert_eq!((row.turn.state, row.turn.arrived, counter.next()), (TurnState::Scheduled, None, None));
    assert_eq!(code(counter.house.perform(&counter.clerk, &TakeBackArrival { turn })), "turn_state");
    counter.house.perform(&counter.clerk, &MarkArrived { turn, reason: None }).unwrap();
    // Somebody who has waited is not made to wait anew.
    counter.site.wait_ms(6 * MINUTE_MS);
    assert_eq!(code(counter.house.perform(&counter.clerk, &TakeBackArrival { turn })), "too_late");
    let other = counter.arrived(1);
    counter.house.perform(&counter.clerk, &TakeBackArrival { turn: other }).unwrap();
    // A call that stands is one.
    counter.call();
    counter.site.wait_ms(MINUTE_MS);
    counter.house.perform(&counter.clerk, &CallAgain { turn }).unwrap();
    counter.house.perform(&counter.clerk, &MarkNoShow { turn }).unwrap();
    let back = MarkArrived { turn, reason: Reason::parse("estaba en el pasillo").ok() };
    counter.house.perform(&counter.clerk, &back).unwrap();
    assert_eq!(code(counter.house.perform(&counter.clerk, &TakeBackArrival { turn })), "called");
    let walk_in = counter.with_priority(1);
    assert_eq!(code(counter.house.perform(&counter.clerk, &TakeBackArrival { turn: walk_in })), "walk_in");
}
