//! Turns booked here for a later hour: a place of a slot, held from then on. One that is moved keeps its code; one that is
//! cancelled gives its place back.

use chrono::{NaiveDate, NaiveTime};
use serde_json::json;

use super::giving::record;
use crate::domain::calendar::{Calendar, Moment, day_in_words};
use crate::domain::email::Email;
use crate::domain::id::TurnId;
use crate::domain::number::PersonNumber;
use crate::domain::procedure::{self, Procedure};
use crate::domain::procedure_id::ProcedureId;
use crate::domain::sentence;
use crate::domain::telephone::Telephone;
use crate::domain::turn::{Booking, OpenDay, Origin, Taken, Turn, TurnCode, TurnState, minute_of};
use crate::ops::error::{Error, known, refuse};
use crate::ops::holiday;
use crate::ops::house::House;
use crate::ops::house::operation::{Changed, Done, Noun, Operation, Subject, Work};
use crate::ops::mail;
use crate::ops::settings::{self, Settings};
use crate::store::centre::Centre;
use crate::store::turn::{RecordedFrom, TurnContact, TurnRow};
use crate::store::{self, Reader};

/// Books a turn for a day and an hour. The person is written to where they gave an address.
#[derive(Debug, Clone)]
pub struct BookTurn {
    /// The procedure.
    pub procedure: ProcedureId,
    /// In whose name: number …
    pub holder: PersonNumber,
    /// … and name.
    pub holder_name: String,
    /// The day.
    pub day: NaiveDate,
    /// The hour at which its slot begins.
    pub hour: NaiveTime,
    /// Where its confirmation is sent.
    pub email: Option<Email>,
    /// Where the person is called.
    pub mobile: Option<Telephone>,
}

/// Refused under this code is who has such a turn already.
pub(super) const HAS_TURN: &str = "has_turn";

impl Operation for BookTurn {
    const NAME: &'static str = "turn.book";
    const BY_SETTINGS: bool = true;
    type Output = TurnId;

    fn subject(&self) -> Subject {
        Subject::to_be(Noun::Turn)
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<TurnId>, Error> {
        if self.mobile.as_ref().is_some_and(|mobile| !mobile.may_be_mobile()) {
            return refuse("mobile", "El celular tiene 10 cifras y empieza con 09: corríjalo o déjelo en blanco.");
        }
        if !procedure::find(self.procedure).is_some_and(Procedure::is_booked) {
            let name = procedure::name(self.procedure);
            return refuse(
                "online_alone",
                format!(
                    "«{name}» se hace en línea: no se reserva un turno. A quien viene por ayuda se le da un turno presencial."
                ),
            );
        }
        let centre = work.centre.id;
        let other = store::turn::coming_of(work.tx, centre, &self.holder, self.procedure, work.day)?;
        if let Some(TurnRow { turn, .. }) = other {
            return refuse(
                HAS_TURN,
                format!(
                    "Ya tiene el turno {} para este trámite, el {}{}. Muévalo o cancélelo antes de reservar otro.",
                    turn.code,
                    day_in_words(turn.day),
                    hour_of(&turn).map(|hour| format!(" a las {}", hour.format("%H:%M"))).unwrap_or_default()
                ),
            );
        }
        require_place(work, self.day, self.hour, None)?;
        let turn = Turn {
            code: next_code(work, self.day)?,
            procedure: self.procedure,
            day: self.day,
            origin: Origin::Online { hour: self.hour },
            holder: self.holder.clone(),
            holder_name: self.holder_name.trim().into(),
            priority: None,
            state: TurnState::Scheduled,
            arrived: None,
        };
        let mut done = record(work, turn, RecordedFrom::Window)?;
        let contact = TurnContact {
            email: self.email.as_ref().map(|email| email.as_str().to_owned()).unwrap_or_default(),
            mobile: self.mobile.as_ref().map(|mobile| mobile.as_str().to_owned()).unwrap_or_default(),
        };
        store::turn::set_contact(work.tx, done.output, &contact)?;
        mail::turn_booked(work, done.output)?;
        if let Some(detail) = done.detail.as_object_mut() {
            detail.insert("on".into(), on(self.day, self.hour));
        }
        done.changed = &[Changed::Turns, Changed::Mail];
        Ok(done)
    }
}

/// Moves a turn that was booked here, and that nobody came for yet, to another day or hour. Its confirmation is sent anew.
#[derive(Debug, Clone, Copy)]
pub struct MoveTurn {
    /// The turn.
    pub turn: TurnId,
    /// The day from now on.
    pub day: NaiveDate,
    /// The hour from now on.
    pub hour: NaiveTime,
}

impl Operation for MoveTurn {
    const NAME: &'static str = "turn.move";
    const BY_SETTINGS: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        self.turn.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let mut row = known(store::turn::get(work.tx, self.turn)?, "este turno")?;
        let Some(hour) = hour_of(&row.turn).filter(|_| row.is_booked_here()) else {
            return refuse(
                "not_booked",
                "Este turno no se reservó en el centro: quien lo obtuvo lo cambia en el portal.",
            );
        };
        if row.turn.state != TurnState::Scheduled {
            let state = row.turn.state.spanish();
            return refuse(
                "turn_state",
                format!("Este turno está «{state}»: ya no se puede mover. Actualice la lista."),
            );
        }
        if row.turn.day < work.day {
            return refuse("past", "El día de este turno ya pasó: reserve otro.");
        }
        if (row.turn.day, hour) == (self.day, self.hour) {
            return refuse("same", "El turno ya es de ese día y esa hora: elija otro.");
        }
        require_place(work, self.day, self.hour, Some(&row))?;
        let before = on(row.turn.day, hour);
        row.turn.day = self.day;
        row.turn.origin = Origin::Online { hour: self.hour };
        store::turn::update(work.tx, &row)?;
        mail::turn_booked(work, row.id)?;
        let detail = json!({ "turn": row.turn.code.as_str(), "before": before, "after": on(self.day, self.hour) });
        Ok(Done::new((), self.turn, &[Changed::Turns, Changed::Mail]).detail(detail))
    }
}

