//! What the counter does: one folder or file a noun, every operation a value.
//!
//! * An **operation** ([`Operation`], run by [`House::transact`]) is one transaction with one journal entry. When a rule
//!   refuses it, an entry `refused` is all it leaves; when something technical fails, nothing is left.
//! * A **draft** ([`visit::save_draft`]) saves a visit's working copy, without an entry.
//! * A **run** ([`run`]) is long work in chunks: a start entry, one entry a chunk, an end entry.
//!
//! Running an operation again under the same id has no second effect: it answers what it answered.
//! What is printed is printed after the commit, and nothing leaves the machine before the row that says so.

mod admission;
mod anchor;
pub mod approval;
pub mod artisan_qualification;
pub mod backup;
mod beside;
mod centre;
mod clock;
pub mod complaint;
pub mod day;
mod edition;
pub mod employer;
pub mod erasure;
mod error;
pub mod export;
pub mod holiday;
mod house;
pub mod import;
pub mod issuance;
mod leaving;
pub mod log;
mod names;
pub mod notarial_power;
mod operation;
pub mod person;
mod place;
pub mod printer;
pub mod reading;
mod rekey;
pub mod report;
pub mod restore;
pub mod retention;
pub mod run;
pub mod scan;
mod second_person;
pub mod settings;
mod transact;
pub mod turn;
pub mod user;
pub mod verify;
pub mod view;
pub mod visit;
mod window;

pub use admission::Recovered;
pub use anchor::{Anchor, AnchorState};
pub use beside::{open_to_read, seen_here};
pub use clock::{Clock, FixedClock, RunningClock, SystemClock};
pub use error::{Error, Refusal, known, refuse};
pub use house::{Founding, House, Session};
pub use names::Names;
pub use operation::{Changed, Done, Operation, Subject, Work};
pub use place::Place;
pub use transact::{Answer, new_op_id};

pub use crate::store::Reader;

/// How an entry introduces the public key that somebody signs with from then on: in hexadecimal, or nothing.
fn keys_code(public_key: Option<[u8; 32]>) -> String {
    public_key.map(|key| hexadecimal(&key)).unwrap_or_default()
}

/// Bytes as lower-case hexadecimal.
fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a signature over a journal entry is made for: it serves for nothing else.
const JOURNAL_PURPOSE: &str = "ventanilla journal entry v1";
