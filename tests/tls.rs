//! The way to a centre's server that other machines reach: enciphered with TLS, to the server that is meant and no other; or
//! nothing is said at all. On a real server, with certificates of its own.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{IpAddr, TcpListener, UdpSocket};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use ventanilla::domain::duty::Duty;
use ventanilla::ops::call_board::CallBoard;
use ventanilla::ops::{Address, Error, Place, look_on_server};
use ventanilla::store;
use ventanilla::store::postgres::{Distrust, Fault};

use crate::many_windows::staffed;
use crate::support::certificates;
use crate::support::house::{CLERK, COLLEAGUE, Site, password};
use crate::support::postgres::{self, Postgres};
use crate::support::printers::left_out;

/// An address of this machine that other machines reach; nothing is sent to find it.
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0").unwrap();
    let found = socket.connect("198.51.100.1:9").and_then(|()| socket.local_addr()).map(|own| own.ip());
    let found = found.ok().filter(|own| !own.is_loopback() && !own.is_unspecified());
    if found.is_none() {
        left_out("a server that other machines reach", "this machine has no address but its own");
    }
    found
}

/// A server with certificates in its folder: `good` and `local` from `root`, `elsewhere` for another name, `over` whose time is.
struct Guarded {
    server: Postgres,
    own: IpAddr,
}

impl Guarded {
    fn start() -> Option<Self> {
        let own = own_address()?;
        let server = Postgres::start_reached_at(own)?;
        let folder = server.folder();
        for name in ["root", "other"] {
            certificates::authority(folder, name);
        }
        for (name, names, days) in [
            ("good", format!("IP:{own}"), 30),
            ("local", "DNS:localhost".to_owned(), 30),
            ("elsewhere", "DNS:otro.example".to_owned(), 30),
            ("over", format!("IP:{own}"), 0),
        ] {
            certificates::server(folder, name, "root", &names, days);
            server.gives_key(&folder.join(format!("{name}.key")));
        }
        let guarded = Self { server, own };
        guarded.shows("good");
        Some(guarded)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.server.folder().join(name)
    }

    /// The server shows this certificate from now on.
    fn shows(&self, name: &str) {
        let file = |kind: &str| self.file(&format!("{name}.{kind}")).display().to_string();
        let (certificate, key) = (file("pem"), file("key"));
        self.server.set(&[("ssl_cert_file", &certificate), ("ssl_key_file", &key), ("ssl", "on")]);
    }

    /// The same centre, reached by this name, held against this root where one is named.
    fn address(&self, of: &Address, host: &str, root: Option<&str>) -> Address {
        let text = of.to_string().replace("127.0.0.1", host);
        let root = root.map(|root| format!("&root={}", self.file(root).display())).unwrap_or_default();
        let address: Address = format!("{text}{root}").parse().unwrap();
        assert!(address.leaves_this_machine(), "{address}");
        address
    }

    /// What comes of looking there.
    fn look(&self, address: &Address) -> Result<(), Error> {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::within(folder.path()).on_server(address.clone());
        look_on_server(&place, (postgres::ROLE, postgres::PASSWORD.as_bytes())).map(drop)
    }

    #[track_caller]
    fn is_distrusted(&self, address: &Address, why: &Distrust, says: &str) {
        let fault = self.look(address).unwrap_err();
        assert!(fault.to_string().contains(says), "{fault}");
        let Error::Store(store::Error::Distrusted { why: found, source: Fault::Distrusted { .. } }) = fault else {
            panic!("{fault:?}")
        };
        assert_eq!(found, *why);
    }
}

#[test]
fn everything_that_machines_of_a_centre_say_goes_enciphered_to_the_server_that_is_meant() {
    let Some(guarded) = Guarded::start() else { return };
    let mut site = Site::free_on(&guarded.server);
    let plain = site.place.server.take().unwrap();
    site.place.server = Some(guarded.address(&plain, &guarded.own.to_string(), Some("root.pem")));
    let site = staffed(site);
    let (second, screen) = (site.another_machine(2), site.another_machine_as(Duty::Calls, 1));
    let (here, _) = site.open(CLERK).unwrap();
    let (there, _) = second.open(COLLEAGUE).unwrap();
    let ear = there.listen().unwrap().unwrap();
    let board = CallBoard::open(&screen.place, CLERK, &password(), screen.clock.clone()).unwrap();
    let ways = guarded.server.psql(
        "postgres",
        "SELECT usename, count(*), bool_and(ssl), min(version) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
         WHERE application_name = 'ventanilla' GROUP BY usename ORDER BY usename",
    );
    let ways: Vec<&str> = ways.lines().collect();
    assert_eq!(ways.len(), 3, "{ways:?}");
    for way in &ways {
        assert!(way.contains("|t|TLSv1."), "{way}");
    }
    // What was cut comes back the same way.
    guarded.server.end_sessions(&plain);
    here.again(|| here.reader()?.server_now_ms().map_err(Error::from)).unwrap();
    let in_the_clear = "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
                        WHERE application_name = 'ventanilla' AND NOT ssl";
    assert_eq!(guarded.server.psql("postgres", in_the_clear), "0");
    drop((ear, board));
    here.close().unwrap();
    there.close().unwrap();
}

