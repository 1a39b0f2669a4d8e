//! What people do by themselves stands beside the attentions: in the close, on its act, beside the month's table, and in the
//! export of the keys that they chose.

use std::fs;

use chrono::NaiveDate;
use ventanilla::domain::calendar::Zone;
use ventanilla::domain::day::{ByThemselves, Figures, Month};
use ventanilla::domain::register::AffiliateKeyState;
use ventanilla::ops::day::{CloseDay, act};
use ventanilla::ops::export::{Days, export_chosen_keys, export_unlocked};
use ventanilla::ops::reading::Supervising;
use ventanilla::ops::report::transparency;
use ventanilla::ops::self_service::{CodeAnswer, LeaveFlow};
use ventanilla::store::{self, WhileDoing as _};

use super::{Stage, employer};
use crate::day::records::lines_of;
use crate::support::house::{CHIEF, DAY_MS, cedula, code, log_in};

/// A recovery that was completed, one that does not agree, one that was left, and a key that is being made.
fn busy() -> Stage {
    let stage = Stage::open();
    let flow = stage.recovery(1).unwrap();
    let given = stage.sent_secret();
    assert_eq!(stage.give(flow, &given).unwrap(), CodeAnswer::Right);
    let link = stage.sent_secret();
    stage.open_link(&link).unwrap();
    stage.choose(flow).unwrap();
    stage.begin_recovery(2, 1).unwrap();
    let flow = stage.recovery(3).unwrap();
    stage.house.perform(&stage.turned, &LeaveFlow { flow, goes_to_counter: false }).unwrap();
    stage.begin_key(8).unwrap();
    stage
}

fn today(stage: &Stage) -> NaiveDate {
    stage.house.clock().now().day(Zone::Mainland)
}

#[test]
fn a_close_counts_them_apart_and_its_act_and_the_month_say_so() {
    let stage = busy();
    let chief = log_in(&stage.house, CHIEF, 2);
    let day = today(&stage);
    let figures = stage.house.perform(&chief, &CloseDay { day }).unwrap().output.figures;
    assert_eq!(figures.attentions(), 0);
    let recoveries = ByThemselves { begun: 3, done: 1, to_counter: 0, refused: 1, left: 1 };
    let keys = ByThemselves { begun: 1, ..ByThemselves::default() };
    let counted = [("affiliate_key".to_owned(), keys), ("employer_key_recovery".to_owned(), recoveries)];
    assert_eq!(figures.self_service, counted.into());
    let text = lines_of(&act(&stage.house, &chief, day).unwrap());
    assert!(text.contains("Atenciones: 0") && text.contains("Autoservicio, aparte de las atenciones"), "{text}");
    assert!(text.contains("| 3 | 1 | 0 | 1 | 1"), "{text}");
    // What is done on the next day is counted as it stands, until that is closed too.
    stage.wait_ms(DAY_MS * 3);
    stage.begin_key(9).unwrap();
    let by = Supervising::of(chief.actor()).unwrap();
    let table = transparency(&stage.house.reader().unwrap(), by, Month::of(day)).unwrap();
    assert_eq!(table.self_service["affiliate_key"].figures(), [2, 0, 0, 0, 0], "a closed day is what its close kept");
    assert!(table.lines.iter().all(|line| line.attentions == 0));
    assert_eq!(stage.problem(), "");
}

#[test]
fn a_close_of_before_is_read_and_has_none() {
    let mut kept = serde_json::to_value(Figures::default()).unwrap();
    kept.as_object_mut().unwrap().remove("self_service").expect("it is kept under this name");
    assert_eq!(serde_json::from_value::<Figures>(kept).unwrap(), Figures::default());
}

#[test]
fn a_row_that_is_hidden_from_the_close_is_found() {
    let stage = busy();
    let chief = log_in(&stage.house, CHIEF, 2);
    let hidden = "DELETE FROM self_service WHERE procedure = 'affiliate_key'";
    stage.house.store().write(|tx| tx.execute(hidden, []).while_doing("probar")).unwrap();
    stage.house.perform(&chief, &CloseDay { day: today(&stage) }).unwrap();
    assert!(stage.problem().contains("sus cifras del autoservicio no son las de las entradas"), "{}", stage.problem());
}

#[test]
fn a_row_that_is_added_after_the_close_is_found() {
    let stage = busy();
    let chief = log_in(&stage.house, CHIEF, 2);
    stage.house.perform(&chief, &CloseDay { day: today(&stage) }).unwrap();
    let columns = "centre_id, window_id, begun_by, accounting_day, begun_at_ms, person_kind, person_number, employer_number, \
                   employer_branch, step, working, outcome, ended_at_ms";
    let added = format!(
        "INSERT INTO self_service ({columns}, procedure, journal_n) SELECT {columns}, 'affiliate_key', 3 FROM self_service WHERE id = 1"
    );
    stage.house.store().write(|tx| tx.execute(&added, []).while_doing("probar")).unwrap();
    assert!(stage.problem().contains("autoservicio"), "{}", stage.problem());
}

#[test]
fn the_chosen_keys_of_some_days_leave_signed_as_hashes() {
    let stage = busy();
    stage.others();
    stage.insured(7, AffiliateKeyState::Never, &["Andina Flores"]);
    stage.insured(8, AffiliateKeyState::Blocked, &[]);
    stage.send();
    let flow = stage.key_asked(7, &["Andina Flores"]);
    let link = stage.sent_secret();
    stage.open_link(&link).unwrap();
    stage.choose(flow).unwrap();
    stage.send();
    stage.ask_unlock(8).unwrap();
    let link = stage.sent_secret();
    stage.open_link(&link).unwrap();
    let chief = log_in(&stage.house, CHIEF, 2);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("elegidas.csv");
    let all = Days { first: NaiveDate::MIN, last: NaiveDate::MAX };
    assert_eq!(code(export_chosen_keys(&stage.house, &stage.turned, all, &file)), "role");
    assert_eq!(export_chosen_keys(&stage.house, &chief, all, &file).unwrap().lines, 2);
    let text = fs::read_to_string(&file).unwrap();
    let hash = |flow| store::chosen_key::of_flow(&stage.house.reader().unwrap(), flow).unwrap().unwrap().hash;
    let lines: Vec<Vec<String>> = csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect();
    assert!(text.starts_with("entrada,tramite,numero,sucursal,hash,fecha_hora,centro\n"), "{text}");
    assert_eq!(lines[0][1..4], ["Recuperación de clave de empleador", employer(1).as_str(), "0001"]);
    assert_eq!(lines[1][1..5], ["Clave de afiliado", &cedula(7), "", &hash(flow)]);
    assert!(lines[1][5].starts_with("2026-11-20T09:30:00") && lines[1][6] == "1701", "{lines:?}");
    let later = Days { first: today(&stage).succ_opt().unwrap(), last: NaiveDate::MAX };
    assert_eq!(export_chosen_keys(&stage.house, &chief, later, &folder.path().join("nada.csv")).unwrap().lines, 0);
    let unlocked = folder.path().join("desbloqueos.csv");
    export_unlocked(&stage.house, &chief, all, &unlocked).unwrap();
    assert!(fs::read_to_string(&unlocked).unwrap().contains(&format!(",{},", cedula(8))), "whose it was is said");
    assert_eq!(stage.problem(), "");
}
