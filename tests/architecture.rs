//! The house rules that a compiler does not know: which way the arrows point, where SQL, windows, clocks and printing to
//! the terminal may stand, and that every file says what it is for.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test that cannot read a file fails"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::source::{Source, sources, words};

/// The storeys, the highest first; the modules of one storey are strangers to each other.
const STOREYS: [&[&str]; 6] =
    [&["cli"], &["ui"], &["desk", "sample"], &["ops"], &["store", "vault", "print", "intake", "mail"], &["domain"]];
/// This machine's settings stand beside the storeys: who may look at them …
const STATION_IS_USED_BY: [&str; 4] = ["cli", "ui", "desk", "station"];
/// … and what they may name.
const STATION_USES: [&str; 4] = ["ops::Place", "ops::Address", "ops::AddressFault", "station"];

/// The window shows values of these, and hands work in to the desk: it touches neither store nor printer nor disk.
const UI_USES: [&str; 3] = ["desk", "ops", "domain"];

/// Where a procedure is named: in the registry, in its own folders, in the file format's arm for it and in the sample; and where
/// the ledger of the employer key's slips is kept.
const NAME_A_PROCEDURE: [&str; 7] = [
    "domain::procedure",
    "ops::procedure",
    "intake::visit_v1",
    "sample",
    "ops::issuance",
    "ui::screens::visit::procedure",
    "ui::screens::self_service::procedure",
];

const LONGEST_FILE: usize = 800;
const SQL: [&str; 7] = ["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "PRAGMA", "ATTACH"];
const CLOCKS_AND_CHANCE: [&str; 12] = [
    "SystemTime",
    "Instant",
    "Utc::now",
    "Local::now",
    "getrandom",
    "rand",
    "thread_rng",
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
];
const TERMINAL: [&str; 5] = ["println!", "eprintln!", "print!", "eprint!", "dbg!"];

fn storey(module: &str) -> Option<usize> {
    STOREYS.iter().position(|modules| modules.contains(&module))
}

/// The module of a file under `src`, from the top: `src/ops/turn/mod.rs` is `["ops", "turn"]`.
fn module_of(file: &str) -> Vec<&str> {
    let path = file.strip_prefix("src/").unwrap().strip_suffix(".rs").unwrap();
    let mut names: Vec<&str> = path.split('/').collect();
    if names.last() == Some(&"mod") {
        names.pop();
    }
    names
}

/// What is wrong with a file under `src`.
fn findings(file: &str, text: &str) -> Vec<String> {
    let source = Source::read(text);
    let module = module_of(file);
    let mut found = Vec::new();
    let mut say = |what: String| found.push(format!("{file}: {what}"));
    match module[0] {
        "lib" => {}
        "main" => words(&source.code, "ventanilla::")
            .filter(|name| !name.starts_with("cli"))
            .for_each(|name| say(format!("the entry uses {name}: it starts the command line and nothing else"))),
        top => used(&source.code, &module).into_iter().filter_map(|name| wrong_arrow(top, &name)).for_each(&mut say),
    }
    if module[0] != "store" {
        source
            .strings
            .iter()
            .filter(|text| is_sql(text))
            .for_each(|text| say(format!("SQL outside the store: {text:?}")));
        if mentions(&source.code, "rusqlite") {
            say("the store's engine outside the store".into());
        }
    }
    if module[0] != "ui" && ["egui", "eframe"].iter().any(|name| mentions(&source.code, name)) {
        say("the window outside ui".into());
    }
    if module[0] == "domain" {
        let impure = CLOCKS_AND_CHANCE.iter().filter(|name| mentions(&source.code, name));
        impure.for_each(|name| say(format!("{name} inside the domain")));
    }
    if module[0] != "cli" {
        let told = TERMINAL.iter().filter(|name| mentions(&source.code, name));
        told.for_each(|name| say(format!("{name} outside the command line")));
    }
    if !names_procedures(&module) {
        let named = procedures().into_iter().flat_map(|folder| [folder.to_uppercase(), folder]);
        let named = named.filter(|name| mentions(&source.code, name));
        named.for_each(|name| say(format!("{name} is named outside its own folders")));
    }
    if !says_what_it_is_for(text) {
        say("it does not say at its top what it is for (//!)".into());
    }
    found.extend(too_long(file, text));
    found
}

/// What names a procedure in the code: its folder in the domain.
fn procedures() -> Vec<String> {
    let folders = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/domain/procedure")).unwrap();
    let folders = folders.map(|entry| entry.unwrap()).filter(|entry| entry.file_type().unwrap().is_dir());
    folders.map(|folder| folder.file_name().into_string().unwrap()).filter(|folder| folder != "shared").collect()
}

/// May a module name a procedure? What stands beside the procedures in the domain may not, unlike the registry itself.
fn names_procedures(module: &[&str]) -> bool {
    let path = module.join("::");
    NAME_A_PROCEDURE.iter().any(|named| {
        let below = path.strip_prefix(named).and_then(|rest| rest.strip_prefix("::"));
        let is_own = |below: &str| procedures().iter().any(|folder| below.split("::").next() == Some(folder));
        path == *named || below.is_some_and(|below| *named != "domain::procedure" || is_own(below))
    })
}

fn too_long(file: &str, text: &str) -> Option<String> {
    let lines = text.lines().count();
    (lines > LONGEST_FILE).then(|| format!("{file}: {lines} lines, {LONGEST_FILE} at most"))
}

/// Why one storey may not name this, if it may not.
fn wrong_arrow(from: &str, name: &str) -> Option<String> {
    let to = name.split("::").next().unwrap();
    if to == from {
        return None;
    }
    if from == "station" {
        let may = STATION_USES.contains(&name) || to == "domain";
        return (!may).then(|| format!("the station's settings use {name}"));
    }
    if to == "station" {
        return (!STATION_IS_USED_BY.contains(&from)).then(|| format!("{from} looks at this machine's settings"));
    }
    if from == "ui" && !UI_USES.contains(&to) && storey(to).is_some() {
        return Some(format!("the window touches {name}: it asks the desk"));
    }
    match (storey(from), storey(to)) {
        (Some(here), Some(there)) if there > here => None,
        (Some(here), Some(there)) if there == here => Some(format!("an arrow sideways: {from} uses {name}")),
        (Some(_), Some(_)) => Some(format!("an arrow upwards: {from} uses {name}")),
        (None, _) => Some(format!("{from} stands on no storey: say which in this test")),
        // A macro or a name that the crate's root does not have as a module.
        (_, None) => None,
    }
}

/// What a file names of the crate, from its root: by `crate::`, in the braces after it, and by climbing with `super::`.
fn used(code: &str, module: &[&str]) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = words(code, "crate::").map(str::to_owned).collect();
    let mut rest = code;
    while let Some(at) = rest.find("crate::{") {
        rest = &rest[at + "crate::{".len()..];
        names.extend(listed(rest));
    }
    let climb = "super::".repeat(module.len());
    let is_start = |at: usize| !code[..at].ends_with("super::") && !code[..at].ends_with(|c: char| c.is_alphanumeric());
    for (at, found) in code.match_indices(&climb) {
        if is_start(at) {
            let name: String = code[at + found.len()..]
                .chars()
                .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':'))
                .collect();
            names.insert(name);
        }
    }
    // Below the inline modules of a file one more step leads as high; a name that is no storey says nothing.
    names.into_iter().filter(|name| !name.is_empty() && !name.starts_with("super")).collect()
}

