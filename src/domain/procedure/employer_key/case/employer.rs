//! The employer as typed.

use crate::domain::number::{Branch, EmployerNumber, Entered};

/// The employer and branch that the visit is about.
#[derive(Debug, Clone, PartialEq)]
pub struct EmployerChoice {
    /// RUC or domestic-service number.
    pub number: Entered<EmployerNumber>,
    /// The branch.
    pub branch: Option<Entered<Branch>>,
}
