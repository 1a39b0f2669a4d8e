//! The ledger of slips under whatever a counter, a printer and a power cut can do to it, in any order.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot set its scene fails"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use argon2::password_hash::PasswordVerifier as _;
use proptest::prelude::*;
use ventanilla::domain::approval::Matter;
use ventanilla::domain::id::{IssuanceId, OpId, VisitId};
use ventanilla::domain::ledger::{Acknowledgement, IssuanceState, VoidCause, is_salted, reserved_code, serial_in};
use ventanilla::domain::number::{EmployerNumber, PersonNumber};
use ventanilla::domain::secret::EmployerKey;
use ventanilla::domain::turn::Reason;
use ventanilla::ops::erasure::ErasePerson;
use ventanilla::ops::house::run::Watch;
use ventanilla::ops::issuance::{DeliverSlip, Issued, Step, VoidSlip, issue, look_up, purge};
use ventanilla::ops::verify::{Depth, verify};
use ventanilla::ops::visit::{EndVisit, Ending, LinkVisit, ParkVisit, ReopenVisit, ResumeVisit, save_draft};
use ventanilla::ops::{Error, House, Session, Subject, new_op_id};
use ventanilla::print::ipp::{CancelFlag, Remains};
use ventanilla::store;
use ventanilla::store::issuance::Issuance;

use crate::paper::poppler;
use crate::support::house::{
    CHIEF, CLERK, COLLEAGUE, DAY_MS, EMPLOYERS, MINUTE_MS, Site, ask, attach_scans, cases, cedula, code, draft, grant,
    log_in, ready, slip, take_off_the_register, verified,
};
use crate::support::scripted::{Died, Mishap, Point, Scripted, Standing};

/// One of the two windows.
type At = usize;

#[derive(Debug, Clone, Copy)]
enum Act {
    /// Somebody comes for a key of this employer.
    Begin(At, usize),
    /// Print is pressed: for the visit at the window, or for one that begins.
    Issue(At, usize, Mishap),
    /// The same press arrives once more.
    IssueAgain(At),
    LookUp {
        at: At,
        reachable: bool,
    },
    Deliver(At, Acknowledgement),
    Void(At),
    Park(At),
    Resume(At),
    End(At),
    Reopen(At),
    /// The other window meddles with this one's slip.
    Meddle(At),
    Purge(At),
    /// A supervisor says yes to whatever was last refused for want of it.
    Approve,
    /// The power fails.
    Crash,
    Clock {
        minutes: i64,
    },
}

fn mishaps() -> impl Strategy<Value = Mishap> {
    let dies = proptest::sample::select(Point::ALL.to_vec()).prop_map(Mishap::Dies);
    let lives = proptest::sample::select(vec![
        Mishap::CreateFails,
        Mishap::CreateAnswerLost,
        Mishap::SendFails,
        Mishap::SendAnswerLost,
        Mishap::Silent,
        Mishap::SilentThenCancelled,
        Mishap::SilentButPrinted,
        Mishap::Aborts,
    ]);
    prop_oneof![4 => Just(Mishap::Prints), 4 => lives, 2 => dies]
}

fn acts() -> impl Strategy<Value = Act> {
    let at = 0..2_usize;
    prop_oneof![
        2 => (at.clone(), 0..EMPLOYERS).prop_map(|(at, employer)| Act::Begin(at, employer)),
        12 => (at.clone(), 0..EMPLOYERS, mishaps()).prop_map(|(at, employer, mishap)| Act::Issue(at, employer, mishap)),
        1 => at.clone().prop_map(Act::IssueAgain),
        3 => (at.clone(), any::<bool>()).prop_map(|(at, reachable)| Act::LookUp { at, reachable }),
        5 => at.clone().prop_map(|at| Act::Deliver(at, Acknowledgement::Signed)),
        1 => at.clone().prop_map(|at| Act::Deliver(at, Acknowledgement::Unsigned)),
        4 => at.clone().prop_map(Act::Void),
        1 => at.clone().prop_map(Act::Park),
        1 => at.clone().prop_map(Act::Resume),
        1 => at.clone().prop_map(Act::End),
        1 => at.clone().prop_map(Act::Reopen),
        1 => at.clone().prop_map(Act::Meddle),
        1 => at.prop_map(Act::Purge),
        4 => Just(Act::Approve),
        1 => Just(Act::Crash),
        1 => (-2_i64..15).prop_map(|minutes| Act::Clock { minutes }),
    ]
}

