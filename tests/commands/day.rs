//! `close` and `report`: the day's act and the month's table, on the store of a demo.

use std::fs;
use std::sync::Arc;

use ventanilla::domain::approval::Matter;
use ventanilla::domain::id::VisitId;
use ventanilla::ops::{House, Place, SystemClock};
use ventanilla::vault::Password;

use super::{CLERK, Machine, SUPERVISOR};
use crate::support::house::ask;

/// A machine on which a demo was played, and the demo's day.
fn after_a_demo() -> (Machine, String) {
    let machine = Machine::new();
    machine.run(["demo", "--headless", "--out", "."]).ends(0);
    let names = fs::read_dir(machine.work("")).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap());
    let days: Vec<String> =
        names.filter_map(|name| Some(name.strip_prefix("cierre-")?.strip_suffix(".pdf")?.to_owned())).collect();
    assert_eq!(days.len(), 1, "{days:?}");
    (machine, days[0].clone())
}

#[test]
fn a_closed_day_writes_the_same_act_again_and_today_is_closed_by_a_supervisor() {
    let (machine, day) = after_a_demo();
    let close = |who, more: &[&'static str]| {
        machine.run_as(who, ["close", "--store", "store"].into_iter().chain(more.iter().copied()))
    };
    let again = machine.run_as(SUPERVISOR, ["close", "--store", "store", "--out", "again.pdf", "--day", day.as_str()]);
    again.ends(0).answers("ya estaba cerrado: se escribe otra vez su acta");
    assert!(fs::read(machine.work("again.pdf")).unwrap() == fs::read(machine.work("day.pdf")).unwrap());
    close(SUPERVISOR, &["--out", "again.pdf"]).ends(1).complains("ya existe");
    close(CLERK, &["--out", "x.pdf"]).ends(1).complains("lo cierra supervisión");
    machine.run_as(CLERK, ["close", "--store", "store", "--out", "x.pdf", "--day", day.as_str()]).ends(1);
    assert!(!machine.work("x.pdf").exists());
    close(SUPERVISOR, &["--out", "today.pdf"]).ends(0).answers("Atenciones: 0. Claves: 0 ");
    assert!(fs::read(machine.work("today.pdf")).unwrap().starts_with(b"%PDF"));
    close(SUPERVISOR, &["--out", "x.pdf", "--day", "2999-01-01"]).ends(1).complains("todavía no llega");
    close(SUPERVISOR, &["--out", "x.pdf", "--day", "2001-01-01"]).ends(1).complains("no tiene nada por cerrar");
    close(SUPERVISOR, &["--day", "ayer"]).ends(2).complains("escriba un día que exista");
    assert!(!machine.work("x.pdf").exists());
    machine.verify().ends(0).answers("Días cerrados: 2.");
}

#[test]
fn what_is_in_the_way_is_said_and_nothing_is_closed() {
    let (machine, _) = after_a_demo();
    let place = Place::of_demo(machine.work("store"));
    let password = Password::typed(CLERK.1).unwrap();
    let (house, clerk) = House::open(&place, CLERK.0, &password, 1, Arc::new(SystemClock)).unwrap();
    ask(&house, &clerk, Matter::Override, VisitId(1), "EK-E1: una advertencia");
    house.close().unwrap();
    let close = || machine.run_as(SUPERVISOR, ["close", "--store", "store"]);
    close().ends(1).answers("no se puede cerrar todavía:").answers("(Justificar una advertencia) espera respuesta");
    machine.verify().ends(0).answers("Días cerrados: 1.");
}

#[test]
fn the_month_is_said_and_written() {
    let (machine, day) = after_a_demo();
    let month = day.rsplit_once('-').unwrap().0.to_owned();
    let report = |more: &[&str]| {
        let words = ["report", "--store", "store", "--month", month.as_str()];
        machine.run_as(SUPERVISOR, words.into_iter().chain(more.iter().copied()))
    };
    let words = ["report", "--store", "store", "--month", month.as_str()];
    machine.run_as(CLERK, words).ends(1).complains("Esto lo lee supervisión");
    let said = report(&["--csv", "month.csv", "--xlsx", "month.xlsx", "--pdf", "month.pdf"]);
    let said = said.ends(0).answers("La tabla está en month.csv");
    assert!(fs::read(machine.work("month.pdf")).unwrap().starts_with(b"%PDF"));
    let line = said.out.lines().find(|line| line.starts_with("Clave de empleador ")).unwrap();
    assert_eq!(line.split_whitespace().rev().take(2).collect::<Vec<_>>(), ["7", "0"], "{line}");
    assert!(!said.out.contains("Sin cerrar"), "the demo closed its day: {}", said.out);
    let csv = machine.read("month.csv");
    let (year, number) = month.split_once('-').unwrap();
    let number = number.trim_start_matches('0');
    let headings = "\u{feff}\"Año\";\"Mes\";\"Trámite\";\"Volumen de quejas\";\"Volumen de atenciones\"\n";
    assert!(csv.starts_with(headings), "{csv}");
    assert!(csv.contains(&format!("\"{year}\";\"{number}\";\"Clave de empleador\";\"0\";\"7\"\n")), "{csv}");
    report(&["--xlsx", "month.xlsx"]).ends(1).complains("month.xlsx ya existe");
    report(&["--csv", "month.csv"]).ends(1).complains("ya existe");
    report(&["--csv", "other.csv", "--pdf", "month.pdf"]).ends(1).complains("month.pdf ya existe");
    assert!(!machine.work("other.csv").exists());
    let words = ["report", "--store", "store", "--month", "2026-13"];
    machine.run_as(SUPERVISOR, words).ends(2).complains("escriba un mes así");
    machine.run_as(SUPERVISOR, ["report", "--store", "store", "--month", "2001-01"]).ends(0).answers("Total");
}
