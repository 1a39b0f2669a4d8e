//! The work histories, on a real house: what a file brings and how it is said, and which names serve as wrong answers.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::HashSet;

use ventanilla::domain::day::Month;
use ventanilla::domain::register::{ArtisanMark, EmployerKind, SriState};
use ventanilla::ops::employer::{EmployerFacts, RecordEmployer};
use ventanilla::ops::house::run::Watch;
use ventanilla::ops::import::{ImportFile, ImportReport, WorkHistoryImport, preview_work_history};
use ventanilla::ops::insured::{InsuredFacts, RecordInsured};
use ventanilla::ops::new_op_id;
use ventanilla::ops::verify::{Depth, verify};
use ventanilla::print::ipp::CancelFlag;
use ventanilla::store;

use crate::registers::counter::{Counter, branch, cedula, employer, refusal};
use crate::registers::{NUMBER, insured_facts};

const OTHER: &str = "0910005917";

fn file(rows: &str) -> ImportFile<std::io::Cursor<Vec<u8>>> {
    let text = format!("numero,empleador,desde,hasta\n{rows}\n");
    ImportFile {
        bytes: Some(text.len() as u64),
        source: std::io::Cursor::new(text.into()),
        name: "historia.csv".into(),
    }
}

/// Looks at the rows first: a look says what the import then does. Answers what the look said of each row, too.
fn import(counter: &Counter, rows: &str) -> (ImportReport, Vec<String>) {
    let mut watch = Watch { progress: &mut |_| {}, cancel: &CancelFlag::default() };
    let mut looked_at = preview_work_history(&counter.house, &counter.reader(), file(rows), &mut watch).unwrap();
    let mut run = WorkHistoryImport::open(file(rows)).unwrap();
    let report = counter.house.run(&counter.supervisor, new_op_id().unwrap(), &mut run, &mut watch).unwrap().output;
    let told = std::mem::take(&mut looked_at.changes);
    assert_eq!(looked_at, report);
    (report, told.into_iter().map(|it| format!("{} {}: {}", it.number, it.name, it.in_words())).collect())
}

fn counts(report: &ImportReport) -> [u64; 5] {
    [report.new, report.changed, report.unchanged, report.bad, report.warnings]
}

/// A house that knows two of the insured.
fn counter() -> Counter {
    let counter = Counter::found();
    for number in [NUMBER, OTHER] {
        let facts = InsuredFacts { number: cedula(number), ..insured_facts("a@example.com") };
        counter.house.perform(&counter.clerk, &RecordInsured { facts }).unwrap();
    }
    counter
}

fn worked(counter: &Counter, number: &str) -> Vec<(String, String, Option<String>)> {
    let theirs = store::work_history::of_person(&counter.reader(), &cedula(number)).unwrap();
    let months =
        |it: store::work_history::Employment| (it.employer, it.from.in_file_names(), it.to.map(Month::in_file_names));
    theirs.into_iter().map(months).collect()
}

fn row(employer: &str, from: &str, to: Option<&str>) -> (String, String, Option<String>) {
    (employer.into(), from.into(), to.map(str::to_owned))
}

fn assert_verifies(counter: &Counter) {
    assert_eq!(verify(&counter.reader(), Depth::Whole, None, &mut |_| true).unwrap().problem, None);
}

#[test]
fn a_file_brings_for_whom_they_worked_and_the_same_again_changes_nothing() {
    let counter = counter();
    let rows = format!(
        "{NUMBER},Andes S.A.,2019-03,\n{NUMBER},Fideos El Molino,01/2015,12/2018\n{OTHER},Andes S.A.,2019-03,2020-01\n\
         {NUMBER},Andes S.A.,2012-01,2014-02"
    );
    let (report, told) = import(&counter, &rows);
    assert_eq!(counts(&report), [4, 0, 0, 0, 0]);
    assert!(told.contains(&format!("{NUMBER} Fideos El Molino: nuevo")), "{told:?}");
    let whole = [
        row("Andes S.A.", "2012-01", Some("2014-02")),
        row("Fideos El Molino", "2015-01", Some("2018-12")),
        row("Andes S.A.", "2019-03", None),
    ];
    assert_eq!(worked(&counter, NUMBER), whole);
    assert_eq!(worked(&counter, OTHER), [row("Andes S.A.", "2019-03", Some("2020-01"))]);
    let (again, told) = import(&counter, &rows);
    assert_eq!((counts(&again), told), ([0, 0, 4, 0, 0], Vec::new()));
    // She left, he is there again, and a name is spelled otherwise: none of that is another employment.
    let rows = format!("{NUMBER},Andes S.A.,2019-03,2026-10\n{OTHER},ANDES SA,2019-03,");
    let (report, told) = import(&counter, &rows);
    assert_eq!(counts(&report), [0, 2, 0, 0, 0]);
    assert_eq!(
        told,
        [format!("{NUMBER} Andes S.A.: cambia: hasta"), format!("{OTHER} ANDES SA: cambia: empleador, hasta")]
    );
    assert_eq!(worked(&counter, NUMBER)[2], row("Andes S.A.", "2019-03", Some("2026-10")));
    assert_eq!(worked(&counter, OTHER), [row("ANDES SA", "2019-03", None)]);
    // What a file does not name stays.
    assert_eq!(worked(&counter, NUMBER).len(), 3);
    assert_verifies(&counter);
}

