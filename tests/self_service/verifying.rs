//! What `verify` finds of whoever has the store's key, as every clerk's password yields it.

use ventanilla::domain::id::SelfServiceId;
use ventanilla::domain::journal::Digest;
use ventanilla::domain::register::AffiliateKeyState;
use ventanilla::ops::self_service::{CodeAnswer, LinkAnswer};

use super::Stage;
use crate::authority::run;

/// Does this to the store, past every operation.
fn tamper(stage: &Stage, sql: &str) {
    run(&stage.house, sql);
}

/// A recovery that came to its end, an unlocking too, and one that was only begun.
fn stage() -> (Stage, SelfServiceId) {
    let stage = Stage::open();
    stage.insured(7, AffiliateKeyState::Blocked, &[]);
    let flow = stage.recovery(1).unwrap();
    let given = stage.sent_secret();
    assert_eq!(stage.give(flow, &given).unwrap(), CodeAnswer::Right);
    let link = stage.sent_secret();
    stage.open_link(&link).unwrap();
    stage.choose(flow).unwrap();
    stage.send();
    stage.ask_unlock(7).unwrap();
    let link = stage.sent_secret();
    stage.open_link(&link).unwrap();
    stage.begin_key(8).unwrap();
    assert_eq!(stage.problem(), "");
    (stage, flow)
}

#[test]
fn a_row_that_no_entry_explains_and_an_entry_without_its_row_are_named() {
    let columns = "centre_id, window_id, begun_by, procedure, accounting_day, begun_at_ms, person_kind, person_number, \
                   employer_number, employer_branch, step, working, outcome, ended_at_ms";
    let inserted =
        format!("INSERT INTO self_service ({columns}, journal_n) SELECT {columns}, 3 FROM self_service WHERE id = 1");
    let key_inserted = "INSERT INTO chosen_key (flow_id, key_hash, made_at_ms, journal_n) VALUES (3, 'x', 1, 3)";
    let deeds: [(&str, &str, &str); 15] = [
        ("one that nobody began", &inserted, "El autoservicio 4 no es el que dice la entrada 3"),
        ("another person's", "UPDATE self_service SET person_number = '1710034065' WHERE id = 1", "El autoservicio 1"),
        (
            "another employer's",
            "UPDATE self_service SET employer_number = '1710034065001' WHERE id = 1",
            "El autoservicio 1",
        ),
        ("another branch's", "UPDATE self_service SET employer_branch = '0002' WHERE id = 1", "El autoservicio 1"),
        (
            "another procedure's",
            "UPDATE self_service SET procedure = 'affiliate_key' WHERE id = 1",
            "El autoservicio 1",
        ),
        ("another day's", "UPDATE self_service SET accounting_day = '2026-11-19' WHERE id = 1", "El autoservicio 1"),
        ("another moment's", "UPDATE self_service SET begun_at_ms = begun_at_ms + 1 WHERE id = 1", "El autoservicio 1"),
        ("another one's", "UPDATE self_service SET begun_by = 1 WHERE id = 1", "El autoservicio 1"),
        ("hidden", "DELETE FROM self_service WHERE id = 3", "empezó el autoservicio 3, y el almacén no lo tiene"),
        ("another key", "UPDATE chosen_key SET key_hash = 'mía'", "La clave elegida en el autoservicio 1"),
        ("a key of another moment", "UPDATE chosen_key SET made_at_ms = 1", "La clave elegida en el autoservicio 1"),
        ("a key of nobody's choice", key_inserted, "La clave elegida en el autoservicio 3"),
        (
            "a key that is hidden",
            "DELETE FROM chosen_key",
            "eligió una clave en el autoservicio 1, y el almacén no la tiene",
        ),
        (
            "an unlocking of another day",
            "UPDATE key_unlock SET accounting_day = '2026-11-19'",
            "El desbloqueo del autoservicio 2",
        ),
        ("an unlocking that is hidden", "DELETE FROM key_unlock", "desbloqueó una clave en el autoservicio 2"),
    ];
    let (pattern, _) = stage();
    pattern.house.close().unwrap();
    for (what, deed, names) in deeds {
        let site = pattern.site.copy();
        let (house, clerk) = site.open(crate::support::house::CLERK).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let stage = Stage { site, house, turned: clerk.turned(), folder, sender: Default::default() };
        tamper(&stage, deed);
        let said = stage.problem();
        assert!(said.contains(names), "{what}: {said}");
    }
}

