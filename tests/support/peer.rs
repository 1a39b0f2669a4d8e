//! Something that listens where a printer should, and behaves as the test says.
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;

use ventanilla::print::ipp::PrinterUri;

/// Listens until it is dropped; one connection after another.
pub(super) struct Peer {
    port: u16,
    ended: Arc<AtomicBool>,
    visits: Arc<AtomicUsize>,
    listener: Option<JoinHandle<()>>,
}

impl Peer {
    /// `answer` gets each connection, with nothing read from it yet.
    pub(super) fn start(answer: impl Fn(TcpStream) + Send + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let port = listener.local_addr().expect("its address").port();
        let (ended, visits) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let (is_over, count) = (Arc::clone(&ended), Arc::clone(&visits));
        let listener = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if is_over.load(Ordering::SeqCst) {
                    return;
                }
                count.fetch_add(1, Ordering::SeqCst);
                answer(stream.expect("a connection"));
            }
        });
        Self { port, ended, visits, listener: Some(listener) }
    }

    /// One that reads the request and says these bytes.
    pub(super) fn saying(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        Self::start(move |mut stream| {
            request(&stream);
            // The other end may have seen enough already.
            let _ = stream.write_all(&bytes);
        })
    }

    /// Its address; `scheme` is `ipp` or `ipps`.
    pub(super) fn uri(&self, scheme: &str) -> PrinterUri {
        PrinterUri::parse(&format!("{scheme}://127.0.0.1:{}/ipp/print", self.port)).expect("an address")
    }

    /// How often somebody came.
    pub(super) fn visits(&self) -> usize {
        self.visits.load(Ordering::SeqCst)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        // A last visit wakes the listener.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        if let Some(listener) = self.listener.take() {
            let _ = listener.join();
        }
    }
}

/// Reads one whole HTTP request and gives its body.
pub(super) fn request(stream: &TcpStream) -> Vec<u8> {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return Vec::new();
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().expect("a length");
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("the body");
    body
}

/// A well-formed HTTP answer of a printer.
pub(super) fn http(body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/ipp\r\ncontent-length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}
