//! The procedures: one folder and one line each.

pub mod employer_key;
