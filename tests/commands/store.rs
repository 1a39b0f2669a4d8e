//! The door to a store, `verify`, `export` and `rekey`, and all that a technician can find there.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use ventanilla::domain::calendar::Moment;
use ventanilla::ops::settings::{ChangeSettings, Settings};
use ventanilla::ops::{Clock as _, FixedClock, Founding, House, Place, SystemClock};
use ventanilla::vault::{self, KdfCost, Password, PublicKey, Signature};

use super::{CLERK, Machine, SUPERVISOR};
use crate::support::house::{CHIEF, PASSWORD, chosen, founding};

const VERIFY: [&str; 3] = ["verify", "--store", "store"];

fn place_of(machine: &Machine) -> Place {
    Place::within(&machine.work(""))
}

fn password(of: (&str, &str)) -> Password {
    Password::typed(of.1).unwrap()
}

#[test]
fn verify_looks_as_deep_as_asked_and_finds_marks_of_paper() {
    let machine = Machine::with_store();
    let whole = machine.verify().ends(0).answers("Firmas: ").answers("Libro de claves: 7.").out;
    let head = whole.lines().next().unwrap().split("Final: ").nth(1).unwrap().to_owned();
    let (number, hash) = head.split_once('-').unwrap();
    let chain = machine.run_as(SUPERVISOR, VERIFY.into_iter().chain(["--chain"])).ends(0);
    assert!(chain.out.contains(&head) && !chain.out.contains("Firmas"), "{chain:?}");

    let with_head = |mark: &str| machine.run_as(SUPERVISOR, VERIFY.into_iter().chain(["--head", mark]));
    let mark = format!("{number}-{}", hash[..8].to_uppercase());
    with_head(&mark).ends(0).answers("La marca del papel está en la bitácora.");
    let flipped = if mark.ends_with('0') { "1" } else { "0" };
    let wrong = format!("{}{flipped}", &mark[..mark.len() - 1]);
    let said = with_head(&wrong).ends(1).answers("NO CONCUERDA.").answers("no es la del papel");
    said.answers("Compare otra vez, carácter por carácter");
    with_head("99999-9F3A77B0").ends(1).answers("faltan entradas");
    for garbage in ["nada", "12", "-", "0-00000000", "1-ñandúñandú", ""] {
        with_head(garbage).ends(2).complains("La marca de la bitácora se escribe como en el papel");
    }
}

#[test]
fn who_may_not_come_in_is_told_why() {
    let machine = Machine::with_store();
    machine.run_as(("nadie", "una frase cualquiera"), VERIFY).ends(1).complains("Usuario o contraseña incorrectos");
    machine.run_as((SUPERVISOR.0, "otra contraseña"), VERIFY).ends(1).complains("Usuario o contraseña incorrectos");
    // The right one too has to wait a second then: whoever guesses does not learn that it was right. On a machine so
    // busy that the second is over, it is tried again.
    let waits = (0..20).any(|_| {
        machine.run_as((SUPERVISOR.0, "otra contraseña"), VERIFY);
        machine.verify().err.contains(" s antes de volver a intentar.")
    });
    assert!(waits, "a guess can be tried as often as one likes");
    machine.run_as(CLERK, VERIFY).ends(0);

    let words = ["verify", "--store", "store", "--user", "supervisora"];
    machine.run(words.into_iter().chain(["--password-fd", "77"])).ends(3).complains("del descriptor 77: no existe");
    machine.run_as((CLERK.0, ""), VERIFY).ends(1);
    // Without a terminal nobody is asked, and nothing hangs.
    let mut alone = std::process::Command::new("setsid");
    alone.args(["-w", env!("CARGO_BIN_EXE_ventanilla")]).args(words);
    let said = super::Said::of(machine.at_home(alone).output().unwrap());
    said.ends(3).complains("No hay un terminal para preguntar la contraseña");
}

