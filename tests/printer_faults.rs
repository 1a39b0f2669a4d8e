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
