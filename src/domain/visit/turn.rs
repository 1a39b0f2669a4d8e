//! The turn a person came with, as the visit's rules need it. (The agenda and the states of a turn live elsewhere.)

use super::person::Person;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::turn::TurnPriority;
use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

/// What was answered when the turn was asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum TurnAnswer {
    /// The person has none.
    NoTurn,
    /// This one.
    Turn(VisitTurn),
}

/// A turn.
#[derive(Debug, Clone, PartialEq)]
pub struct VisitTurn {
    /// Its code.
    pub code: String,
    /// The procedure it was given for.
    pub procedure: ProcedureId,
    /// The code of the centre it was given for.
    pub centre: String,
    /// Its day.
    pub day: NaiveDate,
    /// In whose name it is.
    pub holder: Person,
    /// Where it comes from.
    pub origin: TurnOrigin,
}

/// Where a turn comes from, with what only that kind has.
#[derive(Debug, Clone, PartialEq)]
pub enum TurnOrigin {
    /// Taken on the institution's web page.
    Online(OnlineTurn),
    /// Given at the centre to somebody of a priority group.
    WalkIn(Option<TurnPriority>),
}

/// What an online turn has.
#[derive(Debug, Clone, PartialEq)]
pub struct OnlineTurn {
    /// Its hour.
    pub at: NaiveTime,
    /// How the centre knows of it.
    pub record: TurnRecord,
}

/// How the centre knows of an online turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TurnRecord {
    /// It is on the agenda.
    Agenda,
    /// Not on the agenda: typed from the confirmation that the person shows.
    Confirmation,
}

/// How the "Confirmación del Turno en Línea" was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConfirmationShown {
    /// Printed.
    Paper,
    /// On a screen.
    Screen,
    /// Not shown.
    NotShown,
}
