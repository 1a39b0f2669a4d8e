//! Each limit at its edge, and that restarting the program gives nothing back. The numbers stand in
//! `tests/cases/self_service/Vigencias y límites.json`.

use std::fs;
use std::path::Path;

use serde_json::Value;
use ventanilla::domain::challenge::{
    BEGUN_PER_HOUR, CHOOSE_WITHIN_MINUTES, ChallengeKind, Form, GUESSES_PER_CODE, GUESSES_PER_HOUR,
    LETTERS_PER_ADDRESS, PAUSE_SECS, REQUESTS_PER_HOUR,
};
use ventanilla::domain::id::SelfServiceId;
use ventanilla::domain::procedure::affiliate_key::SUBMISSIONS;
use ventanilla::domain::register::AffiliateKeyState;
use ventanilla::domain::self_service::{FlowOutcome, LEFT_AFTER_MINUTES};
use ventanilla::ops::self_service::{CodeAnswer, LeaveFlow, LinkAnswer};

use super::{Stage, birthday, booking};
use crate::support::house::{CHIEF, MINUTE_MS, code, log_in};

/// The file that names the numbers and the rules.
pub(super) const FILE: &str = "Vigencias y límites.json";

pub(super) fn case() -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/self_service").join(FILE);
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

#[test]
fn the_limits_are_those_of_the_case_file() {
    let said = case();
    let numbers = [
        ("minutos para elegir la clave desde que se abre el enlace", i64::from(CHOOSE_WITHIN_MINUTES)),
        ("segundos entre un envío y el siguiente", PAUSE_SECS),
        ("envíos de una clase por hora, por persona y por empleador", REQUESTS_PER_HOUR as i64),
        ("códigos equivocados por código", GUESSES_PER_CODE as i64),
        ("códigos equivocados por hora, por persona y por empleador", GUESSES_PER_HOUR as i64),
        ("veces que se empieza un trámite por hora, por persona y por empleador", BEGUN_PER_HOUR as i64),
        ("veces que se responden mal las preguntas hasta que la clave se bloquea", i64::from(SUBMISSIONS)),
        ("envíos por hora a una dirección escrita en la pantalla, con cualquier número", LETTERS_PER_ADDRESS as i64),
        ("minutos hasta que lo que nadie terminó cuenta como dejado", LEFT_AFTER_MINUTES),
    ];
    let limits = said["límites"].as_object().unwrap();
    assert_eq!(limits.len(), numbers.len());
    for (name, number) in numbers {
        assert_eq!(limits[name].as_i64(), Some(number), "{name}");
    }
    let kinds: Vec<_> = said["vigencias"].as_array().unwrap().iter().map(|it| it["clase"].as_str().unwrap()).collect();
    assert_eq!(kinds, ChallengeKind::ALL.iter().map(|kind| kind.code()).collect::<Vec<_>>());
}

/// What is waited for of a kind, with its letter sent: the flow, and what the letter brought.
fn waiting_for(stage: &Stage, kind: ChallengeKind) -> (SelfServiceId, String) {
    let flow = match kind {
        ChallengeKind::RecoveryCode => stage.recovery(1).unwrap(),
        ChallengeKind::RecoveryLink => {
            let flow = stage.recovery(1).unwrap();
            let given = stage.sent_secret();
            assert_eq!(stage.give(flow, &given).unwrap(), CodeAnswer::Right);
            flow
        }
        ChallengeKind::KeyLink => {
            stage.others();
            stage.insured(7, AffiliateKeyState::Never, &["Andina Flores"]);
            stage.key_asked(7, &["Andina Flores"])
        }
        ChallengeKind::UnlockLink => {
            stage.insured(7, AffiliateKeyState::Blocked, &[]);
            stage.ask_unlock(7).unwrap()
        }
        ChallengeKind::BookingCode => booking::begin(stage, 7).unwrap(),
    };
    (flow, stage.sent_secret())
}

#[test]
fn each_letter_is_good_for_its_minutes_and_not_a_millisecond_longer() {
    for lifetime in case()["vigencias"].as_array().unwrap() {
        let kind = ChallengeKind::from_code(lifetime["clase"].as_str().unwrap()).unwrap();
        let lasts_ms = lifetime["minutos"].as_i64().unwrap() * MINUTE_MS;
        for (waits_ms, is_good) in [(lasts_ms - 1, true), (lasts_ms, false)] {
            let stage = Stage::open();
            let (flow, secret) = waiting_for(&stage, kind);
            stage.wait_ms(waits_ms);
            let stage = stage.restarted();
            let worked = match kind.form() {
                Form::Code => match stage.give(flow, &secret).unwrap() {
                    CodeAnswer::Right => true,
                    CodeAnswer::Late => false,
                    other => panic!("{kind:?}: {other:?}"),
                },
                Form::Link => match stage.open_link(&secret).unwrap() {
                    LinkAnswer::Choose(_) | LinkAnswer::Unlocked(_) => true,
                    LinkAnswer::Late => false,
                    LinkAnswer::Gone => panic!("{kind:?}"),
                },
            };
            assert_eq!(worked, is_good, "{kind:?} after {waits_ms} ms");
        }
    }
}

