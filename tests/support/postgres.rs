//! A real PostgreSQL server in a folder of its own, one for all tests, each with a centre of its own. It ends with the tests,
//! however they end.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::{IpAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use ventanilla::domain::calendar::Moment;
use ventanilla::ops::{Clock as _, SystemClock};
use ventanilla::store::postgres::{Address, Server};

use super::printers::left_out;

/// The password of the role that owns all centres here.
pub(crate) const PASSWORD: &str = "muy secreta";
/// The role that owns all centres here.
pub(crate) const ROLE: &str = "institucion";

/// Where a server listens that only this machine reaches.
const LOOPBACK: &str = "127.0.0.1";

/// A server at work.
#[derive(Debug)]
pub(crate) struct Postgres {
    process: Child,
    port: u16,
    folder: TempDir,
    programs: PathBuf,
    /// Its clock, where it is another than the machine's.
    clock: Option<OtherClock>,
    /// The addresses at which it listens.
    listens: String,
}

/// A clock that goes as fast as the machine's and is set otherwise.
#[derive(Debug, Clone, Copy)]
struct OtherClock {
    ahead_secs: i64,
}

/// What sets the clock of one program otherwise; on Debian: libfaketime.
const FAKETIME: &str = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";

/// The server that all tests share, or `None`, said aloud, where none is installed.
///
/// # Panics
/// Where it is demanded and missing, or does not start.
pub(crate) fn shared() -> Option<&'static Postgres> {
    static SHARED: OnceLock<Option<Postgres>> = OnceLock::new();
    // Nothing removes what stands here until the program ends: its server does.
    SHARED.get_or_init(|| Postgres::start_then(Afterwards::Remove, None, LOOPBACK)).as_ref()
}

/// Is there one to start? Where it is missing, that is said aloud when one is started.
pub(crate) fn is_installed() -> bool {
    programs().is_some()
}

/// The folder of the server's own programs: Debian keeps each version's apart.
fn programs() -> Option<PathBuf> {
    let mut versions: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql").ok()?.flatten().map(|it| it.path()).collect();
    versions.sort();
    versions.into_iter().rev().map(|version| version.join("bin")).find(|it| it.join("initdb").exists())
}

impl Postgres {
    /// Starts one.
    pub(crate) fn start() -> Option<Self> {
        Self::start_then(Afterwards::Keep, None, LOOPBACK)
    }

    /// Starts one that other machines reach too, at this address of the machine's.
    pub(crate) fn start_reached_at(address: IpAddr) -> Option<Self> {
        let server = Self::start_then(Afterwards::Keep, None, &format!("{LOOPBACK},{address}"))?;
        let rules = server.psql("postgres", "SHOW hba_file");
        let from_anywhere = "host all all all scram-sha-256\n";
        fs::write(&rules, fs::read_to_string(&rules).unwrap() + from_anywhere).unwrap();
        server.set(&[]);
        Some(server)
    }

    /// Starts one whose clock says this moment now, and goes on.
    pub(crate) fn start_at(moment: Moment) -> Option<Self> {
        if !Path::new(FAKETIME).exists() {
            left_out("a PostgreSQL with another clock", "not installed: libfaketime");
            return None;
        }
        let ahead_secs = (moment.0 - SystemClock.now().0).div_euclid(1000);
        Self::start_then(Afterwards::Keep, Some(OtherClock { ahead_secs }), LOOPBACK)
    }

    fn start_then(afterwards: Afterwards, clock: Option<OtherClock>, listens: &str) -> Option<Self> {
        let Some(programs) = programs() else {
            left_out("a real PostgreSQL", "not installed: postgresql");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("password"), PASSWORD).unwrap();
        if is_root() {
            // The server refuses to run as root.
            run(Command::new("chown").args(["-R", "postgres"]).arg(folder.path()));
        }
        let data = folder.path().join("data");
        let made = ["--auth=scram-sha-256", "--encoding=UTF8", "--no-sync", "--locale=C.UTF-8"];
        run(as_server(&programs.join("initdb"), folder.path())
            .args(made)
            .arg(format!("--username={ROLE}"))
            .arg(format!("--pwfile={}", folder.path().join("password").display()))
            .arg("--pgdata")
            .arg(&data));
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let process = serve(&programs, folder.path(), (port, listens), (afterwards, clock));
        let server = Self { process, port, folder, programs, clock, listens: listens.to_owned() };
        server.wait_until_it_answers();
        Some(server)
    }

