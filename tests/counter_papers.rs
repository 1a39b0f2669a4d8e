//! The papers without a key that leave the counter, and the scans of those that come to it: what the constancia names, what
//! is printed again, what comes back signed, and what is asked of whom.

use std::collections::BTreeSet;

use ventanilla::domain::day::Period;
use ventanilla::domain::id::{IssuanceId, VisitId};
use ventanilla::domain::ledger::Acknowledgement;
use ventanilla::domain::procedure::employer_key::case::{
    Appointment, AppointmentShown, Case, EmployerKey, NotarialPower, PowerShown, Presenter, RequestShown, Somebody,
    ThirdParty,
};
use ventanilla::domain::register::{Answer, RegisterAnswer};
use ventanilla::domain::turn::Reason;
use ventanilla::domain::visit::{Document, DocumentForm, DocumentKind, DocumentShown, Person};
use ventanilla::intake::visit_v1::{self, AnyVisit};
use ventanilla::ops::day::CloseDay;
use ventanilla::ops::issuance::{self, DeliverSlip, issue};
use ventanilla::ops::reading::Supervising;
use ventanilla::ops::report::chart;
use ventanilla::ops::scan::{DetachAcknowledgement, DetachScan, ScanSubject, ScannedPaper};
use ventanilla::ops::settings::{ChangeSettings, Settings};
use ventanilla::ops::visit::{
    BeginVisit, EndOthersVisit, EndVisit, Ending, ParkVisit, ReopenVisit, ResumeVisit, save_draft,
};
use ventanilla::ops::{Error, House, Session, new_op_id, view};
use ventanilla::print::documents::Document as Paper;
use ventanilla::print::ipp::CancelFlag;
use ventanilla::sample::{SamplePaper, drawn};
use ventanilla::store;

use crate::paper::words;
use crate::support::house::{
    CHIEF, CLERK, COLLEAGUE, DAY_MS, MINUTE_MS, Site, called, case_of, code, draft, entries, last_entry, log_in, ready,
    verified, written,
};
use crate::support::scripted::Scripted;

fn said(paper: &Paper) -> String {
    paper.pages.iter().map(words).collect::<Vec<_>>().join(" ")
}

/// A visit in which this is recorded and nothing else.
fn begun(house: &House, by: &Session, nth: usize, papers: EmployerKey) -> VisitId {
    let turn = called(house, by, nth).unwrap();
    let visit = house.perform(by, &BeginVisit { turn }).unwrap().output;
    assert!(save_draft(house, by, visit, &written(papers), 1).unwrap());
    visit
}

fn end(house: &House, by: &Session, visit: VisitId) -> Vec<String> {
    house.perform(by, &EndVisit { visit, ending: Ending::not_served() }).unwrap().output
}

fn no_request() -> EmployerKey {
    EmployerKey { request: Some(RequestShown::NotShown), ..EmployerKey::default() }
}

fn printed(house: &House, by: &Session, nth: usize) -> (VisitId, IssuanceId) {
    let visit = ready(house, by, nth).unwrap();
    let press = new_op_id().unwrap();
    let issued = issue(house, by, press, visit, &Scripted::new(), &CancelFlag::default(), &mut |_| {}).unwrap();
    (visit, issued.issuance)
}

fn delivered(house: &House, by: &Session, nth: usize) -> (VisitId, IssuanceId) {
    let (visit, issuance) = printed(house, by, nth);
    house.perform(by, &DeliverSlip { issuance, acknowledgement: Acknowledgement::Signed }).unwrap();
    (visit, issuance)
}

