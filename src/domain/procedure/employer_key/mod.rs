//! The employer key, in person (employer-key sheet, "TRÁMITE PRESENCIAL").

pub mod case;

pub use case::{Case, EmployerKey};
