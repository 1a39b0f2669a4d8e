//! The cards of the procedures at the window: found from Turnos and from a visit, read, printed, and what a printer says that
//! does not print.

use std::fs;

use eframe::egui::{Key, Vec2};
use ventanilla::desk::PrinterChoice;
use ventanilla::ops::view;
use ventanilla::sample::Caller;
use ventanilla::store;

use super::harness::{Counter, SCREEN, Scene};
use super::visits::{begin, script, with_clerk};
use crate::support::printers::{self, EvePrinter, Page};

const TITLE: &str = "Fichas de trámites";
const PRINT: &str = "Imprimir la ficha";

fn papers(counter: &Counter) -> Vec<String> {
    let files = fs::read_dir(counter.folder().join("papers")).map(Iterator::collect::<Vec<_>>).unwrap_or_default();
    files.into_iter().map(|file| file.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

/// How many entries the journal has.
fn entries(counter: &Counter) -> usize {
    counter.desk(|desk| {
        let reader = desk.house().unwrap().reader().unwrap();
        let mut entries = 0;
        store::journal::walk(&reader, 1, |_| {
            entries += 1;
            Ok::<_, store::Error>(())
        })
        .unwrap();
        entries
    })
}

/// What the clerk wrote of the caller's visit.
fn draft(counter: &Counter, caller: &Caller) -> String {
    counter.desk(|desk| {
        let reader = desk.house().unwrap().reader().unwrap();
        view::visits_of_turn(&reader, caller.turn).unwrap().pop().unwrap().draft
    })
}

fn title(counter: &Counter) -> Option<String> {
    counter.dialog().map(|dialog| dialog.title)
}

#[test]
fn from_turnos_a_card_is_chosen_by_its_number_and_printed_by_enter_without_an_entry() {
    let mut counter = with_clerk(Scene::filled());
    let before = entries(&counter);
    counter.click("Ver fichas de trámites…").until("Elija un trámite");
    assert!(counter.is_disabled(PRINT), "of none");
    counter.press(Key::Num4).until("Qué traer").until("Acuda a un Centro de Atención Universal");
    assert!(counter.sees("Desbloqueo de clave de afiliado para acceso al portal IESS"));
    assert!(counter.has_keyboard(PRINT), "{:?}", counter.keyboard_at());
    assert!(counter.place("Trámite presencial").top() < counter.place("Trámite virtual").top());
    counter.press(Key::Enter).until("Ficha impresa").until_gone(TITLE);
    let papers = papers(&counter);
    assert_eq!(papers.len(), 1);
    assert!(papers[0].contains("ficha-affiliate-key-unlock"), "{papers:?}");
    assert_eq!(entries(&counter), before, "it names nobody");
}

#[test]
fn in_a_visit_its_own_card_comes_first_and_what_was_written_stays() {
    let mut counter = with_clerk(Scene::filled());
    let caller = script(&counter).company;
    begin(&mut counter, &caller, "Quien solicita");
    // What was answered last is on its way to the store.
    counter.step_until("what was written is saved", |it| draft(it, &caller).contains("presenter"));
    let written = draft(&counter, &caller);
    let question = "Por qué viene en persona";
    assert!(counter.sees(question) && written.contains("first_key"), "{written}");
    for by_key in [true, false] {
        match by_key {
            true => counter.press(Key::F11),
            false => counter.click("Ver la ficha"),
        };
        counter.until("Solicitud de entrega de clave y Acuerdo de responsabilidad y uso de la información");
        assert_eq!(title(&counter).as_deref(), Some(TITLE));
        // Another one is a digit away, and begins at its top.
        counter.press(Key::PageDown).press(Key::PageDown);
        counter.press(Key::Num2).until("Cuándo se hace en el centro").rest();
        let (top, dialog) = (counter.place("Trámite orientado a recuperar").top(), counter.room());
        assert!(dialog.y_range().contains(top), "{top}");
        counter.press(Key::Escape).until_gone(TITLE);
    }
    assert!(counter.sees(question));
    assert_eq!(draft(&counter, &caller), written);
}

#[test]
fn outside_of_a_visit_no_card_is_chosen_before_somebody_chooses_one() {
    let mut counter = with_clerk(Scene::filled());
    counter.press(Key::F11).until("Elija un trámite");
    // Enter chooses none, and prints none.
    counter.press(Key::Enter).until("Falta la respuesta").press(Key::Escape).until_gone(TITLE);
    assert_eq!(papers(&counter).len(), 0);
}

#[test]
fn a_printer_that_fails_is_said_where_the_card_is_and_prints_it_the_next_time() {
    let Some(parts) = printers::real() else {
        return;
    };
    let printer = EvePrinter::start(parts);
    printer.next_page(Page::Fails);
    let mut scene = Scene::filled();
    scene.printer = PrinterChoice::Address(printer.uri("ipp").to_string());
    let mut counter = with_clerk(scene);
    counter.press(Key::F11).until("Elija un trámite").press(Key::Num3).until("CAPTCHA").press(Key::Enter);
    counter.until("No se imprimió").until(PRINT);
    assert!(counter.sees("Revise la impresora e imprima de nuevo."), "{:#?}", counter.labels());
    let (fault, button) = (counter.place("No se imprimió"), counter.place(PRINT));
    assert!(fault.bottom() < button.top() && counter.room().contains_rect(button), "{fault:?} {button:?}");
    printer.next_page(Page::Prints);
    counter.click(PRINT).until("Ficha impresa").until_gone(TITLE);
    counter.close();
}

#[test]
fn who_does_not_want_to_wait_for_the_printer_does_not() {
    let Some(parts) = printers::real() else {
        return;
    };
    let printer = EvePrinter::start(parts);
    printer.next_page(Page::WantsPaper);
    let mut scene = Scene::filled();
    scene.printer = PrinterChoice::Address(printer.uri("ipp").to_string());
    let mut counter = with_clerk(scene);
    counter.press(Key::F11).until("Elija un trámite").press(Key::Num3).until("CAPTCHA").press(Key::Enter);
    counter.until("ponga papel").press(Key::Escape).rest();
    assert_eq!(title(&counter).as_deref(), Some(TITLE), "what is under way is not left unseen");
    counter.click("Dejar de esperar").until(PRINT).press(Key::Escape).until_gone(TITLE);
    counter.close();
}

#[test]
fn a_card_is_read_and_printed_on_every_screen() {
    for (screen, scale) in
        [(SCREEN, 1.0), (SCREEN, 1.25), (SCREEN, 1.5), (SCREEN, 2.0), (Vec2::new(1024.0, 768.0), 1.0)]
    {
        let mut scene = Scene::filled();
        (scene.screen, scene.scale) = (screen, scale);
        let mut counter = with_clerk(scene);
        counter.press(Key::F11).until("Elija un trámite").press(Key::Num1).until("Qué traer").rest();
        let room = counter.room();
        for button in [PRINT, "Volver"] {
            let place = counter.place(button);
            assert!(room.contains_rect(place), "{button} at {screen} × {scale}: {place:?} in {room:?}");
        }
        // What to bring is seen without scrolling, or a page further on.
        let first = "Solicitud de entrega de clave y Acuerdo";
        let is_seen = |it: &Counter| {
            let (place, button) = (it.place(first), it.place(PRINT));
            place.top() > 0.0 && place.bottom() < button.top()
        };
        if !is_seen(&counter) {
            assert!(scale > 1.25, "{screen} × {scale}: {:?}", counter.place(first));
            counter.press(Key::PageDown).rest();
        }
        assert!(is_seen(&counter), "{screen} × {scale}: {:?}", counter.place(first));
        // The page keys lead to its end, where it says whom to ask.
        for _ in 0..40 {
            counter.press(Key::PageDown);
        }
        let (end, button) = (counter.place("02 394 5666"), counter.place(PRINT));
        assert!(end.bottom() <= button.top() + 1.0, "{screen} × {scale}: {end:?} {button:?}");
        assert!(counter.is_calm(), "{screen} × {scale}");
    }
}

/// Pictures of every card at every scale, to be looked at: `PICTURES` names their folder.
#[test]
#[ignore = "for eyes"]
fn pictures() {
    let folder = std::path::PathBuf::from(std::env::var_os("PICTURES").unwrap_or("/tmp/catalogue".into()));
    fs::create_dir_all(&folder).unwrap();
    for scale in [1.0_f32, 1.25, 1.5, 2.0] {
        let mut scene = Scene::filled();
        scene.scale = scale;
        let mut counter = with_clerk(scene);
        let file = |what: &str| folder.join(format!("{:.0}-{what}.png", scale * 100.0));
        counter.picture(&file("turns"));
        counter.press(Key::F11).until("Elija un trámite").picture(&file("none"));
        for (nth, key) in [Key::Num1, Key::Num2, Key::Num3, Key::Num4].into_iter().enumerate() {
            if nth > 0 {
                counter.press_with(eframe::egui::Modifiers::SHIFT, Key::Tab);
            }
            counter.press(key).rest();
            counter.picture(&file(&format!("card-{nth}")));
            counter.press(Key::PageDown).picture(&file(&format!("card-{nth}-further")));
        }
        counter.press(Key::Escape).until_gone(TITLE);
        let caller = script(&counter).by_hand;
        begin(&mut counter, &caller, "Quien solicita");
        counter.picture(&file("visit"));
    }
}
