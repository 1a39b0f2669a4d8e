//! The procedures: one folder and one line each. A procedure without rules of its own yet is served as a plain
//! attention with an outcome.

pub mod employer_key;

use super::day::PARKED_AT_CLOSE;
use super::procedure_id::ProcedureId;
use super::rule::unseen_rule;
use super::visit::{OwnReason, PlainReason};

/// What the counter knows of a procedure.
pub struct Procedure {
    /// Its id.
    pub id: ProcedureId,
    /// Its name in Spanish, as people know it.
    pub name: &'static str,
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
    Procedure { id: ProcedureId::EMPLOYER_KEY, name: "Clave de empleador", service: Service::ByRules },
    Procedure {
        id: ProcedureId::EMPLOYER_KEY_RECOVERY,
        name: "Recuperación de clave de empleador",
        service: Service::PlainAttention,
    },
    Procedure { id: ProcedureId::AFFILIATE_KEY, name: "Clave de afiliado", service: Service::PlainAttention },
    Procedure {
        id: ProcedureId::AFFILIATE_KEY_UNLOCK,
        name: "Desbloqueo de clave de afiliado",
        service: Service::PlainAttention,
    },
];

/// The procedure with this id.
pub fn find(id: ProcedureId) -> Option<&'static Procedure> {
    PROCEDURES.iter().find(|procedure| procedure.id == id)
}

/// The Spanish name of the procedure with this id, or the id of one that is not listed.
pub fn name_of(id: &str) -> &str {
    match ProcedureId::parse(id) {
        Some(listed) => name(listed),
        None => id,
    }
}

/// What a countable reason of a visit that was not served asks for or says, in Spanish: the title of a rule, a plain
/// attention's or the counter's own reason; the code itself where nobody knows it any more. Of a rule that nobody looked at,
/// its title.
pub fn reason_in_words(code: &str) -> &str {
    let code = unseen_rule(code).unwrap_or(code);
    let plain = || PlainReason::from_code(code).map(PlainReason::spanish);
    let parked = || (code == PARKED_AT_CLOSE).then_some("En pausa al cierre del día");
    let own = || OwnReason::from_code(code).map(OwnReason::spanish);
    employer_key::rule_title(code).or_else(plain).or_else(parked).or_else(own).unwrap_or(code)
}

/// Its Spanish name, or the id of one that is not listed.
pub fn name(id: ProcedureId) -> &'static str {
    find(id).map_or(id.as_str(), |procedure| procedure.name)
}

#[cfg(test)]
mod tests {
    use super::reason_in_words;

    #[test]
    fn every_kind_of_reason_is_said_in_words() {
        let said =
            ["EK-R3", "unseen:EK-R3", "systems_down", "parked_at_close", "clerk_doubt", "EK-X9"].map(reason_in_words);
        assert_eq!(
            said,
            [
                "Firma a mano",
                "Firma a mano",
                "Sin sistema",
                "En pausa al cierre del día",
                "Duda de quien atendió",
                "EK-X9"
            ]
        );
    }
}
