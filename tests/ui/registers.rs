//! The registers as a clerk and a supervisor use them.

use std::path::PathBuf;
use std::time::Duration;

use eframe::egui::{Key, Modifiers};
use ventanilla::domain::id::{CentreId, NotarialPowerId};
use ventanilla::domain::number::EmployerNumber;
use ventanilla::domain::turn::TurnCode;
use ventanilla::ops::Reader;
use ventanilla::sample::{SamplePaper, drawn};
use ventanilla::store;
use ventanilla::ui::theme::Mode;

use super::harness::{Counter, Scene};
use super::visits::attach_newest;

/// At the registers, over a filled house, with a scanner's folder.
fn at_registers(login: &str) -> Counter {
    at_registers_in(Mode::Light, login)
}

fn at_registers_in(mode: Mode, login: &str) -> Counter {
    let mut scene = Scene::filled();
    let folder = scene.folder().join("escaner");
    std::fs::create_dir(&folder).unwrap();
    scene.scan_folder = Some(folder);
    scene.mode = mode;
    let mut counter = scene.open();
    counter.log_in(login).press_with(Modifiers::COMMAND, Key::Num3).until("Busque en el registro");
    counter
}

fn scanner_leaves(counter: &Counter, name: &str, paper: SamplePaper) -> PathBuf {
    let file = counter.folder().join("escaner").join(name);
    std::fs::write(&file, drawn(paper, 7).unwrap()).unwrap();
    file
}

/// Looks for a record and opens it, by the keyboard alone.
fn find(counter: &mut Counter, text: &str) {
    counter.fill("Buscar", text).press(Key::Enter);
}

/// Another user comes to the same window.
fn changes_to(counter: &mut Counter, login: &str) {
    counter.click("Salir").log_in(login).press_with(Modifiers::COMMAND, Key::Num3).until("Busque en el registro");
}

fn read<T: Send + 'static>(
    counter: &Counter,
    read: impl FnOnce(&Reader) -> Result<T, ventanilla::ops::Error> + Send + 'static,
) -> T {
    let ticket = counter.desk(|desk| desk.read(move |_, reader| read(reader)));
    ticket.wait(Duration::from_secs(10)).unwrap()
}

/// How often this was done.
fn done(counter: &Counter, operation: &'static str) -> usize {
    read(counter, move |reader| {
        let mut done = 0;
        store::journal::walk(reader, 1, |chained| {
            done += usize::from(chained.entry.operation == operation);
            Ok::<_, store::Error>(())
        })?;
        Ok(done)
    })
}

#[test]
fn the_search_finds_as_one_types_and_enter_opens() {
    let mut counter = at_registers("operador1");
    assert!(counter.has_keyboard("Buscar"));
    let employer = counter.contents.as_ref().unwrap().employers[0].clone();
    counter.type_text(&employer.number.as_str()[..6]).until(&employer.name);
    counter.press(Key::Enter).until("Historia").until("Importado por");
    assert!(counter.sees(employer.branches[0].0.as_str()) && counter.sees(&employer.representatives[0].person.name));
    // What is not there is said, with what to do.
    counter.fill("Buscar", "zzqqxx").until("No consta en el registro");
    // Down and Enter open another than the first.
    counter.fill("Buscar", "17").until("Se muestran los primeros 30").press(Key::ArrowDown).press(Key::Enter);
    counter.until_gone(&format!("RUC {}", employer.number));
    assert!(counter.has_keyboard("Buscar"), "the search keeps the keyboard");
    // A clerk does not bring in registers.
    assert!(!counter.sees("Importar…"));
}

#[test]
fn an_employer_is_corrected_by_one_and_confirmed_by_another() {
    let mut counter = at_registers("operador1");
    let employer = counter.contents.as_ref().unwrap().employers[0].clone();
    find(&mut counter, employer.number.as_str());
    counter.click("Corregir datos…").until("Guardar corrección").click("Guardar corrección");
    counter.until("No hay nada que guardar");
    counter
        .fill("Razón social o nombre", "Quesos del Cayambe S.A.")
        .fill("Correo registrado", "quesos@")
        .press(Key::Tab);
    counter.click("Guardar corrección").until("El dominio después de la «@» no es válido.");
    counter
        .fill("Correo registrado", "quesos@example.com")
        .click("Guardar corrección")
        .until_gone("Guardar corrección");
    counter.until("Quesos del Cayambe S.A.").until("Sin confirmar").until("Corrigió los datos");
    assert!(counter.is_disabled("Confirmar datos"), "whoever wrote it does not confirm it");
    changes_to(&mut counter, "operadora2");
    find(&mut counter, employer.number.as_str());
    counter.click("Confirmar datos").until("Datos confirmados.").until_gone("Confirmar datos");
    counter.until("confirmado por Narcisa Loor Intriago");
}

