#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "a test fails by panicking"
    )
)]
//! `ventanilla`: the service window where employer and affiliate keys are asked for. This page is the map of the house; an arrow only ever points
//! down the list.
//!
//! | storey | what it is |
//! |---|---|
//! | [`cli`] | one file a command; opening the window is one of them |
//! | [`ui`] | the window: screens, widgets, theme, shortcuts |
//! | [`desk`] | the threads that do what the window asks; tickets, progress, cancel |
//! | [`sample`] | sample people, employers and turns; the scripted visits |
//! | [`ops`] | what the counter does: one file or folder a noun, an operation is a value |
//! | [`store`] | the only SQL: an enciphered SQLite file, one file a noun, search, scans |
//! | [`vault`] | passwords to the store's secret, signatures of supervisors |
//! | [`print`](mod@print) | domain values to pages, pages to PDF bytes, bytes to printers |
//! | [`intake`] | what comes in from files: tables, images, the JSON of a visit |
//! | [`mail`] | letters from their templates, and who carries them: a mail server, or a folder |
//! | [`domain`] | numbers, calendar, turns, visits, rules, ledger, journal: pure |
//! | [`station`] | this machine's folders and settings |
//!
//! [`store`], [`vault`], [`print`](mod@print), [`intake`] and [`mail`] are strangers to each other. A test reads the sources and holds the
//! arrows.
//!
//! # What is always true
//!
//! 1. [`domain`] is pure: no I/O, clock, randomness or SQL. Time and random bytes are arguments. Its rules are tables of
//!    values, each citing its sheet; the mechanism of rules, turns and visits knows nothing of employer keys: a
//!    procedure that is served by a checklist is a line in `domain::procedure` and a folder in [`domain`], [`ops`] and [`ui`],
//!    with a file in [`intake`].
//! 2. There are three kinds of write, all in [`ops`]. A **draft** saves a visit's working copy, without an
//!    entry but where a supervisor's word lapses with it. An **operation** is one transaction with one journal entry; refused by a rule, an entry `refused` is all it leaves; only
//!    a technical failure rolls back. A **run** is a start entry, chunks that hold the writer for 50 ms at most with one
//!    entry each, and an end entry. A read that the law wants traced is an operation.
//! 3. An operation is a value with an id of its own: running it again after a cut has no second effect. It says what it
//!    changed.
//! 4. The clear text of a key lives in memory only, between its making and the print job: a type without `Debug`,
//!    `Display`, `Clone` or `Serialize`, wiped when dropped. Our copies are wiped; a library's buffers are not claimed. The
//!    process is not dumpable and writes no core.
//! 5. Paper and mail come after the commit, and nothing leaves the machine before the row that says so. A letter that waits
//!    holds what it is about: address and text are made when it is sent.
//! 6. No journal entry is ever changed or deleted.
//! 7. One process owns a store, by a lock held for as long as it is open. `verify`, `report` and `backup` may run beside
//!    it, read-only.
//! 8. The window answers for nobody: no answer stands before somebody gave it, none is given by Enter alone, and the
//!    keyboard goes elsewhere only when somebody sends it there.
//!
//! Errors: one enum a storey, in Spanish, with what to do; each is handled once. No panic on data.

pub mod cli;
pub mod desk;
pub mod domain;
pub mod intake;
pub mod mail;
pub mod ops;
pub mod print;
pub mod sample;
pub mod station;
pub mod store;
pub mod ui;
pub mod vault;
