//! Case files and the visits that they make: a base, and a JSON merge patch over it.

use serde_json::{Map, Value};
use std::fs;
use std::path::{Path, PathBuf};

/// A case, with the visit that it makes.
pub(crate) struct CaseFile {
    /// Where it stands.
    pub(crate) path: PathBuf,
    /// What is written in it.
    pub(crate) case: Value,
    /// The visit: the base with the change.
    pub(crate) visit: Value,
}

/// Where a procedure's cases stand.
pub(crate) fn folder(procedure: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(procedure)
}

/// A file's JSON.
pub(crate) fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

/// A JSON merge patch (RFC 7386).
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let fields = target.as_object_mut().unwrap();
    for (name, value) in patch {
        if value.is_null() {
            fields.remove(name);
        } else {
            merge(fields.entry(name.clone()).or_insert(Value::Null), value);
        }
    }
}

/// The JSON files of a folder, by name.
pub(crate) fn json_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    files
}

/// The cases of a procedure.
pub(crate) fn cases_of(procedure: &str) -> Vec<CaseFile> {
    let folder = folder(procedure);
    json_files(&folder)
        .into_iter()
        .map(|path| {
            let case = read(&path);
            let base = case["base"].as_str().unwrap_or_else(|| panic!("{}: no base", path.display()));
            let mut visit = read(&folder.join("base").join(format!("{base}.json")));
            merge(&mut visit, &case["change"]);
            CaseFile { path, case, visit }
        })
        .collect()
}
