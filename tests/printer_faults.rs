//! Whatever listens where a printer should: an error in time, with bounded memory, and never a false "printed".
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails by panicking"
)]

use std::io::Write;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use ipp::attribute::IppAttribute;
use ipp::model::{DelimiterTag, IppVersion, StatusCode};
use ipp::request::IppRequestResponse;
use ipp::value::IppValue;
use ventanilla::print::ipp::{
    CancelFlag, Error, JobEnd, JobId, Media, Patience, Printer, PrinterState, PrinterUri, Timeouts, Trust,
};

use ventanilla::desk::{Desk, Error as DeskError, LacksTrust, PrinterChoice, Station};
use ventanilla::ops::backup::Routine;
use ventanilla::print::Fault;

use crate::support::house::{CHIEF, PASSWORD, Site};

#[path = "support/peer.rs"]
mod peer;

use peer::{Peer, http, request};

const LIMIT: Duration = Duration::from_millis(600);
/// The limit, and what a loaded machine may add to it.
const IN_TIME: Duration = Duration::from_secs(8);

fn reach(uri: PrinterUri) -> Printer {
    let timeouts = Timeouts { connect: LIMIT, request: LIMIT, document: LIMIT };
    Printer::new(uri, Trust::LocalOrTls, timeouts).expect("a local address")
}

/// The error of the first question, which must come in time.
fn error_of(uri: PrinterUri) -> Error {
    let started = Instant::now();
    let error = reach(uri).capabilities().expect_err("no printer");
    assert!(started.elapsed() < IN_TIME, "{:?} for {error}", started.elapsed());
    error
}

fn job(number: i32) -> JobId {
    JobId::new(number).expect("a number")
}

#[test]
fn one_that_hangs_up_at_once() {
    let peer = Peer::start(drop);
    let error = error_of(peer.uri("ipp"));
    assert!(matches!(error, Error::Interrupted { .. }), "{error:?}");
}

#[test]
fn one_that_hangs_up_in_the_middle_of_its_answer() {
    let whole = http(&[0; 100]);
    let peer = Peer::saying(&whole[..whole.len() - 40]);
    let error = error_of(peer.uri("ipp"));
    assert!(matches!(error, Error::Interrupted { .. }), "{error:?}");
}

#[test]
fn one_that_answers_garbage() {
    let answers: [Vec<u8>; 7] = [
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n".to_vec(),
        vec![0xff; 4096],
        b"HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\n\r\n".to_vec(),
        b"HTTP/1.1 200 OK\r\ncontent-length: 18\r\n\r\n<html>hola</html>\n".to_vec(),
        http(b""),
        http(&[0xff; 2000]),
        http(&[1, 1, 0, 0, 0, 0, 0, 1, 4, 0x21, 0xff, 0xff]),
    ];
    for answer in answers {
        let error = error_of(Peer::saying(answer.clone()).uri("ipp"));
        assert!(matches!(error, Error::BadAnswer { .. }), "{error:?} for {}", String::from_utf8_lossy(&answer));
    }
}

#[test]
fn one_that_wants_a_password_or_knows_no_such_path() {
    for (status, expected) in [
        ("401 Unauthorized", "sin usuario"),
        ("403 Forbidden", "sin usuario"),
        ("404 Not Found", "ninguna impresora"),
        ("503 Busy", "ocupada"),
    ] {
        let peer = Peer::saying(format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n"));
        let error = error_of(peer.uri("ipp")).to_string();
        assert!(error.contains(expected), "{status}: {error}");
    }
}

#[test]
fn one_that_sends_us_elsewhere_is_not_followed() {
    let elsewhere = Peer::saying(http(b""));
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let location = elsewhere.uri("ipp").to_string().replace("ipp://", "http://");
        let peer = Peer::saying(format!("HTTP/1.1 {status}\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n"));
        let error = error_of(peer.uri("ipp"));
        assert!(matches!(error, Error::BadAnswer { .. }), "{error:?}");
    }
    assert_eq!(elsewhere.visits(), 0);
}

