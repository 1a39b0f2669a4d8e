//! Backups and restores in the window: by hand and by themselves, on a drive that is there, full or gone, and back onto a
//! bare machine.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::bounded;
use eframe::egui::Key;
use ventanilla::domain::journal::Entry;
use ventanilla::ops::backup::{BackupPlan, MakeBackup, Routine, backups_in};
use ventanilla::ops::house::run::Watch;
use ventanilla::ops::{House, Session, new_op_id};
use ventanilla::print::ipp::CancelFlag;
use ventanilla::store::{self, STORE_FILE};
use ventanilla::vault::Password;

use super::harness::{Counter, Scene};
use crate::support::small_disk::SmallDisk;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const SUPERVISOR: &str = "arrayán de la cocha";

/// A demo house that backs up into this folder.
fn scene_with(folder: &Path) -> Scene {
    let mut scene = Scene::demo();
    scene.backups = Routine { folder: Some(folder.into()), ..Routine::default() };
    scene
}

fn shows_the_settings(counter: &mut Counter) -> &mut Counter {
    counter.log_in("supervisora").click("Configuración").click("Respaldos").until("Carpeta de respaldos")
}

fn supervisor(house: &House) -> Session {
    house.log_in_at("supervisora", &Password::typed(SUPERVISOR).unwrap(), 1).unwrap()
}

fn backups(folder: &Path) -> Vec<PathBuf> {
    backups_in(folder).unwrap().into_iter().map(|backup| backup.folder).collect()
}

/// The user and the outcome of each entry that tells of a backup.
fn noted(counter: &Counter) -> Vec<(String, String)> {
    counter.desk(|desk| {
        let house = desk.house().unwrap();
        let reader = house.reader().unwrap();
        let users = store::user::all(&reader).unwrap();
        let head = store::journal::head(&reader).unwrap();
        let entries = (1..=head.number).map(|number| store::journal::entry(&reader, number).unwrap().unwrap().entry);
        let of_backups = entries.filter(|entry| entry.operation == "backup.make");
        let named = |entry: &Entry| users.iter().find(|user| user.id == entry.user).unwrap().login.clone();
        of_backups.map(|entry| (named(&entry), format!("{:?}", entry.outcome))).collect()
    })
}

#[test]
fn a_supervisor_names_the_folder_and_backs_up_at_once() {
    let drive = tempfile::tempdir().unwrap();
    let mut counter = Scene::demo().open();
    shows_the_settings(&mut counter).until("todavía no ha hecho ningún respaldo");
    assert!(!counter.sees("Nunca se ha respaldado"), "nobody loses a demonstration");
    assert!(counter.is_disabled("Respaldar ahora"));
    counter.fill("Carpeta de respaldos", "/no/hay").click("Guardar").until("no está. Conecte el disco");
    let inside = counter.folder().join("store").display().to_string();
    counter.fill("Carpeta de respaldos", &inside).click("Guardar").until("está dentro de la del almacén");
    counter.fill("Respaldos que se conservan", "0").until("Escriba un número de 1 a 365");
    counter.fill("Respaldos que se conservan", "2").fill("Hora del respaldo diario", "17:30");
    counter.fill("Carpeta de respaldos", &drive.path().display().to_string()).click("Guardar");
    counter.until("quedaron configurados");
    let kept = counter.desk(|desk| desk.station().backups.clone());
    assert_eq!((kept.hour.to_string().as_str(), kept.keep), ("17:30:00", 2));
    counter.click("Respaldar ahora").until("Respaldo hecho y comprobado").until("Respaldo: hoy 10:00");
    assert!(counter.has_keyboard("Respaldar ahora"), "the keyboard is where it was: {:?}", counter.keyboard_at());
    let made = backups(drive.path());
    assert_eq!(made.len(), 1);
    assert!(counter.sees(&made[0].display().to_string()) && !counter.sees("Se quitó"));
    counter.click("Respaldar ahora").step_until("a second one", |_| backups(drive.path()).len() == 2);
    counter.step_until("its end", |it| it.desk(|desk| desk.backups().under_way.is_none()));
    counter.click("Respaldar ahora").until("Se quitó el respaldo más antiguo");
    assert_eq!(backups(drive.path()).len(), 2);
    assert_eq!(noted(&counter).len(), 6, "each with its beginning and its end");
    counter.click("Salir").log_in("operador1").click("Configuración").until("Escáner").until("Respaldo: hoy 10:00");
    assert!(!counter.sees("Respaldos"), "it is a supervisor's");
}

