//! The screen turned to whoever came: what they do by themselves, by label and by the keys on the screen; and nothing of the
//! window for them.

use std::fs;
use std::time::Duration;

use eframe::egui::{Key, Modifiers};
use ventanilla::domain::register::AffiliateKeyState;
use ventanilla::sample::SampleInsured;
use ventanilla::store;

use super::harness::{Counter, Scene};
use crate::mail::shown;

/// The turned screen of a counter whose letters go to a folder.
pub(super) fn turned() -> Counter {
    let mut scene = Scene::filled();
    scene.mail_folder = Some(scene.folder().join("correo"));
    let mut counter = scene.open();
    counter.log_in("operador1");
    counter.until("Presentes: ").press_with(Modifiers::COMMAND, Key::Num9).until("¿Qué necesita hacer?");
    counter
}

/// The text of the newest letter, once there are so many.
pub(super) fn letter(counter: &mut Counter, nth: usize) -> String {
    let folder = counter.folder().join("correo");
    let letters = || {
        let mut files: Vec<_> =
            fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        files.sort();
        files
    };
    counter.step_until("the letter", |_| {
        std::thread::sleep(Duration::from_millis(20));
        letters().len() >= nth
    });
    shown(&fs::read_to_string(&letters()[nth - 1]).unwrap()).replace("\r\n", "\n")
}

/// The code or the link of a letter, as a person copies it.
pub(super) fn secret(text: &str) -> String {
    text.lines().find_map(|line| line.strip_prefix("    ")).unwrap().trim().to_owned()
}

pub(super) fn insured(counter: &Counter, fits: impl Fn(&&SampleInsured) -> bool) -> SampleInsured {
    counter.contents.as_ref().unwrap().insured.iter().find(fits).unwrap().clone()
}

fn key_of(counter: &Counter, insured: &SampleInsured) -> AffiliateKeyState {
    counter.desk(|desk| {
        let house = desk.house().unwrap();
        store::insured::by_number(&house.reader().unwrap(), &insured.person.number).unwrap().unwrap().key
    })
}

fn picture(counter: &mut Counter, name: &str) {
    if let Some(folder) = std::env::var_os("VENTANILLA_PICTURES") {
        counter.picture(&std::path::Path::new(&folder).join(name));
    }
}

/// What goes on is in sight without scrolling, above the keys on the screen.
fn is_in_sight(counter: &Counter, button: &str) {
    let (button, key) = (counter.place(button), counter.place("Borrar"));
    // Between the two there are the edges of the page and of the keys.
    assert!(button.bottom() + 20.0 <= key.top(), "{button:?} is below {key:?}");
}

#[test]
fn an_employer_s_key_is_recovered_with_the_code_and_the_link_of_the_letters() {
    let mut counter = turned();
    let caller = counter.contents.as_ref().unwrap().script.company.clone();
    counter.click("Recuperar la clave de empleador").until("Número de cédula o código de extranjero");
    counter.fill("Número de cédula o código de extranjero", caller.applicant.number.as_str()).click("Tiene RUC");
    counter.fill("RUC", caller.employer.number.as_str()).fill("Sucursal", "0009").click("Sí").click("Validar");
    counter.until("Los datos no coinciden con lo registrado");
    counter.fill("Sucursal", caller.employer.branches[0].0.as_str()).click("Validar").until("Código de verificación");
    let code = secret(&letter(&mut counter, 1));
    counter.until("El correo ya salió. Vale 3:00 minutos más");
    is_in_sight(&counter, "Verificar");
    picture(&mut counter, "self-service-code.png");
    counter.fill("Código de verificación", "1234").click("Verificar").until("El código tiene 8 cifras");
    let wrong = if code.starts_with('1') { "20000000" } else { "10000000" };
    counter.fill("Código de verificación", wrong).click("Verificar").until("Le quedan 4 intentos");
    counter.fill("Código de verificación", &code).click("Verificar").until("El enlace de su correo");
    let link = secret(&letter(&mut counter, 2));
    // The reader reads it from the telephone.
    counter.scan(&link.replace(' ', "")).until("Antes de elegir su clave");
    counter.click("Seguir").until("Marque la declaración para seguir");
    counter.click("Declaro que la información que entrego es verdadera").click("Seguir").until("Elija su nueva clave");
    counter.fill("Nueva clave", "12345678").fill("La misma clave otra vez", "12345678").click("Guardar mi clave");
    counter.until("Esa clave se adivina fácilmente");
    counter.fill("Nueva clave", "Quito48Norte").fill("La misma clave otra vez", "Quito48Norte");
    counter.click("Guardar mi clave").until("Clave recuperada");
    let told = letter(&mut counter, 3);
    assert!(!told.contains("Quito48Norte") && told.contains(caller.employer.number.as_str()), "{told}");
    counter.click("Terminar").until("¿Qué necesita hacer?");
}

