#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")
)]
//! `ventanilla`: the service window of the employer key. The map, in reading order; an arrow only ever points
//! down this list.
//!
//! * [`cli`] one file a command; * [`sample`] sample people and the scripted visit; * [`desk`] the threads;
//! * [`ops`] one folder a noun, an operation is a value;
//! * [`store`], [`vault`], [`print`], [`intake`]: strangers to each other;
//! * [`domain`]: the rules, pure.
pub mod cli;
pub mod desk;
pub mod domain;
pub mod intake;
pub mod ops;
pub mod print;
pub mod sample;
pub mod station;
pub mod store;
pub mod vault;
