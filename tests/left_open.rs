//! Visits that somebody left open, visits that whoever attends doubts, and who is told of them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot set its scene fails")]

use ventanilla::domain::day::Hindrance;
use ventanilla::domain::id::VisitId;
use ventanilla::domain::turn::{Reason, TurnState};
use ventanilla::domain::visit::NoticeKind;
use ventanilla::ops::day::{CloseDay, look};
use ventanilla::ops::issuance::issue;
use ventanilla::ops::reading::Supervising;
use ventanilla::ops::visit::{
    AnswerLook, AskLook, EndOthersVisit, EndVisit, Ending, MarkNoticeSeen, NoticeLine, ParkOthersVisit, ParkVisit,
    ReopenVisit, ResumeVisit, notices, save_draft,
};
use ventanilla::ops::{House, Session, new_op_id};
use ventanilla::print::ipp::CancelFlag;
use ventanilla::store;
use ventanilla::store::visit::{Visit, VisitOutcome, VisitState};

use crate::support::house::{
    CHIEF, CLERK, COLLEAGUE, DEPUTY, MINUTE_MS, Site, called, code, draft, last_entry, log_in, ready, verified,
};
use crate::support::scripted::Scripted;

/// A counter with a clerk at the first window, and everybody else at the second.
struct Counter {
    site: Site,
    house: House,
    clerk: Session,
    colleague: Session,
    chief: Session,
}

fn counter() -> Counter {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let (colleague, chief) = (log_in(&house, COLLEAGUE, 2), log_in(&house, CHIEF, 2));
    Counter { site, house, clerk, colleague, chief }
}

impl Counter {
    fn visit(&self, id: VisitId) -> Visit {
        store::visit::get(&self.house.reader().unwrap(), id).unwrap().unwrap()
    }

    fn reasons(&self, id: VisitId) -> Vec<String> {
        store::visit::reasons(&self.house.reader().unwrap(), id).unwrap()
    }

    fn told(&self, to: &Session) -> Vec<NoticeLine> {
        notices(&self.house.reader().unwrap(), self.house.centre().id, to.actor()).unwrap()
    }
}

fn why(text: &str) -> Reason {
    Reason::parse(text).unwrap()
}

#[test]
fn a_supervisor_sets_aside_what_a_clerk_left_open_and_the_clerk_is_told() {
    let counter = counter();
    let visit = ready(&counter.house, &counter.clerk, 0).unwrap();
    let before = counter.visit(visit);
    counter.site.wait_ms(MINUTE_MS);
    let park = ParkOthersVisit { visit, reason: why("salió a una emergencia") };
    assert_eq!(code(counter.house.perform(&counter.colleague, &park)), "role");
    assert_eq!(
        code(counter.house.perform(&counter.chief, &ParkVisit { visit })),
        "other_clerk",
        "not without a reason"
    );
    counter.house.perform(&counter.chief, &park).unwrap();
    let after = counter.visit(visit);
    assert_eq!((after.state, after.clerk, after.opened_at_ms), (VisitState::Parked, before.clerk, before.opened_at_ms));
    assert_eq!(after.draft, before.draft, "what was written stays");
    assert_eq!(code(counter.house.perform(&counter.chief, &park)), "state");
    // What was on its way when it happened is the clerk's still.
    assert!(save_draft(&counter.house, &counter.clerk, visit, &draft(0), before.draft_revision + 1).unwrap());

    let told = counter.told(&counter.clerk);
    let [line] = &told[..] else { unreachable!("one notice: {told:?}") };
    assert_eq!(
        (line.kind, line.by.as_str(), line.reason.as_str()),
        (NoticeKind::Parked, "Rosa Jefa", "salió a una emergencia")
    );
    assert_eq!((counter.told(&counter.colleague), counter.told(&counter.chief)), (vec![], vec![]));
    let seen = MarkNoticeSeen { notice: line.id };
    assert_eq!(code(counter.house.perform(&counter.colleague, &seen)), "notice");
    counter.house.perform(&counter.clerk, &seen).unwrap();
    assert_eq!(counter.told(&counter.clerk), []);
    assert_eq!(code(counter.house.perform(&counter.clerk, &seen)), "seen");
    // It goes on at any window, and is a colleague's then.
    counter.house.perform(&counter.colleague, &ResumeVisit { visit }).unwrap();
    assert_eq!(counter.visit(visit).opened_at_ms, before.opened_at_ms, "begun when it was begun");
    verified(&counter.house);
}

#[test]
fn a_supervisor_ends_what_a_clerk_left_open_and_the_day_can_be_closed() {
    let counter = counter();
    let visit = ready(&counter.house, &counter.clerk, 0).unwrap();
    let centre = counter.house.centre();
    let day = counter.house.clock().now().day(centre.zone);
    let by = Supervising::of(counter.chief.actor()).unwrap();
    let hindrances = |counter: &Counter| look(&counter.house.reader().unwrap(), by, centre, day).unwrap().hindrances;
    assert!(matches!(&hindrances(&counter)[..], [Hindrance::OpenVisit { visit: open, .. }] if *open == visit));
    let end = EndOthersVisit { visit, reason: why("la persona ya no está") };
    assert_eq!(code(counter.house.perform(&counter.clerk, &end)), "role");
    counter.house.perform(&counter.chief, &end).unwrap();
    assert_eq!(last_entry(&counter.house), ("visit.end_others".into(), "Done".into(), "not_served".into()));
    assert_eq!(
        (counter.visit(visit).state, counter.reasons(visit)),
        (VisitState::Ended(VisitOutcome::NotServed), vec!["left_open".to_owned()])
    );
    assert_eq!(counter.told(&counter.clerk)[0].kind, NoticeKind::Ended);
    assert_eq!(hindrances(&counter), []);
    let figures = counter.house.perform(&counter.chief, &CloseDay { day }).unwrap().output.figures;
    assert_eq!(
        (figures.attentions(), figures.service.median_secs()),
        (1, None),
        "how long it was left open is no length"
    );
    verified(&counter.house);
}