#[test]
fn whoever_has_no_mail_is_led_to_the_counter_with_what_to_bring_on_paper() {
    let mut counter = turned();
    let caller = counter.contents.as_ref().unwrap().script.company.clone();
    let begin = |counter: &mut Counter, first: &str| {
        counter.click("Recuperar la clave de empleador");
        counter.fill("Número de cédula o código de extranjero", caller.applicant.number.as_str()).click("Tiene RUC");
        counter.fill("RUC", caller.employer.number.as_str());
        counter.fill("Sucursal", caller.employer.branches[0].0.as_str()).click(first).click("Validar");
    };
    begin(&mut counter, "No, es la primera");
    counter.until("Es la primera clave de este empleador: se entrega en la ventanilla");
    picture(&mut counter, "self-service-to-counter.png");
    counter.click("Imprimir qué debo traer").until("Retire el papel de la impresora");
    counter.click("Terminar");
    begin(&mut counter, "Sí");
    counter.until("Código de verificación").click("Seguir sin acceso a ese correo");
    counter.until("Sin acceso al correo registrado");
}

#[test]
fn an_affiliate_key_is_made_with_answers_a_link_and_questions_for_the_next_time() {
    let mut counter = turned();
    let person = insured(&counter, |it| it.key == AffiliateKeyState::Never && !it.contact.email.is_empty());
    let (day, month) = (person.birth.in_words(), person.birth);
    let day_of_month = day.split(' ').next().unwrap().to_owned();
    let month = month.in_words().split(' ').next_back().unwrap().to_owned();
    counter.click("Generar o recuperar mi clave de afiliado");
    counter.fill("Número de cédula o código de extranjero", person.person.number.as_str()).click("Seguir");
    counter.until("¿Cuándo nació?").fill("Día", &day_of_month).click("Mes").click(&month).click("Seguir");
    for title in ["¿Con cuál de estos empleadores ha trabajado?", "¿Y con cuál de estos otros ha trabajado?"] {
        counter.until(title);
        let right = person.history.iter().map(|it| it.employer.as_str()).find(|employer| counter.sees(employer));
        let right = right.unwrap_or("Con ninguno de estos").to_owned();
        picture(&mut counter, "self-service-question.png");
        counter.click(&right);
        let on = if title.starts_with("¿Y") { "Responder" } else { "Seguir" };
        counter.click(on);
    }
    counter.until("¿Están bien sus datos?");
    assert_eq!(counter.value("Correo electrónico"), person.contact.email);
    assert!(counter.sees(&person.person.name) && counter.sees(person.person.number.as_str()));
    is_in_sight(&counter, "Seguir con estos datos");
    picture(&mut counter, "self-service-data.png");
    counter.click("Seguir con estos datos").until("El enlace de su correo");
    let link = secret(&letter(&mut counter, 1));
    is_in_sight(&counter, "Abrir");
    counter.fill("Letras y números del correo", &link).click("Abrir").until("Antes de elegir su clave");
    picture(&mut counter, "self-service-declaration.png");
    is_in_sight(&counter, "Seguir");
    counter.click("Primera pregunta").click("¿Cómo se llamaba su primera mascota?");
    counter.fill("Su respuesta a la primera", "Canela");
    counter.click("Segunda pregunta").click("¿Cómo se llamaba su primera escuela?");
    counter.fill("Su respuesta a la segunda", "Simón Bolívar");
    counter.click("Declaro que la información que entrego es verdadera").click("Seguir").until("Elija su nueva clave");
    is_in_sight(&counter, "Guardar mi clave");
    counter.fill("Nueva clave", "Canela2026x").fill("La misma clave otra vez", "Canela2026x");
    counter.click("Guardar mi clave").until("Clave guardada");
    assert_eq!(key_of(&counter, &person), AffiliateKeyState::Active);
}

