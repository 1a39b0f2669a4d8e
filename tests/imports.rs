//! The imports, on a real house: what goes in, what is refused and how it is said, the same file twice, cuts, stops.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::io::{Cursor, Read};
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use ventanilla::domain::email::Email;
use ventanilla::domain::id::OpId;
use ventanilla::domain::journal::Outcome;
use ventanilla::domain::procedure_id::ProcedureId;
use ventanilla::domain::register::{ArtisanMark, EmployerKind, SriState};
use ventanilla::domain::turn::{TurnCode, TurnState};
use ventanilla::ops::employer::{
    ConfirmRepresentative, CorrectEmployer, EmployerFacts, EndRepresentative, RecordEmployer,
};
use ventanilla::ops::house::run::{Progress, Run, Watch};
use ventanilla::ops::import::{
    AgendaImport, AgendaReport, EmployerImport, Encoding, ImportFile, ImportReport, PeopleImport, TurnFate,
    preview_agenda, preview_employers,
};
use ventanilla::ops::person::RecordPerson;
use ventanilla::ops::turn::{MarkArrived, TypeConfirmation};
use ventanilla::ops::verify::{Depth, verify};
use ventanilla::ops::{Answer, Error, House, Session, new_op_id};
use ventanilla::print::ipp::CancelFlag;
use ventanilla::store::provenance::Entered;
use ventanilla::store::run::RunState;
use ventanilla::store::search::{self, Query};
use ventanilla::store::turn::{RecordedFrom, TurnRow};
use ventanilla::store::{self};

use crate::registers::counter::{Counter, branch, cedula, employer, reason, refusal};

fn file(text: &str) -> ImportFile<Cursor<Vec<u8>>> {
    ImportFile {
        source: Cursor::new(text.as_bytes().to_vec()),
        name: "archivo.csv".into(),
        bytes: Some(text.len() as u64),
    }
}

fn carry_out<R: Run>(house: &House, by: &Session, id: OpId, mut run: R) -> Result<Answer<R::Report>, Error> {
    house.run(by, id, &mut run, &mut Watch { progress: &mut |_| {}, cancel: &CancelFlag::default() })
}

fn import_people(counter: &Counter, text: &str) -> ImportReport {
    carry_out(&counter.house, &counter.supervisor, new_op_id().unwrap(), PeopleImport::open(file(text)).unwrap())
        .unwrap()
        .output
}

fn import_employers(counter: &Counter, text: &str) -> ImportReport {
    let (looked_at, before) = (look_at_employers(counter, text), counter.entries());
    let import = EmployerImport::open(file(text)).unwrap();
    let report = carry_out(&counter.house, &counter.supervisor, new_op_id().unwrap(), import).unwrap().output;
    assert!(counter.entries() > before);
    assert_eq!(ImportReport { changes: Vec::new(), ..looked_at }, report, "a look says what the import then does");
    report
}

/// What a file of employers would do; nothing is written.
fn look_at_employers(counter: &Counter, text: &str) -> ImportReport {
    let before = counter.entries();
    let mut watch = Watch { progress: &mut |_| {}, cancel: &CancelFlag::default() };
    let report = preview_employers(&counter.reader(), file(text), &mut watch).unwrap();
    assert_eq!(counter.entries(), before);
    report
}

#[test]
fn a_look_at_a_file_of_employers_names_the_first_rows_that_bring_something() {
    let counter = Counter::found();
    let first = look_at_employers(&counter, EMPLOYERS);
    assert!(first.new > 0 && first.changes.iter().all(|change| change.is_new), "{first:?}");
    assert_eq!(store::employer::of_person(&counter.reader(), &cedula("1714307103")).unwrap(), []);
    import_employers(&counter, EMPLOYERS);
    let again = look_at_employers(&counter, EMPLOYERS);
    assert_eq!((again.new, again.changed, again.changes.len()), (0, 0, 0));
    // One that a hand recorded, and that the file has otherwise: the file wins, and that is said first.
    let facts = EmployerFacts {
        number: employer("1792060346001"),
        kind: EmployerKind::PrivateCompany,
        name: "Como lo escribió alguien".into(),
        email: None,
        sri_state: SriState::Unknown,
        artisan: ArtisanMark::NotMarked,
    };
    counter.house.perform(&counter.clerk, &RecordEmployer { facts, branch: branch("0001") }).unwrap();
    let file = "numero,tipo,razon_social,sucursal,correo\n1792060346001,empresa privada,Como es S.A.,0001,a@b.ec\n";
    let looked_at = look_at_employers(&counter, file);
    let said: Vec<(u64, String)> = looked_at.changes.iter().map(|it| (it.line, it.in_words())).collect();
    let words = "cambia: razón social, correo, lo escrito a mano cambia, sucursal";
    assert_eq!(said, [(2, words.to_owned())]);
    // Asked to stop, it stops.
    let stop = CancelFlag::default();
    stop.cancel();
    let mut watch = Watch { progress: &mut |_| {}, cancel: &stop };
    let stopped = preview_employers(&counter.reader(), self::file(EMPLOYERS), &mut watch);
    assert!(matches!(stopped, Err(Error::Cancelled)), "{stopped:?}");
}

