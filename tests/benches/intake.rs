//! The register of employers: reading, parsing and checking every row, against the csv crate reading the same bytes
//! into nothing. To reach: 500,000 rows a second on one core.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench that cannot go on has failed; criterion's macros document nothing"
)]

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use ventanilla::intake::employers::{Employers, People};

const ROWS: u64 = 100_000;
const TARGET_ROWS_PER_SEC: f64 = 500_000.0;

/// Ten digits with the check digit of a cédula.
fn cedula(sequence: u64) -> String {
    let nine = format!("17{:07}", sequence % 6_000_000);
    let sum: u32 = nine
        .chars()
        .zip([2, 1, 2, 1, 2, 1, 2, 1, 2])
        .map(|(digit, weight)| digit.to_digit(10).unwrap() * weight)
        .map(|product| if product > 9 { product - 9 } else { product })
        .sum();
    format!("{nine}{}", (10 - sum % 10) % 10)
}

/// Natural persons' RUCs, a tenth of them households, with an accent in every name.
fn register() -> Vec<u8> {
    let mut text = "numero,tipo,razon_social,sucursal,nombre_sucursal,correo,estado_sri,artesano,\
        representante_numero,representante_nombre,representante_calidad\n"
        .to_owned();
    for row in 0..ROWS {
        let cedula = cedula(row * 59);
        let (suffix, kind) = if row % 10 == 0 { ("000", "servicio doméstico") } else { ("001", "independiente") };
        writeln!(
            text,
            "{cedula}{suffix},{kind},PEÑA NÚÑEZ MARÍA {row},0001,Matriz,contacto{row}@correo.example.ec,ACTIVO,no,\
             {cedula},PEÑA NÚÑEZ MARÍA,Propietaria"
        )
        .unwrap();
    }
    text.into_bytes()
}

fn people() -> Vec<u8> {
    let mut text = "numero;nombre\n".to_owned();
    for row in 0..ROWS {
        writeln!(text, "{};PEÑA NÚÑEZ MARÍA {row}", cedula(row * 59)).unwrap();
    }
    text.into_bytes()
}

fn csv_crate(bytes: &[u8]) -> u64 {
    let mut reader = csv::ReaderBuilder::new().from_reader(bytes);
    let mut record = csv::ByteRecord::new();
    let mut rows = 0;
    while reader.read_byte_record(&mut record).unwrap() {
        black_box(&record);
        rows += 1;
    }
    rows
}

fn employers(bytes: &[u8]) -> u64 {
    let rows = Employers::open(bytes).unwrap().map(|row| black_box(row.unwrap().unwrap()));
    rows.map(|_| 1).sum()
}

fn people_rows(bytes: &[u8]) -> u64 {
    let rows = People::open(bytes).unwrap().map(|row| black_box(row.unwrap().unwrap()));
    rows.map(|_| 1).sum()
}

fn best_of_five(work: impl Fn() -> u64) -> Duration {
    let time = |_| {
        let begun = Instant::now();
        assert_eq!(work(), ROWS);
        begun.elapsed()
    };
    (0..5).map(time).min().unwrap()
}

fn rows_a_second(c: &mut Criterion) {
    let (register, people) = (register(), people());
    let mut group = c.benchmark_group("intake");
    group.throughput(Throughput::Elements(ROWS)).sample_size(10);
    group.bench_with_input(BenchmarkId::new("floor", "csv crate"), &register, |b, bytes| b.iter(|| csv_crate(bytes)));
    group.bench_with_input(BenchmarkId::new("employers", "checked"), &register, |b, bytes| b.iter(|| employers(bytes)));
    group.bench_with_input(BenchmarkId::new("people", "checked"), &people, |b, bytes| b.iter(|| people_rows(bytes)));
    group.finish();

    let (floor, checked) = (best_of_five(|| csv_crate(&register)), best_of_five(|| employers(&register)));
    let rate = ROWS as f64 / checked.as_secs_f64();
    println!(
        "employers: {rate:.0} rows/s, {:.1} × the csv crate alone; to reach {TARGET_ROWS_PER_SEC:.0}: {}",
        checked.as_secs_f64() / floor.as_secs_f64(),
        if rate >= TARGET_ROWS_PER_SEC { "reached" } else { "MISSED" }
    );
}

criterion_group!(benches, rows_a_second);
criterion_main!(benches);
