//! The log of visits: which ones a filter leaves and in which order, who may open what, and what leaves as a file.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot set its scene fails"
)]

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use calamine::{Data, Reader as _, Xlsx};
use chrono::NaiveDate;
use ventanilla::domain::id::VisitId;
use ventanilla::domain::number::{Cedula, PersonNumber};
use ventanilla::domain::procedure_id::ProcedureId;
use ventanilla::domain::turn::{InNameOf, PriorityGroup, PriorityWhose, TurnPriority};
use ventanilla::domain::user::Actor;
use ventanilla::ops::complaint::{Against, RecordComplaint};
use ventanilla::ops::export::{Days, export_issued};
use ventanilla::ops::house::run::Watch;
use ventanilla::ops::log::{
    self, ExportPlan, Exported, Field, Filter, Format, Mark, SortBy, Sorting, reason_in_words, tell,
};
use ventanilla::ops::reading::{OpenScan, OpenVisit, Purpose};
use ventanilla::ops::turn::{CallTurn, GiveWalkIn};
use ventanilla::ops::verify::{Depth, verify};
use ventanilla::ops::visit::BeginVisit;
use ventanilla::ops::{Error, Session, new_op_id};
use ventanilla::print::ipp::CancelFlag;
use ventanilla::store::visit::{Keys, Override, VisitOutcome, VisitState};
use ventanilla::store::{self, Transaction, WhileDoing as _};

use crate::authority::run;
use crate::day::records::Stage;
use crate::paper::poppler;
use crate::store_engine::on_a_small_disk;
use crate::support::house::{CHIEF, CLERK, COLLEAGUE, DEPUTY, code, entries, last_entry, verified};

const NEWEST: Sorting = Sorting { by: SortBy::Hour, ascending: false };

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Whoever reads everybody's visits.
fn supervisor(stage: &Stage) -> Actor {
    stage.session(CHIEF, 1).actor()
}

fn change(stage: &Stage, sql: &str) {
    let changed = stage.house.store().write(|tx| tx.execute(sql, []).while_doing("cambiar"));
    assert!(changed.unwrap() > 0, "{sql}");
}

/// Two days of two clerks at two windows; their visits are numbered in the order in which they began.
fn two_days() -> Stage {
    let mut stage = Stage::open();
    stage.play(
        "== 2026-11-23\n\
         08:30–08:42 operadora v1, espera 10: clave entregada\n\
         09:00–09:30 colega v2, espera 2: clave anulada por papel atascado, y otra entregada\n\
         10:00–10:05 operadora v1, espera 30: no atendida\n\
         17:15 jefa: cierra el día\n\
         == 2026-11-24\n\
         08:30–08:31 operadora v1, espera 1: se retiró\n\
         09:00–09:20 colega v2, espera 5: clave entregada",
    );
    stage
}

fn whole() -> Filter {
    Filter::of_days(day("2026-11-23"), day("2026-11-24"))
}

fn found(stage: &Stage, login: &str, filter: &Filter, sorting: Sorting) -> Vec<i64> {
    let viewer = stage.session(login, 1).actor();
    let visits = log::visits(&stage.house.reader().unwrap(), viewer, filter, sorting).unwrap();
    visits.into_iter().map(|visit| visit.0).collect()
}

#[test]
fn a_supervisor_sees_every_visit_and_a_clerk_their_own() {
    let stage = two_days();
    assert_eq!(found(&stage, CHIEF, &whole(), NEWEST), [5, 4, 3, 2, 1]);
    assert_eq!(found(&stage, CLERK, &whole(), NEWEST), [4, 3, 1]);
    let of_the_other = Filter { clerk: Some(stage.session(COLLEAGUE, 1).actor().user), ..whole() };
    assert_eq!(found(&stage, CHIEF, &of_the_other, NEWEST), [5, 2]);
    assert_eq!(found(&stage, CLERK, &of_the_other, NEWEST), [4, 3, 1], "a clerk asks for another's in vain");
}

