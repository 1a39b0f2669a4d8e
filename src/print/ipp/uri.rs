//! A printer's address, parsed once, and what may be sent to it unencrypted.
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use super::error::Error;

/// The port that IANA registered for `ipp` and `ipps` alike (RFC 8010, RFC 7472).
const IPP_PORT: u16 = 631;
/// Where every IPP Everywhere printer answers; used when the address names no path.
const USUAL_PATH: &str = "/ipp/print";
/// The protocol's own limit for a `uri` value, in bytes.
const LONGEST: usize = 1023;

/// What may travel to a printer unencrypted. A decision of the centre; the caller passes it, nothing here guesses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// Unencrypted only inside this machine; beyond it, `ipps://`.
    LocalOrTls,
    /// A supervisor consented, on the record, to unencrypted printing beyond this machine.
    PlainConsented,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Scheme {
    Ipps,
    Ipp,
}

/// The address of a printer or of a print queue: `ipps://`, `ipp://`, or `https://`/`http://` with a path.
///
/// It always carries host, port and path, and never credentials. Encrypted addresses sort first.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PrinterUri {
    scheme: Scheme,
    host: String,
    port: u16,
    path: String,
}

impl PrinterUri {
    /// Reads an address as a person types it.
    ///
    /// Without a port, `ipp` and `ipps` mean 631, `http` 80 and `https` 443; without a path, `/ipp/print`.
    ///
    /// # Errors
    /// [`Error::Address`], with the reason and an example.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        read(text).map_err(|reason| Error::Address {
            // What stands before an @ may be a password.
            text: text.rsplit('@').next().unwrap_or(text).chars().take(80).collect(),
            reason,
        })
    }

    /// An address from parts that a printer announced.
    pub(super) fn announced(encrypted: bool, host: &str, port: u16, path: &str) -> Result<Self, Error> {
        let scheme = if encrypted { "ipps" } else { "ipp" };
        let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
        Self::parse(&format!("{scheme}://{host}:{port}/{}", path.trim_start_matches('/')))
    }

    /// Whether the other end is this machine itself: `localhost` or a loopback address.
    pub fn is_local(&self) -> bool {
        let bare = self.host.trim_start_matches('[').trim_end_matches(']');
        match bare.parse::<IpAddr>() {
            Ok(address) => address.is_loopback(),
            Err(_) => self.host == "localhost",
        }
    }

    /// Whether what is sent there is encrypted on the way.
    pub fn is_encrypted(&self) -> bool {
        self.scheme == Scheme::Ipps
    }

    /// Host name or address; an IPv6 address stands in brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// TCP port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Path, beginning with `/`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Refuses an address that `trust` does not allow, by name.
    pub(super) fn permitted(&self, trust: Trust) -> Result<(), Error> {
        match trust {
            Trust::LocalOrTls if !self.is_encrypted() && !self.is_local() => {
                Err(Error::PlainRefused { host: self.host.clone() })
            }
            Trust::LocalOrTls | Trust::PlainConsented => Ok(()),
        }
    }

    /// The same address as HTTP knows it.
    pub(super) fn for_http(&self) -> String {
        let scheme = if self.is_encrypted() { "https" } else { "http" };
        format!("{scheme}://{}:{}{}", self.host, self.port, self.path)
    }
}

impl fmt::Display for PrinterUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.is_encrypted() { "ipps" } else { "ipp" };
        write!(f, "{scheme}://{}", self.host)?;
        if self.port != IPP_PORT {
            write!(f, ":{}", self.port)?;
        }
        f.write_str(&self.path)
    }
}

impl FromStr for PrinterUri {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse(text)
    }
}

fn read(text: &str) -> Result<PrinterUri, &'static str> {
    if text.is_empty() {
        return Err("está vacía");
    }
    if text.len() > LONGEST {
        return Err("es demasiado larga");
    }
    let (scheme, rest) = text.split_once("://").ok_or("le falta el comienzo «ipps://» o «ipp://»")?;
    let (scheme, usual_port) = match scheme.to_ascii_lowercase().as_str() {
        "ipps" => (Scheme::Ipps, IPP_PORT),
        "ipp" => (Scheme::Ipp, IPP_PORT),
        "https" => (Scheme::Ipps, 443),
        "http" => (Scheme::Ipp, 80),
        _ => return Err("su comienzo debe ser «ipps://», «ipp://», «https://» o «http://»"),
    };
    let (authority, path) = match rest.split_once('/') {
        Some((authority, path)) => (authority, path),
        None => (rest, ""),
    };
    if authority.contains('@') {
        return Err("lleva usuario o contraseña, y no debe llevarlos");
    }
    let (host, port) = split_port(authority)?;
    let port = match port {
        None => usual_port,
        Some(digits) => digits
            .parse::<u16>()
            .ok()
            .filter(|port| *port != 0)
            .ok_or("su puerto debe ser un número entre 1 y 65535")?,
    };
    let host = read_host(host)?;
    if path.contains(['?', '#']) {
        return Err("no debe llevar «?» ni «#»");
    }
    if !path.bytes().all(|byte| {
        byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'}' | b'|')
    }) {
        return Err("después del nombre solo puede llevar letras sin tilde, cifras y signos, sin espacios");
    }
    let path = if path.is_empty() { USUAL_PATH.to_owned() } else { format!("/{path}") };
    Ok(PrinterUri { scheme, host, port, path })
}