#[test]
fn one_that_never_answers() {
    let peer = Peer::start(|stream| {
        request(&stream);
        // Reads on until the other end gives up.
        request(&stream);
    });
    let error = error_of(peer.uri("ipp"));
    assert!(matches!(error, Error::TimedOut { .. }), "{error:?}");
    assert!(matches!(reach(peer.uri("ipp")).status().state, PrinterState::Unreachable(Error::TimedOut { .. })));
}

/// Keeps saying `piece`, pausing for `pause`, until nobody listens any more; counts the bytes.
fn keep_saying(mut stream: TcpStream, start: &[u8], piece: &[u8], pause: Duration, said: &AtomicUsize) {
    request(&stream);
    let mut next = start;
    while stream.write_all(next).is_ok() {
        said.fetch_add(next.len(), Ordering::SeqCst);
        next = piece;
        if !pause.is_zero() {
            std::thread::park_timeout(pause);
        }
    }
}

#[test]
fn one_that_answers_a_byte_at_a_time() {
    let peer = Peer::start(|stream| {
        let start = b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n";
        keep_saying(stream, start, b"\x01", Duration::from_millis(50), &AtomicUsize::new(0));
    });
    let error = error_of(peer.uri("ipp"));
    assert!(matches!(error, Error::TimedOut { .. }), "{error:?}");
}

#[test]
fn one_that_never_ends_its_answer() {
    let heads: [&[u8]; 2] = [b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n", b"HTTP/1.0 200 OK\r\n\r\n"];
    for head in heads {
        let said = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&said);
        let peer = Peer::start(move |stream| keep_saying(stream, head, &[1; 65_536], Duration::ZERO, &count));
        let error = error_of(peer.uri("ipp"));
        assert!(matches!(error, Error::AnswerTooLarge { .. }), "{error:?}");
        drop(peer);
        let taken = said.load(Ordering::SeqCst);
        assert!(taken < 32 * 1024 * 1024, "{taken} bytes were taken, the buffers of both ends included");
    }
}

#[test]
fn one_whose_headers_never_end() {
    let said = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&said);
    let line = format!("x-relleno: {}\r\n", "a".repeat(1000));
    let peer =
        Peer::start(move |stream| keep_saying(stream, b"HTTP/1.1 200 OK\r\n", line.as_bytes(), Duration::ZERO, &count));
    let error = error_of(peer.uri("ipp"));
    assert!(matches!(error, Error::BadAnswer { .. }), "{error:?}");
    drop(peer);
    assert!(said.load(Ordering::SeqCst) < 32 * 1024 * 1024);
}

#[test]
fn one_whose_answer_nests_without_end() {
    let mut body = vec![1, 1, 0, 0, 0, 0, 0, 1, 4, 0x34, 0, 1, b'a', 0, 0];
    for _ in 0..60_000 {
        body.extend([0x4a, 0, 0, 0, 1, b'm', 0x34, 0, 0, 0, 0]);
    }
    let peer = Peer::saying(http(&body));
    let error = error_of(peer.uri("ipp"));
    assert!(matches!(&error, Error::BadAnswer { detail, .. } if detail.contains("anidados")), "{error:?}");
}

#[test]
fn one_that_speaks_in_the_clear_where_encryption_was_asked_for() {
    let peer = Peer::start(|mut stream| {
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
    });
    let error = error_of(peer.uri("ipps"));
    assert!(matches!(error, Error::Tls { .. }), "{error:?}");
}

#[test]
fn a_name_that_nobody_knows() {
    let error = error_of(PrinterUri::parse("ipps://impresora.invalid").expect("an address"));
    assert!(matches!(&error, Error::HostUnknown { host } if host == "impresora.invalid"), "{error:?}");
}

/// A correct answer to `asked`, about the job of that number.
fn about(asked: &[u8], request_id: Option<i32>, number: i32, state: i32) -> Vec<u8> {
    let own_id = i32::from_be_bytes(asked[4..8].try_into().expect("four bytes"));
    let mut answer =
        IppRequestResponse::new_response(IppVersion::v1_1(), StatusCode::SuccessfulOk, request_id.unwrap_or(own_id))
            .expect("an answer");
    for (name, value) in [("job-id", IppValue::Integer(number)), ("job-state", IppValue::Enum(state))] {
        let attribute = IppAttribute::with_name(name, value).expect("an attribute");
        answer.attributes_mut().add(DelimiterTag::JobAttributes, attribute);
    }
    http(&answer.to_bytes())
}

