//! In the real window: the screen turned to whoever came, by the keyboard alone, with the letter read from its folder; and given
//! back for the password.

use std::fs;
use std::path::PathBuf;

use ventanilla::domain::register::AffiliateKeyState;
use ventanilla::sample::USERS;
use ventanilla::store;

use super::Machine;
use crate::mail::shown;

/// The letters of the demonstration, the newest last.
fn letters(machine: &Machine) -> Vec<PathBuf> {
    let entries = fs::read_dir(machine.at("demo").join("correo")).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    files.sort();
    files
}

#[test]
fn a_key_is_unlocked_at_the_turned_screen_by_the_keyboard_alone() {
    let user = USERS.clerks[0];
    let Some(machine) = Machine::heard_by(user) else { return };
    let screen = &machine.screen;
    let reader = machine.reader();
    // Somebody of the sample whose key is blocked, and whose data were brought up to date in person.
    let sql = "SELECT id FROM insured WHERE key_state = 'blocked' AND up_to_date_on IS NOT NULL ORDER BY id LIMIT 1";
    let id = reader.one(sql, [], |row| row.get(0)).unwrap();
    let person = store::insured::get(&reader, id).unwrap().unwrap();

    screen.press("ctrl+9");
    screen.until_sees("¿Qué necesita hacer?");
    assert!(!screen.sees(user.full_name) && !screen.sees("Turnos"), "nothing of the window is there");
    screen.reach("Desbloquear mi clave de afiliado").press("Return");
    screen.until_sees("Número de cédula o código de extranjero");
    screen.type_text(person.number.as_str());
    screen.enter("Seguir");
    screen.until_sees("El enlace de su correo");
    let letter = screen.until("the letter", || letters(&machine).pop());
    let text = shown(&fs::read_to_string(letter).unwrap()).replace("\r\n", "\n");
    let link = text.lines().find_map(|line| line.strip_prefix("    ")).unwrap().replace(' ', "");
    // As a reader types it that looks at a telephone.
    screen.read(&link, 20, "Return");
    screen.until_sees("Clave desbloqueada");
    assert_eq!(store::insured::get(&reader, person.id).unwrap().unwrap().key, AffiliateKeyState::Active);

    screen.enter("Terminar");
    screen.until_sees("¿Qué necesita hacer?");
    screen.enter("Volver a la ventanilla");
    screen.until_sees("Contraseña");
    screen.type_text(user.password);
    screen.press("Return");
    screen.until_sees("Turnos de hoy");
}

/// Whoever has no keyboard points at what they want, and at the keys on the screen.
#[test]
fn a_turn_is_booked_at_the_turned_screen_by_the_mouse_alone() {
    let Some(machine) = Machine::heard_by(USERS.clerks[0]) else { return };
    let screen = &machine.screen;
    let reader = machine.reader();
    let booked = || -> i64 {
        let sql = "SELECT count(*) FROM self_service WHERE procedure = 'turn_booking' AND outcome = 'done'";
        reader.one(sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(booked(), 0);
    screen.point_at("Autoservicio");
    screen.until_sees("¿Qué necesita hacer?");
    screen.point_at("Reservar un turno");
    screen.until_sees("Apellidos y nombres");
    screen.touch_keys("1710034065");
    screen.point_at("Apellidos y nombres");
    screen.touch_keys("ana luz");
    screen.point_at("Correo electrónico");
    screen.touch_keys("ana@casa.ec");
    screen.point_at("Celular");
    screen.touch_keys("0991234567");
    screen.point_at("Seguir");
    screen.until_sees("Verifique su correo");
    let letter = screen.until("the letter", || letters(&machine).pop());
    let text = shown(&fs::read_to_string(letter).unwrap()).replace("\r\n", "\n");
    let code = text.lines().find_map(|line| line.strip_prefix("    ")).unwrap().replace(char::is_whitespace, "");
    screen.touch_keys(&code);
    screen.point_at("Verificar");
    screen.until_sees("Elija el trámite, el día y la hora");
    screen.point_at("Clave de empleador");
    screen.point_at("Día");
    let day = screen.until("a day with room", || {
        screen.hears().into_iter().find(|it| it.name.contains("libres")).map(|it| it.name)
    });
    screen.point_at(&day);
    screen.point_at("Hora");
    let hour = screen.until("an hour with room", || {
        screen.hears().into_iter().find(|it| it.name.contains(":") && it.name.ends_with("libres")).map(|it| it.name)
    });
    screen.point_at(&hour);
    screen.point_at("Seguir");
    screen.until_sees("¿Está bien su turno?");
    screen.point_at("Confirmar el turno");
    screen.until_sees("Turno reservado");
    assert_eq!(booked(), 1);
}
