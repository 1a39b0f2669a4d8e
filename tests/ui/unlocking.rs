//! An affiliate key unlocked by the keyboard, on to the key itself; and whoever cannot be served, with the paper that says
//! why.

use std::path::PathBuf;
use std::time::Duration;

use eframe::egui::Key;
use ventanilla::domain::number::PersonNumber;
use ventanilla::domain::procedure::affiliate_key_unlock::AffiliateKeyUnlock;
use ventanilla::domain::register::{AffiliateKeyState, Contact, InsuredKind};
use ventanilla::domain::turn::Reason;
use ventanilla::ops::insured::{InsuredFacts, RecordInsured};
use ventanilla::ops::turn::CallTurn;
use ventanilla::ops::view::{self, TurnRow};
use ventanilla::sample::SampleInsured;
use ventanilla::store;

use super::harness::{Counter, Scene};

/// A counter with a clerk.
fn counter() -> Counter {
    let mut counter = Scene::filled().open();
    counter.log_in("operador1");
    counter.until("Presentes: ");
    counter
}

/// The `nth` of those who wait with a walk-in turn for an unlocking: an affiliate with nothing known of how they are reached, a
/// pensioner and a beneficiary who are.
fn waiting(counter: &Counter, nth: usize) -> (TurnRow, SampleInsured) {
    let unlocker = counter.contents.as_ref().unwrap().unlocks[nth].clone();
    let row = counter.desk(|desk| {
        let house = desk.house().unwrap();
        let today = view::today(&house, &house.reader().unwrap()).unwrap();
        today.turns.iter().find(|row| row.id == unlocker.turn).unwrap().clone()
    });
    (row, unlocker.insured)
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
    let (row, _) = waiting(&counter, 1);
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
    let (row, known) = waiting(&counter, 1);
    call(&mut counter, &row);
    counter.click("Empezar la atención").click("La propia persona").click("No sabe por qué");
    counter.click("Seguir con el documento de identidad").click("Cédula física y vigente; número y nombre coinciden");
    counter.click("Seguir con la actualización de datos").click("Sí, los actualiza");
    let email = &known.contact.email;
    assert_eq!(counter.value("Correo electrónico"), *email, "what is known is there to be compared");
    counter.fill("Correo electrónico", "lucia@example").until("El dominio después de la «@» no es válido");
    counter.fill("Correo electrónico", "lucia@example.com").fill("Celular", "12").until("empieza con 09");
    counter.fill("Celular", "099 123 4567").click("Desbloquear la clave").until("Los datos quedaron actualizados");
    counter.click("Volver a Turnos").until("Turnos de hoy");
}

#[test]
fn what_was_answered_and_typed_for_one_person_is_not_offered_for_another() {
    let mut counter = counter();
    let (row, _) = waiting(&counter, 1);
    call(&mut counter, &row);
    counter.click("Empezar la atención").click("La propia persona").click("No sabe por qué");
    counter.click("Seguir con el documento de identidad").click("Cédula física y vigente; número y nombre coinciden");
    counter.click("Seguir con la actualización de datos").click("Sí, los actualiza");
    counter.fill("Correo electrónico", "de.la.primera@example.com").click("Hoy no");
    counter.click("Persona").click("Cambiar de persona").fill("Número de la persona", "1710034065");
    counter.until("No consta en el registro de asegurados");
    let kept = counter.desk(|desk| {
        let house = desk.house().unwrap();
        let reader = house.reader().unwrap();
        let visit = view::visits_of_turn(&reader, row.id).unwrap().pop().unwrap();
        view::case_at_hand::<AffiliateKeyUnlock>(&house, &reader, visit.id).unwrap().case.copy.papers
    });
    let number = kept.applicant.as_ref().and_then(|person| person.number.clone());
    assert_eq!(number.as_ref().map(|number| number.canonical()), Some("1710034065"));
    assert_eq!(kept, AffiliateKeyUnlock::of(kept.applicant.clone()), "nothing else is told of them");
}

