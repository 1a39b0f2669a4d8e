//! What supervision asks of the figures: the month of this centre and of all in reach, and the charts; printed and saved.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Desk, PrintJob, RunJob, Ticket};
use crate::domain::day::{Month, Period};
use crate::ops;
use crate::ops::log::Format;
use crate::ops::reading::Supervising;
use crate::ops::report::CentresTable;

impl Desk {
    /// Prints the transparency table of a month.
    pub fn print_month_table(&self, month: Month) -> PrintJob<()> {
        self.print_in_the_name_of(move |house, session| {
            let reader = house.reader()?;
            let table = ops::report::transparency(&reader, Supervising::of(session.actor())?, month)?;
            Ok((format!("transparencia-{}", month.in_file_names()), ops::report::page(&reader, &table)?))
        })
    }

    /// Writes the transparency table of a month to a file; only with `replaces` over one that is there.
    pub fn save_month_table(&self, month: Month, file: PathBuf, format: Format, replaces: bool) -> Ticket<()> {
        self.read_as(move |house, reader, session| {
            let (by, now) = (Supervising::of(session.actor())?, house.clock().now());
            ops::report::save_table(reader, by, month, (&file, format, now), replaces)
        })
    }

    /// Prints the charts of a day or a month.
    pub fn print_charts(&self, period: Period) -> PrintJob<()> {
        self.print_in_the_name_of(move |house, session| {
            let reader = house.reader()?;
            let charts = ops::report::chart(&reader, Supervising::of(session.actor())?, period)?;
            Ok((format!("graficos-{}", period.in_file_names()), ops::report::chart_pages(&reader, &charts)?))
        })
    }

    /// How many centres of the database this machine may count, its own among them; none where the store is a file.
    pub fn centres_in_reach(&self) -> Ticket<usize> {
        self.read_as(|_, reader, session| ops::report::centres_in_reach(reader, Supervising::of(session.actor())?))
    }

    /// Counts the month of all centres in reach.
    pub fn count_all_centres(&self, month: Month) -> RunJob<CentresTable> {
        self.long(move |house, session, watch| {
            house.require_window()?;
            let (by, now) = (Supervising::of(session.actor())?, house.clock().now());
            ops::report::all_centres(&house.reader()?, by, (month, now), watch)
        })
    }

    /// Prints the month of several centres, as it was counted.
    pub fn print_centres_table(&self, table: Arc<CentresTable>) -> PrintJob<()> {
        self.print_in_the_name_of(move |house, session| {
            Supervising::of(session.actor())?;
            let name = format!("centros-{}", table.table.month().in_file_names());
            Ok((name, ops::report::centres_pages(&house.reader()?, &table)?))
        })
    }

    /// Writes the month of several centres to a file, as it was counted; only with `replaces` over one that is there.
    pub fn save_centres_table(
        &self,
        table: Arc<CentresTable>,
        file: PathBuf,
        format: Format,
        replaces: bool,
    ) -> Ticket<()> {
        self.read_as(move |_, reader, session| {
            let by = Supervising::of(session.actor())?;
            ops::report::save_centres(reader, by, &table, (&file, format), replaces)
        })
    }
}
