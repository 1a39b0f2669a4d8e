//! What is due by the review terms: looked for and erased beside the window's work.

use super::{Desk, RunJob};
use crate::ops::erasure::ErasureReport;
use crate::ops::reading::Supervising;
use crate::ops::retention::{DuePeople, DueScans, EraseDue, EraseScans, ScansErased, review_people, review_scans};

impl Desk {
    /// Whose personal data are due.
    pub fn review_people(&self) -> RunJob<DuePeople> {
        self.long(review_people)
    }

    /// Which scans are due.
    pub fn review_scans(&self) -> RunJob<DueScans> {
        self.long(|house, by, watch| review_scans(house, &house.reader()?, Supervising::of(by.actor())?, watch))
    }

    /// Erases the people who were found due.
    pub fn erase_people(&self, due: &DuePeople) -> RunJob<ErasureReport> {
        let run = EraseDue::new(due);
        self.run(move || Ok(run))
    }

    /// Erases the scans that were found due.
    pub fn erase_scans(&self, due: &DueScans) -> RunJob<ScansErased> {
        let run = EraseScans::new(due);
        self.run(move || Ok(run))
    }
}
