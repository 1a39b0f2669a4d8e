//! In the real window: what leaves the counter on paper, read back from the printer's spool.

use ventanilla::domain::ledger::IssuanceState;
use ventanilla::domain::visit::VisitOutcome;
use ventanilla::sample::{SamplePaper, USERS, drawn};
use ventanilla::store::search::{self, Query};
use ventanilla::store::visit::VisitState;

use super::{Machine, Visit, operations, store};
use crate::paper::poppler;
use crate::support::printers::{EvePrinter, real};

/// A machine with a printer, before this window's clerk.
fn printing() -> Option<Machine> {
    let parts = real()?;
    let machine = Machine::heard()?;
    let mut machine = Machine { printer: Some(EvePrinter::start(parts)), ..machine };
    machine.open_demo();
    machine.comes(USERS.clerks[1]);
    Some(machine)
}

/// Waits for one more paper, and reads the newest.
fn another_paper(machine: &Machine, known: &mut Vec<Vec<u8>>) -> String {
    let new = machine.screen.until("another paper", || {
        machine
            .printer()
            .received()
            .into_iter()
            .find(|page| !known.contains(page) && page.trim_ascii_end().ends_with(b"%%EOF"))
    });
    known.push(new.clone());
    poppler::says("pdftotext", &["-layout"], &new)
}

#[test]
fn a_request_of_another_employer_ends_with_a_constancia_that_names_every_point() {
    let Some(machine) = printing() else { return };
    let screen = &machine.screen;
    let mut visit = Visit::begin(&machine);
    visit.comes_to_the_request().answers("4");
    // The number is asked for at once; the one that is attended is said to be the same.
    let field = "Número del empleador en la solicitud";
    assert_eq!(screen.keyboard_at(), field);
    let own = visit.draft()["employer_key"]["employer"]["number"].as_str().unwrap().to_owned();
    let known = search::employers(&visit.reader, &Query::new("17")).unwrap();
    let other = known.into_iter().map(|it| it.number.as_str().to_owned()).find(|number| *number != own).unwrap();
    screen.type_text(&own);
    screen.until_sees("Es el mismo empleador que se atiende");
    screen.write_over(&other);
    screen.until_gone("Es el mismo empleador que se atiende");
    screen.until_sees(&format!("La solicitud es de {other}"));
    assert!(screen.sees("Imprimir constancia") && !screen.sees("Imprimir clave"));

    // Nor is the document there; what it would have shown, nobody looked at.
    screen.press("Next");
    visit.is_saved().answers("3");

    // It asks before it ends the visit, and Enter says no.
    let done = operations(&visit.reader).len();
    screen.press("F9");
    screen.until_sees("¿Terminar sin clave?");
    screen.press_once_read("Return");
    screen.until_gone("¿Terminar sin clave?");
    assert_eq!((visit.kept().state, operations(&visit.reader).len()), (VisitState::Open, done));
    screen.press("F9");
    screen.until_sees("¿Terminar sin clave?");
    let mut papers = Vec::new();
    visit.enters("Terminar e imprimir la constancia", "visit.end");
    let text = another_paper(&machine, &mut papers);
    assert_eq!(visit.kept().state, VisitState::Ended(VisitOutcome::NotServed));
    for named in [
        "MUESTRA SIN VALOR",
        "Lo que falta",
        "Lo que no se puede recibir",
        &other,
        "Lo que no se revisó",
        "Lo que se revisó y está en orden",
    ] {
        assert!(text.contains(named), "{named}: {text}");
    }

    // From its turn it is printed again.
    screen.until_sees("Turnos de hoy");
    let turn = store::turn::get(&visit.reader, visit.kept().turn).unwrap().unwrap().turn;
    machine.finds(turn.code.as_str());
    screen.until_sees("Imprimir la constancia de nuevo");
    screen.enter("Imprimir la constancia de nuevo");
    let again = another_paper(&machine, &mut papers);
    assert!(again.contains(&other), "{again}");
    assert_eq!(visit.count("paper.print"), 2);
}

#[test]
fn the_acknowledgement_names_the_clerk_and_comes_back_signed_later() {
    let Some(machine) = printing() else { return };
    let screen = &machine.screen;
    let mut visit = Visit::begin(&machine);
    let mut papers = Vec::new();
    visit.is_made_ready().does("Return", "issuance.reserve").until(IssuanceState::Printed);
    let slip = another_paper(&machine, &mut papers);
    // Two Enters answer neither question.
    screen.press_many("Return", 4);
    screen.rest();
    assert_eq!((visit.state(), papers.len()), (Some(IssuanceState::Printed), machine.printer().received().len()));
    screen.press_once_read("1");
    let text = another_paper(&machine, &mut papers);
    let clerk = USERS.clerks[1].full_name;
    assert!(text.contains(clerk), "{text}");
    assert!(!slip.contains("Acuse") && text.contains("Acuse"), "{text}");
    screen.until_sees("salió por la impresora");
    visit.says("1", "issuance.deliver");

    // The one that came back signed is attached from its turn.
    screen.until_sees("Turnos de hoy");
    let turn = store::turn::get(&visit.reader, visit.kept().turn).unwrap().unwrap().turn;
    machine.finds(turn.code.as_str());
    screen.until_sees("Todavía no se adjunta");
    let signed = machine.at("demo").join("escaner").join("firmado.jpg");
    let aside = machine.at("firmado.jpg");
    std::fs::write(&aside, drawn(SamplePaper::Request, 99).unwrap()).unwrap();
    let dated = std::fs::File::options().write(true).open(&aside).unwrap();
    let ahead = std::time::SystemTime::now() + std::time::Duration::from_secs(2 * 24 * 60 * 60);
    dated.set_modified(ahead).unwrap();
    drop(dated);
    screen.enter("Adjuntar el acuse firmado…");
    std::fs::rename(&aside, &signed).unwrap();
    screen.until_sees("firmado.jpg");
    visit.attaches();
    let kept = store::scan::of(&visit.reader, "visit", visit.id.0).unwrap();
    let kept: Vec<&str> = kept.iter().map(|scan| scan.paper.as_str()).collect();
    assert!(kept.contains(&"acknowledgement"), "{kept:?}");
    screen.until_sees("Ver Acuse de recibo firmado");

    // From its story in the log the acknowledgement is printed again, which stands there too.
    screen.press("ctrl+4");
    screen.until_sees("1 atención");
    screen.press("Down");
    screen.reach("Para qué la abre").press("Return");
    screen.press("Down");
    screen.press("Return");
    visit.enters("Abrir la atención", "visit.open");
    screen.enter("Imprimir de nuevo el acuse");
    let again = another_paper(&machine, &mut papers);
    assert!(again.contains(clerk) && again.contains("Acuse"), "{again}");
    assert_eq!((visit.count("paper.print"), visit.state()), (2, Some(IssuanceState::Delivered)));
}
