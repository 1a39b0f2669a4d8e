//! An affiliate key is unlocked by its owner; whoever asks is answered the same.

use ventanilla::domain::register::AffiliateKeyState;
use ventanilla::domain::self_service::FlowOutcome;
use ventanilla::ops::self_service::{LetterStanding, LinkAnswer};
use ventanilla::store::{self, WhileDoing as _};

use super::{Stage, persons_address};
use crate::support::house::{cedula, code, last_entry};

#[test]
fn a_blocked_key_is_unlocked_by_the_link_that_goes_to_its_owner() {
    let stage = Stage::open();
    stage.insured(7, AffiliateKeyState::Blocked, &[]);
    let flow = stage.ask_unlock(7).unwrap();
    let link = stage.sent_secret();
    assert!(stage.newest_letter().0.contains(&persons_address(7)));
    assert_eq!(stage.key_of(7), AffiliateKeyState::Blocked);
    assert_eq!(stage.open_link(&link).unwrap(), LinkAnswer::Unlocked(flow));
    assert_eq!((stage.key_of(7), stage.at_hand(flow).outcome), (AffiliateKeyState::Active, Some(FlowOutcome::Done)));
    assert_eq!(stage.open_link(&link).unwrap(), LinkAnswer::Gone, "once");
    assert_eq!(stage.problem(), "");
}

fn set_insured(stage: &Stage, nth: usize, what: &str) {
    let sql = format!("UPDATE insured SET {what} WHERE person_number = ?1");
    stage.house.store().write(|tx| tx.execute(&sql, [cedula(nth)]).map(drop).while_doing("probar")).unwrap();
}

/// Who has no key to be unlocked, or no way to be reached, or no number at all, is told what everybody is told.
#[test]
fn whoever_asks_is_answered_the_same() {
    let stage = Stage::open();
    stage.insured(7, AffiliateKeyState::Blocked, &[]);
    stage.insured(8, AffiliateKeyState::Active, &[]);
    stage.insured(9, AffiliateKeyState::Blocked, &[]);
    set_insured(&stage, 9, "up_to_date_on = NULL");
    stage.insured(10, AffiliateKeyState::Blocked, &[]);
    set_insured(&stage, 10, "email = ''");
    let mut told = Vec::new();
    for nth in [7, 8, 9, 10, 50] {
        let flow = stage.ask_unlock(nth).unwrap();
        let entry = last_entry(&stage.house);
        assert_eq!(stage.send(), usize::from(nth == 7), "a letter goes to whom it helps alone: {nth}");
        let again = code(stage.ask_unlock(nth));
        let at_hand = stage.at_hand(flow);
        let letter = at_hand.letter.unwrap();
        assert_eq!(letter.standing, LetterStanding::Untold);
        told.push((entry, again, at_hand.step, at_hand.outcome, letter.kind));
    }
    assert!(told.windows(2).all(|pair| pair[0] == pair[1]), "{told:?}");
    let flows = stage.house.reader().unwrap();
    let mut challenges = 0;
    store::self_service::walk(&flows, |_| -> Result<(), store::Error> {
        challenges += 1;
        Ok(())
    })
    .unwrap();
    assert_eq!(challenges, 5, "a refused one leaves no row");
    assert_eq!(stage.problem(), "");
}

#[test]
fn whoever_may_not_any_more_when_the_link_comes_back_is_sent_to_the_counter() {
    let stage = Stage::open();
    stage.insured(7, AffiliateKeyState::Blocked, &[]);
    stage.ask_unlock(7).unwrap();
    let link = stage.sent_secret();
    set_insured(&stage, 7, "up_to_date_on = NULL");
    assert_eq!(code(stage.open_link(&link)), "unlock");
    assert_eq!(stage.key_of(7), AffiliateKeyState::Blocked);
}
