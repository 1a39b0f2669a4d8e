//! The procedures: one folder and one line each. A procedure without rules of its own yet is served as a plain
//! attention with an outcome.

pub mod employer_key;

use super::procedure_id::ProcedureId;

/// What the counter knows of a procedure.
pub struct Procedure {
    /// Its id.
    pub id: ProcedureId,
    /// Its name in Spanish, as people know it.
    pub name: &'static str,
    /// How turns and sheets spell it, beside its name. Compared without accents and case.
    pub spellings: &'static [&'static str],
    /// How it is served.
    pub service: Service,
}

/// How a procedure is served at the counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// By its rules.
    ByRules,
    /// As a plain attention with an outcome.
    PlainAttention,
}

/// The procedures, in the order in which they are offered.
pub static PROCEDURES: [Procedure; 4] = [
    Procedure {
        id: ProcedureId::EMPLOYER_KEY,
        name: "Clave de empleador",
        spellings: &[
            "Entrega de clave de empleador de acceso al portal IESS",
            "Clave de empleador de acceso al portal IESS",
            "Clave patronal de acceso al portal IESS",
            "Generación de clave patronal de acceso al portal IESS",
            "Entrega de clave de empleador",
            "Clave patronal",
        ],
        service: Service::ByRules,
    },
    Procedure {
        id: ProcedureId::EMPLOYER_KEY_RECOVERY,
        name: "Recuperación de clave de empleador",
        spellings: &["Recuperar clave de empleador", "Recuperación clave para RUC"],
        service: Service::PlainAttention,
    },
    Procedure {
        id: ProcedureId::AFFILIATE_KEY,
        name: "Clave de afiliado",
        spellings: &[
            "Clave personal de afiliado",
            "Generación de clave de afiliado",
            "Recuperación de clave de afiliado",
        ],
        service: Service::PlainAttention,
    },
    Procedure {
        id: ProcedureId::AFFILIATE_KEY_UNLOCK,
        name: "Desbloqueo de clave de afiliado",
        spellings: &["Desbloqueo de clave", "Solicitud desbloqueo de clave"],
        service: Service::PlainAttention,
    },
];

/// The procedure with this id.
pub fn find(id: ProcedureId) -> Option<&'static Procedure> {
    PROCEDURES.iter().find(|procedure| procedure.id == id)
}

/// Its Spanish name, or the id of one that is not listed.
pub fn name(id: ProcedureId) -> &'static str {
    find(id).map_or(id.as_str(), |procedure| procedure.name)
}