#[test]
fn what_nobody_looked_at_is_named_and_counted_apart_from_what_is_lacking() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let visit = begun(&house, &clerk, 0, no_request());
    let reasons = end(&house, &clerk, visit);
    assert!(reasons.contains(&"EK-R1".to_owned()), "the request was asked for and is not there: {reasons:?}");
    assert!(reasons.contains(&"unseen:EK-E1".to_owned()) && !reasons.contains(&"EK-E1".to_owned()), "{reasons:?}");
    let paper = said(&issuance::constancia(&house, &clerk, visit).unwrap());
    let (lacking, rest) = paper.split_once("Lo que no se revisó").unwrap();
    let (unseen, in_order) = rest.split_once("Lo que se revisó y está en orden").unwrap();
    assert!(lacking.contains("No trajo la solicitud."), "{lacking}");
    for title in ["Empleador registrado", "Firma a mano", "Cédula de quien solicita"] {
        assert!(unseen.contains(title), "{title}: {unseen}");
    }
    assert!(in_order.contains("Turno de hoy") && in_order.contains("Horario de atención"), "{in_order}");
    for title in ["Poder notarial", "Pasaporte o visa", "Documento del curador"] {
        assert!(!paper.contains(title), "nobody said that it concerns this visit: {title}: {paper}");
    }

    // A second one ends with nothing looked at: nobody lacked anything.
    let early = begun(&house, &clerk, 1, EmployerKey::default());
    assert!(end(&house, &clerk, early).iter().all(|reason| reason.starts_with("unseen:")));
    let today = Period::Day(house.clock().now().day(house.centre().zone));
    let by = Supervising::of(log_in(&house, CHIEF, 1).actor()).unwrap();
    let counted = chart(&house.reader().unwrap(), by, today).unwrap().chart;
    assert_eq!(counted.reasons, [("EK-R1".to_owned(), 1)]);
    assert!(counted.unseen.contains(&("EK-E1".to_owned(), 2)), "{:?}", counted.unseen);
    assert!(counted.unseen.contains(&("EK-R1".to_owned(), 1)), "{:?}", counted.unseen);
    verified(&house);
}

#[test]
fn a_constancia_printed_again_says_what_it_said_and_leaves_its_entry() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let papers = visit_v1::read_draft::<EmployerKey>(&draft(0)).unwrap().papers;
    let visit = begun(&house, &clerk, 0, EmployerKey { request: Some(RequestShown::NotShown), ..papers });
    end(&house, &clerk, visit);
    let first = said(&issuance::constancia(&house, &clerk, visit).unwrap());
    assert_eq!(last_entry(&house), ("paper.print".into(), "Done".into(), "constancia".into()));
    rename_employers(&house);
    let again = said(&issuance::constancia(&house, &clerk, visit).unwrap());
    assert_eq!(last_entry(&house), ("paper.print".into(), "Done".into(), "constancia_again".into()));
    assert!(!first.contains("Reimpresión") && again.contains("Reimpresión del 20/11/2026"), "{again}");
    let body = |text: &str| text.split_once("Solicitante").unwrap().1.to_owned();
    assert_eq!(body(&first), body(&again), "what the register says now is not what was said");

    let colleague = log_in(&house, COLLEAGUE, 2);
    issuance::constancia(&house, &colleague, visit).unwrap();
    let (served, _) = delivered(&house, &clerk, 1);
    assert_eq!(code(issuance::constancia(&house, &clerk, served)), "state");
    site.wait_ms(DAY_MS);
    assert_eq!(code(issuance::constancia(&house, &colleague, visit)), "others_visit");
    issuance::constancia(&house, &log_in(&house, CHIEF, 1), visit).unwrap();
    verified(&house);
}

#[test]
fn a_remark_is_on_the_constancia_and_what_a_supervisor_shall_look_at_is_not() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let remarked = |nth: usize, papers, asks_look| {
        let visit = begun(&house, &clerk, nth, papers);
        let note = Some(Reason::parse("que pregunte por la señora Mera").unwrap());
        house.perform(&clerk, &EndVisit { visit, ending: Ending::NotServed { note, asks_look } }).unwrap();
        let first = said(&issuance::constancia(&house, &clerk, visit).unwrap());
        (first, said(&issuance::constancia(&house, &clerk, visit).unwrap()))
    };
    let (first, again) = remarked(0, no_request(), false);
    for paper in [first, again] {
        let (_, remark) = paper.split_once("Observación").unwrap();
        assert!(remark.contains("que pregunte por la señora Mera"), "{remark}");
    }
    let (paper, _) = remarked(1, no_request(), true);
    assert!(!paper.contains("Observación") && !paper.contains("Mera"), "it is for a supervisor: {paper}");
    verified(&house);
}