fn import_agenda(counter: &Counter, text: &str) -> AgendaReport {
    import_agenda_by(counter, &counter.clerk, text)
}

fn import_agenda_by(counter: &Counter, by: &Session, text: &str) -> AgendaReport {
    carry_out(&counter.house, by, new_op_id().unwrap(), AgendaImport::open(file(text)).unwrap()).unwrap().output
}

fn preview(counter: &Counter, text: &str) -> AgendaReport {
    let mut watch = Watch { progress: &mut |_| {}, cancel: &CancelFlag::default() };
    let by = counter.clerk.actor().user;
    preview_agenda(&counter.reader(), counter.house.centre(), by, file(text), &mut watch).unwrap()
}

/// New, changed, unchanged, bad.
fn counts(report: &ImportReport) -> [u64; 4] {
    [report.new, report.changed, report.unchanged, report.bad]
}

/// The operations and outcomes of the last entries.
fn last_entries(counter: &Counter, most: usize) -> Vec<(String, Outcome, String)> {
    let mut all = Vec::new();
    store::journal::walk::<Error>(&counter.reader(), 1, |chained| {
        all.push((chained.entry.operation, chained.entry.outcome, chained.entry.code));
        Ok(())
    })
    .unwrap();
    all.split_off(all.len().saturating_sub(most))
}

/// Cédulas that differ, check digits right or wrong.
fn many_people(rows: usize) -> String {
    let lines = (0..rows).map(|n| format!("17{n:08},Persona Número {n}\n"));
    std::iter::once("numero,nombre\n".to_owned()).chain(lines).collect()
}

const PEOPLE: &str = "numero,nombre\n1714307103,José Muñoz\n1784307108,Mala\n0910005917,Rosa Paz\n1714307104,Eva Sol\n1714307103,Otro Nombre\n";

#[test]
fn people_go_in_bad_rows_are_listed_and_the_same_file_changes_nothing() {
    let counter = Counter::found();
    let report = import_people(&counter, PEOPLE);
    assert_eq!((report.read, counts(&report)), (5, [3, 0, 1, 1]));
    let bad: Vec<String> = report.bad_rows.iter().map(ToString::to_string).collect();
    assert_eq!(bad.len(), 1);
    assert!(bad[0].starts_with("línea 3, columna «numero»: «1784307108»"), "{bad:?}");
    let warned: Vec<(u64, Option<&str>)> = report.warned_rows.iter().map(|row| (row.line, row.column)).collect();
    assert_eq!((report.warnings, warned), (2, vec![(5, Some("numero")), (6, Some("nombre"))]));
    assert_eq!(counts(&import_people(&counter, PEOPLE)), [0, 0, 4, 1]);
    let person = store::person::by_number(&counter.reader(), &cedula("1714307103")).unwrap().unwrap();
    assert_eq!((person.name.as_str(), person.provenance.entered), ("José Muñoz", Entered::Import));
    assert_eq!(search::people(&counter.reader(), &Query::new("munoz")).unwrap().len(), 1);
}

/// The warnings of a report, as they are listed.
fn warned(report: &ImportReport) -> Vec<String> {
    report.warned_rows.iter().map(ToString::to_string).collect()
}

#[test]
fn a_character_that_paper_cannot_print_is_told_when_the_name_comes_in() {
    let counter = Counter::found();
    let report =
        import_people(&counter, "numero,nombre\n1714307103,Łukasz Żak\n0910005917,Li 李\n1710034065,Ана Paz\n");
    let expected = [("3", "李", "Li 李"), ("4", "А", "Ана Paz")].map(|(line, character, name)| {
        format!(
            "línea {line}, columna «nombre»: el papel no puede imprimir «{character}» de «{name}»; escríbalo con letras latinas, como consta en su documento"
        )
    });
    assert_eq!((counts(&report), warned(&report)), ([3, 0, 0, 0], expected.to_vec()));
    let employers = "numero,tipo,razon_social,sucursal,nombre_sucursal,representante_numero,representante_nombre\n\
        1790011674001,privada,Andes 李,0001,Матриз,1714307103,María ŋ\n";
    let report = import_employers(&counter, employers);
    let columns: Vec<Option<&str>> = report.warned_rows.iter().map(|row| row.column).collect();
    assert_eq!(columns, [Some("razon_social"), Some("nombre_sucursal"), Some("representante_nombre")]);
    let text = agenda(&["A1,2026-11-20,10:05,1701,CLAVE,1714307103,José 李,"]);
    assert_eq!((preview(&counter, &text).rows.warnings, import_agenda(&counter, &text).rows.warnings), (1, 1));
}

