//! The key, through the ledger of slips.
//!
//! [`issue`] carries a key from its making to the printer, one committed step at a time; [`DeliverSlip`] and [`VoidSlip`]
//! settle it. What a crash leaves is looked up at the printer by [`look_up`] and settled by the clerk.

mod flow;
mod ledger;
mod paper;
mod printing;
mod reserve;
mod settle;

pub use flow::{Issued, Step, issue, look_up, purge, unpurged};
pub use ledger::{MarkPrinted, MarkPurged, MarkSent, MarkUnconfirmed};
pub(crate) use paper::sheet;
pub(in crate::ops) use paper::{Told, handed_over, turn_confirmation as confirmation_of};
pub use printing::{CounterPaper, PrintPaper, Printing, acknowledgement, constancia, turn_confirmation};
pub use reserve::{KeyMade, ReserveSlip, Reserved, is_own_turn};
pub(super) use reserve::{RECIPIENT, SALT, TRUSTED_AS, WENT_BY, WentBy, holder_mark};
pub(super) use settle::VOIDS_A_DAY;
pub use settle::{DeliverSlip, VoidSlip};
