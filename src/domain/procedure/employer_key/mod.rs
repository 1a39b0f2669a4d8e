//! The employer key, in person (employer-key sheet, "TRÁMITE PRESENCIAL").

pub mod case;

pub use case::{Case, EmployerKey};

/// stub
pub fn assess(_case: &case::Case) -> crate::domain::rule::Assessment { crate::domain::rule::assess(&[], _case, "") }
/// stub
pub fn subject(_case: &case::Case) -> &str { "" }
