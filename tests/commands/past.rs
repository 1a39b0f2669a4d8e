//! `demo --visits N`: ten years of finished visits, and a Ctrl-C in the middle of them.

use std::io::Read as _;
use std::process::{Command, Stdio};

use super::{Machine, SUPERVISOR, Said};
use crate::support::printers::until;

#[test]
fn a_past_is_written_and_the_store_verifies() {
    let machine = Machine::new();
    let said = machine.run(["demo", "--headless", "--out", ".", "--visits", "300"]).ends(0);
    said.answers("marcadas como muestra: 300").answers("La bitácora concuerda").answers("Claves: 7");
    machine.verify().ends(0).answers("Libro de claves: 7.");
    machine.run_as(SUPERVISOR, ["export", "issued", "claves.csv", "--store", "store"]).ends(0);
}

#[test]
fn ctrl_c_stops_it_where_the_store_is_whole() {
    let machine = Machine::new();
    let mut child = machine
        .command(["demo", "--headless", "--out", ".", "--visits", "50000"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It has said that the store is there: what follows is the past.
    let mut out = child.stdout.take().unwrap();
    let mut heard = Vec::new();
    let mut byte = [0; 1];
    while !heard.ends_with(b"sus registros.\n") && out.read(&mut byte).unwrap() == 1 {
        heard.push(byte[0]);
    }
    let before = std::fs::metadata(machine.work("store/ventanilla.db-wal")).map_or(0, |about| about.len());
    until("some visits are written", || {
        let now = std::fs::metadata(machine.work("store/ventanilla.db-wal")).map_or(0, |about| about.len());
        (now > before).then_some(())
    });
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    let said = Said::of(child.wait_with_output().unwrap()).ends(1).complains("Se detuvo a pedido.");
    said.complains("El almacén de prueba quedó en ./store, entero hasta donde se llegó.");
    assert!(!machine.work("journal.jsonl").exists() && !rest.contains("atenciones terminadas"), "{rest}");
    machine.verify().ends(0).answers("Concuerda.");
    // And the next demo takes its place.
    machine.run(["demo", "--headless", "--out", "."]).ends(0);
}
