//! Visits from the turn to the paper, by the keyboard: each kind of person, and those who leave without a key.

use std::fs;
use std::io::Write as _;
use std::time::{Duration, SystemTime};

use eframe::egui::Key;
use ventanilla::domain::turn::TurnState;
use ventanilla::ops::view;
use ventanilla::sample::{Caller, SamplePaper, Script, drawn};

use super::harness::{Counter, Scene};

/// A counter with a clerk, whose scanner left requests and documents.
pub(super) fn counter() -> Counter {
    with_clerk(Scene::filled())
}

/// The window over this scene, with a clerk whose scanner left requests and documents.
pub(super) fn with_clerk(mut scene: Scene) -> Counter {
    scene.scan_folder = Some(scene.folder().join("scanner"));
    let mut counter = scene.open();
    leave_scans(&counter, "first");
    counter.log_in("operador1");
    counter.until("Presentes: ");
    counter
}

/// The scanner leaves a request and a document, under names of their own, the second one the newer. The house's clock
/// stands: they are dated ahead, so that no visit is younger than they are.
pub(super) fn leave_scans(counter: &Counter, of: &str) {
    let scanner = counter.folder().join("scanner");
    fs::create_dir_all(&scanner).unwrap();
    let ahead = SystemTime::now() + Duration::from_secs(24 * 60 * 60);
    for (nth, paper) in (0..).zip([SamplePaper::Request, SamplePaper::IdentityDocument]) {
        // It appears with its date: whoever watches the folder must not see it before.
        let (written, name) = (counter.folder().join("being-written.jpg"), format!("{of}-{nth}.jpg"));
        let mut file = fs::File::create(&written).unwrap();
        file.write_all(&drawn(paper, 1).unwrap()).unwrap();
        file.set_modified(ahead + Duration::from_secs(nth)).unwrap();
        fs::rename(&written, scanner.join(name)).unwrap();
    }
}

/// The scanner's newest file is in sight, for as long as a look takes.
#[track_caller]
pub(super) fn look_at_scan(counter: &mut Counter) {
    counter.until("Imagen de ");
    counter.frame(Vec::new(), 0.1).frame(Vec::new(), 0.5).rest();
}

/// Attaches the scanner's newest file, once it was looked at.
#[track_caller]
pub(super) fn attach_newest(counter: &mut Counter) {
    look_at_scan(counter);
    let offered = counter.labels().into_iter().find(|label| label.starts_with("Imagen de ")).unwrap();
    counter.press(Key::F5);
    let again = "presione F5 otra vez";
    counter.step_until("what F5 does", |it| !it.sees(&offered) || it.sees(again) || it.sees("¿Es de esta atención?"));
    if counter.sees(again) {
        // It was out of sight: the first press showed it.
        look_at_scan(counter);
        counter.press(Key::F5);
    }
}

pub(super) fn script(counter: &Counter) -> Script {
    counter.contents.as_ref().unwrap().script.clone()
}

/// The serials that were delivered, and those that were not.
pub(super) fn slips(counter: &Counter) -> (usize, usize) {
    use ventanilla::domain::ledger::IssuanceState;
    counter.desk(|desk| {
        let house = desk.house().unwrap();
        let reader = house.reader().unwrap();
        let today = view::today(&house, &reader).unwrap();
        let visits = today.turns.iter().flat_map(|turn| view::visits_of_turn(&reader, turn.id).unwrap());
        let states: Vec<IssuanceState> = visits
            .flat_map(|visit| view::visit_at_hand(&house, &reader, visit.id).unwrap().slips)
            .map(|slip| slip.state)
            .collect();
        let delivered = states.iter().filter(|state| **state == IssuanceState::Delivered).count();
        (delivered, states.len() - delivered)
    })
}

/// Is this caller's turn called at the window?
fn is_called(counter: &Counter, caller: &Caller) -> bool {
    counter.desk(|desk| {
        let house = desk.house().unwrap();
        let today = view::today(&house, &house.reader().unwrap()).unwrap();
        today.turns.iter().any(|row| row.id == caller.turn && row.turn.state == TurnState::Called)
    })
}