/// The days that have room, with their slots that have some; as if the turn that is to be moved were none.
///
/// # Errors
/// The store's.
pub fn open_days(house: &House, reader: &Reader, moved: Option<&TurnRow>) -> Result<Vec<OpenDay>, Error> {
    let settings = settings::load(reader, house.centre().id)?;
    let calendar = holiday::calendar(reader, house.centre(), &settings)?;
    let booking = booking(&calendar, &settings, house.clock().now());
    let mut open = Vec::new();
    for day in booking.days() {
        let slots = booking.slots(day, &taken(reader, house.centre(), day, moved)?);
        if !slots.is_empty() {
            open.push(OpenDay { day, slots });
        }
    }
    Ok(open)
}

fn booking<'c>(calendar: &'c Calendar, settings: &Settings, now: Moment) -> Booking<'c> {
    Booking { calendar, rule: settings.booking, now }
}

/// Refuses where there is no place; the transaction holds it until it is taken.
fn require_place(work: &Work<'_>, day: NaiveDate, hour: NaiveTime, moved: Option<&TurnRow>) -> Result<(), Error> {
    let calendar = holiday::calendar(work.tx, work.centre, work.settings)?;
    let taken = taken(work.tx, work.centre, day, moved)?;
    match booking(&calendar, work.settings, work.now).admit(day, hour, &taken) {
        Ok(()) => Ok(()),
        Err(fault) => refuse("slot", sentence(&fault.to_string())),
    }
}

/// What is taken of a day by others than the turn that is to be moved.
fn taken(reader: &Reader, centre: &Centre, day: NaiveDate, moved: Option<&TurnRow>) -> Result<Taken, Error> {
    let mut taken = store::turn::taken(reader, centre.id, day)?;
    let own = moved.filter(|row| row.turn.day == day).and_then(|row| hour_of(&row.turn));
    if let Some(count) = own.and_then(|hour| taken.get_mut(&minute_of(hour))) {
        *count = count.saturating_sub(1);
    }
    Ok(taken)
}

/// "R261201-001": the first one of that day which no turn has.
fn next_code(work: &Work<'_>, day: NaiveDate) -> Result<TurnCode, Error> {
    let beginning = format!("R{}-", day.format("%y%m%d"));
    let mut nth = store::turn::codes_that_begin(work.tx, work.centre.id, &beginning)?;
    loop {
        nth = nth.checked_add(1).ok_or_else(|| Error::Inconsistent("se acabaron los códigos de turno".into()))?;
        let code = TurnCode::parse(&format!("{beginning}{nth:03}"));
        let code = code.map_err(|fault| Error::Inconsistent(fault.to_string()))?;
        if store::turn::by_code(work.tx, work.centre.id, &code)?.is_none() {
            return Ok(code);
        }
    }
}

fn hour_of(turn: &Turn) -> Option<NaiveTime> {
    match turn.origin {
        Origin::Online { hour } => Some(hour),
        Origin::WalkIn => None,
    }
}

fn on(day: NaiveDate, hour: NaiveTime) -> serde_json::Value {
    json!({ "day": day, "hour": hour.format("%H:%M").to_string() })
}