#[test]
fn a_server_that_is_not_the_one_that_is_meant_is_told_nothing_and_said_with_what_to_do() {
    let Some(guarded) = Guarded::start() else { return };
    let plain = guarded.server.new_address();
    let own = guarded.own.to_string();
    let good = guarded.address(&plain, &own, Some("root.pem"));
    guarded.look(&good).unwrap();
    // A name that does not say that it is this machine.
    guarded.shows("local");
    guarded.look(&guarded.address(&plain, "LOCALHOST", Some("root.pem"))).unwrap();
    guarded.shows("good");
    let other = guarded.file("other.pem");
    guarded.is_distrusted(
        &guarded.address(&plain, &own, Some("other.pem")),
        &Distrust::Root { root: other.clone() },
        &format!("no viene de la raíz {}", other.display()),
    );
    guarded.is_distrusted(
        &guarded.address(&plain, &own, None),
        &Distrust::Authority,
        "indíquelo al final de la dirección: «&root=/ruta/raiz.pem»",
    );
    guarded.shows("elsewhere");
    let name = Distrust::Name { host: own.clone() };
    guarded.is_distrusted(&good, &name, &format!("no es para «{own}». Escriba en la dirección el nombre"));
    // A certificate that signed itself, as the server's own manual makes one.
    guarded.server.gives_key(&guarded.file("root.key"));
    guarded.shows("root");
    guarded.is_distrusted(&good, &Distrust::NotAServers, "es el de una autoridad, y no el de un servidor");
    let began = Instant::now();
    while !certificates::is_over(guarded.server.folder(), "over") {
        assert!(began.elapsed() < Duration::from_secs(10), "a certificate of no days is over a second later");
    }
    guarded.shows("over");
    guarded.is_distrusted(&good, &Distrust::Expired, "está vencido. Pida a quien lo administra que lo renueve");
    guarded.server.set(&[("ssl", "off")]);
    guarded.is_distrusted(&good, &Distrust::NoTls, "no ofrece una conexión cifrada (TLS)");
    for (name, text) in [("nothing.pem", None), ("blank.pem", Some("")), ("key.pem", Some("no es un certificado"))] {
        if let Some(text) = text {
            fs::write(guarded.file(name), text).unwrap();
        }
        let root = guarded.file(name);
        let says = format!("ningún certificado en {}", root.display());
        guarded.is_distrusted(&guarded.address(&plain, &own, Some(name)), &Distrust::RootFile { root }, &says);
    }
}

/// It says that it has no TLS, as whoever stands in between would: neither role nor password are said to it.
#[test]
fn nothing_is_said_in_the_clear() {
    let Some(own) = own_address() else { return };
    let listener = TcpListener::bind((own, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = std::thread::spawn(move || {
        let (mut window, _) = listener.accept().unwrap();
        window.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let mut request = [0; 8];
        window.read_exact(&mut request).unwrap();
        window.write_all(b"N").unwrap();
        let mut more = Vec::new();
        window.read_to_end(&mut more).unwrap();
        (request, more)
    });
    let folder = tempfile::tempdir().unwrap();
    let address: Address = format!("postgres://ventanilla_1@{own}:{port}/iess?centre=quito_sur").parse().unwrap();
    let place = Place::within(folder.path()).on_server(address);
    let refused = look_on_server(&place, (postgres::ROLE, b"muy secreta")).unwrap_err();
    assert!(refused.to_string().contains("no se le dijo ninguna contraseña"), "{refused}");
    let (request, more) = heard.join().unwrap();
    assert_eq!(request, [0, 0, 0, 8, 4, 210, 22, 47], "it asks for TLS");
    assert_eq!(more, b"", "and says nothing else");
}
