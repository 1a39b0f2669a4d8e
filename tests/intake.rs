//! What comes in from files: tables and scans, from bytes made in each test.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on has failed"
)]

#[path = "intake/agenda.rs"]
mod agenda;
#[path = "intake/employers.rs"]
mod employers;
#[path = "intake/pdf.rs"]
mod pdf;
#[path = "intake/pictures.rs"]
mod pictures;
#[path = "intake/table.rs"]
mod table;
#[path = "intake/work_history.rs"]
mod work_history;