/// Of the day at the counter, 20 November 2026.
#[test]
fn what_is_odd_in_a_row_is_said_and_nobody_begins_in_a_month_to_come() {
    let counter = counter();
    let rows = format!(
        "{NUMBER},Andes S.A.,2026-12,\n{NUMBER},Fideos El Molino,2026-11,2027-01\n{NUMBER},Vivero,2015-01,2014-12\n\
         {OTHER},Vivero,2015-01,\n{OTHER},VIVERO,2015-01,2016-01\n{OTHER},Vivero,2015-01,\n1710034065,Vivero,2015-01,"
    );
    let (report, _) = import(&counter, &rows);
    assert_eq!(counts(&report), [3, 0, 2, 2, 3]);
    let bad: Vec<String> = report.bad_rows.iter().map(ToString::to_string).collect();
    assert!(bad[0].starts_with("línea 2, columna «desde»: diciembre de 2026 todavía no llega"), "{bad:?}");
    assert!(bad[1].starts_with("línea 4, columna «hasta»: «2014-12» es anterior a «desde»"), "{bad:?}");
    let warned: Vec<String> = report.warned_rows.iter().map(ToString::to_string).collect();
    for (said, words) in warned.iter().zip([
        "línea 3, columna «hasta»: enero de 2027 todavía no llega; se toma como que sigue allí",
        "línea 6, columna «hasta»: el archivo ya dio otros datos",
        "línea 8, columna «numero»: esta persona no consta en el registro de asegurados",
    ]) {
        assert!(said.starts_with(words), "{said}");
    }
    assert_eq!(worked(&counter, NUMBER), [row("Fideos El Molino", "2026-11", None)]);
    assert_eq!(worked(&counter, OTHER), [row("Vivero", "2015-01", None)], "the first row counts");
    assert_verifies(&counter);
}

#[test]
fn a_supervisor_imports_and_a_row_that_no_such_import_wrote_is_named() {
    let counter = counter();
    let mut watch = Watch { progress: &mut |_| {}, cancel: &CancelFlag::default() };
    let mut run = WorkHistoryImport::open(file(&format!("{NUMBER},Andes S.A.,2019-03,"))).unwrap();
    let refused = counter.house.run(&counter.clerk, new_op_id().unwrap(), &mut run, &mut watch);
    assert_eq!(refusal(refused).code, "role");
    assert_eq!(worked(&counter, NUMBER), []);
    import(&counter, &format!("{NUMBER},Andes S.A.,2019-03,"));
    assert_verifies(&counter);
    counter.run(
        "INSERT INTO work_history (person_kind, person_number, employer_name, from_month, recorded_by, recorded_at_ms) \
         SELECT person_kind, person_number, 'Donde yo sé', from_month, recorded_by, recorded_at_ms FROM work_history",
    );
    let problem = verify(&counter.reader(), Depth::Whole, None, &mut |_| true).unwrap().problem.unwrap();
    assert!(problem.contains("de la historia laboral consta como importado en el almacén"), "{problem}");
}

/// Another company of the register.
fn record(counter: &Counter, number: &str, kind: EmployerKind, name: &str) {
    let facts = EmployerFacts {
        number: employer(number),
        kind,
        name: name.into(),
        email: None,
        sri_state: SriState::Unknown,
        artisan: ArtisanMark::NotMarked,
    };
    counter.house.perform(&counter.clerk, &RecordEmployer { facts, branch: branch("0001") }).unwrap();
}

#[test]
fn for_whom_somebody_did_not_work_is_found_in_others_histories_and_in_the_register() {
    let counter = counter();
    assert_eq!(store::work_history::others(&counter.reader(), &[], 7, 3).unwrap(), Vec::<String>::new());
    record(&counter, "1790011674001", EmployerKind::PrivateCompany, "Andes S.A.");
    record(&counter, "1792060346001", EmployerKind::PrivateCompany, "Bananera del Sur");
    record(&counter, "1714307103000", EmployerKind::DomesticService, "Quimbaya Zoila");
    let rows = format!(
        "{NUMBER},ANDES SA,2019-03,\n{OTHER},Andes S.A.,2012-01,2013-01\n{OTHER},Vivero,2013-02,\n{OTHER},VIVERO,2001-01,2002-01\n\
         {OTHER},Molinos,2002-02,2003-01"
    );
    import(&counter, &rows);
    let excluding = ["Andes S.A.".to_owned()];
    let others = |from: i64, most| store::work_history::others(&counter.reader(), &excluding, from, most).unwrap();
    let mut firsts = HashSet::new();
    for from in [0, 1, 2, 3, 4, 5, -1, i64::MIN, i64::MAX] {
        let all = others(from, 10);
        let mut folded: Vec<String> = all.iter().map(|name| name.to_lowercase()).collect();
        folded.sort();
        assert_eq!(folded, ["bananera del sur", "molinos", "vivero"], "{from}: {all:?}");
        assert_eq!(others(from, 2), all[..2], "the same number answers the same");
        firsts.insert(all[0].clone());
    }
    assert!(firsts.len() > 1, "where it begins makes a difference: {firsts:?}");
    assert_eq!(others(3, 0), Vec::<String>::new());
}