/// The counter, its printer, and what the test remembers of what was said.
struct Counter {
    site: Site,
    /// None only between a crash and the next opening.
    house: Option<House>,
    clerks: Vec<Session>,
    chief: Session,
    printer: Scripted,
    visits: [Option<VisitId>; 2],
    presses: [Option<(OpId, VisitId, Option<Issued>)>; 2],
    wanted: Option<(Matter, Subject)>,
    serials_seen: BTreeSet<String>,
    journal_seen: i64,
}

impl Counter {
    fn open() -> Self {
        let site = Site::staffed();
        let (house, clerks, chief) = Self::come_in(&site);
        Self {
            site,
            house: Some(house),
            clerks,
            chief,
            printer: Scripted::new(),
            visits: [None; 2],
            presses: [None, None],
            wanted: None,
            serials_seen: BTreeSet::new(),
            journal_seen: 0,
        }
    }

    fn come_in(site: &Site) -> (House, Vec<Session>, Session) {
        let (house, first) = site.open(CLERK).unwrap();
        let clerks = vec![first, log_in(&house, COLLEAGUE, 2)];
        let chief = log_in(&house, CHIEF, 1);
        (house, clerks, chief)
    }

    fn house(&self) -> &House {
        self.house.as_ref().unwrap()
    }

    /// The process is gone; what the disk held at that moment is opened again.
    fn crash(&mut self) {
        let left = self.site.copy();
        drop(self.house.take());
        self.site = left;
        let (house, clerks, chief) = Self::come_in(&self.site);
        (self.house, self.clerks, self.chief) = (Some(house), clerks, chief);
    }

    fn ledger(&self) -> Vec<Issuance> {
        let mut slips = Vec::new();
        let reader = self.house().reader().unwrap();
        store::issuance::walk(&reader, |slip| -> Result<(), store::Error> {
            slips.push(slip);
            Ok(())
        })
        .unwrap();
        slips
    }

    fn open_slip(&self, at: At) -> Option<Issuance> {
        let window = self.clerks[at].actor().window;
        self.ledger().into_iter().find(|slip| slip.window == window && !slip.state.is_terminal())
    }

    /// Is a visit open at the window?
    fn attends(&self, at: At) -> bool {
        let reader = self.house().reader().unwrap();
        let visit = self.visits[at].and_then(|id| store::visit::get(&reader, id).unwrap());
        visit.is_some_and(|visit| visit.state == store::visit::VisitState::Open)
    }

    /// A refusal is an answer; where it wants a supervisor, that is remembered. Anything technical is a defect.
    fn heard<T>(&mut self, answer: Result<T, Error>, subject: Subject) -> Option<T> {
        match answer {
            Ok(done) => Some(done),
            Err(Error::Refused(refusal)) => {
                if let Some(matter) = Matter::from_code(&refusal.code) {
                    self.wanted = Some((matter, subject));
                }
                None
            }
            Err(other) => panic!("technical: {other}"),
        }
    }

