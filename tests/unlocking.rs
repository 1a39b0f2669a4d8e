//! An affiliate key is unlocked at the window: by the rules, with who and why in the journal, and on to the key itself.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use ventanilla::domain::approval::Matter;
use ventanilla::domain::calendar::Zone;
use ventanilla::domain::id::{TurnId, VisitId};
use ventanilla::domain::number::{Cedula, Entered, PersonNumber};
use ventanilla::domain::procedure::affiliate_key_unlock::case::{
    AffiliateKeyUnlock, AtWindow, CodeShown, ContactUpdate, InForce,
};
use ventanilla::domain::procedure_id::ProcedureId;
use ventanilla::domain::register::{AffiliateKeyState, BlockedBecause, Contact, UnlockedIn};
use ventanilla::domain::turn::{InNameOf, Reason, TurnState};
use ventanilla::domain::visit::{Asked, Document, DocumentForm, DocumentKind, Person, TypedNumber, WorkingCopy};
use ventanilla::intake::visit_v1;
use ventanilla::ops::day::CloseDay;
use ventanilla::ops::import::InsuredImport;
use ventanilla::ops::procedure::UnlockKey;
use ventanilla::ops::turn::{CallTurn, GiveWalkIn};
use ventanilla::ops::verify::{Depth, verify};
use ventanilla::ops::visit::{
    BeginVisit, EndVisit, Ending, GiveOverride, GoOnWith, LinkVisit, ReopenVisit, save_copy, save_draft,
};
use ventanilla::ops::{House, Session};
use ventanilla::store::insured::Insured;
use ventanilla::store::visit::{VisitOutcome, VisitState};
use ventanilla::store::{self, WhileDoing as _};

use crate::support::house::{
    CHIEF, CLERK, COLLEAGUE, Site, ask, cedula, code, file, grant, import, last_entry, log_in,
};

const NAME: &str = "LUCÍA ANDRADE MORA";

fn number(nth: usize) -> PersonNumber {
    PersonNumber::parse(&cedula(nth)).unwrap()
}

/// The register knows the person, with a key that stands so: an import brought them.
fn insured(house: &House, nth: usize, key: AffiliateKeyState) {
    let chief = log_in(house, CHIEF, 2);
    let columns = "numero,nombre,tipo,estado_clave,correo,celular,telefono";
    let row = format!("{},{NAME},afiliado,{},antes@example.com,0990000000,", cedula(nth), key.spanish());
    import(house, &chief, &mut InsuredImport::open(file(&format!("{columns}\n{row}\n"))).unwrap());
}

/// The visit of a walk-in turn for an unlocking.
fn begun(house: &House, by: &Session, nth: usize) -> (TurnId, VisitId) {
    let walk_in = GiveWalkIn {
        procedure: ProcedureId::AFFILIATE_KEY_UNLOCK,
        holder: number(nth),
        holder_name: NAME.into(),
        in_name_of: InNameOf::Applicant,
        priority: None,
    };
    let turn = house.perform(by, &walk_in).unwrap().output;
    house
        .perform(by, &CallTurn { wanted: Some(turn), reason: Reason::parse("es quien está en la ventanilla").ok() })
        .unwrap();
    (turn, house.perform(by, &BeginVisit { turn }).unwrap().output)
}

fn person(nth: usize) -> Person {
    Person { number: Some(TypedNumber::Cedula(Entered::<Cedula>::new(cedula(nth)))), name: NAME.into() }
}

/// Everything in order; the person keeps their data as they are.
fn in_order(nth: usize) -> AffiliateKeyUnlock {
    let document = Document {
        kind: DocumentKind::Cedula,
        form: Some(DocumentForm::OnTelephone),
        holder: person(nth),
        validity: None,
    };
    AffiliateKeyUnlock {
        applicant: Some(person(nth)),
        at_window: Some(AtWindow::ThePerson),
        reason: Some(BlockedBecause::FailedAttempts),
        document: Some(Asked::Shown(Box::new(document))),
        in_force: Some(InForce::Yes),
        foreigner_code: None,
        contact: Some(ContactUpdate::Declined),
    }
}

