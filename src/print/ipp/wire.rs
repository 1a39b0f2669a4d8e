//! One request, one answer: IPP over HTTP, with a limit on time, size and nesting.
//!
//! The protocol's encoding is the `ipp` crate's. Its own client is not used: it reads an answer without any limit,
//! follows redirections, honours the environment's proxies and cannot tell one self-signed certificate from another;
//! all four matter where a secret is printed.
use std::io::{self, Read};
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::Duration;

use ipp::model::{IppVersion, Operation};
use ipp::parser::IppParser;
use ipp::request::IppRequestResponse;
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::{Connector, TcpConnector};
use ureq::{Agent, SendBody};

use super::answer::Answer;
use super::error::Error;
use super::tls::{Fingerprint, Refusal, Tls};
use super::uri::PrinterUri;

/// A printer's longest answer to what is asked here (all its attributes, 500 jobs) stays well below.
const LONGEST_ANSWER: u64 = 1024 * 1024;
/// Collections inside collections: real printers need three levels. Unlimited ones would exhaust the stack.
const DEEPEST_NESTING: usize = 16;

/// How to reach one printer. Every request opens a connection of its own: a kept one that died unnoticed would leave it
/// unknown whether a job was made.
pub(super) struct Wire {
    agent: Agent,
    uri: PrinterUri,
    url: String,
    request_ids: AtomicI32,
}

impl Wire {
    pub(super) fn new(uri: PrinterUri, pinned: Option<Fingerprint>, connect: Duration) -> Result<Self, Error> {
        let host = uri.host().to_owned();
        let tls = Tls::new(pinned).map_err(|refusal| refused(&host, refusal))?;
        let config = Agent::config_builder()
            .timeout_resolve(Some(connect))
            .timeout_connect(Some(connect))
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .max_idle_connections(0)
            .user_agent(concat!("ventanilla/", env!("CARGO_PKG_VERSION")))
            .build();
        let connector = ().chain(TcpConnector::default()).chain(tls);
        let agent = Agent::with_parts(config, connector, DefaultResolver::default());
        let url = uri.for_http();
        Ok(Self { agent, uri, url, request_ids: AtomicI32::new(1) })
    }

    pub(super) fn uri(&self) -> &PrinterUri {
        &self.uri
    }

    pub(super) fn host(&self) -> String {
        self.uri.host().to_owned()
    }

    /// A request with the two attributes that begin every one.
    pub(super) fn request(&self, operation: Operation) -> Result<IppRequestResponse, Error> {
        let mut request = IppRequestResponse::new(IppVersion::v1_1(), operation, None)
            .map_err(|error| Error::Request { detail: error.to_string() })?;
        request.header_mut().request_id = self.request_ids.fetch_add(1, Ordering::Relaxed) & i32::MAX;
        Ok(request)
    }

    /// Sends `request` and `document` and reads the whole answer, all within `limit`.
    ///
    /// # Errors
    /// Those of the network and of the protocol; an answer that refuses is an answer, see [`Answer::accepted`].
    pub(super) fn send(&self, request: &IppRequestResponse, document: &[u8], limit: Duration) -> Result<Answer, Error> {
        let head = request.to_bytes();
        let length = head.len().saturating_add(document.len());
        let mut body = io::Cursor::new(head).chain(document);
        let response = self
            .agent
            .post(&self.url)
            .config()
            .timeout_global(Some(limit))
            .build()
            .header("content-type", "application/ipp")
            .header("content-length", length.to_string())
            .send(SendBody::from_reader(&mut body))
            .map_err(|error| self.network(error))?;
        match response.status().as_u16() {
            200 => {}
            401 | 403 => return Err(Error::NotAllowed { host: self.host() }),
            404 => return Err(Error::PrinterUnknown { host: self.host() }),
            503 => return Err(Error::Busy { host: self.host() }),
            status => return Err(self.bad(format!("HTTP {status}"))),
        }
        let mut bytes = Vec::new();
        response
            .into_body()
            .into_reader()
            .take(LONGEST_ANSWER + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| self.network(ureq::Error::from(error)))?;
        if bytes.len() as u64 > LONGEST_ANSWER {
            return Err(Error::AnswerTooLarge { host: self.host() });
        }
        check_shape(&bytes).map_err(|fault| self.bad(fault))?;
        let parsed = IppParser::new(io::Cursor::new(bytes)).parse().map_err(|error| self.bad(error.to_string()))?;
        if parsed.header().request_id != request.header().request_id {
            return Err(self.bad("responde a otro pedido"));
        }
        Ok(Answer::new(parsed, self.uri.clone()))
    }

    fn bad(&self, detail: impl Into<String>) -> Error {
        Error::BadAnswer { host: self.host(), detail: detail.into() }
    }

