//! What comes in from files: tables of people, employers, insured, work histories and turns, scans, and the JSON of a visit.
//!
//! Everything is read from bytes or streams that the caller opens; what is bad is named in Spanish with its place and
//! what to do, and never ends in a panic. Nothing here writes, knows the store, or decides what a rule says.
#![warn(clippy::arithmetic_side_effects)]

pub mod agenda;
mod cells;
pub mod employers;
pub mod images;
pub mod insured;
mod lost_letters;
pub mod table;
pub mod visit_v1;
mod when;
pub mod work_history;