/// Registers the arrival with the reader, and calls until this turn is the one called.
pub(super) fn call(counter: &mut Counter, caller: &Caller) {
    counter.scan(&caller.turn_code).until(&format!("Llegó {}", caller.applicant.name));
    for _ in 0..40 {
        counter.press(Key::F2).until("Empezar la atención");
        if is_called(counter, caller) {
            return;
        }
        counter
            .wait_secs(31)
            .click("Llamar de nuevo")
            .until("2 de 2")
            .click("No se presentó")
            .until_gone("Empezar la atención");
    }
    panic!("{} was never called", caller.applicant.name);
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

    #[track_caller]
    fn until(&mut self, label: &str) -> &mut Self {
        self.counter.until(label);
        self
    }

    /// The eye, at what the scanner left.
    fn looks(&mut self) -> &mut Self {
        look_at_scan(self.counter);
        self
    }

    /// Enter on what has the keyboard, which must be this.
    #[track_caller]
    fn enter_on(&mut self, label: &str) -> &mut Self {
        self.counter.step_until(&format!("the keyboard on {label}"), |it| it.sees(label) && it.has_keyboard(label));
        self.press(Key::Enter)
    }
}

#[test]
fn a_household_s_employer_leaves_with_the_key_in_at_most_16_keys_and_no_mouse() {
    let mut counter = counter();
    let caller = script(&counter).domestic;
    call(&mut counter, &caller);
    // F2 called the person.
    let mut hand = Hand { counter: &mut counter, keys: 1 };
    hand.enter_on("Empezar la atención").until("Cómo muestra la confirmación del turno");
    hand.press(Key::Num1).enter_on("Seguir con el empleador").until("Empleadores que nombran a");
    hand.press(Key::Num1).until("Por qué viene en persona");
    hand.press(Key::Num1).press(Key::Num1).enter_on("Seguir con la solicitud").until("Cómo está la solicitud");
    hand.press(Key::Num1).enter_on("Seguir con el documento de identidad").until("Documento que muestra");
    hand.press(Key::Num1).until("Falta digitalizar").until(".jpg").looks();
    hand.press(Key::F5);
    hand.until("«Solicitud de entrega de clave»").looks().press(Key::F5).enter_on("Imprimir clave");
    hand.until("¿Tiene el papel en la mano?").press(Key::Num1).until("El acuse de recibo salió por la impresora");
    hand.press(Key::Num1).until("Clave entregada");
    let keys = hand.keys;
    assert!(keys <= 16, "{keys} keys");
    counter.until("Turnos de hoy");
    assert_eq!(slips(&counter), (1, 0));
    let papers = fs::read_dir(counter.folder().join("papers")).unwrap().count();
    assert_eq!(papers, 2, "the slip and its acknowledgement");
}

/// Up to the employer, whose register names the applicant: the answers that most people give.
pub(super) fn begin(counter: &mut Counter, caller: &Caller, presenter: &str) {
    call(counter, caller);
    counter.click("Empezar la atención").click("En papel").click("Seguir con el empleador");
    counter.until("Buscar el empleador").fill("Buscar el empleador", caller.employer.number.as_str());
    counter.until(&caller.employer.name).press(Key::Enter).until("Por qué viene en persona");
    if counter.sees("Sucursal") && counter.sees(&format!("{} (", caller.applicant.name)) {
        let first = caller.employer.branches.first().unwrap().0.as_str().to_owned();
        if caller.employer.branches.len() > 1 {
            counter.click(&first);
        }
    }
    let label = format!("{} ({})", caller.applicant.name, caller.applicant.number);
    counter.click(&label).click("Primera clave").click(presenter);
}

/// Attaches every paper that is asked for.
pub(super) fn scan(counter: &mut Counter) {
    let attached = |it: &Counter| it.labels().iter().filter(|label| label.starts_with("Quitar ")).count();
    while counter.sees("Digitalizar") {
        let before = attached(counter);
        if before == 2 {
            // Whoever comes in somebody's place brings more.
            leave_scans(counter, "more");
        }
        attach_newest(counter.until(".jpg"));
        // The list shows what was attached, and the next file is offered as another paper.
        counter.step_until("one more scan", |it| attached(it) > before).rest();
    }
}

