//! What is set: signed, verified, and without its password wherever somebody looks.

use ventanilla::domain::mail::Encryption;
use ventanilla::ops::House;
use ventanilla::ops::mail::{ChangeMail, MailSettings, PasswordChange, load, overview};
use ventanilla::ops::reading::Supervising;
use ventanilla::ops::verify::{Depth, verify};
use ventanilla::store;

use super::change;
use crate::support::house::{CHIEF, CLERK, Site, code, dump, last_entry, log_in, verified};

const SECRET: &str = "la-clave-del-correo-4711";

fn usual() -> MailSettings {
    MailSettings {
        server: "correo.cau.ec".into(),
        port: 587,
        encryption: Encryption::StartTls,
        user: "avisos".into(),
        from_address: "avisos@cau.ec".into(),
        ..MailSettings::default()
    }
}

fn kept_password(house: &House) -> String {
    store::centre::setting(&house.reader().unwrap(), house.centre().id, "mail.password").unwrap().unwrap_or_default()
}

#[test]
fn a_password_is_kept_and_shown_to_nobody() {
    let site = Site::staffed();
    let (house, chief) = site.open(CHIEF).unwrap();
    change(&house, &chief, &usual(), SECRET).unwrap();
    assert_eq!(last_entry(&house), ("mail.change".into(), "Done".into(), "on".into()));
    assert_eq!(kept_password(&house), SECRET);
    let holds: Vec<String> = dump(&house).into_iter().filter(|row| row.contains(SECRET)).collect();
    assert_eq!(holds.len(), 1, "the one row of the settings: {holds:?}");
    assert!(holds[0].starts_with("setting "), "{holds:?}");
    let by = Supervising::of(chief.actor()).unwrap();
    let seen = overview(&house, &house.reader().unwrap(), by).unwrap();
    assert!(seen.has_password && !format!("{seen:?}").contains(SECRET));
    let asked = ChangeMail { settings: usual(), password: PasswordChange::Set(SECRET.to_owned().into()) };
    assert!(!format!("{asked:?}").contains(SECRET), "{asked:?}");
    verified(&house);
}

#[test]
fn a_kept_password_goes_to_no_other_server_and_not_over_another_way() {
    let site = Site::staffed();
    let (house, chief) = site.open(CHIEF).unwrap();
    assert_eq!(code(change(&house, &chief, &usual(), "")), "password", "a user needs one");
    change(&house, &chief, &usual(), SECRET).unwrap();
    change(&house, &chief, &MailSettings { from_name: "CAU".into(), ..usual() }, "").unwrap();
    assert_eq!(kept_password(&house), SECRET, "who signs the letters is nothing to it");
    for other in [
        MailSettings { server: "correo.otro.ec".into(), ..usual() },
        MailSettings { port: 2525, ..usual() },
        MailSettings { user: "otro".into(), ..usual() },
        MailSettings { encryption: Encryption::Implicit, ..usual() },
    ] {
        assert_eq!(code(change(&house, &chief, &other, "")), "password", "{other:?}");
        change(&house, &chief, &other, "otra").unwrap();
        change(&house, &chief, &usual(), SECRET).unwrap();
    }
    change(&house, &chief, &MailSettings { user: String::new(), ..usual() }, "").unwrap();
    assert_eq!(kept_password(&house), "", "without a user there is none");
    change(&house, &chief, &usual(), SECRET).unwrap();
    change(&house, &chief, &MailSettings::default(), "").unwrap();
    assert_eq!(load(&house.reader().unwrap(), house.centre().id).unwrap(), MailSettings::default());
    assert_eq!(kept_password(&house), "", "without a server nothing of it stays");
    verified(&house);
}

#[test]
fn what_cannot_be_used_is_not_kept() {
    let site = Site::staffed();
    let (house, chief) = site.open(CHIEF).unwrap();
    let open = MailSettings { user: String::new(), ..usual() };
    for (refused, settings) in [
        ("server", MailSettings { server: "correo cau ec".into(), ..open.clone() }),
        ("server", MailSettings { server: "smtp://correo.cau.ec".into(), ..open.clone() }),
        ("port", MailSettings { port: 0, ..open.clone() }),
        ("encryption", MailSettings { encryption: Encryption::None, ..open.clone() }),
        ("from", MailSettings { from_address: "avisos".into(), ..open.clone() }),
        ("from", MailSettings { from_address: "avisos@cau.ec\r\nBcc: x@y.ec".into(), ..open.clone() }),
        ("root", MailSettings { root: Some("hola".into()), ..open.clone() }),
    ] {
        assert_eq!(code(change(&house, &chief, &settings, "")), refused, "{settings:?}");
    }
    let here = MailSettings { server: "127.0.0.1".into(), encryption: Encryption::None, ..open };
    change(&house, &chief, &here, "").unwrap();
    let clerk = log_in(&house, CLERK, 1);
    assert_eq!(code(change(&house, &clerk, &usual(), SECRET)), "role", "a clerk changes none of it");
}

#[test]
fn a_server_that_nobody_signed_is_found() {
    let site = Site::staffed();
    let (house, chief) = site.open(CHIEF).unwrap();
    change(&house, &chief, &usual(), SECRET).unwrap();
    let text = serde_json::to_string(&MailSettings { server: "correo.ajeno.ec".into(), ..usual() }).unwrap();
    house.store().write(|tx| store::centre::set_setting(tx, house.centre().id, "mail", &text)).unwrap();
    let found = verify(&house.reader().unwrap(), Depth::Whole, None, &mut |_| true).unwrap();
    let problem = found.problem.map(|problem| problem.to_string()).unwrap_or_default();
    assert!(problem.contains("La configuración del correo no es la última que supervisión firmó"), "{problem}");
}
