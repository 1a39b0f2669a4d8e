//! A register's file looked at to its end, without writing: rows in the order of their numbers, a stop and a progress.

use std::io::Read;

use super::ahead::Ahead;
use super::paper::Printed;
use super::{ImportFile, ImportReport};
use crate::intake::table::Numbered;
use crate::ops::error::Error;
use crate::ops::house::run::{Gathered, Watch};

/// How many rows are taken in one go, between two looks at the stop.
const ROWS_AT_ONCE: usize = 2_000;

/// What looks at the rows of a file.
pub(super) trait Look {
    /// What a row is.
    type Row: Numbered + Printed + Send + 'static;

    /// What it came to so far.
    fn report(&mut self) -> &mut ImportReport;

    /// The next row.
    fn take(&mut self, row: Self::Row) -> Result<(), Error>;
}

/// Goes through a file; answers the report, its lists in the order of the lines.
pub(super) fn look_through<R: Read + Send + 'static, L: Look>(
    file: ImportFile<R>,
    watch: &mut Watch<'_>,
    mut look: L,
) -> Result<ImportReport, Error> {
    let mut reading = Ahead::open(file)?;
    loop {
        if watch.cancel.is_cancelled() {
            return Err(Error::Cancelled);
        }
        let gathered = reading.gather(ROWS_AT_ONCE, look.report())?;
        while let Some(row) = reading.queue.pop_front() {
            look.take(row)?;
        }
        (watch.progress)(reading.progress(look.report().done()));
        if gathered == Gathered::AtEnd {
            break;
        }
    }
    look.report().in_order_of_the_file();
    Ok(std::mem::take(look.report()))
}
