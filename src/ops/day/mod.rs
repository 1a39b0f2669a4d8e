//! The day's close: what it waits for, the figures that it keeps, and the act.
//!
//! A visit and a slip count in an accounting day: the clock's, or, once that is closed, the next one. Days are closed in
//! their order, and a key waits until the days before are closed; everything else goes on. A day is closed once, by a
//! supervisor who signs its entry; the entry's detail holds the figures, so the act's head answers for them too.

mod act;
mod look;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

pub use act::{PrintDayAct, act};
pub use look::{DayView, due, look};

use super::error::{Error, refuse};
use super::visit::end_parked;
use crate::domain::calendar::{Moment, day_in_figures};
use crate::domain::day::{Figures, PARKED_AT_CLOSE};
use crate::domain::id::VisitId;
pub use crate::ops::house::day::accounting_day;
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::store;
use crate::store::day::DayClose;
use crate::store::visit::VisitState;

/// No key is issued while an earlier day is open: its slips are not all accounted for.
pub(super) fn refuse_unclosed_day(work: &Work<'_>) -> Result<(), Error> {
    match store::day::oldest_unclosed(work.tx, work.centre.id, work.day)? {
        None => Ok(()),
        Some(day) => refuse(
            "unclosed_day",
            format!(
                "El día {} no está cerrado, y hasta entonces no se emiten claves. Supervisión lo cierra en «Cierre» \
                 (Ctrl 5), o con «ventanilla close». La atención queda guardada.",
                day_in_figures(day)
            ),
        ),
    }
}

/// Closes a day: today's, or the oldest one that is still open.
#[derive(Debug, Clone, Copy)]
pub struct CloseDay {
    /// Which.
    pub day: NaiveDate,
}

/// What the close came to; the entry's detail holds the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// The figures of the act.
    pub figures: Figures,
    /// The visits that were in pause, and ended with the day as not served.
    pub parked: Vec<VisitId>,
}

impl Operation for CloseDay {
    const NAME: &'static str = "day.close";
    const SIGNED: bool = true;
    type Output = Closed;

    fn subject(&self) -> Subject {
        self.day.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<Closed>, Error> {
        let (tx, centre, day) = (work.tx, work.centre, self.day);
        refuse_unfit(work, day)?;
        let hindrances = look::hindrances(tx, centre, day)?;
        if let Some(first) = hindrances.first() {
            let sentences: Vec<String> = hindrances.iter().map(ToString::to_string).collect();
            return refuse(first.code(), sentences.join(" "));
        }
        let parked: Vec<_> = store::visit::unfinished_until(tx, centre.id, day)?
            .into_iter()
            .filter(|visit| visit.state == VisitState::Parked)
            .collect();
        end_parked(work, &parked, PARKED_AT_CLOSE)?;
        let figures = store::day::figures(tx, centre.id, day, Moment::at_beginning_of(day, centre.zone))?;
        store::day::add(
            tx,
            &DayClose {
                centre: centre.id,
                day,
                closed_at_ms: work.now.0,
                closed_by: work.actor.user,
                window: work.actor.window,
                journal_number: work.entry_number()?,
                figures: figures.clone(),
            },
        )?;
        let closed = Closed { figures, parked: parked.iter().map(|visit| visit.id).collect() };
        let detail = json!({ "figures": closed.figures, "parked": closed.parked });
        Ok(Done::new(closed, day, &[Changed::Visits, Changed::Turns]).code(day.to_string()).detail(detail))
    }
}

/// A day that is over or under way, is not closed, and has something in it.
fn refuse_unfit(work: &Work<'_>, day: NaiveDate) -> Result<(), Error> {
    let named = day_in_figures(day);
    if day > work.day {
        return refuse("future_day", format!("El {named} todavía no llega: se cierra el día de hoy o uno anterior."));
    }
    if store::day::get(work.tx, work.centre.id, day)?.is_some() {
        return refuse("closed", format!("El día {named} ya está cerrado. Su acta se puede imprimir de nuevo."));
    }
    // Looked for among the days up to this one: an earlier one is a hindrance, with its sentence.
    let through = day.succ_opt().unwrap_or(day);
    if day < work.day && store::day::oldest_unclosed(work.tx, work.centre.id, through)?.is_none() {
        return refuse("nothing_to_close", format!("El día {named} no tiene nada por cerrar."));
    }
    Ok(())
}
