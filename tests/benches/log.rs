//! The log of visits over a past of ten years: the first lines of a range of 31 days under each filter, each way of
//! sorting, a text as it is typed; and a workbook of 20,000 visits. The reports over the same past.
//!
//! `cargo bench --bench log`; `LOG_BENCH_VISITS=20000` for a quick look (1,200,000 otherwise), `LOG_BENCH_HOUSE=FOLDER` to
//! keep the house and to take it again. Prints a table; ends with an error where a target of the full size is missed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a measurement fails by panicking")]

#[path = "reports.rs"]
mod reports;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use ventanilla::domain::calendar::{Moment, Zone};
use ventanilla::domain::procedure_id::ProcedureId;
use ventanilla::ops::house::run::Watch;
use ventanilla::ops::log::{self, ExportPlan, Field, Filter, Format, Mark, SortBy, Sorting};
use ventanilla::ops::reading::Supervising;
use ventanilla::ops::{FixedClock, House, Place, Session};
use ventanilla::print::ipp::CancelFlag;
use ventanilla::sample;
use ventanilla::store::Reader;
use ventanilla::store::visit::{VisitOutcome, VisitState};
use ventanilla::vault::Password;

const VISITS: u64 = 1_200_000;
/// Lines in sight, and some around them.
const FIRST_LINES: usize = 96;
const RANGE_DAYS: u64 = 31;
/// Ranges that are looked at, spread over the ten years.
const RANGES: u64 = 12;
const ROUNDS: usize = 3;
/// Visits of the workbook, and the seconds that it may take.
const EXPORTED: usize = 20_000;
const EXPORT_SECS: f64 = 2.0;

/// What is typed, letter by letter the first one: common and rare names, numbers.
const TYPED: [&str; 10] =
    ["m", "ma", "mar", "mari", "maria", "zambrano maria", "comercializadora", "qzxv", "17", "M00600000"];

const NEWEST: Sorting = Sorting { by: SortBy::Hour, ascending: false };

