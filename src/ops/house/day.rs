//! The day that what is done counts in.

use chrono::NaiveDate;

use crate::domain::calendar::Moment;
use crate::domain::day;
use crate::ops::error::Error;
use crate::store::centre::Centre;
use crate::store::{self, Reader};

/// The day that something done now counts in.
///
/// # Errors
/// The store's.
pub fn accounting_day(reader: &Reader, centre: &Centre, now: Moment) -> Result<NaiveDate, Error> {
    let today = now.day(centre.zone);
    Ok(day::accounting_day(today, &store::day::closed_since(reader, centre.id, today)?))
}
