//! The register of the insured, on a real house: what a file brings, what stays that was done here, the hand's way, what
//! leaves for the central system.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::fs;
use std::time::Instant;

use chrono::NaiveDate;
use ventanilla::domain::id::{InsuredId, VisitId};
use ventanilla::domain::number::{Entered, PassportNumber, PersonNumber};
use ventanilla::domain::procedure::affiliate_key_unlock::AffiliateKeyUnlock;
use ventanilla::domain::procedure::affiliate_key_unlock::case::{AtWindow, ContactUpdate, InForce};
use ventanilla::domain::procedure_id::ProcedureId;
use ventanilla::domain::register::{AffiliateKeyState, BirthDay, BlockedBecause, Contact, InsuredKind, UnlockedIn};
use ventanilla::domain::visit::{Asked, Document, DocumentForm, DocumentKind, Person, TypedNumber, WorkingCopy};
use ventanilla::ops::export::{Days, export_unlocked};
use ventanilla::ops::house::run::Watch;
use ventanilla::ops::import::{ImportFile, ImportReport, InsuredImport, preview_insured};
use ventanilla::ops::insured::{ConfirmInsured, CorrectInsured, InsuredFacts, RecordInsured};
use ventanilla::ops::procedure::UnlockKey;
use ventanilla::ops::reading::{OpenInsured, Purpose};
use ventanilla::ops::verify::{Depth, verify};
use ventanilla::ops::visit::save_copy;
use ventanilla::ops::{new_op_id, view};
use ventanilla::print::ipp::CancelFlag;
use ventanilla::store;
use ventanilla::store::insured::Insured;
use ventanilla::store::provenance::Entered as How;

use crate::registers::counter::{Counter, cedula, reason, refusal};
use crate::registers::{NAME, NUMBER, code, insured_facts, twice, visit};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const COLUMNS: &str = "numero,nombre,tipo,estado_clave,correo,celular,telefono,fecha_actualizacion,fecha_corte";

fn file(rows: &str) -> ImportFile<std::io::Cursor<Vec<u8>>> {
    let text = format!("{COLUMNS}\n{rows}\n");
    ImportFile {
        bytes: Some(text.len() as u64),
        source: std::io::Cursor::new(text.into()),
        name: "asegurados.csv".into(),
    }
}

/// Looks at the rows first: a look says what the import then does.
fn import(counter: &Counter, rows: &str) -> ImportReport {
    let mut watch = Watch { progress: &mut |_| {}, cancel: &CancelFlag::default() };
    let looked_at = preview_insured(&counter.house, &counter.reader(), file(rows), &mut watch).unwrap();
    let mut run = InsuredImport::open(file(rows)).unwrap();
    let report = counter.house.run(&counter.supervisor, new_op_id().unwrap(), &mut run, &mut watch).unwrap().output;
    assert_eq!(ImportReport { changes: Vec::new(), ..looked_at }, report);
    report
}

fn counts(report: &ImportReport) -> [u64; 5] {
    [report.new, report.changed, report.unchanged, report.bad, report.warnings]
}

