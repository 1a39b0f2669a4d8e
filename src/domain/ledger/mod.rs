//! The ledger of slips: serials, states, causes.

mod state;

pub use state::{Acknowledgement, IssuanceState, VoidCause};
