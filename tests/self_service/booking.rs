//! A turn that somebody books by themselves: its code, a place that went meanwhile, whoever has a turn already, the
//! confirmation taken along, and many hands at once.

use chrono::{NaiveDate, NaiveTime};
use ventanilla::domain::calendar::Zone;
use ventanilla::domain::challenge::{Form, GUESSES_PER_CODE, GUESSES_PER_HOUR, PAUSE_SECS};
use ventanilla::domain::email::Email;
use ventanilla::domain::id::{SelfServiceId, TurnId};
use ventanilla::domain::procedure_id::ProcedureId;
use ventanilla::domain::self_service::{FlowOutcome, Step};
use ventanilla::domain::telephone::Telephone;
use ventanilla::domain::turn::BookingRule;
use ventanilla::ops::day::CloseDay;
use ventanilla::ops::self_service::{CodeAnswer, LeaveFlow};
use ventanilla::ops::settings::{ChangeSettings, Settings};
use ventanilla::ops::turn::{BeginBooking, BookAlone, BookTurn, PrintBooked, confirmation_alone, open_days};
use ventanilla::ops::{Error, Session};
use ventanilla::store::{self, WhileDoing as _};

use super::{Stage, person};
use crate::support::house::{
    CHIEF, CLERK, COLLEAGUE, DAY_MS, MINUTE_MS, cedula, code, last_entry, log_in, name, verified,
};

/// The Monday after the day on which these tests stand.
pub(super) fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn hour(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").unwrap()
}

/// So many places a slot.
pub(super) fn narrow(stage: &Stage, per_slot: u16) {
    let booking = BookingRule { per_slot, ..BookingRule::default() };
    let settings = Settings { booking, ..Settings::default() };
    let chief = log_in(&stage.house, CHIEF, 2);
    stage.house.perform(&chief, &ChangeSettings { settings }).unwrap();
}

/// The address that the `nth` person gives.
fn given_address(nth: usize) -> String {
    format!("turno{nth}@correo.ec")
}

pub(super) fn begin(stage: &Stage, nth: usize) -> Result<SelfServiceId, Error> {
    begin_with(stage, nth, &given_address(nth))
}

/// The `nth` person gives this address.
pub(super) fn begin_with(stage: &Stage, nth: usize, address: &str) -> Result<SelfServiceId, Error> {
    let begin = BeginBooking {
        person: person(nth),
        name: name(nth),
        email: Email::parse(address).unwrap(),
        mobile: Telephone::parse("0991234567").unwrap(),
    };
    stage.house.perform(&stage.turned, &begin).map(|answer| answer.output)
}

/// The `nth` person's code came back: a place is to be chosen.
fn proved(stage: &Stage, nth: usize) -> SelfServiceId {
    let flow = begin(stage, nth).unwrap();
    let given = stage.sent_secret();
    assert_eq!(stage.give(flow, &given).unwrap(), CodeAnswer::Right);
    assert_eq!(stage.at_hand(flow).step, Step::Slot);
    flow
}

pub(super) fn alone(flow: SelfServiceId, at: &str) -> BookAlone {
    BookAlone { flow, procedure: ProcedureId::EMPLOYER_KEY, day: monday(), hour: hour(at) }
}

fn book_alone(stage: &Stage, flow: SelfServiceId, at: &str) -> Result<TurnId, Error> {
    stage.house.perform(&stage.turned, &alone(flow, at)).map(|answer| answer.output)
}

/// The same place, booked by a clerk for the `nth` person.
pub(super) fn at_the_window(nth: usize, at: &str) -> BookTurn {
    BookTurn {
        procedure: ProcedureId::EMPLOYER_KEY,
        holder: person(nth),
        holder_name: name(nth),
        day: monday(),
        hour: hour(at),
        email: None,
        mobile: None,
    }
}