    fn network(&self, error: ureq::Error) -> Error {
        let host = self.host();
        match error {
            ureq::Error::HostNotFound => Error::HostUnknown { host },
            ureq::Error::Timeout(ureq::Timeout::Resolve) => Error::HostUnknown { host },
            // Nobody even picked up: the printer is off, or the way to it is cut.
            ureq::Error::Timeout(ureq::Timeout::Connect) => Error::Unreachable { host },
            ureq::Error::Timeout(_) => Error::TimedOut { host },
            ureq::Error::ConnectionFailed => Error::Unreachable { host },
            ureq::Error::Io(error) => io_fault(host, &error),
            ureq::Error::Other(inner) => match inner.downcast::<Refusal>() {
                Ok(refusal) => refused(&host, *refusal),
                Err(other) => Error::BadAnswer { host, detail: other.to_string() },
            },
            ureq::Error::Tls(detail) => Error::Tls { host, detail: detail.to_owned() },
            other => Error::BadAnswer { host, detail: other.to_string() },
        }
    }
}

/// Whether the name was not found. The standard library gives this no kind of its own: on Unix it is told by its
/// words, on Windows by the number (WSAHOST_NOT_FOUND to WSANO_DATA).
fn is_unknown_name(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(11_001..=11_004))
        || error.to_string().starts_with("failed to lookup address information")
}

fn io_fault(host: String, error: &io::Error) -> Error {
    use io::ErrorKind as Kind;
    if is_unknown_name(error) {
        return Error::HostUnknown { host };
    }
    match error.kind() {
        Kind::ConnectionRefused
        | Kind::HostUnreachable
        | Kind::NetworkUnreachable
        | Kind::NetworkDown
        | Kind::AddrNotAvailable => Error::Unreachable { host },
        Kind::TimedOut | Kind::WouldBlock => Error::TimedOut { host },
        Kind::UnexpectedEof
        | Kind::ConnectionReset
        | Kind::ConnectionAborted
        | Kind::BrokenPipe
        | Kind::NotConnected => Error::Interrupted { host },
        _ if error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>()) => {
            Error::Tls { host, detail: error.to_string() }
        }
        _ => Error::BadAnswer { host, detail: error.to_string() },
    }
}

fn refused(host: &str, refusal: Refusal) -> Error {
    let host = host.to_owned();
    match refusal {
        Refusal::Unknown(fingerprint) => Error::CertificateUnknown { host, fingerprint },
        Refusal::Changed(fingerprint) => Error::CertificateChanged { host, fingerprint },
        Refusal::Handshake(detail) => Error::Tls { host, detail },
    }
}

/// Walks the encoding once, before it is parsed, and refuses what would nest without end.
fn check_shape(bytes: &[u8]) -> Result<(), &'static str> {
    const BEGIN_COLLECTION: u8 = 0x34;
    const END_COLLECTION: u8 = 0x37;
    const LAST_DELIMITER: u8 = 0x0f;
    const HEADER: usize = 8;
    let mut rest = bytes.get(HEADER..).ok_or("la respuesta está incompleta")?;
    let mut depth = 0_usize;
    while let Some((&tag, after)) = rest.split_first() {
        rest = after;
        if tag <= LAST_DELIMITER {
            continue;
        }
        depth = match tag {
            BEGIN_COLLECTION => depth.saturating_add(1),
            END_COLLECTION => depth.saturating_sub(1),
            _ => depth,
        };
        if depth > DEEPEST_NESTING {
            return Err("sus datos están anidados sin fin");
        }
        rest = skip_sized(rest).and_then(skip_sized).ok_or("la respuesta está incompleta")?;
    }
    Ok(())
}

/// What follows a two-byte length and as many bytes.
fn skip_sized(bytes: &[u8]) -> Option<&[u8]> {
    let (length, rest) = bytes.split_first_chunk::<2>()?;
    rest.get(usize::from(u16::from_be_bytes(*length))..)
}

#[cfg(test)]
mod tests {
    use super::check_shape;

    fn nested(levels: usize) -> Vec<u8> {
        let mut bytes = vec![1, 1, 0, 0, 0, 0, 0, 1, 0x04];
        bytes.extend([0x34, 0, 1, b'a', 0, 0]);
        for _ in 1..levels {
            bytes.extend([0x4a, 0, 0, 0, 1, b'm', 0x34, 0, 0, 0, 0]);
        }
        bytes.extend([0x37, 0, 0, 0, 0].repeat(levels));
        bytes.push(0x03);
        bytes
    }

    #[test]
    fn nesting_has_an_end() {
        assert_eq!(check_shape(&nested(3)), Ok(()));
        assert_eq!(check_shape(&nested(16)), Ok(()));
        assert!(check_shape(&nested(17)).is_err());
        assert!(check_shape(&nested(60_000)).is_err());
    }

    #[test]
    fn a_cut_answer_is_noticed() {
        let whole = nested(2);
        assert!(check_shape(whole.get(..5).unwrap()).is_err());
        assert!(check_shape(whole.get(..12).unwrap()).is_err());
    }
}
