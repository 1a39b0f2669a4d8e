//! In the real window: a card is found, read and handed over by the keyboard alone.

use ventanilla::sample::USERS;

use super::{Machine, Visit, operations};
use crate::paper::poppler;
use crate::support::printers::{EvePrinter, real};

#[test]
fn whoever_has_no_turn_leaves_with_the_card_and_so_does_whoever_is_attended() {
    let Some(parts) = real() else { return };
    let Some(machine) = Machine::heard() else { return };
    let mut machine = Machine { printer: Some(EvePrinter::start(parts)), ..machine };
    machine.open_demo();
    machine.comes(USERS.clerks[1]);
    let screen = &machine.screen;
    let printed = |papers: usize| {
        let page = screen.until("the card", || {
            let received = machine.printer().received();
            let whole = received.iter().all(|page| page.trim_ascii_end().ends_with(b"%%EOF"));
            (whole && received.len() == papers).then(|| received.last().cloned()).flatten()
        });
        poppler::says("pdftotext", &["-layout"], &page)
    };

    // The search has the keyboard; F1 tells of the key.
    screen.press("F1");
    screen.until_sees("Ver la ficha de un trámite, e imprimirla");
    screen.press("Escape");
    screen.until_gone("Atajos del teclado");
    screen.press("F11");
    screen.until_sees("Elija un trámite");
    screen.press_once_read("4");
    screen.until_sees("Qué traer");
    screen.until("the button", || (screen.keyboard_at() == "Imprimir la ficha").then_some(()));
    screen.press("Return");
    let unlocking = printed(1);
    screen.until_gone("Fichas de trámites");
    for said in ["MUESTRA SIN VALOR", "Desbloqueo de clave de afiliado", "Qué traer", "El trámite no tiene costo"] {
        assert!(unlocking.contains(said), "{said}: {unlocking}");
    }

    // In a visit its own card is the one that is shown; what was written goes on where it was.
    let mut visit = Visit::begin(&machine);
    let done = operations(&visit.reader).len();
    screen.press("F11");
    screen.until_sees("Solicitud de entrega de clave y Acuerdo de responsabilidad y uso de la información");
    screen.reach("Imprimir la ficha").press("Return");
    let key = printed(2);
    screen.until_gone("Fichas de trámites");
    assert!(key.contains("Clave de empleador") && key.contains("Calificación Artesanal"), "{key}");
    assert_eq!(operations(&visit.reader).len(), done, "a card names nobody");
    visit.answers("1");
}
