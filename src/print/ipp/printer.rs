//! One printer or queue, and what can be asked of it.
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ipp::model::{DelimiterTag, Operation};
use ipp::request::IppRequestResponse;
use ipp::value::IppValue;

use super::answer::Answer;
use super::capabilities::{Capabilities, fault, keyword, named};
use super::device::Device;
use super::error::Error;
use super::job::JobId;
use super::status::PrinterStatus;
use super::tls::Fingerprint;
use super::uri::{PrinterUri, Trust};
use super::wire::Wire;

/// Who asks, in every request: the same everywhere, so that any window may settle what a dead one left, and no
/// clerk's name travels.
const ASKING: &str = "ventanilla";

/// How long a printer may take. No request is ever without a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Resolving the name and connecting, TLS included.
    pub connect: Duration,
    /// A whole question and its answer.
    pub request: Duration,
    /// Handing over a document, until the printer says that it has it.
    pub document: Duration,
}

impl Default for Timeouts {
    /// 5 s, 10 s, 60 s: slow printers wake up within these.
    fn default() -> Self {
        Self { connect: Duration::from_secs(5), request: Duration::from_secs(10), document: Duration::from_secs(60) }
    }
}

/// A network printer or a queue of CUPS. Every method blocks, within its [`Timeouts`].
pub struct Printer {
    wire: Wire,
    trust: Trust,
    accepted: Option<Fingerprint>,
    timeouts: Timeouts,
    /// As it was asked last: for each job anew.
    known: Mutex<Option<Arc<Capabilities>>>,
}

impl fmt::Debug for Printer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Printer").field("uri", self.uri()).field("timeouts", &self.timeouts).finish_non_exhaustive()
    }
}

impl Printer {
    /// A printer at `uri`; nothing is sent yet. An `ipps` printer must hold a certificate that this machine's
    /// authorities vouch for; otherwise see [`Printer::with_certificate`].
    ///
    /// # Errors
    /// [`Error::PlainRefused`] where `trust` does not allow the address.
    pub fn new(uri: PrinterUri, trust: Trust, timeouts: Timeouts) -> Result<Self, Error> {
        Self::build(uri, trust, timeouts, None)
    }

    /// A printer whose own certificate a person has compared and accepted: this one counts, and no other. (The first
    /// contact, through [`Printer::new`], fails with [`Error::CertificateUnknown`], which carries the fingerprint.)
    ///
    /// # Errors
    /// [`Error::PlainRefused`] where `trust` does not allow the address.
    pub fn with_certificate(
        uri: PrinterUri,
        trust: Trust,
        timeouts: Timeouts,
        accepted: Fingerprint,
    ) -> Result<Self, Error> {
        Self::build(uri, trust, timeouts, Some(accepted))
    }

    fn build(uri: PrinterUri, trust: Trust, timeouts: Timeouts, accepted: Option<Fingerprint>) -> Result<Self, Error> {
        uri.permitted(trust)?;
        let wire = Wire::new(uri, accepted, timeouts.connect)?;
        Ok(Self { wire, trust, accepted, timeouts, known: Mutex::default() })
    }

    /// Its address.
    pub fn uri(&self) -> &PrinterUri {
        self.wire.uri()
    }

    /// What the printer can do, asked now.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn capabilities(&self) -> Result<Capabilities, Error> {
        let answer = self.ask_printer(&Capabilities::ATTRIBUTES)?;
        let said = answer.printer().map(Capabilities::read);
        let mut said = said.ok_or_else(|| self.lacking("printer attributes"))?;
        said.device = said.device.or_else(|| Device::unsaid(self.uri()));
        Ok(said)
    }

    /// What the printer can do, as it said last.
    pub(super) fn known(&self) -> Result<Arc<Capabilities>, Error> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        known.map_or_else(|| self.known_anew(), Ok)
    }

    /// The same, asked now.
    pub(super) fn known_anew(&self) -> Result<Arc<Capabilities>, Error> {
        let fresh = Arc::new(self.capabilities()?);
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&fresh));
        Ok(fresh)
    }

    /// How the printer is, now. A printer that cannot be asked is a state too, not an error.
    pub fn status(&self) -> PrinterStatus {
        let asked = self.ask_printer(&PrinterStatus::ATTRIBUTES).and_then(|answer| {
            answer.printer().and_then(PrinterStatus::read).ok_or_else(|| self.lacking("printer-state"))
        });
        asked.unwrap_or_else(PrinterStatus::unreachable)
    }

    fn ask_printer(&self, wanted: &[&str]) -> Result<Answer, Error> {
        let mut request = self.about_printer(Operation::GetPrinterAttributes)?;
        ask_for(&mut request, wanted)?;
        self.ask(&request)?.accepted()
    }

    /// How far it may be used.
    pub fn trust(&self) -> Trust {
        self.trust
    }

    /// The certificate that a person accepted for it.
    pub fn accepted(&self) -> Option<Fingerprint> {
        self.accepted
    }

    pub(super) fn timeouts(&self) -> Timeouts {
        self.timeouts
    }

    pub(super) fn host(&self) -> String {
        self.wire.host()
    }

    pub(super) fn lacking(&self, what: &str) -> Error {
        Error::BadAnswer { host: self.host(), detail: format!("falta {what}") }
    }

    /// A request about the whole print server.
    pub(super) fn about_server(&self, operation: Operation) -> Result<IppRequestResponse, Error> {
        let mut request = self.wire.request(operation)?;
        add(&mut request, "requesting-user-name", IppValue::new_name_without_language(ASKING).map_err(fault)?)?;
        Ok(request)
    }

    /// A request about the printer itself.
    pub(super) fn about_printer(&self, operation: Operation) -> Result<IppRequestResponse, Error> {
        let mut request = self.wire.request(operation)?;
        let uri = IppValue::new_uri(self.uri().to_string()).map_err(fault)?;
        add(&mut request, "printer-uri", uri)?;
        add(&mut request, "requesting-user-name", IppValue::new_name_without_language(ASKING).map_err(fault)?)?;
        Ok(request)
    }

    /// A request about one of its jobs.
    pub(super) fn about_job(&self, operation: Operation, job: JobId) -> Result<IppRequestResponse, Error> {
        let mut request = self.wire.request(operation)?;
        let uri = IppValue::new_uri(self.uri().to_string()).map_err(fault)?;
        add(&mut request, "printer-uri", uri)?;
        add(&mut request, "job-id", IppValue::Integer(job.get()))?;
        add(&mut request, "requesting-user-name", IppValue::new_name_without_language(ASKING).map_err(fault)?)?;
        Ok(request)
    }

    pub(super) fn ask(&self, request: &IppRequestResponse) -> Result<Answer, Error> {
        self.wire.send(request, &[], self.timeouts.request)
    }

    pub(super) fn hand_over(&self, request: &IppRequestResponse, document: &[u8]) -> Result<Answer, Error> {
        self.wire.send(request, document, self.timeouts.document)
    }
}

/// Adds an operation attribute.
pub(super) fn add(request: &mut IppRequestResponse, name: &str, value: IppValue) -> Result<(), Error> {
    request.attributes_mut().add(DelimiterTag::OperationAttributes, named(name, value)?);
    Ok(())
}

/// Names the attributes that the answer should hold.
pub(super) fn ask_for(request: &mut IppRequestResponse, names: &[&str]) -> Result<(), Error> {
    let names = names.iter().map(|name| keyword(name)).collect::<Result<Vec<_>, _>>()?;
    add(request, "requested-attributes", IppValue::Array(names))
}
