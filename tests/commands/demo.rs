//! `demo --headless`: the papers, the journal, and everything that can be in the way of it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use serde_json::Value;

use super::{Machine, SUPERVISOR, is_root, left_out, run_by};

fn journal(machine: &Machine, out: &str) -> Vec<Value> {
    let text = machine.read(&format!("{out}/journal.jsonl"));
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"))).collect()
}

#[test]
fn it_leaves_papers_and_a_chained_journal_and_can_be_run_over_itself() {
    let machine = Machine::new();
    let first = machine.run(["demo", "--headless", "--out", "d"]).ends(0);
    let first =
        first.answers("La bitácora concuerda. ").answers("Claves: 7").answers("supervisora  arrayán de la cocha");
    assert!(first.err.is_empty(), "{first:?}");
    let names = |suffix: &str| {
        let names = fs::read_dir(machine.work("d")).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.filter(|name| name.ends_with(suffix)).collect();
        names.sort();
        names
    };
    let papers = names(".pdf");
    for paper in [
        "slip.pdf",
        "acknowledgement.pdf",
        "constancia.pdf",
        "day.pdf",
        "1701-01-1-000007.pdf",
        "acuse-1701-01-1-000007.pdf",
    ] {
        assert!(papers.iter().any(|name| name == paper), "{paper} is not among {papers:?}");
    }
    // The spoilt slip has no acknowledgement; whoever left without a key has a constancia.
    assert!(!papers.iter().any(|name| name == "acuse-1701-01-1-000002.pdf"), "{papers:?}");
    assert_eq!(names("parcial"), [""; 0]);

    let entries = journal(&machine, "d");
    assert!(first.out.contains(&format!("Entradas: {}.", entries.len())), "{}", first.out);
    let mut previous = "0".repeat(64);
    for (number, entry) in (1..).zip(&entries) {
        assert_eq!((entry["number"].as_i64(), entry["previous"].as_str()), (Some(number), Some(previous.as_str())));
        previous = entry["hash"].as_str().unwrap().to_owned();
    }
    let of = |operation: &str| entries.iter().filter(|entry| entry["operation"] == operation).count();
    assert_eq!((of("issuance.reserve"), of("issuance.deliver"), of("issuance.void")), (7, 6, 1));
    assert_eq!((of("affiliate_key.unlock"), of("visit.go_on_with")), (1, 1), "one comes for another key");
    // What people do by themselves, and who is led to the counter.
    for (operation, times) in [
        ("affiliate_key.ask_unlock", 1),
        ("affiliate_key.begin", 1),
        ("affiliate_key.answer", 1),
        ("affiliate_key.confirm_data", 1),
        ("employer_key_recovery.begin", 2),
        ("self_service.give_code", 2),
        ("self_service.open_link", 3),
        ("self_service.choose_key", 2),
        ("turn.begin_booking", 1),
        ("turn.book_alone", 1),
    ] {
        let done = entries.iter().filter(|entry| entry["operation"] == operation && entry["outcome"] == "done");
        assert_eq!(done.count(), times, "{operation}");
    }
    // Each is told as written: a code or a link where one is waited for, and what is told once it is done.
    let letters = fs::read_dir(machine.work("d/correo")).unwrap().map(|it| fs::read_to_string(it.unwrap().path()));
    let letters: Vec<_> = letters.map(Result::unwrap).filter(|letter| letter.contains("Subject: ")).collect();
    assert!(letters.len() >= of("self_service.give_code") + of("self_service.open_link"), "{}", letters.len());
    assert!(first.out.contains(&format!("Correos: {}, ", letters.len())), "{}", first.out);
    let last: Vec<_> = entries.iter().rev().take(2).map(|entry| entry["operation"].as_str().unwrap()).collect();
    assert_eq!(last, ["day.print_act", "day.close"]);
    machine.run_as(SUPERVISOR, ["verify", "--store", "d/store"]).ends(0).answers("Concuerda. ");

    let slip = fs::read(machine.work("d/slip.pdf")).unwrap();
    machine.run(["demo", "--headless", "--out", "d"]).ends(0);
    assert_eq!(names(".pdf"), papers);
    assert_ne!(fs::read(machine.work("d/slip.pdf")).unwrap(), slip, "another run makes other keys");
    machine.run_as(SUPERVISOR, ["verify", "--store", "d/store"]).ends(0);
}