#[test]
fn who_wrote_first_is_refused_though_another_wrote_last() {
    let mut counter = at_registers("operador1");
    counter.click("Personas").click("Registrar persona…").until("Registrar persona");
    // By the keyboard alone: number, name, the button.
    counter.type_text("1714307103").press(Key::Enter).type_text("Quimbaya Zoila").press(Key::Enter).press(Key::Enter);
    counter.until("Cédula 1714307103").until("Abierta para: Corrección de datos").until("Registró a la persona");
    changes_to(&mut counter, "operadora2");
    counter.click("Personas");
    find(&mut counter, "1714307103");
    counter.until("¿Para qué la abre?").press(Key::Num2).until("Historia");
    counter.click("Corregir datos…").fill("Nombre de la persona", "Quimbaya Ñacato Zoila").click("Guardar corrección");
    counter.until_gone("Guardar corrección").until("Quimbaya Ñacato Zoila");
    changes_to(&mut counter, "operador1");
    counter.click("Personas");
    find(&mut counter, "1714307103");
    counter.until("¿Para qué la abre?").press(Key::Num1).until("Abierta para: La persona está en la ventanilla");
    counter.click("Confirmar datos").until("Usted registró o corrigió este dato");
}

#[test]
fn a_person_opens_only_once_it_is_said_what_for() {
    let mut counter = at_registers("operador1");
    let person = counter.contents.as_ref().unwrap().script.third_party.clone();
    counter.click("Personas");
    find(&mut counter, &person.name);
    counter.until("¿Para qué la abre?").press(Key::Escape).until_gone("¿Para qué la abre?");
    assert!(!counter.sees("Historia") && counter.has_keyboard("Buscar"));
    assert_eq!(done(&counter, "person.open"), 0);
    counter.press(Key::Enter).until("¿Para qué la abre?").press(Key::Num5).until("La persona pide sus datos");
    counter.until("Abrió la ficha");
    assert_eq!(done(&counter, "person.open"), 1);
    // A register that changes is read again, and that is no other opening.
    counter.click("Corregir datos…").fill("Nombre de la persona", "Otro Nombre").click("Guardar corrección");
    counter.until_gone("Guardar corrección").until("Corrigió los datos");
    assert_eq!(done(&counter, "person.open"), 1);
}

#[test]
fn an_insured_person_is_opened_with_a_trace_corrected_for_a_reason_and_confirmed_by_another() {
    let mut counter = at_registers("operador1");
    let insured = counter.contents.as_ref().unwrap().unlocks[1].insured.clone();
    counter.click("Asegurados");
    find(&mut counter, &insured.person.name);
    counter.until("¿Para qué la abre?").press(Key::Num5).until("La persona pide sus datos");
    counter.until("Jubilado").until("Bloqueada").until(&insured.contact.email).until("Importado por");
    counter.until("Aquí no se ha desbloqueado su clave.").until("registrado");
    assert!(!counter.sees(&insured.birth.to_string()) && !counter.sees(&insured.birth.in_words()));
    assert_eq!(done(&counter, "insured.open"), 1);
    counter.click("Corregir datos…").fill("Correo electrónico", "nueva@").press(Key::Tab);
    counter.click("Guardar corrección").until("El dominio después de la «@» no es válido.");
    counter.fill("Correo electrónico", "nueva@example.com").click("Guardar corrección").until("Escriba el motivo.");
    assert_eq!(counter.value("Nacimiento (día y mes)"), "", "nobody is told what the person is asked");
    counter
        .fill("Nacimiento (día y mes)", "30/2")
        .click("Guardar corrección")
        .until("Escriba el día y el mes, como 05/03.");
    counter.fill("Nacimiento (día y mes)", "29/2");
    counter.fill("Motivo de la corrección", "Lo trajo escrito").click("Guardar corrección");
    counter
        .until_gone("Guardar corrección")
        .until("nueva@example.com")
        .until("Sin confirmar")
        .until("Corrigió los datos");
    assert!(counter.is_disabled("Confirmar datos"), "whoever wrote it does not confirm it");
    assert_eq!(done(&counter, "insured.open"), 1, "a page read again is not another opening");
    assert!(!counter.sees("Importar…"), "a clerk does not bring in registers");
    changes_to(&mut counter, "operadora2");
    counter.click("Asegurados");
    find(&mut counter, insured.person.number.as_str());
    counter.until("¿Para qué la abre?").press(Key::Num4).click("Confirmar datos").until("Datos confirmados.");
}

