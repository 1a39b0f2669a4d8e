//! The numbers a person brings to the window: cédula, RUC, domestic-service number, branch, foreigner code,
//! passport (typed, or its machine-readable zone) and notarial code.
//!
//! Each is parsed once, at the door, into a type of its own whose text is canonical (separators removed, letters
//! upper-case) and whose structure is right. What is wrong with the structure is a [`Fault`], a sentence for the
//! clerk. A wrong check digit is not: it is asked for with `check_digit()`, because the SRI itself has given out
//! numbers that fail it.
//!
//! Nothing here knows whether a number belongs to anybody, and nothing guesses or corrects: a confusion of O and 0
//! is named, never mended. Only ASCII digits and letters count; digits of other scripts are refused by name.

mod branch;
mod cedula;
mod check;
mod domestic;
mod employer;
mod entered;
mod fault;
mod foreigner_code;
pub mod identity;
mod lookalike;
mod mrz;
mod notarial_code;
mod passport;
mod person;
mod ruc;
mod typed;

pub use branch::Branch;
pub use cedula::Cedula;
pub use check::CheckDigit;
pub use domestic::{DomesticHolder, DomesticNumber};
pub use employer::EmployerNumber;
pub use entered::Entered;
pub use fault::{Fault, Symbol};
pub use foreigner_code::ForeignerCode;
pub use lookalike::read_alike;
pub use mrz::{MachineReadableZone, MrzDate, MrzFault, MrzField, MrzFormat};
pub use notarial_code::{NotarialBook, NotarialCode, NotarialForm};
pub use passport::PassportNumber;
pub use person::PersonNumber;
pub use ruc::{Ruc, RucKind};
