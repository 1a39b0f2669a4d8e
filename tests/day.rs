//! The day's close: what it counts, what it waits for, what it leaves, and what nobody can change afterwards.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot set its scene fails"
)]

pub(crate) mod records;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use proptest::prelude::*;
use records::{Stage, lines_of, supervising};
use ventanilla::domain::approval::Matter;
use ventanilla::domain::day::{Figures, Month, Period};
use ventanilla::domain::id::VisitId;
use ventanilla::domain::ledger::IssuanceState;
use ventanilla::domain::number::PersonNumber;
use ventanilla::domain::procedure::PROCEDURES;
use ventanilla::domain::procedure_id::ProcedureId;
use ventanilla::domain::turn::{InNameOf, PriorityGroup, PriorityWhose, Reason, TurnPriority, TurnState};
use ventanilla::ops::complaint::{Against, RecordComplaint};
use ventanilla::ops::day::{CloseDay, act, look};
use ventanilla::ops::reading::Supervising;
use ventanilla::ops::report::{chart, transparency};
use ventanilla::ops::settings::{self, ChangeSettings, Settings};
use ventanilla::ops::turn::{GiveWalkIn, MarkArrived};
use ventanilla::ops::verify::{Depth, verify};
use ventanilla::ops::visit::{
    EndOthersVisit, EndVisit, Ending, GiveOverride, LinkVisit, ParkVisit, ReopenVisit, Surroundings, assess,
};
use ventanilla::ops::{Error, House};
use ventanilla::print::pdf;
use ventanilla::store;
use ventanilla::store::visit::{Visit, VisitOutcome, VisitState};

use crate::store_engine::on_a_small_disk;
use crate::support::house::{
    CHIEF, CLERK, COLLEAGUE, DEPUTY, Site, ask, cases, code, entries, grant, last_entry, log_in, scheduled, verified,
    write_unguarded,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const MONDAY: &str = "2026-11-23";
const TUESDAY: &str = "2026-11-24";

/// `VENTANILLA_UPDATE_CASES=1` writes what comes out; read it before it is kept.
#[test]
fn the_acts_are_those_of_the_case_files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/day");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 5, "{files:?}");
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let (records, expected) = text.split_once("\n----\n").unwrap_or((&text, ""));
        let mut stage = Stage::open();
        let came_out = with_the_idle_as_one(&stage.play(records));
        verified(&stage.house);
        if std::env::var_os("VENTANILLA_UPDATE_CASES").is_some() {
            fs::write(&file, format!("{records}\n----\n{came_out}")).unwrap();
        } else {
            assert_eq!(came_out, expected, "{}", file.display());
        }
    }
}

/// In a month's table, the procedures for which nobody came or complained are one row: every one of them has to be there.
fn with_the_idle_as_one(came_out: &str) -> String {
    let names: Vec<&str> = PROCEDURES.iter().map(|procedure| procedure.name).collect();
    let row = |line: &str| {
        let cells: Vec<String> = line.split(" | ").map(str::to_owned).collect();
        let is_row = cells.len() == 5 && cells[0].parse::<u16>().is_ok() && cells[1].parse::<u8>().is_ok();
        is_row.then_some(cells)
    };
    let mut said = String::new();
    let mut table: Vec<String> = Vec::new();
    for line in came_out.lines() {
        match row(line) {
            Some(cells) => {
                let is_idle = cells[3..] == ["0", "0"];
                table.push(cells[2].clone());
                if !is_idle {
                    said.push_str(&format!("{line}\n"));
                }
            }
            None => {
                if !table.is_empty() {
                    assert_eq!(std::mem::take(&mut table), names, "each procedure has its row, in their order");
                    said.push_str("(los demás trámites) | 0 | 0\n");
                }
                said.push_str(&format!("{line}\n"));
            }
        }
    }
    said
}

