//! `demo --printer`: the visits on real printers. Nothing of a key stays behind, here or there.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use super::{Machine, Said};
use crate::support::printers::{self, Cups, EvePrinter, Page, until};

/// Seven visits: seven slips (one spoilt, one person leaves without), six acknowledgements, one constancia; the day's act.
const PAGES: usize = 15;

/// Journal and store only: no page was left as a file, in the home or in the temporary folder.
fn no_page_is_left(machine: &Machine) {
    for file in machine.files() {
        let bytes = fs::read(&file).unwrap();
        assert!(!bytes.windows(5).any(|five| five == b"%PDF-"), "{} holds a page", file.display());
    }
    let temp: Vec<_> =
        machine.files().into_iter().filter(|file| file.starts_with(machine.folder.path().join("temp"))).collect();
    assert!(temp.is_empty(), "{temp:?}");
}

#[test]
fn seven_visits_come_out_of_a_printer() {
    let Some(parts) = printers::real() else { return };
    let machine = Machine::new();
    let printer = EvePrinter::start(parts);
    let address = printer.uri("ipp").to_string();
    let said = machine.run(["demo", "--headless", "--printer", &address, "--paper", "a4"]).ends(0);
    said.answers(&format!("Impresora {address}: lista."))
        .answers("La bitácora concuerda")
        .answers("Los papeles salieron en ");
    until("all pages are there", || (printer.received().len() == PAGES).then_some(()));
    assert!(printer.received().iter().all(|page| page.starts_with(b"%PDF-")));
    no_page_is_left(&machine);
}

#[test]
fn seven_visits_come_out_of_a_queue_and_its_spool_is_empty() {
    let Some(parts) = printers::real() else { return };
    let machine = Machine::new();
    let printer = EvePrinter::start(parts);
    let cups = Cups::start(parts);
    let queue = cups.queue("ventanilla", &printer.uri("ipp")).to_string();
    machine.run(["demo", "--headless", "--printer", &queue]).ends(0).answers("Claves: 7");
    until("all pages are there", || (printer.received().len() == PAGES).then_some(()));
    until("the spool is empty", || cups.spooled().is_empty().then_some(()));
    no_page_is_left(&machine);
}

#[test]
fn without_paper_it_says_so_and_goes_on_when_there_is_some() {
    let Some(parts) = printers::real() else { return };
    let machine = Machine::new();
    let printer = EvePrinter::start(parts);
    printer.next_page(Page::WantsPaper);
    let address = printer.uri("ipp").to_string();
    let mut child = machine
        .command(["demo", "--headless", "--printer", &address])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut heard = String::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        if line.contains("ponga papel y siga") && !heard.contains("ponga papel y siga") {
            printer.next_page(Page::Prints);
            printer.go_on();
        }
        // The first key is delivered: that will do.
        if line.contains("recibe la clave") {
            assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
        }
        heard.push_str(&line);
        heard.push('\n');
    }
    let said = Said::of(child.wait_with_output().unwrap()).ends(1);
    assert!(
        heard.contains("ponga papel y siga") && heard.contains("recibe la clave de serie 1701-01-1-000001"),
        "{heard}{said:?}"
    );
}

#[test]
fn ctrl_c_while_the_printer_waits_cancels_the_page_and_keeps_the_store_whole() {
    let Some(parts) = printers::real() else { return };
    let machine = Machine::new();
    let printer = EvePrinter::start(parts);
    printer.next_page(Page::WantsPaper);
    let address = printer.uri("ipp").to_string();
    let mut child = machine
        .command(["demo", "--headless", "--out", ".", "--printer", &address])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut has_asked = false;
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        if line.unwrap().contains("ponga papel y siga") && !has_asked {
            has_asked = true;
            assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
            printer.go_on();
        }
    }
    let said = Said::of(child.wait_with_output().unwrap());
    assert!(has_asked, "{said:?}");
    said.ends(1);
    machine.verify().ends(0);
}

#[test]
fn a_printer_that_is_off_or_breaks_down_is_named() {
    let Some(parts) = printers::real() else { return };
    let machine = Machine::new();
    let printer = EvePrinter::start(parts);
    printer.next_page(Page::Fails);
    let address = printer.uri("ipp").to_string();
    let said = machine.run(["demo", "--headless", "--out", ".", "--printer", &address]).ends(1);
    said.complains("La clave de serie 1701-01-1-000001 no se imprimió: ");
    machine.verify().ends(0);
    let off = printer.switch_off().to_string();
    let said = machine.run(["demo", "--headless", "--printer", &off]).ends(3);
    said.complains("está apagada o sin red. Enciéndala, revise su cable y vuelva a intentar.");
}

#[test]
fn a_printer_beyond_this_machine_gets_no_key_in_the_clear() {
    let machine = Machine::new();
    let said = machine.run(["demo", "--headless", "--printer", "ipp://192.0.2.1/ipp/print"]).ends(3);
    said.complains("recibiría la clave sin cifrar por la red. Use su dirección ipps://");
}
