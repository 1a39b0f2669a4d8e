//! Printers: the Internet Printing Protocol (IPP), and finding the printers there are.
//!
//! What for: handing finished PDF bytes to a network printer or to a queue of CUPS, and knowing what became of them.
//! It talks HTTP and IPP itself, needs no library of the system, and treats queues and printers alike.
//!
//! What it promises:
//! * every request ends: a time limit stands on all of them, and an answer is read up to a fixed size and nesting;
//! * a job counts as printed only when the printer says "completed" of the very job that was asked for, and the printer
//!   behind a queue does not gainsay it; whatever else happens ends as failed, cancelled or, honestly, unconfirmed;
//! * nothing travels in the clear beyond this machine unless the caller passes [`Trust::PlainConsented`], not even by way
//!   of a local queue: where that sends its pages on is asked for each job, and has to be a cable, an encrypted address or
//!   this machine; no proxy and no redirection is followed;
//! * an encrypted connection is always to a known printer: one whose certificate an authority of this machine vouches
//!   for, or one whose [`Fingerprint`] the caller has pinned. A printer's self-signed certificate is refused at first,
//!   with its fingerprint in the error, so that a person can compare and accept it ([`Printer::with_certificate`]);
//! * document bytes and job contents appear in no error, no `Debug` and no log.
//!
//! What it does not do: it starts no thread that outlives a call, stores nothing, decides nothing about the ledger.
//! It blocks: call it from the printer's own thread.
mod answer;
mod capabilities;
mod device;
mod discover;
mod error;
mod follow;
mod job;
mod printer;
mod reasons;
mod status;
mod tls;
mod uri;
mod wire;

pub use capabilities::{Capabilities, Fit, Media};
pub use discover::{Found, Source, cups_queues, discover};
pub use error::Error;
pub use follow::{CancelFlag, JobEnd, Patience, Progress};
pub use job::{Cancellation, JobId, JobState, JobStatus, Remains};
pub use printer::{Printer, Timeouts};
pub use reasons::Reason;
pub use status::{PrinterState, PrinterStatus};
pub use tls::{Fingerprint, NotAFingerprint};
pub use uri::{PrinterUri, Trust};
