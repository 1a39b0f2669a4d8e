//! The ledger of slips: serials, states, causes.

mod serial;
mod state;

pub use serial::{CentreCode, Serial, SerialFault};
pub use state::{Acknowledgement, IssuanceState, VoidCause};