#[test]
fn names_in_the_encoding_of_dos_go_in_whole_and_the_report_says_it() {
    let counter = Counter::found();
    let dos = |text: &str| {
        let letter = |c: char| match c {
            'Ñ' => 0xA5,
            'ñ' => 0xA4,
            'í' => 0xA1,
            'ú' => 0xA3,
            _ => u8::try_from(c).unwrap(),
        };
        let bytes: Vec<u8> = text.chars().map(letter).collect();
        ImportFile { bytes: Some(bytes.len() as u64), source: Cursor::new(bytes), name: "archivo.csv".into() }
    };
    let people = PeopleImport::open(dos("numero;nombre\n1714307103;Muñoz Benítez Raúl\n")).unwrap();
    let report = carry_out(&counter.house, &counter.supervisor, new_op_id().unwrap(), people).unwrap().output;
    assert_eq!((counts(&report), report.encoding), ([1, 0, 0, 0], Some(Encoding::Dos)));
    let person = store::person::by_number(&counter.reader(), &cedula("1714307103")).unwrap().unwrap();
    assert_eq!(person.name, "Muñoz Benítez Raúl");
    let text = agenda(&["A1,2026-11-20,10:05,1701,CLAVE,1714307103,Muñoz Benítez Raúl,"]);
    let mut watch = Watch { progress: &mut |_| {}, cancel: &CancelFlag::default() };
    let by = counter.clerk.actor().user;
    let looked = preview_agenda(&counter.reader(), counter.house.centre(), by, dos(&text), &mut watch).unwrap();
    assert_eq!((looked.rows.encoding, looked.rows.warnings), (Some(Encoding::Dos), 0));
    assert_eq!(import_agenda(&counter, &text).rows.encoding, None);
}

#[test]
fn an_import_confirms_what_a_hand_wrote() {
    let counter = Counter::found();
    let record = RecordPerson { number: cedula("1714307103"), name: "José Muñoz".into() };
    counter.house.perform(&counter.clerk, &record).unwrap();
    assert_eq!(counts(&import_people(&counter, PEOPLE))[1], 1);
    let person = store::person::by_number(&counter.reader(), &cedula("1714307103")).unwrap().unwrap();
    assert!(person.provenance.is_trusted());
}

#[test]
fn a_register_is_brought_in_by_a_supervisor_alone_who_signs_for_a_file_that_the_journal_knows() {
    let counter = Counter::found();
    let (id, before) = (new_op_id().unwrap(), counter.entries());
    let people = refusal(carry_out(&counter.house, &counter.clerk, id, PeopleImport::open(file(PEOPLE)).unwrap()));
    let id = new_op_id().unwrap();
    let register = EmployerImport::open(file(EMPLOYERS)).unwrap();
    let employers = refusal(carry_out(&counter.house, &counter.clerk, id, register));
    assert_eq!((people.code.as_str(), &people), ("role", &employers));
    assert!(people.sentence.contains("lo firma supervisión"), "{people:?}");
    assert!(store::person::by_number(&counter.reader(), &cedula("1714307103")).unwrap().is_none());
    assert!(store::employer::by_number(&counter.reader(), &employer("1790011674001")).unwrap().is_none());
    assert_eq!(counter.entries(), before + 2);

    import_people(&counter, PEOPLE);
    import_employers(&counter, EMPLOYERS);
    let reader = counter.reader();
    let signed: Vec<i64> = store::journal::signatures(&reader).unwrap().iter().map(|signed| signed.number).collect();
    let mut seen = Vec::new();
    store::journal::walk::<Error>(&reader, before + 3, |chained| {
        let entry = chained.entry;
        let detail = store::journal::detail(&reader, entry.number)?.unwrap().payload;
        if entry.outcome == Outcome::Started {
            assert!(signed.contains(&entry.number) && detail.contains("\"archivo.csv\""), "{entry:?}");
        }
        if entry.outcome == Outcome::Ended {
            seen.push((entry.operation, detail));
        }
        Ok(())
    })
    .unwrap();
    for ((operation, detail), text) in seen.iter().zip([PEOPLE, EMPLOYERS]) {
        let digest: String = Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(detail.contains(&format!("\"sha256\":\"{digest}\"")), "{operation}: {detail}");
    }
    assert_eq!(seen.len(), 2);
    let found = verify(&reader, Depth::Whole, None, &mut |_| true).unwrap();
    assert_eq!(found.problem, None);
}

#[test]
fn a_run_is_a_start_chunks_and_an_end_and_answers_once_under_its_id() {
    let counter = Counter::found();
    let before = counter.entries();
    let id = new_op_id().unwrap();
    let text = many_people(3_000);
    let first = carry_out(&counter.house, &counter.supervisor, id, PeopleImport::open(file(&text)).unwrap()).unwrap();
    let entries = usize::try_from(counter.entries() - before).unwrap();
    let outcomes: Vec<Outcome> = last_entries(&counter, entries).into_iter().map(|entry| entry.1).collect();
    assert!(entries >= 4, "{entries} entries");
    assert_eq!((outcomes[0], outcomes[entries - 1]), (Outcome::Started, Outcome::Ended));
    assert!(outcomes[1..entries - 1].iter().all(|outcome| *outcome == Outcome::Chunk));
    let again = carry_out(&counter.house, &counter.supervisor, id, PeopleImport::open(file(&text)).unwrap()).unwrap();
    assert_eq!((counter.entries() - before, again.entry), (entries as i64, first.entry));
    assert_eq!((counts(&again.output), counts(&first.output)), ([3_000, 0, 0, 0], [3_000, 0, 0, 0]));
    assert_eq!(store::run::get(&counter.reader(), id).unwrap().unwrap().state, RunState::Ended);
}

