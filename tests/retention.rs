//! Review terms: what is due is what a count row by row says, goes on confirmation and nothing else goes with it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use chrono::NaiveDate;
use ventanilla::domain::calendar::{Moment, Zone};
use ventanilla::domain::id::NotarialPowerId;
use ventanilla::domain::number::PersonNumber;
use ventanilla::domain::procedure_id::ProcedureId;
use ventanilla::domain::register::{LegalValidation, PowerScope};
use ventanilla::domain::turn::InNameOf;
use ventanilla::ops::erasure::{ErasePerson, ErasureReport, OwedErasure};
use ventanilla::ops::house::run::{Progress, Run, Watch};
use ventanilla::ops::insured::{InsuredFacts, RecordInsured};
use ventanilla::ops::notarial_power::RecordPower;
use ventanilla::ops::person::RecordPerson;
use ventanilla::ops::reading::Supervising;
use ventanilla::ops::retention::{
    DuePeople, DueScans, EraseDue, EraseScans, PaperScans, Retention, ScannedKind, ScansErased, review_people,
    review_scans,
};
use ventanilla::ops::scan::{ScanSubject, ScannedPaper};
use ventanilla::ops::settings::{self, ChangeSettings, Settings};
use ventanilla::ops::turn::GiveWalkIn;
use ventanilla::ops::verify::{Depth, verify};
use ventanilla::ops::{Error, House, Session, day, new_op_id};
use ventanilla::print::ipp::CancelFlag;
use ventanilla::sample;
use ventanilla::store;
use ventanilla::store::search::{self, Query};

use crate::registers::counter::{Counter, YEAR_MS, cedula, reason, refusal};
use crate::registers::insured_facts;

/// The day at the counter.
fn today() -> NaiveDate {
    "2026-11-20".parse().unwrap()
}

/// A house with a past of ten years, the oldest visits with scans.
fn with_past(visits: u64) -> Counter {
    past_of(Counter::found(), visits)
}

fn past_of(counter: Counter, visits: u64) -> Counter {
    sample::finished_visits(&counter.house, &counter.supervisor, visits, &mut |_| true).unwrap();
    counter
}

fn set(counter: &Counter, scans_years: Option<u16>, personal_data_years: Option<u16>) -> Result<(), Error> {
    let now = settings::load(&counter.reader(), counter.house.centre().id).unwrap();
    let settings = Settings { retention: Retention { scans_years, personal_data_years }, ..now };
    counter.house.perform(&counter.supervisor, &ChangeSettings { settings }).map(|_| ())
}

fn people(counter: &Counter) -> Result<DuePeople, Error> {
    let mut watch = Watch { progress: &mut |_| {}, cancel: &CancelFlag::default() };
    review_people(&counter.house, &counter.supervisor, &mut watch)
}

fn scans(counter: &Counter) -> Result<DueScans, Error> {
    let mut watch = Watch { progress: &mut |_| {}, cancel: &CancelFlag::default() };
    review_scans(&counter.house, &counter.reader(), Supervising::of(counter.supervisor.actor()).unwrap(), &mut watch)
}

fn run<R: Run>(house: &House, by: &Session, run: &mut R) -> Result<R::Report, Error> {
    let mut watch = Watch { progress: &mut |_| {}, cancel: &CancelFlag::default() };
    house.run(by, new_op_id().unwrap(), run, &mut watch).map(|answer| answer.output)
}

fn count(counter: &Counter, sql: &str) -> u64 {
    let rows: i64 = counter.reader().one(sql, [], |row| row.get(0)).unwrap();
    u64::try_from(rows).unwrap()
}

fn assert_verifies(counter: &Counter) {
    let found = verify(&counter.reader(), Depth::Whole, None, &mut |_| true).unwrap();
    assert_eq!(found.problem, None);
}

