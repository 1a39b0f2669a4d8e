//! An affiliate key is made: questions, data, a link, the key.

use ventanilla::domain::chosen_key::{ChosenKey, ChosenKeyFault};
use ventanilla::domain::procedure::affiliate_key::{PersonalQuestion, SUBMISSIONS};
use ventanilla::domain::register::{AffiliateKeyState, BirthDay};
use ventanilla::domain::self_service::{FlowOutcome, Step};
use ventanilla::ops::procedure::affiliate_key::QuestionsAnswer;
use ventanilla::ops::self_service::{ChooseKey, LeaveFlow, LinkAnswer, hashed_key, refuse_own_number};
use ventanilla::store;

use super::{KEY, Stage, birthday, person, persons_address};
use crate::support::house::{cedula, code};

const WORKED_FOR: [&str; 2] = ["Andina Flores", "Costa Camarones"];

fn knowing() -> Stage {
    let stage = Stage::open();
    stage.others();
    stage.insured(7, AffiliateKeyState::Never, &WORKED_FOR);
    stage
}

#[test]
fn a_key_is_made_and_personal_questions_are_set_with_it_and_asked_the_next_time() {
    let stage = knowing();
    let flow = stage.begin_key(7).unwrap();
    let asked = stage.at_hand(flow);
    assert_eq!((asked.questions.len(), asked.personal.len()), (2, 0));
    assert!(!asked.sets_personal, "that they set them tells that somebody has this number");
    assert_eq!(asked.contact, None, "nothing is shown of the register before they are known");
    assert_eq!(stage.answer(flow, birthday(), &WORKED_FOR).unwrap(), QuestionsAnswer::Right);
    assert_eq!(stage.at_hand(flow).contact.unwrap().email, persons_address(7));
    stage.confirm(flow, "otra@correo.ec").unwrap();
    assert_eq!(stage.at_hand(flow).step, Step::Link);
    let link = stage.sent_secret();
    assert!(stage.newest_letter().0.contains("otra@correo.ec"));
    assert_eq!(stage.open_link(&link).unwrap(), LinkAnswer::Choose(flow));
    let without = ChooseKey {
        flow,
        key_hash: hashed_key(&ChosenKey::choose(KEY, KEY).unwrap()).unwrap(),
        declares: true,
        personal: Vec::new(),
    };
    assert_eq!(code(stage.house.perform(&stage.turned, &without)), "personal");
    let undeclared = ChooseKey { declares: false, ..without };
    assert_eq!(code(stage.house.perform(&stage.turned, &undeclared)), "declaration");
    stage.choose(flow).unwrap();
    assert_eq!((stage.key_of(7), stage.at_hand(flow).outcome), (AffiliateKeyState::Active, Some(FlowOutcome::Done)));
    // Whoever gave another address on the way does not keep from the person that their key was changed …
    assert_eq!(stage.send(), 1);
    let (told, _) = stage.newest_letter();
    assert!(told.contains(&persons_address(7)) && !told.contains("otra@correo.ec"), "{told}");
    // … and what was given in person holds no more.
    let known = store::insured::by_number(&stage.house.reader().unwrap(), &person(7)).unwrap().unwrap();
    assert_eq!((known.contact.email.as_str(), known.up_to_date_on), ("otra@correo.ec", None));
    let row = store::self_service::get(&stage.house.reader().unwrap(), flow).unwrap().unwrap();
    assert_eq!(row.working, "", "what was of use until the end is wiped");

    let again = stage.begin_key(7).unwrap();
    assert_eq!(stage.at_hand(again).personal, [PersonalQuestion::FirstPet, PersonalQuestion::FirstSchool]);
    assert_eq!(stage.answer(again, birthday(), &WORKED_FOR).unwrap(), QuestionsAnswer::Right);
    assert_eq!(stage.problem(), "");
}

#[test]
fn what_is_wrong_of_the_answers_is_not_said_and_any_of_them_is_enough() {
    let stage = knowing();
    let flow = stage.begin_key(7).unwrap();
    let wrong_birth = BirthDay::new(6, 3).unwrap();
    assert_eq!(stage.answer(flow, wrong_birth, &WORKED_FOR).unwrap(), QuestionsAnswer::Wrong { left: 4 });
    assert_eq!(stage.answer(flow, birthday(), &["Nadie"]).unwrap(), QuestionsAnswer::Wrong { left: 3 });
    assert_eq!(stage.answer(flow, birthday(), &WORKED_FOR).unwrap(), QuestionsAnswer::Right);
    let flow = stage.begin_key(7).unwrap();
    assert_eq!(stage.answer(flow, birthday(), &["Nadie"]).unwrap(), QuestionsAnswer::Wrong { left: 4 }, "counted anew");
}

/// Whoever has no number here is answered as whoever has one, over several flows and a restart.
#[test]
fn five_wrong_submissions_block_the_key_and_an_unknown_number_is_answered_alike() {
    let mut stage = knowing();
    let wrong_birth = BirthDay::new(6, 3).unwrap();
    let mut said: [Vec<QuestionsAnswer>; 2] = [Vec::new(), Vec::new()];
    for round in 0..=SUBMISSIONS {
        for (nth, said) in [7, 50].into_iter().zip(&mut said) {
            let flow = stage.begin_key(nth).unwrap();
            assert_eq!(stage.at_hand(flow).questions.len(), 2);
            said.push(stage.answer(flow, wrong_birth, &["Nadie"]).unwrap());
            assert_eq!(stage.at_hand(flow).outcome.is_some(), round + 1 >= SUBMISSIONS);
        }
        if round == 2 {
            stage = stage.restarted();
        }
    }
    let expected = [4, 3, 2, 1].map(|left| QuestionsAnswer::Wrong { left }).into_iter();
    let expected: Vec<_> = expected.chain([QuestionsAnswer::Blocked; 2]).collect();
    assert_eq!(said, [expected.clone(), expected]);
    assert_eq!(stage.key_of(7), AffiliateKeyState::Blocked);
    let flow = stage.begin_key(7).unwrap();
    assert_eq!(stage.answer(flow, birthday(), &WORKED_FOR).unwrap(), QuestionsAnswer::Blocked, "right answers too");
    assert_eq!(stage.problem(), "");
}

