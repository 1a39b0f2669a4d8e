//! The integration tests, one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

mod all_centres;
mod anchored;
mod architecture;
mod authority;
mod backup;
mod booking;
mod calls;
mod cases;
mod catalogue;
mod commands;
mod counter_papers;
mod crash;
mod day;
mod duties;
mod explained;
mod fuzz;
mod fuzz_intake;
mod fuzz_vault;
mod fuzz_visit;
mod hand_over;
mod holidays;
mod house;
mod imports;
mod insured;
mod intake;
mod killed_on_server;
mod lanes;
mod ledger;
mod left_office;
mod left_open;
mod log;
mod mail;
mod many_windows;
mod moving;
mod names;
mod numbers;
mod on_server;
mod on_the_wire;
mod operations;
mod overrides;
mod own_turns;
mod own_words;
mod paper;
mod printer;
mod printer_faults;
mod register_papers;
mod registers;
mod retention;
mod sample;
mod self_service;
mod signing;
mod store_copy;
mod store_engine;
mod store_erased;
mod store_long_runs;
mod store_postgres;
mod store_scans;
mod tls;
mod turns;
mod ui;
mod unlocking;
mod vault;
mod went_by;
mod window;
mod words;
mod work_history;
mod zone;

mod support {
    pub(crate) mod case_files;
    pub(crate) mod certificates;
    pub(crate) mod ears;
    pub(crate) mod house;
    pub(crate) mod mail_server;
    pub(crate) mod postgres;
    pub(crate) mod printers;
    pub(crate) mod proxy;
    pub(crate) mod screen;
    pub(crate) mod scripted;
    pub(crate) mod small_disk;
    pub(crate) mod source;
    pub(crate) mod zones;
}
