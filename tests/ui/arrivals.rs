//! The arrival desk over a real server: who comes is marked as here, by the reader and by hand, and is given a turn on paper;
//! nothing else is there.

use eframe::egui::Key;
use ventanilla::desk::PrinterChoice;
use ventanilla::domain::duty::Duty;
use ventanilla::domain::turn::TurnState;
use ventanilla::ops::settings::Paper;
use ventanilla::ops::turn::CallTurn;
use ventanilla::ops::view::TurnRow;
use ventanilla::ops::{House, Session};

use super::harness::{Counter, Scene};
use crate::many_windows::centre;
use crate::support::house::{CLERK, COLLEAGUE, PASSWORD, Site, scheduled};

/// The window of the arrival desk, with its printer's folder.
fn desk(of: &Site) -> Counter {
    let mut scene = Scene::free();
    scene.place = of.place.clone();
    scene.clock = of.clock.clone();
    scene.printer = PrinterChoice::Folder(scene.folder().join("papers"));
    scene.ticket_paper = Some(Paper::Roll80);
    let mut counter = scene.open();
    counter.until("Ingresar").fill("Usuario", COLLEAGUE).fill("Contraseña", PASSWORD).click("Ingresar");
    counter.until("Presentes: ");
    counter
}

fn turns(house: &House) -> Vec<TurnRow> {
    let day = house.clock().now().day(house.centre().zone);
    ventanilla::store::turn::of_day(&house.reader().unwrap(), house.centre().id, day).unwrap()
}

fn at_window(site: &Site) -> (House, Session) {
    let (house, ana) = site.open(CLERK).unwrap();
    for nth in 0..3 {
        scheduled(&house, &ana, nth);
    }
    (house, ana)
}

#[test]
fn who_comes_is_marked_as_here_by_reader_and_by_hand() {
    let Some(window) = centre() else { return };
    let (here, ana) = at_window(&window);
    let rows = turns(&here);
    let machine = window.another_machine_as(Duty::Arrivals, 2);
    let mut counter = desk(&machine);
    assert!(counter.sees("Recepción") && !counter.sees("Ventanilla 2"));
    counter.scan(rows[0].turn.code.as_str()).until(&format!("Llegó {}", rows[0].turn.holder_name));
    counter.until("Espera su llamado.");
    // By hand, by the number of their document; the keyboard is back for the next person after it.
    counter.type_text(rows[1].turn.holder.as_str()).press(Key::Enter).press(Key::Enter).press(Key::Enter);
    counter.until(&format!("Llegó {}", rows[1].turn.holder_name));
    counter.until("Presentes: 2 · Por llegar: 1");
    counter.type_text(rows[2].turn.code.as_str());
    assert_eq!(counter.value("Buscar"), rows[2].turn.code.as_str());
    counter.fill("Buscar", rows[1].turn.code.as_str()).click("Deshacer la llegada").until("Por llegar: 2");
    let states: Vec<_> = turns(&here).iter().map(|row| row.turn.state).collect();
    assert_eq!(states.iter().filter(|state| **state == TurnState::Arrived).count(), 1, "{states:?}");
    // Who is called is told where to go.
    let called = here.perform(&ana, &CallTurn { wanted: None, reason: None }).unwrap().output;
    let called = rows.iter().find(|row| row.id == called).unwrap();
    counter.fill("Buscar", called.turn.code.as_str()).until("El llamado es a la ventanilla 1.");
}

#[test]
fn nothing_of_a_window_is_there() {
    let Some(window) = centre() else { return };
    let (_here, _) = at_window(&window);
    let machine = window.another_machine_as(Duty::Arrivals, 2);
    let mut counter = desk(&machine);
    for absent in ["Siguiente", "Registros", "Bitácora", "Autoservicio", "Reservar un turno…", "Ver reservados…"] {
        assert!(!counter.sees(absent), "{absent}");
    }
    for key in [Key::F2, Key::F6, Key::F12, Key::F11] {
        counter.press(key);
        assert!(counter.dialog().is_none() && !counter.sees("Nadie espera"), "{key:?}");
    }
    counter.press(Key::F1).until("Atajos del teclado");
    assert!(counter.sees("Dar un turno presencial") && !counter.sees("Llamar el turno siguiente"));
    counter.press(Key::Escape).click("Configuración").until("Papel de los turnos");
    assert!(!counter.sees("Escáner") && !counter.sees("Todo el centro"));
    counter.click("Salir").until("Recepción").until("Ingresar");
}

#[test]
fn who_has_no_turn_is_given_one_and_takes_it_along_on_paper() {
    let Some(window) = centre() else { return };
    let (here, _) = at_window(&window);
    let machine = window.another_machine_as(Duty::Arrivals, 2);
    let mut counter = desk(&machine);
    counter.press(Key::F4).until("Turno presencial");
    counter.click("Desbloqueo de clave de afiliado");
    counter.fill("Número de la persona", "1714307103").fill("Apellidos y nombres", "Quispe Guamán Rosa");
    counter.click("Dar el turno").until("Espera su llamado.");
    assert!(counter.has_keyboard("Imprimir el turno"), "{:?}", counter.keyboard_at());
    let given = turns(&here).into_iter().find(|row| row.turn.holder.as_str() == "1714307103").unwrap();
    counter.press(Key::Enter).until(&format!("Salió el turno {}.", given.turn.code));
    let file = counter.folder().join("papers").join(format!("turno-{}.pdf", given.turn.code));
    let text = crate::paper::poppler::says("pdftotext", &["-layout"], &std::fs::read(file).unwrap());
    assert!(
        text.contains(given.turn.code.as_str()) && !text.contains("Quispe") && !text.contains("1714307103"),
        "{text}"
    );
}
