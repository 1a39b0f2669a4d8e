//! The turns of the centre: from the agenda, typed from a confirmation, or given at the window.

use chrono::{NaiveDate, NaiveTime, Timelike as _};
use rusqlite::params;

use super::column::{self, Day};
use super::error::{Error, WhileDoing as _};
use super::link::{self, Fault, Row};
use super::transaction::{Reader, Transaction};
use crate::domain::calendar::Moment;
use crate::domain::id::{CentreId, TurnId, UserId, WindowId};
use crate::domain::name::folded;
use crate::domain::number::PersonNumber;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::turn::{Origin, PriorityGroup, PriorityWhose, Taken, Turn, TurnCode, TurnPriority, TurnState};

/// How the centre knows of a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordedFrom {
    /// The institution's agenda.
    Agenda,
    /// The confirmation that the person showed: it was not on the agenda.
    Confirmation,
    /// Given or booked at the window.
    Window,
}

impl RecordedFrom {
    fn code(self) -> &'static str {
        match self {
            Self::Agenda => "agenda",
            Self::Confirmation => "confirmation",
            Self::Window => "window",
        }
    }

    fn of_code(code: &str) -> Self {
        match code {
            "agenda" => Self::Agenda,
            "confirmation" => Self::Confirmation,
            _ => Self::Window,
        }
    }
}

/// The call of a turn that stands: when it was first made, where and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Called {
    /// When.
    pub at: Moment,
    /// To which window.
    pub window: WindowId,
    /// By whom.
    pub by: UserId,
    /// How often the person was called, this time among them, since they came.
    pub times: u16,
}

/// Where whoever booked a turn is written to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TurnContact {
    /// The e-mail address, or nothing.
    pub email: String,
    /// The mobile, or nothing.
    pub mobile: String,
}

/// A turn as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurnRow {
    /// The id.
    pub id: TurnId,
    /// The centre.
    pub centre: CentreId,
    /// The turn itself.
    pub turn: Turn,
    /// How the centre knows of it.
    pub recorded_from: RecordedFrom,
    /// A later agenda no longer names it.
    pub vanished: bool,
    /// Its last call.
    pub called: Option<Called>,
    /// When it ended.
    pub ended_at: Option<Moment>,
    /// Who recorded it.
    pub created_by: UserId,
    /// When, in milliseconds since the Unix epoch.
    pub created_at_ms: i64,
}

impl TurnRow {
    /// Was it booked at this centre for an hour? No agenda names such a turn.
    #[must_use]
    pub fn is_booked_here(&self) -> bool {
        self.recorded_from == RecordedFrom::Window && matches!(self.turn.origin, Origin::Online { .. })
    }
}

const COLUMNS: &str = "id, centre_id, code, procedure, origin, recorded_from, on_day, at_minute, holder_kind, holder_number, holder_name, \
                       priority_group, priority_whose, state, vanished, arrived_at_ms, called_at_ms, called_window, called_by, \
                       ended_at_ms, created_by, created_at_ms, calls";

fn unreadable(at: usize, what: &str) -> Fault {
    Fault::unreadable(at, format!("turn: {what}"))
}

fn turn(row: &Row<'_>) -> link::Result<TurnRow> {
    let (code, procedure, recorded_from): (String, String, String) = (row.get(2)?, row.get(3)?, row.get(5)?);
    let minute: Option<u32> = row.get(7)?;
    let hour = minute.map(|minute| {
        NaiveTime::from_num_seconds_from_midnight_opt(minute.saturating_mul(60), 0)
            .ok_or_else(|| unreadable(7, "at_minute"))
    });
    let origin: String = row.get(4)?;
    let (group, whose): (Option<String>, Option<String>) = (row.get(11)?, row.get(12)?);
    let priority =
        group.as_deref().and_then(PriorityGroup::from_code).zip(whose.as_deref().and_then(PriorityWhose::from_code));
    let state: String = row.get(13)?;
    let called: (Option<Moment>, Option<WindowId>, Option<UserId>) = (row.get(16)?, row.get(17)?, row.get(18)?);
    Ok(TurnRow {
        id: row.get(0)?,
        centre: row.get(1)?,
        turn: Turn {
            code: TurnCode::parse(&code).map_err(|_| unreadable(2, "code"))?,
            procedure: ProcedureId::parse(&procedure).ok_or_else(|| unreadable(3, "procedure"))?,
            day: row.get::<Day>(6)?.0,
            origin: match (origin.as_str(), hour.transpose()?) {
                ("online", Some(hour)) => Origin::Online { hour },
                ("walk_in", _) => Origin::WalkIn,
                _ => return Err(unreadable(4, "origin")),
            },
            holder: column::person_number(row, 8)?,
            holder_name: row.get(10)?,
            priority: priority.map(|(group, whose)| TurnPriority { group, whose }),
            state: TurnState::from_code(&state).ok_or_else(|| unreadable(13, "state"))?,
            arrived: row.get(15)?,
        },
        recorded_from: RecordedFrom::of_code(&recorded_from),
        vanished: row.get(14)?,
        called: match called {
            // An older store kept no count.
            (Some(at), Some(window), Some(by)) => Some(Called { at, window, by, times: row.get::<u16>(22)?.max(1) }),
            _ => None,
        },
        ended_at: row.get(19)?,
        created_by: row.get(20)?,
        created_at_ms: row.get(21)?,
    })
}

