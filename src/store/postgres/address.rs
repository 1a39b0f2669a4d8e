//! Where a centre's store stands: a server, a database in it, a role, and the schema of the centre. Never a password.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

/// The address of a centre's store, `postgres://role@host:5432/database?centre=quito_sur`. With `root=/path/root.pem` the
/// server's certificate is held against that root instead of those that this machine trusts.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    config: Config,
    schema: String,
    root: Option<PathBuf>,
}

/// Why a text is no address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressFault {
    /// It is no address of a server.
    #[error(
        "«{0}» no es la dirección de un servidor. Escríbala así: postgres://rol@servidor:5432/base?centre=quito_sur"
    )]
    Unreadable(String),
    /// The port is none.
    #[error("«{0}» no es un puerto. Después del servidor van «:» y un número de 1 a 65535; el usual es 5432.")]
    Port(String),
    /// Something stands after the question mark that is not understood.
    #[error("En la dirección sobra «{0}». Después de «?» van «centre=…» y, si hace falta, «&root=/ruta/raiz.pem».")]
    Superfluous(String),
    /// Something is missing in it.
    #[error("En la dirección falta {0}. Escríbala así: postgres://rol@servidor:5432/base?centre=quito_sur")]
    Lacks(&'static str),
    /// A password stands in it.
    #[error("La dirección lleva una contraseña. Quítela: el programa la pide, y nunca queda escrita en un archivo.")]
    Password,
    /// The name of the role or of the database has signs that an address is not written with.
    #[error("«{0}» tiene signos que no sirven en la dirección. Use letras, números, «_», «-» y «.».")]
    Name(String),
    /// The name of the centre's schema can be none.
    #[error(
        "«{0}» no sirve como nombre del centro en la base. Use letras minúsculas sin tilde, números y «_», hasta 40, y \
         empiece con una letra."
    )]
    Schema(String),
}

/// What stands in an address and is this program's own.
const OWN: [&str; 2] = ["centre", "root"];
const MOST_LETTERS: usize = 40;

impl FromStr for Address {
    type Err = AddressFault;

    fn from_str(text: &str) -> Result<Self, AddressFault> {
        let unreadable = || AddressFault::Unreadable(without_password(text));
        if !text.starts_with("postgres://") && !text.starts_with("postgresql://") {
            return Err(unreadable());
        }
        let (before, query) = text.split_once('?').unwrap_or((text, ""));
        let (mut schema, mut root) = (None, None);
        for part in query.split('&').filter(|part| !part.is_empty()) {
            match part.split_once('=') {
                Some(("centre", value)) => schema = Some(value.to_owned()),
                Some(("root", value)) => root = Some(PathBuf::from(value)),
                // Anything else could say that the way is another one than it looks.
                _ => return Err(AddressFault::Superfluous(part.split('=').next().unwrap_or(part).to_owned())),
            }
        }
        if let Some(port) = wrong_port(before) {
            return Err(AddressFault::Port(port.to_owned()));
        }
        let config: Config = before.parse().map_err(|_| unreadable())?;
        if config.get_password().is_some() {
            return Err(AddressFault::Password);
        }
        if config.get_hosts().is_empty() {
            return Err(AddressFault::Lacks("el servidor"));
        }
        if config.get_user().is_none() {
            return Err(AddressFault::Lacks("el rol"));
        }
        if config.get_dbname().is_none() {
            return Err(AddressFault::Lacks("la base de datos"));
        }
        // As they are written they come back from a station's file, and name its folders.
        let odd = [config.get_user(), config.get_dbname()].into_iter().flatten().find(|name| !is_plain(name));
        if let Some(name) = odd {
            return Err(AddressFault::Name(name.to_owned()));
        }
        let schema = schema.ok_or(AddressFault::Lacks("el centro («?centre=…»)"))?;
        let is_name = schema.chars().all(|letter| matches!(letter, 'a'..='z' | '0'..='9' | '_'))
            && schema.starts_with(|letter: char| letter.is_ascii_lowercase())
            && schema.len() <= MOST_LETTERS
            && !schema.starts_with("pg_")
            && !["public", "information_schema"].contains(&schema.as_str());
        if !is_name {
            return Err(AddressFault::Schema(schema));
        }
        Ok(Self { config, schema, root })
    }
}

fn is_plain(name: &str) -> bool {
    name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.')) && !name.starts_with('.')
}

/// What stands as the port of an address and is none. Of several servers, and of one in brackets, the driver says it.
fn wrong_port(before: &str) -> Option<&str> {
    let (_, rest) = before.split_once("://")?;
    let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host).split('/').next()?;
    let (_, port) = host.split_once(':').filter(|_| !host.contains([',', '[']))?;
    port.parse::<u16>().map_or(true, |port| port == 0).then_some(port)
}

/// The text, where what stands between the role and the server is left out.
fn without_password(text: &str) -> String {
    match text.split_once("://").and_then(|(_, rest)| rest.split_once('@')) {
        Some((who, rest)) if who.contains(':') => {
            format!("postgres://{}@{rest}", who.split(':').next().unwrap_or_default())
        }
        _ => text.to_owned(),
    }
}

