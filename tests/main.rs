//! The integration tests, one binary.
mod paper;
