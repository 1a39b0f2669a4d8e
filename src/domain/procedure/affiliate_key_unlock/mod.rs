//! Unlocking the affiliate key, in person (unlock sheet, "Desbloqueo presencial").
//!
//! Only the person concerned comes, with a cédula in force or, where there is none, the foreigner code. Bringing their data
//! up to date is offered (own): the virtual way is for those who once did.

pub mod case;

mod contact;
mod document;
mod papers;
mod person;
mod steps;
mod table;

pub use case::{AffiliateKeyUnlock, Answers, Case};
pub use contact::is_identified;
pub use steps::Step;
pub use table::RULES;

use std::sync::LazyLock;

use super::{Checklist, Nature, Procedure, SelfService};
use crate::domain::catalogue::Card;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::rule::{Sheet, cards};
use crate::domain::turn::{OpenTo, WalkInRule};

impl ProcedureId {
    /// Unlocking the affiliate key.
    pub const AFFILIATE_KEY_UNLOCK: Self = Self::new("affiliate_key_unlock");
}

const SHEET: Sheet = Sheet::new("Desbloqueo de clave de afiliado para acceso al portal IESS");

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
    sheet: SHEET,
    card: LazyLock::new(|| Card::compiled_in(include_str!("../../../../data/catalogue/affiliate_key_unlock.toml"))),
    walk_in: Some(WalkInRule {
        open_to: OpenTo::Anyone,
        source: "Ficha «Desbloqueo de clave de afiliado para acceso al portal IESS», desbloqueo presencial, literal a",
    }),
    nature: Nature::Checklist(Checklist { rules: &cards(&RULES), scanned: &[] }),
    goes_on_with: Some(ProcedureId::AFFILIATE_KEY),
    self_service: Some(SelfService {
        title: "Desbloquear mi clave de afiliado",
        about: "Si ya actualizó sus datos en una ventanilla. Llega un enlace a su correo.",
    }),
};