#[test]
fn a_run_that_is_stopped_keeps_what_it_did_and_goes_on_when_it_is_run_again() {
    let counter = Counter::found();
    let (id, cancel) = (new_op_id().unwrap(), CancelFlag::default());
    let text = many_people(20_000);
    let mut seen = Vec::new();
    let stop = |progress: Progress| {
        seen.push(progress);
        cancel.cancel();
    };
    let mut run = PeopleImport::open(file(&text)).unwrap();
    let stopped =
        counter.house.run(&counter.supervisor, id, &mut run, &mut Watch { progress: &mut { stop }, cancel: &cancel });
    assert!(matches!(stopped, Err(Error::Cancelled)), "{stopped:?}");
    assert!(seen.len() == 1 && seen[0].done > 0 && seen[0].bytes < seen[0].bytes_total.unwrap(), "{seen:?}");
    let last = last_entries(&counter, 1).remove(0);
    assert_eq!(last, ("import.people".to_owned(), Outcome::Stopped, "cancelled".to_owned()));
    let row = store::run::get(&counter.reader(), id).unwrap().unwrap();
    assert_eq!((row.state, u64::try_from(row.units_done).unwrap()), (RunState::Stopped, seen[0].done));
    let done =
        carry_out(&counter.house, &counter.supervisor, id, PeopleImport::open(file(&text)).unwrap()).unwrap().output;
    assert_eq!((done.unchanged, done.new), (seen[0].done, 20_000 - seen[0].done));
}

#[test]
fn a_run_that_is_cut_is_found_at_the_next_opening_closed_and_run_again() {
    let counter = Counter::found();
    let id = new_op_id().unwrap();
    let text = many_people(20_000);
    let mut run = PeopleImport::open(file(&text)).unwrap();
    let cut = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let mut chunks = 0;
        let mut end_after_three = |_: Progress| {
            chunks += 1;
            assert!(chunks < 3, "cut here");
        };
        let mut watch = Watch { progress: &mut end_after_three, cancel: &CancelFlag::default() };
        counter.house.run(&counter.supervisor, id, &mut run, &mut watch)
    }));
    assert!(cut.is_err());
    let counter = counter.reopened();
    let found = counter.house.close_cut_runs(&counter.supervisor).unwrap();
    assert_eq!(
        found.iter().map(|run| (run.op_id, run.operation.as_str())).collect::<Vec<_>>(),
        [(id, "import.people")]
    );
    assert!(found[0].units_done > 0);
    assert_eq!(last_entries(&counter, 1)[0].1, Outcome::Stopped);
    assert!(counter.house.close_cut_runs(&counter.supervisor).unwrap().is_empty());
    let again =
        carry_out(&counter.house, &counter.supervisor, id, PeopleImport::open(file(&text)).unwrap()).unwrap().output;
    assert_eq!(again.new + again.unchanged, 20_000);
    assert_eq!(i64::try_from(again.unchanged).unwrap(), found[0].units_done);
    assert_eq!(last_entries(&counter, 1)[0].1, Outcome::Ended);
}

#[test]
fn a_file_that_cannot_be_read_is_refused_with_what_to_do() {
    let said = |text: &str| refusal(PeopleImport::open(file(text)).map(|_| ()));
    assert_eq!(said("").code, "file");
    assert_eq!(said("").sentence, "No se pudo importar «archivo.csv»: el archivo está vacío; vuelva a exportarlo.");
    assert!(said("numero\n1714307103\n").sentence.contains("faltan columnas en la cabecera: nombre"));
    let counter = Counter::found();
    let only_header = AgendaImport::open(file("codigo_turno,fecha,hora,centro,tramite,numero,nombre\n")).unwrap();
    let refused = refusal(carry_out(&counter.house, &counter.clerk, new_op_id().unwrap(), only_header));
    assert_eq!(refused.code, "file");
    assert_eq!(last_entries(&counter, 1).remove(0), ("import.agenda".to_owned(), Outcome::Stopped, "file".to_owned()));
}

const EMPLOYERS: &str = "numero;tipo;razon_social;sucursal;nombre_sucursal;correo;estado_sri;artesano;representante_numero;representante_nombre;representante_calidad
1790011674001;empresa privada;Comercial Andina S.A.;0001;Matriz;info@andina.ec;activo;no;1714307103;José Muñoz;Gerente
1790011674001;empresa privada;Comercial Andina S.A.;0002;Norte;info@andina.ec;activo;no;1714307103;José Muñoz;Gerente
1790011674001;empresa privada;Comercial Andina S.A.;0001;Matriz;info@andina.ec;activo;no;0910005917;Rosa Paz;Presidenta
0602910945001;independiente;Taller El Yunque;0001;;;;sí;;;
1710034065000;servicio doméstico;Luz Mora;0001;;;;;1710034065;Luz Mora;
1710034065001;servicio doméstico;Luz Mora;0001;;;;;;;
";