#[test]
fn what_a_backup_by_hand_came_to_is_said_beside_another_topic_of_the_settings() {
    let place = tempfile::tempdir().unwrap();
    let drive = place.path().join("respaldos");
    let mut counter = scene_with(&drive).open();
    shows_the_settings(&mut counter).click("Apariencia").until("Tamaño de letras y botones");
    counter.desk(|desk| desk.back_up());
    counter.until("El respaldo no se hizo. La carpeta de respaldos").click("Entendido");
    fs::create_dir(&drive).unwrap();
    counter.desk(|desk| desk.back_up());
    counter.until("Respaldo hecho y comprobado.");
    assert!(counter.sees("Tamaño de letras y botones"));
}

#[test]
fn a_backup_is_made_by_itself_once_its_hour_has_come_and_somebody_is_there() {
    let drive = tempfile::tempdir().unwrap();
    let mut counter = scene_with(drive.path()).open();
    counter.log_in("operador1").until("Nunca se ha respaldado");
    counter.clock.advance_ms(3 * HOUR_MS);
    counter.until("Respaldo: hoy 13:00");
    assert_eq!(noted(&counter), [("operador1".into(), "Started".into()), ("operador1".into(), "Ended".into())]);
    counter.click("Salir").until("Contraseña");
    counter.clock.advance_ms(27 * HOUR_MS);
    counter.log_in("supervisora").until("Respaldo: hoy 16:00");
    assert_eq!(backups(drive.path()).len(), 2, "one for each day");
    assert_eq!(
        noted(&counter)[2..],
        [("supervisora".into(), "Started".into()), ("supervisora".into(), "Ended".into())]
    );
}

#[test]
fn a_drive_that_is_gone_is_said_until_it_is_back_and_the_journal_is_not_filled_with_it() {
    let place = tempfile::tempdir().unwrap();
    let drive = place.path().join("respaldos");
    let mut counter = scene_with(&drive).open();
    counter.log_in("operador1");
    counter.clock.advance_ms(3 * HOUR_MS);
    counter.until("El respaldo diario no se hizo").until("El respaldo falló");
    assert!(counter.sees("Conecte el disco") && noted(&counter).is_empty());
    counter.click("Entendido").until_gone("El respaldo diario no se hizo");
    assert!(counter.sees("El respaldo falló"), "the bar still says it");
    let first = counter.desk(|desk| desk.backups().end.unwrap());
    counter.clock.advance_ms(15 * MINUTE_MS);
    counter.step_until("another try", |it| {
        it.desk(|desk| desk.backups().end.is_some_and(|end| !Arc::ptr_eq(&end, &first)))
    });
    assert!(!counter.sees("El respaldo diario no se hizo"), "what was read is not said again");
    fs::create_dir(&drive).unwrap();
    counter.clock.advance_ms(15 * MINUTE_MS);
    counter.until("Respaldo: hoy 13:30").until_gone("El respaldo falló");
    assert_eq!(backups(&drive).len(), 1);
}

#[test]
fn a_backup_that_the_machine_cannot_remember_is_not_made_again_the_same_day() {
    let drive = tempfile::tempdir().unwrap();
    let mut counter = scene_with(drive.path()).open();
    counter.log_in("operador1").until("Nunca se ha respaldado");
    let (place, store) = counter.desk(|desk| (desk.station().place.clone(), desk.house().unwrap().store_id()));
    let store: String = store.iter().map(|byte| format!("{byte:02x}")).collect();
    // Where what is remembered is written, a folder stands.
    fs::create_dir_all(place.anchor_folder.join(format!("backup-{store}.new"))).unwrap();
    counter.clock.advance_ms(3 * HOUR_MS);
    counter.until("Respaldo: hoy 13:00");
    assert_eq!(backups(drive.path()).len(), 1);
    counter.clock.advance_ms(25 * HOUR_MS);
    counter.until("Respaldo: hoy 14:00");
    assert_eq!(backups(drive.path()).len(), 2, "the next day has its own");
}