#[test]
fn a_key_is_chosen_within_its_minutes_from_the_opening_of_the_link_on() {
    let within_ms =
        case()["límites"]["minutos para elegir la clave desde que se abre el enlace"].as_i64().unwrap() * MINUTE_MS;
    for (waits_ms, is_in_time) in [(within_ms - 1, true), (within_ms, false)] {
        let stage = Stage::open();
        let (flow, link) = waiting_for(&stage, ChallengeKind::RecoveryLink);
        stage.open_link(&link).unwrap();
        stage.wait_ms(waits_ms);
        let stage = stage.restarted();
        match is_in_time {
            true => assert!(stage.choose(flow).is_ok()),
            false => assert_eq!(code(stage.choose(flow)), "late"),
        }
    }
}

#[test]
fn another_letter_goes_after_its_pause_and_five_an_hour() {
    let mut stage = Stage::open();
    let flow = stage.recovery(1).unwrap();
    stage.wait_ms(PAUSE_SECS * 1000 - 1);
    assert_eq!(code(stage.ask_again(flow, Form::Code)), "too_often");
    stage.wait_ms(1);
    let asked_first = PAUSE_SECS * 1000;
    for _ in 1..REQUESTS_PER_HOUR {
        stage.ask_again(flow, Form::Code).unwrap();
        stage.wait_ms(PAUSE_SECS * 1000);
    }
    stage = stage.restarted();
    assert_eq!(code(stage.ask_again(flow, Form::Code)), "too_often");
    stage.house.perform(&stage.turned, &LeaveFlow { flow, goes_to_counter: false }).unwrap();
    assert_eq!(code(stage.begin_recovery(1, 1)), "too_often", "beginning anew gives none back");
    // Until the first one is an hour old.
    let elapsed = asked_first + (REQUESTS_PER_HOUR as i64 - 1) * PAUSE_SECS * 1000;
    stage.wait_ms(60 * MINUTE_MS - elapsed - 1);
    assert_eq!(code(stage.begin_recovery(1, 1)), "too_often");
    stage.wait_ms(1);
    stage.recovery(1).unwrap();
    assert_eq!(stage.problem(), "");
}

/// Whoever types one address with one number after the other fills nobody's mailbox.
#[test]
fn ten_letters_an_hour_to_one_address_whosever_number_was_typed_with_it() {
    let mut stage = Stage::open();
    let begin = |stage: &Stage, nth| booking::begin_with(stage, nth, "buzon@correo.ec");
    let flow = begin(&stage, 1).unwrap();
    for nth in 2..LETTERS_PER_ADDRESS {
        begin(&stage, nth).unwrap();
    }
    stage.wait_ms(PAUSE_SECS * 1000);
    stage.ask_again(flow, Form::Code).unwrap();
    stage = stage.restarted();
    let next = LETTERS_PER_ADDRESS;
    assert_eq!(code(begin(&stage, next)), "too_often");
    assert_eq!(code(booking::begin_with(&stage, next, "Buzon@Correo.ec")), "too_often", "however it is written");
    stage.house.perform(&stage.turned, &LeaveFlow { flow, goes_to_counter: false }).unwrap();
    assert_eq!(code(begin(&stage, next)), "too_often", "going away gives none back");
    // A link to an address that was typed counts with them.
    stage.others();
    stage.insured(40, AffiliateKeyState::Never, &["Andina Flores"]);
    let answered = stage.begin_key(40).unwrap();
    stage.answer(answered, birthday(), &["Andina Flores"]).unwrap();
    assert_eq!(code(stage.confirm(answered, "buzon@correo.ec")), "too_often");
    stage.confirm(answered, "otra@correo.ec").unwrap();
    booking::begin_with(&stage, next, "otro.buzon@correo.ec").unwrap();
    // Until the first ones are an hour old.
    stage.wait_ms(59 * MINUTE_MS - 1);
    assert_eq!(code(begin(&stage, next + 1)), "too_often");
    stage.wait_ms(1);
    begin(&stage, next + 1).unwrap();
    assert_eq!(stage.problem(), "");
}

#[test]
fn a_code_is_guessed_at_five_times_and_then_serves_no_more() {
    let stage = Stage::open();
    let flow = stage.recovery(1).unwrap();
    let right = stage.sent_secret();
    for left in (1..GUESSES_PER_CODE).rev() {
        assert_eq!(stage.guess(flow, &right).unwrap(), CodeAnswer::Wrong { left });
    }
    let stage = stage.restarted();
    assert_eq!(stage.guess(flow, &right).unwrap(), CodeAnswer::Spent);
    assert_eq!(stage.give(flow, &right).unwrap(), CodeAnswer::Spent, "the right one too");
    assert_eq!(stage.problem(), "");
}

