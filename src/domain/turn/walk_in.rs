//! Who may be given a turn at the centre: a table, one row a procedure.

use super::origin::TurnPriority;
use crate::domain::procedure_id::ProcedureId;

/// To whom walk-in turns are open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OpenTo {
    /// Where the applicant or the presenter belongs to a priority group, and in the applicant's name.
    PriorityGroups,
    /// Anyone.
    Anyone,
}

/// The rule of one procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WalkInRule {
    /// The procedure.
    pub procedure: ProcedureId,
    /// To whom it is open.
    pub open_to: OpenTo,
    /// Where that is written, in Spanish.
    pub source: &'static str,
}

static RULES: [WalkInRule; 4] = [
    WalkInRule {
        procedure: ProcedureId::EMPLOYER_KEY,
        open_to: OpenTo::PriorityGroups,
        source: "Ficha «Clave de empleador de acceso al portal IESS», trámite presencial, paso 1, nota",
    },
    WalkInRule {
        procedure: ProcedureId::EMPLOYER_KEY_RECOVERY,
        open_to: OpenTo::Anyone,
        source: "Regla interna: el trámite es en línea y en la ventanilla se ayuda a quien viene",
    },
    WalkInRule {
        procedure: ProcedureId::AFFILIATE_KEY,
        open_to: OpenTo::Anyone,
        source: "Regla interna: el trámite es en línea y en la ventanilla se ayuda a quien viene",
    },
    WalkInRule {
        procedure: ProcedureId::AFFILIATE_KEY_UNLOCK,
        open_to: OpenTo::Anyone,
        source: "Ficha «Desbloqueo de clave de afiliado para acceso al portal IESS», desbloqueo presencial, literal a",
    },
];

/// The rule of a procedure; none where it gives no walk-in turns.
pub fn walk_in_rule(procedure: ProcedureId) -> Option<&'static WalkInRule> {
    RULES.iter().find(|rule| rule.procedure == procedure)
}

/// In whose name a turn is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InNameOf {
    /// The person the procedure is for.
    Applicant,
    /// Somebody else, the presenter included.
    AnotherPerson,
}

/// A walk-in turn asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WalkInRequest {
    /// The priority group and whose it is, as the person says; no proof is asked for.
    pub priority: Option<TurnPriority>,
    /// In whose name.
    pub in_name_of: InNameOf,
}

/// Why a walk-in turn is not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WalkInRefusal {
    /// Nobody concerned belongs to a priority group.
    #[error(
        "el turno presencial es solo para personas adultas mayores (65 años o más), personas con discapacidad y \
         mujeres embarazadas: indique el grupo, o pida a la persona que obtenga un turno en línea en \
         www.iess.gob.ec, Turnos para atención ciudadana"
    )]
    NoPriorityGroup,
    /// In another person's name.
    #[error("el turno presencial se emite a nombre de quien solicita: escriba su número y su nombre")]
    AnotherName,
}

impl WalkInRule {
    /// Whether a walk-in turn may be given.
    ///
    /// # Errors
    /// The sentence that tells the person why not.
    pub fn admit(&self, request: WalkInRequest) -> Result<(), WalkInRefusal> {
        match (self.open_to, request.priority, request.in_name_of) {
            (OpenTo::Anyone, ..) => Ok(()),
            (OpenTo::PriorityGroups, None, _) => Err(WalkInRefusal::NoPriorityGroup),
            (OpenTo::PriorityGroups, Some(_), InNameOf::AnotherPerson) => Err(WalkInRefusal::AnotherName),
            (OpenTo::PriorityGroups, Some(_), InNameOf::Applicant) => Ok(()),
        }
    }
}