#[test]
fn a_close_is_signed_and_done_once_and_its_act_prints_the_same_again() {
    let mut stage = Stage::open();
    stage.play(&format!("== {MONDAY}\n09:00–09:10 operadora v1: clave entregada"));
    let close = CloseDay { day: day(MONDAY) };
    assert_eq!(code(stage.house.perform(stage.session(CLERK, 1), &close)), "role");
    let entry = stage.house.perform(stage.session(CHIEF, 1), &close).unwrap().entry;
    assert_eq!(last_entry(&stage.house), ("day.close".into(), "Done".into(), MONDAY.into()));
    assert_eq!(code(stage.house.perform(stage.session(DEPUTY, 1), &close)), "closed");
    let chief = stage.session(CHIEF, 1);
    let bytes = |house: &House| pdf::render(&act(house, chief, day(MONDAY)).unwrap()).unwrap().as_slice().to_vec();
    let first = bytes(&stage.house);
    assert!(first == bytes(&stage.house));
    let words = format!("{:?}", act(&stage.house, stage.session(CHIEF, 1), day(MONDAY)).unwrap());
    let hash = entry.hash.to_string().to_uppercase();
    let groups: Vec<String> =
        hash.as_bytes().chunks(4).map(|group| String::from_utf8(group.to_vec()).unwrap()).collect();
    assert!(groups.iter().all(|group| words.contains(&format!("\"{group}\""))), "{words}");
    let typed = format!("{}-{}", entry.number, groups.join(" "));
    let on_paper = ventanilla::domain::journal::HeadOnPaper::parse(&typed).unwrap();
    let reader = stage.house.reader().unwrap();
    assert_eq!(verify(&reader, Depth::Chain, Some(&on_paper), &mut |_| true).unwrap().problem, None);
    assert_eq!(verified(&stage.house).closes, 1);
}

#[test]
fn a_day_that_is_to_come_or_has_nothing_in_it_is_not_closed() {
    let stage = Stage::open();
    stage.set_clock(day(MONDAY), 8 * 60);
    let close = |on: &str| stage.house.perform(stage.session(CHIEF, 1), &CloseDay { day: day(on) });
    assert_eq!(code(close(TUESDAY)), "future_day");
    assert_eq!(code(close("2026-11-21")), "nothing_to_close");
    // Today may be closed without a visit: nobody came.
    assert_eq!(close(MONDAY).unwrap().output.figures, Figures::default());
    verified(&stage.house);
}

#[test]
fn what_hinders_a_close_leaves_the_day_as_it_was() {
    let mut stage = Stage::open();
    stage.play(&format!(
        "== {MONDAY}\n09:00–09:05 operadora v1: en pausa\n09:10–09:15 colega v2: clave impresa y sin entregar"
    ));
    let by = Supervising::of(stage.session(CHIEF, 1).actor()).unwrap();
    let seen = look(&stage.house.reader().unwrap(), by, stage.house.centre(), day(MONDAY)).unwrap();
    assert_eq!((seen.hindrances.len(), seen.parked), (2, 1), "{:?}", seen.hindrances);
    let refused = stage.house.perform(stage.session(CHIEF, 1), &CloseDay { day: day(MONDAY) });
    assert_eq!(code(refused), "open_slip");
    let reader = stage.house.reader().unwrap();
    assert_eq!(store::visit::get(&reader, VisitId(1)).unwrap().unwrap().state, VisitState::Parked);
    assert_eq!(store::day::all(&reader).unwrap(), []);
    assert_eq!(last_entry(&stage.house).1, "Refused");
}

#[test]
fn a_visit_in_pause_ends_with_the_day_and_its_turn_with_it() {
    let mut stage = Stage::open();
    stage.play(&format!("== {MONDAY}\n09:00–09:05 operadora v1: en pausa\n17:15 jefa: cierra el día"));
    let reader = stage.house.reader().unwrap();
    let visit = store::visit::get(&reader, VisitId(1)).unwrap().unwrap();
    assert_eq!(visit.state, VisitState::Ended(VisitOutcome::NotServed));
    assert_eq!(store::visit::reasons(&reader, visit.id).unwrap(), ["parked_at_close"]);
    assert_eq!(store::turn::get(&reader, visit.turn).unwrap().unwrap().turn.state, TurnState::NotServed);
    let by = stage.session(CLERK, 1);
    assert_eq!(code(stage.house.perform(by, &ReopenVisit { visit: visit.id })), "closed_day");
    assert!(entries(&stage.house) > 0);
}

