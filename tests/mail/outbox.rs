//! What waits: queued with the delivery and not without it, sent after it, once; given up with an entry.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use argon2::password_hash::PasswordVerifier as _;
use ventanilla::domain::ledger::Acknowledgement;
use ventanilla::domain::mail::{GIVEN_UP_AFTER_HOURS, Intent, MailFault, MailState};
use ventanilla::ops::issuance::DeliverSlip;
use ventanilla::ops::mail::{Carried, Sender, notice_of, unsent_on};
use ventanilla::ops::reading::Supervising;
use ventanilla::ops::settings::{ChangeSettings, Settings};
use ventanilla::ops::{FixedClock, House, Place};
use ventanilla::store::outbox::{self, Queued};
use ventanilla::{ops, store};

use crate::authority::run;
use crate::explained::says;

use super::{address, change, delivered, opened, printed, real_site, send, settings, shown};
use crate::support::house::{
    CHIEF, CLERK, MINUTE_MS, MORNING, Site, cedula, dump, entries, last_entry, log_in, name, password, slip, verified,
};
use crate::support::mail_server::{Kind, MailServer};

fn queued(house: &House, issuance: ventanilla::domain::id::IssuanceId) -> Option<Queued> {
    outbox::about(&house.reader().unwrap(), Intent::KeyDelivered(issuance)).unwrap()
}

#[test]
fn an_employer_hears_of_a_key_that_was_handed_over_and_not_the_key() {
    let Some(server) = MailServer::start(Kind::StartTls) else { return };
    let site = real_site();
    let (house, _, clerk) = opened(&site, Some(&server));
    let mut sender = Sender::default();
    let issuance = printed(&house, &clerk, 1);
    assert_eq!(send(&house, &clerk, &mut sender), Carried::Nothing, "nothing is told before it is handed over");
    let refused = DeliverSlip { issuance, acknowledgement: Acknowledgement::Unsigned };
    assert!(house.perform(&clerk, &refused).is_err(), "without a signature a supervisor's word is needed");
    assert_eq!((queued(&house, issuance), server.heard()), (None, vec![]), "a delivery that was refused tells nobody");
    house.perform(&clerk, &DeliverSlip { issuance, acknowledgement: Acknowledgement::Signed }).unwrap();
    let waits = queued(&house, issuance).unwrap();
    assert_eq!((waits.state, waits.attempts), (MailState::Waiting, 0));
    assert_eq!(server.heard(), Vec::<String>::new(), "the operation sends nothing itself");
    assert!(!dump(&house).iter().any(|row| row.starts_with("mail_outbox") && row.contains('@')));

    let before = entries(&house);
    assert_eq!(send(&house, &clerk, &mut sender), Carried::Sent);
    assert_eq!(entries(&house), before + 1);
    assert_eq!(last_entry(&house), ("mail.sent".into(), "Done".into(), "key_delivered".into()));
    assert_eq!(send(&house, &clerk, &mut sender), Carried::Nothing);
    let letters = server.letters();
    assert_eq!(letters.len(), 1);
    assert!(letters[0].starts_with(&format!("X-To: {}", address(1))), "{}", letters[0]);
    let text = shown(&letters[0]).replace("\r\n", "\n");
    let serial = slip(&house, issuance).serial.to_string();
    for told in [
        "El 20 de noviembre de 2026 a las 09:",
        "CAU de prueba",
        &format!("Número de servicio doméstico: {}000", cedula(1)),
        "Sucursal: 0001",
        &serial,
        &format!("La recibió: {}, en calidad de empleador de servicio doméstico", name(1)),
        "atencionalusuario@iess.gob.ec",
        "02 394 5666",
    ] {
        assert!(text.contains(told), "{told:?} is not in:\n{text}");
    }
    assert_eq!(text.matches(&cedula(1)).count(), 1, "the employer's own number, which is no person's here: {text}");
    let hash = slip(&house, issuance).key_hash;
    let hash = argon2::PasswordHash::new(&hash).unwrap();
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-').filter(|it| it.len() > 7);
    for word in words {
        assert!(
            argon2::Argon2::default().verify_password(word.replace('-', "").as_bytes(), &hash).is_err(),
            "the key is in the letter"
        );
    }
    assert!(!text.contains("MUESTRA"));
    let told = notice_of(&house.reader().unwrap(), issuance).unwrap().unwrap();
    assert_eq!((told.state, told.fault), (MailState::Sent, None));
    verified(&house);
}