/// By the pointer alone: the keys on the screen type.
#[test]
fn a_blocked_key_is_unlocked_by_touch_alone() {
    let mut counter = turned();
    let person = insured(&counter, |it| it.key == AffiliateKeyState::Blocked && it.up_to_date_on.is_some());
    counter.click("Desbloquear mi clave de afiliado").until("Número de cédula o código de extranjero");
    counter.rest();
    for digit in person.person.number.as_str().chars() {
        counter.click(&digit.to_string());
    }
    counter.click("1").click("Borrar");
    assert_eq!(counter.value("Número de cédula o código de extranjero"), person.person.number.as_str());
    counter.click("Seguir").until("El enlace de su correo");
    let link = secret(&letter(&mut counter, 1));
    for sign in link.chars().filter(|sign| !sign.is_whitespace()) {
        counter.click(&sign.to_string());
    }
    counter.click("Abrir").until("Clave desbloqueada");
    assert_eq!(key_of(&counter, &person), AffiliateKeyState::Active);
}

/// A letter says for how long its link is good, and whoever goes away and comes back has it so long.
#[test]
fn whoever_goes_away_and_comes_back_with_the_link_goes_on() {
    let mut counter = turned();
    let person = insured(&counter, |it| it.key == AffiliateKeyState::Blocked && it.up_to_date_on.is_some());
    counter.click("Desbloquear mi clave de afiliado");
    counter.fill("Número de cédula o código de extranjero", person.person.number.as_str()).click("Seguir");
    counter.until("El enlace de su correo");
    let link = secret(&letter(&mut counter, 1));
    counter.click("Salir y borrar lo escrito").until("¿Qué necesita hacer?");
    // The reader says the kind of code before it.
    counter.scan(&format!("]Q1{}", link.replace(' ', ""))).until("Clave desbloqueada");
}

#[test]
fn whoever_asks_about_a_number_learns_nothing() {
    let mut counter = turned();
    let known = insured(&counter, |it| it.key == AffiliateKeyState::Blocked && it.up_to_date_on.is_some());
    let mut seen = Vec::new();
    for number in [known.person.number.as_str(), "1710034065"] {
        counter.click("Desbloquear mi clave de afiliado");
        counter.fill("Número de cédula o código de extranjero", number).click("Seguir");
        counter.until("El enlace de su correo").until("Si su número consta");
        seen.push(counter.labels());
        counter.click("Salir y borrar lo escrito").until("¿Qué necesita hacer?");
    }
    assert_eq!(seen[0], seen[1]);
}

#[test]
fn the_window_is_given_back_for_the_password_alone_and_shows_nothing_before() {
    let mut counter = turned();
    let labels = counter.labels();
    for word in ["Byron", "Presentes", "Turnos", "Bloquear", "Configuración"] {
        assert!(!labels.iter().any(|label| label.contains(word)), "{word}: {labels:?}");
    }
    // No key of the window does anything.
    for key in [Key::F1, Key::F2, Key::F3, Key::F4, Key::F6, Key::F11, Key::F12, Key::Escape] {
        counter.press(key);
        assert!(counter.sees("¿Qué necesita hacer?"), "{key:?}");
    }
    counter.click("Volver a la ventanilla").until("Contraseña");
    assert!(!counter.labels().iter().any(|label| label.contains("Byron")));
    counter.fill("Contraseña", "otra cosa cualquiera").click("Desbloquear").until("Contraseña incorrecta");
    counter.click("Volver al autoservicio").until("¿Qué necesita hacer?");
    counter.click("Volver a la ventanilla").until("Contraseña");
    let password = counter.users.as_ref().unwrap().clerks[0].password;
    counter.wait_secs(5).fill("Contraseña", password).click("Desbloquear").until("Presentes: ");
}

/// Whoever works here sees where somebody stands and what they find difficult: once the window is back, and in the day's list.
#[test]
fn whoever_turned_the_screen_sees_where_somebody_stands() {
    let mut counter = turned();
    let person = insured(&counter, |it| it.key == AffiliateKeyState::Never && !it.contact.email.is_empty());
    let number = person.person.number.to_string();
    counter.click("Generar o recuperar mi clave de afiliado");
    counter.fill("Número de cédula o código de extranjero", &number).click("Seguir");
    counter.until("¿Cuándo nació?").fill("Día", "31").click("Mes").click("diciembre").click("Seguir");
    counter.until("¿Con cuál de estos empleadores ha trabajado?").click("Con ninguno de estos").click("Seguir");
    counter.until("¿Y con cuál de estos otros ha trabajado?").click("Con ninguno de estos").click("Responder");
    counter.until("Le quedan 4 intentos");
    counter.click("Salir y borrar lo escrito").until("¿Qué necesita hacer?");
    counter.click("Volver a la ventanilla").until("Contraseña");
    let password = counter.users.as_ref().unwrap().clerks[0].password;
    counter.fill("Contraseña", password).click("Desbloquear").until("Presentes: ");
    counter.until(&format!("Autoservicio de {number}. Clave de afiliado: sin terminar."));
    picture(&mut counter, "after-turned.png");
    assert!(counter.sees("Paso: Preguntas · 1 respuesta equivocada."));
    // What the registers know is nobody's answer here.
    assert!(!counter.labels().iter().any(|label| label.contains(&person.person.name)), "{:?}", counter.labels());
    counter.click("Cerrar el aviso").until_gone("Autoservicio de ");
    counter.press_with(Modifiers::COMMAND, Key::Num4).until("Ver el autoservicio…").click("Ver el autoservicio…");
    counter.until("Se usó 1 vez; 0 se completaron.").until("Preguntas · 1 respuesta equivocada");
    picture(&mut counter, "accompanied.png");
    counter.press(Key::Escape).until_gone("Se usó 1 vez");
}

