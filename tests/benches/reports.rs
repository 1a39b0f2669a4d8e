//! The reports over the same past: the tables of all its months, the charts of a month, what each clerk does.

use std::time::{Duration, Instant};

use chrono::NaiveDate;
use ventanilla::domain::calendar::Moment;
use ventanilla::domain::day::{Month, Period};
use ventanilla::domain::id::{UserId, WindowId};
use ventanilla::ops::House;
use ventanilla::ops::reading::Supervising;
use ventanilla::ops::report::{chart, transparency};
use ventanilla::ops::view::approvals;
use ventanilla::store::day::DayClose;
use ventanilla::store::{self, Reader};

use crate::{percentile, today};

/// Months of the ten years.
const MONTHS: usize = 120;
/// Milliseconds that all their tables may take.
const TABLES_MS: f64 = 300.0;
/// Visits of a busy month, and the milliseconds that its charts may take.
const BUSY: u64 = 20_000;
const CHART_MS: f64 = 100.0;
const ROUNDS: usize = 5;

/// Says each figure with its target.
pub(crate) fn measure(house: &House, reader: &Reader, by: Supervising, say: &mut dyn FnMut(&str, f64, &str, f64)) {
    let this = Month::of(today());
    let months: Vec<Month> = std::iter::successors(this.before(), |month| month.before()).take(MONTHS).collect();
    close_them(house, reader, &months);
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let began = Instant::now();
            for month in &months {
                std::hint::black_box(transparency(reader, by, *month).unwrap());
            }
            began.elapsed()
        })
        .collect();
    say("the tables of 120 months, each day closed", percentile(&mut times, 0.5), "ms", TABLES_MS);
    let (mut charted, mut looked) = (Vec::new(), Vec::new());
    for month in months.iter().step_by(10) {
        for _ in 0..ROUNDS {
            let began = Instant::now();
            let visits = chart(reader, by, Period::Month(*month)).unwrap().chart.visits();
            // As long as a busy month takes.
            charted.push(began.elapsed().mul_f64(BUSY as f64 / visits.max(1) as f64));
            let began = Instant::now();
            std::hint::black_box(approvals(reader, by, house.centre(), (month.first(), month.last())).unwrap());
            looked.push(began.elapsed());
        }
    }
    say("the charts of a month of 20,000 visits, p50", percentile(&mut charted, 0.5), "ms", CHART_MS);
    println!("charts, p99 {:.1} ms", percentile(&mut charted, 0.99));
    println!("the approvals of a month and what each clerk does, p50 {:.1} ms", percentile(&mut looked, 0.5));
}

/// Closes the days of these months as a close does, the journal's entry apart: it is not looked at here.
fn close_them(house: &House, reader: &Reader, months: &[Month]) {
    let (centre, began) = (house.centre(), Instant::now());
    let days: Vec<NaiveDate> = months
        .iter()
        .flat_map(|month| store::day::open_between(reader, centre.id, month.first(), month.last()).unwrap())
        .collect();
    for (number, day) in (1_i64..).zip(&days) {
        let begins = Moment::at_beginning_of(*day, centre.zone);
        let close = DayClose {
            centre: centre.id,
            day: *day,
            closed_at_ms: begins.0,
            closed_by: UserId(1),
            window: WindowId(1),
            journal_number: -number,
            figures: store::day::figures(reader, centre.id, *day, begins).unwrap(),
        };
        house.store().write(|tx| store::day::add(tx, &close)).unwrap();
    }
    println!("{} days closed in {:.1} s", days.len(), began.elapsed().as_secs_f64());
}