#[test]
fn a_turn_with_several_visits_in_pause_ends_as_the_best_of_them() {
    let mut stage = Stage::open();
    stage
        .play(&format!("== {MONDAY}\n09:00–09:05 operadora v1: clave entregada\n09:10–09:15 colega v2: sigue abierta"));
    let (by, colleague) = (stage.session(CLERK, 1), stage.session(COLLEAGUE, 2));
    for (by, first) in [(by, VisitId(1)), (colleague, VisitId(2))] {
        let linked = stage.house.perform(by, &LinkVisit { visit: first }).unwrap().output;
        stage.house.perform(by, &ParkVisit { visit: linked }).unwrap();
    }
    stage.house.perform(colleague, &ParkVisit { visit: VisitId(2) }).unwrap();
    let closed = stage.house.perform(stage.session(CHIEF, 1), &CloseDay { day: day(MONDAY) }).unwrap().output;
    assert_eq!((closed.parked.len(), closed.figures.parked_at_close, closed.figures.attentions()), (3, 3, 4));
    let reader = stage.house.reader().unwrap();
    let turn_of = |id| {
        let visit = store::visit::get(&reader, VisitId(id)).unwrap().unwrap();
        store::turn::get(&reader, visit.turn).unwrap().unwrap().turn.state
    };
    assert_eq!((turn_of(1), turn_of(2)), (TurnState::Served, TurnState::NotServed));
    verified(&stage.house);
}

#[test]
fn what_is_done_after_the_close_counts_in_the_next_day() {
    let mut stage = Stage::open();
    stage.play(&format!(
        "== {MONDAY}\n09:00–09:10 operadora v1: clave entregada\n16:00 jefa: cierra el día\n16:10–16:20 operadora v1: clave entregada"
    ));
    let reader = stage.house.reader().unwrap();
    let days: Vec<NaiveDate> =
        (1..=2).map(|id| store::visit::get(&reader, VisitId(id)).unwrap().unwrap().accounting_day).collect();
    assert_eq!(days, [day(MONDAY), day(TUESDAY)]);
    // The same person goes on for another employer: a new visit, of the next day.
    let linked = stage.house.perform(stage.session(CLERK, 1), &LinkVisit { visit: VisitId(1) }).unwrap().output;
    assert_eq!(store::visit::get(&reader, linked).unwrap().unwrap().accounting_day, day(TUESDAY));
    verified(&stage.house);
}

#[test]
fn a_second_key_on_the_same_day_is_seen_across_the_close() {
    let mut stage = Stage::open();
    // The fifth visit is of the first one's employer.
    stage.play(&format!(
        "== {MONDAY}\n09:00–09:10 operadora v1: clave entregada\n09:20–09:21 operadora v1: clave entregada\n\
         09:30–09:31 operadora v1: clave entregada\n09:40–09:41 operadora v1: clave entregada\n16:00 jefa: cierra el día\n\
         16:10–16:20 operadora v1: clave por imprimir"
    ));
    assert_eq!(code(stage.print(stage.session(CLERK, 1), VisitId(5))), "second_key_today");
}

#[test]
fn keys_wait_for_the_close_of_the_day_before_and_nothing_else_does() {
    let mut stage = Stage::open();
    stage.play(&format!(
        "== {MONDAY}\n09:00–09:10 operadora v1: clave entregada\n== {TUESDAY}\n08:30–08:40 operadora v1: clave por imprimir"
    ));
    let by = stage.session(CLERK, 1);
    let refused = stage.print(by, VisitId(2));
    assert!(matches!(&refused, Err(Error::Refused(refusal))
        if refusal.code == "unclosed_day" && refusal.sentence.contains("23/11/2026")));
    let today = CloseDay { day: day(TUESDAY) };
    assert_eq!(code(stage.house.perform(stage.session(CHIEF, 1), &today)), "earlier_day");
    stage.house.perform(stage.session(CHIEF, 1), &CloseDay { day: day(MONDAY) }).unwrap();
    stage.print(by, VisitId(2)).unwrap();
    let closed = act(&stage.house, stage.session(CHIEF, 1), day(MONDAY)).unwrap();
    assert!(lines_of(&closed).contains("24/11/2026 08:40"), "{}", lines_of(&closed));
    verified(&stage.house);
}

