//! A work of the desk that panics: its ticket says so, nothing of it is left, and everybody else is served.

use std::sync::Arc;
use std::time::Duration;

use ventanilla::desk::{Desk, Error, PrinterChoice, Station, Ticket};
use ventanilla::ops::backup::Routine;
use ventanilla::ops::settings::{ChangeSettings, Settings};
use ventanilla::ops::{self, Changed, Done, Operation, Subject, Work};

use crate::support::house::{CHIEF, PASSWORD, Site};

/// Disables everybody, and then falls over.
struct FallsOver;

impl Operation for FallsOver {
    const NAME: &'static str = "test.falls_over";
    type Output = ();

    fn subject(&self) -> Subject {
        Subject::HOUSE
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, ops::Error> {
        work.tx.execute("UPDATE app_user SET enabled = 0", []).unwrap();
        panic!("a defect of an operation");
    }
}

const PATIENCE: Duration = Duration::from_secs(60);

#[track_caller]
fn panicked<T: std::fmt::Debug>(ticket: Ticket<T>) {
    let answer = ticket.wait(PATIENCE);
    assert!(matches!(answer, Err(Error::Panicked)), "{answer:?}");
}

#[test]
fn a_work_that_panics_answers_with_an_error_and_the_window_goes_on() {
    let site = Site::staffed();
    let station = Station {
        place: site.place.clone(),
        window: 1,
        printer: PrinterChoice::Unset,
        ticket_paper: None,
        approval_chime: false,
        scan_folder: None,
        mail_folder: None,
        scanner: None,
        backups: Routine::default(),
        clock: site.clock.clone(),
        kept_in: None,
    };
    let desk = Desk::start(station, Arc::new(|| ())).unwrap();
    desk.log_in(CHIEF.into(), PASSWORD.to_owned().into()).wait(PATIENCE).unwrap();
    let entries =
        || desk.read(|_, reader| Ok(ventanilla::store::journal::head(reader)?.number)).wait(PATIENCE).unwrap();
    let before = entries();
    for _ in 0..3 {
        panicked(desk.perform(FallsOver));
        panicked(desk.read(|_, _| -> Result<(), ops::Error> { panic!("a defect of a reader") }));
        panicked(desk.read_as(|_, _, _| -> Result<(), ops::Error> { panic!("a defect of a reader") }));
    }
    let said = Error::Panicked.to_string();
    assert!(said.contains("lo demás sigue funcionando"), "{said}");
    assert_eq!(entries(), before, "nothing of it is left");
    let revision = desk.revision(&[Changed::Settings]);
    desk.perform(ChangeSettings { settings: Settings::default() }).wait(PATIENCE).unwrap();
    assert_ne!(desk.revision(&[Changed::Settings]), revision);
    assert_eq!(entries(), before + 1);
    assert!(desk.open_scan_file("/no/hay.png".into()).wait(PATIENCE).is_err_and(|fault| !matches!(fault, Error::Gone)));
    assert!(desk.look_for_backups("/no/hay".into()).wait(PATIENCE).is_err_and(|fault| !matches!(fault, Error::Gone)));
    desk.close().unwrap();
}
