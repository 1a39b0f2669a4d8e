//! The integration tests, one binary.
mod fuzz;
mod fuzz_intake;
mod intake;
mod numbers;
mod store_engine;
mod turns;
mod printer;
mod printer_faults;
mod zone;
mod fuzz_vault;
mod vault;
mod paper;
