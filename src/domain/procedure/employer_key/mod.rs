//! The employer key, in person (employer-key sheet, "TRÁMITE PRESENCIAL"): one table of rules, in the order in which a
//! clerk works.
//!
//! A rule judges what it names and nothing else. What it needs and nobody recorded yet is `missing` with "Falta
//! registrar…"; where that is the matter of another rule, it is `not_applicable` with "Se revisa cuando conste…", so
//! that one lack is said once. Every lack is said by one rule at least, so nothing is issued by an empty visit.
//! It does not look anything up: what the registers answered is part of the case.

pub mod case;

mod artisan;
mod authorisation;
mod curator;
mod delivery;
mod employer;
mod papers;
mod people;
mod power;
mod request;
mod scanned;
mod steps;
mod table;

pub use case::{Answers, Case, EmployerKey};
pub use employer::{own_holder, register_entries};
pub use steps::Step;
pub use table::RULES;

use std::sync::LazyLock;

use super::{Checklist, Nature, Procedure};
use crate::domain::catalogue::Card;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::rule::{Sheet, cards};
use crate::domain::turn::{OpenTo, WalkInRule};
use crate::domain::visit::ScannedPaper;

impl ProcedureId {
    /// The employer key (in person).
    pub const EMPLOYER_KEY: Self = Self::new("employer_key");
}

const SHEET: Sheet = Sheet::new("Clave de empleador de acceso al portal IESS");

/// What the counter knows of it.
pub static PROCEDURE: Procedure = Procedure {
    id: ProcedureId::EMPLOYER_KEY,
    name: "Clave de empleador",
    spellings: &[
        "Entrega de clave de empleador de acceso al portal IESS",
        "Clave de empleador de acceso al portal IESS",
        "Generación de clave patronal de acceso al portal IESS",
        "Clave patronal de acceso al portal IESS",
        "Entrega de clave de empleador",
        "Entrega de clave patronal",
        "Generación de clave patronal",
        "Solicitud de clave de empleador",
        "Solicitud de clave patronal",
        "Clave de empleador",
        "Clave empleador",
        "Clave patronal",
    ],
    sheet: SHEET,
    card: LazyLock::new(|| Card::compiled_in(include_str!("../../../../data/catalogue/employer_key.toml"))),
    walk_in: Some(WalkInRule {
        open_to: OpenTo::PriorityGroups,
        source: "Ficha «Clave de empleador de acceso al portal IESS», trámite presencial, paso 1, nota",
    }),
    nature: Nature::Checklist(Checklist {
        rules: &cards(&RULES),
        scanned: &[
            ScannedPaper::Request,
            ScannedPaper::ApplicantDocument,
            ScannedPaper::PresenterDocument,
            ScannedPaper::AttorneyDocument,
            ScannedPaper::NotarialPower,
            ScannedPaper::Appointment,
            ScannedPaper::ArtisanQualification,
        ],
    }),
    goes_on_with: None,
    self_service: None,
};
