//! The mail's lane: it sends by itself, holds nobody up, and ends soon.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ventanilla::desk::{Desk, PrinterChoice, Station};
use ventanilla::domain::ledger::Acknowledgement;
use ventanilla::domain::mail::MailState;
use ventanilla::ops::Changed;
use ventanilla::ops::backup::Routine;
use ventanilla::ops::issuance::DeliverSlip;
use ventanilla::ops::mail::notice_of;

use super::{opened, printed, real_site};
use crate::support::house::{CHIEF, CLERK, PASSWORD, Site};
use crate::support::mail_server::{Kind, MailServer, root, root_file};

const PATIENCE: Duration = Duration::from_secs(60);

fn desk(site: &Site) -> Desk {
    let station = Station {
        place: site.place.clone(),
        window: 1,
        printer: PrinterChoice::Unset,
        ticket_paper: None,
        approval_chime: false,
        scan_folder: None,
        mail_folder: None,
        scanner: None,
        backups: Routine::default(),
        clock: site.clock.clone(),
        kept_in: None,
    };
    Desk::start(station, Arc::new(|| ())).unwrap()
}

#[track_caller]
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < deadline, "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_letter_leaves_after_its_delivery_and_a_slow_server_holds_nobody_up() {
    let Some(server) = MailServer::start(Kind::StartTls) else { return };
    let site = real_site();
    let (house, chief, clerk) = opened(&site, Some(&server));
    let first = printed(&house, &clerk, 0);
    drop((chief, clerk));
    house.close().unwrap();
    let desk = desk(&site);
    desk.log_in(CLERK.into(), PASSWORD.to_owned().into()).wait(PATIENCE).unwrap();
    let deliver = |issuance| desk.perform(DeliverSlip { issuance, acknowledgement: Acknowledgement::Signed });
    let seen = desk.revision(&[Changed::Mail]);
    deliver(first).wait(PATIENCE).unwrap();
    until("the first letter was not sent", || server.letters().len() == 1);
    let stands = || desk.read(move |_, reader| notice_of(reader, first)).wait(PATIENCE).unwrap().unwrap().state;
    until("it was not noted", || stands() == MailState::Sent);
    assert_ne!(desk.revision(&[Changed::Mail]), seen, "whoever looks at it looks again");

    server.behave("slow 600");
    let second = printed(&desk.house().unwrap(), &desk.session().unwrap(), 1);
    deliver(second).wait(PATIENCE).unwrap();
    until("the second letter was not begun", || server.heard().len() == 6);
    let began = Instant::now();
    desk.read(|_, reader| Ok(ventanilla::store::journal::head(reader)?.number)).wait(PATIENCE).unwrap();
    assert!(began.elapsed() < Duration::from_secs(5), "the server held a reader up");
    let began = Instant::now();
    desk.close().unwrap();
    assert!(began.elapsed() < Duration::from_secs(12), "closing took {:?}", began.elapsed());
    let (house, _) = site.open(CLERK).unwrap();
    let left = notice_of(&house.reader().unwrap(), second).unwrap().unwrap();
    assert_eq!(left.state, MailState::Waiting, "it is not lost");
}

#[test]
fn a_trial_says_what_came_of_it_and_is_a_supervisor_s() {
    let Some(server) = MailServer::start(Kind::StartTls) else { return };
    let site = real_site();
    let (house, ..) = opened(&site, Some(&server));
    house.close().unwrap();
    let desk = desk(&site);
    desk.log_in(CLERK.into(), PASSWORD.to_owned().into()).wait(PATIENCE).unwrap();
    assert_eq!(desk.try_mail("ana@hogar.ec".into()).wait(PATIENCE).unwrap_err().refusal(), Some("role"));
    desk.log_in(CHIEF.into(), PASSWORD.to_owned().into()).wait(PATIENCE).unwrap();
    assert_eq!(desk.try_mail("ana".into()).wait(PATIENCE).unwrap_err().refusal(), Some("to"));
    let taken = desk.try_mail(" ana@hogar.ec ".into()).wait(PATIENCE).unwrap();
    assert!(taken.was_taken && taken.words.contains("aceptó el correo para ana@hogar.ec"), "{taken:?}");
    assert_eq!(server.letters().len(), 1);
    server.behave("unknown");
    let refused = desk.try_mail("ana@hogar.ec".into()).wait(PATIENCE).unwrap();
    assert!(!refused.was_taken, "{refused:?}");
    assert_eq!(refused.said.as_deref(), Some("550 5.1.1 no such mailbox"));
    let read = desk.read_root(root_file()).wait(PATIENCE).unwrap();
    assert_eq!(read, ventanilla::ops::mail::parse_root(&root()).unwrap(), "the private key beside it is left out");
    assert!(!read.contains("PRIVATE"));
    let missing = desk.read_root("/no/hay.pem".into()).wait(PATIENCE).unwrap_err().to_string();
    assert!(missing.contains("no existe"), "{missing}");
    desk.close().unwrap();
}
