//! The turned screen as a thing of its own: a window that is for self-service turns it at every login, a finger finds what it
//! presses, and who is led to the counter books a turn without saying everything again.

use eframe::egui::Key;
use ventanilla::domain::register::AffiliateKeyState;
use ventanilla::sample::SampleInsured;
use ventanilla::ui::Purpose;

use super::harness::{Counter, SCREEN, Scene};
use super::self_service::{insured, letter, secret, turned};

const NUMBER: &str = "Número de cédula o código de extranjero";
const DECLARATION: &str = "Declaro que la información que entrego es verdadera";

/// What a finger presses is at least so large, in points of the screen.
const FINGER: f32 = 44.0;

/// Everything that is pressed on this page is as large as a finger needs.
#[track_caller]
fn fits_a_finger(counter: &Counter, page: &str) {
    // Points of a page that is drawn larger are larger.
    let larger = SCREEN.x / counter.room().width();
    let places = counter.places_to_touch();
    assert!(!places.is_empty(), "{page}");
    let too_small = |size: f32| size * larger < FINGER - 0.5;
    let small: Vec<_> = places
        .iter()
        .filter(|(_, place)| too_small(place.width()) || too_small(place.height()))
        .map(|(label, place)| format!("{label}: {} × {}", place.width() * larger, place.height() * larger))
        .collect();
    assert!(small.is_empty(), "{page}: {small:#?}");
}

#[test]
fn a_window_for_self_service_turns_the_screen_at_every_login_and_is_given_back_for_the_password_alone() {
    let mut scene = Scene::filled();
    scene.purpose = Purpose::SelfService;
    let mut counter = scene.open();
    let password = counter.users.as_ref().unwrap().clerks[0].password;
    for login in 1..=2 {
        counter.log_in_with("operador1", password).until("¿Qué necesita hacer?");
        assert!(!counter.sees("Bloquear") && !counter.sees("Presentes: "), "login {login}: {:?}", counter.labels());
        counter.click("Volver a la ventanilla").until("Contraseña");
        counter.fill("Contraseña", password).click("Desbloquear").until("Presentes: ");
        assert!(!counter.sees("¿Qué necesita hacer?"), "login {login}");
        counter.click("Salir").until("Usuario");
    }
}

#[test]
fn who_logs_in_at_an_ordinary_window_finds_the_counter() {
    let mut counter = Counter::start();
    counter.log_in("operador1").until("Presentes: ");
    assert!(!counter.sees("¿Qué necesita hacer?"));
}

#[test]
fn a_finger_finds_everything_while_an_employer_s_key_is_recovered() {
    let mut counter = turned();
    let caller = counter.contents.as_ref().unwrap().script.company.clone();
    // It is drawn larger, and the keys on the screen are as large as they are said to be.
    assert!((SCREEN.x / counter.room().width() - 1.25).abs() < 0.01);
    fits_a_finger(&counter, "the first page");
    counter.click("Volver a la ventanilla").until("Contraseña");
    fits_a_finger(&counter, "the way back");
    counter.click("Volver al autoservicio").until("¿Qué necesita hacer?");
    counter.click("Recuperar la clave de empleador").until(NUMBER);
    fits_a_finger(&counter, "the recovery");
    counter.fill(NUMBER, caller.applicant.number.as_str()).click("Tiene RUC").click("Letras");
    fits_a_finger(&counter, "the recovery with letters");
    counter.fill("RUC", caller.employer.number.as_str()).fill("Sucursal", "0009").click("Sí").click("Validar");
    counter.until("Los datos no coinciden con lo registrado");
    fits_a_finger(&counter, "the recovery that does not agree");
    counter.fill("Sucursal", caller.employer.branches[0].0.as_str()).click("Validar").until("Código de verificación");
    fits_a_finger(&counter, "the code");
    let code = secret(&letter(&mut counter, 1));
    counter.fill("Código de verificación", &code).click("Verificar").until("El enlace de su correo");
    fits_a_finger(&counter, "the link");
    let link = secret(&letter(&mut counter, 2));
    counter.scan(&link.replace(' ', "")).until("Antes de elegir su clave");
    fits_a_finger(&counter, "the declaration");
    counter.click("Declaro que la información que entrego es verdadera").click("Seguir").until("Elija su nueva clave");
    fits_a_finger(&counter, "the new key");
    counter.fill("Nueva clave", "Quito48Norte").fill("La misma clave otra vez", "Quito48Norte");
    counter.click("Guardar mi clave").until("Clave recuperada");
    fits_a_finger(&counter, "the end");
}