#[test]
fn looking_at_a_drive_waits_for_no_reader_and_no_reader_for_it() {
    let drive = tempfile::tempdir().unwrap();
    let mut counter = Scene::demo().open();
    shows_the_settings(&mut counter);
    // Every thread that reads is held: whatever were handed to one would wait.
    let (hold, held) = bounded::<()>(0);
    let (begun, begins) = bounded::<()>(2);
    for _ in 0..2 {
        let (held, begun) = (held.clone(), begun.clone());
        counter.desk(|desk| {
            drop(desk.read(move |_, _| {
                begun.send(()).unwrap();
                let _ = held.recv();
                Ok(())
            }));
        });
        begins.recv_timeout(Duration::from_secs(60)).unwrap();
    }
    counter.fill("Carpeta de respaldos", &drive.path().display().to_string()).click("Guardar");
    counter.until("quedaron configurados");
    counter.click("Escáner").fill("Carpeta del escáner", "/no/hay").click("Guardar carpeta").until("no existe");
    let found = counter.desk(|desk| desk.look_for_backups(drive.path().into())).wait(Duration::from_secs(60));
    assert_eq!(found.unwrap_err().refusal(), Some("no_backup"));
    drop(hold);
}

#[test]
fn a_full_drive_is_said_and_leaves_what_is_there() {
    let Some(disk) = SmallDisk::new(16 << 10) else { return };
    let mut counter = scene_with(disk.path()).open();
    shows_the_settings(&mut counter).click("Respaldar ahora").until("Respaldo hecho y comprobado");
    disk.fill();
    counter.click("Respaldar ahora").until("libres, y un respaldo ocupa unos");
    counter.click("Turnos").until("El respaldo no se hizo").until("El respaldo falló");
    assert_eq!(backups(disk.path()).len(), 1);
    disk.make_room();
    counter.click("Configuración").click("Respaldos").click("Respaldar ahora").until("Respaldo hecho y comprobado");
    counter.until_gone("El respaldo falló");
}