#[test]
fn whoever_goes_away_is_forgotten() {
    let mut counter = turned();
    counter.click("Recuperar la clave de empleador");
    counter.fill("Número de cédula o código de extranjero", "1710034065");
    counter.wait_secs(75).until("¿Sigue ahí?");
    counter.wait_secs(20).until("¿Qué necesita hacer?");
    counter.click("Recuperar la clave de empleador").until("Validar");
    assert_eq!(counter.value("Número de cédula o código de extranjero"), "");
}

#[test]
fn a_turn_is_booked_with_the_code_of_the_letter_and_its_confirmation_printed() {
    let mut counter = turned();
    counter.click("Reservar un turno").until("Apellidos y nombres");
    is_in_sight(&counter, "Seguir");
    counter.fill("Número de cédula o código de extranjero", "1710034065").fill("Apellidos y nombres", "P");
    // What a key will type stands on it.
    for key in ["´", "á", "z", "Espacio", "Mayúsculas", "´", "Ú", "Mayúsculas", "r", "s", "u", "l", "a"] {
        counter.click(key);
    }
    assert_eq!(counter.value("Apellidos y nombres"), "Páz Úrsula");
    counter.fill("Apellidos y nombres", "Páz − Úrsula").until("El papel no puede imprimir «−»: escriba el nombre");
    counter.fill("Correo electrónico", "rosa@hogar").fill("Celular", "022345678").click("Seguir");
    counter.until("El papel no puede imprimir «−»: escriba el nombre");
    counter.fill("Apellidos y nombres", "Páz Úrsula").until_gone("El papel no puede imprimir");
    counter.click("Seguir");
    counter.until("El dominio después de la «@» no es válido").until("Es el número de un teléfono fijo");
    counter.fill("Correo electrónico", "rosa@hogar.ec").fill("Celular", "0991234567").click("Seguir");
    counter.until("Verifique su correo").until("Le enviamos un código de 8 cifras a rosa@hogar.ec");
    let code = secret(&letter(&mut counter, 1));
    counter.fill("Código de verificación", &code).click("Verificar").until("Elija el trámite, el día y la hora");
    counter.click("Seguir").until("Elija el trámite.").click("Clave de empleador").click("Día");
    // The next day of work: in sight wherever the list is scrolled to.
    counter.until("lunes 23 de noviembre de 2026 · 72 libres").rest();
    counter
        .click("lunes 23 de noviembre de 2026 · 72 libres")
        .until_gone("viernes 27 de noviembre")
        .until("Hora")
        .rest();
    counter.click("Hora").until("10:00 · 4 libres").click("10:00 · 4 libres");
    picture(&mut counter, "self-service-slot.png");
    counter
        .click("Seguir")
        .until("¿Está bien su turno?")
        .click("Elegir otro")
        .until("Elija el trámite, el día y la hora");
    counter.click("Seguir").click("Confirmar el turno").until("Turno reservado");
    let confirmed = letter(&mut counter, 2);
    assert!(confirmed.contains("10:00"));
    let code = confirmed.lines().find_map(|line| line.trim().strip_prefix("Código del turno: ")).unwrap().to_owned();
    assert!(counter.sees(&format!("Turno {code}, CAU Quito Centro (demostración).")), "{:?}", counter.labels());
    picture(&mut counter, "self-service-booked.png");
    counter.click("Imprimir la confirmación").until("Retire el papel de la impresora").click("Terminar");
    counter.until("¿Qué necesita hacer?");
}