/// By number, the last day that any row of the counter knows somebody, and whether the employers' register names them.
fn counted_row_by_row(counter: &Counter) -> BTreeMap<String, (NaiveDate, bool)> {
    let reader = counter.reader();
    let day = |at_ms: i64| Moment(at_ms).day(Zone::Mainland);
    let mut known: BTreeMap<String, (NaiveDate, bool)> = BTreeMap::new();
    let mut note = |number: String, on: NaiveDate| {
        let last = &mut known.entry(number).or_insert((on, false)).0;
        *last = on.max(*last);
    };
    let visits: Vec<(String, String, i64)> = reader
        .all("SELECT applicant_number, presenter_number, ended_at_ms FROM visit", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .unwrap();
    for (applicant, presenter, ended_at_ms) in visits {
        note(applicant, day(ended_at_ms));
        note(presenter, day(ended_at_ms));
    }
    let turns: Vec<(String, String)> =
        reader.all("SELECT holder_number, on_day FROM turn", [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    for (holder, on_day) in turns {
        note(holder, on_day.parse().unwrap());
    }
    known.remove("");
    let named: Vec<String> = reader
        .all(
            "SELECT person_number FROM employer_representative WHERE ended_at_ms IS NULL \
             UNION SELECT substr(number, 1, length(number) - 3) FROM employer",
            [],
            |row| row.get(0),
        )
        .unwrap();
    for number in named {
        if let Some(person) = known.get_mut(&number) {
            person.1 = true;
        }
    }
    known
}

/// A row of what somebody did by themselves, begun now.
fn self_service(number: &str, journal_n: i64, ended: &str, working: &str) -> String {
    format!(
        "INSERT INTO self_service (centre_id, window_id, begun_by, procedure, accounting_day, begun_at_ms, person_kind, \
         person_number, employer_number, employer_branch, step, working, outcome, ended_at_ms, journal_n) \
         SELECT w.centre_id, w.id, 1, 'affiliate_key', '2026-11-20', 1795187000000, 'cedula', '{number}', '{number}001', '0001', \
         'questions', '{working}', {ended}, {journal_n} FROM service_window w LIMIT 1"
    )
}

#[test]
fn nothing_is_due_without_a_term_and_a_term_has_bounds() {
    let counter = with_past(20);
    assert_eq!(settings::load(&counter.reader(), counter.house.centre().id).unwrap().retention, Retention::default());
    assert_eq!(refusal(people(&counter)).code, "no_term");
    assert_eq!(refusal(scans(&counter)).code, "no_term");
    for (scans, people) in [(Some(0), None), (Some(31), None), (None, Some(6)), (None, Some(31))] {
        let refused = refusal(set(&counter, scans, people));
        assert_eq!(refused.code, "retention");
        assert!(refused.sentence.contains("años. Escriba otro."), "{refused:?}");
    }
    set(&counter, Some(1), Some(7)).unwrap();
    assert!(people(&counter).is_ok() && scans(&counter).is_ok());
}

#[test]
fn due_are_the_people_whose_last_row_is_older_than_the_term_and_whom_no_register_names() {
    let counter = with_past(400);
    set(&counter, None, Some(7)).unwrap();
    let found = people(&counter).unwrap();
    let begins: NaiveDate = "2019-11-20".parse().unwrap();
    assert_eq!((found.before, found.years), (begins, 7));
    let known = counted_row_by_row(&counter);
    let old = |in_register: bool| {
        let of_it = known.iter().filter(move |(_, (last, named))| *last < begins && *named == in_register);
        of_it.map(|(number, (last, _))| (*last, number.clone())).collect::<BTreeSet<_>>()
    };
    let listed: Vec<(NaiveDate, String)> =
        found.people.iter().map(|person| (person.last, person.number.to_string())).collect();
    assert!(listed.len() > 20 && found.in_register > 0, "{} and {}", listed.len(), found.in_register);
    assert!(listed.is_sorted(), "the longest gone first");
    assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), old(false));
    assert_eq!(found.in_register, old(true).len() as u64);
}

#[test]
fn whoever_was_written_by_hand_and_never_came_is_due_and_whoever_an_import_brought_is_not() {
    let counter = Counter::found();
    let by_hand = RecordPerson { number: cedula("1714307103"), name: "Zoila Quimbaya Ñacato".into() };
    counter.house.perform(&counter.clerk, &by_hand).unwrap();
    let imported = RecordPerson { number: cedula("1710034065"), name: "Canaria Testigo".into() };
    let id = counter.house.perform(&counter.clerk, &imported).unwrap().output;
    counter
        .house
        .store()
        .write(|tx| {
            tx.execute("UPDATE person SET source = 'import' WHERE id = ?1", [id.0]).unwrap();
            Ok::<_, Error>(())
        })
        .unwrap();
    // The register of the insured counts as that of people.
    let by_hand = |number: &str| {
        let facts = InsuredFacts { number: cedula(number), ..insured_facts("a@example.com") };
        counter.house.perform(&counter.clerk, &RecordInsured { facts }).unwrap();
    };
    by_hand("0910005917");
    by_hand("1710034065");
    counter.run("UPDATE insured SET source = 'import' WHERE person_number = '1710034065'");
    set(&counter, None, Some(7)).unwrap();
    assert_eq!(people(&counter).unwrap().people, []);
    counter.clock.advance_ms(8 * YEAR_MS);
    let due = people(&counter).unwrap();
    assert_eq!(
        due.people.iter().map(|person| (person.number.as_str(), person.last)).collect::<Vec<_>>(),
        [("0910005917", today()), ("1714307103", today())]
    );
    let report = run(&counter.house, &counter.supervisor, &mut EraseDue::new(&due)).unwrap();
    assert_eq!((report.people, report.register_rows, report.insured_rows), (2, 1, 1));
}

#[test]
fn whoever_only_did_something_by_themselves_is_due_when_that_is_long_ago() {
    let counter = Counter::found();
    counter.run(&self_service("1714307103", 9_001, "'done', 1795187000000", ""));
    counter.run(&self_service("0910005917", 9_002, "NULL, NULL", "paso"));
    set(&counter, None, Some(7)).unwrap();
    assert_eq!(people(&counter).unwrap().people, []);
    counter.clock.advance_ms(8 * YEAR_MS);
    let due = people(&counter).unwrap();
    let listed: Vec<_> = due.people.iter().map(|person| (person.number.as_str(), person.last)).collect();
    assert_eq!(listed, [("1714307103", today())], "whoever has not ended is not due");
    let report = run(&counter.house, &counter.supervisor, &mut EraseDue::new(&due)).unwrap();
    assert_eq!((report.people, report.self_services), (1, 1));
    assert_eq!(count(&counter, "SELECT count(*) FROM self_service WHERE person_number = '1714307103'"), 0);
    assert_eq!(count(&counter, "SELECT count(*) FROM self_service WHERE person_number = '0910005917'"), 1);
}

#[test]
fn what_was_shown_is_erased_and_what_counts_stays() {
    let counter = with_past(400);
    set(&counter, None, Some(7)).unwrap();
    let due = people(&counter).unwrap();
    let gone: BTreeSet<PersonNumber> = due.people.iter().map(|person| person.number.clone()).collect();
    let kept = counted_row_by_row(&counter).into_keys().find(|number| gone.iter().all(|it| it.as_str() != number));
    let first = due.people[0].clone();
    let figures = |counter: &Counter| {
        day::look(
            &counter.reader(),
            Supervising::of(counter.supervisor.actor()).unwrap(),
            counter.house.centre(),
            first.last,
        )
        .map(|view| view.figures)
        .unwrap()
    };
    let totals = |counter: &Counter| {
        ["visit", "turn", "issuance", "complaint", "employer"]
            .map(|table| count(counter, &format!("SELECT count(*) FROM {table}")))
    };
    let before = (figures(&counter), totals(&counter));
    let found = |number: &PersonNumber| {
        let (reader, query) = (counter.reader(), Query::new(number.as_str()));
        let visits = search::visits(&reader, &query).unwrap().len();
        (search::people(&reader, &query).unwrap().len(), visits + search::turns(&reader, &query).unwrap().len())
    };
    assert_eq!(found(&first.number).0, 1);
    assert!(found(&first.number).1 > 0);
    assert_eq!(refusal(run(&counter.house, &counter.clerk, &mut EraseDue::new(&due))).code, "role");
    let report = run(&counter.house, &counter.supervisor, &mut EraseDue::new(&due)).unwrap();
    assert_eq!((report.people, report.spared), (gone.len() as u64, 0), "{report:?}");
    assert!(report.visits > 20 && report.turns > 20 && report.scans > 5 && report.issuances > 2, "{report:?}");
    assert_eq!(found(&first.number), (0, 0));
    assert_eq!((figures(&counter), totals(&counter)), before, "what counts stays");
    assert_eq!(people(&counter).unwrap().people, []);
    let (_, start) = last_of(&counter, "people.erase", "started");
    assert!(start.contains("\"years\":7") && start.contains(&format!("\"people\":{}", gone.len())), "{start}");
    assert_eq!(
        count(
            &counter,
            "SELECT count(*) FROM journal j JOIN journal_signature s ON s.n = j.n WHERE j.operation = 'people.erase'"
        ),
        1
    );
    assert_verifies(&counter);
    assert_nowhere(counter, &gone, &kept.unwrap());
}

/// None of these numbers is in store or scans, in clear; another is, so that looking finds what is there.
fn assert_nowhere(counter: Counter, gone: &BTreeSet<PersonNumber>, canary: &str) {
    let dump = counter.decrypted_dump();
    let text = String::from_utf8_lossy(&dump);
    assert!(text.contains(canary), "the canary is found");
    for number in gone {
        assert!(!text.contains(number.as_str()), "{number}");
    }
}

/// The newest entry of an operation with this outcome, and its detail.
fn last_of(counter: &Counter, operation: &str, outcome: &str) -> (i64, String) {
    counter
        .reader()
        .one(
            "SELECT j.n, d.payload FROM journal j JOIN journal_detail d ON d.n = j.n WHERE j.operation = ?1 AND j.outcome = ?2 \
             ORDER BY j.n DESC LIMIT 1",
            (operation, outcome),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap()
}

/// Stops a run once it has gone so far: what its chunks did stays.
fn stopped_after<R: Run>(counter: &Counter, run: &mut R, enough: impl Fn(Progress) -> bool) {
    let cancel = CancelFlag::default();
    let mut watched = |at: Progress| {
        if enough(at) {
            cancel.cancel();
        }
    };
    let mut watch = Watch { progress: &mut watched, cancel: &cancel };
    let stopped = counter.house.run(&counter.supervisor, new_op_id().unwrap(), run, &mut watch);
    assert!(matches!(stopped, Err(Error::Cancelled)), "it ran to its end");
}

#[test]
fn an_erasure_that_was_stopped_anywhere_leaves_the_rest_due() {
    let counter = with_past(400);
    set(&counter, None, Some(7)).unwrap();
    let due = people(&counter).unwrap();
    let gone: BTreeSet<PersonNumber> = due.people.iter().map(|person| person.number.clone()).collect();
    let kept = counted_row_by_row(&counter).into_keys().find(|number| gone.iter().all(|it| it.as_str() != number));
    for part in [2, 4, 6] {
        let due = people(&counter).unwrap();
        stopped_after(&counter, &mut EraseDue::new(&due), |at| at.done * 10 >= at.total.unwrap() * part);
        assert_verifies(&counter);
    }
    let rest = people(&counter).unwrap();
    assert!(!rest.people.is_empty(), "those whose rows were not reached");
    run(&counter.house, &counter.supervisor, &mut EraseDue::new(&rest)).unwrap();
    assert_eq!(people(&counter).unwrap().people, []);
    assert_verifies(&counter);
    let kept = kept.unwrap();
    assert_nowhere(counter, &gone, &kept);
}

#[test]
fn what_a_stopped_erasure_owes_the_disk_is_paid_while_nobody_waits() {
    let counter = past_of(Counter::found_on_file(), 400);
    set(&counter, None, Some(7)).unwrap();
    let due = people(&counter).unwrap();
    let store = counter.house.store();
    stopped_after(&counter, &mut EraseDue::new(&due), |_| store.owes_an_erasure().unwrap());
    assert!(store.owes_an_erasure().unwrap());
    let (mut owed, mut calls) = (OwedErasure::default(), 0);
    let mut pay = || counter.house.pay_owed_erasure(&mut owed, Duration::ZERO).unwrap();
    // Another run is under way, which would end it.
    let run = new_op_id().unwrap();
    store.write(|tx| store::run::start(tx, run, "people.erase", 1)).unwrap();
    (0..100).for_each(|_| pay());
    assert!(store.owes_an_erasure().unwrap());
    store.write(|tx| store::run::set_state(tx, run, store::run::RunState::Stopped)).unwrap();
    while store.owes_an_erasure().unwrap() {
        pay();
        calls += 1;
        assert!(calls < 10_000, "it is never paid");
    }
    assert!(calls > 1, "it was paid in one go");
    let rest = people(&counter).unwrap();
    run_to_end(&counter, &rest);
}

fn run_to_end(counter: &Counter, due: &DuePeople) {
    run(&counter.house, &counter.supervisor, &mut EraseDue::new(due)).unwrap();
    assert!(!counter.house.store().owes_an_erasure().unwrap());
    assert_eq!(people(counter).unwrap().people, []);
}

#[test]
fn whoever_comes_back_after_the_review_is_spared() {
    let counter = with_past(200);
    set(&counter, None, Some(7)).unwrap();
    let due = people(&counter).unwrap();
    let [back, other] = [&due.people[0].number, &due.people[1].number];
    let walk_in = GiveWalkIn {
        procedure: ProcedureId::AFFILIATE_KEY_UNLOCK,
        holder: back.clone(),
        holder_name: "Quien Vuelve Hoy".into(),
        in_name_of: InNameOf::Applicant,
        priority: None,
    };
    counter.house.perform(&counter.clerk, &walk_in).unwrap();
    let only = DuePeople { people: due.people[..2].to_vec(), ..due.clone() };
    let report: ErasureReport = run(&counter.house, &counter.supervisor, &mut EraseDue::new(&only)).unwrap();
    assert_eq!((report.people, report.spared), (1, 1));
    assert!(store::person::by_number(&counter.reader(), back).unwrap().is_some());
    assert_eq!(store::person::by_number(&counter.reader(), other).unwrap(), None);
    assert_verifies(&counter);
    assert!(counter.without_signatures_of("people.erase").contains("(people.erase) le falta la firma"));
}

#[test]
fn the_term_of_the_centre_holds_for_a_request_too() {
    let counter = Counter::found();
    let number = cedula("1714307103");
    let walk_in = GiveWalkIn {
        procedure: ProcedureId::AFFILIATE_KEY_UNLOCK,
        holder: number.clone(),
        holder_name: "Zoila Quimbaya Ñacato".into(),
        in_name_of: InNameOf::Applicant,
        priority: None,
    };
    counter.house.perform(&counter.clerk, &walk_in).unwrap();
    set(&counter, None, Some(10)).unwrap();
    counter.clock.advance_ms(8 * YEAR_MS);
    let ask = || {
        let mut erasure = ErasePerson::new(number.clone(), reason("pedido escrito del 12 de mayo"));
        run(&counter.house, &counter.supervisor, &mut erasure)
    };
    let refused = refusal(ask());
    assert!(refused.sentence.contains("10 años") && refused.sentence.contains("20/11/2036"), "{refused:?}");
    set(&counter, None, None).unwrap();
    assert_eq!(ask().unwrap().turns, 1);
}

/// A power of the register with a scan.
fn power(counter: &Counter, code: &str) -> NotarialPowerId {
    let power = RecordPower {
        code: Some(ventanilla::domain::number::Entered::new(code)),
        grantor: (cedula("1714307103"), "Zoila Quimbaya Ñacato".into()),
        holder: (cedula("0910005917"), "Rosa Paz".into()),
        granted_on: "2024-05-06".parse().unwrap(),
        valid_until: None,
        scope: PowerScope::Sufficient,
        legal_validation: LegalValidation::NotValidated,
    };
    let id = counter.house.perform(&counter.clerk, &power).unwrap().output.id;
    let scan = scanned(code);
    let subject = ScanSubject::NotarialPower(id);
    counter.house.attach_scan(&counter.clerk, new_op_id().unwrap(), subject, ScannedPaper::Request, &scan).unwrap();
    id
}

fn scanned(text: &str) -> ventanilla::intake::images::Scan {
    use sha2::{Digest as _, Sha256};
    let bytes = text.as_bytes().to_vec();
    let sha256 = Sha256::digest(&bytes).into();
    ventanilla::intake::images::Scan {
        kind: ventanilla::intake::images::ScanKind::Pdf,
        width: 0,
        height: 0,
        pages: 1,
        sha256,
        bytes,
    }
}

#[test]
fn scans_go_when_their_paper_has_not_been_used_for_the_term() {
    let counter = with_past(400);
    set(&counter, Some(8), None).unwrap();
    let reader = counter.reader();
    let begins: NaiveDate = "2018-11-20".parse().unwrap();
    let rows: Vec<(i64, i32, ventanilla::domain::journal::Digest, i64)> = reader
        .all(
            "SELECT s.subject_id, s.in_year, s.address, v.ended_at_ms FROM scan s JOIN visit v ON v.id = s.subject_id",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )
        .unwrap();
    let is_old = |ended_at_ms: i64| Moment(ended_at_ms).day(Zone::Mainland) < begins;
    let old: Vec<_> = rows.iter().filter(|row| is_old(row.3)).collect();
    let visits: BTreeSet<i64> = old.iter().map(|row| row.0).collect();
    let due = scans(&counter).unwrap();
    assert!(old.len() > 50 && old.len() < rows.len(), "{} of {}", old.len(), rows.len());
    assert_eq!((due.scans, due.papers, due.before), (old.len() as u64, visits.len() as u64, begins));
    assert!(due.listed.iter().all(|paper| paper.kind == ScannedKind::Visit && visits.contains(&paper.id)));
    assert!(due.listed.is_sorted_by_key(|paper| paper.last));
    assert_eq!(refusal(run(&counter.house, &counter.clerk, &mut EraseScans::new(&due))).code, "role");
    let visits_before = count(&counter, "SELECT count(*) FROM visit");
    let report = run(&counter.house, &counter.supervisor, &mut EraseScans::new(&due)).unwrap();
    assert_eq!(report, ScansErased { scans: due.scans, bytes: due.bytes });
    assert_eq!(scans(&counter).unwrap().scans, 0);
    assert_eq!(count(&counter, "SELECT count(*) FROM scan"), (rows.len() - old.len()) as u64);
    assert_eq!(count(&counter, "SELECT count(*) FROM visit"), visits_before);
    for (_, year, address, ended_at_ms) in &rows {
        let is_named = rows.iter().any(|row| (row.1, &row.2) == (*year, address) && !is_old(row.3));
        let is_kept = counter.house.scans().holds(*year, address).unwrap();
        assert_eq!(is_kept, is_named, "{year}, old: {}", is_old(*ended_at_ms));
    }
    let (_, chunk) = last_of(&counter, "scans.erase", "chunk");
    assert!(chunk.contains("[\"visit\","), "{chunk}");
    assert_verifies(&counter);
}

#[test]
fn a_power_that_is_used_keeps_its_scan() {
    let counter = Counter::found();
    let used = power(&counter, "20241701001P00123");
    let unused = power(&counter, "20241701001P00124");
    set(&counter, Some(3), None).unwrap();
    counter.clock.advance_ms(2 * YEAR_MS);
    let at_ms = counter.house.clock().now().0;
    let turn = GiveWalkIn {
        procedure: ProcedureId::AFFILIATE_KEY_UNLOCK,
        holder: cedula("0910005917"),
        holder_name: "Rosa Paz".into(),
        in_name_of: InNameOf::Applicant,
        priority: None,
    };
    let turn = counter.house.perform(&counter.clerk, &turn).unwrap().output;
    let call = ventanilla::ops::turn::CallTurn { wanted: Some(turn), reason: None };
    counter.house.perform(&counter.clerk, &call).unwrap();
    let begin = ventanilla::ops::visit::BeginVisit { turn };
    let visit = counter.house.perform(&counter.clerk, &begin).unwrap().output;
    counter.house.store().write(|tx| Ok::<_, Error>(store::notarial_power::note_use(tx, used, visit, at_ms)?)).unwrap();
    counter.clock.advance_ms(2 * YEAR_MS);
    let due = scans(&counter).unwrap();
    let only = PaperScans { kind: ScannedKind::NotarialPower, id: unused.0, last: today(), scans: 1 };
    assert_eq!((due.scans, due.listed.as_slice()), (1, [only].as_slice()));
    run(&counter.house, &counter.supervisor, &mut EraseScans::new(&due)).unwrap();
    let of = |power: NotarialPowerId| store::scan::of(&counter.reader(), "notarial_power", power.0).unwrap().len();
    assert_eq!((of(used), of(unused)), (1, 0));
    assert!(store::notarial_power::get(&counter.reader(), unused).unwrap().is_some(), "the power itself stays");
    set(&counter, Some(1), None).unwrap();
    assert_eq!(refusal(run(&counter.house, &counter.supervisor, &mut EraseScans::new(&due))).code, "no_term");
}

#[test]
fn an_erasure_of_scans_that_was_stopped_goes_on_at_the_next_review() {
    let counter = with_past(300);
    set(&counter, Some(5), None).unwrap();
    let all = scans(&counter).unwrap();
    stopped_after(&counter, &mut EraseScans::new(&all), |_| true);
    let rest = scans(&counter).unwrap();
    assert!(rest.scans < all.scans, "a chunk went");
    let report = run(&counter.house, &counter.supervisor, &mut EraseScans::new(&rest)).unwrap();
    assert_eq!((report.scans, scans(&counter).unwrap().scans), (rest.scans, 0));
    assert_verifies(&counter);
    assert!(counter.without_signatures_of("scans.erase").contains("(scans.erase) le falta la firma"));
}
