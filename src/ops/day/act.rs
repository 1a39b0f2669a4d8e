//! The act of a closed day. It is made from what the close kept, so it can be printed again with the same bytes. It names
//! who attended, and leaves the counter as paper: each time with an entry, as what else a supervisor reads of people.

use chrono::NaiveDate;

use crate::domain::calendar::{Moment, day_in_figures};
use crate::domain::journal::Head;
use crate::ops::error::{Error, Refusal};
use crate::ops::house::operation::{Done, Operation, Subject, Work};
use crate::ops::house::{House, Session};
use crate::ops::issuance::sheet;
use crate::ops::names::Names;
use crate::ops::settings;
use crate::print::documents::{self, DayAct, Document, Occasion};
use crate::store;

/// Notes that the act of a day is printed, before it is. Run it through [`act`].
#[derive(Debug, Clone, Copy)]
pub struct PrintDayAct {
    /// Which day's.
    pub day: NaiveDate,
}

impl Operation for PrintDayAct {
    const NAME: &'static str = "day.print_act";
    const SUPERVISES: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        self.day.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        match store::day::get(work.tx, work.centre.id, self.day)? {
            Some(_) => Ok(Done::new((), self.day, &[])),
            None => Err(not_closed(self.day)),
        }
    }
}

fn not_closed(day: NaiveDate) -> Error {
    Refusal::new("open_day", format!("El día {} no está cerrado.", day_in_figures(day))).into()
}

/// The "Acta de cierre" of a day, to be printed now by a supervisor.
///
/// # Errors
/// A refusal for a day that is not closed, or to a clerk; the store's; a text that no page holds.
pub fn act(house: &House, by: &Session, day: NaiveDate) -> Result<Document, Error> {
    house.perform(by, &PrintDayAct { day })?;
    let (reader, centre) = (house.reader()?, house.centre());
    let close = store::day::get(&reader, centre.id, day)?.ok_or_else(|| not_closed(day))?;
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
