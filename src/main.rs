//! The program's entry: the process is sealed, the log is opened, the command is run.

use std::process::ExitCode;

fn main() -> ExitCode {
    ventanilla::cli::seal_process();
    ventanilla::cli::run(std::env::args_os())
}
