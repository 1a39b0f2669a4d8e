//! Printing on real printers: an IPP Everywhere printer, directly and encrypted, and a queue of CUPS before it.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails by panicking"
)]

use std::net::UdpSocket;
use std::time::{Duration, Instant};

use mdns_sd::{ServiceDaemon, ServiceInfo};
use ventanilla::print::ipp::{
    CancelFlag, Cancellation, Error, Fit, JobEnd, JobId, JobState, Media, Patience, Printer, PrinterState, PrinterUri,
    Progress, Remains, Source, Timeouts, Trust, cups_queues, discover,
};

use crate::support::printers::{self, Cups, EvePrinter, Page, until};

const SERIAL: &str = "1701-03-1-000042";
const PDF: &[u8] = b"%PDF-1.7\n\x00\xff\xfe not a real page, but bytes that must arrive as they are \x80\n%%EOF\n";

fn timeouts() -> Timeouts {
    Timeouts { connect: Duration::from_secs(5), request: Duration::from_secs(10), document: Duration::from_secs(10) }
}

fn impatient() -> Timeouts {
    Timeouts {
        connect: Duration::from_millis(500),
        request: Duration::from_millis(500),
        document: Duration::from_secs(1),
    }
}

/// Long enough for any real part, so that only a test of impatience ever runs out of it.
fn patient() -> Patience {
    Patience {
        silent: Duration::from_secs(40),
        mending: Duration::from_secs(60),
        look_every: Duration::from_millis(50),
    }
}

fn soon_lost() -> Patience {
    Patience {
        silent: Duration::from_millis(700),
        mending: Duration::from_millis(1500),
        look_every: Duration::from_millis(50),
    }
}

fn reach(uri: PrinterUri) -> Printer {
    Printer::new(uri, Trust::LocalOrTls, timeouts()).expect("a local printer")
}

fn send(printer: &Printer) -> JobId {
    let job = printer.create_job(SERIAL, Media::A4).expect("a job");
    printer.send_document(job, PDF).expect("the document");
    job
}

/// Follows patiently; `act` hears every line that the clerk would read.
fn follow(printer: &Printer, job: JobId, mut act: impl FnMut(&Progress, &CancelFlag)) -> (JobEnd, Vec<String>) {
    let cancel = CancelFlag::default();
    let mut lines = Vec::new();
    let end = printer.follow(job, patient(), &cancel.clone(), &mut |progress| {
        lines.push(progress.in_words());
        act(progress, &cancel);
    });
    (end, lines)
}

fn state_of(printer: &Printer, job: JobId) -> JobState {
    printer.job(job).expect("an answer").state
}

fn is_processing(printer: &Printer, job: JobId) {
    until("the job is being printed", || (state_of(printer, job) == JobState::Processing).then_some(()));
}

#[test]
fn a_printer_says_what_it_can() {
    let Some(parts) = printers::real() else {
        return;
    };
    let eve = EvePrinter::start(parts);
    let printer = reach(eve.uri("ipp"));
    let can = printer.capabilities().expect("an answer");
    assert_eq!(can.name, "Caja de prueba");
    assert!(can.make_and_model.is_some());
    assert!(can.prints_pdf());
    assert_eq!(can.usable(), Ok(()));
    assert_eq!(can.fit(Media::A4), Fit::Supported);
    assert_eq!(can.fit(Media::A5), Fit::Unlisted);
    let status = printer.status();
    assert_eq!(status.in_words(), "lista");
    assert!(status.is_ready());
}

#[test]
fn a_page_is_printed_and_its_bytes_arrive_as_they_are() {
    let Some(parts) = printers::real() else {
        return;
    };
    let eve = EvePrinter::start(parts);
    let printer = reach(eve.uri("ipp"));
    let job = printer.create_job(SERIAL, Media::A4).expect("a job");
    assert!(!state_of(&printer, job).is_final(), "a job without a document prints nothing");
    assert!(eve.received().is_empty());
    printer.send_document(job, PDF).expect("the document");
    let (end, _) = follow(&printer, job, |_, _| {});
    assert_eq!(end, JobEnd::Printed);
    assert_eq!(eve.received(), [PDF]);
    assert_eq!(printer.purge(job), Ok(Remains::Record), "a printer keeps a record that nobody can remove");
}