    fn act(&mut self, act: Act) {
        match act {
            Act::Begin(at, employer) => {
                let begun = ready(self.house(), &self.clerks[at], employer);
                if let Some(visit) = self.heard(begun, Subject::HOUSE) {
                    self.visits[at] = Some(visit);
                }
            }
            Act::Issue(at, employer, mishap) => {
                if !self.attends(at) {
                    self.act(Act::Begin(at, employer));
                }
                let Some(visit) = self.visits[at] else { return };
                let press = new_op_id().unwrap();
                self.presses[at] = Some((press, visit, None));
                self.printer.next(mishap);
                let issued = self.press(at, press, visit);
                self.printer.next(Mishap::Prints);
                self.presses[at] = Some((press, visit, issued));
            }
            Act::IssueAgain(at) => {
                let Some((press, visit, earlier)) = self.presses[at].clone() else { return };
                let count = self.ledger().len();
                let again = self.press(at, press, visit);
                if let (Some(earlier), Some(again)) = (earlier, again) {
                    assert_eq!(earlier.issuance, again.issuance, "one press, one key");
                    assert_eq!(self.ledger().len(), count);
                }
            }
            Act::LookUp { at, reachable } => {
                let Some(slip) = self.open_slip(at) else { return };
                self.printer.reachable(reachable);
                let found = look_up(self.house(), &self.clerks[at], slip.id, &self.printer);
                self.printer.reachable(true);
                if let Some(state) = self.heard(found, slip.id.into()) {
                    assert_ne!(state, IssuanceState::Sent, "looked up, it is known or unconfirmed");
                }
            }
            Act::Deliver(at, acknowledgement) => {
                let Some(slip) = self.open_slip(at) else { return };
                let done = self.house().perform(&self.clerks[at], &DeliverSlip { issuance: slip.id, acknowledgement });
                self.heard(done, slip.id.into());
            }
            Act::Void(at) => {
                let Some(slip) = self.open_slip(at) else { return };
                let void = VoidSlip { issuance: slip.id, cause: VoidCause::Jam, reason: "se atascó".into() };
                let done = self.house().perform(&self.clerks[at], &void);
                self.heard(done, slip.id.into());
            }
            Act::Park(at) => self.of_visit(at, |visit| ParkVisit { visit }),
            Act::Resume(at) => self.of_visit(at, |visit| ResumeVisit { visit }),
            Act::End(at) => self.of_visit(at, |visit| EndVisit { visit, ending: Ending::Abandoned }),
            Act::Reopen(at) => self.of_visit(at, |visit| ReopenVisit { visit }),
            Act::Meddle(at) => {
                let Some(slip) = self.open_slip(1 - at) else { return };
                let jobs = self.printer.jobs().len();
                let answer = look_up(self.house(), &self.clerks[at], slip.id, &self.printer);
                assert!(answer.is_err(), "a slip is its own window's");
                assert_eq!(self.ledger().into_iter().find(|it| it.id == slip.id).unwrap(), slip);
                assert_eq!(self.printer.jobs().len(), jobs);
            }
            Act::Purge(at) => {
                let window = self.clerks[at].actor().window;
                let ended = self.ledger().into_iter().rfind(|slip| slip.window == window && slip.state.is_terminal());
                let Some(slip) = ended else { return };
                let remains = purge(self.house(), &self.clerks[at], slip.id, &self.printer);
                if let Some(remains) = self.heard(remains, slip.id.into()) {
                    assert_eq!(remains, Remains::Nothing);
                }
            }
            Act::Approve => {
                let Some((matter, subject)) = self.wanted.take() else { return };
                let request = ask(self.house(), &self.clerks[0], matter, subject, "");
                grant(self.house(), &self.chief, request).unwrap();
            }
            Act::Crash => self.crash(),
            Act::Clock { minutes } => self.site.wait_ms(minutes * MINUTE_MS),
        }
    }

    fn press(&mut self, at: At, press: OpId, visit: VisitId) -> Option<Issued> {
        let mut serials = Vec::new();
        let mut watch = |step: Step| {
            if let Step::Reserved(serial) = step {
                serials.push(serial);
            }
        };
        let issued = catch_unwind(AssertUnwindSafe(|| {
            issue(self.house(), &self.clerks[at], press, visit, &self.printer, &CancelFlag::default(), &mut watch)
        }));
        self.serials_seen.extend(serials);
        match issued {
            Ok(answer) => self.heard(answer, visit.into()),
            Err(died) => {
                assert!(died.is::<Died>(), "it did not die where it was told to");
                self.crash();
                None
            }
        }
    }

