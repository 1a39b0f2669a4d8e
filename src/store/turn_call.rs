//! The calls of the day: what the fair share looks at, and what the waiting room is told.

use chrono::NaiveDate;

use super::column::Day;
use super::error::{Error, WhileDoing as _};
use super::link::Fault;
use super::transaction::{Reader, Transaction};
use crate::domain::calendar::Moment;
use crate::domain::id::{CentreId, TurnId, WindowId};
use crate::domain::turn::{Line, TurnCode};

/// Notes a call: what the fair share counts.
pub fn note(tx: &Transaction<'_>, centre: CentreId, day: NaiveDate, id: TurnId, line: Line) -> Result<(), Error> {
    tx.tell(
        "INSERT INTO turn_call (centre_id, on_day, turn_id, priority) VALUES (?1, ?2, ?3, ?4)",
        (centre, Day(day), id, line == Line::Priority),
    )
    .while_doing("anotar un llamado")
}

/// Takes the last call of a turn back: the fair share counts it no more.
pub fn forget(tx: &Transaction<'_>, centre: CentreId, day: NaiveDate, id: TurnId) -> Result<(), Error> {
    tx.execute(
        "DELETE FROM turn_call WHERE id = (SELECT max(id) FROM turn_call WHERE centre_id = ?1 AND on_day = ?2 AND turn_id = ?3)",
        (centre, Day(day), id),
    )
    .while_doing("retirar un llamado")
    .map(drop)
}

/// Was the person called on this day, by a call that was not taken back?
pub fn was_called(reader: &Reader, centre: CentreId, day: NaiveDate, id: TurnId) -> Result<bool, Error> {
    reader
        .one(
            "SELECT EXISTS (SELECT 1 FROM turn_call WHERE centre_id = ?1 AND on_day = ?2 AND turn_id = ?3)",
            (centre, Day(day), id),
            |row| row.get(0),
        )
        .while_doing("buscar los llamados de un turno")
}

/// The lines of the day's last calls, oldest first; at most `most`.
pub fn last_lines(reader: &Reader, centre: CentreId, day: NaiveDate, most: u8) -> Result<Vec<Line>, Error> {
    let mut calls = reader
        .all(
            "SELECT priority FROM turn_call WHERE centre_id = ?1 AND on_day = ?2 ORDER BY id DESC LIMIT ?3",
            (centre, Day(day), most),
            |row| Ok(if row.get(0)? { Line::Priority } else { Line::ByHour }),
        )
        .while_doing("leer los llamados del día")?;
    calls.reverse();
    Ok(calls)
}

/// A call as the waiting room is told of it: whose turn it is, is not among it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldCall {
    /// The turn.
    pub turn: TurnId,
    /// Its code.
    pub code: TurnCode,
    /// To which window.
    pub window: WindowId,
    /// When the call was first made.
    pub at: Moment,
    /// How often, this time among them.
    pub times: u16,
}

/// The day's newest calls that were not taken back, the newest first; at most `most`.
pub fn told(reader: &Reader, centre: CentreId, day: NaiveDate, most: u8) -> Result<Vec<ToldCall>, Error> {
    reader
        .all(
            "SELECT id, code, called_window, called_at_ms, calls FROM turn WHERE centre_id = ?1 AND on_day = ?2 \
             AND called_at_ms IS NOT NULL AND called_window IS NOT NULL ORDER BY called_at_ms DESC, id DESC LIMIT ?3",
            (centre, Day(day), most),
            |row| {
                let code: String = row.get(1)?;
                let code = TurnCode::parse(&code).map_err(|_| Fault::unreadable(1, "turn: code".to_owned()))?;
                let times = row.get::<u16>(4)?.max(1);
                Ok(ToldCall { turn: row.get(0)?, code, window: row.get(2)?, at: row.get(3)?, times })
            },
        )
        .while_doing("leer los llamados del día")
}