#[test]
fn a_finger_finds_everything_while_an_affiliate_key_is_made() {
    let mut counter = turned();
    let person = insured(&counter, |it| it.key == AffiliateKeyState::Never && !it.contact.email.is_empty());
    let birth = person.birth.in_words();
    let (day, month) = (birth.split(' ').next().unwrap().to_owned(), birth.split(' ').next_back().unwrap().to_owned());
    counter.click("Generar o recuperar mi clave de afiliado").until(NUMBER);
    fits_a_finger(&counter, "the number");
    counter.fill(NUMBER, person.person.number.as_str()).click("Seguir").until("¿Cuándo nació?");
    fits_a_finger(&counter, "the birthday");
    counter.fill("Día", &day).click("Mes");
    fits_a_finger(&counter, "the months");
    counter.click(&month).click("Seguir");
    for (title, on) in [
        ("¿Con cuál de estos empleadores ha trabajado?", "Seguir"),
        ("¿Y con cuál de estos otros ha trabajado?", "Responder"),
    ] {
        counter.until(title);
        fits_a_finger(&counter, title);
        let right = person.history.iter().map(|it| it.employer.as_str()).find(|employer| counter.sees(employer));
        let right = right.unwrap_or("Con ninguno de estos").to_owned();
        counter.click(&right).click(on);
    }
    counter.until("¿Están bien sus datos?");
    fits_a_finger(&counter, "the data");
    counter.click("Seguir con estos datos").until("El enlace de su correo");
    let link = secret(&letter(&mut counter, 1));
    counter.fill("Letras y números del correo", &link).click("Abrir").until("Antes de elegir su clave");
    fits_a_finger(&counter, "the declaration and the questions for the next time");
    counter.click("Primera pregunta");
    fits_a_finger(&counter, "the questions to choose from");
}

/// Answers what is asked first, up to the last question of the work history.
fn history_answered(counter: &mut Counter, person: &SampleInsured, last: &str) {
    let birth = person.birth.in_words();
    let (day, month) = (birth.split(' ').next().unwrap().to_owned(), birth.split(' ').next_back().unwrap().to_owned());
    counter.until(NUMBER).fill(NUMBER, person.person.number.as_str()).click("Seguir").until("¿Cuándo nació?");
    counter.fill("Día", &day).click("Mes").click(&month).click("Seguir");
    for (title, on) in
        [("¿Con cuál de estos empleadores ha trabajado?", "Seguir"), ("¿Y con cuál de estos otros ha trabajado?", last)]
    {
        counter.until(title);
        let right = person.history.iter().map(|it| it.employer.as_str()).find(|employer| counter.sees(employer));
        let right = right.unwrap_or("Con ninguno de estos").to_owned();
        counter.click(&right).click(on);
    }
}

/// What is pressed below the words about a letter stays where it is while the letter goes out.
#[test]
fn nothing_moves_away_from_a_finger_when_the_letter_goes_out() {
    let mut counter = turned();
    let caller = counter.contents.as_ref().unwrap().script.company.clone();
    counter.click("Recuperar la clave de empleador").until(NUMBER);
    counter.fill(NUMBER, caller.applicant.number.as_str()).click("Tiene RUC");
    counter.fill("RUC", caller.employer.number.as_str());
    counter.fill("Sucursal", caller.employer.branches[0].0.as_str()).click("Sí").click("Validar");
    let none = "Seguir sin acceso a ese correo";
    // As early as a scroll bar is there, where there is one: from the third frame on.
    counter.step_until(none, |it| it.sees(none)).frame(Vec::new(), 0.0).frame(Vec::new(), 0.0);
    let at_first = counter.place(none);
    counter.until("El correo ya salió");
    assert_eq!(counter.place(none), at_first, "from the page's first frames to the letter that has left");
    counter.click("Salir y borrar lo escrito").click("Desbloquear mi clave de afiliado").until(NUMBER);
    counter.fill(NUMBER, "1714307103").click("Seguir");
    let again = "Enviar otro enlace";
    counter.step_until(again, |it| it.sees(again)).frame(Vec::new(), 0.0).frame(Vec::new(), 0.0);
    let at_first = counter.place(again);
    counter.until("le llega un correo a la dirección");
    assert_eq!(counter.place(again), at_first, "of whom nothing is told");
}