fn write(house: &House, by: &Session, visit: VisitId, papers: AffiliateKeyUnlock) {
    let row = store::visit::get(&house.reader().unwrap(), visit).unwrap().unwrap();
    let copy = WorkingCopy { confirmation: None, first_judgement: None, papers };
    let saved = save_copy(house, by, visit, copy, row.draft_revision.saturating_add(1)).unwrap();
    assert!(saved.is_some(), "the newest copy is taken");
}

fn state(house: &House, visit: VisitId) -> VisitState {
    store::visit::get(&house.reader().unwrap(), visit).unwrap().unwrap().state
}

fn known(house: &House, nth: usize) -> Insured {
    store::insured::by_number(&house.reader().unwrap(), &number(nth)).unwrap().unwrap()
}

/// The first thing that does not fit, if anything.
fn problem(house: &House) -> String {
    let found = verify(&house.reader().unwrap(), Depth::Whole, None, &mut |_| true).unwrap();
    found.problem.unwrap_or_default()
}

#[test]
fn a_key_is_unlocked_with_who_and_why() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    insured(&house, 7, AffiliateKeyState::Blocked);
    let (turn, visit) = begun(&house, &clerk, 7);
    write(&house, &clerk, visit, in_order(7));
    let unlocked = house.perform(&clerk, &UnlockKey { visit }).unwrap().output;
    assert!(!unlocked.brings_up_to_date);
    assert_eq!(state(&house, visit), VisitState::Ended(VisitOutcome::Served));
    let reader = house.reader().unwrap();
    assert_eq!(store::turn::get(&reader, turn).unwrap().unwrap().turn.state, TurnState::Served);
    let row = store::key_unlock::of_visit(&reader, visit).unwrap().unwrap();
    let occasion = UnlockedIn::Visit { visit, reason: BlockedBecause::FailedAttempts, brings_up_to_date: false };
    assert_eq!((row.unlocked_by, row.occasion), (clerk.actor().user, occasion));
    let (operation, _, reason) = last_entry(&house);
    assert_eq!((operation.as_str(), reason.as_str()), ("affiliate_key.unlock", "failed_attempts"));
    let now = known(&house, 7);
    assert_eq!((now.key, now.contact.email.as_str()), (AffiliateKeyState::Active, "antes@example.com"));
    assert_eq!(now.up_to_date_on, None, "nothing was brought up to date");
    assert_eq!(code(house.perform(&clerk, &UnlockKey { visit })), "state", "once");
    assert_eq!(problem(&house), "");
}

#[test]
fn data_that_are_brought_up_to_date_stand_in_the_register_with_the_day() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    insured(&house, 8, AffiliateKeyState::Blocked);
    let (_, visit) = begun(&house, &clerk, 8);
    let contact = Contact {
        email: " lucia@example.com ".into(),
        mobile: "099 123 4567".into(),
        telephone: "(02) 394-5666".into(),
    };
    let papers = AffiliateKeyUnlock { contact: Some(ContactUpdate::Given(contact)), ..in_order(8) };
    write(&house, &clerk, visit, papers);
    assert!(house.perform(&clerk, &UnlockKey { visit }).unwrap().output.brings_up_to_date);
    let now = known(&house, 8);
    assert_eq!(now.contact.email, "lucia@example.com");
    assert_eq!(now.contact.telephone, "023945666", "as numbers are kept");
    assert_eq!(now.contact.mobile, "0991234567");
    assert_eq!(now.up_to_date_on.map(|day| day.to_string()).as_deref(), Some("2026-11-20"));
}

