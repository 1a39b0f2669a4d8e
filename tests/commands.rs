//! The command line, as a technician meets it: the real program, with a home of its own, and whatever can be typed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

mod backup;
mod day;
mod demo;
mod files;
mod on_server;
mod paper;
mod past;
mod store;
mod tampering;
mod words;

use std::ffi::OsStr;
use std::fs;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::support::house::copy_folder;

/// The users of a demo store, as its end says them.
const SUPERVISOR: (&str, &str) = ("supervisora", "arrayán de la cocha");
const CLERK: (&str, &str) = ("operador1", "colibrí bajo el puente");

/// A machine with nothing on it: its own home and temporary folder.
struct Machine {
    folder: TempDir,
}

/// What a command answered.
#[derive(Debug)]
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Said {
    fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// The answer of a command that ended like this.
    #[track_caller]
    fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self.is_spanish();
        self
    }

    /// It complains in these words.
    #[track_caller]
    fn complains(self, words: &str) -> Self {
        assert!(self.err.contains(words), "«{words}» is not in {self:#?}");
        self
    }

    /// It answers in these words.
    #[track_caller]
    fn answers(self, words: &str) -> Self {
        assert!(self.out.contains(words), "«{words}» is not in {self:#?}");
        self
    }

    /// None of the words of the system or of a library are left in it.
    #[track_caller]
    fn is_spanish(&self) {
        for english in
            ["os error", "No such", "denied", "error:", "Error", "panicked", "Usage", "invalid", "expected", "unknown"]
        {
            assert!(!self.err.contains(english), "«{english}» is in {self:#?}");
        }
    }
}

impl Machine {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["home", "temp", "work"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        Self { folder }
    }

    /// A machine with the store of a demo, in `work/store`. The demo is played once; each gets a copy.
    fn with_store() -> Self {
        static PATTERN: OnceLock<Machine> = OnceLock::new();
        let pattern = PATTERN.get_or_init(|| {
            let machine = Self::new();
            machine.run(["demo", "--headless", "--out", "."]).ends(0);
            machine
        });
        let machine = Self::new();
        copy_folder(&pattern.work("store"), &machine.work("store"));
        machine
    }

    /// A file or folder where commands are run.
    fn work(&self, name: &str) -> PathBuf {
        self.folder.path().join("work").join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        fs::write(self.work(name), bytes).unwrap();
        self.work(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.work(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Puts a command onto this machine.
    fn at_home(&self, mut command: Command) -> Command {
        let home = self.folder.path().join("home");
        command.env_clear().env("HOME", &home).env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("TMPDIR", self.folder.path().join("temp"));
        for (name, folder) in [
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_CACHE_HOME", "c"),
        ] {
            command.env(name, home.join(folder));
        }
        command.current_dir(self.work("")).stdin(Stdio::null());
        command
    }

    fn command<W: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = W>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ventanilla"));
        command.args(words);
        self.at_home(command)
    }

    fn run<W: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = W>) -> Said {
        Said::of(self.command(words).output().unwrap())
    }

    /// The command with somebody's password on an inherited descriptor.
    fn command_as<'w>(&self, (user, password): (&str, &str), words: impl IntoIterator<Item = &'w str>) -> Command {
        let secret = self.folder.path().join("password");
        fs::write(&secret, format!("{password}\n")).unwrap();
        let mut shell = Command::new("sh");
        shell.args(["-c", r#"exec 3<"$0"; exec "$@""#]).arg(secret).arg(env!("CARGO_BIN_EXE_ventanilla")).args(words);
        shell.args(["--user", user, "--password-fd", "3"]);
        self.at_home(shell)
    }

    fn run_as<'w>(&self, who: (&str, &str), words: impl IntoIterator<Item = &'w str>) -> Said {
        Said::of(self.command_as(who, words).output().unwrap())
    }

    /// Verifies the store in `work/store`, as the supervisor.
    fn verify(&self) -> Said {
        self.run_as(SUPERVISOR, ["verify", "--store", "store"])
    }

    /// Every file under home, temporary folder and where commands are run.
    fn files(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        gather(self.folder.path(), &mut files);
        files
    }
}

fn gather(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { gather(&path, into) } else { into.push(path) }
    }
}

/// This process may do what only an administrator may.
fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
}

/// The command will be run by somebody else, who has no rights on what root owns.
fn run_by(command: &mut Command, user: u32) {
    command.uid(user).gid(65_534);
}

/// Says what was left out, and fails where it may not be.
fn left_out(what: &str) {
    assert!(std::env::var_os("VENTANILLA_REAL_PARTS").is_none_or(|value| value != "1"), "missing: {what}");
    println!("left out: {what}");
}
