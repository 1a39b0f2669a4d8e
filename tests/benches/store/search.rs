//! Search in a store of the full size: 1,200,000 visits and turns, 600,000 people, 1,000,000 employers, 120,000 powers,
//! 60,000 artisan papers; a fixed list of easy and hard queries, each noun, each query several times.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use ventanilla::store::Tidying;
use ventanilla::store::search::{self, Query};
use ventanilla::store::{Error, Reader, STORE_FILE, Store};

use crate::sample::{Chance, Names, cedula, company_ruc};
use crate::{Verdicts, key, new_store, percentile};

const ROUNDS: usize = 20;

/// What is typed: common and rare names, parts of names, several words with and without a match, two letters, numbers.
const TYPED: [&str; 24] = [
    "garcía",
    "zambrano maría",
    "rodríguez gonzález",
    "maría josé garcía zambrano",
    "mar",
    "gonz",
    "briel",
    "iez",
    "li",
    "wu",
    "li wu",
    "garcía zambrano rodríguez",
    "carmen rosa ángel",
    "comercial andina",
    "constructora ecuador hermanos",
    "servicios zambrano",
    "transportes s.a.",
    "qzxv",
    "17",
    "0912",
    "1712345",
    "9999999999",
    "1791",
    "maria qzxv",
];

