//! The index by which names are found, of three letters a piece: kept true to the tables, and kept quick.

mod pending;
mod struck;
mod upkeep;

pub(in crate::store) use pending::write_index;
pub(super) use pending::{lag, watch, write_new};
pub(super) use struck::{FairCopies, is_owed};
pub use struck::{pages, strike_out};
pub use upkeep::Settling;
pub(super) use upkeep::{Thoroughness, settle};
