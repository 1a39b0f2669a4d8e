//! Who may be given a turn at the centre: each procedure says it of itself.

use super::origin::TurnPriority;

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
    /// To whom it is open.
    pub open_to: OpenTo,
    /// Where that is written, in Spanish.
    pub source: &'static str,
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