/// Whether the slot is offered yet.
fn is_offered(stage: &Stage, at: &str) -> bool {
    let open = open_days(&stage.house, &stage.house.reader().unwrap(), None).unwrap();
    open.iter().any(|open| open.day == monday() && open.slots.iter().any(|slot| slot.begins == hour(at)))
}

#[test]
fn a_turn_is_booked_with_the_code_and_its_confirmation_goes_to_the_same_address() {
    let stage = Stage::open();
    let flow = begin(&stage, 7).unwrap();
    assert_eq!(code(book_alone(&stage, flow, "9:00")), "step", "not before the code came back");
    let given = stage.sent_secret();
    assert!(stage.newest_letter().0.contains(&given_address(7)));
    assert_eq!(stage.give(flow, &given).unwrap(), CodeAnswer::Right);
    let turn = book_alone(&stage, flow, "9:00").unwrap();
    assert_eq!(last_entry(&stage.house).0, "turn.book_alone");
    assert_eq!(stage.at_hand(flow).outcome, Some(FlowOutcome::Done));
    let row = store::turn::get(&stage.house.reader().unwrap(), turn).unwrap().unwrap();
    assert_eq!((row.turn.holder, row.turn.holder_name), (person(7), name(7)));
    assert_eq!(stage.send(), 1, "the confirmation");
    let (letter, text) = stage.newest_letter();
    assert!(letter.contains(&given_address(7)) && text.contains(row.turn.code.as_str()), "{text}");
    assert_eq!(code(book_alone(&stage, flow, "9:30")), "ended", "one code books one turn");
    assert_eq!(stage.problem(), "");
}

#[test]
fn a_day_on_which_turns_were_booked_is_closed_with_as_many_as_the_entries_say() {
    let stage = Stage::open();
    let flow = proved(&stage, 7);
    book_alone(&stage, flow, "9:00").unwrap();
    begin(&stage, 8).unwrap();
    let chief = log_in(&stage.house, CHIEF, 2);
    let day = stage.house.clock().now().day(Zone::Mainland);
    let figures = stage.house.perform(&chief, &CloseDay { day }).unwrap().output.figures;
    assert_eq!(figures.self_service["turn_booking"].figures(), [2, 1, 0, 0, 0]);
    assert_eq!(stage.problem(), "");
    // Once whoever booked is erased, the detail of the entry is gone.
    let erased = "DELETE FROM journal_detail WHERE n = (SELECT n FROM journal WHERE operation = 'turn.book_alone')";
    stage.house.store().write(|tx| tx.execute(erased, []).while_doing("probar")).unwrap();
    assert!(!stage.problem().contains("autoservicio"), "{}", stage.problem());
}

#[test]
fn its_code_is_good_for_ten_minutes_also_over_a_restart() {
    for (waits_ms, answer) in [(10 * MINUTE_MS - 1, CodeAnswer::Right), (10 * MINUTE_MS, CodeAnswer::Late)] {
        let stage = Stage::open();
        let flow = begin(&stage, 7).unwrap();
        let given = stage.sent_secret();
        stage.wait_ms(waits_ms);
        let stage = stage.restarted();
        assert_eq!(stage.give(flow, &given).unwrap(), answer, "after {waits_ms} ms");
        assert_eq!(book_alone(&stage, flow, "9:00").is_ok(), answer == CodeAnswer::Right);
    }
}

