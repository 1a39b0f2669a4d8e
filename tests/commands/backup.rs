//! `backup` and `restore`, as a technician meets them on a Sunday.

use std::fs;
use std::sync::Arc;

use ventanilla::ops::settings::{ChangeSettings, Settings};
use ventanilla::ops::{Founding, House, Place, SystemClock};
use ventanilla::vault::{KdfCost, Password};

use super::{CLERK, Machine, SUPERVISOR, Said};
use crate::support::house::{CHIEF, PASSWORD, chosen, founding};

const BACKUP: [&str; 4] = ["backup", "drive", "--store", "store"];
const NO_PAPER: [&str; 4] = ["--last-serial", "no hay", "--head", "no hay"];

fn with_drive() -> Machine {
    let machine = Machine::with_store();
    fs::create_dir(machine.work("drive")).unwrap();
    machine
}

/// The folder of the backup that was just made, as said.
fn folder_in(said: &Said) -> String {
    let line = said.out.lines().find(|line| line.starts_with("Respaldo hecho y comprobado: ")).unwrap();
    line.split(": ").nth(1).unwrap().to_owned()
}

fn restore(machine: &Machine, who: (&str, &str), backup: &str, into: &str, more: &[&str]) -> Said {
    let words: Vec<&str> = ["restore", backup, "--store", into].into_iter().chain(more.iter().copied()).collect();
    machine.run_as(who, words)
}

#[test]
fn a_store_is_backed_up_lost_and_restored() {
    let machine = with_drive();
    machine.verify().ends(0).answers("Último respaldo: ninguno que este equipo recuerde.");
    let said = machine.run_as(CLERK, BACKUP).ends(0).answers("Respaldos antiguos quitados: 0.");
    let backup = folder_in(&said);
    machine.verify().ends(0).answers(&format!(", en {backup}."));
    fs::remove_dir_all(machine.work("store")).unwrap();

    restore(&machine, CLERK, &backup, "store", &NO_PAPER).ends(1).complains("lo restaura y lo firma supervisión");
    assert!(!machine.work("store").exists());
    restore(&machine, SUPERVISOR, &backup, "store", &[]).ends(2).complains("Falta lo que dice el papel");
    restore(&machine, SUPERVISOR, "drive", "store", &NO_PAPER).ends(1).complains("El más nuevo es drive/ventanilla-20");
    let paper = ["--last-serial", "1701-01-1-000012", "--head", "99999-9F3A77B0"];
    restore(&machine, SUPERVISOR, &backup, "store", &paper)
        .ends(0)
        .answers("Restaurado y comprobado en store")
        .answers("que faltan, según el papel: ")
        .answers("Series desconocidas: 1701-01-1-000008 a 1701-01-1-000012 (5).")
        .answers("Las claves nuevas llevan la época 2");
    machine
        .verify()
        .ends(0)
        .answers("Concuerda.")
        .answers("Series desconocidas, que un respaldo restaurado no traía: 5.");
    restore(&machine, SUPERVISOR, &backup, "store", &NO_PAPER).ends(1).complains("ya hay archivos");
    assert!(!machine.files().iter().any(|file| file.to_string_lossy().contains(".parcial")), "{:?}", machine.files());
}

#[test]
fn words_from_paper_that_are_none_are_named() {
    let machine = with_drive();
    let backup = folder_in(&machine.run_as(CLERK, BACKUP).ends(0));
    let try_with = |serial: &str, head: &str| {
        restore(&machine, SUPERVISOR, &backup, "otro", &["--last-serial", serial, "--head", head])
    };
    try_with("doce", "no hay").ends(2).complains("«doce» no es una serie");
    try_with("no hay", "doce").ends(2).complains("La marca de la bitácora se escribe");
    try_with("1701-01-1-000008", "2-00000000").ends(1).complains("no está en la bitácora de este respaldo");
    assert!(!machine.work("otro").exists());
    try_with("NO HAY", "No hay").ends(0).answers("la época 2");
    // Somebody stands inside the backup.
    let inside = ["restore", ".", "--store", "../../aparte", "--last-serial", "no hay", "--head", "no hay"];
    let mut command = machine.command_as(SUPERVISOR, inside);
    let said = Said::of(command.current_dir(&backup).output().unwrap()).ends(0);
    assert!(!said.out.contains("Advertencia."), "its scans are found: {said:?}");
}

