//! The integration tests, one binary.
mod intake;