#[test]
fn nobody_elses_key_is_unlocked_and_nothing_is_left_of_a_refusal() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    insured(&house, 9, AffiliateKeyState::Blocked);
    let (_, visit) = begun(&house, &clerk, 9);
    write(&house, &clerk, visit, AffiliateKeyUnlock { at_window: Some(AtWindow::SomebodyElse), ..in_order(9) });
    assert_eq!(code(house.perform(&clerk, &UnlockKey { visit })), "AU-P2");
    write(&house, &clerk, visit, AffiliateKeyUnlock { in_force: Some(InForce::No), ..in_order(9) });
    assert_eq!(code(house.perform(&clerk, &UnlockKey { visit })), "AU-I1");
    write(&house, &clerk, visit, in_order(10));
    assert_eq!(code(house.perform(&clerk, &UnlockKey { visit })), "AU-T2", "the turn is another person's");
    write(&house, &clerk, visit, in_order(9));
    let colleague = log_in(&house, COLLEAGUE, 2);
    assert_eq!(code(house.perform(&colleague, &UnlockKey { visit })), "other_clerk");
    assert_eq!(known(&house, 9).key, AffiliateKeyState::Blocked);
    assert!(store::key_unlock::of_visit(&house.reader().unwrap(), visit).unwrap().is_none());
    house.perform(&clerk, &UnlockKey { visit }).unwrap();
}

#[test]
fn whoever_this_centre_does_not_know_is_served_with_a_supervisors_word() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 2);
    let (_, visit) = begun(&house, &clerk, 11);
    write(&house, &clerk, visit, in_order(11));
    let refused = house.perform(&clerk, &UnlockKey { visit }).unwrap_err().to_string();
    assert!(refused.contains("no consta en el registro de asegurados"), "{refused}");
    let sentence = refused.strip_prefix("Todavía no se puede desbloquear la clave. ").unwrap().to_owned();
    let given = GiveOverride { visit, rule: "AU-P1".into(), sentence, reason: "consta en el sistema del IESS".into() };
    assert_eq!(code(house.perform(&clerk, &given)), "override", "not by the clerk alone");
    let request = ask(&house, &clerk, Matter::Override, visit, &given.covers());
    grant(&house, &chief, request).unwrap();
    house.perform(&clerk, &given).unwrap();
    house.perform(&clerk, &UnlockKey { visit }).unwrap();
    assert_eq!(problem(&house), "");
}

#[test]
fn what_was_answered_for_one_person_does_not_serve_another() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    insured(&house, 12, AffiliateKeyState::Active);
    let (_, visit) = begun(&house, &clerk, 12);
    write(&house, &clerk, visit, in_order(12));
    let refused = house.perform(&clerk, &UnlockKey { visit }).unwrap_err().to_string();
    let sentence = refused.strip_prefix("Todavía no se puede desbloquear la clave. ").unwrap().to_owned();
    let given = GiveOverride { visit, rule: "AU-P3".into(), sentence, reason: "el portal la rechaza".into() };
    house.perform(&clerk, &given).unwrap();
    let overrides = || store::visit::overrides(&house.reader().unwrap(), visit).unwrap().len();
    assert_eq!(overrides(), 1);
    write(&house, &clerk, visit, in_order(13));
    assert_eq!(overrides(), 0);
    write(&house, &clerk, visit, in_order(12));
    assert_eq!(code(house.perform(&clerk, &UnlockKey { visit })), "AU-P3");
}

#[test]
fn after_the_unlocking_the_key_is_made_under_the_same_turn_and_once() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    insured(&house, 14, AffiliateKeyState::Blocked);
    let (turn, visit) = begun(&house, &clerk, 14);
    write(&house, &clerk, visit, in_order(14));
    assert_eq!(code(house.perform(&clerk, &GoOnWith { visit })), "state", "it is not unlocked yet");
    house.perform(&clerk, &UnlockKey { visit }).unwrap();
    assert_eq!(code(house.perform(&clerk, &LinkVisit { visit })), "procedure", "one person has one key");
    let colleague = log_in(&house, COLLEAGUE, 2);
    assert_eq!(code(house.perform(&colleague, &GoOnWith { visit })), "other_clerk");
    let next = house.perform(&clerk, &GoOnWith { visit }).unwrap().output;
    let row = store::visit::get(&house.reader().unwrap(), next).unwrap().unwrap();
    assert_eq!((row.procedure.as_str(), row.turn, row.linked_to), ("affiliate_key", turn, Some(visit)));
    assert_eq!(code(house.perform(&clerk, &GoOnWith { visit })), "state", "once");
    house.perform(&clerk, &EndVisit { visit: next, ending: Ending::PlainServed }).unwrap();
    assert_eq!(code(house.perform(&clerk, &GoOnWith { visit: next })), "procedure");
    assert_eq!(problem(&house), "");
}