#[test]
fn a_letter_that_went_by_other_settings_or_to_another_address_for_a_moment_is_named() {
    let other_sender = "UPDATE setting SET value = replace(value, 'avisos@cau.ec', 'otra@cau.ec') WHERE name = 'mail'";
    let sender_as_before =
        "UPDATE setting SET value = replace(value, 'otra@cau.ec', 'avisos@cau.ec') WHERE name = 'mail'";
    let other_address = format!("UPDATE employer SET email = 'otra@example.com' WHERE email = '{}'", address(1));
    let address_as_before = format!("UPDATE employer SET email = '{}' WHERE email = 'otra@example.com'", address(1));
    for (deed, undone, words) in [
        (other_sender, sender_as_before, "se envió con otra configuración del correo"),
        (&other_address, &address_as_before, "no tiene en el almacén el correo al que se envió la carta"),
    ] {
        let Some(server) = MailServer::start(Kind::StartTls) else { return };
        let site = real_site();
        let (house, _, clerk) = opened(&site, Some(&server));
        delivered(&house, &clerk, 1);
        run(&house, deed);
        assert_eq!(send(&house, &clerk, &mut Sender::default()), Carried::Sent);
        run(&house, undone);
        says(&house, words);
    }
}

#[test]
fn nothing_is_queued_where_there_is_no_server_or_no_address() {
    let site = real_site();
    let (house, chief, clerk) = opened(&site, None);
    assert_eq!(queued(&house, delivered(&house, &clerk, 0)), None, "no server is set");
    let Some(server) = MailServer::start(Kind::StartTls) else { return };
    change(&house, &chief, &settings(&server), "").unwrap();
    house
        .store()
        .write(|tx| -> Result<(), ops::Error> {
            let number = ventanilla::domain::number::EmployerNumber::parse(&format!("{}000", cedula(1))).unwrap();
            let mut employer = store::employer::by_number(tx, &number)?.unwrap();
            employer.email = String::new();
            Ok(store::employer::update(tx, &employer)?)
        })
        .unwrap();
    assert_eq!(queued(&house, delivered(&house, &clerk, 1)), None, "no address is registered");
    assert!(queued(&house, delivered(&house, &clerk, 2)).is_some());
}

#[test]
fn what_is_refused_for_now_is_tried_again_after_its_pause_and_leaves_one_entry() {
    let Some(server) = MailServer::start(Kind::StartTls) else { return };
    let site = real_site();
    let (house, _, clerk) = opened(&site, Some(&server));
    let issuance = delivered(&house, &clerk, 0);
    let mut sender = Sender::default();
    server.behave("later");
    let before = entries(&house);
    assert_eq!(send(&house, &clerk, &mut sender), Carried::Waits(MailFault::TryLater));
    assert_eq!(send(&house, &clerk, &mut sender), Carried::Nothing, "its pause is not over");
    server.behave("take");
    site.wait_ms(MINUTE_MS - 1);
    assert_eq!(send(&house, &clerk, &mut sender), Carried::Nothing);
    assert_eq!(entries(&house), before, "a try that failed leaves none");
    let told = notice_of(&house.reader().unwrap(), issuance).unwrap().unwrap();
    assert_eq!((told.state, told.fault), (MailState::Waiting, Some(MailFault::TryLater)));
    site.wait_ms(1);
    assert_eq!(send(&house, &clerk, &mut sender), Carried::Sent);
    assert_eq!((entries(&house), server.letters().len()), (before + 1, 1));
}

