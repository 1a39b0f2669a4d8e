//! The log of visits, for supervisors; clerks see their own.
//!
//! A list of visits leaves no trace; a visit that is opened does ([`super::reading`]), and so does an export
//! ([`export`](self::export())).

mod export;
mod field;
mod paper;
mod story;

use crate::domain::id::VisitId;
use crate::domain::user::{Actor, Role};
use crate::store::{self, Reader};

pub use super::error::Error;
pub use crate::domain::procedure::reason_in_words;
pub use crate::store::log::{Filter, Line, Mark, SortBy, Sorting};
pub(super) use export::ExportLog;
pub use export::{ExportPlan, Exported, Format, export};
pub use field::Field;
pub use story::{Event, GivenOverride, Story, tell, tell_again};

/// The visits that a filter leaves, in order: for a clerk, of those that they attended.
///
/// # Errors
/// The store's.
pub fn visits(reader: &Reader, viewer: Actor, filter: &Filter, sorting: Sorting) -> Result<Vec<VisitId>, Error> {
    let mut filter = filter.clone();
    if viewer.role == Role::Clerk {
        filter.clerk = Some(viewer.user);
    }
    Ok(store::log::visits(reader, viewer.centre, &filter, sorting)?)
}

/// What the list shows of these visits, in their order: for a clerk, of those that they attended.
///
/// # Errors
/// The store's.
pub fn lines(reader: &Reader, viewer: Actor, visits: &[VisitId]) -> Result<Vec<Line>, Error> {
    reader.at_one_moment(|reader| {
        let mut lines = Vec::with_capacity(visits.len());
        for visit in visits {
            lines.extend(store::log::line(reader, *visit)?);
        }
        lines.retain(|line| viewer.role == Role::Supervisor || line.clerk == viewer.user);
        Ok(lines)
    })
}
