//! Mail: what a real server does with it and to it, what waits and what is given up, what nobody may see; and that a kill at
//! any step sends nothing twice that was noted once.

mod carrier;
mod desk;
mod outbox;
mod settings;

use std::sync::OnceLock;

use ventanilla::domain::id::IssuanceId;
use ventanilla::domain::ledger::Acknowledgement;
use ventanilla::domain::mail::Encryption;
use ventanilla::ops::issuance::{DeliverSlip, issue};
use ventanilla::ops::mail::{Carried, ChangeMail, MailSettings, PasswordChange, Sender, send_next, way};
use ventanilla::ops::{House, Session, new_op_id};
use ventanilla::print::ipp::CancelFlag;

use crate::support::house::{CHIEF, CLERK, Site, add_user, log_in, ready, register_with_addresses};
use crate::support::mail_server::{MailServer, root};
use crate::support::scripted::Scripted;

/// The registered address of an employer of the register.
fn address(nth: usize) -> String {
    format!("empleo{nth}@hogar.ec")
}

/// A house of real people, whose employers have addresses, closed. Founded once, then copied.
pub(crate) fn real_site() -> Site {
    static PATTERN: OnceLock<Site> = OnceLock::new();
    let pattern = PATTERN.get_or_init(|| {
        let site = Site::free();
        let (house, chief) = site.found_real().unwrap();
        add_user(&house, &chief, CLERK, "Ana Operadora", ventanilla::domain::user::Role::Clerk);
        register_with_addresses(&house, &chief, address);
        house.close().unwrap();
        site
    });
    pattern.copy()
}

/// The house open, with its mail set to this server; the chief and the clerk are at it.
pub(crate) fn opened(site: &Site, server: Option<&MailServer>) -> (House, Session, Session) {
    let (house, chief) = site.open(CHIEF).unwrap();
    let clerk = log_in(&house, CLERK, 1);
    if let Some(server) = server {
        change(&house, &chief, &settings(server), "").unwrap();
    }
    (house, chief, clerk)
}

/// This server, under its own root and STARTTLS, without a user.
fn settings(server: &MailServer) -> MailSettings {
    MailSettings {
        server: "localhost".into(),
        port: server.port,
        encryption: Encryption::StartTls,
        from_address: "avisos@cau.ec".into(),
        root: Some(root()),
        ..MailSettings::default()
    }
}

fn change(house: &House, by: &Session, settings: &MailSettings, password: &str) -> Result<(), ventanilla::ops::Error> {
    let password = match password {
        "" => PasswordChange::Keep,
        password => PasswordChange::Set(password.to_owned().into()),
    };
    house.perform(by, &ChangeMail { settings: settings.clone(), password }).map(drop)
}

/// A key printed for the `nth` employer, and not handed over yet.
fn printed(house: &House, by: &Session, nth: usize) -> IssuanceId {
    let visit = ready(house, by, nth).unwrap();
    let press = new_op_id().unwrap();
    issue(house, by, press, visit, &Scripted::new(), &CancelFlag::default(), &mut |_| {}).unwrap().issuance
}

/// One that was handed over.
pub(crate) fn delivered(house: &House, by: &Session, nth: usize) -> IssuanceId {
    let issuance = printed(house, by, nth);
    house.perform(by, &DeliverSlip { issuance, acknowledgement: Acknowledgement::Signed }).unwrap();
    issuance
}

/// Sends what is due first.
pub(crate) fn send(house: &House, by: &Session, sender: &mut Sender) -> Carried {
    let way = way(house, &house.reader().unwrap(), None).unwrap();
    send_next(house, by, &way, sender, &|| false).unwrap()
}

/// The text of a letter as a mail program shows it: quoted-printable and base64 undone, whatever is HTML left out.
pub(crate) fn shown(letter: &str) -> String {
    let plain = letter.split("Content-Type: text/plain").nth(1).unwrap();
    let (head, rest) = plain.split_once("\r\n\r\n").or_else(|| plain.split_once("\n\n")).unwrap();
    let body = rest.split("\r\n--").next().unwrap().split("\n--").next().unwrap();
    if head.contains("quoted-printable") { unquoted(body) } else { body.to_owned() }
}

fn unquoted(body: &str) -> String {
    let joined = body.replace("=\r\n", "").replace("=\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let Some((first, more)) = rest.split_first() {
        rest = more;
        match (first, more) {
            (b'=', [a, b, after @ ..]) => {
                let digits = [*a, *b];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
                rest = after;
            }
            _ => bytes.push(*first),
        }
    }
    String::from_utf8(bytes).unwrap()
}