    fn of_visit<O: ventanilla::ops::Operation>(&mut self, at: At, operation: impl FnOnce(VisitId) -> O) {
        let Some(visit) = self.visits[at] else { return };
        let done = self.house().perform(&self.clerks[at], &operation(visit));
        self.heard(done, visit.into());
    }

    /// What holds after every step.
    fn check(&mut self) {
        let ledger = self.ledger();
        let found = verified(self.house());
        assert_eq!(found.slips, ledger.len(), "the table is what the journal tells");
        assert!(found.entries >= self.journal_seen, "the journal never gets shorter");
        self.journal_seen = found.entries;

        let mut numbers: BTreeMap<(u16, u16), Vec<u32>> = BTreeMap::new();
        for slip in &ledger {
            numbers.entry((slip.serial.window, slip.serial.epoch)).or_default().push(slip.serial.number);
        }
        for ((window, epoch), numbers) in numbers {
            let expected: Vec<u32> = (1..).take(numbers.len()).collect();
            assert_eq!(numbers, expected, "window {window}, epoch {epoch}: each number once, none left out");
        }
        let serials: BTreeSet<String> = ledger.iter().map(|slip| slip.serial.to_string()).collect();
        assert!(serials.is_superset(&self.serials_seen), "no serial is lost");
        let hashes: BTreeSet<&str> = ledger.iter().map(|slip| slip.key_hash.as_str()).collect();
        assert_eq!(hashes.len(), ledger.len(), "every serial has a key of its own");

        let mut by_visit: BTreeMap<VisitId, Vec<&Issuance>> = BTreeMap::new();
        for slip in &ledger {
            by_visit.entry(slip.visit).or_default().push(slip);
        }
        for slips in by_visit.values() {
            let count = |test: fn(&Issuance) -> bool| slips.iter().filter(|slip| test(slip)).count();
            assert!(count(|slip| !slip.state.is_terminal()) <= 1, "one open slip a visit");
            assert!(count(|slip| slip.state == IssuanceState::Delivered) <= 1, "one key a visit");
        }
        for at in [0, 1] {
            let window = self.clerks[at].actor().window;
            let open = ledger.iter().filter(|slip| slip.window == window && !slip.state.is_terminal()).count();
            assert!(open <= 1, "a window settles before it prints more");
        }
        self.check_paper(&ledger);
    }

