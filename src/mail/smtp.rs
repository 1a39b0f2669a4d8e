//! The conversation with a mail server, step by step, so that each refusal is known by the step that it met.

use std::error::Error as _;
use std::io;
use std::time::{Duration, Instant};

use crossbeam_channel::{RecvTimeoutError, Sender, bounded};
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{Certificate, CertificateStore, SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{Error, client};
use zeroize::Zeroizing;

use super::{Carrier, Failure, Letter, Said};
use crate::domain::mail::{Encryption, MailFault};

/// How a server is reached.
pub struct Server {
    /// Its name, as its certificate has it.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How what is said to it is enciphered.
    pub encryption: Encryption,
    /// Who logs in, where it asks for that.
    pub login: Option<Login>,
    /// The authority that vouches for it, instead of those that this machine trusts.
    pub root: Option<Root>,
}

/// A user of a mail server.
pub struct Login {
    /// The user.
    pub user: String,
    /// The password.
    pub password: Zeroizing<String>,
}

/// Own root certificates, as they stand in a PEM file: the certificates alone, whatever else the file held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root(String);

/// Why a file is no root certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RootFault {
    /// Nothing in it begins like one.
    #[error("en el archivo no hay ningún certificado en formato PEM («BEGIN CERTIFICATE»)")]
    None,
    /// What begins like one is none.
    #[error("el certificado del archivo está incompleto o dañado")]
    Unreadable,
}

impl Root {
    /// Reads the text of a PEM file. A private key in it is left out.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(pem: &str) -> Result<Self, RootFault> {
        const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
        const END: &str = "-----END CERTIFICATE-----";
        let mut kept = String::new();
        for part in pem.split(BEGIN).skip(1) {
            let (inside, _) = part.split_once(END).ok_or(RootFault::Unreadable)?;
            kept.push_str(&format!("{BEGIN}{}{END}\n", inside.replace('\r', "")));
        }
        if kept.is_empty() {
            return Err(RootFault::None);
        }
        let root = Self(kept);
        // What the library reads is what it will trust.
        root.tls("localhost").map_err(|_| RootFault::Unreadable)?;
        Ok(root)
    }

    /// The certificates, in PEM.
    #[must_use]
    pub fn as_pem(&self) -> &str {
        &self.0
    }

    fn tls(&self, host: &str) -> Result<TlsParameters, Error> {
        let certificate = Certificate::from_pem(self.0.as_bytes())?;
        let tls = TlsParameters::builder(host.to_owned());
        tls.certificate_store(CertificateStore::None).add_root_certificate(certificate).build()
    }
}

/// Is this host the machine itself, whatever a name server says?
#[must_use]
pub fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match bare.parse::<std::net::IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => bare.eq_ignore_ascii_case("localhost"),
    }
}

/// How long the server may take with each step.
const STEP: Duration = Duration::from_secs(15);
/// How long it may take to look at the letter before it takes it over: some read it first, and whoever does not wait for them
/// sends it twice.
const LOOKS: Duration = Duration::from_secs(150);
/// How long all of them may take together: a server that answers letter by letter holds nobody up for longer.
const WHOLE: Duration = Duration::from_secs(240);
/// How long a conversation may go on once somebody wants to close the program.
const GRACE: Duration = Duration::from_secs(3);

/// A mail server.
pub struct Smtp {
    server: std::sync::Arc<Server>,
    whole: Duration,
}

impl Smtp {
    /// A server that is spoken to enciphered, or is this machine.
    ///
    /// # Errors
    /// [`MailFault::NoEncryption`].
    pub fn new(server: Server) -> Result<Self, Failure> {
        if server.encryption == Encryption::None && !is_this_machine(&server.host) {
            return Err(MailFault::NoEncryption.into());
        }
        Ok(Self { server: std::sync::Arc::new(server), whole: WHOLE })
    }

    /// With another limit for the whole conversation.
    #[must_use]
    pub fn within(self, whole: Duration) -> Self {
        Self { whole, ..self }
    }
}

impl Carrier for Smtp {
    fn carry(&self, letter: &Letter, stopped: &dyn Fn() -> bool) -> Result<(), Failure> {
        // A sample is not sent to anybody.
        if letter.is_sample() {
            return Err(MailFault::Settings.into());
        }
        let (tell, hear) = bounded(1);
        let (server, envelope, bytes) =
            (std::sync::Arc::clone(&self.server), letter.envelope().clone(), letter.bytes());
        let talking = std::thread::Builder::new().name("smtp".into()).spawn(move || {
            let parties = (envelope.from().cloned(), envelope.to().to_vec());
            talk(&server, parties, &bytes, &tell);
        });
        if talking.is_err() {
            return Err(MailFault::Unreachable.into());
        }
        let began = Instant::now();
        let mut stopped_at: Option<Instant> = None;
        loop {
            match hear.recv_timeout(Duration::from_millis(50)) {
                Ok(came_to) => return came_to,
                Err(RecvTimeoutError::Disconnected) => return Err(MailFault::Cut.into()),
                Err(RecvTimeoutError::Timeout) => {}
            }
            if stopped_at.is_none() && stopped() {
                stopped_at = Some(Instant::now());
            }
            if stopped_at.is_some_and(|at| at.elapsed() >= GRACE) {
                return Err(MailFault::Stopped.into());
            }
            if began.elapsed() >= self.whole {
                return Err(MailFault::Slow.into());
            }
        }
    }
}

