//! Encrypted connections to printers: whose certificate counts, and the layer that checks it.
//!
//! Printers rarely hold a certificate that an authority signed; nearly all show one they made themselves, often with a
//! name or date that fits nothing. So there are two ways to be known, and no third: an authority of this machine vouches
//! for certificate and name, or the caller has pinned the SHA-256 of exactly this certificate. Either way the handshake's
//! signature is checked, so that showing a copied certificate is not enough.
use std::fmt;
use std::io::{Read, Write};
use std::str::FromStr;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, ClientConnection, DigitallySignedStruct, OtherError, RootCertStore,
    SignatureScheme, StreamOwned,
};
use sha2::{Digest, Sha256};
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, Either, LazyBuffers, NextTimeout, Transport, TransportAdapter,
};

/// The SHA-256 of a printer's certificate, as its own configuration page shows it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    fn of(certificate: &CertificateDer<'_>) -> Self {
        Self(Sha256::digest(certificate.as_ref()).into())
    }
}

impl fmt::Display for Fingerprint {
    /// Pairs of capital hexadecimal digits between colons: `3F:09:…`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, byte) in self.0.iter().enumerate() {
            let colon = if place == 0 { "" } else { ":" };
            write!(f, "{colon}{byte:02X}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is no fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("La huella de un certificado son 64 cifras hexadecimales (0–9, A–F), con o sin dos puntos entre ellas.")]
pub struct NotAFingerprint;

impl FromStr for Fingerprint {
    type Err = NotAFingerprint;

    /// Reads what `Display` writes; colons and spaces are optional, small letters welcome.
    fn from_str(text: &str) -> Result<Self, NotAFingerprint> {
        let mut nibbles = text.chars().filter(|letter| !matches!(letter, ':' | ' ')).map(|letter| letter.to_digit(16));
        let mut nibble = || nibbles.next().flatten().and_then(|digit| u8::try_from(digit).ok()).ok_or(NotAFingerprint);
        let mut bytes = [0_u8; 32];
        for byte in &mut bytes {
            *byte = (nibble()? << 4) | nibble()?;
        }
        match nibbles.next() {
            None => Ok(Self(bytes)),
            Some(_) => Err(NotAFingerprint),
        }
    }
}

/// Why an encrypted connection was not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refusal {
    #[error("unknown certificate {0}")]
    Unknown(Fingerprint),
    #[error("another certificate than the pinned one: {0}")]
    Changed(Fingerprint),
    #[error("{0}")]
    Handshake(String),
}

/// Wraps the connection in TLS where the address is encrypted; everything else passes through.
pub(super) struct Tls {
    config: Arc<ClientConfig>,
}

impl Tls {
    /// `pinned`: the one certificate that counts; `None`: whatever an authority of this machine vouches for.
    ///
    /// # Errors
    /// When the cryptography's own configuration does not hold together.
    pub(super) fn new(pinned: Option<Fingerprint>) -> Result<Self, Refusal> {
        let fault = |error: rustls::Error| Refusal::Handshake(error.to_string());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier = Verifier { whom: Whom::new(pinned, &provider), provider: Arc::clone(&provider) };
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(fault)?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth();
        Ok(Self { config: Arc::new(config) })
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tls")
    }
}

/// Whose certificate counts.
#[derive(Debug)]
enum Whom {
    Pinned(Fingerprint),
    Authorities(Arc<WebPkiServerVerifier>),
    /// This machine knows no authority at all: every certificate is unknown.
    Nobody,
}

impl Whom {
    fn new(pinned: Option<Fingerprint>, provider: &Arc<CryptoProvider>) -> Self {
        if let Some(pinned) = pinned {
            return Self::Pinned(pinned);
        }
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        match WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider)).build() {
            Ok(authorities) => Self::Authorities(authorities),
            Err(_) => Self::Nobody,
        }
    }
}

