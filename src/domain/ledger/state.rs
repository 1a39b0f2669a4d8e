//! How a slip stands, and which changes are legal.
//!
//! `reserved` means that nothing left this machine. What was sent is `printed` when the printer said so, else
//! `unconfirmed`; every slip ends `delivered` or `void` (or `unknown`, when a restore names serials it knows nothing of).

use serde::{Deserialize, Serialize};

/// The state of one line of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssuanceState {
    /// The key exists in memory, its hash and serial in the store; nothing left the machine.
    Reserved,
    /// The printer accepted a job; the page goes to it.
    Sent,
    /// The printer said that the job was completed.
    Printed,
    /// The printer did not say: the slip may be on paper or not.
    Unconfirmed,
    /// The paper is in the recipient's hand.
    Delivered,
    /// The paper is spoilt, gone, or never came out.
    Void,
    /// A restore found this serial on paper only.
    Unknown,
}

impl IssuanceState {
    /// All of them, in the order of a slip's life.
    pub const ALL: [Self; 7] =
        [Self::Reserved, Self::Sent, Self::Printed, Self::Unconfirmed, Self::Delivered, Self::Void, Self::Unknown];

    /// May a slip in this state come into `next`?
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        use IssuanceState::{Delivered, Printed, Reserved, Sent, Unconfirmed, Void};
        matches!(
            (self, next),
            (Reserved, Sent | Void)
                | (Sent, Printed | Unconfirmed | Void)
                | (Unconfirmed, Printed | Delivered | Void)
                | (Printed, Delivered | Void)
        )
    }

    /// Is this slip settled?
    #[must_use]
    pub fn is_terminal(self) -> bool {
        matches!(self, Self::Delivered | Self::Void | Self::Unknown)
    }

    /// The word for it in the store.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Reserved => "reserved",
            Self::Sent => "sent",
            Self::Printed => "printed",
            Self::Unconfirmed => "unconfirmed",
            Self::Delivered => "delivered",
            Self::Void => "void",
            Self::Unknown => "unknown",
        }
    }

    /// Reads [`IssuanceState::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The word for it on the screen and on paper.
    #[must_use]
    pub fn spanish(self) -> &'static str {
        match self {
            Self::Reserved => "reservada",
            Self::Sent => "enviada a la impresora",
            Self::Printed => "impresa",
            Self::Unconfirmed => "sin confirmar",
            Self::Delivered => "entregada",
            Self::Void => "anulada",
            Self::Unknown => "desconocida",
        }
    }
}

/// Why a slip was voided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoidCause {
    /// The paper jammed.
    Jam,
    /// It came out illegible, crooked, on the wrong paper.
    Misprint,
    /// The printer reported a fault.
    PrinterFault,
    /// Nothing came out.
    NotPrinted,
    /// It came out and cannot be found.
    Lost,
    /// The person left or did not want it.
    RefusedByPerson,
    /// Something else, said in the reason.
    Other,
}

impl VoidCause {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Jam,
        Self::Misprint,
        Self::PrinterFault,
        Self::NotPrinted,
        Self::Lost,
        Self::RefusedByPerson,
        Self::Other,
    ];

    /// The word for it in the store.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Jam => "jam",
            Self::Misprint => "misprint",
            Self::PrinterFault => "printer_fault",
            Self::NotPrinted => "not_printed",
            Self::Lost => "lost",
            Self::RefusedByPerson => "refused_by_person",
            Self::Other => "other",
        }
    }

    /// Reads [`VoidCause::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.code() == code)
    }

    /// The words for it on the screen and on paper.
    #[must_use]
    pub fn spanish(self) -> &'static str {
        match self {
            Self::Jam => "papel atascado",
            Self::Misprint => "mal impresa",
            Self::PrinterFault => "falla de la impresora",
            Self::NotPrinted => "no salió de la impresora",
            Self::Lost => "extraviada",
            Self::RefusedByPerson => "la persona se retiró o no la recibió",
            Self::Other => "otra causa",
        }
    }
}

/// Was the acknowledgement signed?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Acknowledgement {
    /// Yes.
    Signed,
    /// No; a supervisor knows.
    Unsigned,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_reaches_an_end_and_an_end_is_one() {
        for state in IssuanceState::ALL {
            let onward = IssuanceState::ALL.iter().filter(|next| state.may_become(**next)).count();
            assert_eq!(onward == 0, state.is_terminal(), "{state:?}");
            assert!(state.is_terminal() || state.may_become(IssuanceState::Void), "{state:?} can always be voided");
        }
    }

    #[test]
    fn nothing_is_delivered_that_never_left_the_machine() {
        assert!(!IssuanceState::Reserved.may_become(IssuanceState::Delivered));
        assert!(!IssuanceState::Sent.may_become(IssuanceState::Delivered));
        assert!(!IssuanceState::Void.may_become(IssuanceState::Delivered));
    }

    #[test]
    fn codes_are_read_back() {
        assert!(IssuanceState::ALL.iter().all(|state| IssuanceState::from_code(state.code()) == Some(*state)));
        assert!(VoidCause::ALL.iter().all(|cause| VoidCause::from_code(cause.code()) == Some(*cause)));
    }
}