#[test]
fn whoever_comes_back_with_the_cedula_goes_on_in_the_same_visit() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    insured(&house, 15, AffiliateKeyState::Blocked);
    let (_, visit) = begun(&house, &clerk, 15);
    write(
        &house,
        &clerk,
        visit,
        AffiliateKeyUnlock { document: Some(Asked::NotShown), in_force: None, ..in_order(15) },
    );
    let reasons = house.perform(&clerk, &EndVisit { visit, ending: Ending::not_served() }).unwrap().output;
    assert_eq!(reasons, ["AU-I1"]);
    house.perform(&clerk, &ReopenVisit { visit }).unwrap();
    write(&house, &clerk, visit, in_order(15));
    assert_eq!(code(house.perform(&clerk, &EndVisit { visit, ending: Ending::not_served() })), "nothing_in_the_way");
    house.perform(&clerk, &UnlockKey { visit }).unwrap();
    assert_eq!(problem(&house), "");
}

#[test]
fn an_attention_that_was_open_before_there_were_papers_stays_plain() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let (_, visit) = begun(&house, &clerk, 16);
    let empty = |tx: &store::Transaction<'_>| store::visit::save_draft(tx, visit, "{}", 1, &Default::default(), 0);
    assert!(house.store().write(empty).unwrap());
    let copy = WorkingCopy { papers: in_order(16), ..WorkingCopy::default() };
    let draft = visit_v1::write_draft(&copy).unwrap();
    assert_eq!(code(save_draft(&house, &clerk, visit, &draft, 9)), "procedure");
    assert_eq!(code(house.perform(&clerk, &UnlockKey { visit })), "procedure");
    house.perform(&clerk, &EndVisit { visit, ending: Ending::PlainServed }).unwrap();
}

/// A day with unlockings closes, and what it came to is rebuilt from the entries.
#[test]
fn a_day_of_unlockings_closes_and_verifies() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 2);
    insured(&house, 19, AffiliateKeyState::Blocked);
    let (_, visit) = begun(&house, &clerk, 19);
    write(&house, &clerk, visit, in_order(19));
    house.perform(&clerk, &UnlockKey { visit }).unwrap();
    let next = house.perform(&clerk, &GoOnWith { visit }).unwrap().output;
    let row = store::visit::get(&house.reader().unwrap(), next).unwrap().unwrap();
    assert_eq!(row.keys.applicant_number, cedula(19), "it is found by the same person");
    house.perform(&clerk, &EndVisit { visit: next, ending: Ending::PlainServed }).unwrap();
    let day = house.clock().now().day(Zone::Mainland);
    let closed = house.perform(&chief, &CloseDay { day }).unwrap().output;
    let attended = |procedure: &str| {
        closed.figures.attended.iter().filter(|line| line.procedure == procedure).map(|line| line.visits).sum::<u64>()
    };
    assert_eq!((attended("affiliate_key_unlock"), attended("affiliate_key")), (1, 1));
    assert_eq!(problem(&house), "");
}

#[test]
fn data_of_whoever_this_centre_does_not_hold_are_not_said_to_be_kept() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 2);
    let (_, visit) = begun(&house, &clerk, 20);
    let contact = Contact { email: "a@example.com".into(), mobile: "0991234567".into(), telephone: String::new() };
    write(&house, &clerk, visit, AffiliateKeyUnlock { contact: Some(ContactUpdate::Given(contact)), ..in_order(20) });
    let refused = house.perform(&clerk, &UnlockKey { visit }).unwrap_err().to_string();
    let sentence = refused.strip_prefix("Todavía no se puede desbloquear la clave. ").unwrap().to_owned();
    let given = GiveOverride { visit, rule: "AU-P1".into(), sentence, reason: "consta en el sistema".into() };
    let request = ask(&house, &clerk, Matter::Override, visit, &given.covers());
    grant(&house, &chief, request).unwrap();
    house.perform(&clerk, &given).unwrap();
    assert!(!house.perform(&clerk, &UnlockKey { visit }).unwrap().output.brings_up_to_date);
    let row = store::key_unlock::of_visit(&house.reader().unwrap(), visit).unwrap().unwrap();
    assert!(!row.brings_up_to_date());
}

