//! The register of employers from a file in no order, as `ventanilla import employers` brings it in: every number
//! checked, journalled, searchable at the end, the store closed. Against the `sqlite3` shell's `.import` of the same file
//! into a plain table.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write as _};
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use ventanilla::domain::calendar::{Moment, Zone};
use ventanilla::ops::house::run::Watch;
use ventanilla::ops::import::{EmployerImport, ImportFile, ImportReport};
use ventanilla::ops::{FixedClock, House, Place, Session, new_op_id};
use ventanilla::print::ipp::CancelFlag;
use ventanilla::sample;
use ventanilla::store::search::{self, Query};
use ventanilla::vault::Password;

use crate::sample::{Chance, Names, cedula, company_ruc};
use crate::{Verdicts, percentile};

/// How often each side imports; the least of each counts, because other work on the machine only ever adds.
const ROUNDS: usize = 2;

pub(crate) fn measure(scale: f64, verdicts: &mut Verdicts) {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
    let rows = (1_000_000.0 * scale) as usize;
    let folder = tempfile::tempdir().unwrap();
    let csv = folder.path().join("register.csv");
    write_csv(&csv, rows);
    let rounds = std::env::var("STORE_BENCH_ROUNDS").map_or(ROUNDS, |text| text.parse().unwrap());
    let (mut shell, mut ours, mut longest) = (Duration::MAX, Duration::MAX, 0.0_f64);
    for round in 0..rounds {
        let Some(floor) = shell_import(folder.path()) else {
            println!("left out: the import's floor (no sqlite3 shell)");
            return;
        };
        let (took, mut chunks) = our_import(&folder.path().join(format!("round-{round}")), &csv, rows);
        println!(
            "import of {rows} rows: shell {:.2} s, ours {:.2} s; {} times the writer was held, median {:.1} ms, p99 {:.1} ms",
            floor.as_secs_f64(),
            took.as_secs_f64(),
            chunks.len(),
            percentile(&mut chunks, 0.5),
            percentile(&mut chunks, 0.99)
        );
        (shell, ours) = (shell.min(floor), ours.min(took));
        longest = longest.max(percentile(&mut chunks, 1.0));
    }
    verdicts.add("import against the shell", ours.as_secs_f64() / shell.as_secs_f64(), "times", 4.0);
    verdicts.add("import, longest chunk", longest, "ms", 50.0);
}

fn write_csv(file: &Path, rows: usize) {
    let mut chance = Chance::new();
    let names = Names::new(&mut chance);
    let mut out = BufWriter::new(File::create(file).unwrap());
    writeln!(
        out,
        "numero,tipo,razon_social,correo,estado_sri,sucursal,representante_numero,representante_nombre,representante_calidad"
    )
    .unwrap();
    for row in 0..rows {
        let person = cedula(&mut chance);
        let (number, kind, name) = if row % 2 == 0 {
            (format!("{person}001"), "independiente", names.person(&mut chance))
        } else {
            (company_ruc(&mut chance), "privada", names.company(&mut chance))
        };
        let representative = names.person(&mut chance);
        writeln!(out, "{number},{kind},{name},correo{row}@example.ec,activo,0001,{person},{representative},gerente")
            .unwrap();
    }
}

fn shell_import(folder: &Path) -> Option<Duration> {
    let _ = std::fs::remove_file(folder.join("plain.db"));
    let began = Instant::now();
    let status = Command::new("sqlite3")
        .current_dir(folder)
        .args(["plain.db", ".mode csv", ".import register.csv t"])
        .status()
        .ok()?;
    assert!(status.success());
    Some(began.elapsed())
}

/// Imports into a house of its own; how long it took until the store was closed, and how long the writer was held each
/// time.
fn our_import(folder: &Path, csv: &Path, rows: usize) -> (Duration, Vec<Duration>) {
    let (house, by) = found(folder);
    let chunks = Chunks::default();
    let began = Instant::now();
    let report = tracing::subscriber::with_default(chunks.clone(), || run(&house, &by, csv));
    let run_took = began.elapsed();
    assert_eq!((report.read, report.bad), (rows as u64, 0));
    let hits = search::employers(&house.reader().unwrap(), &Query::new("comercial s.a.")).unwrap();
    assert_eq!(hits.len(), search::LIMIT.min(rows));
    let began = Instant::now();
    house.close().unwrap();
    let took = run_took + began.elapsed();
    std::fs::remove_dir_all(folder).unwrap();
    let times = std::mem::take(&mut *chunks.0.lock().unwrap());
    (took, times)
}

fn found(folder: &Path) -> (House, Session) {
    let place = Place::within(folder);
    let morning = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap().and_hms_opt(10, 5, 0).unwrap();
    let clock = Arc::new(FixedClock::at(Moment::from_local(morning, Zone::Mainland)));
    let (house, users) = sample::found(&place, clock).unwrap();
    let by = house.log_in_at(users.supervisor.login, &Password::typed(users.supervisor.password).unwrap(), 1).unwrap();
    (house, by)
}

fn run(house: &House, by: &Session, csv: &Path) -> ImportReport {
    let file = File::open(csv).unwrap();
    let bytes = Some(file.metadata().unwrap().len());
    let file = ImportFile { source: BufReader::new(file), name: "register.csv".into(), bytes };
    let mut import = EmployerImport::open(file).unwrap();
    let mut watch = Watch { progress: &mut |_| {}, cancel: &CancelFlag::default() };
    house.run(by, new_op_id().unwrap(), &mut import, &mut watch).unwrap().output
}

/// How long each chunk held the writer, as the store's log tells.
#[derive(Clone, Default)]
struct Chunks(Arc<Mutex<Vec<Duration>>>);

impl Subscriber for Chunks {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_event() && metadata.fields().field(HELD_MICROS).is_some()
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Held(self));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// The field of the log that says how long a chunk held the writer.
const HELD_MICROS: &str = "held_micros";

struct Held<'c>(&'c Chunks);

impl Visit for Held<'_> {
    fn record_u64(&mut self, field: &Field, value: u64) {
        if field.name() == HELD_MICROS {
            self.0.0.lock().unwrap().push(Duration::from_micros(value));
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}