fn print_and_deliver(counter: &mut Counter) {
    counter.click("Imprimir clave").click("Sí, lo tengo").click("Firmó y recibió la clave").until("Clave entregada");
    assert_eq!(slips(counter), (1, 0));
}

#[test]
fn the_representative_of_a_company_leaves_with_the_key() {
    let mut counter = counter();
    let caller = script(&counter).company;
    begin(&mut counter, &caller, "Quien solicita");
    counter.click("Seguir con la solicitud").click("Todo en orden").click("Seguir con el documento de identidad");
    counter.click("Cédula original; número y nombre coinciden");
    scan(&mut counter);
    print_and_deliver(&mut counter);
}

#[test]
fn a_foreigner_without_cedula_shows_the_passport() {
    let mut counter = counter();
    let caller = script(&counter).foreigner;
    begin(&mut counter, &caller, "Quien solicita");
    counter.click("Seguir con la solicitud").click("Todo en orden").click("Seguir con el documento de identidad");
    counter.click("Pasaporte original y vigente; el nombre coincide");
    let passport = caller.applicant.passport.as_ref().unwrap().as_str().to_owned();
    counter.fill("Número en el documento", &passport);
    let until = caller.applicant.document_valid_until.format("%d%m%Y").to_string();
    counter.fill("Documento válido hasta", &until).press(Key::Enter);
    scan(&mut counter);
    print_and_deliver(&mut counter);
}

#[test]
fn a_third_party_comes_with_the_authorisation() {
    let mut counter = counter();
    let (caller, third) = (script(&counter).authorising, script(&counter).third_party);
    begin(&mut counter, &caller, "Tercero autorizado");
    counter.click("Seguir con la autorización");
    counter.fill("Número del tercero", third.number.as_str()).press(Key::Enter);
    // The register of people knows the name.
    counter.step_until("the third party's name", |it| it.value("Apellidos y nombres del tercero") == third.name);
    counter.click("Cédula original; número y nombre coinciden").click("Completa: datos y firmas de las dos personas");
    counter.click("Seguir con la solicitud").click("Todo en orden").click("Seguir con el documento de identidad");
    counter.click("Cédula original; número y nombre coinciden");
    scan(&mut counter);
    print_and_deliver(&mut counter);
}

#[test]
fn an_attorney_comes_with_a_power_of_the_register() {
    let mut counter = counter();
    let (caller, power) = (script(&counter).represented, script(&counter).power.1);
    begin(&mut counter, &caller, "Apoderado");
    counter.click("Seguir con el poder").until(power.code.as_str());
    counter.press(Key::Num1).click("Copia");
    counter.step_until("the attorney", |it| it.value("Apellidos y nombres del apoderado") == power.attorney.name);
    counter.click("Cédula original; número y nombre coinciden");
    counter.click("Seguir con la solicitud").click("Todo en orden").click("Seguir con el documento de identidad");
    counter.click("Cédula original; número y nombre coinciden");
    scan(&mut counter);
    print_and_deliver(&mut counter);
}

#[test]
fn an_artisan_shows_the_qualification() {
    let mut counter = counter();
    let (caller, qualification) = (script(&counter).artisan, script(&counter).qualification.1);
    begin(&mut counter, &caller, "Quien solicita");
    if !counter.sees("Calificación artesanal") {
        counter.click("Dice tener calificación artesanal");
    }
    counter.click("Seguir con la solicitud").click("Todo en orden").click("Seguir con el documento de identidad");
    counter.click("Cédula original; número y nombre coinciden");
    scan(&mut counter);
    counter.click("Seguir con la calificación");
    counter.until(&qualification.number).press(Key::Num1).click("Deja una copia");
    print_and_deliver(&mut counter);
}