#[test]
fn a_blocked_key_is_to_be_unlocked_first() {
    let stage = knowing();
    stage.insured(8, AffiliateKeyState::Blocked, &WORKED_FOR);
    let flow = stage.begin_key(8).unwrap();
    assert_eq!(stage.answer(flow, birthday(), &WORKED_FOR).unwrap(), QuestionsAnswer::IsBlocked);
    assert_eq!(stage.at_hand(flow).outcome, Some(FlowOutcome::ToCounter));
    // Blocked by somebody else's wrong answers while its owner was choosing one.
    let flow = stage.key_asked(7, &WORKED_FOR);
    let link = stage.sent_secret();
    assert_eq!(stage.open_link(&link).unwrap(), LinkAnswer::Choose(flow));
    let other = stage.begin_key(7).unwrap();
    let wrong = (0..SUBMISSIONS).map(|_| stage.answer(other, birthday(), &["Nadie"]).unwrap()).last();
    assert_eq!(wrong, Some(QuestionsAnswer::Blocked));
    assert_eq!(code(stage.choose(flow)), "blocked");
    assert_eq!(stage.key_of(7), AffiliateKeyState::Blocked);
}

/// Numbers that nobody has are asked as many questions, in the order in which a person's would stand.
#[test]
fn the_questions_of_a_number_that_nobody_has_look_like_anybodys() {
    let stage = knowing();
    let mut with_personal = 0;
    for nth in 50..90 {
        let (flow, again) = (stage.begin_key(nth).unwrap(), stage.begin_key(nth).unwrap());
        let (asked, asked_again) = (stage.at_hand(flow), stage.at_hand(again));
        assert_eq!(
            (&asked.questions, &asked.personal),
            (&asked_again.questions, &asked_again.personal),
            "the same each time"
        );
        assert!(asked.questions.iter().all(|question| question.options.len() == 5));
        assert!(!asked.sets_personal);
        let codes: Vec<_> = asked.personal.iter().map(|question| question.code()).collect();
        assert!(codes.is_sorted() && [0, 2].contains(&codes.len()), "{codes:?}");
        with_personal += usize::from(!codes.is_empty());
    }
    assert!((10..=30).contains(&with_personal), "about every other one: {with_personal}");
}

#[test]
fn the_rules_of_a_key_are_those_of_the_sheet() {
    let fault = |text: &str| ChosenKey::choose(text, text).err();
    assert_eq!(fault("casa4821"), None);
    assert_eq!(fault("casa482"), Some(ChosenKeyFault::TooShort));
    assert_eq!(fault("casa 4821"), Some(ChosenKeyFault::Signs));
    assert_eq!(fault("contraseña4"), Some(ChosenKeyFault::Signs));
    assert_eq!(fault("iess2026"), Some(ChosenKeyFault::Common));
    assert_eq!(ChosenKey::choose("casa4821", "casa4822").err(), Some(ChosenKeyFault::Differs));
    // Whose number it is, the flow says.
    let stage = knowing();
    let flow = stage.begin_key(7).unwrap();
    let reader = stage.house.reader().unwrap();
    let own = ChosenKey::choose(&format!("x{}", cedula(7)), &format!("x{}", cedula(7))).unwrap();
    assert_eq!(code(refuse_own_number(&reader, flow, &own)), "own_number");
    let others = ChosenKey::choose(&format!("x{}", cedula(8)), &format!("x{}", cedula(8))).unwrap();
    refuse_own_number(&reader, flow, &others).unwrap();
}

/// Of what changes from one time to the next the right answer would be what stays.
#[test]
fn what_is_asked_of_a_number_stays_the_same_whatever_the_registers_learn() {
    let stage = knowing();
    let asked = |nth| {
        let flow = stage.begin_key(nth).unwrap();
        let questions = stage.at_hand(flow).questions;
        stage.house.perform(&stage.turned, &LeaveFlow { flow, goes_to_counter: false }).unwrap();
        questions
    };
    let before = [7, 8].map(asked);
    stage.insured(9, AffiliateKeyState::Never, &["Empresa nueva uno", "Empresa nueva dos"]);
    assert_eq!([7, 8].map(asked), before);
    // Of whom no answer was right, and one is since: they can be asked now.
    stage.insured(8, AffiliateKeyState::Never, &WORKED_FOR);
    assert_ne!(asked(8), before[1]);
    let flow = stage.begin_key(8).unwrap();
    assert_eq!(stage.answer(flow, birthday(), &WORKED_FOR).unwrap(), QuestionsAnswer::Right);
}

/// A pensioner of whom no work is known answers five times, and keeps the key that they have.
#[test]
fn a_key_is_not_blocked_by_answers_that_could_not_be_right() {
    let stage = Stage::open();
    stage.others();
    stage.insured(7, AffiliateKeyState::Active, &[]);
    let flow = stage.begin_key(7).unwrap();
    for left in (0..SUBMISSIONS).rev() {
        let answer = stage.answer(flow, birthday(), &WORKED_FOR).unwrap();
        assert_eq!(answer, if left == 0 { QuestionsAnswer::Blocked } else { QuestionsAnswer::Wrong { left } });
    }
    assert_eq!(stage.key_of(7), AffiliateKeyState::Active);
}