#[test]
fn a_complaint_counts_in_its_day_under_its_procedure() {
    let mut stage = Stage::open();
    stage.play(&format!("== {MONDAY}\n09:00–09:10 operadora v1: no atendida"));
    let record = |against, matter: &str, resolution: &str| {
        let complaint = RecordComplaint { against, matter: matter.into(), resolution: resolution.into() };
        stage.house.perform(stage.session(CLERK, 1), &complaint)
    };
    let visit = Against::Visit(VisitId(1));
    assert_eq!(code(record(visit, " ", "se pidió disculpas")), "matter");
    assert_eq!(code(record(visit, "Esperó dos horas", "…")), "resolution");
    assert_eq!(code(record(Against::Visit(VisitId(7)), "Esperó", "nada")), "unknown");
    record(visit, "Esperó dos horas", "Se pidió disculpas").unwrap();
    record(Against::Procedure(ProcedureId::AFFILIATE_KEY), "No hay ventanilla", "Se le explicó").unwrap();
    let figures = stage.house.perform(stage.session(CHIEF, 1), &CloseDay { day: day(MONDAY) }).unwrap().output.figures;
    let expected = [("affiliate_key", 1), ("employer_key", 1)].map(|(procedure, count)| (procedure.to_owned(), count));
    assert_eq!(figures.complaints, BTreeMap::from(expected));
    // One that comes after the close is the next day's.
    record(visit, "Volvió a quejarse", "Se le escuchó").unwrap();
    let kept = store::complaint::of_day(&stage.house.reader().unwrap(), stage.house.centre().id, day(TUESDAY)).unwrap();
    assert_eq!((kept.len(), kept[0].visit, kept[0].matter.as_str()), (1, Some(VisitId(1)), "Volvió a quejarse"));
    let november = transparency(&stage.house.reader().unwrap(), supervising(&stage), Month::of(day(MONDAY))).unwrap();
    assert_eq!(november.open_days, [day(TUESDAY)]);
    let of = |procedure: &str| {
        let line = november.lines.iter().find(|line| line.procedure == procedure).unwrap();
        (line.complaints, line.attentions)
    };
    assert_eq!((of("employer_key"), of("affiliate_key"), of("affiliate_key_unlock")), ((2, 1), (1, 0), (0, 0)));
    verified(&stage.house);
}

#[test]
fn what_people_come_without_is_counted_by_the_reasons_of_who_was_not_served() {
    let mut stage = Stage::open();
    stage.play(&format!(
        "== {MONDAY}\n09:00–09:10 operadora v1, espera 4: no atendida\n11:00–11:05 colega v2: no atendida\n\
         11:30–11:40 operadora v1: se retiró\n17:00 jefa: cierra el día\n== {TUESDAY}\n09:00–09:10 operadora v1: no atendida"
    ));
    let reader = stage.house.reader().unwrap();
    let of = |period| chart(&reader, supervising(&stage), period).unwrap().chart;
    let monday = of(Period::Day(day(MONDAY)));
    let hours: Vec<(String, u64)> = monday.by_hour.iter().map(|(slot, count)| (slot.short(), *count)).collect();
    assert_eq!(hours, [("9 h", 1), ("10 h", 0), ("11 h", 1)].map(|(hour, count)| (hour.to_owned(), count)));
    assert_eq!(monday.outcomes.map(|(_, count)| count), [0, 2, 1]);
    let nine = &monday.times[0];
    assert_eq!((nine.waiting.median_secs(), nine.service.median_secs()), (Some(240), Some(600)));
    assert_eq!(monday.reasons, [("EK-R1".to_owned(), 2)], "what was asked for and not there");
    let is_apart = |(rule, count): &(String, u64)| *count == 2 && rule.starts_with("EK-") && rule != "EK-R1";
    assert!(!monday.unseen.is_empty() && monday.unseen.iter().all(is_apart), "{:?}", monday.unseen);
    let month = of(Period::Month(Month::of(day(MONDAY))));
    assert_eq!((month.visits(), month.reasons[0].1), (4, 3));
}

