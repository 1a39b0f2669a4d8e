//! What a day or a month looks like, and the pages that show it.

use super::{sheet, the_centre};
use crate::domain::day::{Chart, Period};
use crate::ops::error::Error;
use crate::ops::reading::Supervising;
use crate::print::documents::{self, Charts, Document};
use crate::store::{self, Reader};

/// The charts of a period, from the rows of its visits.
///
/// # Errors
/// The store's.
pub fn chart(reader: &Reader, _by: Supervising, period: Period) -> Result<Charts, Error> {
    reader.at_one_moment(|reader| {
        let centre = the_centre(reader)?;
        let (first, last) = (period.first(), period.last());
        let visits = store::day::measured(reader, centre.id, first, last)?;
        let reasons = store::day::reasons(reader, centre.id, first, last)?;
        Ok(Charts { centre: centre.name, chart: Chart::of(period, centre.zone, &visits, reasons) })
    })
}

/// The charts on paper.
///
/// # Errors
/// The store's; a text that no page holds.
pub fn chart_pages(reader: &Reader, charts: &Charts) -> Result<Document, Error> {
    Ok(documents::chart_pages(charts, sheet(reader)?)?)
}