/// The steps of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Greeting,
    Encrypting,
    LoggingIn,
    Sender,
    Recipient,
    Content,
}

type Parties = (Option<lettre::Address>, Vec<lettre::Address>);

/// Hands a letter over, tells what came of it, and takes leave: nobody waits for that.
fn talk(server: &Server, parties: Parties, bytes: &[u8], tell: &Sender<Result<(), Failure>>) {
    match hand_over(server, parties, bytes) {
        Ok(mut connection) => {
            // Whoever gave up hears it no more; the letter is sent again then.
            let _ = tell.send(Ok(()));
            let _ = connection.quit();
        }
        Err(failure) => {
            let _ = tell.send(Err(failure));
        }
    }
}

fn hand_over(server: &Server, (from, to): Parties, bytes: &[u8]) -> Result<SmtpConnection, Failure> {
    let at = |step| move |fault: Error| failure(step, &fault);
    let tls = tls_of(server)?;
    let hello = ClientId::default();
    let host = server.host.trim_start_matches('[').trim_end_matches(']');
    let from_the_start = tls.as_ref().filter(|_| server.encryption == Encryption::Implicit);
    let greeted = SmtpConnection::connect((host, server.port), Some(STEP), &hello, from_the_start, None);
    let mut connection = greeted.map_err(at(Step::Greeting))?;
    if let (Encryption::StartTls, Some(tls)) = (server.encryption, &tls) {
        if !connection.can_starttls() {
            connection.abort();
            return Err(MailFault::NoEncryption.into());
        }
        connection.starttls(tls, &hello).map_err(at(Step::Encrypting))?;
    }
    if server.encryption != Encryption::None && !connection.is_encrypted() {
        return Err(MailFault::NoEncryption.into());
    }
    if let Some(login) = &server.login {
        let credentials = Credentials::new(login.user.clone(), login.password.to_string());
        connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).map_err(at(Step::LoggingIn))?;
    }
    connection.command(Mail::new(from, vec![])).map_err(at(Step::Sender))?;
    for receiver in to {
        connection.command(Rcpt::new(receiver, vec![])).map_err(at(Step::Recipient))?;
    }
    connection.command(Data).map_err(at(Step::Content))?;
    connection.set_timeout(Some(LOOKS)).map_err(|_| Failure::from(MailFault::Cut))?;
    connection.message(bytes).map_err(at(Step::Content))?;
    Ok(connection)
}

fn tls_of(server: &Server) -> Result<Option<TlsParameters>, Failure> {
    let host = server.host.trim_start_matches('[').trim_end_matches(']');
    let made = match (server.encryption, &server.root) {
        (Encryption::None, _) => return Ok(None),
        (_, Some(root)) => root.tls(host),
        (_, None) => client::TlsParameters::builder(host.to_owned()).build(),
    };
    made.map(Some).map_err(|fault| Failure { fault: MailFault::Settings, said: Some(said(&fault)) })
}

fn failure(step: Step, fault: &Error) -> Failure {
    Failure { fault: fault_of(step, fault), said: Some(said(fault)) }
}

fn said(fault: &Error) -> Said {
    let status = fault.status().map(u16::from);
    // Without the library's own beginning, where the server said something.
    let words = fault.source().map_or_else(|| fault.to_string(), ToString::to_string);
    Said { status, words: super::one_line(&words).chars().take(300).collect() }
}

fn fault_of(step: Step, fault: &Error) -> MailFault {
    if fault.is_transient() {
        return MailFault::TryLater;
    }
    if let Some(status) = fault.status() {
        return refused(step, u16::from(status), &said(fault).words);
    }
    if let Some(fault) = of_tls(fault) {
        return fault;
    }
    if is_late(fault) {
        return MailFault::Slow;
    }
    match step {
        Step::Greeting if !fault.is_response() => MailFault::Unreachable,
        // No way of logging in that both know.
        Step::LoggingIn if fault.is_client() => MailFault::Credentials,
        Step::Encrypting if fault.is_tls() => MailFault::Encryption,
        _ => MailFault::Cut,
    }
}