    /// What left the machine, against what the ledger says of it.
    fn check_paper(&self, ledger: &[Issuance]) {
        let mut documents: BTreeMap<String, usize> = BTreeMap::new();
        let mut contents = BTreeSet::new();
        for job in self.printer.jobs() {
            *documents.entry(job.name.clone()).or_default() += job.documents.len();
            for document in job.documents {
                assert!(contents.insert(document), "no page is printed twice");
            }
        }
        for (serial, count) in &documents {
            assert!(*count <= 1, "{serial} was sent {count} times");
            assert!(ledger.iter().any(|slip| slip.serial.to_string() == *serial), "{serial} is on paper only");
        }
        for slip in ledger {
            let sent = documents.get(&slip.serial.to_string()).copied().unwrap_or(0);
            match slip.state {
                IssuanceState::Reserved => assert_eq!(sent, 0, "nothing left the machine of {}", slip.serial),
                IssuanceState::Printed => assert_eq!(sent, 1, "{} is not on paper", slip.serial),
                _ => {}
            }
            if slip.job_id.is_none() {
                assert_eq!(sent, 0, "{} left before the row that says so", slip.serial);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(24), max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_events_breaks_the_ledger(acts in proptest::collection::vec(acts(), 5..40)) {
        let mut counter = Counter::open();
        for act in acts {
            counter.act(act);
            counter.check();
        }
        counter.crash();
        counter.check();
    }
}

pub(crate) fn printed(house: &House, by: &Session, visit: VisitId, printer: &Scripted) -> Issued {
    let press = new_op_id().unwrap();
    issue(house, by, press, visit, printer, &CancelFlag::default(), &mut |_| {}).unwrap()
}

fn state(house: &House, id: IssuanceId) -> IssuanceState {
    slip(house, id).state
}

pub(crate) fn void(house: &House, by: &Session, issuance: IssuanceId) -> Result<(), Error> {
    let void = VoidSlip { issuance, cause: VoidCause::Jam, reason: "se atascó".into() };
    house.perform(by, &void).map(drop)
}

pub(crate) fn deliver(house: &House, by: &Session, issuance: IssuanceId) -> Result<(), Error> {
    house.perform(by, &DeliverSlip { issuance, acknowledgement: Acknowledgement::Signed }).map(drop)
}

#[test]
fn each_mishap_leaves_the_slip_as_what_is_known_of_it() {
    for (mishap, expected, may_still_print) in [
        (Mishap::Prints, IssuanceState::Printed, false),
        (Mishap::CreateFails, IssuanceState::Void, false),
        (Mishap::CreateAnswerLost, IssuanceState::Void, false),
        (Mishap::SendFails, IssuanceState::Unconfirmed, false),
        (Mishap::SendAnswerLost, IssuanceState::Unconfirmed, false),
        (Mishap::Silent, IssuanceState::Unconfirmed, true),
        (Mishap::SilentThenCancelled, IssuanceState::Unconfirmed, false),
        (Mishap::SilentButPrinted, IssuanceState::Unconfirmed, false),
        (Mishap::Aborts, IssuanceState::Unconfirmed, false),
    ] {
        let site = Site::staffed();
        let (house, clerk) = site.open(CLERK).unwrap();
        let visit = ready(&house, &clerk, 0).unwrap();
        let printer = Scripted::new();
        printer.next(mishap);
        let issued = printed(&house, &clerk, visit, &printer);
        assert_eq!(issued.state, expected, "{mishap:?}");
        let row = slip(&house, issued.issuance);
        assert_eq!((row.state, row.may_still_print), (expected, may_still_print), "{mishap:?}");
        let waiting = printer.jobs().iter().filter(|job| job.standing == Standing::Held).count();
        assert_eq!(waiting, 0, "{mishap:?}: no empty job is left at the printer");
        verified(&house);
    }
}

#[test]
fn a_printer_that_stays_off_needs_no_supervisor() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let visit = ready(&house, &clerk, 0).unwrap();
    let printer = Scripted::new();
    printer.next(Mishap::CreateFails);
    for _ in 0..3 {
        assert_eq!(printed(&house, &clerk, visit, &printer).state, IssuanceState::Void);
    }
    printer.next(Mishap::Prints);
    let issued = printed(&house, &clerk, visit, &printer);
    void(&house, &clerk, issued.issuance).unwrap();
    let issued = printed(&house, &clerk, visit, &printer);
    assert_eq!(code(void(&house, &clerk, issued.issuance)), "second_void", "paper is another matter");
    assert_eq!(issued.serial, "1701-01-1-000005");
}

#[test]
fn voids_are_counted_by_employer_and_by_clerk_whatever_the_visit() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let (chief, colleague) = (log_in(&house, CHIEF, 1), log_in(&house, COLLEAGUE, 2));
    let printer = Scripted::new();
    let in_a_visit_of_its_own = |by: &Session, nth: usize| {
        let visit = ready(&house, by, nth).unwrap();
        printed(&house, by, visit, &printer).issuance
    };
    void(&house, &clerk, in_a_visit_of_its_own(&clerk, 0)).unwrap();
    // The same employer, under another turn, by another clerk.
    let again = in_a_visit_of_its_own(&colleague, 0);
    assert_eq!(code(void(&house, &colleague, again)), "second_void");
    // Another employer is the clerk's second, and the third is one too many.
    void(&house, &clerk, in_a_visit_of_its_own(&clerk, 1)).unwrap();
    let third = in_a_visit_of_its_own(&clerk, 2);
    assert_eq!(code(void(&house, &clerk, third)), "second_void");
    grant(&house, &chief, ask(&house, &clerk, Matter::SecondVoid, third, "")).unwrap();
    void(&house, &clerk, third).unwrap();
    verified(&house);
}

#[test]
fn an_approval_is_used_once() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 1);
    let printer = Scripted::new();
    let visit = ready(&house, &clerk, 0).unwrap();
    void(&house, &clerk, printed(&house, &clerk, visit, &printer).issuance).unwrap();
    let second = printed(&house, &clerk, visit, &printer).issuance;
    let request = ask(&house, &clerk, Matter::SecondVoid, second, "");
    assert_eq!(code(void(&house, &clerk, second)), "second_void", "asked is not granted");
    grant(&house, &chief, request).unwrap();
    void(&house, &clerk, second).unwrap();
    let third = printed(&house, &clerk, visit, &printer).issuance;
    assert_eq!(code(void(&house, &clerk, third)), "second_void", "it was for the slip before");
    deliver(&house, &clerk, third).unwrap();

    let again = ready(&house, &clerk, 0).unwrap();
    let press =
        |visit| issue(&house, &clerk, new_op_id().unwrap(), visit, &printer, &CancelFlag::default(), &mut |_| {});
    assert_eq!(code(press(again)), "second_key_today");
    grant(&house, &chief, ask(&house, &clerk, Matter::SecondKeyToday, again, "otra cosa")).unwrap();
    assert_eq!(code(press(again)), "second_key_today", "a word for something else");
    grant(&house, &chief, ask(&house, &clerk, Matter::SecondKeyToday, again, "")).unwrap();
    let fourth = press(again).unwrap().issuance;
    grant(&house, &chief, ask(&house, &clerk, Matter::SecondVoid, fourth, "")).unwrap();
    void(&house, &clerk, fourth).unwrap();
    assert_eq!(code(press(again)), "second_key_today", "one word, one key");
    verified(&house);
}

