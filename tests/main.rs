//! The integration tests, one binary.
mod cases;
mod fuzz;
mod fuzz_intake;
mod fuzz_vault;
mod intake;
mod numbers;
mod paper;
mod printer;
mod printer_faults;
mod sample;
mod store_engine;
mod turns;
mod vault;
mod zone;
