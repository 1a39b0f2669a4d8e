//! Real printers for the tests: `ippeveprinter`, and a CUPS daemon of its own before it, both in throw-away folders and
//! on free ports. D-Bus and Avahi, which `ippeveprinter` insists on, are started once, on a private bus and on loopback.
//!
//! Whatever is started hangs on a pipe to this process: when the test ends, in whatever way, the pipe closes and the
//! whole process group is killed.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails by panicking")]

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use ventanilla::print::ipp::PrinterUri;

/// What must be installed; on Debian: cups, cups-client, cups-ipp-utils, avahi-daemon, dbus-daemon.
const COMMANDS: [&str; 6] = ["ippeveprinter", "cupsd", "lpadmin", "avahi-daemon", "dbus-daemon", "mkfifo"];
/// Set where leaving these tests out would be a failure.
const DEMANDED: &str = "VENTANILLA_REAL_PARTS";
/// The longest that a real part may take to do what it was asked. Generous: it only ever shows in a failing test.
const DEADLINE: Duration = Duration::from_secs(40);
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Waits for something to become true; fails, saying what, when it does not.
pub(crate) fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + DEADLINE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < deadline, "waited in vain: {what}");
        std::thread::park_timeout(LOOK_EVERY);
    }
}

/// D-Bus and Avahi for this run; the way to everything else here.
pub(crate) struct Parts {
    bus: String,
    _lock: File,
    _daemons: [Leashed; 2],
}

/// The real parts, or `None`, said aloud, where they are not installed.
///
/// # Panics
/// Where they are demanded and missing, or do not start.
pub(crate) fn real() -> Option<&'static Parts> {
    static PARTS: OnceLock<Option<Parts>> = OnceLock::new();
    let parts = PARTS.get_or_init(|| {
        let missing: Vec<_> = COMMANDS.into_iter().filter(|command| find(command).is_none()).collect();
        if missing.is_empty() && is_root() {
            return Some(Parts::start());
        }
        let why = if missing.is_empty() {
            "not run as root".to_owned()
        } else {
            format!("not installed: {}", missing.join(", "))
        };
        left_out("real printers", &why);
        None
    });
    if parts.is_none() {
        let test = std::thread::current();
        eprintln!("left out: {}", test.name().unwrap_or("a test"));
    }
    parts.as_ref()
}

/// Says aloud what is left out; fails where that may not be.
///
/// # Panics
/// Where real parts are demanded.
pub(crate) fn left_out(what: &str, why: &str) {
    assert!(std::env::var_os(DEMANDED).is_none_or(|value| value != "1"), "{DEMANDED}=1, but {why}");
    eprintln!("{what} left out ({why})");
}

/// Daemons live in `/usr/sbin`, which is not on everybody's path.
pub(crate) fn find(command: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(["/usr/sbin", "/usr/bin", "/sbin", "/bin"].map(PathBuf::from))
        .map(|folder| folder.join(command))
        .find(|file| file.is_file())
}

/// Avahi and CUPS start as root only.
fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
}

impl Parts {
    fn start() -> Self {
        // Avahi allows one instance a machine: runs of these tests take turns.
        let lock = File::create(std::env::temp_dir().join("ventanilla-printers.lock")).expect("a lock file");
        lock.lock().expect("our turn");
        // Nobody drops what lives as long as the process: a keeper clears it away.
        let folder = open_folder().keep();
        let (dbus, bus) = start_bus(&folder, true);

        let avahi = start_avahi(&folder, &bus);
        Self { bus, _lock: lock, _daemons: [dbus, avahi] }
    }
}

/// Starts a message bus with its files in this folder, and says its address. One that clears away takes the folder with
/// it.
pub(crate) fn start_bus(folder: &Path, clears_away: bool) -> (Leashed, String) {
    let socket = folder.join("bus");
    let bus = format!("unix:path={}", socket.display());
    let config = folder.join("bus.conf");
    fs::write(&config, BUS_CONFIG.replace("@BUS@", &bus)).expect("the bus's configuration");
    let mut dbus = Command::new(find("dbus-daemon").expect("dbus-daemon"));
    dbus.arg("--config-file").arg(&config).args(["--nofork", "--nopidfile"]);
    if clears_away {
        dbus.env("LITTER", folder);
    }
    let dbus = Leashed::start(&dbus, &folder.join("bus.log"));
    until("the bus listens", || socket.exists().then_some(()));
    (dbus, bus)
}