#[test]
fn out_of_paper_is_said_and_the_page_comes_once_there_is_some() {
    let Some(parts) = printers::real() else {
        return;
    };
    let eve = EvePrinter::start(parts);
    eve.next_page(Page::WantsPaper);
    let printer = reach(eve.uri("ipp"));
    let job = send(&printer);
    let mut refilled = false;
    let (end, lines) = follow(&printer, job, |progress, _| {
        if !refilled && progress.in_words().contains("ponga papel y siga") {
            refilled = true;
            eve.go_on();
        }
    });
    assert!(refilled, "{lines:?}");
    assert_eq!(end, JobEnd::Printed, "{lines:?}");
}

#[test]
fn without_paper_for_too_long_the_end_is_unconfirmed_and_says_why() {
    let Some(parts) = printers::real() else {
        return;
    };
    let eve = EvePrinter::start(parts);
    eve.next_page(Page::WantsPaper);
    let printer = reach(eve.uri("ipp"));
    let job = send(&printer);
    let started = Instant::now();
    match printer.follow(job, soon_lost(), &CancelFlag::default(), &mut |_| {}) {
        JobEnd::Unconfirmed(why) => assert!(why.contains("ponga papel"), "{why}"),
        other => panic!("{other:?}"),
    }
    assert!(started.elapsed() >= soon_lost().mending, "a reason that can be mended is waited for longer than silence");
}