#[test]
fn each_filter_leaves_what_it_says() {
    let stage = two_days();
    // Somebody with priority comes without a turn, and complains.
    let by = stage.session(CLERK, 1);
    let walk_in = GiveWalkIn {
        procedure: ProcedureId::AFFILIATE_KEY_UNLOCK,
        holder: PersonNumber::Cedula(Cedula::parse("1714307103").unwrap()),
        holder_name: "José Muñoz Andrade".into(),
        in_name_of: InNameOf::Applicant,
        priority: Some(TurnPriority { group: PriorityGroup::OlderAdult, whose: PriorityWhose::Applicant }),
    };
    let turn = stage.house.perform(by, &walk_in).unwrap().output;
    stage.house.perform(by, &CallTurn { wanted: Some(turn), reason: None }).unwrap();
    let visit = stage.house.perform(by, &BeginVisit { turn }).unwrap().output;
    let complaint =
        RecordComplaint { against: Against::Visit(visit), matter: "la cola".into(), resolution: "se explicó".into() };
    stage.house.perform(stage.session(CHIEF, 1), &complaint).unwrap();

    let overridden = Override {
        rule: "EK-T4".into(),
        sentence: "Llegó tarde".into(),
        reason: "había lluvia".into(),
        given_by: by.actor().user,
        given_at_ms: 0,
        approval: None,
    };
    stage.house.store().write(|tx| store::visit::set_override(tx, VisitId(4), &overridden)).unwrap();

    let all = whole();
    let check = |what: &str, filter: Filter, expected: &[i64]| {
        assert_eq!(found(&stage, CHIEF, &filter, NEWEST), expected, "{what}");
    };
    let ended = |outcome| Some(VisitState::Ended(outcome));
    check("one day", Filter::of_days(day("2026-11-23"), day("2026-11-23")), &[3, 2, 1]);
    check("no day", Filter::of_days(day("2026-11-25"), day("2026-11-23")), &[]);
    check("window", Filter { window: Some(stage.session(CLERK, 2).actor().window), ..all.clone() }, &[5, 2]);
    check("procedure", Filter { procedure: Some("affiliate_key_unlock".into()), ..all.clone() }, &[6]);
    check("served", Filter { state: ended(VisitOutcome::Served), ..all.clone() }, &[5, 2, 1]);
    check("not served", Filter { state: ended(VisitOutcome::NotServed), ..all.clone() }, &[3]);
    check("abandoned", Filter { state: ended(VisitOutcome::Abandoned), ..all.clone() }, &[4]);
    check("open", Filter { state: Some(VisitState::Open), ..all.clone() }, &[6]);
    check("overridden", Filter { mark: Some(Mark::Overridden), ..all.clone() }, &[4]);
    check("voided", Filter { mark: Some(Mark::Voided), ..all.clone() }, &[2]);
    check("complained", Filter { mark: Some(Mark::Complained), ..all.clone() }, &[6]);
    check("priority", Filter { mark: Some(Mark::Priority), ..all.clone() }, &[6]);
    check("walk-in", Filter { mark: Some(Mark::WalkIn), ..all.clone() }, &[6]);
    let text = |text: &str| Filter { text: text.into(), ..all.clone() };
    check("the name of a turn's holder, nothing written yet", text("munoz jose"), &[6]);
    check("a number's beginning", text("17143"), &[6]);
    check("nobody", text("qzxv"), &[]);
    check("what is neither letter nor digit", text("---"), &[]);
    let reader = stage.house.reader().unwrap();
    let lines = log::lines(&reader, supervisor(&stage), &[VisitId(2), VisitId(5)]).unwrap();
    check("a turn's code", text(&lines[1].turn_code.to_lowercase()), &[5]);
    let slips = store::issuance::of_visit(&reader, VisitId(2)).unwrap();
    check("the serial of a void slip", text(&slips[0].serial.to_string()), &[2]);
    assert_eq!((lines[0].delivered, lines[0].voided, lines[1].delivered, lines[1].voided), (1, 1, 1, 0));
    assert_eq!((lines[0].waited_secs(), lines[0].served_secs()), (Some(120), Some(1800)));
}

