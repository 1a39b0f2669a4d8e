//! Unlocking the affiliate key.

use std::sync::LazyLock;

use super::{Nature, Procedure};
use crate::domain::catalogue::Card;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::rule::Sheet;
use crate::domain::turn::{OpenTo, WalkInRule};

impl ProcedureId {
    /// Unlocking the affiliate key.
    pub const AFFILIATE_KEY_UNLOCK: Self = Self::new("affiliate_key_unlock");
}

/// What the counter knows of it.
pub static PROCEDURE: Procedure = Procedure {
    id: ProcedureId::AFFILIATE_KEY_UNLOCK,
    name: "Desbloqueo de clave de afiliado",
    spellings: &[
        "Desbloqueo de clave de afiliado",
        "Desbloqueo de clave de afiliado para acceso al portal IESS",
        "Desbloqueo clave afiliado",
        "Desbloqueo de clave",
        "Desbloquear clave de afiliado",
    ],
    sheet: Sheet::new("Desbloqueo de clave de afiliado para acceso al portal IESS"),
    card: LazyLock::new(|| Card::compiled_in(include_str!("../../../../data/catalogue/affiliate_key_unlock.toml"))),
    walk_in: Some(WalkInRule {
        open_to: OpenTo::Anyone,
        source: "Ficha «Desbloqueo de clave de afiliado para acceso al portal IESS», desbloqueo presencial, literal a",
    }),
    nature: Nature::PlainAttention,
};
