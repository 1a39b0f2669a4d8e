//! Which printers a centre trusts: the certificate that was compared by eye, and a supervisor's consent to print
//! unencrypted beyond the machine. Both are settings of the centre, signed and journalled.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::error::{Error, reasoned, refuse};
use super::house::House;
use crate::domain::duty::Duty;
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::print::Fault;
use crate::print::ipp::{Fingerprint, Printer, PrinterUri, Timeouts, Trust};
use crate::store;

/// Under this prefix the trusted printers stand among the settings, one each.
pub(super) const PREFIX: &str = "printer:";

/// How long a printer may take to answer a question.
const ANSWER: Duration = Duration::from_secs(10);

/// How far a printer is trusted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PrinterTrust {
    /// The SHA-256 of its self-signed certificate, compared with the printer's own display or page.
    pub certificate: Option<String>,
    /// A supervisor consents that keys travel to it in the clear.
    pub plain_consented: bool,
}

/// A supervisor says how far a printer is trusted.
#[derive(Debug, Clone)]
pub struct TrustPrinter {
    /// Which.
    pub printer: PrinterUri,
    /// How far.
    pub trust: PrinterTrust,
    /// Why, in the supervisor's words.
    pub reason: String,
}

impl Operation for TrustPrinter {
    const NAME: &'static str = "printer.trust";
    const SIGNED: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        Subject::HOUSE
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let ask = "Escriba con palabras por qué se confía en esta impresora: queda en la bitácora.";
        let reason = reasoned(&self.reason, ask)?;
        if let Some(certificate) = &self.trust.certificate
            && certificate.parse::<Fingerprint>().is_err()
        {
            return refuse(
                "certificate",
                "La huella del certificado no está completa: cópiela como la muestra la impresora.",
            );
        }
        let text = serde_json::to_string(&self.trust).map_err(|fault| Error::Inconsistent(fault.to_string()))?;
        store::centre::set_setting(work.tx, work.centre.id, &name(&self.printer), &text)?;
        let code = if self.trust.plain_consented { "plain" } else { "encrypted" };
        Ok(Done::new((), Subject::HOUSE, &[Changed::Settings])
            .code(code)
            .detail(json!({ "printer": self.printer.to_string(), "trust": self.trust, "reason": reason.as_str() })))
    }
}

/// The printer at an address, trusted as far as the centre's settings say.
///
/// # Errors
/// The store's; the printer's when it may not be used as it is ([`crate::print::ipp::Error::PlainRefused`] …).
pub fn connect(house: &House, uri: PrinterUri) -> Result<Printer, Error> {
    // What an arrival desk prints is no secret, and whom the centre trusts is not its to read.
    let trust = match house.duty() {
        Duty::Arrivals => PrinterTrust { certificate: None, plain_consented: true },
        Duty::Window | Duty::Calls => trust_of(house, &uri)?,
    };
    let plain = if trust.plain_consented { Trust::PlainConsented } else { Trust::LocalOrTls };
    let limits = Timeouts { request: ANSWER, ..Timeouts::default() };
    let certificate = trust.certificate.as_deref().map(str::parse::<Fingerprint>).transpose();
    let printer = match certificate {
        Err(_) => return Err(Error::Inconsistent(format!("la huella guardada del certificado de {uri} no se lee"))),
        Ok(Some(certificate)) => Printer::with_certificate(uri, plain, limits, certificate),
        Ok(None) => Printer::new(uri, plain, limits),
    };
    Ok(printer.map_err(Fault::from)?)
}

fn trust_of(house: &House, uri: &PrinterUri) -> Result<PrinterTrust, Error> {
    match store::centre::setting(&house.reader()?, house.centre().id, &name(uri))? {
        None => Ok(PrinterTrust::default()),
        Some(text) => serde_json::from_str(&text)
            .map_err(|fault| Error::Inconsistent(format!("lo guardado sobre la impresora {uri} no se lee ({fault})"))),
    }
}

fn name(uri: &PrinterUri) -> String {
    format!("{PREFIX}{uri}")
}