const COMPLETED: i32 = 9;

#[test]
fn completed_counts_only_for_the_job_that_was_asked_for() {
    let tell = |request_id: Option<i32>, number: i32| {
        Peer::start(move |mut stream| {
            let asked = request(&stream);
            let _ = stream.write_all(&about(&asked, request_id, number, COMPLETED));
        })
    };
    let patience = Patience {
        silent: Duration::from_millis(300),
        mending: Duration::from_secs(1),
        look_every: Duration::from_millis(20),
    };
    let follow = |peer: &Peer| reach(peer.uri("ipp")).follow(job(7), patience, &CancelFlag::default(), &mut |_| {});
    assert_eq!(follow(&tell(None, 7)), JobEnd::Printed, "the same answer about the right job counts");
    assert!(matches!(follow(&tell(None, 8)), JobEnd::Unconfirmed(_)), "another job's end");
    assert!(matches!(follow(&tell(Some(4242), 7)), JobEnd::Unconfirmed(_)), "an answer to another question");
}

#[test]
fn a_document_is_not_sent_twice_when_the_answer_is_lost() {
    let peer = Peer::start(|stream| {
        request(&stream);
    });
    let error = reach(peer.uri("ipp")).send_document(job(1), b"%PDF-").expect_err("no answer");
    assert!(matches!(error, Error::Interrupted { .. }), "{error:?}");
    assert_eq!(peer.visits(), 1);
}

#[test]
fn nothing_is_sent_in_the_clear_beyond_this_machine() {
    let uri = PrinterUri::parse("ipp://192.0.2.77/ipp/print").expect("an address");
    let refused = Printer::new(uri.clone(), Trust::LocalOrTls, Timeouts::default()).expect_err("not allowed");
    assert_eq!(refused, Error::PlainRefused { host: "192.0.2.77".to_owned() });
    assert!(Printer::new(uri, Trust::PlainConsented, Timeouts::default()).is_ok());
}

const CREATE_JOB: u8 = 5;
const SEND_DOCUMENT: u8 = 6;

/// A queue that takes no document, and sends its pages on to whatever `device` says at that moment.
fn queue(device: impl Fn() -> Option<String> + Send + 'static) -> Peer {
    Peer::start(move |mut stream| {
        let asked = request(&stream);
        let Some(head) = asked.get(..8) else { return };
        let own_id = i32::from_be_bytes(head[4..8].try_into().expect("four bytes"));
        let status = match head[3] {
            SEND_DOCUMENT => StatusCode::ServerErrorNotAcceptingJobs,
            _ => StatusCode::SuccessfulOk,
        };
        let mut answer = IppRequestResponse::new_response(IppVersion::v1_1(), status, own_id).expect("an answer");
        let mut say = |group, name: &str, value| {
            answer.attributes_mut().add(group, IppAttribute::with_name(name, value).expect("an attribute"));
        };
        if head[3] == CREATE_JOB {
            say(DelimiterTag::JobAttributes, "job-id", IppValue::Integer(7));
            say(DelimiterTag::JobAttributes, "job-state", IppValue::Enum(4));
        } else {
            let operations = [5, 6, 8, 9, 10].map(IppValue::Enum).to_vec();
            say(DelimiterTag::PrinterAttributes, "operations-supported", IppValue::Array(operations));
            let pdf = IppValue::new_mime_media_type("application/pdf").expect("a type");
            say(DelimiterTag::PrinterAttributes, "document-format-supported", pdf);
            if let Some(device) = device() {
                say(DelimiterTag::PrinterAttributes, "device-uri", IppValue::new_uri(device).expect("an address"));
            }
        }
        let _ = stream.write_all(&http(&answer.to_bytes()));
    })
}

