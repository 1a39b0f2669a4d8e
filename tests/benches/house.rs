//! The whole house with a past of ten years: writing that past, finding in it, an operation beside it, verifying it;
//! each against a floor of the same run on the same disk, or against what is promised.
//!
//! `cargo bench --bench house`; `VENTANILLA_BENCH_VISITS=20000` for a quick look (1,200,000 otherwise). Prints a table;
//! with `VENTANILLA_BENCH_STRICT=1` it ends with an error where a target is missed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a measurement fails by panicking")]

use std::hint::black_box;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use ventanilla::domain::calendar::{Moment, Zone};
use ventanilla::domain::id::VisitId;
use ventanilla::domain::number::PersonNumber;
use ventanilla::domain::procedure_id::ProcedureId;
use ventanilla::domain::turn::InNameOf;
use ventanilla::ops::house::run::Watch;
use ventanilla::ops::retention::{EraseDue, Retention, review_people};
use ventanilla::ops::settings::{self, ChangeSettings, Settings};
use ventanilla::ops::turn::{CallTurn, GiveWalkIn};
use ventanilla::ops::verify::{Depth, verify};
use ventanilla::ops::visit::{BeginVisit, ParkVisit, ResumeVisit};
use ventanilla::ops::{FixedClock, House, Place, Session, new_op_id};
use ventanilla::print::ipp::CancelFlag;
use ventanilla::sample;
use ventanilla::store::Tidying;
use ventanilla::store::search::{self, Query};
use ventanilla::store::{self, Reader, STORE_FILE};
use ventanilla::vault::Password;

const VISITS: u64 = 1_200_000;
/// What 1,200,000 visits may take, in seconds.
const WRITING_SECS: f64 = 360.0;
/// Pairs of operations measured.
const PAIRS: usize = 600;
const SEARCH_ROUNDS: usize = 10;
const WALKS: usize = 15;
/// How many of the people whose term is over are erased at most.
const ERASED: usize = 100_000;
/// What that many may take, in seconds, among 1,200,000 visits.
const ERASING_SECS: f64 = 600.0;

/// What is typed: common and rare names, parts of names, several words with and without a match, short ones, numbers.
const TYPED: [&str; 22] = [
    "zambrano",
    "guamán rosa",
    "quispe chiluisa",
    "maría josé zambrano cedeño",
    "mar",
    "chil",
    "briel",
    "ez",
    "li",
    "wu",
    "li wu",
    "cedeño moreira zambrano",
    "comercializadora andina",
    "constructora hermanos",
    "qzxv",
    "maria qzxv",
    "17",
    "0912",
    "1712345",
    "9999999999",
    "1791",
    "M00000042",
];

/// One line of the table.
struct Figure {
    what: &'static str,
    measured: f64,
    unit: &'static str,
    target: f64,
    /// The target is a floor of the figure, not a ceiling.
    at_least: bool,
}

impl Figure {
    fn is_reached(&self) -> bool {
        if self.at_least { self.measured >= self.target } else { self.measured <= self.target }
    }
}

