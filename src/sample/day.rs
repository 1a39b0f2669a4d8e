//! When a sample day plays.

use chrono::NaiveTime;

use crate::domain::calendar::{Calendar, Moment, Zone, national_holidays};
use crate::domain::hours::WeekHours;
use crate::ops::Error;

/// Mid-morning of the last working day before `now`, on the mainland: when a sample day plays, so that its journal is
/// never ahead of the machine's clock.
///
/// # Errors
/// [`Error::Inconsistent`] when the list of holidays does not read.
pub fn mid_morning(now: Moment) -> Result<Moment, Error> {
    let holidays = national_holidays().map_err(|fault| Error::Inconsistent(fault.to_string()))?;
    let calendar = Calendar {
        zone: Zone::Mainland,
        holidays: holidays.into_iter().map(|holiday| holiday.day).collect(),
        hours: WeekHours::default(),
    };
    let mut day = now.day(Zone::Mainland);
    for _ in 0..30 {
        day = day.pred_opt().unwrap_or(day);
        if calendar.is_working_day(day) {
            break;
        }
    }
    Ok(Moment::from_local(day.and_time(MID_MORNING), Zone::Mainland))
}

/// 9:40.
const MID_MORNING: NaiveTime = match NaiveTime::from_hms_opt(9, 40, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};