#[test]
fn a_constancia_is_of_the_ending_that_stands() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let (colleague, chief) = (log_in(&house, COLLEAGUE, 2), log_in(&house, CHIEF, 2));
    let visit = begun(&house, &clerk, 0, no_request());
    end(&house, &clerk, visit);
    assert!(said(&issuance::constancia(&house, &clerk, visit).unwrap()).contains("No trajo la solicitud."));
    site.wait_ms(MINUTE_MS);

    // It goes on, the request is there; a colleague who tries to end it ends nothing.
    let write = |papers| {
        let revision = view::draft_revision(&house, visit).unwrap() + 1;
        assert!(save_draft(&house, &clerk, visit, &written(papers), revision).unwrap());
    };
    house.perform(&clerk, &ReopenVisit { visit }).unwrap();
    write(EmployerKey::default());
    site.wait_ms(MINUTE_MS);
    end(&house, &clerk, visit);
    assert_eq!(code(house.perform(&colleague, &EndVisit { visit, ending: Ending::not_served() })), "state");
    let second = said(&issuance::constancia(&house, &clerk, visit).unwrap());
    assert_eq!(last_entry(&house).2, "constancia", "another ending's paper");
    assert!(!second.contains("Reimpresión") && !second.contains("No trajo la solicitud."), "{second}");
    assert!(said(&issuance::constancia(&house, &clerk, visit).unwrap()).contains("Reimpresión"));

    // The day's close ends it once more, with what was written until then.
    site.wait_ms(MINUTE_MS);
    house.perform(&clerk, &ReopenVisit { visit }).unwrap();
    write(no_request());
    house.perform(&clerk, &ParkVisit { visit }).unwrap();
    site.wait_ms(MINUTE_MS);
    house.perform(&chief, &CloseDay { day: house.clock().now().day(house.centre().zone) }).unwrap();
    let closed = said(&issuance::constancia(&house, &chief, visit).unwrap());
    assert!(closed.contains("No trajo la solicitud.") && !closed.contains("Reimpresión"), "{closed}");
    verified(&house);
}

#[test]
fn what_a_supervisor_ends_for_a_clerk_is_told_as_it_was_judged() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let visit = ready(&house, &clerk, 0).unwrap();
    let chief = log_in(&house, CHIEF, 2);
    house.perform(&chief, &EndOthersVisit { visit, reason: Reason::parse("se fue a casa").unwrap() }).unwrap();
    rename_employers(&house);
    let paper = said(&issuance::constancia(&house, &chief, visit).unwrap());
    assert!(!paper.contains("Renombrado"), "{paper}");
}

#[test]
fn a_person_is_attended_since_the_visit_was_taken_up_last() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let visit = ready(&house, &clerk, 0).unwrap();
    let since = || view::visit_at_hand(&house, &house.reader().unwrap(), visit).unwrap().attended_since;
    let begun = since();
    site.wait_ms(MINUTE_MS);
    house.perform(&clerk, &ParkVisit { visit }).unwrap();
    site.wait_ms(MINUTE_MS);
    house.perform(&clerk, &ResumeVisit { visit }).unwrap();
    assert_eq!(since().0, begun.0 + 2 * MINUTE_MS, "what the scanner left meanwhile is of others");
}

/// Every employer gets another name, as an import may bring it.
fn rename_employers(house: &House) {
    let rename = "UPDATE employer SET name = name || ' Renombrado'";
    house.store().write(|tx| -> Result<usize, store::Error> { Ok(tx.execute(rename, []).unwrap()) }).unwrap();
}

#[test]
fn an_acknowledgement_names_who_hands_over_and_is_printed_again_as_it_was() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let (_, slip) = printed(&house, &clerk, 0);
    let first = said(&issuance::acknowledgement(&house, &clerk, slip).unwrap());
    assert!(first.contains(&format!("{}, ventanilla 1", clerk.full_name())), "{first}");
    let again = said(&issuance::acknowledgement(&house, &clerk, slip).unwrap());
    assert!(again.contains("Reimpresión del"), "while its slip is open too: {again}");
    // Somebody else hands it over.
    let chief = log_in(&house, CHIEF, 2);
    let deliver = DeliverSlip { issuance: slip, acknowledgement: Acknowledgement::Signed };
    house.perform(&chief, &deliver).unwrap();
    rename_employers(&house);
    let after = said(&issuance::acknowledgement(&house, &clerk, slip).unwrap());
    assert!(after.contains(&format!("{}, ventanilla 2", chief.full_name())), "{after}");
    assert!(!after.contains("Renombrado"), "the register's name of today is not the paper's: {after}");
    assert_eq!(last_entry(&house).2, "acknowledgement_again");
    verified(&house);
}

#[test]
fn a_void_key_has_no_acknowledgement() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let (_, slip) = printed(&house, &clerk, 0);
    crate::ledger::void(&house, &clerk, slip).unwrap();
    assert_eq!(code(issuance::acknowledgement(&house, &clerk, slip)), "slip_state");
}