#[test]
fn what_is_wrong_with_a_store_has_its_own_name_and_the_files_stay() {
    let store = |machine: &Machine, file: &str| machine.work("store").join(file);
    let each = |machine: &Machine, code: i32, complaint: &str| {
        let files = || ["ventanilla.db", "vault"].map(|file| fs::read(store(machine, file)).ok());
        let before = files();
        machine.write("a.csv", "numero,nombre\n1701283960,Rosa\n");
        machine.run_as(SUPERVISOR, VERIFY).ends(code).complains(complaint);
        machine.run_as(SUPERVISOR, ["import", "people", "a.csv", "--store", "store"]).ends(code).complains(complaint);
        machine.run_as(SUPERVISOR, ["rekey", "--store", "store"]).ends(code).complains(complaint);
        assert!(files() == before, "{complaint}: a file was changed");
    };
    let machine = Machine::new();
    each(&machine, 1, "En store no hay ningún almacén. Indique su carpeta con --store");

    let machine = Machine::with_store();
    fs::rename(store(&machine, "vault"), machine.work("vault")).unwrap();
    each(
        &machine,
        1,
        "falta la bóveda de contraseñas («vault»). Sin ella no se puede abrir: restáurela de un respaldo.",
    );
    fs::write(store(&machine, "vault"), "no es una bóveda").unwrap();
    each(&machine, 3, "no es una bóveda de contraseñas");
    let whole = fs::read(machine.work("vault")).unwrap();
    fs::write(store(&machine, "vault"), &whole[..whole.len() / 2]).unwrap();
    each(&machine, 3, "La bóveda de contraseñas está dañada");
    fs::rename(machine.work("vault"), store(&machine, "vault")).unwrap();
    machine.verify().ends(0);

    fs::rename(store(&machine, "ventanilla.db"), machine.work("aparte.db")).unwrap();
    each(&machine, 1, "falta el almacén («ventanilla.db»)");
    let whole = fs::read(machine.work("aparte.db")).unwrap();
    fs::write(store(&machine, "ventanilla.db"), &whole[..1000]).unwrap();
    each(&machine, 3, "está dañado: está vacío o cortado");
    let mut flipped = whole.clone();
    flipped[100] ^= 0x20;
    fs::write(store(&machine, "ventanilla.db"), &flipped).unwrap();
    each(&machine, 3, "La llave no abre el almacén");
    fs::write(store(&machine, "ventanilla.db"), [b"SQLite format 3\0".as_slice(), &[0; 8192]].concat()).unwrap();
    each(&machine, 3, "no está cifrado, no es un almacén de este programa");
    let mut deep = whole.clone();
    let middle = deep.len() / 2;
    deep[middle] ^= 0x20;
    fs::write(store(&machine, "ventanilla.db"), &deep).unwrap();
    machine.run_as(SUPERVISOR, ["rekey", "--store", "store"]).ends(3);

    // Another store's vault does not open this one.
    let other = Machine::new();
    other.run(["demo", "--headless", "--out", "."]).ends(0);
    fs::write(store(&machine, "ventanilla.db"), &whole).unwrap();
    fs::copy(other.work("store/vault"), store(&machine, "vault")).unwrap();
    each(&machine, 3, "La llave no abre el almacén");
}

#[test]
fn a_newer_store_is_left_for_the_newer_program() {
    let machine = Machine::with_store();
    super::tampering::with_sqlite(&machine, "PRAGMA user_version = 999");
    machine.verify().ends(3).complains("es de una versión más nueva del programa (esquema 999;");
    machine.run_as(SUPERVISOR, ["rekey", "--store", "store"]).ends(3).complains("Instale la versión nueva");
}