#[test]
fn priority_turns_overridden_warnings_and_own_answers_are_counted() {
    let stage = Stage::open();
    let (house, by, chief) = (&stage.house, stage.session(CLERK, 1), stage.session(CHIEF, 1));
    house
        .perform(chief, &ChangeSettings { settings: Settings { sole_supervisor: true, ..Settings::default() } })
        .unwrap();
    stage.set_clock(day(MONDAY), 9 * 60);
    let late = scheduled(house, by, 0);
    let given = GiveWalkIn {
        procedure: ProcedureId::EMPLOYER_KEY,
        holder: PersonNumber::parse("1710034065").unwrap(),
        holder_name: "Eva Guamán".into(),
        in_name_of: InNameOf::Applicant,
        priority: Some(TurnPriority { group: PriorityGroup::OlderAdult, whose: PriorityWhose::Applicant }),
    };
    let priority = house.perform(by, &given).unwrap().output;
    let visit = stage.begin(by, priority, 0, false);
    house.perform(by, &EndVisit { visit, ending: Ending::not_served() }).unwrap();
    // Half an hour after the turn's hour.
    stage.set_clock(day(MONDAY), 9 * 60 + 30);
    house.perform(by, &MarkArrived { turn: late, reason: None }).unwrap();
    let visit = stage.begin(by, late, 0, true);
    let reader = house.reader().unwrap();
    let settings = settings::load(&reader, house.centre().id).unwrap();
    let around = Surroundings { now: house.clock().now(), centre: house.centre(), settings: &settings };
    let row = store::visit::get(&reader, visit).unwrap().unwrap();
    let assessment = assess(&reader, around, &row).unwrap();
    let warning = assessment.blocking().next().unwrap();
    let given = GiveOverride {
        visit,
        rule: warning.rule.as_str().into(),
        sentence: warning.sentence.clone(),
        reason: "había fila en la puerta".into(),
    };
    house.perform(by, &given).unwrap();
    house.perform(by, &EndVisit { visit, ending: Ending::Abandoned }).unwrap();
    let own = ask(house, chief, Matter::Override, visit, "EK-E1: una advertencia");
    grant(house, chief, own).unwrap();
    let figures = house.perform(chief, &CloseDay { day: day(MONDAY) }).unwrap().output.figures;
    assert_eq!((figures.priority_turns, figures.own_answers), (1, 1));
    assert_eq!(figures.overrides, BTreeMap::from([("EK-T4".to_owned(), 1)]));
    let lines = lines_of(&act(house, stage.session(CHIEF, 1), day(MONDAY)).unwrap());
    assert!(lines.contains("Puntualidad | 1") && lines.contains("por no haber nadie más en"), "{lines}");
    verified(house);
}

/// A house with a closed Monday, on which somebody then works with the file itself.
#[track_caller]
fn tampered(sql: &str, problem: &str) {
    let mut stage = Stage::open();
    stage.play(&format!(
        "== {MONDAY}\n09:00–09:10 operadora v1: clave entregada\n09:20–09:30 operadora v1: no atendida\n17:15 jefa: cierra el día"
    ));
    let triggers = ["day_close_never_changed", "day_close_never_deleted"];
    write_unguarded(&stage.house, &triggers, |tx| {
        for statement in sql.split(";\n") {
            assert!(tx.execute(statement, []).unwrap() > 0);
        }
        Ok(())
    });
    let found = verify(&stage.house.reader().unwrap(), Depth::Whole, None, &mut |_| true).unwrap().problem;
    assert!(found.as_ref().is_some_and(|found| found.contains(problem)), "{sql}: {found:?}");
}

