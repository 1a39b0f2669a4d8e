//! The integration tests, one binary.
mod fuzz;
mod fuzz_intake;
mod fuzz_vault;
mod intake;
mod numbers;
mod paper;
mod printer;
mod printer_faults;
mod store_engine;
mod turns;
mod vault;
mod zone;
mod house;

mod support {
    pub(crate) mod house;
}