/// Host and, if there is one, the text of the port.
fn split_port(authority: &str) -> Result<(&str, Option<&str>), &'static str> {
    let after_bracket = authority.rfind(']').map_or(0, |end| end + 1);
    match authority.get(after_bracket..).and_then(|rest| rest.rfind(':')) {
        Some(colon) => {
            let (host, port) = authority.split_at_checked(after_bracket + colon).ok_or("no se entiende")?;
            Ok((host, Some(port.trim_start_matches(':'))))
        }
        None => Ok((authority, None)),
    }
}

fn read_host(host: &str) -> Result<String, &'static str> {
    if host.is_empty() {
        return Err("le falta el nombre o la IP de la impresora");
    }
    if let Some(inner) = host.strip_prefix('[') {
        let inner = inner.strip_suffix(']').ok_or("a su IP le falta un corchete")?;
        let address: std::net::Ipv6Addr = inner.parse().map_err(|_| "su IP entre corchetes no es válida")?;
        return Ok(format!("[{address}]"));
    }
    if !host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_')) {
        return Err("el nombre de la impresora solo puede llevar letras sin tilde, cifras, puntos y guiones");
    }
    let looks_like_address = host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if looks_like_address && host.parse::<std::net::Ipv4Addr>().is_err() {
        return Err("su IP no es válida: son cuatro números del 0 al 255 separados por puntos");
    }
    Ok(host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{Error, PrinterUri, Trust};

    fn check(text: &str, canonical: &str) {
        let uri = PrinterUri::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(uri.to_string(), canonical);
        assert_eq!(PrinterUri::parse(canonical).ok(), Some(uri), "the canonical text reads back as the same");
    }

    fn refused(text: &str, reason: &str) {
        match PrinterUri::parse(text) {
            Ok(uri) => panic!("{text} was read as {uri}"),
            Err(error) => assert!(error.to_string().contains(reason), "{text}: {error}"),
        }
    }

    #[test]
    fn addresses_are_completed() {
        check("ipps://10.0.0.7", "ipps://10.0.0.7/ipp/print");
        check(" IPP://Caja-3.Local/ipp/print ", "ipp://caja-3.local/ipp/print");
        check("ipp://localhost:631/printers/Ventanilla_3", "ipp://localhost/printers/Ventanilla_3");
        check("https://impresora/ipp", "ipps://impresora:443/ipp");
        check("http://localhost:8631/ipp/print", "ipp://localhost:8631/ipp/print");
        check("ipps://[fe80::1]:8631/ipp/print", "ipps://[fe80::1]:8631/ipp/print");
        check("ipps://[::1]", "ipps://[::1]/ipp/print");
    }

    #[test]
    fn bad_addresses_say_why() {
        refused("", "vacía");
        refused("impresora", "le falta el comienzo");
        refused("ftp://impresora/x", "su comienzo debe ser");
        refused("ipp:///ipp/print", "le falta el nombre");
        refused("ipp://impresora:0/x", "puerto");
        refused("ipp://impresora:99999/x", "puerto");
        refused("ipp://impresora:/x", "puerto");
        refused("ipp://10.0.0.300/x", "cuatro números");
        refused("ipp://[::1/x", "corchete");
        refused("ipp://[zz]/x", "corchetes");
        refused("ipp://señal/x", "letras sin tilde");
        refused("ipp://a b/x", "letras sin tilde");
        refused("ipp://impresora/una cola", "sin espacios");
        refused("ipp://impresora/x?y=1", "«?»");
        refused(&format!("ipp://impresora/{}", "x".repeat(2000)), "demasiado larga");
    }

    #[test]
    fn a_password_in_the_address_is_refused_and_not_repeated() {
        let error = PrinterUri::parse("ipp://ana:s3creta@impresora/x").map(|uri| uri.to_string());
        let error = error.map_err(|error| error.to_string()).unwrap_err();
        assert!(error.contains("usuario o contraseña"), "{error}");
        assert!(!error.contains("s3creta"), "{error}");
    }

    #[test]
    fn plain_printing_beyond_this_machine_needs_consent() {
        let plain = PrinterUri::parse("ipp://10.0.0.7/ipp/print").unwrap();
        match plain.permitted(Trust::LocalOrTls) {
            Err(error @ Error::PlainRefused { .. }) => {
                assert!(error.to_string().contains("10.0.0.7"), "{error}")
            }
            other => panic!("{other:?}"),
        }
        assert!(plain.permitted(Trust::PlainConsented).is_ok());
        for allowed in ["ipps://10.0.0.7", "ipp://127.0.0.9:8631/x", "ipp://localhost/x", "ipp://[::1]/x"] {
            let uri = PrinterUri::parse(allowed).unwrap();
            assert!(uri.permitted(Trust::LocalOrTls).is_ok(), "{allowed}");
        }
        // A name that merely begins like this machine's is not this machine.
        let other = PrinterUri::parse("ipp://localhost.example/x").unwrap();
        assert!(other.permitted(Trust::LocalOrTls).is_err());
    }

    #[test]
    fn encrypted_addresses_sort_first() {
        let mut both = [PrinterUri::parse("ipp://a/x"), PrinterUri::parse("ipps://b/x")].map(|uri| uri.unwrap());
        both.sort();
        assert!(both[0].is_encrypted());
    }
}
