//! The letters of somebody who waits, over a real server: it takes them, takes its time, asks to come again, or does not take
//! them at all.

use ventanilla::domain::challenge::Form;
use ventanilla::domain::id::SelfServiceId;
use ventanilla::domain::mail::MailFault;
use ventanilla::domain::number::Branch;
use ventanilla::ops::mail::{Carried, Sender};
use ventanilla::ops::procedure::employer_key_recovery::{BeginRecovery, RecoveryBegun};
use ventanilla::ops::self_service::{
    AskAgain, ChooseKey, CodeAnswer, GiveCode, LetterStanding, LinkAnswer, OpenLink, flow_at_hand, hashed_key,
};
use ventanilla::ops::{House, Session};

use super::{KEY, employer, person};
use crate::mail::{opened, real_site, send, shown};
use crate::support::house::{MINUTE_MS, code, verified};
use crate::support::mail_server::{Kind, MailServer};

fn begin(house: &House, by: &Session, nth: usize) -> Result<RecoveryBegun, ventanilla::ops::Error> {
    let begin = BeginRecovery {
        person: person(nth),
        employer: employer(nth),
        branch: Branch::parse("0001").unwrap(),
        says_it_is_the_first: false,
    };
    house.perform(by, &begin).map(|answer| answer.output)
}

fn begun(house: &House, by: &Session, nth: usize) -> SelfServiceId {
    match begin(house, by, nth).unwrap() {
        RecoveryBegun::CodeAsked(flow) => flow,
        other => panic!("{other:?}"),
    }
}

fn standing(house: &House, flow: SelfServiceId) -> LetterStanding {
    flow_at_hand(&house.reader().unwrap(), flow).unwrap().letter.unwrap().standing
}

/// What the newest letter brings.
fn secret(server: &MailServer) -> String {
    let text = shown(server.letters().last().unwrap()).replace("\r\n", "\n");
    text.lines().find_map(|line| line.strip_prefix("    ")).unwrap().trim().to_owned()
}

#[test]
fn without_mail_nobody_begins() {
    let site = real_site();
    let (house, _, clerk) = opened(&site, None);
    assert_eq!(code(begin(&house, &clerk.turned(), 1)), "no_mail");
}

#[test]
fn a_whole_recovery_over_a_server_that_takes_its_time() {
    let Some(server) = MailServer::start(Kind::StartTls) else { return };
    let site = real_site();
    let (house, _, clerk) = opened(&site, Some(&server));
    let (turned, mut sender) = (clerk.turned(), Sender::default());
    let flow = begun(&house, &turned, 1);
    server.behave("slow 0.3");
    assert_eq!(send(&house, &turned, &mut sender), Carried::Sent);
    assert!(!shown(&server.letters()[0]).contains("MUESTRA"));
    let given = GiveCode::of(flow, &secret(&server)).unwrap();
    assert_eq!(house.perform(&turned, &given).unwrap().output, CodeAnswer::Right);
    server.behave("later");
    assert_eq!(send(&house, &turned, &mut sender), Carried::Waits(MailFault::TryLater));
    assert!(matches!(standing(&house, flow), LetterStanding::Delayed(MailFault::TryLater, _)));
    server.behave("take");
    site.wait_ms(15_000 - 1);
    assert_eq!(send(&house, &turned, &mut sender), Carried::Nothing, "its pause is not over");
    site.wait_ms(1);
    assert_eq!(send(&house, &turned, &mut sender), Carried::Sent);
    let opened = OpenLink::of(&secret(&server)).unwrap();
    assert_eq!(house.perform(&turned, &opened).unwrap().output, LinkAnswer::Choose(flow));
    let key = ventanilla::domain::chosen_key::ChosenKey::choose(KEY, KEY).unwrap();
    let choose = ChooseKey { flow, key_hash: hashed_key(&key).unwrap(), declares: true, personal: Vec::new() };
    house.perform(&turned, &choose).unwrap();
    assert_eq!(send(&house, &turned, &mut sender), Carried::Sent, "they hear of it");
    assert!(server.letters().iter().all(|letter| !letter.contains(KEY)));
    verified(&house);
}

/// What a server took and nobody heard of comes again with another code: the first one opens nothing.
#[test]
fn a_letter_of_which_nobody_knows_whether_it_was_taken_comes_with_another_code() {
    let Some(server) = MailServer::start(Kind::StartTls) else { return };
    let site = real_site();
    let (house, _, clerk) = opened(&site, Some(&server));
    let (turned, mut sender) = (clerk.turned(), Sender::default());
    let flow = begun(&house, &turned, 1);
    server.behave("cut");
    assert_eq!(send(&house, &turned, &mut sender), Carried::Waits(MailFault::Cut));
    server.behave("take");
    site.wait_ms(15_000);
    assert_eq!(send(&house, &turned, &mut sender), Carried::Sent);
    let given = GiveCode::of(flow, &secret(&server)).unwrap();
    assert_eq!(house.perform(&turned, &given).unwrap().output, CodeAnswer::Right);
    verified(&house);
}

#[test]
fn a_letter_that_is_refused_for_good_says_so_and_another_can_be_asked_for() {
    let Some(server) = MailServer::start(Kind::StartTls) else { return };
    let site = real_site();
    let (house, _, clerk) = opened(&site, Some(&server));
    let (turned, mut sender) = (clerk.turned(), Sender::default());
    let flow = begun(&house, &turned, 1);
    server.behave("unknown");
    assert_eq!(send(&house, &turned, &mut sender), Carried::GivenUp(MailFault::RecipientRefused));
    assert_eq!(standing(&house, flow), LetterStanding::Failed(MailFault::RecipientRefused));
    server.behave("take");
    site.wait_ms(MINUTE_MS);
    house.perform(&turned, &AskAgain { flow, form: Form::Code }).unwrap();
    assert_eq!(send(&house, &turned, &mut sender), Carried::Sent);
    let given = GiveCode::of(flow, &secret(&server)).unwrap();
    assert_eq!(house.perform(&turned, &given).unwrap().output, CodeAnswer::Right);
    verified(&house);
}