/// What a page with a key would be answered, without anybody's consent.
fn carries(device: &str) -> Result<JobId, Error> {
    let device = device.to_owned();
    let peer = queue(move || Some(device.clone()));
    reach(peer.uri("ipp")).create_job("1701-01-1-000001", Media::A5)
}

#[test]
fn what_may_carry_a_key_behind_a_queue_is_a_list_and_the_rest_needs_consent() {
    for device in ["usb://HP/LaserJet?serial=1", "hp:/usb/LaserJet", "ipps://192.0.2.77/ipp/print"] {
        assert_eq!(carries(device), Ok(job(7)), "{device}");
    }
    for device in ["socket://192.0.2.77:9100", "lpd://192.0.2.77/cola", "ipp://192.0.2.77/ipp/print"] {
        assert_eq!(carries(device), Err(Error::PlainRefused { host: "192.0.2.77".to_owned() }), "{device}");
    }
    for (device, by) in [
        ("dnssd://Caja._ipps._tcp.local/", "dnssd"),
        ("implicitclass://caja/", "implicitclass"),
        ("smb://servidor/caja", "smb"),
        ("hp:/net/LaserJet?ip=192.0.2.77", "hp"),
        ("socket://127.0.0.1:9100", "socket"),
        ("cups-pdf:/", "cupspdf"),
    ] {
        let refused = carries(device).expect_err("not on the list");
        assert!(matches!(&refused, Error::OnwardUnknown { by: said, .. } if said == by), "{device}: {refused:?}");
        assert!(refused.to_string().contains("pida a supervisión que lo consienta"), "{refused}");
        let device = device.to_owned();
        let peer = queue(move || Some(device.clone()));
        let consented = Printer::new(peer.uri("ipp"), Trust::PlainConsented, Timeouts::default()).expect("a printer");
        assert_eq!(consented.create_job("1701-01-1-000001", Media::A5), Ok(job(7)));
    }
}

#[test]
fn a_queue_whose_onward_printer_does_not_answer_gets_no_key_until_it_does_or_somebody_consents() {
    const BEHIND: &str = "ipp://127.0.0.1:1/ipp/print";
    let refused = carries(BEHIND).expect_err("nobody knows what will answer there");
    assert!(matches!(&refused, Error::OnwardSilent { behind, .. } if behind == BEHIND), "{refused:?}");
    let said = refused.to_string();
    for words in [BEHIND, "enciéndala o presione un botón", "vuelva a intentar", "pida a supervisión que lo consienta"]
    {
        assert!(said.contains(words), "{said}");
    }
    let peer = queue(|| Some(BEHIND.to_owned()));
    let consented = Printer::new(peer.uri("ipp"), Trust::PlainConsented, Timeouts::default()).expect("a printer");
    assert_eq!(consented.create_job("1701-01-1-000001", Media::A5), Ok(job(7)));
    // It was asleep: it answers now, and says that it is a cable's.
    let awake = queue(|| Some("usb://HP/LaserJet".to_owned()));
    assert_eq!(carries(&awake.uri("ipp").to_string()), Ok(job(7)));
}

#[test]
fn a_queue_behind_a_queue_is_followed_and_a_ring_of_them_ends() {
    let far = queue(|| Some("socket://192.0.2.77:9100".to_owned()));
    assert_eq!(carries(&far.uri("ipp").to_string()), Err(Error::PlainRefused { host: "192.0.2.77".to_owned() }));
    let near = queue(|| Some("usb://HP/LaserJet".to_owned()));
    assert_eq!(carries(&near.uri("ipp").to_string()), Ok(job(7)));
    let own = Arc::new(std::sync::OnceLock::new());
    let itself = Arc::clone(&own);
    let ring = queue(move || itself.get().cloned());
    own.set(ring.uri("ipp").to_string()).expect("once");
    let refused = reach(ring.uri("ipp")).create_job("1701-01-1-000001", Media::A5);
    assert!(matches!(refused, Err(Error::OnwardUnknown { .. })), "{refused:?}");
}