/// The names at the first level of a list in braces, which `rest` follows.
fn listed(rest: &str) -> Vec<String> {
    let (mut depth, mut name, mut names) = (0_usize, String::new(), Vec::new());
    for c in rest.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(std::mem::take(&mut name)),
            c if depth == 0 && !c.is_whitespace() => name.push(c),
            _ => {}
        }
    }
    names.push(name);
    names.into_iter().map(|name| name.trim_end_matches(':').to_owned()).filter(|name| !name.is_empty()).collect()
}

fn is_sql(text: &str) -> bool {
    let text = text.trim_start();
    SQL.iter().any(|verb| text.strip_prefix(verb).is_some_and(|rest| rest.starts_with(char::is_whitespace)))
}

/// Does a name stand in the code, as a word of its own?
fn mentions(code: &str, name: &str) -> bool {
    let part_of_word = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(name).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + name.len()..].chars().next();
        !before.is_some_and(part_of_word) && !after.is_some_and(part_of_word)
    })
}

fn says_what_it_is_for(text: &str) -> bool {
    let item =
        |line: &str| ["use ", "mod ", "pub ", "fn ", "struct ", "enum "].iter().any(|word| line.starts_with(word));
    let top = text.lines().take_while(|line| !item(line));
    top.filter_map(|line| line.strip_prefix("//!")).any(|said| said.chars().any(char::is_alphabetic))
}