#[test]
fn its_code_is_guessed_at_five_times_and_ten_times_an_hour_over_a_restart_too() {
    let mut stage = Stage::open();
    for nth_code in 1..=GUESSES_PER_HOUR / GUESSES_PER_CODE {
        let flow = begin(&stage, 7).unwrap();
        let right = stage.sent_secret();
        for left in (1..GUESSES_PER_CODE).rev() {
            assert_eq!(stage.guess(flow, &right).unwrap(), CodeAnswer::Wrong { left }, "code {nth_code}");
        }
        stage = stage.restarted();
        assert_eq!(stage.guess(flow, &right).unwrap(), CodeAnswer::Spent);
        match nth_code {
            1 => assert_eq!(stage.give(flow, &right).unwrap(), CodeAnswer::Spent, "the right one too"),
            _ => assert_eq!(code(stage.give(flow, &right)), "too_often"),
        }
        assert_eq!(code(book_alone(&stage, flow, "9:00")), "step");
        stage.house.perform(&stage.turned, &LeaveFlow { flow, goes_to_counter: false }).unwrap();
        stage.wait_minutes(1);
    }
    let flow = begin(&stage, 7).unwrap();
    let right = stage.sent_secret();
    stage = stage.restarted();
    assert_eq!(code(stage.give(flow, &right)), "too_often", "not even the right one is looked at");
    proved(&stage, 8);
    assert_eq!(stage.problem(), "");
}

#[test]
fn another_code_goes_after_its_pause_and_the_first_serves_no_more() {
    let mut stage = Stage::open();
    let flow = begin(&stage, 7).unwrap();
    let first = stage.sent_secret();
    stage.wait_ms(PAUSE_SECS * 1000 - 1);
    stage = stage.restarted();
    assert_eq!(code(stage.ask_again(flow, Form::Code)), "too_often");
    stage.wait_ms(1);
    stage.ask_again(flow, Form::Code).unwrap();
    let second = stage.sent_secret();
    assert!(matches!(stage.give(flow, &first).unwrap(), CodeAnswer::Wrong { .. }));
    assert_eq!(stage.give(flow, &second).unwrap(), CodeAnswer::Right);
    assert_eq!(stage.problem(), "");
}

#[test]
fn a_place_that_went_between_the_code_and_the_booking_is_refused_and_another_one_chosen() {
    let stage = Stage::open();
    narrow(&stage, 1);
    let flow = proved(&stage, 7);
    assert!(is_offered(&stage, "9:00"));
    let clerk = log_in(&stage.house, CLERK, 1);
    stage.house.perform(&clerk, &at_the_window(8, "9:00")).unwrap();
    assert!(!is_offered(&stage, "9:00"));
    assert_eq!(code(book_alone(&stage, flow, "9:00")), "slot");
    let stage = stage.restarted();
    assert_eq!((stage.at_hand(flow).step, stage.at_hand(flow).outcome), (Step::Slot, None), "nothing is lost");
    book_alone(&stage, flow, "9:30").unwrap();
    verified(&stage.house);
}

/// Whoever types a number need not be whose it is: whatever is asked for, nothing is told of another turn of theirs.
#[test]
fn whoever_holds_a_turn_already_is_sent_to_the_window_without_a_word_of_it() {
    let stage = Stage::open();
    let clerk = log_in(&stage.house, CLERK, 1);
    let held = stage.house.perform(&clerk, &at_the_window(7, "9:00")).unwrap().output;
    let flow = proved(&stage, 7);
    let refused = book_alone(&stage, flow, "10:00");
    let said = refused.as_ref().unwrap_err().to_string();
    let row = store::turn::get(&stage.house.reader().unwrap(), held).unwrap().unwrap();
    for told in [row.turn.code.as_str(), "9:00", "09:00", "noviembre", "ya tiene", "Ya tiene", &cedula(7)] {
        assert!(!said.contains(told), "{told}: {said}");
    }
    assert_eq!(code(refused), "not_here");
    let other = BookAlone { procedure: ProcedureId::AFFILIATE_KEY_UNLOCK, ..alone(flow, "10:00") };
    stage.house.perform(&stage.turned, &other).unwrap();
    verified(&stage.house);
}