#[test]
fn an_insured_person_is_recorded_by_hand_with_no_answer_given_beforehand() {
    let mut counter = at_registers("operador1");
    counter.click("Asegurados").click("Registrar asegurado…").until("Registrar a una persona asegurada");
    assert!(!counter.sees("Pasaporte"), "nobody is insured by a passport");
    counter.fill("Número de la persona", "1714307103").fill("Nombre de la persona", "Quimbaya Zoila");
    counter.click("Registrar asegurado").until("Elija una de las opciones.");
    counter.click("Jubilado").click("Sin clave").fill("Celular", "0991234567").click("Registrar asegurado");
    counter.until("sin registrar");
    counter.until_gone("Registrar a una persona asegurada").until("Cédula 1714307103").until("Sin confirmar");
    counter.until("Registró a la persona asegurada").until("0991234567");
}

#[test]
fn a_file_of_the_insured_is_looked_at_and_then_brought_in() {
    let mut counter = at_registers("supervisora");
    let file = write(
        &counter,
        "asegurados.csv",
        "numero,apellidos y nombres,tipo,estado de la clave\n1714307103,Quimbaya Zoila,afiliada,bloqueada\n1,Mala,x,y\n",
    );
    counter.click("Asegurados").click("Importar…").fill("Archivo", &file).click("Revisar archivo");
    counter.until("Todavía no se ha guardado nada.").click("Importar los asegurados").until("La importación terminó.");
    counter.click("Cerrar");
    find(&mut counter, "1714307103");
    counter.until("¿Para qué la abre?").press(Key::Num5).until("Importado por").until("Bloqueada");
}

#[test]
fn a_file_of_work_histories_is_looked_at_and_then_brought_in() {
    let mut counter = at_registers("supervisora");
    let number = counter.contents.as_ref().unwrap().insured[0].person.number.clone();
    let rows = format!(
        "cédula,empresa,desde,hasta\n{number},Sastrería Testigo,03/2001,12/2003\n{number},Otra,2003-01,2002-01\n"
    );
    let file = write(&counter, "historia.csv", &rows);
    counter.click("Asegurados").click("Importar…").click("Historia laboral").until("Importar la historia laboral");
    counter.fill("Archivo", &file).click("Revisar archivo").until("Todavía no se ha guardado nada.");
    counter.until("«2002-01» es anterior a «desde»").click("Importar las historias laborales");
    counter.until("La importación terminó.").click("Cerrar");
    let worked = read(&counter, move |reader| Ok(store::work_history::of_person(reader, &number)?));
    assert_eq!(worked[0].employer, "Sastrería Testigo");
}

#[test]
fn a_representative_comes_and_goes_with_a_reason() {
    let mut counter = at_registers("operador1");
    let (employer, known) = {
        let contents = counter.contents.as_ref().unwrap();
        (contents.employers[0].clone(), contents.script.third_party.clone())
    };
    find(&mut counter, employer.number.as_str());
    counter.click("Agregar representante…").until("Guardar representante");
    counter.type_text("17143071").press(Key::Tab).until("Revise el número: tiene 8 cifras y debe tener 10.");
    counter.fill("Número del representante", "1714307104").press(Key::Tab).until("El dígito verificador no coincide");
    // The register of people gives the name.
    counter.fill("Número del representante", known.number.as_str()).press(Key::Enter);
    counter.until("Consta en el registro de personas");
    assert_eq!(counter.value("Nombre del representante"), known.name);
    counter.fill("Calidad", "Gerente").click("Guardar representante").until_gone("Guardar representante");
    let end = format!("Terminar las funciones de {}", known.name);
    counter.until(&end);
    assert!(counter.is_disabled(&format!("Confirmar a {}", known.name)));
    counter.click(&end).until("Motivo").click("Terminar funciones").until("Escriba el motivo.");
    counter.type_text("Renunció").press(Key::Enter).press(Key::Enter).until("Terminó sus funciones el");
    assert!(!counter.sees(&end));
    counter.click("Agregar sucursal…").type_text("12").press(Key::Enter).until("Revise el número: tiene 2 cifras");
    counter.fill("Número de sucursal", "0077").fill("Nombre de la sucursal", "Norte").click("Guardar sucursal");
    counter.until("0077 · Norte");
}