#[test]
fn a_log_is_sorted_either_way() {
    let stage = two_days();
    let sorted = |by, ascending| found(&stage, CHIEF, &whole(), Sorting { by, ascending });
    assert_eq!(sorted(SortBy::Hour, true), [1, 2, 3, 4, 5]);
    assert_eq!(sorted(SortBy::Waiting, true), [4, 2, 5, 1, 3]);
    assert_eq!(sorted(SortBy::Waiting, false), [3, 1, 5, 2, 4]);
    assert_eq!(sorted(SortBy::Service, true), [4, 3, 1, 5, 2]);
    assert_eq!(sorted(SortBy::Service, false), [2, 5, 1, 3, 4]);
    let names = |ascending| -> Vec<String> {
        let visits: Vec<VisitId> = sorted(SortBy::Person, ascending).into_iter().map(VisitId).collect();
        let lines = log::lines(&stage.house.reader().unwrap(), supervisor(&stage), &visits).unwrap();
        lines.iter().map(|line| ventanilla::domain::name::folded(&line.holder_name)).collect()
    };
    let (mut rising, falling) = (names(true), names(false));
    assert!(rising.is_sorted() && rising.first() != rising.last(), "{rising:?}");
    rising.reverse();
    assert_eq!(rising, falling);
}

#[test]
fn what_has_no_length_comes_last_either_way() {
    let stage = two_days();
    change(&stage, "UPDATE visit SET state = 'open', outcome = NULL, ended_at_ms = NULL WHERE id = 4");
    change(&stage, "UPDATE turn SET arrived_at_ms = NULL WHERE id = (SELECT turn_id FROM visit WHERE id = 1)");
    let sorted = |by, ascending| found(&stage, CHIEF, &whole(), Sorting { by, ascending });
    assert_eq!(sorted(SortBy::Waiting, true), [4, 2, 5, 3, 1], "nobody saw the first one arrive");
    assert_eq!(sorted(SortBy::Waiting, false), [3, 5, 2, 4, 1]);
    assert_eq!(sorted(SortBy::Service, true), [3, 1, 5, 2, 4], "the fourth is not over");
    assert_eq!(sorted(SortBy::Service, false), [2, 5, 1, 3, 4]);
}

#[test]
fn a_visit_is_told_with_its_entries_and_opening_it_is_one() {
    let stage = two_days();
    let (chief, clerk) = (stage.session(CHIEF, 1), stage.session(CLERK, 1));
    let open = OpenVisit { visit: VisitId(2), purpose: Purpose::Review };
    assert_eq!(code(stage.house.open_visit(clerk, new_op_id().unwrap(), &open)), "others_visit");
    let opened = stage.house.open_visit(chief, new_op_id().unwrap(), &open).unwrap();
    assert_eq!(last_entry(&stage.house), ("visit.open".into(), "Done".into(), "review".into()));
    let scan = opened.scans[0].id;
    let story = tell(&stage.house, &stage.house.reader().unwrap(), opened).unwrap();
    assert_eq!((story.slips.len(), story.window), (2, 2));
    let parts: Vec<&str> = story.who_came.iter().map(|(part, _)| *part).collect();
    assert_eq!(parts, ["Solicitante", "Se presentó"]);
    assert!(story.who_came[0].1.contains(story.slips[1].recipient.as_str()), "{:?}", story.who_came);
    assert!(story.findings.iter().all(|finding| !finding.blocks()), "{:?}", story.findings);
    let operations: Vec<&str> = story.events.iter().map(|event| event.operation.as_str()).collect();
    for operation in
        ["turn.arrive", "turn.call", "visit.begin", "issuance.reserve", "issuance.void", "issuance.deliver"]
    {
        assert!(operations.contains(&operation), "{operation} in {operations:?}");
    }
    assert!(story.events.is_sorted_by_key(|event| event.number));
    assert_eq!(story.events.last().unwrap().operation, "visit.open", "that it was opened is part of it");
    let open = OpenScan { scan, purpose: Purpose::Review };
    assert_eq!(code(stage.house.open_scan(clerk, new_op_id().unwrap(), &open).map(drop)), "others_visit");
    stage.house.perform(chief, &open).unwrap();
    let of_not_served = OpenVisit { visit: VisitId(3), purpose: Purpose::Complaint };
    let opened = stage.house.open_visit(clerk, new_op_id().unwrap(), &of_not_served).unwrap();
    let story = tell(&stage.house, &stage.house.reader().unwrap(), opened).unwrap();
    assert!(!story.reasons.is_empty());
    assert!(story.reasons.iter().all(|reason| reason_in_words(reason) != reason), "{:?}", story.reasons);
    verified(&stage.house);
}

