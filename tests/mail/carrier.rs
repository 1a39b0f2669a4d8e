//! A letter and a real server: what it takes, what it refuses for now and for good, what breaks off.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use ventanilla::domain::calendar::Moment;
use ventanilla::domain::email::Email;
use ventanilla::domain::mail::{Encryption, MailFault};
use ventanilla::mail::{Carrier as _, Failure, Letter, Login, Party, Root, Server, Smtp, TRIAL};

use super::shown;
use crate::support::mail_server::{Kind, MailServer, other_root, root};

fn letter() -> Letter {
    let party = |name: &str, address: &str| Party { name: name.into(), address: Email::parse(address).unwrap() };
    let (from, to) = (party("CAU Ñuñoa", "avisos@cau.ec"), party("Ana & Cía.", "ana@hogar.ec"));
    let values = [("centre", "CAU Ñuñoa"), ("server", "localhost"), ("at", "20/11/2026 10:00")];
    Letter::write((&from, &to), ("7.prueba", Moment(1_795_186_800_000)), TRIAL, &values, false).unwrap()
}

/// How `port` is spoken to, under the root that vouches for it.
fn server(port: u16, encryption: Encryption) -> Server {
    Server { host: "localhost".into(), port, encryption, login: None, root: Some(Root::parse(&root()).unwrap()) }
}

fn carry(server: Server) -> Result<(), Failure> {
    Smtp::new(server).unwrap().within(Duration::from_secs(20)).carry(&letter(), &|| false)
}

fn fault(server: Server) -> MailFault {
    carry(server).unwrap_err().fault
}

#[test]
fn a_server_takes_a_letter_enciphered_in_either_way() {
    for (kind, encryption) in [(Kind::StartTls, Encryption::StartTls), (Kind::Implicit, Encryption::Implicit)] {
        let Some(peer) = MailServer::start(kind) else { return };
        carry(server(peer.port, encryption)).unwrap_or_else(|failure| panic!("{kind:?}: {failure:?}"));
        let letters = peer.letters();
        assert_eq!(letters.len(), 1);
        let taken = &letters[0];
        assert!(taken.starts_with("X-To: ana@hogar.ec"), "{taken}");
        assert!(taken.contains("Message-ID: <7.prueba@cau.ec>"), "{taken}");
        assert!(taken.contains("multipart/alternative") && taken.contains("text/html"), "{taken}");
        assert!(shown(taken).contains("Si lo está leyendo, CAU Ñuñoa puede enviar correos."), "{}", shown(taken));
    }
}

#[test]
fn a_server_is_whom_its_root_vouches_for_and_enciphers_or_is_told_nothing() {
    let Some(peer) = MailServer::start(Kind::StartTls) else { return };
    let other = Root::parse(&other_root()).unwrap();
    assert_eq!(fault(Server { root: Some(other), ..server(peer.port, Encryption::StartTls) }), MailFault::Certificate);
    let of_this_machine = Server { root: None, ..server(peer.port, Encryption::StartTls) };
    assert_eq!(fault(of_this_machine), MailFault::Certificate);
    let by_another_name = Server { host: "127.0.0.2".into(), ..server(peer.port, Encryption::StartTls) };
    // It listens at one address only; that nobody answers at another says nothing of its name.
    assert_eq!(fault(by_another_name), MailFault::Unreachable);
    assert_eq!(fault(server(peer.port, Encryption::Implicit)), MailFault::Encryption, "it speaks in the clear first");
    let bare = MailServer::start(Kind::Bare).unwrap();
    assert_eq!(fault(server(bare.port, Encryption::StartTls)), MailFault::NoEncryption);
    assert_eq!((peer.heard(), bare.heard()), (vec![], vec![]), "neither was told whom a letter is for");
    carry(server(bare.port, Encryption::None)).unwrap();
    assert_eq!(bare.letters().len(), 1, "on this machine it may");
}

#[test]
fn a_server_that_asks_who_comes_is_told() {
    let Some(peer) = MailServer::start_for(Kind::StartTls, "cau", "una clave larga") else { return };
    let login = |password: &str| Some(Login { user: "cau".into(), password: password.to_owned().into() });
    let with = |login| Server { login, ..server(peer.port, Encryption::StartTls) };
    assert_eq!(fault(with(login("otra"))), MailFault::Credentials);
    assert_eq!(fault(with(None)), MailFault::Credentials);
    assert_eq!(peer.letters().len(), 0);
    carry(with(login("una clave larga"))).unwrap();
    assert_eq!(peer.letters().len(), 1);
}

#[test]
fn what_is_refused_for_now_passes_and_what_is_refused_for_good_does_not() {
    let Some(peer) = MailServer::start(Kind::StartTls) else { return };
    for (mode, met, permanent) in [
        ("later", MailFault::TryLater, false),
        ("unknown", MailFault::RecipientRefused, true),
        ("no_relay", MailFault::ServerRefused, false),
        ("no_sender", MailFault::SenderRefused, false),
        ("reject", MailFault::Rejected, true),
        ("cut", MailFault::Cut, false),
    ] {
        peer.behave(mode);
        let failure = carry(server(peer.port, Encryption::StartTls)).unwrap_err();
        assert_eq!((failure.fault, failure.is_permanent()), (met, permanent), "{mode}: {failure:?}");
        assert!(!failure.to_string().is_empty());
        assert_eq!(failure.said.is_some_and(|said| said.status.is_some()), mode != "cut", "{mode}");
    }
    assert_eq!(peer.letters().len(), 0);
    peer.behave("take");
    carry(server(peer.port, Encryption::StartTls)).unwrap();
}

#[test]
fn nobody_is_waited_for_longer_than_is_said() {
    let Some(peer) = MailServer::start(Kind::StartTls) else { return };
    peer.behave("slow 30");
    let began = Instant::now();
    let slow = Smtp::new(server(peer.port, Encryption::StartTls)).unwrap().within(Duration::from_secs(2));
    assert_eq!(slow.carry(&letter(), &|| false).unwrap_err().fault, MailFault::Slow);
    let stopped = Smtp::new(server(peer.port, Encryption::StartTls)).unwrap();
    assert_eq!(stopped.carry(&letter(), &|| true).unwrap_err().fault, MailFault::Stopped);
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
    // Nobody listens any more.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    assert_eq!(fault(server(port, Encryption::StartTls)), MailFault::Unreachable);
    // Somebody takes the call and says nothing.
    let mute = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = mute.local_addr().unwrap().port();
    let waits = Smtp::new(server(port, Encryption::Implicit)).unwrap().within(Duration::from_secs(1));
    assert_eq!(waits.carry(&letter(), &|| false).unwrap_err().fault, MailFault::Slow);
}