fn minute_of(origin: Origin) -> Option<u32> {
    match origin {
        Origin::Online { hour } => Some(hour.num_seconds_from_midnight().wrapping_div(60)),
        Origin::WalkIn => None,
    }
}

/// Adds a turn as it stands; `id` is ignored and answered.
pub fn add(tx: &Transaction<'_>, new: &TurnRow) -> Result<TurnId, Error> {
    let turn = &new.turn;
    tx.insert(
        "INSERT INTO turn (centre_id, code, procedure, origin, recorded_from, on_day, at_minute, holder_kind, holder_number, holder_name, \
         folded, priority_group, priority_whose, state, vanished, arrived_at_ms, called_at_ms, called_window, called_by, ended_at_ms, \
         created_by, created_at_ms, calls) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)",
        params![
            new.centre,
            turn.code.as_str(),
            turn.procedure.as_str(),
            turn.origin.code(),
            new.recorded_from.code(),
            Day(turn.day),
            minute_of(turn.origin),
            column::person_kind(&turn.holder),
            turn.holder.as_str(),
            turn.holder_name,
            folded(&turn.holder_name),
            turn.priority.map(|it| it.group.code()),
            turn.priority.map(|it| it.whose.code()),
            turn.state.code(),
            new.vanished,
            turn.arrived,
            new.called.map(|it| it.at),
            new.called.map(|it| it.window),
            new.called.map(|it| it.by),
            new.ended_at,
            new.created_by,
            new.created_at_ms,
            new.called.map_or(0, |it| it.times),
        ],
    )
    .while_doing("guardar un turno")
    .map(TurnId)
}

/// Writes back how a turn stands: state, arrival, call and end.
pub fn note_state(tx: &Transaction<'_>, changed: &TurnRow) -> Result<(), Error> {
    tx.tell(
        "UPDATE turn SET state = ?2, arrived_at_ms = ?3, called_at_ms = ?4, called_window = ?5, called_by = ?6, calls = ?7, \
         ended_at_ms = ?8 WHERE id = ?1",
        params![
            changed.id,
            changed.turn.state.code(),
            changed.turn.arrived,
            changed.called.map(|it| it.at),
            changed.called.map(|it| it.window),
            changed.called.map(|it| it.by),
            changed.called.map_or(0, |it| it.times),
            changed.ended_at,
        ],
    )
    .while_doing("guardar cómo está un turno")
}

/// Writes back what changes in a turn's life: state, times, call, priority, holder, hour, how the centre knows of it and from
/// whom, and whether it vanished.
pub fn update(tx: &Transaction<'_>, changed: &TurnRow) -> Result<(), Error> {
    let turn = &changed.turn;
    tx.execute(
        "UPDATE turn SET procedure = ?2, on_day = ?3, at_minute = ?4, holder_kind = ?5, holder_number = ?6, holder_name = ?7, \
         folded = ?8, priority_group = ?9, priority_whose = ?10, state = ?11, vanished = ?12, arrived_at_ms = ?13, called_at_ms = ?14, \
         called_window = ?15, called_by = ?16, ended_at_ms = ?17, recorded_from = ?18, calls = ?19, created_by = ?20, created_at_ms = ?21 WHERE id = ?1",
        params![
            changed.id,
            turn.procedure.as_str(),
            Day(turn.day),
            minute_of(turn.origin),
            column::person_kind(&turn.holder),
            turn.holder.as_str(),
            turn.holder_name,
            folded(&turn.holder_name),
            turn.priority.map(|it| it.group.code()),
            turn.priority.map(|it| it.whose.code()),
            turn.state.code(),
            changed.vanished,
            turn.arrived,
            changed.called.map(|it| it.at),
            changed.called.map(|it| it.window),
            changed.called.map(|it| it.by),
            changed.ended_at,
            changed.recorded_from.code(),
            changed.called.map_or(0, |it| it.times),
            changed.created_by,
            changed.created_at_ms,
        ],
    )
    .while_doing("cambiar un turno")
    .map(drop)
}