#[test]
fn an_open_store_can_be_verified_and_nothing_else() {
    let machine = Machine::with_store();
    let (house, _session) =
        House::open(&place_of(&machine), CLERK.0, &password(CLERK), 1, Arc::new(SystemClock)).unwrap();
    machine.verify().ends(0).answers("Concuerda.");
    machine.write("a.csv", "numero,nombre\n1701283960,Rosa\n");
    for words in [
        vec!["import", "people", "a.csv", "--store", "store"],
        vec!["rekey", "--store", "store"],
        vec!["export", "issued", "claves.csv", "--store", "store"],
    ] {
        machine.run_as(SUPERVISOR, words).ends(3).complains("está abierto en otra ventana o proceso. Ciérrelo allí");
    }
    house.close().unwrap();
    machine.run_as(SUPERVISOR, ["import", "people", "a.csv", "--store", "store"]).ends(0);
}

#[test]
fn a_demonstration_keeps_its_anchor_beside_itself() {
    let machine = Machine::with_store();
    machine.write("a.csv", "numero,nombre\n1701283960,Rosa\n");
    machine.run_as(SUPERVISOR, ["import", "people", "a.csv", "--store", "store"]).ends(0);
    let anchors: Vec<_> = machine
        .files()
        .into_iter()
        .filter(|file| file.file_name().unwrap().as_encoded_bytes().starts_with(b"anchor-"))
        .collect();
    assert_eq!(anchors.len(), 1, "{anchors:?}");
    assert_eq!(anchors[0].parent(), Some(machine.work("anchor").as_path()));
}

#[test]
fn a_store_brought_from_another_machine_is_verified_and_waits_for_a_supervisor() {
    let machine = Machine::new();
    let (place, clock) = (place_of(&machine), Arc::new(SystemClock));
    let founding = Founding { demo: false, ..founding() };
    let cost = KdfCost::calibrated().unwrap();
    let (house, _) = House::found(&place, &founding, &chosen(PASSWORD, CHIEF), cost, clock).unwrap();
    house.log_in_at(CHIEF, &password((CHIEF, PASSWORD)), 1).unwrap();
    house.close().unwrap();
    let unseen = "Este equipo no ha visto antes este almacén";
    machine.run_as((CHIEF, PASSWORD), VERIFY).ends(0).answers("Concuerda.").answers(unseen);
    machine.write("a.csv", "numero,nombre\n1701283960,Rosa\n");
    machine
        .run_as((CHIEF, PASSWORD), ["import", "people", "a.csv", "--store", "store"])
        .ends(1)
        .complains(unseen)
        .complains("Supervisión debe revisarlo antes de seguir.");
}

