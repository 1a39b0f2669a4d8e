//! The ledger of slips: serials, states, causes, what binds a slip to its journal entry, and the serials that a restore
//! knows of from paper alone.

mod binding;
mod serial;
mod state;
mod unknown;

pub use binding::{BindingSalt, is_salted, reserved_code, serial_in};
pub use serial::{CentreCode, Serial, SerialFault};
pub use state::{Acknowledgement, IssuanceState, VoidCause};
pub use unknown::{MOST_UNKNOWN, UnknownSerials, restored_code, restored_in, unknown_in};
