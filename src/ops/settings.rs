//! The centre's settings: read, and changed by a supervisor.

use serde_json::json;

use super::error::{Error, refuse};
use crate::domain::calendar::weekday_name;
use crate::domain::hours::WeekHours;
pub use crate::domain::settings::{Paper, Settings};
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::ops::house::settings::NAME;
pub use crate::ops::house::settings::load;
use crate::store;

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
        if let Some(fault) = self.settings.retention.fault() {
            return refuse("retention", fault);
        }
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
