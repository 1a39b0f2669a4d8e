//! In the real window: a power that a visit copied is in the register, with the visit; who revokes it says of which day, and
//! a supervisor takes that back.

use ventanilla::sample::USERS;
use ventanilla::store::notarial_power::NotarialPower;

use super::{Machine, Visit, operations, store};

const CODE: &str = "20251701001P00777";

/// The one power of that code, as it stands now.
fn copied(visit: &Visit<'_>) -> NotarialPower {
    let mut powers = store::notarial_power::by_code(&visit.reader, CODE).unwrap();
    assert_eq!(powers.len(), 1, "{:#}", visit.draft()["employer_key"]["presenter"]);
    powers.pop().unwrap()
}

/// Opens the power of this code in the register.
fn opens_the_power(machine: &Machine) {
    let screen = &machine.screen;
    screen.press("ctrl+3");
    while !screen.sees("Registrar poder…") {
        screen.press("ctrl+Next");
    }
    screen.reach("Buscar");
    screen.type_text(CODE);
    screen.press("Return");
}

#[test]
fn a_power_that_a_visit_copied_is_in_the_register_is_revoked_and_given_back() {
    let Some(machine) = Machine::heard_by(USERS.clerks[1]) else { return };
    let screen = &machine.screen;
    let mut visit = Visit::begin_with(&machine, "003");
    visit.answers_up_to("Seguir con el empleador").goes_on();
    while !screen.keyboard_at().starts_with("Quien solicita") {
        visit.answers("1");
    }
    visit.answers("3").goes_on();
    // Copied from the paper, field by field: Enter goes on to what is lacking.
    screen.until_sees("Otro poder: copiarlo del papel");
    visit.answers("2").answers("1").answers("1");
    screen.type_text(CODE);
    screen.press("Return");
    for (field, text) in [
        ("Número del apoderado en el poder", "1714307103"),
        ("Nombre del apoderado en el poder", "Quimbaya Zoila"),
        ("Fecha de otorgamiento", "02/03/2026"),
    ] {
        screen.reach(field).write_over(text);
    }
    screen.reach("El poder no vence").press_many("space", 1);
    screen.reach("Sirve para pedir y retirar la clave");
    visit.is_saved().answers("1");
    screen.reach("Validado");
    visit.answers("3");
    screen.enter("Terminar sin clave…");
    screen.until_sees("¿Terminar sin clave?");
    visit.enters("Terminar e imprimir la constancia", "visit.end");
    screen.until_sees("Turnos de hoy");
    let power = copied(&visit);
    assert_eq!((power.code.as_str(), power.recorded_in, power.revoked), (CODE, Some(visit.id), None));
    assert_eq!((power.holder.1.as_str(), power.recorded_by), ("Quimbaya Zoila", visit.kept().clerk));

    // A revocation needs the day of its act, and a reason in words.
    opens_the_power(&machine);
    screen.enter("Revocar poder…");
    let done = operations(&visit.reader).len();
    screen.press("Return");
    screen.enter("Revocar poder");
    screen.until_sees("Escriba la fecha, por ejemplo 31/12/2026.");
    screen.type_text("04/03/2026");
    screen.press("Return");
    screen.press_once_read("Return");
    screen.until_sees("Escriba el motivo.");
    assert!(!screen.sees("Escriba la fecha, por ejemplo 31/12/2026.") && operations(&visit.reader).len() == done);
    screen.type_text("lo dijo la notaria");
    screen.press("Return");
    visit.says("Return", "notarial_power.revoke");
    let revoked = copied(&visit).revoked.unwrap();
    assert_eq!((revoked.on.map(|on| on.to_string()), revoked.by), (Some("2026-03-04".to_owned()), visit.kept().clerk));
    assert!(!screen.sees("Retirar la revocatoria…"), "a clerk does not take it back");

    // A supervisor does, with a reason.
    machine.goes();
    machine.comes(USERS.supervisor);
    opens_the_power(&machine);
    screen.enter("Retirar la revocatoria…");
    screen.press_once_read("Return");
    screen.until_sees("Escriba el motivo.");
    screen.type_text("era de otra");
    screen.press("Return");
    visit.says("Return", "notarial_power.withdraw_revocation");
    assert_eq!(copied(&visit).revoked, None);
    screen.until_sees("Vigente");
}
