//! The only SQL.
//!
//! The engine makes, opens and closes the enciphered file and shares it out as one writer and many readers
//! ([`Store`], [`Reader`], [`Transaction`]); the schema stands in frozen, numbered migrations; each noun has a file of
//! its own; scans stand in files of their own by year; search is in one place because it is where engines differ.
pub mod approval;
pub mod artisan_qualification;
pub mod centre;
pub mod challenge;
pub mod chosen_key;
mod column;
pub mod complaint;
pub mod day;
pub mod employer;
mod engine;
pub mod erasure;
mod error;
pub mod habit;
pub mod insured;
pub mod issuance;
pub mod journal;
pub mod key_unlock;
mod link;
pub mod log;
pub mod moving;
pub mod notarial_power;
pub mod notice;
pub mod outbox;
mod pacer;
pub mod paper;
pub mod person;
pub mod postgres;
pub mod provenance;
pub mod reach;
pub mod retention;
pub mod run;
pub mod scan;
pub mod scans;
pub mod search;
pub mod self_service;
mod sqlite;
mod transaction;
pub mod turn;
pub mod turn_call;
pub mod user;
pub mod vault_slot;
pub mod visit;
pub mod vouched;
pub mod work_history;

pub use engine::{Store, Tidying};
pub use error::{Error, WhileDoing};
pub use link::{Fault, Params, Row};
pub use pacer::{Chunk, ChunkPacer};
pub use sqlite::{
    CreateOptions, FileStore, ForGood, LOCK_FILE, Original, STORE_FILE, StoreCopy, StoreKey, damaged_pages, open_copy,
    open_read_only, original_beside, rekey, structure_fault,
};
pub use transaction::{Hold, Reader, Transaction};