#[test]
fn an_employer_is_recorded_by_hand() {
    let mut counter = at_registers("operador1");
    counter.click("Registrar empleador…").until("Registrar empleador");
    // By the keyboard alone; a household's number says what it is.
    counter.type_text("1714307103000").press(Key::Enter);
    assert!(counter.has_keyboard("Razón social o nombre"), "{:#?}", counter.labels());
    counter.type_text("Quimbaya Zoila").press(Key::Enter).press(Key::Num4).press(Key::Num1).press(Key::Enter);
    counter.until("Número de servicio doméstico 1714307103000").until("Registró al empleador");
    counter
        .click("Registrar empleador…")
        .type_text("1714307103000")
        .press(Key::Enter)
        .type_text("Otra")
        .press(Key::Enter);
    counter
        .press(Key::Num1)
        .press(Key::Num1)
        .press(Key::Enter)
        .until("ya está en el registro, a nombre de Quimbaya Zoila");
    counter.press(Key::Escape).until_gone("ya está en el registro");
}

#[test]
fn a_power_is_recorded_found_and_revoked() {
    let mut counter = at_registers("operador1");
    let (_, sample) = counter.contents.as_ref().unwrap().script.power.clone();
    counter.click("Poderes notariales").click("Registrar poder…").until("Registrar poder");
    counter.click("Registrar poder").until("Escriba el nombre, como está en su documento.");
    counter.fill("Código notarial", sample.code.as_str());
    counter
        .fill("Número del poderdante", sample.grantor.number.as_str())
        .press(Key::Enter)
        .until("Consta en el registro");
    counter.fill("Número del apoderado", "1714307103").fill("Nombre del apoderado", "Quimbaya Zoila");
    counter.fill("Otorgado el", "02/03/2026").click("Indefinida").click("Firmar y retirar la clave").click("No");
    counter.click("Registrar poder").until_gone("Código notarial");
    counter.until("Ya había otro poder con este código").until("Vigente").until("Sin validar").until("No vence");
    // The day of the act and a reason in words: each lack is said at its field.
    counter.click("Revocar poder…").until("Fecha de la revocatoria").click("Revocar poder");
    counter.until("Escriba la fecha, por ejemplo 31/12/2026.").fill("Fecha de la revocatoria", "04/03/2026");
    counter.click("Revocar poder").until("Escriba el motivo.").fill("Motivo", "7").click("Revocar poder");
    counter.until("Escriba el motivo con palabras.").fill("Motivo", "Lo dijo la notaría");
    assert!(!counter.sees("Escriba el motivo con palabras."), "what was mended is said no more");
    counter.press(Key::Enter).press(Key::Enter);
    counter.until("Este poder está revocado desde el 04/03/2026.").until("Motivo: Lo dijo la notaría");
    assert!(!counter.sees("Revocar poder…") && counter.sees("Byron Chiluisa Tipán"));
    find(&mut counter, "1714307103");
    counter.until("(con revocatoria)");
    // A clerk does not take it back; a supervisor does, with a reason.
    assert!(!counter.sees("Retirar la revocatoria…"));
    changes_to(&mut counter, "supervisora");
    counter.click("Poderes notariales");
    find(&mut counter, "1714307103");
    counter.click("Retirar la revocatoria…").until("Motivo").type_text("Era de otra escritura").press(Key::Enter);
    counter.press(Key::Enter).until("Revocatoria retirada.").until("Vigente").until("Retiró la revocatoria");
    // What was only copied wrongly is set aside, and the form comes back filled in.
    counter
        .click("Anular por error de copia…")
        .until("Anular el registro")
        .type_text("El apoderado era otro")
        .press(Key::Enter);
    counter.press(Key::Enter).until("Registro anulado por error de copia.").until("Registrar poder");
    assert_eq!(counter.value("Número del apoderado"), "1714307103");
    counter.press(Key::Escape).until("El poder se copió mal: este registro no cuenta.");
    assert!(!counter.sees("Revocar poder…") && !counter.sees("Anular por error de copia…"));
    find(&mut counter, "1714307103");
    counter.until("(con error de copia)");
}

