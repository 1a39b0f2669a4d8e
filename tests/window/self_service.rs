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