/// Who made a turn, when and from what, as its row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurnMade {
    /// The turn.
    pub id: TurnId,
    /// Its code.
    pub code: String,
    /// Its day.
    pub day: NaiveDate,
    /// How the centre knows of it.
    pub from: RecordedFrom,
    /// Who recorded it.
    pub by: UserId,
    /// When, in milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// Whose it is, by number.
    pub holder: String,
    /// The kind of that number.
    pub holder_kind: String,
    /// And by name.
    pub holder_name: String,
}

/// Who made each turn, without keeping them. A demonstration's past was made by nobody.
pub fn walk_made<E: From<Error>>(reader: &Reader, mut visit: impl FnMut(TurnMade) -> Result<(), E>) -> Result<(), E> {
    let sql = "SELECT id, code, on_day, recorded_from, created_by, created_at_ms, holder_number, \
               holder_kind, holder_name FROM turn WHERE (SELECT demo FROM store_identity WHERE id = 1) = 0 \
               OR NOT EXISTS (SELECT 1 FROM visit WHERE visit.turn_id = turn.id AND visit.sample = 1) ORDER BY id";
    reader.each("recorrer los turnos", sql, [], |row| {
        let read = || -> link::Result<TurnMade> {
            Ok(TurnMade {
                id: row.get(0)?,
                code: row.get(1)?,
                day: row.get::<Day>(2)?.0,
                from: RecordedFrom::of_code(&row.get::<String>(3)?),
                by: row.get(4)?,
                at_ms: row.get(5)?,
                holder: row.get(6)?,
                holder_kind: row.get(7)?,
                holder_name: row.get(8)?,
            })
        };
        visit(read().while_doing("leer quién hizo un turno")?)
    })
}

/// One turn.
pub fn get(reader: &Reader, id: TurnId) -> Result<Option<TurnRow>, Error> {
    reader.maybe(&format!("SELECT {COLUMNS} FROM turn WHERE id = ?1"), [id], turn).while_doing("leer un turno")
}

/// The same, held: nobody else changes it until the transaction ends.
pub fn get_held(tx: &Transaction<'_>, id: TurnId) -> Result<Option<TurnRow>, Error> {
    tx.held(&format!("SELECT {COLUMNS} FROM turn WHERE id = ?1"), [id], turn).while_doing("leer un turno")
}

/// The turn of a code.
pub fn by_code(reader: &Reader, centre: CentreId, code: &TurnCode) -> Result<Option<TurnRow>, Error> {
    reader
        .maybe(&format!("SELECT {COLUMNS} FROM turn WHERE centre_id = ?1 AND code = ?2"), (centre, code.as_str()), turn)
        .while_doing("buscar un turno por su código")
}

/// A day's turns, by hour, walk-ins after those of their minute of arrival.
pub fn of_day(reader: &Reader, centre: CentreId, day: NaiveDate) -> Result<Vec<TurnRow>, Error> {
    reader
        .all(
            &format!("SELECT {COLUMNS} FROM turn WHERE centre_id = ?1 AND on_day = ?2 ORDER BY at_minute IS NULL, at_minute, id"),
            (centre, Day(day)),
            turn,
        )
        .while_doing("leer los turnos del día")
}

/// Those who have arrived and wait.
pub fn waiting(reader: &Reader, centre: CentreId, day: NaiveDate) -> Result<Vec<TurnRow>, Error> {
    reader
        .all(
            &format!("SELECT {COLUMNS} FROM turn WHERE centre_id = ?1 AND on_day = ?2 AND state = 'arrived'"),
            (centre, Day(day)),
            turn,
        )
        .while_doing("leer los turnos en espera")
}