/// Starts Avahi; again, where the one of an earlier run is still on its way out: there can be one only.
fn start_avahi(folder: &Path, bus: &str) -> Leashed {
    let (config, log) = (folder.join("avahi.conf"), folder.join("avahi.log"));
    fs::write(&config, AVAHI_CONFIG).expect("Avahi's configuration");
    let mut avahi = Command::new(find("avahi-daemon").expect("avahi-daemon"));
    avahi.arg("-f").arg(&config).args(["--no-drop-root", "--no-chroot", "--no-rlimits"]);
    // Killed, it would leave the file that says it runs.
    avahi.env("DBUS_SYSTEM_BUS_ADDRESS", bus).env("GENTLY", "yes");
    let said = |words: &str| fs::read_to_string(&log).unwrap_or_default().contains(words);
    until("Avahi is up", || {
        let avahi = Leashed::start(&avahi, &log);
        until("Avahi says how it starts", || (said("startup complete") || avahi.is_over()).then_some(()));
        (!avahi.is_over()).then_some(avahi)
    })
}

/// A folder that daemons under other users may pass through.
pub(crate) fn open_folder() -> TempDir {
    let folder = tempfile::Builder::new().prefix("ventanilla-").tempdir().expect("a folder");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("its permissions");
    folder
}

/// A process that ends with us.
pub(crate) struct Leashed {
    keeper: Child,
    pid: u32,
    log: PathBuf,
}

/// Says the number of the process, waits until its own input ends, clears away and kills its whole group. What minds
/// how it ends is asked first.
const KEEPER: &str = r#"
exec 3>&2
"$@" </dev/null >&3 2>&3 &
child=$!
echo $child
exec 3>&-
cat >/dev/null
[ -z "$GENTLY" ] || { kill -TERM $child; wait $child; }
[ -z "$LITTER" ] || rm -rf -- "$LITTER"
kill -KILL 0"#;

impl Leashed {
    /// Starts it, in this process's environment and what the command adds; what it says stands in `log`.
    pub(crate) fn start(command: &Command, log: &Path) -> Self {
        let words = File::create(log).expect("a log");
        let mut keeper = Command::new("sh");
        keeper.arg("-c").arg(KEEPER).arg("keeper").arg(command.get_program()).args(command.get_args());
        keeper.env("LITTER", "").env("GENTLY", "");
        for (key, value) in command.get_envs() {
            keeper.env(key, value.unwrap_or_default());
        }
        let mut keeper = keeper
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(words)
            .spawn()
            .expect("the keeper starts");
        let mut said = String::new();
        BufReader::new(keeper.stdout.take().expect("piped")).read_line(&mut said).expect("the process's number");
        let pid = said.trim().parse().expect("a number");
        Self { keeper, pid, log: log.to_owned() }
    }

    pub(crate) fn is_over(&self) -> bool {
        let state = fs::read_to_string(format!("/proc/{}/stat", self.pid)).unwrap_or_default();
        // Its keeper does not look after it before the end: over, it stays as a zombie.
        state.is_empty() || state.contains(") Z ")
    }

    /// Waits until it listens; fails with its own words.
    fn until_it_listens(&self, port: u16) {
        let deadline = Instant::now() + DEADLINE;
        while listens(port).is_none() {
            let words = || fs::read_to_string(&self.log).unwrap_or_default();
            assert!(Instant::now() < deadline, "{} waited in vain: {}", self.log.display(), words());
            std::thread::park_timeout(LOOK_EVERY);
        }
    }

    /// Sends a signal, as `kill` names it.
    pub(crate) fn signal(&self, signal: &str) {
        let done = Command::new("kill").arg(signal).arg(self.pid.to_string()).status().expect("kill");
        assert!(done.success(), "kill {signal}");
    }
}

impl Drop for Leashed {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // It ends by its own hand; how, does not matter.
        let _ = self.keeper.wait();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("its address").port()
}

fn listens(port: u16) -> Option<()> {
    TcpStream::connect(("127.0.0.1", port)).ok().map(drop)
}