#[test]
fn the_signed_acknowledgement_is_attached_after_the_visit_and_nothing_else_is() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let (visit, _) = delivered(&house, &clerk, 0);
    site.wait_ms(DAY_MS);
    let file = drawn(SamplePaper::Request, 1).unwrap();
    let scan = ventanilla::intake::images::read(&file).unwrap();
    let attach = |by: &Session, subject, paper| {
        house.attach_scan(by, new_op_id().unwrap(), subject, paper, &scan).map(|answer| answer.output)
    };
    let (signed, handed_over) = (ScannedPaper::Acknowledgement, ScanSubject::HandedOver(visit));
    let colleague = log_in(&house, COLLEAGUE, 2);
    assert_eq!(code(attach(&colleague, handed_over, signed)), "others_visit");
    assert_eq!(code(attach(&clerk, handed_over, ScannedPaper::Request)), "state", "what was judged stays as it was");
    let open = begun(&house, &clerk, 2, EmployerKey::default());
    assert_eq!(code(attach(&clerk, ScanSubject::Visit(open), signed)), "state", "there is no key to sign for");
    end(&house, &clerk, open);
    assert_eq!(code(attach(&clerk, ScanSubject::Visit(visit), signed)), "state");
    let kept = attach(&clerk, handed_over, signed).unwrap();
    assert_eq!(last_entry(&house), ("scan.attach".into(), "Done".into(), "acknowledgement".into()));
    // It is the proof that the key was received: a supervisor signs for its removal.
    let reason = Reason::parse("es de otra persona").unwrap();
    assert_eq!(code(house.perform(&clerk, &DetachScan { scan: kept, reason: Some(reason.clone()) })), "signed");
    let detach = DetachAcknowledgement { scan: kept, reason };
    assert_eq!(code(house.perform(&clerk, &detach)), "role");
    house.perform(&log_in(&house, CHIEF, 2), &detach).unwrap();

    let early = begun(&house, &clerk, 1, EmployerKey::default());
    end(&house, &clerk, early);
    assert_eq!(code(attach(&clerk, ScanSubject::HandedOver(early), signed)), "state", "no key was handed over");
    verified(&house);

    // Nobody would find it again.
    let erase = "UPDATE visit SET draft = '{}' WHERE id = ?1";
    house.store().write(|tx| -> Result<usize, store::Error> { Ok(tx.execute(erase, [visit.0]).unwrap()) }).unwrap();
    assert_eq!(code(attach(&clerk, handed_over, signed)), "erased");
}

fn shown() -> DocumentShown {
    let form = Some(DocumentForm::Original);
    let document = Document { kind: DocumentKind::Cedula, form, holder: Person::default(), validity: None };
    DocumentShown::Shown(Box::new(document))
}

fn asked_of(presenter: Presenter) -> Vec<ScannedPaper> {
    missing(&case_of(EmployerKey { presenter: Some(presenter), ..EmployerKey::default() }))
}

fn missing(case: &Case) -> Vec<ScannedPaper> {
    ScannedPaper::missing(case, &Settings::default().scanned_before_printing(), &[])
}

#[test]
fn scans_are_asked_of_everybody_who_came_and_of_what_was_shown() {
    use ScannedPaper::{ApplicantDocument, Appointment as Appointed, AttorneyDocument, NotarialPower as Power};
    use ScannedPaper::{PresenterDocument, Request};
    let somebody = || Box::new(Somebody { document: Some(shown()), ..Somebody::default() });
    let third_party = || Box::new(ThirdParty { somebody: *somebody(), ..ThirdParty::default() });
    let power = || Some(PowerShown::Shown(Box::new(NotarialPower::default())));
    assert_eq!(asked_of(Presenter::Applicant), [Request, ApplicantDocument]);
    assert_eq!(asked_of(Presenter::ThirdParty(third_party())), [Request, ApplicantDocument, PresenterDocument]);
    let attorney = Presenter::Attorney { attorney: somebody(), power: power() };
    assert_eq!(asked_of(attorney), [Request, ApplicantDocument, PresenterDocument, Power]);
    let sent = Presenter::ThirdPartySentByAttorney { third_party: third_party(), attorney: somebody(), power: power() };
    assert_eq!(asked_of(sent), [Request, ApplicantDocument, PresenterDocument, AttorneyDocument, Power]);
    let appointment = Appointment { ward: Person::default(), curator: Person::default() };
    let appointment = Some(AppointmentShown::Shown(Box::new(appointment)));
    let curator = Presenter::Curator { curator: somebody(), appointment };
    assert_eq!(asked_of(curator), [Request, ApplicantDocument, PresenterDocument, Appointed]);
    // What was asked for and not shown is not asked for again, to be scanned.
    let without = Presenter::Curator { curator: somebody(), appointment: Some(AppointmentShown::NotShown) };
    assert_eq!(asked_of(without), [Request, ApplicantDocument, PresenterDocument]);
    assert_eq!(missing(&case_of(no_request())), [ApplicantDocument]);
}