#[test]
fn a_close_that_was_changed_or_lost_is_found() {
    tampered("DELETE FROM day_close", "Falta el cierre del 23/11/2026");
    tampered(
        "UPDATE day_close SET figures = replace(figures, '\"visits\":1', '\"visits\":7')",
        "no son las que la entrada",
    );
    tampered("UPDATE day_close SET on_day = '2026-11-22'", "está cerrado en el almacén y no en la bitácora");
    tampered("UPDATE visit SET procedure = 'affiliate_key'", "cambiaron después de su cierre");
    tampered("UPDATE visit SET accounting_day = '2026-11-24' WHERE id = 2", "cambiaron después de su cierre");
    tampered(
        "DELETE FROM journal_signature WHERE n = (SELECT n FROM journal WHERE operation = 'day.close')",
        "le falta la firma",
    );
    // Without the detail that kept them, the figures are counted again.
    let detail = "DELETE FROM journal_detail WHERE n = (SELECT journal_n FROM day_close)";
    tampered(detail, "Falta el detalle de la entrada");
    let figures = "UPDATE day_close SET figures = replace(figures, '\"visits\":1', '\"visits\":7')";
    tampered(&format!("{detail};\n{figures}"), "no concuerda con la bitácora");
}

/// What verifying says of a house after somebody worked with the file of its visits.
fn found_after(stage: &Stage, sql: &str) -> String {
    let statement = |tx: &store::Transaction<'_>| -> Result<(), store::Error> {
        assert!(tx.execute(sql, []).unwrap() > 0);
        Ok(())
    };
    stage.house.store().write(statement).unwrap();
    let found = verify(&stage.house.reader().unwrap(), Depth::Whole, None, &mut |_| true).unwrap().problem;
    found.unwrap_or_default()
}

#[test]
fn a_visit_that_ended_otherwise_than_its_entry_says_is_found() {
    let ended = format!(
        "== {MONDAY}\n09:00–09:10 operadora v1: clave entregada\n09:20–09:30 operadora v1: no atendida\n\
         09:40–09:41 operadora v1: sigue abierta"
    );
    let found = |sql: &str| {
        let mut stage = Stage::open();
        stage.play(&ended);
        verified(&stage.house);
        found_after(&stage, sql)
    };
    let as_served = found("UPDATE visit SET outcome = 'served' WHERE id = 2");
    assert!(as_served.contains("La atención 2 figura como atendida y, según la bitácora, como no atendida"));
    let open =
        found("UPDATE visit SET state = 'ended', outcome = 'abandoned', ended_at_ms = opened_at_ms WHERE id = 3");
    assert!(open.contains("La atención 3 figura como retirada y, según la bitácora, sin terminar"), "{open}");
    let procedure = found("UPDATE visit SET procedure = 'affiliate_key' WHERE id = 3");
    assert!(procedure.contains("de «Clave de afiliado» y, según la bitácora, de «Clave de empleador»"), "{procedure}");
    let moved = found("UPDATE visit SET accounting_day = '2026-11-24' WHERE id = 2");
    assert!(moved.contains("en el 24/11/2026 y, según la bitácora, en el 23/11/2026"), "{moved}");
    let made = found(
        "INSERT INTO visit SELECT 9, centre_id, window_id, procedure, turn_id, linked_to, state, outcome, accounting_day, \
         opened_at_ms, clerk_id, ended_at_ms, employer_number, employer_branch, applicant_number, presenter_number, folded, \
         draft, draft_revision, draft_at_ms, sample FROM visit WHERE id = 1",
    );
    assert!(made.contains("La atención 9 está en el almacén y no en la bitácora"), "{made}");
    let lost = found("DELETE FROM visit WHERE id = 3");
    assert!(lost.contains("Falta la atención 3"), "{lost}");
}

#[test]
fn two_visits_of_a_closed_day_that_changed_places_are_found() {
    let mut stage = Stage::open();
    stage.play(&format!(
        "== {MONDAY}\n09:00–09:10 operadora v1: no atendida\n09:20–09:30 operadora v1: se retiró\n17:15 jefa: cierra el día"
    ));
    verified(&stage.house);
    // The figures of the day stay what they were.
    let swap = "UPDATE visit SET outcome = CASE outcome WHEN 'abandoned' THEN 'not_served' ELSE 'abandoned' END";
    let found = found_after(&stage, swap);
    assert!(found.contains("La atención 1 figura como retirada y, según la bitácora, como no atendida"), "{found}");
}

