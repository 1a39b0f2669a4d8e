//! A committed transaction against appending as many bytes to a file and synchronising it.

use std::io::Write as _;
use std::time::{Duration, Instant};

use ventanilla::domain::id::{PersonId, UserId};
use ventanilla::domain::number::{Cedula, PersonNumber};
use ventanilla::store::Tidying;
use ventanilla::store::person::{self, Person};
use ventanilla::store::provenance::Provenance;

use crate::sample::{Chance, Names, cedula};
use crate::{Verdicts, new_store, percentile};

const ROUNDS: usize = 1_000;

pub(crate) fn measure(verdicts: &mut Verdicts) {
    let folder = tempfile::tempdir().unwrap();
    let store = new_store(folder.path());
    let mut floor_file = std::fs::File::create(folder.path().join("floor")).unwrap();
    let mut chance = Chance::new();
    let names = Names::new(&mut chance);
    let (mut commits, mut floor): (Vec<Duration>, Vec<Duration>) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let name = names.person(&mut chance);
        let new = Person {
            id: PersonId(0),
            number: PersonNumber::Cedula(Cedula::parse(&cedula(&mut chance)).unwrap()),
            name,
            provenance: Provenance::import(UserId(1), 1),
        };
        let log = folder.path().join(format!("{}-wal", ventanilla::store::STORE_FILE));
        let size = |file: &std::path::Path| std::fs::metadata(file).map_or(0, |metadata| metadata.len());
        let before = size(&log);
        let began = Instant::now();
        store.write(|tx| person::add(tx, &new)).unwrap();
        commits.push(began.elapsed());
        // The log writes whole pages; the floor appends what one transaction appended.
        let written = size(&log).saturating_sub(before).clamp(4_096, 1 << 16);
        let bytes = vec![1; usize::try_from(written).unwrap()];
        let began = Instant::now();
        floor_file.write_all(&bytes).unwrap();
        floor_file.sync_all().unwrap();
        floor.push(began.elapsed());
        if round % 50 == 49 {
            store.tidy(Tidying::Idle).unwrap();
        }
    }
    let (median, floor_median) = (percentile(&mut commits, 0.5), percentile(&mut floor, 0.5));
    println!("commit: median {median:.2} ms, append and synchronise: median {floor_median:.2} ms");
    verdicts.add("commit, median above the floor", median - floor_median, "ms", 1.0);
    verdicts.add("commit, p99", percentile(&mut commits, 0.99), "ms", 25.0);
}