/// The test files that nobody pulls in: each stands as `mod name;` in another one.
fn forgotten(files: &[(String, String)]) -> Vec<String> {
    let pulls_in = |stem: &str| {
        files.iter().any(|(_, text)| {
            text.lines().any(|line| {
                let line = line.trim_start();
                let line = line.strip_prefix("pub(crate) ").unwrap_or(line);
                line.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';')) == Some(stem)
            })
        })
    };
    let by_path = |file: &str| {
        files.iter().any(|(_, text)| {
            let paths =
                text.lines().filter_map(|line| line.trim_start().strip_prefix("#[path = \"")?.strip_suffix("\"]"));
            paths.into_iter().any(|path| file.ends_with(&format!("/{}", path.trim_start_matches("../"))))
        })
    };
    let at_top = |stem: &str| {
        let main = files.iter().find(|(file, _)| file == "tests/main.rs");
        main.is_some_and(|(_, text)| text.lines().any(|line| line == format!("mod {stem};")))
    };
    let mut left = Vec::new();
    for (file, _) in files.iter().filter(|(file, _)| file != "tests/main.rs") {
        let stem = Path::new(file).file_stem().unwrap().to_str().unwrap();
        let found = if file.matches('/').count() == 1 { at_top(stem) } else { pulls_in(stem) || by_path(file) };
        if !found {
            left.push(format!("{file}: no test binary holds it"));
        }
    }
    left
}