/// Guesses until the code serves no more.
fn spend(stage: &Stage, flow: SelfServiceId) {
    let right = stage.sent_secret();
    for _ in 0..GUESSES_PER_CODE {
        stage.guess(flow, &right).unwrap();
    }
}

#[test]
fn ten_guesses_an_hour_over_several_flows_of_one_person() {
    let mut stage = Stage::open();
    for _ in 0..GUESSES_PER_HOUR / GUESSES_PER_CODE {
        let flow = stage.recovery(1).unwrap();
        spend(&stage, flow);
        stage.house.perform(&stage.turned, &LeaveFlow { flow, goes_to_counter: false }).unwrap();
        stage.wait_minutes(1);
    }
    stage = stage.restarted();
    let flow = stage.recovery(1).unwrap();
    let right = stage.sent_secret();
    assert_eq!(code(stage.give(flow, &right)), "too_often", "not even the right one is looked at");
    // Half an hour on the code is late; a new one is looked at once the first guesses are an hour old.
    stage.wait_minutes(57);
    stage.ask_again(flow, Form::Code).unwrap();
    let right = stage.sent_secret();
    stage.wait_ms(MINUTE_MS - 1);
    assert_eq!(code(stage.give(flow, &right)), "too_often");
    stage.wait_ms(1);
    assert_eq!(stage.give(flow, &right).unwrap(), CodeAnswer::Right);
    assert_eq!(stage.problem(), "");
}

/// An employer with several representatives: each of them could guess ten times, were it not for the employer.
#[test]
fn ten_guesses_an_hour_over_one_employer_whoever_makes_them() {
    let stage = Stage::open();
    stage.represented(1, &[1, 2, 3]);
    let begun = |by: usize| match stage.begin_recovery(by, 1).unwrap() {
        ventanilla::ops::procedure::employer_key_recovery::RecoveryBegun::CodeAsked(flow) => flow,
        other => panic!("{other:?}"),
    };
    for by in [1, 2] {
        spend(&stage, begun(by));
        stage.wait_minutes(1);
    }
    let flow = begun(3);
    let right = stage.sent_secret();
    assert_eq!(code(stage.give(flow, &right)), "too_often", "they never guessed");
    assert_eq!(code(stage.begin_recovery(2, 1)), "too_often", "nor is the pause anybody's own");
}

#[test]
fn nothing_is_begun_more_than_ten_times_an_hour() {
    let mut stage = Stage::open();
    for _ in 0..BEGUN_PER_HOUR {
        stage.begin_recovery(2, 1).unwrap();
    }
    stage = stage.restarted();
    assert_eq!(code(stage.begin_recovery(2, 1)), "too_often", "for the person");
    assert_eq!(code(stage.begin_recovery(3, 1)), "too_often", "for the employer");
    assert!(stage.begin_recovery(3, 2).is_ok());
    stage.wait_ms(60 * MINUTE_MS - 1);
    assert_eq!(code(stage.begin_recovery(2, 1)), "too_often");
    stage.wait_ms(1);
    assert!(stage.begin_recovery(2, 1).is_ok());
}

#[test]
fn what_nobody_ended_counts_as_left_after_an_hour() {
    let stage = Stage::open();
    let flow = stage.recovery(1).unwrap();
    stage.wait_ms(LEFT_AFTER_MINUTES * MINUTE_MS);
    stage.begin_recovery(2, 1).unwrap();
    assert_eq!(stage.at_hand(flow).outcome, None);
    stage.wait_ms(1);
    stage.begin_recovery(2, 1).unwrap();
    assert_eq!(stage.at_hand(flow).outcome, Some(FlowOutcome::Left));
    assert_eq!(stage.send(), 0);
}

/// A supervisor takes the clock back, and a letter of the time before is not good for all the hours in between.
#[test]
fn a_clock_that_is_set_back_makes_nothing_good_for_longer() {
    use ventanilla::domain::approval::Matter;
    use ventanilla::ops::Subject;
    let stage = Stage::open();
    let (flow, link) = waiting_for(&stage, ChallengeKind::RecoveryLink);
    stage.wait_minutes(-120);
    assert_eq!(code(stage.open_link(&link)), "clock_set_back");
    let (clerk, chief) = (log_in(&stage.house, crate::support::house::CLERK, 1), log_in(&stage.house, CHIEF, 2));
    let request = crate::support::house::ask(&stage.house, &clerk, Matter::ClockSetBack, Subject::HOUSE, "");
    crate::support::house::grant(&stage.house, &chief, request).unwrap();
    assert_eq!(stage.open_link(&link).unwrap(), LinkAnswer::Late);
    assert_eq!(code(stage.ask_again(flow, Form::Link)), "too_often", "what lies ahead counts");
}