#[test]
fn a_visit_with_a_slip_to_settle_and_ones_own_are_not_taken() {
    let counter = counter();
    let visit = ready(&counter.house, &counter.clerk, 0).unwrap();
    let (printer, cancel) = (Scripted::new(), CancelFlag::default());
    issue(&counter.house, &counter.clerk, new_op_id().unwrap(), visit, &printer, &cancel, &mut |_| {}).unwrap();
    let end = EndOthersVisit { visit, reason: why("la persona ya no está") };
    let park = ParkOthersVisit { visit, reason: why("la persona ya no está") };
    assert_eq!(code(counter.house.perform(&counter.chief, &end)), "open_slip");
    assert_eq!(code(counter.house.perform(&counter.chief, &park)), "open_slip");
    let own = ready(&counter.house, &counter.chief, 1).unwrap();
    let end = EndOthersVisit { visit: own, reason: why("la persona ya no está") };
    assert_eq!(code(counter.house.perform(&counter.chief, &end)), "own");
    assert_eq!(counter.visit(own).state, VisitState::Open);
}

#[test]
fn a_doubt_ends_a_visit_in_which_everything_is_met() {
    let counter = counter();
    let visit = ready(&counter.house, &counter.clerk, 0).unwrap();
    let end = |ending: &Ending| EndVisit { visit, ending: ending.clone() };
    assert_eq!(code(counter.house.perform(&counter.clerk, &end(&Ending::not_served()))), "nothing_in_the_way");
    let asked = Ending::NotServed { note: None, asks_look: true };
    assert_eq!(code(counter.house.perform(&counter.clerk, &end(&asked))), "look_without_note");
    let doubted = Ending::NotServed { note: Some(why("no se parece a la fotografía")), asks_look: true };
    assert_eq!(code(counter.house.perform(&counter.colleague, &end(&doubted))), "other_clerk");
    counter.house.perform(&counter.clerk, &end(&doubted)).unwrap();
    assert_eq!(last_entry(&counter.house), ("visit.end".into(), "Done".into(), "not_served".into()));
    assert_eq!(counter.reasons(visit), ["clerk_doubt"]);
    let turn = store::turn::get(&counter.house.reader().unwrap(), counter.visit(visit).turn).unwrap().unwrap();
    assert_eq!(turn.turn.state, TurnState::NotServed);
    // Every supervisor is told, and whoever answers signs.
    let told = counter.told(&counter.chief);
    assert_eq!((told[0].kind, told[0].reason.as_str()), (NoticeKind::Look, "no se parece a la fotografía"));
    assert_eq!(counter.told(&counter.clerk), []);
    let looked = AnswerLook { notice: told[0].id, found: why("era su hermano") };
    assert_eq!(code(counter.house.perform(&counter.clerk, &looked)), "role");
    let deputy = log_in(&counter.house, DEPUTY, 2);
    counter.house.perform(&deputy, &looked).unwrap();
    assert_eq!(counter.told(&counter.chief), []);
    // The person may come back today, and the reason is gone then.
    counter.house.perform(&counter.clerk, &ReopenVisit { visit }).unwrap();
    assert_eq!(counter.reasons(visit), [""; 0]);
    verified(&counter.house);
}

#[test]
fn a_note_beside_the_rules_that_are_in_the_way_is_no_doubt() {
    let counter = counter();
    let turn = called(&counter.house, &counter.clerk, 0).unwrap();
    let visit = counter.house.perform(&counter.clerk, &ventanilla::ops::visit::BeginVisit { turn }).unwrap().output;
    let ending = Ending::NotServed { note: Some(why("vuelve mañana")), asks_look: false };
    counter.house.perform(&counter.clerk, &EndVisit { visit, ending }).unwrap();
    let reasons = counter.reasons(visit);
    assert!(!reasons.contains(&"clerk_doubt".to_owned()) && !reasons.is_empty(), "{reasons:?}");
    assert_eq!(counter.told(&counter.chief), [], "nobody was asked to look");
}

#[test]
fn a_look_is_asked_for_while_the_visit_goes_on_and_answered_by_another() {
    let counter = counter();
    let deputy = log_in(&counter.house, DEPUTY, 2);
    let visit = ready(&counter.house, &deputy, 0).unwrap();
    counter.house.perform(&deputy, &AskLook { visit, reason: why("el poder parece alterado") }).unwrap();
    assert_eq!(counter.visit(visit).state, VisitState::Open);
    let told = counter.told(&counter.chief);
    let looked = AnswerLook { notice: told[0].id, found: why("está bien") };
    assert_eq!(code(counter.house.perform(&deputy, &looked)), "second_person");
    assert_eq!(code(counter.house.perform(&counter.chief, &MarkNoticeSeen { notice: told[0].id })), "notice");
    counter.house.perform(&counter.chief, &looked).unwrap();
    assert_eq!(code(counter.house.perform(&counter.chief, &looked)), "seen");
    verified(&counter.house);
}

#[test]
fn whoever_made_the_account_of_a_supervisor_is_not_looked_after_by_it() {
    let counter = counter();
    let visit = ready(&counter.house, &counter.chief, 0).unwrap();
    counter.house.perform(&counter.chief, &AskLook { visit, reason: why("el poder parece alterado") }).unwrap();
    let deputy = log_in(&counter.house, DEPUTY, 2);
    let looked = AnswerLook { notice: counter.told(&deputy)[0].id, found: why("está bien") };
    assert_eq!(code(counter.house.perform(&deputy, &looked)), "second_person");
}