#[test]
fn what_the_turn_says_is_found_although_the_papers_say_something_else() {
    let stage = two_days();
    let reader = stage.house.reader().unwrap();
    let line = log::lines(&reader, supervisor(&stage), &[VisitId(3)]).unwrap().remove(0);
    let keys = Keys { folded: "otra persona".into(), applicant_number: "17".into(), ..Keys::default() };
    let draft = store::visit::get(&reader, VisitId(3)).unwrap().unwrap().draft;
    let park = |tx: &Transaction<'_>, state| {
        let clerk = stage.session(CLERK, 1).actor();
        store::visit::set_state(tx, VisitId(3), state, clerk.user, clerk.window, 0)
    };
    // Only what is not over is written in.
    let write = |tx: &Transaction<'_>| {
        park(tx, VisitState::Parked)?;
        store::visit::save_draft(tx, VisitId(3), &draft, 1_000, &keys, 0)?;
        park(tx, VisitState::Ended(VisitOutcome::NotServed))
    };
    stage.house.store().write(write).unwrap();
    let find = |text: &str| found(&stage, CHIEF, &Filter { text: text.into(), ..whole() }, NEWEST);
    assert!(find(&line.holder_name).contains(&3), "by the name in which the turn is");
    assert!(find(&line.holder_number).contains(&3), "by its number");
    assert_eq!(find("otra persona"), [3], "and by what the papers say");
}

#[test]
fn a_visit_whose_papers_were_erased_is_still_told() {
    let stage = two_days();
    stage.house.store().write(|tx| store::erasure::wipe_visit(tx, VisitId(2), false)).unwrap();
    let open = OpenVisit { visit: VisitId(2), purpose: Purpose::Authority };
    let opened = stage.house.open_visit(stage.session(CHIEF, 1), new_op_id().unwrap(), &open).unwrap();
    let story = tell(&stage.house, &stage.house.reader().unwrap(), opened).unwrap();
    assert!(story.findings.is_empty() && story.slips.len() == 2 && !story.events.is_empty());
}

#[test]
fn who_looked_at_a_scan_and_who_complained_is_part_of_the_story() {
    let stage = two_days();
    let chief = stage.session(CHIEF, 1);
    let reader = stage.house.reader().unwrap();
    let scan = store::scan::of(&reader, "visit", 2).unwrap()[0].id;
    stage.house.perform(chief, &OpenScan { scan, purpose: Purpose::Review }).unwrap();
    let complaint = RecordComplaint {
        against: Against::Visit(VisitId(2)),
        matter: "la cola".into(),
        resolution: "se explicó".into(),
    };
    stage.house.perform(chief, &complaint).unwrap();
    let story = log::tell_again(&stage.house, &reader, chief.actor(), VisitId(2)).unwrap();
    let operations: Vec<&str> = story.events.iter().map(|event| event.operation.as_str()).collect();
    assert!(operations.contains(&"scan.open") && operations.contains(&"complaint.record"), "{operations:?}");
    let other = stage.session(CLERK, 1).actor();
    assert_eq!(code(log::tell_again(&stage.house, &reader, other, VisitId(2))), "others_visit");
}

fn plan(format: Format, file: &Path) -> ExportPlan {
    ExportPlan {
        filter: whole(),
        sorting: Sorting { by: SortBy::Hour, ascending: true },
        fields: Field::ALL.to_vec(),
        format,
        file: file.into(),
    }
}

fn export(stage: &Stage, by: &Session, plan: &ExportPlan) -> Result<Exported, Error> {
    let mut watch = Watch { progress: &mut |_| {}, cancel: &CancelFlag::default() };
    log::export(&stage.house, &stage.house.reader().unwrap(), by, plan, &mut watch)
}

fn in_text(row: &[Data]) -> Vec<String> {
    row.iter().map(ToString::to_string).collect()
}