#[test]
fn a_process_at_work_on_the_store_keeps_others_out_until_it_ends() {
    let machine = Machine::with_store();
    // It reads its table from a pipe that nobody fills: it holds the store for as long as the test wants.
    let made = std::process::Command::new("mkfifo").arg(machine.work("tubo.csv")).status().unwrap();
    assert!(made.success());
    let mut child = machine
        .command_as(SUPERVISOR, ["import", "people", "tubo.csv", "--store", "store"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = fs::OpenOptions::new().write(true).open(machine.work("tubo.csv")).unwrap();
    std::io::Write::write_all(&mut pipe, b"numero,nombre\n").unwrap();
    crate::support::printers::until("the store is held", || {
        let lock = fs::File::open(machine.work("store/ventanilla.lock")).ok()?;
        matches!(lock.try_lock(), Err(fs::TryLockError::WouldBlock)).then_some(())
    });
    machine
        .run_as(SUPERVISOR, ["rekey", "--store", "store"])
        .ends(3)
        .complains("está abierto en otra ventana o proceso");
    std::io::Write::write_all(&mut pipe, b"1701283960,Rosa\n").unwrap();
    drop(pipe);
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with("Filas: 1."), "{line}");
    assert!(child.wait().unwrap().success());
    machine.verify().ends(0);
}

#[test]
fn the_register_of_keys_is_signed_and_never_laid_over_another_file() {
    let machine = Machine::with_store();
    let export = |file: &str, who, more: &[&'static str]| {
        let words: Vec<String> = ["export", "issued", file, "--store", "store"].map(str::to_owned).into();
        let words: Vec<&str> = words.iter().map(String::as_str).chain(more.iter().copied()).collect();
        machine.run_as(who, words)
    };
    export("claves.csv", CLERK, &[]).ends(1).complains("El libro de claves solo lo exporta supervisión.");
    assert!(!machine.work("claves.csv").exists());
    export("claves.csv", SUPERVISOR, &[])
        .ends(0)
        .answers("Claves exportadas: 7, en claves.csv; la firma, en claves.csv.firma.json.");
    let csv = machine.read("claves.csv");
    assert_eq!(csv.lines().count(), 8);
    assert!(csv.starts_with("serie,estado,numero_empleador,sucursal,numero_receptor,hash,fecha_hora,firmado\n"));
    assert_eq!(csv.matches(",entregada,").count(), 6);
    assert_eq!(csv.matches(",anulada,").count(), 1);

    let signed: Value = serde_json::from_str(&machine.read("claves.csv.firma.json")).unwrap();
    let bytes = |field: &str| {
        let text = signed[field].as_str().unwrap();
        (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect::<Vec<u8>>()
    };
    let digest: [u8; 32] = Sha256::digest(csv.as_bytes()).into();
    assert_eq!(bytes("sha256"), digest);
    let public = PublicKey(bytes("public_key").try_into().unwrap());
    let signature = Signature(bytes("signature").try_into().unwrap());
    let purpose = signed["purpose"].as_str().unwrap();
    assert!(vault::verify(public, purpose, &digest, &signature).is_ok());
    assert!(vault::verify(public, "something else", &digest, &signature).is_err());

    let again = export("claves.csv", SUPERVISOR, &[]).ends(1);
    again.complains("El archivo claves.csv ya existe. Elija otro nombre; el existente no se ha tocado.");
    assert_eq!(machine.read("claves.csv"), csv);
    export("nunca.csv", SUPERVISOR, &["--from", "2001-01-01", "--to", "2001-01-31"])
        .ends(0)
        .answers("Claves exportadas: 0");
    export("no/hay/claves.csv", SUPERVISOR, &[]).ends(3).complains("no existe");
    machine.verify().ends(0);
    assert!(!machine.files().iter().any(|file| file.to_string_lossy().ends_with(".parcial")), "{:?}", machine.files());
}

#[test]
fn another_key_shuts_out_an_old_vault_and_nobody_else() {
    let machine = Machine::with_store();
    let store = |file: &str| machine.work("store").join(file);
    fs::copy(store("vault"), machine.work("vault-antes")).unwrap();
    let refused = machine.run_as(CLERK, ["rekey", "--store", "store"]).ends(1).complains("la firma supervisión");
    assert!(!refused.err.contains("Cifrando"), "it was not begun: {refused:?}");
    machine.run_as(SUPERVISOR, ["rekey", "--store", "store"]).ends(0).answers("Listo: el almacén tiene otra llave.");
    machine.verify().ends(0).answers("Concuerda.");
    machine.run_as(CLERK, VERIFY).ends(0);

    fs::rename(store("vault"), machine.work("vault-nueva")).unwrap();
    fs::copy(machine.work("vault-antes"), store("vault")).unwrap();
    machine.verify().ends(3).complains("La llave no abre el almacén");
    fs::rename(machine.work("vault-nueva"), store("vault")).unwrap();
    machine.verify().ends(0);
}

#[test]
fn a_machine_whose_clock_is_behind_the_store_is_told_to_look_at_it() {
    let machine = Machine::with_store();
    let tomorrow = Moment(SystemClock.now().0 + 36 * 3_600_000);
    let clock = Arc::new(FixedClock::at(tomorrow));
    let (house, session) = House::open(&place_of(&machine), SUPERVISOR.0, &password(SUPERVISOR), 1, clock).unwrap();
    house.perform(&session, &ChangeSettings { settings: Settings::default() }).unwrap();
    house.close().unwrap();
    machine.verify().ends(0);
    machine.write("a.csv", "numero,nombre\n1701283960,Rosa\n");
    machine.run_as(SUPERVISOR, ["import", "people", "a.csv", "--store", "store"]).ends(1).complains("reloj");
}

#[test]
fn neither_log_nor_complaint_holds_a_password() {
    let machine = Machine::with_store();
    let said = machine.run_as((SUPERVISOR.0, "contraseña-canario-9"), VERIFY).ends(1);
    assert!(!said.err.contains("canario") && !said.out.contains("canario"), "{said:?}");
    let logs: Vec<_> = machine.files().into_iter().filter(|file| is_log(file)).collect();
    assert!(!logs.is_empty(), "{:?}", machine.files());
    for log in logs {
        let text = fs::read_to_string(&log).unwrap();
        assert!(text.contains("vault") && !text.contains("canario") && !text.contains(SUPERVISOR.0), "{text}");
    }
}

#[test]
fn the_log_says_what_failed_and_the_complaint_says_where_the_log_is() {
    let machine = Machine::with_store();
    super::tampering::with_sqlite(&machine, "ALTER TABLE issuance RENAME COLUMN employer_number TO otro");
    let export = ["export", "issued", "claves.csv", "--store", "store"];
    let said =
        machine.run_as(SUPERVISOR, export).ends(3).complains("avise a soporte técnico con los detalles, que están en ");
    let log = machine.files().into_iter().find(|file| is_log(file)).unwrap();
    let folder = log.parent().unwrap().display().to_string();
    assert!(said.err.contains(&format!("están en {folder}.")), "{said:?}");
    let text = fs::read_to_string(&log).unwrap();
    assert!(
        text.contains("store Statement: ") && text.contains("engine Unknown (1): no such column: employer_number"),
        "{text}"
    );
}

#[test]
fn a_command_writes_over_nobody_s_file_neither_through_a_link_nor_in_a_demonstration() {
    use std::os::unix::fs::symlink;
    let machine = Machine::with_store();
    machine.write("ajeno", "de otra persona");
    let report = |file: &str| {
        machine.run_as(SUPERVISOR, ["report", "--month", "2026-11", "--store", "store", "--csv", file]).ends(1)
    };
    symlink(machine.work("ajeno"), machine.work("a.csv.parcial")).unwrap();
    report("a.csv").complains("Ya existe a.csv.parcial: otro programa lo escribe ahora");
    symlink(machine.work("no-hay"), machine.work("b.csv")).unwrap();
    report("b.csv").complains("El archivo b.csv ya existe.");
    assert!(!machine.work("no-hay").exists());
    symlink(machine.work("ajeno"), machine.work("cierre.pdf.parcial")).unwrap();
    let close = ["close", "--store", "store", "--day", "2026-11-20", "--out", "cierre.pdf"];
    assert_ne!(machine.run_as(SUPERVISOR, close).code, Some(0));
    assert_eq!(machine.read("ajeno"), "de otra persona");

    let machine = Machine::new();
    machine.write("slip.pdf", "de otra persona");
    machine.run(["demo", "--headless", "--out", "."]).ends(1).complains("slip.pdf ya existe.");
    assert_eq!(machine.read("slip.pdf"), "de otra persona");
    assert!(!machine.work("store").exists());

    // What a key is printed to is a file too.
    let machine = Machine::new();
    machine.write("ajeno", "de otra persona");
    symlink(machine.work("ajeno"), machine.work("1701-01-1-000001.pdf.parcial")).unwrap();
    machine.run(["demo", "--headless", "--out", "."]).ends(0);
    assert_eq!(machine.read("ajeno"), "de otra persona");
    let machine = Machine::new();
    machine.write("1701-01-1-000001.pdf", "de otra persona");
    assert_ne!(machine.run(["demo", "--headless", "--out", "."]).code, Some(0));
    assert_eq!(machine.read("1701-01-1-000001.pdf"), "de otra persona");
}

fn is_log(file: &Path) -> bool {
    file.to_string_lossy().contains("/state/ventanilla/log/")
}
