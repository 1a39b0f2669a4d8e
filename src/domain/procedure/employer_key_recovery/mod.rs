//! The employer key's recovery: by the person themselves at a screen that is turned to them, at the counter as help.

mod way;

pub use way::{Condition, Given, Known, Way, way};

use std::sync::LazyLock;

use super::{Nature, Procedure, SelfService};
use crate::domain::catalogue::Card;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::rule::Sheet;
use crate::domain::turn::{OpenTo, WalkInRule};

impl ProcedureId {
    /// The employer key's recovery, at the counter as help.
    pub const EMPLOYER_KEY_RECOVERY: Self = Self::new("employer_key_recovery");
}

/// Its sheet; rules of the employer key cite it too.
pub const SHEET: Sheet = Sheet::new("Recuperación de clave de empleador");

/// What the counter knows of it.
pub static PROCEDURE: Procedure = Procedure {
    id: ProcedureId::EMPLOYER_KEY_RECOVERY,
    name: "Recuperación de clave de empleador",
    spellings: &[
        "Recuperación de clave de empleador",
        "Recuperación de clave patronal",
        "Recuperación de clave de empleador de acceso al portal IESS",
        "Recuperación clave empleador",
        "Recuperación clave patronal",
        "Recuperar clave de empleador",
        "Recuperar clave patronal",
    ],
    sheet: SHEET,
    card: LazyLock::new(|| Card::compiled_in(include_str!("../../../../data/catalogue/employer_key_recovery.toml"))),
    walk_in: Some(WalkInRule {
        open_to: OpenTo::Anyone,
        source: "Regla interna: el trámite es en línea y en la ventanilla se ayuda a quien viene",
    }),
    nature: Nature::PlainAttention,
    goes_on_with: None,
    self_service: Some(SelfService {
        title: "Recuperar la clave de empleador",
        about: "Con el correo registrado del empleador. Si es su primera clave, le decimos qué traer a la ventanilla.",
    }),
};