/// What the printer does with its next page.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Page {
    /// Prints it.
    Prints,
    /// Has no paper until [`EvePrinter::go_on`].
    WantsPaper,
    /// Breaks down over it.
    Fails,
    /// Breaks down over it, on [`EvePrinter::go_on`].
    FailsLate,
    /// Is at it until [`EvePrinter::go_on`].
    TakesLong,
}

/// An IPP Everywhere printer.
pub(crate) struct EvePrinter {
    folder: TempDir,
    port: u16,
    /// Both ends of the pipe on which the printer waits.
    go: File,
    process: Leashed,
}

impl EvePrinter {
    /// A printer that answers.
    pub(crate) fn start(parts: &Parts) -> Self {
        Self::start_at(parts, free_port())
    }

    /// A printer that answers at this port: where another one was switched off.
    pub(crate) fn start_at(parts: &Parts, port: u16) -> Self {
        let folder = open_folder();
        let at = |name: &str| folder.path().join(name);
        for name in ["spool", "keys"] {
            fs::create_dir(at(name)).expect("a folder");
        }
        let made = Command::new("mkfifo").arg(at("go")).status().expect("mkfifo");
        assert!(made.success());
        let go = File::options().read(true).write(true).open(at("go")).expect("the pipe");
        let script = at("page.sh");
        fs::write(&script, PAGE_SCRIPT.replace("@DIR@", &folder.path().display().to_string())).expect("the script");
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).expect("its permissions");

        let mut command = Command::new(find("ippeveprinter").expect("ippeveprinter"));
        command.args(["-n", "localhost", "-r", "off", "-k", "-f", "application/pdf", "-p"]).arg(port.to_string());
        command.arg("-K").arg(at("keys")).arg("-d").arg(at("spool")).arg("-c").arg(&script).arg("Caja de prueba");
        command.env("DBUS_SYSTEM_BUS_ADDRESS", &parts.bus);
        let process = Leashed::start(&command, &at("log"));
        let printer = Self { folder, port, go, process };
        printer.next_page(Page::Prints);
        printer.process.until_it_listens(port);
        printer
    }

    /// Its address; `scheme` is `ipp` or `ipps`.
    pub(crate) fn uri(&self, scheme: &str) -> PrinterUri {
        PrinterUri::parse(&format!("{scheme}://localhost:{}/ipp/print", self.port)).expect("an address")
    }

    /// The port it answers at.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// What it will do from now on.
    pub(crate) fn next_page(&self, page: Page) {
        fs::write(self.folder.path().join("page"), format!("{page:?}\n")).expect("the printer's mood");
    }

    /// Paper is put in, or the long page ends.
    pub(crate) fn go_on(&self) {
        (&self.go).write_all(b"go\n").expect("the pipe");
    }

    /// It stops answering, without a word.
    pub(crate) fn hang(&self) {
        self.process.signal("-STOP");
    }

    /// It answers again.
    pub(crate) fn wake(&self) {
        self.process.signal("-CONT");
    }

    /// It is switched off.
    pub(crate) fn switch_off(self) -> PrinterUri {
        let uri = self.uri("ipp");
        drop(self.process);
        until("nobody listens any more", || listens(self.port).is_none().then_some(()));
        uri
    }

    /// The documents that arrived, whole or not.
    pub(crate) fn received(&self) -> Vec<Vec<u8>> {
        let spool = fs::read_dir(self.folder.path().join("spool")).expect("the spool");
        let files = spool.map(|file| file.expect("a file").path());
        // Beside each stands the page that the script made of it.
        files
            .filter(|file| file.extension().is_some_and(|kind| kind == "pdf"))
            .map(|file| fs::read(file).expect("its bytes"))
            .collect()
    }
}

/// A CUPS daemon with its own files, port and queues.
pub(crate) struct Cups {
    folder: TempDir,
    port: u16,
    _process: Leashed,
}

impl Cups {
    /// One that answers, without a queue.
    pub(crate) fn start(parts: &Parts) -> Self {
        let folder = open_folder();
        let port = free_port();
        let at = folder.path().display().to_string();
        for name in ["root", "state", "cache", "spool", "tmp"] {
            fs::create_dir(folder.path().join(name)).expect("a folder");
        }
        for (name, text) in [("cupsd.conf", CUPSD_CONFIG), ("cups-files.conf", CUPS_FILES)] {
            let text = text.replace("@DIR@", &at).replace("@PORT@", &port.to_string());
            fs::write(folder.path().join(name), text).expect("a configuration");
        }
        let mut command = Command::new(find("cupsd").expect("cupsd"));
        command
            .arg("-f")
            .arg("-c")
            .arg(folder.path().join("cupsd.conf"))
            .arg("-s")
            .arg(folder.path().join("cups-files.conf"));
        command.env("DBUS_SYSTEM_BUS_ADDRESS", &parts.bus);
        let process = Leashed::start(&command, &folder.path().join("log"));
        process.until_it_listens(port);
        Self { folder, port, _process: process }
    }

