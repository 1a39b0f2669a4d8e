//! An employer key is recovered: by the code and the link that go to the registered address, or not at all.

use ventanilla::domain::calendar::Zone;
use ventanilla::domain::challenge::Form;
use ventanilla::domain::procedure::employer_key_recovery::Condition;
use ventanilla::domain::self_service::{FlowOutcome, Step};
use ventanilla::domain::user::Role;
use ventanilla::ops::Session;
use ventanilla::ops::procedure::employer_key_recovery::RecoveryBegun;
use ventanilla::ops::self_service::{
    CodeAnswer, GiveCode, LeaveFlow, LetterStanding, LinkAnswer, OpenLink, accompanied,
};
use ventanilla::store;

use super::{KEY, Stage, employer, employers_address};
use crate::support::house::{CHIEF, CLERK, MINUTE_MS, add_user, cedula, code, last_entry, log_in};

fn set_employer(stage: &Stage, nth: usize, column: &str, value: &str) {
    let sql = format!("UPDATE employer SET {column} = ?2 WHERE number = ?1");
    stage
        .house
        .store()
        .write(|tx| tx.execute(&sql, (employer(nth).as_str(), value)).map(drop).map_err(|fault| panic!("{fault}")))
        .unwrap_or_else(|never: store::Error| panic!("{never}"));
}

#[test]
fn a_key_is_recovered_with_a_code_and_a_link() {
    let stage = Stage::open();
    let flow = stage.recovery(1).unwrap();
    assert_eq!(stage.at_hand(flow).letter.unwrap().standing, LetterStanding::Waits);
    let given = stage.sent_secret();
    let (letter, text) = stage.newest_letter();
    assert!(letter.contains(&employers_address(1)), "{letter}");
    assert!(text.contains(&format!("{}000", cedula(1))) && text.contains("MUESTRA SIN VALOR"), "{text}");
    assert!(matches!(stage.at_hand(flow).letter.unwrap().standing, LetterStanding::Sent(_)));
    assert_eq!(stage.give(flow, &given).unwrap(), CodeAnswer::Right);
    assert_eq!(stage.at_hand(flow).step, Step::Link);
    let link = stage.sent_secret();
    assert!(stage.newest_letter().0.contains("image/png"), "a reader reads it from the picture");
    assert_eq!(stage.open_link(&link).unwrap(), LinkAnswer::Choose(flow));
    assert!(stage.choose(flow).unwrap().is_told);
    assert_eq!(stage.at_hand(flow).outcome, Some(FlowOutcome::Done));
    let key = store::chosen_key::of_flow(&stage.house.reader().unwrap(), flow).unwrap().unwrap();
    assert!(key.hash.starts_with("$argon2id$"));
    assert_eq!(stage.send(), 1, "whoever it belongs to hears of it");
    let (letter, text) = stage.newest_letter();
    assert!(letter.contains(&employers_address(1)) && !text.contains(KEY), "{text}");
    assert_eq!(code(stage.choose(flow)), "ended", "once");
    assert_eq!(stage.problem(), "");
}

#[test]
fn what_leads_to_the_counter_or_nowhere_asks_for_no_letter() {
    let stage = Stage::open();
    assert_eq!(stage.begin_recovery(2, 1).unwrap(), RecoveryBegun::NoMatch, "somebody else's");
    assert_eq!(last_entry(&stage.house).2, "no_match");
    set_employer(&stage, 1, "email", "");
    assert_eq!(stage.begin_recovery(1, 1).unwrap(), RecoveryBegun::ToCounter(Condition::NoEmail));
    set_employer(&stage, 2, "sri_state", "suspended");
    assert_eq!(stage.begin_recovery(2, 2).unwrap(), RecoveryBegun::ToCounter(Condition::RucNotActive));
    assert_eq!(stage.send(), 0);
    assert_eq!(stage.problem(), "");
}

#[test]
fn the_newest_letter_takes_the_place_of_the_others() {
    let stage = Stage::open();
    let flow = stage.recovery(1).unwrap();
    let first = stage.sent_secret();
    stage.wait_ms(MINUTE_MS);
    stage.ask_again(flow, Form::Code).unwrap();
    assert_eq!(stage.give(flow, &first).unwrap(), CodeAnswer::NotSent, "the first one is gone, the second on its way");
    let second = stage.sent_secret();
    assert!(matches!(stage.give(flow, &first).unwrap(), CodeAnswer::Wrong { left: 4 }));
    assert_eq!(stage.give(flow, &second).unwrap(), CodeAnswer::Right);
    let first = stage.sent_secret();
    stage.wait_ms(MINUTE_MS);
    stage.ask_again(flow, Form::Link).unwrap();
    let second = stage.sent_secret();
    assert_eq!(stage.open_link(&first).unwrap(), LinkAnswer::Gone);
    assert_eq!(stage.open_link(&second).unwrap(), LinkAnswer::Choose(flow));
    assert_eq!(stage.open_link(&second).unwrap(), LinkAnswer::Gone, "once");
    assert_eq!(stage.problem(), "");
}