#[test]
fn an_employer_has_the_branches_and_representatives_of_all_its_rows() {
    let counter = Counter::found();
    let report = import_employers(&counter, EMPLOYERS);
    assert_eq!(counts(&report), [5, 0, 0, 1]);
    assert_eq!(report.bad_rows[0].line, 7);
    let reader = counter.reader();
    let company = store::employer::by_number(&reader, &employer("1790011674001")).unwrap().unwrap();
    assert_eq!((company.kind, company.email.as_str()), (EmployerKind::PrivateCompany, "info@andina.ec"));
    assert_eq!((company.sri_state, company.artisan), (SriState::Active, false));
    let branches = store::employer::branches(&reader, company.id).unwrap();
    assert_eq!(
        branches.iter().map(|it| (it.branch.as_str(), it.name.as_str())).collect::<Vec<_>>(),
        [("0001", "Matriz"), ("0002", "Norte")]
    );
    let names = |id| -> Vec<String> {
        store::employer::representatives(&reader, id).unwrap().into_iter().map(|it| it.name).collect()
    };
    assert_eq!(names(company.id), ["Rosa Paz", "José Muñoz"]);
    assert_eq!(search::employers(&reader, &Query::new("yunque")).unwrap().len(), 1);
    assert_eq!(store::employer::of_person(&reader, &cedula("0910005917")).unwrap().len(), 1);
    let before = counter.entries();
    assert_eq!(counts(&import_employers(&counter, EMPLOYERS)), [0, 0, 5, 1]);
    assert_eq!(counter.entries() - before, 3);
}

#[test]
fn a_later_file_changes_what_it_names_and_keeps_what_it_leaves_blank_or_out() {
    let counter = Counter::found();
    import_employers(&counter, EMPLOYERS);
    let later = "numero;tipo;razon_social;sucursal\n1790011674001;empresa privada;Comercial Andina C.A.;0001\n0602910945001;independiente;Taller El Yunque;0001\n";
    assert_eq!(counts(&import_employers(&counter, later)), [0, 1, 1, 0]);
    let reader = counter.reader();
    let company = store::employer::by_number(&reader, &employer("1790011674001")).unwrap().unwrap();
    assert_eq!(
        (company.name.as_str(), company.email.as_str(), company.sri_state),
        ("Comercial Andina C.A.", "info@andina.ec", SriState::Active)
    );
    assert_eq!(store::employer::branches(&reader, company.id).unwrap().len(), 2);
    assert_eq!(store::employer::representatives(&reader, company.id).unwrap().len(), 2);
    assert!(store::employer::by_number(&reader, &employer("0602910945001")).unwrap().unwrap().artisan);
    assert_eq!(search::employers(&reader, &Query::new("andina c.a.")).unwrap().len(), 1);
}

#[test]
fn a_file_that_contradicts_itself_is_held_to_its_first_word() {
    let counter = Counter::found();
    let text = "numero,tipo,razon_social,sucursal,nombre_sucursal,representante_numero,representante_nombre,representante_calidad
1790011674001,privada,Uno,0001,Matriz,1714307103,José Muñoz,Gerente
1790011674001,privada,Uno,0001,Central,1714307103,Pepe Muñoz,Gerente
0602910945001,independiente,Yunque,0001,,,,
1790011674001,privada,Otro Nombre,0001,Matriz,1714307103,José Muñoz,Gerente
";
    let report = import_employers(&counter, text);
    assert_eq!(counts(&report), [2, 0, 2, 0]);
    let warned: Vec<(u64, Option<&str>)> = report.warned_rows.iter().map(|row| (row.line, row.column)).collect();
    assert_eq!(warned, [(3, Some("nombre_sucursal")), (3, Some("representante_nombre")), (5, Some("numero"))]);
    assert_eq!(counts(&import_employers(&counter, text)), [0, 0, 4, 0]);
    let company = store::employer::by_number(&counter.reader(), &employer("1790011674001")).unwrap().unwrap();
    assert_eq!(company.name, "Uno");
}

#[test]
fn an_import_of_employers_wins_over_the_hand() {
    let counter = Counter::found();
    let facts = EmployerFacts {
        number: employer("1790011674001"),
        kind: EmployerKind::PrivateCompany,
        name: "Comercial Andina S.A.".into(),
        email: Some(Email::parse("info@andina.ec").unwrap()),
        sri_state: SriState::Active,
        artisan: ArtisanMark::NotMarked,
    };
    let record = RecordEmployer { facts: facts.clone(), branch: branch("0001") };
    let id = counter.house.perform(&counter.clerk, &record).unwrap().output;
    import_employers(&counter, EMPLOYERS);
    let trusted = || {
        let reader = counter.reader();
        let employer = store::employer::get(&reader, id).unwrap().unwrap().provenance.is_trusted();
        (employer, store::employer::branches(&reader, id).unwrap().iter().all(|it| it.provenance.is_trusted()))
    };
    assert_eq!(trusted(), (true, true));
    let correct = CorrectEmployer { employer: id, facts: EmployerFacts { name: "Andina".into(), ..facts } };
    counter.house.perform(&counter.clerk, &correct).unwrap();
    assert_eq!(trusted(), (false, true));
    let end = EndRepresentative { employer: id, number: cedula("0910005917"), reason: reason("renunció") };
    counter.house.perform(&counter.clerk, &end).unwrap();
    import_employers(&counter, EMPLOYERS);
    assert_eq!(trusted(), (true, true));
    let reader = counter.reader();
    assert_eq!(store::employer::get(&reader, id).unwrap().unwrap().name, "Comercial Andina S.A.");
    assert_eq!(store::employer::representatives(&reader, id).unwrap().len(), 2);
}