impl Address {
    /// Is a text meant as an address of a server, right or wrong, and not as a folder?
    #[must_use]
    pub fn is_meant(text: &str) -> bool {
        text.starts_with("postgres:") || text.starts_with("postgresql:")
    }

    /// The schema of the centre.
    #[must_use]
    pub fn schema(&self) -> &str {
        &self.schema
    }

    /// The role that comes in.
    #[must_use]
    pub fn role(&self) -> &str {
        self.config.get_user().unwrap_or_default()
    }

    /// The server alone, as somebody looks for it.
    #[must_use]
    pub fn host(&self) -> String {
        let host = self.config.get_hosts().first();
        host.map(|host| match host {
            Host::Tcp(name) => name.clone(),
            #[cfg(unix)]
            Host::Unix(folder) => folder.display().to_string(),
        })
        .unwrap_or_default()
    }

    /// The same place for another role.
    #[must_use]
    pub fn of_role(&self, role: &str) -> Self {
        let mut other = self.clone();
        other.config.user(role);
        other
    }

    /// The root that vouches for the server, where one is named.
    #[must_use]
    pub fn root(&self) -> Option<&Path> {
        self.root.as_deref()
    }

    /// Does what is said to the server leave this machine? Then it is enciphered, or nothing is said.
    #[must_use]
    pub fn leaves_this_machine(&self) -> bool {
        self.config.get_hosts().iter().any(|host| match host {
            Host::Tcp(name) => {
                let address: Option<std::net::IpAddr> = name.trim_matches(['[', ']']).parse().ok();
                name != "localhost" && !address.is_some_and(|address| address.is_loopback())
            }
            #[cfg(unix)]
            Host::Unix(_) => false,
        })
    }

    /// How to connect, with a password.
    pub(super) fn config(&self, password: &[u8]) -> Config {
        let mut config = self.config.clone();
        config.password(password);
        config.ssl_mode(if self.leaves_this_machine() { SslMode::Require } else { SslMode::Prefer });
        config
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hosts = self.config.get_hosts().iter().zip(self.config.get_ports().iter().copied().chain([5432]));
        let hosts: Vec<String> = hosts
            .map(|(host, port)| match host {
                Host::Tcp(name) if name.contains(':') => format!("[{name}]:{port}"),
                Host::Tcp(name) => format!("{name}:{port}"),
                #[cfg(unix)]
                Host::Unix(folder) => format!("{}:{port}", folder.display().to_string().replace('/', "%2F")),
            })
            .collect();
        let (role, database) = (self.role(), self.config.get_dbname().unwrap_or_default());
        write!(f, "postgres://{role}@{}/{database}?{}={}", hosts.join(","), OWN[0], self.schema)?;
        match &self.root {
            Some(root) => write!(f, "&{}={}", OWN[1], root.display()),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> String {
        text.parse::<Address>().unwrap_err().to_string()
    }

    #[test]
    fn an_address_is_read_and_written_the_same() {
        for text in [
            "postgres://ventanilla@db.iess.gob.ec:5433/centros?centre=quito_sur",
            "postgres://ventanilla@127.0.0.1:5432/centros?centre=quito_sur&root=/etc/root.pem",
        ] {
            let address: Address = text.parse().unwrap();
            assert_eq!(address.to_string(), text);
            assert_eq!(address.to_string().parse::<Address>().unwrap(), address);
            assert_eq!((address.schema(), address.role()), ("quito_sur", "ventanilla"));
        }
    }

    #[test]
    fn only_what_stays_on_this_machine_may_go_in_the_clear() {
        let leaves =
            |host: &str| format!("postgres://v@{host}/c?centre=a").parse::<Address>().unwrap().leaves_this_machine();
        assert!(!leaves("localhost") && !leaves("127.0.0.1:5433") && !leaves("%2Frun%2Fpostgresql"));
        assert!(leaves("10.1.2.3") && leaves("db.iess.gob.ec") && leaves("localhost.evil.example"));
    }

    #[test]
    fn what_is_wrong_with_an_address_is_said_with_what_to_do_and_without_a_password() {
        assert!(fault("postgres://v:secreta@h/b?centre=a").contains("Quítela"));
        assert!(!fault("mysql://v:secreta@h/b").contains("secreta"));
        assert!(fault("postgres://v@h/b").contains("el centro"));
        assert!(fault("postgres://h/b?centre=a").contains("el rol"));
        assert!(fault("postgres://v@h?centre=a").contains("la base de datos"));
        let port = fault("postgres://v:secreta@h:54x/b?centre=a");
        assert!(port.contains("«54x» no es un puerto") && !port.contains("secreta"), "{port}");
        assert!(fault("postgres://v@h:0/b?centre=a").contains("«0»"));
        let more = fault("postgres://v@h/b?centre=a&sslmode=disable");
        assert!(more.contains("sobra «sslmode»"), "{more}");
        for name in ["Quito", "1a", "a-b", "pg_x", "", "a;drop"] {
            let said = fault(&format!("postgres://v@h/b?centre={name}"));
            assert!(said.contains("no sirve como nombre"), "{name}: {said}");
        }
    }
}