#[test]
fn a_backup_that_is_stopped_or_overtaken_by_the_end_of_the_program_leaves_nothing() {
    let drive = tempfile::tempdir().unwrap();
    let mut counter = scene_with(drive.path()).open();
    shows_the_settings(&mut counter);
    counter.desk(|desk| {
        desk.back_up();
        desk.stop_backup();
    });
    counter.until("El respaldo se detuvo");
    assert_eq!(noted(&counter), [("supervisora".into(), "Started".into()), ("supervisora".into(), "Stopped".into())]);
    counter.desk(|desk| desk.back_up());
    let place = counter.desk(|desk| desk.station().place.clone());
    let clock = counter.clock.clone();
    counter.close();
    let password = Password::typed(SUPERVISOR).unwrap();
    let (house, _) = House::open(&place, "supervisora", &password, 1, clock).unwrap();
    assert!(house.cut_runs().unwrap().is_empty(), "it was told to be over");
    let left = fs::read_dir(drive.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(!left.into_iter().any(|name| name.ends_with(".parcial")));
    house.close().unwrap();
}

/// A backup of the scene's house, which is closed: its folder, and what `before` came to.
fn backed_up<T>(scene: &mut Scene, before: impl FnOnce(&House, &Session) -> T) -> (PathBuf, T) {
    let target = scene.folder().join("respaldos");
    fs::create_dir(&target).unwrap();
    let house = scene.house.take().unwrap();
    let by = supervisor(&house);
    let came_to = before(&house, &by);
    let cancel = CancelFlag::default();
    let plan = BackupPlan { place: scene.place.clone(), target: target.clone(), keep: 7, cancel: cancel.clone() };
    let mut watch = Watch { progress: &mut |_| {}, cancel: &cancel };
    house.run(&by, new_op_id().unwrap(), &mut MakeBackup::new(plan), &mut watch).unwrap();
    house.close().unwrap();
    (target, came_to)
}

/// A bare machine, with the backups found and the newest chosen.
fn found(target: &Path, users: Option<ventanilla::sample::Users>) -> Counter {
    let mut bare = Scene::free();
    bare.users = users;
    let mut counter = bare.open();
    counter.until("¿Qué centro es?").click("Restaurar un respaldo…").until("¿Qué respaldo se restaura?");
    assert!(counter.has_keyboard("Carpeta de los respaldos"));
    counter.type_text(&target.display().to_string()).press(Key::Enter).until("Hay un respaldo");
    counter
}

fn who(counter: &mut Counter, password: &str) {
    counter.until("¿Quién lo restaura?").fill("Usuario de supervisión", "supervisora");
    counter.fill("Contraseña", password).click("Seguir").until("¿Qué dice el papel más reciente?");
}

#[test]
fn a_backup_comes_back_onto_a_bare_machine_and_the_turns_are_there() {
    let mut lost = Scene::filled();
    let (target, centre) = backed_up(&mut lost, |house, _| house.centre().code.clone());
    let mut counter = found(&target, lost.users);
    // The table has the keyboard: Enter takes the newest.
    counter.press(Key::Enter);
    who(&mut counter, "no es la contraseña");
    counter.click("Restaurar").until("Escriba la última serie");
    counter
        .fill("Última serie impresa de cada ventanilla", "1701-01-1")
        .click("Restaurar")
        .until("tiene cuatro partes");
    counter.fill("Última serie impresa de cada ventanilla", &format!("{centre}-01-1-000003"));
    counter.fill("Última marca de la bitácora", "99999-9F3A77B0").click("Restaurar");
    counter.until("Usuario o contraseña incorrectos").until("¿Quién lo restaura?");
    assert!(!counter.desk(|desk| desk.station().place.is_taken()), "nothing was put in place");
    assert_eq!(
        (counter.value("Usuario de supervisión").as_str(), counter.value("Contraseña").as_str()),
        ("supervisora", "")
    );
    who(&mut counter, SUPERVISOR);
    assert_eq!(counter.value("Última marca de la bitácora"), "99999-9F3A77B0", "what was typed stays");
    counter.click("Restaurar").until("El almacén está restaurado").until("Las 3 series de");
    counter.click("Ir al ingreso").log_in("supervisora").until("Turnos de hoy");
    assert!(counter.sees("CAU Quito Centro"));
    let turns = counter.desk(|desk| {
        let house = desk.house().unwrap();
        assert_eq!(store::centre::identity(&house.reader().unwrap()).unwrap().serial_epoch, 2);
        let day = "2026-11-20".parse().unwrap();
        store::turn::of_day(&house.reader().unwrap(), house.centre().id, day).unwrap().len()
    });
    assert_eq!(turns, 60);
}

#[test]
fn without_paper_the_consequences_are_said_and_the_recovery_code_serves() {
    let mut scene = Scene::demo();
    let (target, from_safe) = backed_up(&mut scene, |house, chief| house.make_recovery_code(chief).unwrap());
    let mut counter = found(&target, scene.users);
    counter.click("Seguir").until("¿Quién lo restaura?").fill("Usuario de supervisión", "supervisora");
    counter.click("El código de la caja fuerte").fill("Código de recuperación", &from_safe.reveal());
    let password = "siete puertas azules";
    counter.fill("Contraseña nueva", password).fill("Repita la contraseña", password).click("Seguir");
    counter
        .until("¿Qué dice el papel más reciente?")
        .click("No tengo ningún papel")
        .until("Sin papel no se sabe qué falta");
    assert!(!counter.sees("Última marca de la bitácora"));
    counter.click("Restaurar").until("El almacén está restaurado").until("No se sabe").click("Ir al ingreso");
    counter.log_in_with("supervisora", password).until("Imprima el nuevo código de recuperación");
}

#[test]
fn a_damaged_backup_is_named_and_another_can_be_chosen() {
    let mut lost = Scene::demo();
    let (target, ()) = backed_up(&mut lost, |_, _| ());
    let file = backups(&target)[0].join(STORE_FILE);
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x20;
    fs::write(&file, bytes).unwrap();
    let mut counter = found(&target, lost.users);
    counter.click("Seguir");
    who(&mut counter, SUPERVISOR);
    counter.click("No tengo ningún papel").click("Restaurar").until("está dañado").until("¿Qué respaldo se restaura?");
    assert!(!counter.desk(|desk| desk.station().place.is_taken()));
    counter.fill("Carpeta de los respaldos", "/no/hay").click("Buscar respaldos").until("Conecte el disco");
    counter.click("Volver al primer inicio").until("¿Qué centro es?");
}

#[test]
fn a_store_that_cannot_be_opened_says_the_way_to_a_backup() {
    let mut scene = Scene::demo();
    scene.house.take().unwrap().close().unwrap();
    let folder = scene.place.folder.clone();
    fs::remove_file(folder.join("vault")).unwrap();
    let mut counter = scene.open();
    counter.until("falta la bóveda de contraseñas").until("Cambie el nombre de la carpeta");
    counter.click("Intentar de nuevo").until("falta la bóveda de contraseñas");
    fs::rename(&folder, folder.with_file_name("store-danado")).unwrap();
    counter.click("Intentar de nuevo").until("¿Qué centro es?").until("Restaurar un respaldo…");
}
