//! The rules as case files, readable by a supervisor: `tests/cases/<procedure>/<rule> <what happens>.json`.
//!
//! A case names a complete visit (`base/`), what is different in it (a JSON merge patch, RFC 7386), the rule it is
//! about and the verdict of that rule. What all rules say of it stands under `expected`, and is written by running the
//! tests with `VENTANILLA_UPDATE_CASES=1`; the rule and its verdict are only ever written by hand.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, on files of its own"
)]

use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::fs;
use ventanilla::cli::assess;
use ventanilla::domain::procedure::{self, Checklist};
use ventanilla::intake::visit_v1;

use crate::support::case_files::{CaseFile, cases_of, folder, json_files, read};

/// The procedures that are served by a checklist, by id.
fn checklists() -> impl Iterator<Item = (&'static str, Checklist)> {
    procedure::all().filter_map(|id| Some((id.as_str(), procedure::checklist(id.as_str())?)))
}

/// The cases of every procedure.
fn cases() -> Vec<CaseFile> {
    checklists().flat_map(|(id, _)| cases_of(id)).collect()
}

/// Every rule of every procedure, with the verdicts that it says it can give.
fn declared() -> Vec<(&'static str, Vec<&'static str>)> {
    let cards = checklists().flat_map(|(_, checklist)| checklist.rules);
    cards.map(|rule| (rule.id.as_str(), rule.verdicts.iter().map(|verdict| verdict.code()).collect())).collect()
}

/// What `assess` answers, with its exit code.
fn answer(visit: &Value) -> (Value, u8) {
    let (mut out, mut complaints) = (Vec::new(), Vec::new());
    let code = assess::assess(visit.to_string().as_bytes(), &mut out, &mut complaints);
    assert_eq!(String::from_utf8(complaints).unwrap(), "");
    (serde_json::from_slice(&out).unwrap(), code)
}

fn finding<'a>(answer: &'a Value, rule: &str) -> &'a Value {
    let findings = answer["findings"].as_array().unwrap();
    findings.iter().find(|finding| finding["rule"] == rule).unwrap_or_else(|| panic!("no rule {rule}"))
}

