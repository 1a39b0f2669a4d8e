//! Small words that several screens share.

use crate::domain::approval::RequestState;
use crate::domain::calendar::{Moment, Zone};
use crate::domain::turn::TurnState;
use crate::ops::import::unprintable;
use crate::ops::view::TurnRow;

use super::widgets::Sign;

/// The hour of a turn, or the word for one without.
pub(super) fn hour(row: &TurnRow) -> String {
    match row.turn.origin {
        crate::domain::turn::Origin::Online { hour } => hour.format("%H:%M").to_string(),
        crate::domain::turn::Origin::WalkIn => "Presencial".to_owned(),
    }
}

/// How long since `from`, in whole minutes.
pub(super) fn minutes_since(from: Moment, now: Moment) -> i64 {
    now.0.saturating_sub(from.0).max(0) / 60_000
}

/// "1 clave anulada", "2 claves anuladas": both are written out, since no rule makes the one from the other.
pub(super) fn counted<N: From<u8> + PartialEq + std::fmt::Display>(count: N, one: &str, many: &str) -> String {
    let noun = if count == N::from(1) { one } else { many };
    format!("{count} {noun}")
}

/// With a capital letter at its beginning.
pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// What is said at a name that the paper cannot print; it is mended where it stands.
pub(super) fn unprintable_in_words(name: &str) -> Option<String> {
    let character = unprintable(name)?;
    Some(format!(
        "El papel no puede imprimir «{character}»: escriba el nombre con letras latinas, como en el documento."
    ))
}

/// A moment as an hour of the day.
pub(super) fn hour_of(at: Moment, zone: Zone) -> String {
    at.local(zone).format("%H:%M").to_string()
}

/// A moment as day and hour.
pub(super) fn day_and_hour(at_ms: i64, zone: Zone) -> String {
    Moment(at_ms).local(zone).format("%d/%m/%Y %H:%M").to_string()
}

/// How a request for a supervisor's word stands: its sign and its words.
pub(super) fn request(state: RequestState) -> (Sign, &'static str) {
    match state {
        RequestState::Waiting => (Sign::Waiting, "Sin respuesta"),
        RequestState::Granted => (Sign::Info, "Aprobado, sin usar"),
        RequestState::Used => (Sign::Met, "Aprobado"),
        RequestState::Refused => (Sign::Refused, "Rechazado"),
        RequestState::Withdrawn => (Sign::NotApplicable, "Retirado"),
    }
}

/// The sign of a turn's state.
pub(super) fn sign_of(state: TurnState) -> Sign {
    match state {
        TurnState::Scheduled => Sign::NotApplicable,
        TurnState::Arrived => Sign::Waiting,
        TurnState::Called | TurnState::InService | TurnState::Parked => Sign::Info,
        TurnState::Served => Sign::Done,
        TurnState::NotServed => Sign::Missing,
        TurnState::Abandoned | TurnState::NoShow => Sign::Warning,
        TurnState::Cancelled => Sign::Refused,
    }
}