/// The rows of a CSV that begins with its mark.
fn csv_rows(file: &Path) -> csv::Reader<Cursor<Vec<u8>>> {
    let bytes = fs::read(file).unwrap().strip_prefix("\u{feff}".as_bytes()).unwrap().to_vec();
    csv::ReaderBuilder::new().delimiter(b';').from_reader(Cursor::new(bytes))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect()
}

#[test]
fn an_export_without_its_signature_is_found() {
    let stage = two_days();
    let folder = tempfile::tempdir().unwrap();
    export(&stage, stage.session(CHIEF, 1), &plan(Format::Csv, &folder.path().join("bitacora.csv"))).unwrap();
    let sql = "DELETE FROM journal_signature WHERE n IN (SELECT n FROM journal WHERE operation = 'export.log')";
    run(&stage.house, sql);
    let found = verify(&stage.house.reader().unwrap(), Depth::Whole, None, &mut |_| true).unwrap();
    assert!(found.problem.unwrap().to_string().contains("(export.log) le falta la firma"));
}

#[test]
fn a_log_leaves_as_csv_and_the_journal_says_so() {
    let stage = two_days();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bitacora.csv");
    let exported = export(&stage, stage.session(CHIEF, 1), &plan(Format::Csv, &file)).unwrap();
    assert_eq!((exported.visits, last_entry(&stage.house).0.as_str()), (5, "export.log"));
    let mut rows = csv_rows(&file);
    let headings: Vec<String> = rows.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    let at = |row: usize, heading: &str| rows[row][headings.iter().position(|it| it == heading).unwrap()].to_owned();
    assert_eq!(rows.len(), 5);
    assert_eq!(
        (at(0, "Día"), at(0, "Hora de inicio"), at(0, "Hora de fin")),
        ("2026-11-23".into(), "2026-11-23 08:30:00".into(), "2026-11-23 08:42:00".into())
    );
    assert_eq!(
        (at(0, "Espera (minutos)"), at(0, "Duración (minutos)"), at(0, "Resultado")),
        ("10".into(), "12".into(), "atendida".into())
    );
    assert!(at(1, "Claves").contains("anulada: papel atascado;") && at(1, "Claves").ends_with("entregada"));
    assert_eq!((at(3, "Resultado"), at(3, "Claves")), ("se retiró".into(), String::new()));
    assert_eq!(at(2, "Por qué no se atendió"), "Solicitud del portal");
    assert!(at(2, "Lo que no se revisó").contains("Empleador registrado; "), "{}", at(2, "Lo que no se revisó"));
    assert_eq!(at(4, "Ventanilla"), "2");
    verified(&stage.house);
}

#[test]
fn a_workbook_opens_elsewhere_with_the_same_rows() {
    let stage = two_days();
    let folder = tempfile::tempdir().unwrap();
    let (book, csv) = (folder.path().join("b.xlsx"), folder.path().join("b.csv"));
    for (format, file) in [(Format::Xlsx, &book), (Format::Csv, &csv)] {
        export(&stage, stage.session(CHIEF, 1), &plan(format, file)).unwrap();
    }
    let mut opened: Xlsx<_> = calamine::open_workbook(&book).unwrap();
    assert_eq!(opened.sheet_names(), ["Bitácora"]);
    let sheet: Vec<Vec<String>> = opened.worksheet_range("Bitácora").unwrap().rows().map(in_text).collect();
    let mut rows = csv_rows(&csv);
    let columns = rows.headers().unwrap().len();
    let names = rows.headers().unwrap().iter().position(|it| it == "Nombre de la persona").unwrap();
    let waited = rows.headers().unwrap().iter().position(|it| it == "Espera (minutos)").unwrap();
    assert_eq!(
        sheet[0].iter().map(String::as_str).collect::<Vec<_>>(),
        rows.headers().unwrap().iter().collect::<Vec<_>>()
    );
    for (row, cells) in rows.records().map(Result::unwrap).zip(&sheet[1..]) {
        assert_eq!(cells.len(), columns);
        assert_eq!((&cells[names], &cells[waited]), (&row[names].to_owned(), &row[waited].to_owned()));
    }
    assert_eq!(sheet.len(), 6);
}

