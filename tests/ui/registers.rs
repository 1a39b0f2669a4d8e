//! The registers as a clerk and a supervisor use them.

use std::path::{Path, PathBuf};

use eframe::egui::{Key, Modifiers};
use ventanilla::sample::{SamplePaper, drawn};
use ventanilla::ui::theme::Mode;

use super::harness::{Counter, Scene};

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
    }
}

fn employer_pictures(counter: &mut Counter, at: &dyn Fn(&str) -> PathBuf) {
    let employers = counter.contents.as_ref().unwrap().employers.clone();
    let by_hand = employers.last().unwrap();
    counter.type_text("17").until("Se muestran los primeros").picture(&at("1-many"));
    counter.fill("Buscar", by_hand.number.as_str()).press(Key::Enter).until("Historia");
    counter.picture(&at("1-employer"));
    counter.click("Corregir datos").until("Guardar corrección").picture(&at("1-correct"));
    counter.fill("Número del empleador", "179206034601").press(Key::Tab).rest().picture(&at("1-fault"));
    counter.press(Key::Escape).click("Agregar representante").until("Guardar representante");
    counter.type_text("1714307104").press(Key::Tab).until("No consta en el registro de personas").picture(&at("1-person"));
    counter.press(Key::Escape).rest();
}

fn person_pictures(counter: &mut Counter, at: &dyn Fn(&str) -> PathBuf) {
    let name = counter.contents.as_ref().unwrap().script.represented.applicant.name.clone();
    counter.click("Personas").type_text(&name).press(Key::Enter).until("¿Para qué la abre?").picture(&at("2-purpose"));
    counter.press(Key::Num4).until("Historia").picture(&at("2-person"));
}

fn paper_pictures(counter: &mut Counter, at: &dyn Fn(&str) -> PathBuf) {
    let (_, power) = counter.contents.as_ref().unwrap().script.power.clone();
    counter.click("Poderes notariales").type_text(&power.grantor.name).press(Key::Enter).until("Documentos digitalizados");
    counter.picture(&at("3-power"));
    scanner_leaves(counter, "escaneo-0007.jpg", SamplePaper::NotarialPower);
    counter.until("escaneo-0007.jpg").picture(&at("3-tray"));
    counter.click("Añadir otro…").until("Abrir archivo").picture(&at("3-add"));
    counter.press(Key::Num1).until("Imagen del documento").picture(&at("3-look"));
    counter.press(Key::C).rest().picture(&at("3-cut"));
    counter.press(Key::Enter).until("Volver al original").press(Key::R).rest().rest().picture(&at("3-turned"));
    counter.press(Key::Enter).until("Documento adjuntado").picture(&at("3-kept"));
    counter.click("Registrar poder…").until("Código notarial").picture(&at("3-form"));
    counter.press(Key::Escape).click("Revocar poder…").until("Revocar el poder").picture(&at("3-revoke"));
    counter.press(Key::Escape).rest();
    counter.click("Calificaciones artesanales").type_text("Junta").until("No consta en el registro").fill("Buscar", "0").until("Artesano").press(Key::ArrowDown).press(Key::Enter).until("Historia").picture(&at("4-list"));
}

fn import_pictures(counter: &mut Counter, at: &dyn Fn(&str) -> PathBuf) {
    let file = counter.folder().join("empleadores.csv");
    std::fs::write(&file, EMPLOYERS).unwrap();
    counter.click("Empleadores").click("Importar archivo…").until("Buscar…").picture(&at("5-import"));
    counter.fill("Archivo", file.to_str().unwrap()).click("Importar archivo").until("La importación terminó");
    counter.picture(&at("5-report"));
    counter.click("Cerrar");
}

const EMPLOYERS: &str = "numero,tipo,razon_social,sucursal\n\
    1790011674001,empresa privada,Compañía Uno S.A.,0001\n\
    179206034601,empresa privada,Compañía Dos S.A.,0001\n\
    1763154690001,empresa privada,Compañía Tres S.A.,1\n";

#[allow(dead_code)]
fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let file = folder.join(name);
    std::fs::write(&file, text).unwrap();
    file
}
