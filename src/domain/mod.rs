//! The rules of the counter, pure.
pub mod calendar;
pub mod number;
