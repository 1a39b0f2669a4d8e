//! What a centre can set, with its defaults.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::hours::WeekHours;
use super::retention::Retention;
use super::turn::BookingRule;
use super::visit::ScannedPaper;

/// The paper of a slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// 210 × 297 mm.
    A4,
    /// 148 × 210 mm.
    A5,
    /// A roll of 80 mm.
    Roll80,
}

/// What a centre can set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How early a person may come for an online turn, in minutes.
    pub tolerance_early_minutes: u16,
    /// How late, in minutes.
    pub tolerance_late_minutes: u16,
    /// How many calls by hour stand between two of priority, when both wait.
    pub calls_by_hour_per_priority: u8,
    /// After so many calls a person who does not come may be marked as not having come.
    pub calls_before_no_show: u8,
    /// The window locks after so many idle minutes.
    pub idle_lock_minutes: u16,
    /// The paper of slips and acknowledgements.
    pub paper: Paper,
    /// Papers are scanned before a key is printed.
    pub scans_required: bool,
    /// Which ones, of those that were shown.
    pub scans_asked: BTreeSet<ScannedPaper>,
    /// The centre has one supervisor: they may answer their own requests, and each such answer is flagged.
    pub sole_supervisor: bool,
    /// After so many seconds without a final word from the printer, a slip counts as unconfirmed.
    pub printer_patience_secs: u16,
    /// When the counter is open.
    pub hours: WeekHours,
    /// What can be booked at the centre.
    pub booking: BookingRule,
    /// For how long scans and personal data are kept.
    pub retention: Retention,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            tolerance_early_minutes: 15,
            tolerance_late_minutes: 10,
            calls_by_hour_per_priority: 2,
            calls_before_no_show: 2,
            idle_lock_minutes: 5,
            paper: Paper::A5,
            scans_required: true,
            scans_asked: ScannedPaper::asked_at_first(),
            sole_supervisor: false,
            printer_patience_secs: 60,
            hours: WeekHours::default(),
            booking: BookingRule::default(),
            retention: Retention::default(),
        }
    }
}

impl Settings {
    /// The papers that are scanned before a key is printed, where they were shown.
    #[must_use]
    pub fn scanned_before_printing(&self) -> BTreeSet<ScannedPaper> {
        if self.scans_required { self.scans_asked.clone() } else { BTreeSet::new() }
    }
}
