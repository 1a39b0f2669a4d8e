//! The registers by hand, scans, traced reads and erasure, on a real house.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "support/counter.rs"]
pub(crate) mod house;
