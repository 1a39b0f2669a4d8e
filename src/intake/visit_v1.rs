//! visit_v1 (being written).
#![allow(missing_docs)]
use crate::domain::procedure::employer_key::case::Case;
pub fn read_employer_key(_text: &str) -> Result<Case, std::fmt::Error> {
    Err(std::fmt::Error)
}
pub fn write_employer_key(_case: &Case) -> Result<String, std::fmt::Error> {
    Err(std::fmt::Error)
}
