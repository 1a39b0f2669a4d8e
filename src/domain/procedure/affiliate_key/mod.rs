//! The affiliate key: by the person themselves at a screen that is turned to them, at the counter as help.

mod personal;
mod questions;

pub use personal::{PersonalAnswer, PersonalQuestion, normalised};
pub use questions::{Answered, NONE_OF_THESE, Question, SUBMISSIONS, questions};

use std::sync::LazyLock;

use super::{Nature, Procedure, SelfService};
use crate::domain::catalogue::Card;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::rule::Sheet;
use crate::domain::turn::{OpenTo, WalkInRule};

impl ProcedureId {
    /// The affiliate key, at the counter as help.
    pub const AFFILIATE_KEY: Self = Self::new("affiliate_key");
}

/// Its sheet; rules of the unlocking cite it too.
pub const SHEET: Sheet = Sheet::new("Clave de afiliado para acceso al portal IESS");

/// What the counter knows of it.
pub static PROCEDURE: Procedure = Procedure {
    id: ProcedureId::AFFILIATE_KEY,
    name: "Clave de afiliado",
    spellings: &[
        "Clave de afiliado para acceso al portal IESS",
        "Clave de afiliado",
        "Clave afiliado",
        "Clave personal de afiliado",
        "Generación de clave de afiliado",
        "Generar / Recuperar clave",
        "Generar clave de afiliado",
        "Recuperación de clave de afiliado",
    ],
    sheet: SHEET,
    card: LazyLock::new(|| Card::compiled_in(include_str!("../../../../data/catalogue/affiliate_key.toml"))),
    walk_in: Some(WalkInRule {
        open_to: OpenTo::Anyone,
        source: "Regla interna: el trámite es en línea y en la ventanilla se ayuda a quien viene",
    }),
    nature: Nature::PlainAttention,
    goes_on_with: None,
    self_service: Some(SelfService {
        title: "Generar o recuperar mi clave de afiliado",
        about: "Con su fecha de nacimiento, su historia laboral y su correo.",
    }),
};