#[test]
fn a_refused_issuance_keeps_the_word_that_was_granted_for_it() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 1);
    let printer = Scripted::new();
    let first = ready(&house, &clerk, 0).unwrap();
    deliver(&house, &clerk, printed(&house, &clerk, first, &printer).issuance).unwrap();
    let other = ready(&house, &clerk, 1).unwrap();
    let again = ready(&house, &clerk, 0).unwrap();
    grant(&house, &chief, ask(&house, &clerk, Matter::SecondKeyToday, again, "")).unwrap();
    let pending = printed(&house, &clerk, other, &printer).issuance;
    let press = || issue(&house, &clerk, new_op_id().unwrap(), again, &printer, &CancelFlag::default(), &mut |_| {});
    assert_eq!(code(press()), "unsettled");
    deliver(&house, &clerk, pending).unwrap();
    press().unwrap();
}

#[test]
fn a_slip_belongs_to_its_window_and_a_dead_windows_to_a_supervisor() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let (colleague, chief) = (log_in(&house, COLLEAGUE, 2), log_in(&house, CHIEF, 2));
    let printer = Scripted::new();
    let visit = ready(&house, &clerk, 0).unwrap();
    printer.next(Mishap::Silent);
    let slip = printed(&house, &clerk, visit, &printer).issuance;
    for answer in [void(&house, &colleague, slip), deliver(&house, &colleague, slip)] {
        assert_eq!(code(answer), "other_window");
    }
    assert_eq!(code(look_up(&house, &colleague, slip, &printer)), "other_window");
    void(&house, &chief, slip).unwrap();
    assert!(crate::support::house::slip(&house, slip).may_still_print, "the window says so");
    verified(&house);
}

#[test]
fn another_printer_does_not_speak_for_the_slip() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let visit = ready(&house, &clerk, 0).unwrap();
    let printer = Scripted::new();
    printer.next(Mishap::Dies(Point::AfterSend));
    let died = catch_unwind(AssertUnwindSafe(|| printed(&house, &clerk, visit, &printer)));
    assert!(died.is_err());
    let folder = tempfile::tempdir().unwrap();
    let other = ventanilla::print::Folder::new(folder.path()).unwrap();
    let open = store::issuance::open(&house.reader().unwrap()).unwrap().pop().unwrap();
    assert_eq!(look_up(&house, &clerk, open.id, &other).unwrap(), IssuanceState::Unconfirmed);
    assert!(slip(&house, open.id).may_still_print);
}

