//! The register of employers from a file in no order, every number checked, searchable at the end, against the
//! `sqlite3` shell's `.import` of the same file into a plain table.
//!
//! The file is read twice: first for the numbers alone, which are sorted, then row by row in their order, so that every
//! index grows at its end. One thread reads and checks, the other writes.

use std::fs::File;
use std::io::{BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use ventanilla::domain::id::{EmployerId, UserId};
use ventanilla::domain::number::{Branch, Cedula, EmployerNumber, PersonNumber};
use ventanilla::domain::procedure::employer_key::case::{EmployerKind, SriState};
use ventanilla::store::employer::{self, Employer, EmployerBranch, Representative};
use ventanilla::store::provenance::Provenance;
use ventanilla::store::search::{self, Query};
use ventanilla::store::{ChunkPacer, Error, Store};

use crate::sample::{Chance, Names, cedula, company_ruc};
use crate::{Verdicts, new_store, percentile};

struct Row {
    employer: Employer,
    branch: EmployerBranch,
    representative: Representative,
}

pub(crate) fn measure(scale: f64, verdicts: &mut Verdicts) {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
    let rows = (1_000_000.0 * scale) as usize;
    let folder = tempfile::tempdir().unwrap();
    let csv = folder.path().join("register.csv");
    write_csv(&csv, rows);
    let Some(shell) = shell_import(folder.path()) else {
        println!("left out: the import's floor (no sqlite3 shell)");
        return;
    };
    let store = new_store(&folder.path().join("store"));
    let began = Instant::now();
    let mut chunks = run(&store, &csv);
    let written = began.elapsed();
    store.settle_search().unwrap();
    store.checkpoint_when_idle().unwrap();
    let whole = began.elapsed();
    let found = search::employers(&store.reader().unwrap(), &Query::new("comercial s.a.")).unwrap();
    assert_eq!(found.len(), search::LIMIT.min(rows));
    println!(
        "import of {rows} rows: shell {:.2} s, ours {:.2} s, of which {:.2} s writing and the rest merging the index",
        shell.as_secs_f64(),
        whole.as_secs_f64(),
        written.as_secs_f64(),
    );
    println!(
        "import: {} chunks, median {:.1} ms, p99 {:.1} ms",
        chunks.len(),
        percentile(&mut chunks, 0.5),
        percentile(&mut chunks, 0.99)
    );
    verdicts.add("import against the shell", whole.as_secs_f64() / shell.as_secs_f64(), "times", 6.0);
    verdicts.add("import, longest chunk", percentile(&mut chunks, 1.0), "ms", 50.0);
}

fn write_csv(file: &Path, rows: usize) {
    let mut chance = Chance::new();
    let names = Names::new(&mut chance);
    let mut out = BufWriter::new(File::create(file).unwrap());
    writeln!(out, "numero,tipo,nombre,correo,estado_sri,sucursal,representante,nombre_representante,cargo").unwrap();
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
    let began = Instant::now();
    let status = Command::new("sqlite3")
        .current_dir(folder)
        .args(["plain.db", ".mode csv", ".import register.csv t"])
        .status()
        .ok()?;
    assert!(status.success());
    Some(began.elapsed())
}

fn run(store: &Store, csv: &Path) -> Vec<Duration> {
    let (send, receive) = sync_channel(8);
    let csv = csv.to_path_buf();
    let reading = std::thread::spawn(move || {
        let order = sorted_places(&csv);
        let mut file = File::open(&csv).unwrap();
        for places in order.chunks(2_000) {
            send.send(read_rows(&mut file, places)).unwrap();
        }
    });
    let times = write_rows(store, &receive);
    reading.join().unwrap();
    times
}

/// Where each row stands in the file, by number.
fn sorted_places(csv: &Path) -> Vec<(u64, u32)> {
    let mut reader = csv::Reader::from_path(csv).unwrap();
    let mut record = csv::ByteRecord::new();
    let mut places: Vec<([u8; 13], u64, u32)> = Vec::new();
    reader.byte_headers().unwrap();
    let mut start = reader.position().byte();
    while reader.read_byte_record(&mut record).unwrap() {
        let end = reader.position().byte();
        let mut number = [0; 13];
        let text = &record[0];
        number[..text.len().min(13)].copy_from_slice(&text[..text.len().min(13)]);
        places.push((number, start, u32::try_from(end - start).unwrap()));
        start = end;
    }
    places.sort_unstable();
    places.dedup_by_key(|place| place.0);
    places.into_iter().map(|(_, at, length)| (at, length)).collect()
}

fn read_rows(file: &mut File, places: &[(u64, u32)]) -> Vec<Row> {
    let mut text = Vec::new();
    for &(at, length) in places {
        file.seek(SeekFrom::Start(at)).unwrap();
        file.take(u64::from(length)).read_to_end(&mut text).unwrap();
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_slice());
    reader.records().map(|record| row(&record.unwrap())).collect()
}

fn row(record: &csv::StringRecord) -> Row {
    let provenance = Provenance::import(UserId(1), 1);
    let number = EmployerNumber::parse(&record[0]).unwrap();
    std::hint::black_box(number.check_digit());
    Row {
        employer: Employer {
            id: EmployerId(0),
            number,
            kind: if &record[1] == "privada" { EmployerKind::PrivateCompany } else { EmployerKind::Independent },
            name: record[2].to_owned(),
            email: record[3].to_owned(),
            sri_state: SriState::Active,
            artisan: false,
            provenance,
        },
        branch: EmployerBranch { branch: Branch::parse(&record[5]).unwrap(), name: String::new(), provenance },
        representative: Representative {
            number: PersonNumber::Cedula(Cedula::parse(&record[6]).unwrap()),
            name: record[7].to_owned(),
            capacity: record[8].to_owned(),
            provenance,
        },
    }
}

fn write_rows(store: &Store, rows: &Receiver<Vec<Row>>) -> Vec<Duration> {
    let mut coming = rows.iter().flatten().peekable();
    let mut pacer = ChunkPacer::new(1_000);
    let mut times = Vec::new();
    while coming.peek().is_some() {
        // Rows are waited for outside the transaction.
        let ready: Vec<Row> = coming.by_ref().take(pacer.units()).collect();
        let mut ready = ready.into_iter().peekable();
        while ready.peek().is_some() {
            store
                .write_chunk(&mut pacer, |tx, chunk| -> Result<(), Error> {
                    while ready.peek().is_some() && chunk.takes_one_more() {
                        let Some(row) = ready.next() else { break };
                        if employer::by_number(tx, &row.employer.number)?.is_none() {
                            let id = employer::add(tx, &row.employer)?;
                            employer::set_branch(tx, id, &row.branch)?;
                            employer::set_representative(tx, id, &row.representative)?;
                        }
                    }
                    Ok(())
                })
                .unwrap();
            times.push(pacer.last_took());
        }
    }
    times
}