#[test]
fn a_centre_chooses_what_is_scanned_before_a_key_is_printed() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let turn = called(&house, &clerk, 0).unwrap();
    let visit = house.perform(&clerk, &BeginVisit { turn }).unwrap().output;
    assert!(save_draft(&house, &clerk, visit, &draft(0), 1).unwrap());
    let press = || -> Result<(), Error> {
        let none = CancelFlag::default();
        issue(&house, &clerk, new_op_id()?, visit, &Scripted::new(), &none, &mut |_| {}).map(drop)
    };
    assert_eq!(code(press()), "scan");
    let chief = log_in(&house, CHIEF, 1);
    let choose = |asked: &[ScannedPaper]| {
        let scans_asked: BTreeSet<ScannedPaper> = asked.iter().copied().collect();
        let settings = Settings { scans_asked, ..Settings::default() };
        house.perform(&chief, &ChangeSettings { settings }).unwrap();
    };
    choose(&[ScannedPaper::Request, ScannedPaper::NotarialPower]);
    let read = view::case_at_hand::<EmployerKey>(&house, &house.reader().unwrap(), visit).unwrap();
    assert_eq!(read.at_hand.missing_scans(&read.case), [ScannedPaper::Request]);
    choose(&[ScannedPaper::NotarialPower]);
    let before = entries(&house);
    press().unwrap();
    assert!(entries(&house) > before, "nobody's power was shown, so none is asked for");
}

#[test]
fn a_store_that_asked_for_no_scans_asks_for_none() {
    let old: Settings = serde_json::from_str(r#"{"scans_required": false}"#).unwrap();
    assert!(old.scanned_before_printing().is_empty());
    let old: Settings = serde_json::from_str(r#"{"scans_required": true}"#).unwrap();
    assert_eq!(old.scanned_before_printing(), ScannedPaper::asked_at_first());
}

#[test]
fn a_working_copy_of_an_earlier_edition_goes_on() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let visit = ready(&house, &clerk, 0).unwrap();
    let at_hand = || view::case_at_hand::<EmployerKey>(&house, &house.reader().unwrap(), visit).unwrap().case;
    let now = at_hand();
    let mut earlier = case_of(now.copy.papers.clone());
    let about = now.answers.employer.as_ref().unwrap().about.clone();
    earlier.answers.employer = Some(Answer { about, answer: RegisterAnswer::NotFound });
    let before = visit_v1::write_any(&AnyVisit::EmployerKey(Box::new(earlier))).unwrap();
    let keep = |tx: &store::Transaction<'_>| store::visit::save_draft(tx, visit, &before, 5, &Default::default(), 0);
    assert!(house.store().write(keep).unwrap());
    assert_eq!(at_hand(), now, "what the clerk wrote is read, and nobody's word around it");
    assert!(save_draft(&house, &clerk, visit, &before, 6).unwrap(), "and saved, as a screen of then had it");
    assert_eq!(at_hand(), now);
    let row = store::visit::get(&house.reader().unwrap(), visit).unwrap().unwrap();
    assert!(before.contains("\"centre\"") && !row.draft.contains("\"centre\""), "{}", row.draft);
}

#[test]
fn a_visit_that_was_begun_without_papers_stays_a_plain_attention() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let turn = called(&house, &clerk, 0).unwrap();
    let visit = house.perform(&clerk, &BeginVisit { turn }).unwrap().output;
    let empty = |tx: &store::Transaction<'_>| store::visit::save_draft(tx, visit, "{}", 1, &Default::default(), 0);
    assert!(house.store().write(empty).unwrap());
    assert_eq!(view::served_by(&house.reader().unwrap(), visit).unwrap(), None);
    assert_eq!(code(save_draft(&house, &clerk, visit, &draft(0), 9)), "procedure");
    house.perform(&clerk, &EndVisit { visit, ending: Ending::PlainServed }).unwrap();
}
