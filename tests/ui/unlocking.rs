//! An affiliate key unlocked by the keyboard, on to the key itself; and whoever cannot be served, with the paper that says
//! why.

use std::path::PathBuf;
use std::time::Duration;

use eframe::egui::Key;
use ventanilla::domain::id::InsuredId;
use ventanilla::domain::procedure_id::ProcedureId;
use ventanilla::domain::register::{AffiliateKeyState, Contact, InsuredKind};
use ventanilla::domain::turn::{Origin, Reason, TurnState};
use ventanilla::ops::turn::CallTurn;
use ventanilla::ops::view::{self, TurnRow};
use ventanilla::store;
use ventanilla::store::insured::Insured;
use ventanilla::store::provenance::Provenance;

use super::harness::{Counter, Scene};

/// A counter with a clerk.
fn counter() -> Counter {
    let mut counter = Scene::filled().open();
    counter.log_in("operador1");
    counter.until("Presentes: ");
    counter
}

/// Somebody who waits with a walk-in turn for an unlocking.
fn waiting(counter: &Counter) -> TurnRow {
    counter.desk(|desk| {
        let house = desk.house().unwrap();
        let today = view::today(&house, &house.reader().unwrap()).unwrap();
        let is_theirs = |row: &&TurnRow| {
            row.turn.procedure == ProcedureId::AFFILIATE_KEY_UNLOCK
                && row.turn.origin == Origin::WalkIn
                && row.turn.state == TurnState::Arrived
        };
        today.turns.iter().find(is_theirs).unwrap().clone()
    })
}

/// The register knows them, with a blocked key.
fn insured(counter: &Counter, row: &TurnRow, key: AffiliateKeyState) {
    let contact = Contact { email: "antes@example.com".into(), mobile: "0990000000".into(), telephone: String::new() };
    counter.desk(|desk| {
        let house = desk.house().unwrap();
        let by = desk.session().unwrap().actor().user;
        let new = Insured {
            id: InsuredId(0),
            number: row.turn.holder.clone(),
            name: row.turn.holder_name.clone(),
            kind: InsuredKind::Affiliate,
            key,
            contact: contact.clone(),
            up_to_date_on: None,
            provenance: Provenance::import(by, 0),
        };
        house.store().write(|tx| store::insured::add(tx, &new)).unwrap();
    });
}

/// They are called to the window.
fn call(counter: &mut Counter, row: &TurnRow) {
    let reason = Reason::parse("es quien está en la ventanilla").ok();
    let call = CallTurn { wanted: Some(row.id), reason };
    counter.desk(|desk| desk.perform(call)).wait(Duration::from_secs(10)).unwrap();
    counter.scan(row.turn.code.as_str()).until("Empezar la atención");
}

#[test]
fn a_practised_clerk_unlocks_in_fewer_than_15_keys_and_goes_on_to_the_key() {
    let mut counter = counter();
    let row = waiting(&counter);
    insured(&counter, &row, AffiliateKeyState::Blocked);
    call(&mut counter, &row);
    let mut keys = 2;
    let mut press = |counter: &mut Counter, key: Key, until: &str| {
        keys += 1;
        counter.press(key).until(until);
    };
    let go_on = |counter: &mut Counter, label: &str| {
        counter.step_until(&format!("the keyboard on {label}"), |it| it.sees(label) && it.has_keyboard(label));
    };
    // F2 called the person, and Enter began.
    counter.click("Empezar la atención").until("Quién está en la ventanilla");
    press(&mut counter, Key::Num1, "Por qué está bloqueada la clave");
    press(&mut counter, Key::Num1, "Seguir con el documento de identidad");
    go_on(&mut counter, "Seguir con el documento de identidad");
    press(&mut counter, Key::Enter, "Documento que muestra");
    press(&mut counter, Key::Num2, "Seguir con la actualización de datos");
    go_on(&mut counter, "Seguir con la actualización de datos");
    press(&mut counter, Key::Enter, "Correo registrado");
    press(&mut counter, Key::Num2, "Desbloquear la clave");
    go_on(&mut counter, "Desbloquear la clave");
    press(&mut counter, Key::Enter, "Clave desbloqueada");
    assert!(keys < 15, "{keys} keys");
    // An Enter too many begins nothing more.
    go_on(&mut counter, "Volver a Turnos");
    counter.click("Seguir con «Clave de afiliado»").until("Cómo terminó la atención");
    counter.click("Se atendió").click("Terminar la atención").until("Turnos de hoy");
    let now = counter.desk(|desk| {
        let house = desk.house().unwrap();
        store::insured::by_number(&house.reader().unwrap(), &row.turn.holder).unwrap().unwrap().key
    });
    assert_eq!(now, AffiliateKeyState::Active);
}