/// A cédula under the name of a code is another kind of number: no word that was given for one serves the other.
#[test]
fn another_kind_of_number_is_another_party() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 2);
    let (_, visit) = begun(&house, &clerk, 21);
    write(&house, &clerk, visit, in_order(21));
    let refused = house.perform(&clerk, &UnlockKey { visit }).unwrap_err().to_string();
    let sentence = refused.strip_prefix("Todavía no se puede desbloquear la clave. ").unwrap().to_owned();
    let given = GiveOverride { visit, rule: "AU-P1".into(), sentence, reason: "consta en el sistema".into() };
    let request = ask(&house, &clerk, Matter::Override, visit, &given.covers());
    grant(&house, &chief, request).unwrap();
    house.perform(&clerk, &given).unwrap();
    let code_of = Person { number: Some(TypedNumber::ForeignerCode(Entered::new(cedula(21)))), name: NAME.into() };
    let papers = AffiliateKeyUnlock {
        applicant: Some(code_of),
        document: None,
        in_force: None,
        foreigner_code: Some(CodeShown::Shown),
        ..in_order(21)
    };
    write(&house, &clerk, visit, papers);
    assert_eq!(store::visit::overrides(&house.reader().unwrap(), visit).unwrap().len(), 0);
    assert_eq!(code(house.perform(&clerk, &UnlockKey { visit })), "AU-P1");
}

/// Every clerk has the store's key: what one writes past the operations is found.
#[test]
fn an_unlocking_without_its_trace_is_found() {
    type Deed = fn(&store::Transaction<'_>, &store::key_unlock::KeyUnlock, VisitId) -> Result<(), store::Error>;
    let deeds: [(&str, Deed); 4] = [
        ("one that is said to be somebody else's", |tx, row, _| {
            let sql = "UPDATE visit SET applicant_number = '1710034065' WHERE id = ?1";
            tx.execute(sql, [row.visit()]).map(drop).while_doing("probar")
        }),
        ("one that no entry knows", |tx, row, other| {
            let occasion =
                UnlockedIn::Visit { visit: other, reason: BlockedBecause::Unknown, brings_up_to_date: false };
            store::key_unlock::add(tx, &store::key_unlock::KeyUnlock { occasion, journal_number: 3, ..row.clone() })
        }),
        ("one that is hidden", |tx, row, _| {
            tx.execute("DELETE FROM key_unlock WHERE visit_id = ?1", [row.visit()]).map(drop).while_doing("probar")
        }),
        ("one with another reason", |tx, row, _| {
            let sql = "UPDATE key_unlock SET reason = 'unknown' WHERE visit_id = ?1";
            tx.execute(sql, [row.visit()]).map(drop).while_doing("probar")
        }),
    ];
    for (what, deed) in deeds {
        let site = Site::staffed();
        let (house, clerk) = site.open(CLERK).unwrap();
        insured(&house, 17, AffiliateKeyState::Blocked);
        let (_, visit) = begun(&house, &clerk, 17);
        write(&house, &clerk, visit, in_order(17));
        house.perform(&clerk, &UnlockKey { visit }).unwrap();
        let (_, other) = begun(&house, &clerk, 18);
        assert_eq!(problem(&house), "", "{what}");
        let row = store::key_unlock::of_visit(&house.reader().unwrap(), visit).unwrap().unwrap();
        house.store().write(|tx| deed(tx, &row, other)).unwrap();
        let said = problem(&house);
        assert!(said.contains("desbloque"), "{what}: {said}");
    }
}