#[test]
fn a_validation_needs_what_its_stamp_shows_or_that_it_shows_nothing() {
    let mut counter = at_registers("operador1");
    counter.click("Poderes notariales").click("Registrar poder…").until("Código notarial");
    counter.fill("Número del poderdante", "1710034065").fill("Nombre del poderdante", "Paz Rosa");
    counter.fill("Número del apoderado", "1714307103").fill("Nombre del apoderado", "Quimbaya Zoila");
    counter.fill("Otorgado el", "02/03/2026").click("Indefinida").click("Firmar y retirar la clave").click("Sí");
    counter.click("Registrar poder").until("Escriba lo que muestra el sello");
    counter.fill("Referencia de la validación", "DP-7").rest().until_gone("Escriba lo que muestra el sello");
    counter.click("Sí, sin datos del sello").until_gone("Referencia de la validación").click("Registrar poder");
    counter.until("Validado, sin datos del sello").until("Escrito a mano en el registro por");
}

#[test]
fn an_artisan_qualification_is_recorded_and_revoked() {
    let mut counter = at_registers("operador1");
    counter.click("Calificaciones artesanales").click("Registrar calificación…").until("Número impreso");
    // By the keyboard alone.
    counter.press(Key::Num1).type_text("JNDA-99").press(Key::Enter).type_text("1714307103").press(Key::Enter);
    counter.until("No consta en el registro de personas").type_text("Quimbaya Zoila").press(Key::Enter);
    counter.type_text("02032025").press(Key::Enter).press(Key::Num2).type_text("01/03/2026").press(Key::Enter);
    counter.press(Key::Enter).until("Fuera de vigencia").until("Registró la calificación");
    counter
        .click("Revocar calificación…")
        .type_text("01032026")
        .press(Key::Enter)
        .type_text("Se la quitaron")
        .press(Key::Enter)
        .press(Key::Enter);
    counter.until("Esta calificación está revocada desde el 01/03/2026.");
    find(&mut counter, "JNDA-99");
    counter.until("(con revocatoria)");
}

