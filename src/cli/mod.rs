//! cli.
pub mod assess;