#[test]
fn a_representative_ended_by_hand_comes_back_unconfirmed_and_with_a_warning() {
    let counter = Counter::found();
    import_employers(&counter, EMPLOYERS);
    let rosa = cedula("0910005917");
    let id = store::employer::by_number(&counter.reader(), &employer("1790011674001")).unwrap().unwrap().id;
    let end = EndRepresentative { employer: id, number: rosa.clone(), reason: reason("renunció") };
    counter.house.perform(&counter.clerk, &end).unwrap();
    let trusted = || {
        let all = store::employer::representatives(&counter.reader(), id).unwrap();
        all.iter().find(|it| it.number == rosa).map(|it| it.provenance.is_trusted())
    };
    assert_eq!(trusted(), None);
    // Again and again: the file alone never takes the doubt away.
    for changed in [1, 0, 0] {
        let report = import_employers(&counter, EMPLOYERS);
        assert_eq!((report.changed, report.warnings), (changed, 1), "{:?}", report.warned_rows);
        let warned = &report.warned_rows[0];
        assert_eq!((warned.line, warned.column), (4, Some("representante_numero")));
        assert!(warned.reason.contains("dejó el cargo"), "{warned}");
        assert_eq!(trusted(), Some(false));
    }
    // The file is the supervisor's, who made the clerk's account.
    let confirm = ConfirmRepresentative { employer: id, number: rosa.clone() };
    assert_eq!(refusal(counter.house.perform(&counter.other, &confirm)).code, "second_person");
    counter.clock.advance_ms(31 * 24 * 60 * 60 * 1000);
    counter.house.perform(&counter.other, &confirm).unwrap();
    assert_eq!(import_employers(&counter, EMPLOYERS).warnings, 0);
    assert_eq!(trusted(), Some(true));
}

#[test]
fn twenty_thousand_rows_in_chunks_leave_what_one_would() {
    let counter = Counter::found();
    let mut text = String::from("numero,tipo,razon_social,sucursal,representante_numero,representante_nombre\n");
    for n in 0..20_000 {
        let (company, branch) = (n / 40, n % 40);
        text += &format!(
            "179{company:07}001,privada,Compañía {company},{:04},17{:08},Persona {}\n",
            branch + 1,
            branch % 7,
            branch % 7
        );
    }
    let report = import_employers(&counter, &text);
    assert_eq!(report.read, 20_000);
    assert_eq!((report.bad, report.new), (0, 20_000), "{:?}", report.bad_rows.first());
    assert_eq!(counts(&import_employers(&counter, &text)), [0, 0, 20_000, 0]);
    let found = search::employers(&counter.reader(), &Query::new("compañia 499")).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(store::employer::branches(&counter.reader(), found[0].id).unwrap().len(), 40);
    assert_eq!(store::employer::representatives(&counter.reader(), found[0].id).unwrap().len(), 7);
}

#[test]
fn the_known_are_found_among_the_new_whatever_the_order_of_the_file() {
    let counter = Counter::found();
    let header = "numero,tipo,razon_social,sucursal,representante_numero,representante_nombre\n";
    let row = |n: usize, name: &str| format!("179{n:07}001,privada,{name} {n},0001,17{n:08},Persona {n}\n");
    let some: String = (0..300).step_by(3).map(|n| row(n, "Empresa")).collect();
    assert_eq!(counts(&import_employers(&counter, &format!("{header}{some}"))), [100, 0, 0, 0]);
    // Every seventh is named twice, and of the known every second under another name.
    let mixed: String = (0..300)
        .map(|n| (n * 7) % 300)
        .chain((0..300).step_by(7))
        .map(|n| row(n, if n % 6 == 0 { "Otra" } else { "Empresa" }))
        .collect();
    let report = import_employers(&counter, &format!("{header}{mixed}"));
    assert_eq!(counts(&report), [200, 50, 50 + 43, 0]);
    assert!(!report.warned_rows.iter().any(|row| row.reason.contains("ya dio")), "nothing contradicts itself");
    let reader = counter.reader();
    for n in 0..300 {
        let found = store::employer::by_number(&reader, &employer(&format!("179{n:07}001"))).unwrap().unwrap();
        assert_eq!(found.name, format!("{} {n}", if n % 6 == 0 { "Otra" } else { "Empresa" }));
        assert_eq!(store::employer::branches(&reader, found.id).unwrap().len(), 1);
        let representatives = store::employer::representatives(&reader, found.id).unwrap();
        assert_eq!(representatives.len(), 1);
        let represented = store::employer::of_person(&reader, &representatives[0].number).unwrap();
        assert_eq!(represented, [found]);
    }
    assert_eq!(search::employers(&reader, &Query::new("otra 294")).unwrap().len(), 1);
}

#[test]
fn a_file_of_bad_rows_alone_is_read_to_its_end() {
    let counter = Counter::found();
    let rows: String = (0..2_500).map(|n| format!("x y ñ {n},Nadie\n")).collect();
    let report = import_people(&counter, &format!("numero,nombre\n{rows}"));
    assert_eq!((report.read, counts(&report)), (2_500, [0, 0, 0, 2_500]));
    assert!(report.bad_rows.iter().map(|row| row.line).eq(2..1_002));
}