#[test]
fn a_code_is_good_in_its_own_flow_alone() {
    let stage = Stage::open();
    let (one, other) = (stage.recovery(1).unwrap(), stage.recovery(2).unwrap());
    assert_eq!(stage.send(), 2);
    let of_other = stage.secret();
    assert!(matches!(stage.give(one, &of_other).unwrap(), CodeAnswer::Wrong { .. }));
    assert_eq!(stage.give(other, &of_other).unwrap(), CodeAnswer::Right);
}

#[test]
fn whoever_left_gets_no_letter_and_what_they_were_sent_serves_no_more() {
    let stage = Stage::open();
    let flow = stage.recovery(1).unwrap();
    stage.house.perform(&stage.turned, &LeaveFlow { flow, goes_to_counter: false }).unwrap();
    assert_eq!((stage.send(), stage.at_hand(flow).outcome), (0, Some(FlowOutcome::Left)));
    let flow = stage.recovery(2).unwrap();
    let given = stage.sent_secret();
    stage.house.perform(&stage.turned, &LeaveFlow { flow, goes_to_counter: true }).unwrap();
    assert_eq!(code(stage.give(flow, &given)), "ended");
    stage.house.perform(&stage.turned, &LeaveFlow { flow, goes_to_counter: false }).unwrap();
    assert_eq!(last_entry(&stage.house).2, "to_counter", "it ended as it did");
    assert_eq!(stage.problem(), "");
}

#[test]
fn a_code_that_looks_like_none_is_no_guess() {
    let stage = Stage::open();
    let flow = stage.recovery(1).unwrap();
    assert!(GiveCode::of(flow, "1234567").is_none() && OpenLink::of("corto").is_none());
}

/// The letter is out, and the program ended before it could say so: only the letter that is sent again counts.
#[test]
fn a_letter_that_nobody_noted_opens_nothing() {
    let stage = Stage::open();
    let flow = stage.recovery(1).unwrap();
    let given = stage.sent_secret();
    let unnoted = "UPDATE mail_outbox SET state = 'waiting', ended_at_ms = NULL WHERE kind = 'challenge'";
    stage
        .house
        .store()
        .write(|tx| -> Result<(), store::Error> {
            tx.execute(unnoted, []).unwrap();
            Ok(())
        })
        .unwrap();
    assert_eq!(stage.give(flow, &given).unwrap(), CodeAnswer::NotSent);
    stage.wait_ms(MINUTE_MS);
    let given = stage.sent_secret();
    assert_eq!(stage.give(flow, &given).unwrap(), CodeAnswer::Right);
    assert_eq!(stage.problem(), "");
}

/// Whoever left and began anew has two letters: the newer one alone opens anything.
#[test]
fn a_letter_of_a_beginning_before_serves_no_more() {
    let stage = Stage::open();
    let left = stage.recovery(1).unwrap();
    let first = stage.sent_secret();
    stage.wait_ms(MINUTE_MS);
    let flow = stage.recovery(1).unwrap();
    assert_eq!(stage.give(left, &first).unwrap(), CodeAnswer::Spent);
    let second = stage.sent_secret();
    assert_eq!(stage.give(flow, &second).unwrap(), CodeAnswer::Right);
    let link = stage.sent_secret();
    stage.wait_ms(MINUTE_MS);
    let third = stage.recovery(1).unwrap();
    assert_eq!(stage.give(third, &stage.sent_secret()).unwrap(), CodeAnswer::Right);
    let newest = stage.sent_secret();
    assert_eq!(stage.open_link(&link).unwrap(), LinkAnswer::Gone);
    // Somebody else's stays.
    stage.wait_ms(MINUTE_MS);
    stage.recovery(2).unwrap();
    assert_eq!(stage.open_link(&newest).unwrap(), LinkAnswer::Choose(third));
    assert_eq!(stage.problem(), "");
}

/// Whoever turned the screen sees on which step somebody stood and what became of the letter; nothing of who is registered.
#[test]
fn whoever_accompanies_sees_the_step_the_letter_and_what_was_wrong() {
    let stage = Stage::open();
    let clerk = log_in(&stage.house, CLERK, 1);
    let day = stage.house.clock().now().day(Zone::Mainland);
    let seen = |viewer: &Session| accompanied(&stage.house.reader().unwrap(), viewer.actor(), day).unwrap();
    let flow = stage.recovery(1).unwrap();
    assert_eq!(seen(&clerk)[0].letter.unwrap().standing, LetterStanding::Waits);
    stage.sent_secret();
    assert!(matches!(stage.give(flow, "10000000").unwrap(), CodeAnswer::Wrong { .. } | CodeAnswer::Right));
    stage.house.perform(&stage.turned, &LeaveFlow { flow, goes_to_counter: false }).unwrap();
    let left = seen(&clerk).remove(0);
    assert_eq!((left.step, left.outcome, left.wrong), (Step::Code, Some(FlowOutcome::Left), 1));
    assert!(matches!(left.letter.unwrap().standing, LetterStanding::Sent(_)), "it did go out");
    assert_eq!(seen(&log_in(&stage.house, CHIEF, 2)).len(), 1, "a supervisor sees everybody's");
    add_user(&stage.house, &log_in(&stage.house, CHIEF, 2), "otra", "Otra Operadora", Role::Clerk);
    assert_eq!(seen(&log_in(&stage.house, "otra", 1)), [], "and nobody else another clerk's");
}
