//! An employer key is recovered: by the code and the link that go to the registered address, or not at all.

use ventanilla::domain::challenge::Form;
use ventanilla::domain::number::Branch;
use ventanilla::domain::procedure::employer_key_recovery::Condition;
use ventanilla::domain::self_service::{FlowOutcome, Step};
use ventanilla::ops::import::EmployerImport;
use ventanilla::ops::procedure::employer_key_recovery::{BeginRecovery, RecoveryBegun};
use ventanilla::ops::self_service::{CodeAnswer, GiveCode, LeaveFlow, LetterStanding, LinkAnswer, OpenLink};
use ventanilla::store;

use super::{KEY, Stage, employer, employers_address, person};
use crate::ledger::{deliver, printed};
use crate::support::house::{CHIEF, CLERK, MINUTE_MS, cedula, code, file, import, last_entry, log_in, name, ready};
use crate::support::scripted::Scripted;

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

/// A file of the institution says this of the `nth` employer in the last three columns.
fn file_says(stage: &Stage, nth: usize, (email, sri_state, has_key): (&str, &str, &str)) {
    let columns = "numero,tipo,razon_social,sucursal,artesano,representante_numero,representante_nombre,\
                   representante_calidad,correo,estado_sri,tiene_clave";
    let (number, name) = (cedula(nth), name(nth));
    let row = format!(
        "{number}000,servicio doméstico,{name},0001,no,{number},{name},empleadora,{email},{sri_state},{has_key}"
    );
    let chief = log_in(&stage.house, CHIEF, 2);
    import(&stage.house, &chief, &mut EmployerImport::open(file(&format!("{columns}\n{row}\n"))).unwrap());
}

/// The recovery of the `nth` employer's key by whom the register names, who says whether it is the first.
fn asked(stage: &Stage, nth: usize, says_it_is_the_first: bool) -> RecoveryBegun {
    let begin = BeginRecovery {
        person: person(nth),
        employer: employer(nth),
        branch: Branch::parse("0001").unwrap(),
        says_it_is_the_first,
    };
    stage.house.perform(&stage.turned, &begin).unwrap().output
}

fn is_by_mail(begun: RecoveryBegun) -> bool {
    matches!(begun, RecoveryBegun::CodeAsked(_))
}

#[test]
fn each_condition_of_the_sheet_comes_with_the_institution_s_file_and_leads_to_the_counter() {
    let address = employers_address(1);
    for (says, condition) in [
        ((address.as_str(), "activo", "no"), Condition::FirstKey),
        ((address.as_str(), "cerrado", "sí"), Condition::RucNotActive),
        ((address.as_str(), "pasivo", ""), Condition::RucNotActive),
        ((address.as_str(), "suspendido", "sí"), Condition::RucNotActive),
    ] {
        let stage = Stage::open();
        file_says(&stage, 1, says);
        assert_eq!(asked(&stage, 1, false), RecoveryBegun::ToCounter(condition), "{says:?}");
        let (_, outcome, noted) = last_entry(&stage.house);
        assert_eq!((outcome.as_str(), noted.as_str()), ("Done", condition.code()));
        assert_eq!(stage.send(), 0, "nothing is sent");
        assert_eq!(stage.begin_recovery(2, 1).unwrap(), RecoveryBegun::NoMatch, "others are not told of it");
        assert_eq!(stage.problem(), "");
    }
}

/// An employer whom every file leaves without an address.
#[test]
fn where_no_file_ever_brought_an_address_it_is_done_at_the_counter() {
    let stage = Stage::open();
    let chief = log_in(&stage.house, CHIEF, 2);
    let columns = "numero,tipo,razon_social,sucursal,representante_numero,representante_nombre,representante_calidad";
    let number = cedula(40);
    let row = format!("{number}000,servicio doméstico,Rosa Guamán,0001,{number},Rosa Guamán,empleadora");
    import(&stage.house, &chief, &mut EmployerImport::open(file(&format!("{columns}\n{row}\n"))).unwrap());
    assert_eq!(asked(&stage, 40, false), RecoveryBegun::ToCounter(Condition::NoEmail));
    file_says(&stage, 40, ("rosa@hogar.ec", "", ""));
    assert!(is_by_mail(asked(&stage, 40, false)));
    assert_eq!(stage.problem(), "");
}

#[test]
fn what_the_file_says_of_a_key_is_kept_until_it_says_otherwise_and_counts_before_what_they_say() {
    let stage = Stage::open();
    let address = employers_address(1);
    assert_eq!(asked(&stage, 1, true), RecoveryBegun::ToCounter(Condition::FirstKey), "nobody knows, they say so");
    file_says(&stage, 1, (&address, "", "no"));
    file_says(&stage, 1, (&address, "", ""));
    assert_eq!(asked(&stage, 1, false), RecoveryBegun::ToCounter(Condition::FirstKey), "a blank says nothing");
    file_says(&stage, 1, (&address, "", "sí"));
    assert!(is_by_mail(asked(&stage, 1, true)));
    assert_eq!(stage.problem(), "");
}

/// What was done here is known better than what an older file says.
#[test]
fn a_key_that_was_chosen_here_is_no_first_key_whatever_the_file_says() {
    let stage = Stage::open();
    let flow = stage.recovery(1).unwrap();
    let given = stage.sent_secret();
    stage.give(flow, &given).unwrap();
    let link = stage.sent_secret();
    stage.open_link(&link).unwrap();
    stage.choose(flow).unwrap();
    stage.send();
    for nth in [1, 2] {
        file_says(&stage, nth, (&employers_address(nth), "activo", "no"));
    }
    stage.wait_minutes(1);
    assert!(is_by_mail(asked(&stage, 1, false)));
    assert_eq!(asked(&stage, 2, false), RecoveryBegun::ToCounter(Condition::FirstKey), "nothing was made for it");
    assert_eq!(stage.problem(), "");
}

#[test]
fn a_key_that_was_delivered_here_is_no_first_key_whatever_the_file_says() {
    let stage = Stage::open();
    file_says(&stage, 1, (&employers_address(1), "activo", "no"));
    assert_eq!(asked(&stage, 1, false), RecoveryBegun::ToCounter(Condition::FirstKey));
    let clerk = log_in(&stage.house, CLERK, 1);
    let visit = ready(&stage.house, &clerk, 1).unwrap();
    let issued = printed(&stage.house, &clerk, visit, &Scripted::new());
    deliver(&stage.house, &clerk, issued.issuance).unwrap();
    assert!(is_by_mail(asked(&stage, 1, true)));
    // Where its RUC is closed meanwhile, it is the counter's matter again.
    file_says(&stage, 1, (&employers_address(1), "cerrado", "no"));
    assert_eq!(asked(&stage, 1, false), RecoveryBegun::ToCounter(Condition::RucNotActive));
    assert_eq!(stage.problem(), "");
}