#[test]
fn every_paper_says_that_it_is_a_sample_and_the_key_stands_on_the_slip_alone() {
    if Command::new("pdftotext").arg("-v").output().is_err() {
        return left_out("poppler's pdftotext: the text of the demo's papers");
    }
    let machine = Machine::new();
    for (paper, out) in [("a4", "a4"), ("rollo", "roll")] {
        machine.run(["demo", "--headless", "--out", out, "--paper", paper]).ends(0);
        let text = |name: &str| {
            let file = machine.work(out).join(name);
            let output = Command::new("pdftotext").arg("-layout").arg(file).arg("-").output().unwrap();
            String::from_utf8(output.stdout).unwrap()
        };
        let slip = text("slip.pdf");
        for (name, words) in [
            ("slip.pdf", "1701-01-1-000001"),
            ("acknowledgement.pdf", "1701-01-1-000001"),
            ("constancia.pdf", "firma"),
            ("day.pdf", "Atenciones: 9"),
        ] {
            let text = text(name);
            assert!(text.contains("MUESTRA SIN VALOR") && text.contains(words), "{name}: {text}");
        }
        assert_eq!(slip, text("1701-01-1-000001.pdf"));
        let is_key = |word: &&str| {
            word.len() >= 8
                && word.chars().all(|c| c.is_ascii_alphanumeric())
                && word.chars().any(|c| c.is_ascii_digit())
                && word.chars().any(|c| c.is_ascii_alphabetic())
        };
        let key = slip.split_whitespace().find(is_key).unwrap_or_else(|| panic!("no key on {slip}")).to_owned();
        let holding: Vec<_> = machine
            .files()
            .into_iter()
            .filter(|file| file.extension().is_some_and(|kind| kind == "pdf") && file.starts_with(machine.work(out)))
            .filter(|file| text(file.file_name().unwrap().to_str().unwrap()).contains(&key))
            .map(|file| file.file_name().unwrap().to_string_lossy().into_owned())
            .collect();
        let holding: std::collections::BTreeSet<_> = holding.into_iter().collect();
        assert_eq!(Vec::from_iter(holding), ["1701-01-1-000001.pdf", "slip.pdf"], "«{key}»");
    }
}

#[test]
fn what_is_no_demo_is_left_alone() {
    let machine = Machine::new();
    fs::create_dir_all(machine.work("d/store")).unwrap();
    machine.write("d/store/carta.txt", "querida tía");
    machine.run(["demo", "--headless", "--out", "d"]).ends(1).complains("no es de una demostración: no se toca");
    assert_eq!(machine.read("d/store/carta.txt"), "querida tía");

    machine.write("archivo", "soy un archivo");
    machine.run(["demo", "--headless", "--out", "archivo"]).ends(3).complains("No se pudo crear la carpeta");
    assert_eq!(machine.read("archivo"), "soy un archivo");
    // An empty folder is as good as none.
    fs::create_dir_all(machine.work("e/store")).unwrap();
    machine.run(["demo", "--headless", "--out", "e"]).ends(0);
}

#[test]
fn a_demo_in_use_is_not_thrown_away() {
    let machine = Machine::new();
    machine.run(["demo", "--headless", "--out", "."]).ends(0);
    let lock = fs::File::open(machine.work("store/ventanilla.lock")).unwrap();
    lock.lock().unwrap();
    machine.run(["demo", "--headless", "--out", "."]).ends(1).complains("está en uso en otro proceso");
    drop(lock);
    machine.verify().ends(0);
}

#[test]
fn a_user_without_a_home_can_play_it() {
    let machine = Machine::new();
    let mut command = machine.command(["demo", "--headless", "--out", "d"]);
    for variable in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
        command.env_remove(variable);
    }
    // Without a name in the list of users either, the system knows no home at all.
    fs::set_permissions(machine.folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(machine.work(""), fs::Permissions::from_mode(0o777)).unwrap();
    if is_root() {
        run_by(&mut command, 3_999_999_993);
    }
    let said = super::Said::of(command.output().expect("the program may be run by anybody"));
    said.ends(0).answers("La bitácora concuerda");
}

/// The user with the fewest rights.
const NOBODY: u32 = 65_534;

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let machine = Machine::new();
    fs::set_permissions(machine.folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(machine.work(""), fs::Permissions::from_mode(0o555)).unwrap();
    let mut command = machine.command(["demo", "--headless"]);
    if is_root() {
        run_by(&mut command, NOBODY);
    }
    let said = super::Said::of(command.output().unwrap()).ends(3);
    said.complains("No se pudo crear la carpeta de la demostración (demo): este usuario no tiene permiso.");
    fs::set_permissions(machine.work(""), fs::Permissions::from_mode(0o755)).unwrap();
    assert!(!machine.work("demo").exists());
}

/// A small disk of its own, gone when dropped.
struct SmallDisk<'m>(&'m Machine);

impl<'m> SmallDisk<'m> {
    fn new(machine: &'m Machine, kib: u32) -> Option<Self> {
        fs::create_dir(machine.work("disk")).unwrap();
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={kib}k"), "ventanilla-test"])
            .arg(machine.work("disk"))
            .output();
        if mount.is_ok_and(|output| output.status.success()) {
            return Some(Self(machine));
        }
        left_out("a disk of its own (needs root): a full disk");
        None
    }
}

impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.work("disk")).status();
    }
}

#[test]
fn on_a_full_disk_nothing_stands_half_made_under_its_name() {
    let machine = Machine::new();
    // Full while founding, while filling, and among the papers.
    for kib in [64, 256, 1024, 2048] {
        let Some(disk) = SmallDisk::new(&machine, kib) else { return };
        let said = machine.run(["demo", "--headless", "--out", "disk/d"]).ends(3);
        assert!(said.err.contains("lleno") || said.err.contains("espacio"), "{kib} KiB: {said:#?}");
        let out = machine.work("disk/d");
        for name in ["slip.pdf", "acknowledgement.pdf", "constancia.pdf", "day.pdf", "journal.jsonl"] {
            assert!(!out.join(name).exists(), "{kib} KiB: {name}");
        }
        for entry in fs::read_dir(&out).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|kind| kind == "pdf") {
                assert!(fs::read(&path).unwrap().ends_with(b"%%EOF\n") || fs::read(&path).unwrap().ends_with(b"%%EOF"));
            }
        }
        drop(disk);
        fs::remove_dir(machine.work("disk")).unwrap();
    }
}
