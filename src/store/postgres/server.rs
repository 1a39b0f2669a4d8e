//! The server of a centre's store: how it is reached, and how long anybody waits for it.

use std::fmt;
use std::future::{Future, poll_fn};
use std::io;
use std::ops::Deref;
use std::sync::mpsc::Sender;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::{Builder, Runtime};
use tokio::task::AbortHandle;
use tokio_postgres::{AsyncMessage, Client, Connection, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;
use zeroize::Zeroizing;

use super::address::Address;
use super::distrust::Distrust;
use super::fault::Fault;
use super::link::Idle;

/// How long a connection may take.
const TO_CONNECT: Duration = Duration::from_secs(5);
/// How long an answer may take. What is long by nature is done in pieces.
const TO_ANSWER: Duration = Duration::from_secs(15);
/// So many conversations that nobody has wait for somebody: a server has few, and each machine keeps three or four of its own.
const IDLE: usize = 1;
/// How the server looks whether a window is still there, in seconds, and in milliseconds how long it waits for one that takes
/// nothing: a machine that lost its power leaves no conversation behind.
const LOOKS_AFTER: &str = "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 \
                           -c tcp_user_timeout=20000";

/// What carries the conversations with servers: threads of their own, so that whoever asks is an ordinary thread.
static RUNTIME: LazyLock<io::Result<Runtime>> =
    LazyLock::new(|| Builder::new_multi_thread().worker_threads(1).thread_name("postgres").enable_all().build());

/// A server that a centre's store stands on, with the password of the role that comes in.
pub struct Server {
    address: Address,
    password: Zeroizing<Vec<u8>>,
    tls: MakeRustlsConnect,
    idle: Mutex<Vec<Idle>>,
}

impl Server {
    /// At this address, for its role's password. Nothing is said to the server yet.
    ///
    /// # Errors
    /// [`Distrust::RootFile`]: the root certificate that the address names cannot be read.
    pub fn at(address: Address, password: &[u8]) -> Result<Self, Fault> {
        let tls = MakeRustlsConnect::new(trust(&address)?);
        Ok(Self { address, password: Zeroizing::new(password.to_vec()), tls, idle: Mutex::default() })
    }

    /// Where it stands.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// A conversation that was begun before and that nobody has, where there is one.
    pub(super) fn idle(&self) -> Option<Idle> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|one| !one.is_over());
        idle.pop()
    }

    /// Nobody has this conversation any more.
    pub(super) fn rest(&self, one: Idle) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE {
            idle.push(one);
        }
    }

    /// What the server keeps of the password: enough to know it again, and not to say it.
    pub(super) fn verifier(&self) -> String {
        postgres_protocol::password::scram_sha_256(&self.password)
    }

    /// A new conversation. Its connection is carried until the client is dropped; what the server says by itself goes to
    /// `heard`.
    pub(super) fn connect(&self, heard: Option<Sender<String>>) -> Result<Arc<Conversation>, Fault> {
        let mut config = self.address.config(&self.password);
        config.connect_timeout(TO_CONNECT).keepalives(true).keepalives_idle(Duration::from_secs(5));
        config.tcp_user_timeout(TO_ANSWER).application_name("ventanilla");
        config.options(format!(
            "-c search_path={},public -c timezone=UTC -c client_min_messages=warning \
             -c idle_in_transaction_session_timeout=60000 {LOOKS_AFTER}",
            self.address.schema()
        ));
        let of_beginning = |fault| Fault::of_beginning(fault, &self.address.host(), self.address.root());
        let connected = async {
            if self.address.leaves_this_machine() {
                let (client, connection) = config.connect(self.tls.clone()).await.map_err(of_beginning)?;
                let carrier = tokio::spawn(carry(connection, heard)).abort_handle();
                Ok(Conversation { client, carrier })
            } else {
                let (client, connection) = config.connect(NoTls).await?;
                let carrier = tokio::spawn(carry(connection, heard)).abort_handle();
                Ok::<_, Fault>(Conversation { client, carrier })
            }
        };
        match runtime()?.block_on(async { tokio::time::timeout(TO_CONNECT, connected).await }) {
            Ok(connected) => connected.map(Arc::new),
            Err(_) => Err(Fault::TooLate),
        }
    }
}

/// What is said to a server, and what carries it.
pub(super) struct Conversation {
    client: Client,
    carrier: AbortHandle,
}

impl Conversation {
    /// What comes of a question, unless it takes too long.
    pub(super) fn wait<T>(&self, answer: impl Future<Output = Result<T, tokio_postgres::Error>>) -> Result<T, Fault> {
        self.wait_for(TO_ANSWER, answer)
    }

    /// The same, unless it takes longer than this. Then the conversation is over: left to itself it would wait for its answer
    /// before it ends, and the server with it.
    pub(super) fn wait_for<T>(
        &self,
        patience: Duration,
        answer: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, Fault> {
        match runtime()?.block_on(async { tokio::time::timeout(patience, answer).await }) {
            Ok(done) => done.map_err(Fault::from),
            Err(_) => {
                self.carrier.abort();
                Err(Fault::TooLate)
            }
        }
    }
}

impl Deref for Conversation {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

fn runtime() -> Result<&'static Runtime, Fault> {
    RUNTIME.as_ref().map_err(|source| Fault::Here(source.to_string()))
}

/// Carries a connection to its end, which whoever asks next hears of; and passes on what the server says by itself.
async fn carry<S, T>(mut connection: Connection<S, T>, heard: Option<Sender<String>>)
where
    S: AsyncRead + AsyncWrite + Unpin,
    T: AsyncRead + AsyncWrite + Unpin,
{
    while let Some(message) = poll_fn(|context| connection.poll_message(context)).await {
        match message {
            Ok(AsyncMessage::Notification(said)) => {
                // Whoever listened has gone, and the conversation goes with them.
                if heard.as_ref().is_some_and(|heard| heard.send(said.payload().to_owned()).is_err()) {
                    return;
                }
            }
            Ok(_) => {}
            Err(ended) => {
                let ended = Fault::from(ended).for_log();
                tracing::debug!(ended, "a connection to the server ended");
                return;
            }
        }
    }
}

/// Who vouches for the server: the root that the address names, or those that this machine trusts.
fn trust(address: &Address) -> Result<ClientConfig, Fault> {
    let here = |fault: &dyn fmt::Display| Fault::Here(fault.to_string());
    let mut roots = RootCertStore::empty();
    match address.root() {
        Some(file) => {
            let unread = |said: &dyn fmt::Display| Fault::Distrusted {
                why: Distrust::RootFile { root: file.to_owned() },
                said: said.to_string(),
            };
            let certificates = CertificateDer::pem_file_iter(file).map_err(|fault| unread(&fault))?;
            for certificate in certificates {
                roots.add(certificate.map_err(|fault| unread(&fault))?).map_err(|fault| unread(&fault))?;
            }
            if roots.is_empty() {
                return Err(unread(&"no certificate in it"));
            }
        }
        None => {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|fault| here(&fault))?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}
