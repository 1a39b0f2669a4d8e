//! The rules over every case file: 20 µs a visit at most, measured beside a floor: as many empty judgements through the
//! same mechanism, which is what the table costs without its rules.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a bench, on files of its own"
)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use serde_json::{Map, Value};
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};
use ventanilla::domain::procedure::employer_key::{self, Case, RULES};
use ventanilla::domain::rule::{self, Judgement, Rule};
use ventanilla::intake::visit_v1;

/// The most a visit may take.
const TO_REACH: Duration = Duration::from_micros(20);
/// Passes over all cases for the verdict that is printed.
const PASSES: u32 = 200;

fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    for (name, value) in patch {
        let fields = target.as_object_mut().unwrap();
        if value.is_null() {
            fields.remove(name);
        } else {
            merge(fields.entry(name.clone()).or_insert(Value::Null), value);
        }
    }
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/employer_key");
    let read = |path: &Path| -> Value { serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap() };
    let mut cases = Vec::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let case = read(&path);
            let mut visit = read(&folder.join("base").join(format!("{}.json", case["base"].as_str().unwrap())));
            merge(&mut visit, &case["change"]);
            cases.push(visit_v1::read_employer_key(&visit.to_string()).unwrap());
        }
    }
    cases
}

fn empty_table() -> Vec<Rule<Case>> {
    RULES.iter().map(|rule| Rule { judge: |_| Ok(Judgement::met("Cumple.")), ..*rule }).collect()
}

fn a_visit(cases: &[Case], judge: impl Fn(&Case)) -> Duration {
    let begun = Instant::now();
    for _ in 0..PASSES {
        cases.iter().for_each(&judge);
    }
    begun.elapsed() / PASSES / u32::try_from(cases.len()).unwrap()
}

fn rules(criterion: &mut Criterion) {
    let cases = cases();
    let floor = empty_table();
    let mut group = criterion.benchmark_group("rules");
    group.throughput(Throughput::Elements(cases.len() as u64));
    group.bench_function("all cases", |bench| {
        bench.iter(|| cases.iter().for_each(|case| drop(black_box(employer_key::assess(case)))));
    });
    group.bench_function("floor: the same table, empty", |bench| {
        bench.iter(|| cases.iter().for_each(|case| drop(black_box(rule::assess(&floor, case, "")))));
    });
    group.finish();
    let taken = a_visit(&cases, |case| drop(black_box(employer_key::assess(case))));
    let least = a_visit(&cases, |case| drop(black_box(rule::assess(&floor, case, ""))));
    println!("{} cases: {taken:?} a visit (floor {least:?}, to reach {TO_REACH:?})", cases.len());
    assert!(taken <= TO_REACH, "{taken:?} a visit, {TO_REACH:?} to reach");
}

criterion_group!(benches, rules);
criterion_main!(benches);
