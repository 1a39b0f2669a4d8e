//! What a command says: to the standard output what it answers, to the standard error what went wrong. A reader that went
//! away (a closed pipe) is no reason to fail in the middle of the work.

use std::fmt::Arguments;
use std::io::Write as _;

/// Says a line of the answer.
pub(super) fn answer_line(line: Arguments<'_>) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Says a line about what went wrong.
pub(super) fn complaint_line(line: Arguments<'_>) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

macro_rules! say {
    ($($words:tt)*) => { crate::cli::voice::answer_line(format_args!($($words)*)) };
}

macro_rules! complain {
    ($($words:tt)*) => { crate::cli::voice::complaint_line(format_args!($($words)*)) };
}

pub(super) use {complain, say};
