//! Visits from the turn to the paper, by the keyboard: each kind of person, and those who leave without a key.

use std::fs;

use eframe::egui::Key;
use ventanilla::domain::id::TurnId;
use ventanilla::sample::{Caller, SamplePaper, drawn};

use super::harness::{Counter, Scene};

/// A counter with a clerk, whose scanner left a request and a document.
fn counter() -> Counter {
    let mut scene = Scene::filled();
    let scanner = scene.folder().join("scanner");
    fs::create_dir_all(&scanner).unwrap();
    fs::write(scanner.join("1-solicitud.jpg"), drawn(SamplePaper::Request, 1).unwrap()).unwrap();
    fs::write(scanner.join("2-cedula.jpg"), drawn(SamplePaper::IdentityDocument, 2).unwrap()).unwrap();
    scene.scan_folder = Some(scanner);
    let mut counter = scene.open();
    counter.log_in("operador1");
    counter.until("presentes");
    counter
}

/// Counts the keys besides what is typed as numbers.
struct Hand<'c> {
    counter: &'c mut Counter,
    keys: usize,
}

impl Hand<'_> {
    fn press(&mut self, key: Key) -> &mut Self {
        self.keys += 1;
        self.counter.press(key);
        self
    }

    fn until(&mut self, label: &str) -> &mut Self {
        self.counter.until(label);
        self
    }

    /// Enter on what has the keyboard, which must be this.
    #[track_caller]
    fn enter_on(&mut self, label: &str) -> &mut Self {
        self.counter.step_until(&format!("the keyboard on {label}"), |it| it.sees(label) && it.has_keyboard(label));
        self.press(Key::Enter)
    }
}

/// Registers the arrival with the reader, and calls until this turn is the one called.
fn call(counter: &mut Counter, caller: &Caller) {
    counter.scan(&caller.turn_code).until(&format!("Llegó {}", caller.applicant.name));
    counter.step_until("the list", |it| it.sees("presente"));
    for _ in 0..40 {
        counter.press(Key::F2).until("Empezar la atención");
        if counter.sees(&format!("{} ", caller.turn_code)) || is_called(counter, caller.turn) {
            return;
        }
        counter.click("No se presentó").until_gone("Empezar la atención");
    }
    panic!("{} was never called", caller.applicant.name);
}

/// Is this the turn that stands called at the window?
fn is_called(counter: &Counter, turn: TurnId) -> bool {
    use ventanilla::domain::turn::TurnState;
    use ventanilla::ops::view;
    counter.desk(|desk| {
        let house = desk.house().unwrap();
        let today = view::today(&house, &house.reader().unwrap()).unwrap();
        today.turns.iter().any(|row| row.id == turn && row.turn.state == TurnState::Called)
    })
}

#[test]
fn a_household_s_employer_leaves_with_the_key_in_at_most_25_keys_and_no_mouse() {
    let mut counter = counter();
    let caller = counter.contents.as_ref().unwrap().script.domestic.clone();
    call(&mut counter, &caller);
    // F2 called the person.
    let mut hand = Hand { counter: &mut counter, keys: 1 };
    hand.enter_on("Empezar la atención").until("Cómo muestra la confirmación del turno");
    hand.press(Key::Num1).enter_on("Seguir con: Empleador").until("Empleadores que nombran a");
    hand.press(Key::Num1).until("Por qué viene en persona");
    hand.press(Key::Num1).press(Key::Num1).enter_on("Seguir con: Solicitud").until("Cómo está la solicitud");
    hand.press(Key::Num1).enter_on("Seguir con: Documento de identidad").until("Documento de ");
    hand.press(Key::Num1).until("Digitalizar lo que falta");
    hand.press(Key::F5).until("Documento de identidad del solicitante");
    hand.enter_on("Digitalizar lo que falta");
    hand.press(Key::F5).until("Imprimir clave");
    hand.press(Key::F9).enter_on("Sí, lo tengo").enter_on("Firmó y recibió la clave").until("Clave entregada");
    let keys = hand.keys;
    assert!(keys <= 25, "{keys} keys");
    counter.until("Turnos de hoy");
    let papers = fs::read_dir(counter.folder().join("papers")).unwrap().count();
    assert_eq!(papers, 2, "the slip and its acknowledgement");
}