    /// One of the server's own programs.
    #[allow(dead_code, reason = "what measures the server runs one")]
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.programs.join(name)
    }

    /// Where it listens.
    #[allow(dead_code, reason = "what measures the server asks")]
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Runs statements as the owner of all.
    pub(crate) fn psql(&self, database: &str, sql: &str) -> String {
        let run = self.try_psql(database, sql);
        run.unwrap_or_else(|said| panic!("{sql}: {said}"))
    }

    /// The same, with what the server says of a refusal.
    pub(crate) fn try_psql(&self, database: &str, sql: &str) -> Result<String, String> {
        let done = self.psql_of(database, sql).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        if done.status.success() { Ok(text(&done.stdout)) } else { Err(text(&done.stderr)) }
    }

    fn psql_of(&self, database: &str, sql: &str) -> Command {
        let mut psql = Command::new(self.programs.join("psql"));
        psql.args(["-X", "-q", "-A", "-t", "-h", "127.0.0.1", "-U", ROLE, "-d", database, "-c", sql]);
        psql.arg("-p").arg(self.port.to_string()).env("PGPASSWORD", PASSWORD);
        // Of a server that says nothing, it is said.
        psql.env("PGCONNECT_TIMEOUT", "10").env("PGOPTIONS", "-c statement_timeout=60s");
        psql
    }

    fn wait_until_it_answers(&self) {
        let began = Instant::now();
        while let Err(said) = self.try_psql("postgres", "SELECT 1") {
            assert!(began.elapsed() < Duration::from_secs(30), "the server does not answer: {said}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Sets something of the server's at work, each by its name; a server that goes on as before fails the test.
    pub(crate) fn set(&self, settings: &[(&str, &str)]) {
        for (name, value) in settings {
            self.psql("postgres", &format!("ALTER SYSTEM SET {name} = '{value}'"));
        }
        self.psql("postgres", "SELECT pg_reload_conf()");
        let began = Instant::now();
        while let Some((name, _)) =
            settings.iter().find(|(name, value)| self.psql("postgres", &format!("SHOW {name}")) != *value)
        {
            assert!(began.elapsed() < Duration::from_secs(30), "{name} is not set");
        }
    }

    /// Gives the server a key that it may read: it takes none that others may.
    pub(crate) fn gives_key(&self, key: &Path) {
        run(Command::new("chmod").arg("0600").arg(key));
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(key));
        }
    }

    /// The folder that it works in.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The address of a centre in a database that nobody else has, for a window's role.
    pub(crate) fn new_address(&self) -> Address {
        self.address_of(&self.new_database("template1"))
    }

    /// The address of the centre in a database.
    pub(crate) fn address_of(&self, database: &str) -> Address {
        format!("postgres://ventanilla_{database}@127.0.0.1:{}/{database}?centre=centro", self.port).parse().unwrap()
    }

    /// A database of its own, a copy of another.
    fn new_database(&self, pattern: &str) -> String {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("centros_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        self.psql("postgres", &format!("CREATE DATABASE {name} TEMPLATE {pattern} STRATEGY file_copy"));
        name
    }

    /// The same centre in a copy of its database, for the same role. Whoever is in it is put out, and comes back with the next
    /// question.
    pub(crate) fn copy(&self, address: &Address) -> Address {
        self.end_sessions(address);
        let (before, after) = (database_of(address), self.new_database(&database_of(address)));
        address.to_string().replace(&format!("/{before}?"), &format!("/{after}?")).parse().unwrap()
    }

    /// How many conversations a role has in the database of a centre.
    pub(crate) fn sessions_of(&self, address: &Address, role: &str) -> usize {
        let of = format!("datname = '{}' AND usename = '{role}'", database_of(address));
        self.psql("postgres", &format!("SELECT count(*) FROM pg_stat_activity WHERE {of}")).parse().unwrap()
    }

    /// Removes the database of a centre, for which nobody waits.
    pub(crate) fn remove(&self, address: &Address) {
        let mut psql = self.psql_of("postgres", &format!("DROP DATABASE {} WITH (FORCE)", database_of(address)));
        std::thread::spawn(move || psql.output());
    }

    /// The server, for the owner of all.
    pub(crate) fn as_owner(&self, address: &Address) -> Server {
        Server::at(address.of_role(ROLE), PASSWORD.as_bytes()).unwrap()
    }

    /// The server, for the window's role, whose password is everybody's here.
    pub(crate) fn as_window(&self, address: &Address) -> Server {
        Server::at(address.clone(), PASSWORD.as_bytes()).unwrap()
    }

    /// Ends every conversation with a centre, as the server's own people can.
    pub(crate) fn end_sessions(&self, address: &Address) {
        let all = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = ";
        self.psql("postgres", &format!("{all}'{}'", database_of(address)));
    }

    /// Kills one process of the server, a conversation with a centre: the server then ends all the others, and recovers.
    /// Answers whether there was one.
    pub(crate) fn kill_session(&self, address: &Address) -> bool {
        self.wait_until_it_answers();
        let one = "SELECT pid FROM pg_stat_activity WHERE datname = ";
        let pid = self.psql("postgres", &format!("{one}'{}' ORDER BY state_change DESC LIMIT 1", database_of(address)));
        if pid.is_empty() {
            return false;
        }
        run(Command::new("bash").args(["-c", "kill -9 \"$0\""]).arg(&pid));
        // It answers for a moment yet; asked to end while it recovers, it never would.
        let began = Instant::now();
        let is_known = format!("SELECT count(*) FROM pg_stat_activity WHERE pid = {pid}");
        while self.try_psql("postgres", &is_known).as_deref() != Ok("0") {
            assert!(began.elapsed() < Duration::from_secs(30), "the server does not recover");
            std::thread::sleep(Duration::from_millis(20));
        }
        true
    }

    /// Ends it as a power cut would, and starts it anew in the same place.
    pub(crate) fn cut_and_restart(&mut self) {
        self.cut_then(|| ());
    }

    /// The same, with something that is done while it is gone.
    pub(crate) fn cut_then(&mut self, meanwhile: impl FnOnce()) {
        let noted = fs::read_to_string(self.folder.path().join("data/postmaster.pid")).unwrap();
        let first = noted.lines().next().unwrap().to_owned();
        run(Command::new("bash").args(["-c", "kill -9 \"$0\""]).arg(first));
        drop(self.process.stdin.take());
        let _ = self.process.wait();
        // Its children see that it is gone, and end.
        std::thread::sleep(Duration::from_secs(1));
        meanwhile();
        let listens = (self.port, self.listens.as_str());
        self.process = serve(&self.programs, self.folder.path(), listens, (Afterwards::Keep, self.clock));
        self.wait_until_it_answers();
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // The end of its input ends it.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

pub(crate) fn database_of(address: &Address) -> String {
    let text = address.to_string();
    text.rsplit('/').next().unwrap().split('?').next().unwrap().to_owned()
}

/// What becomes of the folder of a server that ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Afterwards {
    Keep,
    Remove,
}

/// Serves until its input ends: with the tests, however they end.
fn serve(
    programs: &Path,
    folder: &Path,
    (port, listens): (u16, &str),
    (afterwards, clock): (Afterwards, Option<OtherClock>),
) -> Child {
    let words = "$3 \"$0\" -D data -p \"$1\" -k \"$PWD\" -c listen_addresses=\"$4\" -c fsync=off -c max_connections=300 \
                 -c unix_socket_permissions=0700 >log 2>&1 & served=$!; echo served; cat >/dev/null; kill -INT $served; wait; $2";
    let mut command = as_server(Path::new("/bin/sh"), folder);
    let command = command.args(["-c", words]).arg(programs.join("postgres")).arg(port.to_string());
    let command = match afterwards {
        Afterwards::Keep => command.arg(":"),
        Afterwards::Remove => command.arg(format!("rm -rf {}", folder.display())),
    };
    // The shell itself goes by the machine's.
    let command = match clock {
        Some(clock) => command.arg(format!("env LD_PRELOAD={FAKETIME} FAKETIME={:+}", clock.ahead_secs)),
        None => command.arg("env"),
    };
    let command = command.arg(listens);
    let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut said = String::new();
    BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut said).unwrap();
    assert_eq!(said.trim(), "served");
    process
}

/// A command as the server's own user where this is root, in a folder.
fn as_server(program: &Path, folder: &Path) -> Command {
    let mut command = match is_root() {
        true => {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        }
        false => Command::new(program),
    };
    command.current_dir(folder).env("LC_ALL", "C.UTF-8");
    command
}

fn run(command: &mut Command) {
    let done = command.output().unwrap_or_else(|fault| panic!("{command:?}: {fault}"));
    assert!(done.status.success(), "{command:?}: {}", String::from_utf8_lossy(&done.stderr));
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}
