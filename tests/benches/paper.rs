//! A slip, from its contents to PDF bytes, against the same page with nothing on it. To reach: 3 ms and 30 KB.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench that cannot go on has failed; criterion's macros document nothing"
)]

#[path = "../paper/samples.rs"]
#[allow(dead_code, reason = "the tests use the other samples")]
mod samples;

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use ventanilla::print::documents::{Document, Page, Paper, Sheet, Worth, slip};
use ventanilla::print::pdf;

const TARGET: Duration = Duration::from_millis(3);
const TARGET_BYTES: usize = 30_000;
const ROUNDS: u32 = 200;

fn slip_bytes(paper: Paper) -> usize {
    let sheet = Sheet { paper, worth: Worth::Real };
    let document = slip(&samples::issuance(), &samples::key(), sheet).unwrap();
    black_box(pdf::render(&document).unwrap()).as_slice().len()
}

fn empty_page_bytes() -> usize {
    let page = Page { width_mm: 148.0, height_mm: 210.0, operations: Vec::new() };
    let document = Document { title: "Clave de empleador", pages: vec![page] };
    black_box(pdf::render(&document).unwrap()).as_slice().len()
}

fn median(mut work: impl FnMut() -> usize) -> Duration {
    let mut taken: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let begun = Instant::now();
            black_box(work());
            begun.elapsed()
        })
        .collect();
    taken.sort();
    *taken.get(taken.len() / 2).unwrap()
}

fn verdict(reached: bool) -> &'static str {
    if reached { "reached" } else { "MISSED" }
}

fn paper(criterion: &mut Criterion) {
    let begun = Instant::now();
    slip_bytes(Paper::A5);
    println!("first slip of a process, fonts parsed: {:?}", begun.elapsed());
    println!("floor, an empty page: median {:?}", median(empty_page_bytes));
    for paper in Paper::ALL {
        let (taken, size) = (median(|| slip_bytes(paper)), slip_bytes(paper));
        println!(
            "slip {paper:?}: median {taken:?} ({}), {size} bytes ({})",
            verdict(taken <= TARGET),
            verdict(size <= TARGET_BYTES)
        );
    }
    let mut group = criterion.benchmark_group("paper");
    group.bench_function("empty page", |bencher| bencher.iter(empty_page_bytes));
    for paper in Paper::ALL {
        group.bench_function(format!("slip {paper:?}"), |bencher| bencher.iter(|| slip_bytes(paper)));
    }
    group.finish();
}

criterion_group!(benches, paper);
criterion_main!(benches);
