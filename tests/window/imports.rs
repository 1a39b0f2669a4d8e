//! In the real window: an import is looked at before anything changes.

use std::fs;

use ventanilla::domain::number::EmployerNumber;
use ventanilla::sample::USERS;

use super::{Machine, Visit, operations, store};

/// One employer that can be read, and one whose number lacks a digit.
const EMPLOYERS: &str = "numero;tipo;razon_social;sucursal\n\
                         1790011674001;empresa privada;Compañía Uno S.A.;0001\n\
                         179206034601;empresa privada;Compañía Dos S.A.;0001\n";

#[test]
fn a_register_of_employers_changes_nothing_until_that_is_said() {
    let Some(machine) = Machine::heard_by(USERS.supervisor) else { return };
    let screen = &machine.screen;
    let visit = Visit::before(&machine);
    let file = machine.at("e.csv");
    fs::write(&file, EMPLOYERS).unwrap();
    let is_known = |visit: &Visit<'_>| {
        let number = EmployerNumber::parse("1790011674001").unwrap();
        store::employer::by_number(&visit.reader, &number).unwrap().is_some()
    };
    screen.press("ctrl+3");
    screen.enter("Importar…");
    screen.until_sees("Escriba la ruta, o búsquelo.");
    assert_eq!(screen.keyboard_at(), "Archivo");
    // What is lacking is said, and no more once it is there.
    screen.type_text("/no/hay.csv");
    screen.press("Return");
    screen.press_once_read("Return");
    screen.until_sees("No se pudo abrir el archivo");
    screen.write_over(file.to_str().unwrap());
    screen.press("Return");
    let done = operations(&visit.reader).len();
    screen.press_once_read("Return");
    screen.until_sees("Esto cambiaría. Todavía no se ha guardado nada.");
    assert!(!screen.sees("No se pudo abrir el archivo") && screen.sees("Línea 3, numero: «179206034601»"));
    assert_eq!((is_known(&visit), operations(&visit.reader).len()), (false, done));
    // Esc leaves it so; whoever means it says so.
    screen.press("Escape");
    screen.until_gone("Esto cambiaría");
    assert_eq!((is_known(&visit), operations(&visit.reader).len()), (false, done));
    screen.enter("Importar…");
    screen.until_sees("Escriba la ruta, o búsquelo.");
    screen.type_text(file.to_str().unwrap());
    screen.press("Return");
    screen.press_once_read("Return");
    // Enter alone goes back.
    screen.until_sees("Esto cambiaría. Todavía no se ha guardado nada.");
    assert_eq!(screen.keyboard_at(), "Volver");
    screen.enter("Importar los empleadores");
    screen.until_sees("La importación terminó.");
    assert!(is_known(&visit) && operations(&visit.reader).len() > done);
}
