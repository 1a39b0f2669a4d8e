//! The integration tests, one binary.
mod fuzz;
mod intake;
mod numbers;
mod printer;
mod printer_faults;
mod zone;