    /// Makes an enabled queue to a printer and says its address.
    pub(crate) fn queue(&self, name: &str, printer: &PrinterUri) -> PrinterUri {
        // Without a driver the bytes pass unchanged, which is what the tests compare.
        self.admin("lpadmin", &["-p", name, "-E", "-v", &printer.to_string(), "-m", "raw"]);
        PrinterUri::parse(&format!("ipp://localhost:{}/printers/{name}", self.port)).expect("an address")
    }

    /// Pauses a queue, as an administrator does.
    pub(crate) fn pause(&self, name: &str) {
        self.admin("cupsdisable", &[name]);
    }

    /// The server's own address.
    pub(crate) fn uri(&self) -> PrinterUri {
        PrinterUri::parse(&format!("ipp://localhost:{}/", self.port)).expect("an address")
    }

    /// The documents and job records in the spool.
    pub(crate) fn spooled(&self) -> Vec<String> {
        let spool = fs::read_dir(self.folder.path().join("spool")).expect("the spool");
        let names = spool.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned());
        names.collect()
    }

    fn admin(&self, command: &str, arguments: &[&str]) {
        let server = format!("127.0.0.1:{}", self.port);
        let done = Command::new(find(command).expect("a command"))
            .arg("-h")
            .arg(server)
            .args(arguments)
            .output()
            .expect("it runs");
        assert!(done.status.success(), "{command} {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    }
}

const PAGE_SCRIPT: &str = r#"#!/bin/sh
read -r page < "@DIR@/page"
case $page in
Fails) exit 1 ;;
FailsLate) read -r _ < "@DIR@/go"; exit 1 ;;
WantsPaper)
  echo "STATE: +media-empty-error,media-needed" >&2
  read -r _ < "@DIR@/go"
  echo "STATE: -media-empty-error,media-needed" >&2 ;;
TakesLong) read -r _ < "@DIR@/go" ;;
esac
exit 0
"#;

const BUS_CONFIG: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>@BUS@</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_type="method_call"/>
    <allow send_type="signal"/>
    <allow send_type="method_return"/>
    <allow send_type="error"/>
    <allow receive_type="method_call"/>
    <allow receive_type="signal"/>
    <allow receive_type="method_return"/>
    <allow receive_type="error"/>
  </policy>
</busconfig>
"#;

const AVAHI_CONFIG: &str = "[server]
host-name=ventanilla-prueba
use-ipv4=yes
use-ipv6=no
allow-interfaces=lo
[publish]
publish-hinfo=no
publish-workstation=no
";

/// Debian's own policy for jobs; administration is open, because the test is the administrator.
const CUPSD_CONFIG: &str = "LogLevel warn
MaxLogSize 0
ErrorPolicy retry-job
JobRetryInterval 1
Listen 127.0.0.1:@PORT@
Browsing No
WebInterface No
<Location />
  Order allow,deny
  Allow localhost
</Location>
<Policy default>
  JobPrivateAccess default
  JobPrivateValues default
  <Limit Create-Job Print-Job Print-URI Validate-Job>
    Order deny,allow
  </Limit>
  <Limit Send-Document Send-URI Hold-Job Release-Job Restart-Job Purge-Jobs Set-Job-Attributes Close-Job>
    Require user @OWNER @SYSTEM
    Order deny,allow
  </Limit>
  <Limit Cancel-Job CUPS-Authenticate-Job>
    Require user @OWNER @SYSTEM
    Order deny,allow
  </Limit>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
";

const CUPS_FILES: &str = "ServerRoot @DIR@/root
StateDir @DIR@/state
CacheDir @DIR@/cache
RequestRoot @DIR@/spool
TempDir @DIR@/tmp
AccessLog @DIR@/access_log
ErrorLog @DIR@/error_log
PageLog @DIR@/page_log
FileDevice No
";