#[test]
fn whatever_way_a_visit_goes_its_row_is_what_its_entries_say() {
    let mut stage = Stage::open();
    stage.play(&format!(
        "== {MONDAY}\n09:00–09:10 operadora v1: no atendida\n09:20–09:30 operadora v1: en pausa\n\
         09:40–09:50 colega v2: sigue abierta\n10:00–10:10 operadora v1: clave entregada"
    ));
    let (house, by, chief) = (&stage.house, stage.session(CLERK, 1), stage.session(CHIEF, 1));
    // Opened again, and then the person left; one is served after all.
    house.perform(by, &ReopenVisit { visit: VisitId(1) }).unwrap();
    verified(house);
    house.perform(by, &EndVisit { visit: VisitId(1), ending: Ending::Abandoned }).unwrap();
    let reason = Reason::parse("la persona ya se fue").unwrap();
    house.perform(chief, &EndOthersVisit { visit: VisitId(3), reason }).unwrap();
    let linked = house.perform(by, &LinkVisit { visit: VisitId(4) }).unwrap().output;
    verified(house);
    house.perform(by, &EndVisit { visit: linked, ending: Ending::not_served() }).unwrap();
    // The second one ends with its day.
    stage.play(&format!("== {MONDAY}\n17:15 jefa: cierra el día"));
    assert_eq!(verified(&stage.house).closes, 1);
}

#[test]
fn what_counts_in_a_day_after_its_close_is_found() {
    let mut stage = Stage::open();
    stage.play(&format!("== {MONDAY}\n09:00–09:10 operadora v1: clave entregada\n16:00 jefa: cierra el día"));
    // Without the row of the close, the program does not know of it.
    write_unguarded(&stage.house, &["day_close_never_deleted"], |tx| {
        tx.execute("DELETE FROM day_close", []).unwrap();
        Ok(())
    });
    stage.play(&format!("== {MONDAY}\n16:10–16:20 operadora v1: no atendida"));
    let found = verify(&stage.house.reader().unwrap(), Depth::Whole, None, &mut |_| true).unwrap().problem.unwrap();
    assert!(found.contains("(visit.begin) cambia el día 23/11/2026, que la entrada"), "{found}");
}

#[test]
fn a_full_disk_during_the_close_leaves_the_day_open_and_whole() {
    on_a_small_disk(|folder| {
        let site = Site::staffed_on_file();
        let place = ventanilla::ops::Place { folder: folder.join("store"), ..site.place.clone() };
        crate::support::house::copy_folder(&site.place.folder, &place.folder);
        let password = crate::support::house::password();
        let (house, chief) = House::open(&place, CHIEF, &password, 1, site.clock.clone()).unwrap();
        let clerk = log_in(&house, CLERK, 1);
        let visit = crate::support::house::ready(&house, &clerk, 0).unwrap();
        house.perform(&clerk, &ParkVisit { visit }).unwrap();
        assert!(fs::write(folder.join("filler"), vec![0; 8 << 20]).is_err());
        let close = CloseDay { day: day("2026-11-20") };
        let refused = house.perform(&chief, &close);
        assert!(matches!(refused, Err(Error::Store(store::Error::DiskFull { .. }))), "{refused:?}");
        let reader = house.reader().unwrap();
        assert_eq!(store::day::all(&reader).unwrap(), []);
        assert_eq!(store::visit::get(&reader, visit).unwrap().unwrap().state, VisitState::Parked);
        fs::remove_file(folder.join("filler")).unwrap();
        assert_eq!(house.perform(&chief, &close).unwrap().output.parked, [visit]);
        verified(&house);
    });
}

/// Every visit, by its number.
fn visits(house: &House) -> Vec<Visit> {
    let reader = house.reader().unwrap();
    (1..).map_while(|id| store::visit::get(&reader, VisitId(id)).unwrap()).collect()
}

fn whats() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec!["no atendida", "no atendida", "se retiró", "en pausa", "clave entregada"])
}