/// What a case expects of all rules: the rules by verdict, and of its own rule the sentence.
fn expected(answer: &Value, rule: &str) -> Value {
    let mut by_verdict = Map::new();
    for verdict in ["missing", "refused", "warning", "met", "not_applicable"] {
        let rules: Vec<&str> = answer["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|finding| finding["verdict"] == verdict)
            .map(|finding| finding["rule"].as_str().unwrap())
            .collect();
        if !rules.is_empty() {
            by_verdict.insert(verdict.to_owned(), json!(rules.join(" ")));
        }
    }
    let own = finding(answer, rule);
    let mut expected = json!({ "may_issue": answer["may_issue"], "message": own["message"] });
    for field in ["bring", "source", "override"] {
        if !own[field].is_null() {
            expected[field] = own[field].clone();
        }
    }
    expected["findings"] = Value::Object(by_verdict);
    expected
}

#[test]
fn every_case_is_judged_as_written() {
    let update = std::env::var_os("VENTANILLA_UPDATE_CASES").is_some();
    let mut wrong = Vec::new();
    for CaseFile { path, mut case, visit } in cases() {
        let (answer, code) = answer(&visit);
        let rule = case["rule"].as_str().unwrap().to_owned();
        let own = finding(&answer, &rule);
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if own["verdict"] != case["verdict"] {
            wrong.push(format!("{name}: {} instead of {}: {}", own["verdict"], case["verdict"], own["message"]));
        }
        if !case["override"].is_null() && own["override"]["status"] != case["override"] {
            wrong.push(format!("{name}: override {} instead of {}", own["override"], case["override"]));
        }
        if !case["may_issue"].is_null() && answer["may_issue"] != case["may_issue"] {
            wrong.push(format!("{name}: may_issue {}: {answer:#}", answer["may_issue"]));
        }
        assert_eq!(code, if answer["may_issue"] == true { assess::MAY_ISSUE } else { assess::MAY_NOT_ISSUE });
        let now = expected(&answer, &rule);
        if update {
            case["expected"] = now;
            fs::write(&path, format!("{case:#}\n")).unwrap();
        } else if case["expected"] != now {
            wrong.push(format!("{name}: expected {:#}\nfound {now:#}", case["expected"]));
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// A finding that blocks forbids issuing, and nothing else does.
#[test]
fn the_key_is_issued_exactly_when_nothing_blocks() {
    for CaseFile { path, visit, .. } in cases() {
        let (answer, _) = answer(&visit);
        let blocked = answer["findings"].as_array().unwrap().iter().any(|finding| {
            let verdict = finding["verdict"].as_str().unwrap();
            verdict == "missing"
                || verdict == "refused"
                || (verdict == "warning" && finding["override"]["status"] != "accepted")
        });
        assert_eq!(answer["may_issue"], !blocked, "{}", path.display());
    }
}

/// Every rule has a case for every verdict that the table says it can have, and gives no other in any case.
#[test]
fn every_rule_has_a_case_in_every_verdict() {
    let declared: BTreeSet<(String, String)> = declared()
        .into_iter()
        .flat_map(|(rule, verdicts)| verdicts.into_iter().map(move |verdict| (rule.to_owned(), verdict.to_owned())))
        .collect();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let cases = cases();
    let written = cases.iter().map(|it| (text(&it.case["rule"]), text(&it.case["verdict"]))).collect::<BTreeSet<_>>();
    let seen = cases
        .iter()
        .flat_map(|it| answer(&it.visit).0["findings"].as_array().unwrap().clone())
        .map(|finding| (text(&finding["rule"]), text(&finding["verdict"])))
        .collect::<BTreeSet<_>>();
    let forgotten: Vec<_> = declared.difference(&written).collect();
    assert!(forgotten.is_empty(), "without a case: {forgotten:?}");
    let undeclared: Vec<_> = seen.difference(&declared).collect();
    assert!(undeclared.is_empty(), "not declared in the table: {undeclared:?}");
}

#[test]
fn rule_ids_are_unique_and_files_are_named_after_their_rule() {
    let ids: BTreeSet<_> = declared().into_iter().map(|(rule, _)| rule).collect();
    assert_eq!(ids.len(), declared().len());
    for (id, checklist) in checklists() {
        assert!(!checklist.rules.is_empty(), "{id}");
    }
    for CaseFile { path, case, .. } in cases() {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if name.get(2..3) == Some("-") {
            assert!(name.starts_with(case["rule"].as_str().unwrap()), "{name}");
        }
    }
}

/// What is only the clerk's to record is never asked of the person.
#[test]
fn nobody_is_sent_home_for_what_the_clerk_has_to_record() {
    for CaseFile { path, visit, .. } in cases() {
        for finding in answer(&visit).0["findings"].as_array().unwrap() {
            let message = finding["message"].as_str().unwrap();
            let to_record = message.starts_with("Falta registrar") || message.starts_with("Falta buscar");
            assert!(!to_record || finding["bring"].is_null(), "{}: {message}", path.display());
            assert!(message.ends_with('.') || message.ends_with('?'), "{}: {message}", path.display());
        }
    }
}

/// The paths of all fields of a visit, leaves and branches.
fn fields(value: &Value, at: &str, paths: &mut Vec<String>) {
    match value {
        Value::Object(fields_here) => {
            for (name, inner) in fields_here {
                let path = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
                paths.push(path.clone());
                fields(inner, &path, paths);
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                fields(inner, &format!("{at}/{index}"), paths);
            }
        }
        _ => {}
    }
}

fn without(visit: &Value, path: &str) -> Option<Value> {
    let (parent, name) = path.rsplit_once('/')?;
    let mut visit = visit.clone();
    visit.pointer_mut(parent)?.as_object_mut()?.remove(&name.replace("~1", "/").replace("~0", "~"))?;
    Some(visit)
}

/// A visit that can be read is the same after writing and reading, however little of it is filled in.
#[test]
fn a_partly_filled_visit_survives_writing_and_reading() {
    let mut read_again = 0;
    for CaseFile { visit, .. } in cases() {
        let mut paths = vec![];
        fields(&visit, "", &mut paths);
        let partial = paths.iter().filter_map(|path| without(&visit, path));
        for text in std::iter::once(visit.clone()).chain(partial).map(|visit| visit.to_string()) {
            let Ok(read) = visit_v1::read_str(&text) else { continue };
            let written = visit_v1::write_any(&read).unwrap();
            assert_eq!(visit_v1::read_str(&written).unwrap(), read, "{text}");
            read_again += 1;
        }
    }
    assert!(read_again > 5_000, "only {read_again} visits could be read");
}

/// Of a complete visit nothing can be left out and the person still be served, but for these fields. Each has its reason:
/// the sheet does not ask for it, it is a list or name that a number already settles, or it stands for a default.
#[test]
fn what_may_be_left_out_of_a_complete_visit() {
    for (procedure, _) in checklists() {
        let mut optional = BTreeSet::new();
        for path in json_files(&folder(procedure).join("base")) {
            let base = read(&path);
            let mut paths = vec![];
            fields(&base, "", &mut paths);
            for path in paths {
                let Some(text) = without(&base, &path).map(|visit| visit.to_string()) else { continue };
                let mut out = Vec::new();
                if assess::assess(text.as_bytes(), &mut out, &mut Vec::new()) == assess::MAY_ISSUE {
                    optional.insert(path);
                }
            }
        }
        let written = fs::read_to_string(folder(procedure).join("optional-fields.txt")).unwrap();
        let written: BTreeSet<String> = written.lines().map(str::to_owned).collect();
        let found = optional.iter().cloned().collect::<Vec<_>>().join("\n");
        assert_eq!(optional, written, "{procedure}, found:\n{found}");
    }
}
