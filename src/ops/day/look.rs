//! A look at a day before it is closed: its figures, and what is in the way.

use chrono::NaiveDate;

use crate::domain::calendar::Moment;
use crate::domain::day::{Figures, Hindrance};
use crate::domain::turn::TurnState;
use crate::ops::error::Error;
use crate::ops::mail::{Unsent, unsent_on};
use crate::ops::names::Names;
use crate::ops::reading::Supervising;
use crate::store::centre::Centre;
use crate::store::day::DayClose;
use crate::store::turn::TurnRow;
use crate::store::visit::VisitState;
use crate::store::{self, Reader};

/// A day as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayView {
    /// Which.
    pub day: NaiveDate,
    /// Its close, where it was closed.
    pub close: Option<DayClose>,
    /// What is to be settled before the close, in the order in which it is best done.
    pub hindrances: Vec<Hindrance>,
    /// How many visits are in pause: the close ends them.
    pub parked: usize,
    /// How many people of its turns are here and wait, or were called: after the close they count in the next day.
    pub waiting: usize,
    /// The letters that were given up on it: whom somebody tells by another way.
    pub unsent: Vec<Unsent>,
    /// The figures of its act, or those so far.
    pub figures: Figures,
}

/// Looks at a day.
///
/// # Errors
/// The store's.
pub fn look(reader: &Reader, by: Supervising, centre: &Centre, day: NaiveDate) -> Result<DayView, Error> {
    reader.at_one_moment(|reader| {
        let unsent = unsent_on(reader, by, centre, day)?;
        if let Some(close) = store::day::get(reader, centre.id, day)? {
            let figures = close.figures.clone();
            return Ok(DayView {
                day,
                close: Some(close),
                hindrances: Vec::new(),
                parked: 0,
                waiting: 0,
                unsent,
                figures,
            });
        }
        let unfinished = store::visit::unfinished_until(reader, centre.id, day)?;
        let turns = store::turn::of_day(reader, centre.id, day)?;
        let waits = |turn: &&TurnRow| matches!(turn.turn.state, TurnState::Arrived | TurnState::Called);
        Ok(DayView {
            day,
            close: None,
            unsent,
            waiting: turns.iter().filter(waits).count(),
            hindrances: hindrances(reader, centre, day)?,
            parked: unfinished.iter().filter(|visit| visit.state == VisitState::Parked).count(),
            figures: store::day::figures(reader, centre.id, day, Moment::at_beginning_of(day, centre.zone))?,
        })
    })
}

/// The day to be closed next: the oldest one that is still open, else today.
///
/// # Errors
/// The store's.
pub fn due(reader: &Reader, centre: &Centre, now: Moment) -> Result<NaiveDate, Error> {
    let today = now.day(centre.zone);
    Ok(store::day::oldest_unclosed(reader, centre.id, today)?.unwrap_or(today))
}

/// What keeps a day from being closed.
pub(super) fn hindrances(reader: &Reader, centre: &Centre, day: NaiveDate) -> Result<Vec<Hindrance>, Error> {
    let names = Names::read(reader)?;
    let mut found = Vec::new();
    found.extend(store::day::oldest_unclosed(reader, centre.id, day)?.map(Hindrance::EarlierDay));
    let slips = store::issuance::open(reader)?.into_iter().filter(|slip| slip.accounting_day <= day);
    found.extend(slips.map(|slip| Hindrance::OpenSlip {
        serial: slip.serial.to_string(),
        state: slip.state,
        window: names.window(slip.window),
    }));
    for visit in store::visit::unfinished_until(reader, centre.id, day)? {
        if visit.state == VisitState::Open {
            let turn = store::turn::get(reader, visit.turn)?.map(|row| row.turn.code.as_str().to_owned());
            found.push(Hindrance::OpenVisit {
                visit: visit.id,
                user: visit.clerk,
                turn: turn.unwrap_or_default(),
                window: names.window(visit.window),
                clerk: names.user(visit.clerk).into(),
            });
        }
    }
    let waiting = store::approval::waiting(reader, centre.id)?.into_iter();
    let waiting = waiting.filter(|request| Moment(request.requested_at_ms).day(centre.zone) <= day);
    found.extend(waiting.map(|request| Hindrance::WaitingRequest {
        request: request.id,
        matter: request.matter,
        clerk: names.user(request.requested_by).into(),
    }));
    Ok(found)
}