/// Three days of a few visits each; each is closed at its end or, where there is another one, the next morning.
fn days() -> impl Strategy<Value = Vec<(Vec<(bool, &'static str)>, bool)>> {
    let visits = proptest::collection::vec((any::<bool>(), whats()), 0..4);
    proptest::collection::vec((visits, any::<bool>()), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(12), max_shrink_iters: 40, ..ProptestConfig::default() })]

    /// Whatever is done and closed when: what the closes say is what the visits and the ledger say.
    #[test]
    fn the_closes_are_a_count_of_what_was_done(days in days()) {
        let mut stage = Stage::open();
        let mut closes: BTreeMap<NaiveDate, Figures> = BTreeMap::new();
        let mut on = day(MONDAY);
        for (visits, closed_early) in days {
            let mut text = format!("== {on}\n");
            let close = "jefa: cierra el día\n";
            // Whatever was left open on the day before.
            text.push_str("08:00 jefa: cierra lo pendiente\n");
            for (nth, (colleague, what)) in visits.iter().enumerate() {
                let (who, hour) = (if *colleague { "colega v2" } else { "operadora v1" }, 9 + nth);
                text.push_str(&format!("{hour:02}:00–{hour:02}:20 {who}, espera {nth}: {what}\n"));
            }
            if closed_early {
                text.push_str(&format!("16:00 {close}16:10–16:15 colega v2: no atendida\n"));
            }
            stage.play(&text);
            on = on.succ_opt().unwrap();
        }
        stage.play(&format!("== {on}\n17:00 jefa: cierra el día\n17:10 jefa: cierra el día\n"));
        let reader = stage.house.reader().unwrap();
        for close in store::day::all(&reader).unwrap() {
            closes.insert(close.day, close.figures);
        }
        let mut attentions: BTreeMap<NaiveDate, u64> = BTreeMap::new();
        let mut ended: BTreeMap<NaiveDate, u64> = BTreeMap::new();
        for visit in visits(&stage.house) {
            let VisitState::Ended(outcome) = visit.state else { panic!("a visit outlived its close: {visit:?}") };
            *attentions.entry(visit.accounting_day).or_default() += u64::from(outcome != VisitOutcome::Abandoned);
            *ended.entry(visit.accounting_day).or_default() += 1;
        }
        let mut month = Figures::default();
        for (day, figures) in &closes {
            prop_assert_eq!(figures.attentions(), attentions.get(day).copied().unwrap_or_default());
            prop_assert_eq!(figures.attentions() + figures.abandoned(), ended.get(day).copied().unwrap_or_default());
            month.add(figures);
        }
        let all: u64 = attentions.values().sum();
        let table = transparency(&reader, supervising(&stage), Month::of(day(MONDAY))).unwrap();
        prop_assert_eq!((month.attentions(), table.lines.iter().map(|line| line.attentions).sum::<u64>()), (all, all));
        let charts = chart(&reader, supervising(&stage), Period::Month(Month::of(day(MONDAY)))).unwrap().chart;
        prop_assert_eq!((charts.attentions(), charts.visits()), (all, ended.values().sum::<u64>()));
        prop_assert_eq!((&charts.waiting, &charts.service), (&month.waiting, &month.service));
        let mut of_all_slots = Figures::default();
        for times in &charts.times {
            let (waiting, service) = (times.waiting.clone(), times.service.clone());
            of_all_slots.add(&Figures { waiting, service, ..Figures::default() });
        }
        prop_assert_eq!((of_all_slots.waiting, of_all_slots.service), (month.waiting.clone(), month.service.clone()));
        let (mut delivered, mut void) = (0, 0);
        store::issuance::walk(&reader, |slip| -> Result<(), store::Error> {
            delivered += u64::from(slip.state == IssuanceState::Delivered);
            void += u64::from(slip.state == IssuanceState::Void);
            Ok(())
        }).unwrap();
        prop_assert_eq!((month.slips.delivered, month.slips.voided()), (delivered, void));
        prop_assert_eq!(verified(&stage.house).closes, closes.len());
    }
}