#[test]
fn a_slip_voided_without_asking_the_printer_may_still_come_out() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let visit = ready(&house, &clerk, 0).unwrap();
    let printer = Scripted::new();
    printer.next(Mishap::Dies(Point::AfterSend));
    let died = catch_unwind(AssertUnwindSafe(|| printed(&house, &clerk, visit, &printer)));
    assert!(died.is_err());
    let open = store::issuance::open(&house.reader().unwrap()).unwrap().pop().unwrap();
    assert_eq!(open.state, IssuanceState::Sent);
    void(&house, &clerk, open.id).unwrap();
    assert!(slip(&house, open.id).may_still_print);
}

#[test]
fn a_visit_with_an_open_slip_is_not_left() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let visit = ready(&house, &clerk, 0).unwrap();
    let slip = printed(&house, &clerk, visit, &Scripted::new()).issuance;
    assert_eq!(code(house.perform(&clerk, &ParkVisit { visit })), "open_slip");
    assert_eq!(code(house.perform(&clerk, &EndVisit { visit, ending: Ending::Abandoned })), "open_slip");
    deliver(&house, &clerk, slip).unwrap();
    assert_eq!(code(deliver(&house, &clerk, slip)), "slip_state");
    assert_eq!(code(void(&house, &clerk, slip)), "slip_state");
    assert_eq!(state(&house, slip), IssuanceState::Delivered);
}

#[test]
fn a_linked_visit_goes_on_under_the_turn_with_a_key_of_its_own() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let printer = Scripted::new();
    let first = ready(&house, &clerk, 0).unwrap();
    deliver(&house, &clerk, printed(&house, &clerk, first, &printer).issuance).unwrap();
    let linked = house.perform(&clerk, &LinkVisit { visit: first }).unwrap().output;
    let press = || issue(&house, &clerk, new_op_id().unwrap(), linked, &printer, &CancelFlag::default(), &mut |_| {});
    assert!(press().is_err(), "it has no papers yet");
    assert!(save_draft(&house, &clerk, linked, &draft(0), 1).unwrap());
    attach_scans(&house, &clerk, linked);
    assert_eq!(code(press()), "same_employer", "the same employer under another visit");
    assert!(save_draft(&house, &clerk, linked, &draft(1), 2).unwrap());
    assert_eq!(code(press()), "EK-T2", "for another employer nothing but the rules");
    assert_eq!(code(house.perform(&log_in(&house, COLLEAGUE, 2), &LinkVisit { visit: first })), "other_clerk");
    verified(&house);
}

/// What verifying says after a statement on the store, as whoever knows a password can run one.
fn after(house: &House, sql: &str) -> Option<String> {
    house.store().write(|tx| -> Result<usize, store::Error> { Ok(tx.execute(sql, []).expect(sql)) }).unwrap();
    verify(&house.reader().unwrap(), Depth::Whole, None, &mut |_| true).unwrap().problem
}

#[test]
fn whose_key_it_is_who_receives_it_and_when_stand_as_the_journal_says() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let visit = ready(&house, &clerk, 0).unwrap();
    deliver(&house, &clerk, printed(&house, &clerk, visit, &Scripted::new()).issuance).unwrap();
    verified(&house);
    house.close().unwrap();
    for (deed, named) in [
        ("UPDATE issuance SET employer_number = '1710034065000'", "el empleador, la sucursal o el hash"),
        ("UPDATE issuance SET employer_branch = '0002'", "el empleador, la sucursal o el hash"),
        ("UPDATE issuance SET key_hash = key_hash || 'x'", "el empleador, la sucursal o el hash"),
        ("UPDATE issuance SET recipient_number = '1710034065'", "no nombra a quien la recibe"),
        (
            "UPDATE issuance SET accounting_day = '2026-11-19'",
            "es del 19/11/2026 en el libro de claves y del 20/11/2026",
        ),
        // Nobody was erased.
        ("UPDATE issuance SET employer_number = 'BORRADO000'", "el empleador, la sucursal o el hash"),
        (
            "UPDATE issuance SET recipient_number = 'BORRADO', recipient_kind = 'foreigner_code'",
            "no nombra a quien la recibe",
        ),
        (
            "DELETE FROM journal_detail WHERE n = (SELECT n FROM journal WHERE operation = 'issuance.reserve')",
            "no nombra a quien la recibe",
        ),
    ] {
        let other = site.copy();
        let (house, _) = other.open(CLERK).unwrap();
        let said = after(&house, deed).unwrap_or_else(|| panic!("nothing is said of {deed}"));
        assert!(said.contains(named) && said.contains("1701-01-1-000001"), "{deed}: {said}");
    }
}

