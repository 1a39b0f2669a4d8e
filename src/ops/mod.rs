//! What the counter does: one folder or file a noun, every operation a value.
//!
//! * An **operation** ([`Operation`], run by [`House::transact`]) is one transaction with one journal entry. When a rule
//!   refuses it, an entry `refused` is all it leaves; when something technical fails, nothing is left.
//! * A **draft** ([`visit::save_draft`]) saves a visit's working copy, without an entry, but where a supervisor's word
//!   lapses with it.
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
pub mod catalogue;
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
pub mod insured;
pub mod issuance;
mod leaving;
pub mod log;
pub mod mail;
mod names;
pub mod notarial_power;
mod operation;
pub mod person;
mod place;
pub mod printer;
pub mod procedure;
pub mod reading;
pub mod register;
mod registry;
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
mod word;

pub use admission::Recovered;
pub use anchor::{Anchor, AnchorState};
pub use beside::{open_to_read, open_to_supervise, seen_here};
pub use clock::{Clock, FixedClock, RunningClock, SystemClock};
pub use error::{Error, Refusal, known, refuse};
pub use house::{Founding, House, Session};
pub use leaving::{Leaving, write_file};
pub use names::Names;
pub use operation::{Changed, Done, Operation, Subject, Work};
pub use place::Place;
pub use registry::{LISTED, Listed};
pub use transact::{Answer, new_op_id};

pub use crate::store::Reader;

/// The name of the first entry of every journal.
const FOUNDED: &str = "house.found";

/// The name of the entry that tells of logins that failed while the house was closed.
const FAILED_LOGINS: &str = "user.failed_logins";

/// The name of the entry that tells that words lapsed, because a visit's draft is for others than they were given for.
pub const LAPSED: &str = "approval.lapse";

/// The name of the run that fills a demo store with a past: nothing of it has entries of its own.
pub const SAMPLE_PAST: &str = "sample.finished_visits";

/// With this the code of a login, and of the founding, says how much the entries from there on say of what grants
/// something. From form 2 on: who used whose word, which credentials count; and each login of a supervisor is signed. From
/// form 3 on also: how many rows an import wrote and which turns it made, with what trust a printer was used, under which
/// settings something was decided, which words lapsed. Those of earlier versions say less.
const JOURNAL_FORM: &str = "form-3";

/// The form that a code names, 0 where it names none.
fn journal_form(code: &str) -> u32 {
    code.rsplit(' ').next().and_then(|last| last.strip_prefix("form-")?.parse().ok()).unwrap_or_default()
}

/// The public key that an entry's code introduces, as [`keys_code`] or [`introducing_code`] wrote it.
fn key_in(code: &str) -> &str {
    code.strip_prefix(INTRODUCES).unwrap_or(code).split(' ').next().unwrap_or_default()
}

/// How an entry introduces the public key that somebody signs with from then on: in hexadecimal, or nothing.
fn keys_code(public_key: Option<[u8; 32]>) -> String {
    public_key.map(|key| hexadecimal(&key)).unwrap_or_default()
}

/// The same for the key of a temporary password, which signs one entry: the one that introduces the next key.
fn introducing_code(public_key: [u8; 32]) -> String {
    format!("{INTRODUCES}{}", hexadecimal(&public_key))
}

const INTRODUCES: &str = "once-";

/// Bytes as lower-case hexadecimal.
fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a signature over a journal entry is made for: it serves for nothing else.
const JOURNAL_PURPOSE: &str = "ventanilla journal entry v1";
