//! The rules of the counter, pure.
pub mod calendar;
pub mod name;
pub mod number;
pub mod procedure_id;