/// A source without end that says when its rows begin to be read, and when nobody holds it any longer.
struct Endless {
    header: Cursor<&'static [u8]>,
    begun: Option<Sender<()>>,
    dropped: Sender<()>,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.header.read(buffer)?;
        if read > 0 {
            return Ok(read);
        }
        self.begun = None;
        let row = b"1714307103,Jos\n";
        let bytes = buffer.len().min(row.len());
        buffer[..bytes].copy_from_slice(&row[..bytes]);
        Ok(bytes)
    }
}

impl Drop for Endless {
    fn drop(&mut self) {
        let _ = self.dropped.send(());
    }
}

#[test]
fn a_stopped_import_lets_go_of_its_file() {
    let counter = Counter::found();
    let ((begun, has_begun), (dropped, is_dropped)) = (channel::<()>(), channel());
    let source = Endless { header: Cursor::new(b"numero,nombre\n"), begun: Some(begun), dropped };
    let mut run = PeopleImport::open(ImportFile { source, name: "sin fin.csv".into(), bytes: None }).unwrap();
    let cancel = CancelFlag::default();
    let stopped = std::thread::scope(|scope| {
        let runner = scope.spawn(|| {
            let mut watch = Watch { progress: &mut |_| {}, cancel: &cancel };
            let stopped = counter.house.run(&counter.supervisor, new_op_id().unwrap(), &mut run, &mut watch);
            drop(run);
            stopped
        });
        has_begun.recv().unwrap_err();
        cancel.cancel();
        runner.join().unwrap()
    });
    assert!(matches!(stopped, Err(Error::Cancelled)), "{stopped:?}");
    is_dropped.recv_timeout(Duration::from_secs(60)).unwrap();
}

const HEADER: &str = "codigo_turno,fecha,hora,centro,tramite,numero,nombre,estado\n";
const KEY: &str = "Entrega de clave de empleador de acceso al portal IESS";

fn agenda(rows: &[&str]) -> String {
    let lines = rows.iter().map(|row| row.replace("CLAVE", KEY) + "\n");
    std::iter::once(HEADER.to_owned()).chain(lines).collect()
}

fn turn(counter: &Counter, code: &str) -> TurnRow {
    let code = TurnCode::parse(code).unwrap();
    store::turn::by_code(&counter.reader(), counter.house.centre().id, &code).unwrap().unwrap()
}

const A1: &str = "A1,2026-11-20,10:05,1701,CLAVE,1714307103,José Muñoz,";
const A2: &str = "A2,20/11/2026,11h00,CAU Quito Norte,CLAVE,0910005917,Rosa Paz,";
const A3: &str = "A3,2026-11-20,12:00,1701,CLAVE,1710034065,Luz Mora,";

#[test]
fn an_agenda_is_previewed_without_a_trace_and_then_imported() {
    let counter = Counter::found();
    let text = agenda(&[
        A1,
        A2,
        "A9,2026-11-20,10:05,0901,CLAVE,1714307103,José Muñoz,",
        "A8,2026-11-20,25:05,1701,CLAVE,1714307103,X Y,",
    ]);
    let before = counter.entries();
    let would = preview(&counter, &text);
    assert_eq!(counter.entries(), before);
    assert_eq!(counts(&would.rows), [2, 0, 0, 2]);
    let report = import_agenda(&counter, &text);
    assert_eq!(report, would);
    let bad: Vec<String> = report.rows.bad_rows.iter().map(ToString::to_string).collect();
    assert!(
        bad.contains(
            &"línea 4, columna «centro»: «0901» no es este centro (1701, CAU Quito Norte); el turno es de otro"
                .to_owned()
        ),
        "{bad:?}"
    );
    assert_eq!(turn(&counter, "a1").turn.state, TurnState::Scheduled);
    let again = import_agenda(&counter, &text);
    assert_eq!((counts(&again.rows), again.turns.len()), ([0, 0, 2, 2], 0));
}

#[test]
fn a_scheduled_turn_follows_a_later_file() {
    let counter = Counter::found();
    import_agenda(&counter, &agenda(&[A1, A2, A3]));
    let later = agenda(&[
        "A1,2026-11-20,10:35,1701,CLAVE,1714307103,José Muñoz Vaca,",
        "A2,20/11/2026,11h00,CAU Quito Norte,CLAVE,0910005917,Rosa Paz,cancelado",
        A3,
    ]);
    assert_eq!(preview(&counter, &later).turns, import_agenda(&counter, &later).turns);
    let moved = turn(&counter, "A1");
    assert_eq!(moved.created_by, counter.clerk.actor().user);
    // In another name it is the turn of whoever says so.
    let renamed = agenda(&["A1,2026-11-20,10:35,1701,CLAVE,0910005917,Rosa Paz,", A3]);
    import_agenda_by(&counter, &counter.other, &renamed);
    assert_eq!(turn(&counter, "A1").created_by, counter.other.actor().user);
    import_agenda(&counter, &later);
    assert_eq!((moved.turn.holder_name.as_str(), moved.turn.state), ("José Muñoz Vaca", TurnState::Scheduled));
    assert_eq!(turn(&counter, "A2").turn.state, TurnState::Cancelled);
    let third = import_agenda(&counter, &agenda(&[A1, A2, A3]));
    let fates: Vec<(&str, &TurnFate)> = third.turns.iter().map(|turn| (turn.code.as_str(), &turn.fate)).collect();
    assert_eq!(
        fates,
        [("A1", &TurnFate::Changed(vec!["hora", "nombre"])), ("A2", &TurnFate::LeftAlone(TurnState::Cancelled))]
    );
    assert_eq!((third.left_alone, counts(&third.rows)), (1, [0, 1, 1, 0]));
}

