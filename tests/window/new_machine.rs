//! In the real window: an empty machine is asked for all that it needs, and a centre says which papers are scanned.

use ventanilla::domain::user::Role;
use ventanilla::ops::scan::ScannedPaper;
use ventanilla::ops::{Place, open_to_read, settings};
use ventanilla::sample::USERS;
use ventanilla::store;
use ventanilla::vault::Password;

use super::{Machine, Visit};

const PASSWORD: &str = "ocho llaves cuelgan";

#[test]
fn the_first_start_founds_a_centre_and_asks_for_the_scanner_s_folder() {
    let Some(mut machine) = Machine::heard() else { return };
    machine.open(&[]);
    let screen = &machine.screen;
    screen.until_sees("¿Qué centro es?");
    screen.type_text("bahia");
    screen.press("Return");
    screen.until("the centre", || (screen.value("Cantón") == "Sucre").then_some(()));
    // What is lacking is said at its field.
    screen.reach("Código");
    screen.write_over("13/9");
    screen.enter("Seguir");
    screen.until_sees("sin espacios");
    screen.write_over("1399");
    screen.until_gone("sin espacios");
    screen.enter("Seguir");
    screen.until_sees("¿Qué número tiene esta ventanilla?");
    screen.write_over("3");
    screen.press("Return");
    screen.press_once_read("Return");
    screen.until_sees("¿Quién supervisa este centro?");
    screen.type_text("jefa");
    screen.press("Return");
    screen.type_text("Rosa Jefa");
    screen.press("Return");
    screen.press_once_read("1");
    screen.reach("Contraseña nueva");
    screen.type_text(PASSWORD);
    screen.reach("Repita la contraseña");
    screen.type_text(PASSWORD);
    screen.enter("Crear el almacén");
    screen.until_sees("¿Dónde imprime esta ventanilla?");

    // A folder that is not there stays to be corrected; one that is there is kept.
    screen.reach("Carpeta del escáner");
    screen.type_text("/no/hay");
    screen.enter("Seguir sin impresora por ahora");
    screen.until_sees("no existe");
    let scanner = machine.at("e");
    std::fs::create_dir(&scanner).unwrap();
    screen.reach("Carpeta del escáner");
    screen.write_over(scanner.to_str().unwrap());
    screen.until_gone("no existe");
    screen.enter("Seguir sin impresora por ahora");
    screen.until_sees("Contraseña");
    let kept = machine.at("config").join("ventanilla").join("station.toml");
    let kept = std::fs::read_to_string(kept).unwrap();
    assert!(kept.contains(scanner.to_str().unwrap()) && kept.contains("window = 3"), "{kept}");

    // The first supervisor comes in with what they chose.
    screen.type_text("jefa");
    screen.press("Return");
    screen.type_text(PASSWORD);
    screen.press("Return");
    screen.until_sees("Imprima el código de recuperación");
    let place = Place::within(&machine.at("data").join("ventanilla"));
    let reader = open_to_read(&place, "jefa", &Password::typed(PASSWORD).unwrap()).unwrap();
    let users = store::user::all(&reader).unwrap();
    assert_eq!(
        users.iter().map(|it| (it.full_name.as_str(), it.role)).collect::<Vec<_>>(),
        [("Rosa Jefa", Role::Supervisor)]
    );
    assert_eq!(store::centre::centres(&reader).unwrap()[0].name, "CAU Bahía de Caráquez");
}

#[test]
fn a_centre_that_asks_for_no_scan_has_none_before_it_prints() {
    let Some(machine) = Machine::heard_by(USERS.supervisor) else { return };
    let screen = &machine.screen;
    let mut visit = Visit::before(&machine);
    let asked = |visit: &Visit<'_>| {
        let centre = store::centre::centres(&visit.reader).unwrap()[0].id;
        settings::load(&visit.reader, centre).unwrap().scanned_before_printing()
    };
    assert!(asked(&visit).contains(&ScannedPaper::Request), "{:?}", asked(&visit));
    screen.press("ctrl+8");
    for _ in 0..8 {
        if screen.sees("Minutos de tolerancia antes del turno") {
            break;
        }
        screen.press("ctrl+Next");
    }
    for paper in ["Solicitud de entrega de clave", "Documento de identidad de quien solicita"] {
        let is_asked = || screen.hears().into_iter().any(|it| it.name == paper && it.is_checked);
        assert!(is_asked(), "{paper}");
        screen.reach(paper).press("space");
        assert!(!is_asked(), "{paper}");
    }
    visit.enters("Guardar", "settings.change");
    assert!(!asked(&visit).contains(&ScannedPaper::Request), "{:?}", asked(&visit));
    screen.press("ctrl+1");
    visit.does("F2", "turn.call").does("Return", "visit.begin");
    visit.comes_to_the_request().answers("1").goes_on();
    visit.answers("1");
    screen.until_sees("Imprimir clave");
    visit.does("Return", "issuance.reserve");
    assert_eq!(visit.count("scan.attach"), 0);
}
