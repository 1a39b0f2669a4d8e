//! A real mail server, with a certificate of a root of its own: aiosmtpd, run by Debian's Python.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot set its scene fails")]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

use super::certificates;

/// How it enciphers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    StartTls,
    Implicit,
    Bare,
}

/// The server; it ends with this value.
pub(crate) struct MailServer {
    process: Child,
    pub(crate) port: u16,
    folder: TempDir,
}

const PYTHON: &str = "/usr/bin/python3";

impl MailServer {
    /// One that takes what it is given from whoever comes.
    pub(crate) fn start(kind: Kind) -> Option<Self> {
        Self::start_for(kind, "", "")
    }

    /// One that asks for user and password. `None` where its parts are not on this machine and are not demanded.
    pub(crate) fn start_for(kind: Kind, user: &str, password: &str) -> Option<Self> {
        let is_here = Command::new(PYTHON).args(["-c", "import aiosmtpd"]).stderr(Stdio::null()).status();
        if !is_here.is_ok_and(|status| status.success()) {
            let demanded = std::env::var_os("VENTANILLA_REAL_PARTS").is_some();
            assert!(!demanded, "python3-aiosmtpd is not installed");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        for file in ["server.pem", "server.key"] {
            fs::copy(folder_of_all().join(file), folder.path().join(file)).unwrap();
        }
        fs::write(folder.path().join("mode"), "take").unwrap();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/mail_server.py");
        let kind = match kind {
            Kind::StartTls => "starttls",
            Kind::Implicit => "implicit",
            Kind::Bare => "bare",
        };
        let mut process = Command::new(PYTHON)
            .arg(script)
            .arg(folder.path())
            .args([kind, user, password])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // What its library thinks of a conversation that breaks off is long, and wanted here.
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut said).unwrap();
        let port = said.trim().parse().unwrap_or_else(|_| panic!("the mail server said {said:?}"));
        Some(Self { process, port, folder })
    }

    /// From now on it behaves so: `take`, `later`, `unknown`, `reject`, `cut`, `slow SECONDS`, `taken_slowly SECONDS` …
    pub(crate) fn behave(&self, mode: &str) {
        let beside = self.folder.path().join("mode.new");
        fs::write(&beside, mode).unwrap();
        fs::rename(beside, self.folder.path().join("mode")).unwrap();
    }

    /// What it took, in its order.
    pub(crate) fn letters(&self) -> Vec<String> {
        let files = fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<PathBuf> = files.filter(|file| file.extension().is_some_and(|it| it == "eml")).collect();
        files.sort();
        files.iter().map(|file| fs::read_to_string(file).unwrap()).collect()
    }

    /// The senders, receivers and letters that it was told of, a line each.
    pub(crate) fn heard(&self) -> Vec<String> {
        let heard = fs::read_to_string(self.folder.path().join("heard")).unwrap_or_default();
        heard.lines().map(str::to_owned).collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The root that vouches for every server here, as a PEM text.
pub(crate) fn root() -> String {
    fs::read_to_string(folder_of_all().join("root.pem")).unwrap()
}

/// Another root, which vouches for none of them.
pub(crate) fn other_root() -> String {
    fs::read_to_string(folder_of_all().join("other.pem")).unwrap()
}

/// The file of the root, beside its private key as somebody may keep it.
pub(crate) fn root_file() -> PathBuf {
    folder_of_all().join("root-and-key.pem")
}

fn folder_of_all() -> &'static Path {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        for name in ["root", "other"] {
            certificates::authority(folder.path(), name);
        }
        certificates::server(folder.path(), "server", "root", "DNS:localhost,IP:127.0.0.1", 30);
        let mut text = fs::read_to_string(folder.path().join("root.key")).unwrap();
        text.push_str(&fs::read_to_string(folder.path().join("root.pem")).unwrap());
        fs::write(folder.path().join("root-and-key.pem"), text).unwrap();
        folder
    });
    made.path()
}