#[test]
fn a_printed_log_says_which_visits_and_tells_each() {
    let stage = two_days();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bitacora.pdf");
    let mut plan = plan(Format::Pdf, &file);
    plan.filter.mark = Some(Mark::Voided);
    export(&stage, stage.session(CHIEF, 1), &plan).unwrap();
    if let Some(kept) = std::env::var_os("VENTANILLA_PICTURES") {
        plan.filter.mark = None;
        plan.file = Path::new(&kept).join("bitacora.pdf");
        let _ = fs::remove_file(&plan.file);
        export(&stage, stage.session(CHIEF, 1), &plan).unwrap();
    }
    if !poppler::present("the text of a printed log") {
        return;
    }
    let text = poppler::says("pdftotext", &["-layout"], &fs::read(&file).unwrap());
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "Bitácora de atenciones",
        "Del 23/11/2026 al 24/11/2026 · con claves anuladas",
        "anulada: papel atascado",
        "Espera: 2 min",
        "Página 1 de 1",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
    assert!(!text.contains("no atendida"), "what was not filtered is not there: {text}");
}

#[test]
fn an_export_that_cannot_be_leaves_neither_file_nor_entry() {
    let stage = two_days();
    let chief = stage.session(CHIEF, 1);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bitacora.xlsx");
    let before = last_entry(&stage.house);
    let nothing = ExportPlan { fields: Vec::new(), ..plan(Format::Xlsx, &file) };
    assert_eq!(code(export(&stage, chief, &nothing)), "fields");
    let nowhere = plan(Format::Csv, &folder.path().join("no/hay.csv"));
    assert!(matches!(export(&stage, chief, &nowhere), Err(Error::File { .. })));
    let mut empty = plan(Format::Pdf, &file);
    empty.filter.text = "qzxv".into();
    assert_eq!(code(export(&stage, chief, &empty)), "empty");
    let cancel = CancelFlag::default();
    cancel.cancel();
    let mut watch = Watch { progress: &mut |_| {}, cancel: &cancel };
    let plan_of = plan(Format::Csv, &file);
    let stopped = log::export(&stage.house, &stage.house.reader().unwrap(), chief, &plan_of, &mut watch);
    assert!(matches!(stopped, Err(Error::Cancelled)), "{stopped:?}");
    assert!(files(folder.path()).is_empty());
    fs::write(&file, "mío").unwrap();
    assert_eq!(code(export(&stage, chief, &plan_of)), "exists");
    assert_eq!((fs::read_to_string(&file).unwrap().as_str(), files(folder.path()).len()), ("mío", 1));
    fs::remove_file(&file).unwrap();
    let unfinished = folder.path().join("bitacora.xlsx.parcial");
    fs::write(&unfinished, "de otro").unwrap();
    let refused = export(&stage, chief, &plan_of).unwrap_err().to_string();
    assert!(refused.contains("bitacora.xlsx.parcial") && refused.contains("bórrelo"), "{refused}");
    assert_eq!(files(folder.path()), [unfinished]);
    assert_eq!(last_entry(&stage.house), before);
}

#[test]
fn who_may_not_export_leaves_an_entry_and_no_file() {
    let stage = two_days();
    let folder = tempfile::tempdir().unwrap();
    let plan = plan(Format::Csv, &folder.path().join("bitacora.csv"));
    let refused = |operation: &str, code: &str| (operation.into(), "Refused".into(), code.into());
    assert_eq!(code(export(&stage, stage.session(CLERK, 1), &plan)), "role");
    assert_eq!(last_entry(&stage.house), refused("export.log", "role"));
    let days = Days { first: day("2026-11-23"), last: day("2026-11-24") };
    assert_eq!(code(export_issued(&stage.house, stage.session(CLERK, 1), days, &plan.file)), "role");
    assert_eq!(last_entry(&stage.house), refused("export.issued", "role"));
    // Refused when everything was read already.
    let deputy = stage.session(DEPUTY, 1);
    stage.house.disable_user(stage.session(CHIEF, 1), deputy.actor().user).unwrap();
    assert_eq!(code(export(&stage, deputy, &plan)), "session_ended");
    assert_eq!(last_entry(&stage.house), refused("export.log", "session_ended"));
    assert_eq!(code(export_issued(&stage.house, deputy, days, &plan.file)), "session_ended");
    assert!(files(folder.path()).is_empty(), "{:?}", files(folder.path()));
    verified(&stage.house);
}

