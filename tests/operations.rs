//! Every operation is listed once, and its name is spelt once: where it is defined. What has to be signed comes from the
//! operations themselves.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use ventanilla::ops::LISTED;

use crate::support::source::{Source, sources, words};

/// The program's sources, each without its tests.
fn program() -> Vec<(String, Source)> {
    let files = sources("src").into_iter();
    files.map(|(file, text)| (file, Source::read(text.split("#[cfg(test)]").next().unwrap()))).collect()
}

/// The types that are operations or runs, by what the code says.
fn implementors(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for of in ["Operation for ", "Run for "] {
        for after in words(code, of) {
            found.insert(after.to_owned());
        }
    }
    found
}

/// The runs that are one way of importing, each for its rows.
fn named_imports(code: &str) -> Vec<String> {
    let lines = code.lines().filter(|line| line.contains("= OneRowImport<"));
    lines.filter_map(|line| Some(words(line, "pub type ").next()?.to_owned())).collect()
}

#[test]
fn no_operation_and_no_run_is_missing_from_the_list() {
    let mut listed = BTreeSet::new();
    let mut known = BTreeSet::new();
    for (file, source) in program().iter().filter(|(file, _)| file.starts_with("src/ops/")) {
        if file == "src/ops/house/registry.rs" {
            listed.extend(source.code.split(|c: char| !c.is_alphanumeric()).map(str::to_owned));
        }
        known.extend(implementors(&source.code));
        // What a procedure's visits are served by is listed with the procedure.
        listed.extend(words(&source.code, "type Serves = ").map(str::to_owned));
    }
    // One way of importing is a run for each kind of row.
    assert!(known.remove("OneRowImport"));
    known.extend(program().iter().flat_map(|(_, source)| named_imports(&source.code)));
    assert!(known.len() > 75, "{known:?}");
    let missing: Vec<&String> = known.iter().filter(|name| !listed.contains(*name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert_eq!(LISTED.len(), known.len() + 4 + 3, "the four traced reads, and three entries of no operation");
    let names: BTreeSet<&str> = LISTED.iter().map(|it| it.name).collect();
    assert_eq!(names.len(), LISTED.len(), "each name is one operation's");
}

#[test]
fn the_name_of_an_operation_is_spelt_where_it_is_defined_and_nowhere_else() {
    let mut spelt: BTreeMap<&str, Vec<String>> = LISTED.iter().map(|it| (it.name, Vec::new())).collect();
    for (file, source) in program() {
        for text in &source.strings {
            for (name, places) in &mut spelt {
                if text == name || text.contains(&format!("'{name}'")) {
                    places.push(file.clone());
                }
            }
        }
    }
    let wrong: Vec<_> = spelt.iter().filter(|(_, places)| places.len() != 1).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn what_was_ever_signed_is_signed() {
    let signed: BTreeSet<&str> = LISTED.iter().filter(|it| it.signed.is_some()).map(|it| it.name).collect();
    let before = [
        "settings.change",
        "printer.trust",
        "approval.answer",
        "user.add",
        "user.credentials",
        "user.reset",
        "user.disable",
        "user.recovery_code",
        "house.move",
        "house.rekey",
        "house.restore",
        "export.issued",
        "export.log",
        "scan.detach_signed",
        "window.add",
        "day.close",
        "visit.park_others",
        "visit.end_others",
        "visit.looked",
        "holiday.change",
        "notarial_power.withdraw_revocation",
        "artisan_qualification.withdraw_revocation",
        "person.erase",
        "people.erase",
        "scans.erase",
        "import.employers",
        "import.people",
    ];
    let no_more: Vec<_> = before.iter().filter(|name| !signed.contains(*name)).collect();
    assert!(no_more.is_empty(), "an entry of an earlier version bears its signature: {no_more:?}");
}