/// Of a key that was blocked: the page that says that it is not any more, the key's own pages, and the personal questions when
/// the next one is made.
#[test]
fn a_finger_finds_everything_from_the_unlocking_to_a_second_key() {
    let mut counter = turned();
    let person = insured(&counter, |it| it.key == AffiliateKeyState::Blocked && it.up_to_date_on.is_some());
    counter.click("Desbloquear mi clave de afiliado").until(NUMBER);
    counter.fill(NUMBER, person.person.number.as_str()).click("Seguir").until("El enlace de su correo");
    fits_a_finger(&counter, "the link that is waited for");
    let link = secret(&letter(&mut counter, 1));
    counter.scan(&link.replace(' ', "")).until("Clave desbloqueada");
    fits_a_finger(&counter, "the unlocking's end");
    counter.click("Generar mi clave");
    history_answered(&mut counter, &person, "Responder");
    counter.until("¿Están bien sus datos?").click("Seguir con estos datos").until("El enlace de su correo");
    let link = secret(&letter(&mut counter, 2));
    counter.scan(&link.replace(' ', "")).until("Antes de elegir su clave");
    counter.click("Seguir").until("Elija una pregunta.");
    fits_a_finger(&counter, "the questions that are lacking");
    counter.click("Primera pregunta").click("¿Cómo se llamaba su primera mascota?");
    counter.fill("Su respuesta a la primera", "Canela");
    counter.click("Segunda pregunta").click("¿Cómo se llamaba su primera mascota?");
    counter
        .fill("Su respuesta a la segunda", "Simón Bolívar")
        .click("Seguir")
        .until("Elija una distinta de la primera.");
    counter.click("Segunda pregunta").click("¿Cómo se llamaba su primera escuela?").press(Key::Enter);
    assert!(counter.has_keyboard(DECLARATION), "Enter leads to what is to be ticked: {:?}", counter.keyboard_at());
    counter.click("Seguir").until("Marque la declaración para seguir.");
    let (button, key) = (counter.place("Seguir"), counter.place("Borrar"));
    assert!(button.bottom() <= key.top(), "the keys cover the button: {button:?}, {key:?}");
    counter.click(DECLARATION).until_gone("Marque la declaración").click("Seguir").until("Elija su nueva clave");
    counter.fill("Nueva clave", "corta1").fill("La misma clave otra vez", "corta1").click("Guardar mi clave");
    counter.until("al menos 8 caracteres");
    let (button, key) = (counter.place("Guardar mi clave"), counter.place("Borrar"));
    assert!(button.bottom() <= key.top(), "the keys cover the button: {button:?}, {key:?}");
    counter.fill("Nueva clave", "Quito48Norte").until_gone("al menos 8 caracteres");
    counter.fill("La misma clave otra vez", "Quito48Norte").click("Guardar mi clave").until("Clave guardada");
    fits_a_finger(&counter, "the key's end");
    counter.click("Terminar").click("Generar o recuperar mi clave de afiliado");
    history_answered(&mut counter, &person, "Seguir");
    counter.until("Sus preguntas personales");
    fits_a_finger(&counter, "the first personal question");
    counter.type_text("Canela").click("Seguir").until("Pregunta 5 de 5");
    fits_a_finger(&counter, "the second personal question");
}