fn main() {
    let visits = std::env::var("LOG_BENCH_VISITS").map_or(VISITS, |text| text.parse().unwrap());
    let kept = std::env::var_os("LOG_BENCH_HOUSE").map(PathBuf::from);
    let thrown_away = tempfile::tempdir().unwrap();
    let folder = kept.unwrap_or_else(|| thrown_away.path().to_path_buf());
    let (house, by) = opened(&folder, visits);
    let reader = house.reader().unwrap();
    let mut is_missed = false;
    let mut say = |what: &str, figure: f64, unit: &str, target: f64| {
        is_missed |= figure > target;
        let word = if figure <= target { "ok" } else { "MISSED" };
        println!("{word:>6}  {what}: {figure:.2} {unit} (to reach: {target} {unit})");
    };
    let mut filtered = Vec::new();
    for (what, change) in filters(&reader, &by) {
        let mut times = looked(&reader, &by, NEWEST, change.as_ref());
        println!("{what}: p50 {:.1} ms, p99 {:.1} ms", percentile(&mut times, 0.5), percentile(&mut times, 0.99));
        filtered.extend(times);
    }
    say("first lines of 31 days, each filter, p99", percentile(&mut filtered, 0.99), "ms", 15.0);
    for by_what in [SortBy::Person, SortBy::Waiting, SortBy::Service] {
        let mut times = looked(&reader, &by, Sorting { by: by_what, ascending: true }, &|_| {});
        println!("sorted by {by_what:?}: p99 {:.1} ms", percentile(&mut times, 0.99));
    }
    let (took, count) = exported(&house, &reader, &by, &folder);
    println!("a workbook of {count} visits");
    say("a workbook of 20,000 visits", took * EXPORTED as f64 / count.max(1) as f64, "s", EXPORT_SECS);
    reports::measure(&house, &reader, Supervising::of(by.actor()).unwrap(), &mut say);
    drop(reader);
    house.close().unwrap();
    if is_missed && visits >= VISITS {
        std::process::exit(1);
    }
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

/// The house in a folder, filled where there is none.
fn opened(folder: &Path, visits: u64) -> (House, Session) {
    let place = Place::within(folder);
    // A house that is kept was worked in that day.
    let evening = Moment::from_local(today().and_hms_opt(23, 0, 0).unwrap(), Zone::Mainland);
    let clock = Arc::new(FixedClock::at(evening));
    let user = sample::USERS.supervisor;
    let password = Password::typed(user.password).unwrap();
    let began = Instant::now();
    let opened = match place.folder.join("vault").exists() {
        true => House::open(&place, user.login, &password, 1, clock).unwrap(),
        false => {
            let (house, _) = sample::found(&place, clock).unwrap();
            let by = house.log_in_at(user.login, &password, 1).unwrap();
            sample::finished_visits(&house, &by, visits, &mut |_| true).unwrap();
            (house, by)
        }
    };
    println!("opened after {:.1} s", began.elapsed().as_secs_f64());
    opened
}

type Change = Box<dyn Fn(&mut Filter)>;

fn filters(reader: &Reader, by: &Session) -> Vec<(String, Change)> {
    let all_days = Filter::of_days(today() - Days::new(RANGE_DAYS), today());
    let some = log::visits(reader, by.actor(), &all_days, NEWEST).unwrap();
    let busy = log::lines(reader, by.actor(), &some[..1]).unwrap().remove(0);
    let mut all: Vec<(String, Change)> = vec![
        ("nothing filtered".into(), Box::new(|_| {})),
        ("a window".into(), Box::new(move |filter| filter.window = Some(busy.window))),
        ("a clerk".into(), Box::new(move |filter| filter.clerk = Some(busy.clerk))),
        (
            "a procedure".into(),
            Box::new(|filter| filter.procedure = Some(ProcedureId::EMPLOYER_KEY_RECOVERY.as_str().into())),
        ),
        ("an outcome".into(), Box::new(|filter| filter.state = Some(VisitState::Ended(VisitOutcome::NotServed)))),
    ];
    for mark in Mark::ALL {
        all.push((format!("{mark:?}"), Box::new(move |filter| filter.mark = Some(mark))));
    }
    for typed in TYPED {
        all.push((format!("«{typed}»"), Box::new(move |filter| filter.text = typed.into())));
    }
    all
}

/// How long it takes to find and to read the first lines, in ranges over the ten years.
fn looked(reader: &Reader, by: &Session, sorting: Sorting, change: &dyn Fn(&mut Filter)) -> Vec<Duration> {
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        for range in 0..RANGES {
            let last = today() - Days::new(range * 3_600 / RANGES);
            let mut filter = Filter::of_days(last - Days::new(RANGE_DAYS - 1), last);
            change(&mut filter);
            let began = Instant::now();
            let found = log::visits(reader, by.actor(), &filter, sorting).unwrap();
            let first = &found[..found.len().min(FIRST_LINES)];
            std::hint::black_box(log::lines(reader, by.actor(), first).unwrap());
            times.push(began.elapsed());
        }
    }
    times
}

/// A workbook of the last days that come to 20,000 visits.
fn exported(house: &House, reader: &Reader, by: &Session, folder: &Path) -> (f64, usize) {
    let count = |days: u64| {
        let filter = Filter::of_days(today() - Days::new(days), today());
        let found = log::visits(reader, by.actor(), &filter, NEWEST).unwrap().len();
        (filter, found)
    };
    let (filter, _) =
        (1..120).map(|tenth| count(tenth * 10)).find(|(_, found)| *found >= EXPORTED).unwrap_or(count(3_650));
    let file = folder.join("bitacora.xlsx");
    // Of an earlier run in a kept house.
    let _ = std::fs::remove_file(&file);
    let plan = ExportPlan { filter, sorting: NEWEST, fields: Field::ALL.to_vec(), format: Format::Xlsx, file };
    let began = Instant::now();
    let mut watch = Watch { progress: &mut |_| {}, cancel: &CancelFlag::default() };
    let exported = log::export(house, reader, by, &plan, &mut watch).unwrap();
    (began.elapsed().as_secs_f64(), exported.visits)
}

/// The value that `share` of all lie under, in milliseconds.
fn percentile(times: &mut [Duration], share: f64) -> f64 {
    times.sort_unstable();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "an index")]
    let at = ((times.len() - 1) as f64 * share).round() as usize;
    times[at].as_secs_f64() * 1e3
}