#[test]
fn a_turn_whose_person_has_arrived_is_left_alone_and_reported() {
    let counter = Counter::found();
    import_agenda(&counter, &agenda(&[A1, A2]));
    let arrive = MarkArrived { turn: turn(&counter, "A1").id, reason: None };
    counter.house.perform(&counter.clerk, &arrive).unwrap();
    assert_eq!(counts(&import_agenda(&counter, &agenda(&[A1, A2])).rows), [0, 0, 2, 0]);
    for later in [
        "A1,2026-11-20,10:35,1701,CLAVE,1714307103,José Muñoz,",
        "A1,2026-11-20,10:05,1701,CLAVE,1714307103,José Muñoz,cancelado",
    ] {
        let report = import_agenda(&counter, &agenda(&[later, A2]));
        assert_eq!(report.left_alone, 1);
        assert_eq!(report.turns[0].fate, TurnFate::LeftAlone(TurnState::Arrived));
        assert_eq!(report.turns[0].line, Some(2));
    }
    assert_eq!(turn(&counter, "A1").turn.state, TurnState::Arrived);
}

#[test]
fn a_turn_typed_from_a_confirmation_is_on_the_agenda_when_somebody_else_brings_it() {
    let counter = Counter::found();
    let typed = TypeConfirmation {
        code: TurnCode::parse("A1").unwrap(),
        procedure: ProcedureId::EMPLOYER_KEY,
        hour: "10:05:00".parse().unwrap(),
        holder: cedula("1714307103"),
        holder_name: "José Muñoz".into(),
    };
    counter.house.perform(&counter.clerk, &typed).unwrap();
    let text = agenda(&[A1]);
    assert_eq!(counts(&preview(&counter, &text).rows), [0, 0, 1, 0]);
    assert_eq!(counts(&import_agenda(&counter, &text).rows), [0, 0, 1, 0]);
    assert_eq!(turn(&counter, "A1").recorded_from, RecordedFrom::Confirmation);
    let at_another_hour = agenda(&["A1,2026-11-20,10:35,1701,CLAVE,1714307103,José Muñoz,"]);
    assert_eq!(import_agenda_by(&counter, &counter.other, &at_another_hour).left_alone, 1);
    assert_eq!(turn(&counter, "A1").recorded_from, RecordedFrom::Confirmation);

    let report = import_agenda_by(&counter, &counter.other, &text);
    assert_eq!((counts(&report.rows), &report.turns[0].fate), ([0, 1, 0, 0], &TurnFate::OnTheAgenda));
    let after = turn(&counter, "A1");
    assert_eq!((after.recorded_from, after.turn.state), (RecordedFrom::Agenda, TurnState::Arrived));
    assert_eq!(counts(&import_agenda_by(&counter, &counter.other, &text).rows), [0, 0, 1, 0]);
}

#[test]
fn a_turn_that_a_later_file_of_its_day_no_longer_names_has_vanished() {
    let counter = Counter::found();
    let of_monday = "B1,2026-11-23,09:00,1701,CLAVE,1710034065,Luz Mora,";
    import_agenda(&counter, &agenda(&[A1, A2, A3, of_monday]));
    let arrive = MarkArrived { turn: turn(&counter, "A3").id, reason: None };
    counter.house.perform(&counter.clerk, &arrive).unwrap();
    let only_first = agenda(&[A1]);
    assert_eq!(preview(&counter, &only_first).vanished, 1);
    let report = import_agenda(&counter, &only_first);
    assert_eq!((report.vanished, report.turns[0].code.as_str(), &report.turns[0].fate), (1, "A2", &TurnFate::Vanished));
    let flags = ["A1", "A2", "A3", "B1"].map(|code| turn(&counter, code).vanished);
    assert_eq!(flags, [false, true, false, false]);
    assert_eq!(import_agenda(&counter, &only_first).vanished, 0);
    let back = import_agenda(&counter, &agenda(&[A1, A2]));
    assert_eq!(back.turns[0].fate, TurnFate::Changed(vec!["vuelve a constar"]));
    assert!(!turn(&counter, "A2").vanished);
}

#[test]
fn where_a_row_cannot_be_read_nobody_has_vanished() {
    let counter = Counter::found();
    import_agenda(&counter, &agenda(&[A1, A2]));
    let broken = agenda(&[A1, "A2,20/11/2026,31h00,1701,CLAVE,0910005917,Rosa Paz,"]);
    let report = import_agenda(&counter, &broken);
    assert_eq!((report.vanished, report.vanished_not_looked_for, turn(&counter, "A2").vanished), (0, true, false));
}