/// How many walk-in turns a day has.
pub fn walk_ins(reader: &Reader, centre: CentreId, day: NaiveDate) -> Result<u32, Error> {
    reader
        .one(
            "SELECT count(*) FROM turn WHERE centre_id = ?1 AND on_day = ?2 AND origin = 'walk_in'",
            (centre, Day(day)),
            |row| row.get(0),
        )
        .while_doing("contar los turnos presenciales")
}

/// How many places are taken at each minute of a day, by turns that have an hour: neither cancelled nor vanished.
pub fn taken(reader: &Reader, centre: CentreId, day: NaiveDate) -> Result<Taken, Error> {
    let counted = reader
        .all(
            "SELECT at_minute, count(*) FROM turn WHERE centre_id = ?1 AND on_day = ?2 AND origin = 'online' \
             AND state <> 'cancelled' AND vanished = 0 GROUP BY at_minute",
            (centre, Day(day)),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .while_doing("contar los turnos de un día")?;
    Ok(counted.into_iter().collect())
}

/// The first turn that somebody has for a procedure on a day or after it, and has not come for yet.
pub fn coming_of(
    reader: &Reader,
    centre: CentreId,
    holder: &PersonNumber,
    procedure: ProcedureId,
    from: NaiveDate,
) -> Result<Option<TurnRow>, Error> {
    reader
        .maybe(
            &format!(
                "SELECT {COLUMNS} FROM turn WHERE holder_number = ?2 AND holder_kind = ?3 AND centre_id = ?1 \
                 AND procedure = ?4 AND on_day >= ?5 AND state = 'scheduled' AND vanished = 0 \
                 ORDER BY on_day, at_minute, id LIMIT 1"
            ),
            (centre, holder.as_str(), column::person_kind(holder), procedure.as_str(), Day(from)),
            turn,
        )
        .while_doing("buscar los turnos por venir de una persona")
}

/// The turns booked here from a day on that are still to come, in the order of their days and hours.
pub fn booked_from(reader: &Reader, centre: CentreId, from: NaiveDate) -> Result<Vec<TurnRow>, Error> {
    reader
        .all(
            &format!(
                "SELECT {COLUMNS} FROM turn WHERE centre_id = ?1 AND on_day >= ?2 AND origin = 'online' \
                 AND recorded_from = 'window' AND state = 'scheduled' ORDER BY on_day, at_minute, id"
            ),
            (centre, Day(from)),
            turn,
        )
        .while_doing("leer los turnos reservados")
}

/// How many codes begin so.
pub fn codes_that_begin(reader: &Reader, centre: CentreId, beginning: &str) -> Result<u32, Error> {
    reader
        .one(
            "SELECT count(*) FROM turn WHERE centre_id = ?1 AND code >= ?2 AND substr(code, 1, length(?2)) = ?2",
            (centre, beginning),
            |row| row.get(0),
        )
        .while_doing("contar los turnos reservados de un día")
}

/// Keeps where whoever booked a turn is written to.
pub fn set_contact(tx: &Transaction<'_>, id: TurnId, contact: &TurnContact) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO turn_contact (turn_id, email, mobile) VALUES (?1, ?2, ?3)",
        (id, contact.email.as_str(), contact.mobile.as_str()),
    )
    .while_doing("guardar el contacto de un turno")
    .map(drop)
}

/// Where whoever booked a turn is written to, where that is known.
pub fn contact(reader: &Reader, id: TurnId) -> Result<Option<TurnContact>, Error> {
    reader
        .maybe("SELECT email, mobile FROM turn_contact WHERE turn_id = ?1", [id], |row| {
            Ok(TurnContact { email: row.get(0)?, mobile: row.get(1)? })
        })
        .while_doing("leer el contacto de un turno")
}

/// The agenda's turns of some days that are still to come: what a later file may no longer name.
pub fn scheduled_between(
    reader: &Reader,
    centre: CentreId,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<TurnRow>, Error> {
    reader
        .all(
            &format!(
                "SELECT {COLUMNS} FROM turn WHERE centre_id = ?1 AND on_day BETWEEN ?2 AND ?3 AND recorded_from = 'agenda' \
                 AND state = 'scheduled' ORDER BY id"
            ),
            (centre, Day(first), Day(last)),
            turn,
        )
        .while_doing("leer los turnos por llegar")
}