#[test]
fn beside_an_open_window_it_is_backed_up_too() {
    let machine = with_drive();
    let place = Place::within(&machine.work(""));
    let password = Password::typed(CLERK.1).unwrap();
    let (house, _session) = House::open(&place, CLERK.0, &password, 1, Arc::new(SystemClock)).unwrap();
    let said =
        machine.run_as(CLERK, BACKUP).ends(0).complains("abierto en una ventana. El respaldo se hizo, sin anotarlo");
    house.close().unwrap();
    restore(&machine, SUPERVISOR, &folder_in(&said), "otro", &NO_PAPER).ends(0);
}

#[test]
fn a_folder_that_cannot_serve_is_said_to_be_none() {
    let machine = Machine::with_store();
    machine.run_as(CLERK, BACKUP).ends(1).complains("La carpeta de respaldos drive no está. Conecte el disco");
    machine.run_as(CLERK, ["backup", "store", "--store", "store"]).ends(1).complains("dentro de la del almacén");
    machine
        .run_as(CLERK, ["backup", "drive", "--store", "no-hay"])
        .ends(1)
        .complains("En no-hay no hay ningún almacén");
    machine.run_as(CLERK, ["backup", "drive", "--store", "store", "--keep", "0"]).ends(2).complains("de 1 a 3660");
    machine.verify().ends(0);
}

#[test]
fn the_recovery_code_restores_with_a_new_password_and_is_replaced() {
    let machine = with_drive();
    let place = Place::within(&machine.work(""));
    let password = Password::typed(SUPERVISOR.1).unwrap();
    let (house, session) = House::open(&place, SUPERVISOR.0, &password, 1, Arc::new(SystemClock)).unwrap();
    let code = house.make_recovery_code(&session).unwrap().reveal().to_string();
    house.close().unwrap();
    let backup = folder_in(&machine.run_as(CLERK, BACKUP).ends(0));
    let new = "un sendero junto al páramo";
    let words = || NO_PAPER.into_iter().chain(["--recovery-code"]).collect::<Vec<_>>();
    let with = |lines: &str, into: &str| restore(&machine, (SUPERVISOR.0, lines), &backup, into, &words());
    with("no es un código", "otro").ends(1).complains("no se usa en los códigos de recuperación");
    with(&format!("{code}\ncorta"), "otro").ends(1).complains("al menos 12");
    assert!(!machine.work("otro").exists());
    let said = with(&format!("{code}\n{new}"), "otro").ends(0).answers("Código de recuperación nuevo");
    assert!(!said.out.contains(&code), "another one");
    let verify = ["verify", "--store", "otro"];
    machine.run_as((SUPERVISOR.0, new), verify).ends(0).answers("Recuperaciones con el código: 1.");
}

#[test]
fn a_store_in_doubt_is_backed_up_before_anybody_accepts_it_and_restoring_settles_the_doubt() {
    let machine = Machine::new();
    fs::create_dir(machine.work("drive")).unwrap();
    let place = Place::within(&machine.work(""));
    let founding = Founding { demo: false, ..founding() };
    let cost = KdfCost::calibrated().unwrap();
    let clock = Arc::new(SystemClock);
    let (house, chief) = House::found(&place, &founding, &chosen(PASSWORD, CHIEF), cost, clock).unwrap();
    house.perform(&chief, &ChangeSettings { settings: Settings::default() }).unwrap();
    house.close().unwrap();
    // This machine's own anchors do not know it.
    let who = (CHIEF, PASSWORD);
    let unseen = "Este equipo no ha visto antes este almacén";
    let said = machine.run_as(who, BACKUP).ends(0).complains(unseen).complains("El respaldo se hizo, sin anotarlo");
    let paper = ["--last-serial", "no hay", "--head", "2-00000000"];
    restore(&machine, who, &folder_in(&said), "otro", &paper).ends(1).complains("compárela carácter por carácter");
    restore(&machine, who, &folder_in(&said), "otro", &NO_PAPER).ends(0).answers("la época 2");
    let verified = machine.run_as(who, ["verify", "--store", "otro"]).ends(0).answers("Concuerda.");
    assert!(!verified.out.contains(unseen), "{verified:?}");
    let noted = machine.run_as(who, ["backup", "drive", "--store", "otro"]).ends(0);
    assert!(!noted.err.contains("sin anotarlo"), "{noted:?}");
}
