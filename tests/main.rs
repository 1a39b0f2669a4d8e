//! The integration tests, one binary.
mod fuzz;
mod numbers;
mod zone;
