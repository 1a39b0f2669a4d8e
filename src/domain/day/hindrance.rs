//! What keeps a day from being closed, with the way to mend it.

use std::fmt;

use chrono::NaiveDate;

use crate::domain::approval::Matter;
use crate::domain::calendar::day_in_figures;
use crate::domain::id::{ApprovalId, UserId, VisitId};
use crate::domain::ledger::IssuanceState;

/// One thing to settle before the close. Shown as the sentence that says how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hindrance {
    /// Days are closed in their order.
    EarlierDay(NaiveDate),
    /// A visit is open.
    OpenVisit {
        /// Which.
        visit: VisitId,
        /// The code of its turn.
        turn: String,
        /// Where.
        window: u16,
        /// Who attends …
        user: UserId,
        /// … by name.
        clerk: String,
    },
    /// A serial is neither delivered nor void.
    OpenSlip {
        /// Which.
        serial: String,
        /// How it stands.
        state: IssuanceState,
        /// Where.
        window: u16,
    },
    /// A request waits for a supervisor.
    WaitingRequest {
        /// Which.
        request: ApprovalId,
        /// About what.
        matter: Matter,
        /// Who asked.
        clerk: String,
    },
}

impl Hindrance {
    /// The word for it in the journal.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::EarlierDay(_) => "earlier_day",
            Self::OpenVisit { .. } => "open_visit",
            Self::OpenSlip { .. } => "open_slip",
            Self::WaitingRequest { .. } => "waiting_request",
        }
    }
}

impl fmt::Display for Hindrance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EarlierDay(day) => {
                write!(f, "El día {} no está cerrado: cierre primero ese.", day_in_figures(*day))
            }
            Self::OpenVisit { turn, window, clerk, .. } => write!(
                f,
                "La atención del turno {turn} sigue abierta en la ventanilla {window} ({clerk}): termínela, o póngala en pausa y terminará con el cierre."
            ),
            Self::OpenSlip { serial, state, window } => {
                write!(
                    f,
                    "La clave de serie {serial}, de la ventanilla {window}, está {}: entréguela o anúlela.",
                    state.spanish()
                )
            }
            Self::WaitingRequest { matter, clerk, .. } => write!(
                f,
                "El pedido de aprobación de {clerk} ({}) espera respuesta: respóndalo, o que lo retire quien lo hizo.",
                matter.spanish()
            ),
        }
    }
}