#[test]
fn a_slip_whose_employer_was_erased_stands() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 1);
    for nth in 0..2 {
        let visit = ready(&house, &clerk, nth).unwrap();
        deliver(&house, &clerk, printed(&house, &clerk, visit, &Scripted::new()).issuance).unwrap();
    }
    take_off_the_register(&house, 0);
    site.wait_ms(8 * 366 * DAY_MS);
    let number = PersonNumber::parse(&cedula(0)).unwrap();
    let mut erasure = ErasePerson::new(number, Reason::parse("terminó el plazo").unwrap());
    let mut watch = Watch { progress: &mut |_| {}, cancel: &CancelFlag::default() };
    let report = house.run(&chief, new_op_id().unwrap(), &mut erasure, &mut watch).unwrap().output;
    assert_eq!(report.issuances, 1);
    assert_eq!(verified(&house).slips, 2);
    // Whoever tries every number with what still stands finds nobody: what bound the code went with the detail.
    let reader = house.reader().unwrap();
    let erased = slip(&house, IssuanceId(1));
    let entry = store::journal::entry(&reader, erased.journal_number).unwrap().unwrap().entry;
    assert!(store::journal::detail(&reader, erased.journal_number).unwrap().is_none());
    let employer = EmployerNumber::parse(&format!("{}000", cedula(0))).unwrap();
    let tried = reserved_code(&erased.serial, &employer, &erased.branch, &erased.key_hash, None);
    assert!(is_salted(&entry.code) && serial_in(&entry.code) == serial_in(&tried));
    let digest = |code: &str| code.split(':').nth(1).map(str::to_owned);
    assert_ne!(digest(&entry.code), digest(&tried));
    drop(reader);
    let said = after(&house, "UPDATE issuance SET recipient_number = '1710034065' WHERE recipient_number <> 'BORRADO'");
    assert!(said.unwrap().contains("no nombra a quien la recibe"), "an erasure covers who was erased");
    let said = after(&house, "UPDATE issuance SET employer_number = 'BORRADO000'");
    let said = said.unwrap();
    assert!(said.contains("no dice el empleador"), "and nobody else is erased by a word in a row: {said}");
}

#[test]
fn the_key_on_the_paper_is_the_one_whose_hash_is_kept() {
    if !poppler::present("the key on the slip against the hash in the ledger") {
        return;
    }
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let printer = Scripted::new();
    for nth in 0..2 {
        let visit = ready(&house, &clerk, nth).unwrap();
        let issued = printed(&house, &clerk, visit, &printer);
        deliver(&house, &clerk, issued.issuance).unwrap();
        let documents = printer.documents(&issued.serial);
        let text = poppler::says("pdftotext", &["-layout"], &documents[0]);
        let hash = slip(&house, issued.issuance).key_hash;
        let opens = |key: &str| {
            argon2::Argon2::default()
                .verify_password(key.as_bytes(), &argon2::PasswordHash::new(&hash).unwrap())
                .is_ok()
        };
        assert_eq!(keys_in(&text).iter().filter(|key| opens(key)).count(), 1, "{text}");
    }
}

/// Every word of a text that could be a key.
pub(crate) fn keys_in(text: &str) -> Vec<String> {
    let could_be = |word: &&str| word.len() == EmployerKey::LENGTH && word.chars().all(|c| c.is_ascii_alphanumeric());
    text.split_whitespace().filter(could_be).map(str::to_owned).collect()
}