pub(crate) fn measure(scale: f64, verdicts: &mut Verdicts) {
    let folder = tempfile::tempdir().unwrap();
    let began = Instant::now();
    let store = filled(folder.path(), scale);
    println!("search: filled in {:.0} s", began.elapsed().as_secs_f64());
    store.tidy(Tidying::Whole).unwrap();
    store.tidy(Tidying::Idle).unwrap();
    println!("search: store of {} MB", std::fs::metadata(folder.path().join(STORE_FILE)).unwrap().len() >> 20);
    let reader = store.reader().unwrap();
    let mut all = Vec::new();
    let mut by_noun: Vec<(&str, Vec<Duration>)> = Vec::new();
    let mut slowest: Vec<(Duration, String)> = Vec::new();
    for (noun, find) in NOUNS {
        let mut times = Vec::new();
        for round in 0..ROUNDS {
            for typed in TYPED {
                let began = Instant::now();
                let found = find(&reader, &Query::new(typed));
                let took = began.elapsed();
                times.push(took);
                if round == 0 || round == ROUNDS - 1 {
                    slowest.push((took, format!("{noun} «{typed}» round {round}: {found}")));
                }
            }
        }
        all.extend_from_slice(&times);
        by_noun.push((noun, times));
    }
    for (noun, mut times) in by_noun {
        println!(
            "search: {noun}: p50 {:.2} ms, p99 {:.2} ms, longest {:.2} ms",
            percentile(&mut times, 0.5),
            percentile(&mut times, 0.99),
            percentile(&mut times, 1.0)
        );
    }
    slowest.sort_by(|a, b| b.cmp(a));
    for (took, what) in slowest.iter().take(12) {
        println!("search: {:.2} ms {what}", took.as_secs_f64() * 1e3);
    }
    verdicts.add("search, p50", percentile(&mut all, 0.5), "ms", 3.0);
    verdicts.add("search, p99", percentile(&mut all, 0.99), "ms", 20.0);
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

/// A store without its ordinary indexes is filled, then they are made: the time this takes is nobody's.
fn filled(folder: &Path, scale: f64) -> Store {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a count")]
    let scaled = |count: usize| ((count as f64 * scale) as usize).max(1_000);
    new_store(folder).close().unwrap();
    let engine = || {
        let connection = Connection::open(folder.join(STORE_FILE)).unwrap();
        connection.execute_batch(&format!("PRAGMA key = \"x'{}'\"", "2a".repeat(32))).unwrap();
        connection
            .execute_batch("PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -400000")
            .unwrap();
        connection
    };
    let connection = engine();
    for noun in [
        "centre (code, name, province, canton, zone) VALUES ('1701', 'x', '', '', 'mainland')",
        "service_window (centre_id, number) VALUES (1, 1)",
        "app_user (centre_id, login, full_name, role, enabled, generation, temporary_password, credentials_set_at_ms) VALUES (1, 'a', 'a', 'clerk', 1, 1, 0, 1)",
    ] {
        connection.execute_batch(&format!("INSERT INTO {noun}")).unwrap();
    }
    let indexes: Vec<(String, String)> = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    for (name, _) in &indexes {
        connection.execute_batch(&format!("DROP INDEX {name}")).unwrap();
    }
    drop(connection);
    let store = Store::open(folder, key()).unwrap();
    let mut chance = Chance::new();
    let names = Names::new(&mut chance);
    let mut people: Vec<(String, String)> =
        (0..scaled(600_000)).map(|_| (cedula(&mut chance), names.person(&mut chance))).collect();
    people.sort();
    people.dedup_by(|a, b| a.0 == b.0);
    let mut employers: Vec<(String, String)> = (0..scaled(1_000_000))
        .map(|row| match row % 2 {
            0 => (format!("{}001", cedula(&mut chance)), names.person(&mut chance)),
            _ => (company_ruc(&mut chance), names.company(&mut chance)),
        })
        .collect();
    employers.sort();
    employers.dedup_by(|a, b| a.0 == b.0);
    let folded = |name: &str| ventanilla::domain::name::folded(name);
    let any = |chance: &mut Chance, list: &[(String, String)]| {
        list[usize::try_from(chance.below(list.len() as u64)).unwrap()].clone()
    };
    in_chunks(
        &store,
        people.len(),
        "INSERT INTO person (kind, number, name, folded, source, recorded_by, recorded_at_ms) VALUES ('cedula', ?1, ?2, ?3, 'import', 1, 1)",
        |at| {
            let (number, name) = &people[at];
            vec![number.clone(), name.clone(), folded(name)]
        },
    );
    in_chunks(
        &store,
        employers.len(),
        "INSERT INTO employer (number, kind, name, folded, email, sri_state, artisan, source, recorded_by, recorded_at_ms) VALUES (?1, 'private_company', ?2, ?3, 'correo@example.ec', 'active', 0, 'import', 1, 1)",
        |at| {
            let (number, name) = &employers[at];
            vec![number.clone(), name.clone(), folded(name)]
        },
    );
    in_chunks(
        &store,
        scaled(1_200_000),
        "INSERT INTO turn (centre_id, code, procedure, origin, recorded_from, on_day, at_minute, holder_kind, holder_number, holder_name, folded, state, vanished, created_by, created_at_ms) VALUES (1, 'T' || ?1, 'employer_key', 'online', 'agenda', '2026-03-' || (10 + ?1 % 18), 600, 'cedula', ?2, ?3, ?4, 'served', 0, 1, 1)",
        |at| {
            let (number, name) = any(&mut chance, &people);
            vec![at.to_string(), number, name.clone(), folded(&name)]
        },
    );
    let draft = "{}".repeat(400);
    in_chunks(
        &store,
        scaled(1_200_000),
        "INSERT INTO visit (centre_id, window_id, procedure, turn_id, state, outcome, accounting_day, opened_at_ms, clerk_id, ended_at_ms, employer_number, employer_branch, applicant_number, presenter_number, folded, draft, draft_revision, draft_at_ms, sample) VALUES (1, 1, 'employer_key', ?1 + 1, 'ended', 'served', '2026-03-' || (10 + ?1 % 18), 1, 1, 2, ?2, '0001', ?3, ?3, ?4, ?5, 1, 1, 1)",
        |at| {
            let (applicant, person_name) = any(&mut chance, &people);
            let (employer, employer_name) = any(&mut chance, &employers);
            vec![at.to_string(), employer, applicant, folded(&format!("{person_name} {employer_name}")), draft.clone()]
        },
    );
    in_chunks(
        &store,
        scaled(120_000),
        "INSERT INTO notarial_power (code, grantor_kind, grantor_number, grantor_name, holder_kind, holder_number, holder_name, folded, granted_on, scope, legal_validation, legal_reference, legal_by, recorded_by, recorded_at_ms) VALUES (?1, 'cedula', ?2, ?3, 'cedula', ?4, ?5, ?6, '2024-01-01', 'sufficient', 'validated', '', '', 1, 1)",
        |at| {
            let (grantor, grantor_name) = any(&mut chance, &people);
            let (holder, holder_name) = any(&mut chance, &people);
            let both = folded(&format!("{grantor_name} {holder_name}"));
            vec![format!("2024170{:04}P{at:05}", at % 5_000), grantor, grantor_name, holder, holder_name, both]
        },
    );
    in_chunks(
        &store,
        scaled(60_000),
        "INSERT INTO artisan_qualification (issuer, number, holder_kind, holder_number, holder_name, folded, issued_on, recorded_by, recorded_at_ms) VALUES ('junta_nacional', ?1, 'cedula', ?2, ?3, ?4, '2024-01-01', 1, 1)",
        |at| {
            let (holder, name) = any(&mut chance, &people);
            vec![format!("A{at}"), holder, name.clone(), folded(&name)]
        },
    );
    store.close().unwrap();
    let connection = engine();
    for (_, sql) in &indexes {
        connection.execute_batch(sql).unwrap();
    }
    drop(connection);
    Store::open(folder, key()).unwrap()
}

fn in_chunks(store: &Store, rows: usize, sql: &str, mut values: impl FnMut(usize) -> Vec<String>) {
    const CHUNK: usize = 20_000;
    for start in (0..rows).step_by(CHUNK) {
        store
            .write(|tx| -> Result<(), Error> {
                for at in start..(start + CHUNK).min(rows) {
                    tx.execute(sql, values(at).as_slice()).unwrap();
                }
                Ok(())
            })
            .unwrap();
        store.tidy(Tidying::BetweenChunks).unwrap();
    }
}