#[test]
fn where_a_queue_sends_its_pages_is_asked_before_each_job() {
    let asked = Arc::new(AtomicUsize::new(0));
    let moved = Arc::clone(&asked);
    let peer = queue(move || {
        let device = if moved.load(Ordering::SeqCst) == 0 { "usb://HP/LaserJet" } else { "socket://192.0.2.77:9100" };
        Some(device.to_owned())
    });
    let printer = reach(peer.uri("ipp"));
    assert_eq!(printer.create_job("1701-01-1-000001", Media::A5), Ok(job(7)));
    // Somebody points the queue elsewhere, under the open window.
    asked.store(1, Ordering::SeqCst);
    let refused = printer.create_job("1701-01-1-000002", Media::A5);
    assert_eq!(refused, Err(Error::PlainRefused { host: "192.0.2.77".to_owned() }));
    assert!(matches!(printer.may_carry_keys(), Err(Error::PlainRefused { .. })));
}

#[test]
fn a_supervisor_s_trust_in_a_printer_takes_effect_at_once() {
    let peer = queue(|| Some("dnssd://Caja._ipp._tcp.local/".to_owned()));
    let address = peer.uri("ipp").to_string();
    let site = Site::staffed();
    let station = Station {
        place: site.place.clone(),
        window: 1,
        printer: PrinterChoice::Address(address.clone()),
        ticket_paper: None,
        approval_chime: false,
        scan_folder: None,
        mail_folder: None,
        scanner: None,
        backups: Routine::default(),
        clock: site.clock.clone(),
        kept_in: None,
    };
    let desk = Desk::start(station, Arc::new(|| ())).expect("a desk");
    desk.log_in(CHIEF.into(), PASSWORD.to_owned().into()).wait(IN_TIME).expect("a login");
    let printed = || {
        let print = desk.print_test_page();
        let deadline = Instant::now() + IN_TIME * 4;
        loop {
            match print.poll() {
                Some(Err(DeskError::Ops(ventanilla::ops::Error::Printer(Fault::Printer(fault))))) => return fault,
                Some(other) => panic!("{other:?}"),
                None => assert!(Instant::now() < deadline, "no answer"),
            }
            std::thread::yield_now();
        }
    };
    assert!(matches!(printed(), Error::OnwardUnknown { .. }));
    let probe = desk.probe_printer(address.clone()).wait(IN_TIME).expect("a probe");
    assert_eq!((probe.is_usable, probe.lacks), (false, Some(LacksTrust::Plain)));
    desk.trust_printer(address, LacksTrust::Plain, "está en el mismo cuarto".into()).wait(IN_TIME).expect("trusted");
    // The job is made now; that this queue then takes no document is another matter.
    assert!(matches!(printed(), Error::NotAccepting { .. }));
    desk.close().expect("closed");
}

#[test]
fn the_flag_ends_a_long_wait_promptly() {
    let peer = Peer::start(|mut stream| {
        let asked = request(&stream);
        let _ = stream.write_all(&about(&asked, None, 7, 5));
    });
    let printer = reach(peer.uri("ipp"));
    let hour = Duration::from_secs(3600);
    let cancel = CancelFlag::default();
    let started = Instant::now();
    let end = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            let patience = Patience { silent: hour, mending: hour, look_every: hour };
            printer.follow(job(7), patience, &cancel, &mut |_| {})
        });
        cancel.cancel();
        waiting.join().expect("it ends")
    });
    assert!(matches!(end, JobEnd::Unconfirmed(_)), "this one takes a cancellation and goes on: {end:?}");
    assert!(started.elapsed() < IN_TIME, "{:?}", started.elapsed());
}

#[test]
fn no_error_shows_the_document() {
    let peer = Peer::saying(vec![0xff; 100]);
    let printer = reach(peer.uri("ipp"));
    let error = printer.send_document(job(1), b"%PDF- CLAVE7SECRETA").expect_err("garbage");
    for shown in [error.to_string(), format!("{error:?}"), format!("{printer:?}")] {
        assert!(!shown.contains("CLAVE7SECRETA"), "{shown}");
    }
    assert!(printer.create_job("1701-03-1-000042", Media::A5).is_err());
}
