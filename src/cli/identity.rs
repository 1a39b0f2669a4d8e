//! `ventanilla identity NUMBER...`: one line each: number, kind, verdict, reason.

use super::Ended;
use super::voice::say;
use crate::domain::number::identity::{Verdict, read};

/// Reads the numbers; a number that can be nothing is a no.
pub(super) fn run(numbers: &[String]) -> Ended {
    let mut ended = Ended::Done;
    for reading in numbers.iter().flat_map(|number| read(number)) {
        say!("{}\t{}\t{}\t{}", reading.number, reading.kind, reading.verdict, reading.reason);
        if reading.verdict == Verdict::Invalid {
            ended = Ended::No;
        }
    }
    ended
}