#[test]
fn what_is_refused_for_good_is_given_up_with_an_entry_and_a_supervisor_hears_of_it() {
    let Some(server) = MailServer::start(Kind::StartTls) else { return };
    let site = real_site();
    let (house, chief, clerk) = opened(&site, Some(&server));
    let issuance = delivered(&house, &clerk, 0);
    server.behave("unknown");
    let mut sender = Sender::default();
    assert_eq!(send(&house, &clerk, &mut sender), Carried::GivenUp(MailFault::RecipientRefused));
    assert_eq!(last_entry(&house), ("mail.failed".into(), "Done".into(), "key_delivered recipient_refused".into()));
    site.wait_ms(10 * 24 * 60 * MINUTE_MS);
    assert_eq!(send(&house, &clerk, &mut sender), Carried::Nothing);
    let today = MORNING.day(house.centre().zone);
    let by = Supervising::of(chief.actor()).unwrap();
    let unsent = unsent_on(&house.reader().unwrap(), by, house.centre(), today).unwrap();
    assert_eq!(unsent.len(), 1);
    let words = unsent[0].in_words();
    assert!(
        words.contains(&slip(&house, issuance).serial.to_string()) && words.contains("avise por otro medio"),
        "{words}"
    );
    verified(&house);
}

#[test]
fn what_nobody_takes_is_given_up_after_two_days_and_not_before() {
    let site = real_site();
    let Some(server) = MailServer::start(Kind::StartTls) else { return };
    let (house, _, clerk) = opened(&site, Some(&server));
    let issuance = delivered(&house, &clerk, 0);
    drop(server);
    let mut sender = Sender::default();
    let began = house.clock().now();
    let mut tries = 0;
    loop {
        match send(&house, &clerk, &mut sender) {
            Carried::Waits(fault) => {
                assert_eq!(fault, MailFault::Unreachable);
                tries += 1;
            }
            Carried::Nothing => site.wait_ms(5 * MINUTE_MS),
            Carried::GivenUp(fault) => {
                assert_eq!(fault, MailFault::Unreachable);
                break;
            }
            Carried::Sent | Carried::Dropped => panic!("nobody is there"),
        }
    }
    let hours = (house.clock().now().0 - began.0) / (60 * MINUTE_MS);
    assert!((GIVEN_UP_AFTER_HOURS..GIVEN_UP_AFTER_HOURS + 5).contains(&hours), "{hours}");
    assert!((10..30).contains(&tries), "{tries}");
    assert_eq!(queued(&house, issuance).unwrap().state, MailState::Failed);
}

#[test]
fn a_pause_that_a_clock_running_ahead_has_set_holds_nothing_up() {
    let Some(server) = MailServer::start(Kind::StartTls) else { return };
    let site = real_site();
    let (house, _, clerk) = opened(&site, Some(&server));
    let issuance = delivered(&house, &clerk, 0);
    let far = MORNING.0 + 400 * 24 * 60 * MINUTE_MS;
    let id = queued(&house, issuance).unwrap().id;
    house.store().write(|tx| outbox::note_try(tx, id, 0, far)).unwrap();
    assert_eq!(send(&house, &clerk, &mut Sender::default()), Carried::Sent);
}

#[test]
fn a_letter_that_was_taken_and_could_not_be_noted_is_noted_later_and_not_sent_again() {
    let Some(server) = MailServer::start(Kind::StartTls) else { return };
    let site = real_site();
    let (house, chief, clerk) = opened(&site, Some(&server));
    delivered(&house, &clerk, 0);
    // Whoever was at the window does not count any more by the time that the server took it.
    let away = log_in(&house, CLERK, 1);
    house.disable_user(&chief, clerk.actor().user).unwrap();
    let mut sender = Sender::default();
    let way = ops::mail::way(&house, &house.reader().unwrap(), None).unwrap();
    assert!(ops::mail::send_next(&house, &away, &way, &mut sender, &|| false).is_err());
    assert_eq!(server.letters().len(), 1);
    site.wait_ms(5 * MINUTE_MS);
    assert_eq!(send(&house, &chief, &mut sender), Carried::Sent);
    assert_eq!(server.letters().len(), 1, "it was noted, and not sent again");
}

const ROOM: &str = "VENTANILLA_MAIL_ROOM";
/// Where its store stands, when that is a server.
const SERVER: &str = "VENTANILLA_MAIL_STORE";

#[test]
#[ignore = "run by the next test of this file, in a process that is killed"]
fn the_process_that_is_killed_while_it_sends() {
    let room = PathBuf::from(std::env::var_os(ROOM).unwrap());
    let clock = std::sync::Arc::new(FixedClock::at(MORNING));
    let place = Place { server: std::env::var(SERVER).ok().map(|it| it.parse().unwrap()), ..Place::within(&room) };
    let (house, clerk) = House::open(&place, CLERK, &password(), 1, clock).unwrap();
    send(&house, &clerk, &mut Sender::default());
    unreachable!("it was to die while the server takes its time");
}

