//! The act of a closed day. It is made from what the close kept, so it can be printed again with the same bytes.

use chrono::NaiveDate;

use crate::domain::calendar::{Moment, day_in_figures};
use crate::domain::journal::Head;
use crate::ops::error::{Error, Refusal};
use crate::ops::house::House;
use crate::ops::issuance::sheet;
use crate::ops::names::Names;
use crate::ops::settings;
use crate::print::documents::{self, DayAct, Document, Occasion};
use crate::store;

/// The "Acta de cierre" of a day.
///
/// # Errors
/// A refusal for a day that is not closed; the store's; a text that no page holds.
pub fn act(house: &House, day: NaiveDate) -> Result<Document, Error> {
    let (reader, centre) = (house.reader()?, house.centre());
    let close = store::day::get(&reader, centre.id, day)?
        .ok_or_else(|| Refusal::new("open_day", format!("El día {} no está cerrado.", day_in_figures(day))))?;
    let entry = store::journal::entry(&reader, close.journal_number)?
        .ok_or_else(|| Error::Inconsistent(format!("falta la entrada {} de la bitácora", close.journal_number)))?;
    let names = Names::read(&reader)?;
    let settings = settings::load(&reader, centre.id)?;
    let attended = &close.figures.attended;
    let act = DayAct {
        day,
        closed_by: names.user(close.closed_by).into(),
        gender: names.gender(close.closed_by),
        occasion: Occasion {
            centre: centre.name.clone(),
            window: names.window(close.window),
            at: Moment(close.closed_at_ms),
            zone: centre.zone,
        },
        clerks: attended.iter().map(|line| (line.clerk, names.user(line.clerk).into())).collect(),
        windows: attended.iter().map(|line| (line.window, names.window(line.window))).collect(),
        figures: close.figures,
        head: Head { number: close.journal_number, hash: entry.hash },
    };
    Ok(documents::day_act(&act, sheet(house, &settings))?)
}
