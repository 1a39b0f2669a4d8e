//! What the counter does: one folder or file a noun, every operation a value.
//!
//! * An **operation** ([`Operation`], run by [`House::transact`]) is one transaction with one journal entry. When a rule
//!   refuses it, an entry `refused` is all it leaves; when something technical fails, nothing is left.
//! * A **draft** ([`visit::save_draft`]) saves a visit's working copy, without an entry, but where a supervisor's word
//!   lapses with it.
//! * A **run** ([`house::run`]) is long work in chunks: a start entry, one entry a chunk, an end entry.
//!
//! Running an operation again under the same id has no second effect: it answers what it answered.
//! What is printed is printed after the commit, and nothing leaves the machine before the row that says so.

pub mod approval;
pub mod artisan_qualification;
pub mod backup;
pub mod call_board;
pub mod catalogue;
mod centre;
pub mod complaint;
pub mod day;
pub mod employer;
pub mod erasure;
mod error;
pub mod export;
pub mod holiday;
pub mod house;
pub mod import;
pub mod insured;
pub mod issuance;
mod leaving;
pub mod log;
pub mod mail;
pub mod moving;
mod names;
pub mod notarial_power;
pub mod person;
pub mod printer;
pub mod procedure;
pub mod reading;
pub mod register;
mod rekey;
pub mod report;
pub mod restore;
pub mod retention;
pub mod scan;
mod second_person;
pub mod self_service;
pub mod settings;
pub mod turn;
pub mod user;
pub mod verify;
pub mod view;
pub mod visit;
mod window;
mod word;

pub use error::{Error, Refusal, known, refuse};
pub use house::admission::Recovered;
pub use house::anchor::{Anchor, AnchorState};
pub use house::beside::{open_to_read, open_to_supervise, seen_here};
pub use house::clock::{Clock, FixedClock, RunningClock, SystemClock};
use house::entries::{
    FAILED_LOGINS, FOUNDED, INTRODUCES, JOURNAL_FORM, JOURNAL_PURPOSE, hexadecimal, introducing_code, journal_form,
    key_in, keys_code,
};
pub use house::entries::{LAPSED, SAMPLE_PAST};
pub use house::looking::{CentreThere, ThereOnServer, look_on_server};
pub use house::operation::{Changed, Done, Noun, Operation, Subject, Work};
pub use house::place::Place;
pub use house::registry::{LISTED, Listed};
pub use house::sharing::{Joining, join, share_figures, shares_figures_with};
pub use house::transact::{Answer, new_op_id};
pub use house::{Founding, House, Session};
pub use leaving::{Leaving, write_file};
pub use names::Names;

pub use crate::store::Reader;
pub use crate::store::postgres::{Address, AddressFault, RoleThere, Sharing};
