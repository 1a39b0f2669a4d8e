//! The rules over every case file: 20 µs a visit at most, measured beside a floor: as many empty judgements through the
//! same mechanism, which is what the table costs without its rules.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a bench, on files of its own"
)]

#[path = "../support/case_files.rs"]
#[allow(dead_code, reason = "shared with the tests, which use all of it")]
mod case_files;

use case_files::CaseFile;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::{Duration, Instant};
use ventanilla::domain::procedure;
use ventanilla::domain::procedure::employer_key::{Case, RULES, Step};
use ventanilla::domain::rule::{self, Judgement, Rule};
use ventanilla::intake::visit_v1::{self, AnyVisit};

/// The most a visit may take.
const TO_REACH: Duration = Duration::from_micros(20);
/// Passes over all cases for the verdict that is printed.
const PASSES: u32 = 200;

fn cases() -> Vec<Case> {
    let visit = |it: CaseFile| match visit_v1::read_str(&it.visit.to_string()).unwrap() {
        AnyVisit::EmployerKey(case) => *case,
        other => panic!("{}: {other:?}", it.path.display()),
    };
    case_files::cases_of("employer_key").into_iter().map(visit).collect()
}

fn empty_table() -> Vec<Rule<Case, Step>> {
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
        bench.iter(|| cases.iter().for_each(|case| drop(black_box(procedure::assess(case)))));
    });
    group.bench_function("floor: the same table, empty", |bench| {
        bench.iter(|| cases.iter().for_each(|case| drop(black_box(rule::assess(&floor, case, "")))));
    });
    group.finish();
    let taken = a_visit(&cases, |case| drop(black_box(procedure::assess(case))));
    let least = a_visit(&cases, |case| drop(black_box(rule::assess(&floor, case, ""))));
    println!("{} cases: {taken:?} a visit (floor {least:?}, to reach {TO_REACH:?})", cases.len());
    assert!(taken <= TO_REACH, "{taken:?} a visit, {TO_REACH:?} to reach");
}

criterion_group!(benches, rules);
criterion_main!(benches);
