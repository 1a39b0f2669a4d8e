//! What the counter does with the papers of an employer key: it asks the registers about them, knows by what a visit is
//! searched and for whom it is, and takes up what was copied where it serves again.

mod answers;
mod keys;
mod parties;
mod revocation;
mod story;
mod taking_up;

pub(in crate::ops) use answers::answers;
pub use answers::register_answer;
pub(in crate::ops) use keys::{keys, keys_of};
pub use parties::Parties;
pub(in crate::ops) use story::{papers_used, who_came};
pub(in crate::ops) use taking_up::{Served, take_up};