#[test]
fn the_house_keeps_its_rules() {
    let files = sources("src");
    assert!(files.len() > 100, "the sources were not found");
    let broken: Vec<String> = files.iter().flat_map(|(file, text)| findings(file, text)).collect();
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn no_test_is_forgotten_or_too_long() {
    let files = sources("tests");
    let mut broken = forgotten(&files);
    broken.extend(files.iter().filter_map(|(file, text)| too_long(file, text)));
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

/// The findings in a file that says what it is for.
fn in_file(file: &str, code: &str) -> Vec<String> {
    findings(file, &format!("//! For a test.\n{code}"))
}

#[track_caller]
fn refused(file: &str, code: &str, why: &str) {
    let found = in_file(file, code);
    assert!(found.len() == 1 && found[0].contains(why), "{code:?} in {file}: {found:?}");
}

#[track_caller]
fn accepted(file: &str, code: &str) {
    assert_eq!(in_file(file, code), Vec::<String>::new(), "{code:?} in {file}");
}

#[test]
fn arrows_upwards_and_sideways_are_seen() {
    refused("src/domain/turn/mod.rs", "use crate::store::Reader;", "upwards");
    refused("src/store/turn.rs", "fn f() { crate::ops::refuse(); }", "upwards");
    refused("src/store/turn.rs", "use crate::vault::Login;", "sideways");
    refused("src/print/mod.rs", "use crate::{domain::id::TurnId, intake::{images, table}};", "sideways");
    refused("src/ops/house/mod.rs", "use crate::cli::run;", "upwards");
    refused("src/sample/mod.rs", "use crate::desk::Desk;", "sideways");
    refused("src/desk/mod.rs", "use crate::ui::App;", "upwards");
    refused("src/store/turn.rs", "use super::super::ops::House;", "upwards");
    refused("src/attic/mod.rs", "use crate::domain::id::TurnId;", "no storey");
    refused("src/main.rs", "fn main() { ventanilla::ops::start(); }", "the entry uses");
    accepted("src/main.rs", "fn main() { ventanilla::cli::run(); }");
    accepted("src/ops/house/mod.rs", "use crate::{domain::id::TurnId, store, vault::{Login, Vault}};");
    accepted("src/ops/turn/mod.rs", "use super::error::Error; use super::super::ops::house::House;");
    accepted(
        "src/store/turn.rs",
        "// as crate::ops::turn wants it\n/// [`crate::ops::House`]\nuse crate::domain::id::TurnId;",
    );
    accepted("src/store/turn.rs", "const HINT: &str = \"crate::ops::House\";");
}

#[test]
fn a_procedure_is_named_in_its_own_folders_and_the_registry_alone() {
    let code = "use crate::domain::procedure::employer_key::Case;";
    let own = "is named outside its own folders";
    refused("src/domain/procedure/shared/turn.rs", code, own);
    refused("src/domain/procedure/papers.rs", code, own);
    refused("src/domain/turn/walk_in.rs", "const OF: ProcedureId = ProcedureId::AFFILIATE_KEY;", own);
    refused("src/print/documents/day_act.rs", code, own);
    refused("src/ui/screens/turns/acts.rs", code, own);
    accepted("src/domain/procedure/mod.rs", "pub mod employer_key;");
    accepted("src/domain/procedure/employer_key/turn.rs", code);
    accepted("src/ops/procedure/employer_key/keys.rs", code);
    accepted(
        "src/print/documents/slip.rs",
        "use crate::domain::secret::EmployerKey; const ID: &str = \"employer_key\";",
    );
}

#[test]
fn the_stations_settings_are_for_what_starts_the_program() {
    refused("src/ops/house/mod.rs", "use crate::station::Station;", "this machine's settings");
    refused("src/store/mod.rs", "use crate::station::Station;", "this machine's settings");
    refused("src/station.rs", "use crate::ops::House;", "the station's settings use");
    refused("src/station.rs", "use crate::store::Store;", "the station's settings use");
    accepted("src/station.rs", "use crate::ops::Place;");
    accepted("src/cli/door.rs", "use crate::station::Station;");
    accepted("src/desk/mod.rs", "use crate::station::Station;");
}

#[test]
fn sql_windows_clocks_and_chatter_are_seen_where_they_do_not_belong() {
    refused("src/ops/house/mod.rs", "const Q: &str = \"SELECT 1\";", "SQL outside");
    refused("src/sample/mod.rs", "const Q: &str = r#\"\n  DELETE FROM turn\"#;", "SQL outside");
    refused("src/vault/mod.rs", "use rusqlite::Connection;", "engine outside");
    accepted("src/store/turn.rs", "use rusqlite::Row; const Q: &str = \"UPDATE turn SET x = 1\";");
    accepted("src/ops/house/mod.rs", "const SAID: &str = \"SELECTO\"; // SELECT nothing");
    refused("src/desk/mod.rs", "fn f(ui: &mut egui::Ui) {}", "the window outside");
    accepted("src/ui/mod.rs", "fn f(ui: &mut egui::Ui) {}");
    for code in [
        "use std::time::SystemTime;",
        "fn f() { std::time::Instant::now(); }",
        "fn f() { chrono::Utc::now(); }",
        "fn f() { chrono::Local::now(); }",
        "fn f() { getrandom::fill(&mut []); }",
        "use rand::Rng;",
        "use std::fs;",
    ] {
        refused("src/domain/calendar.rs", code, "inside the domain");
    }
    accepted("src/domain/calendar.rs", "struct Instantly; const SAID: &str = \"SystemTime\";");
    accepted("src/ops/clock.rs", "use std::time::SystemTime;");
    refused("src/ops/house/mod.rs", "fn f() { println!(\"x\"); }", "println!");
    refused("src/vault/mod.rs", "fn f() { eprintln!(\"x\"); }", "eprintln!");
    accepted("src/cli/mod.rs", "fn f() { println!(\"x\"); }");
}

#[test]
fn a_file_without_a_purpose_or_an_end_is_seen() {
    let silent = findings("src/ops/house/mod.rs", "use std::sync::Arc;\n//! Too late.\n");
    assert_eq!(silent, ["src/ops/house/mod.rs: it does not say at its top what it is for (//!)"]);
    assert_eq!(findings("src/ops/house/mod.rs", "//!\nfn f() {}").len(), 1, "saying nothing is not saying it");
    assert!(findings("src/lib.rs", "#![cfg_attr(test, allow(x))]\n//! The map.\n").is_empty());
    refused("src/ops/house/mod.rs", &"fn f() {}\n".repeat(LONGEST_FILE), "801 lines");
    assert!(too_long("tests/house.rs", &"\n".repeat(LONGEST_FILE + 1)).is_some());
}

#[test]
fn a_forgotten_test_file_is_seen() {
    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let files = [
        file("tests/main.rs", "mod turns;\nmod support {\n    pub(crate) mod house;\n}\n"),
        file("tests/turns.rs", "#[path = \"turns/walk_in.rs\"]\nmod given;\n"),
        file("tests/turns/walk_in.rs", ""),
        file("tests/support/house.rs", ""),
    ];
    assert_eq!(forgotten(&files), Vec::<String>::new());
    let mut more = files.to_vec();
    more.push(file("tests/visits.rs", "mod visits;"));
    more.push(file("tests/turns/priority.rs", ""));
    assert_eq!(
        forgotten(&more),
        ["tests/visits.rs: no test binary holds it", "tests/turns/priority.rs: no test binary holds it"]
    );
}