/// A turn that is booked, to its last page.
#[test]
fn a_finger_finds_everything_until_a_turn_is_booked() {
    let mut counter = turned();
    counter.click("Reservar un turno").until("Apellidos y nombres");
    counter
        .fill(NUMBER, "1714307103")
        .fill("Apellidos y nombres", "Vaca Mora Ana")
        .fill("Correo electrónico", "ana@hogar.ec");
    counter.fill("Celular", "0991234567").click("Seguir").until("Verifique su correo");
    let code = secret(&letter(&mut counter, 1));
    counter.fill("Código de verificación", &code).click("Verificar").until("Elija el trámite, el día y la hora");
    assert!(counter.sees("Desbloqueo de clave de afiliado"));
    // What is online alone needs none of these turns.
    counter.until("En línea o en esta pantalla, sin turno: Recuperación de clave de empleador; Clave de afiliado.");
    counter.click("Desbloqueo de clave de afiliado").click("Día");
    let last = counter.labels().into_iter().rfind(|label| label.ends_with(" libres")).unwrap();
    counter.click(&last).click("Hora").until("10:00 · 4 libres").click("10:00 · 4 libres").click("Seguir");
    counter.until("¿Está bien su turno?").click("Confirmar el turno").until("Turno reservado");
    fits_a_finger(&counter, "the booking's end");
    counter.click("Imprimir la confirmación").until("Retire el papel de la impresora.");
    fits_a_finger(&counter, "the booking's end, printed");
}

/// Somebody who books a turn gets there with their number and what they came for.
#[test]
fn who_is_led_to_the_counter_books_a_turn_with_the_number_and_the_procedure_they_gave() {
    let mut counter = turned();
    let caller = counter.contents.as_ref().unwrap().script.company.clone();
    let begin = |counter: &mut Counter, first: &str| {
        counter.click("Recuperar la clave de empleador").until(NUMBER);
        counter.fill(NUMBER, caller.applicant.number.as_str()).click("Tiene RUC");
        counter.fill("RUC", caller.employer.number.as_str());
        counter.fill("Sucursal", caller.employer.branches[0].0.as_str()).click(first).click("Validar");
    };
    begin(&mut counter, "Sí");
    counter.until("Código de verificación").click("Seguir sin acceso a ese correo");
    counter.until("Sin acceso al correo registrado");
    counter.click("Reservar un turno").until("Apellidos y nombres");
    assert_eq!(counter.value(NUMBER), caller.applicant.number.as_str());
    counter.click("Salir y borrar lo escrito").until("¿Qué necesita hacer?");
    begin(&mut counter, "No, es la primera");
    counter.until("Es la primera clave de este empleador: se entrega en la ventanilla");
    fits_a_finger(&counter, "what to bring");
    counter.click("Reservar un turno").until("Apellidos y nombres");
    fits_a_finger(&counter, "the booking");
    assert_eq!(counter.value(NUMBER), caller.applicant.number.as_str());
    counter.fill("Apellidos y nombres", &caller.applicant.name).fill("Correo electrónico", "rosa@hogar.ec");
    counter.fill("Celular", "0991234567").click("Seguir").until("Verifique su correo");
    let code = secret(&letter(&mut counter, 1));
    counter.fill("Código de verificación", &code).click("Verificar").until("Elija el trámite, el día y la hora");
    fits_a_finger(&counter, "the slot");
    counter.click("Día");
    fits_a_finger(&counter, "the days");
    let days: Vec<String> = counter.labels().into_iter().filter(|label| label.ends_with(" libres")).collect();
    let last = days.last().unwrap().clone();
    counter.click(&last).click("Hora").until("10:00 · 4 libres").click("10:00 · 4 libres");
    // The procedure is chosen already.
    counter.click("Seguir").until("¿Está bien su turno?");
    assert!(counter.sees("Clave de empleador"));
    fits_a_finger(&counter, "what is to be confirmed");
    // Their own number is nobody's secret: this one has the turn that they were called with.
    counter.click("Confirmar el turno").until("Este turno no se puede reservar aquí");
}
