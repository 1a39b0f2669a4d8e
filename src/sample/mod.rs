//! The sample: a throw-away house with people, employers, papers and a day's turns, and, asked for, a past of finished
//! visits. For `demo`, for tests and for measuring.
//!
//! Everything is made up from a fixed seed: the same day and hour give the same sample on every machine. Numbers have
//! their check digits (apart from those meant to be odd) and are taken from no list of real ones. What the counter can do
//! is done by its own operations; everything stands in the journal. Only a demo house is filled.

mod agenda;
mod chance;
mod day;
mod employers;
mod fill;
mod finished;
mod found;
mod insured;
mod load;
mod names;
mod numbers;
mod papers;
mod past;
mod past_draft;
mod people;
mod scanner;
mod scans;
pub mod script;
mod shares;

pub use day::mid_morning;
pub use employers::{SampleEmployer, SampleRepresentative};
pub use fill::{Caller, Contents, Script, Unlocker, fill};
pub use finished::finished_visits;
pub use found::{SampleUser, USERS, Users, found};
pub use insured::{SampleEmployment, SampleInsured};
pub use papers::{SamplePower, SampleQualification};
pub use people::SamplePerson;
pub use scanner::SampleScanner;
pub use scans::{SamplePaper, drawn};

use crate::domain::number::Fault;
use crate::ops;

/// What everything follows from.
const SEED: u64 = 0x7665_6e74_616e_0001;

/// A generated number that is none is a defect of the sample; it is said, not hidden.
fn made<T>(number: Result<T, Fault>) -> Result<T, ops::Error> {
    number.map_err(|fault| ops::Error::Inconsistent(format!("la muestra generó un número que no lo es: {fault}")))
}

/// Only a demo house is filled.
fn refuse_real_house(house: &ops::House) -> Result<(), ops::Error> {
    match house.is_demo() {
        true => Ok(()),
        false => ops::refuse("sample", "Los datos de muestra solo entran en un almacén de demostración."),
    }
}