#[test]
fn a_name_that_paper_cannot_print_is_said_at_the_person_and_not_at_the_constancia() {
    let mut counter = counter();
    let facts = InsuredFacts {
        number: PersonNumber::parse("1710034065").unwrap(),
        name: "PETROV − IVÁN".into(),
        kind: InsuredKind::Affiliate,
        key: AffiliateKeyState::Blocked,
        contact: Contact::default(),
        birth: None,
    };
    counter.desk(|desk| desk.perform(RecordInsured { facts })).wait(Duration::from_secs(10)).unwrap();
    let (row, _) = waiting(&counter, 1);
    call(&mut counter, &row);
    counter.click("Empezar la atención").until("Quién está en la ventanilla");
    assert!(!counter.sees("Nombre que el papel no imprime"));
    counter.click("Cambiar de persona").fill("Número de la persona", "1710034065");
    counter.until("Nombre que el papel no imprime").until("Corríjalo en Registros y en el paso Persona");
    counter.until("El papel no puede imprimir «−»: escriba el nombre");
    counter.fill("Apellidos y nombres de la persona", "PETROV IVÁN").until_gone("y en el paso Persona");
    counter.until(
        "El papel no puede imprimir «−» de «PETROV − IVÁN», y una constancia lo llevaría. Corríjalo en Registros,",
    );
}

#[test]
fn whoever_comes_for_somebody_else_leaves_with_the_paper_that_says_so() {
    let mut counter = counter();
    let (row, known) = waiting(&counter, 1);
    call(&mut counter, &row);
    counter.click("Empezar la atención").click("Otra persona en su lugar").click("No sabe por qué");
    counter.until("En persona").click("Seguir con el documento de identidad").click("No la muestra");
    counter.click("Actualización de datos").until("Los datos se muestran cuando consta");
    assert!(
        !known.contact.email.is_empty() && !counter.sees(&known.contact.email),
        "nobody's data before it is known who they are"
    );
    counter.press(Key::F9);
    counter.until("¿Terminar sin desbloquear?").click("Terminar e imprimir la constancia");
    counter.until("Constancia impresa. La atención terminó sin desbloquear");
    let papers = std::fs::read_dir(counter.folder().join("papers")).unwrap();
    let paper = papers.map(|entry| std::fs::read(entry.unwrap().path()).unwrap()).next().unwrap();
    let said = crate::paper::poppler::says("pdftotext", &["-raw"], &paper);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(folder) = std::env::var_os("PICTURES") {
        std::fs::write(PathBuf::from(folder).join("constancia.pdf"), &paper).unwrap();
    }
    for words in [
        "Desbloqueo de clave de afiliado",
        "quien vino es otra persona",
        "nadie más puede hacer este trámite",
        "otro turno presencial",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

/// Pictures of each step, to be looked at: `PICTURES` names their folder.
#[test]
#[ignore = "for eyes"]
fn pictures() {
    let folder = PathBuf::from(std::env::var_os("PICTURES").unwrap_or("/tmp/unlocking".into()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut counter = counter();
    let file = |what: &str| folder.join(format!("{what}.png"));
    let (row, _) = waiting(&counter, 1);
    call(&mut counter, &row);
    counter.click("Empezar la atención").until("Quién está en la ventanilla").rest().picture(&file("2-known"));
    counter.click("Turno").rest().picture(&file("0-turn"));
    counter.click("Persona").click("Cambiar de persona").fill("Número de la persona", "1710034065");
    counter.fill("Apellidos y nombres de la persona", "Paz Sosa Mario").until("No consta en el registro");
    counter.rest().picture(&file("1-not-known"));
    counter.fill("Número de la persona", row.turn.holder.as_str()).rest();
    counter.fill("Apellidos y nombres de la persona", &row.turn.holder_name).rest();
    counter.click("La propia persona").click("Falló los intentos").click("Seguir con el documento de identidad");
    counter.until("Documento que muestra").rest().picture(&file("3-document"));
    counter.click("Otro documento, o algo no coincide").rest().picture(&file("4-document-otherwise"));
    counter.click("Cédula digital y vigente; número y nombre coinciden").click("Seguir con la actualización de datos");
    counter.until("Correo registrado").rest().picture(&file("5-contact"));
    counter.click("Sí, los actualiza").rest().picture(&file("6-contact-fields"));
    counter.click("Desbloquear la clave").until("Clave desbloqueada").rest().picture(&file("7-unlocked"));
    counter.click("Volver a Turnos").until("Turnos de hoy").rest().picture(&file("8-turns"));
}