fn main() {
    let visits = std::env::var("VENTANILLA_BENCH_VISITS").map_or(VISITS, |text| text.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let (house, by) = found(folder.path());
    let mut figures = vec![write_past(&house, &by, visits, folder.path())];
    figures.extend(find(&house.reader().unwrap()));
    figures.extend(operate(&house, &by, folder.path()));
    figures.push(walk(&house.reader().unwrap()));
    figures.extend(erase(&house, &by, visits));
    println!("\n{visits} visits");
    for figure in &figures {
        let Figure { what, measured, unit, target, at_least } = figure;
        let (sign, word) = (if *at_least { "≥" } else { "≤" }, if figure.is_reached() { "ok" } else { "MISSED" });
        println!("{what:<44} {measured:>10.2} {unit:<6} {sign} {target:>8.2}  {word}");
    }
    let strict = std::env::var("VENTANILLA_BENCH_STRICT").is_ok_and(|text| text == "1");
    if strict && figures.iter().any(|figure| !figure.is_reached()) {
        std::process::exit(1);
    }
}

fn found(folder: &Path) -> (House, Session) {
    let place = Place::within(folder);
    let morning = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap().and_hms_opt(10, 5, 0).unwrap();
    let (house, users) =
        sample::found(&place, Arc::new(FixedClock::at(Moment::from_local(morning, Zone::Mainland)))).unwrap();
    let by = house.log_in_at(users.supervisor.login, &Password::typed(users.supervisor.password).unwrap(), 1).unwrap();
    sample::fill(&house, &by, morning.date()).unwrap();
    (house, by)
}

fn write_past(house: &House, by: &Session, visits: u64, folder: &Path) -> Figure {
    let began = Instant::now();
    let mut shown = 0;
    sample::finished_visits(house, by, visits, &mut |done| {
        if done >= shown + visits / 10 {
            shown = done;
            println!("{done} visits after {:.0} s", began.elapsed().as_secs_f64());
        }
        true
    })
    .unwrap();
    let took = began.elapsed().as_secs_f64();
    let bytes = std::fs::metadata(folder.join("store").join(STORE_FILE)).unwrap().len();
    println!("the past: {took:.1} s; store of {} MB, {} bytes a visit", bytes >> 20, bytes / visits.max(1));
    #[allow(clippy::cast_precision_loss, reason = "a count")]
    let target = WRITING_SECS * visits as f64 / VISITS as f64;
    Figure { what: "writing the past", measured: took, unit: "s", target, at_least: false }
}

/// Looks a query up and counts what is found.
type Find = fn(&Reader, &Query) -> usize;

const NOUNS: [(&str, Find); 6] = [
    ("people", |reader, query| search::people(reader, query).unwrap().len()),
    ("employers", |reader, query| search::employers(reader, query).unwrap().len()),
    ("turns", |reader, query| search::turns(reader, query).unwrap().len()),
    ("visits", |reader, query| search::visits(reader, query).unwrap().len()),
    ("powers", |reader, query| search::notarial_powers(reader, query).unwrap().len()),
    ("artisans", |reader, query| search::artisan_qualifications(reader, query).unwrap().len()),
];

fn find(reader: &Reader) -> [Figure; 2] {
    let mut times = Vec::new();
    let mut slowest = (Duration::ZERO, String::new());
    for _ in 0..SEARCH_ROUNDS {
        for (noun, find) in NOUNS {
            for typed in TYPED {
                let query = Query::new(typed);
                let began = Instant::now();
                let found = black_box(find(reader, &query));
                let took = began.elapsed();
                times.push(took);
                if took > slowest.0 {
                    slowest = (took, format!("{noun} «{typed}», {found} found"));
                }
            }
        }
    }
    println!("the slowest search: {:.2} ms, {}", slowest.0.as_secs_f64() * 1e3, slowest.1);
    [
        Figure { what: "search, p50", measured: percentile(&mut times, 0.5), unit: "ms", target: 3.0, at_least: false },
        Figure {
            what: "search, p99",
            measured: percentile(&mut times, 0.99),
            unit: "ms",
            target: 6.0,
            at_least: false,
        },
    ]
}

/// Parks and resumes a visit, again and again, beside appending and synchronising as many bytes as that writes.
fn operate(house: &House, by: &Session, folder: &Path) -> [Figure; 2] {
    let visit = plain_visit(house, by);
    let log = folder.join("store").join(format!("{STORE_FILE}-wal"));
    house.store().erase_for_good().unwrap();
    const FIRST: usize = 50;
    for _ in 0..FIRST {
        park_and_resume(house, by, visit);
    }
    let bytes = std::fs::metadata(&log).unwrap().len() / (2 * FIRST as u64);
    let content = vec![1; usize::try_from(bytes).unwrap()];
    let mut floor_file = std::fs::File::create(folder.join("floor")).unwrap();
    let (mut operations, mut floor) = (Vec::new(), Vec::new());
    for pair in 0..PAIRS {
        operations.extend(park_and_resume(house, by, visit));
        for _ in 0..2 {
            let began = Instant::now();
            floor_file.write_all(&content).unwrap();
            floor_file.sync_all().unwrap();
            floor.push(began.elapsed());
        }
        if pair % 50 == 49 {
            house.store().tidy(Tidying::Idle).unwrap();
        }
    }
    let (median, floor_median) = (percentile(&mut operations, 0.5), percentile(&mut floor, 0.5));
    let floor_p99 = percentile(&mut floor, 0.99);
    println!(
        "an operation writes {bytes} bytes: median {median:.2} ms; appended and synchronised: {floor_median:.2} ms, p99 {floor_p99:.2} ms"
    );
    let p99 = percentile(&mut operations, 0.99);
    [
        Figure { what: "operation, median", measured: median, unit: "ms", target: floor_median + 0.6, at_least: false },
        Figure { what: "operation, p99", measured: p99, unit: "ms", target: 25.0, at_least: false },
    ]
}

fn plain_visit(house: &House, by: &Session) -> VisitId {
    let give = GiveWalkIn {
        procedure: ProcedureId::AFFILIATE_KEY_UNLOCK,
        holder: PersonNumber::parse("1714307103").unwrap(),
        holder_name: "Quispe Guamán Rosa".into(),
        in_name_of: InNameOf::Applicant,
        priority: None,
    };
    house.perform(by, &give).unwrap();
    let turn = house.perform(by, &CallTurn { wanted: None, reason: None }).unwrap().output;
    house.perform(by, &BeginVisit { turn }).unwrap().output
}

fn park_and_resume(house: &House, by: &Session, visit: VisitId) -> [Duration; 2] {
    let began = Instant::now();
    house.perform(by, &ParkVisit { visit }).unwrap();
    let parked = began.elapsed();
    let began = Instant::now();
    house.perform(by, &ResumeVisit { visit }).unwrap();
    [parked, began.elapsed()]
}

/// Verifies the chain beside reading the same rows without hashing.
fn walk(reader: &Reader) -> Figure {
    let (mut verifying, mut reading) = (Vec::new(), Vec::new());
    let mut entries = 0;
    for _ in 0..WALKS {
        let began = Instant::now();
        let found = verify(reader, Depth::Chain, None, &mut |_| true).unwrap();
        verifying.push(began.elapsed());
        assert_eq!(found.problem, None);
        entries = found.entries;
        let began = Instant::now();
        store::journal::walk(reader, 1, |chained| -> Result<(), store::Error> {
            black_box(chained);
            Ok(())
        })
        .unwrap();
        reading.push(began.elapsed());
    }
    let (verifying, reading) = (percentile(&mut verifying, 0.5), percentile(&mut reading, 0.5));
    println!("{entries} entries: verified in {verifying:.1} ms, read in {reading:.1} ms");
    Figure {
        what: "verify, chain only, against reading",
        measured: reading / verifying,
        unit: "times",
        target: 0.9,
        at_least: true,
    }
}

/// Reviews whose term is over, and erases up to [`ERASED`] of them: one walk through the store, whoever they are.
fn erase(house: &House, by: &Session, visits: u64) -> [Figure; 2] {
    let settings = settings::load(&house.reader().unwrap(), house.centre().id).unwrap();
    let retention = Retention { personal_data_years: Some(7), ..settings.retention };
    house.perform(by, &ChangeSettings { settings: Settings { retention, ..settings } }).unwrap();
    let mut longest = Pause::default();
    let mut watch = Watch { progress: &mut |_| longest.look(), cancel: &CancelFlag::default() };
    let began = Instant::now();
    let mut due = review_people(house, by, &mut watch).unwrap();
    let (reviewed, found) = (began.elapsed().as_secs_f64(), due.people.len());
    due.people.truncate(ERASED);
    let began = Instant::now();
    let erased = house.run(by, new_op_id().unwrap(), &mut EraseDue::new(&due), &mut watch).unwrap().output;
    let took = began.elapsed().as_secs_f64();
    println!("due: {found} people, found in {reviewed:.1} s; {} erased in {took:.1} s; {erased:?}", erased.people);
    assert_eq!(erased.people, due.people.len() as u64);
    #[allow(clippy::cast_precision_loss, reason = "a count")]
    let target = ERASING_SECS * visits as f64 / VISITS as f64;
    [
        Figure { what: "erasing 100,000 people", measured: took, unit: "s", target, at_least: false },
        Figure {
            what: "longest without progress or a way to stop",
            measured: longest.longest.as_secs_f64(),
            unit: "s",
            target: 2.0,
            at_least: false,
        },
    ]
}

/// The longest time between two looks.
#[derive(Default)]
struct Pause {
    last: Option<Instant>,
    longest: Duration,
}

impl Pause {
    fn look(&mut self) {
        let now = Instant::now();
        self.longest = self.longest.max(self.last.map_or(Duration::ZERO, |last| now - last));
        self.last = Some(now);
    }
}

/// The value that `share` of all lie under, in milliseconds.
fn percentile(times: &mut [Duration], share: f64) -> f64 {
    times.sort_unstable();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "an index")]
    let at = ((times.len() - 1) as f64 * share).round() as usize;
    times[at].as_secs_f64() * 1e3
}
