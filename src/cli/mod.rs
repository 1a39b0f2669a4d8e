//! The command line: one file a command. For the technician, for tests, and where there is no screen.
//!
//! What a command answers goes to the standard output, what it does and what went wrong to the standard error. Exit codes:
//! 0 done, 1 a no (a visit that may not issue, a refusal, a store that does not verify), 2 the words of the command or a
//! file are malformed, 3 something technical failed.

mod args;
pub mod assess;
mod backup;
mod close;
mod demo;
mod door;
mod error;
mod export;
mod identity;
mod import;
mod letters;
mod progress;
mod rekey;
mod report;
mod restore;
mod seal;
mod store;
mod verify;
mod voice;
mod window;

use std::ffi::OsString;
use std::process::ExitCode;

use args::Command;
pub use seal::seal_process;
use voice::complain;

use crate::domain::system::{ForLog as _, details_are_kept_in};
use crate::station::Station;
use crate::ui::Purpose;
use error::Error;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    /// Done.
    Done,
    /// The answer is no.
    No,
    /// The words of the command, or a file, are malformed.
    Malformed,
    /// Something technical failed.
    Failed,
}

impl From<Ended> for ExitCode {
    fn from(ended: Ended) -> Self {
        Self::from(match ended {
            Ended::Done => 0,
            Ended::No => 1,
            Ended::Malformed => 2,
            Ended::Failed => 3,
        })
    }
}

/// Runs the command of these words, the program's name first.
pub fn run(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    let command = match args::parse(words) {
        Ok(command) => command,
        Err(answer) => return answer.into(),
    };
    let _log = open_log();
    let ended = match command {
        None => window::run(Purpose::Counter),
        Some(Command::Kiosk) => window::run(Purpose::SelfService),
        Some(Command::Calls(words)) => window::calls(&words),
        Some(Command::Demo(demo)) => demo::run(&demo),
        Some(Command::Assess(assess)) => return assess::run(&assess.file).into(),
        Some(Command::Identity(identity)) => Ok(identity::run(&identity.numbers)),
        Some(Command::Import(import)) => import::run(&import),
        Some(Command::Close(close)) => close::run(&close),
        Some(Command::Report(report)) => report::run(&report),
        Some(Command::Verify(verify)) => verify::run(&verify),
        Some(Command::Backup(backup)) => backup::run(&backup),
        Some(Command::Restore(restore)) => restore::run(&restore),
        Some(Command::Export(export)) => export::run(&export),
        Some(Command::Rekey(rekey)) => rekey::run(&rekey),
        Some(Command::Store(store)) => store::run(&store),
    };
    ended.unwrap_or_else(|error| complain_of(&error)).into()
}

/// Says what went wrong, once, and how the command ends for it.
fn complain_of(error: &Error) -> Ended {
    tracing::warn!(error = error.for_log(), "a command ended with an error");
    complain!("{error}");
    error.ends()
}

/// A file a day, two weeks of them: what failed and why, without personal data. A machine where it cannot be written works without.
fn open_log() -> Option<tracing_appender::non_blocking::WorkerGuard> {
    use tracing_appender::rolling::{Builder, Rotation};
    let folder = Station::read().ok()?.log_folder();
    std::fs::create_dir_all(&folder).ok()?;
    let daily =
        Builder::new().rotation(Rotation::DAILY).filename_prefix("ventanilla").filename_suffix("log").max_log_files(14);
    let (writer, guard) = tracing_appender::non_blocking(daily.build(&folder).ok()?);
    tracing_subscriber::fmt().with_writer(writer).with_ansi(false).with_target(false).try_init().ok()?;
    details_are_kept_in(folder);
    log_panics();
    Some(guard)
}

/// A panic is logged by its place alone: what it says may hold anybody's data.
fn log_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, thread = std::thread::current().name(), "a panic");
        before(panic);
    }));
}
