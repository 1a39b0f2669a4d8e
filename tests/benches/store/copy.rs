//! Copying a store at work, as a backup does, against a plain copy of its file brought to the same disk; and what whoever
//! commits meanwhile waits.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use ventanilla::store::Tidying;
use ventanilla::store::{STORE_FILE, Store, damaged_pages, open_copy, structure_fault};

use crate::{Verdicts, key, new_store, percentile};

const MEBIBYTES: f64 = 512.0;
const ROUNDS: usize = 5;
/// What is promised where the disk could do more, in bytes a second.
const PROMISED: f64 = 100e6;

pub(crate) fn measure(scale: f64, verdicts: &mut Verdicts) {
    let folder = tempfile::tempdir().unwrap();
    let store = new_store(folder.path());
    fill(&store, MEBIBYTES * scale);
    store.tidy(Tidying::Idle).unwrap();
    let file = folder.path().join(STORE_FILE);
    let bytes = fs::metadata(&file).unwrap().len();
    let (mut ours, mut plain, mut check): (Vec<Duration>, Vec<Duration>, Vec<Duration>) = Default::default();
    for _ in 0..ROUNDS {
        let to = tempfile::tempdir_in(folder.path()).unwrap();
        let began = Instant::now();
        fs::copy(&file, to.path().join("plain")).unwrap();
        fs::File::open(to.path().join("plain")).unwrap().sync_all().unwrap();
        plain.push(began.elapsed());
        ours.push(copied(&store, to.path()));
        let began = Instant::now();
        let copy = open_copy(to.path(), &key()).unwrap();
        assert_eq!((damaged_pages(&copy).unwrap(), structure_fault(&copy).unwrap()), (0, None));
        check.push(began.elapsed());
    }
    let (ours, plain, check) = (percentile(&mut ours, 0.5), percentile(&mut plain, 0.5), percentile(&mut check, 0.5));
    #[allow(clippy::cast_precision_loss, reason = "a size")]
    let bytes = bytes as f64;
    let rate = |ms: f64| bytes / ms / 1e3;
    println!(
        "copy of {:.0} MB: {:.0} MB/s, plain {:.0} MB/s; every page and the structure checked at {:.0} MB/s",
        bytes / 1e6,
        rate(ours),
        rate(plain),
        rate(check)
    );
    let allowed = (1.5 * plain).max(bytes / PROMISED * 1e3);
    verdicts.add("copy of a store at work, of the time allowed", ours / allowed, "×", 1.0);

    let mut waits = waits_beside(&store, folder.path(), true);
    let mut alone = waits_beside(&store, folder.path(), false);
    println!(
        "commits: median {:.2} ms, p99 {:.2} ms beside a copy; {:.2} ms, {:.2} ms without one",
        percentile(&mut waits, 0.5),
        percentile(&mut waits, 0.99),
        percentile(&mut alone, 0.5),
        percentile(&mut alone, 0.99)
    );
    verdicts.add("commit beside a copy, p99", percentile(&mut waits, 0.99), "ms", 50.0);
}

fn fill(store: &Store, mebibytes: f64) {
    let write = |sql: &str| store.write(|tx| Ok::<_, ventanilla::store::Error>(tx.execute(sql, []).unwrap())).unwrap();
    write("INSERT INTO centre (code, name, province, canton, zone) VALUES ('1', 'x', 'x', 'x', 'mainland')");
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
    for nth in 0..mebibytes.ceil() as usize {
        write(&format!("INSERT INTO setting (centre_id, name, value) VALUES (1, 'x{nth}', hex(randomblob(524288)))"));
    }
}

fn copied(store: &Store, to: &Path) -> Duration {
    let began = Instant::now();
    let mut copy = store.original().unwrap().copy_into(to).unwrap();
    while copy.step().unwrap() {}
    copy.finish(&key()).unwrap();
    began.elapsed()
}

/// How long small commits take, beside copies or for as long without one.
fn waits_beside(store: &Store, folder: &Path, with_copies: bool) -> Vec<Duration> {
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut waits = Vec::new();
            while !over.load(Ordering::SeqCst) {
                let began = Instant::now();
                let sql = "UPDATE centre SET name = name || 'x' WHERE id = 1 AND length(name) < 100000";
                store.write(|tx| Ok::<_, ventanilla::store::Error>(tx.execute(sql, []).unwrap())).unwrap();
                waits.push(began.elapsed());
                std::thread::sleep(Duration::from_millis(2));
            }
            waits
        });
        for _ in 0..2 {
            let to = tempfile::tempdir_in(folder).unwrap();
            match with_copies {
                true => _ = copied(store, to.path()),
                false => std::thread::sleep(Duration::from_secs(2)),
            }
        }
        over.store(true, Ordering::SeqCst);
        writer.join().unwrap()
    })
}