#[test]
fn the_data_are_written_down_and_what_is_wrong_in_them_is_said_at_the_field() {
    let mut counter = counter();
    let row = waiting(&counter);
    insured(&counter, &row, AffiliateKeyState::Blocked);
    call(&mut counter, &row);
    counter.click("Empezar la atención").click("La propia persona").click("No sabe por qué");
    counter.click("Seguir con el documento de identidad").click("Cédula física y vigente; número y nombre coinciden");
    counter.click("Seguir con la actualización de datos").click("Sí, los actualiza");
    assert_eq!(counter.value("Correo electrónico"), "antes@example.com", "what is known is there to be compared");
    counter.fill("Correo electrónico", "lucia@example").until("El dominio después de la «@» no es válido");
    counter.fill("Correo electrónico", "lucia@example.com").fill("Celular", "12").until("empieza con 09");
    counter.fill("Celular", "099 123 4567").click("Desbloquear la clave").until("Los datos quedaron actualizados");
    counter.click("Volver a Turnos").until("Turnos de hoy");
}

#[test]
fn whoever_comes_for_somebody_else_leaves_with_the_paper_that_says_so() {
    let mut counter = counter();
    let row = waiting(&counter);
    insured(&counter, &row, AffiliateKeyState::Blocked);
    call(&mut counter, &row);
    counter.click("Empezar la atención").click("Otra persona en su lugar").click("No sabe por qué");
    counter.until("En persona").click("Seguir con el documento de identidad").click("No la muestra");
    counter.click("Seguir con la actualización de datos").click("Hoy no").click("Imprimir constancia");
    counter.until("¿Terminar sin desbloquear?").click("Terminar e imprimir la constancia");
    counter.until("Constancia impresa. La atención terminó sin desbloquear");
    assert!(!counter.sees("clave entregada"));
}

/// Pictures of each step, to be looked at: `PICTURES` names their folder.
#[test]
#[ignore = "for eyes"]
fn pictures() {
    let folder = PathBuf::from(std::env::var_os("PICTURES").unwrap_or("/tmp/unlocking".into()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut counter = counter();
    let file = |what: &str| folder.join(format!("{what}.png"));
    let row = waiting(&counter);
    call(&mut counter, &row);
    counter.click("Empezar la atención").until("Quién está en la ventanilla").rest().picture(&file("1-not-known"));
    counter.click("Turno").rest().picture(&file("0-turn"));
    counter.click("Poner en pausa").until("Turnos de hoy");
    insured(&counter, &row, AffiliateKeyState::Blocked);
    counter.click("Retomar la atención").until("Quién está en la ventanilla").rest().picture(&file("2-known"));
    counter.click("La propia persona").click("Falló los intentos").click("Seguir con el documento de identidad");
    counter.until("Documento que muestra").rest().picture(&file("3-document"));
    counter.click("Otro documento, o algo no coincide").rest().picture(&file("4-document-otherwise"));
    counter.click("Cédula digital y vigente; número y nombre coinciden").click("Seguir con la actualización de datos");
    counter.until("Correo registrado").rest().picture(&file("5-contact"));
    counter.click("Sí, los actualiza").rest().picture(&file("6-contact-fields"));
    counter.click("Desbloquear la clave").until("Clave desbloqueada").rest().picture(&file("7-unlocked"));
    counter.click("Volver a Turnos").until("Turnos de hoy").rest().picture(&file("8-turns"));
}