#[test]
fn an_electronic_signature_is_refused_and_the_person_leaves_with_a_constancia() {
    let mut counter = counter();
    let caller = script(&counter).electronic;
    begin(&mut counter, &caller, "Quien solicita");
    counter.click("Seguir con la solicitud").click("Algo no está bien").click("Generada en el portal");
    // What can never serve ends it: nothing more is asked.
    counter.click("Electrónica");
    counter.until("No se puede entregar la clave").click("Imprimir constancia");
    counter.click("Terminar e imprimir la constancia").until("Constancia impresa");
    counter.until("Turnos de hoy");
    assert_eq!(slips(&counter), (0, 0), "nothing was issued");
    let papers = fs::read_dir(counter.folder().join("papers")).unwrap().count();
    assert_eq!(papers, 1, "the constancia");
}

#[test]
fn a_company_recorded_by_hand_needs_a_supervisor_at_the_same_window() {
    let mut counter = counter();
    serve_by_hand(&mut counter);
}

/// A company that was recorded by hand gets its key, with warnings overridden and a supervisor's word.
pub(super) fn serve_by_hand(counter: &mut Counter) {
    let caller = script(counter).by_hand;
    let supervisor = counter.users.unwrap().supervisor;
    begin(counter, &caller, "Quien solicita");
    counter.click("Seguir con la solicitud").click("Todo en orden").click("Seguir con el documento de identidad");
    counter.click("Cédula original; número y nombre coinciden");
    for _ in 0..8 {
        let answers = ["Justificar la advertencia…", "Justificar las advertencias…"];
        let Some(answer) = answers.into_iter().find(|label| counter.sees(label)) else { break };
        counter.click(answer).until("Por qué ");
        if counter.sees("Aprobación de supervisión") {
            // One word for all that stands open.
            counter.fill("Por qué se pide (advertencia 1)", "Verificado en el portal");
            counter.click("Usar este motivo en las que no tienen").click("Llamar a supervisión");
            counter.until("Usuario de supervisión");
            for at in 1.. {
                if !counter.sees(&format!("Respuesta a la advertencia {at}")) {
                    break;
                }
                counter.press(Key::Num1);
            }
            counter.fill("Usuario de supervisión", supervisor.login);
            counter.fill("Contraseña de supervisión", supervisor.password).click("Responder");
        } else {
            counter.fill("Por qué se sigue a pesar de esto", "Verificado").click("Guardar la justificación");
        }
        counter.until("justificada").until_gone("Queda en la bitácora");
    }
    scan(counter);
    print_and_deliver(counter);
}

#[test]
fn a_visit_set_aside_is_taken_up_as_it_was() {
    let mut counter = counter();
    let caller = script(&counter).domestic;
    begin(&mut counter, &caller, "Quien solicita");
    counter.press(Key::F7).until("Atención en pausa").until("Turnos de hoy");
    counter.press(Key::F6).until(&caller.applicant.name).click(&caller.applicant.name);
    counter.click("Retomar la atención").until("Solicitud");
    counter.click("Empleador").until("Por qué viene en persona");
    assert!(counter.sees("Seguir con la solicitud"), "what was answered is answered: {:#?}", counter.labels());
}

#[test]
fn a_spoilt_slip_is_voided_and_another_one_is_made() {
    let mut counter = counter();
    let caller = script(&counter).domestic;
    begin(&mut counter, &caller, "Quien solicita");
    counter.click("Seguir con la solicitud").click("Todo en orden").click("Seguir con el documento de identidad");
    counter.click("Cédula original; número y nombre coinciden");
    scan(&mut counter);
    counter.click("Imprimir clave").click("No salió, o salió mal…").click("Papel atascado");
    counter.fill("Detalle", "Salió arrugado").click("Anular la clave").until("Clave anulada");
    assert_eq!(slips(&counter), (0, 1));
    // A second one needs a supervisor; there is one way back from it, which Esc goes too.
    counter.click("Imprimir clave").click("No salió, o salió mal…").click("Papel atascado");
    counter.fill("Detalle", "Salió arrugado otra vez").click("Anular la clave").until("Pedir aprobación…");
    let back: Vec<String> = counter.buttons().into_iter().filter(|it| it.starts_with("Volver")).collect();
    assert_eq!(back, ["Volver"]);
    counter.press(Key::Escape).until_gone("Pedir aprobación…").until("Sí, lo tengo");
    counter.click("Sí, lo tengo").click("Firmó y recibió la clave").until("Clave entregada");
    assert_eq!(slips(&counter), (1, 1));
}