/// What a refusal for good means. Only what is about this letter ends it; what is about the settings can be mended.
fn refused(step: Step, status: u16, words: &str) -> MailFault {
    let lacks_login = matches!(status, 530 | 534 | 535 | 538);
    match step {
        Step::Greeting => MailFault::ServerRefused,
        Step::Encrypting => MailFault::NoEncryption,
        Step::LoggingIn => MailFault::Credentials,
        Step::Sender | Step::Recipient | Step::Content if lacks_login => MailFault::Credentials,
        Step::Sender => MailFault::SenderRefused,
        // By its class (RFC 3463) a matter of policy: the server does not relay for this machine, whoever it is for.
        Step::Recipient | Step::Content if words.starts_with("5.7.") => MailFault::ServerRefused,
        Step::Recipient if is_policy(words) => MailFault::ServerRefused,
        Step::Recipient => MailFault::RecipientRefused,
        Step::Content => MailFault::Rejected,
    }
}

/// Does a refusal without a class speak of who may send, and not of who receives?
fn is_policy(words: &str) -> bool {
    let has_class = words.split(' ').next().is_some_and(|first| first.split('.').count() == 3);
    let words = words.to_lowercase();
    !has_class && ["relay", "authent", "block", "denied", "policy", "spam"].iter().any(|it| words.contains(it))
}

/// What TLS says, wherever it hides among the causes: its first answer comes with the first reading.
fn of_tls(fault: &Error) -> Option<MailFault> {
    let mut cause = fault.source();
    while let Some(inner) = cause {
        let hidden = inner.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        let tls = inner.downcast_ref::<rustls::Error>().or(hidden.and_then(|it| it.downcast_ref::<rustls::Error>()));
        match tls {
            Some(rustls::Error::InvalidCertificate(_)) => return Some(MailFault::Certificate),
            Some(_) => return Some(MailFault::Encryption),
            None => cause = inner.source(),
        }
    }
    None
}

fn is_late(fault: &Error) -> bool {
    let mut cause = fault.source();
    while let Some(inner) = cause {
        if let Some(system) = inner.downcast_ref::<io::Error>() {
            // A read that has waited long enough says the one or the other, by the system.
            return matches!(system.kind(), io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock);
        }
        cause = inner.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(host: &str, encryption: Encryption) -> Server {
        Server { host: host.into(), port: 25, encryption, login: None, root: None }
    }

    #[test]
    fn nothing_is_said_in_the_clear_beyond_this_machine() {
        assert!(Smtp::new(server("127.0.0.1", Encryption::None)).is_ok());
        assert!(Smtp::new(server("correo.cau.ec", Encryption::StartTls)).is_ok());
        let refused = Smtp::new(server("correo.cau.ec", Encryption::None)).err();
        assert_eq!(refused.map(|it| it.fault), Some(MailFault::NoEncryption));
    }

    #[test]
    fn a_refusal_means_what_its_step_says() {
        for (step, status, words, fault) in [
            (Step::Greeting, 554, "5.7.1 no", MailFault::ServerRefused),
            (Step::LoggingIn, 535, "5.7.8 bad", MailFault::Credentials),
            (Step::Sender, 530, "5.7.0 authenticate", MailFault::Credentials),
            (Step::Sender, 553, "5.7.1 not yours", MailFault::SenderRefused),
            (Step::Recipient, 550, "5.1.1 unknown", MailFault::RecipientRefused),
            (Step::Recipient, 554, "5.7.1 relay access denied", MailFault::ServerRefused),
            (Step::Recipient, 550, "relay not permitted", MailFault::ServerRefused),
            (Step::Recipient, 550, "no such user here", MailFault::RecipientRefused),
            (Step::Content, 554, "5.7.1 looks like spam", MailFault::ServerRefused),
            (Step::Content, 552, "too big", MailFault::Rejected),
        ] {
            assert_eq!(refused(step, status, words), fault, "{step:?} {status} {words}");
        }
    }

    #[test]
    fn a_root_is_certificates_and_nothing_else() {
        assert_eq!(Root::parse("hola"), Err(RootFault::None));
        assert_eq!(Root::parse("-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----"), Err(RootFault::None));
        for broken in
            ["-----BEGIN CERTIFICATE-----\nAA==", "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----"]
        {
            assert_eq!(Root::parse(broken), Err(RootFault::Unreadable), "{broken}");
        }
    }

    #[test]
    fn only_the_machine_itself_is_this_machine() {
        for host in ["localhost", "LOCALHOST", "127.0.0.1", "127.8.0.1", "::1", "[::1]"] {
            assert!(is_this_machine(host), "{host}");
        }
        for host in ["", "localhost.example.ec", "10.0.0.7", "correo.iess.gob.ec", "::2"] {
            assert!(!is_this_machine(host), "{host}");
        }
    }
}
