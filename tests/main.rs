//! The integration tests, one binary.
mod fuzz_vault;
mod vault;