#[test]
fn a_kill_loses_no_letter_and_what_comes_twice_is_known_by_its_id() {
    let Some(server) = MailServer::start(Kind::StartTls) else { return };
    for (mode, taken_before) in [("slow 600", 0), ("taken_slowly 600", 1)] {
        let site = real_site();
        let (house, chief, clerk) = opened(&site, Some(&server));
        let issuance = delivered(&house, &clerk, 0);
        drop((chief, clerk));
        house.close().unwrap();
        let taken = server.letters().len();
        server.behave(mode);
        let heard = server.heard().len();
        let on_server = site.place.server.iter().map(|address| (SERVER, address.to_string()));
        let mut process = Command::new(std::env::current_exe().unwrap())
            .envs(on_server)
            .args(["--exact", "mail::outbox::the_process_that_is_killed_while_it_sends", "--ignored"])
            .env(ROOM, site.place.folder.parent().unwrap())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let deadline = Instant::now() + Duration::from_secs(120);
        // Once in the middle of the letter, once when the server has taken it and did not say so yet.
        while server.heard().len() < heard + 3 || server.letters().len() < taken + taken_before {
            assert!(Instant::now() < deadline, "it never came as far as the letter");
            std::thread::sleep(Duration::from_millis(20));
        }
        process.kill().unwrap();
        process.wait().unwrap();
        server.behave("take");
        let (house, clerk) = site.open(CLERK).unwrap();
        let left = queued(&house, issuance).unwrap();
        assert_eq!((left.state, left.attempts), (MailState::Waiting, 1), "the try was noted before it was made");
        let mut sender = Sender::default();
        assert_eq!(send(&house, &clerk, &mut sender), Carried::Nothing, "it waits for its pause");
        site.wait_ms(MINUTE_MS);
        assert_eq!(send(&house, &clerk, &mut sender), Carried::Sent);
        site.wait_ms(60 * MINUTE_MS);
        assert_eq!(send(&house, &clerk, &mut sender), Carried::Nothing);
        let letters = server.letters().split_off(taken);
        assert_eq!(letters.len(), 1 + taken_before, "{mode}");
        let id = |letter: &String| letter.lines().find(|line| line.starts_with("Message-ID")).unwrap().to_owned();
        assert!(letters.iter().all(|letter| id(letter) == id(&letters[0])), "the same letter has the same id");
        verified(&house);
    }
}

#[test]
fn a_demonstration_writes_files_and_sends_nothing() {
    let Some(server) = MailServer::start(Kind::StartTls) else { return };
    let site = Site::staffed();
    let (house, chief) = site.open(CHIEF).unwrap();
    crate::support::house::register_with_addresses(&house, &chief, address);
    change(&house, &chief, &settings(&server), "").unwrap();
    let clerk = log_in(&house, CLERK, 1);
    let issuance = delivered(&house, &clerk, 0);
    let folder = tempfile::tempdir().unwrap();
    let letters = folder.path().join("correo");
    let mut sender = Sender::default();
    let closed = ops::mail::way(&house, &house.reader().unwrap(), None).unwrap();
    let waits = ops::mail::send_next(&house, &clerk, &closed, &mut sender, &|| false).unwrap();
    assert_eq!(waits, Carried::Waits(MailFault::NoServer), "without a folder there is no way, whatever server is set");
    house.perform(&chief, &ChangeSettings { settings: Settings::default() }).unwrap();
    site.wait_ms(MINUTE_MS);
    let open = ops::mail::way(&house, &house.reader().unwrap(), Some(&letters)).unwrap();
    assert_eq!(ops::mail::send_next(&house, &clerk, &open, &mut sender, &|| false).unwrap(), Carried::Sent);
    assert_eq!(server.heard(), Vec::<String>::new());
    let written = std::fs::read_to_string(letters.join("correo-0001.eml")).unwrap();
    assert!(shown(&written).contains("*** MUESTRA SIN VALOR ***"), "{written}");
    assert!(written.contains("MUESTRA SIN VALOR - "), "the subject says it too: {written}");
    assert_eq!(queued(&house, issuance).unwrap().state, MailState::Sent);
}
