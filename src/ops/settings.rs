//! The centre's settings: typed, with their defaults, kept in the store.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::error::{Error, refuse};
use super::retention::Retention;
use super::scan::ScannedPaper;
use crate::domain::calendar::weekday_name;
use crate::domain::hours::WeekHours;
use crate::domain::id::CentreId;
use crate::domain::journal::Digest;
use crate::domain::turn::BookingRule;
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::store::{self, Reader};

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

/// Under this name the settings stand in the store, as one JSON object.
pub(super) const NAME: &str = "centre";

/// The settings in force.
///
/// # Errors
/// The store's; [`Error::Inconsistent`] when what stands there is not ours.
pub fn load(reader: &Reader, centre: CentreId) -> Result<Settings, Error> {
    Ok(load_as_kept(reader, centre)?.0)
}

/// The settings in force, and the text in which they stand, where anybody ever changed them.
pub(super) fn load_as_kept(reader: &Reader, centre: CentreId) -> Result<(Settings, Option<String>), Error> {
    let kept = store::centre::setting(reader, centre, NAME)?;
    let settings = match &kept {
        None => Settings::default(),
        Some(text) => serde_json::from_str(text)
            .map_err(|fault| Error::Inconsistent(format!("la configuración del centro no se lee ({fault})")))?,
    };
    Ok((settings, kept))
}

/// Under this name an entry's detail holds the mark of the settings that it went by.
pub(super) const WENT_BY: &str = "settings";

/// The mark of settings as they are kept: the beginning of their digest, or nothing where nobody ever changed them. Of
/// their value and not of their text, so that whatever wrote it down says the same.
pub(super) fn mark(kept: Option<&serde_json::Value>) -> String {
    kept.map(|kept| Digest::of(kept.to_string().as_bytes()).to_string().chars().take(MARK_LENGTH).collect())
        .unwrap_or_default()
}

const MARK_LENGTH: usize = 16;

/// Changes the centre's settings.
#[derive(Debug, Clone)]
pub struct ChangeSettings {
    /// The settings from now on.
    pub settings: Settings,
}

impl Operation for ChangeSettings {
    const NAME: &'static str = "settings.change";
    const SIGNED: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        Subject::HOUSE
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        self.settings.retention.require_sound()?;
        for day in WeekHours::DAYS {
            if self.settings.hours.of(day).is_some_and(|hours| !hours.are_sound()) {
                let day = weekday_name(day);
                return refuse("hours", format!("El {day} abre después de cerrar. Corrija una de las dos horas."));
            }
        }
        if let Some(fault) = self.settings.booking.fault() {
            return refuse("booking", fault);
        }
        let text = serde_json::to_string(&self.settings).map_err(|fault| Error::Inconsistent(fault.to_string()))?;
        store::centre::set_setting(work.tx, work.centre.id, NAME, &text)?;
        Ok(Done::new((), Subject::HOUSE, &[Changed::Settings])
            .detail(json!({ "before": work.settings, "after": self.settings })))
    }
}