/// A file beside the store.
fn write(counter: &Counter, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let file = counter.folder().join(name);
    std::fs::write(&file, bytes).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn an_import_reports_its_bad_rows() {
    let mut counter = at_registers("supervisora");
    let file = write(&counter, "empleadores.csv", EMPLOYERS);
    counter.click("Importar…").until("Escriba la ruta, o búsquelo.").until("el tipo «CSV UTF-8");
    assert!(counter.has_keyboard("Archivo"));
    counter.press(Key::Enter).click("Revisar archivo").until("Escriba la ruta del archivo, o búsquelo.");
    counter.fill("Archivo", "/no/hay/nada.csv").click("Revisar archivo").until("No se pudo abrir el archivo");
    counter.fill("Archivo", &file).press(Key::Enter).press(Key::Enter).until("Esto cambiaría.");
    counter.until("Línea 3, numero: «179206034601»").click("Lo que se importa o cambia");
    counter.until("Línea 2, 1790011674001: Compañía Uno S.A.: nuevo");
    let known = |counter: &Counter| {
        let number = EmployerNumber::parse("1790011674001").unwrap();
        read(counter, move |reader| Ok(store::employer::by_number(reader, &number)?.is_some()))
    };
    assert!(!known(&counter), "nothing is written yet");
    counter.click("Importar los empleadores").until("La importación terminó.");
    assert!(known(&counter));
    counter.until("Línea 3, numero: «179206034601»").until("Línea 4, sucursal: «1»");
    counter.click("Copiar la lista").until("Lista copiada.");
    counter.click("Cerrar").until_gone("La importación terminó.");
    find(&mut counter, "Compañía Uno");
    counter.until("Importado por Piedad Altamirano Proaño").until("RUC 1790011674001");
}

#[test]
fn an_import_is_stopped_and_begun_again() {
    let mut counter = at_registers("supervisora");
    let people = |count: u32| -> String {
        let rows = (0..count).map(|row| format!("17{row:08},Persona Número {row}\n"));
        std::iter::once("numero,nombre\n".to_owned()).chain(rows).collect()
    };
    let file = write(&counter, "personas.csv", people(60_000));
    counter
        .click("Personas")
        .click("Importar…")
        .fill("Archivo", &file)
        .click("Revisar archivo")
        .click("Importar las personas");
    counter.until("Guardando fila por fila").click("Detener").until("La importación se detuvo después de");
    // What was saved stays, and a whole file goes through.
    write(&counter, "personas.csv", people(3));
    counter.click("Importar otra vez").until("La importación terminó.").click("Cerrar");
    find(&mut counter, "1700000002");
    counter.until("¿Para qué la abre?");
}

#[test]
fn an_agenda_is_looked_at_before_it_is_imported() {
    let mut counter = at_registers("operador1");
    let holder = counter.contents.as_ref().unwrap().script.third_party.clone();
    let agenda = format!(
        "codigo_turno,fecha,hora,centro,tramite,numero,nombre\n\
         NUEVO-1,2026-11-23,09:00,1701,Entrega de clave de empleador,{},{}\n\
         NUEVO-2,2026-11-23,09:77,1701,Entrega de clave de empleador,{},{}\n",
        holder.number, holder.name, holder.number, holder.name
    );
    let file = write(&counter, "agenda.csv", agenda);
    let known = |counter: &Counter| {
        let code = TurnCode::parse("NUEVO-1").unwrap();
        read(counter, move |reader| Ok(store::turn::by_code(reader, CentreId(1), &code)?.is_some()))
    };
    counter.press_with(Modifiers::COMMAND, Key::Num1).click("Importar agenda…").until("Revisar archivo");
    counter.fill("Archivo", &file).click("Revisar archivo").until("Esto cambiaría").until("Línea 3, hora");
    counter.until("no se buscó").until("No se buscó qué turnos ya no constan, porque alguna fila no se pudo leer.");
    assert!(!known(&counter), "nothing is changed yet");
    counter.step_until("the keyboard on the way back", |it| it.has_keyboard("Volver"));
    counter.click("Importar los turnos").until("La importación terminó.");
    assert!(known(&counter));
    counter.press(Key::Enter).until_gone("La importación terminó.");
}

/// At the page of the script's power.
fn at_power(login: &str) -> (Counter, NotarialPowerId) {
    let mut counter = at_registers(login);
    let (id, power) = counter.contents.as_ref().unwrap().script.power.clone();
    counter.click("Poderes notariales");
    find(&mut counter, power.code.as_str());
    counter.until("Documentos digitalizados");
    (counter, id)
}

/// Width, height and paper of what is attached to a power.
fn attached(counter: &Counter, power: NotarialPowerId) -> Vec<(u32, u32, String)> {
    let scans = read(counter, move |reader| Ok(store::scan::of(reader, "notarial_power", power.0)?));
    scans.into_iter().map(|scan| (scan.width_px, scan.height_px, scan.paper)).collect()
}

const PAGE: (u32, u32) = SamplePaper::PIXELS;

#[test]
fn the_scanners_last_file_is_attached_with_one_key_and_offered_once() {
    let (mut counter, power) = at_power("operador1");
    assert!(counter.is_disabled("Adjuntar lo último del escáner"));
    scanner_leaves(&counter, "escaneo-1.jpg", SamplePaper::NotarialPower);
    attach_newest(counter.until("escaneo-1.jpg · hace un momento"));
    counter.until("Documento adjunto.");
    counter.until("Ver Poder notarial").until_gone("escaneo-1.jpg");
    assert_eq!(attached(&counter, power), [(PAGE.0, PAGE.1, "notarial_power".to_owned())]);
    assert!(counter.is_disabled("Adjuntar lo último del escáner"), "it is not offered again");
    // Another one is, and it goes to where it is wanted.
    scanner_leaves(&counter, "escaneo-2.jpg", SamplePaper::Request);
    counter.until("escaneo-2.jpg").click("Adjuntar otro…").until("Abrir archivo").press(Key::Num1);
    counter.until("Imagen del documento").click("Otro documento").click("Guardar como «Otro documento»");
    counter.until("Ver Otro documento");
    // One of the registers is opened for a purpose, and taken off with a reason.
    counter.click("Ver Poder notarial").until("¿Para qué la abre?").press(Key::Num4).until("Imagen del documento");
    assert!(!counter.sees("Guardar como"));
    counter.press(Key::Plus).press(Key::Escape).until_gone("Imagen del documento");
    assert_eq!(done(&counter, "scan.open"), 1);
    counter.click("Quitar Otro documento").click("Quitar documento").until("Escriba el motivo.");
    counter.type_text("Era de otra persona").press(Key::Enter).press(Key::Enter).until("Documento quitado.");
    assert_eq!(attached(&counter, power).len(), 1);
}

/// The last change is on the screen.
fn is_shown(counter: &mut Counter) {
    counter.step_until("the picture", |it| !it.is_disabled("Volver al original"));
}

#[test]
fn a_scan_is_turned_and_cut_before_it_is_kept() {
    let (mut counter, power) = at_power("operador1");
    let file = write(&counter, "poder.jpg", drawn(SamplePaper::NotarialPower, 3).unwrap());
    counter.click("Adjuntar otro…").until("Abrir archivo");
    assert!(counter.has_keyboard("Archivo"), "there is nothing of the scanner's");
    counter.fill("Archivo", &file).press(Key::Enter).press(Key::Enter).until("Imagen del documento");
    assert!(counter.has_keyboard("Imagen del documento"));
    // Once too often, and back, as fast as a hand is.
    counter.press(Key::R).press(Key::R).press(Key::R).press(Key::R).press(Key::R).until("Volver al original");
    is_shown(&mut counter);
    // Nine tenths of each side, less five hundredths that the upper corner moves and four that the lower one does.
    counter.press(Key::C).until("Aplicar recorte");
    for _ in 0..5 {
        counter.press(Key::ArrowRight);
    }
    for _ in 0..4 {
        counter.press_with(Modifiers::SHIFT, Key::ArrowUp);
    }
    counter.press(Key::Enter).until_gone("Aplicar recorte");
    is_shown(&mut counter);
    counter.press(Key::Num1).press(Key::Enter).until("Documento adjunto.");
    let [(width, height, paper)] = attached(&counter, power).try_into().unwrap();
    assert_eq!(paper, "notarial_power");
    let share = |of: u32, share: f64| (f64::from(of) * share).round() as i64;
    assert!((i64::from(width) - share(PAGE.1, 0.85)).abs() <= 1, "{width} of {}", PAGE.1);
    assert!((i64::from(height) - share(PAGE.0, 0.86)).abs() <= 1, "{height} of {}", PAGE.0);
}

#[test]
fn a_file_that_is_no_scan_is_refused_and_a_cut_is_given_up_first() {
    let (mut counter, power) = at_power("operador1");
    let text = write(&counter, "poder.jpg", "esto no es una imagen");
    counter.click("Adjuntar otro…").fill("Archivo", &text).click("Abrir archivo");
    counter.until("El archivo no es PNG, JPEG ni PDF");
    assert!(!counter.sees("Guardar como"));
    counter.press(Key::Escape).until_gone("El archivo no es PNG");
    counter.click("Adjuntar otro…").fill("Archivo", "/no/hay/nada.jpg").click("Abrir archivo");
    counter.until("No se pudo leer la imagen").press(Key::Escape).until_gone("No se pudo leer la imagen");
    let file = write(&counter, "bueno.jpg", drawn(SamplePaper::NotarialPower, 4).unwrap());
    counter.click("Adjuntar otro…").fill("Archivo", &file).click("Abrir archivo").until("Imagen del documento");
    counter.press(Key::C).until("Aplicar recorte").press(Key::Escape).until_gone("Aplicar recorte");
    assert!(counter.sees("Imagen del documento"));
    counter.press(Key::Escape).until_gone("Imagen del documento");
    assert!(attached(&counter, power).is_empty());
}

/// Pictures of the screens, to be looked at: `PICTURES` names their folder.
#[test]
#[ignore = "for eyes"]
fn pictures() {
    let folder = PathBuf::from(std::env::var_os("PICTURES").unwrap_or("/tmp/registers".into()));
    std::fs::create_dir_all(&folder).unwrap();
    for (mode, name) in [(Mode::Light, "light"), (Mode::Dark, "dark")] {
        let at = |page: &str| folder.join(format!("{name}-{page}.png"));
        let mut counter = at_registers_in(mode, "supervisora");
        counter.picture(&at("0-empty"));
        employer_pictures(&mut counter, &at);
        person_pictures(&mut counter, &at);
        paper_pictures(&mut counter, &at);
        import_pictures(&mut counter, &at);
        visit_pictures(&mut counter, &at);
    }
}

fn employer_pictures(counter: &mut Counter, at: &dyn Fn(&str) -> PathBuf) {
    let employers = counter.contents.as_ref().unwrap().employers.clone();
    let by_hand = employers.last().unwrap();
    counter.type_text("17").until("Se muestran los primeros").picture(&at("1-many"));
    counter.fill("Buscar", by_hand.number.as_str()).press(Key::Enter).until("Historia");
    counter.picture(&at("1-employer"));
    counter.click("Corregir datos…").until("Guardar corrección").picture(&at("1-correct"));
    counter.fill("Número del empleador", "179206034601").press(Key::Tab).rest().picture(&at("1-fault"));
    counter.press(Key::Escape).click("Agregar representante…").until("Guardar representante");
    counter
        .type_text("1714307104")
        .press(Key::Tab)
        .until("No consta en el registro de personas")
        .picture(&at("1-person"));
    counter.press(Key::Escape).rest();
}

fn person_pictures(counter: &mut Counter, at: &dyn Fn(&str) -> PathBuf) {
    let name = counter.contents.as_ref().unwrap().script.represented.applicant.name.clone();
    counter.click("Personas").type_text(&name).press(Key::Enter).until("¿Para qué la abre?").picture(&at("2-purpose"));
    counter.press(Key::Num4).until("Historia").picture(&at("2-person"));
}

fn paper_pictures(counter: &mut Counter, at: &dyn Fn(&str) -> PathBuf) {
    let (_, power) = counter.contents.as_ref().unwrap().script.power.clone();
    counter
        .click("Poderes notariales")
        .type_text(&power.grantor.name)
        .press(Key::Enter)
        .until("Documentos digitalizados");
    counter.picture(&at("3-power"));
    scanner_leaves(counter, "escaneo-0007.jpg", SamplePaper::NotarialPower);
    counter.until("escaneo-0007.jpg").picture(&at("3-tray"));
    counter.click("Adjuntar otro…").until("Abrir archivo").picture(&at("3-add"));
    counter.press(Key::Num1).until("Imagen del documento").picture(&at("3-look"));
    counter.press(Key::C).rest().picture(&at("3-cut"));
    counter.press(Key::Enter).until("Volver al original").press(Key::R).rest().rest().picture(&at("3-turned"));
    counter.press(Key::Enter).until("Documento adjunto.").picture(&at("3-kept"));
    counter.click("Registrar poder…").until("Código notarial").picture(&at("3-form"));
    counter.press(Key::Escape).click("Revocar poder…").until("Fecha de la revocatoria").picture(&at("3-revoke"));
    counter.press(Key::Escape).rest();
    counter
        .click("Calificaciones artesanales")
        .type_text("Junta")
        .until("No consta en el registro")
        .fill("Buscar", "0")
        .until("Artesano")
        .press(Key::ArrowDown)
        .press(Key::Enter)
        .until("Historia")
        .picture(&at("4-list"));
}

fn import_pictures(counter: &mut Counter, at: &dyn Fn(&str) -> PathBuf) {
    let file = write(counter, "empleadores.csv", EMPLOYERS);
    counter.click("Empleadores").click("Importar…").until("Buscar…").picture(&at("5-import"));
    counter.fill("Archivo", &file).click("Revisar archivo").until("Esto cambiaría.").picture(&at("5-preview"));
    counter.click("Importar los empleadores").until("La importación terminó");
    counter.picture(&at("5-report"));
    counter.click("Cerrar");
}

/// The panel beside a visit's step.
fn visit_pictures(counter: &mut Counter, at: &dyn Fn(&str) -> PathBuf) {
    let caller = counter.contents.as_ref().unwrap().script.domestic.clone();
    counter.press_with(Modifiers::COMMAND, Key::Num1).scan(&caller.turn_code).until("Llegó").press(Key::F2);
    counter.click("Empezar la atención").rest();
    counter.click("Solicitud").rest();
    scanner_leaves(counter, "solicitud.jpg", SamplePaper::Request);
    counter.until("solicitud.jpg").picture(&at("6-visit"));
    counter.click("Adjuntar otro…").press(Key::Num1).until("Imagen del documento").picture(&at("6-look"));
    counter.press(Key::Enter).until("Documento adjunto.").picture(&at("6-kept"));
}

const EMPLOYERS: &str = "numero,tipo,razon_social,sucursal\n\
    1790011674001,empresa privada,Compañía Uno S.A.,0001\n\
    179206034601,empresa privada,Compañía Dos S.A.,0001\n\
    1763154690001,empresa privada,Compañía Tres S.A.,1\n";
