//! In the real window, by the keyboard alone: an empty machine joins a centre on a real server, and remembers where.

use std::os::unix::fs::PermissionsExt as _;

use super::*;
use crate::many_windows;
use crate::support::house::{COLLEAGUE, PASSWORD};

#[test]
fn an_empty_machine_joins_a_centre_and_remembers_its_address_and_no_password() {
    let Some(site) = many_windows::centre() else { return };
    let Some(mut machine) = Machine::heard() else { return };
    let address = site.place.server.as_ref().unwrap();
    let address = address.of_role(&format!("{}_nueva", address.role())).to_string();
    machine.open(&[]);
    let screen = &machine.screen;
    screen.until_sees("¿Qué centro es?");
    screen.enter("Unir este equipo…");
    screen.until_sees("¿En qué servidor está el centro?");
    for typed in [address.as_str(), postgres::ROLE, postgres::PASSWORD] {
        screen.type_text(typed);
        screen.press("Return");
    }
    screen.until_sees("¿Para qué es este equipo?");
    screen.press_once_read("1");
    screen.type_text("2");
    screen.press("Return");
    screen.press_once_read("Return");
    screen.until_sees("Este equipo es la ventanilla 2");
    screen.press_once_read("Return");
    screen.until_sees("Contraseña");
    let file = machine.at("config").join("ventanilla").join("station.toml");
    let kept = fs::read_to_string(&file).unwrap();
    assert!(kept.contains(&format!("store = \"{address}\"")) && kept.contains("window = 2"), "{kept}");
    assert!(!kept.contains(postgres::PASSWORD), "{kept}");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    for typed in [COLLEAGUE, PASSWORD] {
        screen.type_text(typed);
        screen.press("Return");
    }
    screen.until_sees("Presentes: ");
}