#[derive(Debug)]
struct Verifier {
    whom: Whom,
    provider: Arc<CryptoProvider>,
}

fn refuse(refusal: Refusal) -> rustls::Error {
    rustls::Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(refusal))))
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let shown = Fingerprint::of(certificate);
        match &self.whom {
            Whom::Pinned(pinned) if *pinned == shown => Ok(ServerCertVerified::assertion()),
            Whom::Pinned(_) => Err(refuse(Refusal::Changed(shown))),
            Whom::Authorities(authorities) => authorities
                .verify_server_cert(certificate, intermediates, name, ocsp, now)
                .map_err(|_| refuse(Refusal::Unknown(shown))),
            Whom::Nobody => Err(refuse(Refusal::Unknown(shown))),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

impl<In: Transport> Connector<In> for Tls {
    type Out = Either<In, Encrypted>;

    fn connect(&self, details: &ConnectionDetails, chained: Option<In>) -> Result<Option<Self::Out>, ureq::Error> {
        let Some(transport) = chained else {
            return Ok(None);
        };
        if !details.needs_tls() {
            return Ok(Some(Either::A(transport)));
        }
        let host = details.uri.host().unwrap_or_default();
        let name = ServerName::try_from(host.trim_start_matches('[').trim_end_matches(']').to_owned())
            .map_err(|_| ureq::Error::Tls("the host's name cannot stand in a certificate"))?;
        let mut connection = ClientConnection::new(Arc::clone(&self.config), name)
            .map_err(|error| ureq::Error::Other(Box::new(refusal(&error))))?;
        let mut socket = TransportAdapter::new(transport.boxed(), Arc::clone(&details.current_time));
        socket.set_timeout(details.timeout);
        connection.complete_io(&mut socket).map_err(told_apart)?;
        let buffers = LazyBuffers::new(details.config.input_buffer_size(), details.config.output_buffer_size());
        Ok(Some(Either::B(Encrypted { buffers, stream: StreamOwned { conn: connection, sock: socket } })))
    }
}

/// A failed handshake: our own refusal, the library's fault, or simply the network.
fn told_apart(error: std::io::Error) -> ureq::Error {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        Some(fault) => ureq::Error::Other(Box::new(refusal(fault))),
        None => ureq::Error::from(error),
    }
}

fn refusal(fault: &rustls::Error) -> Refusal {
    if let rustls::Error::InvalidCertificate(CertificateError::Other(OtherError(inner))) = fault
        && let Some(refusal) = inner.downcast_ref::<Refusal>()
    {
        return refusal.clone();
    }
    Refusal::Handshake(fault.to_string())
}

/// An encrypted connection as the HTTP client uses it.
pub(super) struct Encrypted {
    buffers: LazyBuffers,
    stream: StreamOwned<ClientConnection, TransportAdapter>,
}

impl fmt::Debug for Encrypted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Encrypted")
    }
}

impl Transport for Encrypted {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        self.stream.get_mut().set_timeout(timeout);
        let output = self.buffers.output().get(..amount).unwrap_or_default();
        self.stream.write_all(output)?;
        Ok(())
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        self.stream.get_mut().set_timeout(timeout);
        let read = self.stream.read(self.buffers.input_append_buf())?;
        self.buffers.input_appended(read);
        Ok(read > 0)
    }

    fn is_open(&mut self) -> bool {
        self.stream.get_mut().get_mut().is_open()
    }

    fn is_tls(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::Fingerprint;

    #[test]
    fn a_fingerprint_reads_back() {
        let shown = Fingerprint([0xA7; 32]);
        assert_eq!(shown.to_string().parse(), Ok(shown));
        assert_eq!("a7".repeat(32).parse(), Ok(shown));
        for wrong in ["", "A7", &"A7".repeat(33), &"A7".repeat(31), &"Z7".repeat(32)] {
            assert!(wrong.parse::<Fingerprint>().is_err(), "{wrong}");
        }
    }
}
