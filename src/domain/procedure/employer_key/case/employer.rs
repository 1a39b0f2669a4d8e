//! The employer as typed and as found in the register.

use crate::domain::number::{Branch, EmployerNumber, Entered};
use crate::domain::register::RegisterAnswer;

/// The employer and branch that the visit is about.
#[derive(Debug, Clone, PartialEq)]
pub struct EmployerChoice {
    /// RUC or domestic-service number.
    pub number: Entered<EmployerNumber>,
    /// The branch.
    pub branch: Option<Entered<Branch>>,
    /// What the register answered.
    pub register: Option<RegisterAnswer>,
}