#[test]
fn what_was_searched_is_not_kept_with_the_entry() {
    let stage = two_days();
    let folder = tempfile::tempdir().unwrap();
    let mut plan = plan(Format::Csv, &folder.path().join("bitacora.csv"));
    plan.filter.text = "1".into();
    export(&stage, stage.session(CHIEF, 1), &plan).unwrap();
    let reader = stage.house.reader().unwrap();
    let detail = store::journal::detail(&reader, entries(&stage.house)).unwrap().unwrap();
    let detail: serde_json::Value = serde_json::from_str(&detail.payload).unwrap();
    assert_eq!(detail["filters"]["with_text"], true);
    assert_eq!(detail["filters"].get("text"), None);
}

#[test]
fn more_visits_than_a_format_holds_are_refused_before_they_are_read() {
    let stage = two_days();
    let columns = "centre_id, window_id, procedure, turn_id, linked_to, state, outcome, accounting_day, opened_at_ms, \
                   clerk_id, ended_at_ms, employer_number, employer_branch, applicant_number, presenter_number, folded, \
                   draft, draft_revision, draft_at_ms, sample";
    change(
        &stage,
        &format!(
            "INSERT INTO visit ({columns}) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) \
             SELECT {columns} FROM n, (SELECT * FROM visit WHERE id = 3) AS third"
        ),
    );
    let folder = tempfile::tempdir().unwrap();
    for (format, instead) in [(Format::Xlsx, "elija CSV"), (Format::Pdf, "elija Excel o CSV")] {
        let mut told = 0;
        let mut watch = Watch { progress: &mut |_| told += 1, cancel: &CancelFlag::default() };
        let plan = plan(format, &folder.path().join("bitacora"));
        let reader = stage.house.reader().unwrap();
        let refused = log::export(&stage.house, &reader, stage.session(CHIEF, 1), &plan, &mut watch).unwrap_err();
        assert!(refused.to_string().contains(instead) && refused.to_string().contains("100005"), "{refused}");
        assert_eq!(told, 0);
    }
    assert!(files(folder.path()).is_empty());
}

#[test]
fn a_long_export_holds_no_moment_of_the_store() {
    let stage = two_days();
    let folder = tempfile::tempdir().unwrap();
    let reader = stage.house.reader().unwrap();
    let (house, mut seen) = (&stage.house, Vec::new());
    let plan = plan(Format::Csv, &folder.path().join("bitacora.csv"));
    // What is written before the first row is read is in the row.
    let mut progress = |_| {
        change(&stage, "UPDATE visit SET employer_branch = '0077' WHERE id = 1");
        seen.push(());
    };
    let mut watch = Watch { progress: &mut progress, cancel: &CancelFlag::default() };
    log::export(house, &reader, stage.session(CHIEF, 1), &plan, &mut watch).unwrap();
    assert_eq!(seen.len(), 1);
    assert!(fs::read_to_string(&plan.file).unwrap().contains("-0077\""));
}

#[test]
fn a_full_disk_leaves_no_half_export() {
    let stage = two_days();
    on_a_small_disk(|folder| {
        assert!(fs::write(folder.join("filler"), vec![0; 8 << 20]).is_err());
        let file = folder.join("bitacora.xlsx");
        let chief = stage.session(CHIEF, 1);
        let failed = export(&stage, chief, &plan(Format::Xlsx, &file)).unwrap_err();
        assert!(matches!(failed, Error::File { .. }), "{failed}");
        assert_eq!(files(folder), [folder.join("filler")]);
        // It says that the log was to leave: the entry is there before the first byte.
        assert_eq!((last_entry(&stage.house).0.as_str(), last_entry(&stage.house).1.as_str()), ("export.log", "Done"));
        let days = Days { first: day("2026-11-23"), last: day("2026-11-24") };
        let failed = export_issued(&stage.house, chief, days, &file).unwrap_err();
        assert!(matches!(failed, Error::File { .. }), "{failed}");
        assert_eq!(files(folder), [folder.join("filler")]);
        assert_eq!(last_entry(&stage.house).0, "export.issued");
    });
}
