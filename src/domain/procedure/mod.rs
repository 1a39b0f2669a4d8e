//! The procedures: one folder and one line each.

pub mod employer_key;

/// stub
pub fn name(id: crate::domain::procedure_id::ProcedureId) -> &'static str { id.as_str() }
