//! Between the judgement and the recipient's hand: what was judged is what is printed and delivered, by one press, on one
//! day, to one person.

use std::sync::Barrier;

use ventanilla::domain::approval::Matter;
use ventanilla::domain::email::Email;
use ventanilla::domain::ledger::IssuanceState;
use ventanilla::domain::register::ArtisanMark;
use ventanilla::ops::employer::{CorrectEmployer, EmployerFacts};
use ventanilla::ops::issuance::{issue, purge, unpurged};
use ventanilla::ops::new_op_id;
use ventanilla::ops::visit::save_draft;
use ventanilla::print::Folder;
use ventanilla::print::ipp::CancelFlag;
use ventanilla::store;

use crate::ledger::{deliver, printed, void};
use crate::support::house::{CHIEF, CLERK, DAY_MS, Site, ask, code, draft, grant, log_in, ready, slip, verified};
use crate::support::scripted::{Mishap, Scripted};

#[test]
fn two_presses_at_once_make_one_key_and_one_paper() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let visit = ready(&house, &clerk, 0).unwrap();
    let printer = Scripted::new();
    let (press, together) = (new_op_id().unwrap(), Barrier::new(2));
    let serials: Vec<String> = std::thread::scope(|threads| {
        let presses: Vec<_> = (0..2)
            .map(|_| {
                threads.spawn(|| {
                    together.wait();
                    let none = CancelFlag::default();
                    issue(&house, &clerk, press, visit, &printer, &none, &mut |_| {}).unwrap().serial
                })
            })
            .collect();
        presses.into_iter().map(|press| press.join().unwrap()).collect()
    });
    assert_eq!(serials, ["1701-01-1-000001", "1701-01-1-000001"]);
    assert_eq!(printer.documents("1701-01-1-000001").len(), 1);
    verified(&house);
}

#[test]
fn while_a_slip_is_open_its_visit_stays_as_it_was_judged() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let visit = ready(&house, &clerk, 0).unwrap();
    let issued = printed(&house, &clerk, visit, &Scripted::new());
    assert_eq!(code(save_draft(&house, &clerk, visit, &draft(1), 99)), "open_slip");
    void(&house, &clerk, issued.issuance).unwrap();
    assert!(save_draft(&house, &clerk, visit, &draft(0), 99).unwrap());
}

#[test]
fn what_was_printed_yesterday_is_not_handed_over_today() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let visit = ready(&house, &clerk, 0).unwrap();
    let issued = printed(&house, &clerk, visit, &Scripted::new());
    site.wait_ms(DAY_MS);
    assert_eq!(code(deliver(&house, &clerk, issued.issuance)), "other_day");
    // What did reach its hand yesterday, a supervisor notes.
    deliver(&house, &log_in(&house, CHIEF, 1), issued.issuance).unwrap();
    assert_eq!(slip(&house, issued.issuance).state, IssuanceState::Delivered);
    verified(&house);
}

#[test]
fn what_changed_in_the_register_since_the_printing_stops_the_delivery() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let visit = ready(&house, &clerk, 0).unwrap();
    let issued = printed(&house, &clerk, visit, &Scripted::new());
    let number = slip(&house, issued.issuance).employer;
    let employer = store::employer::by_number(&house.reader().unwrap(), &number).unwrap().unwrap();
    let facts = EmployerFacts {
        number,
        kind: employer.kind,
        name: employer.name,
        email: Some(Email::parse("otra@correo.ec").unwrap()),
        sri_state: employer.sri_state,
        artisan: ArtisanMark::NotMarked,
    };
    house.perform(&clerk, &CorrectEmployer { employer: employer.id, facts }).unwrap();
    assert_eq!(code(deliver(&house, &clerk, issued.issuance)), "EK-E1");
    void(&house, &clerk, issued.issuance).unwrap();
    verified(&house);
}

#[test]
fn who_approved_does_not_use_the_word() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 1);
    let printer = Scripted::new();
    let visit = ready(&house, &clerk, 0).unwrap();
    void(&house, &clerk, printed(&house, &clerk, visit, &printer).issuance).unwrap();
    let second = printed(&house, &clerk, visit, &printer).issuance;
    grant(&house, &chief, ask(&house, &clerk, Matter::SecondVoid, second, "")).unwrap();
    assert_eq!(code(void(&house, &chief, second)), "second_person");
    void(&house, &clerk, second).unwrap();
}

#[test]
fn a_word_for_a_key_that_never_left_the_machine_serves_again() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let chief = log_in(&house, CHIEF, 1);
    let printer = Scripted::new();
    let first = ready(&house, &clerk, 0).unwrap();
    deliver(&house, &clerk, printed(&house, &clerk, first, &printer).issuance).unwrap();
    let again = ready(&house, &clerk, 0).unwrap();
    grant(&house, &chief, ask(&house, &clerk, Matter::SecondKeyToday, again, "")).unwrap();
    printer.next(Mishap::CreateFails);
    assert_eq!(printed(&house, &clerk, again, &printer).state, IssuanceState::Void);
    printer.next(Mishap::Prints);
    assert_eq!(printed(&house, &clerk, again, &printer).state, IssuanceState::Printed);
}

#[test]
fn a_job_is_purged_at_its_own_printer_as_soon_as_it_is_printed() {
    let site = Site::staffed();
    let (house, clerk) = site.open(CLERK).unwrap();
    let printer = Scripted::new();
    let visit = ready(&house, &clerk, 0).unwrap();
    let issued = printed(&house, &clerk, visit, &printer);
    assert!(printer.jobs().iter().all(|job| job.purged));
    assert!(unpurged(&house).unwrap().is_empty());

    deliver(&house, &clerk, issued.issuance).unwrap();
    let another = Folder::new(&site.place.folder.join("pdf")).unwrap();
    assert_eq!(code(purge(&house, &clerk, issued.issuance, &another)), "other_printer");
}