/// The digest under which the store knows a link.
fn digest_of(link: &str) -> String {
    Digest::of(format!("ventanilla.link.v1:{link}").as_bytes()).to_string()
}

const OWN_LINK: &str = "0123456789ABCDEFGHJKMNPQRS";

#[test]
fn a_link_of_ones_own_in_the_place_of_the_one_that_was_sent_is_found() {
    let stage = Stage::open();
    let flow = stage.recovery(1).unwrap();
    let given = stage.sent_secret();
    stage.give(flow, &given).unwrap();
    stage.sent_secret();
    tamper(
        &stage,
        &format!("UPDATE challenge SET secret_hash = '{}' WHERE kind = 'recovery_link'", digest_of(OWN_LINK)),
    );
    assert_eq!(stage.open_link(OWN_LINK).unwrap(), LinkAnswer::Choose(flow));
    stage.choose(flow).unwrap();
    assert!(stage.problem().contains("no se había enviado para él"), "{}", stage.problem());
}

#[test]
fn a_code_of_ones_own_is_found() {
    let stage = Stage::open();
    let flow = stage.recovery(1).unwrap();
    stage.sent_secret();
    let own = ventanilla::ops::self_service::hashed_answer("12345678").unwrap().unwrap();
    tamper(&stage, &format!("UPDATE challenge SET secret_hash = '{own}'"));
    assert_eq!(stage.give(flow, "12345678").unwrap(), CodeAnswer::Right);
    assert!(stage.problem().contains("no se había enviado para él"), "{}", stage.problem());
}

/// A letter to one's own address opens what is somebody else's.
#[test]
fn a_link_that_was_sent_for_another_is_found() {
    let stage = Stage::open();
    stage.insured(7, AffiliateKeyState::Blocked, &[]);
    stage.insured(8, AffiliateKeyState::Blocked, &[]);
    let victim = stage.ask_unlock(8).unwrap();
    stage.send();
    let own = stage.ask_unlock(7).unwrap();
    let link = stage.sent_secret();
    tamper(&stage, &format!("UPDATE challenge SET flow_id = {victim} WHERE flow_id = {own}"));
    assert_eq!(stage.open_link(&link).unwrap(), LinkAnswer::Unlocked(victim));
    assert!(stage.problem().contains("no se había enviado para él"), "{}", stage.problem());
}

#[test]
fn steps_that_were_left_out_are_found() {
    let stage = Stage::open();
    let flow = stage.recovery(1).unwrap();
    let now = stage.house.clock().now().0;
    tamper(&stage, &format!("UPDATE self_service SET step = 'choose', working = '{{\"opened_at\":{now}}}'"));
    stage.choose(flow).unwrap();
    assert!(stage.problem().contains("no se había abierto su enlace"), "{}", stage.problem());

    let stage = Stage::open();
    stage.others();
    stage.insured(7, AffiliateKeyState::Never, &["Andina Flores"]);
    let flow = stage.begin_key(7).unwrap();
    tamper(&stage, "UPDATE self_service SET step = 'data'");
    stage.confirm(flow, "mia@correo.ec").unwrap();
    let link = stage.sent_secret();
    stage.open_link(&link).unwrap();
    assert!(stage.problem().contains("ni respondido las preguntas"), "{}", stage.problem());
}

#[test]
fn an_unlocking_that_is_made_up_is_found() {
    let (stage, _) = stage();
    let row = "INSERT INTO key_unlock (centre_id, window_id, flow_id, accounting_day, unlocked_by, unlocked_at_ms, \
               brings_up_to_date, journal_n) SELECT centre_id, window_id, 3, accounting_day, unlocked_by, unlocked_at_ms, 0, \
               4 FROM key_unlock";
    tamper(&stage, row);
    assert!(stage.problem().contains("El desbloqueo del autoservicio 3"), "{}", stage.problem());
}
