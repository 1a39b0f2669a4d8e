//! How a turn stands, and which changes are legal: a table, and a sentence for whatever is not in it.

use super::reason::Reason;
use serde::{Deserialize, Serialize};

/// The state of a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TurnState {
    /// On the list; the person is not here.
    Scheduled,
    /// The person is here and waits.
    Arrived,
    /// A window called the person.
    Called,
    /// At a window.
    InService,
    /// Set aside by the window, to go on today.
    Parked,
    /// The person got what they came for.
    Served,
    /// The person left with a paper that says what is missing.
    NotServed,
    /// The person left during service.
    Abandoned,
    /// Called, and did not come.
    NoShow,
    /// Taken off the list before service.
    Cancelled,
}

/// What a change asks for besides its two states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Condition {
    Nothing,
    Reason,
    SameDay,
}

/// Every legal change.
const CHANGES: [(TurnState, TurnState, Condition); 20] = {
    use Condition::{Nothing, SameDay};
    use TurnState::{Abandoned, Arrived, Called, Cancelled, InService, NoShow, NotServed, Parked, Scheduled, Served};
    [
        (Scheduled, Arrived, Nothing),
        // The arrival was marked by mistake.
        (Arrived, Scheduled, SameDay),
        (Arrived, Called, Nothing),
        // The call was a mistake: back to the place in the line.
        (Called, Arrived, SameDay),
        (Called, InService, Nothing),
        (InService, Served, Nothing),
        (InService, NotServed, Nothing),
        (InService, Abandoned, Nothing),
        (InService, Parked, Nothing),
        (Parked, InService, Nothing),
        // The day's close ends what nobody took up again; served where another visit of the turn was.
        (Parked, NotServed, Nothing),
        (Parked, Served, Nothing),
        // Somebody who comes back the same day with what was missing goes on under the same turn.
        (NotServed, InService, SameDay),
        // The same person goes on with another employer.
        (Served, InService, SameDay),
        (Called, NoShow, Nothing),
        // Marked by mistake: the person stands at the window.
        (NoShow, Called, SameDay),
        // The person was in the corridor after all: it puts them back among those who wait, so it is accounted for.
        (NoShow, Arrived, Condition::Reason),
        (Scheduled, Cancelled, Nothing),
        (Arrived, Cancelled, Nothing),
        (Called, Cancelled, Nothing),
    ]
};

/// Why a change is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChangeFault {
    /// No such change.
    #[error("el turno está «{}» y no puede pasar a «{}»{}", from.spanish(), to.spanish(), onward(*from))]
    Illegal {
        /// How the turn stands.
        from: TurnState,
        /// What was wanted.
        to: TurnState,
    },
    /// It needs a reason.
    #[error("el turno está «{}»: para pasarlo a «{}» escriba el motivo", from.spanish(), to.spanish())]
    ReasonNeeded {
        /// How the turn stands.
        from: TurnState,
        /// What was wanted.
        to: TurnState,
    },
    /// It can only be done on the turn's day.
    #[error("el turno está «{}» desde otro día y ya no puede pasar a «{}»: hace falta un turno nuevo", from.spanish(), to.spanish())]
    AnotherDay {
        /// How the turn stands.
        from: TurnState,
        /// What was wanted.
        to: TurnState,
    },
}

/// Where a turn in this state can go, said.
fn onward(from: TurnState) -> String {
    let states: Vec<String> =
        TurnState::ALL.into_iter().filter(|to| from.may_become(*to)).map(|to| format!("«{}»", to.spanish())).collect();
    match states.as_slice() {
        [] => "; ya terminó".to_owned(),
        states => format!("; puede pasar a {}", states.join(", ")),
    }
}

/// The state after a change.
pub(super) fn change(
    from: TurnState,
    to: TurnState,
    reason: Option<&Reason>,
    is_turns_day: bool,
) -> Result<TurnState, ChangeFault> {
    match condition(from, to) {
        None => Err(ChangeFault::Illegal { from, to }),
        Some(Condition::Reason) if reason.is_none() => Err(ChangeFault::ReasonNeeded { from, to }),
        Some(Condition::SameDay) if !is_turns_day => Err(ChangeFault::AnotherDay { from, to }),
        Some(_) => Ok(to),
    }
}

fn condition(from: TurnState, to: TurnState) -> Option<Condition> {
    CHANGES.iter().find(|(one, other, _)| (*one, *other) == (from, to)).map(|(_, _, condition)| *condition)
}

impl TurnState {
    /// All of them, in the order of a turn's life.
    pub const ALL: [Self; 10] = [
        Self::Scheduled,
        Self::Arrived,
        Self::Called,
        Self::InService,
        Self::Parked,
        Self::Served,
        Self::NotServed,
        Self::Abandoned,
        Self::NoShow,
        Self::Cancelled,
    ];

    /// Whether there is such a change, on the right day and with a reason where it needs one.
    pub fn may_become(self, to: Self) -> bool {
        condition(self, to).is_some()
    }

    /// Whether a change needs a reason.
    pub fn needs_reason(self, to: Self) -> bool {
        condition(self, to) == Some(Condition::Reason)
    }

    /// Whether nothing more can come, on any day.
    pub fn is_final(self) -> bool {
        Self::ALL.into_iter().all(|to| !self.may_become(to))
    }

    /// The word for it in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Arrived => "arrived",
            Self::Called => "called",
            Self::InService => "in_service",
            Self::Parked => "parked",
            Self::Served => "served",
            Self::NotServed => "not_served",
            Self::Abandoned => "abandoned",
            Self::NoShow => "no_show",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads [`TurnState::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The words for it on the screen and on paper.
    pub fn spanish(self) -> &'static str {
        match self {
            Self::Scheduled => "por llegar",
            Self::Arrived => "en espera",
            Self::Called => "llamado",
            Self::InService => "en atención",
            Self::Parked => "en pausa",
            Self::Served => "atendido",
            Self::NotServed => "no atendido",
            Self::Abandoned => "se retiró",
            Self::NoShow => "no se presentó",
            Self::Cancelled => "cancelado",
        }
    }
}
