//! The store, measured at full size against floors of the same run: search, committed transactions, the bulk import, a
//! copy for a backup.
//!
//! `cargo bench --bench store`; `STORE_BENCH_SCALE=0.02` for a quick look, `STORE_BENCH_ONLY=search|commit|import|copy` for
//! one part. Prints every figure with its target; ends with an error where a target of the full size is missed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a measurement fails by panicking")]

mod commit;
mod copy;
mod import;
mod sample;
mod search;

use std::time::Duration;

use ventanilla::store::{CreateOptions, Store, StoreKey};

/// What came out, to be printed at the end.
struct Verdicts {
    missed: usize,
}

impl Verdicts {
    fn add(&mut self, what: &str, figure: f64, unit: &str, target: f64) {
        let word = if figure <= target { "ok" } else { "MISSED" };
        self.missed += usize::from(figure > target);
        println!("{word:>6}  {what}: {figure:.2} {unit} (to reach: {target} {unit})");
    }
}

fn key() -> StoreKey {
    StoreKey::from_bytes([42; 32])
}

fn new_store(folder: &std::path::Path) -> Store {
    Store::create(folder, key(), CreateOptions { demo: true, store_id: [1; 16], created_at_ms: 0 }).unwrap()
}

/// The value that `share` of all lie under.
fn percentile(times: &mut [Duration], share: f64) -> f64 {
    times.sort_unstable();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "an index")]
    let at = ((times.len() - 1) as f64 * share).round() as usize;
    times[at].as_secs_f64() * 1e3
}

fn main() {
    let scale: f64 = std::env::var("STORE_BENCH_SCALE").map_or(1.0, |text| text.parse().unwrap());
    let only = std::env::var("STORE_BENCH_ONLY").unwrap_or_default();
    let wanted = |part: &str| only.is_empty() || only == part;
    let mut verdicts = Verdicts { missed: 0 };
    if wanted("commit") {
        commit::measure(&mut verdicts);
    }
    if wanted("copy") {
        copy::measure(scale, &mut verdicts);
    }
    if wanted("import") {
        import::measure(scale, &mut verdicts);
    }
    if wanted("search") {
        search::measure(scale, &mut verdicts);
    }
    if verdicts.missed > 0 && scale >= 1.0 {
        std::process::exit(1);
    }
}