fn known(counter: &Counter, number: &str) -> Insured {
    store::insured::by_number(&counter.reader(), &cedula(number)).unwrap().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn assert_verifies(counter: &Counter) {
    assert_eq!(verify(&counter.reader(), Depth::Whole, None, &mut |_| true).unwrap().problem, None);
}

fn given(email: &str) -> Contact {
    Contact { email: email.into(), mobile: "099 765 4321".into(), telephone: String::new() }
}

/// A visit of hers in which everything is in order.
fn ready(counter: &Counter, contact: ContactUpdate) -> VisitId {
    let visit = visit(counter, ProcedureId::AFFILIATE_KEY_UNLOCK, None);
    let person = Person { number: Some(TypedNumber::Cedula(Entered::new(NUMBER))), name: NAME.into() };
    let document = Document {
        kind: DocumentKind::Cedula,
        form: Some(DocumentForm::Original),
        holder: person.clone(),
        validity: None,
    };
    let papers = AffiliateKeyUnlock {
        applicant: Some(person),
        at_window: Some(AtWindow::ThePerson),
        reason: Some(BlockedBecause::FailedAttempts),
        document: Some(Asked::Shown(Box::new(document))),
        in_force: Some(InForce::Yes),
        foreigner_code: None,
        contact: Some(contact),
    };
    let copy = WorkingCopy { confirmation: None, first_judgement: None, papers };
    save_copy(&counter.house, &counter.clerk, visit, copy, 1).unwrap().unwrap();
    visit
}

fn unlock(counter: &Counter, contact: ContactUpdate) {
    let visit = ready(counter, contact);
    counter.house.perform(&counter.clerk, &UnlockKey { visit }).unwrap();
}

#[test]
fn a_file_brings_kind_key_and_how_they_are_reached_and_the_same_again_changes_nothing() {
    let counter = Counter::found();
    let rows = "1714307103,Quimbaya Ñacato  Zoila,Afiliada,BLOQUEADA,z@example.com,+593 99 123 4567,(02) 394-5666,05/11/2026,\n\
                0910005917,Paz Rosa,jubilado,Sin clave,,,,,\n\
                EXT0000123,Smith John,derechohabiente,activa,,,,,";
    assert_eq!(counts(&import(&counter, rows)), [3, 0, 0, 0, 0]);
    let zoila = known(&counter, NUMBER);
    assert_eq!((zoila.name.as_str(), zoila.kind), ("Quimbaya Ñacato Zoila", InsuredKind::Affiliate));
    assert_eq!((zoila.key, zoila.up_to_date_on), (AffiliateKeyState::Blocked, Some(day("2026-11-05"))));
    let contact = ("z@example.com", "0991234567", "023945666");
    assert_eq!(
        (zoila.contact.email.as_str(), zoila.contact.mobile.as_str(), zoila.contact.telephone.as_str()),
        contact
    );
    assert_eq!(known(&counter, "0910005917").key, AffiliateKeyState::Never);
    assert_eq!(known(&counter, "EXT0000123").kind, InsuredKind::Beneficiary);
    assert_eq!(counts(&import(&counter, rows)), [0, 0, 3, 0, 0]);
    // What stands blank is kept, what is said changes; a number that comes again with other words counts once.
    let rows = "1714307103,Quimbaya Ñacato Zoila,jubilado,bloqueada,,,,,\n1714307103,Otra,afiliado,activa,,,,,";
    let report = import(&counter, rows);
    assert_eq!(counts(&report), [0, 1, 1, 0, 1]);
    assert!(report.warned_rows[0].reason.contains("se conservan los primeros"), "{report:?}");
    let zoila = known(&counter, NUMBER);
    assert_eq!((zoila.kind, zoila.contact.email.as_str()), (InsuredKind::Pensioner, "z@example.com"));
    assert_verifies(&counter);
}

#[test]
fn what_is_wrong_in_a_row_is_named_by_line_and_column_and_nothing_is_guessed() {
    let counter = Counter::found();
    let rows = "1714307103,Quimbaya Zoila,pensionista,bloqueada,,,,,\n\
                0910005917,Paz Rosa,afiliado,,,,,,\n\
                1710034065,Vaca Ana,afiliado,activa,ana(arroba)example.com,991234567,,,\n\
                1790011674001,Corta Eva,afiliado,activa,,,,,\n\
                EXT0000123,Smith John,afiliado,activa,,,,31/02/2026,\n\
                EXT0000124,Smith Jane,afiliado,activa,,,,21/11/2026,";
    let report = import(&counter, rows);
    assert_eq!(counts(&report), [2, 0, 0, 4, 3]);
    let bad: Vec<String> = report.bad_rows.iter().map(ToString::to_string).collect();
    for (said, words) in bad.iter().zip([
        "línea 2, columna «tipo»: «pensionista» no se conoce; escriba «afiliado», «jubilado» o «derechohabiente»",
        "línea 3, columna «estado_clave»: está vacía; escriba «sin clave», «activa» o «bloqueada»",
        "línea 5, columna «numero»:",
        "línea 6, columna «fecha_actualizacion»: «31/02/2026» no es una fecha",
    ]) {
        assert!(said.starts_with(words), "{said}");
    }
    let warned: Vec<String> = report.warned_rows.iter().map(ToString::to_string).collect();
    for (said, words) in warned.iter().zip([
        "línea 4, columna «correo»: no es una dirección de correo",
        "línea 4, columna «celular»: «991234567» no es un teléfono",
        "línea 7, columna «fecha_actualizacion»: el 21/11/2026 todavía no llega",
    ]) {
        assert!(said.starts_with(words), "{said}");
    }
    assert!(warned[1].contains("hoja de cálculo"), "a lost zero is told: {}", warned[1]);
    assert_eq!(known(&counter, "1710034065").contact, Contact::default());
    let refused = refusal(
        InsuredImport::open(ImportFile {
            source: std::io::Cursor::new(b"numero,nombre\n1,2\n".to_vec()),
            name: "otro.csv".into(),
            bytes: None,
        })
        .map(drop),
    );
    assert!(refused.sentence.contains("faltan columnas en la cabecera: tipo, estado_clave"), "{refused:?}");
}

/// Of the day at the counter, 20 November.
#[test]
fn what_was_done_here_stays_unless_the_file_says_that_it_is_younger() {
    let counter = Counter::found();
    let row = |key: &str, email: &str, on: &str, as_of: &str| {
        format!("{NUMBER},{NAME},afiliado,{key},{email},0991234567,,{on},{as_of}")
    };
    import(&counter, &row("bloqueada", "vieja@example.com", "2020-01-02", ""));
    unlock(&counter, ContactUpdate::Given(given("nueva@example.com")));
    let here = known(&counter, NUMBER);
    assert_eq!((here.key, here.up_to_date_on), (AffiliateKeyState::Active, Some(day("2026-11-20"))));
    assert_eq!((here.contact.email.as_str(), here.contact.mobile.as_str()), ("nueva@example.com", "0997654321"));
    assert_eq!(here.provenance.entered, How::Import, "an unlocking is no correction");
    counter.clock.advance_ms(5 * DAY_MS);
    // An older file, one of the same day, and one that does not say: what was done here stays, and that is said.
    for (on, as_of) in [("2020-01-02", "2026-11-19"), ("2026-11-20", "2026-11-20"), ("", "")] {
        let report = import(&counter, &row("bloqueada", "vieja@example.com", on, as_of));
        assert_eq!(counts(&report), [0, 0, 1, 0, 2], "{on} {as_of}");
        let said: Vec<_> = report.warned_rows.iter().map(|row| (row.column.unwrap(), row.reason.as_str())).collect();
        assert!(
            said[0].0 == "estado_clave" && said[0].1.contains("el 20/11/2026") && said[0].1.ends_with("queda activa")
        );
        assert!(said[1].0 == "correo" && said[1].1.ends_with("quedan los de aquí"), "{said:?}");
        assert_eq!(known(&counter, NUMBER), here);
    }
    // Each of the two days counts for its own.
    let report = import(&counter, &row("bloqueada", "vieja@example.com", "2020-01-02", "2026-11-21"));
    assert_eq!(counts(&report), [0, 1, 0, 0, 1]);
    let after = known(&counter, NUMBER);
    assert_eq!((after.key, after.contact.email.as_str()), (AffiliateKeyState::Blocked, "nueva@example.com"));
    let report = import(&counter, &row("activa", "ultima@example.com", "2026-11-21", ""));
    assert_eq!(counts(&report), [0, 1, 0, 0, 0]);
    let after = known(&counter, NUMBER);
    assert_eq!((after.key, after.contact.email.as_str()), (AffiliateKeyState::Active, "ultima@example.com"));
    // The institution's own data, which nobody brought up to date here since, change without a day.
    import(&counter, "0910005917,Paz Rosa,afiliado,activa,una@example.com,,,2026-11-01,");
    let report = import(&counter, "0910005917,Paz Rosa,afiliado,bloqueada,otra@example.com,,,,");
    assert_eq!(counts(&report), [0, 1, 0, 0, 0]);
    assert_eq!(known(&counter, "0910005917").contact.email, "otra@example.com");
    assert_verifies(&counter);
}

#[test]
fn a_person_by_hand_is_corrected_for_a_reason_and_confirmed_by_another() {
    let counter = Counter::found();
    let id = twice(&counter, &counter.clerk, &RecordInsured { facts: insured_facts("z@example.com") });
    assert_eq!(known(&counter, NUMBER).contact.mobile, "0991234567");
    let record = |facts| RecordInsured { facts };
    assert_eq!(code(&counter, &counter.other, &record(insured_facts(""))), "number_taken");
    let other = || InsuredFacts { number: cedula("0910005917"), ..insured_facts("") };
    let passport = PersonNumber::Passport(PassportNumber::parse("AB123456").unwrap());
    assert_eq!(code(&counter, &counter.clerk, &record(InsuredFacts { number: passport, ..other() })), "number");
    assert_eq!(code(&counter, &counter.clerk, &record(InsuredFacts { name: " . ".into(), ..other() })), "name");
    for contact in [given("z@"), Contact { mobile: "12".into(), ..given("z@example.com") }] {
        assert_eq!(code(&counter, &counter.clerk, &record(InsuredFacts { contact, ..other() })), "contact");
    }
    let correct = |facts| CorrectInsured { insured: id, facts, reason: reason("lo dijo su carné") };
    assert_eq!(code(&counter, &counter.other, &correct(insured_facts("z@example.com"))), "unchanged");
    assert_eq!(code(&counter, &counter.clerk, &ConfirmInsured { insured: id }), "second_person");
    twice(&counter, &counter.other, &correct(insured_facts("otra@example.com")));
    let detail = store::journal::detail(&counter.reader(), counter.entries()).unwrap().unwrap().payload;
    assert!(detail.contains("lo dijo su carné") && detail.contains("z@example.com"), "{detail}");
    // Both wrote since nobody vouched for it.
    for by in [&counter.clerk, &counter.other] {
        assert_eq!(code(&counter, by, &ConfirmInsured { insured: id }), "second_person");
    }
    assert_verifies(&counter);
    let facts = InsuredFacts { number: cedula("0910005917"), ..insured_facts("") };
    let second = counter.house.perform(&counter.clerk, &RecordInsured { facts }).unwrap().output;
    counter.house.perform(&counter.other, &ConfirmInsured { insured: second }).unwrap();
    assert!(known(&counter, "0910005917").provenance.is_trusted());
    assert_eq!(code(&counter, &counter.other, &ConfirmInsured { insured: second }), "confirmed");
    assert_verifies(&counter);
}

#[test]
fn of_a_birth_the_day_and_the_month_come_in_and_a_blank_keeps_them() {
    let counter = Counter::found();
    let rows = |birth: &str| {
        let text =
            format!("numero,nombre,tipo,estado_clave,fecha de nacimiento\n{NUMBER},{NAME},afiliado,activa,{birth}\n");
        let source = std::io::Cursor::new(text.into_bytes());
        ImportFile { bytes: None, source, name: "asegurados.csv".into() }
    };
    let import = |birth: &str| {
        let mut watch = Watch { progress: &mut |_| {}, cancel: &CancelFlag::default() };
        let looked_at = preview_insured(&counter.house, &counter.reader(), rows(birth), &mut watch).unwrap();
        let mut run = InsuredImport::open(rows(birth)).unwrap();
        let report = counter.house.run(&counter.supervisor, new_op_id().unwrap(), &mut run, &mut watch).unwrap().output;
        assert_eq!(counts(&looked_at), counts(&report));
        let what = looked_at.changes.iter().map(|change| change.in_words()).collect::<Vec<_>>().join("; ");
        (what, report.warned_rows.first().map(ToString::to_string).unwrap_or_default())
    };
    let birth = |counter: &Counter| known(counter, NUMBER).birth.map(BirthDay::code);
    assert_eq!(import(""), ("nuevo".to_owned(), String::new()));
    assert_eq!(birth(&counter), None);
    assert_eq!(import("1961-03-05"), ("cambia: nacimiento".to_owned(), String::new()));
    assert_eq!(birth(&counter).as_deref(), Some("03-05"));
    let dump: String = counter.reader().one("SELECT coalesce(birth, '') FROM insured", [], |row| row.get(0)).unwrap();
    assert_eq!(dump, "03-05", "the year is not kept");
    for same in ["", "5/3", "05/03/1990"] {
        assert_eq!(import(same), (String::new(), String::new()), "{same}");
    }
    let (what, warned) = import("30/02");
    assert_eq!(what, "");
    assert!(warned.starts_with("línea 2, columna «fecha_nacimiento»: «30/02» no es un día de nacimiento"), "{warned}");
    assert_eq!(birth(&counter).as_deref(), Some("03-05"));
    import("29/02");
    assert_eq!(birth(&counter).as_deref(), Some("02-29"));
    assert_verifies(&counter);
}

#[test]
fn a_birth_by_hand_is_told_in_the_entry_and_a_correction_that_does_not_say_it_keeps_it() {
    let counter = Counter::found();
    let with = |birth: Option<&str>, email: &str| InsuredFacts {
        birth: birth.map(|text| BirthDay::parse(text).unwrap()),
        ..insured_facts(email)
    };
    let record = RecordInsured { facts: with(Some("5/3"), "z@example.com") };
    let insured = twice(&counter, &counter.clerk, &record);
    let last_detail = || store::journal::detail(&counter.reader(), counter.entries()).unwrap().unwrap().payload;
    assert!(last_detail().contains(r#""birth":"03-05""#), "{}", last_detail());
    let correct = |facts| CorrectInsured { insured, facts, reason: reason("lo dijo su carné") };
    assert_eq!(code(&counter, &counter.other, &correct(with(None, "z@example.com"))), "unchanged");
    twice(&counter, &counter.clerk, &correct(with(None, "otra@example.com")));
    assert_eq!(known(&counter, NUMBER).birth, BirthDay::new(5, 3));
    twice(&counter, &counter.clerk, &correct(with(Some("29/2"), "otra@example.com")));
    assert_eq!(known(&counter, NUMBER).birth, BirthDay::new(29, 2));
    counter.house.perform(&counter.other, &ConfirmInsured { insured }).unwrap();
    let confirmed = known(&counter, NUMBER);
    assert!(confirmed.provenance.is_trusted() && confirmed.birth == BirthDay::new(29, 2));
    assert_verifies(&counter);
}

#[test]
fn opening_a_person_leaves_a_trace_and_shows_when_their_key_was_unlocked_and_by_whom() {
    let counter = Counter::found();
    import(&counter, &format!("{NUMBER},{NAME},afiliado,bloqueada,,,,,"));
    unlock(&counter, ContactUpdate::Declined);
    let insured = known(&counter, NUMBER).id;
    let open = OpenInsured { insured, purpose: Purpose::Complaint };
    let opened = counter.house.open_insured(&counter.clerk, new_op_id().unwrap(), &open).unwrap();
    let trace = store::journal::about(&counter.reader(), "insured", insured.0).unwrap().pop().unwrap().entry;
    assert_eq!((trace.operation.as_str(), trace.code.as_str()), ("insured.open", "complaint"));
    let card = view::insured_card(&counter.reader(), opened).unwrap();
    let unlockings: Vec<_> = card.unlockings.iter().map(|it| (it.by.as_str(), it.occasion)).collect();
    let [("Berta Operadora", UnlockedIn::Visit { reason, brings_up_to_date, .. })] = unlockings[..] else {
        panic!("{unlockings:?}")
    };
    assert_eq!((reason, brings_up_to_date), (BlockedBecause::FailedAttempts, false));
    assert_eq!(card.history[0].operation, "insured.open");
    let missing = OpenInsured { insured: InsuredId(99), purpose: Purpose::OwnData };
    assert_eq!(refusal(counter.house.open_insured(&counter.clerk, new_op_id().unwrap(), &missing)).code, "unknown");
}

#[test]
fn the_unlockings_of_some_days_leave_signed_with_what_was_brought_up_to_date() {
    let counter = Counter::found();
    import(&counter, &format!("{NUMBER},{NAME},afiliado,bloqueada,,,,,"));
    unlock(&counter, ContactUpdate::Given(given("=z@example.com")));
    counter.clock.advance_ms(3 * DAY_MS);
    unlock_again(&counter);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("desbloqueos.csv");
    let all = Days { first: NaiveDate::MIN, last: NaiveDate::MAX };
    assert_eq!(refusal(export_unlocked(&counter.house, &counter.clerk, all, &file)).code, "role");
    assert!(!file.exists());
    let exported = export_unlocked(&counter.house, &counter.supervisor, all, &file).unwrap();
    assert_eq!(exported.lines, 2);
    let text = fs::read_to_string(&file).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "entrada,numero,fecha_hora,motivo,centro,actualiza_datos,correo,celular,telefono");
    let after_entry = |line: &str| line.split_once(',').unwrap().1.to_owned();
    assert_eq!(
        after_entry(lines[1]),
        format!("{NUMBER},2026-11-20T10:00:00-05:00,Falló los intentos,1701,sí,'=z@example.com,0997654321,")
    );
    assert_eq!(after_entry(lines[2]), format!("{NUMBER},2026-11-23T10:00:00-05:00,Falló los intentos,1701,no,,,"));
    let signed: serde_json::Value = serde_json::from_slice(&fs::read(&exported.signature_file).unwrap()).unwrap();
    assert_eq!(signed["purpose"], "ventanilla export of unlockings v1");
    assert!(signed["journal"].as_str().unwrap().starts_with(&format!("{}-", counter.entries())));
    let since = Days { first: day("2026-11-23"), last: NaiveDate::MAX };
    let second = folder.path().join("desde.csv");
    assert_eq!(export_unlocked(&counter.house, &counter.supervisor, since, &second).unwrap().lines, 1);
    assert_verifies(&counter);
    assert!(counter.without_signatures_of("export.unlocked").contains("le falta la firma de supervisión"));
}

/// On Monday she comes again, and the register says that her key is blocked.
fn unlock_again(counter: &Counter) {
    import(counter, &format!("{NUMBER},{NAME},afiliado,bloqueada,,,,,2026-11-21"));
    unlock(counter, ContactUpdate::Declined);
}

/// Some milliseconds each, with 200,000 people: `cargo test --release insured_search -- --ignored --nocapture`.
#[test]
#[ignore = "measures, and says what it measured"]
fn insured_search_among_two_hundred_thousand() {
    let counter = Counter::found();
    let surnames = ["Quishpe", "Guamán", "Zambrano", "Mendoza", "Vera", "Chiluisa", "Toapanta", "Loor", "Paz", "Li"];
    let given = ["María Elena", "José Luis", "Rosa", "Luis Alberto", "Ana Lucía", "Segundo", "Zoila", "Wu"];
    let rows: Vec<String> = (0..200_000_usize)
        .map(|nth| {
            let (one, other) = (surnames[nth % 10], surnames[nth / 10 % 10]);
            let key = ["bloqueada", "activa", "sin clave"][nth % 3];
            format!("EXT{nth:07},{one} {other} {} {nth},afiliado,{key},a{nth}@example.com,,,,", given[nth / 100 % 8])
        })
        .collect();
    let begun = Instant::now();
    let mut run = InsuredImport::open(file(&rows.join("\n"))).unwrap();
    let mut watch = Watch { progress: &mut |_| {}, cancel: &CancelFlag::default() };
    let report = counter.house.run(&counter.supervisor, new_op_id().unwrap(), &mut run, &mut watch).unwrap().output;
    println!("import: {} rows in {:?}", report.new, begun.elapsed());
    assert_eq!(report.new, 200_000);
    let reader = counter.reader();
    for typed in ["EXT0123456", "EXT01", "zambrano", "zambrano maria", "guaman paz zoila", "li wu", "zzqqxx"] {
        let mut slowest = std::time::Duration::ZERO;
        let mut hits = 0;
        for _ in 0..20 {
            let begun = Instant::now();
            hits = view::find_insured(&reader, typed).unwrap().len();
            slowest = slowest.max(begun.elapsed());
        }
        println!("{typed}: {hits} hits, {slowest:?} at most");
        assert_eq!(hits == 0, typed == "zzqqxx");
    }
}
