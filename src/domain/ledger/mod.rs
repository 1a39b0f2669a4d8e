//! The ledger of slips: serials, states, causes, and what binds a slip to its journal entry.

mod binding;
mod serial;
mod state;

pub use binding::{reserved_code, serial_in};
pub use serial::{CentreCode, Serial, SerialFault};
pub use state::{Acknowledgement, IssuanceState, VoidCause};
