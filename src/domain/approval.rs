//! What needs a second person's word, and how such a request stands.

use serde::{Deserialize, Serialize};

use super::id::ApprovalId;

/// The matter of a request. Each is granted for one subject, for one sentence, and used once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// Overriding a warning that asks for a supervisor; the subject is the visit.
    Override,
    /// Voiding another slip of the same employer and branch, or too many in a day; the subject is the issuance.
    SecondVoid,
    /// The key was handed over and the acknowledgement not signed; the subject is the issuance.
    DeliveredUnsigned,
    /// Another key for an employer and branch that already received one today; the subject is the visit.
    SecondKeyToday,
    /// This machine's clock went back; the subject is the last journal entry.
    ClockSetBack,
    /// A company's turn served by the clerk who created or imported it; the subject is the turn.
    OwnWalkIn,
    /// The journal does not end where this machine last saw it; the subject is the entry it ends with.
    AnchorMismatch,
}

impl Matter {
    /// All of them, in the order in which a supervisor meets them.
    pub const ALL: [Self; 7] = [
        Self::Override,
        Self::SecondVoid,
        Self::DeliveredUnsigned,
        Self::SecondKeyToday,
        Self::ClockSetBack,
        Self::OwnWalkIn,
        Self::AnchorMismatch,
    ];

    /// The word for it in the store.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Override => "override",
            Self::SecondVoid => "second_void",
            Self::DeliveredUnsigned => "delivered_unsigned",
            Self::SecondKeyToday => "second_key_today",
            Self::ClockSetBack => "clock_set_back",
            Self::OwnWalkIn => "own_walk_in",
            Self::AnchorMismatch => "anchor_mismatch",
        }
    }

    /// Reads [`Matter::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|matter| matter.code() == code)
    }

    /// What is asked, for the supervisor.
    #[must_use]
    pub fn spanish(self) -> &'static str {
        match self {
            Self::Override => "Justificar una advertencia",
            Self::SecondVoid => "Anular otra clave del mismo empleador, o una más en el día",
            Self::DeliveredUnsigned => "Cerrar una entrega sin firma en el acuse de recibo",
            Self::SecondKeyToday => "Emitir otra clave hoy para el mismo empleador y sucursal",
            Self::ClockSetBack => "Seguir con el reloj atrasado",
            Self::OwnWalkIn => "Atender un turno de empresa creado por la misma persona",
            Self::AnchorMismatch => {
                "Seguir aunque la bitácora no es la que este equipo dejó, o este equipo no la ha visto antes"
            }
        }
    }
}

/// How a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestState {
    /// Nobody answered yet.
    Waiting,
    /// A supervisor said yes; not used yet.
    Granted,
    /// A supervisor said no.
    Refused,
    /// Whoever asked took it back.
    Withdrawn,
    /// Granted, and what it was granted for was done.
    Used,
}

impl RequestState {
    /// The word for it in the store.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Used => "used",
        }
    }

    /// Reads [`RequestState::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Waiting, Self::Granted, Self::Refused, Self::Withdrawn, Self::Used]
            .into_iter()
            .find(|state| state.code() == code)
    }
}

/// The code of an entry that used supervisors' words: what it says by itself, then the ids of the requests.
/// `unsigned+12`; without any, the code alone.
#[must_use]
pub fn code_using(code: &str, used: &[ApprovalId]) -> String {
    used.iter().fold(code.to_owned(), |code, id| format!("{code}+{}", id.0))
}

/// Takes such a code apart: what it says by itself, and the requests whose word was used.
#[must_use]
pub fn used_in(code: &str) -> (&str, Vec<ApprovalId>) {
    let mut parts = code.split('+');
    let plain = parts.next().unwrap_or_default();
    let used: Result<Vec<ApprovalId>, _> = parts.map(|id| id.parse().map(ApprovalId)).collect();
    used.map_or_else(|_| (code, Vec::new()), |used| (plain, used))
}

/// How requests were answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// A supervisor said yes.
    pub granted: u64,
    /// A supervisor said no.
    pub refused: u64,
    /// Nobody answered: taken back, or still waiting.
    pub unanswered: u64,
}

impl Tally {
    /// Counts one more.
    pub fn add(&mut self, state: RequestState) {
        let count = match state {
            RequestState::Granted | RequestState::Used => &mut self.granted,
            RequestState::Refused => &mut self.refused,
            RequestState::Waiting | RequestState::Withdrawn => &mut self.unanswered,
        };
        *count = count.saturating_add(1);
    }

    /// How many were asked.
    #[must_use]
    pub fn asked(&self) -> u64 {
        self.granted.saturating_add(self.refused).saturating_add(self.unanswered)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_that_an_entry_used_are_read_back_from_its_code() {
        for used in [vec![], vec![ApprovalId(12)], vec![ApprovalId(12), ApprovalId(3)]] {
            assert_eq!(used_in(&code_using("unsigned", &used)), ("unsigned", used));
        }
        assert_eq!(used_in("EK-R5+x"), ("EK-R5+x", vec![]), "no code of this kind");
    }

    #[test]
    fn an_approval_that_was_used_was_granted_and_every_request_counts_once() {
        let mut tally = Tally::default();
        let states = [
            RequestState::Waiting,
            RequestState::Granted,
            RequestState::Refused,
            RequestState::Withdrawn,
            RequestState::Used,
        ];
        states.into_iter().for_each(|state| tally.add(state));
        assert_eq!(tally, Tally { granted: 2, refused: 1, unanswered: 2 });
        assert_eq!(tally.asked(), 5);
    }
}