#[test]
fn whoever_booked_takes_the_confirmation_along_within_ten_minutes_at_the_same_hands_screen() {
    for (waits_ms, is_in_time) in [(10 * MINUTE_MS, true), (10 * MINUTE_MS + 1, false)] {
        let stage = Stage::open();
        let flow = proved(&stage, 7);
        let turn = book_alone(&stage, flow, "9:00").unwrap();
        let colleague = log_in(&stage.house, COLLEAGUE, 2).turned();
        assert_eq!(code(stage.house.perform(&colleague, &PrintBooked { turn })), "not_now", "a colleague's screen");
        stage.wait_ms(waits_ms);
        let stage = stage.restarted();
        let printed = confirmation_alone(&stage.house, &stage.turned, turn);
        match is_in_time {
            true => {
                let row = store::turn::get(&stage.house.reader().unwrap(), turn).unwrap().unwrap();
                assert_eq!(printed.unwrap().0, row.turn.code.as_str());
            }
            false => assert_eq!(code(printed), "not_now"),
        }
        assert_eq!(stage.problem(), "");
    }
}

#[test]
fn a_turn_of_the_agenda_is_not_printed_at_the_turned_screen() {
    let stage = Stage::open();
    let turn = crate::support::house::scheduled(&stage.house, &log_in(&stage.house, CLERK, 1), 2);
    assert_eq!(code(stage.house.perform(&stage.turned, &PrintBooked { turn })), "not_now");
    assert_eq!(code(stage.house.perform(&stage.turned, &PrintBooked { turn: TurnId(9_999) })), "unknown");
}

#[test]
fn many_hands_at_once_at_the_window_and_alone_get_the_last_place_once() {
    let stage = Stage::open();
    narrow(&stage, 1);
    let flows: Vec<SelfServiceId> = (10..13).map(|nth| proved(&stage, nth)).collect();
    let screens: Vec<Session> = [CLERK, COLLEAGUE, CHIEF].map(|login| log_in(&stage.house, login, 1).turned()).into();
    let clerks: Vec<Session> = [CLERK, COLLEAGUE, CHIEF].map(|login| log_in(&stage.house, login, 2)).into();
    let house = &stage.house;
    for at in ["9:00", "9:30", "10:00"] {
        let answers: Vec<Result<TurnId, Error>> = std::thread::scope(|scope| {
            let alone = screens.iter().zip(&flows).map(|(by, flow)| {
                scope.spawn(move || house.perform(by, &alone(*flow, at)).map(|answer| answer.output))
            });
            let at_windows = clerks.iter().enumerate().map(|(nth, by)| {
                let booking = at_the_window(20 + nth, at);
                scope.spawn(move || house.perform(by, &booking).map(|answer| answer.output))
            });
            let threads: Vec<_> = alone.chain(at_windows).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{at}");
        for answer in answers.into_iter().filter(Result::is_err) {
            // Who won an earlier place holds a turn, or is done.
            assert!(["slot", "not_here", "has_turn", "ended"].contains(&code(answer).as_str()));
        }
        let taken = store::turn::taken(&house.reader().unwrap(), house.centre().id, monday()).unwrap();
        assert_eq!(taken.values().sum::<u32>(), u32::try_from(taken.len()).unwrap(), "one a slot: {taken:?}");
    }
    verified(house);
}

/// A code that came back serves for its flow, not for a slot that is past by then.
#[test]
fn no_place_is_booked_that_is_past_or_not_offered() {
    let stage = Stage::open();
    let flow = proved(&stage, 7);
    for (day, at) in [("2026-11-20", "9:00"), ("2026-11-22", "9:00"), ("2026-11-23", "9:10"), ("2027-03-01", "9:00")] {
        let booking = BookAlone { day: day.parse().unwrap(), ..alone(flow, at) };
        assert_eq!(code(stage.house.perform(&stage.turned, &booking)), "slot", "{day} {at}");
    }
    stage.wait_ms(DAY_MS);
    // An hour on, whoever begins anew ends what was left.
    proved(&stage, 8);
    assert_eq!(code(book_alone(&stage, flow, "9:00")), "ended");
}