#[test]
fn a_printer_that_breaks_down_over_a_page_failed() {
    let Some(parts) = printers::real() else {
        return;
    };
    let eve = EvePrinter::start(parts);
    eve.next_page(Page::Fails);
    let printer = reach(eve.uri("ipp"));
    let job = send(&printer);
    match follow(&printer, job, |_, _| {}).0 {
        JobEnd::Failed(why) => assert!(why.contains("interrumpi"), "{why}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_printer_that_hangs_is_unconfirmed_and_can_be_settled_later() {
    let Some(parts) = printers::real() else {
        return;
    };
    let eve = EvePrinter::start(parts);
    eve.next_page(Page::TakesLong);
    let printer = Printer::new(eve.uri("ipp"), Trust::LocalOrTls, impatient()).expect("a local printer");
    let job = send(&printer);
    eve.hang();
    let started = Instant::now();
    match printer.follow(job, soon_lost(), &CancelFlag::default(), &mut |_| {}) {
        JobEnd::Unconfirmed(why) => assert!(why.contains("no respondió a tiempo"), "{why}"),
        other => panic!("{other:?}"),
    }
    assert!(started.elapsed() < Duration::from_secs(20), "every question ends: {:?}", started.elapsed());
    assert!(matches!(printer.status().state, PrinterState::Unreachable(Error::TimedOut { .. })));
    eve.wake();
    eve.go_on();
    assert_eq!(follow(&printer, job, |_, _| {}).0, JobEnd::Printed);
}

#[test]
fn a_printer_that_is_off_is_named_so() {
    let Some(parts) = printers::real() else {
        return;
    };
    let printer = reach(EvePrinter::start(parts).switch_off());
    assert!(matches!(printer.create_job(SERIAL, Media::A4), Err(Error::Unreachable { .. })));
    let status = printer.status();
    assert!(!status.is_ready());
    assert_eq!(status.in_words(), "apagada o sin red: enciéndala o revise su cable");
}

#[test]
fn a_printer_switched_off_over_a_page_is_unconfirmed() {
    let Some(parts) = printers::real() else {
        return;
    };
    let eve = EvePrinter::start(parts);
    eve.next_page(Page::TakesLong);
    let printer = reach(eve.uri("ipp"));
    let job = send(&printer);
    is_processing(&printer, job);
    eve.switch_off();
    match printer.follow(job, soon_lost(), &CancelFlag::default(), &mut |_| {}) {
        JobEnd::Unconfirmed(why) => assert!(why.contains("apagada o sin red"), "{why}"),
        other => panic!("{other:?}"),
    }
}

/// Follows a job that is cancelled as soon as it is being printed.
fn cancel_while_processing(printer: &Printer, job: JobId) -> JobEnd {
    let (end, lines) = follow(printer, job, |progress, cancel| {
        if progress.job.as_ref().is_ok_and(|job| job.state == JobState::Processing) {
            cancel.cancel();
        }
    });
    assert!(lines.iter().any(|line| line.contains("imprimiéndose")), "{lines:?}");
    end
}

#[test]
fn a_job_is_cancelled_while_it_is_printed() {
    let Some(parts) = printers::real() else {
        return;
    };
    let eve = EvePrinter::start(parts);
    eve.next_page(Page::TakesLong);
    let printer = reach(eve.uri("ipp"));
    let job = send(&printer);
    let end = std::thread::scope(|scope| {
        let cancelled = scope.spawn(|| cancel_while_processing(&printer, job));
        // This printer stops only where a page ends.
        until("the printer is about to stop", || {
            let reasons = printer.job(job).expect("an answer").reasons;
            reasons.iter().any(|reason| reason.keyword() == "processing-to-stop-point").then_some(())
        });
        eve.go_on();
        cancelled.join().expect("it ends")
    });
    assert_eq!(end, JobEnd::Cancelled);
    assert_eq!(state_of(&printer, job), JobState::Canceled);
}

#[test]
fn a_printer_that_goes_on_in_spite_of_the_cancellation_is_unconfirmed() {
    let Some(parts) = printers::real() else {
        return;
    };
    let eve = EvePrinter::start(parts);
    eve.next_page(Page::TakesLong);
    let printer = Printer::new(eve.uri("ipp"), Trust::LocalOrTls, impatient()).expect("a local printer");
    let job = send(&printer);
    match cancel_while_processing(&printer, job) {
        JobEnd::Unconfirmed(why) => assert!(why.contains("no confirmó que se detuvo"), "{why}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_cancellation_that_comes_too_late_says_that_the_page_is_out() {
    let Some(parts) = printers::real() else {
        return;
    };
    let eve = EvePrinter::start(parts);
    let printer = reach(eve.uri("ipp"));
    let job = send(&printer);
    assert_eq!(follow(&printer, job, |_, _| {}).0, JobEnd::Printed);
    assert_eq!(printer.cancel_and_purge(job), Ok(Cancellation::AlreadyPrinted));
}

#[test]
fn after_a_crash_the_job_is_found_by_its_name() {
    let Some(parts) = printers::real() else {
        return;
    };
    let eve = EvePrinter::start(parts);
    eve.next_page(Page::TakesLong);
    let made = {
        let printer = reach(eve.uri("ipp"));
        let job = send(&printer);
        is_processing(&printer, job);
        job
    };
    let printer = reach(eve.uri("ipp"));
    let (found, status) = printer.find_job(SERIAL).expect("an answer").expect("the job");
    assert_eq!((found, status.state), (made, JobState::Processing));
    assert_eq!(printer.find_job("1701-03-1-000043"), Ok(None));
    eve.go_on();
    assert_eq!(follow(&printer, made, |_, _| {}).0, JobEnd::Printed);
    let (found, status) = printer.find_job(SERIAL).expect("an answer").expect("the ended job");
    assert_eq!((found, status.state), (made, JobState::Completed));
}

#[test]
fn a_job_that_the_printer_does_not_know_is_no_end() {
    let Some(parts) = printers::real() else {
        return;
    };
    let eve = EvePrinter::start(parts);
    let printer = reach(eve.uri("ipp"));
    let nobodys = JobId::new(4242).expect("a number");
    assert!(matches!(printer.job(nobodys), Err(Error::JobUnknown { job, .. }) if job == nobodys));
    assert!(matches!(printer.cancel_and_purge(nobodys), Err(Error::JobUnknown { .. })));
    assert_eq!(printer.verify_gone(nobodys), Ok(true));
    assert!(matches!(follow(&printer, nobodys, |_, _| {}).0, JobEnd::Unconfirmed(_)));
}

#[test]
fn an_encrypted_printer_counts_once_its_own_certificate_is_accepted() {
    let Some(parts) = printers::real() else {
        return;
    };
    let eve = EvePrinter::start(parts);
    let uri = eve.uri("ipps");
    let shown = match reach(uri.clone()).create_job(SERIAL, Media::A4) {
        Err(Error::CertificateUnknown { fingerprint, .. }) => fingerprint,
        other => panic!("a self-signed certificate was taken: {other:?}"),
    };
    let accepted = Printer::with_certificate(uri.clone(), Trust::LocalOrTls, timeouts(), shown).expect("a printer");
    let job = send(&accepted);
    assert_eq!(follow(&accepted, job, |_, _| {}).0, JobEnd::Printed);
    assert_eq!(eve.received(), [PDF]);

    // Another printer under the same name, with a certificate of its own.
    let other = EvePrinter::start(parts);
    let impostor =
        Printer::with_certificate(other.uri("ipps"), Trust::LocalOrTls, timeouts(), shown).expect("a printer");
    assert!(
        matches!(impostor.create_job(SERIAL, Media::A4), Err(Error::CertificateChanged { fingerprint, .. }) if fingerprint != shown)
    );
    assert!(other.received().is_empty());
}

#[test]
fn a_queue_prints_and_nothing_of_it_stays_in_the_spool() {
    let Some(parts) = printers::real() else {
        return;
    };
    let (eve, cups) = (EvePrinter::start(parts), Cups::start(parts));
    let printer = reach(cups.queue("caja", &eve.uri("ipp")));
    assert_eq!(printer.capabilities().expect("an answer").usable(), Ok(()));
    let job = send(&printer);
    assert_eq!(follow(&printer, job, |_, _| {}).0, JobEnd::Printed);
    assert_eq!(eve.received(), [PDF]);
    assert!(!cups.spooled().is_empty(), "CUPS keeps the document of an ended job until it is told otherwise");
    assert_eq!(printer.verify_gone(job), Ok(false));
    assert_eq!(printer.purge(job), Ok(Remains::Nothing));
    assert_eq!(printer.verify_gone(job), Ok(true));
    until("the spool is empty", || cups.spooled().is_empty().then_some(()));
}

#[test]
fn a_paused_queue_takes_the_job_says_so_and_lets_it_be_cancelled() {
    let Some(parts) = printers::real() else {
        return;
    };
    let (eve, cups) = (EvePrinter::start(parts), Cups::start(parts));
    let printer = reach(cups.queue("caja", &eve.uri("ipp")));
    cups.pause("caja");
    assert_eq!(printer.status().in_words(), "en pausa: reanúdela");
    let job = send(&printer);
    match printer.follow(job, soon_lost(), &CancelFlag::default(), &mut |_| {}) {
        JobEnd::Unconfirmed(why) => assert!(why.contains("en pausa"), "{why}"),
        other => panic!("{other:?}"),
    }
    assert_eq!(printer.cancel_and_purge(job), Ok(Cancellation::Confirmed));
    assert_eq!(printer.verify_gone(job), Ok(true));
    until("the spool is empty", || cups.spooled().is_empty().then_some(()));
    assert!(eve.received().is_empty());
}

#[test]
fn a_queue_whose_printer_is_off_is_unconfirmed_and_its_spool_can_be_emptied() {
    let Some(parts) = printers::real() else {
        return;
    };
    let cups = Cups::start(parts);
    let queue = cups.queue("caja", &EvePrinter::start(parts).switch_off());
    // Nobody knows what will answer there later, and take the page.
    let refused = reach(queue.clone()).create_job(SERIAL, Media::A4);
    assert!(matches!(refused, Err(Error::OnwardSilent { .. })), "{refused:?}");
    assert!(cups.spooled().is_empty());
    let printer = Printer::new(queue, Trust::PlainConsented, Timeouts::default()).expect("a printer");
    let job = send(&printer);
    assert!(matches!(printer.follow(job, soon_lost(), &CancelFlag::default(), &mut |_| {}), JobEnd::Unconfirmed(_)));
    assert!(!cups.spooled().is_empty());
    assert_eq!(printer.cancel_and_purge(job), Ok(Cancellation::Confirmed));
    assert_eq!(printer.verify_gone(job), Ok(true));
    until("the spool is empty", || cups.spooled().is_empty().then_some(()));
}

#[test]
fn a_printer_that_breaks_down_at_once_behind_a_queue_did_not_print() {
    let Some(parts) = printers::real() else {
        return;
    };
    let (eve, cups) = (EvePrinter::start(parts), Cups::start(parts));
    eve.next_page(Page::Fails);
    let printer = reach(cups.queue("caja", &eve.uri("ipp")));
    // Whether CUPS notices is a matter of milliseconds: often enough to meet both.
    for round in 1..=6 {
        let job = printer.create_job(&format!("{SERIAL}-{round}"), Media::A4).expect("a job");
        printer.send_document(job, PDF).expect("the document");
        let (end, lines) = follow(&printer, job, |_, _| {});
        assert!(matches!(end, JobEnd::Failed(_)), "{end:?} {lines:?}");
    }
}

#[test]
fn a_printer_that_breaks_down_later_behind_a_queue_did_not_print() {
    let Some(parts) = printers::real() else {
        return;
    };
    let (eve, cups) = (EvePrinter::start(parts), Cups::start(parts));
    eve.next_page(Page::FailsLate);
    let printer = reach(cups.queue("caja", &eve.uri("ipp")));
    let job = send(&printer);
    let direct = reach(eve.uri("ipp"));
    until("the page has arrived", || {
        direct.find_job(SERIAL).ok()?.filter(|(_, job)| job.state == JobState::Processing)
    });
    eve.go_on();
    let (end, lines) = follow(&printer, job, |_, _| {});
    assert!(matches!(end, JobEnd::Failed(_)), "{end:?} {lines:?}");
}

#[test]
fn a_local_queue_to_a_printer_reached_in_the_clear_needs_consent_too() {
    let Some(parts) = printers::real() else {
        return;
    };
    let cups = Cups::start(parts);
    let far = PrinterUri::parse("ipp://192.0.2.77/ipp/print").expect("an address");
    let uri = cups.queue("lejana", &far);
    let refused = reach(uri.clone()).create_job(SERIAL, Media::A4);
    assert_eq!(refused, Err(Error::PlainRefused { host: "192.0.2.77".to_owned() }));
    let consented = Printer::new(uri, Trust::PlainConsented, timeouts()).expect("a local printer");
    let job = consented.create_job(SERIAL, Media::A4).expect("a job");
    assert_eq!(consented.cancel_and_purge(job), Ok(Cancellation::Confirmed));
}

#[test]
fn a_job_in_a_queue_is_found_by_its_name() {
    let Some(parts) = printers::real() else {
        return;
    };
    let (eve, cups) = (EvePrinter::start(parts), Cups::start(parts));
    let uri = cups.queue("caja", &eve.uri("ipp"));
    let made = reach(uri.clone()).create_job(SERIAL, Media::A5).expect("a job");
    let printer = reach(uri);
    let (found, _) = printer.find_job(SERIAL).expect("an answer").expect("the job");
    assert_eq!(found, made);
    assert_eq!(printer.cancel_and_purge(found), Ok(Cancellation::Confirmed));
    assert_eq!(printer.find_job(SERIAL), Ok(None));
}

#[test]
fn the_queues_of_a_server_are_listed() {
    let Some(parts) = printers::real() else {
        return;
    };
    let (eve, cups) = (EvePrinter::start(parts), Cups::start(parts));
    let wait = Duration::from_secs(10);
    assert_eq!(cups_queues(&cups.uri(), wait), Ok(Vec::new()));
    let uri = cups.queue("caja", &eve.uri("ipp"));
    let found = cups_queues(&cups.uri(), wait).expect("an answer");
    assert_eq!(found.iter().map(|queue| &queue.uri).collect::<Vec<_>>(), [&uri]);
    assert!(!matches!(reach(found[0].uri.clone()).status().state, PrinterState::Unreachable(_)));
}

/// Whether a multicast leaves this machine by anything but loopback.
fn has_network() -> bool {
    let socket = UdpSocket::bind(("0.0.0.0", 0)).expect("a socket");
    socket.connect(("224.0.0.251", 5353)).and_then(|()| socket.local_addr()).is_ok_and(|own| !own.ip().is_loopback())
}

#[test]
fn an_announced_printer_is_discovered() {
    if !has_network() {
        eprintln!("left out: an_announced_printer_is_discovered (no network but loopback)");
        return;
    }
    let daemon = ServiceDaemon::new().expect("multicast");
    for kind in ["_ipp._tcp.local.", "_ipps._tcp.local."] {
        let properties = [("rp", "ipp/print"), ("ty", "Fabricante 100"), ("UUID", "ventanilla-prueba")];
        let service = ServiceInfo::new(kind, "Caja anunciada", "caja-anunciada.local.", "", 8631, &properties[..])
            .expect("an announcement")
            .enable_addr_auto();
        daemon.register(service).expect("announced");
    }
    let found = discover(Duration::from_secs(3));
    let announced: Vec<_> = found.iter().filter(|printer| printer.name == "Caja anunciada").collect();
    assert_eq!(announced.len(), 1, "{found:?}");
    assert!(announced[0].uri.is_encrypted());
    assert_eq!(announced[0].source, Source::Network);
    drop(daemon.shutdown());
}
